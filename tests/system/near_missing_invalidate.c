/* SPDX-License-Identifier: Apache-2.0
 * @test what: near missing-invalidate: only the part that is read is synced, reads past the cache, reads of other lines
 */
#include "t.h"

#define LEN 512

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d;

	t_fill(src, LEN, 12);
	memset(dst, 0, LEN);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
	for (unsigned round = 0; round < 4; round++) {
		/* The last line is not part of the transfer. */
		T_NEED(dmaengine_memcpy(chan, d, s + round, LEN - 64, T_TIMEOUT_US) == 0);
		/* A driver that looks at headers syncs and reads headers. */
		dma_sync_single_for_cpu(dev, d, 64, DMA_FROM_DEVICE);
		T_CHECK(t_differs(dst, 64, round, 12) == 64, "header, round %u", round);
		/* Through the alias there is no copy that could be old. */
		if (!dev->dma_coherent) {
			const uint8_t *alias = (const uint8_t *)((uintptr_t)dst | platform.uncached_alias);

			T_CHECK(alias[100] == t_byte(100 + round, 12), "alias, round %u", round);
		}
	}
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	T_CHECK(t_differs(dst, LEN - 64, 3, 12) == LEN - 64 && t_not(dst + LEN - 64, 64, 0) == 64, "all");
	dma_release_channel(chan);
	return t_end();
}
