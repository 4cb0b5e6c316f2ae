/* SPDX-License-Identifier: Apache-2.0
 * Part of the fixture: stands for the driver library, whose frames are never the headline.
 */
static inline __attribute__((always_inline)) void lib_ring(volatile int *tail)
{
	*tail = 1;
	__asm__ volatile(".globl at_lib\nat_lib: nop" : : : "memory"); /* LINE: lib */
}
