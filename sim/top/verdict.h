/* SPDX-License-Identifier: Apache-2.0
 *
 * From what happened to the verdict: its word, the exit status, and one line for a program that did not end by itself.
 */
#ifndef DOORBELL_SIM_VERDICT_H
#define DOORBELL_SIM_VERDICT_H

#include <stddef.h>

#include "db_symbols.h"
#include "monitor.h"
#include "options.h"

#ifdef __cplusplus
extern "C" {
#endif

struct verdict {
	enum sim_exit status;
	const char *word; /* "passed", "failed", "findings", "limit": for reports */
	char text[64];	  /* for the last line */
};

/* errors: findings of severity error that are not suppressed. Findings outrank a limit, a limit outranks a failure. */
void verdict_decide(struct verdict *v, const struct monitor *m, size_t errors);

/*
 * One line on standard error that says why a run ended that the program did not end: pc, function, file:line, callers.
 * Nothing for a program that ended itself. symbols may be NULL.
 */
void verdict_explain(const struct monitor *m, struct db_symbols *symbols);

#ifdef __cplusplus
}
#endif

#endif
