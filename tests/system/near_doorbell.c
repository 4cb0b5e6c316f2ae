/* SPDX-License-Identifier: Apache-2.0
 * @test what: near doorbell-before-data: one fence for many stores, stores after it that the device does not look at
 * yet
 */
#include "raw.h"

#define LEN 64

int main(void)
{
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(2 * LEN);
	static volatile unsigned log_entries;
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	t_fill(src, LEN, 5);
	s = t_map(&raw_dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, 2 * LEN, DMA_FROM_DEVICE);
	raw_ring[0].flags = 0;
	raw_ring[0].length = LEN;
	raw_ring[0].src = s;
	raw_ring[0].dst = d;
	db_fence(w, o);
	/* Behind the fence: a store that nobody shares, and the next slot, which this doorbell does not publish. */
	log_entries++;
	raw_ring[1].flags = 0;
	raw_ring[1].length = LEN;
	writel_relaxed(1, RAW(TAIL));
	raw_ring[1].src = s;
	raw_ring[1].dst = d + LEN;
	/* The stronger fence is as good. */
	mb();
	log_entries++;
	writel_relaxed(2, RAW(TAIL));
	T_NEED(raw_poll(1));
	dma_rmb();
	dma_unmap_single(&raw_dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 2 * LEN, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(src, dst, LEN) && !memcmp(src, dst + LEN, LEN) && log_entries == 2, "data");
	return t_end();
}
