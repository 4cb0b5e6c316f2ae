// SPDX-License-Identifier: Apache-2.0
/*
 * Bus windows, coherent path and delays in a row, as the DMA engine sees them.
 *
 * The snoop port is answered by a model of a write-back cache that fills, dirties, evicts and reads lines at random and
 * obeys the lock. In the shared region every line has dwords that only the CPU writes (even) and dwords that only the
 * device writes (odd); a second region is not cached by the model and used without snooping. What a coherent read may
 * return of a CPU dword is any value it had between the request and the last beat; device dwords must be exact for the
 * device, and for a CPU load the last answered write or one on its way.
 */
#ifndef LINE_BYTES
#define LINE_BYTES 64
#endif
#include "Vtb_path.h"
#include "axi_pins.h"
#include "doorbell/memmap.h"

u64 now;
int fails, checks;

static Vtb_path *top;
static Port mp, sp;

#define PF_PIN(s) top->s_axi_##s
static void put_m(Port &p, unsigned i) { AXI_FROM_MASTER(PF_SET, 6) }
static void get_m(Port &p, unsigned i) { AXI_FROM_SLAVE(PF_GET, 6) }
#undef PF_PIN
#define PF_PIN(s) top->m_axi_##s
static void put_s(Port &p, unsigned i) { AXI_FROM_SLAVE(PF_SET, 6) }
static void get_s(Port &p, unsigned i) { AXI_FROM_MASTER(PF_GET, 6) }

static const u64 LINE = LINE_BYTES, PAGES = 4, HI_PAGES = 2;
static const u64 SHARED = DB_RAM_BASE, SHARED_SIZE = 1024;      /* cached by the model */
static const u64 PRIVATE = DB_RAM_BASE + 0x1000, PRIVATE_SIZE = 0x3000;

static bool cpu_owned(u64 a) { return !(a >> 3 & 1); }

struct Cpu {
	Rng rng;
	Memory &mem;
	Board &board;
	struct L { bool valid = false, dirty = false; u8 d[LINE]; int fill = -1; };
	std::map<u64, L> lines;
	std::map<u64, std::vector<std::pair<u64, u8>>> history; /* CPU bytes: value from cycle */
	std::map<u64, std::vector<u8>> flying;                   /* device bytes: writes on their way */
	bool active = true;
	int snoop_in = -1; /* cycles until the answer */
	u64 snoop_line = 0, op = 0;
	u64 cleans = 0, flushes = 0, hits = 0, stores = 0, loads = 0, held = 0, locked = 0;
	std::function<bool(u64 line, bool write)> expected;

	Cpu(u64 seed, Memory &m, Board &b) : rng(seed), mem(m), board(b) {}

	bool in_lock(u64 line) const
	{
		return top->lock_valid_o && line >= top->lock_lo_o && line <= top->lock_hi_o;
	}
	void write_back(u64 a, L &l)
	{
		if (l.valid && l.dirty)
			for (u64 i = 0; i < LINE; i++)
				mem.put(a + i, l.d[i]);
		l.dirty = false;
	}
	void work()
	{
		for (auto &x : lines)
			if (x.second.fill > 0 && --x.second.fill == 0) {
				x.second.fill = -1;
				x.second.valid = true;
				x.second.dirty = false;
				for (u64 i = 0; i < LINE; i++)
					x.second.d[i] = mem.get(x.first + i);
			}
		if (top->lock_valid_o)
			locked++;
		if (!active || !rng.chance(60))
			return;
		u64 a = SHARED + rng.below(SHARED_SIZE), line = a & ~(LINE - 1);
		L &l = lines[line];

		if (l.fill > 0)
			return;
		if (!l.valid) {
			if (in_lock(line))
				held++;
			else
				l.fill = 1 + rng.below(20);
		} else if (rng.chance(30)) { /* evict */
			write_back(line, l);
			l.valid = false;
		} else if (rng.chance(50)) { /* load */
			u8 v = l.d[a - line];

			loads++;
			checks++;
			if (!cpu_owned(a)) {
				bool ok = v == board.ref.get(a);

				for (u8 f : flying[a])
					ok |= f == v;
				if (!ok)
					fail("CPU load %llx: got %02x, memory's newest is %02x", (unsigned long long)a, v,
					     board.ref.get(a));
			}
		} else { /* store */
			if (!cpu_owned(a)) {
				a ^= 8;
				line = a & ~(LINE - 1);
			}
			u8 v = (u8)rng.next();

			stores++;
			l.d[a - line] = v;
			l.dirty = true;
			history[a].push_back({now, v});
		}
	}
	/* the value was current somewhere in [from, now] */
	bool legal(u64 a, u64 from, u8 v)
	{
		auto &h = history[a];
		u8 before = Memory::fresh(a);
		bool ok = false;

		for (auto &x : h) {
			if (x.first < from)
				before = x.second;
			else
				ok |= x.second == v;
		}
		return ok || before == v;
	}
	void drive(void)
	{
		top->snp_req_ready_i = snoop_in < 0 && rng.chance(50);
		top->snp_rsp_valid_i = 0;
		top->snp_rsp_last_i = 0;
		top->snp_rsp_hit_i = rng.chance(50);
		if (snoop_in > 0)
			snoop_in--;
		if (snoop_in == 0 && !(lines[snoop_line].fill > 0)) {
			L &l = lines[snoop_line];

			hits += l.valid && l.dirty;
			write_back(snoop_line, l);
			if (op == 2)
				l.valid = false;
			top->snp_rsp_valid_i = 1;
			top->snp_rsp_last_i = 1;
			snoop_in = -1;
			top->snp_req_ready_i = 0;
		}
	}
	void sample(void)
	{
		if (top->snp_req_valid_o && top->snp_req_ready_i) {
			op = top->snp_req_op_o;
			snoop_line = top->snp_req_addr_o;
			snoop_in = 1 + rng.below(12);
			checks++;
			if (op == 1)
				cleans++;
			else if (op == 2)
				flushes++;
			else
				fail("snoop op %llu", (unsigned long long)op);
			if (snoop_line % LINE)
				fail("snoop address %llx is no line", (unsigned long long)snoop_line);
			if (op == 2 && !in_lock(snoop_line))
				fail("flush of %llx without its lock", (unsigned long long)snoop_line);
			if (expected && !expected(snoop_line, op == 2))
				fail("snoop of %llx belongs to no coherent access", (unsigned long long)snoop_line);
		}
		work();
	}
};

struct Mode {
	const char *name;
	u64 seed;
	int mode;     /* coherent_mode_i */
	int delay;
	bool zero;
	int coherent; /* percent of accesses that ask for snooping */
	bool cpu;
};

/* What the windows make of a bus address; -1: decode error. */
static long long physical(u64 bus, bool zero)
{
	u64 lo = zero ? DB_RAM_BASE : DB_BUS_LO_BASE, hi = zero ? DB_RAM_HI_BASE : DB_BUS_HI_BASE;

	if (bus >= lo && bus < lo + PAGES * 4096)
		return (long long)(bus - lo + DB_RAM_BASE);
	if (bus >= hi && bus < hi + HI_PAGES * 4096)
		return (long long)(bus - hi + DB_RAM_HI_BASE);
	return -1;
}

static u64 bus_of(u64 pa, bool zero)
{
	if (zero)
		return pa;
	return pa >= DB_RAM_HI_BASE ? pa - DB_RAM_HI_BASE + DB_BUS_HI_BASE : pa - DB_RAM_BASE + DB_BUS_LO_BASE;
}

static bool snoops(const Mode &m, const Burst &b) { return m.mode == 1 || (m.mode == 0 && b.cache >> 2); }

static void cycle(Master &m, Slave &s, Cpu &c)
{
	m.drive(mp);
	put_m(mp, 0);
	s.drive(sp);
	put_s(sp, 0);
	c.drive();
	top->clk = 0;
	top->eval();
	get_m(mp, 0);
	get_s(sp, 0);
	s.sample(sp);
	m.sample(mp);
	c.sample();
	top->clk = 1;
	top->eval();
	now++;
}

static void reset(const Mode &m)
{
	delete top; /* the port properties keep what is outstanding over a reset: start afresh */
	top = new Vtb_path;
	mp = Port{};
	sp = Port{};
	put_m(mp, 0);
	put_s(sp, 0);
	top->cfg_ram_pages_i = PAGES;
	top->cfg_ram_hi_pages_i = HI_PAGES;
	top->bus_zero_i = m.zero;
	top->coherent_mode_i = (u8)m.mode;
	top->delay_i = (u8)m.delay;
	top->seed_i = (u32)m.seed;
	top->snp_req_ready_i = 0;
	top->snp_rsp_valid_i = 0;
	top->rst = 1;
	for (int i = 0; i < 3; i++) {
		top->clk = 0;
		top->eval();
		top->clk = 1;
		top->eval();
	}
	top->rst = 0;
	top->clk = 0;
	top->eval();
}

static int run(const Mode &mode, u64 todo)
{
	Board board;
	Memory mem;
	Master m(board, mode.seed * 3, "DMA");
	Slave s(mem, mode.seed * 3 + 1, "memory");
	Cpu cpu(mode.seed * 3 + 2, mem, board);
	int before = fails;
	u64 start;

	reset(mode);
	cpu.active = mode.cpu;
	m.cfg.todo = todo;
	m.make = [&](Rng &rng, Txn &t) {
		Burst &b = t.b;
		bool shared = mode.cpu && rng.chance(70);
		u64 pa;

		b.write = rng.chance(50);
		b.id = rng.below(rng.chance(50) ? 4 : 64);
		b.cache = (shared && mode.mode == 0) || rng.chance(mode.coherent) ? 15 : 3;
		if (shared)
			random_burst(rng, b, SHARED, SHARED + SHARED_SIZE, 33);
		else if (rng.chance(20))
			random_burst(rng, b, DB_RAM_HI_BASE, DB_RAM_HI_BASE + HI_PAGES * 4096, 33);
		else
			random_burst(rng, b, PRIVATE, PRIVATE + PRIVATE_SIZE - 1, 33);
		pa = b.addr;
		if (shared && burst_hi(b) >= SHARED + SHARED_SIZE)
			return false;
		b.addr = bus_of(pa, mode.zero);
		if (shared && b.write)
			for (unsigned n = 0; n <= b.len; n++) { /* device dwords only */
				t.data.push_back(rng.next());
				t.strb.push_back(cpu_owned(beat_addr(b, n)) ? 0 : beat_lanes(b, n) & (u8)(rng.chance(60) ? 255 : rng.next()));
			}
		t.phys = pa;
		return true;
	};
	m.judge = [&](const Txn &t, u64 a, u8 got) {
		if (mode.cpu && a >= SHARED && a < SHARED + SHARED_SIZE && cpu_owned(a))
			return cpu.legal(a, t.issued, got);
		return got == board.ref.get(a);
	};
	m.on_issue = [&](const Txn &t) {
		if (t.b.write)
			for (unsigned n = 0; n <= t.b.len; n++)
				for (int i = 0; i < 8; i++)
					if (t.strb[n] >> i & 1)
						cpu.flying[(beat_addr(t.b, n) - t.b.addr + t.phys) / 8 * 8 + i].push_back((u8)(t.data[n] >> 8 * i));
	};
	m.on_done = [&](const Txn &t) {
		if (t.b.write)
			for (unsigned n = 0; n <= t.b.len; n++)
				for (int i = 0; i < 8; i++)
					if (t.strb[n] >> i & 1)
						cpu.flying[(beat_addr(t.b, n) - t.b.addr + t.phys) / 8 * 8 + i].clear();
	};
	cpu.expected = [&](u64 line, bool write) {
		for (auto *t : board.live) {
			u64 off = t->phys - t->b.addr;

			if (t->b.write == write && snoops(mode, t->b) && burst_lo(t->b) + off < line + LINE && burst_hi(t->b) + off >= line)
				return true;
		}
		return false;
	};
	s.check = [&](const Burst &b) {
		for (auto *t : board.live)
			if (t->phys == b.addr && t->b.id == b.id && t->b.write == b.write && t->b.cache == b.cache && t->b.len == b.len)
				return;
		fail("memory: request %llx was never made", (unsigned long long)b.addr);
	};
	start = now;
	while (!m.idle()) {
		cycle(m, s, cpu);
		if (now - start > todo * 1000) {
			fail("%s: not finished after %llu cycles", mode.name, (unsigned long long)(now - start));
			break;
		}
	}
	/* at the end memory and cache together must hold what was written last */
	if (mode.cpu) {
		for (auto &x : cpu.lines)
			cpu.write_back(x.first, x.second);
		for (u64 a = SHARED; a < SHARED + SHARED_SIZE; a++) {
			u8 want = cpu_owned(a) ? (cpu.history[a].empty() ? Memory::fresh(a) : cpu.history[a].back().second) : board.ref.get(a);

			checks++;
			if (mem.get(a) != want)
				fail("%s: at the end %llx holds %02x instead of %02x", mode.name, (unsigned long long)a, mem.get(a), want);
		}
		if (!cpu.hits || !cpu.held || !cpu.stores)
			fail("%s: the run shows too little (%llu dirty lines snooped, %llu fills held)", mode.name,
			     (unsigned long long)cpu.hits, (unsigned long long)cpu.held);
	}
	if ((mode.mode == 2 || (mode.mode == 0 && !mode.coherent && !mode.cpu)) && cpu.cleans + cpu.flushes)
		fail("%s: %llu snoops", mode.name, (unsigned long long)(cpu.cleans + cpu.flushes));
	printf("path %s seed %llu: %llu transactions, %llu cycles, %llu cleans, %llu flushes, %llu dirty, %llu fills held%s\n", mode.name,
	       (unsigned long long)mode.seed, (unsigned long long)m.done, (unsigned long long)(now - start), (unsigned long long)cpu.cleans,
	       (unsigned long long)cpu.flushes, (unsigned long long)cpu.hits, (unsigned long long)cpu.held, fails > before ? "  FAILED" : "");
	return fails > before;
}

/* Every edge of the windows, by the address that leaves. */
static int edges(bool zero)
{
	static const u64 bases[] = {DB_BUS_LO_BASE, DB_BUS_HI_BASE, DB_RAM_BASE, DB_RAM_HI_BASE, DB_BUS_LO_BASE + DB_BUS_LO_SIZE,
		DB_BUS_HI_BASE + DB_BUS_HI_SIZE, 0, DB_BOOTROM_BASE, DB_CLINT_BASE, DB_DMA_BASE, DB_SYSCTL_BASE,
		DB_UNCACHED_ALIAS | DB_RAM_BASE, DB_UNCACHED_ALIAS | DB_RAM_HI_BASE, 0xff00000000ull};
	static const int pages[] = {0, 1, PAGES, HI_PAGES};
	Mode mode = {"edges", 1, 2, 0, zero, 0, false};
	int before = fails;

	reset(mode);
	for (u64 base : bases)
		for (int p : pages)
			for (int d = -8; d <= 8; d += 8) {
				u64 a = (base + p * 4096ull + d) & 0xffffffffffull;
				long long want = physical(a, zero);

				for (int wr = 0; wr < 2; wr++) {
					u64 got;
					int n = 0;

					mp = Port{};
					sp = Port{};
					(wr ? mp.awvalid : mp.arvalid) = 1;
					(wr ? mp.awaddr : mp.araddr) = a;
					(wr ? mp.awsize : mp.arsize) = 3;
					(wr ? mp.awburst : mp.arburst) = INCR;
					do {
						put_m(mp, 0);
						put_s(sp, 0);
						top->clk = 0;
						top->eval();
						get_m(mp, 0);
						get_s(sp, 0);
						bool out = wr ? sp.awvalid : sp.arvalid;
						got = wr ? sp.awaddr : sp.araddr;
						if (wr ? mp.awready : mp.arready)
							mp.awvalid = mp.arvalid = 0;
						if (out)
							break;
						top->clk = 1;
						top->eval();
						now++;
					} while (n++ < 20);
					checks++;
					/* an error is an address above every physical one: no map decodes it */
					if (want >= 0 ? got != (u64)want : got < 1ull << DB_PADDR_BITS)
						fail("window %s %llx: leaves as %llx instead of %llx", wr ? "write" : "read",
						     (unsigned long long)a, (unsigned long long)got, (unsigned long long)want);
					reset(mode);
				}
			}
	printf("path windows, offset %s: every edge%s\n", zero ? "0" : "as documented", fails > before ? "  FAILED" : "");
	return fails > before;
}

/* Delays off: the two delay blocks add the one slice and nothing else; bursts at full rate. */
static int throughput(void)
{
	Mode mode = {"throughput", 5, 0, 0, false, 0, false};
	Board board;
	Memory mem;
	Master m(board, 5, "throughput");
	Slave s(mem, 6, "throughput");
	Cpu cpu(7, mem, board);
	int before = fails;

	reset(mode);
	cpu.active = false;
	m.cfg.p_ready = m.cfg.p_issue = m.cfg.p_w = 100;
	m.cfg.todo = 400;
	s.p_ready = s.p_valid = 100;
	s.latency = 4;
	m.make = [&](Rng &, Txn &t) {
		t.b = Burst{(bool)(m.issued & 1), m.issued % 14, DB_BUS_LO_BASE + m.issued % 64 * 128, 15, 3, INCR, 3, 0, 0};
		t.phys = t.b.addr - DB_BUS_LO_BASE + DB_RAM_BASE;
		return true;
	};
	u64 start = now;
	while (!m.idle() && now - start < 20000)
		cycle(m, s, cpu);
	double per = 400.0 * 16 / (double)(now - start);
	checks++;
	printf("path throughput without snooping: %.2f beats a cycle, reads and writes together\n", per);
	if (per < 1.8)
		fail("throughput %.2f beats a cycle: want at least 1.8 of 2", per);
	return fails > before;
}

int main(void)
{
	static const Mode modes[] = {
		{"plain", 11, 0, 0, false, 0, false},
		{"never snoops", 12, 2, 0, false, 100, false},
		{"coherent by access", 13, 0, 0, false, 30, true},
		{"coherent by access", 14, 0, 0, false, 0, true},
		{"all coherent", 15, 1, 0, false, 0, true},
		{"all coherent, delays", 16, 1, 3, false, 0, true},
		{"delay without slices", 17, 0, 1, false, 50, false},
		{"both delays", 18, 0, 3, false, 50, true},
		{"bus offset 0", 19, 0, 2, true, 50, true},
	};
	int bad = 0, n = 0;

	setvbuf(stdout, nullptr, _IOLBF, 0);
	for (auto &m : modes) {
		bad += run(m, 3000);
		n++;
	}
	bad += edges(false) + edges(true) + throughput();
	n += 3;
	printf("%d passed, %d failed (%d checks)\n", n - bad, bad, checks);
	return bad != 0;
}
