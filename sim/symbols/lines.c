/* SPDX-License-Identifier: Apache-2.0
 *
 * pc to source by libdw.
 *
 * The units are walked into a table of our own, because the lookups of libdw and libdwfl start from .debug_aranges,
 * which the linker leaves broken after --gc-sections. Rows outside the executable segments belong to dropped sections.
 * Inlined functions come from the scopes of the pc: the innermost scope found by dwarf_getscopes(), then its physical
 * parents by dwarf_getscopes_die() (the former alone gives the places where the functions were written).
 *
 * File names lose the working directory in front where they are below it.
 */
#include <dwarf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "symbols.h"

/* Removes "./", "//" and "x/.." in place. */
static void simplify(char *path)
{
	char *part[256], *out = path, *in = path;
	size_t depth = 0;

	if (*in == '/')
		in++, out++;
	while (*in) {
		size_t n = strcspn(in, "/");
		int more = in[n] == '/';

		if (n == 2 && in[0] == '.' && in[1] == '.' && depth) {
			out = part[--depth];
		} else if (n && !(n == 1 && *in == '.') && depth < sizeof(part) / sizeof(*part)) {
			if (!(n == 2 && in[0] == '.' && in[1] == '.'))
				part[depth++] = out;
			memmove(out, in, n);
			out += n;
			if (more)
				*out++ = '/';
		}
		in += n + (size_t)more;
	}
	*out = 0;
}

static const char *file_name(struct db_symbols *s, const char *origin)
{
	size_t cut = s->cwd ? strlen(s->cwd) : 0;
	const char **grown;
	char *name;

	if (!origin)
		return NULL;
	for (size_t i = s->names; i-- > 0;) /* rows of one file come together: mostly the first try */
		if (s->origin[i] == origin || !strcmp(s->origin[i], origin))
			return s->name[i];
	grown = realloc(s->name, (s->names + 1) * sizeof(*grown));
	if (!grown)
		return origin;
	s->name = grown;
	grown = realloc(s->origin, (s->names + 1) * sizeof(*grown));
	if (!grown)
		return origin;
	s->origin = grown;
	name = strdup(origin);
	if (!name)
		return origin;
	simplify(name);
	if (cut > 1 && !strncmp(name, s->cwd, cut) && name[cut] == '/')
		memmove(name, name + cut + 1, strlen(name + cut + 1) + 1);
	s->origin[s->names] = origin;
	s->name[s->names++] = name;
	return name;
}

static int by_address(const void *a, const void *b)
{
	const struct line_row *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (!x->file != !y->file) /* one sequence ends where the next begins: the end first */
		return x->file ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void add_row(struct db_symbols *s, const struct line_row *row)
{
	if (s->rows == s->room) {
		size_t room = s->room ? 2 * s->room : 4096;
		struct line_row *grown = realloc(s->row, room * sizeof(*grown));

		if (!grown)
			return;
		s->row = grown;
		s->room = room;
	}
	s->row[s->rows] = *row;
	s->row[s->rows].order = (uint32_t)s->rows;
	s->rows++;
}

static void read_unit(struct db_symbols *s, Dwarf_Die *die)
{
	Dwarf_Die *grown = realloc(s->unit, (s->units + 1) * sizeof(*grown));
	Dwarf_Lines *lines;
	size_t n;
	int inside = 0; /* the sequence began in code that exists */

	if (!grown)
		return;
	s->unit = grown;
	s->unit[s->units] = *die;
	if (dwarf_getsrclines(die, &lines, &n))
		n = 0;
	for (size_t i = 0; i < n; i++) {
		Dwarf_Line *l = dwarf_onesrcline(lines, i);
		struct line_row row = {.unit = (uint32_t)s->units};
		Dwarf_Addr address;
		bool end = false;
		int number = 0, column = 0;

		if (!l || dwarf_lineaddr(l, &address) || dwarf_lineendsequence(l, &end))
			continue;
		row.address = address;
		if (end) {
			if (inside)
				add_row(s, &row);
			inside = 0;
			continue;
		}
		if (!symbols_is_code(s, address))
			continue;
		inside = 1;
		dwarf_lineno(l, &number);
		dwarf_linecol(l, &column);
		row.line = (uint32_t)number;
		row.column = (uint32_t)column;
		row.file = file_name(s, dwarf_linesrc(l, NULL, NULL));
		if (row.file)
			add_row(s, &row);
	}
	s->units++;
}

static void read_lines(struct db_symbols *s)
{
	Dwarf_CU *cu = NULL;
	Dwarf_Die die;
	uint8_t type;

	if (s->lines_read)
		return;
	s->lines_read = 1;
	symbols_read(s);
	s->cwd = getcwd(NULL, 0);
	s->dwarf = dwarf_begin_elf(s->elf, DWARF_C_READ, NULL);
	if (!s->dwarf)
		return;
	while (dwarf_get_units(s->dwarf, cu, &cu, NULL, &type, &die, NULL) == 0)
		if (type == DW_UT_compile && dwarf_tag(&die) == DW_TAG_compile_unit)
			read_unit(s, &die);
	if (s->rows)
		qsort(s->row, s->rows, sizeof(*s->row), by_address);
}

void symbols_lines_free(struct db_symbols *s)
{
	for (size_t i = 0; i < s->names; i++)
		free((char *)s->name[i]);
	free(s->name);
	free(s->origin);
	free(s->row);
	free(s->unit);
	free(s->cwd);
	if (s->dwarf)
		dwarf_end(s->dwarf);
}

static const struct line_row *find_row(const struct db_symbols *s, uint64_t pc)
{
	size_t lo = 0, hi = s->rows;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->row[mid].address <= pc)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo && s->row[lo - 1].file ? &s->row[lo - 1] : NULL;
}

static int is_function(Dwarf_Die *die)
{
	int tag = dwarf_tag(die);

	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

static Dwarf_Word number(Dwarf_Die *die, unsigned int name)
{
	Dwarf_Attribute attr;
	Dwarf_Word v = 0;

	return dwarf_formudata(dwarf_attr(die, name, &attr), &v) ? 0 : v;
}

/* Fills in the functions of frame[0] (whose place is known) and the frames that it was inlined into. */
static int inlined_frames(struct db_symbols *s, Dwarf_Die *unit, uint64_t pc, struct db_frame *frame, int max)
{
	Dwarf_Die *scope = NULL, *found = NULL, innermost;
	Dwarf_Files *files = NULL;
	size_t file_count = 0;
	int n, frames = 0;

	n = dwarf_getscopes(unit, pc, &found);
	if (n <= 0)
		return 0;
	innermost = found[0];
	free(found);
	n = dwarf_getscopes_die(&innermost, &scope);
	if (dwarf_getsrcfiles(unit, &files, &file_count))
		files = NULL;
	for (int i = 0; i < n && frames < max; i++) {
		struct db_frame *f = &frame[frames];
		Dwarf_Word file;

		if (!is_function(&scope[i]))
			continue;
		f->function = dwarf_diename(&scope[i]);
		frames++;
		f->inlined = dwarf_tag(&scope[i]) == DW_TAG_inlined_subroutine && frames < max;
		if (!f->inlined)
			break;
		file = number(&scope[i], DW_AT_call_file);
		f[1] = (struct db_frame){0};
		f[1].line = (int)number(&scope[i], DW_AT_call_line);
		f[1].column = (int)number(&scope[i], DW_AT_call_column);
		if (files && file < file_count)
			f[1].file = file_name(s, dwarf_filesrc(files, file, NULL, NULL));
	}
	free(scope);
	return frames;
}

int db_symbols_frames(struct db_symbols *s, uint64_t pc, struct db_frame *frame, int max)
{
	const struct line_row *row;
	int n;

	if (max < 1)
		return 0;
	read_lines(s);
	frame[0] = (struct db_frame){0};
	row = find_row(s, pc);
	if (!row) {
		frame[0].function = symbols_function(s, pc);
		return 1;
	}
	frame[0].file = row->file;
	frame[0].line = (int)row->line;
	frame[0].column = (int)row->column;
	n = inlined_frames(s, &s->unit[row->unit], pc, frame, max);
	if (n < 1) { /* assembler: lines, but no functions */
		frame[0].function = symbols_function(s, pc);
		return 1;
	}
	if (!frame[n - 1].function)
		frame[n - 1].function = symbols_function(s, pc);
	return n;
}
