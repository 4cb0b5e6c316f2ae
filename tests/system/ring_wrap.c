/* SPDX-License-Identifier: Apache-2.0
 * @test what: rings of 2, 3 and 5 slots and record rings of other sizes wrap many times; full rings refuse
 */
#include "t.h"

#define LEN 24
#define JOBS 40

static const struct dma_slave_config cfgs[] = {
	{.slots = 2, .records = 2},
	{.slots = 5, .records = 3},
	{.slots = 3, .records = 7, .stride = 64, .record_per_line = true},
	{.ring = DOORBELL_RING_OWNER, .slots = 3},
};

static uint8_t *src, *dst;
static dma_addr_t src_dma;

/* Keeps the ring as full as it gets: submit until it refuses, then wait for the oldest. */
static void run(struct dma_chan *chan, const struct dma_slave_config *cfg)
{
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t dst_dma;
	dma_cookie_t first = 0, last = 0;
	unsigned posted = 0, refused = 0;

	memset(dst, 0, JOBS * 64);
	dst_dma = t_map(dev, dst, JOBS * 64, DMA_FROM_DEVICE);
	while (posted < JOBS) {
		struct dma_async_tx_descriptor *tx =
			dmaengine_prep_dma_memcpy(chan, dst_dma + posted * 64, src_dma + posted, LEN, 0);
		dma_cookie_t cookie = tx ? dmaengine_submit(tx) : -EAGAIN;

		if (cookie > 0) {
			first = first ? first : cookie;
			last = cookie;
			posted++;
			dma_async_issue_pending(chan);
			continue;
		}
		if (tx)
			dmaengine_desc_free(tx);
		refused++;
		T_NEED(dmaengine_wait(chan, first++, T_TIMEOUT_US) == 0);
	}
	T_NEED(dmaengine_wait(chan, last, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, dst_dma, JOBS * 64, DMA_FROM_DEVICE);
	T_CHECK(refused, "a ring of %u slots took everything", (unsigned)cfg->slots);
	for (unsigned i = 0; i < JOBS; i++) {
		T_CHECK(t_differs(dst + i * 64, LEN, i, 4) == LEN, "job %u, ring of %u", i, (unsigned)cfg->slots);
		T_CHECK(t_not(dst + i * 64 + LEN, 64 - LEN, 0) == 64 - LEN, "behind job %u", i);
	}
}

int main(void)
{
	src = t_buffer(128);
	dst = t_buffer(JOBS * 64);
	t_fill(src, 128, 4);
	for (size_t i = 0; i < sizeof(cfgs) / sizeof(cfgs[0]); i++) {
		struct dma_chan *chan = t_channel(&cfgs[i]);

		src_dma = t_map(dmaengine_get_dma_device(chan), src, 128, DMA_TO_DEVICE);
		run(chan, &cfgs[i]);
		dma_unmap_single(dmaengine_get_dma_device(chan), src_dma, 128, DMA_TO_DEVICE);
		dma_release_channel(chan);
	}
	return t_end();
}
