/* SPDX-License-Identifier: Apache-2.0
 * The engine moves old data now and then: a descriptor's address word is stored first and its word with the owner bit
 * second, but nothing orders the two. The engine, at work in the ring already, sees the bit with the address of the
 * previous lap.
 *
 * @test what: word0 = address, word1 = VALID, no dma_wmb() between
 * @test source: Linux kernel, the classic dma-coherent ring: word0, word1 = VALID without wmb
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, ROUNDS = 12, BATCH = 6, SIZE = 64 };

static struct lab lab;

static void hand_over(dma_addr_t src, dma_addr_t dst)
{
	uint32_t slot = lab_fill(&lab, src, dst, SIZE, 0);

	if (!BUGGY)
		dma_wmb();
	lab.ring[slot].flags = DB_DESC_FLAGS_OWN; /* BUG: may be visible before the slot's other words */
	writel(1, lab_reg(&lab, DB_DMACH_POLL));
}

int main(void)
{
	dma_addr_t wire_dma, dma;
	uint8_t *wire, *source;

	lab_open(&lab, LAB_OWNER, SLOTS, NULL);
	wire = lab_wire(&lab, BATCH * SIZE, &wire_dma);
	source = lab_buffer(ROUNDS * BATCH * SIZE);
	for (unsigned i = 0; i < ROUNDS * BATCH; i++)
		lab_pattern(source + i * SIZE, SIZE, (uint8_t)(3 * i));
	dma = dma_map_single(&lab.dev, source, ROUNDS * BATCH * SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, dma), "the buffer cannot be mapped");
	for (unsigned r = 0; r < ROUNDS; r++) {
		for (unsigned i = 0; i < BATCH; i++)
			hand_over(dma + (r * BATCH + i) * SIZE, wire_dma + i * SIZE);
		lab_wait_ok(&lab, BATCH);
		for (unsigned i = 0; i < BATCH; i++)
			lab_check(lab_matches(wire + i * SIZE, SIZE, (uint8_t)(3 * (r * BATCH + i))),
				  "a block is an old one");
	}
	dma_unmap_single(&lab.dev, dma, ROUNDS * BATCH * SIZE, DMA_TO_DEVICE);
	return 0;
}
