/* SPDX-License-Identifier: Apache-2.0
 * First instructions and trap entry.
 *
 * _entry installs the trap vector before anything can fault, then goes to picolibc's _start, which sets sp, gp and tp,
 * clears .bss and calls main.
 */
	.section .text.init.entry, "ax"
	.globl _entry
	.type _entry, @function
_entry:
	csrw mie, zero
	la t0, trap_entry
	csrw mtvec, t0
	j _start
	.size _entry, . - _entry

/*
 * Every integer register goes to the interrupted stack in the layout of struct trap_frame (trap.h), so that a handler
 * may call C, look at the whole state and change it.
 */
	.text
	.balign 4
	.globl trap_entry
	.type trap_entry, @function
trap_entry:
	.cfi_startproc
	.cfi_signal_frame
	addi sp, sp, -288
	.cfi_def_cfa_offset 288
	.irp r, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	sd x\r, 8 * \r(sp)
	.cfi_offset \r, 8 * \r - 288
	.endr
	addi t0, sp, 288
	sd t0, 8 * 2(sp)
	csrr a1, mepc
	sd a1, 0(sp)
	csrr a2, mcause
	sd a2, 8 * 32(sp)
	csrr a3, mtval
	sd a3, 8 * 33(sp)
	csrr a4, mstatus
	sd a4, 8 * 34(sp)
	.option push
	.option norelax
	la gp, __global_pointer$
	.option pop
	mv a0, sp
	call trap_dispatch
	ld t0, 0(sp)
	csrw mepc, t0
	.irp r, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
	ld x\r, 8 * \r(sp)
	.endr
	addi sp, sp, 288
	.cfi_def_cfa_offset 0
	mret
	.cfi_endproc
	.size trap_entry, . - trap_entry
