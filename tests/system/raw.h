/* SPDX-License-Identifier: Apache-2.0
 * The engine without its driver, for programs that do their own fences and maintenance: registers of channel 0, and
 * rings in coherent memory.
 */
#ifndef RAW_H
#define RAW_H

#include <doorbell/descriptor.h>
#include "t.h"

#define RAW(reg) ((uintptr_t)DB_DMA_BASE + 0x1000u + DB_DMACH_##reg)
#define RAW_SLOTS 8

struct raw_desc {
	uint32_t flags, length;
	uint64_t next, src, dst;
};

struct raw_record {
	uint32_t bytes, slot, cookie, status;
};

static struct device raw_dev;
static volatile struct raw_desc *raw_ring;
static volatile struct raw_record *raw_rec;
static dma_addr_t raw_ring_dma, raw_rec_dma;

/* Starts channel 0: mode is DB_DMACH_CFG_MODE_TAIL or _OWNER, ring of RAW_SLOTS x 32 bytes, records for tail mode. */
static inline void raw_start(unsigned mode)
{
	raw_dev.id = DB_DMA_BASE;
	raw_dev.dma_mask = DMA_BIT_MASK(40);
	raw_dev.dma_coherent = platform.coherent == DB_SYSCTL_COHERENT_MODE_ALL;
	if (!raw_ring)
		raw_ring = dma_alloc_coherent(&raw_dev, RAW_SLOTS * sizeof(*raw_ring), &raw_ring_dma);
	if (!raw_rec)
		raw_rec = dma_alloc_coherent(&raw_dev, RAW_SLOTS * sizeof(*raw_rec), &raw_rec_dma);
	T_NEED(raw_ring && raw_rec);
	writel(mode | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT |
		       (mode == DB_DMACH_CFG_MODE_TAIL ? DB_DMACH_CFG_REC_EN : 0),
	       RAW(CFG));
	writeq(raw_ring_dma, RAW(RING_BASE));
	writel(RAW_SLOTS, RAW(RING_SIZE));
	writeq(raw_rec_dma, RAW(REC_BASE));
	writel(RAW_SLOTS, RAW(REC_SIZE));
	writel(0, RAW(REC_TAIL));
	writel(0, RAW(IRQ_EN));
	writel(DB_DMACH_CTRL_RUN, RAW(CTRL));
}

/* Waits for record i of the first lap; without any fence behind it. */
static inline bool raw_poll(unsigned i)
{
	uint64_t deadline = timer_deadline(T_TIMEOUT_US);

	while (!(raw_rec[i].status & DB_REC_STATUS_PHASE))
		if (timer_expired(deadline))
			return false;
	return true;
}

/* Waits for the owner bit of slot i to fall; without any fence behind it. */
static inline bool raw_poll_owner(unsigned i)
{
	uint64_t deadline = timer_deadline(T_TIMEOUT_US);

	while (raw_ring[i].flags & DB_DESC_FLAGS_OWN)
		if (timer_expired(deadline))
			return false;
	return true;
}

#endif
