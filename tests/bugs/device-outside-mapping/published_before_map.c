/* SPDX-License-Identifier: Apache-2.0
 * Blocks are sent with the content of an earlier one: the driver remembers the bus address of each buffer from its
 * first mapping and publishes the descriptor before it has mapped the buffer again.
 *
 * @test what: descriptor published before the map, with the address of an earlier mapping
 * @test source: a textbook example: dma_map_single() moved behind the doorbell to shorten the path
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 2, BLOCKS = 12, SIZE = 256 };

static struct lab lab;
static struct {
	uint8_t *data;
	dma_addr_t dma;
} buffer[BUFFERS];

static void map(unsigned b)
{
	buffer[b].dma = dma_map_single(&lab.dev, buffer[b].data, SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, buffer[b].dma), "a buffer cannot be mapped");
}

static void send(unsigned b, dma_addr_t wire)
{
	if (!BUGGY)
		map(b);
	lab_fill(&lab, buffer[b].dma, wire, SIZE, 0);
	lab_doorbell(&lab); /* BUG: the mapping that this address is from is gone */
	if (BUGGY)
		map(b);
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned b = 0; b < BUFFERS; b++) {
		buffer[b].data = lab_buffer(SIZE);
		map(b);
		dma_unmap_single(&lab.dev, buffer[b].dma, SIZE, DMA_TO_DEVICE);
	}
	for (unsigned n = 0; n < BLOCKS; n++) {
		unsigned b = n % BUFFERS;

		lab_pattern(buffer[b].data, SIZE, (uint8_t)(13 * n));
		send(b, wire_dma);
		lab_wait_ok(&lab, 1);
		dma_unmap_single(&lab.dev, buffer[b].dma, SIZE, DMA_TO_DEVICE);
		lab_check(lab_matches(wire, SIZE, (uint8_t)(13 * n)), "a block is an old one");
	}
	return 0;
}
