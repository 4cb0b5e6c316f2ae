/* SPDX-License-Identifier: Apache-2.0
 * Litmus tests for one hart and the DMA engine: what a test is. Shared by the generator, the model and the judge.
 *
 * A test is a short program of the hart (struct op), what the engine does meanwhile (enum agent) and an initial state.
 * Its outcome is a number: the values that were seen, as the agent says.
 */
#ifndef LITMUS_H
#define LITMUS_H

#include <stdbool.h>
#include <stdint.h>

enum opk {
	ST,  /* store the value to a variable, cacheable */
	STU, /* the same through the uncached alias */
	LD,  /* load a variable, cacheable, into register r1 */
	LDU,
	CLEAN, /* cbo.* on the line of a variable */
	FLUSH,
	INVAL,
	FENCE,
	DOORBELL,  /* store to the engine's TAIL or POLL register */
	FLAG_MEM,  /* load the completion record's status, uncached, into r0: 1 if the job is complete */
	FLAG_REG,  /* load the engine's HEAD register into r0: 1 if the job is complete */
	AWAIT_MEM, /* the same in a loop, until it is complete */
	AWAIT_REG,
};

#define F_I 8 /* bits of a fence's sets */
#define F_O 4
#define F_R 2
#define F_W 1

struct op {
	enum opk kind;
	uint8_t var; /* 0 X, 1 Y */
	uint8_t value;
	uint8_t pred, succ; /* FENCE */
};

enum agent {
	READS,	   /* on the doorbell: reads X and answers with it. Outcome: the value read */
	READS_TWO, /* reads X and Y, in any order. Outcome: x + 2 y */
	WRITES, /* started before: writes X = 1, then its record, and shows the completion in HEAD. Outcome: flag + 2 r1
		 */
	WRITES_AWAITED, /* the same where the program waits for the flag. Outcome: r1 */
	OVERWRITES,	/* on the doorbell: writes X = 2, then record and HEAD. Outcome: r1 */
	OWNER, /* looks at Y (owner bit), then at X (the slot's source), on the doorbell, three times before it, and
		  once when all else is done; if it owns the slot, it uses the X that it saw. Outcome: that X. X and Y
		  are in one line */
};

#define MAX_OPS 10
#define MAX_OUTCOMES 4
#define MAX_TESTS 512
struct test {
	char name[96];
	enum agent agent;
	bool cached; /* the line of X is brought into the L1D before the test */
	unsigned int n;
	struct op op[MAX_OPS];
	uint8_t allowed;   /* outcomes: bit n */
	uint8_t reachable; /* those of them that the core's documented freedoms reach */
};

extern struct test tests[MAX_TESTS];
extern unsigned int test_count;

void shapes(void);	    /* fills tests[] */
void model(struct test *t); /* fills allowed and reachable */

#endif
