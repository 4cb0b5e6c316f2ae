/* SPDX-License-Identifier: Apache-2.0
 * @test what: near not-a-dma-address: addresses computed from live ones, in halves, and garbage in ignored fields
 */
#include "raw.h"

#define LEN 100

int main(void)
{
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d, end;

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	t_fill(src, LEN, 1);
	s = t_map(&raw_dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, LEN, DMA_FROM_DEVICE);
	/* Reached by way of the end, as a driver does that fills from the back. */
	end = s + LEN;
	for (unsigned i = 0; i < 4; i++) {
		volatile uint32_t *half = (volatile uint32_t *)&raw_ring[i].dst;
		dma_addr_t to = d + 25 * i;

		raw_ring[i].flags = 0;
		raw_ring[i].length = 25;
		/* A ring does not follow next pointers: what stands here is nobody's business. A CPU pointer, even. */
		raw_ring[i].next = i & 1 ? (uintptr_t)src : ~0ull;
		raw_ring[i].src = end - 25 * (4 - i);
		/* Hardware of 32 bits takes addresses like this. */
		half[0] = (uint32_t)to;
		half[1] = (uint32_t)(to >> 32);
	}
	writel(4, RAW(TAIL));
	T_NEED(raw_poll(3));
	dma_rmb();
	dma_unmap_single(&raw_dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(src, dst, LEN), "data");
	return t_end();
}
