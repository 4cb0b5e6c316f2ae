/* SPDX-License-Identifier: Apache-2.0
 * Published descriptors: what must hold when the device may use them, and what the CPU has acquired since.
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_internal.h"

enum { MAX_ROWS = 1 << 16 }; /* of a unit that are judged */

/* ---- ranges ---- */

/* Rows that differ. */
static uint32_t rows_of(const struct dbc_rows *r)
{
	return !r->bytes ? 0 : !r->rows || !r->stride ? 1 : r->rows < MAX_ROWS ? r->rows : MAX_ROWS;
}

/* From the first byte to the last, from where the first row begins: both signed. */
static void hull(const struct dbc_rows *r, int64_t *lo, int64_t *hi)
{
	int64_t last = (int64_t)(rows_of(r) - 1) * r->stride;

	*lo = last < 0 ? last : 0;
	*hi = (last < 0 ? 0 : last) + (int64_t)r->bytes;
}

/* Does [at, at + size) meet the range, whose first row is at phys? */
bool range_meets(const struct dbc_rows *r, uint64_t phys, uint64_t at, uint64_t size)
{
	uint64_t stride = (uint64_t)(r->stride < 0 ? -r->stride : r->stride), rows = rows_of(r), i = 0;

	if (!rows || !size)
		return false;
	if (r->stride < 0)
		phys -= (rows - 1) * stride;
	if (at >= phys + r->bytes) /* the first row that ends behind `at` */
		i = rows == 1 ? 1 : (at - phys - r->bytes) / stride + 1;
	return i < rows && phys + i * stride < at + size;
}

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

/* Is every row inside one live mapping? */
static bool mapped(const struct dbc_dev *dev, const struct dbc_rows *range)
{
	int64_t lo, hi;

	hull(range, &lo, &hi);
	if (map_of_dma(dev->c, dev->how->base, range->bus + (uint64_t)lo, (uint64_t)(hi - lo), NULL))
		return true;
	for (uint32_t i = 0; i < rows_of(range); i++)
		if (!map_of_dma(dev->c, dev->how->base, range->bus + (uint64_t)(i * range->stride), range->bytes, NULL))
			return false;
	return true;
}

/* A value that the device was given as an address: does it come from a live mapping? */
static bool judge_address(struct dbc_dev *dev, const struct dbc_unit *u, const struct dbc_rows *range, unsigned at,
			  uint64_t *phys, enum db_class *root)
{
	struct dbc *c = dev->c;
	struct report r = {.kind = DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = range->bus,
			   .access = here(c),
			   .access_what = "doorbell store",
			   .cause_what = "address given",
			   .channel = u->channel};
	uint64_t desc, low;
	int64_t lo, hi;
	struct dbc_finding *f;
	bool start, whole;

	hull(range, &lo, &hi);
	r.bytes = (uint64_t)(hi - lo);
	start = bus_to_phys(c, range->bus, 1, phys);
	whole = start && bus_to_phys(c, range->bus + (uint64_t)lo, r.bytes, &low);
	*root = DB_CLASS_COUNT;
	if (u->again)
		return whole; /* was judged when the cycle was published */
	if (bus_to_phys(c, u->desc_bus, 1, &desc)) {
		struct page *p = page_of(c, desc + at);
		r.cause = place_of_version(c, p ? p->newest[(desc + at) & (PAGE_BYTES - 1)] : 0);
	}
	if (!start || (dev->mask && range->bus + (uint64_t)hi - 1 > dev->mask)) {
		*root = r.class_id = DB_CLASS_NOT_A_DMA_ADDRESS;
		r.kind = start ? DBC_LATENT : DBC_MANIFEST;
		f = report(c, &r);
		if (f)
			repair(f, r.cause.pc, 0, "%s",
			       !start ? "the dma_addr_t that dma_map_single() returned: no bus window holds this value"
				      : "dma_set_mask() with what the device can drive: the address is above the mask");
		return whole;
	}
	if (dev->streaming && !mapped(dev, range)) {
		r.class_id = DB_CLASS_DEVICE_OUTSIDE_MAPPING;
		for (unsigned i = 0; i < c->maps; i++) /* truncated: the low half of an address above 4 GiB */
			if (c->map[i].owner && c->map[i].dma >> 32 && (uint32_t)c->map[i].dma == range->bus)
				r.class_id = DB_CLASS_NOT_A_DMA_ADDRESS;
		*root = r.class_id;
		r.address = *phys + (uint64_t)lo;
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

/* Counts a unit in or out of the lines that it writes. */
static void count_lines(struct dbc *c, const struct unit *u, int step)
{
	const struct dbc_rows *w = &u->what.write;

	for (uint32_t i = 0; i < rows_of(w); i++) {
		uint64_t row = u->write_phys + (uint64_t)(i * w->stride);
		for (uint64_t line = line_base(c, row); line < row + w->bytes; line += c->cfg.line_bytes) {
			struct page *p = page_of(c, line);
			struct line *l = p ? line_of(c, p, line) : NULL;
			if (!l)
				break;
			if (step > 0 && !u->what.coherent)
				l->access_at_publish = l->access_order;
			l->writers = (uint16_t)(l->writers + step);
			if (!u->what.coherent)
				l->rx_units = (uint16_t)(l->rx_units + step);
		}
	}
}

static struct judgement judgement(struct dbc *c, enum dbc_publisher by, uint8_t channel)
{
	bool bell = by == DBC_BY_DOORBELL;

	return (struct judgement){.c = c,
				  .fence = bell ? c->hart.fence_w_o : c->hart.fence_w_w,
				  .needed = bell ? "w,o" : "w,w",
				  .access_what = bell		      ? "doorbell store"
						 : by == DBC_BY_OWNER ? "owner-word store"
								      : "link store",
				  .channel = channel,
				  .unordered = bell ? DB_CLASS_DOORBELL_BEFORE_DATA : DB_CLASS_OWNER_BIT_NOT_LAST,
				  .root = DB_CLASS_COUNT};
}

uint32_t dbc_dev_publish(struct dbc_dev *dev, const struct dbc_unit *what, enum dbc_publisher by)
{
	struct dbc *c = dev->c;
	struct judgement j = judgement(c, by, what->channel);
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
	if (!what->again && bus_to_phys(c, what->desc_bus, what->desc_bytes, &desc))
		judge_reads(&j, desc, what->desc_bytes, what->desc_used, what->coherent, by == DBC_BY_OWNER);
	if (what->read.bytes && judge_address(dev, what, &what->read, what->read_at, &u->read_phys, &j.root)) {
		for (uint32_t i = 0; i < rows_of(&what->read) && !what->again; i++)
			judge_reads(&j, u->read_phys + (uint64_t)(i * what->read.stride), what->read.bytes, ~0ull,
				    what->coherent, false);
	} else {
		u->what.read.bytes = 0;
	}
	if (what->write.bytes && judge_address(dev, what, &what->write, what->write_at, &u->write_phys, &j.root)) {
		count_lines(c, u, 1);
		for (uint32_t i = 0; i < rows_of(&what->write) && !what->coherent && !what->again; i++)
			judge_writes(&j, u->write_phys + (uint64_t)(i * what->write.stride), what->write.bytes);
	} else {
		u->what.write.bytes = 0;
	}
	judged(&j);
	return c->unit_last;
}

void dbc_dev_visible(struct dbc_dev *dev, uint64_t bus, uint64_t bytes, bool coherent, uint8_t channel,
		     enum dbc_publisher by)
{
	struct judgement j = judgement(dev->c, by, channel);
	uint64_t phys;

	if (bus_to_phys(dev->c, bus, bytes, &phys))
		judge_reads(&j, phys, bytes, ~0ull, coherent, by != DBC_BY_DOORBELL);
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

static void trim(struct dbc *c)
{
	while (c->unit_oldest <= c->unit_last && !c->unit[c->unit_oldest % MAX_UNITS].outstanding)
		c->unit_oldest++;
}

static bool writes(const struct unit *u, uint64_t phys, uint64_t size)
{
	return range_meets(&u->what.write, u->write_phys, phys, size);
}

const struct unit *unit_writing(const struct dbc *c, uint64_t phys, uint64_t size, int channel)
{
	const struct unit *again = NULL;

	for (uint32_t id = c->unit_oldest; id <= c->unit_last; id++) {
		const struct unit *u = &c->unit[id % MAX_UNITS];
		if (!u->outstanding || (channel >= 0 && u->what.channel != channel) || !writes(u, phys, size))
			continue;
		if (!u->what.again)
			return u;
		if (!again)
			again = u;
	}
	return again;
}

static bool range_kept(const struct dbc *c, const struct map *but, const struct dbc_rows *r)
{
	int64_t lo, hi;

	hull(r, &lo, &hi);
	return map_of_dma(c, but->device, r->bus + (uint64_t)lo, (uint64_t)(hi - lo), but) != NULL;
}

/* Is [phys, phys + size) in use by an unfinished unit, other than through a mapping that stays when `but` goes? */
bool unit_busy(const struct dbc *c, uint64_t phys, uint64_t size, const struct map *but, struct unit **which)
{
	for (uint32_t id = c->unit_oldest; id <= c->unit_last; id++) {
		struct unit *u = &c->unit[id % MAX_UNITS];
		bool write = writes(u, phys, size), read = range_meets(&u->what.read, u->read_phys, phys, size);
		if (!u->outstanding || !(read || write))
			continue;
		if (but && (!write || range_kept(c, but, &u->what.write)) &&
		    (!read || range_kept(c, but, &u->what.read)))
			continue;
		*which = u;
		return true;
	}
	return false;
}

/* The unit that a data beat of a channel belongs to: the oldest outstanding one, else the latest, that covers it. */
uint32_t unit_for_beat(const struct dbc *c, uint8_t channel, uint64_t phys)
{
	const struct unit *u = unit_writing(c, phys, 1, channel);

	if (u)
		return u->what.id;
	for (uint32_t id = c->unit_last, n = 0; id && n < 64; id--, n++) {
		u = &c->unit[id % MAX_UNITS];
		if (u->what.channel == channel && writes(u, phys, 1))
			return id;
	}
	return 0;
}

/* ---- cycles: what no instruction publishes is judged at the beats ---- */

static void judge_beat(struct dbc *c, const struct unit *u, enum db_class class_id, uint64_t phys, unsigned bytes,
		       struct place store, bool wrong, const char *what)
{
	struct report r = {.class_id = class_id,
			   .kind = wrong ? DBC_MANIFEST : DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = bytes,
			   .access = store,
			   .cause = u->published,
			   .access_what = "store",
			   .cause_what = "period seen done",
			   .channel = u->what.channel};
	struct dbc_finding *f = report(c, &r);

	if (f)
		repair(f, store.pc, 1, "%s", what);
}

void unit_read_beat(struct dbc *c, uint8_t channel, uint64_t phys, uint8_t mask, uint8_t wrong)
{
	struct page *p = page_of(c, phys);
	const struct unit *u = NULL;
	struct line *l;

	for (uint32_t id = c->unit_oldest; id <= c->unit_last && !u; id++) {
		const struct unit *v = &c->unit[id % MAX_UNITS];
		if (v->outstanding && v->what.channel == channel && !v->what.coherent &&
		    range_meets(&v->what.read, v->read_phys, phys, 8))
			u = v;
	}
	if (!u || !u->what.again || !p)
		return;
	l = line_of(c, p, phys);
	for (unsigned i = 0; i < 8; i++) {
		const struct cpu_version *s = cpu_version(c, p->newest[(phys + i) & (PAGE_BYTES - 1)]);
		if (!(mask >> i & 1) || !s || s->uncached || l->clean.order > s->order || s->order <= l->convicted)
			continue;
		judge_beat(c, u, DB_CLASS_MISSING_CLEAN, phys + i, 1,
			   place_of_version(c, p->newest[(phys + i) & (PAGE_BYTES - 1)]), wrong >> i & 1,
			   "cbo.clean (or dma_sync_single_for_device) and a fence, in time: the engine comes round");
	}
}

void unit_write_beat(struct dbc *c, const struct unit *u, uint64_t phys)
{
	struct page *p = page_of(c, phys);
	struct line *l = p ? line_of(c, p, phys) : NULL;

	if (!u->what.again || u->what.coherent || !l || !l->store_order || l->store_order == l->convicted ||
	    l->clean.order > l->store_order || l->inval.order > l->store_order)
		return;
	judge_beat(c, u, DB_CLASS_DIRTY_UNDER_RX, phys, 8, place_of_version(c, l->store_version), false,
		   "cbo.clean or cbo.inval of the line (or dma_sync_single_for_device), in time: the engine comes "
		   "round and writes it");
	l->convicted = l->store_order;
}

static void settle(struct dbc *c, struct unit *u)
{
	if (!u->outstanding)
		return;
	u->outstanding = false;
	count_lines(c, u, -1);
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
