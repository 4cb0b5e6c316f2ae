/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of the report library share.
 */
#ifndef DB_REPORT_INTERNAL_H
#define DB_REPORT_INTERNAL_H

#include <jansson.h>
#include "db_report.h"

/* A call stack as a person sees it: inlined functions are frames of their own. */
#define PLACE_FRAMES 64
struct place_frame {
	uint64_t pc;
	const char *path;     /* as the symbols say it; NULL: unknown */
	const char *file;     /* the same without source_root */
	const char *function; /* NULL: unknown */
	int line, column, inlined;
};
struct place {
	int frames;
	int headline; /* index of the first frame outside the driver library; 0 where there is none */
	struct place_frame frame[PLACE_FRAMES];
};

/* Resolves pc and stack (either may be missing). frames is 0 for a site of which nothing is known. */
void place_of_site(const struct db_report *r, const struct dbc_site *site, struct place *p);
void place_of_pc(const struct db_report *r, uint64_t pc, struct place *p);
/* The headline frame, or NULL. */
const struct place_frame *place_headline(const struct place *p);
/* "function() file:line", or the pc where nothing better is known, or "unknown place". */
const char *place_text(const struct place_frame *f, char *out, size_t size);
/* The text of a source line without its indentation: 1 read, 0 not. */
int place_source_line(const struct db_report *r, const struct place_frame *f, char *out, size_t size);

const char *finding_summary(enum db_class id); /* what happened, in one phrase */
const char *finding_kind(enum dbc_kind k);
const char *finding_severity(enum dbc_severity s);
const char *finding_times(uint64_t n, char *out, size_t size); /* "once", "3 times" */
const char *writer_text(const struct db_report *r, const struct dbc_writer *w, char *out, size_t size);
const char *copy_place(enum dbc_place p);

/* The timeline of a finding: at most 15 events. */
void timeline_print(const struct db_report *r, const struct dbc_finding *f, FILE *out);

int suppressed(const struct db_report *r, const struct dbc_finding *f);

/* Writes `root` to path, all or nothing, and drops the reference. 0, or -1 with the reason. */
int json_to_file(json_t *root, const char *path, const char **why);

#endif
