/* SPDX-License-Identifier: Apache-2.0
 * The tests: shapes with each fence and CMO present, weaker, or missing.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "litmus.h"

struct test tests[MAX_TESTS];
unsigned int test_count;

static const struct op none = {.kind = FENCE};
static struct op fence(int pred, int succ)
{
	return (struct op){.kind = FENCE, .pred = (uint8_t)pred, .succ = (uint8_t)succ};
}
static bool absent(struct op op)
{
	return op.kind == FENCE && !op.pred;
}

/* to the device: before a doorbell */
static const uint8_t out_fences[][2] = {{0, 0},
					{F_W, F_O},
					{F_W, F_W},
					{F_O, F_O},
					{F_R, F_O},
					{F_W, F_R},
					{F_R | F_W, F_R | F_W},
					{F_W, F_I | F_O},
					{F_O | F_W, F_O | F_W},
					{15, 15}};
#define OUT (sizeof(out_fences) / sizeof(*out_fences))
/* from the device: between the flag and what follows */
static const uint8_t in_fences[][2] = {
	{0, 0},	 {F_R, F_R}, {F_R, F_W}, {F_I, F_R}, {F_I, F_W}, {F_R | F_W, F_R | F_W}, {F_I | F_R, F_R | F_W},
	{15, 15}};
#define IN (sizeof(in_fences) / sizeof(*in_fences))

static const char *set(unsigned int bits)
{
	static char text[4][5];
	static unsigned int n;
	char *t = text[n++ % 4];

	snprintf(t, 5, "%s%s%s%s", bits & F_I ? "i" : "", bits & F_O ? "o" : "", bits & F_R ? "r" : "",
		 bits & F_W ? "w" : "");
	return t;
}

/* "a.b.c": shape, then the operations that matter */
static void add(const char *shape, enum agent agent, bool cached, unsigned int n, ...)
{
	struct test *t = &tests[test_count++];
	va_list args;

	if (test_count > MAX_TESTS) {
		fprintf(stderr, "litmus: more than %d tests: raise MAX_TESTS in litmus.h\n", MAX_TESTS);
		exit(2);
	}
	t->agent = agent;
	t->cached = cached;
	snprintf(t->name, sizeof(t->name), "%s%s", shape, cached ? ".hot" : "");
	va_start(args, n);
	while (n--) {
		struct op op = va_arg(args, struct op);
		char *end = t->name + strlen(t->name);
		size_t room = sizeof(t->name) - strlen(t->name);
		static const char *const names[] = {[ST] = "st",
						    [STU] = "stu",
						    [LD] = "ld",
						    [LDU] = "ldu",
						    [CLEAN] = "clean",
						    [FLUSH] = "flush",
						    [INVAL] = "inval",
						    [DOORBELL] = "bell",
						    [FLAG_MEM] = "record",
						    [FLAG_REG] = "head",
						    [AWAIT_MEM] = "await-record",
						    [AWAIT_REG] = "await-head"};

		if (absent(op))
			continue;
		if (op.kind == FENCE)
			snprintf(end, room, " f(%s,%s)", set(op.pred), set(op.succ));
		else if (op.kind >= DOORBELL)
			snprintf(end, room, " %s", names[op.kind]);
		else
			snprintf(end, room, " %s%c", names[op.kind], "XY"[op.var]);
		if (t->n == MAX_OPS) {
			fprintf(stderr, "litmus: %s: too many operations: raise MAX_OPS in litmus.h\n", t->name);
			exit(2);
		}
		t->op[t->n++] = op;
	}
	va_end(args);
}

static struct op on(enum opk kind, unsigned int var, unsigned int value)
{
	return (struct op){.kind = kind, .var = (uint8_t)var, .value = (uint8_t)value};
}

void shapes(void)
{
	static const enum opk cmo[] = {FENCE, CLEAN, FLUSH, INVAL}; /* FENCE: none */
	const struct op bell = {.kind = DOORBELL};

	/* message passing to the device by doorbell */
	for (unsigned int c = 0; c < 4; c++)
		for (unsigned int f = 0; f < OUT; f++)
			for (int hot = 0; hot < 2; hot++)
				add("bell", READS, hot, 4, on(ST, 0, 1), cmo[c] == FENCE ? none : on(cmo[c], 0, 0),
				    fence(out_fences[f][0], out_fences[f][1]), bell);
	for (unsigned int f = 0; f < OUT; f++)
		add("bell-uncached", READS, false, 3, on(STU, 0, 1), fence(out_fences[f][0], out_fences[f][1]), bell);
	for (unsigned int f = 0; f < OUT; f++) /* the fence at the wrong side of the clean */
		if (f)
			add("bell-late", READS, false, 4, on(ST, 0, 1), fence(out_fences[f][0], out_fences[f][1]),
			    on(CLEAN, 0, 0), bell);

	/* two payloads */
	for (unsigned int c = 0; c < 3; c++)
		for (unsigned int f1 = 0; f1 < 3; f1++)
			for (unsigned int f2 = 0; f2 < 3; f2++)
				add("two", READS_TWO, false, 7, on(ST, 0, 1), c > 0 ? on(CLEAN, 0, 0) : none,
				    fence(out_fences[f1][0], out_fences[f1][1]), on(ST, 1, 1),
				    c > 1 ? on(CLEAN, 1, 0) : none, fence(out_fences[f2][0], out_fences[f2][1]), bell);

	/* flag and payload from the device: record in memory, or register */
	for (int reg = 0; reg < 2; reg++)
		for (int await = 0; await < 2; await++) {
			const struct op flag = {.kind = await ? (reg ? AWAIT_REG : AWAIT_MEM)
							      : (reg ? FLAG_REG : FLAG_MEM)};
			enum agent agent = await ? WRITES_AWAITED : WRITES;

			for (unsigned int f = 0; f < IN; f++) {
				const struct op between = fence(in_fences[f][0], in_fences[f][1]);

				for (unsigned int c = 0; c < 4; c++)
					for (int hot = 0; hot < 2; hot++)
						if (cmo[c] != CLEAN)
							add("payload", agent, hot, 4, flag, between,
							    cmo[c] == FENCE ? none : on(cmo[c], 0, 0), on(LD, 0, 0));
				add("payload-uncached", agent, false, 3, flag, between, on(LDU, 0, 0));
			}
			add("payload-early", agent, true, 4, on(INVAL, 0, 0), flag, fence(15, 15), on(LD, 0, 0));
		}

	/* a buffer that the device overwrites while it may be dirty */
	for (unsigned int c = 0; c < 4; c++)
		for (unsigned int f = 0; f < OUT; f++)
			add("dirty", OVERWRITES, false, 9, on(ST, 0, 1), cmo[c] == FENCE ? none : on(cmo[c], 0, 0),
			    fence(out_fences[f][0], out_fences[f][1]), bell, (struct op){.kind = AWAIT_MEM},
			    fence(15, 15), on(INVAL, 0, 0), fence(15, 15), on(LDU, 0, 0));

	/* a descriptor handed over by its owner bit */
	for (unsigned int f1 = 0; f1 < OUT; f1++)
		for (unsigned int f2 = 0; f2 < 2; f2++) {
			const struct op a = fence(out_fences[f1][0], out_fences[f1][1]),
					b = fence(out_fences[f2][0], out_fences[f2][1]);

			add("owner-uncached", OWNER, false, 5, on(STU, 0, 2), a, on(STU, 1, 1), b, bell);
			add("owner-cached", OWNER, false, 6, on(ST, 0, 2), a, on(ST, 1, 1), on(CLEAN, 1, 0), b, bell);
			if (f2)
				add("owner-clean-first", OWNER, false, 7, on(ST, 0, 2), on(CLEAN, 0, 0), a,
				    on(ST, 1, 1), on(CLEAN, 1, 0), b, bell);
		}
}
