/* SPDX-License-Identifier: Apache-2.0
 * A capture runs in a cycle of four periods. The application looks once how many periods are there, and then reads them
 * at its leisure while the engine goes on: it comes round and writes over the period that is being read.
 *
 * @test what: a period of a cycle is read after the engine has come round to it
 * @test args: --stream 0:loopback:1 --stream 1:loopback:0
 * @test coherent: same
 */
#include <doorbell/dmaengine.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { PERIOD = 256, PERIODS = 4, BLOCKS = 12 };

static struct doorbell_dma engine;
static unsigned captured;

static void on_period(void *param)
{
	(void)param;
	captured++;
}

/* The far end speaks: a block of a period's length. */
static void speak(struct dma_chan *far, uint8_t *out, unsigned n)
{
	struct device *dev = dmaengine_get_dma_device(far);
	struct dma_async_tx_descriptor *tx;
	dma_addr_t s;

	lab_pattern(out, PERIOD, (uint8_t)(n * 11));
	s = dma_map_single(dev, out, PERIOD, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(dev, s), "no mapping");
	tx = dmaengine_prep_slave_single(far, s, PERIOD, DMA_MEM_TO_DEV, 0);
	lab_check(tx && dmaengine_submit(tx) > 0, "no job");
	dma_async_issue_pending(far);
	lab_check(!dmaengine_wait(far, tx->cookie, 5000), "nobody listens");
	dma_unmap_single(dev, s, PERIOD, DMA_TO_DEVICE);
}

static bool period_is(const volatile uint8_t *period, unsigned n)
{
	bool good = true;

	for (unsigned i = 0; i < PERIOD; i++)
		good &= period[i] == (uint8_t)(n * 11 + i); /* BUG: the engine writes the next lap here */
	return good;
}

int main(void)
{
	uint8_t *out = lab_buffer(PERIOD), *ring = lab_buffer(PERIOD * PERIODS);
	struct dma_async_tx_descriptor *tx;
	struct dma_chan *far, *mic;
	unsigned said = 0, read = 0;
	struct device *dev;
	dma_addr_t d;

	lab_check(!doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0), "no engine");
	far = dma_request_chan(&engine, 0);
	mic = dma_request_chan(&engine, 1);
	lab_check(far && mic, "no channels");
	dev = dmaengine_get_dma_device(mic);
	d = dma_map_single(dev, ring, PERIOD * PERIODS, DMA_FROM_DEVICE);
	lab_check(!dma_mapping_error(dev, d), "no mapping");
	tx = dmaengine_prep_dma_cyclic(mic, d, PERIOD * PERIODS, PERIOD, DMA_DEV_TO_MEM, 0);
	lab_check(tx, "no cycle");
	tx->callback = on_period;
	lab_check(dmaengine_submit(tx) > 0, "no job");
	dma_async_issue_pending(mic);
	while (read < BLOCKS) {
		uint64_t deadline = timer_deadline(5000);

		for (unsigned n = 0; n < PERIODS - 1; n++)
			speak(far, out, said++);
		while (captured < said) {
			lab_check(!timer_expired(deadline), "no period ends");
			dmaengine_poll(mic);
		}
		if (BUGGY && said == 2 * (PERIODS - 1)) { /* the far end does not wait for a reader who sleeps */
			for (unsigned n = 0; n < PERIODS - 1; n++)
				speak(far, out, said++);
			for (deadline = timer_deadline(20); !timer_expired(deadline);)
				;
		}
		for (; read < captured; read++) {
			dma_sync_single_range_for_cpu(dev, d, read % PERIODS * PERIOD, PERIOD, DMA_FROM_DEVICE);
			lab_check(period_is(ring + read % PERIODS * PERIOD, read), "a period of the next lap");
		}
	}
	lab_check(!dmaengine_terminate_sync(mic), "it does not stop");
	dma_unmap_single(dev, d, PERIOD * PERIODS, DMA_FROM_DEVICE);
	dma_release_channel(mic);
	dma_release_channel(far);
	return 0;
}
