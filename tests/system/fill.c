/* SPDX-License-Identifier: Apache-2.0
 * @test what: fills: slots of 16, 32 and 64 bytes, rings by tail and by owner, lists; odd addresses and lengths
 */
#include "t.h"

#define SIZE 640

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16, .slots = 4},
		{.stride = 64, .slots = 4, .cached_ring = true},
		{.ring = DOORBELL_RING_OWNER, .stride = 16, .slots = 4},
		{.ring = DOORBELL_RING_LIST, .slots = 4},
	};
	static const struct {
		unsigned at, len;
	} piece[] = {{0, SIZE}, {1, 1}, {7, 130}, {64, 64}, {61, 515}};
	uint8_t *buf = t_buffer(SIZE);

	for (unsigned c = 0; c < sizeof(cfg) / sizeof(cfg[0]); c++) {
		struct dma_chan *chan = t_channel(&cfg[c]);
		struct device *dev = dmaengine_get_dma_device(chan);

		for (unsigned i = 0; i < sizeof(piece) / sizeof(piece[0]); i++) {
			unsigned at = piece[i].at, end = at + piece[i].len;
			dma_addr_t d;

			memset(buf, T_RED, SIZE);
			d = t_map(dev, buf, SIZE, DMA_FROM_DEVICE);
			t_finish(chan, dmaengine_prep_dma_memset(chan, d + at, 0x30 + (int)i, piece[i].len, 0));
			dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
			T_CHECK(t_not(buf, at, T_RED) == at, "before piece %u of %u", i, c);
			T_CHECK(t_not(buf + at, piece[i].len, (uint8_t)(0x30 + i)) == piece[i].len, "piece %u of %u", i,
				c);
			T_CHECK(t_not(buf + end, SIZE - end, T_RED) == SIZE - end, "behind piece %u of %u", i, c);
		}
		dma_release_channel(chan);
	}
	return t_end();
}
