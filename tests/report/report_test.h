/* SPDX-License-Identifier: Apache-2.0
 *
 * What the tests of symbols, reports and traces share: checks that count, lines of the fixture's source, findings made
 * by hand (fake_dbc.c stands for the checker).
 */
#ifndef REPORT_TEST_H
#define REPORT_TEST_H

#include <stdio.h>
#include <string.h>

#include "db_report.h"
#include "db_symbols.h"
#include "dbc.h"

#define FIXTURE_ELF "build/tests/report/fixture.elf"
#define FIXTURE_C "tests/report/fixture.c"
#define FIXTURE_LIB "tests/report/sw/lib.h"
#define FIXTURE_S "tests/report/fixture_start.S"
#define OUT "build/tests/report/"

static int passed, failed;

#define CHECK(ok, ...)                                                                                                 \
	do {                                                                                                           \
		if (ok) {                                                                                              \
			passed++;                                                                                      \
		} else {                                                                                               \
			failed++;                                                                                      \
			printf("%s:%d: ", __FILE__, __LINE__);                                                         \
			printf(__VA_ARGS__);                                                                           \
			printf("\n");                                                                                  \
		}                                                                                                      \
	} while (0)

static inline int same(const char *a, const char *b)
{
	return a && b && !strcmp(a, b);
}

static inline int finish(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}

/* Number of the line of `file` that is marked "LINE: name "; its text without indentation in text (may be NULL). */
static inline int marked_line(const char *file, const char *name, char *text, size_t size)
{
	char line[512], mark[64];
	FILE *f = fopen(file, "r");
	int number = 0, found = 0;

	snprintf(mark, sizeof(mark), "LINE: %s ", name);
	while (f && !found && fgets(line, sizeof(line), f)) {
		number++;
		if (strstr(line, mark)) {
			found = number;
			line[strcspn(line, "\n")] = 0;
			if (text)
				snprintf(text, size, "%s", line + strspn(line, "\t "));
		}
	}
	if (f)
		fclose(f);
	return found;
}

/* Address of a label of the fixture. */
static inline uint64_t label(struct db_symbols *s, const char *name)
{
	uint64_t value = 0;
	char symbol[64];

	snprintf(symbol, sizeof(symbol), "at_%s", name);
	if (!db_symbols_value(s, symbol, &value))
		printf("no symbol %s in the fixture\n", symbol);
	return value;
}

/* fake_dbc.c */
struct dbc *fake_dbc(void);
struct dbc_finding *fake_finding(struct dbc *c); /* adds one, all 0 but count and channel */

#endif
