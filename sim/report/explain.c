/* SPDX-License-Identifier: Apache-2.0
 *
 * --explain: a class's rule, an example, the remedy, folded for a terminal.
 */
#include <string.h>

#include "report.h"

#define WIDTH 100

/* Words of `text` behind a label, with a hanging indent. */
static void folded(FILE *out, const char *label, const char *text)
{
	int column = fprintf(out, "  %-8s ", label);
	int indent = column;

	while (*text) {
		int n = (int)strcspn(text, " ");

		if (column > indent && column + 1 + n > WIDTH)
			column = fprintf(out, "\n%*s", indent, "") - 1;
		else if (column > indent)
			column += fprintf(out, " ");
		column += fprintf(out, "%.*s", n, text);
		text += n;
		text += strspn(text, " ");
	}
	fprintf(out, "\n");
}

static const char *needs_text(const char *needs)
{
	if (!strcmp(needs, "D"))
		return "a description of the device";
	if (!strcmp(needs, "M"))
		return "hints of the mapping API";
	if (!strcmp(needs, "DM"))
		return "a description of the device, hints of the mapping API";
	if (!strcmp(needs, "MA"))
		return "hints of the mapping API, knowledge of allocations (ELF symbols, heap hints)";
	return *needs ? needs : "nothing: works on any program";
}

int db_report_explain(const char *slug, FILE *out)
{
	int id = dbc_class_find(slug);

	if (id < 0)
		return -1;
	fprintf(out, "%s (%s)\n", slug, dbc_class_family((enum db_class)id));
	folded(out, "rule", dbc_class_rule((enum db_class)id));
	folded(out, "example", dbc_class_example((enum db_class)id));
	folded(out, "remedy", dbc_class_remedy((enum db_class)id));
	folded(out, "needs", needs_text(dbc_class_needs((enum db_class)id)));
	return 0;
}

void db_report_classes(FILE *out)
{
	for (int i = 0; i < DB_CLASS_COUNT; i++)
		fprintf(out, "%-28s %s\n", dbc_class_slug((enum db_class)i), dbc_class_family((enum db_class)i));
}
