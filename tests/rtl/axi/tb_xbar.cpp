// SPDX-License-Identifier: Apache-2.0
/*
 * Crossbar: four random masters against two random slaves. Checked: data of every byte, destination of every request,
 * ID and user bits at the slave, DECERR with the right beats, that nothing waits for ever, that a request and its answer
 * cost one cycle each when nothing is in the way, and full throughput of bursts.
 */
#include "Vaxi_xbar.h"
#include "axi_pins.h"
#include "doorbell/memmap.h"

u64 now;
int fails, checks;

static const u64 PAGES = 16, HI_PAGES = 8;
static Vaxi_xbar *top;
static Port mp[4], sp[2];

#define PF_PIN(s) top->s_axi_##s
static void put_m(Port &p, unsigned i) { AXI_FROM_MASTER(PF_SET, 6) }
static void get_m(Port &p, unsigned i) { AXI_FROM_SLAVE(PF_GET, 6) }
#undef PF_PIN
#define PF_PIN(s) top->m_axi_##s
static void put_s(Port &p, unsigned i) { AXI_FROM_SLAVE(PF_SET, 8) }
static void get_s(Port &p, unsigned i) { AXI_FROM_MASTER(PF_GET, 8) }

struct Region { u64 lo, hi; int kind; }; /* 0 RAM, 1 boot ROM, 2 device */
static const Region regions[] = {
	{DB_RAM_BASE, DB_RAM_BASE + PAGES * 4096, 0},
	{DB_RAM_HI_BASE, DB_RAM_HI_BASE + HI_PAGES * 4096, 0},
	{DB_BOOTROM_BASE, DB_BOOTROM_BASE + DB_BOOTROM_SIZE, 1},
	{DB_TEST_BASE, DB_TEST_BASE + DB_TEST_SIZE, 2},
	{DB_CLINT_BASE, DB_CLINT_BASE + DB_CLINT_SIZE, 2},
	{DB_PLIC_BASE, DB_PLIC_BASE + DB_PLIC_SIZE, 2},
	{DB_UART_BASE, DB_UART_BASE + DB_UART_SIZE, 2},
	{DB_DMA_BASE, DB_DMA_BASE + DB_DMA_SIZE, 2},
	{DB_SYSCTL_BASE, DB_SYSCTL_BASE + DB_SYSCTL_SIZE, 2},
};
/* which master reaches which kind: core data, fetch, DMA, core I/O */
static const bool reach[4][3] = {{1, 0, 0}, {1, 1, 0}, {1, 0, 0}, {0, 1, 1}};

/* slave that answers master m at address a, -1 for a decode error */
static int where(int m, u64 a)
{
	for (auto &r : regions)
		if (a >= r.lo && a < r.hi)
			return reach[m][r.kind] ? (r.kind ? 1 : 0) : -1;
	return -1;
}

static bool make(int m, Rng &rng, Txn &t)
{
	Burst &b = t.b;

	b.write = m != 1 && rng.chance(50);
	b.id = rng.below(m == 2 ? 64 : 16);
	b.prot = rng.below(8);
	b.cache = rng.below(16);
	b.user = m << 6 | rng.below(64);
	if (rng.chance(10)) { /* edges: just inside and just outside of every region */
		auto &r = regions[rng.below(sizeof(regions) / sizeof(*regions))];
		static const int off[] = {-8, 0, 8};
		u64 a = (rng.chance(50) ? r.lo : r.hi) + off[rng.below(3)];

		b.addr = a & ~7ull;
		b.size = 3;
		b.burst = INCR;
		b.len = 0;
	} else if (rng.chance(5)) {
		static const u64 holes[] = {0, DB_IOMMU_BASE, DB_STREAM_BASE, 0x2080000000ull, 0xff00000000ull, 0x40000000, 0x800000000ull};

		random_burst(rng, b, holes[rng.below(7)], holes[0] + 0x100000000000ull, 17);
		b.addr = (holes[rng.below(7)] & 0xffffffffffull) + (b.addr & 0xff8);
		b.len = b.burst == WRAP ? b.len : rng.below(4);
		if (b.burst == WRAP)
			b.addr &= ~((1ull << b.size) - 1);
		else
			b.addr &= ~0x7full;
	} else {
		const Region *r;

		do
			r = &regions[rng.below(sizeof(regions) / sizeof(*regions))];
		while (!reach[m][r->kind] && !rng.chance(5));
		u64 size = r->hi - r->lo > 0x10000 ? 0x10000 : r->hi - r->lo;
		if (r->kind == 0) {
			random_burst(rng, b, r->lo, r->lo + size, rng.chance(5) ? 256 : 17);
		} else {
			b.size = rng.below(4);
			b.addr = (r->lo + rng.next() % size) & ~((1ull << b.size) - 1);
			b.burst = INCR;
			b.len = 0;
		}
	}
	t.phys = b.addr;
	t.error = where(m, b.addr) < 0 ? 3 : 0;
	return true;
}

static void tick(std::vector<Master *> &ms, std::vector<Slave *> &ss)
{
	for (unsigned i = 0; i < ms.size(); i++) {
		ms[i]->drive(mp[i]);
		put_m(mp[i], i);
	}
	for (unsigned i = 0; i < ss.size(); i++) {
		ss[i]->drive(sp[i]);
		put_s(sp[i], i);
	}
	top->clk = 0;
	top->eval();
	for (unsigned i = 0; i < ms.size(); i++) {
		get_m(mp[i], i);
		ms[i]->sample(mp[i]);
	}
	for (unsigned i = 0; i < ss.size(); i++) {
		get_s(sp[i], i);
		ss[i]->sample(sp[i]);
	}
	top->clk = 1;
	top->eval();
	now++;
}

static int run(u64 seed, int p_ready, unsigned latency, u64 todo)
{
	Board board; /* learns at B what the memory must have taken at W */
	Memory mem;
	std::vector<Master *> ms;
	std::vector<Slave *> ss;
	static const char *names[] = {"core data", "fetch", "DMA", "core I/O"};
	int before = fails;

	for (auto &p : mp) p = Port{};
	for (auto &p : sp) p = Port{};
	top->rst = 1;
	for (int i = 0; i < 4; i++) {
		ms.push_back(new Master(board, seed * 8 + i, names[i]));
		ms[i]->cfg.p_ready = p_ready;
		ms[i]->cfg.todo = 0;
		ms[i]->make = [i](Rng &r, Txn &t) { return make(i, r, t); };
	}
	for (int i = 0; i < 2; i++) {
		ss.push_back(new Slave(mem, seed * 8 + 4 + i, i ? "peripherals" : "memory"));
		ss[i]->p_ready = p_ready;
		ss[i]->latency = latency;
		ss[i]->check = [i](const Burst &b) {
			int m = (int)(b.id >> 6);

			if ((b.user >> 6) != (u64)m)
				fail("slave %d: ID %llx comes with the user bits of master %llu", i, (unsigned long long)b.id,
				     (unsigned long long)(b.user >> 6));
			if (where(m, b.addr) != i)
				fail("slave %d: address %llx of master %d does not belong here", i, (unsigned long long)b.addr, m);
		};
	}
	for (int i = 0; i < 3; i++)
		tick(ms, ss);
	top->rst = 0;
	for (auto *m : ms)
		m->cfg.todo = todo;
	u64 start = now, total = 0;
	for (;;) {
		bool idle = true;

		tick(ms, ss);
		for (auto *m : ms)
			idle &= m->idle();
		if (idle)
			break;
		if (now - start > todo * 400) {
			fail("seed %llu: not finished after %llu cycles", (unsigned long long)seed, (unsigned long long)(now - start));
			break;
		}
	}
	for (auto *m : ms)
		total += m->done;
	printf("xbar seed %llu ready %d%% latency %u: %llu transactions, %llu cycles, %llu interleaved beats%s\n",
	       (unsigned long long)seed, p_ready, latency, (unsigned long long)total, (unsigned long long)(now - start),
	       (unsigned long long)(ss[0]->interleaved + ss[1]->interleaved), fails > before ? "  FAILED" : "");
	if (latency > 10 && ss[0]->interleaved == 0)
		fail("the memory never interleaved: the run shows too little");
	return fails > before;
}

/* One read alone: cycles from AR offered to AR at the slave, and from R offered to R at the master. */
static int latency(void)
{
	int before = fails, ar = -1, r = -1;

	for (auto &p : mp) p = Port{};
	for (auto &p : sp) p = Port{};
	mp[0].arvalid = 1; mp[0].araddr = DB_RAM_BASE; mp[0].arsize = 3; mp[0].arburst = INCR; mp[0].rready = 1;
	sp[0].arready = 1;
	for (int t = 0; t < 10 && r < 0; t++) {
		for (unsigned i = 0; i < 4; i++) put_m(mp[i], i);
		for (unsigned i = 0; i < 2; i++) put_s(sp[i], i);
		top->clk = 0;
		top->eval();
		get_m(mp[0], 0);
		get_s(sp[0], 0);
		bool taken = mp[0].arvalid && mp[0].arready;
		if (ar < 0 && sp[0].arvalid) {
			ar = t;
			sp[0].rvalid = 1; sp[0].rid = sp[0].arid; sp[0].rlast = 1; sp[0].rdata = 0x1122334455667788ull;
		} else if (sp[0].rvalid && sp[0].rready) {
			sp[0].rvalid = 0;
		}
		if (mp[0].rvalid)
			r = t - ar - 1;
		if (taken)
			mp[0].arvalid = 0;
		top->clk = 1;
		top->eval();
		now++;
	}
	checks++;
	printf("xbar latency: AR %d cycle, R %d cycle\n", ar, r);
	if (ar != 1 || r != 1)
		fail("latency AR %d, R %d: want 1 and 1", ar, r);
	return fails > before;
}

/* Bursts back to back with everything ready: beats per cycle near 1 in each direction. */
static int throughput(void)
{
	Board board; /* learns at B what the memory must have taken at W */
	Memory mem;
	std::vector<Master *> ms;
	std::vector<Slave *> ss;
	int before = fails;

	for (auto &p : mp) p = Port{};
	for (auto &p : sp) p = Port{};
	for (int i = 0; i < 4; i++) {
		ms.push_back(new Master(board, 77 + i, "throughput"));
		ms[i]->cfg.p_ready = ms[i]->cfg.p_issue = ms[i]->cfg.p_w = 100;
		ms[i]->cfg.todo = i == 2 ? 400 : 0;
		auto *n = &ms[i]->issued;
		ms[i]->make = [n](Rng &, Txn &t) {
			t.b.write = *n & 1;
			t.b.id = *n % 14;
			t.b.addr = t.phys = DB_RAM_BASE + *n % 128 * 128;
			t.b.len = 15;
			t.b.size = 3;
			t.b.burst = INCR;
			return true;
		};
	}
	for (int i = 0; i < 2; i++) {
		ss.push_back(new Slave(mem, 99 + i, "throughput"));
		ss[i]->p_ready = ss[i]->p_valid = 100;
		ss[i]->latency = 4;
	}
	u64 start = now;
	while (!ms[2]->idle() && now - start < 20000)
		tick(ms, ss);
	checks++;
	double per = 400.0 * 16 / (double)(now - start);
	printf("xbar throughput: %.2f beats a cycle, reads and writes together\n", per);
	if (per < 1.8)
		fail("throughput %.2f beats a cycle: want at least 1.8 of 2", per);
	return fails > before;
}

int main(void)
{
	int bad = 0, n = 0;

	setvbuf(stdout, nullptr, _IOLBF, 0);
	top = new Vaxi_xbar;
	top->cfg_ram_pages_i = PAGES;
	top->cfg_ram_hi_pages_i = HI_PAGES;
	for (u64 seed = 1; seed <= 4; seed++) {
		static const int ready[] = {100, 60, 20, 85};
		static const unsigned lat[] = {0, 30, 60, 200};

		bad += run(seed, ready[seed - 1], lat[seed - 1], 3000);
		n++;
	}
	bad += latency();
	bad += throughput();
	n += 2;
	printf("%d passed, %d failed (%d checks)\n", n - bad, bad, checks);
	return bad != 0;
}
