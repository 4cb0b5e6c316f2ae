/* SPDX-License-Identifier: Apache-2.0
 *
 * mutate: replaces every fence and cbo.* of correct programs by a nop, one at a time, and asks for a conviction.
 *
 * usage: mutate [--jobs N] [--sim PROGRAM] [--survivors FILE] [--dir DIR] [--verbose] ELF...
 *
 * A mutant must be convicted (exit 3). One that is not must be explained by a line of the survivors file:
 *     INSTRUCTION | WHERE | REASON
 * WHERE is a shell pattern over "PROGRAM: FUNCTION<CALLER<..." (innermost first; inlined frames included). Mutants that
 * the program never executes are found by an ebreak in the same place, and counted apart. A survivor line that no
 * mutant needs is an error too: the list must not outlive its reasons.
 * Prints what each instruction's mutants came to and `N passed, N failed, N skipped` (skipped: never executed).
 */
#include "run.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <gelf.h>
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOP = 0x00000013, EBREAK = 0x00100073, MAX_REASONS = 200 };

struct mutant {
	size_t program;
	uint64_t address;
	long offset;
	char insn[16], where[400];
	bool convicted, executed;
};

struct reason {
	char insn[16], where[200], text[300];
	unsigned used;
};

static const char *sim = "build/doorbell", *dir = "build/mutate";
static struct mutant *mutant;
static size_t mutants;
static struct reason reason[MAX_REASONS];
static size_t reasons;

static void die(const char *what, const char *why)
{
	fprintf(stderr, "mutate: %s: %s\n", what, why);
	exit(2);
}

static const char *fence_bits(unsigned bits, char *to)
{
	char *p = to;
	for (int i = 3; i >= 0; i--)
		if (bits >> i & 1)
			*p++ = "wroi"[i];
	*p = 0;
	return to;
}

/* the name of an instruction that is mutated; NULL for any other */
static const char *interesting(uint32_t insn, char *to, size_t size)
{
	static const char *const cbo[5] = {"cbo.inval", "cbo.clean", "cbo.flush", NULL, "cbo.zero"};
	char pred[5], succ[5];

	if ((insn & 0xf807f) == 0x0000f && !(insn >> 28)) { /* FENCE with rs1 = 0, fm = 0 */
		snprintf(to, size, "fence %s,%s", fence_bits(insn >> 24 & 15, pred), fence_bits(insn >> 20 & 15, succ));
		return to;
	}
	if ((insn & 0x7fff) == 0x200f && insn >> 20 < 5 && insn >> 20 != 4) /* cbo.zero is a store, not maintenance */
		return snprintf(to, size, "%s", cbo[insn >> 20]), to;
	return NULL;
}

/* "FUNCTION<CALLER<..." for each mutant of one program from its debug information */
static void locate(const char *elf, size_t first)
{
	char command[600], line[400];

	for (size_t i = first; i < mutants; i++) {
		FILE *tool;
		bool function = true;
		size_t used = (size_t)snprintf(mutant[i].where, sizeof mutant[i].where, "%s: ", strrchr(elf, '/') + 1);
		snprintf(command, sizeof command, "riscv64-unknown-elf-addr2line -f -i -e %s 0x%llx", elf,
			 (unsigned long long)mutant[i].address);
		tool = popen(command, "r");
		if (!tool)
			die(command, strerror(errno));
		while (fgets(line, sizeof line, tool)) {
			if (function && used < sizeof mutant[i].where - 80)
				used += (size_t)snprintf(mutant[i].where + used, sizeof mutant[i].where - used,
							 "%.60s<", strtok(line, "\n"));
			function = !function;
		}
		pclose(tool);
	}
}

static void find_mutants(const char *path, size_t program)
{
	int fd = open(path, O_RDONLY);
	Elf *elf = fd < 0 ? NULL : elf_begin(fd, ELF_C_READ, NULL);
	Elf_Scn *section = NULL;
	size_t first = mutants;

	if (!elf)
		die(path, fd < 0 ? strerror(errno) : elf_errmsg(-1));
	while ((section = elf_nextscn(elf, section))) {
		GElf_Shdr header;
		Elf_Data *data = elf_getdata(section, NULL);
		if (!gelf_getshdr(section, &header) || !(header.sh_flags & SHF_EXECINSTR) || !data)
			continue;
		for (size_t at = 0; at + 4 <= data->d_size;) {
			uint32_t insn;
			char name[16];
			memcpy(&insn, (char *)data->d_buf + at, 4);
			if (interesting(insn, name, sizeof name)) {
				mutant = realloc(mutant, (mutants + 1) * sizeof *mutant);
				if (!mutant)
					die(path, "out of memory");
				mutant[mutants] = (struct mutant){.program = program,
								  .address = header.sh_addr + at,
								  .offset = (long)(header.sh_offset + at)};
				snprintf(mutant[mutants++].insn, 16, "%s", name);
			}
			at += (insn & 3) == 3 ? 4 : 2;
		}
	}
	elf_end(elf);
	close(fd);
	locate(path, first);
}

static void write_mutant(const char *from, const char *to, long offset, uint32_t insn)
{
	char command[900];
	FILE *f;

	snprintf(command, sizeof command, "cp '%s' '%s'", from, to);
	if (system(command))
		die(to, "cannot be written");
	f = fopen(to, "r+b");
	if (!f || fseek(f, offset, SEEK_SET) || fwrite(&insn, 4, 1, f) != 1 || fclose(f))
		die(to, strerror(errno));
}

static void done(struct run *run, void *arg)
{
	(void)run, (void)arg;
}

/* runs the chosen mutants with `insn` in place of the instruction; result(mutant, run) for each */
static void run_mutants(char **program, uint32_t insn, bool survivors_only, unsigned jobs)
{
	struct run *run = calloc(mutants + 1, sizeof *run);
	size_t runs = 0;

	if (!run)
		die("runs", "out of memory");
	for (size_t i = 0; i < mutants; i++) {
		char path[300];
		if (survivors_only && mutant[i].convicted)
			continue;
		snprintf(path, sizeof path, "%s/%05zu.elf", dir, i);
		write_mutant(program[mutant[i].program], path, mutant[i].offset, insn);
		run[runs].test = i;
		snprintf(run[runs++].command, sizeof run->command, "%s --max-cycles 3000000 --watchdog 100000 %s", sim,
			 path);
	}
	if (run_all(run, runs, jobs, 120, dir, done, NULL))
		exit(2);
	for (size_t i = 0; i < runs; i++) {
		char path[300];
		struct mutant *m = &mutant[run[i].test];
		if (survivors_only)
			m->executed = run[i].exit_code != 0;
		else
			m->convicted = run[i].exit_code == 3;
		snprintf(path, sizeof path, "%s/%05zu.elf", dir, run[i].test);
		unlink(path);
	}
	free(run);
}

static void read_reasons(const char *path)
{
	FILE *f = fopen(path, "r");
	char line[600];

	if (!f)
		die(path, strerror(errno));
	while (fgets(line, sizeof line, f)) {
		struct reason *r = &reason[reasons];
		if (*line == '#' || *line == '\n')
			continue;
		if (reasons == MAX_REASONS ||
		    sscanf(line, " %15[^|] | %199[^|] | %299[^\n]", r->insn, r->where, r->text) != 3)
			die(path, "a line is not 'INSTRUCTION | WHERE | REASON'");
		for (char *s = r->insn + strlen(r->insn); s > r->insn && s[-1] == ' ';)
			*--s = 0;
		for (char *s = r->where + strlen(r->where); s > r->where && s[-1] == ' ';)
			*--s = 0;
		reasons++;
	}
	fclose(f);
}

static const struct reason *explained(const struct mutant *m)
{
	for (size_t i = 0; i < reasons; i++)
		if (!fnmatch(reason[i].insn, m->insn, 0) && !fnmatch(reason[i].where, m->where, 0)) {
			reason[i].used++;
			return &reason[i];
		}
	return NULL;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{"jobs", required_argument, NULL, 'j'},	     {"sim", required_argument, NULL, 's'},
		{"survivors", required_argument, NULL, 'l'}, {"dir", required_argument, NULL, 'd'},
		{"verbose", no_argument, NULL, 'v'},	     {NULL, 0, NULL, 0}};
	const char *list = "tests/mutate/survivors.txt";
	unsigned jobs = (unsigned)sysconf(_SC_NPROCESSORS_ONLN), convicted = 0, listed = 0, dead = 0, failed = 0;
	bool verbose = false;
	int o;

	while ((o = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (o) {
		case 'j':
			jobs = (unsigned)strtoul(optarg, NULL, 10);
			break;
		case 's':
			sim = optarg;
			break;
		case 'l':
			list = optarg;
			break;
		case 'd':
			dir = optarg;
			break;
		case 'v':
			verbose = true;
			break;
		default:
			return 2;
		}
	if (optind == argc || !jobs || jobs > 256)
		die("usage", "mutate [--jobs N] [--sim PROGRAM] [--survivors FILE] [--dir DIR] [--verbose] ELF...");
	if (mkdir(dir, 0777) && errno != EEXIST)
		die(dir, strerror(errno));
	elf_version(EV_CURRENT);
	read_reasons(list);
	for (int a = optind; a < argc; a++)
		find_mutants(argv[a], (size_t)(a - optind));
	run_mutants(argv + optind, NOP, false, jobs);
	run_mutants(argv + optind, EBREAK, true, jobs);

	for (size_t i = 0; i < mutants; i++) {
		const struct mutant *m = &mutant[i];
		const struct reason *r = NULL;
		const char *fate;
		if (m->convicted) {
			convicted++, fate = "convicted";
		} else if (!m->executed) {
			dead++, fate = "never executed";
		} else if ((r = explained(m))) {
			listed++, fate = "redundant";
		} else {
			failed++, fate = "SURVIVED";
		}
		if (verbose || (!m->convicted && m->executed && !r))
			printf("%-14s %-10s 0x%llx %s%s%s\n", fate, m->insn, (unsigned long long)m->address, m->where,
			       r ? ": " : "", r ? r->text : "");
	}
	for (size_t i = 0; i < reasons; i++)
		if (!reason[i].used) {
			printf("%s: no mutant needs the line '%s | %s'\n", list, reason[i].insn, reason[i].where);
			failed++;
		}
	printf("%zu mutants of %d programs: %u convicted, %u redundant for a listed reason, %u never executed, %u "
	       "survived\n",
	       mutants, argc - optind, convicted, listed, dead, failed);
	printf("%u passed, %u failed, %u skipped\n", convicted + listed, failed, dead);
	return failed != 0;
}
