/* SPDX-License-Identifier: Apache-2.0
 * First stage: gives control to OpenSBI's fw_dynamic as its manual asks: a0 hart, a1 device tree, a2 what comes next.
 * Where the files lie is set in run.sh.
 */
	.section .text.init, "ax"
	.globl _start
_start:
	csrr a0, mhartid
	li a1, DTB
	la a2, dynamic_info
	li t0, FIRMWARE
	jr t0
	.balign 8
dynamic_info:
	.dword 0x4942534f /* magic: OSBI */
	.dword 2          /* version */
	.dword PAYLOAD    /* next address */
	.dword 1          /* next mode: S */
	.dword 0          /* options */
	.dword 0          /* boot hart */
