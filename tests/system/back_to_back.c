/* SPDX-License-Identifier: Apache-2.0
 * @test what: 60 descriptors behind one doorbell, lengths from 1 byte to 1 KiB, then a tail that moves while they run
 */
#include "t.h"

#define JOBS 60
#define SIZE 1024

int main(void)
{
	struct dma_slave_config cfg = {.slots = 2 * JOBS + 1};
	struct dma_chan *chan = t_channel(&cfg);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(2 * SIZE), *dst = t_buffer(2 * JOBS * 64 + 2 * SIZE);
	size_t at = 0, size = 2 * JOBS * 64 + 2 * SIZE;
	dma_cookie_t first = 0, cookie = 0;
	dma_addr_t s, d;
	uint32_t len[2 * JOBS];

	t_fill(src, 2 * SIZE, 6);
	memset(dst, T_RED, size);
	s = t_map(dev, src, 2 * SIZE, DMA_TO_DEVICE);
	d = t_map(dev, dst, size, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < 2 * JOBS; i++) {
		len[i] = i == 20 ? SIZE : i % 7 == 0 ? 1 : 1 + i * 5 % 60;
		cookie = t_post(chan, d + at, s + i * 3, len[i], 0);
		first = first ? first : cookie;
		at += len[i] + 1;
		/* The second half is published one by one, behind what is under way. */
		if (i >= JOBS - 1)
			dma_async_issue_pending(chan);
	}
	T_NEED(at <= size);
	T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
	for (unsigned i = 0; i < 2 * JOBS; i++)
		T_CHECK(dmaengine_tx_status(chan, first + i, NULL) == DMA_COMPLETE, "job %u", i);
	dma_unmap_single(dev, s, 2 * SIZE, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, size, DMA_FROM_DEVICE);
	at = 0;
	for (unsigned i = 0; i < 2 * JOBS; i++) {
		T_CHECK(t_differs(dst + at, len[i], i * 3, 6) == len[i], "data of job %u", i);
		T_CHECK(dst[at + len[i]] == T_RED, "behind job %u", i);
		at += len[i] + 1;
	}
	dma_release_channel(chan);
	return t_end();
}
