/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON into a file that is there completely or not at all: written beside its place, then renamed. What is not a
 * regular file (a terminal, /dev/full) is written directly.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report.h"

static char message[512];

static int refuse(const char *path, const char *reason, const char **why)
{
	snprintf(message, sizeof(message), "%s cannot be written: %s", path, reason);
	if (why)
		*why = message;
	return -1;
}

static int write_text(const char *text, const char *path)
{
	FILE *out = fopen(path, "we");
	int failed;

	if (!out)
		return -1;
	failed = fputs(text, out) < 0 || fputc('\n', out) < 0 || fflush(out);
	if (fclose(out))
		failed = 1;
	return failed ? -1 : 0;
}

int json_to_file(json_t *root, const char *path, const char **why)
{
	char *text = root ? json_dumps(root, JSON_INDENT(2)) : NULL;
	char temp[4096] = "";
	struct stat st;
	int result = 0, error;

	json_decref(root);
	if (!text)
		return refuse(path, "out of memory", why);
	if (stat(path, &st) || S_ISREG(st.st_mode)) {
		int n = snprintf(temp, sizeof(temp), "%s.%ld.part", path, (long)getpid());

		if (n < 0 || (size_t)n >= sizeof(temp)) {
			free(text);
			return refuse(path, strerror(ENAMETOOLONG), why);
		}
		/* a file that may not be written must not be replaced by way of its directory */
		if (!access(path, F_OK) && access(path, W_OK)) {
			free(text);
			return refuse(path, strerror(errno), why);
		}
	}
	if (write_text(text, *temp ? temp : path) || (*temp && rename(temp, path))) {
		error = errno;
		result = refuse(path, strerror(error), why);
		if (*temp)
			unlink(temp);
	}
	free(text);
	return result;
}
