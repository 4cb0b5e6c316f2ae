// SPDX-License-Identifier: Apache-2.0
// AXI memory: first beat `latency` cycles after AR, response `latency` after the last write beat, one beat per cycle
// and channel, in order, any number outstanding; stalls, jitter, order between IDs and interleaved beats as options;
// bus errors by address. Judges the engine's side of the protocol, and tells a listener each handshake.
#pragma once
#include <deque>
#include <vector>
#include "bench.h"
#include "pins.h"

struct Fault {
	uint64_t lo, hi; // [lo, hi)
	bool write;
	unsigned resp; // 2 SLVERR, 3 DECERR
};

// Bus addresses that exist: an area for each channel, anywhere.
struct Area {
	static constexpr uint32_t SIZE = 1 << 18;
	uint64_t base = 0;
	std::vector<uint8_t> mem = std::vector<uint8_t>(SIZE);
	std::vector<Fault> faults;
	bool has(uint64_t a, uint64_t n) const
	{
		return a >= base && a - base <= SIZE - n;
	}
	uint8_t *at(uint64_t a)
	{
		return &mem[a - base];
	}
	unsigned fault(bool write, uint64_t lo, uint64_t hi) const
	{
		for (auto &f : faults)
			if (f.write == write && f.lo < hi && lo < f.hi)
				return f.resp;
		return 0;
	}
};
struct Space {
	std::vector<Area> area = std::vector<Area>(CHANNELS);
	Area *find(uint64_t a)
	{
		for (auto &x : area)
			if (x.has(a, 1))
				return &x;
		return nullptr;
	}
};

struct ReadBurst {
	Ax a;
	uint64_t at; // first beat not before
	unsigned beat;
	// Bus address of the first byte of this beat that was asked for
	uint64_t beat_addr() const
	{
		return beat ? (a.addr & ~(uint64_t)(DB - 1)) + (uint64_t)beat * DB : a.addr;
	}
};
struct WriteBurst {
	Ax a;
	uint64_t at;
	unsigned beat, resp;
	uint64_t beat_base() const
	{
		return (a.addr & ~(uint64_t)(DB - 1)) + (uint64_t)beat * DB;
	}
};
struct AxiListener {
	virtual void read_asked(const Ax &a) = 0;
	virtual void read_beat(const ReadBurst &r, unsigned resp) = 0;
	virtual void write_asked(const Ax &a) = 0;
	virtual void write_beat(const WriteBurst &w, const uint8_t *data, uint32_t strb) = 0;
	virtual void write_answered(const WriteBurst &w) = 0;
};

struct AxiMemory {
	Space &space;
	AxiListener &listener;
	const char *name;
	// Knobs
	unsigned latency = 1, jitter = 0; // cycles; 0 to jitter more for each burst
	unsigned stall_ar = 0, stall_r = 0, stall_aw = 0, stall_w = 0, stall_b = 0; // percent of cycles
	unsigned freeze = 0;			  // per mille of cycles in which a channel freezes for up to 300
	bool reorder = false, interleave = false; // between IDs
	Rng rng;
	// State
	std::deque<ReadBurst> rd;
	std::deque<WriteBurst> aw, b;
	std::deque<std::pair<std::vector<uint8_t>, uint32_t>> early; // data before their address; strobes, bit 32: last
	int r_cur = -1, r_stay = -1, b_cur = -1;
	uint64_t frozen[5] = {};
	MasterOut out = {}, held = {};
	MasterIn in = {};
	bool ar_held = false, aw_held = false, w_held = false;

	AxiMemory(Space &s, AxiListener &l, const char *n) : space(s), listener(l), name(n)
	{
	}
	void ideal(unsigned l)
	{
		latency = l;
		jitter = stall_ar = stall_r = stall_aw = stall_w = stall_b = freeze = 0;
		reorder = interleave = false;
	}
	bool idle() const
	{
		return rd.empty() && aw.empty() && b.empty() && early.empty();
	}
	unsigned reads(int id) const
	{
		unsigned n = 0;
		for (auto &x : rd)
			n += (int)x.a.id == id;
		return n;
	}
	unsigned writes(int id) const
	{
		unsigned n = 0;
		for (auto &x : aw)
			n += (int)x.a.id == id;
		for (auto &x : b)
			n += (int)x.a.id == id;
		return n;
	}
	void drive();  // before the clock edge: the memory's outputs in this cycle
	void sample(); // after they have settled: take what is handed over; `out` is current

      private:
	bool open(int channel, unsigned stall);
	template <class Q> int pick(const Q &q, int stay);
	void rules(const Ax &a, const char *what);
	void take_beat(const uint8_t *data, uint32_t strb, bool last);
};
