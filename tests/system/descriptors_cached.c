/* SPDX-License-Identifier: Apache-2.0
 * @test what: descriptors in cached memory with explicit maintenance, tail and owner rings, several laps
 */
#include "t.h"

#define LEN 40
#define JOBS 30

static const struct dma_slave_config cfgs[] = {
	{.slots = 7, .cached_ring = true},				/* two descriptors to a line */
	{.slots = 4, .cached_ring = true, .stride = 64},		/* one */
	{.slots = 5, .cached_ring = true, .ring = DOORBELL_RING_OWNER}, /* one, and the engine writes it too */
};

int main(void)
{
	uint8_t *src = t_buffer(JOBS + LEN), *dst = t_buffer(JOBS * 64);

	t_fill(src, JOBS + LEN, 7);
	for (size_t c = 0; c < sizeof(cfgs) / sizeof(cfgs[0]); c++) {
		struct dma_chan *chan = t_channel(&cfgs[c]);
		struct device *dev = dmaengine_get_dma_device(chan);
		dma_addr_t s, d;

		memset(dst, 0, JOBS * 64);
		s = t_map(dev, src, JOBS + LEN, DMA_TO_DEVICE);
		d = t_map(dev, dst, JOBS * 64, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < JOBS; i += 3) {
			dma_cookie_t cookie = 0;

			for (unsigned j = i; j < i + 3; j++)
				cookie = t_post(chan, d + j * 64, s + j, LEN, 0);
			dma_async_issue_pending(chan);
			T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
		}
		dma_unmap_single(dev, s, JOBS + LEN, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, JOBS * 64, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < JOBS; i++)
			T_CHECK(t_differs(dst + i * 64, LEN, i, 7) == LEN, "ring %u, job %u", (unsigned)c, i);
		dma_release_channel(chan);
	}
	return t_end();
}
