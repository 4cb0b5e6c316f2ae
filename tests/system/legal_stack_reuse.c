/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: the stack is used again after a function returned that copied received data to it
 */
#include "t.h"

#define LEN 256

static uint8_t *src, *dst;

static unsigned __attribute__((noinline))
receive(struct dma_chan *chan, struct device *dev, dma_addr_t s, unsigned from)
{
	uint8_t local[LEN];
	unsigned sum = 0;
	dma_addr_t d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);

	T_NEED(dmaengine_memcpy(chan, d, s + from, LEN, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	memcpy(local, dst, LEN);
	barrier();
	for (unsigned i = 0; i < LEN; i++)
		sum += local[i];
	return sum;
}

static unsigned __attribute__((noinline)) other(unsigned seed)
{
	uint8_t local[LEN + 64];
	unsigned sum = 0;

	t_fill(local, sizeof(local), seed);
	barrier();
	for (unsigned i = 0; i < sizeof(local); i++)
		sum += local[i];
	return sum;
}

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t s;

	src = t_buffer(LEN + 8);
	dst = t_buffer(LEN);
	t_fill(src, LEN + 8, 26);
	s = t_map(dev, src, LEN + 8, DMA_TO_DEVICE);
	for (unsigned round = 0; round < 4; round++) {
		unsigned want = 0, stack = 0;

		for (unsigned i = 0; i < LEN; i++)
			want += t_byte(i + round, 26);
		for (unsigned i = 0; i < LEN + 64; i++)
			stack += t_byte(i, round);
		T_CHECK(receive(chan, dev, s, round) == want, "received, round %u", round);
		T_CHECK(other(round) == stack, "stack, round %u", round);
	}
	dma_unmap_single(dev, s, LEN + 8, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
