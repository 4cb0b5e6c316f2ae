/* SPDX-License-Identifier: Apache-2.0
 * @test what: owner-bit ring: several laps, jobs added while the engine runs, jobs of several segments
 */
#include "t.h"

#define LEN 48
#define JOBS 40

int main(void)
{
	struct dma_slave_config cfg = {.ring = DOORBELL_RING_OWNER, .slots = 8};
	struct dma_chan *chan = t_channel(&cfg);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(JOBS + LEN), *dst = t_buffer(JOBS * 64);
	dma_cookie_t cookie[JOBS];
	dma_addr_t s, d;

	t_fill(src, JOBS + LEN, 8);
	memset(dst, 0, JOBS * 64);
	s = t_map(dev, src, JOBS + LEN, DMA_TO_DEVICE);
	d = t_map(dev, dst, JOBS * 64, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < JOBS; i++) {
		struct dma_seg seg[2] = {{d + i * 64, s + i, 10}, {d + i * 64 + 10, s + i + 10, LEN - 10}};
		struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_sg(chan, seg, 2, 0);

		/* Two jobs stay under way; the third waits for the oldest to leave its slots. */
		if (i >= 2)
			T_NEED(dmaengine_wait(chan, cookie[i - 2], T_TIMEOUT_US) == 0);
		T_NEED(tx);
		cookie[i] = dmaengine_submit(tx);
		T_NEED(cookie[i] > 0);
		dma_async_issue_pending(chan);
	}
	T_NEED(dmaengine_wait(chan, cookie[JOBS - 1], T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, JOBS + LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, JOBS * 64, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < JOBS; i++)
		T_CHECK(t_differs(dst + i * 64, LEN, i, 8) == LEN, "job %u", i);
	dma_release_channel(chan);
	return t_end();
}
