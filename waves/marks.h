/* SPDX-License-Identifier: Apache-2.0
 *
 * What the markers of a view need: the report's findings, and the events of the trace that may become markers.
 *
 * marks_read() takes the findings from a report of the simulator; finding[0] is the one of cycle `at`, else the
 * report's first, the others follow by cycle. The lists are filled by the caller in the order of the cycles; MARKS_NONE
 * stands for what did not happen. marks_write() writes "LETTER CYCLE TEXT" a line: A the cause, B the doorbell, C the
 * device's access to the line, D the finding, or E the first doorbell where there is no finding.
 */
#ifndef WAVES_MARKS_H
#define WAVES_MARKS_H

#include <stddef.h>
#include <stdint.h>

#define MARKS_NONE UINT64_MAX
#define MARKS_EVENTS 4096
#define MARKS_FINDINGS 256

struct marks {
	struct {
		uint64_t cycle, address;
		const char *class_name;
	} finding[MARKS_FINDINGS];
	size_t findings;
	uint64_t line;	   /* address of the cache line that is followed, or MARKS_NONE */
	char memory[64];   /* what the report says of memory at finding[0] */
	uint64_t cause_pc; /* 0: the report names none */
	char cause_what[64];
	uint64_t cause_here; /* last cycle, up to the finding, in which the cause retired with an access to the line */
	uint64_t cause_at_all; /* the same, whatever it accessed */
	uint64_t newest;       /* cycle of the newest version */
	int newest_by_cpu;

	uint64_t doorbell[MARKS_EVENTS], access[MARKS_EVENTS]; /* the device's accesses to the line */
	size_t doorbells, accesses;
};

void marks_init(struct marks *m);

/* 0, or -1 with one line on stderr. */
int marks_read(struct marks *m, const char *report, uint64_t at);
int marks_write(const struct marks *m, const char *path, uint64_t from, uint64_t to);

void marks_add(uint64_t *list, size_t *n, uint64_t cycle);

#endif
