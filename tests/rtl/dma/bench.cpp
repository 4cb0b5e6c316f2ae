// SPDX-License-Identifier: Apache-2.0
// Bench of doorbell_dma: random rings on all channels at once against the reference model, with errors, stops, pauses and
// recovery; directed checks of registers and quirks; latency and utilisation. bench [seed]
#include <cstdlib>
#include <memory>
#include <doorbell/descriptor.h>
#include <doorbell/regs.h>
#include <doorbell/straps.h>
#include "axi_memory.h"
#include "ref_model.h"

static Vdoorbell_dma *t;
static AxiMemory m;
static std::mt19937 rng;
static unsigned passed, failed;
static unsigned long descriptors;
static const uint64_t B = AxiMemory::BASE;
double sc_time_stamp() { return (double)m.now; }

static bool check(bool ok, const char *what, uint64_t got = 0, uint64_t want = 0)
{
	if (ok) passed++;
	else { failed++; if (failed < 40) printf("FAIL: %s: got 0x%lx, expected 0x%lx (cycle %lu)\n", what, got, want, m.now); }
	return ok;
}
static bool same(uint64_t got, uint64_t want, const char *what) { return check(got == want, what, got, want); }
static unsigned rnd(unsigned n) { return rng() % n; }

static void tick()
{
	m.drive(t);
	t->clk = 0; t->eval();
	m.sample(t);
	t->clk = 1; t->eval();
}
static int axil_write(uint32_t a, uint64_t d, uint8_t strb)
{
	t->s_axil_awaddr = a; t->s_axil_wdata = d; t->s_axil_wstrb = strb;
	t->s_axil_awvalid = t->s_axil_wvalid = 1; t->s_axil_bready = 1;
	for (int i = 0; i < 100; i++) {
		t->clk = 0; t->eval();
		bool aw = t->s_axil_awvalid && t->s_axil_awready, w = t->s_axil_wvalid && t->s_axil_wready, b = t->s_axil_bvalid;
		int resp = t->s_axil_bresp;
		tick();
		if (aw) t->s_axil_awvalid = 0;
		if (w) t->s_axil_wvalid = 0;
		if (b) return resp;
	}
	check(false, "register write got no answer");
	return -1;
}
static int axil_read(uint32_t a, unsigned size, uint64_t *v)
{
	t->s_axil_araddr = a; t->s_axil_arsize = size; t->s_axil_arvalid = 1; t->s_axil_rready = 1;
	for (int i = 0; i < 100; i++) {
		t->clk = 0; t->eval();
		bool ar = t->s_axil_arvalid && t->s_axil_arready, r = t->s_axil_rvalid;
		int resp = t->s_axil_rresp;
		*v = t->s_axil_rdata;
		tick();
		if (ar) t->s_axil_arvalid = 0;
		if (r) return resp;
	}
	check(false, "register read got no answer");
	return -1;
}
static uint32_t page(int c) { return 0x1000 * (c + 1); }
static void w32(int c, uint32_t o, uint32_t v) { axil_write(page(c) + o, (uint64_t)v << (o & 4 ? 32 : 0), o & 4 ? 0xf0 : 0x0f); }
static void w64(int c, uint32_t o, uint64_t v) { axil_write(page(c) + o, v, 0xff); }
static uint32_t r32(int c, uint32_t o) { uint64_t v; axil_read(page(c) + o, 2, &v); return v >> (o & 4 ? 32 : 0); }
static uint64_t r64(int c, uint32_t o) { uint64_t v; axil_read(page(c) + o, 3, &v); return v; }
static void reset(uint32_t quirk)
{
	for (int i = 0; i < 100000 && !m.idle(); i++) tick(); // a memory does not forget what it was asked
	t->cfg_quirk_i = quirk; t->rst = 1;
	for (int i = 0; i < 5; i++) tick();
	t->rst = 0;
}

struct Pub { uint64_t dst; uint32_t len, slot; };
// One channel's driver and model; memory: 128 KiB of sources for all, then 256 KiB a channel
struct Chan {
	int c; bool owner, rec_en; uint32_t tail = 0, rec_tail = 0, phase = 1, consumed = 0, goal = 0;
	ref r; std::vector<Pub> pub; std::vector<uint8_t> model; uint64_t area, dst; bool stopping = false, bad_mix = false;
	static int faulty(void *, bool w, uint64_t a, uint64_t l, uint64_t *at) { return m.fault(w, a, l, at); }
	void setup(int ch, int mode, uint32_t slots, uint32_t recs, uint32_t stride, bool line, bool rec)
	{
		c = ch; owner = mode; rec_en = !owner || rec;
		area = B + 0x20000 + 0x40000ull * c; dst = area + 0x8000;
		memset(&m.mem[area - B], 0x5a, 0x40000);
		r = {};
		r.base = B; r.size = AxiMemory::SIZE; r.fault = faulty; r.owner = owner; r.rec_en = rec_en; r.stride = stride;
		r.slots = slots; r.rec_stride = line ? 64 : 16; r.rec_slots = recs; r.max_burst = 64;
		r.ring = area + 64 * rnd(8); r.rec = area + 0x4000 + 64 * rnd(4);
		memset(&m.mem[r.ring - B], 0, slots * stride);
		memset(&m.mem[r.rec - B], 0, recs * r.rec_stride);
		tail = rec_tail = consumed = 0; phase = 1; pub.clear(); stopping = false;
		w32(c, DB_DMACH_CFG, (owner ? 1 : 0) | (stride == 64 ? 2 : stride == 32 ? 1 : 0) << 2 | rec_en << 4 | line << 5 | rnd(2) << 6);
		if (rnd(2)) w64(c, DB_DMACH_RING_BASE, r.ring);
		else { w32(c, DB_DMACH_RING_BASE + 4, r.ring >> 32); w32(c, DB_DMACH_RING_BASE, r.ring); }
		w32(c, DB_DMACH_RING_SIZE, slots); w64(c, DB_DMACH_REC_BASE, r.rec); w32(c, DB_DMACH_REC_SIZE, recs);
		w32(c, DB_DMACH_REC_TAIL, 0); w32(c, DB_DMACH_IRQ_STAT, 0xf); w32(c, DB_DMACH_IRQ_EN, 1);
		w32(c, DB_DMACH_COALESCE, rnd(4) | rnd(3) << 16);
	}
	void start()
	{
		model = m.mem; r.mem = model.data();
		ref_start(&r);
		w32(c, DB_DMACH_CTRL, 1);
	}
	uint8_t *slot(uint32_t s) { return &m.mem[r.ring - B + (uint64_t)s * r.stride]; }
	bool room()
	{
		if (owner) { return !(slot(tail)[3] & 0x80) && pub.size() < r_done() + r.slots - 1; }
		return (tail + 1) % r.slots != r32(c, DB_DMACH_HEAD);
	}
	uint32_t r_done() { return r32(c, DB_DMACH_DONE_CNT); }
	void put(uint64_t src, uint64_t d, uint32_t len, uint32_t flags)
	{
		uint64_t w[4] = {(uint64_t)len << 32 | flags | (owner ? 1u << 31 : 0), 0, src, d};
		memcpy(slot(tail), w, 32);
		memcpy(&model[r.ring - B + (uint64_t)tail * r.stride], w, 32);
		pub.push_back({d, len, tail});
		tail = (tail + 1) % r.slots;
		descriptors++;
	}
	void publish(bool last)
	{
		uint32_t len = rnd(4) ? 1 + rnd(100) : 1 + rnd(5000), flags = rnd(0x8000) << 16 | rnd(2) << 3 | (!last && !rnd(3)) << 4;
		if (dst + len + 64 > area + 0x40000) dst = area + 0x8000;
		if (bad_mix && !rnd(40)) { if (rnd(2)) flags |= 1 + rnd(7); else len = 0; }
		put(B + rnd(0x20000 - 6000), dst + rnd(16), len, flags);
		dst += len + 16 + rnd(40);
	}
	void ring() { if (owner) w32(c, DB_DMACH_POLL, 1); else w32(c, DB_DMACH_TAIL, tail); }
	void consume()
	{
		if (!rec_en) return;
		bool any = false;
		for (;;) {
			uint32_t st;
			memcpy(&st, &m.mem[r.rec - B + (uint64_t)rec_tail * r.rec_stride + 12], 4);
			if (st >> 31 != phase) break;
			if (++rec_tail == r.rec_slots) { rec_tail = 0; phase ^= 1; }
			consumed++; any = true;
		}
		if (any) w32(c, DB_DMACH_REC_TAIL, rec_tail);
	}
	void compare(size_t from_masked, bool mask_rec)
	{
		std::vector<uint8_t> skip(0x40000);
		for (size_t i = from_masked; i < pub.size(); i++) {
			memset(&skip[pub[i].dst - area], 1, pub[i].len);
			if (owner && stopping) memset(&skip[r.ring - area + (uint64_t)pub[i].slot * r.stride], 1, 8);
		}
		if (mask_rec) memset(&skip[r.rec - area + (uint64_t)r.rec_head * r.rec_stride], 1, 16);
		for (uint32_t i = 0; i < 0x40000; i++)
			if (!skip[i] && m.mem[area - B + i] != model[area - B + i]) {
				check(false, "memory byte", m.mem[area - B + i], model[area - B + i]);
				printf("  channel %d offset 0x%x (ring 0x%lx rec 0x%lx) owner %d error %u\n", c, i, r.ring - area, r.rec - area, owner, r.error);
				return;
			}
		passed++;
	}
};
static Chan ch[2];
static unsigned outcomes[10], records;
// A record is written: no write of its descriptor may be unanswered.
static void on_record(int c, uint32_t slot)
{
	const Pub *p = nullptr;
	for (auto &x : ch[c].pub) if (x.slot == slot) p = &x;
	if (!p) { m.bad("a record for a slot that was never published"); return; }
	records++;
	auto hit = [&](const AxiMemory::Wr &w) { return w.id == c && w.addr >= p->dst && w.addr < p->dst + p->len; };
	for (auto &w : m.aw) if (hit(w)) m.bad("a record before its data were written");
	for (auto &w : m.b) if (hit(w)) m.bad("a record before the responses of its data");
}
static bool quiet() { return m.idle(); }
static bool wait_status(int c, uint32_t mask, const char *what)
{
	for (int i = 0; i < 20000; i++) if (r32(c, DB_DMACH_STATUS) & mask) return true;
	return check(false, what, r32(c, DB_DMACH_STATUS), mask);
}
static void random_memory() { m.latency = 1 + rnd(rnd(3) ? 20 : 100); m.stall = rnd(2) * rnd(60); m.reorder = rnd(2); }

static void random_run(bool errors, bool stops)
{
	random_memory();
	m.faults.clear();
	for (int c = 0; c < 2; c++) {
		ch[c].setup(c, rnd(2), stops ? 64 : 2 + rnd(20), stops ? 64 : 2 + rnd(8), rnd(3) ? 32 : 64, rnd(2), rnd(2));
		ch[c].bad_mix = errors; ch[c].goal = 5 + rnd(40); ch[c].stopping = stops && c == 0;
		if (errors && rnd(2)) {
			bool w = rnd(2);
			uint64_t a = w ? ch[c].area + 0x8000 + rnd(0x4000) : rnd(4) ? B + rnd(0x20000) : ch[c].r.ring + 32 * rnd(ch[c].r.slots);
			a &= ~7ull;
			m.faults.push_back({a, a + (w || a >= B + 0x20000 ? 8 : 2048), w, 2 + (int)rnd(2)});
		}
	}
	for (int c = 0; c < 2; c++) ch[c].start();
	uint64_t stop_at = m.now + rnd(3000), limit = m.now + 300000;
	bool stopped = false, live = true, paused[2] = {false, false};
	while (live && m.now < limit) {
		live = false;
		for (int c = 0; c < 2; c++) {
			Chan &k = ch[c];
			if (k.stopping && m.now >= stop_at) {
				if (!stopped) { w32(c, DB_DMACH_CTRL, 4 | 1); stopped = true; }
				continue;
			}
			uint32_t st = r32(c, DB_DMACH_STATUS);
			if (st & DB_DMACH_STATUS_HALTED) { if (paused[c]) { w32(c, DB_DMACH_CTRL, 0); paused[c] = false; } continue; }
			bool any = false;
			for (int n = 1 + rnd(6); n && k.pub.size() < k.goal && k.room(); n--) { k.publish(k.pub.size() + 1 == k.goal); any = true; }
			if (any) k.ring();
			if (!k.stopping) ref_run(&k.r, k.tail);
			if (rnd(3)) k.consume();
			// A channel that halts meanwhile would be started again by this write: no pauses where errors are injected.
			if (!errors && !rnd(20)) { paused[c] = !paused[c]; w32(c, DB_DMACH_CTRL, paused[c] ? 3 : 1); }
			if (k.pub.size() < k.goal || paused[c] || (st & DB_DMACH_STATUS_BUSY) || k.r_done() != k.pub.size()) live = true;
		}
		for (int n = rnd(60); n; n--) tick();
		if (stops && !stopped) live = true;
	}
	if (!check(m.now < limit, "the run did not end in time"))
		for (int c = 0; c < 2; c++)
			printf("  channel %d: owner %d published %zu of %u done %u status 0x%x rec_head %u rec_tail %u of %u tail %u head %u errors %d stops %d\n", c, ch[c].owner, ch[c].pub.size(), ch[c].goal, ch[c].r_done(), r32(c, DB_DMACH_STATUS), r32(c, DB_DMACH_REC_HEAD), ch[c].rec_tail, ch[c].r.rec_slots, ch[c].tail, r32(c, DB_DMACH_HEAD), errors, stops);
	for (int c = 0; c < 2; c++) {
		Chan &k = ch[c];
		if (k.stopping) {
			wait_status(c, DB_DMACH_STATUS_STOPPED | DB_DMACH_STATUS_HALTED, "STOP did not drain");
			same(r32(c, DB_DMACH_CTRL) & 5, 0, "RUN and STOP after STOP");
			for (auto &x : m.rd) check((x.id & 31) != 0, "a read is outstanding after STOPPED");
			for (auto &x : m.b) check((x.id & 31) != 0, "a write is outstanding after STOPPED");
			uint32_t done = k.r_done();
			same(r32(c, DB_DMACH_HEAD), done, "HEAD after STOP");
			if (k.owner)
				for (size_t i = done; i < k.pub.size(); i++) k.model[k.r.ring - B + k.pub[i].slot * k.r.stride + 3] &= 0x7f;
			ref_run(&k.r, done);
			k.compare(done, true);
			continue;
		}
		ref_run(&k.r, k.tail);
		same(r32(c, DB_DMACH_STATUS) >> 4 & 1, k.r.halted, "HALTED");
		same(r32(c, DB_DMACH_STATUS) >> 8 & 0xff, k.r.error, "STATUS.ERROR");
		same(r32(c, DB_DMACH_DONE_CNT), k.r.done, "DONE_CNT");
		same(r32(c, DB_DMACH_HEAD), k.r.head, "HEAD");
		if (k.rec_en) same(r32(c, DB_DMACH_REC_HEAD), k.r.rec_head, "REC_HEAD");
		outcomes[k.r.error]++;
		if (k.r.halted) {
			same(r64(c, DB_DMACH_ERR_DESC), k.r.err_desc, "ERR_DESC");
			same(r64(c, DB_DMACH_ERR_ADDR), k.r.err_addr, "ERR_ADDR");
			same(r32(c, DB_DMACH_BYTES), k.r.bytes, "BYTES");
		} else if (k.r.irqs) {
			w32(c, DB_DMACH_COALESCE, 1 | 1 << 16);
			for (int i = 0; i < 40; i++) tick();
			check(t->irq_o >> c & 1, "no interrupt after completions");
		}
		size_t from = k.pub.size();
		if (k.r.error == DB_REC_CODE_WRITE_SLV || k.r.error == DB_REC_CODE_WRITE_DEC) from = k.r.done;
		k.compare(from, false);
		if (!k.r.halted) {
			w32(c, DB_DMACH_CTRL, 4);
			wait_status(c, DB_DMACH_STATUS_STOPPED, "STOP at rest did not end");
		}
	}
	check(quiet(), "the port is not quiet at the end");
}

static void registers()
{
	uint64_t v;
	reset(7);
	same(axil_read(0, 2, &v), 0, "ID read"); same((uint32_t)v, DB_DMA_ID_RESET, "ID");
	same(axil_read(0x10, 2, &v), 0, "QUIRKS read"); same((uint32_t)v, 7, "QUIRKS");
	same(axil_read(0x18, 2, &v), 2, "unlisted offset"); same(axil_read(0x1000, 1, &v), 2, "16-bit read");
	same(axil_read(0x1004, 3, &v), 2, "unaligned 64-bit read"); same(axil_read(0x105c, 2, &v), 2, "0x5c");
	same(axil_read(0x3000, 2, &v), 2, "page of no channel"); same(axil_write(0x1008, 0, 3), 2, "16-bit write");
	same(axil_write(0x1068, 0, 0xff), 2, "unlisted write");
	reset(0);
	// Bad rings: halted with BAD_RING, then a good start
	for (int i = 0; i < 5; i++) {
		ch[0].setup(0, 0, 8, 8, 32, false, true);
		if (i == 0) w32(0, DB_DMACH_RING_SIZE, 1);
		if (i == 1) w64(0, DB_DMACH_RING_BASE, B + 8);
		if (i == 2) w32(0, DB_DMACH_CFG, 2 | 1 << 2);
		if (i == 3) w64(0, DB_DMACH_REC_BASE, 1ull << 40);
		ch[0].start();
		if (i == 4) w32(0, DB_DMACH_TAIL, 8);
		wait_status(0, DB_DMACH_STATUS_HALTED, "bad ring does not halt");
		same(r32(0, DB_DMACH_STATUS) >> 8 & 255, DB_REC_CODE_BAD_RING, "BAD_RING");
	}
	// Record write error, recovery
	m.faults = {{ch[0].r.rec, ch[0].r.rec + 16, true, 2}};
	ch[0].setup(0, 0, 8, 8, 32, false, true);
	m.faults = {{ch[0].r.rec, ch[0].r.rec + 16, true, 2}};
	ch[0].start();
	ch[0].put(B + 3, ch[0].dst + 5, 77, 0); ch[0].ring();
	wait_status(0, DB_DMACH_STATUS_HALTED, "record error does not halt");
	same(r32(0, DB_DMACH_STATUS) >> 8 & 255, DB_REC_CODE_REC_BUS, "REC_BUS");
	same(r64(0, DB_DMACH_ERR_ADDR), ch[0].r.rec, "ERR_ADDR of the record");
	m.faults.clear();
}

static void owner_quirk(bool stale)
{
	reset(stale ? DB_QUIRK_STALE_DESC : 0);
	m.latency = 5; m.stall = 0; m.reorder = false;
	Chan &k = ch[0];
	k.setup(0, 1, 8, 8, 32, false, false);
	uint64_t old[4] = {0, 0, B, k.dst + 512}, good[4] = {64ull << 32 | 1u << 31, 0, B + 256, k.dst + 1024};
	memcpy(k.slot(0), old, 32);
	k.start();
	w32(0, DB_DMACH_POLL, 1);
	for (int i = 0; i < 60; i++) tick();
	memcpy(k.slot(0), good, 32);
	w32(0, DB_DMACH_POLL, 1);
	for (int i = 0; i < 200; i++) tick();
	same(!memcmp(&m.mem[k.dst + 1024 - B], &m.mem[256], 64), !stale, stale ? "STALE_DESC still copied to the new place" : "slot seen unowned was not fetched again");
	same(!memcmp(&m.mem[k.dst + 512 - B], &m.mem[0], 64), stale, "old words of a slot seen unowned");
}

static void early_quirks(bool early)
{
	reset(early ? 3 : 0);
	m.latency = 100; m.stall = 0; m.reorder = false;
	Chan &k = ch[0];
	k.setup(0, 0, 8, 8, 32, false, true);
	w32(0, DB_DMACH_COALESCE, 1);
	k.start();
	k.put(B, k.dst, 64, 8); k.ring();
	uint64_t before = m.rec_responses;
	for (int i = 0; i < 2000 && !(t->irq_o & 1); i++) tick();
	same(m.rec_responses > before, !early, early ? "IRQ_EARLY waits for the record" : "interrupt before the record's response");
	k.put(B, k.dst, 4000, 8); k.ring();
	while (m.rd.size() < 3) tick();
	w32(0, DB_DMACH_CTRL, 5);
	while (!(r32(0, DB_DMACH_STATUS) & DB_DMACH_STATUS_STOPPED)) ;
	same(m.idle(), !early, early ? "STOP_EARLY waits for the drain" : "STOPPED before the drain");
	while (r32(0, DB_DMACH_STATUS) & DB_DMACH_STATUS_BUSY) ;
}

static void speed()
{
	static const int lat[] = {1, 13, 100}, size[] = {8, 64, 4096};
	for (int L : lat) {
		reset(0);
		m.latency = L; m.stall = 0; m.reorder = false; m.faults.clear();
		Chan &k = ch[0];
		k.setup(0, 0, 512, 512, 32, false, true);
		k.r.rec = k.area + 0x5000; w64(0, DB_DMACH_REC_BASE, k.r.rec);
		k.start();
		k.put(B, k.dst, 64, 0);
		t->s_axil_awaddr = page(0) + DB_DMACH_TAIL; t->s_axil_wdata = k.tail; t->s_axil_wstrb = 0x0f;
		t->s_axil_awvalid = t->s_axil_wvalid = 1;
		uint64_t rung = m.now;
		tick();
		t->s_axil_awvalid = t->s_axil_wvalid = 0;
		for (int i = 0; i < 6 * L + 200; i++) tick();
		printf("L=%-3d doorbell to descriptor AR %ld, last descriptor beat to data AR %ld, data AR to data AW %ld cycles\n", L,
		       (long)(m.desc_ar_at - rung), (long)(m.data_ar_at - m.desc_beat_at), (long)(m.data_aw_at - m.data_ar_at));
		if (L == 1) same(m.desc_ar_at - rung, 1, "cycles from the doorbell to the descriptor AR");
	}
	for (int S : size)
		for (int L : lat) {
			reset(0);
			m.latency = L;
			Chan &k = ch[0];
			k.setup(0, 0, 512, 512, 32, false, true);
			k.r.ring = k.area; w64(0, DB_DMACH_RING_BASE, k.r.ring);
			k.r.rec = k.area + 0x4000; w64(0, DB_DMACH_REC_BASE, k.r.rec);
			k.start();
			int n = S > 64 ? 60 : 500;
			for (int i = 0; i < n; i++) k.put(B + (i * S) % 0x18000 / 8 * 8, k.dst + (i * S) % 0x30000, S, 0);
			k.ring();
			uint64_t total = (uint64_t)n * S / 8, first = m.data_beats, lo = total / 4, hi = total * 3 / 4, a = 0, b = 0;
			for (int i = 0; i < 200000 && !b; i++) {
				tick();
				if (!a && m.data_beats - first >= lo) { a = m.now; lo = m.data_beats - first; }
				if (!b && m.data_beats - first >= hi) { b = m.now; hi = m.data_beats - first; }
			}
			double u = b ? (double)(hi - lo) / (double)(b - a) : 0, bound = (double)S / (S + 32);
			printf("utilisation S=%-4d L=%-3d %.3f of %.3f\n", S, L, u, bound);
			check(u > (S == 8 && L == 100 ? 0.5 : 0.95) * bound, "utilisation below its floor (in thousandths)", (uint64_t)(u * 1000), (uint64_t)(bound * 1000));
		}
}

int main(int argc, char **argv)
{
	unsigned seed = argc > 1 ? strtoul(argv[1], nullptr, 0) : 1, runs = argc > 2 ? strtoul(argv[2], nullptr, 0) : 120;
	t = new Vdoorbell_dma;
	rng.seed(seed); m.rng.seed(seed + 1);
	for (auto &x : m.mem) x = rng();
	m.on_record = on_record;
	printf("seed %u\n", seed);
	registers();
	owner_quirk(false); owner_quirk(true);
	early_quirks(false); early_quirks(true);
	reset(0);
	for (unsigned i = 0; i < runs && failed < 10; i++) { random_run(i % 3 == 1, i % 3 == 2); if (i % 10 == 9) reset(0); }
	speed();
	failed += m.errors;
	printf("records seen %u; runs that ended OK %u, DESC_BUS %u, READ_SLV %u, READ_DEC %u, WRITE_SLV %u, WRITE_DEC %u, BAD_DESC %u\n", records,
	       outcomes[0], outcomes[1], outcomes[2], outcomes[3], outcomes[4], outcomes[5], outcomes[7]);
	printf("%lu descriptors, %lu cycles\n", descriptors, m.now);
	printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
