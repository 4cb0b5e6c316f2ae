/* SPDX-License-Identifier: Apache-2.0
 *
 * ELF loading: see elf_image.h.
 *
 * libelf is given the file in memory, so that sizes in the headers are compared with the bytes that are there before
 * anything follows a pointer into them.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_image.h"

#define FILE_LIMIT (UINT64_C(1) << 30)

#define REFUSE(path, ...)                                                                                              \
	do {                                                                                                           \
		fprintf(stderr, "doorbell: %s: ", path);                                                               \
		fprintf(stderr, __VA_ARGS__);                                                                          \
		fputc('\n', stderr);                                                                                   \
		return -1;                                                                                             \
	} while (0)

static int read_file(const char *path, char **data, size_t *size)
{
	struct stat st;
	size_t got = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		REFUSE(path, "cannot be opened: %s", strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		close(fd);
		REFUSE(path, "is not a regular file");
	}
	if ((uint64_t)st.st_size > FILE_LIMIT) {
		close(fd);
		REFUSE(path, "is larger than 1 GiB; no program that fits the RAM is");
	}
	*size = (size_t)st.st_size;
	*data = malloc(*size + 1);
	while (*data && got < *size) {
		ssize_t n = read(fd, *data + got, *size - got);

		if (n <= 0)
			break;
		got += (size_t)n;
	}
	close(fd);
	if (!*data || got < *size)
		REFUSE(path, "cannot be read completely: %s", strerror(errno));
	return 0;
}

/* Is [off, off + len) inside the file? */
static bool inside(uint64_t off, uint64_t len, uint64_t size)
{
	return off <= size && len <= size - off;
}

static bool fitted(uint64_t addr, uint64_t len, const struct elf_ram *ram, size_t rams)
{
	for (size_t i = 0; i < rams; i++)
		if (addr >= ram[i].base && addr - ram[i].base <= ram[i].size &&
		    len <= ram[i].size - (addr - ram[i].base))
			return true;
	return false;
}

static void ram_text(const struct elf_ram *ram, size_t rams, char *text, size_t size)
{
	size_t n = 0;

	text[0] = 0;
	for (size_t i = 0; i < rams; i++)
		if (ram[i].size && n < size)
			n += (size_t)snprintf(text + n, size - n, "%s0x%llx-0x%llx", n ? ", " : "",
					      (unsigned long long)ram[i].base,
					      (unsigned long long)(ram[i].base + ram[i].size - 1));
}

static int check_ident(const char *path, const unsigned char *id, size_t size)
{
	if (size < EI_NIDENT || memcmp(id, ELFMAG, SELFMAG))
		REFUSE(path, "is not an ELF file");
	if (id[EI_CLASS] != ELFCLASS64)
		REFUSE(path, "is a 32-bit ELF; the core is RV64: compile with -march=rv64imac -mabi=lp64");
	if (id[EI_DATA] != ELFDATA2LSB)
		REFUSE(path, "is a big-endian ELF; the core is little-endian");
	if (size < sizeof(Elf64_Ehdr))
		REFUSE(path, "is cut off: it ends inside the ELF header");
	return 0;
}

static int check_header(const char *path, const GElf_Ehdr *eh, uint64_t size)
{
	if (eh->e_machine != EM_RISCV)
		REFUSE(path, "is an ELF for another machine (%u); compile for RISC-V (%u)", eh->e_machine, EM_RISCV);
	if (eh->e_type != ET_EXEC)
		REFUSE(path, "is not an executable (ELF type %u); link it without -r, -pie or -shared", eh->e_type);
	if (!eh->e_phnum || eh->e_phentsize != sizeof(Elf64_Phdr))
		REFUSE(path, "has no program headers; link it as an executable");
	if (!inside(eh->e_phoff, (uint64_t)eh->e_phnum * eh->e_phentsize, size))
		REFUSE(path, "is cut off: its program headers lie behind the end of the file");
	if (eh->e_shnum && !inside(eh->e_shoff, (uint64_t)eh->e_shnum * eh->e_shentsize, size))
		REFUSE(path, "is cut off: its section headers lie behind the end of the file");
	return 0;
}

static int take_segments(struct elf_image *im, const char *path, Elf *elf, size_t count, uint64_t size,
			 const struct elf_ram *ram, size_t rams)
{
	char have[160];

	ram_text(ram, rams, have, sizeof(have));
	im->segment = calloc(count, sizeof(*im->segment));
	if (!im->segment)
		REFUSE(path, "out of memory");
	for (size_t i = 0; i < count; i++) {
		GElf_Phdr ph;

		if (!gelf_getphdr(elf, (int)i, &ph))
			REFUSE(path, "program header %zu cannot be read: %s", i, elf_errmsg(-1));
		if (ph.p_type != PT_LOAD || !ph.p_memsz)
			continue;
		if (!inside(ph.p_offset, ph.p_filesz, size))
			REFUSE(path, "is cut off: segment %zu lies behind the end of the file", i);
		if (ph.p_filesz > ph.p_memsz)
			REFUSE(path, "segment %zu has more bytes in the file (0x%llx) than in memory (0x%llx)", i,
			       (unsigned long long)ph.p_filesz, (unsigned long long)ph.p_memsz);
		if (!fitted(ph.p_paddr, ph.p_memsz, ram, rams))
			REFUSE(path,
			       "segment %zu (0x%llx, 0x%llx bytes) lies outside the RAM (%s); "
			       "see --ram-mib, --ram-hi-mib or the linker script",
			       i, (unsigned long long)ph.p_paddr, (unsigned long long)ph.p_memsz, have);
		im->segment[im->segments++] = (struct elf_segment){
			.paddr = ph.p_paddr,
			.data = (const char *)im->file + ph.p_offset,
			.size = ph.p_filesz,
			.memsize = ph.p_memsz,
		};
	}
	if (!im->segments)
		REFUSE(path, "has no segment to load");
	if (!fitted(im->entry, 2, ram, rams))
		REFUSE(path, "its entry 0x%llx lies outside the RAM (%s)", (unsigned long long)im->entry, have);
	if (im->entry & 1)
		REFUSE(path, "its entry 0x%llx is odd", (unsigned long long)im->entry);
	return 0;
}

static void take_symbol(struct elf_image *im, const char *name, uint64_t value)
{
	static const struct {
		const char *name;
		size_t at;
	} wanted[] = {
		{"tohost", offsetof(struct elf_image, tohost)},
		{"fromhost", offsetof(struct elf_image, fromhost)},
		{"begin_signature", offsetof(struct elf_image, signature_begin)},
		{"end_signature", offsetof(struct elf_image, signature_end)},
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!strcmp(name, wanted[i].name))
			memcpy((char *)im + wanted[i].at, &value, sizeof(value));
}

/* A stripped program has none; that is no fault. */
static void take_symbols(struct elf_image *im, Elf *elf)
{
	Elf_Scn *scn = NULL;

	while ((scn = elf_nextscn(elf, scn)) != NULL) {
		GElf_Shdr sh;
		Elf_Data *data;

		if (!gelf_getshdr(scn, &sh) || sh.sh_type != SHT_SYMTAB || !sh.sh_entsize)
			continue;
		data = elf_getdata(scn, NULL);
		for (size_t i = 0; data && i < data->d_size / sh.sh_entsize; i++) {
			GElf_Sym sym;
			const char *name;

			if (!gelf_getsym(data, (int)i, &sym) || sym.st_shndx == SHN_UNDEF)
				continue;
			name = elf_strptr(elf, sh.sh_link, sym.st_name);
			if (name)
				take_symbol(im, name, sym.st_value);
		}
	}
}

static int examine(struct elf_image *im, const char *path, Elf *elf, uint64_t size, const struct elf_ram *ram,
		   size_t rams)
{
	GElf_Ehdr eh;
	size_t phdrs;

	if (elf_kind(elf) != ELF_K_ELF || !gelf_getehdr(elf, &eh))
		REFUSE(path, "its ELF header cannot be read: %s", elf_errmsg(-1));
	if (check_header(path, &eh, size))
		return -1;
	if (elf_getphdrnum(elf, &phdrs))
		REFUSE(path, "its program headers cannot be read: %s", elf_errmsg(-1));
	im->entry = eh.e_entry;
	if (take_segments(im, path, elf, phdrs, size, ram, rams))
		return -1;
	take_symbols(im, elf);
	return 0;
}

int elf_image_open(struct elf_image *im, const char *path, const struct elf_ram *ram, size_t rams)
{
	char *data = NULL;
	size_t size = 0;
	Elf *elf;
	int rc;

	memset(im, 0, sizeof(*im));
	rc = read_file(path, &data, &size);
	im->file = data;
	if (rc || check_ident(path, (const unsigned char *)data, size))
		return -1;
	elf_version(EV_CURRENT);
	elf = elf_memory(data, size);
	if (!elf)
		REFUSE(path, "cannot be read as ELF: %s", elf_errmsg(-1));
	rc = examine(im, path, elf, size, ram, rams);
	elf_end(elf);
	return rc;
}

int elf_image_add(struct elf_image *im, const char *path, uint64_t paddr, const struct elf_ram *ram, size_t rams)
{
	struct elf_segment *segment;
	void **more;
	char have[160];
	char *data = NULL;
	size_t size = 0;

	if (read_file(path, &data, &size)) {
		free(data);
		return -1;
	}
	segment = realloc(im->segment, (im->segments + 1) * sizeof(*segment));
	if (segment)
		im->segment = segment;
	more = realloc(im->more, (im->mores + 1) * sizeof(*more));
	if (more)
		im->more = more;
	if (!segment || !more) {
		free(data);
		REFUSE(path, "out of memory");
	}
	im->more[im->mores++] = data;
	if (!size)
		REFUSE(path, "is empty");
	ram_text(ram, rams, have, sizeof(have));
	if (!fitted(paddr, size, ram, rams))
		REFUSE(path, "at 0x%llx (0x%llx bytes) lies outside the RAM (%s); see --ram-mib, --ram-hi-mib",
		       (unsigned long long)paddr, (unsigned long long)size, have);
	for (size_t i = 0; i < im->segments; i++)
		if (paddr < segment[i].paddr + segment[i].memsize && segment[i].paddr < paddr + size)
			REFUSE(path, "at 0x%llx (0x%llx bytes) overlaps what is loaded at 0x%llx (0x%llx bytes)",
			       (unsigned long long)paddr, (unsigned long long)size,
			       (unsigned long long)segment[i].paddr, (unsigned long long)segment[i].memsize);
	segment[im->segments++] = (struct elf_segment){.paddr = paddr, .data = data, .size = size, .memsize = size};
	return 0;
}

void elf_image_close(struct elf_image *im)
{
	for (size_t i = 0; i < im->mores; i++)
		free(im->more[i]);
	free(im->more);
	free(im->segment);
	free(im->file);
	memset(im, 0, sizeof(*im));
}
