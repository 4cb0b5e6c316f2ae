/* SPDX-License-Identifier: Apache-2.0
 * @test what: waits that are too short report a time-out and change nothing: the job completes later
 */
#include "t.h"

#define SIZE 4096
#define SEGS 16

int main(void)
{
	static const struct dma_slave_config cfgs[] = {{.slots = 20}, {.slots = 20, .interrupt = true}};
	uint8_t *src = t_buffer(SIZE), *dst = t_buffer(SIZE);

	t_fill(src, SIZE, 12);
	local_irq_enable();
	for (unsigned c = 0; c < 2; c++) {
		struct dma_chan *chan = t_channel(&cfgs[c]);
		struct device *dev = dmaengine_get_dma_device(chan);
		dma_addr_t s = t_map(dev, src, SIZE, DMA_TO_DEVICE), d = t_map(dev, dst, SIZE, DMA_FROM_DEVICE);
		struct dma_async_tx_descriptor *tx;
		struct dma_seg seg[SEGS];
		dma_cookie_t cookie;

		/* The same copy 16 times: at least 8192 beats, much more than 1 us. */
		for (unsigned i = 0; i < SEGS; i++)
			seg[i] = (struct dma_seg){.dst = d, .src = s, .len = SIZE};
		tx = dmaengine_prep_dma_sg(chan, seg, SEGS, DMA_PREP_INTERRUPT);
		T_NEED(tx && (cookie = dmaengine_submit(tx)) > 0);
		T_CHECK(dmaengine_wait(chan, cookie, 2) == -ETIMEDOUT, "not issued, but done");
		dma_async_issue_pending(chan);
		T_CHECK(dmaengine_wait(chan, cookie, 1) == -ETIMEDOUT, "done at once");
		T_CHECK(dmaengine_tx_status(chan, cookie, NULL) == DMA_IN_PROGRESS, "status");
		T_CHECK(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0, "second wait");
		dma_unmap_single(dev, s, SIZE, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
		T_CHECK(!memcmp(src, dst, SIZE), "data");
		memset(dst, 0, SIZE);
		/* The short form, behind a long job, cleans up behind itself: stopped, drained, usable. */
		s = t_map(dev, src, SIZE, DMA_TO_DEVICE);
		d = t_map(dev, dst, SIZE, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < SEGS; i++)
			seg[i] = (struct dma_seg){.dst = d, .src = s, .len = SIZE};
		tx = dmaengine_prep_dma_sg(chan, seg, SEGS, DMA_PREP_INTERRUPT);
		T_NEED(tx && (cookie = dmaengine_submit(tx)) > 0);
		T_CHECK(dmaengine_memcpy(chan, d, s, SIZE, 1) == -ETIMEDOUT, "memcpy with 1 us");
		T_CHECK(dmaengine_wait(chan, cookie, 1) == -ECANCELED, "the long job");
		T_CHECK(dmaengine_memcpy(chan, d, s, 100, T_TIMEOUT_US) == 0, "memcpy after a time-out");
		dma_unmap_single(dev, s, SIZE, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
		T_CHECK(!memcmp(src, dst, 100), "data after a time-out");
		dma_release_channel(chan);
	}
	return t_end();
}
