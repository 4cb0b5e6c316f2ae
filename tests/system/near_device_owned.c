/* SPDX-License-Identifier: Apache-2.0
 * @test what: near cpu-write-device-owned: the line next door, a part that was synced, reads of what the device only
 * reads
 */
#include "t.h"

#define HALF 128

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(2 * HALF), *dst = t_buffer(2 * HALF), *next = t_buffer(64);
	dma_addr_t s, d;
	dma_cookie_t first, second;
	unsigned sum = 0, want = 0;

	t_fill(src, 2 * HALF, 4);
	s = t_map(dev, src, 2 * HALF, DMA_TO_DEVICE);
	d = t_map(dev, dst, 2 * HALF, DMA_FROM_DEVICE);
	first = t_post(chan, d, s, HALF, 0);
	dma_async_issue_pending(chan);
	/* Under way: another object in the line behind may be written, the source may be read. */
	for (int i = 0; i < 64; i++)
		next[i] = (uint8_t)i;
	for (int i = 0; i < HALF; i++) {
		sum += src[i];
		want += t_byte(i, 4);
	}
	T_CHECK(sum == want, "source");
	T_NEED(dmaengine_wait(chan, first, T_TIMEOUT_US) == 0);
	/* The second half of the source comes back, is changed, and goes to the device again; the first stays there. */
	dma_sync_single_range_for_cpu(dev, s, HALF, HALF, DMA_TO_DEVICE);
	memset(src + HALF, 0x42, HALF);
	dma_sync_single_range_for_device(dev, s, HALF, HALF, DMA_TO_DEVICE);
	second = t_post(chan, d + HALF, s + HALF, HALF, 0);
	dma_async_issue_pending(chan);
	T_NEED(dmaengine_wait(chan, second, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, 2 * HALF, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, 2 * HALF, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, HALF, 0, 4) == HALF, "first half");
	T_CHECK(t_not(dst + HALF, HALF, 0x42) == HALF, "second half");
	T_CHECK(next[63] == 63, "next door");
	dma_release_channel(chan);
	return t_end();
}
