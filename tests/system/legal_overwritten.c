/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: stores before the map, or before the fence, that are overwritten before anything is published
 */
#include "raw.h"

#define LEN 96

int main(void)
{
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	for (unsigned round = 0; round < 3; round++) {
		raw_ring[round].src = 0xdead;
		memset(src, 0xee, LEN);
		t_fill(src, LEN, round);
		s = t_map(&raw_dev, src, LEN, DMA_TO_DEVICE);
		/* Taken back once more before anybody is told. */
		dma_sync_single_for_cpu(&raw_dev, s, LEN, DMA_TO_DEVICE);
		src[0] = 0xc0;
		src[LEN - 1] = 0xc1;
		dma_sync_single_for_device(&raw_dev, s, LEN, DMA_TO_DEVICE);
		d = t_map(&raw_dev, dst, LEN, DMA_FROM_DEVICE);
		raw_ring[round].flags = 0xffff0000u & ~DB_DESC_FLAGS_OWN;
		raw_ring[round].length = 1;
		dma_wmb();
		raw_ring[round].flags = 0;
		raw_ring[round].length = LEN;
		raw_ring[round].src = s;
		raw_ring[round].dst = d;
		writel(round + 1, RAW(TAIL));
		T_NEED(raw_poll(round));
		dma_rmb();
		dma_unmap_single(&raw_dev, s, LEN, DMA_TO_DEVICE);
		dma_unmap_single(&raw_dev, d, LEN, DMA_FROM_DEVICE);
		T_CHECK(dst[0] == 0xc0 && dst[LEN - 1] == 0xc1, "ends, round %u", round);
		T_CHECK(t_differs(dst + 1, LEN - 2, 1, round) == LEN - 2, "data, round %u", round);
	}
	return t_end();
}
