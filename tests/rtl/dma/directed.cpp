// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <doorbell/straps.h>
#include "directed.h"
#include "soft.h"

static bool same(uint64_t got, uint64_t want, const char *what) { return bench.same(got, want, what); }

// A channel in TAIL or OWNER mode with small rings, started; descriptors by put().
struct Scene {
	Sim &s;
	Watch &w;
	Chan k;
	int c;
	uint32_t tail = 0;
	Scene(Sim &sim, int ch, int mode, uint32_t slots, uint32_t cfg_bits = 0, uint32_t coalesce = 1) : s(sim), w(sim.watch[ch]), k(sim, ch), c(ch)
	{
		ref_config &f = k.p.cfg;
		f.mode = mode;
		f.stride = 32;
		f.slots = slots;
		f.rec_slots = 1024;
		f.addr_bits = BENCH_ADDR_W;
		f.ring = k.area.base + AT_DESC;
		f.rec = k.area.base + AT_REC;
		f.streams = f.twod = f.fill = true;
		k.p.cfg_bits = cfg_bits;
		memset(k.area.at(f.ring), 0, slots * f.stride);
		for (uint32_t i = 0; i < slots * 2; i++) w.published[i] = mode == REF_OWNER;
		s.w32(c, DB_DMACH_CFG, cfg_bits | mode | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT);
		s.w64(c, DB_DMACH_RING_BASE, f.ring);
		s.w32(c, DB_DMACH_RING_SIZE, slots);
		s.w64(c, DB_DMACH_REC_BASE, f.rec);
		s.w32(c, DB_DMACH_REC_SIZE, f.rec_slots);
		s.w32(c, DB_DMACH_REC_TAIL, 0);
		s.w32(c, DB_DMACH_IRQ_STAT, 15);
		s.w32(c, DB_DMACH_IRQ_EN, 1);
		s.w32(c, DB_DMACH_COALESCE, coalesce);
		w.cache = 3;
		w.start(f);
		s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN);
		s.ticks(60);
	}
	uint8_t *slot(uint32_t i) { return k.area.at(k.p.cfg.ring) + i * 32; }
	uint64_t src(uint32_t off) { return k.area.base + AT_SRC + off; }
	uint64_t dst(uint32_t off) { return k.area.base + AT_DST + off; }
	void put(uint32_t from, uint32_t to, uint32_t len, uint32_t flags)
	{
		k.write_desc(slot(tail), DB_DESC_FORM_COPY, flags | (k.p.cfg.mode == REF_OWNER ? DB_DESC_FLAGS_OWN : 0), len, src(from), dst(to), 0);
		w.published[tail * 2] = w.published[tail * 2 + 1] = 1;
		w.push();
		tail = (tail + 1) % k.p.cfg.slots;
	}
	void ring() { k.p.cfg.mode == REF_OWNER ? s.w32(c, DB_DMACH_POLL, 1) : s.w32(c, DB_DMACH_TAIL, tail); }
};

static void registers()
{
	Sim s(1, 7);
	uint64_t v;
	same(s.global(DB_DMA_ID), DB_DMA_ID_RESET, "ID");
	same(s.global(DB_DMA_VERSION), DB_DMA_VERSION_RESET, "VERSION");
	same(s.global(DB_DMA_QUIRKS), 7, "QUIRKS");
	same(s.global(DB_DMA_IRQ_PEND), 0, "IRQ_PEND");
	uint32_t cap = s.caps;
	same(cap & DB_DMA_CAP_CHANNELS, CHANNELS, "CAP.CHANNELS");
	same((cap & DB_DMA_CAP_DATA_LOG2) >> DB_DMA_CAP_DATA_LOG2_SHIFT, __builtin_ctz(DB), "CAP.DATA_LOG2");
	same((cap & DB_DMA_CAP_ADDR_BITS) >> DB_DMA_CAP_ADDR_BITS_SHIFT, BENCH_ADDR_W, "CAP.ADDR_BITS");
	uint32_t all = DB_DMA_CAP_TAIL | DB_DMA_CAP_OWNER | DB_DMA_CAP_LIST | DB_DMA_CAP_STREAM | DB_DMA_CAP_FILL | DB_DMA_CAP_TWOD |
		       DB_DMA_CAP_COALESCE | DB_DMA_CAP_CYCLIC | DB_DMA_CAP_BLOCKFORM | DB_DMA_CAP_COHERENT | (OWN_PORT ? DB_DMA_CAP_OWNPORT : 0);
	same(cap & 0xffff0000u, all, "CAP: what this build has");
	uint32_t cap2 = s.global(DB_DMA_CAP2);
	same((cap2 & DB_DMA_CAP2_RD_OUT) >> DB_DMA_CAP2_RD_OUT_SHIFT, BENCH_RD_OUT, "CAP2.RD_OUT");
	same((cap2 & DB_DMA_CAP2_WR_OUT) >> DB_DMA_CAP2_WR_OUT_SHIFT, BENCH_WR_OUT, "CAP2.WR_OUT");
	// What must be refused, changing nothing
	same(s.read(0x18, 2, &v), 2, "a read of an unlisted offset");
	same(s.read(0x107c, 2, &v), 2, "a read behind the last register");
	same(s.read(0x105c, 2, &v), 2, "a read of 0x5c");
	same(s.read(0x1000 * (CHANNELS + 1) + DB_DMACH_CTRL, 2, &v), CHANNELS == 16 ? 2 : 2, "a read of a page that no channel has");
	same(s.write(0x1078, 0, AXIL_B == 8 ? 0xff : 0x0f), 2, "a write to an unlisted offset");
	same(s.write(0x1008, 0xffff, 0x03), 2, "a write of 16 bits");
	if (AXIL_B == 8) same(s.read(0x1000, 1, &v), 2, "a read of 16 bits");
	if (AXIL_B == 8) same(s.read(0x1004, 3, &v), 2, "a 64-bit read that is not aligned");
	// Read back; the last channel too
	for (int c : {0, CHANNELS - 1}) {
		static const struct { uint32_t at; uint64_t mask; bool wide; } rw[] = {
			{DB_DMACH_CFG, 0x7ffff & ~(1u << 19), false}, {DB_DMACH_IRQ_EN, 15, false}, {DB_DMACH_COALESCE, 0xffff00ff, false},
			{DB_DMACH_RING_BASE, ~0ull, true}, {DB_DMACH_REC_BASE, ~0ull, true}, {DB_DMACH_LIST_HEAD, ~0ull, true},
			{DB_DMACH_RING_SIZE, 0x1ffff, false}, {DB_DMACH_REC_SIZE, 0x1ffff, false}, {DB_DMACH_REC_TAIL, 0xffff, false}};
		for (auto &r : rw) {
			uint64_t x = bench.rng.next64() & r.mask;
			if (!r.wide) x &= 0xffffffff;
			if (r.wide) x &= ADDR_MASK;
			r.wide ? s.w64(c, r.at, x) : s.w32(c, r.at, x);
			uint64_t got = r.wide ? s.r64(c, r.at) : s.r32(c, r.at);
			char name[40];
			snprintf(name, sizeof name, "channel %d register 0x%x", c, r.at);
			same(got & r.mask & (r.wide ? ADDR_MASK : ~0ull), x, name);
		}
		for (uint32_t a : {DB_DMACH_STATUS, DB_DMACH_HEAD, DB_DMACH_REC_HEAD, DB_DMACH_DONE_CNT, DB_DMACH_BYTES}) {
			uint32_t before = s.r32(c, a);
			s.w32(c, a, ~0u); // read-only: ignored
			same(s.r32(c, a), before, "a read-only register after a write");
		}
		same(s.r32(c, DB_DMACH_CTRL), 0, "CTRL after reset");
		same(s.r32(c, DB_DMACH_POLL), 0, "POLL reads as 0");
	}
	s.ticks(50);
	same(s.idle(), true, "register accesses alone move nothing");
}

static void stale(bool quirk)
{
	Sim s(2, quirk ? DB_QUIRK_STALE_DESC : 0);
	s.main.ideal(5);
	s.desc.ideal(5);
	Scene k(s, 0, REF_OWNER, 8);
	uint64_t old[4] = {0, 0, k.src(0), k.dst(512)};
	memcpy(k.slot(0), old, 32);
	s.w32(0, DB_DMACH_POLL, 1);
	s.ticks(80);
	if (quirk) { // the engine copies what it saw first: the judge is told so
		uint64_t mixed[4] = {64ull << 32 | DB_DESC_FLAGS_OWN, 0, k.src(0), k.dst(512)};
		memcpy(k.slot(0), mixed, 32);
		k.w.push();
		uint64_t good[2] = {k.src(256), k.dst(1024)};
		memcpy(k.slot(0) + 16, good, 16);
	} else
		k.put(256, 1024, 64, 0);
	s.w32(0, DB_DMACH_POLL, 1);
	s.ticks(300);
	same(k.w.visible, 1, quirk ? "STALE_DESC: the old words were not used" : "a slot seen unowned was not fetched again");
}

static void early_irq(bool quirk)
{
	Sim s(3, quirk ? DB_QUIRK_IRQ_EARLY : 0);
	s.main.ideal(100);
	s.desc.ideal(100);
	Scene k(s, 0, REF_TAIL, 8);
	k.put(0, 0, 64, DB_DESC_FLAGS_IRQ);
	k.ring();
	for (int i = 0; i < 2000 && !(s.t->irq_o & 1); i++) s.tick();
	same(s.t->irq_o & 1, 1, "the interrupt comes");
	same(k.w.visible, !quirk, quirk ? "IRQ_EARLY waits for the record" : "the interrupt came before the record's response");
	s.ticks(1000);
	same(k.w.visible, 1, "the record comes after all");
}

static void early_stop(bool quirk)
{
	Sim s(4, quirk ? DB_QUIRK_STOP_EARLY : 0);
	s.main.ideal(100);
	s.desc.ideal(100);
	Scene k(s, 0, REF_TAIL, 8);
	k.put(0, 0, 4000, 0);
	k.ring();
	for (int i = 0; i < 1000 && !k.w.data_reads; i++) s.tick();
	k.w.stop_asked = true;
	s.w32(0, DB_DMACH_CTRL, DB_DMACH_CTRL_STOP);
	for (int i = 0; i < 2000 && !(s.r32(0, DB_DMACH_STATUS) & DB_DMACH_STATUS_STOPPED); i++) ;
	same(s.r32(0, DB_DMACH_STATUS) & DB_DMACH_STATUS_STOPPED, DB_DMACH_STATUS_STOPPED, "STOPPED comes");
	same(k.w.outstanding(), quirk, quirk ? "STOP_EARLY waits for the drain" : "STOPPED before the drain");
	for (int i = 0; i < 2000 && s.r32(0, DB_DMACH_STATUS) & DB_DMACH_STATUS_BUSY; i++) ;
	same(k.w.outstanding(), false, "BUSY went before the drain");
}

// Channels that always have work share the read channel by weight, in bursts.
static void weights()
{
	if (CHANNELS < 2 || DB > 8) return; // wide buses are not the bottleneck with few bursts outstanding
	static const unsigned weight[] = {1, 3, 6, 0}; // 0 counts as 1
	int n = CHANNELS < 4 ? CHANNELS : 4;
	Sim s(5, 0);
	s.main.ideal(13);
	s.desc.ideal(13);
	std::vector<Scene> k;
	k.reserve(n);
	unsigned sum = 0;
	for (int c = 0; c < n; c++) {
		k.emplace_back(s, c, REF_TAIL, 1000, weight[c] << DB_DMACH_CFG_WEIGHT_SHIFT);
		for (int i = 0; i < 900; i++) k[c].put(i * 64, i * 64, 128, 0);
		sum += weight[c] ? weight[c] : 1;
	}
	for (auto &x : k) x.ring();
	s.ticks(1500);
	uint64_t from[4], all = 0;
	for (int c = 0; c < n; c++) { from[c] = 0; for (uint64_t i = 0; i < 900; i++) from[c] += k[c].w.seg(i)->rd_got; }
	s.ticks(5000 * 8 / DB);
	uint64_t got[4];
	for (int c = 0; c < n; c++) {
		got[c] = 0;
		for (uint64_t i = 0; i < 900; i++) got[c] += k[c].w.seg(i)->rd_got;
		got[c] -= from[c];
		all += got[c];
	}
	for (int c = 0; c < n; c++) {
		double share = (double)got[c] / (double)all, want = (double)(weight[c] ? weight[c] : 1) / sum;
		if (fabs(share - want) > 0.05) bench.fail("weights: channel %d got %.3f of the reads, expected %.3f", c, share, want);
		else bench.passed++;
	}
}

// A list that points outside the bus ends with BAD_DESC, whatever its form.
static void bad_pointer()
{
	if (BENCH_ADDR_W == 64) return;
	Sim s(6, 0);
	Area &a = s.space.area[0];
	Watch &w = s.watch[0];
	Chan k(s, 0);
	ref_config &f = k.p.cfg;
	f.mode = REF_LIST;
	f.stride = 32;
	f.slots = 2;
	f.rec_slots = 8;
	f.addr_bits = BENCH_ADDR_W;
	f.rec = a.base + AT_REC;
	f.list_head = a.base;
	f.streams = f.twod = f.fill = true;
	k.write_desc(a.at(a.base), DB_DESC_FORM_COPY, 0, 40, a.base + AT_SRC, a.base + AT_DST, 1ull << BENCH_ADDR_W % 64);
	w.published[0] = w.published[1] = 1;
	w.cache = 3;
	s.w32(0, DB_DMACH_CFG, REF_LIST | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT);
	s.w64(0, DB_DMACH_REC_BASE, f.rec);
	s.w32(0, DB_DMACH_REC_SIZE, 8);
	s.w64(0, DB_DMACH_LIST_HEAD, f.list_head);
	w.start(f);
	w.push();
	s.w32(0, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN);
	s.ticks(500);
	uint32_t st = s.r32(0, DB_DMACH_STATUS);
	same(st & DB_DMACH_STATUS_HALTED, DB_DMACH_STATUS_HALTED, "a list pointer outside the bus halts");
	same((st & DB_DMACH_STATUS_ERROR) >> DB_DMACH_STATUS_ERROR_SHIFT, DB_REC_CODE_BAD_DESC, "its STATUS.ERROR");
}

// The first index behind the ring, of slots and of records
static void bad_tails()
{
	for (bool records : {false, true}) {
		Sim s(7, 0);
		Scene k(s, 0, REF_TAIL, 8);
		s.w32(0, records ? DB_DMACH_REC_TAIL : DB_DMACH_TAIL, records ? k.k.p.cfg.rec_slots : 8);
		s.ticks(300);
		uint32_t st = s.r32(0, DB_DMACH_STATUS);
		same(st & DB_DMACH_STATUS_HALTED, DB_DMACH_STATUS_HALTED, records ? "REC_TAIL behind its ring halts" : "TAIL behind its ring halts");
		same((st & DB_DMACH_STATUS_ERROR) >> DB_DMACH_STATUS_ERROR_SHIFT, DB_REC_CODE_BAD_RING, "its STATUS.ERROR");
	}
}

void directed()
{
	struct { const char *name; void (*run)(); } scenes[] = {
		{"registers", registers}, {"stale descriptor", [] { stale(false); }}, {"quirk STALE_DESC", [] { stale(true); }},
		{"interrupt after the record", [] { early_irq(false); }}, {"quirk IRQ_EARLY", [] { early_irq(true); }},
		{"stop drains", [] { early_stop(false); }}, {"quirk STOP_EARLY", [] { early_stop(true); }},
		{"weights", weights}, {"bad list pointer", bad_pointer}, {"bad tails", bad_tails}};
	bool bad = false;
	for (auto &x : scenes) {
		bench.rng.seed(11);
		x.run();
		if (bench.failing) printf("      in the scene '%s'\n", x.name);
		bad |= bench.failing;
		bench.failing = false;
	}
	bench.failing = bad;
}
