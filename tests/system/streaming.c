/* SPDX-License-Identifier: Apache-2.0
 * @test what: streaming payload: two buffers in turn, the CPU makes one block while the engine moves the other; then
 *             gathered and scattered
 */
#include "t.h"

#define BLOCK 1024
#define BLOCKS 8
#define SEGS 6

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *tx[2] = {t_buffer(BLOCK), t_buffer(BLOCK)}, *rx = t_buffer(BLOCK * BLOCKS);
	dma_cookie_t cookie[2] = {0, 0};
	dma_addr_t s[2], d = t_map(dev, rx, BLOCK * BLOCKS, DMA_FROM_DEVICE);
	struct dma_async_tx_descriptor *job;
	struct dma_seg seg[SEGS];
	uint32_t at = 0;

	for (unsigned i = 0; i < BLOCKS; i++) {
		unsigned b = i & 1;

		if (cookie[b]) {
			T_NEED(dmaengine_wait(chan, cookie[b], T_TIMEOUT_US) == 0);
			dma_unmap_single(dev, s[b], BLOCK, DMA_TO_DEVICE);
		}
		t_fill(tx[b], BLOCK, i);
		s[b] = t_map(dev, tx[b], BLOCK, DMA_TO_DEVICE);
		cookie[b] = t_post(chan, d + i * BLOCK, s[b], BLOCK, 0);
		dma_async_issue_pending(chan);
		/* What has arrived may be read while the rest is on its way, after a sync of just that part. */
		if (i >= 2) {
			dma_sync_single_range_for_cpu(dev, d, (i - 2) * BLOCK, BLOCK, DMA_FROM_DEVICE);
			T_CHECK(t_differs(rx + (i - 2) * BLOCK, BLOCK, 0, i - 2) == BLOCK, "block %u", i - 2);
		}
	}
	for (unsigned b = 0; b < 2; b++) {
		T_NEED(dmaengine_wait(chan, cookie[b], T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, s[b], BLOCK, DMA_TO_DEVICE);
	}
	dma_unmap_single(dev, d, BLOCK * BLOCKS, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < BLOCKS; i++)
		T_CHECK(t_differs(rx + i * BLOCK, BLOCK, 0, i) == BLOCK, "block %u at the end", i);

	/* Pieces of 1, 2, 4 ... bytes, gathered from odd places into one run. */
	t_fill(tx[0], BLOCK, 9);
	memset(rx, 0, 128);
	s[0] = t_map(dev, tx[0], BLOCK, DMA_TO_DEVICE);
	d = t_map(dev, rx, 128, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < SEGS; i++) {
		seg[i] = (struct dma_seg){.dst = d + at, .src = s[0] + 100 * i + i, .len = 1u << i};
		at += 1u << i;
	}
	job = dmaengine_prep_dma_sg(chan, seg, SEGS, 0);
	T_NEED(job && (cookie[0] = dmaengine_submit(job)) > 0);
	dma_async_issue_pending(chan);
	T_NEED(dmaengine_wait(chan, cookie[0], T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s[0], BLOCK, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, 128, DMA_FROM_DEVICE);
	at = 0;
	for (unsigned i = 0; i < SEGS; at += 1u << i++)
		T_CHECK(t_differs(rx + at, 1u << i, 101 * i, 9) == 1u << i, "piece %u", i);
	T_CHECK(t_not(rx + at, 128 - at, 0) == 128 - at, "behind the pieces");
	dma_release_channel(chan);
	return t_end();
}
