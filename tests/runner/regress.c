/* SPDX-License-Identifier: Apache-2.0
 *
 * regress: the driver regression. Runs every program of the plan in its variants, judges each run, prints one row per
 * program and `N passed, N failed`; writes JUnit XML.
 *
 * usage: regress [--full] [--jobs N] [--sim PROGRAM] [--junit FILE] [--dir DIR] [PATTERN...]
 *   --full     20 seeds: bug pairs with each of memory latencies 1, 13 and 100, correct programs with one of them
 *              in turn; else a few of each
 *   PATTERN    only tests whose name contains it
 * exit 0 all passed, 1 a failure, 2 usage or input error
 *
 * What must hold (issue text in the plan's keys, tests/runner/plan.h):
 *   correct programs: exit 0 and no finding, plain, hostile and coherent
 *   fixed halves of bug pairs: the same
 *   buggy halves: exit 3; every error is of the pair's class and points at a line marked BUG:, in each run;
 *     on a coherent platform cache classes are silent, the others convict
 *   buggy halves with the checker off: at least one hostile run goes wrong by itself, unless the source says why not
 */
#include "plan.h"
#include "run.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum variant { CORRECT, BUGGY, BUGGY_COHERENT, BUGGY_DATA };

struct result {
	unsigned runs, bad, data_wrong, data_runs;
	unsigned long long cycles; /* of the plain run at latency 13 */
	double seconds;
	char why[1800]; /* first failure, with the command that repeats it */
};

struct regress {
	struct plan plan;
	struct run *run;
	size_t runs;
	struct result *result;
	const char *sim;
	bool full;
};

static void fail(struct result *result, const struct run *run, const char *reason)
{
	if (!result->bad++)
		snprintf(result->why, sizeof result->why, "%s\n    repeat: %s\n    it said: %.500s", reason,
			 run->command, run->verdict);
}

/* ---- making the list of runs ---- */

static void add(struct regress *g, size_t test, enum variant variant, bool hostile, unsigned latency, unsigned seed,
		const char *more)
{
	const struct plan_test *t = &g->plan.test[test];
	struct run *grown = realloc(g->run, (g->runs + 1) * sizeof *grown), *r;

	if (!grown) {
		fprintf(stderr, "regress: out of memory\n");
		exit(2);
	}
	g->run = grown;
	r = &g->run[g->runs++];
	memset(r, 0, sizeof *r);
	r->test = test;
	r->variant = variant;
	r->seed = seed;
	snprintf(r->command, sizeof r->command, "%s%s --mem-latency %u --seed %u --max-cycles %lu%s%s%s%s %s", g->sim,
		 hostile ? " --hostile" : "", latency, seed, t->max_cycles, *more ? " " : "", more, *t->args ? " " : "",
		 t->args, t->elf[variant != CORRECT]);
}

static void add_test(struct regress *g, size_t test)
{
	static const unsigned latency[3] = {13, 1, 100};
	const struct plan_test *t = &g->plan.test[test];
	unsigned seeds = g->full ? 20 : 1, latencies = 3;

	for (unsigned l = 0; l < latencies; l++) {
		add(g, test, CORRECT, false, latency[l], 1, "");
		if (*t->slug)
			add(g, test, BUGGY, false, latency[l], 1, "");
		for (unsigned seed = 1; seed <= seeds; seed++) {
			unsigned s = g->full ? seed : l + 1; /* the short set takes another seed at each latency */
			if (g->full && !*t->slug && seed % latencies != l)
				continue; /* correct programs: every seed at one latency; pairs: at all of them */
			add(g, test, CORRECT, true, latency[l], s, "");
			if (*t->slug)
				add(g, test, BUGGY, true, latency[l], s, "");
		}
	}
	add(g, test, CORRECT, false, 13, 1, "--coherent");
	for (unsigned seed = 1; seed <= (g->full ? 3u : 1u); seed++)
		add(g, test, CORRECT, true, 13, seed, "--coherent");
	if (!*t->slug)
		return;
	if (t->coherent != COHERENT_SKIP) {
		add(g, test, BUGGY_COHERENT, false, 13, 1, "--coherent");
		add(g, test, BUGGY_COHERENT, true, 13, 2, "--coherent");
	}
	if (!*t->no_data)
		for (unsigned seed = 1; seed <= (g->full	     ? t->data_seeds
						 : t->data_seeds < 6 ? t->data_seeds
								     : 6);
		     seed++)
			add(g, test, BUGGY_DATA, true, latency[seed % 3], seed, "--check=off");
}

/* ---- judging ---- */

static bool points_at_bug(const struct plan_test *t, const struct run_finding *f)
{
	const char *base = strrchr(t->source, '/') + 1;

	for (unsigned i = 0; i < t->bug_lines; i++) {
		if (f->access_line == t->bug_line[i] && !strcmp(f->access_file, base))
			return true;
		if (f->cause_line == t->bug_line[i] && !strcmp(f->cause_file, base))
			return true;
	}
	return false;
}

static void judge_conviction(const struct plan_test *t, struct result *result, const struct run *run)
{
	char reason[400];
	unsigned hits = 0;

	if (run->exit_code != 3) {
		snprintf(reason, sizeof reason, "buggy half was not convicted: exit %d", run->exit_code);
		fail(result, run, reason);
		return;
	}
	for (unsigned i = 0; i < run->findings; i++) {
		const struct run_finding *f = &run->finding[i];
		if (strcmp(f->severity, "error"))
			continue;
		if (strcmp(f->slug, t->slug) || !points_at_bug(t, f)) {
			snprintf(reason, sizeof reason,
				 "finding %.60s at %.60s:%u (cause %.60s:%u), expected %.60s at a BUG: line (%u)",
				 f->slug, f->access_file, f->access_line, f->cause_file, f->cause_line, t->slug,
				 t->bug_line[0]);
			fail(result, run, reason);
			return;
		}
		hits++;
	}
	if (!hits)
		fail(result, run, "exit 3, but no finding in the report");
}

static void judge_silence(struct result *result, const struct run *run, const char *who)
{
	char reason[300];

	if (run->exit_code == 0 && run->findings == 0)
		return;
	if (run->findings)
		snprintf(reason, sizeof reason, "%s: finding %.60s at %.60s:%u (cause %.60s:%u)", who,
			 run->finding[0].slug, run->finding[0].access_file, run->finding[0].access_line,
			 run->finding[0].cause_file, run->finding[0].cause_line);
	else
		snprintf(reason, sizeof reason, "%s: exit %d", who, run->exit_code);
	fail(result, run, reason);
}

static void done(struct run *run, void *arg)
{
	struct regress *g = arg;
	const struct plan_test *t = &g->plan.test[run->test];
	struct result *result = &g->result[run->test];

	result->runs++;
	result->seconds += run->seconds;
	switch ((enum variant)run->variant) {
	case CORRECT:
		if (!result->cycles && !strstr(run->command, "--hostile") && strstr(run->command, "--mem-latency 13 "))
			result->cycles = run->cycles;
		judge_silence(result, run, *t->slug ? "fixed half is not silent" : "correct program is not silent");
		break;
	case BUGGY:
		judge_conviction(t, result, run);
		break;
	case BUGGY_COHERENT:
		if (t->coherent == COHERENT_SAME)
			judge_conviction(t, result, run);
		else
			judge_silence(result, run, "cache class on a coherent platform is not silent");
		break;
	case BUGGY_DATA: /* without the checker any failure is the program's own: wrong data, or waiting in vain for it
			  */
		result->data_runs++;
		if (run->exit_code == 1 || run->exit_code == 4)
			result->data_wrong++;
		break;
	}
}

/* ---- reporting ---- */

static void xml_text(FILE *f, const char *s)
{
	for (; *s; s++)
		switch (*s) {
		case '<':
			fputs("&lt;", f);
			break;
		case '>':
			fputs("&gt;", f);
			break;
		case '&':
			fputs("&amp;", f);
			break;
		case '"':
			fputs("&quot;", f);
			break;
		default:
			fputc(*s, f);
		}
}

static int write_junit(const struct regress *g, const char *path, const bool *taken, unsigned failed, unsigned total)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		fprintf(stderr, "regress: %s: %s\n", path, strerror(errno));
		return -1;
	}
	fprintf(f,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"doorbell\" tests=\"%u\" "
		"failures=\"%u\">\n",
		total, failed);
	for (size_t i = 0; i < g->plan.count; i++) {
		const struct result *r = &g->result[i];
		if (!taken[i])
			continue;
		fprintf(f, "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\">",
			*g->plan.test[i].slug ? "bugs" : "system", g->plan.test[i].name, r->seconds);
		if (r->bad) {
			fputs("<failure message=\"", f);
			xml_text(f, r->why);
			fputs("\"/>", f);
		}
		fputs("</testcase>\n", f);
	}
	fputs("</testsuite>\n", f);
	if (ferror(f) | fclose(f)) {
		fprintf(stderr, "regress: %s: write failed\n", path);
		return -1;
	}
	return 0;
}

static unsigned report(struct regress *g, const bool *taken)
{
	unsigned failed = 0;

	printf("%-58s %-7s %5s %11s %5s  %s\n", "test", "verdict", "runs", "cycles", "seed", "without the checker");
	for (size_t i = 0; i < g->plan.count; i++) {
		const struct plan_test *t = &g->plan.test[i];
		struct result *r = &g->result[i];
		char data[64] = "";
		if (!taken[i])
			continue;
		if (*t->slug && *t->no_data) {
			snprintf(data, sizeof data, "(cannot show here)");
		} else if (*t->slug) {
			snprintf(data, sizeof data, "wrong in %u of %u runs", r->data_wrong, r->data_runs);
			if (!r->data_wrong && !r->bad++)
				snprintf(r->why, sizeof r->why,
					 "no hostile run of %s goes wrong with --check=off: add a seed range (@test "
					 "data-seeds) or the reason (@test no-data)",
					 t->elf[1]);
		}
		printf("%-58s %-7s %5u %11llu %5d  %s\n", t->name, r->bad ? "FAIL" : "ok", r->runs, r->cycles, 1, data);
		if (r->bad) {
			printf("  %u of %u runs failed; the first: %s\n", r->bad, r->runs, r->why);
			failed++;
		}
	}
	return failed;
}

static int usage(void)
{
	fprintf(stderr, "usage: regress [--full] [--jobs N] [--sim PROGRAM] [--junit FILE] [--dir DIR] [PATTERN...]\n");
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"full", no_argument, NULL, 'f'},      {"jobs", required_argument, NULL, 'j'},
		{"sim", required_argument, NULL, 's'}, {"junit", required_argument, NULL, 'x'},
		{"dir", required_argument, NULL, 'd'}, {NULL, 0, NULL, 0}};
	struct regress g = {.sim = "build/doorbell"};
	const char *junit = NULL, *dir = "build/regress";
	unsigned jobs = (unsigned)sysconf(_SC_NPROCESSORS_ONLN), failed, total = 0;
	bool *taken;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'f':
			g.full = true;
			break;
		case 'j':
			jobs = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 's':
			g.sim = optarg;
			break;
		case 'x':
			junit = optarg;
			break;
		case 'd':
			dir = optarg;
			break;
		default:
			return usage();
		}
	if (!jobs || jobs > 256)
		return usage();
	if (mkdir(dir, 0777) && errno != EEXIST) {
		fprintf(stderr, "regress: %s: %s\n", dir, strerror(errno));
		return 2;
	}
	if (plan_read(&g.plan))
		return 2;
	g.result = calloc(g.plan.count + 1, sizeof *g.result);
	taken = calloc(g.plan.count + 1, sizeof *taken);
	if (!g.result || !taken)
		return 2;
	for (size_t i = 0; i < g.plan.count; i++) {
		taken[i] = optind == argc;
		for (int a = optind; a < argc; a++)
			taken[i] |= strstr(g.plan.test[i].name, argv[a]) != NULL;
		if (taken[i]) {
			add_test(&g, i);
			total++;
		}
	}
	if (!total) {
		fprintf(stderr, "regress: no test matches: names are those of tests/system/ and tests/bugs/\n");
		return 2;
	}
	if (run_all(g.run, g.runs, jobs, 120, dir, done, &g))
		return 2;
	failed = report(&g, taken);
	if (junit && write_junit(&g, junit, taken, failed, total))
		return 2;
	printf("%zu runs\n%u passed, %u failed\n", g.runs, total - failed, failed);
	free(g.plan.test);
	free(g.run);
	free(g.result);
	free(taken);
	return failed != 0;
}
