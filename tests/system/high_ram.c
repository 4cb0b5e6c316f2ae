/* SPDX-License-Identifier: Apache-2.0
 * @test what: buffers above 4 GiB (where fitted), the mask that excludes them, both windows in one job
 */
#include "t.h"

#define LEN 300

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *low = t_buffer(LEN), *high = (uint8_t *)(uintptr_t)platform.ram_hi_base;
	dma_addr_t s, d;

	if (platform.ram_hi_size < 4096) {
		printf("no RAM above 4 GiB\n");
		return t_end();
	}
	/* What no allocator gave out is named to the checker. */
	db_hint_alloc(high, 4096);
	t_fill(low, LEN, 13);
	memset(high, 0, 4096);
	s = t_map(dev, low, LEN, DMA_TO_DEVICE);
	d = t_map(dev, high + 64, LEN, DMA_FROM_DEVICE);
	T_CHECK(d == platform.bus_hi + 64 && d >> 32, "bus address 0x%lx", d);
	T_CHECK(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0, "up");
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(low, high + 64, LEN) && !high[63] && !high[64 + LEN], "data up");

	memset(low, 0, LEN);
	s = t_map(dev, high + 65, LEN - 1, DMA_TO_DEVICE);
	d = t_map(dev, low, LEN, DMA_FROM_DEVICE);
	T_CHECK(dmaengine_memcpy(chan, d, s, LEN - 1, T_TIMEOUT_US) == 0, "down");
	dma_unmap_single(dev, s, LEN - 1, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(t_differs(low, LEN - 1, 1, 13) == LEN - 1 && !low[LEN - 1], "data down");

	T_CHECK(dma_set_mask(dev, DMA_BIT_MASK(32)) == 0, "mask");
	d = dma_map_single(dev, high, 64, DMA_FROM_DEVICE);
	T_CHECK(dma_mapping_error(dev, d), "mapped beyond the mask: 0x%lx", d);
	db_hint_free(high);
	dma_release_channel(chan);
	return t_end();
}
