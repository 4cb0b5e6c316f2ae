/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: objects shorter than their slab slot: the last line is mapped in part, its tail belongs to nobody
 */
#include "t.h"

#define SLOT 128
#define LEN 72
#define OBJECTS 4

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *slab = t_buffer(OBJECTS * SLOT), *src = t_buffer(LEN);
	dma_addr_t s, d[OBJECTS];
	dma_cookie_t cookie = 0;

	t_fill(src, LEN, 22);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	for (unsigned round = 0; round < 3; round++) {
		for (unsigned i = 0; i < OBJECTS; i++)
			d[i] = t_map(dev, slab + i * SLOT, LEN, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < OBJECTS; i++)
			cookie = t_post(chan, d[i], s, LEN, 0);
		dma_async_issue_pending(chan);
		T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
		/* One after the other comes back and is written while the next is still the device's: other lines. */
		for (unsigned i = 0; i < OBJECTS; i++) {
			dma_unmap_single(dev, d[i], LEN, DMA_FROM_DEVICE);
			T_CHECK(t_differs(slab + i * SLOT, LEN, 0, 22) == LEN, "object %u, round %u", i, round);
			memset(slab + i * SLOT, (int)i, LEN);
		}
	}
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
