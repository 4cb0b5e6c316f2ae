/* SPDX-License-Identifier: Apache-2.0
 * Corner cases of the base ISA; the reference compares every result. */
#include "test.h"
	PROLOGUE
	la s0, buf
	li a0, -1
	li a1, 0x8000000000000000
	div a2, a1, a0
	CHECK_REG(a2, a1)
	rem a2, a1, a0
	CHECK_EQ(a2, 0)
	div a2, a1, x0
	CHECK_EQ(a2, -1)
	remu a2, a1, x0
	CHECK_REG(a2, a1)
	divw a2, a1, x0
	CHECK_EQ(a2, -1)
	li a3, 0x80000000
	divw a2, a3, a0
	li a4, -0x80000000
	CHECK_REG(a2, a4)
	remw a2, a3, a0
	CHECK_EQ(a2, 0)
	mulh a2, a1, a1
	li a4, 0x4000000000000000
	CHECK_REG(a2, a4)
	mulhu a2, a0, a0
	CHECK_EQ(a2, -2)
	mulhsu a2, a0, a0
	CHECK_EQ(a2, -1)
	/* x0 stays 0 */
	addi x0, a0, 5
	mul x0, a0, a0
	ld x0, 0(s0)
	CHECK_EQ(x0, 0)
	/* store to load, narrow over wide, back to back */
	li a1, 0x1122334455667788
	sd a1, 0(s0)
	sb a0, 3(s0)
	lw a2, 0(s0)
	li a3, -0x998878
	CHECK_REG(a2, a3)
	lhu a2, 2(s0)
	CHECK_EQ(a2, 0xff66)
	/* load followed by its user */
	sd s0, 8(s0)
	ld a2, 8(s0)
	ld a3, 0(a2)
	ld a2, 8(a2)
	CHECK_REG(a2, s0)
	/* reservation lost by an SC */
	lr.d a2, (s0)
	sc.d a3, a1, (s0)
	CHECK_EQ(a3, 0)
	sc.d a3, a1, (s0)
	CHECK_EQ(a3, 1)
	amoadd.w a4, a0, (s0)
	li a2, 0x55667788
	CHECK_REG(a4, a2)
	/* calls through both link registers, return stack deeper than it is */
	li s1, 20
	la sp, __stack
	call rec
	CHECK_EQ(s1, 0)
	la t0, leaf
	jalr t0, t0
	/* loop with an alternating branch */
	li a0, 0
	li a1, 50
1:	andi a2, a1, 1
	beqz a2, 2f
	addi a0, a0, 3
2:	addi a1, a1, -1
	bnez a1, 1b
	CHECK_EQ(a0, 75)
	/* code that is overwritten: new only after fence.i */
	la s0, smc
	li a1, 5
	lw a0, patch
	jal smc
	sw a0, 0(s0)
	fence.i
	jal smc
	CHECK_EQ(a2, 9)
	/* the same for a jump that becomes the first half of a longer instruction: the predictor still knows the jump */
	li a3, 0
	la s0, smc2
	lw a0, patch
	jal smc2
	jal smc2
	CHECK_EQ(a3, 2)
	sw a0, 0(s0)
	fence.i
	li a3, 0
	jal smc2
	CHECK_EQ(a2, 9)
	CHECK_EQ(a3, 6)
	/* I/O loads happen once, also when a branch over them was mispredicted */
	li a1, 40
	li a3, 0
3:	andi a2, a1, 5
	beqz a2, 4f
	ld a4, IO_COUNT(s11)
	addi a3, a3, 1
	CHECK_REG(a4, a3)
4:	addi a1, a1, -1
	bnez a1, 3b
	/* hints and fences */
	slti x0, a0, 0x401
	slti x0, x0, 1
	fence w, w
	fence w, o
	fence iorw, iorw
	.word 0x0100000f /* pause */
	fence.tso
	cbo.clean (s0)
	cbo.flush (s0)
	la s0, buf
	cbo.zero (s0)
	ld a0, 0(s0)
	CHECK_EQ(a0, 0)
	PASS
rec:	addi sp, sp, -16
	sd ra, 8(sp)
	addi s1, s1, -1
	beqz s1, 5f
	call rec
5:	ld ra, 8(sp)
	addi sp, sp, 16
	ret
leaf:	jr t0
	.option push
	.option norvc
	.balign 8
smc:	li a2, 7
	ret
	.option pop
	.balign 8
	.balign 8
smc2:	j 1f
	nop
	.option norvc
	addi a3, a3, 3
	addi a3, a3, 3
	ret
	.option rvc
1:	addi a3, a3, 1
	ret
	.balign 8
patch:	.word 0x00900613 /* li a2, 9 */
	.data
	.balign 64
buf:	.space 128
