/* SPDX-License-Identifier: Apache-2.0
 * DMA mapping: who may touch a buffer, and what the device calls it. Names, meanings and order of calls are Linux's
 * (Documentation/core-api/dma-api.rst), so that what holds here holds there.
 *
 * A dma_addr_t is what a device puts on its bus. It is never a CPU address: get one only from here, give it only to the
 * device that it was made for.
 *
 * Streaming memory (ordinary cached RAM) has one owner at a time:
 *   dma_map_single()               CPU -> device
 *   dma_sync_single_for_cpu()      device -> CPU, the mapping lives on; the device may still write if it was told to
 *   dma_sync_single_for_device()   CPU -> device again; needed only if the CPU wrote
 *   dma_unmap_single()             device -> CPU, the mapping is gone
 * The CPU may always read what is mapped DMA_TO_DEVICE. Hand over only after the device is done: a completion that was
 * waited for, or dmaengine_synchronize().
 * A buffer that a device writes must start on a dma_get_cache_alignment() boundary and own its last line: maintenance
 * works on whole lines, and a neighbour that is written meanwhile is lost, or overwrites what the device wrote.
 * dma_kmalloc() gives such buffers.
 *
 * Coherent memory (dma_alloc_coherent) may be used by both at any time: order accesses with dma_rmb() and dma_wmb().
 *
 * On a device that is coherent (struct device, dma_coherent) the same calls do no cache maintenance and cost a few
 * cycles. Every call may be made with interrupts on or off; none of them sleeps. Every call tells the checker.
 */
#ifndef DOORBELL_DMA_MAPPING_H
#define DOORBELL_DMA_MAPPING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <doorbell/hints.h>
#include <doorbell/platform.h>

typedef uint64_t dma_addr_t;

#define DMA_MAPPING_ERROR (~(dma_addr_t)0)
#define DMA_BIT_MASK(n) ((n) == 64 ? ~0ull : (1ull << (n)) - 1)

enum dma_data_direction {
	DMA_BIDIRECTIONAL = DB_HINT_DIR_BIDIRECTIONAL,
	DMA_TO_DEVICE = DB_HINT_DIR_TO_DEVICE,
	DMA_FROM_DEVICE = DB_HINT_DIR_FROM_DEVICE,
	DMA_NONE = 3,
};

/* attrs: no cache maintenance; the caller promises that a sync covers what is used (Linux's value). */
#define DMA_ATTR_SKIP_CPU_SYNC (1ul << 5)

struct device {
	uintptr_t id;	   /* physical address of its first register: its name towards the checker */
	uint64_t dma_mask; /* highest bus address that it can drive */
	bool dma_coherent; /* its accesses snoop the caches */
};

/*
 * The device can drive the bus addresses in mask. Returns 0, or -EIO if no RAM at all is within it (then nothing
 * changes). Mappings made before keep their addresses.
 */
int dma_set_mask(struct device *dev, uint64_t mask);

/* Smallest alignment, and size granule, of a buffer that a device writes: a cache line. */
static inline size_t dma_get_cache_alignment(void)
{
	return platform.line_bytes;
}

/* Alignment of any DMA memory, even where lines are shorter: ring slots of 64 bytes are aligned to their size. */
#define DMA_MIN_ALIGN 64

/* Heap memory for streaming DMA in any direction: aligned to DMA_MIN_ALIGN and a line, whole lines. NULL: none left. */
void *dma_kmalloc(size_t size);
void dma_kfree(void *p);

/*
 * Memory that CPU and device see alike, zeroed, aligned as dma_kmalloc() does. Returns the CPU's address and stores the
 * device's; NULL if there is no memory within the mask. On a device that is not coherent it is uncached: no AMO, LR/SC
 * or cbo.zero there.
 */
void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *dma);
/* Gives it back: same size and addresses. The device must be done with it. */
void dma_free_coherent(struct device *dev, size_t size, void *cpu, dma_addr_t dma);

/*
 * Maps size bytes at cpu and hands them to the device. Returns the device's address, or DMA_MAPPING_ERROR: no bytes,
 * not RAM that is fitted, not within the mask, an uncached address, a bad direction. Ask dma_mapping_error() before
 * use.
 */
dma_addr_t dma_map_single_attrs(struct device *dev, void *cpu, size_t size, enum dma_data_direction dir,
				unsigned long attrs);
/* Takes them back. dma, size and dir are those of the map. */
void dma_unmap_single_attrs(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir,
			    unsigned long attrs);
/* Any part of a mapping; dir is that of the map. */
void dma_sync_single_for_cpu(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir);
void dma_sync_single_for_device(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir);

/* Non-zero if the mapping failed. */
int dma_mapping_error(struct device *dev, dma_addr_t dma);

#define dma_map_single(dev, cpu, size, dir) dma_map_single_attrs(dev, cpu, size, dir, 0)
#define dma_unmap_single(dev, dma, size, dir) dma_unmap_single_attrs(dev, dma, size, dir, 0)
#define dma_sync_single_range_for_cpu(dev, dma, offset, size, dir)                                                     \
	dma_sync_single_for_cpu(dev, (dma) + (offset), size, dir)
#define dma_sync_single_range_for_device(dev, dma, offset, size, dir)                                                  \
	dma_sync_single_for_device(dev, (dma) + (offset), size, dir)

/* A buffer in pieces. addr and length are the caller's, dma_address is dma_map_sg()'s. */
struct scatterlist {
	void *addr;
	uint32_t length;
	dma_addr_t dma_address;
};

#define sg_dma_address(sg) ((sg)->dma_address)
#define sg_dma_len(sg) ((sg)->length)

static inline void sg_set_buf(struct scatterlist *sg, void *buf, uint32_t len)
{
	sg->addr = buf;
	sg->length = len;
	sg->dma_address = DMA_MAPPING_ERROR;
}

/* Maps all pieces or none. Returns nents, or 0: a piece could not be mapped. */
int dma_map_sg(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir);
/* nents as given to dma_map_sg(). */
void dma_unmap_sg(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir);
void dma_sync_sg_for_cpu(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir);
void dma_sync_sg_for_device(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir);

/* The windows, for mapping layers of one's own: DMA_MAPPING_ERROR / NULL if the range is not in fitted RAM. */
dma_addr_t phys_to_dma(uintptr_t phys, size_t size);
void *dma_to_virt(dma_addr_t dma, size_t size);

#endif
