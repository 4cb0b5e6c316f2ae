// SPDX-License-Identifier: Apache-2.0
// The engine with its surroundings (memory, streams, register port), and the software that drives a channel.
#pragma once
#include <memory>
#include <doorbell/descriptor.h>
#include <doorbell/regs.h>
#include "watch.h"

struct Sim final : AxiListener {
	std::unique_ptr<VerilatedContext> context;
	std::unique_ptr<Vdoorbell_dma> t;
	Space space;
	AxiMemory main, desc; // m_axi_*; m_axi_desc_*, without OWN_PORT idle
	std::vector<Watch> watch;
	unsigned out_reads = 0, out_writes = 0; // data bursts outstanding
	uint64_t data_beats = 0, desc_beats = 0, data_bytes = 0;
	uint64_t desc_ar_at = 0, desc_beat_at = 0, data_ar_at = 0, data_aw_at = 0, doorbell_at = 0;
	unsigned axil_slow = 0;	   // percent: how often the register port's master lags
	uint64_t stream_until = 0; // a burst to a stream may last until then
	bool streams_used = false;
	uint32_t caps; // CAP as read

	Sim(uint64_t seed, uint32_t quirk);
	~Sim();
	void tick();
	void ticks(unsigned n)
	{
		while (n--)
			tick();
	}
	int write(uint32_t a, uint64_t d, uint32_t strb); // answers the response, -1: none came
	int read(uint32_t a, unsigned size, uint64_t *v);
	void w32(int c, uint32_t o, uint32_t v);
	void w64(int c, uint32_t o, uint64_t v);
	uint32_t r32(int c, uint32_t o);
	uint64_t r64(int c, uint32_t o);
	uint32_t global(uint32_t o);
	bool idle() const
	{
		return main.idle() && desc.idle();
	}

	void read_asked(const Ax &a) override;
	void read_beat(const ReadBurst &r, unsigned resp) override;
	void write_asked(const Ax &a) override;
	void write_beat(const WriteBurst &w, const uint8_t *data, uint32_t strb) override;
	void write_answered(const WriteBurst &w) override;

      private:
	bool aw_hs, w_hs, b_hs, ar_hs, r_hs;
	int last_bresp, last_rresp;
	uint64_t last_rdata;
	std::vector<uint8_t> tx_held;
	std::vector<uint8_t> rx_valid, tx_ready;
	uint64_t held_keep[CHANNELS] = {};
	uint8_t held_data[CHANNELS][DB] = {};
	void drive_streams();
	void sample_streams();
};

// What a round of a channel is made of; a test draws it, directed tests write it.
struct Plan {
	ref_config cfg = {};
	bool loops = false;
	unsigned goal = 20;	     // descriptors; loops: laps go on until STOP
	unsigned bad = 0, more = 20; // percent of descriptors
	bool pauses = false, streams = true, rx = true, in_blocks = true;
	uint64_t stop_after = NEVER; // cycles after RUN
	int misuse = 0;		     // BAD_RING: 1.. at RUN, 8.. later
	uint32_t cfg_bits = 0;	     // CACHE, PROT, COHERENT, WEIGHT
	unsigned co_count = 1, co_time = 0, irq_en = 1;
	unsigned big = 3;     // percent of descriptors of more than a burst
	bool blocked = false; // its surroundings stand still until the bench lets go
};

// Layout of a channel's area
constexpr uint32_t AT_DESC = 0, AT_REC = 0x10000, AT_SRC = 0x20000, AT_DST = 0x30000;

struct Chan {
	enum Phase { IDLE, RUN, DRAIN, DONE };
	Sim &s;
	Watch &w;
	int c;
	Area &area;
	Rng &rng;
	Plan p;
	Phase phase = IDLE;
	uint32_t tail = 0, rec_seen = 0, rec_tail = 0, recs = 0;
	uint64_t ran_at = 0, wait_from = 0;
	bool paused = false, stopping = false, rx_dirty = false, misused = false, full_in_stop = false;
	unsigned rounds = 0;
	long ends[16] = {}; // by status; 0: ran to its end
	uint64_t done = 0;  // DONE_CNT when the round ended

	Chan(Sim &sim, int ch) : s(sim), w(sim.watch[ch]), c(ch), area(sim.space.area[ch]), rng(bench.rng)
	{
	}
	void draw(int flavour, bool streams);			// a random plan
	void begin();						// set-up registers and RUN
	void step();						// one thing that software does
	bool publish(unsigned n);				// up to n descriptors, no doorbell; false: none fitted
	void ring();						// the doorbell
	void put(uint8_t *slot, const ref_walk *at, bool last); // a random descriptor
	void write_desc(uint8_t *slot, unsigned form, uint32_t flags, uint32_t len, uint64_t src, uint64_t dst,
			uint64_t next);
	void consume();
	void tell();	// where it stands
	bool at_rest(); // everything published is visible, and consumed

      private:
	struct Block {
		uint64_t at;
		unsigned count;
		uint64_t first;
		int chunk;
	};
	std::deque<Block> blocks;
	std::vector<bool> chunk_used;
	unsigned job_class = 0, job_segs = 0;
	bool job_open = false;
	unsigned published = 0;
	bool publish_ring(unsigned n);
	bool publish_block(unsigned n);
	void recycle();
	void mark(uint64_t at, uint32_t bytes, bool on);
	void check_running();
	void check_stopped();
	void check_halted(uint32_t status);
	void finish();
	void drain();
	void fail(const char *what, uint64_t a = 0, uint64_t b = 0)
	{
		bench.fail("channel %d: %s (0x%lx, 0x%lx)", c, what, a, b);
	}
};
