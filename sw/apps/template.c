/* SPDX-License-Identifier: Apache-2.0
 * Start your own driver here:   make run APP=my.c
 *
 * This one drives the engine's registers itself and takes memory, mapping and fences from doorbell's libraries:
 *   doorbell/io.h           readl, writel, dma_rmb, dma_wmb         doorbell/dma-mapping.h  map, unmap, sync, coherent
 *   doorbell/timer.h        time-outs                               doorbell/irq.h          interrupts
 *   doorbell/regs.h         registers                               doorbell/descriptor.h   descriptors and records
 * Remove a fence, a map or an unmap and run it again: the report names the line.
 */
#include <stdio.h>
#include <string.h>
#include <doorbell/descriptor.h>
#include <doorbell/dma-mapping.h>
#include <doorbell/io.h>
#include <doorbell/memmap.h>
#include <doorbell/regs.h>
#include <doorbell/timer.h>

#define CH(reg) (DB_DMA_BASE + 0x1000u + DB_DMACH_##reg)
#define SLOTS 4
#define SIZE 256

struct desc {
	uint32_t flags, length;
	uint64_t next, src, dst;
};

struct record {
	uint32_t bytes, slot, cookie, status;
};

static struct device dev = {.id = DB_DMA_BASE, .dma_mask = DMA_BIT_MASK(40)};

int main(void)
{
	volatile struct desc *ring;
	volatile struct record *rec;
	dma_addr_t ring_dma, rec_dma, src_dma, dst_dma;
	unsigned char *src = dma_kmalloc(SIZE), *dst = dma_kmalloc(SIZE);
	uint64_t deadline;

	/* Rings live in memory that both sides may use at any time. */
	dev.dma_coherent = platform.coherent == DB_SYSCTL_COHERENT_MODE_ALL;
	ring = dma_alloc_coherent(&dev, SLOTS * sizeof(*ring), &ring_dma);
	rec = dma_alloc_coherent(&dev, SLOTS * sizeof(*rec), &rec_dma);
	if (!src || !dst || !ring || !rec)
		return 1;

	/* Set the channel up and start it. */
	writel(DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT | DB_DMACH_CFG_REC_EN, CH(CFG));
	writeq(ring_dma, CH(RING_BASE));
	writel(SLOTS, CH(RING_SIZE));
	writeq(rec_dma, CH(REC_BASE));
	writel(SLOTS, CH(REC_SIZE));
	writel(0, CH(REC_TAIL));
	writel(DB_DMACH_CTRL_RUN, CH(CTRL));

	/* The payload: written by the CPU, then handed over. */
	for (int i = 0; i < SIZE; i++)
		src[i] = (unsigned char)(i * 7);
	src_dma = dma_map_single(&dev, src, SIZE, DMA_TO_DEVICE);
	dst_dma = dma_map_single(&dev, dst, SIZE, DMA_FROM_DEVICE);
	if (dma_mapping_error(&dev, src_dma) || dma_mapping_error(&dev, dst_dma))
		return 1;

	/* One descriptor, published by the doorbell; writel puts the fence before it. */
	ring[0].flags = DB_DESC_FORM_COPY;
	ring[0].length = SIZE;
	ring[0].src = src_dma;
	ring[0].dst = dst_dma;
	writel(1, CH(TAIL));

	/* The record's phase bit says that the job is done; what the job wrote is read after it. */
	deadline = timer_deadline(1000);
	while (!(rec[0].status & DB_REC_STATUS_PHASE)) {
		if (timer_expired(deadline)) {
			printf("FAIL: no completion\n");
			return 1;
		}
	}
	dma_rmb();
	printf("status %u, %u bytes\n", (unsigned)(rec[0].status & DB_REC_STATUS_CODE), (unsigned)rec[0].bytes);
	dma_unmap_single(&dev, src_dma, SIZE, DMA_TO_DEVICE);
	dma_unmap_single(&dev, dst_dma, SIZE, DMA_FROM_DEVICE);
	if (memcmp(src, dst, SIZE)) {
		printf("FAIL: the copy differs\n");
		return 1;
	}
	printf("PASS\n");
	return 0;
}
