/* SPDX-License-Identifier: Apache-2.0
 * One run of the simulator: its command line, and what came of it. Runs go side by side in processes of their own;
 * the results do not depend on how many.
 */
#ifndef DOORBELL_RUNNER_RUN_H
#define DOORBELL_RUNNER_RUN_H

#include <stdbool.h>
#include <stddef.h>

#define RUN_FINDINGS 16

struct run_finding {
	char slug[64];
	char severity[8], kind[12];
	char access_file[128], cause_file[128]; /* base names */
	unsigned access_line, cause_line;
};

struct run {
	size_t test; /* index in the plan */
	int variant; /* what the run is for: the caller's number */
	unsigned seed;
	char command[1024]; /* complete, as a user would type it, without --report */
	/* results */
	int exit_code; /* the simulator's, or 128 + signal */
	unsigned long long cycles;
	char verdict[512]; /* last line on standard error */
	struct run_finding finding[RUN_FINDINGS];
	unsigned findings;
	double seconds;
};

/* Runs all, `jobs` at a time, each bounded to `limit` seconds. Calls done(run, arg) as each ends, in no fixed order.
 * Reports and outputs go below `dir`, which must exist. Returns 0, or -1 after one line on standard error. */
int run_all(struct run *run, size_t count, unsigned jobs, unsigned limit, const char *dir,
	    void (*done)(struct run *, void *), void *arg);

#endif
