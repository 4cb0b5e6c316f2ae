/* SPDX-License-Identifier: Apache-2.0
 * Results as a signature, M mode. */
#include "env.h"
	BEGIN(3)
	la a0, begin_signature
	li a1, 1
	li a2, 8
1:	sd a1, 0(a0)
	slli a1, a1, 7
	xori a1, a1, 0x15
	addi a0, a0, 8
	addi a2, a2, -1
	bnez a2, 1b
	PASS
	.data
	.balign 16
	.globl begin_signature
begin_signature:
	.space 64
	.globl end_signature
end_signature:
	DATA
