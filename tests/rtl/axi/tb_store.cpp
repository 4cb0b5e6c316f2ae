// SPDX-License-Identifier: Apache-2.0
/*
 * axi_w_store: every beat comes out once and in order; no beat of a burst comes out before its last has gone in, and one
 * cycle after that the first is offered; a burst that has begun is offered without a gap; what is offered stays; no path
 * from m_axi_wready within a cycle; full rate; bursts up to DEPTH beats.
 */
#include "Vaxi_w_store.h"
#include "verilated.h"
#include "axi_bfm.h"

u64 now;
int fails, checks;

static const unsigned depth = 128;
static Vaxi_w_store *top;

struct Beat {
	u64 data;
	u8 strb;
	bool last;
	bool operator==(const Beat &o) const
	{
		return data == o.data && strb == o.strb && last == o.last;
	}
};

static Beat offered(void)
{
	return {top->m_axi_wdata, top->m_axi_wstrb, (bool)top->m_axi_wlast};
}

static void edge(void)
{
	top->clk = 1;
	top->eval();
	now++;
}

static void settle(void)
{
	top->clk = 0;
	top->eval();
}

static void reset(void)
{
	delete top;
	top = new Vaxi_w_store;
	top->rst = 1;
	for (int i = 0; i < 2; i++) {
		settle();
		edge();
	}
	top->rst = 0;
}

/* Chances in percent that the source offers and the sink takes; bursts of min to max beats. */
static int flow(int p_in, int p_out, unsigned min, unsigned max, u64 seed)
{
	std::deque<Beat> inside;
	Rng rng(seed);
	Beat in = {0, 0, false}, held = {0, 0, false};
	unsigned left = 0, whole = 0, out = 0, fresh = 0;
	bool valid = false, stalled = false, begun = false;
	int before = fails;
	const unsigned cycles = 20000;

	reset();
	for (unsigned t = 0; t < cycles; t++) {
		if (!valid && rng.chance(p_in)) {
			if (!left)
				left = min + (unsigned)(rng.next() % (max - min + 1));
			in = {rng.next(), (u8)rng.next(), left == 1};
			valid = true;
		}
		bool ready = rng.chance(p_out);
		top->s_axi_wvalid = valid;
		top->s_axi_wdata = in.data;
		top->s_axi_wstrb = in.strb;
		top->s_axi_wlast = in.last;
		top->m_axi_wready = !ready;
		settle();
		u8 was = (u8)(top->s_axi_wready | top->m_axi_wvalid << 1);
		top->m_axi_wready = ready;
		settle();
		checks++;
		if (was != (top->s_axi_wready | top->m_axi_wvalid << 1))
			fail("ready or valid depends on m_axi_wready within a cycle");
		if (top->busy_o != !inside.empty())
			fail("busy_o is %d with %zu beats inside", top->busy_o, inside.size());
		if (top->m_axi_wvalid && !whole)
			fail("a beat is offered before its burst is complete");
		if (!top->m_axi_wvalid && whole)
			fail(begun ? "a gap within a burst" : "a complete burst is not offered");
		if (top->m_axi_wvalid && !inside.empty() && !(offered() == inside.front()))
			fail("beat %u is not what went in", out);
		if (stalled && !(top->m_axi_wvalid && offered() == held))
			fail("an offer was withdrawn or changed");
		stalled = top->m_axi_wvalid && !ready;
		held = offered();
		fresh = 0;
		if (valid && top->s_axi_wready) {
			inside.push_back(in);
			valid = false;
			left--;
			fresh = in.last;
		}
		if (top->m_axi_wvalid && ready && !inside.empty()) {
			begun = !inside.front().last;
			whole -= inside.front().last;
			inside.pop_front();
			out++;
		}
		whole += fresh;
		if (inside.size() > depth)
			fail("%zu beats inside", inside.size());
		edge();
	}
	/* Both sides always ready: what is lost is the first burst's length at most. */
	if (p_in == 100 && p_out == 100 && out + max + 2 < cycles)
		fail("%u beats in %u cycles", out, cycles);
	if (out < 20 * max)
		fail("only %u beats came out", out);
	printf("store: offers %d%% takes %d%% bursts of %u to %u%s\n", p_in, p_out, min, max, fails > before ? "  FAILED" : "");
	return fails > before;
}

int main(void)
{
	int bad = 0;

	setvbuf(stdout, nullptr, _IOLBF, 0);
	bad += flow(100, 100, 1, 16, 1) + flow(100, 100, 1, 1, 2) + flow(50, 60, 1, 20, 3) + flow(100, 30, 1, 40, 4) + flow(30, 100, 1, 8, 5) +
	       flow(90, 90, depth, depth, 6) + flow(100, 50, depth / 2, depth, 7);
	printf("%d passed, %d failed (%d checks)\n", 7 - bad, bad, checks);
	return bad != 0;
}
