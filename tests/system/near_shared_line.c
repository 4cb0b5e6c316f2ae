/* SPDX-License-Identifier: Apache-2.0
 * @test what: near shared-line: neighbours that nobody writes meanwhile, transmit buffers that share, tails of an
 * object
 */
#include "t.h"

/* Two small messages and a counter in one line: fine, as long as the device only reads. */
static struct {
	uint8_t first[20], second[20];
	unsigned count;
} tx __attribute__((aligned(64)));

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *rx = t_buffer(128);
	dma_addr_t a, b, d;

	for (unsigned round = 0; round < 3; round++) {
		t_fill(tx.first, 20, round);
		a = t_map(dev, tx.first, 20, DMA_TO_DEVICE);
		/* The line gets dirty again beside the mapping; the device does not care, it only reads. */
		t_fill(tx.second, 20, round + 50);
		tx.count++;
		b = t_map(dev, tx.second, 20, DMA_TO_DEVICE);
		/* 45 bytes: the tail of the line belongs to the same object and is left alone. */
		d = t_map(dev, rx, 45, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, a, 20, T_TIMEOUT_US) == 0);
		T_NEED(dmaengine_memcpy(chan, d + 20, b, 20, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, a, 20, DMA_TO_DEVICE);
		dma_unmap_single(dev, b, 20, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, 45, DMA_FROM_DEVICE);
		T_CHECK(t_differs(rx, 20, 0, round) == 20 && t_differs(rx + 20, 20, 0, round + 50) == 20, "round %u",
			round);
		/* Ours again: now the tail may be written. */
		rx[45] = (uint8_t)round;
	}
	T_CHECK(tx.count == 3 && rx[45] == 2, "counter");
	dma_release_channel(chan);
	return t_end();
}
