/* SPDX-License-Identifier: Apache-2.0
 * The regression's plan: which programs exist, and what their sources say that must happen.
 *
 * A test source describes itself in its first comment by lines of the form
 *     @test KEY: VALUE
 * keys (all optional):
 *     what: TEXT             one line for the table of tests
 *     args: OPTIONS          options for every run, separated by blanks
 *     max-cycles: N          bound for every run (default 3000000)
 *     coherent: silent|same|skip  bug pairs: what a coherent platform does to the verdict (default by class family:
 *                            Visibility falls silent, the others stay the same)
 *     no-data: REASON        bug pairs: why no run of this core can show wrong data
 *     data-seeds: N          bug pairs: seeds to try for wrong data (default 20)
 *     source: TEXT           bug pairs: the public bug that it re-enacts
 * A line of a bug pair that the verdict may point at carries the comment "BUG:".
 */
#ifndef DOORBELL_RUNNER_PLAN_H
#define DOORBELL_RUNNER_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#define PLAN_BUG_LINES 8

enum coherent_effect { COHERENT_SILENT, COHERENT_SAME, COHERENT_SKIP };

struct plan_test {
	char source[256]; /* path of the C file, relative to the project's root */
	char name[128];	  /* "system/copy_edges" or "missing-clean/netmap_455" */
	char slug[64];	  /* bug pairs: the class; else empty */
	char elf[2][256]; /* [0] the program (pairs: fixed), [1] pairs: buggy */
	char what[160], args[256], no_data[256], origin[256];
	unsigned long max_cycles;
	unsigned data_seeds;
	enum coherent_effect coherent;
	unsigned bug_line[PLAN_BUG_LINES];
	unsigned bug_lines;
};

struct plan {
	struct plan_test *test;
	size_t count;
};

/* Reads every tests/system/ *.c and tests/bugs/<slug>/ *.c below the current directory, in name order.
 * Returns 0, or -1 after one line on standard error. The caller frees plan->test. */
int plan_read(struct plan *plan);

#endif
