/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: packets received two bytes into their buffer (NET_IP_ALIGN), headers pulled in front of them
 */
#include "t.h"

#define NET_IP_ALIGN 2
#define HEADROOM 64
#define LEN 150

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *head = t_buffer(HEADROOM + NET_IP_ALIGN + LEN), *out = t_buffer(LEN);
	uint8_t *data = head + HEADROOM + NET_IP_ALIGN;
	dma_addr_t s, d, o;

	t_fill(src, LEN, 21);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	for (unsigned round = 0; round < 3; round++) {
		d = t_map(dev, data, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
		/* The two bytes before the data share its first line; they and a header are written after the unmap. */
		head[HEADROOM] = 0xaa;
		head[HEADROOM + 1] = (uint8_t)round;
		d = t_map(dev, data - 2, LEN - 10, DMA_TO_DEVICE);
		o = t_map(dev, out, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, o, d, LEN - 10, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, LEN - 10, DMA_TO_DEVICE);
		dma_unmap_single(dev, o, LEN, DMA_FROM_DEVICE);
		T_CHECK(out[0] == 0xaa && out[1] == round, "header, round %u", round);
		T_CHECK(t_differs(out + 2, LEN - 12, 0, 21) == LEN - 12, "data, round %u", round);
	}
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
