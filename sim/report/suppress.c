/* SPDX-License-Identifier: Apache-2.0
 *
 * --suppress: findings that the user has judged. A rule is "class [file-suffix[:line]]"; "*" stands for every class.
 * A place is matched against the headline frames of the access and of the cause. A suffix matches whole path
 * components: "ring.c" does not match "string.c".
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

struct rule {
	int class_id; /* -1: every class */
	char *suffix; /* NULL: everywhere */
	int line;     /* 0: every line */
};

struct db_suppress {
	struct rule *rule;
	size_t rules;
};

static char message[512];

static int refuse(const char *path, int line, const char *reason, const char *what, const char **why)
{
	if (line)
		snprintf(message, sizeof(message), "%s:%d: %s '%s'", path, line, reason, what);
	else
		snprintf(message, sizeof(message), "%s: %s", path, reason);
	if (why)
		*why = message;
	return -1;
}

/* "file:12": cuts the line number off; a colon without a number behind it belongs to the name. -1: senseless number. */
static int split_line(char *place)
{
	char *colon = strrchr(place, ':'), *end;
	long line;

	if (!colon || !colon[1])
		return 0;
	if (!isdigit((unsigned char)colon[1]))
		return 0;
	line = strtol(colon + 1, &end, 10);
	if (*end || line < 1 || line > 10000000)
		return -1;
	*colon = 0;
	return (int)line;
}

/* One line of the file: 0, or -1 with *why. */
static int parse(struct db_suppress *s, char *text, const char *path, int number, const char **why)
{
	static const char blank[] = " \t\r\n";
	char *class_name, *place, *extra, *save = NULL;
	struct rule rule = {.class_id = -1}, *grown;

	text[strcspn(text, "#")] = 0;
	class_name = strtok_r(text, blank, &save);
	if (!class_name)
		return 0;
	place = strtok_r(NULL, blank, &save);
	extra = strtok_r(NULL, blank, &save);
	if (extra)
		return refuse(path, number, "a rule is 'class [file[:line]]', one too many:", extra, why);
	if (strcmp(class_name, "*")) {
		rule.class_id = dbc_class_find(class_name);
		if (rule.class_id < 0)
			return refuse(path, number, "no such class (--explain lists them):", class_name, why);
	}
	if (place) {
		rule.line = split_line(place);
		if (rule.line < 0)
			return refuse(path, number, "not a line number:", place, why);
		rule.suffix = strdup(place);
	}
	grown = realloc(s->rule, (s->rules + 1) * sizeof(*grown));
	if (!grown || (place && !rule.suffix)) {
		free(rule.suffix);
		return refuse(path, 0, "out of memory", "", why);
	}
	s->rule = grown;
	s->rule[s->rules++] = rule;
	return 0;
}

static void drop(struct db_suppress *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->rules; i++)
		free(s->rule[i].suffix);
	free(s->rule);
	free(s);
}

int db_report_suppress(struct db_report *r, const char *path, const char **why)
{
	struct db_suppress *s;
	char text[4096];
	int number = 0, result = 0;
	FILE *in = fopen(path, "re");

	if (!in)
		return refuse(path, 0, strerror(errno), "", why);
	s = calloc(1, sizeof(*s));
	if (!s)
		result = refuse(path, 0, "out of memory", "", why);
	while (!result && fgets(text, sizeof(text), in))
		result = parse(s, text, path, ++number, why);
	if (!result && ferror(in))
		result = refuse(path, 0, strerror(errno), "", why);
	fclose(in);
	if (result) {
		drop(s);
		return -1;
	}
	drop(r->suppress);
	r->suppress = s;
	return 0;
}

void db_report_free(struct db_report *r)
{
	drop(r->suppress);
	r->suppress = NULL;
}

static int matches_place(const struct rule *rule, const struct place_frame *f)
{
	size_t n, m;

	if (!f || !f->file || (rule->line && rule->line != f->line))
		return 0;
	n = strlen(f->file);
	m = strlen(rule->suffix);
	if (m > n || strcmp(f->file + n - m, rule->suffix))
		return 0;
	return m == n || rule->suffix[0] == '/' || f->file[n - m - 1] == '/';
}

int suppressed(const struct db_report *r, const struct dbc_finding *f)
{
	struct place access, cause;

	if (!r->suppress || !r->suppress->rules)
		return 0;
	place_of_site(r, &f->access, &access);
	place_of_site(r, &f->cause, &cause);
	for (size_t i = 0; i < r->suppress->rules; i++) {
		const struct rule *rule = &r->suppress->rule[i];

		if (rule->class_id >= 0 && rule->class_id != (int)f->class_id)
			continue;
		if (!rule->suffix || matches_place(rule, place_headline(&access)) ||
		    matches_place(rule, place_headline(&cause)))
			return 1;
	}
	return 0;
}

size_t db_report_errors(const struct db_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < dbc_finding_count(r->dbc); i++) {
		const struct dbc_finding *f = dbc_finding(r->dbc, i);

		n += f->severity == DBC_ERROR && !suppressed(r, f);
	}
	return n;
}
