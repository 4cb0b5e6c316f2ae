/* SPDX-License-Identifier: Apache-2.0
 * @test what: four channels at once: by tail, by owner, a list, a stream; one fails and recovers, the others go on
 */
#include "t.h"

#define JOBS 6
#define LEN 200
#define ROOM 256

int main(void)
{
	static const struct dma_slave_config cfg[4] = {
		{.slots = 8, .weight = 2},
		{.slots = 8, .ring = DOORBELL_RING_OWNER},
		{.slots = 16, .ring = DOORBELL_RING_LIST, .cached_ring = true, .weight = 3},
		{.slots = 16, .stride = 16},
	};
	uint8_t *src = t_buffer(LEN + JOBS), *dst[4];
	dma_cookie_t cookie[4][JOBS], bad;
	struct dma_chan *chan[4];
	dma_addr_t s[4], d[4];

	t_fill(src, LEN + JOBS, 3);
	for (unsigned c = 0; c < 4; c++) {
		struct device *dev;

		chan[c] = t_channel_n(c, &cfg[c]);
		dev = dmaengine_get_dma_device(chan[c]);
		dst[c] = t_buffer(JOBS * ROOM);
		s[c] = t_map(dev, src, LEN + JOBS, DMA_TO_DEVICE);
		d[c] = t_map(dev, dst[c], JOBS * ROOM, DMA_FROM_DEVICE);
	}
	for (unsigned i = 0; i < JOBS; i++)
		for (unsigned c = 0; c < 4; c++) {
			if (c == 3) {
				t_submit(dmaengine_prep_slave_single(chan[c], s[c] + i, LEN, DMA_MEM_TO_DEV, 0));
				cookie[c][i] = t_submit(
					dmaengine_prep_slave_single(chan[c], d[c] + i * ROOM, ROOM, DMA_DEV_TO_MEM, 0));
			} else {
				cookie[c][i] = t_post(chan[c], d[c] + i * ROOM, s[c] + i, LEN, 0);
			}
			dma_async_issue_pending(chan[c]);
		}
	for (unsigned i = 0; i < JOBS; i++)
		for (unsigned c = 0; c < 4; c++)
			T_CHECK(dmaengine_wait(chan[c], cookie[c][i], T_TIMEOUT_US) == 0, "job %u of channel %u", i, c);

	/* Channel 0 reads where nothing is, while the others work. */
	bad = t_submit(dmaengine_prep_dma_memcpy(chan[0], d[0], s[0], 0, DOORBELL_PREP_UNCHECKED));
	dma_async_issue_pending(chan[0]);
	for (unsigned c = 1; c < 3; c++) {
		cookie[c][0] = t_post(chan[c], d[c] + ROOM / 2, s[c], 40, 0);
		dma_async_issue_pending(chan[c]);
	}
	T_CHECK(dmaengine_wait(chan[0], bad, T_TIMEOUT_US) == -EINVAL, "a bad descriptor is taken");
	for (unsigned c = 1; c < 3; c++)
		T_CHECK(dmaengine_wait(chan[c], cookie[c][0], T_TIMEOUT_US) == 0, "channel %u beside an error", c);
	t_finish(chan[0], dmaengine_prep_dma_memcpy(chan[0], d[0] + ROOM / 2, s[0], 40, 0));

	for (unsigned c = 0; c < 4; c++) {
		struct device *dev = dmaengine_get_dma_device(chan[c]);

		dma_unmap_single(dev, s[c], LEN + JOBS, DMA_TO_DEVICE);
		dma_unmap_single(dev, d[c], JOBS * ROOM, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < JOBS; i++) {
			uint32_t n = c < 3 && !i ? ROOM / 2 : LEN;

			T_CHECK(t_differs(dst[c] + i * ROOM, n, i, 3) == n, "data of job %u, channel %u", i, c);
		}
		T_CHECK(c == 3 || t_differs(dst[c] + ROOM / 2, 40, 0, 3) == 40, "data after the error, channel %u", c);
		dma_release_channel(chan[c]);
	}
	return t_end();
}
