/* SPDX-License-Identifier: Apache-2.0
 *
 * A result file that is there completely or not at all.
 *
 * A regular file is written beside its place and renamed by out_file_commit(); anything else (a terminal, /dev/full)
 * is written directly. Every function that can fail prints one line on standard error and returns -1 (NULL).
 */
#ifndef DOORBELL_SIM_OUT_FILE_H
#define DOORBELL_SIM_OUT_FILE_H

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

struct out_file {
	const char *option; /* for messages: the option that named the file */
	const char *path;
	char temp[4096]; /* "" where the file is written directly */
	FILE *f;
};

int out_file_open(struct out_file *o, const char *option, const char *path);
int out_file_commit(struct out_file *o);
void out_file_discard(struct out_file *o);

/* Where the bytes go now; for writers that open by name. The stream is then not used and may be closed first. */
const char *out_file_place(const struct out_file *o);

/* 0 if a result could be written to path; nothing is left behind. */
int out_file_probe(const char *option, const char *path);

#ifdef __cplusplus
}
#endif

#endif
