/* SPDX-License-Identifier: Apache-2.0
 * @test what: copies that begin and end round line boundaries, red zones checked
 */
#include "t.h"

#define AREA 320
#define BATCH 21

/* Offsets of the first byte from a line boundary, and lengths round 0, 1 and 2 lines. */
static const int8_t offs[] = {-2, -1, 0, 1};
static const uint8_t lens[] = {1, 2, 62, 63, 64, 65, 66, 126, 127, 128, 129, 130, 3, 61, 67, 125, 131, 4, 5, 60, 68};

int main(void)
{
	struct dma_slave_config cfg = {.slots = BATCH + 1};
	struct dma_chan *chan = t_channel(&cfg);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(AREA), *dst = t_buffer(BATCH * AREA);
	dma_addr_t src_dma, dst_dma;

	t_fill(src, AREA, 2);
	src_dma = t_map(dev, src, AREA, DMA_TO_DEVICE);
	for (unsigned o = 0; o < sizeof(offs) * sizeof(offs); o++) {
		int from = 64 + offs[o % 3], to = 64 + offs[o / 3];
		dma_cookie_t cookie = 0;

		memset(dst, T_RED, BATCH * AREA);
		dst_dma = t_map(dev, dst, BATCH * AREA, DMA_FROM_DEVICE);
		for (unsigned job = 0; job < BATCH; job++)
			cookie = t_post(chan, dst_dma + job * AREA + to, src_dma + from, lens[job], 0);
		dma_async_issue_pending(chan);
		T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, dst_dma, BATCH * AREA, DMA_FROM_DEVICE);
		for (unsigned job = 0; job < BATCH; job++) {
			const uint8_t *area = dst + job * AREA;
			size_t len = lens[job];

			T_CHECK(t_not(area + to - 8, 8, T_RED) == 8, "before: from %d to %d, %u bytes", from, to,
				(unsigned)len);
			T_CHECK(t_differs(area + to, len, from, 2) == len, "data: from %d to %d, %u bytes", from, to,
				(unsigned)len);
			T_CHECK(t_not(area + to + len, 8, T_RED) == 8, "behind: from %d to %d, %u bytes", from, to,
				(unsigned)len);
		}
	}
	dma_unmap_single(dev, src_dma, AREA, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
