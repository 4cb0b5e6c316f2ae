/* SPDX-License-Identifier: Apache-2.0
 * Copy and compute: the CPU makes a block, the engine copies it, the CPU sums the copy while the next block is on its
 * way. The load for measuring the simulator's speed. -DROUNDS=N, -DBLOCK=bytes.
 */
#include <stdio.h>
#include <stdint.h>
#include <doorbell/dmaengine.h>
#include <doorbell/memmap.h>
#include <doorbell/timer.h>

#ifndef ROUNDS
#define ROUNDS 200
#endif
#ifndef BLOCK
#define BLOCK 4096
#endif
#define WORDS (BLOCK / 8)
#define TIMEOUT_US 10000

struct buffer {
	uint64_t *tx, *rx;
	dma_addr_t tx_dma, rx_dma;
	dma_cookie_t cookie;
	uint64_t sum;
};

static struct doorbell_dma engine;
static struct buffer buf[2];

static uint64_t next_random(uint64_t x)
{
	x ^= x << 13;
	x ^= x >> 7;
	return x ^ x << 17;
}

int main(void)
{
	uint64_t x = 88172645463325252ull, from;
	struct dma_chan *chan;
	struct device *dev;

	if (doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0) || !(chan = dma_request_chan(&engine, 0))) {
		printf("FAIL: no engine\n");
		return 1;
	}
	dev = dmaengine_get_dma_device(chan);
	for (int i = 0; i < 2; i++) {
		buf[i].tx = dma_kmalloc(BLOCK);
		buf[i].rx = dma_kmalloc(BLOCK);
		if (!buf[i].tx || !buf[i].rx)
			return 1;
	}
	from = cycles();
	for (int round = 0; round <= ROUNDS; round++) {
		struct buffer *b = &buf[round & 1], *last = &buf[~round & 1];

		if (round < ROUNDS) {
			struct dma_async_tx_descriptor *tx;

			b->sum = 0;
			for (int i = 0; i < WORDS; i++) {
				x = next_random(x);
				b->tx[i] = x;
				b->sum += x;
			}
			b->tx_dma = dma_map_single(dev, b->tx, BLOCK, DMA_TO_DEVICE);
			b->rx_dma = dma_map_single(dev, b->rx, BLOCK, DMA_FROM_DEVICE);
			if (dma_mapping_error(dev, b->tx_dma) || dma_mapping_error(dev, b->rx_dma))
				return 1;
			tx = dmaengine_prep_dma_memcpy(chan, b->rx_dma, b->tx_dma, BLOCK, 0);
			if (!tx || (b->cookie = dmaengine_submit(tx)) < 0)
				return 1;
			dma_async_issue_pending(chan);
		}
		if (round) {
			uint64_t sum = 0;
			int error = dmaengine_wait(chan, last->cookie, TIMEOUT_US);

			if (error) {
				printf("FAIL: round %d: %d\n", round, error);
				return 1;
			}
			dma_unmap_single(dev, last->tx_dma, BLOCK, DMA_TO_DEVICE);
			dma_unmap_single(dev, last->rx_dma, BLOCK, DMA_FROM_DEVICE);
			for (int i = 0; i < WORDS; i++)
				sum += last->rx[i];
			if (sum != last->sum) {
				printf("FAIL: round %d: sum %lx, not %lx\n", round, sum, last->sum);
				return 1;
			}
		}
	}
	printf("PASS: %u blocks of %u bytes, %lu cycles\n", ROUNDS, BLOCK, cycles() - from);
	return 0;
}
