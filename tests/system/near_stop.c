/* SPDX-License-Identifier: Apache-2.0
 * @test what: near stop-not-awaited: reuse right after the drain was seen, and after completions when the stop was idle
 */
#include "raw.h"

#define SIZE 4096

int main(void)
{
	uint8_t *src = t_buffer(SIZE), *dst = t_buffer(SIZE);

	t_fill(src, SIZE, 3);
	for (unsigned round = 0; round < 4; round++) {
		uint64_t deadline = timer_deadline(T_TIMEOUT_US);
		dma_addr_t s, d;

		raw_start(DB_DMACH_CFG_MODE_TAIL);
		s = t_map(&raw_dev, src, SIZE, DMA_TO_DEVICE);
		d = t_map(&raw_dev, dst, SIZE, DMA_FROM_DEVICE);
		raw_rec[0].status = 0;
		raw_ring[0].flags = 0;
		raw_ring[0].length = SIZE;
		raw_ring[0].src = s;
		raw_ring[0].dst = d;
		writel(1, RAW(TAIL));
		if (round == 3) {
			/* Done, and seen to be done: the stop has nothing to drain, and nobody needs to wait for it. */
			T_NEED(raw_poll(0));
			dma_rmb();
			writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, RAW(CTRL));
			dma_unmap_single(&raw_dev, s, SIZE, DMA_TO_DEVICE);
			dma_unmap_single(&raw_dev, d, SIZE, DMA_FROM_DEVICE);
			memset(dst, 0x11, SIZE);
			while (!(readl(RAW(STATUS)) & DB_DMACH_STATUS_STOPPED))
				T_NEED(!timer_expired(deadline));
		} else {
			udelay(round);
			writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, RAW(CTRL));
			/* Relaxed reads, one fence behind the last: as good as a fence after each. */
			while (!(readl_relaxed(RAW(STATUS)) & DB_DMACH_STATUS_STOPPED))
				T_NEED(!timer_expired(deadline));
			db_fence(i, ir);
			dma_unmap_single(&raw_dev, s, SIZE, DMA_TO_DEVICE);
			dma_unmap_single(&raw_dev, d, SIZE, DMA_FROM_DEVICE);
			memset(dst, 0x11, SIZE);
		}
		T_CHECK(t_not(dst, SIZE, 0x11) == SIZE, "round %u: written behind our back", round);
	}
	return t_end();
}
