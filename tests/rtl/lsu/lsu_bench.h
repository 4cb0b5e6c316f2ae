// SPDX-License-Identifier: Apache-2.0
//
// Bench of the load-store unit: drives the core's port as doorbell_core does (program order, answers in any order,
// commit at the head, flushes at retirement and at interrupts), answers both AXI ports with random latency and order,
// snoops, writes memory from the side as a coherent DMA would, and judges:
//   - every retired load against a byte memory in program order (one hart);
//   - every probe lane against a shadow of store buffer and L1D that is replayed from the lanes alone;
//   - every write-back burst against that shadow; every fence against what it has to wait for;
//   - order and number of the device accesses per device; memory at the end.
#ifndef LSU_BENCH_H
#define LSU_BENCH_H
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>
#include "Vlsu.h"
#include "verilated.h"

typedef uint64_t u64;
typedef uint32_t u32;
typedef uint8_t u8;

enum {
	LOAD,
	STORE,
	LR,
	SC,
	AMOSWAP,
	AMOADD,
	AMOXOR,
	AMOAND,
	AMOOR,
	AMOMIN,
	AMOMAX,
	AMOMINU,
	AMOMAXU,
	CBO_CLEAN,
	CBO_FLUSH,
	CBO_INVAL,
	CBO_ZERO,
	FENCE,
	FENCE_I
};
enum { H_EVICT = 1, H_PREFETCH = 2, H_NEXTLINE = 4, H_SB_LAZY = 8, H_SB_ORDER = 16, H_CMO_SLOW = 32, H_MMIO = 128 };
enum { K_STORE, K_UNCACHED, K_CLEAN, K_FLUSH, K_INVAL, K_ZERO, K_AMO };
enum { LN_FILL, LN_EVICT, LN_CLEAN, LN_FLUSH, LN_INVAL, LN_SNP_CLEAN, LN_SNP_FLUSH, LN_ZERO };
enum { LD_SB, LD_HIT, LD_MIX, LD_FILL, LD_UNCACHED, LD_IO };

const u64 RAM = 0x80000000ull, HI = 0x400000000ull, ALIAS = 1ull << 37;
const u64 LINE = LSU_LINE;
const u32 RAM_PAGES = 64, HI_PAGES = 4;

struct Op {
	int op;
	u64 addr;
	u64 wdata;
	int size;
	bool uns, aq, rl;
	int fence;
};
struct Result {
	u64 data = 0;
	bool exc = false;
	int cause = 0;
	u64 rsp_cycle = 0, retire_cycle = 0;
};
struct Rob {
	Op o;
	size_t index;
	int tag;
	u64 order;
	bool done;
	Result r;
	bool ld;
	u64 ld_data;
	u8 ld_mask;
	u64 mdata;
};

class Bench
{
      public:
	// settings
	u32 seed, hostile = 0, quirk = 0;
	unsigned lat_min = 1, lat_max = 12; // memory latency
	unsigned stall = 4;		    // one cycle in so many is refused on each channel, 0 never
	unsigned flush_every = 0, issue_skip = 0, snoop_every = 0;
	bool check_ref = true;			 // program-order reference holds (no stale data on purpose)
	std::set<u64> bad_read, bad_write;	 // lines or device addresses that answer SLVERR
	std::vector<u64> snoop_lines, dma_lines; // the side writer owns the odd dwords of dma_lines

	int errors = 0;
	u64 cycle = 0;
	std::vector<Result> res;
	std::map<u64, u64> mem, ref;	       // by dword
	std::vector<std::pair<int, u64>> errs; // err_* pulses: source, address
	u64 n_ld[6] = {0}, n_line[8] = {0}, n_sbi = 0, n_merge = 0, n_snoop = 0, n_dma = 0, n_flush = 0;
	std::vector<std::pair<u64, int>> sbd_log;     // cycle, kind
	std::vector<std::pair<u64, u64>> io_arrivals; // cycle, address

	explicit Bench(u32 s) : seed(s), rng(s * 2654435761u + 12345)
	{
	}

	u32 rnd()
	{
		rng ^= rng << 13;
		rng ^= rng >> 17;
		rng ^= rng << 5;
		return rng;
	}
	u32 rnd(u32 n)
	{
		return rnd() % n;
	}

	void fail(const char *fmt, ...)
	{
		if (errors++ < 5) {
			va_list ap;
			va_start(ap, fmt);
			printf("  seed %u cycle %llu: ", seed, (unsigned long long)cycle);
			vprintf(fmt, ap);
			printf("\n");
			va_end(ap);
		}
	}

	u64 init_of(u64 a)
	{
		return a * 0x9e3779b97f4a7c15ull ^ (a >> 7);
	}
	u64 &at(std::map<u64, u64> &m, u64 a)
	{
		a &= ~7ull;
		auto it = m.find(a);
		if (it == m.end())
			it = m.emplace(a, init_of(a)).first;
		return it->second;
	}

	void start()
	{
		ctx.reset(new VerilatedContext);
		d.reset(new Vlsu(ctx.get(), "TOP"));
		d->cfg_seed_i = seed;
		d->cfg_hostile_i = hostile;
		d->cfg_quirk_i = quirk;
		d->cfg_ram_pages_i = RAM_PAGES;
		d->cfg_ram_hi_pages_i = HI_PAGES;
		d->rst = 1;
		for (int i = 0; i < 4; i++)
			edge();
		d->rst = 0;
		cycle = 0;
	}

	// Runs a program; results by index in res. False if it does not end.
	bool run(const std::vector<Op> &p, u64 limit = 400000)
	{
		prog = &p;
		fetch = 0;
		res.assign(p.size(), Result());
		u64 end = cycle + limit;
		while (retired_idx(p) < p.size()) {
			step();
			if (cycle > end || errors > 20) {
				if (errors <= 20)
					fail("hang: %zu of %zu retired, head op %d", retired_idx(p), p.size(),
					     rob.empty() ? -1 : rob.front().o.op);
				return false;
			}
		}
		prog = nullptr;
		return errors == 0;
	}

	// Until nothing is outstanding.
	bool quiet(u64 limit = 100000)
	{
		for (u64 i = 0; i < limit; i++) {
			step();
			if (!d->ls_busy_o && ar.empty() && wr.empty() && iow.empty() && sb.empty() && snp_state == 0 &&
			    !r_on)
				if (++calm > 40)
					return true;
		}
		fail("does not come to rest");
		return false;
	}

	// Lines whose reads or writes fail: their contents are not judged.
	bool tainted(u64 a)
	{
		return bad_read.count(a & ~(LINE - 1)) || bad_write.count(a & ~(LINE - 1));
	}
	size_t open_entries()
	{
		return sb.size();
	}
	std::vector<u64> present_lines()
	{
		std::vector<u64> v;
		for (auto &e : l1d)
			v.push_back(e.first);
		return v;
	}
	bool line_present(u64 l)
	{
		return l1d.count(l) != 0;
	}
	Vlsu *dut()
	{
		return d.get();
	}

      private:
	std::unique_ptr<VerilatedContext> ctx;
	std::unique_ptr<Vlsu> d;
	u32 rng;
	const std::vector<Op> *prog = nullptr;
	size_t fetch = 0;
	std::deque<Rob> rob;
	u64 retired = 0, retired_here = 0;
	bool started = false;
	int calm = 0;
	int next_tag = 0;

	size_t retired_idx(const std::vector<Op> &)
	{
		return fetch - rob.size();
	}

	void edge()
	{
		d->clk = 0;
		d->eval();
		d->clk = 1;
		d->eval();
	}

	// ------------------------------------------------------------------ data memory
	struct Rd {
		int id;
		u64 addr;
		int len, beat;
		bool wrap;
		u64 ready;
		bool bad;
		std::vector<u64> data;
	};
	struct Wr {
		int id;
		u64 addr;
		int len;
		u64 apply;
		bool got, applied, bad;
		u64 reply;
		std::vector<u64> data;
		std::vector<u8> strb;
	};
	std::deque<Rd> ar;
	std::deque<Wr> wr;
	bool r_on = false, b_on = false;
	int r_id = 0;
	size_t b_pos = 0;
	std::map<u64, u64> unc_seen;
	std::map<u64, u64> beat_seen;			       // latest sampled dword of a core read, by address
	std::map<u64, std::deque<std::vector<u64>>> wb_expect; // by line: write-backs that must appear

	u64 lat()
	{
		return lat_min + rnd(lat_max - lat_min + 1);
	}

	void mem_before()
	{
		d->m_axi_d_arready = !(stall && rnd(stall) == 0) && ar.size() < 12;
		d->m_axi_d_awready = !(stall && rnd(stall) == 0) && wr.size() < 8;
		d->m_axi_d_wready = !(stall && rnd(stall) == 0) && w_ready_ok();
		if (!r_on) {
			std::vector<size_t> can;
			for (size_t i = 0; i < ar.size(); i++) {
				bool first = true;
				for (size_t k = 0; k < i; k++)
					first = first && ar[k].id != ar[i].id;
				if (first && ar[i].ready <= cycle)
					can.push_back(i);
			}
			if (!can.empty() && !(stall && rnd(stall) == 0)) {
				size_t i = can[rnd(can.size())];
				Rd &r = ar[i];
				u64 a = beat_addr(r, r.beat);
				u64 v = at(mem, a);
				(r.wrap ? beat_seen : unc_seen)[a] = v;
				r_on = true;
				r_id = r.id;
				d->m_axi_d_rid = r.id;
				d->m_axi_d_rdata = v;
				d->m_axi_d_rresp = r.bad ? 2 : 0;
				d->m_axi_d_rlast = r.beat == r.len;
				if (r.beat++ == r.len)
					ar.erase(ar.begin() + i);
			}
		}
		d->m_axi_d_rvalid = r_on;
		for (auto &w : wr)
			if (w.got && !w.applied && w.apply <= cycle) {
				w.applied = true;
				w.reply = cycle + 1 + rnd(4);
				if (!w.bad)
					for (size_t k = 0; k < w.data.size(); k++)
						merge(at(mem, w.addr + 8 * k), w.data[k], w.strb[k]);
			}
		if (!b_on && !(stall && rnd(stall) == 0))
			for (size_t i = 0; i < wr.size(); i++)
				if (wr[i].applied && wr[i].reply <= cycle && rnd(2)) {
					b_on = true;
					b_pos = i;
					d->m_axi_d_bid = wr[i].id;
					d->m_axi_d_bresp = wr[i].bad ? 2 : 0;
					break;
				}
		d->m_axi_d_bvalid = b_on;
	}

	static void merge(u64 &v, u64 x, u8 m)
	{
		for (int i = 0; i < 8; i++)
			if (m >> i & 1)
				v = (v & ~(0xffull << 8 * i)) | (x & (0xffull << 8 * i));
	}

	u64 beat_addr(const Rd &r, int beat)
	{
		if (!r.wrap)
			return (r.addr & ~7ull) + 8 * beat;
		return (r.addr & ~(LINE - 1)) | ((r.addr + 8 * beat) & (LINE - 1));
	}

	bool w_ready_ok()
	{
		for (auto &w : wr)
			if (!w.got)
				return true;
		return false;
	}

	struct Hold {
		bool v = false;
		u64 p = 0;
	} h_ar, h_aw, h_w, h_iaw, h_iar;
	void stable(Hold &h, const char *ch, bool valid, bool ready, u64 payload)
	{
		if (h.v && (!valid || h.p != payload))
			fail("%s: valid or payload not held until ready", ch);
		h.v = valid && !ready;
		h.p = payload;
	}

	bool in_ram(u64 a)
	{
		return (a >= RAM && a < RAM + RAM_PAGES * 4096ull) || (a >= HI && a < HI + HI_PAGES * 4096ull);
	}

	void mem_after()
	{
		stable(h_ar, "AR", d->m_axi_d_arvalid, d->m_axi_d_arready,
		       d->m_axi_d_araddr ^ ((u64)d->m_axi_d_arid << 48));
		stable(h_aw, "AW", d->m_axi_d_awvalid, d->m_axi_d_awready,
		       d->m_axi_d_awaddr ^ ((u64)d->m_axi_d_awid << 48));
		stable(h_w, "W", d->m_axi_d_wvalid, d->m_axi_d_wready,
		       d->m_axi_d_wdata ^ ((u64)d->m_axi_d_wstrb << 20));
		if (r_on && d->m_axi_d_rready)
			r_on = false;
		if (b_on && d->m_axi_d_bready) {
			b_on = false;
			wr.erase(wr.begin() + b_pos);
		}
		if (d->m_axi_d_arvalid && d->m_axi_d_arready) {
			Rd r;
			r.id = d->m_axi_d_arid;
			r.addr = d->m_axi_d_araddr;
			r.len = d->m_axi_d_arlen;
			r.beat = 0;
			r.wrap = d->m_axi_d_arburst == 2;
			r.ready = cycle + lat();
			r.bad = bad_read.count(r.addr & ~(LINE - 1)) != 0;
			if (!in_ram(r.addr))
				fail("read outside RAM: %llx", (unsigned long long)r.addr);
			if (r.wrap && (u64)r.len != LINE / 8 - 1)
				fail("fill of %d beats", r.len + 1);
			if (r.wrap)
				for (auto &w : wr)
					if ((w.addr & ~(LINE - 1)) == (r.addr & ~(LINE - 1)) && w.id < 8)
						fail("fill of %llx while its write-back is outstanding",
						     (unsigned long long)r.addr);
			ar.push_back(r);
		}
		if (d->m_axi_d_awvalid && d->m_axi_d_awready) {
			Wr w;
			w.id = d->m_axi_d_awid;
			w.addr = d->m_axi_d_awaddr & ~7ull;
			w.len = d->m_axi_d_awlen;
			w.got = w.applied = false;
			w.apply = w.reply = 0;
			w.bad = bad_write.count(w.addr & ~(LINE - 1)) != 0;
			if (!in_ram(w.addr))
				fail("write outside RAM: %llx", (unsigned long long)w.addr);
			for (auto &o : wr) {
				if (o.id == w.id)
					fail("write ID %d twice", w.id);
				if (w.id < 8 && o.id < 8 && o.addr == w.addr)
					fail("two write-backs of %llx", (unsigned long long)w.addr);
			}
			wr.push_back(w);
		}
		if (d->m_axi_d_wvalid && d->m_axi_d_wready)
			for (auto &w : wr)
				if (!w.got) {
					w.data.push_back(d->m_axi_d_wdata);
					w.strb.push_back(d->m_axi_d_wstrb);
					bool last = (int)w.data.size() == w.len + 1;
					if (last != (bool)d->m_axi_d_wlast)
						fail("WLAST wrong");
					if (last) {
						w.got = true;
						w.apply = cycle + lat();
						if (w.id < 8)
							judge_writeback(w);
					}
					break;
				}
	}

	void judge_writeback(Wr &w)
	{
		auto &q = wb_expect[w.addr];
		if (q.empty()) {
			fail("write-back of %llx that no LINE event announced", (unsigned long long)w.addr);
			return;
		}
		if (q.front() != w.data)
			fail("write-back of %llx carries other data than the line had", (unsigned long long)w.addr);
		q.pop_front();
	}

	// ------------------------------------------------------------------ devices
	struct Iow {
		int dev;
		u64 addr, data;
		u8 strb;
		bool aw, w;
		u64 reply;
	};
	struct Ior {
		int dev;
		u64 addr;
		u64 ready;
	};
	struct IoEv {
		bool write;
		u64 addr, data;
	};
	std::deque<Iow> iow;
	std::deque<Ior> ior;
	bool ib_on = false, ir_on = false;
	size_t ib_pos = 0;
	std::vector<IoEv> io_seen[8], io_want[8];
	u64 io_count = 0, io_answered = 0, io_stores = 0;

      public:
	static int dev_of(u64 a)
	{
		if (a >= 0x1000 && a < 0x2000)
			return 0;
		if (a >= 0x100000 && a < 0x101000)
			return 1;
		if (a >= 0x2000000 && a < 0x2010000)
			return 2;
		if (a >= 0xc000000 && a < 0xc600000)
			return 3;
		if (a >= 0x10000000 && a < 0x10000100)
			return 4;
		if (a >= 0x11000000 && a < 0x11011000)
			return 5;
		if (a >= 0x13000000 && a < 0x13001000)
			return 6;
		return 7;
	}

      private:
	void io_before()
	{
		d->m_axi_io_awready = !(stall && rnd(stall) == 0);
		d->m_axi_io_wready = !(stall && rnd(stall) == 0);
		d->m_axi_io_arready = !(stall && rnd(stall) == 0);
		if (!ib_on)
			for (size_t i = 0; i < iow.size(); i++) {
				bool first = iow[i].aw && iow[i].w && iow[i].reply <= cycle;
				for (size_t k = 0; k < i; k++)
					first = first && iow[k].dev != iow[i].dev;
				if (first && rnd(2)) {
					ib_on = true;
					ib_pos = i;
					d->m_axi_io_bid = iow[i].dev;
					d->m_axi_io_bresp = bad_write.count(iow[i].addr) ? 3 : 0;
					break;
				}
			}
		d->m_axi_io_bvalid = ib_on;
		if (!ir_on && !ior.empty() && ior.front().ready <= cycle) {
			Ior &r = ior.front();
			u64 v = init_of(r.addr) + ++io_count;
			io_seen[r.dev].push_back({false, r.addr, v});
			ir_on = true;
			d->m_axi_io_rid = r.dev;
			d->m_axi_io_rdata = v;
			d->m_axi_io_rresp = bad_read.count(r.addr) ? 2 : 0;
			d->m_axi_io_rlast = 1;
			ior.pop_front();
		}
		d->m_axi_io_rvalid = ir_on;
	}

	void io_after()
	{
		stable(h_iaw, "I/O AW", d->m_axi_io_awvalid, d->m_axi_io_awready,
		       d->m_axi_io_awaddr ^ ((u64)d->m_axi_io_awid << 48));
		stable(h_iar, "I/O AR", d->m_axi_io_arvalid, d->m_axi_io_arready, d->m_axi_io_araddr);
		if (ir_on && d->m_axi_io_rready)
			ir_on = false;
		if (ib_on && d->m_axi_io_bready) {
			ib_on = false;
			io_answered++;
			iow.erase(iow.begin() + ib_pos);
		}
		if (d->m_axi_io_awvalid && d->m_axi_io_awready) {
			Iow *p = nullptr;
			for (auto &w : iow)
				if (!w.aw && !p)
					p = &w;
			if (!p) {
				iow.push_back(Iow());
				p = &iow.back();
				p->w = false;
			}
			p->aw = true;
			p->addr = d->m_axi_io_awaddr;
			p->dev = d->m_axi_io_awid;
			if (p->dev != dev_of(p->addr))
				fail("I/O store to %llx under ID %d", (unsigned long long)p->addr, p->dev);
			io_landed(*p);
		}
		if (d->m_axi_io_wvalid && d->m_axi_io_wready) {
			Iow *p = nullptr;
			for (auto &w : iow)
				if (!w.w && !p)
					p = &w;
			if (!p) {
				iow.push_back(Iow());
				p = &iow.back();
				p->aw = false;
			}
			p->w = true;
			p->data = d->m_axi_io_wdata;
			p->strb = d->m_axi_io_wstrb;
			io_landed(*p);
		}
		if (d->m_axi_io_arvalid && d->m_axi_io_arready) {
			u64 a = d->m_axi_io_araddr;
			for (auto &w : iow)
				if (w.aw && w.dev == dev_of(a))
					fail("I/O load of %llx passes a store of its device", (unsigned long long)a);
			ior.push_back({dev_of(a), a, cycle + 1 + rnd(12)});
		}
	}

	void io_landed(Iow &w)
	{
		if (!w.aw || !w.w)
			return;
		u64 v = 0;
		merge(v, w.data, w.strb);
		io_seen[w.dev].push_back({true, w.addr, v});
		io_arrivals.push_back({cycle, w.addr});
		w.reply = cycle + 1 + rnd(30);
	}

	// ------------------------------------------------------------------ shadow from the lanes
	struct Ent {
		int kind;
		u64 addr;
		u8 mask;
		u64 data;
		bool performed;
		u64 epoch, seq;
	};
	struct Ln {
		std::vector<u64> data;
		bool dirty;
	};
	std::map<int, Ent> sb;
	std::map<u64, Ln> l1d;
	u64 epoch = 0, seq = 0;

	static u64 line_of(u64 a)
	{
		return (a & ~ALIAS) & ~(LINE - 1);
	}

	void lanes()
	{
		if (d->probe_line_valid_o)
			lane_line();
		if (d->probe_sbd_valid_o)
			lane_sbd();
		if (d->probe_sbc_valid_o && d->probe_sbc_kind_o != K_AMO) {
			int i = d->probe_sbc_idx_o;
			auto it = sb.find(i);
			if (it == sb.end())
				fail("SBC of free entry %d", i);
			else {
				if (!it->second.performed && d->probe_sbc_resp_o == 0)
					fail("SBC of entry %d that has not performed", i);
				if (it->second.kind != d->probe_sbc_kind_o)
					fail("SBC kind");
				sb.erase(it);
			}
		}
		if (d->probe_sbi_valid_o && d->probe_sbi_kind_o != K_AMO)
			lane_sbi();
		if (d->probe_ld_valid_o)
			lane_ld();
	}

	void lane_line()
	{
		u64 a = d->probe_line_addr_o;
		int op = d->probe_line_op_o;
		bool dirty = d->probe_line_dirty_o;
		n_line[op & 7]++;
		auto it = l1d.find(a);
		if (op == LN_FILL || op == LN_ZERO) {
			Ln n;
			n.dirty = op == LN_ZERO;
			for (u64 k = 0; k < LINE; k += 8) {
				if (op == LN_FILL && !beat_seen.count(a + k))
					fail("FILL of %llx whose beats were not seen", (unsigned long long)a);
				n.data.push_back(op == LN_ZERO ? 0 : beat_seen[a + k]);
			}
			if (op == LN_FILL && it != l1d.end())
				fail("FILL of %llx, which is present", (unsigned long long)a);
			l1d[a] = n;
			return;
		}
		if (it == l1d.end()) {
			fail("LINE op %d of %llx, which is absent", op, (unsigned long long)a);
			return;
		}
		if (it->second.dirty != dirty)
			fail("LINE op %d of %llx: dirty %d, shadow %d", op, (unsigned long long)a, dirty,
			     it->second.dirty);
		if (dirty && op != LN_INVAL)
			wb_expect[a].push_back(it->second.data);
		if (op == LN_CLEAN || op == LN_SNP_CLEAN) {
			if (!dirty)
				fail("CLEAN of a clean line");
			it->second.dirty = false;
		} else
			l1d.erase(it);
	}

	void write_line(u64 a, u8 mask, u64 data)
	{
		auto it = l1d.find(line_of(a));
		if (it == l1d.end()) {
			fail("store performs on %llx, which is absent", (unsigned long long)a);
			return;
		}
		merge(it->second.data[(a & (LINE - 1)) / 8], data, mask);
		it->second.dirty = true;
	}

	void lane_sbd()
	{
		int kind = d->probe_sbd_kind_o, i = d->probe_sbd_idx_o;
		u64 a = d->probe_sbd_addr_o;
		u8 mask = d->probe_sbd_mask_o;
		u64 my_epoch = epoch, my_seq = ~0ull;
		sbd_log.push_back({cycle, kind});
		if (kind == K_AMO) {
			write_line(a, mask, d->probe_sbd_data_o);
			if (!d->probe_sbi_valid_o || d->probe_sbi_kind_o != K_AMO || !d->probe_sbc_valid_o ||
			    d->probe_sbc_kind_o != K_AMO)
				fail("AMO not in SBI, SBD and SBC of one cycle");
		} else {
			auto it = sb.find(i);
			if (it == sb.end()) {
				fail("SBD of free entry %d", i);
				return;
			}
			Ent &e = it->second;
			my_epoch = e.epoch;
			my_seq = e.seq;
			u64 x = 0, y = 0;
			merge(x, e.data, e.mask);
			merge(y, d->probe_sbd_data_o, mask);
			if (e.performed || e.kind != kind || e.addr != a || e.mask != mask || x != y)
				fail("SBD of entry %d differs from what entered", i);
			e.performed = true;
			if (kind == K_STORE)
				write_line(a, mask, e.data);
		}
		for (auto &o : sb) {
			Ent &e = o.second;
			if (e.seq >= my_seq)
				continue;
			if (e.epoch < my_epoch)
				fail("entry %d performs before an older one across FENCE W,W", i);
			if (line_of(e.addr) == line_of(a) &&
			    (e.kind >= K_CLEAN || kind >= K_CLEAN || (e.addr | 7) == (a | 7)))
				fail("kind %d at %llx performs before an older entry of its line", kind,
				     (unsigned long long)a);
		}
	}

	void lane_sbi()
	{
		int i = d->probe_sbi_idx_o, kind = d->probe_sbi_kind_o;
		u64 a = d->probe_sbi_addr_o;
		n_sbi++;
		auto it = sb.find(i);
		if (it == sb.end()) {
			sb[i] = {kind, a, (u8)d->probe_sbi_mask_o, d->probe_sbi_data_o, false, epoch, seq++};
		} else {
			Ent &e = it->second;
			n_merge++;
			if (e.performed || e.kind != kind || e.addr != a || kind >= K_CLEAN || e.epoch != epoch)
				fail("SBI merges into entry %d wrongly", i);
			for (auto &o : sb)
				if (o.second.seq > e.seq && line_of(o.second.addr) == line_of(a) &&
				    o.second.kind >= K_CLEAN)
					fail("store merges past a CMO of its line");
			merge(e.data, d->probe_sbi_data_o, d->probe_sbi_mask_o);
			e.mask |= d->probe_sbi_mask_o;
		}
		if (rob.empty() || (u16(rob.front().order) != d->probe_sbi_order_o))
			fail("SBI order");
	}
	static uint16_t u16(u64 v)
	{
		return (uint16_t)v;
	}

	void lane_ld()
	{
		u64 a = d->probe_ld_addr_o, data = d->probe_ld_data_o, want = 0;
		u8 mask = d->probe_ld_mask_o, have = 0;
		int src = d->probe_ld_src_o;
		n_ld[src]++;
		Rob *r = nullptr;
		for (auto &e : rob)
			if (u16(e.order) == d->probe_ld_order_o)
				r = &e;
		if (!r)
			fail("LD of an unknown order");
		else {
			r->ld = true;
			r->ld_data = data;
			r->ld_mask = mask;
			if ((r->o.addr & ~7ull) != a)
				fail("LD address");
		}
		for (auto &e : rob) { // loads of one dword perform in program order
			if (&e == r)
				break;
			if (e.o.op == LOAD && !e.ld && !e.done && ((e.o.addr ^ a) & ~ALIAS & ~7ull) == 0)
				fail("a load of %llx performs before an older one", (unsigned long long)a);
		}
		Ent *best = nullptr;
		for (auto &o : sb)
			if (o.second.addr == a && o.second.kind <= K_UNCACHED && (!best || o.second.seq > best->seq))
				best = &o.second;
		if (src == LD_IO)
			return;
		if (src == LD_HIT || src == LD_MIX) {
			auto it = l1d.find(a & ~(LINE - 1));
			if (it != l1d.end())
				want = it->second.data[(a & (LINE - 1)) / 8];
			else if (src == LD_MIX && beat_seen.count(a))
				want = beat_seen[a];
			else
				fail("LD HIT of %llx, which is absent", (unsigned long long)a);
			have = 0xff;
		}
		if (src == LD_FILL || src == LD_UNCACHED) {
			want = src == LD_FILL ? beat_seen[a] : unc_seen[a & ~ALIAS];
			have = 0xff;
		}
		if (src == LD_SB || src == LD_MIX) {
			if (!best)
				fail("LD from the store buffer, which has nothing at %llx", (unsigned long long)a);
			else {
				merge(want, best->data, best->mask);
				have |= best->mask;
			}
		} else if (best && (best->mask & mask) && (src == LD_HIT || src == LD_FILL))
			fail("LD passes a store in the buffer at %llx", (unsigned long long)a);
		u64 x = 0, y = 0;
		merge(x, want, mask);
		merge(y, data, mask);
		if ((mask & ~have) || x != y)
			fail("LD of %llx src %d: %llx, shadow %llx", (unsigned long long)a, src, (unsigned long long)y,
			     (unsigned long long)x);
	}

	// ------------------------------------------------------------------ snoops and the side writer
	int snp_state = 0; // 0 none, 1 asked, 2 waits for the answer
	int snp_op = 0;
	u64 snp_line = 0;
	unsigned snp_beats = 0;
	bool snp_dma = false;
	int dma_hold = 0;

	void snp_before()
	{
		if (snp_state == 0 && snoop_every && rnd(snoop_every) == 0) {
			snp_dma = !dma_lines.empty() && rnd(2);
			snp_op = snp_dma ? 2 : snoop_lines.empty() ? 0 : rnd(3);
			auto &v = snp_dma || snoop_lines.empty() ? dma_lines : snoop_lines;
			if (!v.empty()) {
				snp_line = v[rnd(v.size())];
				snp_state = 1;
				snp_beats = 0;
				if (snp_dma) {
					d->lock_valid_i = 1;
					d->lock_lo_i = d->lock_hi_i = snp_line;
				}
			}
		}
		d->snp_req_valid_i = snp_state == 1;
		d->snp_req_op_i = snp_op;
		d->snp_req_addr_i = snp_line;
		if (snp_state == 3 && dma_hold-- == 0) { // write, then unlock
			if (line_present(snp_line))
				fail("locked line %llx is present after the flush", (unsigned long long)snp_line);
			for (u64 k = 8; k < LINE; k += 16) {
				u64 v = ((u64)rnd() << 32) | rnd();
				at(mem, snp_line + k) = v;
				at(ref, snp_line + k) = v;
			}
			n_dma++;
			d->lock_valid_i = 0;
			snp_state = 0;
		}
	}

	void snp_after()
	{
		if (d->snp_rsp_valid_o) {
			if (snp_state != 2)
				fail("snoop answer that nobody asked for");
			bool hit = d->snp_rsp_hit_o, last = d->snp_rsp_last_o;
			if (snp_op == 0 && hit) {
				auto it = l1d.find(snp_line);
				if (it != l1d.end() && it->second.data[snp_beats] != d->snp_rsp_data_o)
					fail("snoop READ data");
			}
			snp_beats++;
			unsigned want = (snp_op == 0 && hit) ? LINE / 8 : 1;
			if (last != (snp_beats == want))
				fail("snoop answer of %u beats, op %d", snp_beats, snp_op);
			if (last) {
				for (auto &w : wr)
					if (!w.applied && w.id < 8 && w.got && w.addr == snp_line && snp_dma)
						fail("snoop answered while a write-back of its line is outstanding");
				n_snoop++;
				snp_state = snp_dma ? 3 : 0;
				dma_hold = rnd(20);
			}
		}
		if (snp_state == 1 && d->snp_req_ready_o)
			snp_state = 2;
	}

	// ------------------------------------------------------------------ core
	static bool is_amo(int op)
	{
		return op >= AMOSWAP && op <= AMOMAXU;
	}
	static bool needs_commit(const Op &o)
	{
		return o.op == STORE || (o.op >= CBO_CLEAN && o.op <= CBO_ZERO);
	}
	bool is_io(const Op &o)
	{
		return (o.op == LOAD || o.op == STORE) && o.addr < RAM;
	}

	void step()
	{
		calm = calm && !d->ls_busy_o ? calm : 0;
		d->clk = 0;
		mem_before();
		io_before();
		snp_before();
		bool room = rob.size() < 8;
		bool want = prog && fetch < prog->size() && room && !(issue_skip && rnd(issue_skip) == 0);
		d->ls_req_valid_i = want;
		if (want) {
			const Op &o = (*prog)[fetch];
			d->ls_req_op_i = o.op;
			d->ls_req_addr_i = o.addr;
			d->ls_req_wdata_i = o.wdata;
			d->ls_req_size_i = o.size;
			d->ls_req_unsigned_i = o.uns;
			d->ls_req_aq_i = o.aq;
			d->ls_req_rl_i = o.rl;
			d->ls_req_fence_i = o.fence;
			d->ls_req_tag_i = next_tag;
			d->ls_req_order_i = u16(retired + rob.size());
		}
		bool irq = !rob.empty() && !started && flush_every && rnd(flush_every) == 0;
		bool done = !rob.empty() && rob.front().done && !irq;
		bool trap = done && rob.front().r.exc;
		d->ls_head_valid_i = !rob.empty() && !irq;
		d->ls_head_tag_i = rob.empty() ? 0 : rob.front().tag;
		d->ls_commit_i = done && !trap && needs_commit(rob.front().o);
		d->ls_flush_i = irq || trap;
		d->eval();
		bool retire = done && !trap && (!needs_commit(rob.front().o) || d->ls_commit_ack_o);
		bool redirect = retire && flush_every && rnd(flush_every) == 0;
		if (redirect) {
			d->ls_flush_i = 1;
			d->eval();
		}
		bool flush = d->ls_flush_i;
		n_flush += flush;
		bool taken = want && d->ls_req_ready_o && !flush;

		lanes();
		if (d->err_valid_o)
			errs.push_back({d->err_source_o, d->err_addr_o});
		// answers
		if (d->ls_rsp_valid_o) {
			Rob *r = nullptr;
			for (auto &e : rob)
				if (e.tag == d->ls_rsp_tag_o)
					r = &e;
			if (!r || r->done)
				fail("answer for tag %d, which waits for none", d->ls_rsp_tag_o);
			else {
				r->done = true;
				r->r.data = d->ls_rsp_data_o;
				r->r.exc = d->ls_rsp_exc_o;
				r->r.cause = d->ls_rsp_cause_o;
				r->r.rsp_cycle = cycle;
				r->mdata = d->ls_rsp_mdata_o;
				if (r->o.op == FENCE)
					judge_fence(*r);
			}
		}
		started = !rob.empty() && !retire && !flush;
		if (retire || trap) {
			Rob r = rob.front();
			rob.pop_front();
			r.r.retire_cycle = cycle;
			res[r.index] = r.r;
			retired++;
			if (retire)
				retire_op(r);
			else if (is_io(r.o) && r.o.op == LOAD)
				io_want[dev_of(r.o.addr)].push_back(
					{false, r.o.addr, 0}); // it went out and came back as an error
		}
		if (flush) {
			fetch -= rob.size();
			rob.clear();
			next_tag = rnd(8);
		}
		if (taken) {
			Rob r = {
				(*prog)[fetch], fetch, next_tag, retired + rob.size(), false, Result(), false, 0, 0, 0};
			rob.push_back(r);
			fetch++;
			next_tag = (next_tag + 1) & 7;
		}
		mem_after();
		io_after();
		snp_after();
		d->clk = 1;
		d->eval();
		cycle++;
	}

	void judge_fence(Rob &r)
	{
		int p = r.o.fence >> 4, s = r.o.fence & 15;
		if ((p & 1) && (s & 0xe) && !sb.empty())
			fail("fence %x answers with %zu entries open", r.o.fence, sb.size());
		if ((p & 4) && s && io_stores != io_answered)
			fail("fence %x answers with device stores unanswered", r.o.fence);
		if ((p & 1) && (s & 1))
			epoch++;
	}

	static u64 extend(u64 v, int size, bool uns)
	{
		int b = 8 << size;
		if (b == 64)
			return v;
		v &= (1ull << b) - 1;
		if (!uns && (v >> (b - 1) & 1))
			v |= ~0ull << b;
		return v;
	}

	u64 resv = ~0ull;

	void retire_op(Rob &r)
	{
		const Op &o = r.o;
		u64 pa = o.addr & ~ALIAS, sh = 8 * (o.addr & 7);
		u8 mask = ((1u << (1 << o.size)) - 1) << (o.addr & 7);
		bool judge = check_ref && !tainted(pa);
		if (is_io(o)) {
			int dev = dev_of(o.addr);
			io_want[dev].push_back({o.op == STORE, o.addr, 0});
			if (o.op == STORE) {
				u64 v = 0;
				merge(v, o.wdata << sh, mask);
				io_want[dev].back().data = v;
				io_stores++;
			} else {
				size_t n = io_want[dev].size() - 1;
				if (io_seen[dev].size() <= n || io_seen[dev][n].write ||
				    io_seen[dev][n].addr != o.addr ||
				    extend(io_seen[dev][n].data >> sh, o.size, o.uns) != r.r.data)
					fail("I/O load of %llx: not what its device answered",
					     (unsigned long long)o.addr);
			}
			return;
		}
		if ((o.op == LOAD || o.op == LR || is_amo(o.op)) && !r.ld)
			fail("op %d at %llx retires without LD", o.op, (unsigned long long)o.addr);
		if (o.op == LOAD || o.op == LR) {
			u64 want = extend(at(ref, pa) >> sh, o.size, o.uns);
			if (judge && r.r.data != want)
				fail("load of %llx size %d: %llx, expected %llx", (unsigned long long)o.addr, o.size,
				     (unsigned long long)r.r.data, (unsigned long long)want);
			if (extend(r.ld_data >> sh, o.size, o.uns) != r.r.data)
				fail("LD lane and answer differ");
			if (o.op == LR)
				resv = line_of(pa);
		} else if (o.op == STORE) {
			merge(at(ref, pa), o.wdata << sh, mask);
		} else if (o.op == SC) {
			if (r.r.data == 0) {
				if (resv != line_of(pa))
					fail("SC without reservation succeeds");
				merge(at(ref, pa), o.wdata << sh, mask);
			}
			resv = ~0ull;
		} else if (is_amo(o.op)) {
			u64 old = extend(at(ref, pa) >> sh, o.size, false);
			u64 b = extend(o.wdata, o.size, false), n = b;
			u64 ub = extend(b, o.size, true), uo = extend(old, o.size, true);
			switch (o.op) {
			case AMOADD:
				n = old + b;
				break;
			case AMOXOR:
				n = old ^ b;
				break;
			case AMOAND:
				n = old & b;
				break;
			case AMOOR:
				n = old | b;
				break;
			case AMOMIN:
				n = (int64_t)old < (int64_t)b ? old : b;
				break;
			case AMOMAX:
				n = (int64_t)old > (int64_t)b ? old : b;
				break;
			case AMOMINU:
				n = uo < ub ? old : b;
				break;
			case AMOMAXU:
				n = uo > ub ? old : b;
				break;
			}
			if (judge && r.r.data != old)
				fail("AMO %d at %llx: %llx, expected %llx", o.op, (unsigned long long)pa,
				     (unsigned long long)r.r.data, (unsigned long long)old);
			if (judge && extend(r.mdata, o.size, true) != extend(n, o.size, true))
				fail("AMO %d: new value in mdata", o.op);
			merge(at(ref, pa), n << sh, mask);
		} else if (o.op == CBO_ZERO) {
			for (u64 k = 0; k < LINE; k += 8)
				at(ref, line_of(pa) + k) = 0;
		}
	}

      public:
	u64 io_done_count(int dev)
	{
		return io_seen[dev].size();
	}

	// After quiet(): devices saw what retired, in order; memory is what the program wrote.
	void judge_end()
	{
		for (int v = 0; v < 8; v++) {
			if (io_seen[v].size() != io_want[v].size())
				fail("device %d saw %zu accesses, %zu retired", v, io_seen[v].size(),
				     io_want[v].size());
			for (size_t i = 0; i < io_seen[v].size() && i < io_want[v].size(); i++)
				if (io_seen[v][i].write != io_want[v][i].write ||
				    io_seen[v][i].addr != io_want[v][i].addr ||
				    (io_want[v][i].write && io_seen[v][i].data != io_want[v][i].data))
					fail("device %d: access %zu out of order", v, i);
		}
		for (auto &q : wb_expect)
			if (!q.second.empty())
				fail("write-back of %llx never came", (unsigned long long)q.first);
		if (check_ref)
			for (auto &e : ref)
				if (at(mem, e.first) != e.second && !tainted(e.first))
					fail("memory at %llx: %llx, expected %llx", (unsigned long long)e.first,
					     (unsigned long long)at(mem, e.first), (unsigned long long)e.second);
	}
};
#endif
