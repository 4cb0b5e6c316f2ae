/* SPDX-License-Identifier: Apache-2.0
 *
 * What stands at the SoC's stream ports: for each channel of the DMA engine a taker of what it transmits (m_axis) and a
 * giver of what it receives (s_axis).
 *
 *   taker  a loopback to the receiving side of a channel, or a sink (into a file, or away)
 *   giver  the loopback that ends there, or a source (a file, or made up), or nobody
 *
 * A loopback keeps DEPTH beats and then takes no more. A source without a file sends bytes that count up (byte k of the
 * stream is k modulo 256) in packets of 1 to 512 bytes, lengths by the seed; with one, the file in packets of 256
 * bytes.
 *
 * One clock cycle is drive() (the pins towards the SoC), then, with the SoC settled, sample() (this cycle's
 * handshakes). No output depends on an input of the same cycle; valid stays until it is taken. `stall` withholds, in so
 * many of a hundred cycles, the ready and the next beat of each channel, by the seed.
 */
#ifndef DOORBELL_SIM_STREAM_DEVICES_H
#define DOORBELL_SIM_STREAM_DEVICES_H

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <systemc>

#include "options.h"
#include "out_file.h"
#include "random.h"

struct stream_beat {
	uint64_t data;
	uint8_t keep;
	bool last;
};

/* Pins; bit or word c belongs to channel c. */
struct stream_from_soc {
	uint32_t tx_valid, tx_last, rx_ready;
	uint64_t tx_data[SIM_STREAMS];
	uint8_t tx_keep[SIM_STREAMS];
};

struct stream_to_soc {
	uint32_t tx_ready, rx_valid, rx_last;
	uint64_t rx_data[SIM_STREAMS];
	uint8_t rx_keep[SIM_STREAMS];
};

struct stream_config {
	sim_stream tx[SIM_STREAMS], rx[SIM_STREAMS];
	uint32_t stall = 0; /* percent */
	uint32_t seed = 1;
};

class stream_devices : public sc_core::sc_module
{
      public:
	static constexpr size_t DEPTH = 512;
	static constexpr uint32_t PACKET = 256, MOST = 512;

	stream_devices(sc_core::sc_module_name name, const stream_config &config);
	~stream_devices() override;
	stream_devices(const stream_devices &) = delete;
	stream_devices &operator=(const stream_devices &) = delete;

	/* Opens the files: true, or false after one line on standard error. */
	bool open();
	/* Ends the sinks' files: true, or false after one line on standard error. */
	bool close();

	/* May the pins change in this cycle? Else they stay as drive() has left them. */
	bool moving() const
	{
		return moving_;
	}
	const stream_to_soc &drive();
	void sample(const stream_from_soc &pins);

      private:
	struct giver {
		std::deque<stream_beat> queue; /* loopback */
		FILE *file = nullptr;
		uint64_t sent = 0;  /* bytes, by a source */
		uint32_t left = 0;  /* of the source's packet */
		bool ended = false; /* the source's file */
		stream_beat next{};
		bool have = false;
	};

	stream_config config_;
	random_source random_;
	giver giver_[SIM_STREAMS];
	out_file sink_[SIM_STREAMS]{};
	stream_to_soc out_{};
	uint32_t waiting_ = 0; /* channels that had a beat to transmit in the last cycle */
	bool moving_ = true;

	bool next_beat(unsigned channel);
	bool made_up(giver &g, uint8_t *byte, bool *last);
	bool stalled();
	size_t room(unsigned channel) const;
};

#endif
