// SPDX-License-Identifier: Apache-2.0
// Lockstep of the whole SoC with Unicorn: random programs through the real LSU, caches and fabric, by turns plain and
// with every hostile switch on. Memory behind the memory port is a plain array with random delays.
//
// usage: soc_lockstep [--seed S] [--random N] [--only I] [--perf FILE.bin]
// Prints `N passed, N failed`.
#include <verilated.h>
#include "Vdoorbell_soc.h"
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <string>
#include <vector>
extern "C" {
#include "gen.h"
#include "ref.h"
}

static const uint64_t RAM_BASE = 0x80000000, RAM_SIZE = 0x40000;
static bool trace_on;

struct burst {
	uint64_t addr;
	unsigned id, len, left, type;
};

// Memory port: bursts in order of arrival, reads and writes apart.
struct memory {
	std::vector<uint8_t> ram = std::vector<uint8_t>(RAM_SIZE);
	std::deque<burst> rd, wr;
	std::deque<unsigned> b;
	uint64_t rng = 1;
	bool jitter = false, r_on = false, b_on = false;

	bool chance(unsigned n)
	{
		return !jitter || (gen_random(&rng) >> 33) % n == 0;
	}
	uint8_t *at(uint64_t a)
	{
		a = (a & ~0x2000000000ULL) - RAM_BASE;
		if (a >= RAM_SIZE) {
			printf("memory port: address %" PRIx64 "\n", a + RAM_BASE);
			exit(1);
		}
		return &ram[a & ~7ULL];
	}
	static void next(burst *x)
	{
		uint64_t size = (uint64_t)(x->len + 1) * 8;
		uint64_t n = (x->addr & ~7ULL) + 8;

		if (x->type == 2 && n % size == 0)
			n -= size;
		x->addr = n;
		x->left--;
	}
	void drive(Vdoorbell_soc *t)
	{
		t->m_axi_mem_arready = rd.size() < 4 && chance(2);
		t->m_axi_mem_awready = wr.size() < 4 && chance(2);
		t->m_axi_mem_wready = !wr.empty() && chance(2);
		r_on = !rd.empty() && (r_on || chance(4));
		t->m_axi_mem_rvalid = r_on;
		if (r_on) {
			memcpy(&t->m_axi_mem_rdata, at(rd[0].addr), 8);
			t->m_axi_mem_rid = rd[0].id;
			t->m_axi_mem_rlast = rd[0].left == 0;
			t->m_axi_mem_rresp = 0;
		}
		b_on = !b.empty() && (b_on || chance(6));
		t->m_axi_mem_bvalid = b_on;
		if (b_on) {
			t->m_axi_mem_bid = b[0];
			t->m_axi_mem_bresp = 0;
		}
	}
	void sample(Vdoorbell_soc *t)
	{
		if (t->m_axi_mem_rvalid && t->m_axi_mem_rready) {
			r_on = false;
			if (rd[0].left == 0)
				rd.pop_front();
			else
				next(&rd[0]);
		}
		if (t->m_axi_mem_bvalid && t->m_axi_mem_bready) {
			b_on = false;
			b.pop_front();
		}
		if (t->m_axi_mem_wvalid && t->m_axi_mem_wready) {
			uint8_t *p = at(wr[0].addr);

			for (int i = 0; i < 8; i++)
				if (t->m_axi_mem_wstrb >> i & 1)
					p[i] = (uint8_t)(t->m_axi_mem_wdata >> (8 * i));
			if (wr[0].left == 0) {
				b.push_back(wr[0].id);
				wr.pop_front();
			} else {
				next(&wr[0]);
			}
		}
		if (t->m_axi_mem_arvalid && t->m_axi_mem_arready)
			rd.push_back({t->m_axi_mem_araddr, t->m_axi_mem_arid, t->m_axi_mem_arlen, t->m_axi_mem_arlen,
				      t->m_axi_mem_arburst});
		if (t->m_axi_mem_awvalid && t->m_axi_mem_awready)
			wr.push_back({t->m_axi_mem_awaddr, t->m_axi_mem_awid, t->m_axi_mem_awlen, t->m_axi_mem_awlen,
				      t->m_axi_mem_awburst});
	}
};

static bool run(memory *m, uint64_t seed, uint32_t hostile, uint64_t finish, bool lockstep, uint64_t *cycles,
		uint64_t *insns)
{
	auto ctx = std::make_unique<VerilatedContext>();
	auto t = std::make_unique<Vdoorbell_soc>(ctx.get());
	ref_config rc = {};
	rc.ram = m->ram.data();
	rc.base = rc.pc = RAM_BASE;
	rc.size = rc.code_size = RAM_SIZE;
	rc.line = 64;
	rc.machine_only = MACHINE_ONLY;
	ref *r = lockstep ? ref_new(&rc) : nullptr;
	uint64_t quiet = 0, n = 0, cycle;
	bool ok = true, done = false, started = false;

	t->cfg_seed_i = (uint32_t)seed;
	t->cfg_hostile_i = hostile;
	t->cfg_ram_pages_i = RAM_SIZE / 4096;
	t->cfg_boot_addr_i = RAM_BASE;
	t->uart_tx_ready_i = 1;
	t->uart_rxd_i = 1;
	t->rst = 1;
	for (cycle = 0; ok && !done && cycle < 3000000; cycle++) {
		if (cycle == 8)
			t->rst = 0;
		t->clk = 0;
		m->drive(t.get());
		t->eval();
		quiet++;
		if (t->rvfi_valid && !t->rst) {
			rvfi v = {};

			v.order = t->rvfi_order;
			v.pc = t->rvfi_pc_rdata;
			v.next = t->rvfi_pc_wdata;
			v.insn = t->rvfi_insn;
			v.trap = t->rvfi_trap;
			v.intr = t->rvfi_intr;
			v.mode = t->rvfi_mode;
			v.rd = t->rvfi_rd_addr;
			v.rd_wdata = t->rvfi_rd_wdata;
			v.rs1 = t->rvfi_rs1_addr;
			v.rs2 = t->rvfi_rs2_addr;
			v.rs1_rdata = t->rvfi_rs1_rdata;
			v.rs2_rdata = t->rvfi_rs2_rdata;
			v.mem_addr = t->rvfi_mem_addr;
			v.rmask = t->rvfi_mem_rmask;
			v.wmask = t->rvfi_mem_wmask;
			v.mem_rdata = t->rvfi_mem_rdata;
			v.mem_wdata = t->rvfi_mem_wdata;
			quiet = 0;
			started |= v.pc == RAM_BASE;
			if (started) {
				n++;
				if (trace_on)
					printf("%8" PRIu64 " %6" PRIu64 " %10" PRIx64 " %08x x%d=%" PRIx64
					       " mem %" PRIx64 " r%02x w%02x%s\n",
					       cycle, v.order, v.pc, v.insn, v.rd, v.rd_wdata, v.mem_addr, v.rmask,
					       v.wmask, v.trap ? " trap" : "");
				if (r && ref_check(r, &v))
					ok = false;
				done = v.wmask && v.mem_addr == finish && !v.trap;
			}
		}
		if (quiet > 20000) {
			printf("nothing retires since cycle %" PRIu64 "\n", cycle - quiet);
			ok = false;
		}
		m->sample(t.get());
		t->clk = 1;
		t->eval();
	}
	if (ok && !done) {
		printf("no end after %" PRIu64 " cycles\n", cycle);
		ok = false;
	}
	*cycles = cycle;
	*insns = n;
	ref_free(r);
	t->final();
	return ok;
}

int main(int argc, char **argv)
{
	uint64_t seed = 1, random = 12, only = 0, cycles, insns, all_cycles = 0, all_insns = 0;
	const char *perf = nullptr;
	int passed = 0, failed = 0;

	for (int i = 1; i < argc; i++) {
		std::string a = argv[i];

		if (a == "--seed" && i + 1 < argc)
			seed = strtoull(argv[++i], nullptr, 0);
		else if (a == "--random" && i + 1 < argc)
			random = strtoull(argv[++i], nullptr, 0);
		else if (a == "--only" && i + 1 < argc)
			only = strtoull(argv[++i], nullptr, 0);
		else if (a == "--perf" && i + 1 < argc)
			perf = argv[++i];
		else if (a == "--trace")
			trace_on = true;
		else {
			fprintf(stderr,
				"usage: soc_lockstep [--seed S] [--random N] [--only I] [--trace] [--perf FILE.bin]\n");
			return 2;
		}
	}
	printf("soc lockstep: seed %" PRIu64 ", %" PRIu64 " random programs\n", seed, random);
	for (uint64_t i = 0; i < random; i++) {
		memory m;
		gen_config cfg;

		if (only && i + 1 != only)
			continue;
		memset(&cfg, 0, sizeof(cfg));
		m.rng = cfg.seed = seed * 1000003 + i;
		m.jitter = i % 3 != 0;
		cfg.base = RAM_BASE;
		cfg.data = RAM_BASE + RAM_SIZE / 2;
		cfg.finish = RAM_BASE + RAM_SIZE / 2 + GEN_DATA_SIZE;
		cfg.irq_ack = cfg.finish + 64;
		cfg.bad = 0xc0000000;
		cfg.code = m.ram.data();
		cfg.data_mem = m.ram.data() + RAM_SIZE / 2;
		cfg.code_max = RAM_SIZE / 2;
		cfg.blocks = 150;
		cfg.rounds = 2;
		cfg.features = GEN_CODE | GEN_TRAPS | GEN_ALIAS;
		if (gen_program(&cfg) && run(&m, cfg.seed, i % 2 ? 0xff : 0, cfg.finish, true, &cycles, &insns)) {
			passed++;
		} else {
			failed++;
			printf("FAIL random program %" PRIu64 ": --seed %" PRIu64 " --only %" PRIu64 "\n", i + 1, seed,
			       i + 1);
		}
		all_cycles += cycles;
		all_insns += insns;
	}
	if (random)
		printf("random: %" PRIu64 " instructions in %" PRIu64 " cycles\n", all_insns, all_cycles);
	if (perf) {
		memory m;
		FILE *f = fopen(perf, "rb");

		if (!f || !fread(m.ram.data(), 1, RAM_SIZE, f)) {
			fprintf(stderr, "soc_lockstep: cannot read %s\n", perf);
			return 2;
		}
		fclose(f);
		bool ok = run(&m, 1, 0, 0x10000000, false, &cycles, &insns);
		printf("perf: %" PRIu64 " instructions, %" PRIu64 " cycles, CPI %.3f\n", insns, cycles,
		       (double)cycles / (double)insns);
		if (ok && (double)cycles < 1.4 * (double)insns) {
			passed++;
		} else {
			failed++;
			printf("FAIL perf: CPI above 1.4\n");
		}
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
