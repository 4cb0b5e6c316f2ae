/* SPDX-License-Identifier: Apache-2.0
 * Start, end and checks of the directed programs. A failing check ends the run with its line number.
 * s11 holds the I/O base. TRAPS() checks what the handler recorded: cause, mepc, mtval; the handler
 * resumes at the address in s10. t5 and t6 belong to the checks.
 */
#define FINISH(code) li a0, code; sd a0, 0(s11); j .
#define CHECK_EQ(reg, val) li t6, val; beq reg, t6, 8f; FINISH(__LINE__); 8:
#define CHECK_REG(reg, other) beq reg, other, 8f; FINISH(__LINE__); 8:
#define IO_IRQ 8
#define IO_DELAY 16
#define IO_COUNT 24
#define IO_STORES 32
#define PASS li a0, 1; sd a0, 0(s11); j .

/* s8 counts traps, s5 cause, s6 mepc, s7 mtval, s9 mstatus of the last one; resumes at s10 */
#define PROLOGUE \
	.section .text.init; \
	.global _start; \
_start: \
	li s11, 0x10000000; \
	li s8, 0; \
	la t0, handler; \
	csrw mtvec, t0; \
	j main; \
	.balign 4; \
handler: \
	csrr s5, mcause; \
	csrr s6, mepc; \
	csrr s7, mtval; \
	csrr s9, mstatus; \
	addi s8, s8, 1; \
	csrw mepc, s10; \
	mret; \
main:

/* runs insn, which must trap with this cause; t5 holds the expected mtval */
#define TRAPS(cause, insn...) \
	la s10, 7f; \
	li s5, -1; \
6:	insn; \
	FINISH(__LINE__); \
7:	li t6, cause; \
	beq s5, t6, 8f; \
	FINISH(__LINE__); \
8:	la t6, 6b; \
	beq s6, t6, 8f; \
	FINISH(__LINE__); \
8:	beq s7, t5, 8f; \
	FINISH(__LINE__); \
8:

/* as TRAPS with the instruction itself as mtval */
#define ILLEGAL(insn...) \
	la t6, 6f; \
	lhu t5, 0(t6); \
	lhu t6, 2(t6); \
	slli t6, t6, 16; \
	or t5, t5, t6; \
	TRAPS(2, insn)

#define ILLEGAL16(bits) \
	li t5, bits; \
	TRAPS(2, .half bits)
