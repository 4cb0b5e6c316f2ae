/* SPDX-License-Identifier: Apache-2.0
 * Traps in S mode: page fault and breakpoint delegated, an illegal access to an M register not. */
#include "env.h"
	BEGIN(1)
	/* one gigabyte, identity, and none else */
	la a0, table
	li a1, 0x80000000 >> 2 | 0xcf
	sd a1, 16(a0)
	srli a0, a0, 12
	li a1, 8 << 60
	or a0, a0, a1
	csrw satp, a0
	sfence.vma
	li s0, 0
	li s1, 0
	li a0, 0x40000000
	lw a1, 0(a0)
	CHECK(2, s0, 13)
	CHECK(3, s1, 0x40000000)
	sw a1, 0(a0)
	CHECK(4, s0, 15)
	ebreak
	.balign 4
	CHECK(5, s0, 3)
	csrr a0, sscratch
	li s2, 0
	csrr a0, mscratch
	CHECK(6, s2, 2)
	csrr a0, sstatus
	srli a0, a0, 8
	andi a0, a0, 1
	CHECK(7, a0, 0)
	PASS
	.balign 4
	.globl stvec_handler
stvec_handler:
	csrr s0, scause
	csrr s1, stval
	csrr t5, sepc
	lhu t6, 0(t5)
	andi t6, t6, 3
	addi t5, t5, 2
	sltiu t6, t6, 3
	bnez t6, 1f
	addi t5, t5, 2
1:	csrw sepc, t5
	sret
	.globl mtvec_handler
mtvec_handler:
	csrr s2, mcause
	csrr t5, mepc
	addi t5, t5, 4
	csrw mepc, t5
	mret
	.data
	.balign 4096
table:	.space 4096
	DATA
