/* SPDX-License-Identifier: Apache-2.0
 * DMA mapping over two bus windows and Zicbom. Contract: doorbell/dma-mapping.h.
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <doorbell/cmo.h>
#include <doorbell/dma-mapping.h>
#include <doorbell/hint.h>
#include <doorbell/io.h>

dma_addr_t phys_to_dma(uintptr_t phys, size_t size)
{
	if (phys >= platform.ram_base && phys - platform.ram_base < platform.ram_size)
		return size <= platform.ram_size - (phys - platform.ram_base)
			       ? platform.bus_lo + (phys - platform.ram_base)
			       : DMA_MAPPING_ERROR;
	if (phys >= platform.ram_hi_base && phys - platform.ram_hi_base < platform.ram_hi_size)
		return size <= platform.ram_hi_size - (phys - platform.ram_hi_base)
			       ? platform.bus_hi + (phys - platform.ram_hi_base)
			       : DMA_MAPPING_ERROR;
	return DMA_MAPPING_ERROR;
}

void *dma_to_virt(dma_addr_t dma, size_t size)
{
	if (dma >= platform.bus_lo && dma - platform.bus_lo < platform.ram_size)
		return size <= platform.ram_size - (dma - platform.bus_lo)
			       ? (void *)(uintptr_t)(platform.ram_base + (dma - platform.bus_lo))
			       : NULL;
	if (dma >= platform.bus_hi && dma - platform.bus_hi < platform.ram_hi_size)
		return size <= platform.ram_hi_size - (dma - platform.bus_hi)
			       ? (void *)(uintptr_t)(platform.ram_hi_base + (dma - platform.bus_hi))
			       : NULL;
	return NULL;
}

static bool dma_capable(const struct device *dev, dma_addr_t dma, size_t size)
{
	return dma != DMA_MAPPING_ERROR && dma + size - 1 <= dev->dma_mask;
}

static unsigned hint_attrs(const struct device *dev, unsigned long attrs)
{
	return (attrs & DMA_ATTR_SKIP_CPU_SYNC ? DB_HINT_ATTR_SKIP_SYNC : 0) |
	       (dev->dma_coherent ? DB_HINT_ATTR_COHERENT : 0);
}

/*
 * The cache work, direction by side (Linux: arch/riscv/mm/dma-noncoherent.c):
 *
 *                     for_device   for_cpu
 *   TO_DEVICE         clean        -
 *   FROM_DEVICE       clean        invalidate
 *   BIDIRECTIONAL     clean        invalidate
 *
 * FROM_DEVICE cleans: no dirty line is left that could be evicted over what the device writes, and bytes that the
 * device does not write survive. The invalidate comes when the device is done, because lines may be fetched at any time
 * before.
 */
static void sync_for_device(const struct device *dev, void *cpu, size_t size)
{
	if (dev->dma_coherent)
		return;
	cmo_range(CMO_CLEAN, cpu, size, platform.line_bytes);
	/* Complete before anything that may tell the device: an owner word in memory, or a register. */
	db_fence(w, ow);
}

static void sync_for_cpu(const struct device *dev, void *cpu, size_t size, enum dma_data_direction dir)
{
	/*
	 * No fence: the invalidate is ordered after the load that saw the completion by the branch on it, and loads of
	 * the line are ordered after the invalidate by program order.
	 */
	if (!dev->dma_coherent && dir != DMA_TO_DEVICE)
		cmo_range(CMO_INVAL, cpu, size, platform.line_bytes);
}

int dma_set_mask(struct device *dev, uint64_t mask)
{
	db_hint_mask(dev->id, mask);
	if (mask < platform.bus_lo)
		return -EIO;
	dev->dma_mask = mask;
	return 0;
}

void *dma_kmalloc(size_t size)
{
	size_t line = dma_get_cache_alignment();

	if (!size || size > PTRDIFF_MAX)
		return NULL;
	return memalign(line < DMA_MIN_ALIGN ? DMA_MIN_ALIGN : line, (size + line - 1) & ~(line - 1));
}

void dma_kfree(void *p)
{
	free(p);
}

void *dma_alloc_coherent(struct device *dev, size_t size, dma_addr_t *dma)
{
	char *cached = dma_kmalloc(size), *cpu;
	dma_addr_t at;

	if (!cached)
		return NULL;
	at = phys_to_dma((uintptr_t)cached, size);
	if (!dma_capable(dev, at, size)) {
		dma_kfree(cached);
		return NULL;
	}
	cpu = cached;
	if (!dev->dma_coherent) {
		/* No line of it may stay in the cache: dirty, it would come out later over what is written past it. */
		cmo_range(CMO_FLUSH, cached, size, platform.line_bytes);
		dma_mb();
		cpu = (char *)((uintptr_t)cached | platform.uncached_alias);
	}
	db_hint_dma_alloc(dev->id, cpu, at, size);
	memset(cpu, 0, size);
	/* Zero for the device too, before any owner word or register write that follows. */
	wmb();
	*dma = at;
	return cpu;
}

void dma_free_coherent(struct device *dev, size_t size, void *cpu, dma_addr_t dma)
{
	char *cached = (char *)((uintptr_t)cpu & ~platform.uncached_alias);

	if (!cpu)
		return;
	db_hint_dma_free(dev->id, cpu, dma, size);
	if (!dev->dma_coherent) {
		/* Lines may have been fetched speculatively meanwhile: the next user of the heap must not see them. */
		dma_mb();
		cmo_range(CMO_INVAL, cached, size, platform.line_bytes);
	}
	dma_kfree(cached);
}

dma_addr_t dma_map_single_attrs(struct device *dev, void *cpu, size_t size, enum dma_data_direction dir,
				unsigned long attrs)
{
	dma_addr_t dma = DMA_MAPPING_ERROR;

	db_hint_map_begin(dev->id, cpu, size, dir);
	if (size && dir < DMA_NONE)
		dma = phys_to_dma((uintptr_t)cpu, size);
	if (!dma_capable(dev, dma, size))
		dma = DMA_MAPPING_ERROR;
	else if (!(attrs & DMA_ATTR_SKIP_CPU_SYNC))
		sync_for_device(dev, cpu, size);
	db_hint_map_end(dev->id, cpu, size, dir, dma, hint_attrs(dev, attrs));
	return dma;
}

void dma_unmap_single_attrs(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir,
			    unsigned long attrs)
{
	void *cpu = dma_to_virt(dma, size);

	db_hint_unmap_begin(dev->id, dma, size, dir);
	if (cpu && !(attrs & DMA_ATTR_SKIP_CPU_SYNC))
		sync_for_cpu(dev, cpu, size, dir);
	db_hint_unmap_end(dev->id, dma, size, dir, hint_attrs(dev, attrs));
}

void dma_sync_single_for_cpu(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir)
{
	void *cpu = dma_to_virt(dma, size);

	db_hint_sync_cpu_begin(dev->id, dma, size, dir);
	if (cpu)
		sync_for_cpu(dev, cpu, size, dir);
	db_hint_sync_cpu_end(dev->id, dma, size, dir);
}

void dma_sync_single_for_device(struct device *dev, dma_addr_t dma, size_t size, enum dma_data_direction dir)
{
	void *cpu = dma_to_virt(dma, size);

	db_hint_sync_dev_begin(dev->id, dma, size, dir);
	if (cpu)
		sync_for_device(dev, cpu, size);
	db_hint_sync_dev_end(dev->id, dma, size, dir);
}

int dma_mapping_error(struct device *dev, dma_addr_t dma)
{
	int error = dma == DMA_MAPPING_ERROR ? -ENOMEM : 0;

	db_hint_map_check(dev->id, dma, error);
	return error;
}

int dma_map_sg(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir)
{
	for (int i = 0; i < nents; i++) {
		sg[i].dma_address = dma_map_single(dev, sg[i].addr, sg[i].length, dir);
		if (dma_mapping_error(dev, sg[i].dma_address)) {
			dma_unmap_sg(dev, sg, i, dir);
			return 0;
		}
	}
	return nents;
}

void dma_unmap_sg(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir)
{
	for (int i = 0; i < nents; i++)
		dma_unmap_single(dev, sg[i].dma_address, sg[i].length, dir);
}

void dma_sync_sg_for_cpu(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir)
{
	for (int i = 0; i < nents; i++)
		dma_sync_single_for_cpu(dev, sg[i].dma_address, sg[i].length, dir);
}

void dma_sync_sg_for_device(struct device *dev, struct scatterlist *sg, int nents, enum dma_data_direction dir)
{
	for (int i = 0; i < nents; i++)
		dma_sync_single_for_device(dev, sg[i].dma_address, sg[i].length, dir);
}
