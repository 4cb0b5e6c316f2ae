// SPDX-License-Identifier: Apache-2.0
// Test bench of doorbell_core: runs programs on the core between the models of model.c, in lockstep with Unicorn.
//
// usage: core_bench [--seed S] [--random N] [--perf FILE.bin] [FILE.bin ...]
// Each file is a flat binary for RAM_BASE that ends by storing 1 to IO_FINISH; it runs without and with random
// latencies. Then N random programs run, by turns plain, with traps, and with random interrupts. Prints a line per
// failure and `N passed, N failed`.
#include <verilated.h>
#include "Vdoorbell_core.h"
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>
extern "C" {
#include "gen.h"
#include "model.h"
#include "ref.h"
}

struct result {
	bool ok;
	uint64_t cycles, insns;
};

static bool trace_on;
static uint64_t irqs; // taken, in all programs

static void put_inputs(Vdoorbell_core *t, const pins &p, uint64_t cycle)
{
	t->if_req_ready_i = p.if_req_ready;
	t->if_rsp_valid_i = p.if_rsp_valid;
	t->if_rsp_data_i = p.if_rsp_data;
	t->if_rsp_err_i = p.if_rsp_err;
	t->if_inval_ack_i = p.if_inval_ack;
	t->ls_req_ready_i = p.ls_req_ready;
	t->ls_rsp_valid_i = p.ls_rsp_valid;
	t->ls_rsp_tag_i = p.ls_rsp_tag;
	t->ls_rsp_data_i = p.ls_rsp_data;
	t->ls_rsp_exc_i = p.ls_rsp_exc;
	t->ls_rsp_cause_i = p.ls_rsp_cause;
	t->ls_rsp_mdata_i = p.ls_rsp_mdata;
	t->ls_commit_ack_i = p.ls_commit_ack;
	t->ls_busy_i = p.ls_busy;
	t->irq_msip_i = p.irq & 1;
	t->irq_mtip_i = (p.irq >> 1) & 1;
	t->irq_meip_i = (p.irq >> 2) & 1;
	t->irq_seip_i = (p.irq >> 3) & 1;
	t->time_i = cycle / 10;
}

static void get_outputs(Vdoorbell_core *t, pins &p)
{
	p.if_req_valid = t->if_req_valid_o;
	p.if_req_addr = t->if_req_addr_o;
	p.if_kill = t->if_kill_o;
	p.if_inval_req = t->if_inval_req_o;
	p.ls_req_valid = t->ls_req_valid_o;
	p.ls_req_op = t->ls_req_op_o;
	p.ls_req_addr = t->ls_req_addr_o;
	p.ls_req_wdata = t->ls_req_wdata_o;
	p.ls_req_size = t->ls_req_size_o;
	p.ls_req_unsigned = t->ls_req_unsigned_o;
	p.ls_req_fence = t->ls_req_fence_o;
	p.ls_req_tag = t->ls_req_tag_o;
	p.ls_req_order = t->ls_req_order_o;
	p.ls_head_valid = t->ls_head_valid_o;
	p.ls_head_tag = t->ls_head_tag_o;
	p.ls_commit = t->ls_commit_o;
	p.ls_flush = t->ls_flush_o;
	p.ls_req_fault = t->ls_req_fault_o;
	p.ls_req_cause = t->ls_req_cause_o;
}

static rvfi get_rvfi(const Vdoorbell_core *t)
{
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
	return v;
}

// runs what is in m->ram until it finishes
static result run(model *m, uint64_t max_cycles, bool lockstep)
{
	auto ctx = std::make_unique<VerilatedContext>();
	// registers without a reset start with anything
	ctx->randReset(2);
	ctx->randSeed((int)(m->rng & 0x7fffffff));
	auto top = std::make_unique<Vdoorbell_core>(ctx.get());
	ref_config rc = {};
	rc.ram = m->ram;
	rc.base = RAM_BASE;
	rc.size = rc.code_size = RAM_SIZE;
	rc.rom = m->rom;
	rc.rom_size = sizeof(m->rom);
	rc.pc = 0x1000;
	rc.line = 64;
	rc.machine_only = MACHINE_ONLY;
	ref *ref = lockstep ? ref_new(&rc) : nullptr;
	result res = {true, 0, 0};
	uint64_t order = 0, quiet = 0, up[4] = {0, 0, 0, 0};
	pins p;

	memset(&p, 0, sizeof(p));
	top->rst = 1;
	for (int i = 0; i < 4; i++) {
		top->clk = 0;
		put_inputs(top.get(), p, 0);
		top->eval();
		top->clk = 1;
		top->eval();
	}
	top->rst = 0;
	while (res.ok && !m->finished && m->cycle < max_cycles) {
		model_drive(m, &p);
		put_inputs(top.get(), p, m->cycle);
		for (int i = 0; i < 4; i++)
			if (p.irq >> i & 1)
				up[i] = m->cycle;
		top->clk = 0;
		top->eval();
		get_outputs(top.get(), p);
		quiet++;
		if (top->rvfi_valid) {
			rvfi v = get_rvfi(top.get());

			for (int i = 0; i < 4; i++)
				v.lines |= (uint8_t)((up[i] && m->cycle - up[i] <= 200) << i);
			quiet = 0;
			res.insns++;
			if (trace_on)
				printf("%8" PRIu64 " %6" PRIu64 " %10" PRIx64 " %08x x%d=%" PRIx64 " mem %" PRIx64
				       " r%02x w%02x%s%s\n",
				       m->cycle, v.order, v.pc, v.insn, v.rd, v.rd_wdata, v.mem_addr, v.rmask, v.wmask,
				       v.trap ? " trap" : "", v.intr ? " intr" : "");
			if (v.order != order++) {
				printf("rvfi: order %" PRIu64 " after %" PRIu64 "\n", v.order, order - 2);
				res.ok = false;
			}
			if ((v.rmask | v.wmask) && m->order_of_tag[p.ls_head_tag] != (uint16_t)v.order) {
				printf("rvfi: order %" PRIu64 ", the LSU was told %u\n", v.order,
				       m->order_of_tag[p.ls_head_tag]);
				res.ok = false;
			}
			irqs += v.intr && (v.insn & 0xfff0707f) == 0x34202073 && v.rd_wdata >> 63;
			if (ref && ref_check(ref, &v))
				res.ok = false;
		}
		if (quiet > 4000) {
			printf("nothing retires since cycle %" PRIu64 "\n", m->cycle - quiet);
			res.ok = false;
		}
		model_sample(m, &p);
		top->clk = 1;
		top->eval();
	}
	if (res.ok && !m->finished) {
		printf("no end after %" PRIu64 " cycles\n", m->cycle);
		res.ok = false;
	}
	if (res.ok && m->code != 1) {
		printf("program reports failure %" PRIu64 " (line of the check)\n", m->code);
		res.ok = false;
	}
	if (m->errors)
		res.ok = false;
	if (res.ok && ref && ref_check_ram(ref, m->ram, 0, RAM_SIZE))
		res.ok = false;
	if (ref)
		ref_free(ref);
	top->final();
	res.cycles = m->cycle;
	return res;
}

static bool load(model *m, const char *path)
{
	FILE *f = fopen(path, "rb");

	if (!f) {
		fprintf(stderr, "core_bench: cannot open %s\n", path);
		return false;
	}
	size_t n = fread(m->ram, 1, RAM_SIZE, f);
	fclose(f);
	return n > 0;
}

static const char *base_name(const char *path)
{
	const char *s = strrchr(path, '/');

	return s ? s + 1 : path;
}

int main(int argc, char **argv)
{
	uint64_t seed = 1, random = 20, only = 0;
	std::vector<const char *> files;
	const char *perf = nullptr;
	int passed = 0, failed = 0;
	auto m = std::make_unique<model>();

	for (int i = 1; i < argc; i++) {
		std::string a = argv[i];

		if ((a == "--seed" || a == "--random" || a == "--perf" || a == "--only") && i + 1 < argc) {
			if (a == "--seed")
				seed = strtoull(argv[++i], nullptr, 0);
			else if (a == "--random")
				random = strtoull(argv[++i], nullptr, 0);
			else if (a == "--only")
				only = strtoull(argv[++i], nullptr, 0);
			else
				perf = argv[++i];
		} else if (a == "--trace") {
			trace_on = true;
		} else if (a[0] == '-') {
			fprintf(stderr, "usage: core_bench [--seed S] [--random N] [--only I] [--trace] [--perf FILE] "
					"[FILE ...]\n");
			return 2;
		} else {
			files.push_back(argv[i]);
		}
	}
	printf("core: seed %" PRIu64 ", %" PRIu64 " random programs\n", seed, random);

	for (const char *f : files) {
		// Unicorn knows neither lower privileges nor page tables: these programs check themselves
		bool alone = !strncmp(base_name(f), "priv_", 5);

		for (int chaos = 0; chaos < 3; chaos++) {
			model_init(m.get(), seed * 3 + (uint64_t)chaos, chaos);
			if (!load(m.get(), f))
				return 2;
			if (run(m.get(), 400000, !alone).ok) {
				passed++;
			} else {
				failed++;
				printf("FAIL %s chaos %d seed %" PRIu64 "\n", base_name(f), chaos, seed);
			}
		}
	}

	uint64_t cycles = 0, insns = 0;
	for (uint64_t i = 0; i < random; i++) {
		gen_config cfg = {};
		uint64_t s = seed * 1000003 + i;

		if (only && i + 1 != only)
			continue;
		model_init(m.get(), s, (int)(i % 3));
		m->irq_storm = i % 4 == 3;
		cfg.seed = s;
		cfg.base = RAM_BASE;
		cfg.data = RAM_BASE + RAM_SIZE / 2;
		cfg.finish = IO_FINISH;
		cfg.irq_ack = IO_IRQ;
		cfg.bad = BAD_BASE;
		cfg.code = m->ram;
		cfg.data_mem = m->ram + RAM_SIZE / 2;
		cfg.code_max = RAM_SIZE / 2;
		cfg.blocks = 150;
		cfg.rounds = 2;
		cfg.features = GEN_CODE | GEN_IRQ | (i % 2 ? GEN_TRAPS : 0);
		if (!gen_program(&cfg)) {
			printf("FAIL random program %" PRIu64 ": does not fit\n", i + 1);
			failed++;
			continue;
		}
		result r = run(m.get(), 1000000, true);
		cycles += r.cycles;
		insns += r.insns;
		if (r.ok) {
			passed++;
		} else {
			failed++;
			printf("FAIL random program %" PRIu64 " seed %" PRIu64 ": --seed %" PRIu64 " --only %" PRIu64
			       "\n",
			       i + 1, s, seed, i + 1);
		}
	}
	if (random)
		printf("random: %" PRIu64 " instructions in %" PRIu64 " cycles, %" PRIu64 " interrupts\n", insns,
		       cycles, irqs);

	if (perf) {
		model_init(m.get(), seed, 0);
		if (!load(m.get(), perf))
			return 2;
		result r = run(m.get(), 20000000, false);

		printf("perf: %" PRIu64 " instructions, %" PRIu64 " cycles, CPI %.3f\n", r.insns, r.cycles,
		       (double)r.cycles / (double)r.insns);
		if (r.ok && (double)r.cycles < 1.35 * (double)r.insns) {
			passed++;
		} else {
			failed++;
			printf("FAIL perf: CPI above 1.35\n");
		}
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
