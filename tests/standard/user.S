/* SPDX-License-Identifier: Apache-2.0
 * Arithmetic, loads, stores, AMOs in U mode. */
#include "env.h"
	BEGIN(0)
	li a0, 0x7fffffff
	addiw a1, a0, 1
	CHECK(2, a1, 0xffffffff80000000)
	li a2, -7
	li a3, 3
	div a4, a2, a3
	CHECK(3, a4, -2)
	rem a4, a2, a3
	CHECK(4, a4, -1)
	mulhu a4, a2, a2
	CHECK(5, a4, 0xfffffffffffffff2)
	la a0, cell
	li a1, 0x80
	sb a1, 3(a0)
	lb a2, 3(a0)
	CHECK(6, a2, -128)
	lwu a2, 0(a0)
	CHECK(7, a2, 0x80000000)
	li a1, 5
	amoadd.w a2, a1, (a0)
	CHECK(8, a2, 0xffffffff80000000)
	lw a2, 0(a0)
	CHECK(9, a2, 0xffffffff80000005)
	lr.d a2, (a0)
	sc.d a3, x0, (a0)
	CHECK(10, a3, 0)
	PASS
	.data
	.balign 8
cell:	.dword 0
	DATA
