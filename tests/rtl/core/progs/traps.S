/* SPDX-License-Identifier: Apache-2.0
 * Every synchronous exception: cause, mepc, mtval, and that nothing younger has an effect. */
#include "test.h"
	PROLOGUE
	.option norvc
	la s0, buf
	li s1, 0x40000000 /* nothing there */
	/* environment */
	li t5, 0
	TRAPS(11, ecall)
	csrsi mstatus, 8
	TRAPS(11, ecall)
	CHECK_EQ(s9, 0xa00001880) /* MPP = M, MPIE = 1, MIE = 0 */
	csrr a0, mstatus
	CHECK_EQ(a0, 0xa00000088) /* mret brought MIE back */
	csrci mstatus, 8
	TRAPS(11, ecall)
	CHECK_EQ(s9, 0xa00001800)
	la t5, 6f
	TRAPS(3, ebreak)
	la t5, 6f
	TRAPS(3, .half 0x9002)
	.balign 4
	/* illegal */
	ILLEGAL(.word 0xffffffff)
	ILLEGAL16(0)
	.balign 4
	ILLEGAL16(0x8000)
	.balign 4
	ILLEGAL16(0x2000) /* c.fld */
	.balign 4
	ILLEGAL16(0x9c41) /* reserved in the subw group */
	.balign 4
	ILLEGAL16(0x2001) /* c.addiw x0 */
	.balign 4
	ILLEGAL16(0x6101) /* c.addi16sp 0 */
	.balign 4
	ILLEGAL16(0x4002) /* c.lwsp x0 */
	.balign 4
	ILLEGAL16(0x8002) /* c.jr x0 */
	.balign 4
	ILLEGAL(.word 0x00000007) /* flb */
	ILLEGAL(.word 0x00007003) /* load, funct3 7 */
	ILLEGAL(.word 0x00004023) /* store, funct3 4 */
	ILLEGAL(.word 0x00002063) /* branch, funct3 2 */
	ILLEGAL(.word 0x00001067) /* jalr, funct3 1 */
	ILLEGAL(.word 0x04001013) /* slli with bit 26 */
	ILLEGAL(.word 0x0200101b) /* slliw by 32 */
	ILLEGAL(.word 0x4000401b) /* no such OP-IMM-32 */
	ILLEGAL(.word 0x40001033) /* OP with funct7 0x20 */
	ILLEGAL(.word 0x0200103b) /* M has no mulhw */
	ILLEGAL(.word 0x1010202f) /* lr.w with rs2 */
	ILLEGAL(.word 0x0000102f) /* AMO of 16 bits */
	ILLEGAL(.word 0x2800202f) /* no such AMO */
	ILLEGAL(.word 0x0030200f) /* no such CMO */
	ILLEGAL(.word 0x0010208f) /* CMO with rd */
	ILLEGAL(.word 0x0000300f)
	ILLEGAL(.word 0x120000f3) /* sfence.vma with rd */
	ILLEGAL(.word 0x102000f3) /* sret with rd */
	ILLEGAL(.word 0x30200173) /* mret with rd */
	ILLEGAL(.word 0x00004073)
	/* CSRs */
	li a1, 77
	ILLEGAL(csrr a1, 0x7c0)
	CHECK_EQ(a1, 77)
	ILLEGAL(csrr a1, 0x3a1) /* pmpcfg1 is RV32's */
	ILLEGAL(csrr a1, 0x3a4)
	ILLEGAL(csrr a1, 0x3c0)
	ILLEGAL(csrr a1, 0x310) /* mstatush */
	ILLEGAL(csrr a1, 0x31a) /* menvcfgh */
	ILLEGAL(csrr a1, 0x14d) /* stimecmp */
	ILLEGAL(csrr a1, 0x200) /* vsstatus */
	ILLEGAL(csrr a1, 0x001) /* fflags */
	ILLEGAL(csrr a1, 0x7a0) /* tselect */
	ILLEGAL(csrr a1, 0x747) /* mseccfg */
	ILLEGAL(csrw cycle, a1)
	ILLEGAL(csrsi mhartid, 1)
	ILLEGAL(csrrs a1, instret, a1)
	CHECK_EQ(a1, 77)
	csrrs a1, instret, x0
	csrr a1, 0xb1f
	CHECK_EQ(a1, 0)
	csrr a1, 0x33f
	CHECK_EQ(a1, 0)
	/* alignment: address in t5 */
	addi t5, s0, 1
	TRAPS(4, lh a1, 1(s0))
	addi t5, s0, 2
	TRAPS(4, lw a1, 2(s0))
	addi t5, s0, 4
	TRAPS(4, ld a1, 4(s0))
	addi t5, s0, 3
	TRAPS(6, sh a1, 3(s0))
	addi t5, s0, 6
	TRAPS(6, sw a1, 6(s0))
	addi t5, s0, 9
	TRAPS(6, sd a1, 9(s0))
	addi t5, s0, 4
	TRAPS(6, amoadd.d a1, a1, (t5))
	TRAPS(4, lr.d a1, (t5))
	TRAPS(6, sc.d a1, a1, (t5))
	/* access */
	addi t5, s1, 8
	li a1, 78
	TRAPS(5, ld a1, 8(s1))
	CHECK_EQ(a1, 78)
	TRAPS(7, sd a1, 8(s1))
	mv t5, s1
	TRAPS(7, amoswap.w a1, a1, (s1))
	TRAPS(5, lr.w a1, (s1))
	TRAPS(7, cbo.flush (s1))
	TRAPS(7, cbo.zero (s1))
	CHECK_EQ(a1, 78)
	/* a fault behind a slow load, before stores, branches and CSR writes that must not happen */
	li a2, 5
	sd a2, 0(s0)
	csrw mscratch, x0
	mv t5, s1
	la s10, 3f
	li a3, 1
	sd a3, 8(s0)
	ld a4, 0(s0)
	div a4, a4, a2
	ld a5, 0(s1)
	addi a3, a3, 1
	sd a2, 8(s0)
	amoadd.d a2, a2, (s0)
	csrwi mscratch, 3
	beqz x0, 4f
3:	ld a4, 8(s0)
	CHECK_EQ(a4, 1)
	CHECK_EQ(a3, 1)
	CHECK_EQ(a2, 5)
	ld a4, 0(s0)
	CHECK_EQ(a4, 5)
	csrr a4, mscratch
	CHECK_EQ(a4, 0)
	CHECK_EQ(s5, 5)
	j 5f
4:	FINISH(__LINE__)
	/* a fault that is not reached */
5:	li a2, 1
	bnez a2, 1f
	ld a5, 0(s1)
	ecall
1:	CHECK_EQ(s5, 5)
	/* fetch */
	la s10, 1f
	jr s1
1:	CHECK_EQ(s5, 1)
	CHECK_REG(s6, s1)
	CHECK_REG(s7, s1)
	la s10, 1f
	addi a1, s1, 7 /* bit 0 is dropped */
	addi a2, s1, 6
	jr a1
1:	CHECK_EQ(s5, 1)
	CHECK_REG(s6, a2)
	CHECK_REG(s7, a2)
	la s10, 1f
	li a2, -2 /* far away */
	jr a2
1:	CHECK_REG(s6, a2)
	CHECK_REG(s7, a2)
	/* second half of an instruction at the end of RAM */
	li a1, 0x8003fffe
	li a2, 0x13
	sh a2, 0(a1)
	fence.i
	la s10, 1f
	jr a1
1:	CHECK_EQ(s5, 1)
	CHECK_REG(s6, a1)
	addi a2, a1, 2
	CHECK_REG(s7, a2)
	/* a compressed one there is whole */
	li a2, 0x8082
	sh a2, 0(a1)
	fence.i
	li s5, 0
	jalr a1
	CHECK_EQ(s5, 0)
	PASS
	.data
	.balign 64
buf:	.space 128
