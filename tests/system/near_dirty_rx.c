/* SPDX-License-Identifier: Apache-2.0
 * @test what: near dirty-under-rx: buffers that were dirty until the map, flushed, or dirty, dead and invalidated
 */
#include "t.h"

#define LEN 192

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d;

	t_fill(src, LEN, 11);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	for (unsigned how = 0; how < 3; how++) {
		memset(dst, 0xd0 + how, LEN);
		if (how == 1 && !dev->dma_coherent)
			cmo_range(CMO_FLUSH, dst, LEN, platform.line_bytes);
		if (how == 2 && !dev->dma_coherent) {
			/* What was just written is not wanted: its owner says so, and drops it. */
			db_hint_dead(dst, LEN);
			cmo_range(CMO_INVAL, dst, LEN, platform.line_bytes);
		}
		d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
		T_CHECK(t_differs(dst, LEN, 0, 11) == LEN, "way %u", how);
	}
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
