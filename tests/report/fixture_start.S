/* SPDX-License-Identifier: Apache-2.0
 * Entry of the fixture: code with lines but without functions in DWARF.
 */
	.globl _start
_start:	la sp, buffer /* auipc and addi: 8 bytes */
	.globl at_assembler
at_assembler:
	call main /* LINE: assembler */
1:	j 1b
