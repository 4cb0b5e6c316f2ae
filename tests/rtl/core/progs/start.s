# SPDX-License-Identifier: Apache-2.0
	.section .text.init
	.global _start
_start:	la sp, __stack
	call main
	li t0, 0x10000000
	sd a0, 0(t0)
1:	j 1b
