/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <doorbell/descriptor.h>
#include "ref_model.h"

static uint32_t get32(const uint8_t *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
	return v;
}

static uint64_t get64(const uint8_t *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return v;
}

static uint64_t bus(const struct ref_config *c, uint64_t a)
{
	return c->addr_bits < 64 ? a & ((1ull << c->addr_bits) - 1) : a;
}

static bool outside(const struct ref_config *c, uint64_t a)
{
	return bus(c, a) != a;
}

bool ref_has_records(const struct ref_config *c)
{
	return c->rec_en || (c->mode != REF_OWNER && !c->cyclic);
}

unsigned ref_form_bytes(const struct ref_config *c, unsigned form)
{
	switch (form) {
	case DB_DESC_FORM_COPY:
		return 32;
	case DB_DESC_FORM_FILL:
		return !c->fill ? 0 : c->mode == REF_LIST ? 32 : 16;
	case DB_DESC_FORM_TX:
	case DB_DESC_FORM_RX:
		return !c->streams ? 0 : c->mode == REF_LIST ? 32 : 16;
	case DB_DESC_FORM_COPY2D:
		return c->twod ? 64 : 0;
	default:
		return 0;
	}
}

void ref_decode(const struct ref_config *c, const struct ref_walk *w, const uint8_t *bytes, struct ref_desc *d)
{
	unsigned size;
	bool list = c->mode == REF_LIST;

	memset(d, 0, sizeof(*d));
	d->at = w->at;
	d->slot = w->slot;
	d->flags = get32(bytes + DB_DESC_FLAGS);
	d->len = get32(bytes + DB_DESC_LENGTH);
	d->form = d->flags & DB_DESC_FLAGS_FORM;
	d->cookie = (d->flags & DB_DESC_FLAGS_COOKIE) >> DB_DESC_FLAGS_COOKIE_SHIFT;
	d->own = d->flags & DB_DESC_FLAGS_OWN;
	d->irq = d->flags & DB_DESC_FLAGS_IRQ;
	d->more = d->flags & DB_DESC_FLAGS_MORE;
	d->rows = 1;
	if (list && w->first) {
		uint64_t next = get64(bytes + DB_DESC_NEXT);

		d->end = d->flags & DB_DESC_FLAGS_END;
		d->next = next & DB_DESC_NEXT_ADDR;
		d->next_count = next & DB_DESC_NEXT_COUNT;
		d->bad = !d->end && outside(c, d->next);
	}
	size = ref_form_bytes(c, d->form);
	if (!size || size > c->stride || !d->len) {
		d->bad = true;
		return;
	}
	if (size == 16) {
		d->src = d->dst = get64(bytes + DB_DESC_ADDR1);
	} else {
		d->src = get64(bytes + DB_DESC_SRC);
		d->dst = get64(bytes + DB_DESC_DST);
	}
	if (d->form == DB_DESC_FORM_COPY2D) {
		d->rows = get32(bytes + DB_DESC_ROWS);
		d->src_stride = get64(bytes + DB_DESC_SRC_STRIDE);
		d->dst_stride = get64(bytes + DB_DESC_DST_STRIDE);
		d->bad = d->bad || !d->rows;
	}
	d->bad = d->bad || (ref_reads(d) && outside(c, d->src)) || (ref_writes(d) && outside(c, d->dst));
}

void ref_start(const struct ref_config *c, struct ref_walk *w)
{
	memset(w, 0, sizeof(*w));
	if (c->mode == REF_LIST) {
		w->at = w->block = c->list_head & DB_DESC_NEXT_ADDR;
		w->slot = (uint32_t)w->at;
		w->left = c->list_head & DB_DESC_NEXT_COUNT;
		w->first = true;
	} else {
		w->at = c->ring;
	}
}

void ref_next(const struct ref_config *c, struct ref_walk *w, uint64_t block_next, unsigned block_count)
{
	if (c->mode != REF_LIST) {
		w->slot = w->slot + 1 == c->slots ? 0 : w->slot + 1;
		w->at = c->ring + (uint64_t)w->slot * c->stride;
		return;
	}
	w->first = !w->left;
	if (w->left) {
		w->left--;
		w->at += c->stride;
	} else {
		w->at = w->block = block_next;
		w->left = block_count;
	}
	w->slot = (uint32_t)w->at;
}

bool ref_reads(const struct ref_desc *d)
{
	return d->form == DB_DESC_FORM_COPY || d->form == DB_DESC_FORM_TX || d->form == DB_DESC_FORM_COPY2D;
}

bool ref_writes(const struct ref_desc *d)
{
	return d->form != DB_DESC_FORM_TX;
}

uint64_t ref_total(const struct ref_desc *d)
{
	return (uint64_t)d->len * d->rows;
}

uint64_t ref_src(const struct ref_config *c, const struct ref_desc *d, uint64_t off, uint32_t *row_left)
{
	*row_left = d->len - (uint32_t)(off % d->len);
	return bus(c, d->src + off / d->len * d->src_stride + off % d->len);
}

uint64_t ref_dst(const struct ref_config *c, const struct ref_desc *d, uint64_t off, uint32_t *row_left)
{
	*row_left = d->len - (uint32_t)(off % d->len);
	return bus(c, d->dst + off / d->len * d->dst_stride + off % d->len);
}

uint64_t ref_owner_word(const struct ref_desc *d, unsigned code, bool eop, uint32_t bytes)
{
	uint32_t flags = (d->flags & ~(DB_DESC_FLAGS_OWN | DB_DONE_FLAGS_STATUS)) | code;

	if (d->form == DB_DESC_FORM_RX)
		flags = (flags & ~DB_DONE_FLAGS_EOP) | (eop ? DB_DONE_FLAGS_EOP : 0);
	return (uint64_t)bytes << 32 | flags;
}

uint64_t ref_record_addr(const struct ref_config *c, uint64_t n)
{
	return c->rec + n % c->rec_slots * (c->rec_line ? 64 : 16);
}

void ref_record(const struct ref_config *c, uint64_t n, const struct ref_desc *d, unsigned code, bool eop,
		uint32_t bytes, uint8_t out[16])
{
	uint32_t w[4] = {bytes, d->slot, d->cookie,
			 code | (eop ? DB_REC_STATUS_EOP : 0) | (n / c->rec_slots % 2 ? 0 : DB_REC_STATUS_PHASE)};

	memcpy(out, w, 16);
}
