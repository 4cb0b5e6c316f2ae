/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: reading a transmit buffer while it is mapped and under way (checksums, retransmission, tcpdump)
 */
#include "t.h"

#define LEN 2048

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN), *copy = t_buffer(64);
	unsigned sum = 0, want = 0;
	dma_addr_t s, d;
	dma_cookie_t cookie;

	t_fill(src, LEN, 23);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
	cookie = t_post(chan, d, s, LEN, 0);
	dma_async_issue_pending(chan);
	for (unsigned i = 0; i < LEN; i += 16) {
		sum += src[i];
		want += t_byte(i, 23);
	}
	memcpy(copy, src + 1, 64);
	T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
	T_CHECK(sum == want && t_differs(copy, 64, 1, 23) == 64, "read while mapped");
	T_CHECK(!memcmp(src, dst, LEN), "data");
	dma_release_channel(chan);
	return t_end();
}
