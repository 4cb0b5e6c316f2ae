/* SPDX-License-Identifier: Apache-2.0
 * The device description, form by form: lists, cycles, fills, streams, rows and strides, slots of all sizes, channels.
 * For each what is right and stays silent, and what is wrong and is convicted at the right place.
 */
#include "helper_dsl.h"

#define NODES (LO + 0x3000)
#define NODE(n) (NODES + 64ull * (n)) /* a line each */
#define MORE DB_DESC_FLAGS_MORE
#define END DB_DESC_FLAGS_END
#define FORM(f) ((uint32_t)DB_DESC_FORM_##f)

/* Four stores, in this order; pc of the first. at: as the CPU addresses it; src, dst: physical, 0: none. */
static uint64_t node(uint64_t at, uint32_t flags, uint32_t len, uint64_t next, uint64_t src, uint64_t dst)
{
	uint64_t first = store(at + DB_DESC_NEXT, 8, next);

	store(at + DB_DESC_SRC, 8, src ? bus(src) : 0);
	store(at + DB_DESC_DST, 8, dst ? bus(dst) : 0);
	store(at + DB_DESC_FLAGS, 8, (uint64_t)len << 32 | flags);
	return first;
}

/* A form with one address, in a ring. */
static uint64_t one(uint64_t slot, uint32_t flags, uint32_t len, uint64_t addr)
{
	store(slot + DB_DESC_ADDR1, 8, bus(addr));
	return store(slot + DB_DESC_FLAGS, 8, (uint64_t)len << 32 | flags);
}

static uint64_t slot(unsigned n)
{
	return UNC(RING + (uint64_t)(setup.stride ? setup.stride : 32) * n);
}

static uint64_t pointer(uint64_t node, unsigned more)
{
	return bus(node) | more;
}

/* ---- lists ---- */

static void read_back(uint64_t at, uint64_t size)
{
	fence("r", "r");
	inval_range(at, size);
	read_buffer(at, size);
}

/* A block of two and a block of one; three jobs. */
static void blocks(bool cached)
{
	uint64_t a = cached ? NODES : UNC(NODES), b = cached ? NODE(4) : UNC(NODE(4));

	node(a, 0, 64, pointer(NODE(4), 0), SRC, DST);
	node(a + 32, 0, 64, 0x123, SRC, DST + 64);
	node(b, END, 64, 0xbad, SRC, DST + 128);
}

static void list_of_blocks(void)
{
	blocks(false);
	ring();
	for (uint32_t i = 0; i < 3; i++) {
		wait_record(i);
		read_back(DST + 64 * i, 64);
	}
}

static void list_of_cached_nodes(void)
{
	blocks(true);
	clean_range(NODES, 64);
	cbo_clean(NODE(4));
	ring();
	wait_record(2);
	read_back(DST, 192);
}

static void list_node_not_cleaned(void)
{
	uint64_t first, run;

	node(NODES, 0, 64, pointer(NODE(1), 0), SRC, DST);
	cbo_clean(NODES);
	first = node(NODE(1), END, 64, 0, SRC, DST + 64);
	run = ring();
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), run, first + 4);  /* SRC */
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), run, first + 8);  /* DST */
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), run, first + 12); /* LENGTH and FLAGS */
	dev_run();
}

static void list_payload_not_cleaned(void)
{
	uint64_t at, run;

	blocks(false);
	at = store(SRC, 8, 1);
	run = ring();
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), run, at);
	dev_run();
}

static void list_without_fence(void)
{
	uint64_t first, run;

	first = node(UNC(NODES), END, 64, 0, SRC, DST);
	run = ring();
	expect(DB_CLASS_DOORBELL_BEFORE_DATA, DBC_LATENT, run, first + 12);
	drain();
	dev_run();
}

/* The hart's step by step way to give a running list a successor. */
static struct {
	bool cached, no_clean, no_fence, link_not_cleaned, known_done;
} link;

static void linked(void)
{
	uint64_t a = link.cached ? NODES : UNC(NODES), b = link.cached ? NODE(1) : UNC(NODE(1)), first, next, go, poll;

	node(a, END, 64, 0, SRC, DST);
	if (link.cached)
		cbo_clean(a);
	ring();
	if (link.known_done)
		wait_record(0);
	first = node(b, END, 64, 0, SRC, DST + 64);
	if (link.cached && !link.no_clean)
		cbo_clean(b);
	fence("w", "w");
	next = store(a + DB_DESC_NEXT, 8, pointer(NODE(1), 0));
	if (!link.no_fence)
		fence("w", "w");
	go = store(a + DB_DESC_FLAGS, 4, 0);
	if (link.cached && !link.link_not_cleaned)
		cbo_clean(a);
	fence("w", "o");
	poll = io_write(CH(POLL), 4, 1);
	if (link.no_clean)
		for (int i = 1; i < 4; i++)
			expect(DB_CLASS_MISSING_CLEAN, by_luck(), link.known_done ? poll : go, first + 4 * i);
	if (link.no_fence && !link.known_done)
		expect(DB_CLASS_OWNER_BIT_NOT_LAST, DBC_LATENT, go, next);
	if (link.link_not_cleaned) {
		expect(DB_CLASS_MISSING_CLEAN, by_luck(), poll, next);
		expect(DB_CLASS_MISSING_CLEAN, by_luck(), poll, go);
	}
	wait_record(link.known_done);
	if (!link.no_clean && !link.link_not_cleaned) {
		read_back(DST, 64);
		wait_record(1);
		read_back(DST + 64, 64);
	}
}

static void closed_list(void)
{
	node(UNC(NODES), FORM(RX), 64, pointer(NODE(1), 1), 0, DST);
	node(UNC(NODE(1)), FORM(RX), 64, pointer(NODES, 0), 0, DST + 64);
	node(UNC(NODE(1)) + 32, FORM(RX), 64, 0, 0, DST + 128);
	ring();
	for (uint32_t i = 0; i < 10; i++) {
		dev_go(1);
		io_read(i & 1 ? CH(RESIDUE) : CH(DONE_CNT), i & 1 ? 8 : 4);
		fence("i", "r");
		inval_range(DST + 64 * (i % 3), 64);
		read_buffer(DST + 64 * (i % 3), 64);
	}
}

static void reused_nodes(void)
{
	/* A list whose memory is taken again is no cycle. */
	node(UNC(NODES), END, 64, 0, SRC, DST);
	ring();
	for (uint32_t i = 0; i < 5; i++) {
		uint64_t old = UNC(NODE(i % 2)), new = UNC(NODE((i + 1) % 2));

		wait_record(i);
		read_back(DST, 64);
		node(new, END, 64, 0, SRC, DST);
		store(old + DB_DESC_NEXT, 8, pointer(NODE((i + 1) % 2), 0));
		store(old + DB_DESC_FLAGS, 4, 0);
		fence("w", "o");
		io_write(CH(POLL), 4, 1);
	}
	wait_record(5);
}

/* ---- cycles ---- */

static uint64_t done_count(void)
{
	return io_read(CH(DONE_CNT), 4);
}

static void start_cycle(uint32_t form, uint64_t buffer)
{
	for (unsigned i = 0; i < setup.slots; i++)
		one(slot(i), form, 64, buffer + 64 * i);
	ring();
}

static void cycle_in_time(void)
{
	start_cycle(FORM(RX), DST);
	for (unsigned i = 0; i < 13; i++) {
		dev_go(1);
		done_count();
		fence("i", "r");
		cbo_inval(DST + 64 * (i % 4));
		read_buffer(DST + 64 * (i % 4), 64);
	}
	io_write(CH(CTRL), 4, DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP);
	dev_run();
	io_read(CH(STATUS), 4);
	fence("i", "r");
	inval_range(DST, 256);
	read_buffer(DST, 256);
	store(DST, 8, 1); /* the cycle has ended */
}

static void cycle_overrun(void)
{
	uint64_t seen, at;

	start_cycle(FORM(RX), DST);
	dev_go(1);
	seen = done_count();
	fence("i", "r");
	cbo_inval(DST);
	load(DST, 8);
	dev_go(4); /* comes round to the period that the CPU still reads */
	at = load(DST + 8, 8);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_MANIFEST, at, seen);
}

static void cycle_before_its_end(void)
{
	uint64_t at;

	start_cycle(FORM(RX), DST);
	at = load(DST + 64, 8);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, 0);
}

static void cycle_not_invalidated(void)
{
	uint64_t seen = 0, at;

	start_cycle(FORM(RX), DST);
	for (unsigned i = 0; i < 5; i++) {
		dev_go(1);
		seen = done_count();
		fence("i", "r");
		if (i < 4)
			cbo_inval(DST + 64 * i);
		load(DST + 64 * (i % 4), 8);
	}
	at = pc() - 4;
	expect(DB_CLASS_MISSING_INVALIDATE, by_luck(), at, seen);
}

static void cycle_written_and_cleaned(void)
{
	start_cycle(FORM(RX), DST);
	for (unsigned i = 0; i < 9; i++) {
		uint64_t at = DST + 64 * (i % 4);

		dev_go(1);
		done_count();
		fence("i", "r");
		cbo_inval(at);
		store(at, 8, 1); /* works on it in place */
		load(at, 8);
		cbo_clean(at);
		fence("w", "o");
	}
}

static void cycle_left_dirty(void)
{
	uint64_t seen, at;

	start_cycle(FORM(RX), DST);
	dev_go(1);
	seen = done_count();
	fence("i", "r");
	cbo_inval(DST);
	at = store(DST, 8, 1);
	drain();
	expect(DB_CLASS_DIRTY_UNDER_RX, by_luck(), at, seen);
	dev_go(4);
}

static void cycle_refilled(void)
{
	fill_buffer(SRC, 256, 1);
	clean_range(SRC, 256);
	fence("w", "o");
	start_cycle(FORM(TX), SRC);
	for (unsigned i = 0; i < 9; i++) {
		dev_go(1);
		done_count();
		fence("i", "r");
		fill_buffer(SRC + 64 * (i % 4), 64, (uint8_t)i);
		cbo_clean(SRC + 64 * (i % 4));
		fence("w", "o");
	}
}

static void cycle_refilled_without_clean(void)
{
	uint64_t seen, at;

	start_cycle(FORM(TX), SRC);
	dev_go(1);
	seen = done_count();
	fence("i", "r");
	at = store(SRC, 8, 7);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), at, seen);
	dev_go(4);
}

static void cycle_with_records(void)
{
	/* records of a cycle hold it up, and tell of its periods */
	for (unsigned i = 0; i < setup.slots; i++)
		one(slot(i), FORM(RX), 64, DST + 64 * i);
	setup.cyclic_records = true;
	ring();
	for (unsigned i = 0; i < 13; i++) {
		dev_go(1);
		poll_record(i);
		fence("r", "r");
		cbo_inval(DST + 64 * (i % 4));
		read_buffer(DST + 64 * (i % 4), 64);
		fence("rw", "o");
		io_write(CH(REC_TAIL), 4, (i + 1) % setup.records);
	}
}

/* ---- fill ---- */

static void filling(void)
{
	ring();
	store(slot(0) + DB_DESC_SRC, 8, 0x1234); /* nobody reads that word */
	one(slot(0), FORM(FILL) | 0x5a << DB_DESC_FLAGS_PATTERN_SHIFT, 128, DST);
	fence("w", "o");
	doorbell(1);
	wait_record(0);
	read_back(DST, 128);
}

static void fill_of_dirty_lines(void)
{
	uint64_t at, bell;

	ring();
	at = store(DST + 64, 8, 1);
	one(slot(0), FORM(FILL), 128, DST);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_DIRTY_UNDER_RX, by_luck(), bell, at);
	dev_run();
}

/* ---- streams ---- */

static void transmit(void)
{
	ring();
	map(SRC, 128, TO);
	one(slot(0), FORM(TX) | MORE, 64, SRC);
	one(slot(1), FORM(TX), 64, SRC + 64);
	fence("w", "o");
	doorbell(2);
	wait_record(0);
	unmap(SRC, 128, TO);
}

static void transmit_without_clean(void)
{
	uint64_t at, bell;

	ring();
	at = store(SRC + 8, 8, 3);
	one(slot(0), FORM(TX), 64, SRC);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	dev_run();
}

static void receive(void)
{
	ring();
	map(DST, 192, FROM);
	for (unsigned i = 0; i < 3; i++)
		one(slot(i), FORM(RX) | (i < 2 ? MORE : 0), 64, DST + 64 * i);
	fence("w", "o");
	doorbell(3);
	wait_record(0);
	fence("r", "r");
	unmap(DST, 192, FROM);
	read_buffer(DST, 192);
}

static void receive_stale(void)
{
	uint64_t at, seen;

	ring();
	load(DST, 8);
	one(slot(0), FORM(RX), 64, DST);
	fence("w", "o");
	doorbell(1);
	seen = wait_record(0);
	fence("r", "r");
	at = load(DST, 8);
	expect(DB_CLASS_MISSING_INVALIDATE, by_luck(), at, seen);
}

static void receive_too_early(void)
{
	uint64_t at, late, bell;

	ring();
	one(slot(0), FORM(RX), 64, DST);
	fence("w", "o");
	bell = doorbell(1);
	at = load(DST, 8); /* nothing has come */
	dev_run();
	cbo_inval(DST);
	late = load(DST + 8, 8); /* all has come, but who knows? */
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, bell);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, late, bell);
}

static void receive_too_early_by_uncached_load(void)
{
	uint64_t at, bell;

	ring();
	one(slot(0), FORM(RX), 64, DST);
	fence("w", "o");
	bell = doorbell(1);
	dev_run();
	at = load(UNC(DST), 8);
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, bell);
}

/* ---- rows and strides ---- */

static void rows(unsigned n, uint32_t len, uint32_t count, uint64_t src, int64_t src_stride, uint64_t dst,
		 int64_t dst_stride)
{
	store(slot(n) + DB_DESC_USER, 8, 0xdead);
	store(slot(n) + DB_DESC_ROWS, 8, count);
	store(slot(n) + DB_DESC_SRC_STRIDE, 8, (uint64_t)src_stride);
	store(slot(n) + DB_DESC_DST_STRIDE, 8, (uint64_t)dst_stride);
	desc_at(slot(n), bus(src), bus(dst), len, FORM(COPY2D));
}

static void rows_with_gaps(void)
{
	ring();
	rows(0, 64, 3, SRC, 128, DST + 512, -128);
	fence("w", "o");
	store(slot(0) + DB_DESC_USER, 8, 1); /* no order needed: the engine ignores it */
	store(SRC + 64, 8, 1);		     /* between the rows */
	doorbell(1);
	store(DST + 512 - 64, 8, 2);
	load(DST + 512 - 64, 8);
	wait_record(0);
	fence("r", "r");
	for (unsigned i = 0; i < 3; i++) {
		cbo_inval(DST + 512 - 128 * i);
		load(DST + 512 - 128 * i, 8);
	}
}

static void row_not_cleaned(void)
{
	uint64_t at, bell;

	ring();
	at = store(SRC + 256, 8, 1); /* the third */
	rows(0, 64, 3, SRC, 128, DST, 64);
	fence("w", "o");
	bell = doorbell(1);
	expect(DB_CLASS_MISSING_CLEAN, by_luck(), bell, at);
	dev_run();
}

static void row_written_in_flight(void)
{
	uint64_t at, bell;

	ring();
	rows(0, 64, 3, SRC, 64, DST + 256, -128);
	fence("w", "o");
	bell = doorbell(1);
	at = store(DST, 8, 1); /* the last row is the lowest */
	expect(DB_CLASS_DIRTY_UNDER_RX, DBC_LATENT, at, bell);
	dev_run();
}

static void row_not_invalidated(void)
{
	uint64_t at, seen;

	ring();
	fill_buffer(SRC, 128, 3);
	clean_range(SRC, 128);
	load(DST + 128, 8);
	rows(0, 64, 2, SRC, 64, DST, 128);
	fence("w", "o");
	doorbell(1);
	seen = wait_record(0);
	fence("r", "r");
	cbo_inval(DST);
	load(DST, 8);
	at = load(DST + 128, 8);
	expect(DB_CLASS_MISSING_INVALIDATE, by_luck(), at, seen);
}

static void row_outside_mapping(void)
{
	uint64_t bell;

	ring();
	map(SRC, 256, TO);
	map(DST, 64, FROM);
	map(DST + 256, 64, FROM);
	rows(0, 64, 2, SRC, 128, DST, 256); /* its rows are mapped one by one */
	rows(1, 64, 3, SRC, 128, DST, 256); /* 320 bytes of SRC, and a third row of DST */
	fence("w", "o");
	bell = doorbell(2);
	expect(DB_CLASS_DEVICE_OUTSIDE_MAPPING, DBC_LATENT, bell, 0);
	expect(DB_CLASS_DEVICE_OUTSIDE_MAPPING, DBC_LATENT, bell, 0);
	wait_record(1);
}

static void rows_are_unmapped_too_early(void)
{
	uint64_t at, bell;

	ring();
	map(SRC, 64, TO);
	map(DST, 512, FROM);
	rows(0, 16, 4, SRC, 16, DST, 128);
	fence("w", "o");
	bell = doorbell(1);
	at = unmap_raw(DST, 512, FROM);
	expect(DB_CLASS_STOP_NOT_AWAITED, DBC_LATENT, at, bell);
	dev_run();
}

/* ---- channels ---- */

static void channels(void)
{
	uint64_t at, bell;

	ring();
	tell(DB_HINT_DMA_ALLOC, 4, (uint64_t)DEV, (uint64_t)UNC(RING + 0x800), bus(RING + 0x800), (uint64_t)256);
	tell(DB_HINT_DMA_ALLOC, 4, (uint64_t)DEV, (uint64_t)UNC(RECS + 0x800), bus(RECS + 0x800), (uint64_t)128);
	io_write(CH1(CFG), 4, DB_DMACH_CFG_REC_EN | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT);
	io_write(CH1(RING_BASE), 8, bus(RING + 0x800));
	io_write(CH1(RING_SIZE), 4, 8);
	io_write(CH1(REC_BASE), 8, bus(RECS + 0x800));
	io_write(CH1(REC_SIZE), 4, 8);
	io_write(CH1(CTRL), 4, DB_DMACH_CTRL_RUN);
	desc_at(UNC(RING + 0x800), bus(SRC), bus(OTHER), 64, 0);
	desc(0, SRC, DST, 64, 0);
	fence("w", "o");
	io_write(CH1(TAIL), 4, 1);
	bell = doorbell(1);
	dev_run();
	load_by(UNC(RECS + 0x800) + DB_REC_STATUS, 4, A0, A5);
	read_back(OTHER, 64);
	cbo_inval(DST);
	at = load(DST, 8); /* the other channel's record says nothing of this one */
	expect(DB_CLASS_CPU_READ_DEVICE_OWNED, DBC_LATENT, at, bell);
	poll_record(0);
	read_back(DST, 64);
}

#define BOTH_(f, ...) run_both(#f, f, (struct setup){__VA_ARGS__})
#define ALL(f, ...)                                                                                                    \
	do {                                                                                                           \
		BOTH_(f, __VA_ARGS__);                                                                                 \
		run(#f, f, (struct setup){.schedule = CALM, __VA_ARGS__});                                             \
		for (uint64_t seed_ = 1; seed_ <= 20; seed_++)                                                         \
			run(#f, f, (struct setup){.schedule = RANDOM, .seed = seed_, __VA_ARGS__});                    \
	} while (0)

#define LIST(n) .list = DB_BUS_LO_BASE + 0x3000 + (n)

int main(void)
{
	ALL(list_of_blocks, LIST(1));
	ALL(list_of_cached_nodes, LIST(1));
	BOTH_(list_node_not_cleaned, LIST(0));
	BOTH_(list_payload_not_cleaned, LIST(1));
	run("list_without_fence", list_without_fence, (struct setup){.schedule = CALM, LIST(0), .no_fence = true});
	ALL(linked, LIST(0));
	link.cached = true;
	ALL(linked, LIST(0));
	link.no_clean = true;
	BOTH_(linked, LIST(0));
	link.no_clean = false;
	link.link_not_cleaned = true;
	BOTH_(linked, LIST(0));
	link.cached = link.link_not_cleaned = false;
	link.no_fence = true;
	run("linked", linked, (struct setup){.schedule = CALM, LIST(0)});
	link.known_done = true;
	ALL(linked, LIST(0));
	link.cached = link.no_clean = true;
	BOTH_(linked, LIST(0));
	ALL(closed_list, LIST(0), .cyclic = true);
	ALL(reused_nodes, LIST(0));
	ALL(cycle_in_time, .cyclic = true, .slots = 4, .stride = 16);
	ALL(cycle_in_time, .cyclic = true, .slots = 4, .stride = 32);
	ALL(cycle_with_records, .cyclic = true, .slots = 4, .records = 3, .stride = 16);
	BOTH_(cycle_overrun, .cyclic = true, .slots = 4, .stride = 16);
	BOTH_(cycle_before_its_end, .cyclic = true, .slots = 4, .stride = 16);
	BOTH_(cycle_not_invalidated, .cyclic = true, .slots = 4, .stride = 16);
	ALL(cycle_written_and_cleaned, .cyclic = true, .slots = 4, .stride = 16);
	BOTH_(cycle_left_dirty, .cyclic = true, .slots = 4, .stride = 16);
	ALL(cycle_refilled, .cyclic = true, .slots = 4, .stride = 16);
	BOTH_(cycle_refilled_without_clean, .cyclic = true, .slots = 4, .stride = 16);
	for (uint32_t stride = 16; stride <= 64; stride *= 2) {
		ALL(filling, .stride = stride);
		ALL(transmit, .stride = stride);
		ALL(receive, .stride = stride);
		ALL(receive, .stride = stride, .packet = 20);
	}
	BOTH_(fill_of_dirty_lines, .stride = 16);
	BOTH_(transmit_without_clean, .stride = 16);
	BOTH_(receive_stale, .stride = 16);
	BOTH_(receive_too_early, .stride = 16);
	BOTH_(receive_too_early_by_uncached_load, .stride = 16);
	BOTH_(receive_too_early_by_uncached_load, .stride = 16, .coherent = DBC_COHERENT_ALL);
	ALL(rows_with_gaps, .stride = 64);
	BOTH_(row_not_cleaned, .stride = 64);
	BOTH_(row_written_in_flight, .stride = 64);
	BOTH_(row_not_invalidated, .stride = 64);
	BOTH_(row_outside_mapping, .stride = 64);
	BOTH_(rows_are_unmapped_too_early, .stride = 64);
	BOTH_(channels, .slots = 8);
	return finish();
}
