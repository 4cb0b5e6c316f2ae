// SPDX-License-Identifier: Apache-2.0
/*
 * Peripheral bridge: a random master against seven random AXI4-Lite devices. Checked: data, that each beat reaches its
 * device once, with its address, size, strobes and protection bits, in order; errors of devices and of addresses
 * without one; that a device that never answers does not hold up the others.
 */
#include "Vaxi_periph_bridge.h"
#include "axi_pins.h"
#include "doorbell/memmap.h"

u64 now;
int fails, checks;

static Vaxi_periph_bridge *top;
static Port mp;

#define PIN_M2S(X) \
	X(awid, 8) X(awaddr, 40) X(awlen, 8) X(awsize, 3) X(awburst, 2) X(awprot, 3) X(awvalid, 1) X(wdata, 64) X(wstrb, 8) \
	X(wlast, 1) X(wvalid, 1) X(bready, 1) X(arid, 8) X(araddr, 40) X(arlen, 8) X(arsize, 3) X(arburst, 2) X(arprot, 3) \
	X(arvalid, 1) X(rready, 1)
#define PF_PIN(s) top->s_axi_##s
static void put_m(Port &p, unsigned i) { PIN_M2S(PF_SET) }
static void get_m(Port &p, unsigned i) { AXI_FROM_SLAVE(PF_GET, 8) }

static const struct { u64 base, size; } dev[7] = {
	{DB_BOOTROM_BASE, DB_BOOTROM_SIZE}, {DB_TEST_BASE, DB_TEST_SIZE}, {DB_CLINT_BASE, DB_CLINT_SIZE},
	{DB_PLIC_BASE, DB_PLIC_SIZE}, {DB_UART_BASE, DB_UART_SIZE}, {DB_DMA_BASE, DB_DMA_SIZE},
	{DB_SYSCTL_BASE, DB_SYSCTL_SIZE},
};

static int device_of(u64 a)
{
	for (int d = 0; d < 7; d++)
		if (a >= dev[d].base && a < dev[d].base + dev[d].size)
			return d;
	return -1;
}

/* A device refuses with SLVERR what lies in the last 64 bytes of a page. */
static bool refused(u64 a) { return (a & 0xfff) >= 0xfc0; }

struct Beat { u64 addr, size, prot, data; u8 strb; };

struct Device {
	int n;
	Rng rng;
	Memory &mem;
	bool dead = false;
	int p = 50;
	std::deque<Beat> want_rd, want_wr; /* beats that must come, in order */
	bool ar_got = false, aw_got = false, w_got = false;
	u64 ar = 0, aw = 0, wd = 0, wp = 0, as = 0, ap = 0;
	u8 ws = 0;
	bool r_on = false, b_on = false;
	u64 reads = 0, writes = 0;

	Device(int i, u64 seed, Memory &m) : n(i), rng(seed), mem(m) {}

	void drive()
	{
		set_field(top->m_axil_arready, n, 1, !ar_got && rng.chance(p));
		set_field(top->m_axil_awready, n, 1, !aw_got && rng.chance(p));
		set_field(top->m_axil_wready, n, 1, !w_got && rng.chance(p));
		if (ar_got && !r_on && !dead && rng.chance(p)) {
			u64 v = 0;

			r_on = true;
			for (int i = 0; i < 8; i++)
				v |= (u64)mem.get(ar / 8 * 8 + i) << 8 * i;
			set_field(top->m_axil_rdata, n * 64, 64, v);
			set_field(top->m_axil_rresp, n * 2, 2, refused(ar) ? 2 : 0);
		}
		if (aw_got && w_got && !b_on && !dead && rng.chance(p)) {
			b_on = true;
			if (!refused(aw))
				for (int i = 0; i < 8; i++)
					if (ws >> i & 1)
						mem.put(aw / 8 * 8 + i, (u8)(wd >> 8 * i));
			set_field(top->m_axil_bresp, n * 2, 2, refused(aw) ? 2 : 0);
		}
		set_field(top->m_axil_rvalid, n, 1, r_on);
		set_field(top->m_axil_bvalid, n, 1, b_on);
	}
	void sample()
	{
		if (get_field(top->m_axil_arvalid, n, 1) && get_field(top->m_axil_arready, n, 1)) {
			ar = get_field(top->m_axil_araddr, n * 40, 40);
			as = get_field(top->m_axil_arsize, n * 2, 2);
			ap = get_field(top->m_axil_arprot, n * 3, 3);
			ar_got = true;
			reads++;
			checks++;
			if (want_rd.empty() || want_rd.front().addr != ar || want_rd.front().size != as || want_rd.front().prot != ap)
				fail("device %d: read %llx size %llu prot %llu; wanted %llx size %llu", n, (unsigned long long)ar,
				     (unsigned long long)as, (unsigned long long)ap,
				     want_rd.empty() ? 0 : (unsigned long long)want_rd.front().addr,
				     want_rd.empty() ? 0 : (unsigned long long)want_rd.front().size);
			if (!want_rd.empty())
				want_rd.pop_front();
		}
		if (get_field(top->m_axil_awvalid, n, 1) && get_field(top->m_axil_awready, n, 1)) {
			aw = get_field(top->m_axil_awaddr, n * 40, 40);
			wp = get_field(top->m_axil_awprot, n * 3, 3);
			aw_got = true;
		}
		if (get_field(top->m_axil_wvalid, n, 1) && get_field(top->m_axil_wready, n, 1)) {
			wd = get_field(top->m_axil_wdata, n * 64, 64);
			ws = (u8)get_field(top->m_axil_wstrb, n * 8, 8);
			w_got = true;
		}
		if (get_field(top->m_axil_rready, n, 1) && r_on)
			r_on = ar_got = false;
		if (get_field(top->m_axil_bready, n, 1) && b_on) {
			b_on = aw_got = w_got = false;
			writes++;
			checks++;
			if (want_wr.empty() || want_wr.front().addr != aw || want_wr.front().strb != ws || want_wr.front().data != wd ||
			    want_wr.front().prot != wp)
				fail("device %d: write %llx strobes %02x was not asked for here", n, (unsigned long long)aw, ws);
			if (!want_wr.empty())
				want_wr.pop_front();
		}
	}
};

static void cycle(Master &m, std::vector<Device> &d)
{
	m.drive(mp);
	put_m(mp, 0);
	for (auto &x : d)
		x.drive();
	top->clk = 0;
	top->eval();
	get_m(mp, 0);
	m.sample(mp);
	for (auto &x : d)
		x.sample();
	top->clk = 1;
	top->eval();
	now++;
}

static void reset(void)
{
	delete top;
	top = new Vaxi_periph_bridge;
	mp = Port{};
	put_m(mp, 0);
	top->rst = 1;
	for (int i = 0; i < 3; i++) {
		top->clk = 0;
		top->eval();
		top->clk = 1;
		top->eval();
	}
	top->rst = 0;
}

static void expect_beats(std::vector<Device> &d, const Txn &t)
{
	int n = device_of(t.b.addr);

	for (unsigned i = 0; n >= 0 && i <= t.b.len; i++) {
		Beat b = {beat_addr(t.b, i), t.b.size, t.b.prot, t.b.write ? t.data[i] : 0, t.b.write ? t.strb[i] : (u8)0};

		(t.b.write ? d[n].want_wr : d[n].want_rd).push_back(b);
	}
}

static int run(u64 seed, int p_ready, int p_device)
{
	Board board;
	Memory mem;
	Master m(board, seed, "master");
	std::vector<Device> d;
	int before = fails;
	u64 start = now;

	reset();
	for (int i = 0; i < 7; i++) {
		d.emplace_back(i, seed * 8 + i, mem);
		d[i].p = p_device;
	}
	m.cfg.todo = 4000;
	m.cfg.p_ready = p_ready;
	m.make = [&](Rng &rng, Txn &t) {
		int n = (int)rng.below(8);
		Burst &b = t.b;

		b.write = rng.chance(50);
		b.prot = rng.below(8);
		b.id = rng.below(32) << 3 | n; /* an ID for each device */
		if (n == 7) {
			b.addr = rng.chance(50) ? DB_IOMMU_BASE + rng.below(4096) : 0x70000000 + rng.below(4096);
			b.size = rng.below(4);
			b.addr &= ~((1ull << b.size) - 1);
			b.burst = INCR;
		} else {
			b.size = rng.below(4);
			b.addr = (dev[n].base + rng.next() % dev[n].size) & ~((1ull << b.size) - 1);
			b.burst = INCR;
		}
		t.phys = b.addr;
		t.error = device_of(b.addr) < 0 ? 3 : 0;
		if (!t.error && refused(b.addr))
			t.error = 2;
		if (b.write) { /* at least one strobe */
			t.data.push_back(rng.next());
			t.strb.push_back(beat_lanes(b, 0));
		}
		return true;
	};
	/* what reaches a device comes in the order of the requests, which the master keeps */
	m.on_issue = [&](const Txn &t) { expect_beats(d, t); };
	while (!m.idle()) {
		cycle(m, d);
		if (now - start > 4000 * 500) {
			fail("not finished");
			break;
		}
	}
	for (auto &x : d)
		if (!x.want_rd.empty() || !x.want_wr.empty())
			fail("device %d: %zu beats never came", x.n, x.want_rd.size() + x.want_wr.size());
	printf("bridge seed %llu: %llu transactions, %llu cycles%s\n", (unsigned long long)seed, (unsigned long long)m.done,
	       (unsigned long long)(now - start), fails > before ? "  FAILED" : "");
	return fails > before;
}

/* The UART never answers; three reads and three writes to it wait. Everyone else goes on. */
static int dead_device(void)
{
	Board board;
	Memory mem;
	Master m(board, 3, "master");
	std::vector<Device> d;
	int before = fails;
	u64 start = now, others = 0;

	reset();
	for (int i = 0; i < 7; i++)
		d.emplace_back(i, 50 + i, mem);
	d[4].dead = true;
	m.cfg.todo = 206;
	m.make = [&](Rng &rng, Txn &t) {
		int n = m.issued < 6 ? 4 : (int)(m.issued % 4);

		t.b.write = m.issued & 1;
		t.b.id = 3 << 6 | n;
		t.b.addr = t.phys = dev[n].base + rng.below(8) * 8 + (m.issued < 6 ? m.issued * 8 : 0);
		t.b.size = m.issued < 6 ? 0 : 3;
		t.b.burst = INCR;
		return true;
	};
	m.on_issue = [&](const Txn &t) { expect_beats(d, t); };
	m.on_done = [&](const Txn &) { others++; };
	while (others < 200 && now - start < 20000)
		cycle(m, d);
	checks++;
	if (others < 200)
		fail("only %llu of 200 accesses to other devices got past one that never answers", (unsigned long long)others);
	d[4].dead = false;
	while (!m.idle() && now - start < 40000)
		cycle(m, d);
	checks++;
	if (!m.idle())
		fail("the slow device's accesses were lost");
	printf("bridge: one device stuck%s\n", fails > before ? "  FAILED" : "");
	return fails > before;
}

int main(void)
{
	int bad = 0;

	setvbuf(stdout, nullptr, _IOLBF, 0);
	bad += run(1, 100, 100) + run(2, 60, 50) + run(3, 60, 20) + run(4, 30, 90) + dead_device();
	printf("%d passed, %d failed (%d checks)\n", 5 - bad, bad, checks);
	return bad != 0;
}
