/* SPDX-License-Identifier: Apache-2.0
 * Received frames begin with the end of another one: the descriptor says how long a frame may be with its check
 * sequence, the mapping how long it is without. Buffers stand back to back in one slab, and the pool hands out the last
 * one first.
 *
 * @test what: length in the descriptor longer than the mapping
 * @test source: a textbook example: the four bytes of the frame check sequence are written, and not mapped
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, BATCH = 4, ROUNDS = 4, SIZE = 256, FCS = 4, WIRE = 320 };

static struct lab lab;
static uint8_t *slab;
static dma_addr_t dma[BATCH];

static void refill(unsigned b, dma_addr_t wire)
{
	unsigned length = BUGGY ? SIZE + FCS : SIZE; /* the receiver stores as much as it is allowed */

	dma[b] = dma_map_single(&lab.dev, slab + b * SIZE, SIZE, DMA_FROM_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, dma[b]), "a buffer cannot be mapped");
	lab_fill(&lab, wire + b * WIRE, dma[b], length, 0);
	lab_doorbell(&lab); /* BUG: publishes more bytes than are mapped */
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, BATCH * WIRE, &wire_dma);
	slab = lab_buffer(BATCH * SIZE + FCS);
	for (unsigned r = 0; r < ROUNDS; r++) {
		for (unsigned b = 0; b < BATCH; b++)
			lab_pattern(wire + b * WIRE, SIZE + FCS, (uint8_t)(r + 10 * b));
		for (unsigned b = BATCH; b-- > 0;)
			refill(b, wire_dma);
		lab_wait_ok(&lab, BATCH);
		for (unsigned b = 0; b < BATCH; b++)
			dma_unmap_single(&lab.dev, dma[b], SIZE, DMA_FROM_DEVICE);
		for (unsigned b = 0; b < BATCH; b++)
			lab_check(lab_matches(slab + b * SIZE, SIZE, (uint8_t)(r + 10 * b)), "a frame is damaged");
	}
	return 0;
}
