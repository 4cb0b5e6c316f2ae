// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <doorbell/descriptor.h>
#include "watch.h"

enum { DESC = 0, DATA = 1, REC = 2, OWN = 3 }; // AxUSER kinds (probe.def)

void Watch::start(const ref_config &c)
{
	cfg = c;
	ref_start(&cfg, &walk);
	stop_at = NEVER;
	running = true;
	paused = false;
	stop_asked = ended = link_known = walk_stuck = false;
	rec_n = visible = visible_jobs = irqs = 0;
	rec_resp = end_code = 0;
	base = cleared = rd_i = wr_i = tx_i = own_i = job_i = own_done = job_done = 0;
	segs.clear(); rd_q.clear(); wr_q.clear(); comp_q.clear(); comp_b.clear(); desc_bad.clear();
	history.assign(1, {0, 0});
	irq_times.clear(); irq_expect.clear();
	irq_base = 0;
	irq_rise = clock();
	rx_skip = rec_free = false;
	life();
}

void Watch::quiet()
{
	if (outstanding())
		bench.fail("channel %d: at rest with %u data reads, %u data writes, %u descriptor reads, %u records outstanding", ch,
			   data_reads, data_writes, front_reads, front_writes);
	running = false;
}

void Watch::create()
{
	Seg s;
	ref_decode(&cfg, &walk, area->at(walk.at), &s.d);
	s.total = ref_total(&s.d);
	if (s.d.form == DB_DESC_FORM_RX && !s.d.bad) {
		if (rx_skip) s.total = 0;
		else {
			if (!rx_left) {
				rx_left = rng.chance(70) ? rng.between(1, 200) : rng.between(1, 3000);
				rx_ends.push_back(rx_need + rx_left);
			}
			s.stream = rx_need;
			s.total = std::min<uint64_t>(s.total, rx_left);
			rx_need += s.total;
			rx_left -= s.total;
			s.eop = !rx_left;
		}
		rx_skip = s.d.more && (rx_skip || s.eop);
	}
	if (walk.first) { link_next = s.d.next; link_count = s.d.next_count; if (!loops) link_known = false; }
	bool block_ends = cfg.mode == REF_LIST && !walk.left;
	segs.push_back(s);
	if (block_ends && !loops && !link_known) walk_stuck = true;
	else ref_next(&cfg, &walk, link_next, link_count);
}

void Watch::push() { create(); }

void Watch::link(uint64_t next, unsigned count)
{
	link_next = next;
	link_count = count;
	if (walk_stuck) ref_next(&cfg, &walk, next, count);
	else link_known = true;
	walk_stuck = false;
}

Seg *Watch::seg(uint64_t i)
{
	while (loops && i >= pushed()) create();
	return i >= base && i < pushed() ? &segs[i - base] : nullptr;
}

bool Watch::started_unfinished()
{
	for (uint64_t i = visible; i < pushed(); i++) if (segs[i - base].started()) return true;
	return false;
}

uint64_t Watch::surely_seen() const
{
	uint64_t v = 0;
	for (auto &h : history) if (h.first + lag() <= clock()) v = h.second;
	return v;
}

void Watch::drop()
{
	if (!loops || segs.size() < 2048) return;
	uint64_t keep = std::min(visible_jobs, std::min(job_done, job_i));
	if (cfg.mode == REF_OWNER) keep = std::min(keep, own_done);
	if (!ref_has_records(&cfg)) keep = visible_jobs;
	if (keep < base + 1024) return;
	keep -= 2;
	rd_i = std::max(rd_i, keep); wr_i = std::max(wr_i, keep); tx_i = std::max(tx_i, keep); job_i = std::max(job_i, keep);
	own_i = std::max(own_i, keep); job_done = std::max(job_done, keep); own_done = std::max(own_done, keep);
	segs.erase(segs.begin(), segs.begin() + (keep - base));
	base = keep;
}

// The job that starts at `first`: index of its last descriptor; false: it is not published yet.
bool Watch::job_end(uint64_t first, uint64_t *last)
{
	for (uint64_t i = first;; i++) {
		Seg *s = seg(i);
		if (!s) { *last = i; return false; }
		if (!s->d.more || s->d.bad) { *last = i; return true; }
		if (i - first > 100000) { fail("the bench made a job without end"); return false; }
	}
}

void Watch::attributes(const Ax &a)
{
	life();
	if (!running) fail("an access while the channel is at rest", a.addr, a.user);
	if (paused) fail("an access while the channel is PAUSED", a.addr, a.user);
	if (a.kind() <= DATA && stop_at != NEVER && a.since > stop_at + STOP_LAG) fail("a new burst after STOP", a.addr, a.user);
	if (a.cache != cache || a.prot != prot) fail("AxCACHE or AxPROT is not CFG's", a.cache << 4 | a.prot, cache << 4 | prot);
}

// ---- reads ----
void Watch::desc_asked(const Ax &a)
{
	front_reads++;
	for (unsigned i = 0; i <= a.len; i++) {
		ReadBurst r{a, 0, i};
		uint64_t lo = r.beat_addr(), hi = (lo & ~(uint64_t)(DB - 1)) + DB;
		bool any = false;
		for (uint64_t x = lo & ~15ull; x < hi; x += 16)
			if (x >= area->base && x < area->base + 0x10000) any |= published[(x - area->base) / 16];
		if (!any) { fail("reads descriptors that are not published", lo, a.addr); return; }
	}
	// One that was offered before may still be taken
	if (ended && a.since > ended_at) fail("asks for descriptors after the channel has ended", a.addr, end_code);
}

void Watch::read_asked(const Ax &a)
{
	attributes(a);
	if (a.kind() != DATA) {
		if (a.kind() != DESC) fail("a read of a kind that only writes have", a.user);
		desc_asked(a);
		return;
	}
	data_reads++;
	Seg *s;
	while ((s = seg(rd_i)) && !s->d.bad && (!ref_reads(&s->d) || s->rd_asked == s->total)) rd_i++;
	rd_q.push_back({rd_i, 0, 0, false, false});
	if (!s || s->d.bad) { fail("reads data that no published descriptor names", a.addr, rd_i); return; }
	if (ended) fail("reads data after the channel has ended", a.addr, end_code);
	uint32_t row;
	uint64_t want = ref_src(&cfg, &s->d, s->rd_asked, &row);
	if (a.addr != want) { fail("reads data elsewhere than where the descriptor goes on", a.addr, want); return; }
	uint32_t room = (a.len + 1) * DB - a.addr % DB, n = std::min(room, row);
	if (room >= n + DB) fail("a burst is longer than what is left of the row", a.len, n);
	rd_q.back() = {rd_i, s->rd_asked, n, false, false};
	s->rd_asked += n;
}

void Watch::read_beat(const ReadBurst &r, unsigned resp)
{
	uint64_t lo = r.beat_addr(), hi = (lo & ~(uint64_t)(DB - 1)) + DB;
	life();
	if (r.a.kind() == DESC) {
		if (resp) desc_bad.push_back({lo & ~(uint64_t)(DB - 1), hi});
		if (r.beat == r.a.len) front_reads--;
		return;
	}
	Burst &b = rd_q.front();
	Seg *s = seg(b.seg);
	uint32_t n = std::min<uint64_t>(b.n, hi - lo);
	if (s) {
		s->rd_got += n;
		if (resp && !s->rd_resp) {
			s->rd_resp = resp;
			s->rd_bad_addr = lo;
			s->rd_bad_off = b.off;
		}
	}
	b.off += n;
	b.n -= n;
	if (r.beat == r.a.len) {
		rd_q.pop_front();
		data_reads--;
	}
	if (s && s->d.form == DB_DESC_FORM_TX) advance();
}

// ---- writes ----
void Watch::complete_asked(const Ax &a)
{
	Comp c = {};
	uint64_t want, last = 0;
	c.own = a.kind() == OWN;
	c.addr = a.addr;
	c.drained = !data_reads && !data_writes;
	front_writes++;
	if (c.own) {
		c.first = c.last = own_i++;
		Seg *s = seg(c.first);
		c.answered = s && s->answered();
		want = s ? s->d.at : 0;
		if (cfg.mode != REF_OWNER) fail("writes an owner word, but not in OWNER mode", a.addr);
	} else {
		c.first = job_i;
		c.answered = job_end(job_i, &last);
		for (uint64_t i = job_i; c.answered && i <= last; i++) c.answered = seg(i)->answered();
		c.last = last;
		if (c.answered) job_i = last + 1;
		if (rec_full() && !rec_free) fail("writes the record before REC_TAIL", rec_n, rec_tail);
		want = ref_record_addr(&cfg, rec_n++);
		if (!ref_has_records(&cfg)) fail("writes a record, but records are off", a.addr);
	}
	if (a.addr != want) fail(c.own ? "owner word at the wrong place" : "record at the wrong place", a.addr, want);
	if (a.len + 1 != (c.own ? (DB < 8 ? 8 / DB : 1) : (DB < 16 ? 16 / DB : 1))) fail("a completion of the wrong length", a.len, c.own);
	comp_q.push_back(c);
}

void Watch::write_asked(const Ax &a)
{
	attributes(a);
	if (a.kind() != DATA) {
		if (a.kind() != REC && a.kind() != OWN) fail("a write of a kind that only reads have", a.user);
		complete_asked(a);
		return;
	}
	data_writes++;
	Seg *s;
	while ((s = seg(wr_i)) && !s->d.bad && (!ref_writes(&s->d) || s->wr_asked == s->total)) wr_i++;
	wr_q.push_back({wr_i, 0, 0, false, false});
	if (!s || s->d.bad) { fail("writes data that no published descriptor names", a.addr, wr_i); return; }
	if (ended) fail("writes data after the channel has ended", a.addr, end_code);
	uint32_t row;
	uint64_t want = ref_dst(&cfg, &s->d, s->wr_asked, &row);
	if (a.addr != want) { fail("writes data elsewhere than where the descriptor goes on", a.addr, want); return; }
	row = std::min<uint64_t>(row, s->total - s->wr_asked);
	uint32_t room = (a.len + 1) * DB - a.addr % DB, n = std::min(room, row);
	if (room >= n + DB) fail("a write burst is longer than what is left of the row", a.len, n);
	wr_q.back() = {wr_i, s->wr_asked, n, false, false};
	s->wr_asked += n;
}

void Watch::write_beat(const WriteBurst &w, const uint8_t *data, uint32_t strb)
{
	uint64_t at = w.beat_base(), lo = std::max(at, w.a.addr);
	life();
	if (w.a.kind() != DATA) {
		Comp &c = comp_q.front();
		unsigned size = c.own ? 8 : 16;
		for (int i = 0; i < DB; i++) {
			if (!(strb >> i & 1)) continue;
			uint64_t off = at + i - c.addr;
			if (off >= size) { fail("a completion writes beside its word", at + i, c.addr); return; }
			c.data[off] = data[i];
			c.have |= 1u << off;
		}
		if (w.beat == w.a.len) {
			Comp done = c;
			comp_q.pop_front();
			if (done.have != (1u << size) - 1) fail("a completion with strobes missing", done.have, done.addr);
			completed(done);
			comp_b.push_back(done);
		}
		return;
	}
	size_t k = 0; // the burst: those before it have all their data
	uint64_t beat_off = at + DB - w.a.addr;
	for (; k < wr_q.size(); k++) if (!wr_q[k].complete) break;
	if (k == wr_q.size()) { fail("data for no burst", at); return; }
	Burst &b = wr_q[k];
	Seg *s = seg(b.seg);
	uint64_t from = lo - w.a.addr, to = std::min<uint64_t>(b.n, beat_off);
	uint32_t want = to > from ? (uint32_t)(((1ull << (to - from)) - 1) << (lo - at)) : 0;
	// A word that holds a byte whose read has failed, of a burst that had been asked for: filled up
	if (!strb && s && s->rd_resp && to > from && b.off + to > s->rd_bad_off) {
		b.holed = true;
		b.complete = w.beat == w.a.len;
		return;
	}
	if (strb != want) fail("strobes are not the bytes of the descriptor", strb, want);
	if (s) for (uint64_t i = from; i < to;) {
		uint64_t off = b.off + i, n = to - i;
		const uint8_t *d = data + (lo - at) + (i - from), *e;
		uint8_t tmp[DB];
		if (s->d.form == DB_DESC_FORM_COPY || s->d.form == DB_DESC_FORM_COPY2D) {
			uint32_t row;
			uint64_t src = ref_src(&cfg, &s->d, off, &row);
			n = std::min<uint64_t>(n, row);
			e = area->at(src);
			// What came with an error, and all behind it, is undefined.
			if (off + n > s->rd_bad_off) break;
		} else {
			for (uint64_t j = 0; j < n; j++)
				tmp[j] = s->d.form == DB_DESC_FORM_FILL ? s->d.flags >> 8 : rx_byte(s->stream + off + j);
			e = tmp;
		}
		if (memcmp(d, e, n)) {
			size_t j = 0;
			while (d[j] == e[j]) j++;
			bench.fail("channel %d: wrong data at 0x%lx: 0x%02x, expected 0x%02x (byte %lu of %lu of descriptor %lu, form %u)", ch,
				   lo + (i - from) + j, d[j], e[j], off + j, s->total, b.seg, s->d.form);
			break;
		}
		i += n;
	}
	b.complete = w.beat == w.a.len;
}

void Watch::write_answered(const WriteBurst &w)
{
	life();
	if (w.a.kind() == DATA) {
		Burst b = wr_q.front();
		wr_q.pop_front();
		data_writes--;
		Seg *s = seg(b.seg);
		if (s && !s->wr_resp) {
			s->wr_holed |= b.holed;
			if (w.resp) { s->wr_resp = w.resp; s->wr_bad_addr = w.a.addr; }
			else s->wr_ok += s->wr_holed ? 0 : b.n;
		}
		advance();
		return;
	}
	front_writes--;
	if (comp_b.empty()) return;
	Comp c = comp_b.front();
	comp_b.pop_front();
	if (w.resp && !rec_resp) { rec_resp = w.resp; rec_bad_addr = c.addr; rec_bad_seg = c.last; }
	if (rec_resp || (ended && c.last >= end_seg)) return;
	bool owner = cfg.mode == REF_OWNER, records = ref_has_records(&cfg);
	Seg *s = seg(c.last);
	if (owner && c.own) visible = c.last + 1; // with records DONE_CNT and HEAD may wait for them
	if (c.own != records) visible_jobs = c.last + 1;
	if (s && s->d.irq && !s->d.more && (!c.own || !records)) irq_event();
	advance();
}

// What is visible: by records or owner words; descriptors with MORE, and all where neither is written, by their data.
void Watch::advance()
{
	bool records = ref_has_records(&cfg), owner = cfg.mode == REF_OWNER;
	visible = std::max(visible, visible_jobs);
	while (!owner && visible < pushed()) {
		Seg &s = segs[visible - base];
		if (!s.answered() || (records && !s.d.more)) break;
		visible++;
	}
	while (!owner && !records && visible_jobs < visible) { // whole jobs that are surely done
		uint64_t n = visible_jobs;
		while (n < visible && segs[n - base].surely() && segs[n - base].d.more) n++;
		if (n == visible || !segs[n - base].surely()) break;
		visible_jobs = n + 1;
		if (segs[n - base].d.irq) irq_event();
	}
	if (cfg.mode == REF_TAIL && !loops) // a slot may not be read again before it is published again
		for (; cleared < visible_jobs; cleared++)
			for (uint32_t j = 0; cleared + cfg.slots >= pushed() && j < cfg.stride / 16; j++) published[(segs[cleared - base].d.at - area->base) / 16 + j] = 0;
	if (history.back().second != visible_jobs) {
		history.push_back({clock(), visible_jobs});
		while (history.size() > 2 && history[1].first + 1000 < clock()) history.pop_front();
	}
	drop();
}

// ---- completions ----
bool Watch::justified(unsigned code, uint64_t i)
{
	Seg *s = seg(i);
	switch (code) {
	case DB_REC_CODE_DESC_BUS: {
		uint64_t at = s ? s->d.at : walk.at;
		for (auto &r : desc_bad) if (r.first < at + cfg.stride && at < r.second) return true;
		return false;
	}
	case DB_REC_CODE_READ_SLV:
	case DB_REC_CODE_READ_DEC:
		return s && s->rd_resp == code;
	case DB_REC_CODE_WRITE_SLV:
	case DB_REC_CODE_WRITE_DEC:
		return s && s->wr_resp + 2 == code;
	case DB_REC_CODE_BAD_DESC:
		return s && s->d.bad;
	case DB_REC_CODE_STOPPED:
		return stop_asked;
	default:
		return false;
	}
}

void Watch::completed(Comp &c)
{
	if (c.own) judge_owner(c);
	else judge_record(c);
}

void Watch::judge_owner(Comp &c)
{
	uint64_t got;
	memcpy(&got, c.data, 8);
	unsigned code = got & 255;
	Seg *s = seg(c.first);
	if (!s) { fail("an owner word for a slot that is not published", c.addr); return; }
	if (ended) { fail("an owner word after the channel has ended", c.addr, end_code); return; }
	own_done = c.first + 1;
	if (!code) {
		uint64_t want = ref_owner_word(&s->d, 0, s->eop, s->total);
		if (!c.answered) fail("an owner word before the responses of its data", c.addr, s->wr_ok);
		else if (got != want) fail("owner word", got, want);
		else bench.passed++;
		return;
	}
	ended = true;
	ended_at = bench.now;
	end_code = code;
	end_seg = c.first;
	outcomes[code % 10]++;
	if (!c.drained) fail("an owner word with a status before the channel has drained", c.addr, code);
	if (!justified(code, c.first)) fail("an owner word with a status that nothing has caused", got, c.first);
	uint64_t want = ref_owner_word(&s->d, code, got & DB_DONE_FLAGS_EOP, got >> 32);
	if (got != want || !moved(c.first, got >> 32)) fail("owner word of an error", got, want);
}

void Watch::judge_record(Comp &c)
{
	uint8_t want[16];
	uint32_t w[4];
	memcpy(w, c.data, 16);
	unsigned code = w[3] & DB_REC_STATUS_CODE;
	uint64_t n = rec_n - 1 - comp_q.size(); // comp_q: asked behind it; owner words among them are taken out below
	for (auto &x : comp_q) n += x.own;
	uint64_t i = c.first, bytes = 0;
	if (!code) {
		Seg *s = nullptr;
		bool eop = false;
		if (ended) fail("a record after the channel has ended", c.addr, end_code);
		if (!c.answered) { fail("a record before the responses of its data", c.addr, c.first); return; }
		if (cfg.mode == REF_OWNER && own_done <= c.last) fail("a record before the owner word of its job", c.addr, own_done);
		for (; i <= c.last; i++) {
			s = seg(i);
			bytes += s->total;
			eop |= s->eop;
			if (area->fault(false, s->d.at & ~(uint64_t)(DB - 1), s->d.at + 16)) fail("executed a descriptor that cannot be read", s->d.at);
		}
		job_done = i;
		ref_record(&cfg, n, &s->d, 0, eop, bytes, want);
		if (memcmp(want, c.data, 16)) {
			memcpy(&w, want, 16);
			const uint32_t *g = (const uint32_t *)c.data;
			bench.fail("channel %d: record %08x %08x %08x %08x, expected %08x %08x %08x %08x", ch, g[0], g[1], g[2], g[3], w[0], w[1], w[2], w[3]);
		} else
			bench.passed++;
		return;
	}
	// The descriptor that failed or was cut: the first of the job that is not done.
	Seg *s;
	while ((s = seg(i)) && s->answered() && i - c.first < 100000) {
		// read, but not handed to the stream; or skipped, as its packet has ended
		if ((s->d.form == DB_DESC_FORM_TX || !s->total) && s->d.slot == w[1] && code == DB_REC_CODE_STOPPED) break;
		bytes += s->total;
		if (!s->d.more) { fail("a status in the record of a job that has completed", code, c.addr); return; }
		i++;
	}
	uint64_t f = i;
	if (cfg.mode == REF_OWNER && ended) f = end_seg;
	if (!justified(code, f)) fail("a record with a status that nothing has caused", code, f);
	if (!c.drained) fail("a record with a status before the channel has drained", c.addr, code);
	if (ended && (cfg.mode != REF_OWNER || code != end_code)) fail("a second end of the channel", code, end_code);
	if (!ended) outcomes[code % 10]++;
	// Its owner word comes first. Stopped between two descriptors: the record names the last one that was handed back
	if (cfg.mode == REF_OWNER && !ended && code != DB_REC_CODE_DESC_BUS &&
	    !(code == DB_REC_CODE_STOPPED && own_done > c.first && seg(own_done - 1) && seg(own_done - 1)->d.slot == w[1]))
		fail("a record with a status before the owner word of its descriptor", code, c.addr);
	if (!ended) ended_at = bench.now;
	ended = true;
	end_code = code;
	end_seg = f;
	ref_desc d = s ? s->d : ref_desc();
	if (!s) { d.slot = walk.slot; d.at = walk.at; }
	ref_record(&cfg, n, &d, code, false, w[0], want);
	uint32_t x[4];
	memcpy(x, want, 16);
	if (code == DB_REC_CODE_DESC_BUS) x[2] = w[2]; // the cookie could not be read
	w[3] &= ~DB_REC_STATUS_EOP;
	bool ok = !memcmp(x, w, 16) && w[0] >= bytes && moved(f, w[0] - bytes);
	// Stopped between two descriptors of a job: the record names the last one that was done.
	if (!ok && code == DB_REC_CODE_STOPPED && f > c.first && (!s || !s->started())) {
		ref_record(&cfg, n, &seg(f - 1)->d, code, false, bytes, want);
		ok = !memcmp(want, w, 16);
	}
	if (!ok) bench.fail("channel %d: record of an end %08x %08x %08x %08x, expected %08x %08x %08x %08x", ch, w[0], w[1], w[2], w[3], x[0], x[1], x[2], x[3]);
	else bench.passed++;
}

// ---- streams ----
void Watch::tx_beat(const uint8_t *data, uint32_t keep, bool last)
{
	int lane = 0;
	bool ends = false;
	life();
	tx_last = bench.now;
	while (lane < DB && !ends) {
		Seg *s;
		while ((s = seg(tx_i)) && !s->d.bad && (s->d.form != DB_DESC_FORM_TX || s->tx_got == s->total)) tx_i++;
		if (!s || s->d.bad) break;
		uint32_t row, n = std::min<uint64_t>(DB - lane, s->total - s->tx_got);
		const uint8_t *e = area->at(ref_src(&cfg, &s->d, s->tx_got, &row));
		if (s->tx_got + n > s->rd_got) { fail("stream data that were never read", s->tx_got, s->rd_asked); return; }
		if (s->tx_got + n <= s->rd_bad_off && memcmp(data + lane, e, n)) { fail("wrong stream data", s->tx_got, tx_i); return; }
		s->tx_got += n;
		lane += n;
		ends = s->tx_got == s->total && !s->d.more;
	}
	if (!lane) { fail("a stream beat that no descriptor asks for", keep, last); return; }
	uint32_t want = lane >= 32 ? ~0u : (1u << lane) - 1;
	if (keep != want || last != ends || (lane < DB && !ends)) fail("TKEEP or TLAST", (uint64_t)keep << 4 | last, (uint64_t)want << 4 | ends);
	tx_jobs += ends;
	advance();
}

bool Watch::tx_out(uint64_t n)
{
	uint64_t missing = 0;
	bool more = false;
	for (uint64_t i = base; i < n; i++) {
		Seg *s = seg(i);
		if (!s || s->d.form != DB_DESC_FORM_TX) continue;
		missing += s->total - s->tx_got;
		more = s->d.more;
	}
	return !missing || (more && missing < DB); // of a job that was cut the last bytes may not have filled a beat
}

bool Watch::rx_offer(uint8_t *data, uint32_t *keep, bool *last)
{
	if (loops && running && !stop_asked && rx_sent >= rx_need && visible + 64 > pushed()) create();
	if (rx_sent >= rx_need) return false;
	uint32_t n = std::min<uint64_t>(DB, rx_ends.front() - rx_sent);
	for (uint32_t i = 0; i < n; i++) data[i] = rx_byte(rx_sent + i);
	*keep = n >= 32 ? ~0u : (1u << n) - 1;
	*last = rx_sent + n == rx_ends.front();
	return true;
}

void Watch::rx_taken()
{
	life();
	rx_sent += std::min<uint64_t>(DB, rx_ends.front() - rx_sent);
	if (rx_sent == rx_ends.front()) { rx_ends.pop_front(); rx_packets++; }
}

// ---- interrupts: DONE by count or time, none early, none lost ----
void Watch::irq_event()
{
	irqs++;
	irq_times.push_back({bench.now, clock()});
	if (irq_times.size() > 512) irq_times.pop_front();
	if (irq_any) return;
	if (co_time || irqs % (co_count ? co_count : 1) == 0) irq_expect.push_back({bench.now, clock()});
}

void Watch::irq_clear()
{
	irq_w1c = NEVER;
	// Completions that DONE may have stood for: all but the last few, which may still be on their way.
	uint64_t late = 0;
	for (auto &t : irq_times) late += t.clock + lag() > clock();
	irq_base = irqs - late;
}

void Watch::irq_sample(bool level)
{
	unsigned count = co_count ? co_count : 1;
	if (level && !irq_level && !irq_any) {
		uint64_t most = irqs; // and those whose stream data are on their way
		if (!ref_has_records(&cfg) && cfg.mode != REF_OWNER)
			for (uint64_t i = visible_jobs; i < visible; i++) most += segs[i - base].d.irq && !segs[i - base].d.more;
		bool ending = stop_asked || ended || rec_resp || !desc_bad.empty();
		uint64_t late = most - irqs, first = late ? bench.now - 16 * co_time : NEVER;
		for (auto &t : irq_times) if (t.clock + lag() > irq_rise) { late++; first = std::min(first, t.now); }
		if (!ending) {
			bool by_count = co_time ? late >= count : most / count > irq_base / count;
			bool by_time = co_time && late && bench.now + 16 >= first + 16 * co_time;
			if (!by_count && !by_time) bench.fail("channel %d: an interrupt before its count or time (%lu, %lu before the clear, %u, %u)", ch, irqs, irq_base, co_count, co_time);
		} else if (!most)
			fail("a DONE interrupt without a completion", end_code);
		irq_rise = clock();
	}
	irq_level = level;
	if (level) irq_high = bench.now;
	while (!irq_expect.empty()) {
		uint64_t e = irq_expect.front().now;
		if (co_time ? irq_high != NEVER && irq_high >= e : bench.now > e && irq_w1c >= e) { irq_expect.pop_front(); continue; }
		if (clock() < irq_expect.front().clock + lag() || (co_time && bench.now < e + lag() + 16 * (co_time + 1))) break;
		if (!level) bench.fail("channel %d: a completion without its interrupt (answered at %lu, %lu of %u, time %u)", ch, e, irqs, co_count, co_time);
		irq_expect.pop_front();
	}
}
