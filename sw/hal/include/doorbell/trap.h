/* SPDX-License-Identifier: Apache-2.0
 * Exceptions: a program may catch one; what nobody catches ends it with a message and exit code 128 + cause.
 */
#ifndef DOORBELL_TRAP_H
#define DOORBELL_TRAP_H

#include <stdint.h>

struct trap_frame {
	uint64_t pc;	 /* mepc; where execution goes on */
	uint64_t x[31];	 /* x1 to x31; x[1] is the interrupted sp (information only, not restored) */
	uint64_t cause;	 /* mcause */
	uint64_t tval;	 /* mtval */
	uint64_t status; /* mstatus, not restored */
	uint64_t pad;	 /* keeps the stack aligned to 16 */
};

/* Returns 0 after changing frame->pc to go on, anything else to let the default handler end the program. */
typedef int (*trap_handler_t)(struct trap_frame *frame);

/* For synchronous exceptions; NULL: default. Returns the handler before. */
trap_handler_t trap_set_handler(trap_handler_t handler);

/* Ends the simulation, or the board's run, through the test finisher. No output is flushed. */
void finish(unsigned code) __attribute__((noreturn));

#endif
