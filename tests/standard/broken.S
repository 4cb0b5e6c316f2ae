/* SPDX-License-Identifier: Apache-2.0
 * Check 3 fails: the simulator must say so. */
#include "env.h"
	BEGIN(0)
	li a0, 1
	CHECK(2, a0, 1)
	CHECK(3, a0, 2)
	PASS
	DATA
