/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: several jobs, and several mappings, read one buffer at the same time
 */
#include "t.h"

#define LEN 200
#define READERS 5

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(READERS * 256);
	dma_addr_t s, same, d;
	dma_cookie_t cookie = 0;

	t_fill(src, LEN, 24);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	same = t_map(dev, src + 50, 100, DMA_TO_DEVICE);
	d = t_map(dev, dst, READERS * 256, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < READERS - 1; i++)
		cookie = t_post(chan, d + i * 256, s, LEN, 0);
	cookie = t_post(chan, d + (READERS - 1) * 256, same, 100, 0);
	dma_async_issue_pending(chan);
	/* A third mapping of it while the others are under way. */
	dma_unmap_single(dev, t_map(dev, src, 8, DMA_TO_DEVICE), 8, DMA_TO_DEVICE);
	T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, same, 100, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, READERS * 256, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < READERS - 1; i++)
		T_CHECK(!memcmp(src, dst + i * 256, LEN), "reader %u", i);
	T_CHECK(!memcmp(src + 50, dst + (READERS - 1) * 256, 100), "reader of a part");
	dma_release_channel(chan);
	return t_end();
}
