/* SPDX-License-Identifier: Apache-2.0
 *
 * Symbols of the fixture: lines and inline frames as its source says them, objects, values, and bad files.
 */
#include <stdlib.h>
#include <unistd.h>

#include "report_test.h"

struct expected {
	const char *function, *file, *mark;
};

static void frames(struct db_symbols *s, const char *at, int n, const struct expected *e)
{
	struct db_frame f[8];
	int got = db_symbols_frames(s, label(s, at), f, 8);

	CHECK(got == n, "%s: %d frames, expected %d", at, got, n);
	for (int i = 0; i < n && i < got; i++) {
		int line = marked_line(e[i].file, e[i].mark, NULL, 0);

		CHECK(same(f[i].function, e[i].function), "%s frame %d: function %s, expected %s", at, i,
		      f[i].function ? f[i].function : "none", e[i].function);
		CHECK(same(f[i].file, e[i].file), "%s frame %d: file %s, expected %s", at, i,
		      f[i].file ? f[i].file : "none", e[i].file);
		CHECK(line && f[i].line == line, "%s frame %d: line %d, expected %d", at, i, f[i].line, line);
		CHECK(f[i].inlined == (i < n - 1), "%s frame %d: inlined is %d", at, i, f[i].inlined);
	}
}

static void places(struct db_symbols *s)
{
	struct db_frame f[2];

	frames(s, "outer", 1, (struct expected[]){{"outer", FIXTURE_C, "outer"}});
	frames(s, "main", 1, (struct expected[]){{"main", FIXTURE_C, "main"}});
	frames(s, "inner", 3,
	       (struct expected[]){{"inner", FIXTURE_C, "inner"},
				   {"middle", FIXTURE_C, "inner-call"},
				   {"outer", FIXTURE_C, "middle-call"}});
	frames(s, "lib", 2, (struct expected[]){{"lib_ring", FIXTURE_LIB, "lib"}, {"send", FIXTURE_C, "lib-call"}});
	frames(s, "assembler", 1, (struct expected[]){{"at_assembler", FIXTURE_S, "assembler"}});

	CHECK(db_symbols_frames(s, label(s, "inner"), f, 1) == 1 && same(f[0].function, "inner"),
	      "with room for one frame, the innermost is not alone");
	/* dropped() would be at address 0 */
	for (uint64_t pc = 0; pc < 16; pc += 2)
		CHECK(db_symbols_frames(s, pc, f, 2) == 1 && !f[0].file && !f[0].function && !f[0].line,
		      "pc 0x%llx is said to be %s", (unsigned long long)pc, f[0].function ? f[0].function : "?");
	CHECK(db_symbols_frames(s, 0x90000000, f, 2) == 1 && !f[0].file && !f[0].function, "pc behind the program");
	CHECK(db_symbols_frames(s, 0x7ffffffe, f, 2) == 1 && !f[0].file && !f[0].function, "pc before the program");
}

static void objects(struct db_symbols *s)
{
	int buffers = 0, counters = 0;
	uint64_t last = 0, value = 0;

	for (size_t i = 0; i < db_symbols_objects(s); i++) {
		uint64_t base = 0, size = 0;
		const char *name = db_symbols_object(s, i, &base, &size);

		CHECK(base >= last, "objects are not in order at %s", name);
		last = base;
		buffers += same(name, "buffer") && size == 100;
		counters += same(name, "counter") && size == 4;
		CHECK(!same(name, "main") && !same(name, "outer"), "the function %s is among the objects", name);
	}
	CHECK(buffers == 1 && counters == 1, "%d buffers of 100 bytes, %d counters of 4 bytes", buffers, counters);
	CHECK(db_symbols_value(s, "_start", &value) && label(s, "assembler") - value == 8, "_start is 0x%llx",
	      (unsigned long long)value);
	CHECK(!db_symbols_value(s, "dropped", &value), "a dropped function has a value");
	CHECK(!db_symbols_value(s, "no_such_symbol", &value), "a symbol that is not there has a value");
}

static void refused(const char *path, const char *text)
{
	const char *why = NULL;
	struct db_symbols *s = db_symbols_open(path, &why);

	CHECK(!s && why && strstr(why, text) && strstr(why, path) && !strchr(why, '\n'), "%s: %s", path,
	      s	    ? "opened"
	      : why ? why
		    : "no reason");
	db_symbols_close(s);
}

static void bad_files(void)
{
	FILE *f = fopen(FIXTURE_ELF, "rb");
	static char head[40000];
	size_t n = f ? fread(head, 1, sizeof(head), f) : 0;

	if (f)
		fclose(f);
	refused(OUT "nowhere.elf", "No such file");
	refused(FIXTURE_C, "not an ELF");
	refused("/bin/sh", "RISC-V");
	refused("build/tests", "not an ELF");
	/* cut off anywhere: refused or poor, never a crash */
	for (size_t cut = 0; cut < n; cut += n / 40 + 1) {
		const char *why = NULL;
		struct db_symbols *s;
		struct db_frame frame[4];

		f = fopen(OUT "cut.elf", "wb");
		fwrite(head, 1, cut, f);
		fclose(f);
		s = db_symbols_open(OUT "cut.elf", &why);
		CHECK(s || why, "cut after %zu bytes: no reason", cut);
		if (s) {
			db_symbols_objects(s);
			CHECK(db_symbols_frames(s, 0x80000010, frame, 4) >= 1, "cut after %zu bytes: no frame", cut);
		}
		db_symbols_close(s);
	}
	unlink(OUT "cut.elf");
}

/* Without DWARF functions and objects remain. */
static void stripped(uint64_t pc)
{
	struct db_symbols *s;
	struct db_frame f;
	const char *why = "";

	if (system("riscv64-unknown-elf-objcopy --strip-debug " FIXTURE_ELF " " OUT "stripped.elf"))
		printf("objcopy failed\n");
	s = db_symbols_open(OUT "stripped.elf", &why);
	CHECK(s, "without DWARF: %s", why);
	if (!s)
		return;
	CHECK(db_symbols_frames(s, pc, &f, 1) == 1 && same(f.function, "at_main") && !f.file, "without DWARF: %s",
	      f.function ? f.function : "no function");
	CHECK(db_symbols_objects(s) >= 2, "without DWARF: no objects");
	db_symbols_close(s);
}

int main(void)
{
	const char *why = "";
	struct db_symbols *s = db_symbols_open(FIXTURE_ELF, &why);

	CHECK(s, "%s", why);
	if (s) {
		places(s);
		objects(s);
		stripped(label(s, "main"));
	}
	bad_files();
	db_symbols_close(s);
	return finish();
}
