/* SPDX-License-Identifier: Apache-2.0
 * @test what: near device-outside-mapping: first and last bytes, bus lanes outside, two mappings of one buffer
 */
#include "t.h"

#define LEN 101

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(256), *dst = t_buffer(256);
	dma_addr_t s, again, d;

	t_fill(src, 256, 2);
	memset(dst, 0, 256);
	/* Neither starts nor ends on a bus word: the burst's lanes stick out, what is asked for does not. */
	s = t_map(dev, src + 3, LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst + 69, LEN, DMA_FROM_DEVICE);
	T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
	/* The last byte alone, to the first; then all but the first. */
	T_NEED(dmaengine_memcpy(chan, d, s + LEN - 1, 1, T_TIMEOUT_US) == 0);
	T_NEED(dmaengine_memcpy(chan, d + 1, s + 1, LEN - 1, T_TIMEOUT_US) == 0);
	/* A second mapping of the same bytes outlives the first. */
	again = t_map(dev, src + 3, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	T_NEED(dmaengine_memcpy(chan, d + 50, again + 50, LEN - 50, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, again, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(dst[69] == src[3 + LEN - 1], "first byte");
	T_CHECK(!memcmp(dst + 70, src + 4, LEN - 1), "data");
	T_CHECK(t_not(dst, 69, 0) == 69 && t_not(dst + 69 + LEN, 256 - 69 - LEN, 0) == 256 - 69 - LEN, "red zone");
	dma_release_channel(chan);
	return t_end();
}
