/* SPDX-License-Identifier: Apache-2.0
 * @test what: every alignment of source against destination, lengths round bus words and lines
 */
#include "t.h"

#define AREA 128 /* per job: red zone, up to 65 bytes at an offset, red zone */
#define BATCH 64

static const uint8_t lengths[] = {1, 2, 7, 8, 9, 15, 63, 65};

int main(void)
{
	struct dma_slave_config cfg = {.slots = BATCH + 1, .records = BATCH + 1};
	struct dma_chan *chan = t_channel(&cfg);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(256), *dst = t_buffer(BATCH * AREA);
	dma_addr_t src_dma, dst_dma;

	t_fill(src, 256, 1);
	src_dma = t_map(dev, src, 256, DMA_TO_DEVICE);
	for (size_t l = 0; l < sizeof(lengths); l++) {
		dma_cookie_t cookie = 0;
		uint32_t len = lengths[l];

		memset(dst, T_RED, BATCH * AREA);
		dst_dma = t_map(dev, dst, BATCH * AREA, DMA_FROM_DEVICE);
		for (unsigned job = 0; job < BATCH; job++)
			cookie = t_post(chan, dst_dma + job * AREA + 16 + (job & 7), src_dma + (job >> 3), len, 0);
		dma_async_issue_pending(chan);
		T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, dst_dma, BATCH * AREA, DMA_FROM_DEVICE);
		for (unsigned job = 0; job < BATCH; job++) {
			const uint8_t *area = dst + job * AREA;
			unsigned lead = 16 + (job & 7);

			T_CHECK(t_not(area + lead - 8, 8, T_RED) == 8, "before: dst +%u, src +%u, %u bytes", job & 7,
				job >> 3, (unsigned)len);
			T_CHECK(t_differs(area + lead, len, job >> 3, 1) == len, "data: dst +%u, src +%u, %u bytes",
				job & 7, job >> 3, (unsigned)len);
			T_CHECK(t_not(area + lead + len, 8, T_RED) == 8, "behind: dst +%u, src +%u, %u bytes", job & 7,
				job >> 3, (unsigned)len);
		}
	}
	dma_unmap_single(dev, src_dma, 256, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
