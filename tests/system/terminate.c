/* SPDX-License-Identifier: Apache-2.0
 * @test what: terminate while jobs run, synchronize, reuse of the buffers at once, restart; pause and resume
 */
#include "t.h"

#define SIZE 4096
#define ROUNDS 6

int main(void)
{
	static const struct dma_slave_config cfgs[] = {{.slots = 6}, {.slots = 6, .ring = DOORBELL_RING_OWNER}};
	uint8_t *src = t_buffer(SIZE), *dst = t_buffer(SIZE);

	t_fill(src, SIZE, 11);
	for (unsigned c = 0; c < 2; c++) {
		struct dma_chan *chan = t_channel(&cfgs[c]);
		struct device *dev = dmaengine_get_dma_device(chan);
		dma_addr_t s, d;
		dma_cookie_t cookie;
		enum dma_status status;

		for (unsigned round = 0; round < ROUNDS; round++) {
			s = t_map(dev, src, SIZE, DMA_TO_DEVICE);
			d = t_map(dev, dst, SIZE, DMA_FROM_DEVICE);
			for (unsigned i = 0; i < 4; i++)
				cookie = t_post(chan, d + i * SIZE / 4, s + i * SIZE / 4, SIZE / 4, 0);
			dma_async_issue_pending(chan);
			/* Another moment in each round. */
			for (unsigned i = 0; i < round * 5; i++)
				(void)dmaengine_tx_status(chan, cookie, NULL);
			dmaengine_terminate_async(chan);
			T_NEED(dmaengine_synchronize(chan) == 0);
			status = dmaengine_tx_status(chan, cookie, NULL);
			T_CHECK(status == DMA_COMPLETE || status == DMA_ERROR, "round %u: still in progress", round);
			dma_unmap_single(dev, s, SIZE, DMA_TO_DEVICE);
			dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
			/* Ours again: nothing may write it behind our back any more. */
			memset(dst, 0x3c, SIZE);
			udelay(2);
			T_CHECK(t_not(dst, SIZE, 0x3c) == SIZE, "round %u: written after the drain", round);
		}
		s = t_map(dev, src, SIZE, DMA_TO_DEVICE);
		d = t_map(dev, dst, SIZE, DMA_FROM_DEVICE);
		cookie = t_post(chan, d, s, SIZE / 2, 0);
		dma_async_issue_pending(chan);
		T_CHECK(dmaengine_pause(chan) == 0, "pause");
		cookie = t_post(chan, d + SIZE / 2, s + SIZE / 2, SIZE / 2, 0);
		dma_async_issue_pending(chan);
		T_CHECK(dmaengine_wait(chan, cookie, 5) == -ETIMEDOUT, "a paused channel went on");
		T_CHECK(dmaengine_tx_status(chan, cookie, NULL) == DMA_PAUSED, "status while paused");
		dmaengine_resume(chan);
		T_CHECK(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0, "after resume");
		dma_unmap_single(dev, s, SIZE, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
		T_CHECK(!memcmp(src, dst, SIZE), "data");
		dma_release_channel(chan);
	}
	return t_end();
}
