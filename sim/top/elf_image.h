/* SPDX-License-Identifier: Apache-2.0
 *
 * A RISC-V ELF executable, checked against the RAM that is fitted, by libelf.
 *
 * elf_image_open() reads the whole file. It returns 0, or -1 after one line on standard error that says what is wrong
 * with the file and what would help. Segments are placed at their physical addresses; the part behind `size` up to
 * `memsize` is zero. Symbols that are not there have the value 0 (no RAM is there).
 */
#ifndef DOORBELL_SIM_ELF_IMAGE_H
#define DOORBELL_SIM_ELF_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct elf_ram {
	uint64_t base, size;
};

struct elf_segment {
	uint64_t paddr;
	const void *data;
	uint64_t size;
	uint64_t memsize;
};

struct elf_image {
	uint64_t entry;
	uint64_t tohost, fromhost;
	uint64_t signature_begin, signature_end;
	struct elf_segment *segment;
	size_t segments;
	void *file;  /* the bytes that segment[].data points into */
	void **more; /* and those of the files that were added */
	size_t mores;
};

int elf_image_open(struct elf_image *image, const char *path, const struct elf_ram *ram, size_t rams);
/*
 * Adds the bytes of any file as one more segment at paddr. 0, or -1 after one line on standard error: the file cannot
 * be read, is empty, leaves the RAM or overlaps what is there.
 */
int elf_image_add(struct elf_image *image, const char *path, uint64_t paddr, const struct elf_ram *ram, size_t rams);
void elf_image_close(struct elf_image *image);

#ifdef __cplusplus
}
#endif

#endif
