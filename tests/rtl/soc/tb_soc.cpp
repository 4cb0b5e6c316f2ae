// SPDX-License-Identifier: Apache-2.0
//
// Smoke bench of doorbell_soc: no SystemC, no checker. A plain AXI4 memory stands behind the memory port, a flat image is
// loaded at 0x80000000, UART bytes go to standard output, the finisher ends the run.
//
// usage: bench [--max-cycles N] [--latency N] [--hostile N] [--seed N] [--coherent N] [--stats] [--log] image.bin
// exit: 0 the program passed, 1 it failed, 2 usage, 4 limit reached
#include "Vdoorbell_soc.h"
#include "verilated.h"
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <vector>

static const uint64_t RAM_BASE = 0x80000000, RAM_SIZE = 16 << 20;
static const uint64_t HI_BASE = 0x400000000, HI_SIZE = 64 << 10;
static std::vector<uint8_t> ram(RAM_SIZE), hi(HI_SIZE);

struct burst {
	uint64_t addr, due;
	unsigned id, len, size, kind, beat;
};

static uint8_t *at(uint64_t addr)
{
	if (addr >= RAM_BASE && addr < RAM_BASE + RAM_SIZE)
		return &ram[(addr - RAM_BASE) & ~7ull];
	if (addr >= HI_BASE && addr < HI_BASE + HI_SIZE)
		return &hi[(addr - HI_BASE) & ~7ull];
	return nullptr;
}

static uint64_t beat_addr(const burst &b)
{
	uint64_t step = 1ull << b.size, bytes = (b.len + 1ull) * step;
	if (b.kind == 0)
		return b.addr;
	uint64_t a = (b.addr & ~(step - 1)) + b.beat * step;
	if (b.beat == 0)
		return b.addr;
	if (b.kind == 2) // WRAP
		a = (b.addr & ~(bytes - 1)) | ((b.addr + b.beat * step) & (bytes - 1));
	return a;
}

int main(int argc, char **argv)
{
	uint64_t max_cycles = 2000000, latency = 13, seed = 1, hostile = 0, coherent = 0;
	const char *image = nullptr;
	bool log = false, stats = false;
	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "--max-cycles") && i + 1 < argc)
			max_cycles = strtoull(argv[++i], nullptr, 0);
		else if (!strcmp(argv[i], "--latency") && i + 1 < argc)
			latency = strtoull(argv[++i], nullptr, 0);
		else if (!strcmp(argv[i], "--hostile") && i + 1 < argc)
			hostile = strtoull(argv[++i], nullptr, 0);
		else if (!strcmp(argv[i], "--coherent") && i + 1 < argc)
			coherent = strtoull(argv[++i], nullptr, 0);
		else if (!strcmp(argv[i], "--seed") && i + 1 < argc)
			seed = strtoull(argv[++i], nullptr, 0);
		else if (!strcmp(argv[i], "--log"))
			log = true;
		else if (!strcmp(argv[i], "--stats"))
			stats = true;
		else if (argv[i][0] != '-' && !image)
			image = argv[i];
		else {
			fprintf(stderr, "bench: unknown option '%s'\n", argv[i]);
			return 2;
		}
	}
	FILE *f = image ? fopen(image, "rb") : nullptr;
	if (!f) {
		fprintf(stderr, "bench: no image: give the path of a flat binary\n");
		return 2;
	}
	if (!fread(ram.data(), 1, ram.size(), f)) {
		fprintf(stderr, "bench: %s: empty\n", image);
		return 2;
	}
	fclose(f);

#define LANES(X) X(line) X(sbi) X(sbd) X(sbc) X(ld) X(mmio) X(dar) X(dr) X(daw) X(dw) X(db) X(irq)
#define DECLARE(lane) uint64_t n_##lane = 0;
	LANES(DECLARE)
	VerilatedContext ctx;
	ctx.commandArgs(1, argv);
	auto *top = new Vdoorbell_soc(&ctx);
	std::deque<burst> reads, writes, answers;
	top->cfg_seed_i = (uint32_t)seed;
	top->cfg_hostile_i = (uint32_t)hostile;
	top->cfg_coherent_i = (uint8_t)coherent;
	top->cfg_ram_pages_i = RAM_SIZE >> 12;
	top->cfg_ram_hi_pages_i = HI_SIZE >> 12;
	top->cfg_boot_addr_i = RAM_BASE;
	top->uart_tx_ready_i = 1;
	top->uart_rxd_i = 1;
	top->rst = 1;
	uint64_t cycle = 0, retired = 0, last_pc = 0, quiet = 0;
	int verdict = 4;
	uint32_t code = 0;
	auto start = std::chrono::steady_clock::now();
	for (; cycle < max_cycles; cycle++) {
		if (cycle == 8)
			top->rst = 0;
		// memory side, from its own state only
		top->m_axi_mem_arready = reads.size() < 16;
		top->m_axi_mem_awready = writes.size() < 16;
		top->m_axi_mem_wready = !writes.empty();
		bool r = !reads.empty() && reads.front().due <= cycle;
		top->m_axi_mem_rvalid = r;
		if (r) {
			burst &b = reads.front();
			uint8_t *p = at(beat_addr(b));
			uint64_t data = 0;
			if (p)
				memcpy(&data, p, 8);
			top->m_axi_mem_rdata = data;
			top->m_axi_mem_rid = b.id;
			top->m_axi_mem_rresp = p ? 0 : 3;
			top->m_axi_mem_rlast = b.beat == b.len;
		}
		bool bv = !answers.empty() && answers.front().due <= cycle;
		top->m_axi_mem_bvalid = bv;
		if (bv) {
			top->m_axi_mem_bid = answers.front().id;
			top->m_axi_mem_bresp = at(answers.front().addr) ? 0 : 3;
		}
		top->eval();

		if (r && top->m_axi_mem_rready) {
			if (reads.front().beat++ == reads.front().len)
				reads.pop_front();
		}
		if (bv && top->m_axi_mem_bready)
			answers.pop_front();
		if (top->m_axi_mem_wvalid && top->m_axi_mem_wready) {
			burst &b = writes.front();
			if (uint8_t *p = at(beat_addr(b)))
				for (int i = 0; i < 8; i++)
					if (top->m_axi_mem_wstrb >> i & 1)
						p[i] = (uint8_t)(top->m_axi_mem_wdata >> 8 * i);
			bool last = b.beat++ == b.len;
			if (last != (bool)top->m_axi_mem_wlast) {
				printf("FAIL cycle %lu: WLAST is %d at beat %u of %u\n", (unsigned long)cycle, top->m_axi_mem_wlast,
				       b.beat, b.len + 1);
				verdict = 1;
				break;
			}
			if (last) {
				b.due = cycle + latency;
				answers.push_back(b);
				writes.pop_front();
			}
		}
		if (top->m_axi_mem_awvalid && top->m_axi_mem_awready)
			writes.push_back({ top->m_axi_mem_awaddr, 0, top->m_axi_mem_awid, top->m_axi_mem_awlen,
					   top->m_axi_mem_awsize, top->m_axi_mem_awburst, 0 });
		if (top->m_axi_mem_arvalid && top->m_axi_mem_arready)
			reads.push_back({ top->m_axi_mem_araddr, cycle + latency, top->m_axi_mem_arid, top->m_axi_mem_arlen,
					  top->m_axi_mem_arsize, top->m_axi_mem_arburst, 0 });
		if (top->rvfi_valid && cycle > 10) {
			quiet = 0;
			retired++;
			last_pc = top->rvfi_pc_rdata;
			if (log)
				printf("%8lu %016lx %08x%s x%u=%016lx\n", (unsigned long)cycle, (unsigned long)last_pc, top->rvfi_insn,
				       top->rvfi_trap ? " trap" : "", top->rvfi_rd_addr, (unsigned long)top->rvfi_rd_wdata);
		} else if (++quiet > 20000) {
			fprintf(stderr, "bench: cycle %lu: nothing retired for 20000 cycles\n", (unsigned long)cycle);
			break;
		}
		if (cycle > 10) {
#define COUNT(lane) n_##lane += top->probe_##lane##_valid_o;
			LANES(COUNT)
		}
		if (top->uart_tx_valid_o)
			putchar(top->uart_tx_data_o);
		if (top->test_finish_valid_o && !top->rst) {
			code = top->test_finish_code_o;
			verdict = code == 0x5555 ? 0 : 1;
			break;
		}
		top->clk = 1;
		top->eval();
		top->clk = 0;
	}
	double s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
	top->final();
	fflush(stdout);
	if (stats || verdict)
		fprintf(stderr, "bench: %s (code 0x%x), %lu cycles, %lu instructions, last pc 0x%lx, %.2f Mcycle/s\n",
			verdict == 0 ? "passed" : verdict == 1 ? "failed" : "limit reached", code, (unsigned long)cycle,
			(unsigned long)retired, (unsigned long)last_pc, cycle / s / 1e6);
	if (stats) {
#define PRINT(lane) fprintf(stderr, " %s %lu", #lane, (unsigned long)n_##lane);
		fprintf(stderr, "bench: events:");
		LANES(PRINT)
		fprintf(stderr, " \n");
	}
	delete top;
	return verdict;
}
