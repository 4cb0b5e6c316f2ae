// SPDX-License-Identifier: Apache-2.0
//
// Bench of rtl/cache/l1i.v: random fetch streams against a memory model. The bench plays the core (with kills and
// invalidations), the L1D's snoop port (hits and misses) and the memory behind AXI (bus errors, latency). Every answer is
// compared with what memory may hold: a line that the L1D has is newer than memory's, so each line has a version there.
#include "Vl1i.h"
#include "verilated.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <set>

#ifndef LINE
#define LINE 64
#endif

static Vl1i *top;
static unsigned long cycle;
static unsigned passed, failed;
static uint64_t rng;

static uint32_t rnd(uint32_t n)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (uint32_t)(rng >> 32) % n;
}

__attribute__((format(printf, 2, 3))) static void check(bool ok, const char *fmt, ...)
{
	if (ok) {
		passed++;
		return;
	}
	if (++failed > 20)
		return;
	va_list ap;
	va_start(ap, fmt);
	printf("FAIL cycle %lu: ", cycle);
	vprintf(fmt, ap);
	printf("\n");
	va_end(ap);
}

// ---- what memory and the L1D hold: a word is a function of its address and its line's version
static const uint64_t RAM = 0x80000000, PAGES = 8, HI = 0x400000000, HI_PAGES = 3, ROM = 0x1000;
static std::map<uint64_t, unsigned> version;  // of a line, memory's
static std::map<uint64_t, unsigned> dirty;    // lines in the L1D, with their version
static std::set<uint64_t> broken;             // words that answer with a bus error

static uint64_t line_of(uint64_t a)
{
	return a & ~(uint64_t)(LINE - 1);
}

static uint64_t word(uint64_t a, unsigned v)
{
	uint64_t x = (a >> 3) * 0x9e3779b97f4a7c15ull + v * 0xd1b54a32d192ed03ull;
	return x ^ x >> 29;
}

static bool is_ram(uint64_t a)
{
	return (a >= RAM && a < RAM + PAGES * 4096) || (a >= HI && a < HI + HI_PAGES * 4096);
}

static bool is_rom(uint64_t a)
{
	return a >= ROM && a < ROM + 4096;
}

// ---- the AXI memory and the snoop port
struct burst {
	uint64_t addr, due;
	unsigned len, beat;
	bool wrap;
};
static std::deque<burst> bursts;
static unsigned latency, stall;
static unsigned long n_wrap, n_single, n_snoop_hit, n_snoop_miss;
static uint64_t snp_line;
static int snp_beat = -1; // -1 idle
static bool snp_hit;
static unsigned long snp_due;

// what the cache holds as far as the bench knows: versions that a fetch of the line may see
static std::map<uint64_t, std::set<unsigned>> seen_ok;

struct request {
	uint64_t addr;
	unsigned long taken;
};
static std::deque<request> outstanding;

static unsigned newest(uint64_t line)
{
	auto d = dirty.find(line);
	return d != dirty.end() ? d->second : version[line];
}

static void drive_memory()
{
	top->m_axi_i_arready = bursts.size() < 2 && (!stall || rnd(stall) == 0);
	bool r = !bursts.empty() && bursts.front().due <= cycle && (!stall || rnd(stall) == 0);
	top->m_axi_i_rvalid = r;
	top->m_axi_i_rdata = 0xdeaddeaddeaddeadull;
	top->m_axi_i_rresp = 0;
	top->m_axi_i_rlast = 0;
	if (r) {
		burst &b = bursts.front();
		uint64_t bytes = (b.len + 1) * 8;
		uint64_t a = b.wrap ? (b.addr & ~(bytes - 1)) | ((b.addr + b.beat * 8) & (bytes - 1)) : b.addr + b.beat * 8;
		top->m_axi_i_rdata = word(a, version[line_of(a)]);
		top->m_axi_i_rresp = broken.count(a) ? 2 : 0;
		top->m_axi_i_rlast = b.beat == b.len;
	}
	top->snp_req_ready_i = snp_beat < 0 && (!stall || rnd(stall) == 0);
	bool s = snp_beat >= 0 && snp_due <= cycle && (!stall || rnd(stall) == 0);
	top->snp_rsp_valid_i = s;
	top->snp_rsp_hit_i = snp_hit;
	top->snp_rsp_last_i = s && (!snp_hit || snp_beat == LINE / 8 - 1);
	top->snp_rsp_data_i = s && snp_hit ? word(snp_line + 8 * snp_beat, dirty[snp_line]) : 0xbadbadbadbadbadull;
}

static void take_memory()
{
	if (top->m_axi_i_rvalid && top->m_axi_i_rready && bursts.front().beat++ == bursts.front().len)
		bursts.pop_front();
	if (top->m_axi_i_arvalid && top->m_axi_i_arready) {
		uint64_t a = top->m_axi_i_araddr;
		bool wrap = top->m_axi_i_arburst == 2;
		bool ok = top->m_axi_i_arsize == 3 && !(a & 7);
		if (is_rom(a))
			ok = ok && !wrap && top->m_axi_i_arlen == 0 && !(top->m_axi_i_arcache >> 2), n_single++;
		else
			ok = ok && is_ram(a) && wrap && top->m_axi_i_arlen == LINE / 8 - 1 && top->m_axi_i_arcache == 15, n_wrap++;
		check(ok, "AR of 0x%llx: burst %u len %u size %u cache %u", (unsigned long long)a, top->m_axi_i_arburst,
		      top->m_axi_i_arlen, top->m_axi_i_arsize, top->m_axi_i_arcache);
		bursts.push_back({ a, cycle + latency, (unsigned)top->m_axi_i_arlen, 0, wrap });
	}
	if (top->snp_rsp_valid_i) {
		if (!snp_hit || ++snp_beat == LINE / 8)
			snp_beat = -1;
	}
	if (top->snp_req_valid_o && top->snp_req_ready_i) {
		snp_line = top->snp_req_addr_o;
		check(snp_line == line_of(snp_line) && is_ram(snp_line), "snoop of 0x%llx", (unsigned long long)snp_line);
		snp_hit = dirty.count(snp_line);
		(snp_hit ? n_snoop_hit : n_snoop_miss)++;
		snp_beat = 0;
		snp_due = cycle + 1 + rnd(4);
	}
}

static bool killing;

static void clock_edge()
{
	take_memory();
	top->clk = 1;
	top->eval();
	top->clk = 0;
	cycle++;
}

static void judge()
{
	if (!top->if_rsp_valid_o || top->if_kill_i)
		return;
	if (outstanding.empty()) {
		check(false, "an answer without a request");
		return;
	}
	request q = outstanding.front();
	outstanding.pop_front();
	uint64_t a = q.addr, line = line_of(a);
	bool err = top->if_rsp_err_o;
	if (!is_ram(a) && !is_rom(a)) {
		check(err, "0x%llx is neither RAM nor ROM, but no access fault", (unsigned long long)a);
		return;
	}
	if (err) {
		check(broken.count(a), "0x%llx: access fault on a good word", (unsigned long long)a);
		return;
	}
	if (is_rom(a)) {
		check(top->if_rsp_data_o == word(a, 0), "ROM word 0x%llx", (unsigned long long)a);
		return;
	}
	bool ok = false;
	for (unsigned v : seen_ok[line])
		ok |= top->if_rsp_data_o == word(a, v);
	check(ok, "0x%llx: got 0x%llx, newest would be 0x%llx", (unsigned long long)a, (unsigned long long)top->if_rsp_data_o,
	      (unsigned long long)word(a, newest(line)));
}

static uint64_t pick(uint64_t last)
{
	unsigned r = rnd(100);
	if (r < 70)
		return last + 8;
	if (r < 85) // few sets, many tags: replacement
		return RAM + rnd(PAGES) * 4096 + rnd(2) * LINE + rnd(LINE / 8) * 8;
	if (r < 93)
		return (rnd(2) ? RAM : HI) + rnd(3) * 4096 + rnd(512) * 8;
	if (r < 96)
		return ROM + rnd(512) * 8;
	static const uint64_t nowhere[] = { 0, 0x0ff8, 0x2000, 0x10000000, 0x7ffffff8, RAM + PAGES * 4096, HI + HI_PAGES * 4096,
		0x2080000000, 0x4080000000, 0x10080000000, 0xffffffff80000000, 0x3fffffff8, 0x800000400000000 };
	return nowhere[rnd(sizeof nowhere / sizeof *nowhere)];
}

static void reset()
{
	top->rst = 1;
	top->if_req_valid_i = top->if_kill_i = top->if_inval_req_i = 0;
	for (int i = 0; i < 3; i++) {
		drive_memory();
		top->snp_req_ready_i = top->m_axi_i_arready = 0;
		top->eval();
		clock_edge();
	}
	top->rst = 0;
}

static void stream(unsigned seed, unsigned cycles)
{
	rng = 0x9e3779b97f4a7c15ull * (seed + 1);
	for (int i = 0; i < 10; i++)
		rnd(2);
	latency = 1 + rnd(30);
	stall = rnd(2) ? 0 : 2 + rnd(3);
	bool errors = rnd(3) == 0;
	broken.clear();
	for (unsigned i = 0; errors && i < 40; i++)
		broken.insert(RAM + rnd(PAGES * 512) * 8);
	if (errors)
		broken.insert(ROM + 8 * rnd(512));
	outstanding.clear();
	seen_ok.clear();
	dirty.clear();
	reset();
	uint64_t addr = RAM;
	bool inval = false;
	unsigned long inval_since = 0, last_answer = cycle;
	for (unsigned c = 0; c < cycles; c++) {
		drive_memory();
		// stores change a line in the L1D; write-backs bring it to memory. Not in the middle of an answer
		if (snp_beat < 0 && bursts.empty() && !top->m_axi_i_arvalid && rnd(20) == 0) {
			uint64_t line = RAM + rnd(PAGES) * 4096 + rnd(3) * LINE;
			unsigned v = newest(line) + 1;
			if (rnd(2))
				dirty[line] = v;
			else {
				version[line] = v;
				dirty.erase(line);
			}
			seen_ok[line].insert(v); // an older copy may stay in the L1I until an invalidation
		}
		killing = rnd(25) == 0;
		top->if_kill_i = killing;
		if (!inval && rnd(400) == 0) {
			inval = true;
			inval_since = cycle;
		}
		top->if_inval_req_i = inval;
		top->if_req_valid_i = outstanding.size() < 4 && rnd(8) != 0;
		top->if_req_addr_i = addr;
		top->eval();
		if (seen_ok[line_of(addr)].empty())
			seen_ok[line_of(addr)].insert(newest(line_of(addr)));
		judge();
		if (top->if_rsp_valid_o || outstanding.empty())
			last_answer = cycle;
		if (cycle - last_answer > 1000) {
			check(false, "no answer for 1000 cycles to 0x%llx", (unsigned long long)outstanding.front().addr);
			return;
		}
		if (top->if_req_valid_i && top->if_req_ready_o) {
			if (!killing)
				outstanding.push_back({ addr, cycle });
			addr = pick(addr);
		}
		if (killing)
			outstanding.clear();
		if (inval && top->if_inval_ack_o) {
			// from here on only the newest version of each line may be seen
			for (auto &s : seen_ok) {
				unsigned v = newest(s.first);
				s.second.clear();
				s.second.insert(v);
			}
			inval = false;
		} else if (inval && cycle - inval_since > 1000) {
			check(false, "an invalidation is not acknowledged");
			return;
		}
		clock_edge();
	}
}

// ---- directed: times and what goes over the bus
static unsigned fetch(uint64_t a, uint64_t *data, bool *err)
{
	top->if_req_valid_i = 1;
	top->if_req_addr_i = a;
	for (;;) {
		drive_memory();
		top->eval();
		bool taken = top->if_req_ready_o;
		clock_edge();
		if (taken)
			break;
	}
	top->if_req_valid_i = 0;
	unsigned long t = cycle;
	for (;;) {
		drive_memory();
		top->eval();
		if (top->if_rsp_valid_o) {
			*data = top->if_rsp_data_o;
			*err = top->if_rsp_err_o;
			unsigned n = (unsigned)(cycle - t) + 1;
			clock_edge();
			return n;
		}
		clock_edge();
		if (cycle - t > 1000) {
			printf("FAIL cycle %lu: no answer to 0x%llx\n%u passed, %u failed\n", cycle, (unsigned long long)a, passed,
			       failed + 1);
			exit(1);
		}
	}
}

static void directed()
{
	uint64_t d;
	bool e;
	rng = 12345;
	latency = 20;
	stall = 0;
	broken.clear();
	dirty.clear();
	version.clear();
	reset();
	unsigned long w = n_wrap;
	uint64_t a = RAM + 0x128;
	unsigned miss = fetch(a, &d, &e);
	check(!e && d == word(a, 0), "first fetch");
	check(miss < 20 + 12, "critical word after %u cycles at latency 20", miss);
	unsigned hit = fetch(a + 8, &d, &e); // waits for the rest of the line
	hit = fetch(a, &d, &e);
	check(hit == 1 && d == word(a, 0), "a hit takes %u cycles, expected 1", hit);
	check(n_wrap == w + 1, "one refill expected, saw %lu", n_wrap - w);
	// hits stream, one per cycle
	for (uint64_t x = 0; x < LINE; x += 8)
		fetch(line_of(a) + x, &d, &e);
	unsigned answers = 0;
	unsigned long t = cycle;
	for (unsigned i = 0; i < LINE / 8 + 1; i++) {
		drive_memory();
		top->if_req_valid_i = i < LINE / 8;
		top->if_req_addr_i = line_of(a) + 8 * i;
		top->eval();
		if (top->if_rsp_valid_o) {
			check(top->if_rsp_data_o == word(line_of(a) + 8 * answers, 0), "stream word %u", answers);
			answers++;
		}
		clock_edge();
	}
	check(answers == LINE / 8 && cycle - t == LINE / 8 + 1, "%u hits in %lu cycles", answers, cycle - t);
	// dirty data of the L1D are seen, without a bus access
	uint64_t b = RAM + 0x1000;
	dirty[b] = 7;
	w = n_wrap;
	fetch(b + 16, &d, &e);
	check(!e && d == word(b + 16, 7) && n_wrap == w, "refill from the L1D");
	// as many lines of one set as there are ways stay, one more throws out one
	for (unsigned i = 0; i < 4; i++)
		fetch(RAM + 4096 * i + 0x200, &d, &e);
	w = n_wrap;
	for (unsigned i = 0; i < 4; i++)
		fetch(RAM + 4096 * i + 0x200, &d, &e);
	check(n_wrap == w, "four ways do not hold four lines: %lu refills", n_wrap - w);
	fetch(RAM + 4096 * 4 + 0x200, &d, &e);
	w = n_wrap;
	for (unsigned i = 0; i < 5; i++)
		fetch(RAM + 4096 * i + 0x200, &d, &e);
	check(n_wrap > w, "five lines in four ways");
	// a bus error faults and is not installed
	uint64_t f = RAM + 0x3008;
	broken.insert(f);
	fetch(f, &d, &e);
	check(e, "bus error without access fault");
	fetch(f + 8, &d, &e);
	check(!e && d == word(f + 8, 0), "word beside a bus error");
	for (int i = 0; i < 60; i++) { // the rest of that refill, its error included
		drive_memory();
		top->eval();
		clock_edge();
	}
	broken.clear();
	w = n_wrap;
	fetch(f, &d, &e);
	check(!e && d == word(f, 0) && n_wrap == w + 1, "a line with a bus error was installed");
	// the boot ROM is not kept
	w = n_single;
	fetch(ROM + 64, &d, &e);
	fetch(ROM + 64, &d, &e);
	check(!e && d == word(ROM + 64, 0) && n_single == w + 2, "boot ROM: %lu accesses for two fetches", n_single - w);
	// nothing fetches through the uncached alias or from devices, and nothing goes out
	w = n_wrap + n_single + n_snoop_hit + n_snoop_miss;
	fetch(0x2000000000 | RAM, &d, &e);
	check(e, "fetch through the alias");
	fetch(0x10000000, &d, &e);
	check(e && n_wrap + n_single + n_snoop_hit + n_snoop_miss == w, "fetch from a device");
}

int main(int argc, char **argv)
{
	VerilatedContext ctx;
	ctx.commandArgs(argc, argv);
	unsigned seeds = argc > 1 ? (unsigned)atoi(argv[1]) : 40;
	top = new Vl1i(&ctx);
	top->cfg_ram_pages_i = PAGES;
	top->cfg_ram_hi_pages_i = HI_PAGES;
	directed();
	for (unsigned s = 0; s < seeds; s++) {
		unsigned before = failed;
		stream(s, 20000);
		if (failed != before)
			printf("FAIL: with seed %u\n", s);
		bursts.clear();
		snp_beat = -1;
	}
	check(n_snoop_hit > 1000 && n_snoop_miss > 1000 && n_wrap > 1000 && n_single > 200,
	      "the streams cover too little: %lu snoop hits, %lu misses, %lu refills, %lu ROM words", n_snoop_hit, n_snoop_miss,
	      n_wrap, n_single);
	top->final();
	delete top;
	printf("seeds 0 to %u, line %d: %u passed, %u failed\n", seeds - 1, LINE, passed, failed);
	return failed != 0;
}
