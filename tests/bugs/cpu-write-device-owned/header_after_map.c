/* SPDX-License-Identifier: Apache-2.0
 * Packets leave with the sequence number of an earlier one: the driver maps the buffer, and stamps the header
 * afterwards, when it knows the slot. The map has cleaned the line already.
 *
 * @test what: header stamped after dma_map_single(TO_DEVICE)
 * @test source: a textbook example (Linux, dma-api-howto: once mapped, a buffer is the device's)
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 2, PACKETS = 12, SIZE = 160 };

static struct lab lab;

static void stamp(uint8_t *packet, unsigned number)
{
	WRITE_ONCE(*(uint32_t *)packet, 0x5e900000 + number); /* BUG: the packet is the device's */
}

static dma_addr_t map(uint8_t *packet, unsigned number)
{
	dma_addr_t dma;

	if (!BUGGY)
		stamp(packet, number);
	dma = dma_map_single(&lab.dev, packet, SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, dma), "a packet cannot be mapped");
	if (BUGGY)
		stamp(packet, number);
	return dma;
}

int main(void)
{
	uint8_t *packet[BUFFERS], *wire;
	dma_addr_t wire_dma, dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		packet[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < PACKETS; n++) {
		uint8_t *p = packet[n % BUFFERS];

		lab_pattern(p + 4, SIZE - 4, (uint8_t)n);
		dma = map(p, n);
		lab_fill(&lab, dma, wire_dma, SIZE, 0);
		lab_doorbell(&lab);
		lab_wait_ok(&lab, 1);
		dma_unmap_single(&lab.dev, dma, SIZE, DMA_TO_DEVICE);
		lab_check(READ_ONCE(*(uint32_t *)wire) == 0x5e900000 + n, "a packet carries an old number");
		lab_check(lab_matches(wire + 4, SIZE - 4, (uint8_t)n), "a packet carries an old payload");
	}
	return 0;
}
