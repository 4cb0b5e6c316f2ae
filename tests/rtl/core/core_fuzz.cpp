// SPDX-License-Identifier: Apache-2.0
// Random programs on core, L1I, LSU and L1D (core_complex), in lockstep with the reference: every retired instruction,
// and memory at the end. Latencies, order at the AXI ports, interrupts, snoops and line locks come from the seed, the
// hostile switches too.
//
// usage: core_fuzz [--seed S] [--insns N | --only I] [--keep B,B,...] [--nop OFFSET,...] [--rounds R] [--timing T]
//                  [--no-hostile] [--no-shrink] [--one] [--plant N] [--trace] [--dump FILE]
// Programs are numbered from 1 and depend on seed and number alone. The first failure of a program is shrunk: to the
// blocks that it needs, then instructions become NOPs; the command that repeats the rest is printed. Ends with
// `N passed, N failed`.
#include <verilated.h>
#include "Vcore_complex.h"
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <unistd.h>
#include <fcntl.h>
#include <vector>
#include "axi_side.h"
extern "C" {
#include "gen.h"
#include "ref.h"
}

static const uint64_t DATA_OFFSET = 0x80000;
static const uint64_t TABLE_OFFSET = 0xa0000;
static const unsigned LINE = 64;

struct program {
	uint64_t seed, number;
	unsigned timing = 0; // another choice of latencies and interrupts
	unsigned rounds = 0; // 0: as the seed says
	bool no_hostile = false;
	std::vector<uint8_t> keep; // by block; empty: all
	std::vector<uint32_t> nops;
	uint64_t max_cycles = 0; // 0: enough
};

struct outcome {
	bool ok = true;
	uint64_t insns = 0, cycles = 0, irqs = 0, traps = 0, sc = 0, sc_failed = 0, snoops = 0;
};

static bool trace_on;
static uint8_t plant; // planted bug (plant.sh), 0: none

class machine
{
	std::unique_ptr<VerilatedContext> ctx = std::make_unique<VerilatedContext>();
	std::unique_ptr<Vcore_complex> t;
	std::vector<uint8_t> ram = std::vector<uint8_t>(RAM_SIZE);
	uint8_t dev[2][64];
	gen_config cfg;
	program prog;
	random_bits rnd;
	timing tm;
	unsigned irq_every = 0, snoop_every = 0;
	uint32_t hostile = 0;
	uint64_t cycle = 0, finish_code = 0;
	bool finished = false;
	// AXI
	read_side rd, ri, rio;
	write_side wd, wio;
	// interrupts, snoops
	uint8_t lines = 0;
	uint64_t up_at[4] = {0, 0, 0, 0}, next_irq = 0, next_snoop = 0, lock_until = 0;
	enum { IDLE, ASK, ANSWER, HOLD } snoop = IDLE;
	uint64_t snoop_line = 0, lr_cycle = 0;
	unsigned snoop_op = 0;
	bool snoop_lock = false;
	std::vector<uint64_t> flushed = std::vector<uint64_t>(RAM_SIZE / LINE); // cycle + 1 of the last FLUSH

	static bool in_ram(uint64_t a)
	{
		return a - RAM_BASE < RAM_SIZE;
	}
	bool bus_error(const char *what, uint64_t a)
	{
		printf("bench: cycle %" PRIu64 ": %s at %" PRIx64 "\n", cycle, what, a);
		return false;
	}
	bool stall()
	{
		return tm.jitter && rnd(tm.jitter) == 0;
	}
	uint64_t due()
	{
		unsigned d = tm.latency;

		if (tm.jitter)
			d = rnd(8) ? rnd(d + 1) : d + rnd(4 * d + 8);
		return cycle + d;
	}
	uint8_t *io_at(uint64_t a)
	{
		for (int i = 0; i < 2; i++)
			if (a - SCRATCH[i] < 64)
				return &dev[i][a - SCRATCH[i]];
		return nullptr;
	}

	// inputs of this cycle
	bool drive()
	{
		bool ok = true;

		t->m_axi_d_arready = rd.q.size() < 8 && !stall();
		t->m_axi_i_arready = ri.q.size() < 4 && !stall();
		t->m_axi_io_arready = rio.q.size() < 4 && !stall();
		t->m_axi_d_awready = wd.aw.size() < 4 && !stall();
		t->m_axi_io_awready = wio.aw.size() < 4 && !stall();
		t->m_axi_d_wready = !stall();
		t->m_axi_io_wready = !stall();
		rd.pick(cycle, rnd);
		ri.pick(cycle, rnd);
		rio.pick(cycle, rnd);
		t->m_axi_d_rvalid = rd.on;
		if (rd.on) {
			uint64_t a = rd.beat_addr();

			if (!in_ram(a))
				return bus_error("data read", a);
			memcpy(&t->m_axi_d_rdata, &ram[a - RAM_BASE], 8);
			t->m_axi_d_rid = rd.q[0].id;
			t->m_axi_d_rlast = rd.q[0].beat == rd.q[0].len;
		}
		t->m_axi_i_rvalid = ri.on;
		if (ri.on) {
			uint64_t a = ri.beat_addr();

			if (!in_ram(a))
				return bus_error("fetch", a);
			memcpy(&t->m_axi_i_rdata, &ram[a - RAM_BASE], 8);
			t->m_axi_i_rid = ri.q[0].id;
			t->m_axi_i_rlast = ri.q[0].beat == ri.q[0].len;
		}
		t->m_axi_io_rvalid = rio.on;
		if (rio.on) {
			uint8_t *p = io_at(rio.q[0].addr & ~7ULL);

			t->m_axi_io_rdata = 0;
			if (p)
				memcpy(&t->m_axi_io_rdata, p, 8);
			t->m_axi_io_rresp = p ? 0 : 3;
			t->m_axi_io_rid = rio.q[0].id;
			t->m_axi_io_rlast = 1;
		}
		answer_writes(wd, false);
		answer_writes(wio, true);
		t->m_axi_d_bvalid = wd.on;
		if (wd.on)
			t->m_axi_d_bid = wd.b[0].b.id;
		t->m_axi_io_bvalid = wio.on;
		if (wio.on)
			t->m_axi_io_bid = wio.b[0].b.id;
		// interrupt lines rise at random; some fall before anybody looks
		if (irq_every && cycle >= next_irq) {
			lines = (uint8_t)rnd(16);
			next_irq = cycle + 1 + rnd(2 * irq_every);
		}
		for (int i = 0; i < 4; i++)
			if (lines >> i & 1)
				up_at[i] = cycle + 1;
		t->irq_msip_i = lines & 1;
		t->irq_mtip_i = lines >> 1 & 1;
		t->irq_meip_i = lines >> 2 & 1;
		t->irq_seip_i = lines >> 3 & 1;
		t->time_i = cycle / 10;
		drive_snoop();
		return ok;
	}
	void drive_snoop()
	{
		if (!snoop_every)
			return;
		if (snoop == IDLE && cycle >= next_snoop) {
			uint64_t at = rnd(4) ? DATA_OFFSET + rnd(0x4000) : rnd(RAM_SIZE / 2);

			if (!rnd(3))
				at = DATA_OFFSET + 0x2000 + rnd(12) * 4096 + rnd(4) * LINE;
			snoop_line = RAM_BASE + (at & ~(uint64_t)(LINE - 1));
			snoop_op = 1 + rnd(2);
			snoop_lock = snoop_op == 2 && rnd(2);
			snoop = ASK;
		}
		t->c_req_valid_i = snoop == ASK;
		t->c_req_op_i = snoop_op;
		t->c_req_addr_i = snoop_line;
		t->lock_valid_i = snoop_lock && snoop != IDLE;
		t->lock_lo_i = snoop_line;
		t->lock_hi_i = snoop_line;
		if (snoop != IDLE && snoop_op == 2)
			flushed[(snoop_line - RAM_BASE) / LINE] = cycle + 1;
		if (snoop == HOLD && cycle >= lock_until) {
			snoop = IDLE;
			next_snoop = cycle + rnd(2 * snoop_every);
			t->lock_valid_i = 0;
		}
	}
	void perform(write_side::answer &a, bool io)
	{
		uint64_t at = a.b.addr & ~7ULL;

		for (auto &beat : a.beats) {
			uint8_t *p = io ? io_at(at) : &ram[at - RAM_BASE];

			for (int i = 0; i < 8 && p; i++)
				if (beat.strb >> i & 1)
					p[i] = (uint8_t)(beat.data >> (8 * i));
			if (io && at == (IO_IRQ & ~7ULL))
				lines = 0;
			if (io && at == IO_FINISH) {
				finished = true;
				finish_code = beat.data;
			}
			at += 8;
		}
		a.beats.clear();
	}
	void answer_writes(write_side &w, bool io)
	{
		if (w.on || w.b.empty() || w.b[0].b.due > cycle)
			return;
		perform(w.b[0], io);
		w.on = true;
	}
	template <typename W>
	bool take_write(write_side &w, bool aw, uint64_t awaddr, unsigned awid, unsigned awlen, W wv, uint64_t wdata,
			uint8_t strb, bool io)
	{
		if (aw) {
			if (!io && (!in_ram(awaddr) || !in_ram(awaddr + 8 * awlen)))
				return bus_error("data write", awaddr);
			w.aw.push_back({awaddr, 0, awid, awlen, 0});
		}
		if (wv)
			w.w.push_back({wdata, strb});
		while (!w.aw.empty() && w.w.size() > w.aw[0].len) {
			size_t n = w.aw[0].len + 1;
			write_side::answer a = {w.aw[0], {w.w.begin(), w.w.begin() + (long)n}, rnd(2) != 0};

			a.b.due = due();
			if (!w.b.empty() && w.b.back().b.due > a.b.due)
				a.b.due = w.b.back().b.due;
			w.w.erase(w.w.begin(), w.w.begin() + (long)n);
			w.aw.pop_front();
			if (!a.late && w.b.empty() && !io) // an earlier one of that address must not come after it
				perform(a, io);
			w.b.push_back(a);
		}
		return true;
	}
	// takes the outputs of this cycle
	bool sample()
	{
		bool ok = true;

		if (t->m_axi_d_rvalid && t->m_axi_d_rready)
			rd.done();
		if (t->m_axi_i_rvalid && t->m_axi_i_rready)
			ri.done();
		if (t->m_axi_io_rvalid && t->m_axi_io_rready)
			rio.done();
		if (t->m_axi_d_bvalid && t->m_axi_d_bready) {
			wd.on = false;
			wd.b.pop_front();
		}
		if (t->m_axi_io_bvalid && t->m_axi_io_bready) {
			wio.on = false;
			wio.b.pop_front();
		}
		if (t->m_axi_d_arvalid && t->m_axi_d_arready)
			rd.take(t->m_axi_d_araddr, t->m_axi_d_arid, t->m_axi_d_arlen, due());
		if (t->m_axi_i_arvalid && t->m_axi_i_arready)
			ri.take(t->m_axi_i_araddr, t->m_axi_i_arid, t->m_axi_i_arlen, due());
		if (t->m_axi_io_arvalid && t->m_axi_io_arready)
			rio.take(t->m_axi_io_araddr, t->m_axi_io_arid, 0, due());
		ok &= take_write(wd, t->m_axi_d_awvalid && t->m_axi_d_awready, t->m_axi_d_awaddr, t->m_axi_d_awid,
				 t->m_axi_d_awlen, t->m_axi_d_wvalid && t->m_axi_d_wready, t->m_axi_d_wdata,
				 t->m_axi_d_wstrb, false);
		ok &= take_write(wio, t->m_axi_io_awvalid && t->m_axi_io_awready, t->m_axi_io_awaddr, t->m_axi_io_awid,
				 0, t->m_axi_io_wvalid && t->m_axi_io_wready, t->m_axi_io_wdata, t->m_axi_io_wstrb,
				 true);
		if (snoop == ASK && t->c_req_ready_o)
			snoop = ANSWER;
		else if (snoop == ANSWER && t->c_rsp_valid_o) {
			snoop = HOLD;
			lock_until = cycle + (snoop_lock ? rnd(60) : 0);
		}
		return ok;
	}
	rvfi event()
	{
		rvfi v;

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
		v.lines = 0;
		for (int i = 0; i < 4; i++)
			v.lines |= (uint8_t)((up_at[i] && cycle + 1 - up_at[i] < 3000) << i);
		v.sc_may_fail = 0;
		if ((v.insn & 0x7f) == 0x2f && !v.trap) {
			if (v.insn >> 27 == 2)
				lr_cycle = cycle;
			if (v.insn >> 27 == 3 && in_ram(v.mem_addr)) {
				uint64_t f = flushed[(v.mem_addr - RAM_BASE) / LINE];

				v.sc_may_fail = f && f + 400 > lr_cycle;
			}
		}
		return v;
	}
	struct past {
		uint64_t cycle;
		rvfi v;
	};
	past last[24];
	size_t last_n = 0;

	static void print(const past &e)
	{
		const rvfi &v = e.v;

		printf("%8" PRIu64 " %6" PRIu64 " %8" PRIx64 " %08x x%d=%" PRIx64 " mem %" PRIx64
		       " r%02x w%02x=%" PRIx64 " %u%s%s\n",
		       e.cycle, v.order, v.pc, v.insn, v.rd, v.rd_wdata, v.mem_addr, v.rmask, v.wmask, v.mem_wdata,
		       v.mode, v.trap ? " trap" : "", v.intr ? " intr" : "");
	}
	void remember(const rvfi &v)
	{
		last[last_n % 24] = {cycle, v};
		if (trace_on)
			print(last[last_n % 24]);
		last_n++;
	}

      public:
	size_t code_bytes = 0;

	explicit machine(const program &p) : prog(p), rnd(p.seed * 7919 + p.number * 104729 + p.timing * 15485863)
	{
		random_bits c(p.seed * 1000003 + p.number); // choices that shrinking does not change
		static const unsigned latencies[] = {0, 2, 13, 13, 40, 100};

		memset(&cfg, 0, sizeof(cfg));
		cfg.seed = p.seed * 1000003 + p.number;
		cfg.base = RAM_BASE;
		cfg.data = RAM_BASE + DATA_OFFSET;
		cfg.finish = IO_FINISH;
		cfg.irq_ack = IO_IRQ;
		cfg.bad = 0xc0000000;
		cfg.io[0] = SCRATCH[0];
		cfg.io[1] = SCRATCH[1];
		cfg.code = ram.data();
		cfg.data_mem = ram.data() + DATA_OFFSET;
		cfg.code_max = DATA_OFFSET;
		cfg.table = RAM_BASE + TABLE_OFFSET;
		cfg.table_mem = ram.data() + TABLE_OFFSET;
		cfg.blocks = c(4) ? 40 + c(80) : 120 + c(200);
		cfg.rounds = cfg.blocks < 120 ? 20 + c(30) : 8 + c(8);
		cfg.features = GEN_ALIAS | GEN_DEVICE | GEN_CODE | GEN_TRAPS;
		if (c(2) && !MACHINE_ONLY)
			cfg.features |= GEN_MODES;
		tm.latency = latencies[c(6)];
		tm.jitter = c(3) ? 2 + c(12) : 0;
		if (c(2)) {
			cfg.features |= GEN_IRQ;
			irq_every = 40 + c(2000);
		}
		if (c(2))
			snoop_every = 20 + c(400);
		hostile = c(3) ? (c(2) ? 0xff : c(256)) : 0;
		hostile &= ~0x40u; // FABRIC has no part here
		if (p.no_hostile)
			hostile = 0;
		if (p.rounds)
			cfg.rounds = p.rounds;
		cfg.keep = p.keep.empty() ? nullptr : p.keep.data();
	}
	unsigned blocks() const
	{
		return cfg.blocks;
	}
	unsigned rounds() const
	{
		return cfg.rounds;
	}
	const uint8_t *code() const
	{
		return ram.data();
	}
	bool generate()
	{
		code_bytes = gen_program(&cfg);
		for (uint32_t at : prog.nops) {
			static const uint8_t nop4[] = {0x13, 0, 0, 0}, nop2[] = {1, 0};
			bool four = (ram[at] & 3) == 3;

			memcpy(&ram[at], four ? nop4 : nop2, four ? 4 : 2);
		}
		for (auto &d : dev)
			memset(d, 0, sizeof(d));
		return code_bytes != 0;
	}
	void explain() const
	{
		printf("  latency %u, jitter %u, interrupts every %u, snoops every %u, hostile %02x, rounds %u\n",
		       tm.latency, tm.jitter, irq_every, snoop_every, hostile, cfg.rounds);
		for (size_t i = last_n > 24 ? last_n - 24 : 0; i < last_n; i++)
			print(last[i % 24]);
	}
	outcome run()
	{
		outcome o;
		uint64_t quiet = 0, order = 0, max = prog.max_cycles ? prog.max_cycles : 20000000;
		ref_config rc = {};
		ref *r;

		rc.ram = ram.data();
		rc.base = RAM_BASE;
		rc.size = RAM_SIZE;
		rc.code_size = DATA_OFFSET;
		rc.pc = RAM_BASE;
		rc.scratch = SCRATCH;
		rc.scratches = 2;
		rc.window = cfg.features & GEN_MODES ? RAM_BASE | GEN_U_WINDOW : 0;
		static const uint64_t data_windows[] = {GEN_WINDOW, GEN_WINDOW + 0x200000};

		rc.data_window = data_windows;
		rc.windows = cfg.features & GEN_MODES ? 2 : 0;
		rc.line = LINE;
		rc.machine_only = MACHINE_ONLY;
		r = ref_new(&rc);
		ctx->randReset(2); // registers without a reset start with anything
		ctx->randSeed((int)(rnd() & 0x7fffffff) | 1);
		t = std::make_unique<Vcore_complex>(ctx.get());
		t->plant_i = plant;
		t->cfg_seed_i = rnd();
		t->cfg_hostile_i = hostile;
		t->cfg_ram_pages_i = RAM_SIZE / 4096;
		t->m_axi_d_rresp = t->m_axi_d_bresp = t->m_axi_i_rresp = t->m_axi_io_bresp = 0;
		t->c_req_valid_i = t->lock_valid_i = 0;
		t->rst = 1;
		for (int i = 0; i < 8; i++) {
			t->clk = 0;
			t->eval();
			t->clk = 1;
			t->eval();
		}
		t->rst = 0;
		for (; o.ok && !finished && cycle < max; cycle++) {
			t->clk = 0;
			o.ok = drive();
			t->eval();
			quiet++;
			if (t->rvfi_valid) {
				rvfi v = event();

				quiet = 0;
				o.insns++;
				o.traps += v.trap;
				o.sc += (v.insn & 0xf800007f) == 0x1800002f && !v.trap;
				o.sc_failed += (v.insn & 0xf800007f) == 0x1800002f && !v.trap && !v.wmask;
				remember(v);
				if (v.order != order++) {
					printf("rvfi: order %" PRIu64 " after %" PRIu64 "\n", v.order, order - 2);
					o.ok = false;
				}
				if (v.intr && (v.insn & 0xfffff07f) == 0x34202073 && v.rd_wdata >> 63)
					o.irqs++;
				if (ref_check(r, &v))
					o.ok = false;
			}
			if (t->err_valid_o) {
				printf("bench: cycle %" PRIu64 ": an error that no instruction waits for\n", cycle);
				o.ok = false;
			}
			if (quiet > 30000) {
				printf("nothing retires since cycle %" PRIu64 "\n", cycle - quiet);
				o.ok = false;
			}
			o.snoops += snoop == ASK && t->c_req_ready_o;
			o.ok &= sample();
			t->clk = 1;
			t->eval();
		}
		if (o.ok && !finished) {
			printf("no end after %" PRIu64 " cycles\n", cycle);
			o.ok = false;
		}
		if (o.ok && ref_check_ram(r, ram.data(), DATA_OFFSET, GEN_DATA_SIZE))
			o.ok = false;
		o.cycles = cycle;
		ref_free(r);
		t->final();
		return o;
	}
};

// ---- shrinking
static bool fails(const program &p)
{
	machine m(p);

	return m.generate() && !m.run().ok;
}

class quiet_stdout
{
	int saved;

      public:
	quiet_stdout()
	{
		int null = open("/dev/null", O_WRONLY);

		fflush(stdout);
		saved = dup(1);
		dup2(null, 1);
		close(null);
	}
	~quiet_stdout()
	{
		fflush(stdout);
		dup2(saved, 1);
		close(saved);
	}
};

// fails with one of a few timings
static bool still_fails(program *p)
{
	static const unsigned tries = 3;
	unsigned was = p->timing;

	for (unsigned i = 0; i < tries; i++) {
		p->timing = i == 0 ? was : was + i;
		if (fails(*p))
			return true;
	}
	p->timing = was;
	return false;
}

// removes chunks of what is left, smaller and smaller, while the program still fails
template <typename Without> static void reduce(size_t n, std::chrono::steady_clock::time_point end, Without without)
{
	std::vector<size_t> left(n);

	for (size_t i = 0; i < n; i++)
		left[i] = i;
	for (size_t chunk = (n + 1) / 2; chunk; chunk /= 2) {
		for (size_t at = 0; at < left.size();) {
			size_t stop = std::min(at + chunk, left.size());
			std::vector<size_t> drop(left.begin() + (long)at, left.begin() + (long)stop);

			if (std::chrono::steady_clock::now() > end)
				return;
			if (without(drop))
				left.erase(left.begin() + (long)at, left.begin() + (long)stop);
			else
				at = stop;
		}
	}
}

static program shrink(program p, unsigned blocks, unsigned rounds, uint64_t cycles)
{
	quiet_stdout hush;
	auto end = std::chrono::steady_clock::now() + std::chrono::seconds(90);

	p.max_cycles = cycles * 2 + 100000;
	if (p.keep.empty())
		p.keep.assign(blocks, 1);
	for (unsigned r = 1; r < rounds; r *= 2) {
		program q = p;

		q.rounds = r;
		if (still_fails(&q)) {
			p = q;
			break;
		}
	}
	std::vector<size_t> kept;
	for (size_t i = 0; i < p.keep.size(); i++)
		if (p.keep[i])
			kept.push_back(i);
	reduce(kept.size(), end, [&](const std::vector<size_t> &drop) {
		program q = p;

		for (size_t i : drop)
			q.keep[kept[i]] = 0;
		if (!still_fails(&q))
			return false;
		p = q;
		return true;
	});
	machine m(p);
	std::vector<uint32_t> insns;
	m.generate();
	for (uint32_t at = 0; at < m.code_bytes; at += (m.code()[at] & 3) == 3 ? 4 : 2)
		insns.push_back(at);
	reduce(insns.size(), end, [&](const std::vector<size_t> &drop) {
		program q = p;

		for (size_t i : drop)
			q.nops.push_back(insns[i]);
		if (!fails(q))
			return false;
		p = q;
		return true;
	});
	p.max_cycles = 0;
	return p;
}

static void print_command(const program &p)
{
	const char *comma = "";

	printf("  repeat: build/tests/rtl/core/core_fuzz --seed %" PRIu64 " --only %" PRIu64, p.seed, p.number);
	if (p.timing)
		printf(" --timing %u", p.timing);
	if (p.rounds)
		printf(" --rounds %u", p.rounds);
	if (p.no_hostile)
		printf(" --no-hostile");
	if (!p.keep.empty()) {
		printf(" --keep ");
		for (size_t i = 0; i < p.keep.size(); i++)
			if (p.keep[i]) {
				printf("%s%zu", comma, i);
				comma = ",";
			}
		if (!*comma)
			printf("none");
	}
	comma = " --nop ";
	for (uint32_t at : p.nops) {
		printf("%s%x", comma, at);
		comma = ",";
	}
	printf("\n");
}

// what is left of the program, as words
static void print_left(const program &p, const machine &m)
{
	size_t n = 0;

	for (uint32_t at = 0; at < m.code_bytes; at += (m.code()[at] & 3) == 3 ? 4 : 2) {
		uint32_t w;

		memcpy(&w, m.code() + at, 4);
		n += (w & 3) == 3 ? w != 0x13 : (w & 0xffff) != 1;
	}
	printf("  %zu instructions are left; --dump FILE writes the program for riscv64-unknown-elf-objdump -D -b "
	       "binary "
	       "-m riscv:rv64\n",
	       n);
	(void)p;
}

static std::vector<uint32_t> numbers(const char *s, int base)
{
	std::vector<uint32_t> v;
	char *end;

	for (; *s && strcmp(s, "none"); s = *end ? end + 1 : end) {
		v.push_back((uint32_t)strtoul(s, &end, base));
		if (end == s) {
			fprintf(stderr, "core_fuzz: %s: a list of numbers is wanted\n", s);
			exit(2);
		}
	}
	return v;
}

int main(int argc, char **argv)
{
	program p = {};
	uint64_t insns = 1000000, done = 0, cycles = 0, irqs = 0, traps = 0, sc = 0, sc_failed = 0, snoops = 0;
	std::vector<uint32_t> keep;
	const char *dump = nullptr;
	bool some = false, no_shrink = false;
	int most = 3; // failures
	int passed = 0, failed = 0;

	p.seed = 1;
	for (int i = 1; i < argc; i++) {
		std::string a = argv[i];
		const char *val = i + 1 < argc ? argv[i + 1] : nullptr;

		if (a == "--trace")
			trace_on = true;
		else if (a == "--no-hostile")
			p.no_hostile = true;
		else if (a == "--no-shrink")
			no_shrink = true;
		else if (a == "--one")
			most = 1;
		else if (!val || a.substr(0, 2) != "--") {
			fprintf(stderr,
				"usage: core_fuzz [--seed S] [--insns N | --only I] [--keep B,...] [--nop OFFSET,...] "
				"[--rounds R] [--timing T] [--no-hostile] [--no-shrink] [--trace] [--dump FILE]\n");
			return 2;
		} else {
			i++;
			if (a == "--seed")
				p.seed = strtoull(val, nullptr, 0);
			else if (a == "--insns")
				insns = strtoull(val, nullptr, 0);
			else if (a == "--only")
				p.number = strtoull(val, nullptr, 0);
			else if (a == "--rounds")
				p.rounds = (unsigned)strtoul(val, nullptr, 0);
			else if (a == "--timing")
				p.timing = (unsigned)strtoul(val, nullptr, 0);
			else if (a == "--keep") {
				keep = numbers(val, 10);
				some = true;
			} else if (a == "--nop")
				p.nops = numbers(val, 16);
			else if (a == "--plant")
				plant = (uint8_t)strtoul(val, nullptr, 0);
			else if (a == "--dump")
				dump = val;
			else {
				fprintf(stderr, "core_fuzz: %s: no such option\n", a.c_str());
				return 2;
			}
		}
	}
	uint64_t first = p.number ? p.number : 1, last = p.number ? p.number : ~0ULL;
	for (p.number = first; p.number <= last && (done < insns || first == last) && failed < most; p.number++) {
		if (some) {
			machine all(p);

			p.keep.assign(all.blocks(), 0);
			for (uint32_t b : keep)
				if (b < p.keep.size())
					p.keep[b] = 1;
		}
		auto m = std::make_unique<machine>(p);
		if (!m->generate()) {
			printf("FAIL program %" PRIu64 ": does not fit\n", p.number);
			failed++;
			continue;
		}
		if (dump) {
			FILE *f = fopen(dump, "wb");

			if (!f || fwrite(m->code(), m->code_bytes, 1, f) != 1 || fclose(f)) {
				fprintf(stderr, "core_fuzz: %s: cannot write\n", dump);
				return 2;
			}
		}
		outcome o = m->run();
		done += o.insns;
		cycles += o.cycles;
		irqs += o.irqs;
		traps += o.traps;
		sc += o.sc;
		sc_failed += o.sc_failed;
		snoops += o.snoops;
		if (o.ok) {
			passed++;
			continue;
		}
		failed++;
		printf("FAIL program %" PRIu64 "\n", p.number);
		if (!no_shrink && p.nops.empty()) {
			program q = shrink(p, m->blocks(), m->rounds(), o.cycles);

			m = std::make_unique<machine>(q);
			m->generate();
			m->run();
			m->explain();
			print_left(q, *m);
			print_command(q);
		} else {
			m->explain();
			print_command(p);
		}
		fflush(stdout);
	}
	printf("core_fuzz: seed %" PRIu64 ": %" PRIu64 " instructions in %" PRIu64 " cycles, %" PRIu64
	       " interrupts, %" PRIu64 " traps, %" PRIu64 " SC (%" PRIu64 " failed), %" PRIu64 " snoops\n",
	       p.seed, done, cycles, irqs, traps, sc, sc_failed, snoops);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
