/* SPDX-License-Identifier: Apache-2.0
 * Each class by its textbook fault, in the schedule where all goes well and in the one where it does not, with the
 * access and the cause that the report must name; and the nearest programs that are right.
 */
#include "helper_dsl.h"

static uint64_t go(uint32_t tail)
{
	fence("w", "o");
	return doorbell(tail);
}

static void done(uint32_t n)
{
	wait_record(n);
	fence("r", "r");
}

/* ---- address and API ---- */

static void cpu_pointer(void)
{
	uint64_t at, bell;

	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	at = desc_at(UNC(RING), SRC, bus(DST), 64, 0); /* its stores: src, dst, length, flags */
	bell = go(1);
	expect(DB_CLASS_NOT_A_DMA_ADDRESS, DBC_MANIFEST, bell, at - 12);
	done(0);
}

static void bus_zero_is_in_force(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc_at(UNC(RING), SRC, DST, 64, 0);
	go(1);
	done(0);
	unmap(DST, 64, FROM);
	load(DST, 8);
}

static void truncated(void)
{
	uint64_t at, bell;

	ring();
	map(SRC, 64, TO);
	map(HI, 64, FROM);
	at = desc_at(UNC(RING), bus(SRC), (uint32_t)bus(HI), 64, 0);
	bell = go(1);
	expect(DB_CLASS_NOT_A_DMA_ADDRESS, DBC_MANIFEST, bell, at - 8);
	done(0);
}

static void above_the_mask(void)
{
	uint64_t at, bell;

	tell(DB_HINT_MASK, 2, (uint64_t)DEV, (uint64_t)0xffffffff);
	ring();
	map(SRC, 64, TO);
	map(HI, 64, FROM);
	at = desc(0, SRC, HI, 64, 0);
	bell = go(1);
	expect(DB_CLASS_NOT_A_DMA_ADDRESS, DBC_LATENT, bell, at - 8);
	done(0);
}

static void high_memory(void)
{
	tell(DB_HINT_MASK, 2, (uint64_t)DEV, (uint64_t)0xffffffffff);
	ring();
	store(HI + 0x100, 8, 1);
	map(HI + 0x100, 64, TO);
	map(HI + 0x1000, 64, FROM);
	desc(0, HI + 0x100, HI + 0x1000, 64, 0);
	go(1);
	done(0);
	unmap(HI + 0x1000, 64, FROM);
	load(HI + 0x1000, 8);
	check(value == 1, "high memory reads %llx", (unsigned long long)value);
}

/* ---- ownership ---- */

static void overrun(void)
{
	uint64_t at, bell;

	ring();
	map(SRC, 128, TO);
	map(DST, 64, FROM);
	at = desc(0, SRC, DST, 128, 0);
	bell = go(1);
	expect(DB_CLASS_DEVICE_OUTSIDE_MAPPING, DBC_LATENT, bell, at - 8);
	done(0);
}

static void published_after_unmap(void)
{
	uint64_t at, bell;

	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	unmap(SRC, 64, TO);
	at = desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_DEVICE_OUTSIDE_MAPPING, DBC_LATENT, bell, at - 12);
	done(0);
}

static void no_streaming_mapping_at_all(void)
{
	ring();
	clean_range(SRC, 64);
	inval_range(DST, 64);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
	inval_range(DST, 64);
	load(DST, 8);
}

static void part_of_a_mapping(void)
{
	ring();
	map(SRC, 256, TO);
	map(DST, 256, FROM);
	desc(0, SRC + 64, DST + 128, 128, 0);
	go(1);
	done(0);
	unmap(DST, 256, FROM);
	unmap(SRC, 256, TO);
	load(DST + 128, 8);
}

/* A copy from SRC to DST, both mapped, under way; pc of its doorbell. */
static uint64_t mapped_copy(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	return go(1);
}

static void unmap_after_stop(void)
{
	uint64_t stop, gone;

	mapped_copy();
	if (setup.schedule == LUCKY)
		dev_run();
	stop = io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
	gone = unmap_raw(DST, 64, FROM);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, gone, stop);
	dev_run();
	io_read(CH(STATUS), 4);
}

/* What came late is read through the cache, where old bytes may stand, or past it, where none can. */
static void late_data(uint64_t alias)
{
	uint64_t bell = mapped_copy(), gone;

	gone = unmap_raw(DST, 64, FROM);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, gone, bell);
	dev_run();
	load(DST + 8 + alias, 8);
	wait_record(0);
}

static void late_data_cached(void)
{
	late_data(0);
	expect_also(DB_CLASS_MISSING_INVALIDATE);
}

static void late_data_uncached(void)
{
	late_data(DB_UNCACHED_ALIAS);
}

static void unmap_without_stop(void)
{
	uint64_t bell = mapped_copy(), gone;

	dev_run();
	gone = unmap_raw(SRC, 64, TO);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, gone, bell);
	wait_record(0);
}

static void store_after_stop(void)
{
	uint64_t stop, at;

	ring();
	inval_range(DST, 64);
	desc(0, SRC, DST, 64, 0);
	go(1);
	stop = io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
	at = store(DST + 8, 8, 1);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, at, stop);
	dev_run();
	io_read(CH(STATUS), 4);
}

static void stop_awaited(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	go(1);
	io_write(CH(CTRL), 4, DB_DMACH_CTRL_STOP);
	dev_run();
	io_read(CH(STATUS), 4);
	check(value & DB_DMACH_STATUS_STOPPED, "not stopped");
	fence("i", "r");
	unmap(DST, 64, FROM);
	unmap(SRC, 64, TO);
	store(DST, 8, 1);
	store(SRC, 8, 1);
}

static void write_while_mapped(void)
{
	uint64_t mapped, at;

	ring();
	store(SRC, 8, 1);
	mapped = map(SRC, 64, TO);
	map(DST, 64, FROM);
	at = store(SRC, 8, 2);
	expect(DB_CLASS_CPU_WRITE_DEVICE_OWNED, by_luck(), at, mapped);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
}

static void write_after_the_doorbell(void)
{
	uint64_t mapped, at;

	ring();
	mapped = map(SRC, 64, TO);
	map(DST, 64, FROM);
	desc(0, SRC, DST, 64, 0);
	go(1);
	at = store(SRC + 16, 4, 2);
	expect(DB_CLASS_CPU_WRITE_DEVICE_OWNED, by_luck(), at, mapped);
	done(0);
}

static void write_rx_while_mapped(void)
{
	uint64_t mapped, at;

	ring();
	map(SRC, 64, TO);
	mapped = map(DST, 64, FROM);
	at = store(DST + 16, 4, 2);
	expect(DB_CLASS_CPU_WRITE_DEVICE_OWNED, by_luck(), at, mapped);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
}

static void write_between_syncs(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 64, FROM);
	sync_cpu(SRC, 64, TO);
	store(SRC, 8, 2);
	sync_dev(SRC, 64, TO);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
	unmap(SRC, 64, TO);
	store(SRC, 8, 3);
}

/* ---- ordering ---- */

static void no_fence(void)
{
	uint64_t at, bell;

	ring();
	at = desc(0, SRC, DST, 64, 0);
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, by_luck(), bell, at);
	done(0);
}

static void no_fence_and_an_unfinished_clean(void)
{
	uint64_t at, bell;

	ring();
	store(SRC, 8, 1);
	cbo_clean(SRC);
	at = desc(0, SRC, DST, 64, 0);
	bell = doorbell(1);
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, by_luck(), bell, at);
	expect_also(DB_CLASS_CLEAN_NOT_COMPLETE);
	done(0);
}

static void clean_without_fence(void)
{
	uint64_t bell, cmo;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	store(SRC, 8, 1);
	cmo = cbo_clean(SRC);
	bell = doorbell(1);
	expect(DB_CLASS_CLEAN_NOT_COMPLETE, by_luck(), bell, cmo);
	done(0);
}

static void clean_of_rx_without_fence(void)
{
	uint64_t bell, cmo;

	ring();
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	store(DST, 8, 1);
	cmo = cbo_inval(DST);
	bell = doorbell(1);
	expect(DB_CLASS_CLEAN_NOT_COMPLETE, DBC_LATENT, bell, cmo);
	dev_step();
	drain(); /* the invalidate arrives just in time */
	done(0);
}

static void owner_first(void)
{
	uint64_t own, last;

	ring();
	io_write(CH(POLL), 4, 1); /* the engine is looking already */
	last = desc_at(UNC(RING), bus(SRC), bus(DST), 64, 0) - 4;
	own = store(UNC(RING), 4, DB_DESC_FLAGS_OWN);
	expect(DB_CLASS_OWNER_BIT_NOT_LAST, by_luck(), own, 0);
	(void)last;
	if (setup.schedule == UNLUCKY) {
		drain_dword(UNC(RING));
		dev_step();
	}
	fence("w", "o");
	io_write(CH(POLL), 4, 1);
	dev_run();
}

static void word_after_owner(void)
{
	uint64_t own, at;

	ring();
	store(UNC(RING) + DB_DESC_SRC, 8, bus(SRC));
	store(UNC(RING) + DB_DESC_DST, 8, bus(DST));
	fence("w", "w");
	own = store(UNC(RING), 4, DB_DESC_FLAGS_OWN);
	at = store(UNC(RING) + DB_DESC_LENGTH, 4, 64);
	expect(DB_CLASS_OWNER_BIT_NOT_LAST, DBC_LATENT, at, own);
	fence("w", "o");
	io_write(CH(POLL), 4, 1);
	dev_run();
}

static void owner_last(void)
{
	ring();
	store(SRC, 8, 7);
	cbo_clean(SRC);
	store(UNC(RING) + DB_DESC_SRC, 8, bus(SRC));
	store(UNC(RING) + DB_DESC_DST, 8, bus(DST));
	store(UNC(RING) + DB_DESC_LENGTH, 4, 64);
	fence("w", "w");
	store(UNC(RING), 4, DB_DESC_FLAGS_OWN);
	fence("w", "o");
	io_write(CH(POLL), 4, 1);
	dev_run();
	load_by(UNC(RING), 4, A0, A5);
	check(!(value & DB_DESC_FLAGS_OWN), "the slot did not come back");
	fence("r", "r");
	load(UNC(RING) + DB_DONE_BYTES, 4);
	check(value == 64, "moved %llu", (unsigned long long)value);
	cbo_inval(DST);
	load(DST, 8);
	check(value == 7, "got %llx", (unsigned long long)value);
}

static void owner_seen_bytes_unordered(void)
{
	uint64_t at, seen;

	ring();
	store(UNC(RING) + DB_DESC_SRC, 8, bus(SRC));
	store(UNC(RING) + DB_DESC_DST, 8, bus(DST));
	store(UNC(RING) + DB_DESC_LENGTH, 4, 64);
	fence("w", "w");
	store(UNC(RING), 4, DB_DESC_FLAGS_OWN);
	fence("w", "o");
	io_write(CH(POLL), 4, 1);
	dev_run();
	seen = load_by(UNC(RING), 4, A0, A5);
	at = load(UNC(RING) + DB_DONE_BYTES, 4);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
}

static void payload_unordered(void)
{
	uint64_t seen, at, old;

	ring();
	load(UNC(DST), 8);
	old = value;
	store(UNC(SRC), 8, 77);
	desc(0, SRC, DST, 64, 0);
	go(1);
	seen = wait_record(0);
	at = setup.schedule == UNLUCKY ? load_early(UNC(DST), 8, old) : load(UNC(DST), 8);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, by_luck(), at, seen);
}

static void record_unordered(void)
{
	uint64_t seen, at;

	ring();
	desc(0, SRC, DST, 64, 0);
	go(1);
	seen = wait_record(0);
	at = load(UNC(RECS), 4);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
	io_write(CH(REC_TAIL), 4, 1);
}

static void record_before_its_status(void)
{
	uint64_t seen, at;

	ring();
	desc(0, SRC, DST, 64, 0);
	go(1);
	dev_run();
	at = load(UNC(RECS), 4);
	seen = poll_record(0);
	expect(DB_CLASS_COMPLETION_READ_UNORDERED, DBC_LATENT, at, seen);
	io_write(CH(REC_TAIL), 4, 1);
}

/* ---- visibility ---- */

static void not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	prefetch(SRC);
	at = store(SRC, 8, 1);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	done(0);
}

static void stored_after_the_clean(void)
{
	uint64_t at, bell;

	ring();
	store(SRC, 8, 1);
	cbo_clean(SRC);
	at = store(SRC + 4, 4, 2);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	done(0);
}

static void zeroed_not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	at = cbo_zero(SRC);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	done(0);
}

static void atomic_not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	at = amo(SRC, 8, 5, false, false);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	done(0);
}

static void cached_ring_not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	at = desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at - 12);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at - 8);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at - 4);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	dev_run();
}

static void cleaned(void)
{
	ring();
	store(SRC, 8, 1);
	cbo_zero(SRC + 64);
	cbo_clean(SRC);
	cbo_flush(SRC + 64);
	desc(0, SRC, DST, 128, 0);
	go(1);
	done(0);
}

static void dirty_destination(void)
{
	uint64_t at, bell;

	ring();
	at = store(DST + 8, 8, 1);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_DIRTY_UNDER_RX, by_luck(), bell, at);
	done(0);
}

static void dirtied_while_it_runs(void)
{
	uint64_t at, bell;

	ring();
	desc(0, SRC, DST + 32, 32, 0);
	bell = go(1);
	at = store(DST + 8, 8, 1); /* the same line */
	drain();
	expect(DB_CLASS_DIRTY_UNDER_RX, by_luck(), at, bell);
	done(0);
}

static void destination_cleaned(void)
{
	ring();
	store(DST, 8, 1);
	cbo_clean(DST);
	store(DST + 64, 8, 1);
	cbo_inval(DST + 64);
	store(DST + 128, 8, 1);
	cbo_flush(DST + 128);
	store(DST + 192, 8, 1); /* beyond */
	desc(0, SRC, DST, 192, 0);
	go(1);
	done(0);
}

static void not_invalidated(void)
{
	uint64_t seen, at;

	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	desc(0, SRC, DST, 64, 0);
	go(1);
	seen = wait_record(0);
	fence("r", "r");
	at = load(DST, 8);
	expect(DB_CLASS_MISSING_INVALIDATE, by_luck(), at, seen);
}

static void invalidated_too_early(void)
{
	uint64_t at, cmo;

	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	cmo = cbo_inval(DST);
	desc(0, SRC, DST, 64, 0);
	go(1);
	prefetch(DST);
	done(0);
	at = load(DST, 8);
	expect(DB_CLASS_EARLY_INVALIDATE, by_luck(), at, cmo);
}

static void invalidated_during_the_transfer(void)
{
	uint64_t at, cmo;

	ring();
	store(UNC(SRC), 8, 9);
	load(DST, 8);
	desc(0, SRC, DST, 64, 0);
	go(1);
	cmo = cbo_inval(DST);
	fence("w", "r");
	prefetch(DST);
	done(0);
	at = load(DST, 8);
	expect(DB_CLASS_EARLY_INVALIDATE, by_luck(), at, cmo);
}

static void invalidated_after(void)
{
	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	desc(0, SRC, DST, 64, 0);
	go(1);
	prefetch(DST);
	done(0);
	cbo_inval(DST);
	load(DST, 8);
	check(value == 9, "reads %llx", (unsigned long long)value);
}

static void invalidate_instead_of_clean(void)
{
	uint64_t cmo, bell;

	ring();
	store(SRC, 8, 1);
	cmo = cbo_inval(SRC);
	desc(0, SRC, DST, 64, 0);
	bell = go(1);
	expect(DB_CLASS_INVALIDATE_DESTROYS_DATA, by_luck(), bell, cmo);
	done(0);
}

static void neighbour_destroyed(void)
{
	uint64_t at, cmo;

	ring();
	at = store(DST + 48, 8, 1);
	cmo = cbo_inval(DST);
	load(DST + 48, 8);
	expect(DB_CLASS_INVALIDATE_DESTROYS_DATA, by_luck(), cmo, at);
}

static void neighbour_flushed(void)
{
	ring();
	store(DST + 48, 8, 1);
	cbo_flush(DST);
	load(DST + 48, 8);
	store(DST + 48, 8, 2);
	cbo_clean(DST);
	cbo_inval(DST);
	load(DST + 48, 8);
}

static void destroyed_but_written_again(void)
{
	ring();
	store(DST + 48, 8, 1);
	cbo_inval(DST);
	store(DST + 48, 8, 2);
	load(DST + 48, 8);
}

static void declared_dead(void)
{
	ring();
	store(DST + 48, 8, 1);
	tell(DB_HINT_DEAD, 2, (uint64_t)DST, (uint64_t)64);
	cbo_inval(DST);
	load(DST + 48, 8);
}

static void flush_over_device_data(void)
{
	uint64_t at, cmo;

	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
	at = store(DST + 56, 8, 1);
	cmo = cbo_flush(DST);
	expect(DB_CLASS_WRITEBACK_OVER_DEVICE_DATA, by_luck(), cmo, at);
}

static void inval_that_writes_back(void)
{
	uint64_t at, cmo;

	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
	at = store(DST + 56, 8, 1);
	cmo = cbo_inval(DST);
	if (setup.quirks & DB_QUIRK_INVAL_WB) {
		expect(DB_CLASS_WRITEBACK_OVER_DEVICE_DATA, by_luck(), cmo, at);
	} else {
		load(DST + 56, 8);
		expect(DB_CLASS_INVALIDATE_DESTROYS_DATA, by_luck(), cmo, at);
	}
}

static void stored_after_the_invalidate(void)
{
	ring();
	load(DST, 8);
	store(UNC(SRC), 8, 9);
	desc(0, SRC, DST, 64, 0);
	go(1);
	done(0);
	cbo_inval(DST);
	store(DST + 56, 8, 1);
	cbo_flush(DST);
	load(DST, 8);
	check(value == 9, "reads %llx", (unsigned long long)value);
}

static void neighbour_in_the_line(void)
{
	uint64_t mapped, at;

	ring();
	map(SRC, 64, TO);
	mapped = map(DST, 48, FROM);
	desc(0, SRC, DST, 48, 0);
	go(1);
	at = store(DST + 56, 4, 1);
	drain();
	expect(DB_CLASS_SHARED_LINE, by_luck(), at, mapped);
	done(0);
}

static void neighbour_before_the_doorbell(void)
{
	uint64_t mapped, at;

	ring();
	map(SRC, 64, TO);
	mapped = map(DST, 48, FROM);
	at = store(DST + 56, 4, 1);
	expect(DB_CLASS_SHARED_LINE, by_luck(), at, mapped);
	desc(0, SRC, DST, 48, 0);
	go(1);
	done(0);
}

static void neighbour_of_tx(void)
{
	ring();
	map(SRC, 48, TO);
	map(DST, 64, FROM);
	store(SRC + 56, 4, 1);
	desc(0, SRC, DST, 48, 0);
	go(1);
	done(0);
}

static void neighbour_uncached_or_after(void)
{
	ring();
	map(SRC, 64, TO);
	map(DST, 48, FROM);
	desc(0, SRC, DST, 48, 0);
	go(1);
	store(UNC(DST) + 56, 4, 1);
	done(0);
	unmap(DST, 48, FROM);
	store(DST + 56, 4, 1);
	load(DST, 8);
}

#define BOTH_WAYS(test, ...) run_both(#test, test, (struct setup){__VA_ARGS__})

int main(void)
{
	BOTH_WAYS(cpu_pointer);
	BOTH_WAYS(bus_zero_is_in_force, .quirks = DB_QUIRK_BUS_ZERO);
	BOTH_WAYS(truncated);
	BOTH_WAYS(above_the_mask);
	BOTH_WAYS(high_memory);
	BOTH_WAYS(overrun);
	BOTH_WAYS(published_after_unmap);
	BOTH_WAYS(no_streaming_mapping_at_all);
	BOTH_WAYS(part_of_a_mapping);
	BOTH_WAYS(unmap_after_stop);
	BOTH_WAYS(late_data_cached);
	BOTH_WAYS(late_data_uncached);
	BOTH_WAYS(unmap_without_stop);
	BOTH_WAYS(store_after_stop);
	BOTH_WAYS(stop_awaited);
	BOTH_WAYS(write_while_mapped);
	BOTH_WAYS(write_after_the_doorbell);
	BOTH_WAYS(write_rx_while_mapped);
	BOTH_WAYS(write_between_syncs);
	BOTH_WAYS(no_fence);
	BOTH_WAYS(no_fence_and_an_unfinished_clean);
	BOTH_WAYS(clean_without_fence);
	BOTH_WAYS(clean_of_rx_without_fence);
	BOTH_WAYS(owner_first, .owner = true);
	BOTH_WAYS(word_after_owner, .owner = true);
	BOTH_WAYS(owner_last, .owner = true);
	BOTH_WAYS(owner_seen_bytes_unordered, .owner = true);
	BOTH_WAYS(payload_unordered);
	BOTH_WAYS(record_unordered);
	BOTH_WAYS(record_before_its_status);
	BOTH_WAYS(not_cleaned);
	BOTH_WAYS(stored_after_the_clean);
	BOTH_WAYS(zeroed_not_cleaned);
	BOTH_WAYS(atomic_not_cleaned);
	BOTH_WAYS(cached_ring_not_cleaned, .cached_ring = true);
	BOTH_WAYS(cleaned);
	BOTH_WAYS(dirty_destination);
	BOTH_WAYS(dirtied_while_it_runs);
	BOTH_WAYS(destination_cleaned);
	BOTH_WAYS(not_invalidated);
	BOTH_WAYS(invalidated_too_early);
	BOTH_WAYS(invalidated_during_the_transfer);
	BOTH_WAYS(invalidated_after);
	BOTH_WAYS(invalidate_instead_of_clean);
	BOTH_WAYS(neighbour_destroyed);
	BOTH_WAYS(neighbour_flushed);
	BOTH_WAYS(destroyed_but_written_again);
	BOTH_WAYS(declared_dead);
	BOTH_WAYS(flush_over_device_data);
	BOTH_WAYS(inval_that_writes_back);
	BOTH_WAYS(inval_that_writes_back, .quirks = DB_QUIRK_INVAL_WB);
	BOTH_WAYS(stored_after_the_invalidate);
	BOTH_WAYS(neighbour_in_the_line);
	BOTH_WAYS(neighbour_before_the_doorbell);
	BOTH_WAYS(neighbour_of_tx);
	BOTH_WAYS(neighbour_uncached_or_after);
	return finish();
}
