/* SPDX-License-Identifier: Apache-2.0
 * Happens-before: which fence orders what, exactly; dependencies; traps, calls and returns. And what Linux drivers do
 * with good reason, the coherent platform, weakened contracts, other geometries, rings that wrap: all as it is.
 */
#include <string.h>
#include "helper_dsl.h"

static struct {
	const char *pred, *succ;
	bool tso, doorbell, owner, io_load, load; /* what it orders: of each, what comes in the cases below */
} fences[] = {
	{"w", "o", false, true, false, false, false},  {"w", "w", false, false, true, false, false},
	{"w", "ow", false, true, true, false, false},  {"w", "r", false, false, false, false, false},
	{"w", "i", false, false, false, false, false}, {"r", "r", false, false, false, false, true},
	{"r", "w", false, false, false, false, false}, {"r", "o", false, false, false, false, false},
	{"i", "r", false, false, false, true, false},  {"i", "i", false, false, false, false, false},
	{"o", "o", false, false, false, false, false}, {"o", "w", false, false, false, false, false},
	{"r", "rw", false, false, false, false, true}, {"rw", "w", false, false, true, false, false},
	{"ir", "ir", false, false, false, true, true}, {"ow", "ow", false, true, true, false, false},
	{"rw", "rw", false, false, true, false, true}, {"iorw", "iorw", false, true, true, true, true},
	{"", "", true, false, true, false, true},
};
static unsigned fence_under_test;

static void the_fence(void)
{
	if (fences[fence_under_test].tso)
		fence_tso();
	else
		fence(fences[fence_under_test].pred, fences[fence_under_test].succ);
}

static void fence_before_doorbell(void)
{
	uint64_t at, bell;

	ring();
	at = desc(0, SRC, DST, 64, 0);
	the_fence();
	bell = doorbell(1);
	if (!fences[fence_under_test].doorbell)
		expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_LATENT, bell, at);
	drain();
	dev_run();
}

static void fence_after_clean(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	store(SRC, 8, 1);
	at = cbo_clean(SRC);
	the_fence();
	bell = doorbell(1);
	if (!fences[fence_under_test].doorbell)
		expect(DB_CLASS_CLEAN_NOT_COMPLETE, DBC_LATENT, bell, at);
	drain();
	dev_run();
}

static void fence_before_owner(void)
{
	uint64_t own;

	ring();
	store(UNC(RING) + DB_DESC_SRC, 8, bus(SRC));
	store(UNC(RING) + DB_DESC_DST, 8, bus(DST));
	store(UNC(RING) + DB_DESC_LENGTH, 4, 64);
	the_fence();
	own = store(UNC(RING), 4, DB_DESC_FLAGS_OWN);
	if (!fences[fence_under_test].owner)
		expect(DB_CLASS_OWNER_BIT_NOT_LAST, DBC_LATENT, own, 0);
	fence("w", "o");
	io_write(CH(POLL), 4, 1);
	dev_run();
}

static void fence_after_status_register(void)
{
	uint64_t seen, at;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	dev_run();
	seen = io_read(CH(HEAD), 4);
	the_fence();
	at = load(UNC(DST), 8);
	if (!fences[fence_under_test].io_load)
		expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void fence_after_record(void)
{
	uint64_t seen, at, rec;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	seen = wait_record(0);
	the_fence();
	at = load(UNC(DST), 8);
	rec = load(UNC(RECS), 4);
	if (!fences[fence_under_test].load) {
		expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
		expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, rec, seen);
	}
}

static uint64_t one_job(void)
{
	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	return wait_record(0);
}

static void address_dependency(void)
{
	one_job();
	alu(13, A5, 0);
	alu(14, A0, 13);
	load_by(UNC(DST), 8, 14, 12);
	load_by(UNC(DST), 8, A5, 12);
	load_by(UNC(RECS), 4, 14, 12);
}

static void dependency_through_a_load(void)
{
	one_job();
	load_by(UNC(OTHER), 8, A5, 13); /* pointer chase: the value depends on it too */
	load_by(UNC(DST), 8, 13, 12);
}

static void dependency_lost(void)
{
	uint64_t seen = one_job(), at;

	alu(13, A5, 0);
	alu(13, A0, A0);
	at = load_by(UNC(DST), 8, 13, 12);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void branch_alone(void)
{
	uint64_t seen = one_job(), at;

	jump(0x00078463, 4, 0); /* beqz a5 */
	at = load(UNC(DST), 8);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void branch_and_cmo(void)
{
	one_job();
	jump(0x00078463, 4, 0);
	cbo_inval(DST);
	load(DST, 8);
}

static void atomic_acquire(void)
{
	one_job();
	amo(OTHER, 8, 1, true, false);
	load(UNC(DST), 8);
}

static void atomic_without_acquire(void)
{
	uint64_t seen = one_job(), at;

	amo(OTHER, 8, 1, false, true);
	at = load(UNC(DST), 8);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void atomic_release_before_doorbell(void)
{
	uint64_t at, bell;

	ring();
	at = desc(0, SRC, DST, 64, 0);
	amo(OTHER, 8, 1, true, true); /* orders memory, not devices */
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_LATENT, bell, at);
	dev_run();
}

static void a_trap_orders_nothing(void)
{
	uint64_t at, bell;

	ring();
	at = desc(0, SRC, DST, 64, 0);
	trap_in();
	nop();
	mret();
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_LATENT, bell, at);
	drain();
	dev_run();
}

static void fence_in_the_handler(void)
{
	ring();
	desc(0, SRC, DST, 64, 0);
	trap_in();
	fence("w", "o");
	mret();
	doorbell(1);
	dev_run();
}

/* ---- traps, calls ---- */

static void hint_interrupted(void)
{
	uint64_t map_at, at;

	ring();
	/* the arguments of a map stand ready; then an interrupt whose handler maps something else */
	for (int i = 0; i < 3; i++) {
		trap_in();
		map_raw(OTHER, 64, FROM, 0);
		unmap_raw(OTHER, 64, FROM);
		mret();
	}
	map_at = tell_interrupted(SRC, 64, TO);
	at = store(SRC, 8, 1);
	expect(DB_CLASS_CPU_WRITE_DEVICE_OWNED, DBC_LATENT, at, map_at);
	store(OTHER, 8, 1);
}

static const struct dbc_finding *fault_here(void)
{
	size_t n = dbc_finding_count(checker);
	uint64_t bell, at;

	at = desc(0, SRC, DST, 64, 0);
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_LATENT, bell, at);
	return dbc_finding(checker, n);
}

static void stack_is(const struct dbc_finding *f, unsigned depth, uint64_t innermost, uint64_t outermost)
{
	check(f && f->access.depth == depth, "stack of depth %u, not %u", f ? f->access.depth : 0, depth);
	if (f && depth && f->access.depth == depth) {
		check(f->access.stack[0] == innermost, "innermost call at 0x%llx",
		      (unsigned long long)f->access.stack[0]);
		check(f->access.stack[depth - 1] == outermost, "outermost call at 0x%llx",
		      (unsigned long long)f->access.stack[depth - 1]);
	}
}

static void calls(void)
{
	uint64_t a, b;

	ring();
	a = call();
	b = call();
	nop();
	ret();
	b = call();
	stack_is(fault_here(), 2, b, a);
	ret();
	ret();
}

static void compressed_calls(void)
{
	uint64_t a = pc(), b;

	ring();
	a = jump(0x9502, 2, a + 0x1000); /* c.jalr a0 */
	jump(0x8082, 2, a + 2);		 /* c.jr ra */
	b = jump(0x9502, 2, a + 0x2000);
	stack_is(fault_here(), 1, b, b);
	jump(0x8082, 2, b + 2);
}

static void tail_call(void)
{
	uint64_t a, b;

	ring();
	a = call();
	b = call();
	jump(0x6f, 4, pc() + 0x800); /* j: into another function, which returns for this one */
	stack_is(fault_here(), 2, b, a);
	ret();
	(void)b;
	ret();
}

static void several_frames_at_once(void)
{
	uint64_t a, b;

	ring();
	a = call();
	b = pc();
	call();
	call();
	jump(0x8067, 4, a + 4); /* longjmp, or a return that skips frames */
	(void)b;
	stack_is(fault_here(), 0, 0, 0);
}

static void call_stack_over_interrupt(void)
{
	uint64_t a, b;

	ring();
	a = call();
	trap_in();
	b = call();
	nop();
	(void)b;
	mret(); /* from within the call: the stack is the interrupted one's */
	stack_is(fault_here(), 1, a, a);
	ret();
}

/* ---- what must stay silent ---- */

static void rx_map_that_cleans(void)
{
	ring();
	store(DST, 8, 1);
	store(SRC, 8, 2);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 64, FROM);
	unmap(SRC, 64, TO);
	load(DST, 8);
	check(value == 2, "reads %llx", (unsigned long long)value);
}

static void sync_without_giving_back(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	for (uint32_t i = 0; i < 4; i++) {
		desc(i, SRC, DST, 64, 0);
		fence("w", "o");
		doorbell(i + 1);
		wait_record(i);
		fence("r", "r");
		sync_cpu(DST, 64, FROM);
		load(DST, 8);
		load(DST + 32, 8);
	}
}

static void ip_aligned(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST + 2, 60, FROM); /* NET_IP_ALIGN, whole line its own */
	desc(0, SRC, DST + 2, 60, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(DST + 2, 60, FROM);
	load(DST + 2, 2);
	load(DST + 16, 4);
}

static void slab_tail(void)
{
	ring();
	store(DST + 60, 4, 5); /* the tail, before the map */
	map(SRC, 64, TO);
	map(DST, 60, FROM);
	desc(0, SRC, DST, 60, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 60, FROM);
	load(DST + 60, 4);
	check(value == 5, "the tail reads %llx", (unsigned long long)value);
	store(DST + 60, 4, 6);
	load(DST, 8);
}

static void reading_tx(void)
{
	ring();
	store(SRC, 8, 2);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	load(SRC, 8);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	load(SRC, 8);
	wait_record(0);
}

static void skip_cpu_sync(void)
{
	ring();
	store(SRC, 8, 2);
	clean_range(SRC, 64);
	clean_range(DST, 64);
	fence("w", "o");
	map_raw(SRC, 64, TO, DB_HINT_ATTR_SKIP_SYNC);
	map_raw(DST, 64, FROM, DB_HINT_ATTR_SKIP_SYNC);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	sync_cpu(DST, 64, FROM);
	unmap_raw(DST, 64, FROM);
	unmap_raw(SRC, 64, TO);
	load(DST, 8);
	check(value == 2, "reads %llx", (unsigned long long)value);
}

static void skip_cpu_sync_promise_broken(void)
{
	uint64_t at, bell;

	ring();
	at = store(SRC, 8, 2);
	map_raw(SRC, 64, TO, DB_HINT_ATTR_SKIP_SYNC);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	wait_record(0);
}

static void many_readers(void)
{
	ring();
	store(SRC, 8, 2);
	map(SRC, 64, TO);
	map(SRC, 64, TO);
	map(DST, 192, FROM);
	for (uint32_t i = 0; i < 3; i++)
		desc(i, SRC, DST + 64 * i, 64, 0);
	fence("w", "o");
	doorbell(3);
	wait_record(0);
	wait_record(1);
	wait_record(2);
	unmap(SRC, 64, TO);
	unmap(SRC, 64, TO);
}

static void one_of_two_maps_goes(void)
{
	ring();
	map(SRC, 64, TO);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	unmap(SRC, 64, TO); /* the other one keeps it mapped */
	wait_record(0);
	unmap(SRC, 64, TO);
}

static void fill_while_it_runs(void)
{
	ring();
	for (uint32_t i = 0; i < 6; i++) {
		desc(i, SRC, DST + 64 * i, 64, 0);
		fence("w", "o");
		doorbell(i + 1);
		dev_step();
	}
	dev_run();
	for (uint32_t i = 0; i < 6; i++)
		poll_record(i);
}

static void owner_slots_while_it_polls(void)
{
	ring();
	for (uint32_t i = 0; i < 20; i++) {
		uint64_t slot = UNC(RING) + 32ull * (i % 8);
		if (i >= 8) {
			dev_run();
			load_by(slot, 4, A0, A5);
			check(!(value & DB_DESC_FLAGS_OWN), "slot %u is still owned", i);
			fence("r", "rw");
		}
		store(slot + DB_DESC_SRC, 8, bus(SRC));
		store(slot + DB_DESC_DST, 8, bus(DST));
		store(slot + DB_DESC_LENGTH, 4, 32);
		fence("w", "w");
		store(slot, 4, DB_DESC_FLAGS_OWN);
		fence("w", "o");
		io_write(CH(POLL), 4, 1);
		dev_step();
	}
}

static void padding_copied(void)
{
	ring();
	store(SRC, 4, 2); /* the rest of the line is never written: loads and copies of it are no fault */
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 40, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 64, FROM);
	read_buffer(DST, 64);
}

static void overwritten_before_publish(void)
{
	ring();
	store(SRC, 8, 1);
	cbo_clean(SRC);
	store(SRC, 8, 2);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, OTHER, 64, 0);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
}

static void stack_used_again(void)
{
	ring();
	store(SRC, 8, 1);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(SRC, 64, TO);
	unmap(DST, 64, FROM);
	store(SRC, 8, 5);
	store(DST, 8, 5);
	load(DST, 8);
}

static void polling_again_and_again(void)
{
	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	for (int i = 0; i < 20; i++) {
		poll_record(0);
		dev_step();
	}
	wait_record(0);
	fence("r", "r");
	load(UNC(RECS), 4);
	check(value == 64, "moved %llu", (unsigned long long)value);
	load(UNC(RECS) + 4, 4);
	load(UNC(RECS) + 8, 4);
	io_write(CH(REC_TAIL), 4, 1);
}

/* ---- coherent ---- */

static void coherent_without_cmos(void)
{
	ring();
	load(DST, 8);
	store(SRC, 8, 3);
	store(DST, 8, 4);
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 64, FROM);
	load(DST, 8);
	check(value == 3, "reads %llx", (unsigned long long)value);
}

static void coherent_without_fence(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	at = store(SRC, 8, 3);
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_MANIFEST, bell, at);
	dev_run();
}

static void coherent_read_unordered(void)
{
	uint64_t seen, at;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	seen = wait_record(0);
	at = load(DST, 8);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void coherent_neighbour(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 48, FROM);
	desc(0, SRC, DST, 48, 0);
	fence("w", "o");
	doorbell(1);
	store(DST + 56, 8, 1);
	wait_record(0);
}

static void override_switches(void)
{
	uint64_t at, bell;

	ring(); /* taken at RUN, with the override in force then */
	io_write(DB_SYSCTL_BASE + 0x14, 4, DBC_COHERENT_ALL);
	at = store(SRC, 8, 1);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	dev_run();
}

static void override_before_start(void)
{
	io_write(DB_SYSCTL_BASE + 0x14, 4, DBC_COHERENT_ALL);
	coherent_without_cmos();
}

static void override_takes_it_away(void)
{
	uint64_t at, bell;

	io_write(DB_SYSCTL_BASE + 0x14, 4, DBC_COHERENT_NONE);
	ring();
	at = store(SRC, 8, 1);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	dev_run();
}

/* ---- quirks ---- */

static void stop_early(void)
{
	uint64_t stop, gone;

	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	dev_step();
	stop = io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
	io_read(CH(STATUS), 4);
	check((value & DB_DMACH_STATUS_STOPPED) && (value & DB_DMACH_STATUS_BUSY), "status %llx",
	      (unsigned long long)value);
	gone = unmap(DST, 64, FROM);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, gone, stop);
	dev_run();
}

static void stop_early_but_busy_awaited(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(1);
	dev_step();
	io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
	io_read(CH(STATUS), 4);
	dev_run();
	io_read(CH(STATUS), 4);
	check((value & DB_DMACH_STATUS_STOPPED) && !(value & DB_DMACH_STATUS_BUSY), "status %llx",
	      (unsigned long long)value);
	fence("i", "r");
	unmap(DST, 64, FROM);
	load(DST, 8);
}

/* ---- rings ---- */

static void records_wrap(void)
{
	uint32_t tail = 0;

	ring();
	for (uint32_t i = 0; i < 40; i++) {
		desc(i, SRC, DST, 32, 0);
		fence("w", "o");
		doorbell(i + 1);
		wait_record(i);
		check(!!(value & DB_REC_STATUS_PHASE) == !(i / setup.records & 1), "phase of record %u", i);
		fence("r", "r");
		cbo_inval(DST);
		load(DST, 8);
		tail = (tail + 1) % setup.records;
		io_write(CH(REC_TAIL), 4, tail);
	}
}

/* The record of the lap before is no completion. */
static void old_record(void)
{
	uint64_t gone, bell;

	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	for (uint32_t i = 0; i < 8; i++) {
		desc(i, SRC, DST, 32, 0);
		fence("w", "o");
		doorbell(i + 1);
		wait_record(i);
		io_write(CH(REC_TAIL), 4, (i + 1) % 8);
	}
	desc(8, SRC, DST, 32, 0);
	fence("w", "o");
	bell = doorbell(9);
	poll_record(8); /* reads record 0 of the lap before */
	gone = unmap(DST, 64, FROM);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, gone, bell);
	wait_record(8);
}

static void chain(void)
{
	ring();
	for (uint32_t lap = 0; lap < 4; lap++) {
		desc(3 * lap, SRC, DST, 32, DB_DESC_FLAGS_MORE);
		desc(3 * lap + 1, SRC, DST + 64, 32, DB_DESC_FLAGS_MORE);
		desc(3 * lap + 2, SRC, DST + 128, 32, 0);
		fence("w", "o");
		doorbell(3 * lap + 3);
		wait_record(lap);
		fence("r", "r");
		inval_range(DST, 192);
		load(DST, 8);
		load(DST + 128, 8);
		load(UNC(RECS) + 16 * lap, 4);
		check(value == 96, "moved %llu", (unsigned long long)value);
		io_write(CH(REC_TAIL), 4, lap + 1);
	}
}

static void first_of_two_chains(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST, 32, DB_DESC_FLAGS_MORE);
	desc(1, SRC, DST + 64, 32, 0);
	desc(2, SRC, DST + 128, 32, 0);
	fence("w", "o");
	bell = doorbell(3);
	wait_record(0); /* of the chain; says nothing of the last job */
	fence("r", "r");
	inval_range(DST, 192);
	load(DST, 8);
	load(DST + 64, 8);
	at = load(DST + 128, 8);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, bell);
	poll_record(1);
}

static void by_register(uint64_t reg)
{
	ring();
	for (uint32_t i = 0; i < 20; i++) {
		desc(i, SRC, DST, 32, 0);
		fence("w", "o");
		doorbell(i + 1);
		dev_run();
		io_read(reg, 4);
		fence("i", "ir");
		cbo_inval(DST);
		load(DST, 8);
		load(UNC(DST), 8);
	}
}

static void by_rec_head(void)
{
	by_register(CH(REC_HEAD));
}

static void by_head(void)
{
	by_register(CH(HEAD));
}

static void by_done_cnt(void)
{
	by_register(CH(DONE_CNT));
}

static void register_says_not_yet(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST, 32, 0);
	fence("w", "o");
	bell = doorbell(1);
	io_read(CH(HEAD), 4);
	io_read(CH(REC_HEAD), 4);
	io_read(CH(DONE_CNT), 4);
	io_read(CH(STATUS), 4);
	fence("i", "r");
	dev_run();
	cbo_inval(DST);
	at = load(DST, 8);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, bell);
}

static void halt_and_again(void)
{
	ring();
	for (uint32_t i = 0; i < 3; i++) {
		desc(0, SRC, DST, 0, 0); /* no length: the channel halts */
		desc(1, SRC, DST, 64, 0);
		fence("w", "o");
		doorbell(2);
		wait_record(0);
		check((value & DB_REC_STATUS_CODE) == DB_REC_CODE_BAD_DESC, "status %llx", (unsigned long long)value);
		io_read(CH(STATUS), 4);
		check(value & DB_DMACH_STATUS_HALTED, "not halted");
		fence("i", "r");
		io_write(CH(CTRL), 4, DB_DMACH_CTRL_RUN);
		desc(0, SRC, DST, 64, 0);
		fence("w", "o");
		doorbell(1);
		wait_record(0);
		check((value & DB_REC_STATUS_CODE) == DB_REC_CODE_OK, "status %llx", (unsigned long long)value);
		fence("r", "r");
		cbo_inval(DST);
		load(DST, 8);
		io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
		dev_run();
		io_read(CH(STATUS), 4);
		fence("iorw", "iorw");
		for (int r = 0; r < 8; r++)
			store(UNC(RECS) + 16 * r + 12, 4, 0);
		io_write(CH(CTRL), 4, DB_DMACH_CTRL_RUN);
	}
}

/* A record with an error says that the channel has halted: what was published after it is over too. */
static void halted_by_record(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 0, 0);
	desc(1, SRC, DST, 64, 0);
	fence("w", "o");
	doorbell(2);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 64, FROM);
	unmap(SRC, 64, TO);
	store(SRC, 8, 1);
	store(DST, 8, 1);
}

/* ---- geometry ---- */

static void half_a_line_of_64(void)
{
	uint64_t at, bell;

	ring();
	at = store(SRC + 32, 8, 1); /* another line when lines have 32 bytes */
	store(SRC, 8, 1);
	cbo_clean(SRC);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	bell = doorbell(1);
	if (setup.line_bytes == 32)
		expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	wait_record(0);
}

static void neighbour_line_of_32(void)
{
	uint64_t mapped, at;

	ring();
	map(SRC, 64, TO);
	mapped = map(DST, 32, FROM);
	desc(0, SRC, DST, 32, 0);
	fence("w", "o");
	doorbell(1);
	at = store(DST + 32, 8, 1);
	if (setup.line_bytes == 64)
		expect(DB_CLASS_SHARED_LINE, DBC_LATENT, at, mapped);
	wait_record(0);
}

static void high_memory_not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	at = store(HI + 0x1008, 8, 1);
	desc(0, HI + 0x1000, HI, 64, 0);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, DBC_MANIFEST, bell, at);
	wait_record(0);
}

static void high_memory_not_invalidated(void)
{
	uint64_t seen, at;

	ring();
	load(HI, 8);
	desc(0, SRC, HI, 64, 0);
	fence("w", "o");
	doorbell(1);
	seen = wait_record(0);
	fence("r", "r");
	at = load(HI, 8);
	expect(DB_CLASS_MISSING_INVALIDATE, DBC_MANIFEST, at, seen);
}

#define WITH(test, ...) run(#test, test, (struct setup){__VA_ARGS__})
#define SILENT(test, ...)                                                                                              \
	do {                                                                                                           \
		run_both(#test, test, (struct setup){__VA_ARGS__});                                                    \
		for (uint64_t seed = 0; seed < 10; seed++)                                                             \
			run(#test, test, (struct setup){.schedule = RANDOM, .seed = seed, ##__VA_ARGS__});             \
	} while (0)

int main(void)
{
	for (fence_under_test = 0; fence_under_test < sizeof fences / sizeof *fences; fence_under_test++) {
		char name[64];
		snprintf(name, sizeof name, "fence %s,%s",
			 fences[fence_under_test].tso ? "t" : fences[fence_under_test].pred,
			 fences[fence_under_test].tso ? "so" : fences[fence_under_test].succ);
		run(name, fence_before_doorbell, (struct setup){.schedule = LUCKY});
		run(name, fence_after_clean, (struct setup){.schedule = LUCKY});
		run(name, fence_before_owner, (struct setup){.schedule = LUCKY, .owner = true});
		run(name, fence_after_status_register, (struct setup){.schedule = LUCKY});
		run(name, fence_after_record, (struct setup){.schedule = LUCKY});
	}
	SILENT(address_dependency);
	SILENT(dependency_through_a_load);
	WITH(dependency_lost);
	WITH(branch_alone);
	SILENT(branch_and_cmo);
	SILENT(atomic_acquire);
	WITH(atomic_without_acquire);
	WITH(atomic_release_before_doorbell);
	WITH(a_trap_orders_nothing);
	SILENT(fence_in_the_handler);
	WITH(hint_interrupted);
	WITH(calls, .schedule = LUCKY);
	WITH(compressed_calls, .schedule = LUCKY);
	WITH(tail_call, .schedule = LUCKY);
	WITH(several_frames_at_once, .schedule = LUCKY);
	WITH(call_stack_over_interrupt, .schedule = LUCKY);
	SILENT(rx_map_that_cleans);
	SILENT(sync_without_giving_back);
	SILENT(ip_aligned);
	SILENT(slab_tail);
	SILENT(reading_tx);
	SILENT(skip_cpu_sync);
	WITH(skip_cpu_sync_promise_broken);
	SILENT(many_readers);
	SILENT(one_of_two_maps_goes);
	SILENT(fill_while_it_runs);
	SILENT(owner_slots_while_it_polls, .owner = true);
	SILENT(padding_copied);
	SILENT(overwritten_before_publish);
	SILENT(stack_used_again);
	SILENT(polling_again_and_again);
	SILENT(coherent_without_cmos, .coherent = DBC_COHERENT_ALL);
	SILENT(coherent_without_cmos, .channel_coherent = true);
	WITH(coherent_without_fence, .channel_coherent = true);
	WITH(coherent_without_fence, .coherent = DBC_COHERENT_ALL);
	WITH(coherent_read_unordered, .channel_coherent = true);
	SILENT(coherent_neighbour, .channel_coherent = true);
	SILENT(coherent_neighbour, .coherent = DBC_COHERENT_ALL);
	WITH(override_switches);
	SILENT(override_before_start);
	WITH(override_takes_it_away, .channel_coherent = true);
	WITH(stop_early, .quirks = DB_QUIRK_STOP_EARLY);
	SILENT(stop_early_but_busy_awaited, .quirks = DB_QUIRK_STOP_EARLY);
	SILENT(records_wrap);
	SILENT(records_wrap, .records = 5, .slots = 7);
	SILENT(records_wrap, .records = 2, .slots = 2);
	WITH(old_record);
	SILENT(chain, .slots = 7);
	SILENT(chain, .slots = 8);
	WITH(first_of_two_chains);
	SILENT(by_rec_head);
	SILENT(by_head);
	SILENT(by_head, .slots = 3, .records = 5);
	SILENT(by_done_cnt);
	WITH(register_says_not_yet);
	SILENT(halt_and_again);
	SILENT(halted_by_record);
	WITH(half_a_line_of_64);
	WITH(half_a_line_of_64, .line_bytes = 32);
	WITH(neighbour_line_of_32);
	WITH(neighbour_line_of_32, .line_bytes = 32);
	WITH(high_memory_not_cleaned);
	WITH(high_memory_not_invalidated);
	return finish();
}
