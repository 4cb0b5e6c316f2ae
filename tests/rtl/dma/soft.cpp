// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <string>
#include "soft.h"

constexpr uint32_t CHUNK = 1088, CHUNKS = 56; // list blocks: at most 16 descriptors of 64 bytes
constexpr uint64_t PATIENCE = 60000;	      // cycles without a sign of life

// ---- a random plan ----
// flavour 0: runs to its end; 1: bus errors and bad descriptors; 2: STOP at a random cycle; 3: ring misuse
void Chan::draw(int flavour, bool streams)
{
	static const uint32_t strides[] = {16, 32, 64};
	p = Plan();
	ref_config &k = p.cfg;
	k.addr_bits = BENCH_ADDR_W;
	k.streams = s.caps & DB_DMA_CAP_STREAM;
	k.twod = s.caps & DB_DMA_CAP_TWOD;
	k.fill = s.caps & DB_DMA_CAP_FILL;
	k.mode = rng.below(s.caps & DB_DMA_CAP_LIST ? 3 : 2);
	k.stride = strides[k.mode == REF_LIST || !k.fill ? 1 + rng.below(2) : rng.below(3)];
	k.rec_line = rng.chance(30);
	p.loops = k.mode != REF_OWNER && s.caps & DB_DMA_CAP_CYCLIC && flavour == 2 && rng.chance(30);
	k.cyclic = p.loops && (k.mode == REF_TAIL || rng.chance(50));
	k.rec_en = k.mode == REF_OWNER || k.cyclic ? rng.chance(60) : rng.chance(50);
	k.slots = rng.chance(60) ? rng.between(2, 12) : rng.between(2, 90);
	k.rec_slots = rng.chance(50) ? rng.between(2, 6) : rng.between(2, 100);
	k.ring = area.base + AT_DESC + rng.below(0x8000) / k.stride * k.stride;
	k.rec = area.base + AT_REC + rng.below(0x2000) / 64 * 64 + (k.rec_line ? 0 : rng.below(4) * 16);
	p.goal = rng.chance(80) ? rng.between(1, 60) : rng.between(60, 250);
	p.more = rng.chance(50) ? 0 : rng.between(5, 50);
	p.streams = streams && k.streams;
	p.rx = p.streams && !rx_dirty;
	p.in_blocks = rng.chance(70);
	p.pauses = flavour == 0 && rng.chance(40);
	p.big = rng.chance(60) ? 2 : 15;
	p.co_count = rng.chance(50) ? rng.below(3) : rng.below(20);
	p.co_time = rng.chance(50) ? 0 : rng.between(1, 40);
	p.irq_en = rng.chance(70) ? 1 : rng.chance(50) ? 0 : 15;
	p.cfg_bits = (rng.chance(30) ? DB_DMACH_CFG_COHERENT : 0) | rng.below(16) << DB_DMACH_CFG_WEIGHT_SHIFT |
		     (rng.chance(40) ? rng.below(16) << DB_DMACH_CFG_CACHE_SHIFT : 0) |
		     (rng.chance(40) ? rng.below(8) << DB_DMACH_CFG_PROT_SHIFT : 0);
	area.faults.clear();
	if (flavour == 1) {
		if (rng.chance(20)) p.bad = rng.between(1, 6);
		for (int n = p.bad ? rng.below(2) : 1; n; n--) {
			unsigned resp = 2 + rng.below(2);
			uint64_t at;
			switch (rng.below(5)) {
			case 0: // a descriptor: the beats of its first 16 bytes
				at = k.mode == REF_LIST ? area.base + rng.below(0xe000) / 16 * 16 : k.ring + rng.below(k.slots) * k.stride;
				at &= ~(uint64_t)(DB - 1);
				area.faults.push_back({at, at + std::max(16, DB), false, resp});
				break;
			case 1:
				at = k.rec + rng.below(k.rec_slots) * (k.rec_line ? 64 : 16);
				area.faults.push_back({at, at + 16, true, resp});
				break;
			case 2:
				at = area.base + AT_DST + rng.below(0x10000);
				area.faults.push_back({at, at + rng.between(1, 3000), true, resp});
				break;
			default:
				at = area.base + AT_SRC + rng.below(0x10000);
				area.faults.push_back({at, std::min(at + rng.between(1, 3000), area.base + AT_DST), false, resp});
			}
		}
	} else if (flavour == 2) {
		p.stop_after = rng.chance(30) ? rng.below(200) : rng.below(6000);
	} else if (flavour == 3) {
		p.misuse = 1 + rng.below(9);
		p.stop_after = rng.below(1500);
	}
	w.tx_stall = rng.chance(40) ? 0 : rng.below(80);
	w.rx_stall = rng.chance(40) ? 0 : rng.below(80);
}

void Chan::mark(uint64_t at, uint32_t bytes, bool on)
{
	uint64_t g = (at - area.base) / 16;
	for (uint32_t i = 0; i < bytes / 16; i++) w.published.at(g + i) = on;
}

void Chan::write_desc(uint8_t *slot, unsigned form, uint32_t flags, uint32_t len, uint64_t src, uint64_t dst, uint64_t next)
{
	uint64_t poison = rng.next64();
	bool small = form == DB_DESC_FORM_FILL || form == DB_DESC_FORM_TX || form == DB_DESC_FORM_RX;
	uint64_t v[4] = {(uint64_t)len << 32 | flags | form, next, src, dst};
	for (uint32_t i = 8; i < p.cfg.stride; i += 8) memcpy(slot + i, &poison, 8);
	if (p.cfg.mode == REF_LIST) {
		if (small) v[form == DB_DESC_FORM_TX ? 3 : 2] = poison;
		memcpy(slot + 8, v + 1, 24);
	} else if (small) {
		v[1] = form == DB_DESC_FORM_TX ? src : dst;
		memcpy(slot + 8, v + 1, 8);
	} else
		memcpy(slot + 16, v + 2, std::min<uint32_t>(16, p.cfg.stride - 16));
	memcpy(slot, v, 8);
}

// One random descriptor. last: the job must end here.
void Chan::put(uint8_t *slot, const ref_walk *, bool last)
{
	const ref_config &k = p.cfg;
	if (!job_open) {
		unsigned r = rng.below(100);
		job_class = !p.streams ? 0 : r < 70 ? 0 : r < 85 ? 1 : p.rx ? 2 : 1;
		job_segs = 0;
	}
	unsigned form = DB_DESC_FORM_COPY;
	bool wide = k.stride >= 32;
	if (job_class == 1) form = DB_DESC_FORM_TX;
	else if (job_class == 2) form = DB_DESC_FORM_RX;
	else {
		unsigned r = rng.below(100);
		form = k.fill && (!wide || r < 15) ? DB_DESC_FORM_FILL : k.twod && k.stride == 64 && r < 45 ? DB_DESC_FORM_COPY2D : DB_DESC_FORM_COPY;
	}
	unsigned r = rng.below(100);
	uint32_t len = r < 25 ? rng.between(1, 16) : r < 75 ? rng.between(1, 120) : r < 100 - p.big ? rng.between(1, 600) : rng.between(600, 9000);
	uint64_t src = area.base + AT_SRC, dst = area.base + AT_DST;
	uint64_t extra[3] = {}; // rows, strides
	if (form == DB_DESC_FORM_COPY2D) {
		len = rng.between(1, rng.chance(80) ? 70 : 600);
		uint32_t rows = rng.between(1, rng.chance(80) ? 6 : 20);
		extra[0] = rows;
		uint64_t *at[2] = {&src, &dst};
		for (int i = 0; i < 2; i++) { // within the region, whatever the sign of the stride
			int64_t max = (0x10000 - len) / rows, st = rng.chance(20) ? len : (int64_t)rng.below(max);
			st = std::min(st, max);
			bool neg = rng.chance(40);
			uint64_t span = (uint64_t)st * (rows - 1) + len, start = rng.below(0x10000 - span + 1);
			*at[i] += neg ? start + st * (rows - 1) : start;
			extra[1 + i] = neg ? -st : st;
		}
	} else {
		unsigned align = rng.chance(25) ? DB : 1;
		src += rng.below(0x10000 - len) / align * align;
		dst += rng.below(0x10000 - len) / align * align;
	}
	bool more = !last && job_segs < 12 && rng.chance(p.more);
	uint32_t flags = rng.below(0x8000) << DB_DESC_FLAGS_COOKIE_SHIFT | rng.below(256) << DB_DESC_FLAGS_PATTERN_SHIFT |
			 (rng.chance(50) ? DB_DESC_FLAGS_IRQ : 0) | (more ? DB_DESC_FLAGS_MORE : 0);
	if (rng.chance(p.bad)) {
		switch (rng.below(5)) {
		case 0: len = 0; break;
		case 1: form = 5 + rng.below(3); break;
		case 2: extra[0] = 0; break; // rows
		case 3: form = k.stride == 16 ? DB_DESC_FORM_COPY : k.stride == 32 ? DB_DESC_FORM_COPY2D : 6; break;
		default: if (BENCH_ADDR_W < 64) (rng.chance(50) ? src : dst) |= 1ull << (BENCH_ADDR_W + rng.below(64 - BENCH_ADDR_W)) % 64;
		}
	}
	write_desc(slot, form, flags, len, src, dst, rng.next64());
	if (k.stride == 64 && form == DB_DESC_FORM_COPY2D) {
		memcpy(slot + 32, extra, 8);
		memcpy(slot + 40, extra + 1, 16);
	}
	job_open = more;
	job_segs++;
	published++;
	bench.descriptors++;
}

bool Chan::publish_ring(unsigned n)
{
	const ref_config &k = p.cfg;
	bool owner = k.mode == REF_OWNER;
	uint32_t head = owner ? 0 : s.r32(c, DB_DMACH_HEAD), room = 0;
	if (!owner) room = (head + k.slots - tail - 1) % k.slots;
	else while (room < k.slots && !(area.at(k.ring)[(tail + room) % k.slots * k.stride + 3] & 0x80)) room++;
	if (owner) room = std::min<uint64_t>(room, k.slots - (w.pushed() - w.visible)); // answered, too
	n = std::min({n, room, p.goal - published});
	if (!n) return false;
	bool backwards = owner && rng.chance(40);
	std::vector<uint8_t *> slot(n);
	for (unsigned i = 0; i < n; i++) {
		slot[i] = area.at(k.ring) + (tail + i) % k.slots * k.stride;
		put(slot[i], nullptr, published + 1 == p.goal);
	}
	if (owner && rng.chance(30)) s.ticks(rng.below(20)); // all but the owner bits are there
	for (unsigned i = 0; i < n; i++) {
		slot[backwards ? n - 1 - i : i][3] |= owner ? 0x80 : 0;
		if (owner && backwards && i + 1 < n && rng.chance(30)) s.ticks(rng.below(10));
		if (owner && !backwards) w.push();
	}
	for (unsigned i = 0; i < n && !(owner && !backwards); i++) {
		if (!owner) mark(k.ring + (uint64_t)((tail + i) % k.slots) * k.stride, k.stride, true);
		w.push();
	}
	tail = (tail + n) % k.slots;
	return true;
}

void Chan::recycle()
{
	if (blocks.size() < 2) return;
	uint32_t done = s.r32(c, DB_DMACH_DONE_CNT);
	while (blocks.size() > 2 && done > blocks[1].first) {
		mark(blocks[0].at, blocks[0].count * p.cfg.stride, false);
		chunk_used[blocks[0].chunk] = false;
		blocks.pop_front();
	}
}

bool Chan::publish_block(unsigned n)
{
	const ref_config &k = p.cfg;
	recycle();
	n = std::min({n, p.goal - published, p.in_blocks ? 16u : 1u});
	int chunk = rng.below(CHUNKS), tries = 0;
	while (chunk_used[chunk] && tries++ < (int)CHUNKS) chunk = (chunk + 1) % CHUNKS;
	if (!n || chunk_used[chunk]) return false;
	chunk_used[chunk] = true;
	uint64_t at = k.ring + (uint64_t)chunk * CHUNK + rng.below(5) * 16, first = w.pushed();
	for (unsigned i = 0; i < n; i++) put(area.at(at) + i * k.stride, nullptr, published + 1 == p.goal);
	*area.at(at) |= DB_DESC_FLAGS_END;
	mark(at, n * k.stride, true);
	if (!blocks.empty()) {
		uint8_t *prev = area.at(blocks.back().at);
		uint64_t next = at | (n - 1);
		memcpy(prev + DB_DESC_NEXT, &next, 8);
		*prev &= ~DB_DESC_FLAGS_END;
		if (phase == RUN) w.link(at, n - 1);
	} else
		p.cfg.list_head = at | (n - 1);
	blocks.push_back({at, n, first, chunk});
	if (phase == RUN) for (unsigned i = 0; i < n; i++) w.push();
	return true;
}

bool Chan::publish(unsigned n) { return p.cfg.mode == REF_LIST ? publish_block(n) : publish_ring(n); }
void Chan::ring()
{
	if (p.cfg.mode == REF_TAIL) s.w32(c, DB_DMACH_TAIL, tail);
	else s.w32(c, DB_DMACH_POLL, rng.next());
}

// ---- RUN ----
void Chan::begin()
{
	ref_config &k = p.cfg;
	bool list = k.mode == REF_LIST;
	tail = rec_tail = recs = 0;
	published = 0;
	blocks.clear();
	chunk_used.assign(CHUNKS, false);
	job_open = paused = stopping = misused = full_in_stop = false;
	if (list) k.ring = area.base + AT_DESC + rng.below(64) * 16;
	memset(area.at(area.base + AT_DESC), 0x5a, AT_REC);
	memset(area.at(area.base + AT_REC), 0, 0x10000);
	std::fill(w.published.begin(), w.published.end(), 0);
	if (!list) {
		for (uint32_t i = 0; i < k.slots; i++) area.at(k.ring)[i * k.stride + 3] = 0;
		if (k.mode == REF_OWNER) mark(k.ring, k.slots * k.stride, true);
	}
	w.loops = p.loops;
	w.rec_tail = 0;
	uint32_t cache = p.cfg_bits >> DB_DMACH_CFG_CACHE_SHIFT & 15;
	w.cache = p.cfg_bits & DB_DMACH_CFG_COHERENT ? 15 : cache ? cache : 3;
	w.prot = p.cfg_bits >> DB_DMACH_CFG_PROT_SHIFT & 7;
	w.irq_any = p.irq_en != 1 || p.misuse;
	w.co_count = p.co_count;
	w.co_time = p.co_time;

	// What is published before RUN: a whole cycle, or the list's first block
	unsigned laps = 0;
	if (p.loops && !list) {
		p.goal = k.slots;
		for (uint32_t i = 0; i < k.slots; i++) put(area.at(k.ring) + i * k.stride, nullptr, i + 1 == k.slots);
		mark(k.ring, k.slots * k.stride, true);
	} else if (p.loops) {
		laps = 1 + rng.below(5);
		p.goal = 1000;
		for (unsigned i = 0; i < laps; i++) {
			if (i + 1 == laps) p.goal = published + 1 + rng.below(p.in_blocks ? 16 : 1);
			publish_block(16);
		}
		uint8_t *end = area.at(blocks.back().at);
		memcpy(end + DB_DESC_NEXT, &k.list_head, 8);
		*end &= ~DB_DESC_FLAGS_END;
		if (job_open) *(area.at(blocks.back().at) + (blocks.back().count - 1) * k.stride) &= ~DB_DESC_FLAGS_MORE;
	} else if (list) {
		publish_block(1 + rng.below(16));
	}
	uint32_t cfg = p.cfg_bits | k.mode | (k.stride == 64 ? 2 : k.stride == 32 ? 1 : 0) << DB_DMACH_CFG_STRIDE_SHIFT |
		       (k.rec_en ? DB_DMACH_CFG_REC_EN : 0) | (k.rec_line ? DB_DMACH_CFG_REC_LINE : 0) |
		       (k.cyclic ? DB_DMACH_CFG_CYCLIC : 0);
	uint64_t ring = k.ring, rec = k.rec;
	uint32_t slots = k.slots, rec_slots = k.rec_slots;
	bool rec_on = ref_has_records(&k);
	switch (p.misuse) { // what RUN must refuse
	case 1: slots = list ? slots : rng.below(2); if (list) cfg |= 3; break;
	case 2: if (list) cfg |= 3; else slots = 65537 + rng.below(1000); break;
	case 3: if (list) cfg |= 3; else ring += 8; break;
	case 4: cfg |= 3; break;
	case 5: if (rec_on) rec_slots = rng.below(2); else cfg |= 3; break;
	case 6: if (rec_on) rec += 8; else cfg |= 3; break;
	case 7: cfg |= DB_DMACH_CFG_STRIDE; break; // no such stride
	default: break;
	}
	s.w32(c, DB_DMACH_CFG, cfg);
	s.w64(c, DB_DMACH_RING_BASE, ring);
	s.w32(c, DB_DMACH_RING_SIZE, slots);
	s.w64(c, DB_DMACH_REC_BASE, rec);
	s.w32(c, DB_DMACH_REC_SIZE, rec_slots);
	s.w64(c, DB_DMACH_LIST_HEAD, list ? k.list_head : rng.next64());
	s.w32(c, DB_DMACH_REC_TAIL, 0);
	s.w32(c, DB_DMACH_IRQ_EN, 0);
	s.w32(c, DB_DMACH_IRQ_STAT, 15);
	s.w32(c, DB_DMACH_COALESCE, p.co_count | p.co_time << DB_DMACH_COALESCE_TIME_SHIFT);
	w.start(k);
	w.irq_cleared();
	w.irq_level = s.t->irq_o >> c & 1;
	s.w32(c, DB_DMACH_IRQ_EN, p.irq_en);
	if (list) {
		Block all = blocks.back();
		if (p.loops) w.seg(0);
		else for (unsigned i = 0; i < all.count; i++) w.push();
	} else if (p.loops)
		w.seg(0);
	s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN);
	ran_at = bench.now;
	phase = RUN;
	misused = p.misuse && p.misuse < 8;
}

void Chan::consume()
{
	if (!ref_has_records(&p.cfg)) return;
	bool any = false;
	full_in_stop |= stopping && w.rec_full();
	for (unsigned n = rng.between(1, 20); n; n--) {
		uint32_t st;
		memcpy(&st, area.at(ref_record_addr(&p.cfg, recs)) + 12, 4);
		if (st >> 31 != (recs / p.cfg.rec_slots % 2 ? 0u : 1u)) break;
		recs++;
		any = true;
	}
	if (!any) return;
	rec_tail = recs % p.cfg.rec_slots;
	w.rec_tail = rec_tail;
	s.w32(c, DB_DMACH_REC_TAIL, rec_tail);
}

bool Chan::at_rest()
{
	return !w.outstanding() && w.all_recorded() && published == p.goal && w.visible == w.pushed() && w.visible_jobs == w.visible && (!ref_has_records(&p.cfg) || recs == w.rec_n);
}

// ---- registers while it runs, against what memory has seen ----
void Chan::check_running()
{
	w.advance(); // segments skipped behind the end of a packet tell nothing on the bus
	uint64_t lo = w.surely_seen();
	unsigned what = rng.below(3);
	if (what == 0) {
		uint32_t v = s.r32(c, DB_DMACH_DONE_CNT);
		if (v < lo || v > w.visible) fail("DONE_CNT is not what was answered", v, lo << 32 | w.visible);
	} else if (what == 1 && p.cfg.mode != REF_LIST) {
		uint32_t v = s.r32(c, DB_DMACH_HEAD);
		bool ok = false;
		for (uint64_t i = lo; i <= w.visible && !ok; i++) ok = v == i % p.cfg.slots;
		if (!ok) fail("HEAD is not what was answered", v, lo << 32 | w.visible);
	} else if (what == 2) {
		uint64_t v = s.r64(c, DB_DMACH_RESIDUE);
		if (AXIL_B == 4 && s.r32(c, DB_DMACH_RESIDUE) != (uint32_t)v) return; // it has moved on
		bool ok = p.cfg.mode == REF_LIST && !(uint32_t)v; // nothing in hand
		for (uint64_t i = lo; i <= w.visible + 1 && !ok; i++) {
			if (p.loops && i >= w.pushed()) return; // a cycle's descriptor that is not drawn yet
			Seg *g = i < w.pushed() ? w.seg(i) : nullptr;
			uint32_t at = p.cfg.mode == REF_LIST ? (g ? (uint32_t)g->d.at : 0) : i % p.cfg.slots;
			uint64_t most = g ? std::max(g->wr_ok, g->d.form == DB_DESC_FORM_TX ? g->rd_got : 0) : 0;
			ok = (uint32_t)v == at && v >> 32 <= most;
		}
		if (!ok) fail("RESIDUE is not where the channel is", v, lo << 32 | w.visible);
	}
}

// ---- how a round ends ----
void Chan::finish()
{
	rounds++;
	if (w.rx_sent != w.rx_need || p.loops) rx_dirty = true;
	phase = s.streams_used ? DRAIN : IDLE;
	wait_from = w.tx_last = bench.now;
	w.tx_stall = 0;
}

// What completed descriptors gave to the stream comes out, also after STOP and errors; then the channel may start anew.
void Chan::drain()
{
	if (w.tx_block) return;
	if (bench.now - w.tx_last < 100 + 2 * SEEN_LAG) return;
	if (!w.tx_out(done)) fail("stream data of completed descriptors do not come", done, w.visible);
	phase = IDLE;
}

void Chan::check_stopped()
{
	const ref_config &k = p.cfg;
	w.quiet();
	bench.same(s.r32(c, DB_DMACH_CTRL) & (DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP), 0, "RUN and STOP after STOPPED", c);
	done = s.r32(c, DB_DMACH_DONE_CNT);
	if (done < w.visible_jobs || done > w.visible) fail("DONE_CNT after STOP", done, w.visible_jobs << 32 | w.visible);
	if (k.mode != REF_LIST) bench.same(s.r32(c, DB_DMACH_HEAD), done % k.slots, "HEAD after STOP", c);
	if (ref_has_records(&k)) {
		uint32_t rh = s.r32(c, DB_DMACH_REC_HEAD);
		bench.same(rh, w.rec_n % k.rec_slots, "REC_HEAD after STOP", c);
	}
	bool says = ref_has_records(&k) || k.mode == REF_OWNER;
	if (says && !w.ended && w.started_unfinished() && !(ref_has_records(&k) && (full_in_stop || w.rec_full())))
		fail("STOP cut a descriptor without a completion", w.visible, done);
	uint32_t st = s.r32(c, DB_DMACH_IRQ_STAT);
	if (!(st & DB_DMACH_IRQ_STAT_STOPPED)) fail("IRQ_STAT.STOPPED is not set after STOP", st);
	ends[9]++;
	if (w.started_unfinished() || stopping) rx_dirty = true;
	finish();
}

void Chan::check_halted(uint32_t status)
{
	const ref_config &k = p.cfg;
	unsigned code = (status & DB_DMACH_STATUS_ERROR) >> DB_DMACH_STATUS_ERROR_SHIFT;
	w.quiet();
	bench.same(s.r32(c, DB_DMACH_CTRL) & (DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP), 0, "RUN and STOP after HALTED", c);
	done = s.r32(c, DB_DMACH_DONE_CNT);
	if (done < w.visible_jobs || done > w.visible) fail("DONE_CNT after an error", done, w.visible_jobs << 32 | w.visible);
	if (k.mode != REF_LIST && !misused) bench.same(s.r32(c, DB_DMACH_HEAD), done % k.slots, "HEAD after an error", c);
	uint64_t addr = s.r64(c, DB_DMACH_ERR_ADDR), at = s.r64(c, DB_DMACH_ERR_DESC);
	if (!(s.r32(c, DB_DMACH_IRQ_STAT) & DB_DMACH_IRQ_STAT_ERROR)) fail("IRQ_STAT.ERROR is not set after an error", status);
	ends[code & 15]++;
	if (code == DB_REC_CODE_BAD_RING) {
		if (!misused) fail("BAD_RING, but the ring is good", status);
	} else if (code == DB_REC_CODE_REC_BUS) {
		if (!w.rec_resp) fail("REC_BUS, but no record or owner word failed", status);
		bench.same(addr, w.rec_bad_addr, "ERR_ADDR of a record", c);
		if (Seg *g = w.seg(w.rec_bad_seg)) bench.same(at, g->d.at, "ERR_DESC of a record", c);
	} else {
		uint64_t i = w.ended ? w.end_seg : w.visible;
		Seg *g = w.seg(i);
		if (w.ended) bench.same(code, w.end_code, "STATUS.ERROR", c);
		else if (ref_has_records(&k) || (k.mode == REF_OWNER && code != DB_REC_CODE_DESC_BUS)) fail("halted without a completion", code, i);
		if (!w.justified(code, i)) fail("an error that nothing has caused", code, i);
		bench.same(at, g ? g->d.at : w.walk_at(), "ERR_DESC", c);
		if (code == DB_REC_CODE_DESC_BUS || code == DB_REC_CODE_BAD_DESC) bench.same(addr, at, "ERR_ADDR of a descriptor", c);
		else bench.same(addr, code <= DB_REC_CODE_READ_DEC ? g->rd_bad_addr : g->wr_bad_addr, "ERR_ADDR", c);
		uint32_t moved = s.r32(c, DB_DMACH_BYTES);
		if (!w.moved(i, moved)) fail("BYTES after an error", moved, g ? g->wr_ok : 0);
	}
	rx_dirty = true;
	finish();
}

// ---- one step of software ----
void Chan::step()
{
	if (phase == IDLE || phase == DONE) return;
	if (phase == DRAIN) { drain(); return; }
	uint32_t status = s.r32(c, DB_DMACH_STATUS);
	if (status & DB_DMACH_STATUS_HALTED) { check_halted(status); return; }
	if (stopping) {
		if (status & DB_DMACH_STATUS_STOPPED) { check_stopped(); return; }
		if (bench.now - wait_from > PATIENCE) fail("STOP does not end", status, w.outstanding());
		if (rng.chance(50)) consume();
		return;
	}
	if (!misused && !(status & DB_DMACH_STATUS_RUNNING)) { fail("RUNNING has gone", status); return; }
	if (misused && bench.now - wait_from > PATIENCE && wait_from) { fail("a bad ring does not halt", status); return; }
	if (misused) { if (!wait_from) wait_from = bench.now; return; }
	if (p.misuse >= 8 && bench.now - ran_at > p.stop_after) {
		misused = true;
		wait_from = bench.now;
		bool tail_mode = p.cfg.mode == REF_TAIL && !p.loops;
		if (p.misuse == 8 && tail_mode) s.w32(c, DB_DMACH_TAIL, p.cfg.slots + rng.below(5));
		else if (ref_has_records(&p.cfg)) s.w32(c, DB_DMACH_REC_TAIL, p.cfg.rec_slots + rng.below(5));
		else { misused = false; p.misuse = 0; p.stop_after = 0; }
		if (misused) { w.rec_free = true; return; }
	}
	if (p.misuse == 0 && p.stop_after != NEVER && bench.now - ran_at >= p.stop_after) {
		w.stop_asked = stopping = true;
		wait_from = bench.now;
		s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_STOP);
		w.stop_at = bench.now;
		w.paused = paused = false;
		return;
	}
	if (p.blocked) {
		if (published < p.goal && !p.loops && publish(rng.between(1, 8))) ring();
		return;
	}
	if (paused) {
		if (status & DB_DMACH_STATUS_PAUSED) {
			if (!w.paused && w.outstanding()) fail("PAUSED while bursts are outstanding", status);
			w.paused = true;
		} else if (bench.now - wait_from > PATIENCE)
			fail("PAUSE takes no effect", status);
		consume();
		if (rng.chance(30)) {
			w.paused = paused = false;
			w.life_now();
			s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN);
		}
		return;
	}
	bool rang = false;
	if (published < p.goal && !p.loops && rng.chance(70)) {
		for (unsigned n = 1 + rng.below(3); n; n--) rang |= publish(rng.chance(80) ? rng.between(1, 6) : 30);
		if (rang) ring();
	}
	if (rng.chance(60)) consume();
	if (rng.chance(30)) check_running();
	if ((s.t->irq_o >> c & 1 && rng.chance(50)) || rng.chance(3)) {
		w.irq_clear();
		s.w32(c, DB_DMACH_IRQ_STAT, 1);
		w.irq_cleared();
	}
	if (p.pauses && rng.chance(8)) {
		paused = true;
		wait_from = bench.now;
		s.w32(c, DB_DMACH_CTRL, DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_PAUSE);
		return;
	}
	if (at_rest() && !p.loops) {
		uint64_t o = w.clock(), from = bench.now;
		while (w.clock() < o + w.lag() && bench.now < from + PATIENCE / 10) s.tick();
		if (w.clock() < o + w.lag() && bench.now - w.last_event < PATIENCE) return; // the port stands still: others want to be served
		bench.same(s.r32(c, DB_DMACH_DONE_CNT), published, "DONE_CNT at the end", c);
		if (p.cfg.mode != REF_LIST) bench.same(s.r32(c, DB_DMACH_HEAD), published % p.cfg.slots, "HEAD at the end", c);
		if (ref_has_records(&p.cfg)) bench.same(s.r32(c, DB_DMACH_REC_HEAD), recs % p.cfg.rec_slots, "REC_HEAD at the end", c);
		for (int i = 0; i < 500 && s.r32(c, DB_DMACH_STATUS) & DB_DMACH_STATUS_BUSY; i++) s.ticks(20); // looking at an unowned slot
		bench.same(s.r32(c, DB_DMACH_STATUS) & (DB_DMACH_STATUS_BUSY | DB_DMACH_STATUS_RUNNING), DB_DMACH_STATUS_RUNNING, "STATUS at the end", c);
		if (w.started_unfinished()) fail("started what was not published");
		ends[0]++;
		p.misuse = 0;
		p.stop_after = 0; // STOP at rest, not counted as a stop
		ends[9]--;
		return;
	}
	if ((w.visible < w.pushed() || !w.all_recorded()) && bench.now - w.last_event > PATIENCE)
	{
		Seg *g = w.seg(w.visible);
		bench.fail("channel %d: nothing moves although %lu descriptors are published and %lu done; the next has form %u, %lu bytes (asked %lu, %lu; answered %lu, %lu)", c,
			   w.pushed(), w.visible, g ? g->d.form : 9, g ? g->total : 0, g ? g->rd_asked : 0, g ? g->wr_asked : 0, g ? g->rd_got : 0, g ? g->wr_ok : 0);
	}
}

void Chan::tell()
{
	printf("      channel %d: phase %d round %u mode %d stride %u%s, published %u of %u, visible %lu, recorded %lu, consumed %u, STATUS 0x%x, "
	       "HEAD %u, TAIL %u, outstanding %u %u %u %u, quiet for %lu cycles\n",
	       c, phase, rounds, p.cfg.mode, p.cfg.stride, p.loops ? " cycle" : "", published, p.goal, w.visible, w.rec_n, recs,
	       s.r32(c, DB_DMACH_STATUS), s.r32(c, DB_DMACH_HEAD), tail, w.data_reads, w.data_writes, w.front_reads, w.front_writes,
	       bench.now - w.last_event);
}
