/* SPDX-License-Identifier: Apache-2.0
 * @test what: payload in coherent memory, both directions, reused without any mapping call
 */
#include "t.h"

#define LEN 128
#define ROUNDS 8

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t s, d;
	uint8_t *src = dma_alloc_coherent(dev, LEN, &s), *dst = dma_alloc_coherent(dev, LEN, &d);

	T_NEED(src && dst);
	T_CHECK(t_not(dst, LEN, 0) == LEN, "not zero");
	for (unsigned round = 0; round < ROUNDS; round++) {
		t_fill(src, LEN, round);
		T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
		T_CHECK(t_differs(dst, LEN, 0, round) == LEN, "round %u", round);
		/* The other way round. */
		dst[round] ^= 0x80;
		T_NEED(dmaengine_memcpy(chan, s, d, LEN, T_TIMEOUT_US) == 0);
		T_CHECK(src[round] == (t_byte(round, round) ^ 0x80), "back, round %u", round);
	}
	dma_free_coherent(dev, LEN, src, s);
	dma_free_coherent(dev, LEN, dst, d);
	/* The heap hands the same memory out again, cached. */
	src = t_buffer(LEN);
	dst = t_buffer(LEN);
	t_fill(src, LEN, 99);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
	T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(src, dst, LEN), "cached again");
	dma_release_channel(chan);
	return t_end();
}
