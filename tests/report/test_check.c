/* SPDX-License-Identifier: Apache-2.0
 *
 * The program doorbell-check (with the checker of fake_dbc.c): exit status, report and files, and one line for every
 * bad input.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "report_test.h"

#define TRACE OUT "check.events"
#define PROGRAM OUT "doorbell-check"

static char out[65536], err[4096];

static void slurp(const char *path, char *to, size_t size)
{
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(to, 1, size - 1, f) : 0;

	to[n] = 0;
	if (f)
		fclose(f);
}

static int run(const char *arguments, ...)
{
	char words[1024], command[2048];
	va_list args;
	int status;

	va_start(args, arguments);
	vsnprintf(words, sizeof(words), arguments, args);
	va_end(args);
	snprintf(command, sizeof(command), "timeout 60 " PROGRAM " %s >" OUT "out 2>" OUT "err", words);
	status = system(command);
	slurp(OUT "out", out, sizeof(out));
	slurp(OUT "err", err, sizeof(err));
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void bad(const char *arguments, const char *says)
{
	int status;

	unlink(OUT "left.json");
	status = run("%s", arguments);
	CHECK(status == 2 && strstr(err, says) && strchr(err, '\n') == err + strlen(err) - 1 && !*out,
	      "%s: status %d, expected 2 and one line with '%s': %s%s", arguments, status, says, err, out);
	CHECK(access(OUT "left.json", F_OK), "%s: a report is left behind", arguments);
}

/* A trace with one MMIO write. */
static void record(uint64_t address, uint64_t data)
{
	struct dbc_config cfg;
	struct db_probe_mmio e = {.write = 1, .addr = address, .data = data, .strb = 15};
	struct db_probe_ret ret = {.pc_rdata = 0x80000000};
	const char *why = "";
	struct dbc_trace *t;

	dbc_config_default(&cfg);
	t = dbc_trace_create(TRACE, &cfg, &why);
	CHECK(t, "%s", why);
	dbc_trace_event(t, DB_LANE_RET, 3, &ret);
	dbc_trace_event(t, DB_LANE_MMIO, 1234, &e);
	CHECK(!dbc_trace_close(t, &why), "%s", why);
}

int main(void)
{
	const char *why = "";
	struct db_symbols *s = db_symbols_open(FIXTURE_ELF, &why);
	char place[256];
	int line = marked_line(FIXTURE_C, "store", NULL, 0), status;
	FILE *f;

	CHECK(s, "%s", why);
	record(0x1000, 0);
	status = run(TRACE " " FIXTURE_ELF);
	CHECK(status == 0 && same(out, "no findings\n") && !*err, "clean: status %d: %s%s", status, out, err);

	record(0xfa17, s ? label(s, "store") : 0);
	status = run(TRACE " " FIXTURE_ELF " --report " OUT "check.json --sarif=" OUT "check.sarif");
	snprintf(place, sizeof(place), "send() " FIXTURE_C ":%d, cycle 1234", line);
	CHECK(status == 3 && strstr(out, "missing-clean") && strstr(out, place) && !*err, "finding: status %d: %s%s",
	      status, out, err);
	slurp(OUT "check.json", out, sizeof(out));
	CHECK(strstr(out, "\"verdict\": \"findings\"") && strstr(out, "\"cycles\": 1234") &&
		      strstr(out, "\"instructions\": 1"),
	      "JSON: %s", out);
	slurp(OUT "check.sarif", out, sizeof(out));
	CHECK(strstr(out, "\"2.1.0\""), "SARIF: %s", out);
	f = fopen(OUT "rules", "w");
	fprintf(f, "missing-clean fixture.c:%d\n", line);
	fclose(f);
	status = run("--suppress " OUT "rules " TRACE " " FIXTURE_ELF);
	CHECK(status == 0 && strstr(out, "1 finding suppressed"), "suppressed: status %d: %s%s", status, out, err);

	bad("", "no trace");
	bad(TRACE, "no program");
	bad(TRACE " " FIXTURE_ELF " third", "one file too many");
	bad("--nonsense " TRACE " " FIXTURE_ELF, "unknown option");
	bad(TRACE " " FIXTURE_ELF " --report", "needs a file name");
	bad(TRACE " " FIXTURE_ELF " --sarif=", "needs a file name");
	bad(OUT "nowhere " FIXTURE_ELF, "No such file");
	bad(FIXTURE_ELF " " FIXTURE_ELF, "not an event trace");
	bad(TRACE " " OUT "nowhere.elf", "No such file");
	bad(TRACE " " FIXTURE_C, "not an ELF");
	bad(TRACE " /bin/sh", "RISC-V");
	bad("--suppress " OUT "nowhere " TRACE " " FIXTURE_ELF, "No such file");
	/* the report is on the terminal by then, the file is not */
	status = run("--report " OUT "nowhere/x " TRACE " " FIXTURE_ELF);
	CHECK(status == 2 && strstr(err, "cannot be written"), "report in no directory: status %d: %s", status, err);
	status = run("--sarif build " TRACE " " FIXTURE_ELF);
	CHECK(status == 2 && strstr(err, "cannot be written"), "report is a directory: status %d: %s", status, err);
	if (truncate(TRACE, 190))
		CHECK(0, "truncate");
	bad("--report " OUT "left.json " TRACE " " FIXTURE_ELF, "cut off");
	if (system("head -c 3000 " FIXTURE_ELF " >" OUT "cut.elf"))
		CHECK(0, "head");
	bad("--report " OUT "left.json " TRACE " " OUT "cut.elf", "doorbell-check: ");
	record(0xdead, 0);
	bad("--report " OUT "left.json " TRACE " " FIXTURE_ELF, "a copy differs");
	db_symbols_close(s);
	return finish();
}
