/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports of the checker's findings: text for people, JSON and SARIF for tools.
 *
 * All take a struct db_report: what the caller knows of the run. Writers return 0, or -1 with a one-line reason in
 * *why; files are written beside their place and renamed, so that nothing half-written stays.
 */
#ifndef DB_REPORT_H
#define DB_REPORT_H

#include <stdint.h>
#include <stdio.h>
#include "dbc.h"
#include "db_symbols.h"

#ifdef __cplusplus
extern "C" {
#endif

struct db_suppress;

struct db_report {
	struct dbc *dbc;
	struct db_symbols *symbols; /* NULL: pcs stay numbers */
	const char *verdict;	    /* "passed", "failed", "findings", "limit", ... */
	uint64_t cycles, instructions, seed;
	const char *const *options; /* NULL-terminated command line, for the report; may be NULL */
	const char *library_prefix; /* sources of the driver library, for the headline frame; NULL: "sw/" */
	const char *source_root;    /* stripped from file names and used to find sources; NULL: working directory */
	/* Writes the command that shows the finding as a waveform; NULL: no such line. */
	void (*wave_command)(void *arg, const struct dbc_finding *f, char *out, size_t size);
	void *wave_arg;
	int colour;		      /* text: 1 use ANSI colours */
	struct db_suppress *suppress; /* set by db_report_suppress(); start with NULL */
};

/* One finding as text: headline, accesses with stacks, copies, repair, timeline of at most 15 lines. */
void db_report_finding(const struct db_report *r, const struct dbc_finding *f, FILE *out);
/* All findings, and a summary line when there is none. */
void db_report_text(const struct db_report *r, FILE *out);
/* One line: "class kind FILE:LINE function: ..." */
void db_report_line(const struct db_report *r, const struct dbc_finding *f, FILE *out);

/* Call stack of any place ("  #0 function FILE:LINE"), for programs that hang or trap. */
void db_report_stack(const struct db_report *r, const struct dbc_site *site, FILE *out);

int db_report_json(const struct db_report *r, const char *path, const char **why);
int db_report_sarif(const struct db_report *r, const char *path, const char **why);

/* --explain: 0, or -1 for an unknown class (the caller prints the usage error; db_report_classes lists them). */
int db_report_explain(const char *slug, FILE *out);
void db_report_classes(FILE *out);

/* --suppress FILE: one rule per line, "class [file-suffix[:line]]", # comments. Findings that match are left out of
 * all reports and of db_report_errors(). 0, or -1 with the reason. */
int db_report_suppress(struct db_report *r, const char *path, const char **why);
size_t db_report_errors(const struct db_report *r);
void db_report_free(struct db_report *r); /* what db_report_suppress allocated */

#ifdef __cplusplus
}
#endif
#endif
