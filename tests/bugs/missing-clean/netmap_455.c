/* SPDX-License-Identifier: Apache-2.0
 * Packets leave with the first 44 bytes of the previous one: the transmit path cleans the payload, and the header,
 * which is stamped in front of it, stays dirty in the cache.
 *
 * @test what: header lines dirty, payload cleaned
 * @test source: netmap issue 455 (MT7621)
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, BUFFERS = 2, PACKETS = 12, HEADER = 44, SIZE = 44 + 212 };

static struct lab lab;

static void stamp_header(uint8_t *packet, unsigned number)
{
	for (unsigned i = 0; i < HEADER; i++)
		packet[i] = (uint8_t)(number * 16 + i);
}

static void transmit(uint8_t *packet, dma_addr_t wire)
{
	unsigned skip = BUGGY ? 64 : 0; /* "the driver's header lives in its own lines" */

	cmo_range(CMO_CLEAN, packet + skip, SIZE - skip, platform.line_bytes);
	lab_fill(&lab, lab_bus(packet), wire, SIZE, 0);
	lab_doorbell(&lab); /* BUG: publishes a header that no clean has brought to memory */
}

int main(void)
{
	uint8_t *packet[BUFFERS];
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		packet[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < PACKETS; n++) {
		uint8_t *p = packet[n % BUFFERS];
		stamp_header(p, n);
		lab_pattern(p + HEADER, SIZE - HEADER, (uint8_t)n);
		transmit(p, wire_dma);
		lab_wait_ok(&lab, 1);
		lab_check(lab_matches(wire, HEADER, (uint8_t)(n * 16)), "a packet carries an old header");
		lab_check(lab_matches(wire + HEADER, SIZE - HEADER, (uint8_t)n), "a packet carries an old payload");
	}
	return 0;
}
