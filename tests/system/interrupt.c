/* SPDX-License-Identifier: Apache-2.0
 * @test what: completions by interrupt: callbacks, sleeping waits, coalescing by count, jobs that do not interrupt
 */
#include <doorbell/irq.h>
#include "t.h"

#define JOBS 12
#define LEN 100

static volatile unsigned called;

static void done(void *arg)
{
	(void)arg;
	called++;
}

static uint8_t *src, *dst;

static void run(struct dma_chan *chan, unsigned coalesce)
{
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t s = t_map(dev, src, JOBS + LEN, DMA_TO_DEVICE), d = t_map(dev, dst, JOBS * 128, DMA_FROM_DEVICE);
	dma_cookie_t cookie = 0;

	called = 0;
	for (unsigned i = 0; i < JOBS; i++) {
		struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_memcpy(
			chan, d + i * 128, s + i, LEN, i % 3 == 2 || coalesce ? DMA_PREP_INTERRUPT : 0);

		T_NEED(tx);
		tx->callback = done;
		cookie = dmaengine_submit(tx);
		T_NEED(cookie > 0);
		/* One doorbell for each of the first jobs, one for all of the rest. */
		if (i < JOBS / 2)
			dma_async_issue_pending(chan);
	}
	dma_async_issue_pending(chan);
	T_CHECK(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0, "wait");
	T_CHECK(called == JOBS, "%u callbacks", called);
	dma_unmap_single(dev, s, JOBS + LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, JOBS * 128, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < JOBS; i++)
		T_CHECK(t_differs(dst + i * 128, LEN, i, 5) == LEN, "job %u", i);
	memset(dst, 0, JOBS * 128);
}

int main(void)
{
	struct dma_slave_config cfg = {.interrupt = true};
	struct dma_chan *chan;

	src = t_buffer(JOBS + LEN);
	dst = t_buffer(JOBS * 128);
	t_fill(src, JOBS + LEN, 5);
	memset(dst, 0, JOBS * 128);
	local_irq_enable();

	chan = t_channel(&cfg);
	run(chan, 0);
	run(chan, 0);
	dma_release_channel(chan);

	cfg.coalesce_count = 4;
	chan = t_channel(&cfg);
	run(chan, 4);
	dma_release_channel(chan);

	cfg.coalesce_count = 0;
	cfg.ring = DOORBELL_RING_OWNER;
	chan = t_channel(&cfg);
	run(chan, 0);
	dma_release_channel(chan);
	T_CHECK(irq_spurious() == 0, "%lu spurious interrupts", irq_spurious());
	return t_end();
}
