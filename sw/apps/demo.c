/* SPDX-License-Identifier: Apache-2.0
 * The demo: a driver sends two messages through one buffer that it maps once and recycles, as network drivers do.
 * With -DBUG one line is missing. The program checks what arrived and prints it.
 */
#include <stdio.h>
#include <string.h>
#include <doorbell/dmaengine.h>
#include <doorbell/memmap.h>

#define MESSAGE 64
#define TIMEOUT_US 1000

static struct doorbell_dma engine;

static int transfer(struct dma_chan *chan, struct device *dev, char *tx, dma_addr_t tx_dma, char *rx, const char *text)
{
	int length = (int)strlen(text), error;
	dma_addr_t rx_dma;

	dma_sync_single_for_cpu(dev, tx_dma, MESSAGE, DMA_TO_DEVICE);
	for (int i = 0; i < MESSAGE; i++)
		tx[i] = i < length ? text[i] : 0;
#ifndef BUG
	dma_sync_single_for_device(dev, tx_dma, MESSAGE, DMA_TO_DEVICE);
#endif
	rx_dma = dma_map_single(dev, rx, MESSAGE, DMA_FROM_DEVICE);
	if (dma_mapping_error(dev, rx_dma))
		return -1;
	error = dmaengine_memcpy(chan, rx_dma, tx_dma, MESSAGE, TIMEOUT_US);
	dma_unmap_single(dev, rx_dma, MESSAGE, DMA_FROM_DEVICE);
	if (error) {
		printf("transfer failed: %d\n", error);
		return -1;
	}
	printf("sent \"%s\", received \"%s\"\n", text, rx);
	return strcmp(text, rx) ? -1 : 0;
}

int main(void)
{
	struct dma_chan *chan;
	struct device *dev;
	dma_addr_t tx_dma;
	char *tx, *rx;
	int bad;

	if (doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0) || !(chan = dma_request_chan(&engine, 0))) {
		printf("FAIL: no engine\n");
		return 1;
	}
	dev = dmaengine_get_dma_device(chan);
	tx = dma_kmalloc(MESSAGE);
	rx = dma_kmalloc(MESSAGE);
	if (!tx || !rx)
		return 1;
	memset(tx, 0, MESSAGE);
	memset(rx, 0, MESSAGE);
	tx_dma = dma_map_single(dev, tx, MESSAGE, DMA_TO_DEVICE);
	if (dma_mapping_error(dev, tx_dma))
		return 1;
	bad = transfer(chan, dev, tx, tx_dma, rx, "hello, device");
	bad |= transfer(chan, dev, tx, tx_dma, rx, "hello again");
	dma_unmap_single(dev, tx_dma, MESSAGE, DMA_TO_DEVICE);
	dma_release_channel(chan);
	printf("%s\n", bad ? "FAIL" : "PASS");
	return bad ? 1 : 0;
}
