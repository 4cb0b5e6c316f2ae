# SPDX-License-Identifier: Apache-2.0
# One descriptor through the DMA engine, as a driver does it: fill the source, clean what the device reads, invalidate what it
# writes, ring the doorbell, sleep until the PLIC's interrupt, look at the record and the copy. Unaligned on both sides.
# Ends through the finisher: 0x5555, or 0x3333 with a number in the upper half.
	.equ	UART, 0x10000000
	.equ	FINISHER, 0x100000
	.equ	PLIC, 0xc000000
	.equ	CHANNEL, 0x11001000
	.equ	CTRL, 0x00
	.equ	CFG, 0x08
	.equ	IRQ_EN, 0x0c
	.equ	IRQ_STAT, 0x10
	.equ	RING_BASE, 0x18
	.equ	RING_SIZE, 0x20
	.equ	TAIL, 0x28
	.equ	REC_BASE, 0x30
	.equ	REC_SIZE, 0x38
	.equ	LENGTH, 777

	.section .text.init, "ax"
	.globl	_start
_start:
	la	t0, on_trap
	csrw	mtvec, t0
	li	s3, 0x40000000		# bus address = physical address - this (RAM_BASE - BUS_LO_BASE)

	# source bytes, and a pattern under the destination
	la	t0, source
	la	t1, target
	li	t2, 1024
	li	t3, 1
	li	t5, 0xee
1:	sb	t3, 0(t0)
	sb	t5, 0(t1)
	slli	t4, t3, 3
	sub	t3, t4, t3		# * 7
	addi	t3, t3, 13
	addi	t0, t0, 1
	addi	t1, t1, 1
	addi	t2, t2, -1
	bnez	t2, 1b

	# descriptor: COPY with interrupt, source + 3 to target + 5
	la	t0, ring
	li	t1, (7 << 16) | (1 << 3)
	sw	t1, 0(t0)
	li	t1, LENGTH
	sw	t1, 4(t0)
	la	t1, source + 3
	sub	t1, t1, s3
	sd	t1, 16(t0)
	la	t1, target + 5
	sub	t1, t1, s3
	sd	t1, 24(t0)

	# what the device reads or writes leaves the cache: source, target, ring, records are neighbours
	la	t0, source
	la	t1, shared_end
2:	cbo.flush (t0)
	addi	t0, t0, 64
	bltu	t0, t1, 2b
	fence	iorw, iorw

	li	t0, CHANNEL
	li	t1, (1 << 2) | (1 << 4)	# TAIL mode, 32-byte slots, records
	sw	t1, CFG(t0)
	la	t1, ring
	sub	t1, t1, s3
	sd	t1, RING_BASE(t0)
	li	t1, 4
	sw	t1, RING_SIZE(t0)
	la	t1, records
	sub	t1, t1, s3
	sd	t1, REC_BASE(t0)
	li	t1, 4
	sw	t1, REC_SIZE(t0)
	li	t1, 1
	sw	t1, IRQ_EN(t0)

	# PLIC: source 16, priority 1, context 0
	li	t2, PLIC
	li	t1, 1
	sw	t1, 4*16(t2)
	li	t3, PLIC + 0x2000
	li	t1, 1 << 16
	sw	t1, 0(t3)
	li	s2, 0
	li	t1, 0x800
	csrw	mie, t1

	li	t1, 1
	sw	t1, CTRL(t0)		# RUN
	fence	w, o
	sw	t1, TAIL(t0)		# the doorbell
	csrsi	mstatus, 8
3:	wfi
	beqz	s2, 3b
	csrci	mstatus, 8

	li	s1, 1
	li	t1, 16
	bne	s2, t1, fail		# 1: what the PLIC said
	la	t0, source
	la	t1, shared_end
4:	cbo.inval (t0)
	addi	t0, t0, 64
	bltu	t0, t1, 4b
	fence	iorw, iorw

	la	t0, records
	li	s1, 2
	lwu	t1, 12(t0)
	li	t2, 0x80000000
	bne	t1, t2, fail		# 2: status OK, phase 1
	li	s1, 3
	lwu	t1, 0(t0)
	li	t2, LENGTH
	bne	t1, t2, fail		# 3: bytes
	li	s1, 4
	lwu	t1, 8(t0)
	li	t2, 7
	bne	t1, t2, fail		# 4: cookie

	# red zones and data
	li	s1, 5
	la	t0, target
	li	t3, 5
	li	t5, 0xee
5:	lbu	t1, 0(t0)
	bne	t1, t5, fail		# 5: before the copy
	addi	t0, t0, 1
	addi	t3, t3, -1
	bnez	t3, 5b
	li	s1, 6
	la	t1, source + 3
	li	t3, LENGTH
6:	lbu	t2, 0(t0)
	lbu	t4, 0(t1)
	bne	t2, t4, fail		# 6: the copy
	addi	t0, t0, 1
	addi	t1, t1, 1
	addi	t3, t3, -1
	bnez	t3, 6b
	li	s1, 7
	lbu	t1, 0(t0)
	bne	t1, t5, fail		# 7: behind the copy

	la	a0, text
	li	a1, UART
7:	lbu	a2, 0(a0)
	beqz	a2, pass
8:	lbu	a3, 5(a1)
	andi	a3, a3, 0x20
	beqz	a3, 8b
	sb	a2, 0(a1)
	addi	a0, a0, 1
	j	7b

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
	csrr	t1, mcause
	li	s1, 9
	bgez	t1, fail		# 9: an exception
	li	t1, PLIC + 0x200004
	lw	s2, 0(t1)		# claim
	li	t2, CHANNEL
	li	t3, 0xf
	sw	t3, IRQ_STAT(t2)
	lw	t3, IRQ_STAT(t2)	# the level is gone before the completion
	fence	iorw, iorw
	sw	s2, 0(t1)
	mret

	.section .rodata
text:	.asciz	"copied\n"

	.section .bss
	.balign	64
source:	.space	1024
target:	.space	1024
ring:	.space	128
records:
	.space	64
shared_end:
