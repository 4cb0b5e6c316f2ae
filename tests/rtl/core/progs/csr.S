/* SPDX-License-Identifier: Apache-2.0
 * Control and status registers: contents, write masks, counters. */
#include "test.h"
	PROLOGUE
	csrr a0, misa
	li a1, 0x8000000000141105
	CHECK_REG(a0, a1)
	csrw misa, x0
	csrr a0, misa
	CHECK_REG(a0, a1)
	csrr a0, mhartid
	CHECK_EQ(a0, 0)
	csrr a0, mvendorid
	csrr a0, marchid
	csrr a0, mimpid
	csrr a0, mconfigptr
	CHECK_EQ(a0, 0)
	/* all ones into each, then what stays */
	li a1, -1
	csrrw a0, mscratch, a1
	csrr a0, mscratch
	CHECK_REG(a0, a1)
	li a2, 0x15
	csrrc a0, mscratch, a2
	CHECK_REG(a0, a1)
	csrrsi a0, mscratch, 1
	CHECK_EQ(a0, -22)
	csrrwi a0, mscratch, 9
	CHECK_EQ(a0, -21)
	csrr a0, mscratch
	CHECK_EQ(a0, 9)
	csrw mie, a1
	csrr a0, mie
	CHECK_EQ(a0, 0xaaa)
	csrw mie, x0
	csrw mip, a1
	csrr a0, mip
	CHECK_EQ(a0, 0x222)
	csrw mip, x0
	csrr a0, mip
	CHECK_EQ(a0, 0)
	csrr a2, mtvec
	csrw mtvec, a1
	csrr a0, mtvec
	CHECK_EQ(a0, -4)
	csrw mtvec, a2
	csrw mepc, a1
	csrr a0, mepc
	CHECK_EQ(a0, -2)
	csrw mtval, a1
	csrr a0, mtval
	CHECK_REG(a0, a1)
	li a2, 0x800000000000000b
	csrw mcause, a2
	csrr a0, mcause
	CHECK_REG(a0, a2)
	li a2, -9
	csrw mstatus, a2
	csrr a0, mstatus
	li a1, 0xa007e19a2
	CHECK_REG(a0, a1)
	csrw mstatus, x0
	csrr a0, mstatus
	li a1, 0xa00000000
	CHECK_REG(a0, a1)
	/* counters: instret counts what retires, exactly */
	csrr a0, minstret
	nop
	nop
	nop
	csrr a1, instret
	sub a1, a1, a0
	CHECK_EQ(a1, 4)
	li a0, 1000
	csrw minstret, a0
	csrr a1, minstret
	csrr a3, minstret
	CHECK_EQ(a1, 1000)
	CHECK_EQ(a3, 1001)
	la s10, 1f
	csrr a0, minstret
	ecall /* does not retire; the handler's seven do */
1:	csrr a1, minstret
	sub a1, a1, a0
	CHECK_EQ(a1, 8)
	csrr a0, mcycle
	csrr a1, cycle
	bltu a0, a1, 2f
	FINISH(__LINE__)
2:	csrwi mcountinhibit, 5
	csrr a0, mcountinhibit
	CHECK_EQ(a0, 5)
	csrr a0, mcycle
	csrr a2, minstret
	nop
	csrr a1, mcycle
	csrr a3, minstret
	CHECK_REG(a0, a1)
	CHECK_REG(a2, a3)
	csrwi mcountinhibit, 0
	csrr a1, mcycle
	csrr a0, mcycle
	bltu a1, a0, 2f
	FINISH(__LINE__)
2:	li a0, 0
	csrw mcycle, a0
	csrr a1, mcycle
	li a2, 40
	bltu a1, a2, 2f
	FINISH(__LINE__)
2:	csrr a0, time
	li a1, 60
3:	addi a1, a1, -1
	bnez a1, 3b
	csrr a1, time
	bltu a0, a1, 2f
	FINISH(__LINE__)
2:	PASS
