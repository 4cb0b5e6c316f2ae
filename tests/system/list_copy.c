/* SPDX-License-Identifier: Apache-2.0
 * @test what: linked lists: blocks and plain, coherent and cached, grown while the engine runs and when it stands
 */
#include "t.h"

#define JOBS 12
#define LEN 96

static void run(const struct dma_slave_config *cfg, unsigned seed)
{
	struct dma_chan *chan = t_channel(cfg);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(JOBS * LEN + 64), *dst = t_buffer(JOBS * 128);
	dma_cookie_t cookie[JOBS];
	dma_addr_t s, d;

	t_fill(src, JOBS * LEN + 64, seed);
	s = t_map(dev, src, JOBS * LEN + 64, DMA_TO_DEVICE);
	d = t_map(dev, dst, JOBS * 128, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < JOBS; i++) {
		/* bursts of one, two and three jobs; the last of them waits for the engine to stand */
		cookie[i] = t_post(chan, d + i * 128, s + i * LEN + i, LEN, 0);
		if (i % 6 == 0 || i % 6 == 2 || i % 6 == 5)
			dma_async_issue_pending(chan);
		if (i % 6 == 5)
			T_CHECK(dmaengine_wait(chan, cookie[i], T_TIMEOUT_US) == 0, "job %u", i);
	}
	for (unsigned i = 0; i < JOBS; i++)
		T_CHECK(dmaengine_wait(chan, cookie[i], T_TIMEOUT_US) == 0, "job %u", i);
	dma_unmap_single(dev, s, JOBS * LEN + 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, JOBS * 128, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < JOBS; i++)
		T_CHECK(t_differs(dst + i * 128, LEN, i * LEN + i, seed) == LEN, "data of job %u", i);
	dma_release_channel(chan);
	dma_kfree(src);
	dma_kfree(dst);
}

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.ring = DOORBELL_RING_LIST, .slots = 14},
		{.ring = DOORBELL_RING_LIST, .slots = 14, .list_block = 1},
		{.ring = DOORBELL_RING_LIST, .slots = 14, .list_block = 4, .cached_ring = true},
		{.ring = DOORBELL_RING_LIST, .slots = 14, .stride = 64, .record_per_line = true},
	};

	for (unsigned i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++)
		run(&cfg[i], i * 50);
	return t_end();
}
