/* SPDX-License-Identifier: Apache-2.0
 *
 * The verilated SoC as a SystemC module: clock, reset, straps, and the pins to the memory port, the
 * console and the stream devices. The
 * bus stays inside; one activation steps QUANTUM clock cycles, because nothing outside needs the clock in between.
 *
 * A cycle: pins towards the SoC are set, the SoC settles (clock low), handshakes and probe events are taken, the clock
 * rises. Cycles count from 0, the RESET_CYCLES of reset included; cycle C is [10 C, 10 C + 10) ns in a waveform.
 * It ends (sc_stop()) when the monitor says so.
 */
#ifndef DOORBELL_SIM_SOC_MODULE_H
#define DOORBELL_SIM_SOC_MODULE_H

#include <cstdint>
#include <memory>

#include <systemc>

#include "axi_memory_port.h"
#include "monitor.h"
#include "probe_feed.h"
#include "stream_devices.h"
#include "uart_console.h"

struct soc_straps {
	uint32_t seed = 1;
	uint32_t hostile = 0;
	uint32_t quirk = 0;
	uint32_t coherent = 0;
	uint64_t ram_bytes = 0;
	uint64_t ram_hi_bytes = 0;
	uint64_t boot_addr = 0;
};

struct soc_trace {
	const char *file = nullptr; /* null: no waveform */
	int depth = 0;		    /* levels, 0: all */
	uint64_t from = 0, to = UINT64_MAX;

	/* Ports and the SoC's wires: what doorbell-bus can trace. */
	static constexpr bool is_bus(int depth)
	{
		return depth == 1 || depth == 2;
	}
};

class soc_module : public sc_core::sc_module
{
      public:
	static constexpr unsigned int QUANTUM = 4096;
	static constexpr unsigned int RESET_CYCLES = 16;
	static constexpr unsigned int LINE_BYTES = DOORBELL_LINE_BYTES;

	soc_module(sc_core::sc_module_name name, const soc_straps &straps, const soc_trace &trace,
		   axi_memory_port &memory, uart_console &console, stream_devices &streams, probe_feed &feed,
		   monitor &mon);
	~soc_module() override;

	/* Was this program built to write waveforms of so many levels (0: all)? */
	static bool can_trace(int depth);

	uint64_t cycles() const
	{
		return cycle_;
	}

	/* Ends the waveform file. */
	void close_trace();

	/* An interrupt from the terminal: the run ends with the next quantum. */
	static void interrupt();

      private:
	struct model;
	std::unique_ptr<model> model_;
	axi_memory_port &memory_;
	uart_console &console_;
	stream_devices &streams_;
	probe_feed &feed_;
	monitor &monitor_;
	sc_core::sc_event start_;
	uint64_t cycle_ = 0;

	void start_of_simulation() override;
	void activate();
	template <bool TRACING> void run(uint64_t until);
	template <bool TRACING> void step();
	void drive_streams();
	void sample_streams();
};

#endif
