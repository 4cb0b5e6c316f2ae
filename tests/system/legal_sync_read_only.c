/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: sync_for_cpu without a later sync_for_device where the CPU only read, round after round
 */
#include "t.h"

#define LEN 128

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(2 * LEN), *dst = t_buffer(LEN);
	dma_addr_t s, d;

	t_fill(src, 2 * LEN, 20);
	s = t_map(dev, src, 2 * LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
	for (unsigned round = 0; round < 10; round++) {
		T_NEED(dmaengine_memcpy(chan, d, s + round, LEN, T_TIMEOUT_US) == 0);
		dma_sync_single_for_cpu(dev, d, LEN, DMA_FROM_DEVICE);
		T_CHECK(t_differs(dst, LEN, round, 20) == LEN, "round %u", round);
	}
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	dma_unmap_single(dev, s, 2 * LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
