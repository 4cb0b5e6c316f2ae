/* SPDX-License-Identifier: Apache-2.0
 * Device description of doorbell_dma: registers of include/spec/regs.def, descriptors and records of descriptor.def.
 *
 * Units (published descriptors) and records are counted from RUN on, without wrap; a slot or record index is that
 * count modulo the ring's size; a list's units have virtual slots, and their addresses are kept. What the CPU knows to
 * be complete is kept apart for device loads and memory loads, because different fences order what follows them.
 *
 * A list is walked as the engine may fetch it: from RUN to the block that says END, and on from there when a store
 * clears END, which is a publication, because the engine may look at any time, or at POLL if the CPU knows that the
 * engine stands. In a cycle, a unit that is seen complete is published again at once, without a judgement: no
 * instruction of the CPU does it.
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_device.h"
#include "doorbell/descriptor.h"
#include "doorbell/memmap.h"
#include "doorbell/regs.h"
#include "doorbell/straps.h"

enum { CHANNELS = 16, MAX_SLOTS = 65536, LIST_SLOTS = 8192, LINKS = 16, PAGE = 4096, IO = 0, MEM = 1 };

struct channel {
	bool run, coherent;
	uint32_t mode; /* DB_DMACH_CFG_MODE_* */
	uint32_t cfg, slots, records, stride, rec_stride;
	uint64_t ring, rec, list;     /* as written: bus addresses */
	uint64_t ring_phys, rec_phys; /* 0: not mapped by a window */
	uint32_t ring_size, rec_size; /* as written */
	uint32_t *unit;		      /* [slots] id of the unit in the slot */
	uint64_t *desc;		      /* [slots] its descriptor's bus address */
	bool *more;		      /* [slots] its job goes on */
	uint64_t published, visible;  /* units */
	uint64_t units[2], recs[2];   /* known complete, by device loads and by memory loads */
	uint64_t consumed;	      /* records given back by REC_TAIL */
	uint32_t lap;		      /* cycle: unit n from lap_from on comes again as n + lap; 0: none */
	uint64_t lap_from;
	uint64_t block, block_phys; /* list: bus address of the block that ends it; 0: not known */
	uint64_t link[LINKS];	    /* list: blocks that were given a successor since the last POLL */
	unsigned links;
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
		free(d->ch[i].desc);
		free(d->ch[i].more);
	}
	free(d);
}

static uint64_t max(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static bool has_records(const struct channel *h)
{
	return h->cfg & DB_DMACH_CFG_REC_EN || (h->mode != DB_DMACH_CFG_MODE_OWNER && !(h->cfg & DB_DMACH_CFG_CYCLIC));
}

static void publish(struct doorbell *d, struct channel *h, uint64_t number, uint64_t at, bool linked,
		    enum dbc_publisher by, uint64_t not_used);

/* ---- completion ---- */

static void one_unit(struct doorbell *d, struct channel *h, int kind)
{
	uint64_t number = h->units[kind];
	uint32_t slot = (uint32_t)(number % h->slots);

	if (h->unit[slot])
		dbc_dev_acquire(d->dev, h->unit[slot]);
	h->recs[kind] += !h->more[slot];
	h->units[kind]++;
	if (h->lap && number >= h->lap_from && number + h->lap == h->published)
		publish(d, h, h->published, h->desc[slot], false, DBC_BY_DOORBELL, 0);
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
	h->lap = 0; /* no more rounds */
	if (h->run)
		acquire_units(d, h, kind, h->published);
	h->run = false;
}

/* ---- publication ---- */

/* The ranges that a descriptor names. */
static void ranges(const struct channel *h, const uint8_t *raw, struct dbc_unit *u)
{
	uint32_t flags, length, form;
	bool one = h->mode != DB_DMACH_CFG_MODE_LIST;

	memcpy(&flags, raw + DB_DESC_FLAGS, 4);
	memcpy(&length, raw + DB_DESC_LENGTH, 4);
	form = flags & DB_DESC_FLAGS_FORM;
	if (form == DB_DESC_FORM_COPY || form == DB_DESC_FORM_COPY2D)
		one = false;
	else if (form > DB_DESC_FORM_COPY2D)
		return;
	if (u->desc_bytes < (form == DB_DESC_FORM_COPY2D ? 64 : one ? 16 : 32))
		return; /* the engine refuses it */
	u->read_at = one ? DB_DESC_ADDR1 : DB_DESC_SRC;
	u->write_at = one ? DB_DESC_ADDR1 : DB_DESC_DST;
	memcpy(&u->read.bus, raw + u->read_at, 8);
	memcpy(&u->write.bus, raw + u->write_at, 8);
	u->read.bytes = form == DB_DESC_FORM_FILL || form == DB_DESC_FORM_RX ? 0 : length;
	u->write.bytes = form == DB_DESC_FORM_TX ? 0 : length;
	if (form == DB_DESC_FORM_COPY2D) {
		memcpy(&u->read.rows, raw + DB_DESC_ROWS, 4);
		u->write.rows = u->read.rows;
		memcpy(&u->read.stride, raw + DB_DESC_SRC_STRIDE, 8);
		memcpy(&u->write.stride, raw + DB_DESC_DST_STRIDE, 8);
		if (!u->read.rows)
			u->read.bytes = u->write.bytes = 0;
	}
}

/* Which bytes of a descriptor mean something. linked: NEXT does. */
static void used_bytes(const struct channel *h, const uint8_t *raw, bool linked, struct dbc_unit *u)
{
	uint32_t form = raw[DB_DESC_FLAGS] & DB_DESC_FLAGS_FORM;
	bool list = h->mode == DB_DMACH_CFG_MODE_LIST;

	u->desc_bytes = form == DB_DESC_FORM_COPY2D ? 64 : form == DB_DESC_FORM_COPY || list ? 32 : 16;
	if (u->desc_bytes > h->stride)
		u->desc_bytes = h->stride; /* the engine refuses it and uses nothing more */
	if (u->desc_bytes > 16 && !linked)
		u->desc_used &= ~(0xffull << DB_DESC_NEXT);
	if (list && form == DB_DESC_FORM_TX)
		u->desc_used &= ~(0xffull << DB_DESC_DST);
	if (list && (form == DB_DESC_FORM_RX || form == DB_DESC_FORM_FILL))
		u->desc_used &= ~(0xffull << DB_DESC_SRC);
	if (u->desc_bytes == 64)
		u->desc_used &= ~(0xffull << DB_DESC_USER);
}

/* at: bus address of the descriptor. linked: its NEXT will be followed. not_used: bytes that the publication writes. */
static void publish(struct doorbell *d, struct channel *h, uint64_t number, uint64_t at, bool linked,
		    enum dbc_publisher by, uint64_t not_used)
{
	uint32_t slot = (uint32_t)(number % h->slots), flags;
	uint8_t raw[64] = {0};
	uint64_t phys;
	struct dbc_unit u = {.channel = (uint8_t)(h - d->ch),
			     .coherent = h->coherent,
			     .desc_bus = at,
			     .desc_used = ~0ull & ~not_used,
			     .again = h->lap && number >= h->lap_from + h->lap};

	h->unit[slot] = 0;
	h->desc[slot] = at;
	h->more[slot] = false;
	if (number >= h->published)
		h->published = number + 1;
	if (!dbc_dev_translate(d->dev, at, h->stride, &phys) || !dbc_dev_peek(d->dev, phys, raw, h->stride))
		return;
	memcpy(&flags, raw + DB_DESC_FLAGS, 4);
	used_bytes(h, raw, linked, &u);
	ranges(h, raw, &u);
	h->more[slot] = flags >> DB_DESC_FLAGS_MORE_SHIFT & 1;
	h->unit[slot] = dbc_dev_publish(d->dev, &u, by);
}

static uint64_t slot_bus(const struct channel *h, uint64_t number)
{
	return h->ring + number % h->slots * h->stride;
}

/* ---- lists ---- */

/* The unit, not known to be complete, whose descriptor is there; UINT64_MAX: none. */
static uint64_t number_of_desc(const struct channel *h, uint64_t at, uint64_t mask)
{
	for (uint64_t n = max(h->units[IO], h->units[MEM]); n < h->published; n++)
		if ((h->desc[n % h->slots] & mask) == at)
			return n;
	return UINT64_MAX;
}

static void end_of_list(struct doorbell *d, struct channel *h, uint64_t block, uint64_t phys)
{
	if (h->block)
		dbc_dev_unwatch(d->dev, h->block_phys, 16);
	h->block = block;
	h->block_phys = phys;
	if (block)
		dbc_dev_watch(d->dev, phys, 16);
}

/* From a list pointer to the block that ends the list, to one that closes it, or as far as can be kept. */
static void walk(struct doorbell *d, struct channel *h, uint64_t pointer, enum dbc_publisher by)
{
	for (;;) {
		uint64_t block = pointer & ~(uint64_t)DB_DESC_NEXT_COUNT, number = number_of_desc(h, block, ~0ull),
			 phys;
		uint8_t raw[16];
		bool last;

		if (number != UINT64_MAX) {
			h->lap_from = number;
			h->lap = (uint32_t)(h->published - number);
			end_of_list(d, h, 0, 0);
			return;
		}
		if (!dbc_dev_translate(d->dev, block, 16, &phys) || !dbc_dev_peek(d->dev, phys, raw, 16) ||
		    h->published + 16 - max(h->units[IO], h->units[MEM]) > h->slots) {
			end_of_list(d, h, 0, 0);
			return;
		}
		last = raw[DB_DESC_FLAGS] & DB_DESC_FLAGS_END;
		for (uint64_t i = 0; i <= (pointer & DB_DESC_NEXT_COUNT); i++)
			publish(d, h, h->published, block + i * h->stride, !i && !last, by, 0);
		if (last) {
			end_of_list(d, h, block, phys);
			return;
		}
		memcpy(&pointer, raw + DB_DESC_NEXT, 8);
	}
}

/* The block that ended the list may go on: NEXT and the flags word are there. */
static void go_on(struct doorbell *d, struct channel *h, enum dbc_publisher by)
{
	uint64_t next, block = h->block;

	if (!dbc_dev_peek(d->dev, h->block_phys + DB_DESC_NEXT, &next, 8))
		return;
	dbc_dev_visible(d->dev, block + (by == DBC_BY_LINK ? DB_DESC_NEXT : 0), by == DBC_BY_LINK ? 8 : 16, h->coherent,
			(uint8_t)(h - d->ch), by);
	if (by == DBC_BY_LINK && h->links < LINKS)
		h->link[h->links++] = block;
	end_of_list(d, h, 0, 0);
	walk(d, h, next, by);
}

static bool ends(struct doorbell *d, const struct channel *h)
{
	uint32_t flags;

	return !h->block || !dbc_dev_peek(d->dev, h->block_phys, &flags, 4) || flags & DB_DESC_FLAGS_END;
}

static void list_store(struct doorbell *d, struct channel *h, uint64_t phys)
{
	/* An engine that stands looks again at POLL only. */
	if (phys < h->block_phys + 4 && !ends(d, h) && max(h->units[IO], h->units[MEM]) < h->published)
		go_on(d, h, DBC_BY_LINK);
}

static void doorbell_tail(struct doorbell *d, struct channel *h, uint32_t tail)
{
	if (!h->run || h->mode != DB_DMACH_CFG_MODE_TAIL || h->lap || tail >= h->slots)
		return;
	while (h->published % h->slots != tail)
		publish(d, h, h->published, slot_bus(h, h->published), false, DBC_BY_DOORBELL, 0);
}

static void doorbell_poll(struct doorbell *d, struct channel *h)
{
	uint8_t channel = (uint8_t)(h - d->ch);

	if (!h->run || h->mode == DB_DMACH_CFG_MODE_TAIL)
		return;
	if (h->mode == DB_DMACH_CFG_MODE_LIST) {
		while (h->links)
			dbc_dev_visible(d->dev, h->link[--h->links], 16, h->coherent, channel, DBC_BY_DOORBELL);
		if (!ends(d, h))
			go_on(d, h, DBC_BY_DOORBELL);
		return;
	}
	if (h->published - h->visible > h->slots)
		h->visible = h->published - h->slots;
	for (; h->visible < h->published; h->visible++)
		dbc_dev_visible(d->dev, slot_bus(h, h->visible), DB_DESC_LENGTH, h->coherent, channel, DBC_BY_DOORBELL);
}

static void forget_run(struct doorbell *d, struct channel *h)
{
	if (h->ring_phys && h->mode == DB_DMACH_CFG_MODE_OWNER)
		dbc_dev_unwatch(d->dev, h->ring_phys, (uint64_t)h->slots * h->stride);
	if (h->rec_phys)
		dbc_dev_unwatch(d->dev, h->rec_phys, (uint64_t)h->records * h->rec_stride);
	end_of_list(d, h, 0, 0);
	free(h->unit);
	free(h->desc);
	free(h->more);
	h->published = h->visible = h->consumed = h->lap_from = 0;
	h->lap = h->links = 0;
	memset(h->units, 0, sizeof h->units);
	memset(h->recs, 0, sizeof h->recs);
}

static void watch_words(struct doorbell *d, uint64_t phys, uint32_t count, uint32_t stride, uint32_t word)
{
	dbc_dev_watch(d->dev, phys, (uint64_t)count * stride);
	dbc_dev_forget(d->dev, phys, phys + (uint64_t)count * stride);
	for (uint32_t i = 0; i < count; i++)
		dbc_dev_sync_word(d->dev, phys + (uint64_t)i * stride + word, 4);
}

static void start(struct doorbell *d, struct channel *h)
{
	bool list;

	forget_run(d, h);
	h->mode = h->cfg & DB_DMACH_CFG_MODE;
	list = h->mode == DB_DMACH_CFG_MODE_LIST;
	h->slots = list ? LIST_SLOTS : h->ring_size && h->ring_size <= MAX_SLOTS ? h->ring_size : 1;
	h->records = h->rec_size && h->rec_size <= MAX_SLOTS ? h->rec_size : 1;
	h->stride = 16u << ((h->cfg & DB_DMACH_CFG_STRIDE) >> DB_DMACH_CFG_STRIDE_SHIFT);
	if (h->stride > 64)
		h->stride = 64;
	h->rec_stride = h->cfg & DB_DMACH_CFG_REC_LINE ? 64 : 16;
	h->coherent = dbc_dev_coherent(d->dev, h->cfg & DB_DMACH_CFG_COHERENT);
	h->unit = calloc(h->slots, sizeof *h->unit);
	h->desc = calloc(h->slots, sizeof *h->desc);
	h->more = calloc(h->slots, sizeof *h->more);
	if (list || !dbc_dev_translate(d->dev, h->ring, (uint64_t)h->slots * h->stride, &h->ring_phys))
		h->ring_phys = 0;
	if (!has_records(h) || !dbc_dev_translate(d->dev, h->rec, (uint64_t)h->records * h->rec_stride, &h->rec_phys))
		h->rec_phys = 0;
	h->run = h->unit && h->desc && h->more && (list || h->ring_phys);
	if (!h->run)
		return;
	if (h->mode == DB_DMACH_CFG_MODE_OWNER)
		watch_words(d, h->ring_phys, h->slots, h->stride, DB_DESC_FLAGS);
	if (h->rec_phys)
		watch_words(d, h->rec_phys, h->records, h->rec_stride, DB_REC_STATUS);
	if (list) {
		walk(d, h, h->list, DBC_BY_DOORBELL);
	} else if (h->mode == DB_DMACH_CFG_MODE_TAIL && h->cfg & DB_DMACH_CFG_CYCLIC) {
		while (h->published < h->slots)
			publish(d, h, h->published, slot_bus(h, h->published), false, DBC_BY_DOORBELL, 0);
		h->lap = h->slots;
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
		else if (value & DB_DMACH_CTRL_RUN && !h->run) {
			dbc_dev_doorbell(d->dev, offset, (uint8_t)(page - 1));
			start(d, h);
		}
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
	case DB_DMACH_LIST_HEAD:
	case DB_DMACH_LIST_HEAD + 4:
		merge(&h->list, reg, DB_DMACH_LIST_HEAD, value, size);
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
	case DB_DMACH_RESIDUE:
		if (h->mode == DB_DMACH_CFG_MODE_LIST) {
			base = number_of_desc(h, value & 0xffffffffu, 0xffffffffu);
			if (base != UINT64_MAX)
				acquire_units(d, h, IO, base);
			break;
		}
		value &= 0xffffffffu;
		/* fall through */
	case DB_DMACH_HEAD:
		if (h->mode == DB_DMACH_CFG_MODE_LIST)
			break;
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

/* The channel whose ring of owner words, or record ring, or last block of a list is there. */
static struct channel *channel_at(struct doorbell *d, uint64_t phys, bool *is_ring, bool *is_block)
{
	*is_block = false;
	for (int i = 0; i < CHANNELS; i++) {
		struct channel *h = &d->ch[i];
		if (!h->run)
			continue;
		*is_ring = h->mode == DB_DMACH_CFG_MODE_OWNER && phys - h->ring_phys < (uint64_t)h->slots * h->stride;
		*is_block = h->block && phys - h->block_phys < 16;
		if (*is_block)
			return h;
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
	bool is_ring, is_block;
	struct channel *h = channel_at(d, phys, &is_ring, &is_block);
	uint32_t slot, at, flags;
	uint64_t desc;

	if (h && is_block)
		list_store(d, h, phys);
	if (!h || !is_ring)
		return;
	slot = (uint32_t)((phys - h->ring_phys) / h->stride);
	at = (uint32_t)((phys - h->ring_phys) % h->stride);
	desc = h->ring_phys + (uint64_t)slot * h->stride;
	if (at <= 3 && at + size > 3) {
		if (dbc_dev_peek(d->dev, desc, &flags, 4) && flags & DB_DESC_FLAGS_OWN) {
			dbc_dev_consumed(d->dev, desc, desc + 8);
			publish(d, h, number_of_slot(h, slot), slot_bus(h, slot), false, DBC_BY_OWNER,
				((1ull << size) - 1) << at | 0xf);
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
	bool is_ring, is_block;
	struct channel *h = channel_at(d, phys, &is_ring, &is_block);
	uint64_t at, number, base;
	uint32_t index, word;

	if (!h || is_block)
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
