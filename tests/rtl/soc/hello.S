# SPDX-License-Identifier: Apache-2.0
# The smallest program of the whole SoC: prints "hello" on the UART (divisor 0), checks what the boot ROM promises, stores
# and loads through the cache, and ends through the finisher: 0x5555, or 0x3333 with a number in the upper half.
	.equ	UART, 0x10000000
	.equ	FINISHER, 0x100000

	.section .text.init, "ax"
	.globl	_start
_start:
	li	s1, 1
	bnez	a0, fail		# 1: hart number
	li	s1, 2
	bnez	a1, fail		# 2: no device tree
	la	sp, stack_end

	# a table of squares through the data cache, larger than one way of it
	li	s1, 3
	la	t0, table
	li	t1, 0
	li	t2, 1024
1:	mul	t3, t1, t1
	sd	t3, 0(t0)
	addi	t0, t0, 8
	addi	t1, t1, 1
	blt	t1, t2, 1b
	la	t0, table
	li	t1, 0
2:	ld	t3, 0(t0)
	mul	t4, t1, t1
	bne	t3, t4, fail		# 3: a load did not see its store
	addi	t0, t0, 8
	addi	t1, t1, 1
	blt	t1, t2, 2b

	# self-modifying code: the refill of the L1I reads dirty lines of the L1D
	li	s1, 4
	la	t0, patch
	li	t1, 0x02a00513		# li a0, 42
	sw	t1, 0(t0)
	fence.i
	call	patch
	li	t1, 42
	bne	a0, t1, fail		# 4: fence.i

	# memory past the cache: clean a line, read it through the uncached alias
	li	s1, 5
	la	t0, table
	li	t1, 0x0123456789abcdef
	sd	t1, 0(t0)
	cbo.clean (t0)
	fence	w, r
	li	t2, 1
	slli	t2, t2, 37
	or	t2, t2, t0
	ld	t3, 0(t2)
	bne	t1, t3, fail		# 5: cbo.clean and the alias

	# traps: a load from nowhere
	li	s1, 6
	la	t0, on_trap
	csrw	mtvec, t0
	li	t0, 0x40000000
	ld	t1, 0(t0)
after:	csrr	t0, mcause
	li	t1, 5
	bne	t0, t1, fail		# 6: load access fault

	# timer interrupt
	li	s1, 7
	la	t0, on_timer
	csrw	mtvec, t0
	li	t0, 0x200bff8
	ld	t1, 0(t0)
	addi	t1, t1, 20
	li	t0, 0x2004000
	sd	t1, 0(t0)
	li	t0, 0x80
	csrw	mie, t0
	csrsi	mstatus, 8
	li	a2, 0
3:	wfi
	beqz	a2, 3b
	li	t0, 0x8000000000000007
	bne	a2, t0, fail		# 7: cause of the timer interrupt

	la	a0, text
	li	a1, UART
4:	lbu	a2, 0(a0)
	beqz	a2, pass
5:	lbu	a3, 5(a1)		# LSR: wait for THR empty
	andi	a3, a3, 0x20
	beqz	a3, 5b
	sb	a2, 0(a1)
	addi	a0, a0, 1
	j	4b

pass:	fence	iorw, iorw
	li	t0, FINISHER
	li	t1, 0x5555
	sw	t1, 0(t0)
	j	.

fail:	slli	t1, s1, 16
	li	t2, 0x3333
	or	t1, t1, t2
	li	t0, FINISHER
	sw	t1, 0(t0)
	j	.

	.balign	4
on_trap:
	la	t0, after
	csrw	mepc, t0
	mret

	.balign	4
on_timer:
	csrr	a2, mcause
	csrw	mie, zero
	mret

	.balign	64
patch:	.word	0			# an illegal instruction until it is replaced
	ret

	.section .rodata
text:	.asciz	"hello\n"

	.section .bss
	.balign	64
table:	.space	8192
	.space	1024
stack_end:
