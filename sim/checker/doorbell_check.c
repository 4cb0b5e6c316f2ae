/* SPDX-License-Identifier: Apache-2.0
 *
 * doorbell-check: runs the checker on a recorded event trace.
 *
 *   doorbell-check [--report FILE] [--sarif FILE] [--suppress FILE] TRACE PROGRAM.elf
 *
 * The report goes to standard output. Exit: 0 no findings, 2 usage or input error, 3 findings.
 */
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "db_report.h"
#include "db_symbols.h"
#include "dbc.h"

enum { EXIT_CLEAN = 0, EXIT_INPUT = 2, EXIT_FOUND = 3 };

static const char usage[] = "usage: doorbell-check [--report FILE] [--sarif FILE] [--suppress FILE] TRACE PROGRAM.elf";

struct arguments {
	const char *trace, *elf;
	const char *report, *sarif, *suppress;
};

struct replay {
	struct dbc *dbc;
	uint64_t instructions;
};

static int complain(const char *what, const char *why)
{
	fprintf(stderr, "doorbell-check: %s: %s\n", what, why);
	return -1;
}

static int wrong(const char *text, const char *what)
{
	fprintf(stderr, "doorbell-check: %s%s (%s)\n", text, what, usage);
	return -1;
}

static int parse(int argc, char **argv, struct arguments *a)
{
	const struct {
		const char *name;
		const char **value;
	} option[] = {{"--report", &a->report}, {"--sarif", &a->sarif}, {"--suppress", &a->suppress}};
	const size_t options = sizeof(option) / sizeof(*option);

	for (int i = 1; i < argc; i++) {
		size_t n = strcspn(argv[i], "="), k;

		if (strncmp(argv[i], "--", 2)) {
			if (a->elf)
				return wrong("one file too many: ", argv[i]);
			*(a->trace ? &a->elf : &a->trace) = argv[i];
			continue;
		}
		for (k = 0; k < options; k++)
			if (strlen(option[k].name) == n && !strncmp(option[k].name, argv[i], n))
				break;
		if (k == options)
			return wrong("unknown option ", argv[i]);
		*option[k].value = argv[i][n] ? argv[i] + n + 1 : argv[++i];
		if (!*option[k].value || !**option[k].value)
			return wrong("needs a file name: ", option[k].name);
	}
	return a->elf ? 0 : wrong(a->trace ? "no program" : "no trace", "");
}

static int load_segment(struct dbc *dbc, Elf *elf, const GElf_Phdr *ph)
{
	size_t size;
	const char *file = elf_rawfile(elf, &size);

	if (!file || ph->p_offset > size || ph->p_filesz > size - ph->p_offset)
		return -1;
	if (ph->p_filesz) /* what is behind it in memory is zero from the start, as in the simulator */
		dbc_load(dbc, ph->p_paddr, file + ph->p_offset, ph->p_filesz);
	return 0;
}

static int load(struct dbc *dbc, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), result = 0;
	size_t n = 0;
	Elf *elf;

	if (fd < 0)
		return complain(path, strerror(errno));
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ_MMAP, NULL);
	if (!elf || elf_getphdrnum(elf, &n) || !n)
		result = complain(path, "no program headers: not a linked program?");
	for (size_t i = 0; !result && i < n; i++) {
		GElf_Phdr ph;

		if (!gelf_getphdr(elf, (int)i, &ph) || (ph.p_type == PT_LOAD && load_segment(dbc, elf, &ph)))
			result = complain(path, "cut off: a segment lies outside the file");
	}
	if (elf)
		elf_end(elf);
	close(fd);
	return result;
}

static void take(void *arg, enum db_lane lane, uint64_t cycle, const void *e)
{
	struct replay *r = arg;

	r->instructions += lane == DB_LANE_RET;
	dbc_event(r->dbc, lane, cycle, e);
}

static void objects(struct dbc *dbc, const struct db_symbols *symbols)
{
	for (size_t i = 0; i < db_symbols_objects(symbols); i++) {
		uint64_t base, size;
		const char *name = db_symbols_object(symbols, i, &base, &size);

		dbc_object(dbc, name, base, size);
	}
}

static int write_reports(const struct db_report *r, const struct arguments *a)
{
	const char *why = NULL;

	db_report_text(r, stdout);
	if (fflush(stdout))
		return complain("standard output", strerror(errno));
	if (a->report && db_report_json(r, a->report, &why))
		return complain("--report", why);
	if (a->sarif && db_report_sarif(r, a->sarif, &why))
		return complain("--sarif", why);
	return 0;
}

/* Everything but the report; fills in what the report says of the run. */
static int check(struct dbc_trace *trace, const struct arguments *a, struct db_report *r)
{
	struct replay replay = {.dbc = r->dbc};
	const char *why = NULL;
	uint64_t last = 0;

	objects(r->dbc, r->symbols);
	if (load(r->dbc, a->elf))
		return -1;
	if (a->suppress && db_report_suppress(r, a->suppress, &why))
		return complain("--suppress", why);
	if (dbc_trace_replay(trace, take, &replay, &last, &why))
		return complain(a->trace, why);
	dbc_finish(r->dbc, last);
	if (dbc_failed(r->dbc))
		return complain("trace and checker disagree, verdicts are void (another program?)", dbc_failed(r->dbc));
	r->cycles = last;
	r->instructions = replay.instructions;
	r->verdict = db_report_errors(r) ? "findings" : "passed";
	return write_reports(r, a);
}

int main(int argc, char **argv)
{
	struct arguments a = {0};
	struct dbc_config cfg;
	struct db_report report = {.options = (const char *const *)argv + 1, .colour = isatty(STDOUT_FILENO)};
	struct dbc_trace *trace;
	const char *why = NULL;
	int status = EXIT_INPUT;

	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow is an error of its write */
	if (parse(argc, argv, &a))
		return EXIT_INPUT;
	trace = dbc_trace_open(a.trace, &cfg, &why);
	if (!trace) {
		complain(a.trace, why);
		return EXIT_INPUT;
	}
	report.symbols = db_symbols_open(a.elf, &why);
	if (!report.symbols)
		fprintf(stderr, "doorbell-check: %s\n", why);
	else if (!(report.dbc = dbc_new(&cfg)))
		complain(a.trace, "the configuration in its header is senseless: record it again");
	else if (!check(trace, &a, &report))
		status = db_report_errors(&report) ? EXIT_FOUND : EXIT_CLEAN;
	if (report.dbc)
		dbc_free(report.dbc);
	db_report_free(&report);
	db_symbols_close(report.symbols);
	dbc_trace_close(trace, NULL);
	return status;
}
