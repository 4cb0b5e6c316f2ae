// SPDX-License-Identifier: Apache-2.0
//
// Tests of the load-store unit and the L1D. lsu_test [seeds [first]]: directed tests, then that many random seeds.
// Each random seed draws its own straps, latencies, flush rate and mix; the seed alone reproduces it.
#include "lsu_bench.h"

static int passed, failed;

static void verdict(const char *name, bool ok)
{
	if (ok)
		passed++;
	else {
		failed++;
		printf("FAIL %s\n", name);
	}
}

static Op ld(u64 a, int size = 3) { return {LOAD, a, 0, size, true, false, false, 0}; }
static Op st(u64 a, u64 v, int size = 3) { return {STORE, a, v, size, false, false, false, 0}; }
static Op cmo(int op, u64 a) { return {op, a, 0, 0, false, false, false, 0}; }
static Op amo(int op, u64 a, u64 v, int size = 3) { return {op, a, v, size, false, false, false, 0}; }
static Op fence(int p, int s) { return {FENCE, 0, 0, 0, false, false, false, p << 4 | s}; }
enum { W = 1, R = 2, O = 4, I = 8 };	// fence bits

#define CHECK(b, cond) do { if (!(cond)) (b).fail("%s:%d: %s", __FILE__, __LINE__, #cond); } while (0)

// What is dirty goes to memory, everything comes to rest, then memory and devices are judged.
static bool ended(Bench &b)
{
	std::vector<Op> p;
	b.quiet();
	for (u64 l : b.present_lines())
		p.push_back(cmo(CBO_FLUSH, l));
	p.push_back(fence(15, 15));
	b.run(p);
	b.quiet();
	b.judge_end();
	return b.errors == 0;
}

static void hit_under_miss()
{
	Bench b(1);
	b.stall = 0; b.lat_min = b.lat_max = 60;
	b.start();
	b.run({ld(RAM + 0x40)});
	b.run({ld(RAM + 0x1000), ld(RAM + 0x48), ld(RAM + 0x2000), ld(RAM + 0x50)});
	CHECK(b, b.res[1].rsp_cycle + 40 < b.res[0].rsp_cycle);
	CHECK(b, b.res[3].rsp_cycle + 40 < b.res[0].rsp_cycle);
	CHECK(b, b.res[2].rsp_cycle < b.res[0].rsp_cycle + 20);	// the second miss overlaps the first
	verdict("later hits and misses go on under a miss", ended(b));
}

static void hit_latency()
{
	Bench b(1);
	b.stall = 0;
	b.start();
	b.run({ld(RAM), ld(RAM + 0x40)});
	b.quiet();
	std::vector<Op> p(32, ld(RAM + 8));
	u64 t = b.cycle;
	b.run(p);
	CHECK(b, b.cycle - t <= 32 + 3);		// one hit a cycle
	verdict("one load hit a cycle", ended(b));
}

static void fence_ww()
{
	Bench b(2);
	b.stall = 0; b.lat_min = b.lat_max = 100;
	b.start();
	b.run({ld(RAM + 0x40)});
	u64 t = b.cycle;
	b.run({st(RAM + 0x1000, 1), fence(W, W), st(RAM + 0x40, 2)});
	CHECK(b, b.cycle - t < 20 && b.open_entries() == 2);	// it orders (the lanes are judged) and drains nothing
	verdict("fence w,w orders and does not drain", ended(b));
}

static void fence_wo()
{
	for (int s = 0; s < 3; s++) {
		static const int succ[] = {O, R, I};
		Bench b(3);
		b.stall = 0; b.lat_min = b.lat_max = 100;
		b.start();
		u64 t = b.cycle;
		b.run({st(RAM + 0x1000, 1), fence(W, succ[s]), st(0x10000000, 2, 0)});
		CHECK(b, b.cycle - t > 100);
		verdict("fence w,{o,r,i} waits for the store buffer", ended(b));
	}
	Bench b(3);
	b.stall = 0; b.lat_min = b.lat_max = 100;
	b.start();
	u64 t = b.cycle;
	b.run({st(RAM + 0x1000, 1), fence(R | I | O, W | R | I | O)});
	CHECK(b, b.cycle - t < 20 && b.open_entries() == 1);
	verdict("a fence without w before it does not drain", ended(b));
}

static void fence_cmo()
{
	for (int op = CBO_CLEAN; op <= CBO_FLUSH; op++)
		for (u64 alias = 0; alias <= ALIAS; alias += ALIAS) {
			Bench b(4);
			b.lat_min = b.lat_max = 80;
			b.start();
			b.run({st(RAM + 0x1000, 77), st(RAM + 0x1010, 78), cmo(op, (RAM + 0x1010) | alias), fence(W, O)});
			CHECK(b, b.at(b.mem, RAM + 0x1000) == 77 && b.at(b.mem, RAM + 0x1010) == 78);
			CHECK(b, b.line_present(RAM + 0x1000) == (op == CBO_CLEAN));
			b.check_ref = false;
			verdict("clean and flush are in memory after fence w,o, through the alias too", ended(b));
		}
}

static void fence_o()
{
	Bench b(5);
	b.stall = 0;
	b.start();
	b.run({st(0x10000000, 1, 0), fence(O, W)});
	CHECK(b, b.io_done_count(4) == 1);
	b.run({st(0x10000000, 1, 0), st(0x11000000, 1, 2), fence(O, R), ld(0x10000000, 0)});
	verdict("fence o,* waits for device stores", ended(b));
}

static void io_overtakes()
{
	Bench b(6);
	b.stall = 0; b.lat_min = b.lat_max = 100;
	b.start();
	b.run({st(RAM + 0x1000, 1), st(0x11000028, 5, 2)});
	u64 limit = b.cycle + 30;
	while (b.io_arrivals.empty() && b.cycle < limit)
		b.run({ld(RAM + 0x1000)});
	CHECK(b, !b.io_arrivals.empty() && b.open_entries() == 1);
	verdict("a device store overtakes a buffered store", ended(b));
}

static void io_devices()
{
	Bench b(7);
	b.hostile = H_MMIO;
	b.start();
	std::vector<Op> p;
	for (int i = 0; i < 200; i++)
		p.push_back(i % 7 ? st(i % 2 ? 0x10000000 : 0x11000000 + 8 * (i % 5), i, i % 2 ? 0 : 2)
				  : ld(i % 2 ? 0x10000005 : 0x11001000, i % 2 ? 0 : 3));
	b.run(p);
	bool swapped = false;		// different devices do not wait for each other
	b.quiet();
	for (size_t i = 1; i < b.io_arrivals.size(); i++)
		swapped |= Bench::dev_of(b.io_arrivals[i].second) == Bench::dev_of(b.io_arrivals[i - 1].second);
	CHECK(b, swapped);
	verdict("devices: in order each, past each other", ended(b));
}

static void inval()
{
	for (int quirk = 0; quirk < 2; quirk++) {
		Bench b(8);
		b.quirk = quirk ? 8 : 0;
		b.check_ref = false;
		b.start();
		u64 old = b.at(b.mem, RAM + 0x1000);
		b.run({st(RAM + 0x1000, 77), fence(W, R), cmo(CBO_INVAL, RAM + 0x1008), fence(W, R), ld(RAM + 0x1000)});
		CHECK(b, b.res[4].data == (quirk ? 77 : old));
		verdict("cbo.inval drops dirty data, unless the quirk writes them back", ended(b));
	}
	// Just before an invalidate the line may be evicted: with EVICT both outcomes must be seen.
	int kept = 0, lost = 0;
	for (u32 s = 1; s <= 24; s++) {
		Bench b(s);
		b.hostile = H_EVICT;
		b.check_ref = false;
		b.start();
		b.run({st(RAM + 0x1000, 77), fence(W, R), cmo(CBO_INVAL, RAM + 0x1008), fence(W, R), ld(RAM + 0x1000)});
		(b.res[4].data == 77 ? kept : lost)++;
		if (!ended(b))
			failed++;
	}
	verdict("EVICT evicts just before an invalidate", kept && lost);
}

// The load has its word, the rest of the line is still coming when the invalidate is due: the line must not stay.
static void inval_meets_fill()
{
	int during = 0;
	for (int stall = 2; stall < 10; stall++) {	// one beat in so many is held back
		Bench b(40 + stall);
		b.stall = stall;
		b.start();
		b.run({ld(RAM + 0x1000), cmo(CBO_INVAL, RAM + 0x1000), fence(15, 15)});
		during += b.res[1].rsp_cycle < b.res[0].rsp_cycle + LINE / 8;
		b.at(b.mem, RAM + 0x1000) = b.at(b.ref, RAM + 0x1000) = 0x1234 + stall;	// a device writes
		b.run({ld(RAM + 0x1000)});
		CHECK(b, b.res[0].data == 0x1234u + stall);
		verdict("cbo.inval waits for the fill of its line", ended(b));
	}
	verdict("cbo.inval comes during a fill", during);
}

static void forwarding()
{
	Bench b(9);
	b.stall = 0; b.lat_min = b.lat_max = 200;
	b.start();
	b.run({ld(RAM + 0x40)});
	u64 t = b.cycle;
	b.run({st(RAM + 0x1000, 0x1122334455667788), ld(RAM + 0x1004, 2), ld(RAM + 0x1007, 0), ld(RAM + 0x1000)});
	CHECK(b, b.cycle - t < 40);
	CHECK(b, b.n_ld[LD_SB] >= 3);
	verdict("loads take bytes from the store buffer", ended(b));
}

static void critical_word()
{
	Bench b(10);
	b.stall = 0; b.lat_min = b.lat_max = 10;
	b.start();
	b.run({ld(RAM + 0x1000 + LINE - 8)});
	CHECK(b, b.res[0].rsp_cycle <= 19);
	CHECK(b, b.n_ld[LD_FILL] == 1 && b.n_line[LN_FILL] == 0);
	verdict("the critical word answers before the line is complete", ended(b));
}

static void faults()
{
	struct { Op o; int cause; } t[] = {
		{ld(RAM + 1, 1), 4}, {ld(RAM + 2, 2), 4}, {ld(RAM + 4, 3), 4}, {st(RAM + 1, 0, 1), 6}, {st(RAM + 4, 0, 3), 6},
		{amo(AMOADD, RAM + 4, 0), 6}, {amo(LR, RAM + 2, 0, 2), 4}, {amo(SC, RAM + 4, 0), 6},
		{ld(RAM + RAM_PAGES * 4096ull), 5}, {st(RAM + RAM_PAGES * 4096ull, 0), 7}, {ld(HI + HI_PAGES * 4096ull), 5},
		{ld((RAM + RAM_PAGES * 4096ull) | ALIAS), 5}, {st(0x10000000 | ALIAS, 0), 7}, {ld(1ull << 38), 5},
		{ld(RAM | 1ull << 63), 5}, {amo(AMOSWAP, RAM | ALIAS, 0), 7}, {amo(LR, RAM | ALIAS, 0), 5},
		{amo(AMOADD, 0x11000000, 0), 7}, {amo(LR, 0x11000000, 0), 5}, {cmo(CBO_ZERO, RAM | ALIAS), 7},
		{cmo(CBO_ZERO, 0x11000000), 7}, {cmo(CBO_CLEAN, 0x11000000), 7}, {cmo(CBO_INVAL, 0x10000000), 7},
		{cmo(CBO_FLUSH, RAM + RAM_PAGES * 4096ull), 7}, {amo(SC, 0x11000000, 0), 7},
		{ld(RAM), -1}, {ld(HI), -1}, {ld(RAM | ALIAS), -1}, {cmo(CBO_INVAL, RAM | ALIAS), -1}, {ld(0x40000000, 2), -1},
		{ld(0x1001, 0), -1},
	};
	Bench b(11);
	b.start();
	for (auto &c : t) {
		b.run({c.o});
		if (b.res[0].exc != (c.cause >= 0) || (b.res[0].exc && b.res[0].cause != c.cause))
			b.fail("op %d at %llx: exception %d cause %d, expected %d", c.o.op, (unsigned long long)c.o.addr,
			       b.res[0].exc, b.res[0].cause, c.cause);
	}
	verdict("PMA and alignment faults", ended(b));
}

static bool has_err(Bench &b, int source, u64 line)
{
	for (auto &e : b.errs)
		if (e.first == source && (e.second & ~ALIAS & ~(LINE - 1)) == line)
			return true;
	return false;
}

static void bus_errors()
{
	const u64 X = RAM + 0x3000;
	{
		Bench b(12);
		b.bad_read.insert(X);
		b.start();
		b.run({ld(X + 8), ld(RAM + 0x40), ld(X + 16), amo(AMOADD, X, 1), amo(LR, X, 0), ld(X, 0)});
		CHECK(b, b.res[0].exc && b.res[0].cause == 5 && !b.res[1].exc && b.res[2].exc);
		CHECK(b, b.res[3].exc && b.res[3].cause == 7 && b.res[4].exc && b.res[4].cause == 5 && b.res[5].exc);
		CHECK(b, !b.line_present(X) && b.errs.empty());
		b.bad_read.clear();
		b.run({ld(X + 8), amo(AMOADD, X, 1)});
		CHECK(b, !b.res[0].exc && !b.res[1].exc);
		verdict("bus error on a load's fill is precise", ended(b));
	}
	{
		Bench b(13);
		b.check_ref = false;
		b.bad_read.insert(X);
		b.start();
		b.run({st(X, 1), st(X + 8, 1), st(RAM + 0x40, 2), fence(W, R), ld(RAM + 0x40)});
		CHECK(b, has_err(b, 4, X) && b.res[4].data == 2);
		b.bad_read.clear();
		b.run({ld(X)});
		verdict("bus error on a store's fill", ended(b));
	}
	{
		Bench b(14);
		b.check_ref = false;
		b.bad_write.insert(X);
		b.start();
		b.run({st(X, 1), cmo(CBO_FLUSH, X), fence(W, R)});
		CHECK(b, has_err(b, 3, X));
		b.run({st(X | ALIAS, 1), fence(W, R)});
		CHECK(b, has_err(b, 0, X));
		std::vector<Op> p = {st(X, 2), fence(W, R)};
		for (int i = 1; i <= 16; i++)
			p.push_back(ld(X + 0x1000 * i));
		b.run(p);
		b.quiet();
		CHECK(b, has_err(b, 2, X));
		verdict("bus errors of write-backs and uncached stores", ended(b));
	}
	{
		Bench b(15);
		b.bad_write.insert(0x14000000);
		b.bad_read.insert(0x14000000);
		b.bad_read.insert(X);
		b.start();
		b.run({st(0x14000000, 1), fence(O, W), ld(0x14000000), ld(X | ALIAS)});
		CHECK(b, has_err(b, 1, 0x14000000) && b.res[2].exc && b.res[2].cause == 5 && b.res[3].exc && b.res[3].cause == 5);
		verdict("bus errors of devices and uncached loads", ended(b));
	}
}

static void lr_sc()
{
	Bench b(16);
	b.hostile = H_EVICT | H_PREFETCH;
	b.start();
	for (int i = 0; i < 50; i++) {
		u64 a = RAM + 0x1000 * (b.rnd(40)) + 8 * b.rnd(8);
		std::vector<Op> p(200, ld(a));	// time for an eviction
		p[0] = amo(LR, a, 0);
		p.push_back(amo(SC, a, i));
		b.run(p);
		CHECK(b, b.res[200].data == 0);	// random evictions never break a reservation
		b.run({amo(SC, a, i)});
		CHECK(b, b.res[0].data == 1);
		b.run({amo(LR, a, 0), amo(SC, a ^ 0x2000, i)});
		CHECK(b, b.res[1].data == 1);
	}
	verdict("LR/SC under evictions", ended(b));
}

// A snoop cleans a line, a store makes it dirty again, loads push it out while the first write-back is on its way: one
// write of a line at a time (the memory model judges).
static void clean_copies()
{
	Bench b(17);
	b.lat_min = 30;
	b.lat_max = 90;
	b.snoop_every = 8;
	b.snoop_lines = {RAM + 0x1000};
	b.start();
	std::vector<Op> p;
	for (int i = 0; i < 800; i++)
		p.push_back(i % 5 < 3 ? st(RAM + 0x1000 + 8 * (i % 4), i) : ld(RAM + 0x1000 * (2 + b.rnd(6))));
	b.run(p);
	b.snoop_every = 0;
	verdict("one write-back of a line at a time", ended(b));
}

// A random program over a few hot lines. Regions: cached; uncached only; lines that change hands with CMOs and fences.
static void random_seed(u32 seed)
{
	Bench b(seed);
	u32 r = b.rnd();
	b.hostile = (seed % 3 == 0) ? 0 : (seed % 3 == 1) ? 0xff : (b.rnd() & 0xff);
	b.quirk = (r & 7) == 0 ? 8 : 0;
	static const unsigned lats[] = {1, 4, 13, 40};
	b.lat_max = lats[b.rnd(4)];
	b.stall = b.rnd(3) ? 2 + b.rnd(6) : 0;
	b.flush_every = b.rnd(3) ? 6 + b.rnd(40) : 0;
	b.issue_skip = b.rnd(2) ? 2 + b.rnd(4) : 0;
	b.snoop_every = b.rnd(2) ? 10 + b.rnd(60) : 0;
	bool io = b.rnd(2);
	unsigned mix = b.rnd(3);
	std::vector<u64> hot, unc, shared;
	for (int i = 0; i < 12; i++)			// six lines in each of two sets, one or two elsewhere
		hot.push_back((b.rnd(8) ? RAM : HI) + (i % 3 ? 0x1000 * b.rnd(4) + 0x4000 * b.rnd(3) + 0x40 * (i & 1)
							      : LINE * b.rnd(256)));
	for (int i = 0; i < 3; i++)
		unc.push_back(RAM + 0x20000 + LINE * b.rnd(8));
	for (int i = 0; i < 3; i++)
		shared.push_back(RAM + 0x28000 + 0x1000 * i);
	for (int i = 0; i < 2; i++)
		b.dma_lines.push_back(RAM + 0x30000 + 0x1000 * i);
	b.snoop_lines = hot;
	if (seed % 5 == 0) {			// one hot line cannot be read, one cannot be written
		b.bad_read.insert(hot[0]);
		b.bad_write.insert(hot[1]);
	}
	b.start();

	std::vector<Op> p;
	auto val = [&]() { return ((u64)b.rnd() << 32) | b.rnd(); };
	for (int n = 0; n < 1500;) {
		u64 a = hot[b.rnd(hot.size())];
		int size = b.rnd(4);
		u64 at = a + ((b.rnd(3) ? b.rnd(16) : b.rnd(LINE)) & ~((1u << size) - 1));
		u32 k = b.rnd(100);
		n++;
		if (k < 36)
			p.push_back({LOAD, at, 0, size, (bool)b.rnd(2), false, false, 0});
		else if (k < 66)
			p.push_back(st(at, val(), size));
		else if (k < 70) {
			size = 2 + b.rnd(2);
			Op o = amo(AMOSWAP + b.rnd(9), a + (b.rnd(LINE) & ~7u), b.rnd(4) ? val() : b.rnd(3), size);
			o.rl = b.rnd(2);
			p.push_back(o);
		} else if (k < 72) {
			p.push_back(amo(LR, a, 0, 3));
			if (b.rnd(2))
				p.push_back(ld(a));
			p.push_back(amo(SC, a, val(), 3));
		} else if (k < 79)
			p.push_back(cmo(CBO_CLEAN + b.rnd(2), at | (b.rnd(4) ? 0 : ALIAS)));
		else if (k < 81)
			p.push_back(cmo(CBO_ZERO, at));
		else if (k < 84)
			p.push_back(mix ? fence(W, W) : fence(b.rnd(16), b.rnd(16)));
		else if (k < 85)
			p.push_back(cmo(FENCE_I, 0));
		else if (k < 91) {
			u64 u = (unc[b.rnd(unc.size())] + (b.rnd(24) & ~((1u << size) - 1))) | ALIAS;
			p.push_back(b.rnd(2) ? Op{LOAD, u, 0, size, (bool)b.rnd(2), false, false, 0} : st(u, val(), size));
		} else if (k < 94 && io) {
			static const u64 dev[] = {0x10000000, 0x11001000, 0x13000000, 0x2004000, 0x14000000};
			u64 u = dev[b.rnd(5)] + (b.rnd(32) & ~((1u << size) - 1));
			p.push_back(b.rnd(3) ? st(u, val(), size) : ld(u, size));
		} else if (k < 97) {			// even dwords of the side writer's lines are ours
			u64 u = b.dma_lines[b.rnd(2)] + 16 * b.rnd(LINE / 16) + (b.rnd(8) & ~((1u << size) - 1));
			p.push_back(b.rnd(2) ? ld(u, size) : st(u, val(), size));
		} else {				// a line goes to uncached use and back
			u64 u = shared[b.rnd(shared.size())];
			for (int i = 0; i < 3; i++)
				p.push_back(b.rnd(2) ? st(u + 8 * b.rnd(LINE / 8), val()) : ld(u + 8 * b.rnd(LINE / 8)));
			p.push_back(cmo(CBO_FLUSH, u + b.rnd(LINE)));
			p.push_back(fence(R | W, R | W));
			for (int i = 0; i < 4; i++)
				p.push_back(b.rnd(2) ? st((u + 8 * b.rnd(LINE / 8)) | ALIAS, val())
						     : ld((u + 8 * b.rnd(LINE / 8)) | ALIAS));
			p.push_back(fence(R | W, R | W));
			p.push_back(cmo(CBO_INVAL, u));
			if (b.rnd(2))
				p.push_back(fence(W, R));
		}
	}
	bool ok = b.run(p);
	b.snoop_every = 0;
	if (ok) {
		p.clear();
		for (u64 l = 0; l < 0x40000; l += LINE)
			if (b.line_present(RAM + l) || l < 64 * LINE)
				p.push_back(cmo(CBO_FLUSH, RAM + l));
		for (u64 l = 0; l < 0x4000; l += LINE)
			p.push_back(cmo(CBO_FLUSH, HI + l));
		for (auto l : hot)
			p.push_back(cmo(CBO_FLUSH, l));
		for (auto l : shared)
			p.push_back(cmo(CBO_FLUSH, l));
		for (auto l : b.dma_lines)
			p.push_back(cmo(CBO_FLUSH, l));
		p.push_back(fence(15, 15));
		ok = b.run(p) && b.quiet();
		b.judge_end();
		for (auto &e : b.errs)
			if (!b.tainted(e.second & ~ALIAS))
			b.fail("an asynchronous error of %llx without a cause", (unsigned long long)e.second);
	}
	char name[64];
	snprintf(name, sizeof name, "random, seed %u, hostile %02x", seed, b.hostile);
	verdict(name, ok && b.errors == 0);
	if (getenv("V"))
		printf("%s: %llu cycles, LD %llu %llu %llu %llu %llu %llu, LINE %llu %llu %llu %llu %llu %llu %llu %llu, merges %llu of %llu, snoops %llu, side writes %llu, flushes %llu\n",
		       name, (unsigned long long)b.cycle, (unsigned long long)b.n_ld[0], (unsigned long long)b.n_ld[1],
		       (unsigned long long)b.n_ld[2], (unsigned long long)b.n_ld[3], (unsigned long long)b.n_ld[4],
		       (unsigned long long)b.n_ld[5], (unsigned long long)b.n_line[0], (unsigned long long)b.n_line[1],
		       (unsigned long long)b.n_line[2], (unsigned long long)b.n_line[3], (unsigned long long)b.n_line[4],
		       (unsigned long long)b.n_line[5], (unsigned long long)b.n_line[6], (unsigned long long)b.n_line[7],
		       (unsigned long long)b.n_merge, (unsigned long long)b.n_sbi, (unsigned long long)b.n_snoop,
		       (unsigned long long)b.n_dma, (unsigned long long)b.n_flush);
}

int main(int argc, char **argv)
{
	u32 seeds = argc > 1 ? strtoul(argv[1], 0, 0) : 60, first = argc > 2 ? strtoul(argv[2], 0, 0) : 1;
	setvbuf(stdout, 0, _IOLBF, 0);
	printf("lsu: lines of %d bytes, seeds %u to %u\n", (int)LINE, first, first + seeds - 1);
	if (argc <= 2) {
		hit_under_miss();
		hit_latency();
		critical_word();
		forwarding();
		fence_ww();
		fence_wo();
		fence_cmo();
		fence_o();
		io_overtakes();
		io_devices();
		inval();
		inval_meets_fill();
		faults();
		bus_errors();
		lr_sc();
		clean_copies();
	}
	for (u32 s = first; s < first + seeds; s++)
		random_seed(s);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
