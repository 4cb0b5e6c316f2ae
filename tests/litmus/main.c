/* SPDX-License-Identifier: Apache-2.0
 * litmus list                      the tests with what they may show
 * litmus gen OUT.h                 the tests as code for run.c
 * litmus judge [-v] SIGNATURE...   counts of the runs against the model: forbidden outcomes never, reachable ones seen
 *
 * The judge prints a line for each outcome that is forbidden and was seen, and for each that is reachable and was not;
 * -v also the allowed ones that this core cannot show, with the reason. Exit 0: nothing forbidden, enough seen.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "litmus.h"

#define ENOUGH 90 /* per cent of the reachable outcomes */

static const char *const agents[] = {"READS", "READS_TWO", "WRITES", "WRITES_AWAITED", "OVERWRITES", "OWNER"};

static const char *show(const struct test *t, unsigned int o)
{
	static char text[32];

	switch (t->agent) {
	case READS:
		snprintf(text, sizeof(text), "device reads %u", o);
		break;
	case READS_TWO:
		snprintf(text, sizeof(text), "device reads X=%u Y=%u", o & 1, o >> 1);
		break;
	case WRITES:
		snprintf(text, sizeof(text), "flag=%u payload=%u", o & 1, o >> 1);
		break;
	case OWNER:
		snprintf(text, sizeof(text), "%s source used", o == 1 ? "old" : "new");
		break;
	default:
		snprintf(text, sizeof(text), "payload=%u", o);
		break;
	}
	return text;
}

static int list(void)
{
	for (unsigned int n = 0; n < test_count; n++) {
		printf("%3u %-60s", n, tests[n].name);
		for (unsigned int o = 0; o < MAX_OUTCOMES; o++)
			if (tests[n].allowed >> o & 1)
				printf(" [%s%s]", show(&tests[n], o), tests[n].reachable >> o & 1 ? "" : ", not here");
		printf("\n");
	}
	return 0;
}

/* One operation as assembly; operands are named in run.c. */
static void code(FILE *f, const struct test *t, const struct op *o)
{
	static const char *const line[2] = {"%[x]", "%[y]"}, *const alias[2] = {"%[ux]", "%[uy]"};
	const char *v = o->var ? "%[vy]" : "%[vx]";

	switch (o->kind) {
	case ST:
		fprintf(f, "sd %s, 0(%s)", v, line[o->var]);
		break;
	case STU:
		fprintf(f, "sd %s, 0(%s)", v, alias[o->var]);
		break;
	case LD:
		fprintf(f, "ld %%[r1], 0(%s)", line[o->var]);
		break;
	case LDU:
		fprintf(f, "ld %%[r1], 0(%s)", alias[o->var]);
		break;
	case CLEAN:
		fprintf(f, "cbo.clean 0(%s)", line[o->var]);
		break;
	case FLUSH:
		fprintf(f, "cbo.flush 0(%s)", line[o->var]);
		break;
	case INVAL:
		fprintf(f, "cbo.inval 0(%s)", line[o->var]);
		break;
	case DOORBELL:
		fprintf(f, "sw %%[bell], 0(%%[door])");
		break;
	case FLAG_MEM:
		fprintf(f, "lw %%[r0], 0(%%[rec])");
		break;
	case FLAG_REG:
		fprintf(f, "lw %%[r0], 0(%%[head])");
		break;
	case AWAIT_MEM:
		fprintf(f, "1: lw %%[r0], 0(%%[rec])\\n srliw %%[r0], %%[r0], 31\\n bne %%[r0], %%[phase], 1b");
		break;
	case AWAIT_REG:
		fprintf(f, "1: lw %%[r0], 0(%%[head])\\n bne %%[r0], %%[bell], 1b");
		break;
	case FENCE:
		fprintf(f, "fence ");
		for (int side = 0; side < 2; side++) {
			unsigned int s = side ? o->succ : o->pred;

			fprintf(f, "%s%s%s%s%s", side ? ", " : "", s & F_I ? "i" : "", s & F_O ? "o" : "",
				s & F_R ? "r" : "", s & F_W ? "w" : "");
		}
		break;
	}
	(void)t;
}

static int gen(const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		perror(path);
		return 2;
	}
	fprintf(f, "/* Written by tests/litmus/main.c. */\n");
	for (unsigned int n = 0; n < test_count; n++) {
		fprintf(f, "/* %s */\nTEST(%u, \"", tests[n].name, n);
		for (unsigned int i = 0; i < tests[n].n; i++) {
			code(f, &tests[n], &tests[n].op[i]);
			fprintf(f, "\\n ");
		}
		fprintf(f, "\")\n");
	}
	fprintf(f, "static const struct litmus litmus[] = {\n");
	for (unsigned int n = 0; n < test_count; n++)
		fprintf(f, "\t{test_%u, %s, %d, %d},\n", n, agents[tests[n].agent], tests[n].cached,
			tests[n].op[0].kind == FLAG_REG);
	fprintf(f, "};\n");
	return fclose(f) ? 2 : 0;
}

/* Why an allowed outcome is out of this core's reach: docs/memory-model.md, its last table. */
static const char *reason(const struct test *t)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->op[i].kind == FLAG_REG || t->op[i].kind == AWAIT_REG)
			return "a load after a device load waits for it, and so does a CMO";
	return "a CMO waits for earlier loads, and only a load that hits passes an earlier one";
}

/* Why an outcome in reach may be missed by a few runs. */
static const char *rare(const struct test *t)
{
	switch (t->agent) {
	case OWNER:
		return "the engine must look at the slot between the arrivals of two stores in memory";
	case OVERWRITES:
		return "the CMO or an eviction must come between the device's write and the end";
	case READS:
	case READS_TWO:
		return "an eviction or a late store must come within the engine's few cycles of reading";
	default:
		return "a prefetch or an eviction must come between two neighbouring instructions";
	}
}

static int judge(int argc, char **argv)
{
	static uint64_t count[MAX_TESTS][MAX_OUTCOMES + 1];
	bool verbose = argc && !strcmp(argv[0], "-v");
	unsigned int bad = 0, good = 0, reachable = 0, seen = 0, beyond = 0;
	uint64_t runs = 0;

	for (int i = verbose; i < argc; i++) {
		FILE *f = fopen(argv[i], "r");
		unsigned int v, n = 0;

		if (!f) {
			perror(argv[i]);
			return 2;
		}
		for (; fscanf(f, "%x", &v) == 1; n++)
			if (n < test_count * (MAX_OUTCOMES + 1))
				count[n / (MAX_OUTCOMES + 1)][n % (MAX_OUTCOMES + 1)] += v;
		fclose(f);
		if (n < test_count * (MAX_OUTCOMES + 1)) {
			fprintf(stderr, "litmus: %s: %u words: the program ran other tests, or was cut off\n", argv[i],
				n);
			return 2;
		}
	}
	for (unsigned int n = 0; n < test_count; n++) {
		const struct test *t = &tests[n];
		unsigned int wrong = 0;
		uint64_t total = 0;

		for (unsigned int o = 0; o < MAX_OUTCOMES; o++) {
			uint64_t c = count[n][o];

			total += c;
			if (c && !(t->allowed >> o & 1)) {
				printf("litmus: %u %s: forbidden: %s: %llu times\n", n, t->name, show(t, o),
				       (unsigned long long)c);
				wrong++;
			}
			if (t->reachable >> o & 1) {
				reachable++;
				seen += c > 0;
				if (!c)
					printf("litmus: not seen: %u %s: %s: %s\n", n, t->name, show(t, o), rare(t));
			} else if (t->allowed >> o & 1 && c) {
				printf("litmus: %u %s: seen, but this core is said not to: %s\n", n, t->name,
				       show(t, o));
				wrong++;
			} else if (t->allowed >> o & 1) {
				beyond++;
				if (verbose)
					printf("litmus: out of reach: %u %s: %s: %s\n", n, t->name, show(t, o),
					       reason(t));
			}
		}
		if (count[n][MAX_OUTCOMES] || !total) {
			printf("litmus: %u %s: %llu runs, %llu of them with an outcome that is none\n", n, t->name,
			       (unsigned long long)total, (unsigned long long)count[n][MAX_OUTCOMES]);
			wrong++;
		}
		runs += total;
		*(wrong ? &bad : &good) += 1;
	}
	printf("litmus: %u tests, %llu runs; of %u outcomes in reach %u seen (%u %%); %u allowed ones beyond this "
	       "core\n",
	       test_count, (unsigned long long)runs, reachable, seen, seen * 100 / reachable, beyond);
	if (seen * 100 < reachable * ENOUGH) {
		printf("litmus: fewer than %d %% seen: more seeds or rounds\n", ENOUGH);
		bad++;
	} else
		good++;
	printf("%u passed, %u failed\n", good, bad);
	return bad != 0;
}

int main(int argc, char **argv)
{
	shapes();
	for (unsigned int n = 0; n < test_count; n++)
		model(&tests[n]);
	if (argc == 2 && !strcmp(argv[1], "list"))
		return list();
	if (argc == 3 && !strcmp(argv[1], "gen"))
		return gen(argv[2]);
	if (argc > 2 && !strcmp(argv[1], "judge"))
		return judge(argc - 2, argv + 2);
	fprintf(stderr, "usage: litmus list | gen OUT.h | judge [-v] SIGNATURE...\n");
	return 2;
}
