/* SPDX-License-Identifier: Apache-2.0
 *
 * Result files: see out_file.h.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "out_file.h"

static int complain(const struct out_file *o)
{
	fprintf(stderr, "doorbell: --%s: %s cannot be written: %s\n", o->option, o->path, strerror(errno));
	return -1;
}

int out_file_open(struct out_file *o, const char *option, const char *path)
{
	struct stat st;

	o->option = option;
	o->path = path;
	o->temp[0] = 0;
	o->f = NULL;
	if (stat(path, &st) || S_ISREG(st.st_mode)) {
		int n = snprintf(o->temp, sizeof(o->temp), "%s.%ld.part", path, (long)getpid());

		if (n < 0 || (size_t)n >= sizeof(o->temp)) {
			errno = ENAMETOOLONG;
			return complain(o);
		}
		/* a file that may not be written must not be replaced by way of its directory */
		if (!access(path, F_OK) && access(path, W_OK))
			return complain(o);
	}
	o->f = fopen(out_file_place(o), "we");
	return o->f ? 0 : complain(o);
}

const char *out_file_place(const struct out_file *o)
{
	return o->temp[0] ? o->temp : o->path;
}

int out_file_commit(struct out_file *o)
{
	int failed = 0;

	if (o->f) {
		failed = fflush(o->f) || ferror(o->f);
		if (fclose(o->f))
			failed = 1;
		o->f = NULL;
	}
	if (!failed && o->temp[0])
		failed = rename(o->temp, o->path);
	if (!failed)
		return 0;
	complain(o);
	out_file_discard(o);
	return -1;
}

void out_file_discard(struct out_file *o)
{
	if (o->f)
		fclose(o->f);
	o->f = NULL;
	if (o->temp[0])
		unlink(o->temp);
}

int out_file_probe(const char *option, const char *path)
{
	struct out_file o;

	if (out_file_open(&o, option, path))
		return -1;
	out_file_discard(&o);
	return 0;
}
