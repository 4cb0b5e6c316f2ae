/* SPDX-License-Identifier: Apache-2.0
 * Reads the regression's plan out of the test sources: see plan.h.
 */
#include "plan.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct family_of {
	const char *slug, *family;
};

static const struct family_of families[] = {
#include "spec/none.h"
#undef CLASS
#define CLASS(n, slug, family, needs, rule, example, remedy) {slug, family},
#include "spec/classes.def"
};

static const char *family(const char *slug)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		if (!strcmp(families[i].slug, slug))
			return families[i].family;
	return NULL;
}

static void copy(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}

static int keyword(struct plan_test *t, unsigned line, const char *key, const char *value)
{
	if (!strcmp(key, "what")) {
		copy(t->what, sizeof t->what, value);
	} else if (!strcmp(key, "args")) {
		copy(t->args, sizeof t->args, value);
	} else if (!strcmp(key, "max-cycles")) {
		t->max_cycles = strtoul(value, NULL, 0);
	} else if (!strcmp(key, "data-seeds")) {
		t->data_seeds = (unsigned)strtoul(value, NULL, 0);
	} else if (!strcmp(key, "no-data")) {
		copy(t->no_data, sizeof t->no_data, value);
	} else if (!strcmp(key, "source")) {
		copy(t->origin, sizeof t->origin, value);
	} else if (!strcmp(key, "coherent") && !strcmp(value, "silent")) {
		t->coherent = COHERENT_SILENT;
	} else if (!strcmp(key, "coherent") && !strcmp(value, "same")) {
		t->coherent = COHERENT_SAME;
	} else if (!strcmp(key, "coherent") && !strcmp(value, "skip")) {
		t->coherent = COHERENT_SKIP;
	} else {
		fprintf(stderr, "regress: %s:%u: unknown '@test %s: %s': see tests/runner/plan.h\n", t->source, line,
			key, value);
		return -1;
	}
	return 0;
}

static int read_source(struct plan_test *t)
{
	FILE *f = fopen(t->source, "r");
	char text[1024], key[32], value[512];
	unsigned line = 0;
	int error = 0;

	if (!f) {
		fprintf(stderr, "regress: %s: %s\n", t->source, strerror(errno));
		return -1;
	}
	while (!error && fgets(text, sizeof text, f)) {
		const char *at = strstr(text, "@test ");
		line++;
		if (at && sscanf(at, "@test %31[a-z-]: %511[^\n]", key, value) == 2)
			error = keyword(t, line, key, value);
		if (*t->slug && strstr(text, "BUG:") && t->bug_lines < PLAN_BUG_LINES)
			t->bug_line[t->bug_lines++] = line;
	}
	fclose(f);
	if (!error && *t->slug && !t->bug_lines) {
		fprintf(stderr, "regress: %s: a bug pair without a line marked BUG:\n", t->source);
		error = -1;
	}
	return error;
}

static int add(struct plan *plan, const char *path, bool pair)
{
	char stem[128], dir[128];
	struct plan_test *grown = realloc(plan->test, (plan->count + 1) * sizeof *grown), *t;

	if (!grown) {
		fprintf(stderr, "regress: out of memory\n");
		return -1;
	}
	plan->test = grown;
	t = &plan->test[plan->count++];
	memset(t, 0, sizeof *t);
	copy(t->source, sizeof t->source, path);
	t->max_cycles = 3000000;
	t->data_seeds = 20;
	if (pair) {
		if (sscanf(path, "tests/bugs/%127[^/]/%127[^.].c", dir, stem) != 2)
			return -1;
		copy(t->slug, sizeof t->slug, dir);
		if (!family(dir)) {
			fprintf(stderr, "regress: %s: '%s' is no violation class: see include/spec/classes.def\n", path,
				dir);
			return -1;
		}
		t->coherent = strcmp(family(dir), "Visibility") ? COHERENT_SAME : COHERENT_SILENT;
		snprintf(t->name, sizeof t->name, "%.60s/%.60s", dir, stem);
		snprintf(t->elf[0], sizeof t->elf[0], "build/tests/bugs/%.60s/%.100s-fixed.elf", dir, stem);
		snprintf(t->elf[1], sizeof t->elf[1], "build/tests/bugs/%.60s/%.100s-buggy.elf", dir, stem);
	} else {
		if (sscanf(path, "tests/system/%127[^.].c", stem) != 1)
			return -1;
		snprintf(t->name, sizeof t->name, "system/%.100s", stem);
		snprintf(t->elf[0], sizeof t->elf[0], "build/tests/system/%.100s.elf", stem);
	}
	return read_source(t);
}

int plan_read(struct plan *plan)
{
	static const char *const pattern[2] = {"tests/system/*.c", "tests/bugs/*/*.c"};

	memset(plan, 0, sizeof *plan);
	for (int pair = 0; pair < 2; pair++) {
		glob_t found;
		if (glob(pattern[pair], 0, NULL, &found))
			continue;
		for (size_t i = 0; i < found.gl_pathc; i++)
			if (add(plan, found.gl_pathv[i], pair)) {
				globfree(&found);
				return -1;
			}
		globfree(&found);
	}
	return 0;
}
