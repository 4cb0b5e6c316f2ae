/* SPDX-License-Identifier: Apache-2.0
 * The environment that standard bare-metal suites bring along, in the same style: one hart, physical addresses, results
 * by ECALL and the word at tohost (1 passed, 2 n + 1 check n failed). Nothing here knows the simulator: registers are
 * probed under a trap vector that skips what is not there.
 *
 * BEGIN(mode) starts a program in M (3), S (1) or U (0); CHECK(n, reg, value) compares; PASS ends. A program may define
 * mtvec_handler or stvec_handler.
 */
#define SATP_OFF csrw satp, x0
#define PROBE(insn...) \
	la t0, 1f; \
	csrw mtvec, t0; \
	insn; \
	.balign 4; \
1:

#define BEGIN(mode) \
	.section .text.init, "ax"; \
	.globl _start; \
_start:	j reset_vector; \
	.balign 4; \
trap_vector: \
	csrr t5, mcause; \
	li t6, 8; \
	beq t5, t6, write_tohost; \
	li t6, 9; \
	beq t5, t6, write_tohost; \
	li t6, 11; \
	beq t5, t6, write_tohost; \
	la t5, mtvec_handler; \
	beqz t5, 1f; \
	jr t5; \
1:	ori gp, gp, 1337; \
write_tohost: \
	la t5, tohost; \
	sw gp, 0(t5); \
	sw x0, 4(t5); \
	j write_tohost; \
reset_vector: \
	li x1, 0; li x2, 0; li x3, 0; li x4, 0; li x5, 0; li x6, 0; li x7, 0; li x8, 0; li x9, 0; li x10, 0; li x11, 0; \
	li x12, 0; li x13, 0; li x14, 0; li x15, 0; li x16, 0; li x17, 0; li x18, 0; li x19, 0; li x20, 0; li x21, 0; \
	li x22, 0; li x23, 0; li x24, 0; li x25, 0; li x26, 0; li x27, 0; li x28, 0; li x29, 0; li x30, 0; li x31, 0; \
	csrr a0, mhartid; \
2:	bnez a0, 2b; \
	PROBE(csrwi 0x744, 8) /* a custom register of other cores */ \
	PROBE(SATP_OFF) \
	PROBE(li t0, -1; srli t0, t0, 10; csrw pmpaddr0, t0; csrwi pmpcfg0, 0x1f) \
	csrwi mie, 0; \
	PROBE(csrwi medeleg, 0; csrwi mideleg, 0) \
	la t0, trap_vector; \
	csrw mtvec, t0; \
	li gp, 0; \
	la t0, stvec_handler; \
	beqz t0, 1f; \
	csrw stvec, t0; \
	li t0, 0xb100 | 1 << 0 | 1 << 3 | 1 << 8; \
	csrw medeleg, t0; \
1:	csrwi mstatus, 0; \
	li a0, (mode) << 11; \
	csrs mstatus, a0; \
	la t0, 1f; \
	csrw mepc, t0; \
	csrr a0, mhartid; \
	mret; \
1:	.weak mtvec_handler; \
	.weak stvec_handler

#define CHECK(n, reg, value) \
	li gp, n; \
	li t6, value; \
	bne reg, t6, fail
#define PASS \
	j pass; \
fail:	fence; \
	slli gp, gp, 1; \
	ori gp, gp, 1; \
	ecall; \
pass:	fence; \
	li gp, 1; \
	ecall; \
	unimp
#define DATA \
	.pushsection .tohost, "aw", @progbits; \
	.balign 64; \
	.globl tohost; \
tohost:	.dword 0; \
	.balign 64; \
	.globl fromhost; \
fromhost: .dword 0; \
	.popsection
