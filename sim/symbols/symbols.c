/* SPDX-License-Identifier: Apache-2.0
 *
 * The ELF file and its symbol table: functions, data objects, values. See include/db_symbols.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <gelf.h>

#include "symbols.h"

static char message[512];

static struct db_symbols *refuse(struct db_symbols *s, const char *path, const char *reason, const char **why)
{
	snprintf(message, sizeof(message), "%s: %s", path, reason);
	if (why)
		*why = message;
	db_symbols_close(s);
	return NULL;
}

struct db_symbols *db_symbols_open(const char *path, const char **why)
{
	struct db_symbols *s = calloc(1, sizeof(*s));
	GElf_Ehdr ehdr;

	if (!s)
		return refuse(NULL, path, "out of memory", why);
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (s->fd < 0)
		return refuse(s, path, strerror(errno), why);
	elf_version(EV_CURRENT);
	s->elf = elf_begin(s->fd, ELF_C_READ_MMAP, NULL);
	if (!s->elf || elf_kind(s->elf) != ELF_K_ELF || !gelf_getehdr(s->elf, &ehdr))
		return refuse(s, path, "not an ELF file", why);
	if (gelf_getclass(s->elf) != ELFCLASS64 || ehdr.e_machine != EM_RISCV)
		return refuse(s, path, "not a 64-bit RISC-V ELF file", why);
	return s;
}

void db_symbols_close(struct db_symbols *s)
{
	if (!s)
		return;
	symbols_lines_free(s);
	free(s->object);
	free(s->function);
	free(s->code);
	if (s->elf)
		elf_end(s->elf);
	if (s->fd >= 0)
		close(s->fd);
	free(s);
}

static int by_address(const void *a, const void *b)
{
	const struct symbol *x = a, *y = b;

	if (x->base != y->base)
		return x->base < y->base ? -1 : 1;
	if (x->size != y->size) /* the wider one first: a lookup prefers the last */
		return x->size > y->size ? -1 : 1;
	return strcmp(x->name, y->name);
}

/* The symbol table's section header and data, or NULL. */
static Elf_Data *symbol_table(struct db_symbols *s, GElf_Shdr *shdr)
{
	for (Elf_Scn *scn = NULL; (scn = elf_nextscn(s->elf, scn));)
		if (gelf_getshdr(scn, shdr) && shdr->sh_type == SHT_SYMTAB && shdr->sh_entsize)
			return elf_getdata(scn, NULL);
	return NULL;
}

/* Code is what an executable segment holds: lines and functions that the linker dropped lie outside. */
static void read_code(struct db_symbols *s)
{
	size_t n;

	if (elf_getphdrnum(s->elf, &n) || !n || !(s->code = calloc(n, sizeof(*s->code))))
		return;
	for (size_t i = 0; i < n; i++) {
		GElf_Phdr ph;

		if (gelf_getphdr(s->elf, (int)i, &ph) && ph.p_type == PT_LOAD && (ph.p_flags & PF_X)) {
			s->code[s->codes].base = ph.p_vaddr;
			s->code[s->codes++].size = ph.p_memsz;
		}
	}
}

int symbols_is_code(const struct db_symbols *s, uint64_t pc)
{
	for (size_t i = 0; i < s->codes; i++)
		if (pc - s->code[i].base < s->code[i].size)
			return 1;
	return 0;
}

void symbols_read(struct db_symbols *s)
{
	GElf_Shdr shdr;
	Elf_Data *data;
	size_t n;

	if (s->read)
		return;
	s->read = 1;
	read_code(s);
	data = symbol_table(s, &shdr);
	if (!data)
		return;
	n = data->d_size / shdr.sh_entsize;
	s->object = calloc(n + 1, sizeof(*s->object));
	s->function = calloc(n + 1, sizeof(*s->function));
	for (size_t i = 0; i < n && s->object && s->function; i++) {
		GElf_Sym sym;
		const char *name;
		struct symbol *to;
		int type;

		if (!gelf_getsym(data, (int)i, &sym) || sym.st_shndx == SHN_UNDEF || sym.st_shndx >= SHN_LORESERVE)
			continue;
		name = elf_strptr(s->elf, shdr.sh_link, sym.st_name);
		type = GELF_ST_TYPE(sym.st_info);
		if (!name || !*name || *name == '$' || !strncmp(name, ".L", 2))
			continue;
		if (type == STT_OBJECT && sym.st_size)
			to = &s->object[s->objects++];
		else if ((type == STT_FUNC || type == STT_NOTYPE) && symbols_is_code(s, sym.st_value))
			to = &s->function[s->functions++];
		else
			continue;
		to->name = name;
		to->base = sym.st_value;
		to->size = sym.st_size;
	}
	if (s->objects)
		qsort(s->object, s->objects, sizeof(*s->object), by_address);
	if (s->functions)
		qsort(s->function, s->functions, sizeof(*s->function), by_address);
}

/* Assembler labels have no size: such a function reaches to the next symbol. */
const char *symbols_function(struct db_symbols *s, uint64_t pc)
{
	size_t lo = 0, hi;

	symbols_read(s);
	if (!symbols_is_code(s, pc))
		return NULL;
	for (hi = s->functions; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->function[mid].base <= pc)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo-- > 0)
		if (!s->function[lo].size || pc - s->function[lo].base < s->function[lo].size)
			return s->function[lo].name;
	return NULL;
}

size_t db_symbols_objects(const struct db_symbols *s)
{
	symbols_read((struct db_symbols *)s); /* read when first asked; nothing that callers see changes */
	return s->objects;
}

const char *db_symbols_object(const struct db_symbols *s, size_t i, uint64_t *base, uint64_t *size)
{
	if (i >= db_symbols_objects(s))
		return NULL;
	*base = s->object[i].base;
	*size = s->object[i].size;
	return s->object[i].name;
}

int db_symbols_value(const struct db_symbols *s, const char *name, uint64_t *value)
{
	GElf_Shdr shdr;
	Elf_Data *data = symbol_table((struct db_symbols *)s, &shdr);
	size_t n = data ? data->d_size / shdr.sh_entsize : 0;
	int found = 0;

	for (size_t i = 0; i < n; i++) {
		GElf_Sym sym;
		const char *its;

		if (!gelf_getsym(data, (int)i, &sym) || sym.st_shndx == SHN_UNDEF)
			continue;
		its = elf_strptr(s->elf, shdr.sh_link, sym.st_name);
		if (!its || strcmp(its, name))
			continue;
		if (!found || GELF_ST_BIND(sym.st_info) != STB_LOCAL)
			*value = sym.st_value;
		found = 1;
	}
	return found;
}
