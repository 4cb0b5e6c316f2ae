/* SPDX-License-Identifier: Apache-2.0
 * @test what: near early-invalidate: one too early and one in time, and one for each look at a growing buffer
 */
#include "t.h"

#define LEN 256

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d;
	dma_cookie_t cookie = 0;

	t_fill(src, LEN, 13);
	memset(dst, 0, LEN);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
	/* U-Boot's and old drivers' habit: invalidate before and after. The first one is useless, not wrong. */
	dma_sync_single_for_cpu(dev, d, LEN, DMA_FROM_DEVICE);
	T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
	dma_sync_single_for_cpu(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, LEN, 0, 13) == LEN, "before and after");
	/* Line by line, with a look at what is there after each. */
	for (unsigned i = 0; i < LEN; i += 64) {
		cookie = t_post(chan, d + i, s + LEN - 64 - i, 64, 0);
		dma_async_issue_pending(chan);
		T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
		dma_sync_single_for_cpu(dev, d, i + 64, DMA_FROM_DEVICE);
		for (unsigned j = 0; j <= i; j += 64)
			T_CHECK(t_differs(dst + j, 64, LEN - 64 - j, 13) == 64, "line %u of %u", j / 64, i / 64);
	}
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
