/* SPDX-License-Identifier: Apache-2.0
 * Interrupts: lines, enables, priority, direct and vectored, mret, WFI, precision beside I/O. */
#include "test.h"
	.section .text.init
	.global _start
_start:
	li s11, 0x10000000
	li s8, 0
	la t0, vectors
	addi t0, t0, 1
	csrw mtvec, t0
	j main
	.balign 64
	.option push
	.option norvc
vectors:
	j exception
	j bad
	j bad
	j soft
	j bad
	j bad
	j bad
	j timer
	j bad
	j super
	j bad
	j external
	.option pop
exception:
	li s4, 0
	j record
super:	li s4, 9
	j record
soft:	li s4, 3
	j record
timer:	li s4, 7
	j record
external:
	li s4, 11
	.balign 4
record:	csrr s5, mcause
	csrr s6, mepc
	csrr s7, mtval
	csrr s9, mstatus
	addi s8, s8, 1
	sd x0, IO_IRQ(s11)
	ld t3, IO_IRQ(s11)
	mret
bad:	FINISH(__LINE__)

/* raises lines while disabled, enables, checks the vector */
#define LINE_GIVES(lines, code) \
	li t0, lines; \
	sd t0, IO_IRQ(s11); \
	ld t1, IO_IRQ(s11); \
	CHECK_REG(t0, t1) \
	li s4, -1; \
	csrsi mstatus, 8; \
	nop; \
6:	nop; \
	csrci mstatus, 8; \
	CHECK_EQ(s4, code) \
	li t0, 0x8000000000000000 + code; \
	CHECK_REG(s5, t0) \
	CHECK_EQ(s7, 0) \
	CHECK_EQ(s9, 0xa00001880)

main:	la gp, cell
	li t0, 0x888
	csrw mie, t0
	LINE_GIVES(1, 3)
	LINE_GIVES(2, 7)
	LINE_GIVES(4, 11)
	LINE_GIVES(3, 3)
	LINE_GIVES(6, 11)
	LINE_GIVES(7, 11)
	LINE_GIVES(15, 11)
	CHECK_EQ(s8, 7)
	li t0, 0xaaa
	csrw mie, t0
	LINE_GIVES(8, 9)
	LINE_GIVES(9, 3)
	LINE_GIVES(10, 7)
	LINE_GIVES(12, 11)
	li t0, 0x888
	csrw mie, t0
	li s8, 7
	/* mip shows the lines, mie masks them */
	li t0, 7
	sd t0, IO_IRQ(s11)
	ld t0, IO_IRQ(s11)
	csrr t0, mip
	CHECK_EQ(t0, 0x888)
	csrw mie, x0
	csrsi mstatus, 8
	nop
	nop
	csrci mstatus, 8
	CHECK_EQ(s8, 7)
	/* the supervisor line: set and clear see the bit that is written, not the line */
	li t0, 8
	sd t0, IO_IRQ(s11)
	ld t0, IO_IRQ(s11)
	csrr t0, mip
	CHECK_EQ(t0, 0x200)
	csrrsi t0, mip, 0
	csrsi mip, 2
	sd x0, IO_IRQ(s11)
	ld t0, IO_IRQ(s11)
	csrr t0, mip
	CHECK_EQ(t0, 2)
	li t0, 0x200
	csrs mip, t0
	csrci mip, 2
	csrr t0, mip
	CHECK_EQ(t0, 0x200)
	csrw mip, x0
	li t0, -1
	csrw mie, t0
	csrsi mstatus, 8
	nop
	nop
	CHECK_EQ(s8, 7)
	csrci mstatus, 8
	/* enabling in one instruction, disabling in the next: the boundary between them is enough */
	li t0, 2
	sd t0, IO_IRQ(s11)
	ld t0, IO_IRQ(s11)
	csrsi mstatus, 8
2:	csrci mstatus, 8
	CHECK_EQ(s8, 8)
	la t0, 2b
	CHECK_REG(s6, t0)
	/* WFI with interrupts disabled goes on, without a trap */
	li t0, 2
	slli t0, t0, 32
	addi t0, t0, 100
	csrr a0, mcycle
	sd t0, IO_DELAY(s11)
	wfi
	csrr a1, mcycle
	sub a1, a1, a0
	li a0, 90
	bgeu a1, a0, 1f
	FINISH(__LINE__)
1:	CHECK_EQ(s8, 8)
	csrr t0, mip
	CHECK_EQ(t0, 0x80)
	sd x0, IO_IRQ(s11)
	/* WFI with interrupts enabled: mepc is the next instruction */
	ld t0, IO_IRQ(s11)
	li t0, 4
	slli t0, t0, 32
	addi t0, t0, 50
	sd t0, IO_DELAY(s11)
	csrsi mstatus, 8
	wfi
2:	csrci mstatus, 8
	CHECK_EQ(s8, 9)
	CHECK_EQ(s4, 11)
	la t0, 2b
	CHECK_REG(s6, t0)
	li t0, 0
	/* interrupts at any moment of a loop with I/O loads and stores, multiplications and branches: each I/O load and store
	 * happens once */
3:	csrsi mstatus, 8
	ld s0, IO_COUNT(s11)
	ld s3, IO_STORES(s11)
	li s1, 1
	li s2, 120
	mv a5, s8
1:	li t0, 1
	slli t0, t0, 32
	add t0, t0, s2
	sd t0, IO_DELAY(s11)
	mul t1, s2, s1
	ld a0, IO_COUNT(s11)
	add a1, s0, s1
	CHECK_REG(a0, a1)
	addi s1, s1, 1
	andi t1, s2, 3
	beqz t1, 2f
	div t1, t0, s2
	ld a0, IO_COUNT(s11)
	add a1, s0, s1
	CHECK_REG(a0, a1)
	addi s1, s1, 1
2:	amoadd.d t1, s1, (gp)
	addi s2, s2, -1
	bnez s2, 1b
	li t0, 400
1:	addi t0, t0, -1
	bnez t0, 1b
	csrci mstatus, 8
	ld t0, IO_STORES(s11)
	sub t0, t0, s3
	sub t1, s8, a5
	CHECK_REG(t0, t1) /* one store to IO_IRQ for each interrupt */
	bnez t1, 1f
	FINISH(__LINE__)
	/* direct mode */
1:	la t0, record
	csrw mtvec, t0
	li t0, 1
	sd t0, IO_IRQ(s11)
	ld t0, IO_IRQ(s11)
	li s4, 99
	csrsi mstatus, 8
	nop
	nop
	csrci mstatus, 8
	CHECK_EQ(s4, 99)
	li t0, 0x8000000000000003
	CHECK_REG(s5, t0)
	PASS
	.data
	.balign 64
cell:	.space 64
