/* SPDX-License-Identifier: Apache-2.0
 * The machine behind the tests' language (helper_dsl.h), and the verdicts' bookkeeping.
 */
#include <malloc.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include "helper_dsl.h"

enum {
	LO_BYTES = 32 << 10,
	HI_BYTES = 8 << 10,
	LINES = (LO_BYTES + HI_BYTES) / 16,
	SB = 8,
	WBS = 32,
	MAX_EXPECTED = 32
};

struct entry { /* of the store buffer */
	bool valid;
	uint8_t idx, kind, mask, phase;
	uint64_t addr, data, seq;
	unsigned epoch; /* fences w,w before it */
};
struct wb {
	bool valid;
	uint64_t addr, seq;
	uint8_t data[64];
};
enum phase { IDLE, READ, WRITE, OWNER, RECORD };
struct engine {
	bool run, owner, coherent, halted, stopping, stopped, look;
	uint64_t ring_bus, rec_bus, ring_size, rec_size, cfg;
	uint32_t head, tail, rec_head, rec_lap, done;
	enum phase phase;
	uint32_t flags, length, got, put, job, status;
	uint64_t src, dst, slot_bus;
	/* list */
	uint64_t list_bus, at, block;
	uint32_t left;
	bool ended;
	/* forms */
	uint32_t form, rows, row;
	int64_t src_stride, dst_stride;
	uint8_t fifo[4096];
};
enum { ENGINES = 2 };
static struct machine {
	uint8_t lo[LO_BYTES], hi[HI_BYTES];
	struct {
		bool valid, dirty;
		uint8_t data[64];
	} line[LINES];
	struct entry sb[SB];
	struct wb wb[WBS];
	struct engine engine[ENGINES];
	unsigned channel; /* whose burst this is */
	unsigned budget;  /* descriptors that a cycle may still do */
	uint64_t seq, order, pc, cycle, rng, hot[64], back[16];
	unsigned epoch, hots, fill_id, depth;
	uint64_t trap_pc;
	bool intr;
} m;

static struct {
	enum db_class class_id;
	enum dbc_kind kind;
	uint64_t access, cause;
	uint32_t also;
} expected[MAX_EXPECTED];
static unsigned expecteds;
static bool expected_failure, bad;
static const char *test_name;
static int passed, failed;

struct setup setup;
struct dbc *checker;
uint64_t value;
bool wrong_hit, wrong_writeback, wrong_read, wrong_dirty, quiet;

/* ---- memory and cache ---- */

uint64_t rnd(uint64_t below)
{
	m.rng ^= m.rng << 13;
	m.rng ^= m.rng >> 7;
	m.rng ^= m.rng << 17;
	return (m.rng * 0x2545f4914f6cdd1dull >> 32) % below;
}

static uint64_t plain(uint64_t addr)
{
	return addr & ~(uint64_t)DB_UNCACHED_ALIAS;
}

static uint64_t line_at(uint64_t addr)
{
	return plain(addr) & ~(uint64_t)(setup.line_bytes - 1);
}

static uint8_t *ram(uint64_t phys)
{
	if (phys - LO < LO_BYTES)
		return m.lo + (phys - LO);
	if (phys - HI < HI_BYTES)
		return m.hi + (phys - HI);
	fprintf(stderr, "test: no RAM at 0x%llx\n", (unsigned long long)phys);
	abort();
}

static unsigned line_no(uint64_t addr)
{
	addr = line_at(addr);
	return (unsigned)((addr >= HI ? addr - HI + LO_BYTES : addr - LO) / 16);
}

static uint64_t tick(void)
{
	return ++m.cycle;
}

static void write_beat(uint8_t id, uint64_t addr, uint8_t strb, uint64_t data)
{
	struct db_probe_memwr e = {.id = id, .addr = addr, .strb = strb, .data = data};

	if (id < 64 && wrong_writeback) {
		e.data ^= 0xff;
		wrong_writeback = false;
	}
	for (int i = 0; i < 8; i++)
		if (strb >> i & 1)
			ram(addr)[i] = (uint8_t)(data >> 8 * i);
	dbc_memwr(checker, tick(), &e);
}

static uint64_t read_beat(uint8_t id, uint64_t addr)
{
	struct db_probe_memrd e = {.id = id, .addr = addr};
	uint64_t v;

	memcpy(&v, ram(addr), 8);
	e.data = v;
	if (wrong_read) {
		e.data ^= 1;
		wrong_read = false;
	}
	dbc_memrd(checker, tick(), &e);
	return v;
}

static void line_event(uint8_t op, uint64_t addr, bool dirty)
{
	struct db_probe_line e = {.op = op, .dirty = dirty, .addr = line_at(addr)};

	if (op != DB_LINE_FILL && wrong_dirty) {
		e.dirty = !dirty;
		wrong_dirty = false;
	}
	dbc_line(checker, tick(), &e);
}

static void finish_wb(struct wb *w)
{
	for (unsigned i = 0; i < setup.line_bytes; i += 8) {
		uint64_t v;
		memcpy(&v, w->data + i, 8);
		write_beat(0, w->addr + i, 0xff, v);
	}
	w->valid = false;
}

static struct wb *oldest_wb(uint64_t line, bool any)
{
	struct wb *w = NULL;

	for (int i = 0; i < WBS; i++)
		if (m.wb[i].valid && (any || m.wb[i].addr == line) && (!w || m.wb[i].seq < w->seq))
			w = &m.wb[i];
	return w;
}

static void wait_wb(uint64_t line)
{
	for (struct wb *w; (w = oldest_wb(line, false));)
		finish_wb(w);
}

static void start_wb(uint64_t line)
{
	struct wb *w = m.wb;

	wait_wb(line);
	while (w < m.wb + WBS && w->valid)
		w++;
	if (w == m.wb + WBS)
		finish_wb(w = oldest_wb(0, true));
	w->valid = true;
	w->addr = line;
	w->seq = m.seq++;
	memcpy(w->data, m.line[line_no(line)].data, setup.line_bytes);
}

static void touch(uint64_t addr)
{
	m.hot[m.hots++ % 64] = line_at(addr);
}

void fill(uint64_t addr)
{
	uint64_t line = line_at(addr);
	unsigned n = line_no(line), id = m.fill_id++ % 8;

	if (m.line[n].valid)
		return;
	wait_wb(line);
	for (unsigned i = 0; i < setup.line_bytes; i += 8) {
		uint64_t v = read_beat((uint8_t)id, line + i);
		memcpy(m.line[n].data + i, &v, 8);
	}
	m.line[n].valid = true;
	m.line[n].dirty = false;
	line_event(DB_LINE_FILL, line, false);
}

void prefetch(uint64_t addr)
{
	if (setup.schedule != LUCKY)
		fill(addr);
}

static bool leave(uint64_t addr, uint8_t op)
{
	uint64_t line = line_at(addr);
	unsigned n = line_no(line);
	bool dirty = m.line[n].dirty;

	if (!m.line[n].valid)
		return false;
	if (dirty && op != DB_LINE_INVAL)
		start_wb(line);
	line_event(op, line, dirty);
	m.line[n].valid = m.line[n].dirty = false;
	return true;
}

bool evict(uint64_t addr)
{
	bool there = leave(addr, DB_LINE_EVICT);

	wait_wb(line_at(addr));
	return there;
}

static void clean(uint64_t addr, uint8_t op)
{
	unsigned n = line_no(addr);

	if (!m.line[n].valid || !m.line[n].dirty)
		return;
	start_wb(line_at(addr));
	line_event(op, addr, true);
	m.line[n].dirty = false;
}

/* ---- store buffer ---- */

static bool blocked(const struct entry *e)
{
	for (int i = 0; i < SB; i++) {
		const struct entry *o = &m.sb[i];
		if (o->valid && o->seq < e->seq &&
		    (o->epoch < e->epoch ||
		     (o->kind == DB_SBI_UNCACHED && e->kind == DB_SBI_UNCACHED ? o->addr == e->addr
									       : line_at(o->addr) == line_at(e->addr))))
			return true;
	}
	return false;
}

static void complete(struct entry *e)
{
	struct db_probe_sbc c = {.idx = e->idx, .kind = e->kind};

	dbc_sbc(checker, tick(), &c);
	e->valid = false;
}

static void advance(struct entry *e)
{
	struct db_probe_sbd d = {.idx = e->idx, .kind = e->kind, .addr = e->addr, .mask = e->mask, .data = e->data};
	unsigned n = line_no(e->addr);

	if (e->phase == 0) {
		switch (e->kind) {
		case DB_SBI_STORE:
			fill(e->addr);
			for (int i = 0; i < 8; i++)
				if (e->mask >> i & 1)
					m.line[n].data[(e->addr + i) & (setup.line_bytes - 1)] =
						(uint8_t)(e->data >> 8 * i);
			m.line[n].dirty = true;
			dbc_sbd(checker, tick(), &d);
			complete(e);
			return;
		case DB_SBI_ZERO:
			leave(e->addr, DB_LINE_INVAL); /* no: overwritten */
			m.line[n].valid = m.line[n].dirty = true;
			memset(m.line[n].data, 0, 64);
			line_event(DB_LINE_ZERO, e->addr, false);
			dbc_sbd(checker, m.cycle, &d);
			complete(e);
			return;
		case DB_SBI_CLEAN:
			clean(e->addr, DB_LINE_CLEAN);
			break;
		case DB_SBI_FLUSH:
			leave(e->addr, DB_LINE_FLUSH);
			break;
		case DB_SBI_INVAL:
			leave(e->addr, DB_LINE_INVAL);
			break;
		}
		dbc_sbd(checker, tick(), &d);
		e->phase = 1;
		return;
	}
	if (e->kind == DB_SBI_UNCACHED)
		write_beat(0, plain(e->addr), e->mask, e->data);
	else
		wait_wb(line_at(e->addr));
	complete(e);
}

static struct entry *oldest(uint64_t line, bool any)
{
	struct entry *e = NULL;

	for (int i = 0; i < SB; i++)
		if (m.sb[i].valid && (any || line_at(m.sb[i].addr) == line) && (!e || m.sb[i].seq < e->seq))
			e = &m.sb[i];
	return e;
}

/* All entries of a line, and what must go before them. */
static void drain_line(uint64_t line)
{
	while (oldest(line, false))
		advance(oldest(line, true));
}

void drain(void)
{
	for (struct entry *e; (e = oldest(0, true));)
		advance(e);
}

void drain_dword(uint64_t addr)
{
	for (int i = 0; i < SB; i++)
		while (m.sb[i].valid && m.sb[i].addr == (addr & ~7ull) && !blocked(&m.sb[i]))
			advance(&m.sb[i]);
}

static void flood(bool lines) /* LUCKY: nothing stays where it could be wrong */
{
	drain();
	for (unsigned i = 0; lines && i < LINES; i += setup.line_bytes / 16)
		if (m.line[i].valid)
			evict(i < LO_BYTES / 16 ? LO + i * 16ull : HI + (i - LO_BYTES / 16) * 16ull);
	for (struct wb *w; (w = oldest_wb(0, true));)
		finish_wb(w);
}

static void around(void)
{
	if (setup.schedule == LUCKY)
		flood(true);
	if (setup.schedule != RANDOM)
		return;
	for (uint64_t n = rnd(4); n; n--) {
		struct entry *e = &m.sb[rnd(SB)];
		struct wb *w = oldest_wb(0, true);
		uint64_t hot = m.hots ? m.hot[rnd(m.hots < 64 ? m.hots : 64)] : 0;
		switch (rnd(6)) {
		case 0:
		case 1:
			if (e->valid && !blocked(e))
				advance(e);
			break;
		case 2:
			if (hot)
				leave(hot, DB_LINE_EVICT);
			break;
		case 3:
			if (hot && !oldest(hot, false))
				fill(hot);
			break;
		case 4:
			if (w)
				finish_wb(w);
			break;
		case 5:
			dev_step();
			break;
		}
	}
}

static void into_sb(uint8_t kind, uint64_t addr, uint8_t mask, uint64_t data)
{
	struct db_probe_sbi s = {.kind = kind, .addr = addr, .mask = mask, .data = data, .order = (uint16_t)m.order};
	struct entry *last = NULL, *e = NULL;

	touch(addr);
	for (int i = 0; i < SB; i++)
		if (m.sb[i].valid && line_at(m.sb[i].addr) == line_at(addr) && (!last || m.sb[i].seq > last->seq))
			last = &m.sb[i];
	if (last && last->kind == kind && kind <= DB_SBI_UNCACHED && last->addr == addr && !last->phase &&
	    last->epoch == m.epoch) {
		for (int i = 0; i < 8; i++)
			if (mask >> i & 1)
				last->data = (last->data & ~(0xffull << 8 * i)) | (data & 0xffull << 8 * i);
		last->mask |= mask;
		s.idx = last->idx;
		dbc_sbi(checker, tick(), &s);
		return;
	}
	for (int i = 0; i < SB && !e; i++)
		if (!m.sb[i].valid)
			e = &m.sb[i];
	while (!e) {
		struct entry *o = oldest(0, true);
		advance(o);
		if (!o->valid)
			e = o;
	}
	*e = (struct entry){.valid = true,
			    .idx = (uint8_t)(e - m.sb),
			    .kind = kind,
			    .mask = mask,
			    .addr = addr,
			    .data = data,
			    .seq = m.seq++,
			    .epoch = m.epoch};
	s.idx = e->idx;
	dbc_sbi(checker, tick(), &s);
}

/* ---- instructions ---- */

static uint64_t retire(struct db_probe_ret e, unsigned bytes)
{
	uint64_t at = m.pc;

	e.order = m.order++;
	e.pc_rdata = at;
	if (!e.pc_wdata)
		e.pc_wdata = at + bytes;
	e.mode = 3;
	e.intr = m.intr;
	m.intr = false;
	m.pc = e.pc_wdata;
	dbc_ret(checker, m.cycle, &e);
	around();
	return at;
}

uint64_t pc(void)
{
	return m.pc;
}

uint64_t nop(void)
{
	return alu(0, 0, 0);
}

uint64_t alu(unsigned rd, unsigned rs1, unsigned rs2)
{
	tick();
	return retire((struct db_probe_ret){.insn = 0x33 | rd << 7 | rs1 << 15 | rs2 << 20,
					    .rd_addr = (uint8_t)rd,
					    .rs1_addr = (uint8_t)rs1,
					    .rs2_addr = (uint8_t)rs2},
		      4);
}

void skip_order(uint64_t n)
{
	m.order += n;
	m.cycle += n;
}

uint64_t store(uint64_t addr, unsigned size, uint64_t v)
{
	unsigned at = addr & 7;
	uint8_t mask = (uint8_t)(((1u << size) - 1) << at);

	into_sb(addr & DB_UNCACHED_ALIAS ? DB_SBI_UNCACHED : DB_SBI_STORE, addr & ~7ull, mask, v << 8 * at);
	return retire((struct db_probe_ret){.insn = 0x23 | A0 << 15,
					    .rs1_addr = A0,
					    .rs2_addr = 11,
					    .mem_addr = addr,
					    .mem_wmask = (uint8_t)((1u << size) - 1),
					    .mem_wdata = v},
		      4);
}

static void load_event(uint64_t addr, unsigned size, uint64_t dword, uint8_t src)
{
	struct db_probe_ld e = {.order = (uint16_t)m.order,
				.addr = addr & ~7ull,
				.data = dword,
				.src = src,
				.mask = (uint8_t)(((1u << size) - 1) << (addr & 7))};

	if (src == DB_LD_HIT && wrong_hit) {
		e.data = ~dword;
		wrong_hit = false;
	}
	dbc_ld(checker, tick(), &e);
}

static uint64_t perform_load(uint64_t addr, unsigned size)
{
	uint64_t line = line_at(addr), dword = 0;
	uint8_t need = (uint8_t)(((1u << size) - 1) << (addr & 7)), have = 0;
	uint8_t src = DB_LD_UNCACHED;

	touch(addr);
	if (addr & DB_UNCACHED_ALIAS) {
		drain_line(line);
		dword = read_beat((uint8_t)(8 + m.fill_id++ % 8), plain(addr) & ~7ull);
	} else {
		for (int i = 0; i < SB; i++)
			if (m.sb[i].valid && line_at(m.sb[i].addr) == line && m.sb[i].kind != DB_SBI_STORE)
				drain_line(line);
		for (int i = 0; i < SB; i++)
			if (m.sb[i].valid && m.sb[i].addr == (addr & ~7ull))
				have |= m.sb[i].mask;
		src = (have & need) == need ? DB_LD_SB : have & need ? DB_LD_MIX : DB_LD_HIT;
		if (src != DB_LD_SB)
			fill(addr);
		if (m.line[line_no(addr)].valid)
			memcpy(&dword, m.line[line_no(addr)].data + (addr & ~7ull & (setup.line_bytes - 1)), 8);
		for (uint64_t seq = 0; seq < m.seq && have; seq++) { /* oldest first */
			bool found = false;
			uint64_t next = m.seq;
			for (int i = 0; i < SB; i++)
				if (m.sb[i].valid && m.sb[i].addr == (addr & ~7ull) && m.sb[i].seq >= seq &&
				    m.sb[i].seq < next) {
					next = m.sb[i].seq;
					found = true;
				}
			if (!found)
				break;
			for (int i = 0; i < SB; i++)
				if (m.sb[i].valid && m.sb[i].seq == next)
					for (int b = 0; b < 8; b++)
						if (m.sb[i].mask >> b & 1)
							dword = (dword & ~(0xffull << 8 * b)) |
								(m.sb[i].data & 0xffull << 8 * b);
			seq = next;
		}
	}
	load_event(addr, size, dword, src);
	dword >>= 8 * (addr & 7);
	return size == 8 ? dword : dword & ((1ull << 8 * size) - 1);
}

static uint64_t retire_load(uint64_t addr, unsigned size, unsigned rs1, unsigned rd)
{
	return retire((struct db_probe_ret){.insn = 0x03 | rd << 7 | rs1 << 15,
					    .rs1_addr = (uint8_t)rs1,
					    .rd_addr = (uint8_t)rd,
					    .rd_wdata = value,
					    .mem_addr = addr,
					    .mem_rmask = (uint8_t)((1u << size) - 1),
					    .mem_rdata = value},
		      4);
}

uint64_t load_by(uint64_t addr, unsigned size, unsigned rs1, unsigned rd)
{
	value = perform_load(addr, size);
	return retire_load(addr, size, rs1, rd);
}

uint64_t load(uint64_t addr, unsigned size)
{
	return load_by(addr, size, A0, 12);
}

uint64_t load_early(uint64_t addr, unsigned size, uint64_t early)
{
	value = early;
	load_event(addr, size, early << 8 * (addr & 7), DB_LD_FILL);
	return retire_load(addr, size, A0, 12);
}

uint64_t amo(uint64_t addr, unsigned size, uint64_t v, bool aq, bool rl)
{
	unsigned n = line_no(addr), at = addr & 7;
	uint8_t mask = (uint8_t)(((1u << size) - 1) << at);
	struct db_probe_sbd d = {
		.idx = 15, .kind = DB_SBI_AMO, .addr = addr & ~7ull, .mask = mask, .data = v << 8 * at};
	struct db_probe_sbc s = {.idx = 15, .kind = DB_SBI_AMO};
	struct db_probe_sbi in = {.idx = 15,
				  .kind = DB_SBI_AMO,
				  .addr = addr & ~7ull,
				  .mask = mask,
				  .data = v << 8 * at,
				  .order = (uint16_t)m.order};

	if (rl)
		drain();
	drain_line(line_at(addr));
	fill(addr);
	value = perform_load(addr, size);
	memcpy(m.line[n].data + (addr & (setup.line_bytes - 1)), &v, size);
	m.line[n].dirty = true;
	tick();
	dbc_sbd(checker, m.cycle, &d);
	dbc_sbc(checker, m.cycle, &s);
	dbc_sbi(checker, m.cycle, &in);
	return retire(
		(struct db_probe_ret){.insn = 0x0800002f | (unsigned)aq << 26 | (unsigned)rl << 25 | 12 << 7 | A0 << 15,
				      .rs1_addr = A0,
				      .rd_addr = 12,
				      .mem_addr = addr,
				      .mem_rmask = (uint8_t)((1u << size) - 1),
				      .mem_wmask = (uint8_t)((1u << size) - 1),
				      .mem_rdata = value,
				      .mem_wdata = v},
		4);
}

static unsigned bits(const char *s)
{
	unsigned b = 0;

	for (; *s; s++)
		b |= *s == 'w' ? 1 : *s == 'r' ? 2 : *s == 'o' ? 4 : 8;
	return b;
}

static uint64_t fence_insn(uint32_t insn, unsigned pred, unsigned succ)
{
	if (pred & 1 && succ & 14)
		drain();
	else if (pred & 1)
		m.epoch++;
	tick();
	return retire((struct db_probe_ret){.insn = insn}, 4);
}

uint64_t fence(const char *pred, const char *succ)
{
	return fence_insn(0x0f | bits(pred) << 24 | bits(succ) << 20, bits(pred), bits(succ));
}

uint64_t fence_tso(void)
{
	return fence_insn(0x8330000f, 1, 1);
}

static uint64_t cbo(unsigned op, uint8_t kind, uint64_t addr)
{
	into_sb(kind, line_at(addr), 0, 0);
	return retire(
		(struct db_probe_ret){
			.insn = 0x200f | op << 20 | A0 << 15, .rs1_addr = A0, .rs1_rdata = addr, .mem_addr = addr},
		4);
}

uint64_t cbo_inval(uint64_t addr)
{
	return cbo(0, setup.quirks & DB_QUIRK_INVAL_WB ? DB_SBI_FLUSH : DB_SBI_INVAL, addr);
}

uint64_t cbo_clean(uint64_t addr)
{
	return cbo(1, DB_SBI_CLEAN, addr);
}

uint64_t cbo_flush(uint64_t addr)
{
	return cbo(2, DB_SBI_FLUSH, addr);
}

uint64_t cbo_zero(uint64_t addr)
{
	return cbo(4, DB_SBI_ZERO, addr);
}

static void tell_arg(unsigned n, uint64_t v)
{
	tick();
	retire((struct db_probe_ret){.insn = (DB_HINT_IMM_ARG + n) << 20 | A0 << 15 | 0x2013,
				     .rs1_addr = A0,
				     .rs1_rdata = v},
	       4);
}

uint64_t tell(unsigned op, unsigned n, ...)
{
	va_list ap;

	va_start(ap, n);
	for (unsigned i = 0; i < n; i++)
		tell_arg(i, va_arg(ap, uint64_t));
	va_end(ap);
	tick();
	return retire((struct db_probe_ret){.insn = op << 20 | 0x2013}, 4);
}

uint64_t jump(uint32_t insn, unsigned bytes, uint64_t to)
{
	tick();
	return retire((struct db_probe_ret){.insn = insn, .pc_wdata = to}, bytes);
}

uint64_t call(void)
{
	uint64_t at = m.pc;

	m.back[m.depth++ % 16] = at + 4;
	return jump(0xef, 4, at + 0x400);
}

void ret(void)
{
	jump(0x8067, 4, m.back[--m.depth % 16]);
}

void trap_in(void)
{
	m.trap_pc = m.pc;
	m.pc = LO + 0x100;
	m.intr = true;
}

void mret(void)
{
	jump(0x30200073, 4, m.trap_pc);
}

/* ---- the engine ---- */

uint64_t bus(uint64_t phys)
{
	phys = plain(phys);
	if (setup.quirks & DB_QUIRK_BUS_ZERO)
		return phys;
	return phys >= HI ? phys - HI + DB_BUS_HI_BASE : phys - LO + DB_BUS_LO_BASE;
}

static bool phys_of(uint64_t b, uint64_t *phys)
{
	for (uint64_t base = LO;; base = HI) {
		uint64_t size = base == LO ? LO_BYTES : HI_BYTES;
		if (b - bus(base) < size) {
			*phys = b - bus(base) + base;
			return true;
		}
		if (base == HI)
			return false;
	}
}

static bool dev_read(uint8_t kind, uint64_t at, uint32_t bytes, void *to)
{
	uint8_t id = (uint8_t)((kind == DB_DAR_DATA ? 0 : 32) + m.channel);
	uint64_t phys, lead = at & 7;
	uint32_t beats = (uint32_t)(lead + bytes + 7) / 8;
	struct db_probe_dar ar = {.user = (uint8_t)(kind << 5 | m.channel),
				  .id = id,
				  .addr = at,
				  .len = (uint8_t)(beats - 1),
				  .bytes = (uint16_t)bytes};
	struct db_probe_dr r = {.id = id, .last = 1};
	bool ok = phys_of(at, &phys);

	dbc_dar(checker, tick(), &ar);
	for (uint32_t i = 0; ok && i < beats; i++) {
		uint64_t a = (phys & ~7ull) + 8 * i, v;
		if (m.engine[m.channel].coherent) {
			clean(a, DB_LINE_SNP_CLEAN);
			wait_wb(line_at(a));
		}
		v = read_beat((uint8_t)(0x80 | id), a);
		for (unsigned b = 0; b < 8; b++)
			if (a + b >= phys && a + b < phys + bytes)
				((uint8_t *)to)[a + b - phys] = (uint8_t)(v >> 8 * b);
	}
	r.resp = ok ? 0 : 3;
	dbc_dr(checker, tick(), &r);
	return ok;
}

static bool dev_write(uint8_t kind, uint64_t at, uint32_t bytes, const void *from)
{
	uint8_t id = (uint8_t)((kind == DB_DAR_DATA ? 0 : 32) + m.channel);
	uint64_t phys, lead = at & 7;
	uint32_t beats = (uint32_t)(lead + bytes + 7) / 8;
	struct db_probe_daw aw = {.user = (uint8_t)(kind << 5 | m.channel),
				  .id = id,
				  .addr = at,
				  .len = (uint8_t)(beats - 1),
				  .bytes = (uint16_t)bytes};
	struct db_probe_db b = {.id = id};
	bool ok = phys_of(at, &phys);

	dbc_daw(checker, tick(), &aw);
	for (uint32_t i = 0; ok && i < beats; i++) {
		uint64_t a = (phys & ~7ull) + 8 * i, v = 0;
		uint8_t strb = 0;
		for (unsigned n = 0; n < 8; n++)
			if (a + n >= phys && a + n < phys + bytes) {
				v |= (uint64_t)((const uint8_t *)from)[a + n - phys] << 8 * n;
				strb |= (uint8_t)(1 << n);
			}
		if (m.engine[m.channel].coherent) {
			leave(a, DB_LINE_SNP_FLUSH);
			wait_wb(line_at(a));
		}
		write_beat((uint8_t)(0x80 | id), a, strb, v);
	}
	b.resp = ok ? 0 : 3;
	dbc_db(checker, tick(), &b);
	return ok;
}

static uint32_t mode_of(const struct engine *e)
{
	return e->cfg & DB_DMACH_CFG_MODE;
}

static uint32_t stride_of(const struct engine *e)
{
	return 16u << ((e->cfg & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT);
}

static void list_to(struct engine *e, uint64_t pointer)
{
	e->at = e->block = pointer & ~15ull;
	e->left = pointer & 15;
	e->ended = false;
}

static void engine_start(struct engine *e)
{
	e->run = true;
	e->halted = e->stopped = e->stopping = e->look = false;
	e->owner = mode_of(e) == DB_DMACH_CFG_MODE_OWNER;
	e->coherent = setup.coherent == DBC_COHERENT_ALL ||
		      (setup.coherent == DBC_COHERENT_CHANNEL && e->cfg & DB_DMACH_CFG_COHERENT);
	e->head = e->tail = e->rec_head = e->rec_lap = e->done = e->job = 0;
	e->phase = IDLE;
	list_to(e, e->list_bus);
}

static void engine_end(struct engine *e)
{
	e->run = e->stopping = false;
	e->phase = IDLE;
}

static bool list_mode(const struct engine *e)
{
	return mode_of(e) == DB_DMACH_CFG_MODE_LIST;
}

static void fetch(struct engine *e)
{
	uint32_t stride = stride_of(e), head[4];
	uint8_t raw[64] = {0};
	bool one;

	if (list_mode(e) && e->ended) { /* looks again */
		e->look = false;
		dev_read(DB_DAR_DESC, e->block, 16, head);
		if (!(head[0] & DB_DESC_FLAGS_END))
			list_to(e, head[2] | (uint64_t)head[3] << 32);
		return;
	}
	e->slot_bus = list_mode(e) ? e->at : e->ring_bus + (uint64_t)stride * e->head;
	dev_read(DB_DAR_DESC, e->slot_bus, stride, raw);
	memcpy(&e->flags, raw, 4);
	memcpy(&e->length, raw + 4, 4);
	e->form = e->flags & DB_DESC_FLAGS_FORM;
	one = !list_mode(e) && e->form >= DB_DESC_FORM_FILL && e->form <= DB_DESC_FORM_RX;
	memcpy(&e->src, raw + (one ? DB_DESC_ADDR1 : DB_DESC_SRC), 8);
	memcpy(&e->dst, raw + (one ? DB_DESC_ADDR1 : DB_DESC_DST), 8);
	e->rows = 1;
	e->row = 0;
	e->src_stride = e->dst_stride = 0;
	if (e->form == DB_DESC_FORM_COPY2D) {
		memcpy(&e->rows, raw + DB_DESC_ROWS, 4);
		memcpy(&e->src_stride, raw + DB_DESC_SRC_STRIDE, 8);
		memcpy(&e->dst_stride, raw + DB_DESC_DST_STRIDE, 8);
	}
	if (e->owner && !(e->flags & DB_DESC_FLAGS_OWN)) {
		e->look = false;
		return;
	}
	if (e->form == DB_DESC_FORM_RX && setup.packet && setup.packet < e->length)
		e->length = setup.packet; /* the packet ends early */
	e->got = e->put = 0;
	e->status = e->length && e->length <= sizeof e->fifo && e->form <= DB_DESC_FORM_COPY2D ? DB_REC_CODE_OK
											       : DB_REC_CODE_BAD_DESC;
	e->phase = e->status ? OWNER : READ;
}

static void advance_list(struct engine *e)
{
	uint32_t head[4];

	if (e->left) {
		e->left--;
		e->at += stride_of(e);
		return;
	}
	dev_read(DB_DAR_DESC, e->block, 16, head);
	if (head[0] & DB_DESC_FLAGS_END) {
		e->ended = true;
		e->look = false;
	} else {
		list_to(e, head[2] | (uint64_t)head[3] << 32);
	}
}

static bool step(struct engine *e)
{
	uint32_t n, word[4];

	if (!e->run)
		return false;
	switch (e->phase) {
	case IDLE:
		if (e->stopping) {
			e->stopped = true;
			engine_end(e);
			return true;
		}
		if (e->owner			   ? !e->look
		    : list_mode(e)		   ? e->ended && !e->look
		    : e->cfg & DB_DMACH_CFG_CYCLIC ? false
						   : e->head == e->tail)
			return false;
		if (e->cfg & DB_DMACH_CFG_CYCLIC && !m.budget)
			return false;
		fetch(e);
		return true;
	case READ:
		n = e->length - e->got < 64 ? e->length - e->got : 64;
		if (e->form == DB_DESC_FORM_FILL || e->form == DB_DESC_FORM_RX) {
			memset(e->fifo + e->got,
			       e->form == DB_DESC_FORM_RX ? 0x30 + (int)e->done : (int)(e->flags >> 8), n);
		} else if (!dev_read(DB_DAR_DATA, e->src + (uint64_t)(e->row * e->src_stride) + e->got, n,
				     e->fifo + e->got)) {
			e->status = DB_REC_CODE_READ_DEC;
			e->phase = OWNER;
			return true;
		}
		e->got += n;
		if (e->got == e->length)
			e->phase = WRITE;
		return true;
	case WRITE:
		n = e->length - e->put < 64 ? e->length - e->put : 64;
		if (e->form != DB_DESC_FORM_TX &&
		    !dev_write(DB_DAR_DATA, e->dst + (uint64_t)(e->row * e->dst_stride) + e->put, n,
			       e->fifo + e->put)) {
			e->status = DB_REC_CODE_WRITE_DEC;
			e->phase = OWNER;
			return true;
		}
		e->put += n;
		if (e->put < e->length)
			return true;
		if (++e->row < e->rows) {
			e->got = e->put = 0;
			e->phase = READ;
		} else {
			e->put = e->length * e->rows;
			e->phase = OWNER;
		}
		return true;
	case OWNER:
		if (e->owner) {
			word[0] = (e->flags & ~(DB_DESC_FLAGS_OWN | 0xffu)) | e->status;
			word[1] = e->put;
			dev_write(DB_DAR_OWN, e->slot_bus, 8, word);
		}
		e->phase = RECORD;
		e->job += e->put;
		return true;
	case RECORD:
		if (!(e->flags & DB_DESC_FLAGS_MORE) &&
		    (e->cfg & DB_DMACH_CFG_REC_EN || (!e->owner && !(e->cfg & DB_DMACH_CFG_CYCLIC)))) {
			word[0] = e->job;
			word[1] = list_mode(e) ? (uint32_t)e->at : e->head;
			word[2] = (e->flags & DB_DESC_FLAGS_COOKIE) >> DB_DESC_FLAGS_COOKIE_SHIFT;
			word[3] = e->status | (e->rec_lap & 1 ? 0 : DB_REC_STATUS_PHASE);
			dev_write(DB_DAR_REC, e->rec_bus + 16ull * e->rec_head, 16, word);
			if (++e->rec_head == e->rec_size) {
				e->rec_head = 0;
				e->rec_lap++;
			}
		}
		if (!(e->flags & DB_DESC_FLAGS_MORE))
			e->job = 0;
		e->done++;
		m.budget -= m.budget != 0;
		e->phase = IDLE;
		if (e->status) {
			e->halted = true;
			engine_end(e);
		} else if (list_mode(e)) {
			advance_list(e);
		} else {
			e->head = (e->head + 1) % (uint32_t)e->ring_size;
		}
		return true;
	}
	return false;
}

bool dev_step(void)
{
	for (m.channel = 0; m.channel < ENGINES; m.channel++)
		if (step(&m.engine[m.channel]))
			return true;
	return false;
}

void dev_go(unsigned descriptors)
{
	m.budget = descriptors;
	dev_run();
}

void dev_run(void)
{
	while (dev_step())
		;
	if (setup.schedule == UNLUCKY)
		for (unsigned i = 0; i < LINES; i += setup.line_bytes / 16)
			if (m.line[i].valid && m.line[i].dirty)
				evict(i < LO_BYTES / 16 ? LO + i * 16ull : HI + (i - LO_BYTES / 16) * 16ull);
}

static void half(uint64_t *reg, bool high, unsigned size, uint64_t v)
{
	*reg = size == 8 ? v : high ? (*reg & 0xffffffffull) | v << 32 : (*reg & ~0xffffffffull) | v;
}

static void engine_write(uint64_t addr, unsigned size, uint64_t v)
{
	struct engine *e = &m.engine[addr >> 12 & 1 ? 0 : 1];

	if (addr - (DB_DMA_BASE + 0x1000) >= 0x2000)
		return;
	switch ((addr - DB_DMA_BASE) % 0x1000) {
	case DB_DMACH_CTRL:
		if (v & DB_DMACH_CTRL_STOP && e->run)
			e->stopping = true;
		else if (v & DB_DMACH_CTRL_RUN && !e->run)
			engine_start(e);
		break;
	case DB_DMACH_CFG:
		e->cfg = v;
		break;
	case DB_DMACH_RING_BASE:
	case DB_DMACH_RING_BASE + 4:
		half(&e->ring_bus, addr & 4, size, v);
		break;
	case DB_DMACH_RING_SIZE:
		e->ring_size = v;
		break;
	case DB_DMACH_REC_BASE:
	case DB_DMACH_REC_BASE + 4:
		half(&e->rec_bus, addr & 4, size, v);
		break;
	case DB_DMACH_REC_SIZE:
		e->rec_size = v;
		break;
	case DB_DMACH_LIST_HEAD:
		e->list_bus = v;
		break;
	case DB_DMACH_TAIL:
		e->tail = (uint32_t)v;
		break;
	case DB_DMACH_POLL:
		e->look = true;
		break;
	}
}

static uint64_t engine_read(uint64_t addr)
{
	const struct engine *e = &m.engine[addr >> 12 & 1 ? 0 : 1];
	bool busy = e->phase != IDLE;

	if (addr - (DB_DMA_BASE + 0x1000) >= 0x2000)
		return 0;
	switch ((addr - DB_DMA_BASE) % 0x1000) {
	case DB_DMACH_CTRL:
		return e->run;
	case DB_DMACH_STATUS:
		return (e->run ? DB_DMACH_STATUS_RUNNING : 0) | (busy ? DB_DMACH_STATUS_BUSY : 0) |
		       (e->stopped || (e->stopping && setup.quirks & DB_QUIRK_STOP_EARLY) ? DB_DMACH_STATUS_STOPPED
											  : 0) |
		       (e->halted ? DB_DMACH_STATUS_HALTED : 0) |
		       (e->halted ? e->status << DB_DMACH_STATUS_ERROR_SHIFT : 0);
	case DB_DMACH_IRQ_STAT:
		return (e->halted ? DB_DMACH_IRQ_STAT_ERROR : 0) |
		       (e->stopped || (e->stopping && setup.quirks & DB_QUIRK_STOP_EARLY) ? DB_DMACH_IRQ_STAT_STOPPED
											  : 0);
	case DB_DMACH_HEAD:
		return e->head;
	case DB_DMACH_RESIDUE:
		return list_mode(e) ? e->ended ? 0 : (uint32_t)e->at : e->head;
	case DB_DMACH_REC_HEAD:
		return e->rec_head;
	case DB_DMACH_DONE_CNT:
		return e->done;
	}
	return 0;
}

uint64_t io_write(uint64_t addr, unsigned size, uint64_t v)
{
	struct db_probe_mmio e = {.write = 1,
				  .addr = addr,
				  .data = v << 8 * (addr & 7),
				  .strb = (uint8_t)(((1u << size) - 1) << (addr & 7))};

	engine_write(addr, size, v);
	if (addr == DB_SYSCTL_BASE + 0x14)
		setup.coherent = (uint32_t)v; /* taken by the engine at RUN */
	tick();
	dbc_mmio(checker, m.cycle, &e);
	return retire((struct db_probe_ret){.insn = 0x23 | A0 << 15,
					    .rs1_addr = A0,
					    .rs2_addr = 11,
					    .mem_addr = addr,
					    .mem_wmask = (uint8_t)((1u << size) - 1),
					    .mem_wdata = v},
		      4);
}

uint64_t io_read(uint64_t addr, unsigned size)
{
	value = engine_read(addr);
	load_event(addr, size, value << 8 * (addr & 7), DB_LD_IO);
	return retire_load(addr, size, A0, A5);
}

/* ---- drivers' steps ---- */

static uint64_t ring_addr(uint64_t phys)
{
	return setup.cached_ring ? phys : UNC(phys);
}

uint64_t ring(void)
{
	if (!setup.cached_ring) {
		tell(DB_HINT_DMA_ALLOC, 4, (uint64_t)DEV, (uint64_t)UNC(RING), bus(RING),
		     (uint64_t)(setup.stride ? setup.stride : 32) * setup.slots);
		tell(DB_HINT_DMA_ALLOC, 4, (uint64_t)DEV, (uint64_t)UNC(RECS), bus(RECS), (uint64_t)16 * setup.records);
	}
	io_write(CH(CFG), 4,
		 (setup.owner  ? DB_DMACH_CFG_MODE_OWNER
		  : setup.list ? DB_DMACH_CFG_MODE_LIST
			       : DB_DMACH_CFG_MODE_TAIL) |
			 (setup.cyclic ? DB_DMACH_CFG_CYCLIC : 0) |
			 (setup.cyclic && !setup.cyclic_records ? 0 : DB_DMACH_CFG_REC_EN) |
			 (setup.stride == 64   ? DB_DMACH_CFG_STRIDE_S64
			  : setup.stride == 16 ? DB_DMACH_CFG_STRIDE_S16
					       : DB_DMACH_CFG_STRIDE_S32)
				 << DB_DMACH_CFG_STRIDE_SHIFT |
			 (setup.channel_coherent ? DB_DMACH_CFG_COHERENT : 0));
	if (setup.list)
		io_write(CH(LIST_HEAD), 8, setup.list);
	io_write(CH(RING_BASE), 8, bus(RING));
	io_write(CH(RING_SIZE), 4, setup.slots);
	io_write(CH(REC_BASE), 4, bus(RECS) & 0xffffffffu);
	io_write(CH(REC_BASE) + 4, 4, bus(RECS) >> 32);
	io_write(CH(REC_SIZE), 4, setup.records);
	io_write(CH(REC_TAIL), 4, 0);
	if (!setup.no_fence)
		fence("iorw", "iorw");
	return io_write(CH(CTRL), 4, DB_DMACH_CTRL_RUN);
}

uint64_t desc_at(uint64_t slot, uint64_t src_bus, uint64_t dst_bus, uint32_t len, uint32_t flags)
{
	store(slot + DB_DESC_SRC, 8, src_bus);
	store(slot + DB_DESC_DST, 8, dst_bus);
	store(slot + DB_DESC_LENGTH, 4, len);
	return store(slot + DB_DESC_FLAGS, 4, flags);
}

uint64_t desc(uint32_t n, uint64_t src, uint64_t dst, uint32_t len, uint32_t flags)
{
	return desc_at(ring_addr(RING + 32ull * (n % setup.slots)), bus(src), bus(dst), len, flags);
}

uint64_t doorbell(uint32_t tail)
{
	return io_write(CH(TAIL), 4, tail % setup.slots);
}

uint64_t poll_record(uint32_t n)
{
	return load_by(ring_addr(RECS + 16ull * (n % setup.records) + DB_REC_STATUS), 4, A0, A5);
}

uint64_t wait_record(uint32_t n)
{
	dev_run();
	return poll_record(n);
}

static uint64_t range(uint64_t addr, uint64_t size, uint64_t (*op)(uint64_t))
{
	uint64_t first = 0;

	for (uint64_t line = line_at(addr); line < addr + size; line += setup.line_bytes) {
		uint64_t at = op(line);
		if (!first)
			first = at;
	}
	return first;
}

uint64_t inval_range(uint64_t addr, uint64_t size)
{
	return range(addr, size, cbo_inval);
}

uint64_t clean_range(uint64_t addr, uint64_t size)
{
	return range(addr, size, cbo_clean);
}

uint64_t map_raw(uint64_t addr, uint64_t size, unsigned dir, unsigned attrs)
{
	return tell(DB_HINT_MAP_END, 6, (uint64_t)DEV, addr, size, (uint64_t)dir, bus(addr), (uint64_t)attrs);
}

uint64_t tell_interrupted(uint64_t addr, uint64_t size, unsigned dir)
{
	tell_arg(0, DEV);
	tell_arg(1, addr);
	tell_arg(2, size);
	trap_in();
	map_raw(OTHER, 128, FROM, 0);
	unmap_raw(OTHER, 128, FROM);
	mret();
	tell_arg(3, dir);
	tell_arg(4, bus(addr));
	tell_arg(5, 0);
	tick();
	return retire((struct db_probe_ret){.insn = DB_HINT_MAP_END << 20 | 0x2013}, 4);
}

static bool coherent_now(void)
{
	return setup.coherent == DBC_COHERENT_ALL || (setup.coherent == DBC_COHERENT_CHANNEL && setup.channel_coherent);
}

uint64_t map(uint64_t addr, uint64_t size, unsigned dir)
{
	tell(DB_HINT_MAP_BEGIN, 4, (uint64_t)DEV, addr, size, (uint64_t)dir);
	if (!coherent_now()) {
		clean_range(addr, size);
		fence("w", "ow");
	}
	return map_raw(addr, size, dir, coherent_now() ? DB_HINT_ATTR_COHERENT : 0);
}

uint64_t unmap_raw(uint64_t addr, uint64_t size, unsigned dir)
{
	uint64_t at = tell(DB_HINT_UNMAP_BEGIN, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);

	tell(DB_HINT_UNMAP_END, 5, (uint64_t)DEV, bus(addr), size, (uint64_t)dir, (uint64_t)0);
	return at;
}

uint64_t unmap(uint64_t addr, uint64_t size, unsigned dir)
{
	uint64_t at = tell(DB_HINT_UNMAP_BEGIN, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);

	if (dir != TO && !coherent_now())
		inval_range(addr, size);
	tell(DB_HINT_UNMAP_END, 5, (uint64_t)DEV, bus(addr), size, (uint64_t)dir, (uint64_t)0);
	return at;
}

uint64_t sync_cpu(uint64_t addr, uint64_t size, unsigned dir)
{
	tell(DB_HINT_SYNC_CPU_BEGIN, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);
	if (dir != TO && !coherent_now())
		inval_range(addr, size);
	return tell(DB_HINT_SYNC_CPU_END, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);
}

uint64_t sync_dev(uint64_t addr, uint64_t size, unsigned dir)
{
	tell(DB_HINT_SYNC_DEV_BEGIN, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);
	if (!coherent_now()) {
		clean_range(addr, size);
		fence("w", "ow");
	}
	return tell(DB_HINT_SYNC_DEV_END, 4, (uint64_t)DEV, bus(addr), size, (uint64_t)dir);
}

uint64_t fill_buffer(uint64_t addr, uint64_t size, uint8_t seed)
{
	uint64_t first = pc();

	for (uint64_t i = 0; i < size; i += 8)
		store(addr + i, 8, 0x0101010101010101ull * (uint8_t)(seed + i / 8));
	return first;
}

void read_buffer(uint64_t addr, uint64_t size)
{
	for (uint64_t i = 0; i < size; i += 8)
		load(addr + i, 8);
}

/* ---- verdicts ---- */

void begin(const struct setup *s)
{
	struct dbc_config cfg;

	setup = *s;
	if (!setup.line_bytes)
		setup.line_bytes = 64;
	if (!setup.slots)
		setup.slots = 8;
	if (!setup.records)
		setup.records = 8;
	memset(&m, 0, sizeof m);
	m.pc = LO + 0x10000000ull; /* no instruction is ever fetched: only names */
	m.order = 1;
	m.rng = (setup.seed + 1) * 0x9e3779b97f4a7c15ull | 1;
	for (int i = 0; i < LO_BYTES; i++)
		m.lo[i] = (uint8_t)(0x80 | (i & 0x3f));
	memset(m.lo + (RING - LO), 0, 0x2000);
	memset(m.hi, 0x5a, HI_BYTES);
	dbc_config_default(&cfg);
	cfg.ram[0].size = LO_BYTES;
	cfg.ram[1].size = HI_BYTES;
	cfg.window[0].size = LO_BYTES;
	cfg.window[1].size = HI_BYTES;
	cfg.line_bytes = setup.line_bytes;
	cfg.quirks = setup.quirks;
	cfg.coherent = setup.coherent;
	mallopt(M_MMAP_THRESHOLD, 128 << 10); /* fresh pages are zero without being touched */
	checker = dbc_new(&cfg);
	if (!checker)
		abort();
	dbc_load(checker, LO, m.lo, LO_BYTES);
	dbc_load(checker, HI, m.hi, HI_BYTES);
	expecteds = 0;
	expected_failure = bad = false;
	wrong_hit = wrong_writeback = wrong_read = wrong_dirty = false;
}

void expect(enum db_class class_id, enum dbc_kind kind, uint64_t access, uint64_t cause)
{
	expected[expecteds].class_id = class_id;
	expected[expecteds].kind = kind;
	expected[expecteds].access = access;
	expected[expecteds].cause = cause;
	expected[expecteds++].also = 0;
}

void expect_also(enum db_class class_id)
{
	expected[expecteds - 1].also |= 1u << class_id;
}

void expect_failed(void)
{
	expected_failure = true;
}

enum dbc_kind by_luck(void)
{
	return setup.schedule == UNLUCKY ? DBC_MANIFEST : DBC_LATENT;
}

static void complain(const char *fmt, ...)
{
	static const char *const names[] = {"calm", "lucky", "unlucky", "random"};
	va_list ap;

	bad = true;
	if (quiet)
		return;
	printf("%s (%s): ", test_name, names[setup.schedule]);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	printf("\n");
}

void check(bool ok, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	if (ok)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	complain("%s", text);
}

static const char *kind_name(enum dbc_kind k)
{
	return k == DBC_MANIFEST ? "manifest" : "latent";
}

int end(void)
{
	bool used[64] = {false};

	dev_run();
	flood(false);
	dbc_finish(checker, tick());
	if (!!dbc_failed(checker) != expected_failure)
		complain("%s",
			 dbc_failed(checker) ? dbc_failed(checker) : "the shadow did not notice that it was lied to");
	for (unsigned i = 0; i < expecteds; i++) {
		bool found = false;
		for (size_t n = 0; n < dbc_finding_count(checker) && n < 64 && !found; n++) {
			const struct dbc_finding *f = dbc_finding(checker, n);
			if (used[n] || f->class_id != expected[i].class_id ||
			    (expected[i].access && f->access.pc != expected[i].access) ||
			    (expected[i].cause && f->cause.pc != expected[i].cause))
				continue;
			found = used[n] = true;
			if (f->kind != expected[i].kind)
				complain("%s is %s, not %s", dbc_class_slug(f->class_id), kind_name(f->kind),
					 kind_name(expected[i].kind));
			if (f->also != expected[i].also)
				complain("%s has also %x, not %x", dbc_class_slug(f->class_id), f->also,
					 expected[i].also);
		}
		if (!found)
			complain("no %s at 0x%llx because of 0x%llx", dbc_class_slug(expected[i].class_id),
				 (unsigned long long)expected[i].access, (unsigned long long)expected[i].cause);
	}
	for (size_t n = 0; n < dbc_finding_count(checker) && n < 64; n++) {
		const struct dbc_finding *f = dbc_finding(checker, n);
		if (!used[n])
			complain("unexpected %s: %s at 0x%llx of 0x%llx, because of %s at 0x%llx",
				 dbc_class_slug(f->class_id), f->access_what, (unsigned long long)f->access.pc,
				 (unsigned long long)f->address, f->cause_what, (unsigned long long)f->cause.pc);
	}
	dbc_free(checker);
	checker = NULL;
	return bad;
}

void run(const char *name, void (*test)(void), struct setup s)
{
	test_name = name;
	begin(&s);
	test();
	if (end())
		failed++;
	else
		passed++;
}

void run_both(const char *name, void (*test)(void), struct setup s)
{
	s.schedule = LUCKY;
	run(name, test, s);
	s.schedule = UNLUCKY;
	run(name, test, s);
}

int finish(void)
{
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}
