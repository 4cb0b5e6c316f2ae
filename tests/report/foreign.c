/* SPDX-License-Identifier: Apache-2.0
 * Part of the fixture: stands for a library that came built, whose compile directory is gone.
 */
extern char buffer[];

__attribute__((noinline)) void foreign(void)
{
	buffer[3] = 1;
	__asm__ volatile(".globl at_foreign\nat_foreign: nop" : : : "memory"); /* LINE: foreign */
}
