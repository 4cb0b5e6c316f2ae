/* SPDX-License-Identifier: Apache-2.0
 * @test what: a capture: channel 1 receives into a cycle of periods for three laps, callbacks by interrupt; residue,
 * stop
 * @test args: --stream 0:loopback:1 --stream 1:loopback:0
 */
#include <doorbell/irq.h>
#include "t.h"

#define PERIOD 128
#define PERIODS 4
#define LAPS 3

static volatile unsigned captured;

static void on_period(void *param)
{
	(void)param;
	captured++;
}

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16, .interrupt = true},
		{.ring = DOORBELL_RING_LIST, .interrupt = true},
	};
	struct dma_chan *speaker = t_channel_n(0, NULL);
	struct device *sdev = dmaengine_get_dma_device(speaker);
	uint8_t *out = t_buffer(PERIOD), *ring = t_buffer(PERIOD * PERIODS);

	for (unsigned c = 0; c < sizeof(cfg) / sizeof(cfg[0]); c++) {
		struct dma_chan *chan = t_channel_n(1, &cfg[c]);
		struct device *dev = dmaengine_get_dma_device(chan);
		dma_addr_t d = t_map(dev, ring, PERIOD * PERIODS, DMA_FROM_DEVICE), s;
		struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_cyclic(chan, d, PERIOD * PERIODS, PERIOD,
									       DMA_DEV_TO_MEM, DMA_PREP_INTERRUPT);
		struct dma_tx_state state;
		dma_cookie_t cookie;

		captured = 0;
		T_NEED(tx);
		tx->callback = on_period;
		cookie = t_submit(tx);
		dma_async_issue_pending(chan);
		local_irq_enable();
		for (unsigned i = 0; i < LAPS * PERIODS; i++) {
			uint8_t *period = ring + i % PERIODS * PERIOD;
			uint64_t deadline = timer_deadline(T_TIMEOUT_US);

			t_fill(out, PERIOD, i);
			s = t_map(sdev, out, PERIOD, DMA_TO_DEVICE);
			t_finish(speaker, dmaengine_prep_slave_single(speaker, s, PERIOD, DMA_MEM_TO_DEV, 0));
			dma_unmap_single(sdev, s, PERIOD, DMA_TO_DEVICE);
			while (captured <= i)
				T_NEED(!timer_expired(deadline));
			dma_sync_single_range_for_cpu(dev, d, i % PERIODS * PERIOD, PERIOD, DMA_FROM_DEVICE);
			T_CHECK(t_differs(period, PERIOD, 0, i) == PERIOD, "period %u", i);
			T_CHECK(dmaengine_tx_status(chan, cookie, &state) == DMA_IN_PROGRESS, "it has ended");
			T_CHECK(state.residue == PERIOD * (PERIODS - (i + 1) % PERIODS), "residue %u after period %u",
				state.residue, i);
		}
		local_irq_disable();
		T_NEED(dmaengine_terminate_sync(chan) == 0);
		dma_unmap_single(dev, d, PERIOD * PERIODS, DMA_FROM_DEVICE);
		T_CHECK(captured == LAPS * PERIODS, "%u callbacks", captured);
		dma_release_channel(chan);
	}
	dma_release_channel(speaker);
	return t_end();
}
