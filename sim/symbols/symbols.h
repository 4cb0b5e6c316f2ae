/* SPDX-License-Identifier: Apache-2.0
 *
 * What the two files of the symbol reader share. Nothing is parsed until it is asked for: `read` and `lines_read` say
 * what has been.
 */
#ifndef DB_SYMBOLS_INTERNAL_H
#define DB_SYMBOLS_INTERNAL_H

#include <libelf.h>
#include <elfutils/libdw.h>
#include "db_symbols.h"

struct symbol {
	const char *name; /* in the ELF's string table */
	uint64_t base, size;
};

struct code_range {
	uint64_t base, size;
};

/* One row of the line table: it covers the addresses up to the next row's. */
struct line_row {
	uint64_t address;
	const char *file; /* NULL: end of a sequence, nothing is known from here on */
	uint32_t line, column;
	uint32_t unit;	/* index into unit[] */
	uint32_t order; /* as the compiler wrote it: of two rows with one address the later counts */
};

struct db_symbols {
	int fd;
	Elf *elf;
	int read, lines_read;
	struct symbol *object, *function;
	size_t objects, functions;
	struct code_range *code;
	size_t codes;

	Dwarf *dwarf;
	Dwarf_Die *unit;
	struct line_row *row;
	size_t units, rows, room;
	const char **name; /* file names made by this library, sorted by their origin */
	const char **origin;
	size_t names;
	char *cwd;
};

void symbols_read(struct db_symbols *s);
int symbols_is_code(const struct db_symbols *s, uint64_t pc);
const char *symbols_function(struct db_symbols *s, uint64_t pc);
void symbols_lines_free(struct db_symbols *s);

#endif
