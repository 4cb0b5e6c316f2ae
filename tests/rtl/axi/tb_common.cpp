// SPDX-License-Identifier: Apache-2.0
/*
 * Skid buffer, queue and arbiter: order and number of the items under random valid and ready, capacity, one item a cycle
 * with both sides ready, latency, ready independent of the other side within a cycle; the arbiter's fairness.
 */
#include "Vtb_common.h"
#include "verilated.h"
#include "axi_bfm.h"

u64 now;
int fails, checks;

static const char *names[4] = {"skid, registered", "skid, pass-through", "fifo 2", "fifo 8"};
static const unsigned capacity[4] = {2, 1, 2, 8}, latency[4] = {1, 0, 1, 1};
static Vtb_common *top;

static void settle(void)
{
	top->clk = 0;
	top->eval();
}

static void edge(void)
{
	top->clk = 1;
	top->eval();
	now++;
}

static void reset(void)
{
	delete top;
	top = new Vtb_common;
	top->rst = 1;
	settle();
	edge();
	settle();
	edge();
	top->rst = 0;
}

static int stream(int p_valid, int p_ready, u64 seed)
{
	std::deque<u32> inside[4];
	u64 taken[4] = {0}, next[4] = {0};
	Rng rng(seed);
	int before = fails;
	u8 valid = 0, ready;

	reset();
	for (int t = 0; t < 20000; t++) {
		u64 data = 0;

		ready = 0;
		for (int i = 0; i < 4; i++) {
			if (!(valid >> i & 1) && rng.chance(p_valid))
				valid |= (u8)(1 << i);
			if (rng.chance(p_ready))
				ready |= (u8)(1 << i);
			data |= (u64)(uint16_t)(next[i] * 40503) << 16 * i;
		}
		top->s_valid_i = valid;
		top->s_data_i = data;
		top->m_ready_i = (u8)~ready;
		settle();
		u8 s_ready = top->s_ready_o, m_valid = top->m_valid_o;
		top->m_ready_i = ready;
		settle();
		checks++;
		if (s_ready != top->s_ready_o || m_valid != top->m_valid_o)
			fail("ready or valid depends on m_ready within a cycle");
		for (int i = 0; i < 4; i++) {
			if ((valid & s_ready) >> i & 1) {
				inside[i].push_back((uint16_t)(next[i]++ * 40503));
				valid &= (u8)~(1 << i);
			}
			if (m_valid & ready & (1 << i)) {
				u32 got = (u32)(top->m_data_o >> 16 * i & 0xffff);

				if (inside[i].empty() || inside[i].front() != got)
					fail("%s: item %llu is %04x", names[i], (unsigned long long)taken[i], got);
				if (!inside[i].empty())
					inside[i].pop_front();
				taken[i]++;
			}
			if (inside[i].size() > capacity[i])
				fail("%s: holds %zu items", names[i], inside[i].size());
		}
		edge();
	}
	if (p_valid == 100 && p_ready == 100)
		for (int i = 0; i < 4; i++)
			if (taken[i] < 20000 - latency[i])
				fail("%s: %llu items in 20000 cycles", names[i], (unsigned long long)taken[i]);
	printf("common: valid %d%% ready %d%%%s\n", p_valid, p_ready, fails > before ? "  FAILED" : "");
	return fails > before;
}

/* How many items each takes from a source that never stops while the sink never takes any. */
static int fill(void)
{
	int before = fails;
	unsigned n[4] = {0};

	reset();
	top->m_ready_i = 0;
	top->s_valid_i = 15;
	for (int t = 0; t < 20; t++) {
		settle();
		for (int i = 0; i < 4; i++)
			n[i] += top->s_ready_o >> i & 1;
		edge();
	}
	for (int i = 0; i < 4; i++) {
		checks++;
		if (n[i] != capacity[i])
			fail("%s: took %u items, want %u", names[i], n[i], capacity[i]);
	}
	printf("common: capacity%s\n", fails > before ? "  FAILED" : "");
	return fails > before;
}

static int arbiter(void)
{
	Rng rng(5);
	int before = fails;
	unsigned waiting[3] = {0};

	reset();
	u8 req = 0;
	for (int t = 0; t < 20000; t++) {
		for (int i = 0; i < 3; i++)
			if (rng.chance(40))
				req |= (u8)(1 << i);
		top->req_i = req;
		top->advance_i = rng.chance(70);
		settle();
		u8 g = top->gnt_o;
		checks++;
		if (req ? (g & ~req) || !g || (g & (g - 1)) : g)
			fail("arbiter: requests %x granted %x", req, g);
		if (top->advance_i)
			for (int i = 0; i < 3; i++) {
				if (g >> i & 1) {
					waiting[i] = 0;
					if (rng.chance(50))
						req &= (u8)~(1 << i);
				} else if (req >> i & 1) {
					if (++waiting[i] > 2)
						fail("arbiter: requester %d waits for %u services", i, waiting[i]);
				}
			}
		edge();
	}
	printf("common: arbiter%s\n", fails > before ? "  FAILED" : "");
	return fails > before;
}

int main(void)
{
	int bad = 0;

	setvbuf(stdout, nullptr, _IOLBF, 0);
	bad += stream(100, 100, 1) + stream(50, 50, 2) + stream(100, 30, 3) + stream(30, 100, 4) + fill() + arbiter();
	printf("%d passed, %d failed (%d checks)\n", 6 - bad, bad, checks);
	return bad != 0;
}
