/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: DMA_ATTR_SKIP_CPU_SYNC with its promise kept, both directions, as page pools do
 */
#include "t.h"

#define PAGE 1024
#define LEN 130

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *tx = t_buffer(PAGE), *rx = t_buffer(PAGE);
	dma_addr_t s, d;

	memset(rx, 0, PAGE);
	s = dma_map_single_attrs(dev, tx, PAGE, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	d = dma_map_single_attrs(dev, rx, PAGE, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	T_NEED(!dma_mapping_error(dev, s) && !dma_mapping_error(dev, d));
	for (unsigned round = 0; round < 4; round++) {
		unsigned at = round * 192;

		dma_sync_single_range_for_cpu(dev, s, at, LEN, DMA_TO_DEVICE);
		t_fill(tx + at, LEN, round);
		/* Just the part that is used goes over. */
		dma_sync_single_range_for_device(dev, s, at, LEN, DMA_TO_DEVICE);
		dma_sync_single_range_for_device(dev, d, at, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d + at, s + at, LEN, T_TIMEOUT_US) == 0);
		dma_sync_single_range_for_cpu(dev, d, at, LEN, DMA_FROM_DEVICE);
		T_CHECK(t_differs(rx + at, LEN, 0, round) == LEN, "round %u", round);
	}
	dma_unmap_single_attrs(dev, s, PAGE, DMA_TO_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	dma_unmap_single_attrs(dev, d, PAGE, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	/* What was synced may still be read: nobody has written it since. */
	T_CHECK(t_differs(rx, LEN, 0, 0) == LEN, "after the unmap");
	dma_release_channel(chan);
	return t_end();
}
