/* SPDX-License-Identifier: Apache-2.0
 * Memory, registers, records and doorbells of one channel. With slots.c, every fence and every piece of cache
 * maintenance of the engine's driver.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <doorbell/io.h>
#include <doorbell/straps.h>
#include <doorbell/timer.h>
#include "doorbell_chan.h"

#define DRAIN_TIMEOUT_US 10000

static size_t ring_bytes(const struct dma_chan *c)
{
	return (size_t)c->cfg.slots * c->cfg.stride;
}

int ring_alloc(struct dma_chan *c)
{
	c->rec_stride = c->cfg.record_per_line ? 64 : 16;
	if (c->cfg.cached_ring) {
		c->ring = dma_kmalloc(ring_bytes(c));
		if (!c->ring)
			return -ENOMEM;
		memset(c->ring, 0, ring_bytes(c));
		c->ring_dma = dma_map_single(&c->dev, c->ring, ring_bytes(c), ring_dir(c));
		if (dma_mapping_error(&c->dev, c->ring_dma)) {
			dma_kfree(c->ring);
			c->ring = NULL;
			return -ENOMEM;
		}
	} else {
		c->ring = dma_alloc_coherent(&c->dev, ring_bytes(c), &c->ring_dma);
		if (!c->ring)
			return -ENOMEM;
	}
	if (c->cfg.ring != DOORBELL_RING_OWNER) {
		c->rec = dma_alloc_coherent(&c->dev, (size_t)c->cfg.records * c->rec_stride, &c->rec_dma);
		if (!c->rec) {
			ring_free(c);
			return -ENOMEM;
		}
	}
	return 0;
}

void ring_free(struct dma_chan *c)
{
	if (c->ring && c->cfg.cached_ring) {
		dma_unmap_single(&c->dev, c->ring_dma, ring_bytes(c), ring_dir(c));
		dma_kfree(c->ring);
	} else if (c->ring) {
		dma_free_coherent(&c->dev, ring_bytes(c), c->ring, c->ring_dma);
	}
	if (c->rec)
		dma_free_coherent(&c->dev, (size_t)c->cfg.records * c->rec_stride, c->rec, c->rec_dma);
	c->ring = c->rec = NULL;
}

void ring_clear(struct dma_chan *c)
{
	/* RUN begins with phase 1: records of an earlier run must not look new. */
	for (uint32_t i = 0; c->rec && i < c->cfg.records; i++)
		WRITE_ONCE(*(uint32_t *)((char *)c->rec + (size_t)i * c->rec_stride + DB_REC_STATUS), 0);
	/* Descriptors that were published and not executed must not look owned. */
	for (uint32_t i = 0; c->cfg.ring == DOORBELL_RING_OWNER && i < c->cfg.slots; i++) {
		slot_to_cpu(c, i, c->cfg.stride);
		WRITE_ONCE(*(uint64_t *)slot_at(c, i), 0);
		slot_to_device(c, i, c->cfg.stride);
	}
}

/* Programs the channel and sets RUN. list: what LIST_HEAD takes. */
static void start(struct dma_chan *c, uint64_t list)
{
	static const uint32_t mode[] = {[DOORBELL_RING_TAIL] = DB_DMACH_CFG_MODE_TAIL,
					[DOORBELL_RING_OWNER] = DB_DMACH_CFG_MODE_OWNER,
					[DOORBELL_RING_LIST] = DB_DMACH_CFG_MODE_LIST};
	const struct dma_slave_config *cfg = &c->cfg;
	uint32_t v = mode[cfg->ring], stride = cfg->stride == 64   ? DB_DMACH_CFG_STRIDE_S64
					       : cfg->stride == 32 ? DB_DMACH_CFG_STRIDE_S32
								   : DB_DMACH_CFG_STRIDE_S16;

	v |= stride << DB_DMACH_CFG_STRIDE_SHIFT | (uint32_t)cfg->weight << DB_DMACH_CFG_WEIGHT_SHIFT;
	/* Periods are counted, not recorded: records would hold the engine up when they are not consumed. */
	if (chan_cyclic(c))
		v |= DB_DMACH_CFG_CYCLIC;
	else if (c->rec)
		v |= DB_DMACH_CFG_REC_EN;
	if (cfg->record_per_line)
		v |= DB_DMACH_CFG_REC_LINE;
	if (c->dev.dma_coherent)
		v |= DB_DMACH_CFG_COHERENT;
	c->rec_tail = c->periods_seen = 0;
	c->rec_phase = DB_REC_STATUS_PHASE;
	/* Accesses to one device stay in order: one fence, at RUN, covers the memory writes. */
	writel_relaxed(v, chan_reg(c, DB_DMACH_CFG));
	if (cfg->ring == DOORBELL_RING_LIST) {
		writeq_relaxed(list, chan_reg(c, DB_DMACH_LIST_HEAD));
	} else {
		writeq_relaxed(c->ring_dma, chan_reg(c, DB_DMACH_RING_BASE));
		writel_relaxed(chan_cyclic(c) ? c->oldest->count : cfg->slots, chan_reg(c, DB_DMACH_RING_SIZE));
	}
	if (c->rec) {
		writeq_relaxed(c->rec_dma, chan_reg(c, DB_DMACH_REC_BASE));
		writel_relaxed(cfg->records, chan_reg(c, DB_DMACH_REC_SIZE));
	}
	writel_relaxed(0, chan_reg(c, DB_DMACH_REC_TAIL));
	writel_relaxed((cfg->coalesce_count ? cfg->coalesce_count : 1u) << DB_DMACH_COALESCE_COUNT_SHIFT |
			       (uint32_t)cfg->coalesce_time << DB_DMACH_COALESCE_TIME_SHIFT,
		       chan_reg(c, DB_DMACH_COALESCE));
	writel_relaxed(0xffffffffu, chan_reg(c, DB_DMACH_IRQ_STAT));
	writel_relaxed(cfg->interrupt ? DB_DMACH_IRQ_STAT_DONE | DB_DMACH_IRQ_STAT_ERROR | DB_DMACH_IRQ_STAT_REC_FULL
				      : 0,
		       chan_reg(c, DB_DMACH_IRQ_EN));
	writel(DB_DMACH_CTRL_RUN, chan_reg(c, DB_DMACH_CTRL));
	c->running = true;
	c->paused = false;
}

void ring_publish(struct dma_chan *c, struct dma_async_tx_descriptor *tx)
{
	uint32_t end = c->end_slot, flags = c->end_flags;
	uint64_t list = c->cfg.ring == DOORBELL_RING_LIST ? slots_link(c, tx, chan_cyclic(c)) : 0;
	bool was_running = c->running;

	if (!was_running)
		start(c, list);
	/* writel: descriptors, and the payload's maintenance, are in memory before the engine hears of them. */
	if (c->cfg.ring == DOORBELL_RING_OWNER) {
		slots_own(c, tx);
		writel(1, chan_reg(c, DB_DMACH_POLL));
	} else if (c->cfg.ring == DOORBELL_RING_TAIL && !chan_cyclic(c)) {
		writel(c->head, chan_reg(c, DB_DMACH_TAIL));
	} else if (c->cfg.ring == DOORBELL_RING_LIST && was_running) {
		slots_append(c, end, flags, list);
		writel(1, chan_reg(c, DB_DMACH_POLL));
	}
}

static bool reap_owner(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, struct completion *out)
{
	uint32_t slot = tx->first_slot;

	out->moved = 0;
	out->eop = false;
	for (uint32_t i = 0; i < tx->count; i++, slot = slot_after(c, slot, 1)) {
		const uint64_t *d = slot_at(c, slot);
		uint64_t word;

		slot_to_cpu(c, slot, 8);
		/* Owner bit, status and byte count in one load: no order to keep between them. */
		word = READ_ONCE(*d);
		if (word & DB_DESC_FLAGS_OWN)
			return false;
		out->code = (uint8_t)word;
		out->eop |= (word & DB_DONE_FLAGS_EOP) != 0;
		out->moved += (uint32_t)(word >> 32);
		if (out->code != DB_REC_CODE_OK)
			break;
	}
	/* What the job wrote is read after the owner words were. */
	dma_rmb();
	return true;
}

static bool reap_record(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, struct completion *out)
{
	const char *rec = (const char *)c->rec + (size_t)c->rec_tail * c->rec_stride;
	uint32_t status = READ_ONCE(*(const uint32_t *)(rec + DB_REC_STATUS));

	if ((status & DB_REC_STATUS_PHASE) != c->rec_phase)
		return false;
	/* The rest of the record, and what the job wrote, is read after the phase was. */
	dma_rmb();
	out->code = status & DB_REC_STATUS_CODE;
	out->eop = (status & DB_REC_STATUS_EOP) != 0;
	out->moved = READ_ONCE(*(const uint32_t *)(rec + DB_REC_BYTES));
	out->lost = ((READ_ONCE(*(const uint32_t *)(rec + DB_REC_COOKIE)) ^ (uint32_t)tx->cookie) & 0x7fff) != 0;
	if (++c->rec_tail == c->cfg.records) {
		c->rec_tail = 0;
		c->rec_phase ^= DB_REC_STATUS_PHASE;
	}
	return true;
}

bool ring_reap(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, struct completion *out)
{
	out->lost = false;
	return c->cfg.ring == DOORBELL_RING_OWNER ? reap_owner(c, tx, out) : reap_record(c, tx, out);
}

void ring_reaped(struct dma_chan *c)
{
	if (!c->rec)
		return;
	/* The records have been read before the engine may write them again: reads too, so writel would not do. */
	io_release();
	writel_relaxed(c->rec_tail, chan_reg(c, DB_DMACH_REC_TAIL));
}

uint32_t ring_done(struct dma_chan *c)
{
	/* readl: what the engine wrote before it counted is read after the count. */
	return readl(chan_reg(c, DB_DMACH_DONE_CNT));
}

uint32_t ring_position(struct dma_chan *c, uint32_t *bytes)
{
	uint64_t v = readq(chan_reg(c, DB_DMACH_RESIDUE));

	*bytes = (uint32_t)(v >> 32);
	return c->cfg.ring == DOORBELL_RING_LIST ? ((uint32_t)v - (uint32_t)c->ring_dma) / c->cfg.stride : (uint32_t)v;
}

void ring_stop(struct dma_chan *c)
{
	writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, chan_reg(c, DB_DMACH_CTRL));
}

uint8_t ring_halted(struct dma_chan *c, bool wait)
{
	uint64_t deadline = 0;
	uint32_t status;

	while (!((status = readl(chan_reg(c, DB_DMACH_STATUS))) & DB_DMACH_STATUS_HALTED)) {
		if (!wait)
			return 0;
		if (!deadline)
			deadline = timer_deadline(DRAIN_TIMEOUT_US);
		else if (timer_expired(deadline))
			break;
	}
	return (uint8_t)((status & DB_DMACH_STATUS_ERROR) >> DB_DMACH_STATUS_ERROR_SHIFT);
}

int ring_drained(struct dma_chan *c)
{
	uint64_t deadline = timer_deadline(DRAIN_TIMEOUT_US);

	for (;;) {
		uint32_t status = readl(chan_reg(c, DB_DMACH_STATUS));

		/* BUSY too: with the quirk stop-early, STOPPED only means that the request was seen. */
		if (status & (DB_DMACH_STATUS_STOPPED | DB_DMACH_STATUS_HALTED) && !(status & DB_DMACH_STATUS_BUSY))
			return 0;
		if (timer_expired(deadline))
			return -ETIMEDOUT;
	}
}
