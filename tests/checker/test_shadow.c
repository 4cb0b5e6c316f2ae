/* SPDX-License-Identifier: Apache-2.0
 * The shadow proves itself: one wrong datum on any lane, and the checker says that its verdicts are void. And the
 * shadow's own limits: numbers that wrap, lines that come twice.
 */
#include <string.h>
#include "helper_dsl.h"

static void a_hit_lies(void)
{
	load(SRC, 8);
	store(SRC, 8, 1);
	drain();
	wrong_hit = true;
	load(SRC, 8);
	expect_failed();
}

static void a_writeback_lies(void)
{
	store(SRC, 8, 1);
	drain();
	wrong_writeback = true;
	evict(SRC);
	expect_failed();
}

static void an_uncached_write_lies(void)
{
	store(UNC(SRC), 8, 1);
	wrong_writeback = true;
	drain();
	expect_failed();
}

static void a_memory_read_lies(void)
{
	wrong_read = true;
	load(SRC, 8);
	expect_failed();
}

static void a_device_read_lies(void)
{
	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	dev_step();
	wrong_read = true;
	dev_run();
	expect_failed();
}

static void dirty_as_clean(void)
{
	store(SRC, 8, 1);
	drain();
	wrong_dirty = true;
	evict(SRC);
	expect_failed();
}

static void clean_as_dirty(void)
{
	load(SRC, 8);
	wrong_dirty = true;
	evict(SRC);
	expect_failed();
}

static void drained_to_a_line_that_is_not_there(void)
{
	struct db_probe_sbi in = {.idx = 2, .kind = DB_SBI_STORE, .addr = SRC, .mask = 0xff, .data = 5, .order = 3};
	struct db_probe_sbd out = {.idx = 2, .kind = DB_SBI_STORE, .addr = SRC, .mask = 0xff, .data = 5};

	dbc_sbi(checker, 1, &in);
	dbc_sbd(checker, 2, &out);
	expect_failed();
}

static void filled_from_nowhere(void)
{
	struct db_probe_line in = {.op = DB_LINE_FILL, .addr = SRC};

	dbc_line(checker, 1, &in);
	expect_failed();
}

/* Truth in all forms at once: nothing fails. */
static void the_truth(void)
{
	for (int i = 0; i < 200; i++) {
		uint64_t at = SRC + rnd(8) * 64 + rnd(8) * 8;
		switch (rnd(8)) {
		case 0:
		case 1:
			store(at, 1u << rnd(4), i);
			break;
		case 2:
		case 3:
			load(at, 8);
			break;
		case 4:
			cbo_flush(at);
			break;
		case 5:
			cbo_zero(at);
			break;
		case 6:
			amo(at, 8, i, rnd(2), rnd(2));
			break;
		case 7:
			fence("rw", "rw");
			store(UNC(OTHER) + (at & 0xff8), 4, i);
			break;
		}
	}
}

/* The lanes give 16 bits of an instruction's number: a store 65536 instructions later is another store. */
static void order_numbers_wrap(void)
{
	ring();
	desc(0, SRC, DST, 64, 0);
	store(OTHER, 8, 1);
	store(SRC, 8, 1);
	cbo_clean(SRC);
	fence("w", "o");
	skip_order(65536 - 3);
	store(OTHER, 8, 2); /* the same 16 bits as the store to SRC, which stays old and cleaned */
	fence("w", "o");
	doorbell(1);
	wait_record(0);
}

static void the_same_store_twice_wrapped(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	store(OTHER, 8, 1);
	skip_order(65535);
	at = store(SRC, 8, 1);
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_LATENT, bell, at);
	drain();
	evict(SRC);
	wait_record(0);
}

static void copies_in_a_finding(void)
{
	const struct dbc_finding *f;
	uint64_t at, bell;
	bool sb = false, memory = false;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	dbc_object(checker, "packet", SRC, 64);
	at = store(SRC + 8, 1, 0x42);
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	dev_run();
	f = dbc_finding(checker, 0);
	check(f && f->object && !strcmp(f->object, "packet") && f->object_offset == 8, "not packet + 8");
	check(f && f->address == SRC + 8 && f->bytes == 1, "not the byte that was stored");
	for (uint32_t i = 0; f && i < f->copies; i++) {
		sb |= f->copy[i].place == DBC_AT_STORE_BUFFER && f->copy[i].newest && f->copy[i].value == 0x42 &&
		      f->copy[i].writer.who == DBC_CPU && f->copy[i].writer.pc == at;
		memory |= f->copy[i].place == DBC_AT_MEMORY && !f->copy[i].newest && f->copy[i].value == (0x80 | 8) &&
			  f->copy[i].writer.who == DBC_LOADER;
	}
	check(sb, "the store buffer's copy is not told");
	check(memory, "memory's copy is not told");
}

static void one_fault_many_times(void)
{
	uint64_t at;
	const struct dbc_finding *f;

	ring();
	for (uint32_t i = 0; i < 3; i++) {
		desc(i, SRC, DST, 64, 0);
		fence("w", "o");
		doorbell(i + 1);
		dev_run();
		poll_record(i);
		fence("r", "r");
		at = call();
		for (int n = 0; n < 2; n++)
			load(DST + 8 * n, 8);
		ret();
	}
	/* three rounds, each with its own instructions: each load has its own place */
	check(dbc_finding_count(checker) == 6, "%zu findings", dbc_finding_count(checker));
	f = dbc_finding(checker, 0);
	check(f && f->access.depth == 1, "call stack of depth %u", f ? f->access.depth : 0);
	f = dbc_finding(checker, 5);
	check(f && f->access.stack[0] == at, "the caller is not named");
	for (size_t i = 0; i < dbc_finding_count(checker); i++)
		expect(DB_CLASS_MISSING_INVALIDATE, dbc_finding(checker, i)->kind, 0, 0);
}

static void a_loop_is_one_finding(void)
{
	const struct dbc_finding *f;
	uint64_t top;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	top = pc();
	for (int i = 0; i < 4; i++) {
		load(DST + 8 * i, 8);
		jump(0x6f, 4, top);
	}
	f = dbc_finding(checker, 0);
	check(f && f->count == 4 && f->lo == DST && f->hi == DST + 32, "not 4 accesses of 32 bytes");
	expect(DB_CLASS_MISSING_INVALIDATE, DBC_LATENT, top, 0);
}

static int config(uint32_t line, uint64_t base, uint32_t coherent)
{
	struct dbc_config cfg;
	struct dbc *c;

	dbc_config_default(&cfg);
	cfg.line_bytes = line;
	cfg.ram[0].base = base;
	cfg.coherent = coherent;
	c = dbc_new(&cfg);
	dbc_free(c);
	return c != NULL;
}

static void senseless_configurations(void)
{
	check(config(64, LO, 0) && config(32, LO, 1) && config(16, LO, 2), "a good configuration is refused");
	check(!config(48, LO, 0) && !config(128, LO, 0) && !config(8, LO, 0) && !config(0, LO, 0), "line length");
	check(!config(64, LO + 1, 0), "RAM that is not aligned");
	check(!config(64, LO, 3), "coherence mode");
	dbc_free(NULL);
}

#define CALMLY(test) run(#test, test, (struct setup){.schedule = CALM})

int main(void)
{
	CALMLY(a_hit_lies);
	CALMLY(a_writeback_lies);
	CALMLY(an_uncached_write_lies);
	CALMLY(a_memory_read_lies);
	CALMLY(a_device_read_lies);
	CALMLY(dirty_as_clean);
	CALMLY(clean_as_dirty);
	CALMLY(drained_to_a_line_that_is_not_there);
	CALMLY(filled_from_nowhere);
	for (uint64_t seed = 0; seed < 50; seed++) {
		run("the_truth", the_truth, (struct setup){.schedule = RANDOM, .seed = seed});
		run("the_truth", the_truth, (struct setup){.schedule = RANDOM, .seed = seed, .line_bytes = 32});
	}
	CALMLY(the_truth);
	CALMLY(order_numbers_wrap);
	CALMLY(the_same_store_twice_wrapped);
	CALMLY(copies_in_a_finding);
	CALMLY(one_fault_many_times);
	CALMLY(a_loop_is_one_finding);
	CALMLY(senseless_configurations);
	return finish();
}
