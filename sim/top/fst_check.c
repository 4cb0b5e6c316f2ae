/* SPDX-License-Identifier: Apache-2.0
 *
 * FST block walk: see fst_check.h. A file is a chain of blocks: a type byte and a big-endian length that counts itself.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fst_check.h"

#define BLOCK_HEADER 0
#define BLOCK_GEOMETRY 3
#define BLOCK_HIERARCHY 4
#define BLOCK_HIERARCHY_LZ4 6
#define BLOCK_HIERARCHY_LZ4_TWICE 7
#define BLOCK_UNFINISHED 255

int fst_check(const char *path)
{
	bool header = false, geometry = false, hierarchy = false;
	struct stat st;
	FILE *f = fopen(path, "rbe");
	off_t at = 0;
	int rc = -1;

	if (!f)
		return -1;
	if (fstat(fileno(f), &st))
		goto out;
	while (at < st.st_size) {
		uint64_t len = 0;
		int type;

		if (fseeko(f, at, SEEK_SET))
			goto out;
		type = fgetc(f);
		for (int i = 0; i < 8; i++)
			len = len << 8 | (uint64_t)(fgetc(f) & 0xff);
		if (type == EOF || type == BLOCK_UNFINISHED || feof(f) || len < 8 ||
		    len > (uint64_t)(st.st_size - at - 1))
			goto out;
		header |= type == BLOCK_HEADER;
		geometry |= type == BLOCK_GEOMETRY;
		hierarchy |=
			type == BLOCK_HIERARCHY || type == BLOCK_HIERARCHY_LZ4 || type == BLOCK_HIERARCHY_LZ4_TWICE;
		at += 1 + (off_t)len;
	}
	if (header && geometry && hierarchy)
		rc = 0;
out:
	fclose(f);
	return rc;
}
