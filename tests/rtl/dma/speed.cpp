// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>
#include <string>
#include "soft.h"
#include "speed.h"

// A channel with n transfers of S bytes, all published at one doorbell.
struct Load {
	enum Kind { RING, LIST, BLOCK, STREAM } kind = RING;
	unsigned size = 64, n = 0, src_off = 0, dst_off = 0, stride = 32;
};

static void describe(Sim &s, int c, const Load &l, bool ring_now)
{
	Area &a = s.space.area[c];
	Watch &w = s.watch[c];
	Chan k(s, c);
	ref_config &f = k.p.cfg;
	f.mode = l.kind == Load::LIST || l.kind == Load::BLOCK ? REF_LIST : REF_TAIL;
	f.stride = l.stride;
	f.slots = l.n + 1;
	f.rec_slots = 4096;
	f.ring = a.base + AT_DESC;
	f.rec = a.base + AT_REC;
	f.addr_bits = BENCH_ADDR_W;
	f.streams = f.twod = f.fill = true;
	// Where descriptor i lies: in a ring one after the other, in lists scattered
	unsigned group = l.kind == Load::BLOCK ? 16 : 1, room = l.kind == Load::BLOCK ? 512 : 64, places = 0x10000 / room;
	std::vector<unsigned> place(places);
	for (unsigned i = 0; i < places; i++) place[i] = i;
	for (unsigned i = places - 1; i; i--) std::swap(place[i], place[bench.rng.below(i + 1)]);
	auto at = [&](unsigned i) -> uint64_t {
		return f.mode == REF_LIST ? f.ring + place[i / group] * room + i % group * l.stride : f.ring + (uint64_t)i * l.stride;
	};
	unsigned step = (l.size + std::max(l.src_off, l.dst_off) + 127) / 128 * 128;
	if (!l.src_off && !l.dst_off) step = std::max<unsigned>(l.size, DB);
	unsigned span = (0x10000 - 16) / step;
	for (unsigned i = 0; i < l.n; i++) {
		unsigned next = (i / group + 1) * group;
		uint64_t link = next < l.n ? at(next) | (std::min(group, l.n - next) - 1) : 0;
		bool last = i / group == (l.n - 1) / group && i % group == 0;
		unsigned x = l.kind == Load::RING || l.kind == Load::STREAM ? i : bench.rng.below(span); // scattered data with scattered lists
		k.write_desc(a.at(at(i)), l.kind == Load::STREAM ? DB_DESC_FORM_TX : DB_DESC_FORM_COPY,
			     (f.mode == REF_LIST && last ? DB_DESC_FLAGS_END : 0) | i % 0x8000 << DB_DESC_FLAGS_COOKIE_SHIFT, l.size,
			     a.base + AT_SRC + x % span * step + l.src_off, a.base + AT_DST + x % span * step + l.dst_off, i % group ? 0 : link);
		for (unsigned j = 0; j < l.stride / 16; j++) w.published[(at(i) - a.base) / 16 + j] = 1;
	}
	f.list_head = at(0) | (std::min(group, l.n) - 1);
	s.w32(c, DB_DMACH_CFG, f.mode | (l.stride == 32 ? 1 : 0) << DB_DMACH_CFG_STRIDE_SHIFT);
	s.w64(c, DB_DMACH_RING_BASE, f.ring);
	s.w32(c, DB_DMACH_RING_SIZE, f.slots);
	s.w64(c, DB_DMACH_REC_BASE, f.rec);
	s.w32(c, DB_DMACH_REC_SIZE, f.rec_slots);
	s.w64(c, DB_DMACH_LIST_HEAD, f.list_head);
	s.w32(c, DB_DMACH_REC_TAIL, 0);
	w.cache = 3;
	w.start(f);
	for (unsigned i = 0; i < l.n; i++) {
		w.push();
		if (f.mode == REF_LIST && i % group == group - 1 && i + 1 < l.n)
			w.link(at(i + 1), std::min(group, l.n - i - 1) - 1);
	}
	s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN);
	if (f.mode == REF_TAIL && ring_now) {
		s.ticks(100);
		s.w32(c, DB_DMACH_TAIL, l.n);
	}
}

static FILE *out;
static void row(const std::string &name, double value, const char *unit)
{
	fprintf(out, *unit == 'c' ? "%s %.0f %s\n" : "%s %.4f %s\n", name.c_str(), value, unit);
}

// Data read beats, or payload, per cycle between a quarter and three quarters of the work
static double utilisation(int channels, const Load &l, unsigned latency, bool payload)
{
	Sim s(latency * 1000 + l.size, 0);
	s.main.ideal(latency);
	s.desc.ideal(latency);
	s.streams_used = l.kind == Load::STREAM;
	for (int c = 0; c < channels; c++) describe(s, c, l, channels == 1);
	if (channels > 1) {
		s.ticks(100);
		for (int c = 0; c < channels; c++) s.w32(c, DB_DMACH_TAIL, l.n);
	}
	auto done = [&] { return payload ? s.data_bytes / (double)DB : (double)s.data_beats; };
	uint64_t all = 0;
	double total = (double)channels * l.n * l.size / DB, first = 0, last = 0;
	uint64_t t0 = 0, t1 = 0, limit = bench.now + 2000000;
	while (bench.now < limit && !bench.failing && !all) {
		s.tick();
		if (!t0 && done() >= total / 4) { t0 = bench.now; first = done(); }
		if (!t1 && done() >= total * 3 / 4) { t1 = bench.now; last = done(); }
		all = 1;
		for (int c = 0; c < channels; c++) all &= s.watch[c].visible == l.n;
	}
	if (!all) bench.fail("the transfers do not complete");
	if (bench.failing || t1 == t0) return 0;
	return (last - first) / (double)(t1 - t0);
}

static void launch()
{
	for (unsigned latency : {1u, 13u}) {
		Sim s(latency, 0);
		s.main.ideal(latency);
		s.desc.ideal(latency);
		Load l;
		l.n = 1;
		describe(s, 0, l, true);
		uint64_t rung = s.doorbell_at;
		s.ticks(200);
		if (s.watch[0].visible != 1) bench.fail("one transfer does not complete");
		if (latency == 1) {
			row("dma.launch.desc_ar", s.desc_ar_at - rung, "cycles");
			row("dma.launch.data_ar", s.data_ar_at - s.desc_beat_at, "cycles");
		} else
			row("dma.launch.data_aw.L13", s.data_aw_at - s.data_ar_at, "cycles");
	}
}

int speed(const char *file)
{
	static const unsigned latencies[] = {1, 13, 100};
	bool bad = false;
	bench.rng.seed(5);
	out = fopen(file, "w");
	if (!out) { perror(file); return 2; }
	auto one = [&](const char *set, int channels, Load l, unsigned latency, bool payload) {
		std::string name = std::string("dma.util.") + set + ".S" + std::to_string(l.size) + ".L" + std::to_string(latency);
		l.n = l.size <= 512 ? 1900 : l.size <= 1024 ? 1000 : 400;
		if (l.kind == Load::LIST) l.n = 1000;
		row(name, utilisation(channels, l, latency, payload), "beats/cycle");
		if (bench.failing) printf("      in %s\n", name.c_str());
		bad |= bench.failing;
		bench.failing = false;
	};
	if (OWN_PORT) {
		for (unsigned size : {64, 4096}) for (unsigned lat : latencies) { Load l; l.size = size; one("ownport32", 1, l, lat, false); }
	} else {
		for (unsigned size : {8, 16, 32, 64, 128, 256, 512, 1024, 4096})
			for (unsigned lat : latencies) { Load l; l.size = size; one("ring32", 1, l, lat, false); }
		for (unsigned lat : latencies) { Load l; l.kind = Load::LIST; one("list32", 1, l, lat, false); }
		for (unsigned lat : latencies) { Load l; l.kind = Load::BLOCK; one("block32", 1, l, lat, false); }
		for (unsigned lat : latencies) { Load l; l.kind = Load::STREAM; l.stride = 16; one("compact16", 1, l, lat, false); }
		Load l;
		l.src_off = 3;
		l.dst_off = 5;
		one("unaligned32", 1, l, 1, true);
		for (unsigned lat : latencies) one("fourch32", 4, Load(), lat, false);
		launch();
		if (bench.failing) bad = true;
	}
	fclose(out);
	return bad;
}
