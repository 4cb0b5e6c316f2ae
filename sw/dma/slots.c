/* SPDX-License-Identifier: Apache-2.0
 * Descriptors in their slots: their words, owner bits, and the links of lists. With ring.c, every fence and every piece
 * of cache maintenance of the engine's driver.
 */
#include <doorbell/io.h>
#include "doorbell_chan.h"

#define FLAG(field, v) ((uint32_t)(v) << DB_DESC_FLAGS_##field##_SHIFT)

void *slot_at(const struct dma_chan *c, uint32_t i)
{
	return (char *)c->ring + (size_t)i * c->cfg.stride;
}

enum dma_data_direction ring_dir(const struct dma_chan *c)
{
	return c->cfg.ring == DOORBELL_RING_OWNER ? DMA_BIDIRECTIONAL : DMA_TO_DEVICE;
}

void slot_to_cpu(struct dma_chan *c, uint32_t i, size_t size)
{
	if (c->cfg.cached_ring)
		dma_sync_single_for_cpu(&c->dev, c->ring_dma + (uint64_t)i * c->cfg.stride, size, ring_dir(c));
}

void slot_to_device(struct dma_chan *c, uint32_t i, size_t size)
{
	if (c->cfg.cached_ring)
		dma_sync_single_for_device(&c->dev, c->ring_dma + (uint64_t)i * c->cfg.stride, size, ring_dir(c));
}

/* The flags word of a job's i-th segment, without OWN and END. */
static uint32_t desc_flags(const struct dma_async_tx_descriptor *tx, const struct segment *s, uint32_t i)
{
	uint32_t flags = FLAG(FORM, s->form) | FLAG(PATTERN, s->pattern) | FLAG(COOKIE, tx->cookie & 0x7fff);

	if (i + 1 < tx->count && tx->kind != JOB_CYCLIC)
		flags |= DB_DESC_FLAGS_MORE;
	else if (tx->flags & DMA_PREP_INTERRUPT)
		flags |= DB_DESC_FLAGS_IRQ;
	return flags;
}

static void desc_write(const struct dma_chan *c, uint64_t *d, const struct segment *s, uint32_t flags)
{
	WRITE_ONCE(d[DB_DESC_FLAGS / 8], (uint64_t)s->len << 32 | flags);
	if (s->form != DB_DESC_FORM_COPY && s->form != DB_DESC_FORM_COPY2D && c->cfg.ring != DOORBELL_RING_LIST) {
		WRITE_ONCE(d[DB_DESC_ADDR1 / 8], s->form == DB_DESC_FORM_TX ? s->src : s->dst);
		return;
	}
	WRITE_ONCE(d[DB_DESC_NEXT / 8], 0);
	WRITE_ONCE(d[DB_DESC_SRC / 8], s->src);
	WRITE_ONCE(d[DB_DESC_DST / 8], s->dst);
	if (s->form == DB_DESC_FORM_COPY2D) {
		WRITE_ONCE(d[DB_DESC_ROWS / 8], s->rows);
		WRITE_ONCE(d[DB_DESC_SRC_STRIDE / 8], (uint64_t)s->src_stride);
		WRITE_ONCE(d[DB_DESC_DST_STRIDE / 8], (uint64_t)s->dst_stride);
	}
}

void slots_fill(struct dma_chan *c, struct dma_async_tx_descriptor *tx)
{
	uint32_t slot = tx->first_slot = c->head;
	struct job_place at = {0};
	struct segment s;

	for (uint32_t i = 0; i < tx->count; i++, slot = slot_after(c, slot, 1)) {
		job_segment(tx, &at, &s);
		slot_to_cpu(c, slot, c->cfg.stride);
		desc_write(c, slot_at(c, slot), &s, desc_flags(tx, &s, i));
		c->slot_bytes[slot] = s.len * (s.rows ? s.rows : 1);
		/* An owner ring goes to the device with its owner words, a list with its links. */
		if (c->cfg.ring == DOORBELL_RING_TAIL)
			slot_to_device(c, slot, c->cfg.stride);
	}
	c->head = slot;
	c->used += tx->count;
}

void slots_own(struct dma_chan *c, const struct dma_async_tx_descriptor *tx)
{
	/* The engine may look at any time: each owner bit goes out behind its descriptor and the payload. */
	dma_wmb();
	for (; tx; tx = tx->next) {
		uint32_t slot = tx->first_slot;

		for (uint32_t i = 0; i < tx->count; i++, slot = slot_after(c, slot, 1)) {
			uint32_t *flags = slot_at(c, slot);

			WRITE_ONCE(*flags, READ_ONCE(*flags) | DB_DESC_FLAGS_OWN);
			slot_to_device(c, slot, c->cfg.stride);
		}
	}
}

/* Descriptors of the block that begins at slot: blocks are contiguous, and end with what is published. */
static uint32_t block_length(const struct dma_chan *c, uint32_t slot, uint32_t left)
{
	uint32_t n = left < c->cfg.list_block ? left : c->cfg.list_block;

	return n < c->cfg.slots - slot ? n : c->cfg.slots - slot;
}

static uint64_t block_pointer(const struct dma_chan *c, uint32_t slot, uint32_t left)
{
	return (c->ring_dma + (uint64_t)slot * c->cfg.stride) | (uint64_t)(block_length(c, slot, left) - 1)
									<< DB_DESC_NEXT_COUNT_SHIFT;
}

uint64_t slots_link(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, bool close)
{
	uint32_t slot = tx->first_slot, left = 0;
	uint64_t first;

	for (const struct dma_async_tx_descriptor *t = tx; t; t = t->next)
		left += t->count;
	first = block_pointer(c, slot, left);
	while (left) {
		uint32_t n = block_length(c, slot, left), next = slot_after(c, slot, n);
		uint64_t *d = slot_at(c, slot);

		left -= n;
		if (left || close) {
			WRITE_ONCE(d[DB_DESC_NEXT / 8], left ? block_pointer(c, next, left) : first);
		} else {
			c->end_slot = slot;
			c->end_flags = (uint32_t)READ_ONCE(d[DB_DESC_FLAGS / 8]);
			WRITE_ONCE(*(uint32_t *)d, c->end_flags | DB_DESC_FLAGS_END);
		}
		slot_to_device(c, slot, (size_t)n * c->cfg.stride);
		slot = next;
	}
	return first;
}

void slots_append(struct dma_chan *c, uint32_t last_block, uint32_t flags, uint64_t next)
{
	uint64_t *d = slot_at(c, last_block);

	/*
	 * The engine may follow at any time: the new blocks are in memory before the pointer to them, and the pointer
	 * before the word that makes it valid.
	 */
	slot_to_cpu(c, last_block, 16);
	WRITE_ONCE(d[DB_DESC_NEXT / 8], next);
	dma_wmb();
	WRITE_ONCE(*(uint32_t *)d, flags);
	slot_to_device(c, last_block, 16);
}
