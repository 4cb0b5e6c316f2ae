/* SPDX-License-Identifier: Apache-2.0
 *
 * The texts of include/spec/classes.def by class.
 */
#include <string.h>

#include "dbc.h"

static const struct {
	const char *slug, *family, *needs, *rule, *example, *remedy;
} text[DB_CLASS_COUNT] = {
#include "spec/none.h"
#undef CLASS
#define CLASS(n, slug, family, needs, rule, example, remedy)                                                           \
	[DB_CLASS_##n] = {slug, family, needs, rule, example, remedy},
#include "spec/classes.def"
};

#define FIELD_OF_CLASS(field)                                                                                          \
	const char *dbc_class_##field(enum db_class id)                                                                \
	{                                                                                                              \
		return (unsigned int)id < DB_CLASS_COUNT ? text[id].field : "unknown";                                 \
	}
FIELD_OF_CLASS(slug)
FIELD_OF_CLASS(family)
FIELD_OF_CLASS(needs)
FIELD_OF_CLASS(rule)
FIELD_OF_CLASS(example)
FIELD_OF_CLASS(remedy)

int dbc_class_find(const char *slug)
{
	for (int i = 0; i < DB_CLASS_COUNT; i++)
		if (!strcmp(text[i].slug, slug))
			return i;
	return -1;
}
