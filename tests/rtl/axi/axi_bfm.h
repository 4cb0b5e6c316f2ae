// SPDX-License-Identifier: Apache-2.0
/*
 * AXI4 masters and slaves for the benches of rtl/axi: random transactions, back-pressure, latency, responses out of
 * order between IDs and interleaved, and a scoreboard over one byte memory that all masters share.
 *
 * A bench holds one Port per AXI port and copies it to and from the pins each cycle:
 *   drive() of every model, eval, sample() of every model (handshakes of this cycle), clock edge.
 * The models know nothing of the design under test. Failures are counted in `fails` and printed.
 */
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstdarg>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <unordered_map>
#include <vector>

typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t u8;

extern u64 now;
extern int fails;
extern int checks;

static inline void fail(const char *fmt, ...)
{
	va_list ap;

	if (++fails > 20)
		return;
	va_start(ap, fmt);
	printf("FAIL at cycle %llu: ", (unsigned long long)now);
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
}

struct Rng {
	u64 s;
	explicit Rng(u64 seed) : s(seed * 0x9e3779b97f4a7c15ULL + 0x1234567)
	{
		for (int i = 0; i < 4; i++)
			next();
	}
	u64 next()
	{
		s ^= s << 13;
		s ^= s >> 7;
		s ^= s << 17;
		return s;
	}
	u32 below(u32 n)
	{
		return (u32)((next() >> 20) % n);
	}
	bool chance(int percent)
	{
		return (int)below(100) < percent;
	}
};

/* The signals of one AXI4 port. */
struct Port {
	u64 awid, awaddr, awlen, awsize, awburst, awcache, awprot, awuser, awvalid, awready;
	u64 wdata, wstrb, wlast, wvalid, wready;
	u64 bid, bresp, bvalid, bready;
	u64 arid, araddr, arlen, arsize, arburst, arcache, arprot, aruser, arvalid, arready;
	u64 rid, rdata, rresp, rlast, rvalid, rready;
};

enum { FIXED = 0, INCR = 1, WRAP = 2 };

struct Burst {
	bool write;
	u64 id, addr, len, size, burst, cache, prot, user;
};

/* Address of beat n, written from the AXI specification's formulas, not from the RTL. */
static inline u64 beat_addr(const Burst &t, unsigned n)
{
	u64 bytes = 1ull << t.size, aligned = t.addr / bytes * bytes, total = bytes * (t.len + 1), a;

	if (t.burst == FIXED || n == 0)
		return t.addr;
	a = aligned + n * bytes;
	if (t.burst == WRAP) {
		u64 lo = t.addr / total * total;

		if (a >= lo + total)
			a -= total;
	}
	return a;
}

static inline u8 beat_lanes(const Burst &t, unsigned n)
{
	u64 a = beat_addr(t, n), bytes = 1ull << t.size, lo = a & 7, hi = a / bytes * bytes + bytes - 1;
	u8 m = 0;

	for (u64 i = lo; i <= (hi & 7); i++)
		m |= (u8)(1 << i);
	return m;
}

static inline u64 burst_lo(const Burst &t)
{
	u64 total = (t.len + 1) << t.size;

	return t.burst == WRAP ? t.addr / total * total : t.addr;
}

static inline u64 burst_hi(const Burst &t)
{
	u64 bytes = 1ull << t.size;

	if (t.burst == FIXED)
		return (t.addr | (bytes - 1));
	if (t.burst == WRAP)
		return burst_lo(t) + ((t.len + 1) << t.size) - 1;
	return t.addr / bytes * bytes + ((t.len + 1) << t.size) - 1;
}

struct Memory {
	std::unordered_map<u64, u8> m;
	static u8 fresh(u64 a)
	{
		return (u8)((a * 0x9e3779b1u) >> 13);
	}
	u8 get(u64 a) const
	{
		auto i = m.find(a);

		return i == m.end() ? fresh(a) : i->second;
	}
	void put(u64 a, u8 v)
	{
		m[a] = v;
	}
};

/* One transaction as the scoreboard sees it. */
struct Txn {
	Burst b;
	u64 phys;  /* address at the memory, where it differs from b.addr */
	int error; /* expected response, 0 OKAY */
	std::vector<u64> data;
	std::vector<u8> strb;
	u64 issued = 0;
	unsigned beats = 0;
	bool on_bus = false;
};

/* What all masters of a bench share: the expected bytes and the ranges in use. */
struct Board {
	Memory ref;
	std::list<Txn *> live;
	bool busy(const Txn &t) const
	{
		for (auto *o : live)
			if ((o->b.write || t.b.write) &&
			    burst_lo(t.b) - t.b.addr + t.phys <= burst_hi(o->b) - o->b.addr + o->phys &&
			    burst_lo(o->b) - o->b.addr + o->phys <= burst_hi(t.b) - t.b.addr + t.phys)
				return true;
		return false;
	}
};

struct MasterConfig {
	unsigned max_reads = 16, max_writes = 16, max_id = 14;
	int p_issue = 60, p_ready = 60, p_w = 70;
	u64 todo = 0; /* transactions to issue */
};

struct Master {
	Board &board;
	Rng rng;
	MasterConfig cfg;
	/* makes one transaction; false: none now */
	std::function<bool(Rng &, Txn &)> make;
	/* judges one byte read; default: equal to the board */
	std::function<bool(const Txn &, u64 addr, u8 got)> judge;
	std::function<void(const Txn &)> on_issue, on_done;
	const char *name;

	std::deque<Txn *> aw_q, ar_q;		    /* to be offered */
	std::deque<std::pair<Txn *, unsigned>> w_q; /* beats to be sent */
	std::map<u64, std::deque<Txn *>> wr, rd;    /* outstanding, per ID */
	unsigned n_wr = 0, n_rd = 0;
	u64 issued = 0, done = 0, beats = 0;
	bool aw_on = false, ar_on = false, w_on = false;
	u64 latency_max = 0;

	Master(Board &b, u64 seed, const char *n) : board(b), rng(seed), name(n)
	{
	}

	bool idle() const
	{
		return board_empty() && issued >= cfg.todo;
	}
	bool board_empty() const
	{
		return n_wr == 0 && n_rd == 0;
	}

	void drive(Port &p)
	{
		if (issued < cfg.todo && rng.chance(cfg.p_issue) && aw_q.size() < 2 && ar_q.size() < 2)
			start();
		/* valid, once shown, stays */
		aw_on = aw_on || (!aw_q.empty() && rng.chance(cfg.p_issue));
		ar_on = ar_on || (!ar_q.empty() && rng.chance(cfg.p_issue));
		w_on = w_on || (!w_q.empty() && rng.chance(cfg.p_w));
		p.awvalid = aw_on;
		p.arvalid = ar_on;
		p.wvalid = w_on;
		if (aw_on) {
			Burst &b = aw_q.front()->b;
			p.awid = b.id;
			p.awaddr = b.addr;
			p.awlen = b.len;
			p.awsize = b.size;
			p.awburst = b.burst;
			p.awcache = b.cache;
			p.awprot = b.prot;
			p.awuser = b.user;
		}
		if (ar_on) {
			Burst &b = ar_q.front()->b;
			p.arid = b.id;
			p.araddr = b.addr;
			p.arlen = b.len;
			p.arsize = b.size;
			p.arburst = b.burst;
			p.arcache = b.cache;
			p.arprot = b.prot;
			p.aruser = b.user;
		}
		if (w_on) {
			Txn *t = w_q.front().first;
			unsigned n = w_q.front().second;
			p.wdata = t->data[n];
			p.wstrb = t->strb[n];
			p.wlast = n == t->b.len;
		}
		p.bready = rng.chance(cfg.p_ready);
		p.rready = rng.chance(cfg.p_ready);
	}

	void start()
	{
		Txn *t = new Txn;

		t->error = 0;
		t->b = Burst{};
		if (!make(rng, *t) || (t->b.write ? n_wr >= cfg.max_writes : n_rd >= cfg.max_reads) || board.busy(*t)) {
			delete t;
			return;
		}
		issued++;
		t->issued = now;
		board.live.push_back(t);
		if (t->b.write) {
			if (t->data.empty())
				for (unsigned n = 0; n <= t->b.len; n++) {
					t->data.push_back(rng.next());
					t->strb.push_back(beat_lanes(t->b, n) &
							  (rng.chance(70) ? 0xff : (u8)rng.next()));
				}
			for (unsigned n = 0; n <= t->b.len; n++)
				w_q.push_back({t, n});
			aw_q.push_back(t);
			wr[t->b.id].push_back(t);
			n_wr++;
		} else {
			ar_q.push_back(t);
			rd[t->b.id].push_back(t);
			n_rd++;
		}
		if (on_issue)
			on_issue(*t);
	}

	void finish(Txn *t)
	{
		if (now - t->issued > latency_max)
			latency_max = now - t->issued;
		if (on_done)
			on_done(*t);
		board.live.remove(t);
		delete t;
		done++;
	}

	void sample(const Port &p)
	{
		if (p.awvalid && p.awready) {
			aw_q.front()->on_bus = true;
			aw_q.pop_front();
			aw_on = false;
		}
		if (p.arvalid && p.arready) {
			ar_q.front()->on_bus = true;
			ar_q.pop_front();
			ar_on = false;
		}
		if (p.wvalid && p.wready) {
			w_q.pop_front();
			w_on = false;
		}
		if (p.bvalid && p.bready) {
			auto &q = wr[p.bid];

			checks++;
			if (q.empty() || !q.front()->on_bus) {
				fail("%s: B for ID %llx without a write", name, (unsigned long long)p.bid);
				return;
			}
			Txn *t = q.front();

			q.pop_front();
			n_wr--;
			if (p.bresp != (u64)t->error)
				fail("%s: write %llx ID %llx answers %llu instead of %d", name,
				     (unsigned long long)t->b.addr, (unsigned long long)p.bid,
				     (unsigned long long)p.bresp, t->error);
			if (!t->error)
				for (unsigned n = 0; n <= t->b.len; n++)
					for (int i = 0; i < 8; i++)
						if (t->strb[n] >> i & 1)
							board.ref.put(
								(beat_addr(t->b, n) - t->b.addr + t->phys) / 8 * 8 + i,
								(u8)(t->data[n] >> 8 * i));
			finish(t);
		}
		if (p.rvalid && p.rready) {
			auto &q = rd[p.rid];

			checks++;
			beats++;
			if (q.empty() || !q.front()->on_bus) {
				fail("%s: R for ID %llx without a read", name, (unsigned long long)p.rid);
				return;
			}
			Txn *t = q.front();
			unsigned n = t->beats++;

			if (p.rresp != (u64)t->error)
				fail("%s: read %llx beat %u answers %llu instead of %d", name,
				     (unsigned long long)t->b.addr, n, (unsigned long long)p.rresp, t->error);
			if ((n == t->b.len) != (bool)p.rlast)
				fail("%s: read %llx: RLAST %llu at beat %u of %llu", name,
				     (unsigned long long)t->b.addr, (unsigned long long)p.rlast, n,
				     (unsigned long long)t->b.len);
			if (!t->error)
				for (int i = 0; i < 8; i++)
					if (beat_lanes(t->b, n) >> i & 1) {
						u64 a = (beat_addr(t->b, n) - t->b.addr + t->phys) / 8 * 8 + i;
						u8 got = (u8)(p.rdata >> 8 * i);

						if (judge ? !judge(*t, a, got) : got != board.ref.get(a))
							fail("%s: read %llx beat %u byte %llx: got %02x, expected %02x",
							     name, (unsigned long long)t->b.addr, n,
							     (unsigned long long)a, got, board.ref.get(a));
					}
			if (p.rlast) {
				q.pop_front();
				n_rd--;
				finish(t);
			}
		}
	}
};

/* A memory: any latency, answers of different IDs in any order and interleaved, in order per ID. */
struct Slave {
	Memory &mem;
	Rng rng;
	const char *name;
	int p_ready = 60, p_valid = 70;
	unsigned latency = 20;
	std::function<void(const Burst &)> check; /* of every request */

	struct Read {
		Burst b;
		u64 at;
		unsigned n;
	};
	struct Write {
		Burst b;
		u64 at;
		bool full;
	};
	std::map<u64, std::deque<Read>> rd;
	std::map<u64, std::deque<Write *>> wr;
	std::deque<Write *> w_order;				 /* AWs whose data are not complete */
	std::deque<std::pair<u64, std::pair<u8, bool>>> w_beats; /* data ahead of their AW */
	unsigned w_n = 0;
	bool r_on = false, b_on = false;
	u64 r_id = 0, b_id = 0, reads = 0, writes = 0, interleaved = 0, last_rid = ~0ull;

	Slave(Memory &m, u64 seed, const char *n) : mem(m), rng(seed), name(n)
	{
	}

	u64 word(u64 a) const
	{
		u64 v = 0;

		for (int i = 0; i < 8; i++)
			v |= (u64)mem.get(a / 8 * 8 + i) << 8 * i;
		return v;
	}

	void drive(Port &p)
	{
		p.awready = rng.chance(p_ready);
		p.arready = rng.chance(p_ready);
		p.wready = rng.chance(p_ready);
		if (!r_on && rng.chance(p_valid)) {
			std::vector<u64> ids;

			for (auto &q : rd)
				if (!q.second.empty() && q.second.front().at <= now)
					ids.push_back(q.first);
			if (!ids.empty()) {
				Read &r = rd[r_id = ids[rng.below((u32)ids.size())]].front();

				r_on = true;
				p.rid = r_id;
				p.rdata = word(beat_addr(r.b, r.n));
				for (int i = 0; i < 8; i++) /* lanes outside the access mean nothing */
					if (!(beat_lanes(r.b, r.n) >> i & 1))
						p.rdata ^= (u64)(u8)rng.next() << 8 * i;
				p.rlast = r.n == r.b.len;
				p.rresp = 0;
				if (r.n && last_rid != r_id)
					interleaved++;
				last_rid = r_id;
			}
		}
		if (!b_on && rng.chance(p_valid)) {
			std::vector<u64> ids;

			for (auto &q : wr)
				if (!q.second.empty() && q.second.front()->full && q.second.front()->at <= now)
					ids.push_back(q.first);
			if (!ids.empty()) {
				b_on = true;
				p.bid = b_id = ids[rng.below((u32)ids.size())];
				p.bresp = 0;
			}
		}
		p.rvalid = r_on;
		p.bvalid = b_on;
	}

	void beat()
	{
		while (!w_beats.empty() && !w_order.empty()) {
			Write *w = w_order.front();
			auto x = w_beats.front();

			w_beats.pop_front();
			if (x.second.first & ~beat_lanes(w->b, w_n))
				fail("%s: write %llx beat %u: strobe outside the lanes", name,
				     (unsigned long long)w->b.addr, w_n);
			for (int i = 0; i < 8; i++)
				if (x.second.first >> i & 1)
					mem.put(beat_addr(w->b, w_n) / 8 * 8 + i, (u8)(x.first >> 8 * i));
			if (x.second.second != (w_n == w->b.len))
				fail("%s: write %llx: WLAST wrong at beat %u", name, (unsigned long long)w->b.addr,
				     w_n);
			w_n++;
			if (x.second.second) {
				w->full = true;
				w->at = now + rng.below(latency + 1);
				w_order.pop_front();
				w_n = 0;
			}
		}
	}

	void sample(const Port &p)
	{
		if (p.awvalid && p.awready) {
			Write *w = new Write{
				{true, p.awid, p.awaddr, p.awlen, p.awsize, p.awburst, p.awcache, p.awprot, p.awuser},
				0,
				false};

			if (check)
				check(w->b);
			writes++;
			w_order.push_back(w);
			wr[p.awid].push_back(w);
		}
		if (p.wvalid && p.wready)
			w_beats.push_back({p.wdata, {(u8)p.wstrb, (bool)p.wlast}});
		beat();
		if (p.arvalid && p.arready) {
			Read r = {
				{false, p.arid, p.araddr, p.arlen, p.arsize, p.arburst, p.arcache, p.arprot, p.aruser},
				now + rng.below(latency + 1),
				0};

			if (check)
				check(r.b);
			reads++;
			rd[p.arid].push_back(r);
		}
		if (p.rvalid && p.rready) {
			auto &q = rd[r_id];

			r_on = false;
			if (++q.front().n > q.front().b.len)
				q.pop_front();
		}
		if (p.bvalid && p.bready) {
			b_on = false;
			delete wr[b_id].front();
			wr[b_id].pop_front();
		}
	}
};

/* A legal random burst that starts in [lo, hi) and stays in its 4 KiB page. */
static inline void random_burst(Rng &rng, Burst &b, u64 lo, u64 hi, int max_len)
{
	b.addr = lo + rng.next() % (hi - lo);
	b.size = rng.chance(75) ? 3 : rng.below(4);
	b.burst = rng.chance(60) ? INCR : rng.chance(80) ? WRAP : FIXED;
	u64 bytes = 1ull << b.size;
	if (b.burst == WRAP) {
		static const int wrap[] = {1, 3, 7, 15};

		b.len = wrap[rng.below(4)];
		b.addr = b.addr / bytes * bytes;
	} else if (b.burst == FIXED) {
		b.len = rng.below(4);
	} else {
		u64 room;

		b.len = rng.below(max_len);
		room = (0x1000 - (b.addr / bytes * bytes & 0xfff)) / bytes;
		if (b.len >= room)
			b.len = room - 1;
	}
}

/* bit field of a flat Verilator port */
static inline u64 get_bits(const u32 *w, unsigned lsb, unsigned n)
{
	u64 v = 0;

	for (unsigned i = 0; i < n; i++)
		v |= (u64)(w[(lsb + i) / 32] >> (lsb + i) % 32 & 1) << i;
	return v;
}

static inline void set_bits(u32 *w, unsigned lsb, unsigned n, u64 v)
{
	for (unsigned i = 0; i < n; i++) {
		w[(lsb + i) / 32] &= ~(1u << (lsb + i) % 32);
		w[(lsb + i) / 32] |= (u32)(v >> i & 1) << (lsb + i) % 32;
	}
}
