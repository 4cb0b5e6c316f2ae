/* SPDX-License-Identifier: Apache-2.0
 *
 * Markers of a view: see marks.h.
 */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marks.h"

#define LINE_MASK (~63ull)

void marks_init(struct marks *m)
{
	memset(m, 0, sizeof(*m));
	m->line = m->cause_here = m->cause_at_all = m->newest = MARKS_NONE;
	strcpy(m->cause_what, "cause");
}

void marks_add(uint64_t *list, size_t *n, uint64_t cycle)
{
	if (*n < MARKS_EVENTS)
		list[(*n)++] = cycle;
}

static uint64_t hex_field(json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));

	return s ? strtoull(s, NULL, 16) : 0;
}

static uint64_t cycle_field(json_t *o)
{
	return (uint64_t)json_integer_value(json_object_get(o, "cycle"));
}

static int by_cycle(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b; /* the first member */

	return (x > y) - (x < y);
}

static void take(struct marks *m, json_t *f)
{
	const char *class_name = json_string_value(json_object_get(f, "class"));

	if (!class_name || m->findings == MARKS_FINDINGS)
		return;
	m->finding[m->findings].cycle = cycle_field(f);
	m->finding[m->findings].address = hex_field(f, "address");
	m->finding[m->findings].class_name = class_name;
	m->findings++;
}

static void details(struct marks *m, json_t *f)
{
	json_t *cause = json_object_get(f, "cause"), *copy;
	const char *what = json_string_value(json_object_get(cause, "what"));
	size_t i;

	m->line = hex_field(f, "address") & LINE_MASK;
	m->cause_pc = hex_field(cause, "pc");
	if (what)
		snprintf(m->cause_what, sizeof(m->cause_what), "%s", what);
	json_array_foreach(json_object_get(f, "copies"), i, copy)
	{
		json_t *writer = json_object_get(copy, "writer");
		const char *who = json_string_value(json_object_get(writer, "who"));
		const char *where = json_string_value(json_object_get(copy, "place"));
		int newest = json_is_true(json_object_get(copy, "newest"));

		if (where && !strcmp(where, "memory"))
			snprintf(m->memory, sizeof(m->memory), "%s value, from the %s", newest ? "newest" : "OLDER",
				 who ? who : "loader");
		if (newest) {
			m->newest = cycle_field(writer);
			m->newest_by_cpu = who && !strcmp(who, "cpu");
		}
	}
}

int marks_read(struct marks *m, const char *report, uint64_t at)
{
	json_error_t error;
	json_t *root = json_load_file(report, 0, &error), *list,
	       *f; /* stays: the names of the classes are its strings */
	size_t i, chosen = 0;

	if (!root) {
		fprintf(stderr, "story: %s:%d: %s\n", report, error.line, error.text);
		return -1;
	}
	list = json_object_get(root, "findings");
	for (i = json_array_size(list); i-- > 0;)
		if (cycle_field(json_array_get(list, i)) == at)
			chosen = i;
	f = json_array_get(list, chosen);
	if (!f)
		return 0;
	take(m, f);
	details(m, f);
	for (i = 0; i < json_array_size(list); i++)
		if (i != chosen)
			take(m, json_array_get(list, i));
	if (m->findings > 1)
		qsort(&m->finding[1], m->findings - 1, sizeof(m->finding[0]), by_cycle);
	return 0;
}

static uint64_t last_until(const uint64_t *list, size_t n, uint64_t limit)
{
	uint64_t best = MARKS_NONE;

	for (size_t i = 0; i < n && list[i] <= limit; i++)
		best = list[i];
	return best;
}

static uint64_t first_from(const uint64_t *list, size_t n, uint64_t limit)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] >= limit)
			return list[i];
	return MARKS_NONE;
}

static void mark(FILE *out, char letter, uint64_t at, const char *text)
{
	if (at != MARKS_NONE)
		fprintf(out, "%c %" PRIu64 " %s\n", letter, at, text);
}

static void mark_finding(const struct marks *m, FILE *out, uint64_t from)
{
	uint64_t a, b, c, d = m->finding[0].cycle;
	uint64_t before = last_until(m->access, m->accesses, d), after = first_from(m->access, m->accesses, d);

	/* bytes of the CPU's go out to the device after the finding; the device's came before it */
	c = m->newest_by_cpu ? after : before;
	if (c == MARKS_NONE)
		c = m->newest_by_cpu ? before : after;
	b = last_until(m->doorbell, m->doorbells, c == MARKS_NONE ? d : c);
	if (b == MARKS_NONE)
		b = first_from(m->doorbell, m->doorbells, d);
	a = m->cause_here;
	if (a == MARKS_NONE && m->newest_by_cpu && m->newest >= from && !strcmp(m->cause_what, "newest store"))
		a = m->newest;
	if (a == MARKS_NONE)
		a = m->cause_at_all;
	mark(out, 'A', a, m->cause_what);
	mark(out, 'B', b, "doorbell");
	mark(out, 'C', c, "device");
	mark(out, 'D', d, "FINDING");
}

int marks_write(const struct marks *m, const char *path, uint64_t from, uint64_t to)
{
	FILE *out = fopen(path, "w");

	if (!out) {
		fprintf(stderr, "story: %s: %s\n", path, strerror(errno));
		return -1;
	}
	fprintf(out, "from %" PRIu64 "\nto %" PRIu64 "\n", from, to);
	if (m->findings)
		mark_finding(m, out, from);
	else
		mark(out, 'E', m->doorbells ? m->doorbell[0] : MARKS_NONE, "first doorbell");
	if (ferror(out) | fclose(out)) {
		fprintf(stderr, "story: %s: write failed\n", path);
		return -1;
	}
	return 0;
}
