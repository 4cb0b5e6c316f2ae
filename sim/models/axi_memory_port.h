/* SPDX-License-Identifier: Apache-2.0
 *
 * AXI4 slave on the memory port of the SoC, exact to the cycle; moves the data through a TLM-2.0 initiator socket.
 *
 * One clock cycle is: drive() (decides the pins towards the SoC; a read beat is sampled from memory in the cycle in
 * which it is first presented: MEMRD), then, with the SoC settled, sample() (takes the handshakes of this cycle's edge;
 * a write beat is performed in the cycle in which it is accepted: MEMWR, after the reads of that cycle). No output
 * depends on an input of the same cycle.
 *
 * Timing: the first beat of a read comes `latency` cycles after its address was accepted, the response of a write
 * `latency` cycles after its last beat; then a beat a cycle. `jitter` adds a random 0..jitter per burst. Bursts are
 * answered in order of their addresses; with `reorder` a burst may overtake those of other IDs, and each of the banks
 * (lines interleaved) serves one burst at a time. `stall` withholds each of AR, AW, W ready and the next R beat in so
 * many of a hundred cycles. Everything random comes from `seed`.
 *
 * Errors: outside the RAM DECERR, without an event. An injected fault moves its beat like any other and answers SLVERR,
 * as a memory does that notices too late; what watches memory stays in step with it. A master that breaks AXI (WLAST in
 * the wrong place, unknown burst) ends the simulation by SC_REPORT_ERROR.
 */
#ifndef DOORBELL_SIM_AXI_MEMORY_PORT_H
#define DOORBELL_SIM_AXI_MEMORY_PORT_H

#include <cstddef>
#include <cstdint>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

#include "memory_watcher.h"
#include "random.h"

/* One address channel, as the SoC drives it. */
struct axi_address {
	uint64_t addr;
	uint8_t id, len, size, burst;
};

/* Pins from the SoC; the payloads matter only while their valid is set. */
struct axi_from_soc {
	bool arvalid, awvalid, wvalid, rready, bready;
	axi_address ar, aw;
	uint64_t wdata;
	uint8_t wstrb;
	bool wlast;
};

/* Pins to the SoC. */
struct axi_to_soc {
	bool arready, awready, wready, rvalid, bvalid;
	uint8_t rid, rresp;
	bool rlast;
	uint64_t rdata;
	uint8_t bid, bresp;
};

struct axi_fault {
	bool write;
	uint64_t addr;
	uint64_t count;
};

struct axi_memory_config {
	uint32_t latency = 13;
	uint32_t jitter = 0;
	uint32_t stall_percent = 0;
	bool reorder = false;
	uint64_t seed = 1;
	std::vector<axi_fault> faults;
};

class axi_memory_port : public sc_core::sc_module
{
      public:
	tlm_utils::simple_initiator_socket<axi_memory_port, 64> socket;

	axi_memory_port(sc_core::sc_module_name name, const axi_memory_config &cfg, memory_watcher &watcher);

	const axi_to_soc &drive(uint64_t cycle);
	void sample(uint64_t cycle, const axi_from_soc &pins);

      private:
	enum : uint8_t { OKAY = 0, SLVERR = 2, DECERR = 3 };

	struct burst {
		axi_address a;
		unsigned int beat;
		uint64_t due; /* cycle from which it may be answered */
		uint8_t resp;
	};

	/* A few bursts in order of arrival; small, so that a search costs less than a clever structure. */
	class queue
	{
	      public:
		static constexpr unsigned int SIZE = 32;

		bool full() const
		{
			return count_ == SIZE;
		}
		bool empty() const
		{
			return !count_;
		}
		unsigned int count() const
		{
			return count_;
		}
		burst &at(unsigned int i)
		{
			return slot_[i];
		}
		void push(const burst &b)
		{
			slot_[count_++] = b;
		}
		burst take(unsigned int i);

	      private:
		burst slot_[SIZE];
		unsigned int count_ = 0;
	};

	struct direct_range {
		uint64_t base = 1, end = 0;
		unsigned char *data = nullptr;
	};

	static constexpr unsigned int BANKS = 8;

	const axi_memory_config cfg_;
	memory_watcher &watcher_;
	random_source random_;
	std::vector<axi_fault> faults_;
	queue reads_, writes_, responses_;
	uint64_t bank_free_[BANKS] = {};
	burst reading_{}; /* the burst whose beats are presented */
	bool reading_valid_ = false;
	axi_to_soc pins_{};
	direct_range direct_[2];
	unsigned int direct_next_ = 0;

	uint64_t due(uint64_t cycle, const axi_address &a);
	int choose(queue &q, uint64_t cycle);
	bool stalled();
	void present_read(uint64_t cycle);
	void accept_write(uint64_t cycle, const axi_from_soc &pins);
	void check_burst(const axi_address &a);
	static uint64_t beat_address(const axi_address &a, unsigned int beat);
	bool faulty(bool write, uint64_t addr);
	unsigned char *direct(uint64_t addr);
	uint8_t read(uint64_t addr, uint64_t *data);
	uint8_t write(uint64_t addr, uint64_t data, uint8_t strb);
	uint8_t transport(tlm::tlm_command command, uint64_t addr, uint64_t *data, uint8_t strb);
	void invalidate(sc_dt::uint64 start, sc_dt::uint64 end);
};

#endif
