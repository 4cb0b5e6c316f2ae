// SPDX-License-Identifier: Apache-2.0
// The judge of one channel: what the engine asks for, writes, hands to streams and signals, against the reference
// model. It follows three rules of the engine (docs/dma-engine.md): a channel's descriptors are executed in order, its
// data are read in order and written in order. It knows no cycles but the bounds named in it.
#pragma once
#include <deque>
#include "axi_memory.h"
#include "ref_model.h"

constexpr uint64_t NEVER = ~0ull;
// Cycles from a response to the registers and the interrupt that show it, at most. A completion that is written shows
// with the response of its write. One that is not shows when the engine's one completion machine comes round to it, and
// that may wait for another channel's record: only cycles count in which neither the write channels nor words to
// streams take the write stages (bench.open). Watch::clock() and lag() choose.
constexpr unsigned SEEN_LAG = 64, WRITTEN_LAG = 8;
constexpr unsigned STOP_LAG = 8; // from the answer to STOP to the last burst that is newly offered

struct Seg { // a published descriptor
	ref_desc d;
	uint64_t total = 0;  // bytes that it moves; RX: to the end of the packet
	bool eop = false;    // RX: the packet ends in it
	uint64_t stream = 0; // RX: position of its first byte in the channel's stream
	uint64_t rd_asked = 0, rd_got = 0, wr_asked = 0, wr_ok = 0, tx_got = 0;
	uint64_t rd_bad_off = NEVER; // offset of the first byte that came with an error
	unsigned rd_resp = 0, wr_resp = 0;
	bool wr_holed = false;
	uint64_t rd_bad_addr = 0, wr_bad_addr = 0;
	bool answered() const
	{
		if (d.bad || rd_resp || wr_resp)
			return false;
		if (d.form == 2)
			return rd_got == total; // TX: the stream may get them later
		return wr_ok == total;
	}
	bool surely() const
	{
		return answered() && (d.form != 2 || tx_got == total);
	}
	bool started() const
	{
		return rd_asked || wr_asked || tx_got;
	}
};

struct Watch {
	int ch;
	Area *area;
	ref_config cfg;
	Rng rng; // of the stream models
	// Set by the bench
	bool paused = false; // PAUSED was read: nothing may move until the bench resumes
	bool running = false, stop_asked = false, loops = false; // loops: the descriptors are a cycle
	uint64_t stop_at = NEVER;				 // cycle in which the write of STOP was answered
	uint32_t rec_tail = 0, cache = 3, prot = 0;
	std::vector<uint8_t> published; // by 16 bytes of the area's first 64 KiB: the engine may read it as descriptor
	// What it has learned since RUN
	bool ended = false; // a completion with a status other than OK has been written
	unsigned end_code = 0;
	uint64_t end_seg = 0, ended_at = 0;		    // cycle
	uint64_t rec_n = 0;				    // records asked for
	uint64_t visible = 0;				    // descriptors whose completion memory has acknowledged
	uint64_t visible_jobs = 0;			    // the same, whole jobs only
	std::deque<std::pair<uint64_t, uint64_t>> desc_bad; // [lo, hi) that came with an error
	unsigned rec_resp = 0;				    // first error answer to a record or owner word
	uint64_t rec_bad_addr = 0, rec_bad_seg = 0;
	uint64_t irqs = 0; // completions that asked for an interrupt
	unsigned data_reads = 0, data_writes = 0, front_reads = 0, front_writes = 0; // outstanding
	uint64_t last_event = 0;						     // cycle of the last sign of life
	unsigned outcomes[10] = {};

	void start(const ref_config &c);
	void quiet(); // STOPPED or HALTED was read: nothing may move from here on
	// A descriptor is published; list: link() first says where the block stands that follows the last one
	void push();
	void link(uint64_t next, unsigned count);
	uint64_t pushed() const
	{
		return base + segs.size();
	}
	Seg *seg(uint64_t i); // cyclic: made on demand
	bool all_recorded() const
	{
		return !ref_has_records(&cfg) || (cfg.cyclic || loops) || job_done == pushed();
	}
	bool outstanding() const
	{
		return data_reads || data_writes || front_reads || front_writes;
	}
	void advance(); // what is visible by now
	bool started_unfinished();
	uint64_t surely_seen() const; // whole jobs that were visible lag() ago
	bool written() const	      // are its completions?
	{
		return ref_has_records(&cfg) || cfg.mode == REF_OWNER;
	}
	uint64_t clock() const
	{
		return written() ? bench.now : bench.open;
	}
	unsigned lag() const
	{
		return written() ? WRITTEN_LAG : SEEN_LAG;
	}
	bool rec_full() const
	{
		return (rec_n + 1) % cfg.rec_slots == rec_tail;
	}

	void read_asked(const Ax &a);
	void read_beat(const ReadBurst &r, unsigned resp);
	void write_asked(const Ax &a);
	void write_beat(const WriteBurst &w, const uint8_t *data, uint32_t strb);
	void write_answered(const WriteBurst &w);

	// Streams
	unsigned tx_stall = 0, rx_stall = 0; // percent
	bool tx_block = false, rx_block = false;
	uint64_t tx_jobs = 0, rx_packets = 0;
	uint64_t rx_sent = 0, rx_need = 0; // bytes
	uint32_t rx_left = 0;		   // of the packet that descriptors are being matched with
	bool rx_skip = false;		   // the job's packet has ended
	std::deque<uint64_t> rx_ends;	   // positions behind packets not yet sent whole
	uint8_t rx_byte(uint64_t pos) const
	{
		return area->mem[0x20000 + (pos * 1 + pos / 65521) % 65521];
	}
	void tx_beat(const uint8_t *data, uint32_t keep, bool last);
	bool rx_offer(uint8_t *data, uint32_t *keep, bool *last); // the beat to send; false: none
	void rx_taken();

	// Interrupt line, IRQ_EN = DONE alone unless irq_any
	bool irq_any = true;
	unsigned co_count = 1, co_time = 0;
	bool irq_level = false;
	void irq_sample(bool level);
	void irq_clear(); // IRQ_STAT.DONE is about to be cleared
	void irq_cleared()
	{
		irq_w1c = bench.now;
	} // the write has been answered

	bool justified(unsigned code, uint64_t i); // is it what memory answered, or what software asked for?
	bool moved(uint64_t i, uint32_t bytes)	   // may a cut or failed descriptor report so many?
	{
		Seg *s = seg(i);
		if (!s)
			return !bytes;
		// To a stream: what it has taken, and bytes that wait for their word to be filled
		return s->d.form == 2 ? bytes < s->tx_got + DB : bytes == s->wr_ok;
	}
	bool tx_out(uint64_t n); // has the stream got all of the first n descriptors?
	uint64_t tx_last = 0;	 // cycle of the last stream beat
	uint64_t walk_at() const
	{
		return walk.at;
	}
	bool rec_free = false; // REC_TAIL is nonsense: no check against it
	void life_now()
	{
		life();
	}

      private:
	struct Comp { // a record or owner word on its way
		bool own, answered, drained;
		uint64_t addr, first, last;
		uint8_t data[16];
		unsigned got;
		uint32_t have;
	};
	struct Burst {
		uint64_t seg, off;
		uint32_t n;
		bool complete, holed;
	}; // complete: all its data have come; holed: not all written
	std::deque<Seg> segs;
	uint64_t base = 0, cleared = 0;
	ref_walk walk;
	uint64_t link_next = 0;
	unsigned link_count = 0;
	bool link_known = false, walk_stuck = false;
	uint64_t rd_i = 0, wr_i = 0, tx_i = 0, own_i = 0, job_i = 0; // own_i, job_i: by address handshakes
	uint64_t own_done = 0, job_done = 0;			     // by data
	std::deque<Burst> rd_q, wr_q;
	std::deque<Comp> comp_q;			   // asked, data not complete
	std::deque<Comp> comp_b;			   // data complete, answer awaited
	std::deque<std::pair<uint64_t, uint64_t>> history; // clock(), visible_jobs
	// interrupts
	struct Moment {
		uint64_t now, clock;
	};
	std::deque<Moment> irq_times;  // of the last completions
	std::deque<Moment> irq_expect; // events that must be seen
	uint64_t irq_rise = 0, irq_w1c = 0, irq_high = NEVER, irq_base = 0;

	void fail(const char *what, uint64_t a = 0, uint64_t b = 0)
	{
		bench.fail("channel %d: %s (0x%lx, 0x%lx)", ch, what, a, b);
	}
	void life()
	{
		last_event = bench.now;
	}
	void create();
	bool job_end(uint64_t first, uint64_t *last);
	void attributes(const Ax &a);
	void desc_asked(const Ax &a);
	void complete_asked(const Ax &a);
	void completed(Comp &c);
	void judge_record(Comp &c);
	void judge_owner(Comp &c);
	void irq_event();
	void drop();
};
