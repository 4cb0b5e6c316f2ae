/* SPDX-License-Identifier: Apache-2.0
 * Published descriptors: what must hold when the device may use them, and what the CPU has acquired since.
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_internal.h"

/* What one publication breaks. Faults of the family Ordering are one fault: one fence is missing. */
struct judgement {
	struct dbc *c;
	uint64_t fence;	    /* order of the last fence that orders stores and CMOs before the publication */
	const char *needed; /* and how it is written */
	const char *access_what;
	uint8_t channel;
	enum db_class unordered; /* of a store that the publication may overtake */
	enum db_class root;	 /* fault of the address under judgement, DB_CLASS_COUNT: none */
	struct report ordering;	 /* the first of that family, bytes 0: none */
	uint64_t lo, hi;	 /* span of all of them */
};

static void judge(struct judgement *j, enum db_class class_id, uint64_t phys, uint64_t bytes, struct place cause,
		  const char *cause_what)
{
	struct report r = {.class_id = class_id,
			   .kind = DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = bytes,
			   .access = here(j->c),
			   .cause = cause,
			   .access_what = j->access_what,
			   .cause_what = cause_what,
			   .channel = j->channel};
	struct dbc_finding *f;

	if (class_id == DB_CLASS_DOORBELL_BEFORE_DATA || class_id == DB_CLASS_CLEAN_NOT_COMPLETE ||
	    class_id == DB_CLASS_OWNER_BIT_NOT_LAST) {
		if (!j->ordering.bytes) {
			j->ordering = r;
		} else if (class_id < j->ordering.class_id) {
			r.also = j->ordering.also | 1u << j->ordering.class_id;
			j->ordering = r;
		} else if (class_id != j->ordering.class_id) {
			j->ordering.also |= 1u << class_id;
		}
		if (!j->hi)
			j->lo = phys;
		if (!j->hi || (phys >= j->lo && phys <= j->hi + 64)) /* one descriptor's, or one buffer's */
			j->hi = phys + bytes;
		return;
	}
	if (j->root != DB_CLASS_COUNT) { /* the maintenance that comes with a map is no second fault */
		also(j->c, j->root, r.access.pc, class_id);
		return;
	}
	f = report(j->c, &r);
	if (!f)
		return;
	if (class_id == DB_CLASS_MISSING_CLEAN)
		repair(f, cause.pc, 1,
		       "cbo.clean of 0x%llx..0x%llx (or dma_map_single/dma_sync_single_for_device), then fence %s",
		       (unsigned long long)f->lo, (unsigned long long)(f->hi - 1), j->needed);
	else if (class_id == DB_CLASS_DIRTY_UNDER_RX)
		repair(f, r.access.pc, 0,
		       "cbo.clean or cbo.inval of 0x%llx..0x%llx (or dma_map_single with DMA_FROM_DEVICE) and fence "
		       "%s, after the last store to these lines",
		       (unsigned long long)line_base(j->c, f->lo), (unsigned long long)(f->hi - 1), j->needed);
	else if (class_id == DB_CLASS_INVALIDATE_DESTROYS_DATA)
		repair(f, cause.pc, 0,
		       "cbo.clean or cbo.flush instead of cbo.inval: the line held stores that memory had not");
}

static void judged(struct judgement *j)
{
	struct dbc_finding *f;

	if (!j->ordering.bytes)
		return;
	f = report(j->c, &j->ordering);
	if (f) {
		f->lo = j->lo;
		f->hi = j->hi;
		repair(f, j->ordering.access.pc, 0, "fence %s (or the accessor that has it)", j->needed);
	}
}

/* The device may read [phys, phys + bytes): the newest versions must be guaranteed to be in memory. `used` (if not ~0)
 * leaves bytes of a descriptor out that the device ignores. */
static void judge_reads(struct judgement *j, uint64_t phys, uint64_t bytes, uint64_t used, bool coherent, bool slot)
{
	struct dbc *c = j->c;

	for (uint64_t at = 0; at < bytes;) {
		struct page *p = page_of(c, phys + at);
		struct line *l;
		version_t v;
		uint64_t run = 1;
		const struct cpu_version *s;
		bool lost;
		if (!p)
			return;
		v = p->newest[(phys + at) & (PAGE_BYTES - 1)];
		l = line_of(c, p, phys + at);
		lost = l->lost >> ((phys + at) & (c->cfg.line_bytes - 1)) & 1;
		while (at + run < bytes && (phys + at + run) & (c->cfg.line_bytes - 1) &&
		       p->newest[(phys + at + run) & (PAGE_BYTES - 1)] == v &&
		       (l->lost >> ((phys + at + run) & (c->cfg.line_bytes - 1)) & 1) == lost &&
		       (at + run >= 64 || at >= 64 || (used >> (at + run) & 1) == (used >> at & 1)))
			run++;
		s = cpu_version(c, v);
		if (s && (at >= 64 || used >> at & 1)) {
			struct place store = place_of_version(c, v);
			if (lost && !s->uncached) { /* snooping does not bring it back */
				judge(j, DB_CLASS_INVALIDATE_DESTROYS_DATA, phys + at, run, l->inval, "invalidate");
			} else if (coherent || s->uncached) {
				if (s->order >= j->fence)
					judge(j, j->unordered, phys + at, run, store, "newest store");
			} else if (slot) { /* cached ring: cleaning comes with the owner word, order comes from the
					      fence */
				if (s->order >= j->fence)
					judge(j, DB_CLASS_OWNER_BIT_NOT_LAST, phys + at, run, store, "newest store");
			} else if (l->clean.order < s->order) {
				if (s->order > l->convicted) /* a store to what the device owned is that one fault */
					judge(j, DB_CLASS_MISSING_CLEAN, phys + at, run, store, "newest store");
			} else if (l->clean.order >= j->fence) {
				judge(j, DB_CLASS_CLEAN_NOT_COMPLETE, phys + at, run, l->clean, "clean");
			}
		}
		at += run;
	}
}

/* The device may write [phys, phys + bytes) past the cache: no line of it may be dirty any more. */
static void judge_writes(struct judgement *j, uint64_t phys, uint64_t bytes)
{
	struct dbc *c = j->c;

	for (uint64_t line = line_base(c, phys); line < phys + bytes; line += c->cfg.line_bytes) {
		struct page *p = page_of(c, line);
		struct line *l;
		const struct place *cmo;
		uint64_t lo = line > phys ? line : phys;
		uint64_t hi = line + c->cfg.line_bytes < phys + bytes ? line + c->cfg.line_bytes : phys + bytes;
		if (!p)
			return;
		l = line_of(c, p, line);
		l->access_at_publish = l->access_order;
		if (l->rx_units < UINT16_MAX)
			l->rx_units++;
		if (!l->store_order)
			continue;
		cmo = l->clean.order > l->inval.order ? &l->clean : &l->inval;
		if (l->store_order == l->convicted)
			continue; /* that store is the one fault */
		if (cmo->order < l->store_order)
			judge(j, DB_CLASS_DIRTY_UNDER_RX, lo, hi - lo, place_of_version(c, l->store_version),
			      "newest store");
		else if (cmo->order >= j->fence)
			judge(j, DB_CLASS_CLEAN_NOT_COMPLETE, lo, hi - lo, *cmo, "clean");
	}
}

/* A value that the device was given as an address: does it come from a live mapping? */
static bool judge_address(struct dbc_dev *dev, const struct dbc_unit *u, uint64_t bus, uint64_t bytes, unsigned at,
			  uint64_t *phys, enum db_class *root)
{
	struct dbc *c = dev->c;
	struct report r = {.kind = DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = bus,
			   .bytes = bytes,
			   .access = here(c),
			   .access_what = "doorbell store",
			   .cause_what = "address given",
			   .channel = u->channel};
	uint64_t desc;
	struct dbc_finding *f;
	bool start = bus_to_phys(c, bus, 1, phys), whole = bus_to_phys(c, bus, bytes, phys);

	*root = DB_CLASS_COUNT;
	if (bus_to_phys(c, u->desc_bus, 1, &desc)) {
		struct page *p = page_of(c, desc + at);
		r.cause = place_of_version(c, p ? p->newest[(desc + at) & (PAGE_BYTES - 1)] : 0);
	}
	if (!start || (dev->mask && bus + bytes - 1 > dev->mask)) {
		*root = r.class_id = DB_CLASS_NOT_A_DMA_ADDRESS;
		r.kind = start ? DBC_LATENT : DBC_MANIFEST;
		f = report(c, &r);
		if (f)
			repair(f, r.cause.pc, 0, "%s",
			       !start ? "the dma_addr_t that dma_map_single() returned: no bus window holds this value"
				      : "dma_set_mask() with what the device can drive: the address is above the mask");
		return whole;
	}
	if (dev->streaming && !map_of_dma(c, dev->how->base, bus, bytes, NULL)) {
		r.class_id = DB_CLASS_DEVICE_OUTSIDE_MAPPING;
		for (unsigned i = 0; i < c->maps; i++) /* truncated: the low half of an address above 4 GiB */
			if (c->map[i].owner && c->map[i].dma >> 32 && (uint32_t)c->map[i].dma == bus)
				r.class_id = DB_CLASS_NOT_A_DMA_ADDRESS;
		*root = r.class_id;
		r.address = *phys;
		f = report(c, &r);
		if (f)
			repair(f, r.cause.pc, 0,
			       r.class_id == DB_CLASS_NOT_A_DMA_ADDRESS
				       ? "a dma_addr_t of 64 bits: the upper half is lost"
				       : "dma_map_single() of all bytes that the descriptor names, and publish before "
					 "the unmap");
	}
	return whole;
}

uint32_t dbc_dev_publish(struct dbc_dev *dev, const struct dbc_unit *what, enum dbc_publisher by)
{
	struct dbc *c = dev->c;
	struct judgement j = {.c = c,
			      .fence = by == DBC_BY_OWNER ? c->hart.fence_w_w : c->hart.fence_w_o,
			      .needed = by == DBC_BY_OWNER ? "w,w" : "w,o",
			      .access_what = by == DBC_BY_OWNER ? "owner-word store" : "doorbell store",
			      .channel = what->channel,
			      .unordered =
				      by == DBC_BY_OWNER ? DB_CLASS_OWNER_BIT_NOT_LAST : DB_CLASS_DOORBELL_BEFORE_DATA,
			      .root = DB_CLASS_COUNT};
	struct unit *u;
	uint64_t desc;

	if (c->unit_last - c->unit_oldest + 1 >= MAX_UNITS) {
		struct unit *old = &c->unit[c->unit_oldest % MAX_UNITS];
		if (old->outstanding)
			return 0; /* thousands in flight, none acquired: the oldest are not the driver's concern any
				     more */
		c->unit_oldest++;
	}
	u = &c->unit[++c->unit_last % MAX_UNITS];
	memset(u, 0, sizeof *u);
	u->what = *what;
	u->what.id = c->unit_last;
	u->published = here(c);
	u->outstanding = true;
	if (bus_to_phys(c, what->desc_bus, what->desc_bytes, &desc))
		judge_reads(&j, desc, what->desc_bytes, what->desc_used, what->coherent, by == DBC_BY_OWNER);
	if (what->read_bytes &&
	    judge_address(dev, what, what->read_bus, what->read_bytes, what->read_at, &u->read_phys, &j.root))
		judge_reads(&j, u->read_phys, what->read_bytes, ~0ull, what->coherent, false);
	else
		u->what.read_bytes = 0;
	if (what->write_bytes &&
	    judge_address(dev, what, what->write_bus, what->write_bytes, what->write_at, &u->write_phys, &j.root)) {
		if (!what->coherent)
			judge_writes(&j, u->write_phys, what->write_bytes);
	} else {
		u->what.write_bytes = 0;
	}
	judged(&j);
	return c->unit_last;
}

void dbc_dev_visible(struct dbc_dev *dev, uint64_t bus, uint64_t bytes, bool coherent, uint8_t channel)
{
	struct judgement j = {.c = dev->c,
			      .fence = dev->c->hart.fence_w_o,
			      .needed = "w,o",
			      .access_what = "doorbell store",
			      .channel = channel,
			      .unordered = DB_CLASS_DOORBELL_BEFORE_DATA,
			      .root = DB_CLASS_COUNT};
	uint64_t phys;

	if (bus_to_phys(dev->c, bus, bytes, &phys))
		judge_reads(&j, phys, bytes, ~0ull, coherent, false);
	judged(&j);
}

void dbc_dev_word_after_owner(struct dbc_dev *dev, uint64_t phys, unsigned size, uint8_t channel)
{
	struct dbc *c = dev->c;
	struct report r = {.class_id = DB_CLASS_OWNER_BIT_NOT_LAST,
			   .kind = DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = size,
			   .access = here(c),
			   .access_what = "store",
			   .cause_what = "owner-word store",
			   .channel = channel};
	struct dbc_finding *f;

	for (uint32_t id = c->unit_last; id && id >= c->unit_oldest; id--) {
		const struct unit *u = unit_of(c, id);
		uint64_t desc;
		if (u && u->outstanding && bus_to_phys(c, u->what.desc_bus, u->what.desc_bytes, &desc) &&
		    phys >= desc && phys < desc + u->what.desc_bytes) {
			r.cause = u->published;
			break;
		}
	}
	f = report(c, &r);
	if (f)
		repair(f, r.cause.pc, 0,
		       "this store, and fence w,w after it: the owner word must be the last of the slot");
}

const struct unit *unit_of(const struct dbc *c, uint32_t id)
{
	const struct unit *u = &c->unit[id % MAX_UNITS];

	return id && u->what.id == id ? u : NULL;
}

static bool overlap(uint64_t a, uint64_t a_bytes, uint64_t b, uint64_t b_bytes)
{
	return a_bytes && b_bytes && a < b + b_bytes && b < a + a_bytes;
}

static void trim(struct dbc *c)
{
	while (c->unit_oldest <= c->unit_last && !c->unit[c->unit_oldest % MAX_UNITS].outstanding)
		c->unit_oldest++;
}

const struct unit *unit_writing(const struct dbc *c, uint64_t phys, uint64_t size, uint8_t device, int channel)
{
	(void)device;
	for (uint32_t id = c->unit_oldest; id <= c->unit_last; id++) {
		const struct unit *u = &c->unit[id % MAX_UNITS];
		if (u->outstanding && (channel < 0 || u->what.channel == channel) &&
		    overlap(phys, size, u->write_phys, u->what.write_bytes))
			return u;
	}
	return NULL;
}

/* Is [phys, phys + size) in use by an unfinished unit, other than through a mapping that stays when `but` goes? */
bool unit_busy(const struct dbc *c, uint64_t phys, uint64_t size, const struct map *but, struct unit **which)
{
	for (uint32_t id = c->unit_oldest; id <= c->unit_last; id++) {
		struct unit *u = &c->unit[id % MAX_UNITS];
		bool writes = overlap(phys, size, u->write_phys, u->what.write_bytes);
		bool reads = overlap(phys, size, u->read_phys, u->what.read_bytes);
		if (!u->outstanding || !(reads || writes))
			continue;
		if (but && (!writes || map_of_dma(c, but->device, u->what.write_bus, u->what.write_bytes, but)) &&
		    (!reads || map_of_dma(c, but->device, u->what.read_bus, u->what.read_bytes, but)))
			continue;
		*which = u;
		return true;
	}
	return false;
}

/* The unit that a data beat of a channel belongs to: the oldest outstanding one, else the latest, that covers it. */
uint32_t unit_for_beat(const struct dbc *c, uint8_t channel, uint64_t phys)
{
	const struct unit *u = unit_writing(c, phys, 1, 0, channel);

	if (u)
		return u->what.id;
	for (uint32_t id = c->unit_last, n = 0; id && n < 64; id--, n++) {
		u = &c->unit[id % MAX_UNITS];
		if (u->what.channel == channel && phys - u->write_phys < u->what.write_bytes)
			return id;
	}
	return 0;
}

static void settle(struct dbc *c, struct unit *u)
{
	if (!u->outstanding)
		return;
	u->outstanding = false;
	if (!u->what.coherent && u->what.write_bytes)
		for (uint64_t line = line_base(c, u->write_phys); line < u->write_phys + u->what.write_bytes;
		     line += c->cfg.line_bytes) {
			struct page *p = page_of(c, line);
			struct line *l = p ? line_of(c, p, line) : NULL;
			if (l && l->rx_units)
				l->rx_units--;
		}
	trim(c);
}

void dbc_dev_acquire(struct dbc_dev *dev, uint32_t unit_id)
{
	struct dbc *c = dev->c;
	struct unit *u = (struct unit *)unit_of(c, unit_id);

	c->acquired = true;
	if (!u)
		return;
	if (c->at_io && !u->seen_io.order)
		u->seen_io = here(c);
	if (!c->at_io && !u->seen_mem.order)
		u->seen_mem = here(c);
	settle(c, u);
}

void dbc_dev_doorbell(struct dbc_dev *dev, uint64_t reg, uint8_t channel)
{
	log_event(dev->c, DBC_EV_DOORBELL, dev->c->hart.pc, dev->how->base + reg, 4, channel);
}

void dbc_dev_stop(struct dbc_dev *dev, uint8_t channel)
{
	dev->stop[channel % 32] = here(dev->c);
	log_event(dev->c, DBC_EV_STOP, dev->c->hart.pc, 0, 0, channel);
}

void dbc_dev_stopped(struct dbc_dev *dev, uint8_t channel)
{
	dev->stop[channel % 32].order = 0;
	log_event(dev->c, DBC_EV_STOPPED, dev->c->hart.pc, 0, 0, channel);
}
