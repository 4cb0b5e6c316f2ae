/* SPDX-License-Identifier: Apache-2.0
 *
 * Devices at the stream ports: see stream_devices.h.
 */
#include "stream_devices.h"

#include <cerrno>
#include <cstring>

stream_devices::stream_devices(sc_core::sc_module_name name, const stream_config &config)
    : sc_module(name), config_(config), random_(config.seed ^ UINT64_C(0x73747265616d))
{
}

stream_devices::~stream_devices()
{
	for (unsigned c = 0; c < SIM_STREAMS; c++) {
		if (giver_[c].file)
			std::fclose(giver_[c].file);
		if (sink_[c].f)
			out_file_discard(&sink_[c]);
	}
}

bool stream_devices::open()
{
	for (unsigned c = 0; c < SIM_STREAMS; c++) {
		const sim_stream &tx = config_.tx[c], &rx = config_.rx[c];

		if (rx.kind == SIM_STREAM_SOURCE && rx.file) {
			giver_[c].file = std::fopen(rx.file, "rb");
			if (!giver_[c].file) {
				std::fprintf(stderr, "doorbell: --stream: %s: %s\n", rx.file, std::strerror(errno));
				return false;
			}
		}
		if (tx.kind == SIM_STREAM_SINK && tx.file && out_file_open(&sink_[c], "stream", tx.file))
			return false;
	}
	return true;
}

bool stream_devices::close()
{
	bool good = true;

	for (out_file &sink : sink_)
		if (sink.f)
			good = out_file_commit(&sink) == 0 && good;
	return good;
}

/* The source's next byte; false: none will come any more. */
bool stream_devices::made_up(giver &g, uint8_t *byte, bool *last)
{
	if (!g.file) {
		if (!g.left)
			g.left = 1 + random_.below(MOST);
		*byte = static_cast<uint8_t>(g.sent++);
		*last = !--g.left;
		return true;
	}
	int now = std::getc(g.file);

	if (now == EOF)
		return false;
	int next = std::getc(g.file);

	if (next != EOF)
		std::ungetc(next, g.file);
	*byte = static_cast<uint8_t>(now);
	*last = next == EOF || ++g.sent % PACKET == 0;
	return true;
}

/* Has the channel a beat to give? It is in giver_[channel].next then. */
bool stream_devices::next_beat(unsigned channel)
{
	giver &g = giver_[channel];

	if (g.have)
		return true;
	if (config_.rx[channel].kind == SIM_STREAM_SOURCE) {
		g.next = stream_beat{};
		for (unsigned i = 0; i < 8 && !g.next.last && !g.ended; i++) {
			uint8_t byte = 0;

			g.ended = !made_up(g, &byte, &g.next.last);
			if (g.ended)
				break;
			g.next.data |= static_cast<uint64_t>(byte) << 8 * i;
			g.next.keep = static_cast<uint8_t>(g.next.keep | 1u << i);
		}
		g.have = g.next.keep != 0;
	} else if (!g.queue.empty()) {
		g.next = g.queue.front();
		g.queue.pop_front();
		g.have = true;
	}
	return g.have;
}

bool stream_devices::stalled()
{
	return config_.stall && random_.below(100) < config_.stall;
}

size_t stream_devices::room(unsigned channel) const
{
	const sim_stream &tx = config_.tx[channel];

	return tx.kind == SIM_STREAM_LOOPBACK ? DEPTH - giver_[tx.to].queue.size() : DEPTH;
}

const stream_to_soc &stream_devices::drive()
{
	moving_ = false;
	for (unsigned c = 0; c < SIM_STREAMS; c++) {
		const uint32_t bit = 1u << c;

		/* withheld only where something waits, so that a run in which nothing moves draws no numbers */
		if (room(c) && !(waiting_ & bit && stalled()))
			out_.tx_ready |= bit;
		else
			out_.tx_ready &= ~bit;
		if (waiting_ & bit)
			moving_ = true;
		if (!(out_.rx_valid & bit) && next_beat(c)) {
			moving_ = true;
			if (!stalled()) {
				out_.rx_valid |= bit;
				out_.rx_data[c] = giver_[c].next.data;
				out_.rx_keep[c] = giver_[c].next.keep;
				out_.rx_last = giver_[c].next.last ? out_.rx_last | bit : out_.rx_last & ~bit;
			}
		}
	}
	return out_;
}

void stream_devices::sample(const stream_from_soc &pins)
{
	const uint32_t sent = pins.tx_valid & out_.tx_ready, taken = out_.rx_valid & pins.rx_ready;

	waiting_ = pins.tx_valid;
	moving_ = moving_ || waiting_ || sent || taken;
	for (unsigned c = 0; c < SIM_STREAMS; c++) {
		const uint32_t bit = 1u << c;

		if (taken & bit) {
			out_.rx_valid &= ~bit;
			giver_[c].have = false;
		}
		if (!(sent & bit))
			continue;
		if (config_.tx[c].kind == SIM_STREAM_LOOPBACK)
			giver_[config_.tx[c].to].queue.push_back(
				stream_beat{pins.tx_data[c], pins.tx_keep[c], (pins.tx_last & bit) != 0});
		else if (sink_[c].f)
			for (unsigned i = 0; i < 8; i++)
				if (pins.tx_keep[c] >> i & 1)
					std::putc(static_cast<int>(pins.tx_data[c] >> 8 * i & 0xff), sink_[c].f);
	}
}
