/* SPDX-License-Identifier: Apache-2.0
 * @test what: near writeback-over-device-data: clean and flush of lines that hold what the device wrote, or nothing
 * older
 */
#include "t.h"

#define LEN 128

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = t_buffer(LEN), *dst = t_buffer(LEN), *out = t_buffer(LEN);
	dma_addr_t s, d, o;

	t_fill(src, LEN, 15);
	memset(dst, 0, LEN);
	s = t_map(dev, src, LEN, DMA_TO_DEVICE);
	for (unsigned round = 0; round < 3; round++) {
		d = t_map(dev, dst, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, s, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, LEN, DMA_FROM_DEVICE);
		/* The line was fetched anew, one byte is changed, and all of it goes back: newer than the device's. */
		dst[round] ^= 0x5a;
		if (!dev->dma_coherent) {
			cmo_range(round & 1 ? CMO_FLUSH : CMO_CLEAN, dst, LEN, platform.line_bytes);
			/* Again: now there is nothing to write back. */
			cmo_range(CMO_FLUSH, dst, LEN, platform.line_bytes);
		}
		o = t_map(dev, out, LEN, DMA_FROM_DEVICE);
		d = t_map(dev, dst, LEN, DMA_TO_DEVICE);
		T_NEED(dmaengine_memcpy(chan, o, d, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, LEN, DMA_TO_DEVICE);
		dma_unmap_single(dev, o, LEN, DMA_FROM_DEVICE);
		T_CHECK(out[round] == (t_byte(round, 15) ^ 0x5a), "changed byte, round %u", round);
		T_CHECK(t_differs(out + 3, LEN - 3, 3, 15) == LEN - 3, "the rest, round %u", round);
	}
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
