/* SPDX-License-Identifier: Apache-2.0
 * @test what: a playback: channel 0 transmits a cycle of periods that are refilled as they end, channel 1 sets the pace
 * @test args: --stream 0:loopback:1 --stream 1:loopback:0
 */
#include "t.h"

/*
 * The two channels and the stream hold up to 8 KiB between them: what has been read ahead is not refilled in time. So
 * the cycle is twice as long; one word in 512 bytes tells one lap from the next.
 */
#define PERIOD 2048
#define PERIODS 8
#define RUN 18

static unsigned played;

static void on_period(void *param)
{
	(void)param;
	played++;
}

static void stamp(uint8_t *period, unsigned n)
{
	for (unsigned i = 0; i < PERIOD; i += 512)
		*(volatile uint32_t *)(period + i) = n << 16 | i;
}

int main(void)
{
	static const struct dma_slave_config cfg = {.stride = 16};
	struct dma_chan *player = t_channel_n(0, &cfg), *listener = t_channel_n(1, &cfg);
	struct device *dev = dmaengine_get_dma_device(player), *ldev = dmaengine_get_dma_device(listener);
	uint8_t *ring = t_buffer(PERIOD * PERIODS), *heard = t_buffer(PERIOD);
	struct dma_async_tx_descriptor *tx;
	unsigned filled = PERIODS;
	dma_addr_t s, d;

	memset(ring, 0x11, PERIOD * PERIODS);
	for (unsigned i = 0; i < PERIODS; i++)
		stamp(ring + i * PERIOD, i);
	s = t_map(dev, ring, PERIOD * PERIODS, DMA_TO_DEVICE);
	tx = dmaengine_prep_dma_cyclic(player, s, PERIOD * PERIODS, PERIOD, DMA_MEM_TO_DEV, 0);
	T_NEED(tx);
	tx->callback = on_period;
	t_submit(tx);
	dma_async_issue_pending(player);
	for (unsigned n = 0; n < RUN; n++) {
		d = t_map(ldev, heard, PERIOD, DMA_FROM_DEVICE);
		t_finish(listener, dmaengine_prep_slave_single(listener, d, PERIOD, DMA_DEV_TO_MEM, 0));
		dma_unmap_single(ldev, d, PERIOD, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < PERIOD; i += 512)
			T_CHECK(*(uint32_t *)(heard + i) == (n << 16 | i), "period %u at %u: %08x", n, i,
				*(uint32_t *)(heard + i));
		/* What has been played is filled for the next lap. */
		dmaengine_poll(player);
		for (; filled < played + PERIODS; filled++) {
			uint32_t at = filled % PERIODS * PERIOD;

			dma_sync_single_range_for_cpu(dev, s, at, PERIOD, DMA_TO_DEVICE);
			stamp(ring + at, filled);
			dma_sync_single_range_for_device(dev, s, at, PERIOD, DMA_TO_DEVICE);
		}
	}
	T_CHECK(played >= RUN, "%u periods played", played);
	T_NEED(dmaengine_terminate_sync(player) == 0);
	dma_unmap_single(dev, s, PERIOD * PERIODS, DMA_TO_DEVICE);
	dma_release_channel(player);
	dma_release_channel(listener);
	return t_end();
}
