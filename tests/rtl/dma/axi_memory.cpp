// SPDX-License-Identifier: Apache-2.0
#include "axi_memory.h"

bool AxiMemory::open(int channel, unsigned stall)
{
	if (freeze) {
		if (frozen[channel] > bench.now) return false;
		if (rng.below(1000) < freeze) frozen[channel] = bench.now + rng.below(300);
	}
	return !stall || !rng.chance(stall);
}

// The burst to serve: the first, or with reorder the first of any ID that is due.
template <class Q> int AxiMemory::pick(const Q &q, int stay)
{
	if (q.empty()) return -1;
	if (stay >= 0) return stay;
	if (!reorder) return q[0].at <= bench.now ? 0 : -1;
	int can[64], n = 0;
	uint64_t seen = 0;
	for (size_t i = 0; i < q.size() && n < 64; i++) {
		if (seen >> (q[i].a.id & 63) & 1) continue;
		seen |= 1ull << (q[i].a.id & 63);
		if (q[i].at <= bench.now) can[n++] = i;
	}
	return n ? can[rng.below(n)] : -1;
}

void AxiMemory::drive()
{
	in.ar_ready = open(0, stall_ar);
	in.aw_ready = open(1, stall_aw);
	in.w_ready = open(2, stall_w);
	if (r_cur < 0 && open(3, stall_r)) {
		r_cur = pick(rd, interleave ? -1 : r_stay);
		if (r_cur >= 0) {
			ReadBurst &r = rd[r_cur];
			uint64_t lo = r.beat_addr(), base = lo & ~(uint64_t)(DB - 1), hi = base + DB;
			Area *m = space.find(lo);
			for (int i = 0; i < DB; i += 4) { uint32_t v = rng.next(); memcpy(in.r_data + i, &v, 4); }
			in.r_id = r.a.id;
			in.r_last = r.beat == r.a.len;
			in.r_resp = 3;
			if (!m) bench.fail("%s: read of 0x%lx, where nothing is", name, lo);
			else {
				in.r_resp = m->fault(false, lo, hi);
				// Lanes below the address carry anything; of a failing beat all do.
				if (!in.r_resp) memcpy(in.r_data + (lo - base), m->at(lo), hi - lo);
			}
		}
	}
	in.r_valid = r_cur >= 0;
	if (b_cur < 0 && open(4, stall_b)) {
		b_cur = pick(b, -1);
		if (b_cur >= 0) { in.b_id = b[b_cur].a.id; in.b_resp = b[b_cur].resp; }
	}
	in.b_valid = b_cur >= 0;
}

void AxiMemory::rules(const Ax &a, const char *what)
{
	uint64_t first = a.addr & ~(uint64_t)(DB - 1);
	if ((first & 4095) + (uint64_t)DB * (a.len + 1) > 4096)
		bench.fail("%s: %s of %u beats at 0x%lx crosses 4 KiB", name, what, a.len + 1, a.addr);
	if (a.burst != 1 || 1 << a.size != DB) bench.fail("%s: %s is not INCR of full width", name, what);
	if (a.ch() >= CHANNELS) bench.fail("%s: %s of channel %d", name, what, a.ch());
	if (a.id != (uint32_t)(a.kind() == 1 ? a.ch() : 32 + a.ch())) bench.fail("%s: %s has ID %u, user 0x%x", name, what, a.id, a.user);
}

void AxiMemory::take_beat(const uint8_t *data, uint32_t strb, bool last)
{
	WriteBurst &w = aw.front();
	uint64_t base = w.beat_base();
	if (last != (w.beat == w.a.len)) bench.fail("%s: WLAST is wrong in beat %u of %u at 0x%lx", name, w.beat, w.a.len + 1, w.a.addr);
	Area *m = space.find(base);
	uint32_t lo = strb ? __builtin_ctz(strb) : 0, hi = strb ? 32 - __builtin_clz(strb) : 0;
	if (!m) bench.fail("%s: write of 0x%lx, where nothing is", name, base);
	else if (strb) {
		unsigned f = m->fault(true, base + lo, base + hi);
		if (f && !w.resp) w.resp = f;
		if (!f) for (uint32_t i = lo; i < hi; i++) if (strb >> i & 1) *m->at(base + i) = data[i];
	}
	listener.write_beat(w, data, strb);
	if (w.beat++ == w.a.len) {
		w.at = bench.now + latency + (jitter ? rng.below(jitter + 1) : 0);
		b.push_back(w);
		aw.pop_front();
	}
}

void AxiMemory::sample()
{
	out.ar.since = ar_held ? held.ar.since : bench.now;
	out.aw.since = aw_held ? held.aw.since : bench.now;
	if (ar_held && !(out.ar.valid && out.ar == held.ar)) bench.fail("%s: AR changed or was withdrawn", name);
	if (aw_held && !(out.aw.valid && out.aw == held.aw)) bench.fail("%s: AW changed or was withdrawn", name);
	if (w_held) {
		bool same = out.w_valid && out.w_strb == held.w_strb && out.w_last == held.w_last;
		for (int i = 0; same && i < DB; i++) same = !(out.w_strb >> i & 1) || out.w_data[i] == held.w_data[i];
		if (!same) bench.fail("%s: W changed or was withdrawn", name);
	}
	ar_held = out.ar.valid && !in.ar_ready;
	aw_held = out.aw.valid && !in.aw_ready;
	w_held = out.w_valid && !in.w_ready;
	if (ar_held || aw_held || w_held) held = out;

	if (in.r_valid && out.r_ready) {
		ReadBurst &r = rd[r_cur];
		listener.read_beat(r, in.r_resp);
		if (r.beat++ == r.a.len) {
			rd.erase(rd.begin() + r_cur);
			r_stay = -1;
		} else
			r_stay = r_cur;
		r_cur = -1;
	}
	if (in.b_valid && out.b_ready) {
		WriteBurst w = b[b_cur];
		b.erase(b.begin() + b_cur);
		b_cur = -1;
		listener.write_answered(w);
	}
	if (out.ar.valid && in.ar_ready) {
		rules(out.ar, "read");
		rd.push_back({out.ar, bench.now + latency + (jitter ? rng.below(jitter + 1) : 0), 0});
		listener.read_asked(out.ar);
	}
	if (out.aw.valid && in.aw_ready) {
		rules(out.aw, "write");
		aw.push_back({out.aw, 0, 0, 0});
		listener.write_asked(out.aw);
	}
	if (out.w_valid && in.w_ready) {
		if (early.empty() && !aw.empty()) take_beat(out.w_data, out.w_strb, out.w_last);
		else {
			early.push_back({std::vector<uint8_t>(out.w_data, out.w_data + DB), out.w_strb});
			early.back().first.push_back(out.w_last);
			if (early.size() > 1024) bench.fail("%s: 1024 beats of data without an address", name);
		}
	}
	while (!early.empty() && !aw.empty()) {
		auto x = early.front();
		early.pop_front();
		take_beat(x.first.data(), x.second, x.first[DB]);
	}
}
