/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: the CPU fills its slots of an owner ring while the engine polls and executes others
 */
#include "raw.h"

#define LEN 256

int main(void)
{
	uint8_t *src = t_buffer(LEN + RAW_SLOTS), *dst = t_buffer(RAW_SLOTS * LEN);
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_OWNER);
	t_fill(src, LEN + RAW_SLOTS, 25);
	s = t_map(&raw_dev, src, LEN + RAW_SLOTS, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, RAW_SLOTS * LEN, DMA_FROM_DEVICE);
	for (unsigned lap = 0; lap < 2; lap++) {
		for (unsigned i = 0; i < RAW_SLOTS; i++) {
			/* On the second lap each slot must have come back. */
			if (lap) {
				T_NEED(raw_poll_owner(i));
				dma_rmb();
			}
			/* The engine may look at this slot at any moment: not owned, it drops what it saw. */
			raw_ring[i].length = LEN;
			raw_ring[i].src = s + i;
			raw_ring[i].dst = d + i * LEN;
			dma_wmb();
			raw_ring[i].flags = DB_DESC_FLAGS_OWN;
			writel(1, RAW(POLL));
		}
	}
	for (unsigned i = 0; i < RAW_SLOTS; i++)
		T_NEED(raw_poll_owner(i));
	dma_rmb();
	dma_unmap_single(&raw_dev, s, LEN + RAW_SLOTS, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, RAW_SLOTS * LEN, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < RAW_SLOTS; i++)
		T_CHECK(t_differs(dst + i * LEN, LEN, i, 25) == LEN, "slot %u", i);
	return t_end();
}
