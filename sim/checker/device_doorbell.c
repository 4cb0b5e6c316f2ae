/* SPDX-License-Identifier: Apache-2.0
 * Device description of doorbell_dma: registers of include/spec/regs.def, descriptors and records of descriptor.def.
 *
 * Units (published descriptors) and records are counted from RUN on, without wrap; a slot or record index is that
 * count modulo the ring's size. What the CPU knows to be complete is kept apart for device loads and memory loads,
 * because different fences order what follows them.
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_device.h"
#include "doorbell/descriptor.h"
#include "doorbell/memmap.h"
#include "doorbell/regs.h"
#include "doorbell/straps.h"

enum { CHANNELS = 16, MAX_SLOTS = 65536, PAGE = 4096, IO = 0, MEM = 1 };

struct channel {
	bool run, coherent, owner_mode;
	uint32_t cfg, slots, records, stride, rec_stride;
	uint64_t ring, rec;	      /* as written: bus addresses */
	uint64_t ring_phys, rec_phys; /* 0: not mapped by a window */
	uint32_t ring_size, rec_size; /* as written */
	uint32_t *unit;		      /* [slots] id of the unit in the slot */
	bool *more;		      /* [slots] its job goes on */
	uint64_t published, visible;  /* units */
	uint64_t units[2], recs[2];   /* known complete, by device loads and by memory loads */
	uint64_t consumed;	      /* records given back by REC_TAIL */
};

struct doorbell {
	struct dbc_dev *dev;
	struct channel ch[CHANNELS];
};

static void *create(struct dbc_dev *dev)
{
	struct doorbell *d = calloc(1, sizeof *d);

	if (d)
		d->dev = dev;
	return d;
}

static void destroy(void *self)
{
	struct doorbell *d = self;

	for (int i = 0; i < CHANNELS; i++) {
		free(d->ch[i].unit);
		free(d->ch[i].more);
	}
	free(d);
}

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

/* ---- completion ---- */

static void one_unit(struct doorbell *d, struct channel *h, int kind)
{
	uint32_t slot = (uint32_t)(h->units[kind] % h->slots);

	if (h->unit[slot])
		dbc_dev_acquire(d->dev, h->unit[slot]);
	h->recs[kind] += !h->more[slot];
	h->units[kind]++;
}

/* The other kind of load may have been used for more than a lap: start where it stands. */
static void catch_up(struct channel *h, int kind)
{
	if (h->published - h->units[kind] > h->slots) {
		h->units[kind] = h->units[!kind];
		h->recs[kind] = h->recs[!kind];
	}
	if (h->published - h->units[kind] > h->slots) /* the ring was overrun */
		h->units[kind] = h->published - h->slots;
}

static void acquire_units(struct doorbell *d, struct channel *h, int kind, uint64_t count)
{
	catch_up(h, kind);
	while (h->units[kind] < count && h->units[kind] < h->published)
		one_unit(d, h, kind);
}

static void acquire_records(struct doorbell *d, struct channel *h, int kind, uint64_t count)
{
	catch_up(h, kind);
	while (h->recs[kind] < count && h->units[kind] < h->published)
		one_unit(d, h, kind);
}

static void halt(struct doorbell *d, struct channel *h, int kind)
{
	if (h->run)
		acquire_units(d, h, kind, h->published);
	h->run = false;
}

/* ---- publication ---- */

static void publish(struct doorbell *d, struct channel *h, uint64_t number, enum dbc_publisher by, uint64_t not_used)
{
	uint32_t slot = (uint32_t)(number % h->slots);
	uint8_t raw[64] = {0};
	uint32_t flags, length, form, bytes;
	uint64_t at = h->ring_phys + (uint64_t)slot * h->stride;
	struct dbc_unit u = {.channel = (uint8_t)(h - d->ch),
			     .coherent = h->coherent,
			     .desc_bus = h->ring + (uint64_t)slot * h->stride};

	if (!h->ring_phys || !dbc_dev_peek(d->dev, at, raw, h->stride))
		return;
	memcpy(&flags, raw + DB_DESC_FLAGS, 4);
	memcpy(&length, raw + DB_DESC_LENGTH, 4);
	form = flags & DB_DESC_FLAGS_FORM;
	bytes = form == DB_DESC_FORM_COPY ? 32 : form == DB_DESC_FORM_COPY2D ? 64 : 16;
	if (bytes > h->stride)
		bytes = h->stride; /* the engine refuses it and uses nothing more */
	u.desc_bytes = bytes;
	u.desc_used = ~0ull & ~not_used;
	if (bytes > 16 && (h->cfg & DB_DMACH_CFG_MODE) != DB_DMACH_CFG_MODE_LIST)
		u.desc_used &= ~(0xffull << DB_DESC_NEXT);
	if (bytes == 64)
		u.desc_used &= ~(0xffull << DB_DESC_USER);
	if (form == DB_DESC_FORM_COPY && bytes == 32) {
		memcpy(&u.read_bus, raw + DB_DESC_SRC, 8);
		memcpy(&u.write_bus, raw + DB_DESC_DST, 8);
		u.read_bytes = u.write_bytes = length;
		u.read_at = DB_DESC_SRC;
		u.write_at = DB_DESC_DST;
	}
	h->more[slot] = flags >> DB_DESC_FLAGS_MORE_SHIFT & 1;
	h->unit[slot] = dbc_dev_publish(d->dev, &u, by);
	if (number >= h->published)
		h->published = number + 1;
}

static void doorbell_tail(struct doorbell *d, struct channel *h, uint32_t tail)
{
	if (!h->run || h->owner_mode || tail >= h->slots)
		return;
	while (h->published % h->slots != tail)
		publish(d, h, h->published, DBC_BY_DOORBELL, 0);
}

static void doorbell_poll(struct doorbell *d, struct channel *h)
{
	if (!h->run || !h->owner_mode)
		return;
	if (h->published - h->visible > h->slots)
		h->visible = h->published - h->slots;
	for (; h->visible < h->published; h->visible++)
		dbc_dev_visible(d->dev, h->ring + h->visible % h->slots * h->stride, DB_DESC_LENGTH, h->coherent,
				(uint8_t)(h - d->ch));
}

static void start(struct doorbell *d, struct channel *h)
{
	if (h->ring_phys && h->owner_mode)
		dbc_dev_unwatch(d->dev, h->ring_phys, (uint64_t)h->slots * h->stride);
	if (h->rec_phys)
		dbc_dev_unwatch(d->dev, h->rec_phys, (uint64_t)h->records * h->rec_stride);
	free(h->unit);
	free(h->more);
	h->slots = h->ring_size && h->ring_size <= MAX_SLOTS ? h->ring_size : 1;
	h->records = h->rec_size && h->rec_size <= MAX_SLOTS ? h->rec_size : 1;
	h->stride = 16u << ((h->cfg & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT);
	if (h->stride > 64)
		h->stride = 64;
	h->rec_stride = h->cfg & DB_DMACH_CFG_REC_LINE ? 64 : 16;
	h->owner_mode = (h->cfg & DB_DMACH_CFG_MODE) == DB_DMACH_CFG_MODE_OWNER;
	h->coherent = dbc_dev_coherent(d->dev, h->cfg & DB_DMACH_CFG_COHERENT);
	h->unit = calloc(h->slots, sizeof *h->unit);
	h->more = calloc(h->slots, sizeof *h->more);
	h->published = h->visible = h->consumed = 0;
	memset(h->units, 0, sizeof h->units);
	memset(h->recs, 0, sizeof h->recs);
	if (!dbc_dev_translate(d->dev, h->ring, (uint64_t)h->slots * h->stride, &h->ring_phys))
		h->ring_phys = 0;
	if (!dbc_dev_translate(d->dev, h->rec, (uint64_t)h->records * h->rec_stride, &h->rec_phys))
		h->rec_phys = 0;
	h->run = h->unit && h->more && h->ring_phys;
	if (!h->run)
		return;
	if (h->owner_mode) {
		dbc_dev_watch(d->dev, h->ring_phys, (uint64_t)h->slots * h->stride);
		dbc_dev_forget(d->dev, h->ring_phys, h->ring_phys + (uint64_t)h->slots * h->stride);
		for (uint32_t i = 0; i < h->slots; i++)
			dbc_dev_sync_word(d->dev, h->ring_phys + (uint64_t)i * h->stride + DB_DESC_FLAGS, 4);
	}
	if (h->rec_phys) {
		dbc_dev_watch(d->dev, h->rec_phys, (uint64_t)h->records * h->rec_stride);
		dbc_dev_forget(d->dev, h->rec_phys, h->rec_phys + (uint64_t)h->records * h->rec_stride);
		for (uint32_t i = 0; i < h->records; i++)
			dbc_dev_sync_word(d->dev, h->rec_phys + (uint64_t)i * h->rec_stride + DB_REC_STATUS, 4);
	}
}

/* ---- the CPU's accesses ---- */

/* Half or whole of a 64-bit register. */
static void merge(uint64_t *reg, uint64_t offset, uint64_t base, uint64_t value, unsigned size)
{
	if (size == 8)
		*reg = value;
	else if (offset == base)
		*reg = (*reg & ~0xffffffffull) | (value & 0xffffffffu);
	else
		*reg = (*reg & 0xffffffffull) | value << 32;
}

static void consume(struct doorbell *d, struct channel *h, uint32_t tail)
{
	uint64_t upto = h->consumed + (tail + h->records - h->consumed % h->records) % h->records;

	for (; h->rec_phys && h->consumed < upto; h->consumed++) {
		uint64_t at = h->rec_phys + h->consumed % h->records * h->rec_stride;
		dbc_dev_consumed(d->dev, at, at + h->rec_stride);
	}
	h->consumed = upto;
}

static void reg_write(void *self, uint64_t offset, uint64_t value, unsigned size)
{
	struct doorbell *d = self;
	uint64_t page = offset / PAGE, reg = offset % PAGE;
	struct channel *h;

	if (!page || page > CHANNELS)
		return;
	h = &d->ch[page - 1];
	switch (reg) {
	case DB_DMACH_CTRL:
		if (value & DB_DMACH_CTRL_STOP && h->run)
			dbc_dev_stop(d->dev, (uint8_t)(page - 1));
		else if (value & DB_DMACH_CTRL_RUN && !h->run)
			start(d, h);
		break;
	case DB_DMACH_CFG:
		h->cfg = (uint32_t)value;
		break;
	case DB_DMACH_RING_BASE:
	case DB_DMACH_RING_BASE + 4:
		merge(&h->ring, reg, DB_DMACH_RING_BASE, value, size);
		break;
	case DB_DMACH_RING_SIZE:
		h->ring_size = (uint32_t)value;
		break;
	case DB_DMACH_REC_BASE:
	case DB_DMACH_REC_BASE + 4:
		merge(&h->rec, reg, DB_DMACH_REC_BASE, value, size);
		break;
	case DB_DMACH_REC_SIZE:
		h->rec_size = (uint32_t)value;
		break;
	case DB_DMACH_TAIL:
		dbc_dev_doorbell(d->dev, offset, (uint8_t)(page - 1));
		doorbell_tail(d, h, (uint32_t)value);
		break;
	case DB_DMACH_POLL:
		dbc_dev_doorbell(d->dev, offset, (uint8_t)(page - 1));
		doorbell_poll(d, h);
		break;
	case DB_DMACH_REC_TAIL:
		if (h->unit)
			consume(d, h, (uint32_t)value);
		break;
	}
}

static void reg_read(void *self, uint64_t offset, uint64_t value, unsigned size)
{
	struct doorbell *d = self;
	uint64_t page = offset / PAGE, reg = offset % PAGE, base;
	struct channel *h;

	(void)size;
	if (!page || page > CHANNELS || !d->ch[page - 1].unit)
		return;
	h = &d->ch[page - 1];
	switch (reg) {
	case DB_DMACH_STATUS:
		if (!(value & (DB_DMACH_STATUS_STOPPED | DB_DMACH_STATUS_HALTED)))
			break;
		if (dbc_dev_quirks(d->dev) & DB_QUIRK_STOP_EARLY && value & DB_DMACH_STATUS_BUSY)
			break; /* the contract in force: STOPPED alone promises nothing */
		dbc_dev_stopped(d->dev, (uint8_t)(page - 1));
		halt(d, h, IO);
		break;
	case DB_DMACH_CTRL:
		if (!(value & DB_DMACH_CTRL_RUN))
			halt(d, h, IO);
		break;
	case DB_DMACH_IRQ_STAT:
		if (value & (DB_DMACH_IRQ_STAT_ERROR | DB_DMACH_IRQ_STAT_STOPPED) &&
		    !(dbc_dev_quirks(d->dev) & DB_QUIRK_STOP_EARLY)) {
			dbc_dev_stopped(d->dev, (uint8_t)(page - 1));
			halt(d, h, IO);
		}
		break;
	case DB_DMACH_REC_HEAD:
		base = max(h->recs[IO], h->recs[MEM]);
		acquire_records(d, h, IO, base + (value + h->records - base % h->records) % h->records);
		break;
	case DB_DMACH_HEAD:
		base = max(h->units[IO], h->units[MEM]);
		acquire_units(d, h, IO, base + (value + h->slots - base % h->slots) % h->slots);
		break;
	case DB_DMACH_DONE_CNT:
		base = max(h->units[IO], h->units[MEM]);
		if ((int32_t)((uint32_t)value - (uint32_t)base) >= 0)
			acquire_units(d, h, IO, base + ((uint32_t)value - (uint32_t)base));
		break;
	}
}

static struct channel *channel_at(struct doorbell *d, uint64_t phys, bool *is_ring)
{
	for (int i = 0; i < CHANNELS; i++) {
		struct channel *h = &d->ch[i];
		if (!h->run)
			continue;
		*is_ring = h->owner_mode && phys - h->ring_phys < (uint64_t)h->slots * h->stride;
		if (*is_ring || (h->rec_phys && phys - h->rec_phys < (uint64_t)h->records * h->rec_stride))
			return h;
	}
	return NULL;
}

/* The unit number of a slot that is nearest to what is known complete: at or after it. */
static uint64_t number_of_slot(const struct channel *h, uint32_t slot)
{
	uint64_t base = max(h->units[IO], h->units[MEM]);

	return base + (slot + h->slots - base % h->slots) % h->slots;
}

static void mem_store(void *self, uint64_t phys, unsigned size)
{
	struct doorbell *d = self;
	bool is_ring;
	struct channel *h = channel_at(d, phys, &is_ring);
	uint32_t slot, at, flags;
	uint64_t desc;

	if (!h || !is_ring)
		return;
	slot = (uint32_t)((phys - h->ring_phys) / h->stride);
	at = (uint32_t)((phys - h->ring_phys) % h->stride);
	desc = h->ring_phys + (uint64_t)slot * h->stride;
	if (at <= 3 && at + size > 3) {
		if (dbc_dev_peek(d->dev, desc, &flags, 4) && flags & DB_DESC_FLAGS_OWN) {
			dbc_dev_consumed(d->dev, desc, desc + 8);
			publish(d, h, number_of_slot(h, slot), DBC_BY_OWNER, ((1ull << size) - 1) << at | 0xf);
		}
	} else if (at >= DB_DESC_LENGTH && !(at >= DB_DESC_NEXT && at < DB_DESC_NEXT + 8) &&
		   dbc_dev_peek(d->dev, desc, &flags, 4) && flags & DB_DESC_FLAGS_OWN &&
		   !dbc_dev_wrote(d->dev, desc, 4) && number_of_slot(h, slot) < h->published) {
		dbc_dev_word_after_owner(d->dev, phys, size, (uint8_t)(h - d->ch));
	}
}

static void mem_load(void *self, uint64_t phys, uint64_t value, unsigned size)
{
	struct doorbell *d = self;
	bool is_ring;
	struct channel *h = channel_at(d, phys, &is_ring);
	uint64_t at, number, base;
	uint32_t index, word;

	if (!h)
		return;
	if (is_ring) {
		index = (uint32_t)((phys - h->ring_phys) / h->stride);
		at = (phys - h->ring_phys) % h->stride;
		if (at > 3 || at + size <= 3)
			return;
		if (number_of_slot(h, index) < h->published && value >> 8 * (3 - at) & 0x80)
			dbc_dev_polled(d->dev, phys, size, h->coherent, true, (uint8_t)(h - d->ch));
		if (!dbc_dev_wrote(d->dev, phys - at, 4))
			return;
		word = (uint32_t)(value >> 8 * (3 - at)) >> 7 & 1; /* OWN is bit 7 of byte 3 */
		number = number_of_slot(h, index);
		if (word || number >= h->published)
			return;
		dbc_dev_polled(d->dev, phys, size, h->coherent, false, (uint8_t)(h - d->ch));
		acquire_units(d, h, MEM, number + 1);
		if (size < 8)
			dbc_dev_guarded(d->dev, phys - at + DB_DONE_BYTES, phys - at + DB_DONE_BYTES + 4);
		return;
	}
	index = (uint32_t)((phys - h->rec_phys) / h->rec_stride);
	at = (phys - h->rec_phys) % h->rec_stride;
	if (at > DB_REC_STATUS + 3 || at + size <= DB_REC_STATUS + 3 ||
	    !dbc_dev_wrote(d->dev, phys - at + DB_REC_STATUS, 4))
		return;
	word = (uint32_t)(value >> 8 * (DB_REC_STATUS - at));
	base = max(h->recs[IO], h->recs[MEM]);
	number = base + (index + h->records - base % h->records) % h->records;
	if (word >> DB_REC_STATUS_PHASE_SHIFT == (number / h->records) % 2) { /* phase 1 on even laps */
		if (number < h->records)
			return; /* nothing there yet */
		number -= h->records;
		if (word >> DB_REC_STATUS_PHASE_SHIFT == (number / h->records) % 2 || number < h->consumed)
			return; /* an old record */
		acquire_records(d, h, MEM, number + 1);
	} else {
		acquire_records(d, h, MEM, number + 1);
		dbc_dev_guarded(d->dev, phys - at, phys - at + DB_REC_STATUS);
	}
	if ((word & DB_REC_STATUS_CODE) != DB_REC_CODE_OK && (word & DB_REC_STATUS_CODE) != DB_REC_CODE_STOPPED)
		halt(d, h, MEM);
}

const struct dbc_device dbc_device_doorbell = {
	.name = "doorbell_dma",
	.base = DB_DMA_BASE,
	.size = DB_DMA_SIZE,
	.create = create,
	.destroy = destroy,
	.reg_write = reg_write,
	.reg_read = reg_read,
	.mem_store = mem_store,
	.mem_load = mem_load,
};
