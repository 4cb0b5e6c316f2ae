/* SPDX-License-Identifier: Apache-2.0
 * Runs simulator processes side by side and reads their reports: see run.h.
 */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void path_of(char *to, size_t size, const char *dir, size_t index, const char *suffix)
{
	snprintf(to, size, "%s/%06zu.%s", dir, index, suffix);
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static pid_t start(const struct run *run, size_t index, unsigned limit, const char *dir)
{
	char line[1400], report[300], err[300];
	pid_t pid;

	path_of(report, sizeof report, dir, index, "json");
	path_of(err, sizeof err, dir, index, "err");
	unlink(report);
	snprintf(line, sizeof line, "exec %s --report %s", run->command, report);
	pid = fork();
	if (pid == 0) {
		struct rlimit cpu = {limit, limit + 2};
		int null = open("/dev/null", O_RDWR), fd = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0666);
		dup2(null, 0);
		dup2(null, 1);
		dup2(fd, 2);
		setrlimit(RLIMIT_CPU, &cpu); /* the simulator bounds itself by cycles; this bounds the simulator */
		execl("/bin/sh", "sh", "-c", line, (char *)NULL);
		_exit(127);
	}
	return pid;
}

static void last_line(const char *path, char *to, size_t size)
{
	FILE *f = fopen(path, "r");
	char text[512];

	*to = 0;
	if (!f)
		return;
	while (fgets(text, sizeof text, f))
		if (text[0] != '\n')
			snprintf(to, size, "%.*s", (int)strcspn(text, "\n"), text);
	fclose(f);
}

static void base_name(char *to, size_t size, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;
	snprintf(to, size, "%s", slash ? slash + 1 : path ? path : "");
}

static void place(json_t *at, char *file, size_t size, unsigned *line)
{
	base_name(file, size, json_string_value(json_object_get(at, "file")));
	*line = (unsigned)json_integer_value(json_object_get(at, "line"));
}

static void read_report(struct run *run, const char *path)
{
	json_t *report = json_load_file(path, 0, NULL), *item;
	size_t i;

	json_array_foreach(json_object_get(report, "findings"), i, item)
	{
		struct run_finding *f = &run->finding[run->findings];
		const char *slug = json_string_value(json_object_get(item, "class"));
		const char *severity = json_string_value(json_object_get(item, "severity"));
		const char *kind = json_string_value(json_object_get(item, "kind"));
		if (run->findings == RUN_FINDINGS)
			break;
		snprintf(f->slug, sizeof f->slug, "%s", slug ? slug : "?");
		snprintf(f->severity, sizeof f->severity, "%s", severity ? severity : "?");
		snprintf(f->kind, sizeof f->kind, "%s", kind ? kind : "?");
		place(json_object_get(item, "access"), f->access_file, sizeof f->access_file, &f->access_line);
		place(json_object_get(item, "cause"), f->cause_file, sizeof f->cause_file, &f->cause_line);
		run->findings++;
	}
	json_decref(report);
}

static void finish(struct run *run, size_t index, int status, const char *dir)
{
	char path[300];
	const char *cycles;

	run->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	path_of(path, sizeof path, dir, index, "err");
	last_line(path, run->verdict, sizeof run->verdict);
	cycles = strstr(run->verdict, " cycles");
	while (cycles && cycles > run->verdict && cycles[-1] != ' ')
		cycles--;
	run->cycles = cycles ? strtoull(cycles, NULL, 10) : 0;
	if (run->exit_code == 0)
		unlink(path);
	path_of(path, sizeof path, dir, index, "json");
	read_report(run, path);
	unlink(path);
}

int run_all(struct run *run, size_t count, unsigned jobs, unsigned limit, const char *dir,
	    void (*done)(struct run *, void *), void *arg)
{
	struct slot {
		pid_t pid;
		size_t index;
	} *slot = calloc(jobs, sizeof *slot);
	size_t next = 0, running = 0;

	if (!slot) {
		fprintf(stderr, "regress: out of memory\n");
		return -1;
	}
	while (next < count || running) {
		int status;
		pid_t pid;
		for (unsigned i = 0; i < jobs && next < count; i++) {
			if (slot[i].pid)
				continue;
			run[next].seconds = now();
			slot[i].pid = start(&run[next], next, limit, dir);
			if (slot[i].pid < 0) {
				fprintf(stderr, "regress: fork: %s\n", strerror(errno));
				free(slot);
				return -1;
			}
			slot[i].index = next++;
			running++;
		}
		pid = wait(&status);
		for (unsigned i = 0; i < jobs; i++)
			if (pid > 0 && slot[i].pid == pid) {
				struct run *r = &run[slot[i].index];
				r->seconds = now() - r->seconds;
				finish(r, slot[i].index, status, dir);
				slot[i].pid = 0;
				running--;
				done(r, arg);
			}
	}
	free(slot);
	return 0;
}
