// SPDX-License-Identifier: Apache-2.0
// AXI memory for the bench: first beat L cycles after AR, response L after the last beat; random stalls, order between
// IDs and interleaving as options; bus errors by address. Checks the engine's side of the protocol.
#pragma once
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <deque>
#include <random>
#include <vector>
#include "Vdoorbell_dma.h"

struct Fault {
	uint64_t lo, hi;
	bool write;
	int resp;
};

struct AxiMemory {
	static constexpr uint64_t BASE = 0x900000000ull, SIZE = 1 << 20;
	std::vector<uint8_t> mem = std::vector<uint8_t>(SIZE);
	std::vector<Fault> faults;
	std::mt19937 rng;
	int latency = 1, stall = 0; // stall: percent
	bool reorder = false;
	int rd_max = 32, wr_max = 32;
	uint64_t now = 0, errors = 0, data_beats = 0, desc_beats = 0, rec_responses = 0;
	uint64_t desc_ar_at = 0, data_ar_at = 0, data_aw_at = 0, desc_beat_at = 0;

	struct Rd {
		int id;
		uint64_t addr, at;
		int len, beat;
	};
	struct Wr {
		int id;
		uint64_t addr, start, at;
		int len, beat, resp;
	};
	std::deque<Rd> rd;
	std::deque<Wr> aw, b;
	std::deque<std::pair<uint64_t, int>> early; // data before their address: {data, strb | last << 8}
	void (*on_record)(int ch, uint32_t slot) = nullptr;
	int r_cur = -1; // index offered
	int b_cur = -1;
	uint64_t p_ar = 0, p_aw = 0, p_w = 0;
	bool p_arv = false, p_awv = false, p_wv = false;
	uint64_t p_wd = 0;

	void bad(const char *what)
	{
		errors++;
		if (errors < 20)
			printf("FAIL: AXI at cycle %lu: %s\n", now, what);
	}
	int fault(bool write, uint64_t a, uint64_t len, uint64_t *at) const
	{
		int resp = 0;
		uint64_t first = ~0ull;
		for (auto &f : faults) {
			uint64_t lo = std::max<uint64_t>(f.lo, a & ~7ull), hi = std::min<uint64_t>(f.hi, a + len);
			if (f.write == write && lo < hi && lo < first) {
				first = lo;
				resp = f.resp;
			}
		}
		if (resp)
			*at = std::max<uint64_t>(first & ~7ull, a);
		return resp;
	}
	bool stalled()
	{
		return stall && (int)(rng() % 100) < stall;
	}
	bool idle() const
	{
		return rd.empty() && aw.empty() && b.empty() && early.empty();
	}

	// Before the clock edge: outputs of the memory for this cycle
	void drive(Vdoorbell_dma *t)
	{
		t->m_axi_arready = !stalled() && rd.size() < 64;
		t->m_axi_awready = !stalled();
		t->m_axi_wready = !stalled();
		if (r_cur < 0) {
			std::vector<int> can;
			uint64_t seen = 0;
			for (size_t i = 0; i < rd.size(); i++) {
				if (seen >> rd[i].id & 1)
					continue;
				seen |= 1ull << rd[i].id;
				if (rd[i].at <= now)
					can.push_back(i);
				if (!reorder)
					break;
			}
			if (!can.empty() && !stalled())
				r_cur = can[rng() % can.size()];
		}
		t->m_axi_rvalid = r_cur >= 0;
		if (r_cur >= 0) {
			Rd &r = rd[r_cur];
			uint64_t a = (r.addr & ~7ull) + 8 * r.beat, v = 0, at;
			if (a >= BASE && a + 8 <= BASE + SIZE)
				memcpy(&v, &mem[a - BASE], 8);
			t->m_axi_rid = r.id;
			t->m_axi_rdata = v;
			t->m_axi_rresp = (a < BASE || a >= BASE + SIZE) ? 3 : fault(false, a, 8, &at);
			t->m_axi_rlast = r.beat == r.len;
		}
		if (b_cur < 0) {
			std::vector<int> can;
			uint64_t seen = 0;
			for (size_t i = 0; i < b.size(); i++) {
				if (seen >> b[i].id & 1)
					continue;
				seen |= 1ull << b[i].id;
				if (b[i].at <= now)
					can.push_back(i);
				if (!reorder)
					break;
			}
			if (!can.empty() && !stalled())
				b_cur = can[rng() % can.size()];
		}
		t->m_axi_bvalid = b_cur >= 0;
		if (b_cur >= 0) {
			t->m_axi_bid = b[b_cur].id;
			t->m_axi_bresp = b[b_cur].resp;
		}
	}
	void data(uint64_t d, int sl)
	{
		Wr &w = aw.front();
		uint64_t a = (w.addr & ~7ull) + 8 * w.beat;
		bool last = sl >> 8;
		if (last != (w.beat == w.len))
			bad("WLAST is not at the burst's end");
		if (a < BASE || a + 8 > BASE + SIZE) {
			w.resp = 3;
		} else
			for (int i = 0; i < 8; i++)
				if (sl >> i & 1) {
					if (a + i < w.addr)
						bad("a strobe below the address");
					mem[a - BASE + i] = d >> 8 * i;
				}
		if (on_record && (w.id & 32) && w.len == 1 && w.beat == 0)
			on_record(w.id & 31, d >> 32);
		uint64_t at;
		int f = fault(true, a, 8, &at);
		if (f && !w.resp)
			w.resp = f;
		w.beat++;
		if (w.beat > w.len) {
			w.at = now + latency;
			b.push_back(w);
			aw.pop_front();
		}
	}
	// After outputs have settled, before the edge: take what is handed over
	void sample(Vdoorbell_dma *t)
	{
		uint64_t ar = t->m_axi_araddr << 14 ^ t->m_axi_arlen << 6 ^ t->m_axi_arid;
		uint64_t wa = t->m_axi_awaddr << 14 ^ t->m_axi_awlen << 6 ^ t->m_axi_awid;
		uint64_t ws = t->m_axi_wstrb << 1 | t->m_axi_wlast;
		if (p_arv && (!t->m_axi_arvalid || ar != p_ar))
			bad("AR changed or was withdrawn");
		if (p_awv && (!t->m_axi_awvalid || wa != p_aw))
			bad("AW changed or was withdrawn");
		if (p_wv && (!t->m_axi_wvalid || ws != p_w || t->m_axi_wdata != p_wd))
			bad("W changed or was withdrawn");
		p_arv = t->m_axi_arvalid && !t->m_axi_arready;
		p_ar = ar;
		p_awv = t->m_axi_awvalid && !t->m_axi_awready;
		p_aw = wa;
		p_wv = t->m_axi_wvalid && !t->m_axi_wready;
		p_w = ws;
		p_wd = t->m_axi_wdata;
		if (t->m_axi_rvalid && t->m_axi_rready) {
			Rd &r = rd[r_cur];
			if (r.id & 32) {
				desc_beats++;
				desc_beat_at = now;
			} else
				data_beats++;
			if (r.beat++ == r.len)
				rd.erase(rd.begin() + r_cur);
			r_cur = -1;
		}
		if (t->m_axi_bvalid && t->m_axi_bready) {
			if (b[b_cur].id & 32)
				rec_responses++;
			b.erase(b.begin() + b_cur);
			b_cur = -1;
		}
		auto edge = [&](uint64_t a, int len) { return (a & 4095) - (a & 7) + 8 * (len + 1) > 4096; };
		if (t->m_axi_arvalid && t->m_axi_arready) {
			if (edge(t->m_axi_araddr, t->m_axi_arlen))
				bad("read crosses 4 KiB");
			bool desc = (t->m_axi_aruser >> 5) == 0;
			if (desc != !!(t->m_axi_arid & 32) || (t->m_axi_arid & 31) != (t->m_axi_aruser & 31))
				bad("ARUSER and ARID differ");
			if (t->probe_dar_bytes_o > 8 * (t->m_axi_arlen + 1))
				bad("more bytes asked for than beats hold");
			rd.push_back({t->m_axi_arid, t->m_axi_araddr, now + latency, t->m_axi_arlen, 0});
			(desc ? desc_ar_at : data_ar_at) = now;
			if ((int)rd.size() > rd_max)
				bad("more reads outstanding than the parameter");
		}
		if (t->m_axi_awvalid && t->m_axi_awready) {
			if (edge(t->m_axi_awaddr, t->m_axi_awlen))
				bad("write crosses 4 KiB");
			if ((t->m_axi_awuser >> 5) == 1)
				data_aw_at = now;
			aw.push_back({t->m_axi_awid, t->m_axi_awaddr, 0, 0, t->m_axi_awlen, 0, 0});
			if ((int)(aw.size() + b.size()) > wr_max)
				bad("more writes outstanding than the parameter");
		}
		if (t->m_axi_wvalid && t->m_axi_wready)
			early.push_back({t->m_axi_wdata, t->m_axi_wstrb | t->m_axi_wlast << 8});
		while (!early.empty() && !aw.empty()) {
			data(early.front().first, early.front().second);
			early.pop_front();
		}
		now++;
	}
};
