/* SPDX-License-Identifier: Apache-2.0
 * Start of the supervisor payload: stack, bss, trap entry. a0 hart, a1 device tree, as OpenSBI hands them over.
 */
	.section .text.init, "ax"
	.globl _start
_start:
	.option push
	.option norelax
	la gp, __global_pointer$
	.option pop
	la sp, stack_top
	la t0, __bss_start
	la t1, __bss_end
1:	bgeu t0, t1, 2f
	sd x0, 0(t0)
	addi t0, t0, 8
	j 1b
2:	call payload
3:	j 3b

	/* counts, and ends what it counts: a timer interrupt switches itself off, an exception skips its instruction */
	.balign 4
	.globl trap_entry
trap_entry:
	addi sp, sp, -32
	sd t0, 0(sp)
	sd t1, 8(sp)
	sd t2, 16(sp)
	csrr t0, scause
	la t1, last_cause
	sd t0, 0(t1)
	csrr t2, stval
	sd t2, 8(t1)
	ld t2, 16(t1)
	addi t2, t2, 1
	sd t2, 16(t1)
	bltz t0, 1f
	csrr t2, sepc
	addi t2, t2, 4
	csrw sepc, t2
	j 2f
1:	li t2, 32
	csrc sie, t2
2:	ld t0, 0(sp)
	ld t1, 8(sp)
	ld t2, 16(sp)
	addi sp, sp, 32
	sret

	.section .bss
	.balign 16
	.space 4096
stack_top:
	.balign 8
	.globl last_cause
last_cause:
	.space 24
