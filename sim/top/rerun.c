/* SPDX-License-Identifier: Apache-2.0
 *
 * Command of a traced re-run: see rerun.h.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rerun.h"

struct text {
	char *out;
	size_t size, used;
};

static void add(struct text *t, const char *format, ...)
{
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(t->out + t->used, t->size - t->used, format, args);
	va_end(args);
	if (n > 0)
		t->used = t->used + (size_t)n < t->size ? t->used + (size_t)n : t->size - 1;
}

/* One word for a shell. */
static void word(struct text *t, const char *w)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";

	if (*w && w[strspn(w, plain)] == 0) {
		add(t, "%s", w);
		return;
	}
	add(t, "'");
	for (; *w; w++)
		add(t, *w == '\'' ? "'\\''" : "%c", *w);
	add(t, "'");
}

/* Does this option name a result or a limit of reporting? with_value: its value is the next word. */
static bool left_out(const char *arg, bool *with_value)
{
	static const char *const names[] = {"--trace",
					    "--trace-depth",
					    "--trace-from",
					    "--trace-to",
					    "--report",
					    "--sarif",
					    "--events",
					    "--signature",
					    "--uart",
					    "--check",
					    "--signature-granularity",
					    "--suppress"};
	size_t len = strcspn(arg, "=");

	*with_value = !arg[len];
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strlen(names[i]) == len && !memcmp(names[i], arg, len))
			return true;
	*with_value = false;
	return !strcmp(arg, "--stop-at-first");
}

void rerun_command(char *const *argv, uint64_t cycle, char *out, size_t size)
{
	struct text t = {out, size, 0};
	const char *dir = NULL; /* where the name of the tree ends */
	char opener[4096];

	for (const char *s = argv[0]; (s = strstr(s, "build/doorbell")); s++)
		dir = s;
	out[0] = 0;
	snprintf(opener, sizeof(opener), "%.*swaves/open", dir ? (int)(dir - argv[0]) : 0, argv[0]);
	word(&t, opener);
	add(&t, " --at %llu", (unsigned long long)cycle);
	for (char *const *arg = argv + 1; *arg; arg++) {
		bool with_value;

		if (left_out(*arg, &with_value)) {
			if (with_value && arg[1])
				arg++;
			continue;
		}
		add(&t, " ");
		word(&t, *arg);
	}
}
