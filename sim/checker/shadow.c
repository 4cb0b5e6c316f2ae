/* SPDX-License-Identifier: Apache-2.0
 * The shadow of memory and of every copy of it: which version of each byte is where. Proves itself: what an event
 * delivers is compared with what the shadow holds there.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "dbc_internal.h"

void shadow_fail(struct dbc *c, const char *fmt, ...)
{
	va_list ap;

	if (*c->failed)
		return;
	va_start(ap, fmt);
	vsnprintf(c->failed, sizeof c->failed, fmt, ap);
	va_end(ap);
}

struct page *page_of(struct dbc *c, uint64_t phys)
{
	for (int r = 0; r < 2; r++) {
		uint64_t at = phys - c->cfg.ram[r].base;
		struct page **slot;
		if (at >= c->cfg.ram[r].size)
			continue;
		slot = &c->page[r][at / PAGE_BYTES];
		if (!*slot) {
			*slot = calloc(1, sizeof **slot);
			if (!*slot) {
				shadow_fail(c, "out of memory for the shadow of 0x%llx", (unsigned long long)phys);
				return NULL;
			}
			(*slot)->base = phys & ~(uint64_t)(PAGE_BYTES - 1);
		}
		return *slot;
	}
	return NULL;
}

struct line *line_of(struct dbc *c, struct page *p, uint64_t phys)
{
	return &p->line[(phys & (PAGE_BYTES - 1)) >> c->line_shift];
}

/* ---- versions ---- */

/* The version that the store with this retirement number makes; the same for the first who asks and for all later. */
version_t version_of_order(struct dbc *c, uint64_t order)
{
	unsigned i = order % RECENT_ORDERS;
	struct cpu_version *v = &c->cpu_version[c->recent[i].id % CPU_VERSIONS];

	/* the lanes give 16 bits: those of a store that was long ago are not this one's */
	if (c->recent[i].valid && c->recent[i].order == (uint16_t)order && c->cycle - v->cycle < 1 << 15)
		return c->recent[i].id;
	if (++c->cpu_last == VER_DEV)
		c->cpu_last = 1;
	c->recent[i].order = (uint16_t)order;
	c->recent[i].valid = true;
	c->recent[i].id = c->cpu_last;
	v = &c->cpu_version[c->cpu_last % CPU_VERSIONS];
	memset(v, 0, sizeof *v);
	v->id = c->cpu_last;
	v->order = order + 1; /* as hart.order counts */
	v->cycle = c->cycle;
	return c->cpu_last;
}

const struct cpu_version *cpu_version(const struct dbc *c, version_t v)
{
	const struct cpu_version *p = &c->cpu_version[v % CPU_VERSIONS];

	return v && !(v & VER_DEV) && p->id == v ? p : NULL;
}

const struct dev_version *dev_version(const struct dbc *c, version_t v)
{
	const struct dev_version *p = &c->dev_version[v % DEV_VERSIONS];

	return v & VER_DEV && p->id == v ? p : NULL;
}

version_t new_dev_version(struct dbc *c, uint8_t device, uint8_t channel, uint8_t kind, uint32_t unit, bool coherent)
{
	struct dev_version *last = &c->dev_version[c->dev_last % DEV_VERSIONS], *v;

	/* beats of one burst in a row are one version */
	if (c->dev_last && last->unit == unit && unit && last->kind == kind && last->channel == channel)
		return last->id;
	c->dev_last++;
	v = &c->dev_version[c->dev_last % DEV_VERSIONS];
	v->id = VER_DEV | (c->dev_last & ~VER_DEV);
	v->cycle = c->cycle;
	v->unit = unit;
	v->device = device;
	v->channel = channel;
	v->kind = kind;
	v->coherent = coherent;
	return v->id;
}

/* The range must not leave its line. */
void set_newest(struct dbc *c, uint64_t phys, unsigned size, version_t v, const void *value)
{
	struct page *p = page_of(c, phys);
	unsigned at = phys & (PAGE_BYTES - 1);
	struct line *l;
	uint64_t mask;

	if (!p)
		return;
	for (unsigned i = 0; i < size; i++) {
		p->newest[at + i] = v;
		p->newest_value[at + i] = ((const uint8_t *)value)[i];
	}
	l = line_of(c, p, phys);
	mask = line_mask(c, phys, size);
	l->lost &= ~mask;
	if (v & VER_DEV)
		l->dev |= mask;
	else
		l->dev &= ~mask;
}

/* ---- memory ---- */

static struct cached_line *writeback_of(struct dbc *c, uint64_t line)
{
	for (unsigned i = 0; c->writebacks_live && i < MAX_WRITEBACKS; i++) { /* oldest first */
		struct cached_line *w = &c->writeback[(c->writeback_next + i) % MAX_WRITEBACKS];
		if (w->valid && w->addr == line)
			return w;
	}
	return NULL;
}

static struct sb_entry *uncached_of(struct dbc *c, const struct db_probe_memwr *e)
{
	for (unsigned i = 0; c->uncached_live && i < MAX_WRITEBACKS; i++) {
		struct sb_entry *u = &c->uncached[(c->uncached_next + i) % MAX_WRITEBACKS];
		if (u->valid && unalias(u->addr) == e->addr && u->mask == e->strb)
			return u;
	}
	return NULL;
}

void dbc_memwr(struct dbc *c, uint64_t cycle, const struct db_probe_memwr *e)
{
	unsigned master = e->id >> 6, at = e->addr & (PAGE_BYTES - 1);
	struct page *p = page_of(c, e->addr);
	struct cached_line *w = NULL;
	struct sb_entry *u = NULL;
	uint64_t mask;
	bool over = false;

	c->cycle = cycle;
	if (!p || !e->strb)
		return;
	if (master == 2) {
		bus_memwr(c, e);
		return;
	}
	u = uncached_of(c, e);
	if (!u)
		w = writeback_of(c, line_base(c, e->addr));
	for (unsigned i = 0; i < 8; i++) {
		uint8_t value = (uint8_t)(e->data >> 8 * i);
		unsigned in_line = (e->addr + i) & (c->cfg.line_bytes - 1);
		if (!(e->strb >> i & 1))
			continue;
		if ((u && u->value[i] != value) || (w && w->value[in_line] != value))
			shadow_fail(c,
				    "shadow mismatch at cycle %llu: %s of 0x%llx carries %02x, the shadow holds %02x",
				    (unsigned long long)cycle, u ? "uncached write" : "write-back",
				    (unsigned long long)e->addr + i, value, u ? u->value[i] : w->value[in_line]);
		over |= w && p->memory[at + i] & VER_DEV && p->memory[at + i] == p->newest[at + i] &&
			w->version[in_line] != p->newest[at + i];
		p->memory[at + i] = u ? u->version[i] : w ? w->version[in_line] : 0;
		p->memory_value[at + i] = value;
		p->known[(at + i) / 8] |= (uint8_t)(1 << (at + i) % 8);
	}
	if (over)
		manifest(c, e->addr, 8, false);
	if (u) {
		u->valid = false;
		c->uncached_live--;
	}
	if (w) {
		mask = line_mask(c, e->addr, 8);
		w->have &= ~mask;
		w->valid = w->have != 0;
		c->writebacks_live -= !w->valid;
		if (!w->valid)
			log_event(c, DBC_EV_WRITEBACK, 0, w->addr, c->cfg.line_bytes, 0xff);
	}
}

void dbc_memrd(struct dbc *c, uint64_t cycle, const struct db_probe_memrd *e)
{
	unsigned master = e->id >> 6, at = e->addr & (PAGE_BYTES - 1);
	struct page *p;
	struct cached_line *f;
	uint64_t line;

	c->cycle = cycle;
	if (master == 1)
		return; /* instruction fetch */
	p = page_of(c, e->addr);
	if (!p)
		return;
	for (unsigned i = 0; i < 8; i++)
		if (p->known[at / 8] >> i & 1 && p->memory_value[at + i] != (uint8_t)(e->data >> 8 * i)) {
			shadow_fail(c,
				    "shadow mismatch at cycle %llu: memory read of 0x%llx gives %02x, the shadow holds "
				    "%02x",
				    (unsigned long long)cycle, (unsigned long long)e->addr + i,
				    (uint8_t)(e->data >> 8 * i), p->memory_value[at + i]);
			break;
		}
	if (master == 2) {
		bus_memrd(c, e);
		return;
	}
	line = line_base(c, e->addr);
	f = &c->fill[e->id & 15];
	if (!f->valid || f->addr != line || f->have == line_mask(c, 0, c->cfg.line_bytes)) {
		f->valid = true;
		f->addr = line;
		f->have = 0;
		f->number = ++c->fills;
	}
	f->have |= line_mask(c, e->addr, 8);
	for (unsigned i = 0; i < 8; i++) {
		unsigned in_line = (e->addr + i) & (c->cfg.line_bytes - 1);
		f->version[in_line] = p->memory[at + i];
		f->value[in_line] = (uint8_t)(e->data >> 8 * i);
	}
}

/* ---- L1D ---- */

static struct cached_line *cached_of(struct dbc *c, const struct line *l)
{
	return l->cached ? &c->cached[l->cached - 1] : NULL;
}

static struct cached_line *install(struct dbc *c, struct line *l, uint64_t addr)
{
	struct cached_line *copy = cached_of(c, l);

	for (unsigned i = 0; !copy && i < MAX_LINES_CACHED; i++) {
		unsigned n = (c->cached_free + i) % MAX_LINES_CACHED;
		if (!c->cached[n].valid) {
			copy = &c->cached[n];
			l->cached = (uint16_t)(n + 1);
			c->cached_free = n + 1;
		}
	}
	if (!copy) {
		shadow_fail(c, "more lines in the L1D than the checker has room for (%d)", MAX_LINES_CACHED);
		return NULL;
	}
	memset(copy, 0, sizeof *copy);
	copy->valid = true;
	copy->addr = addr;
	return copy;
}

static void remove_line(struct dbc *c, struct line *l)
{
	if (l->cached)
		c->cached[l->cached - 1].valid = false;
	l->cached = 0;
	(void)c;
}

static void start_writeback(struct dbc *c, const struct cached_line *copy)
{
	struct cached_line *w = &c->writeback[c->writeback_next++ % MAX_WRITEBACKS];

	c->writeback_next %= MAX_WRITEBACKS;
	c->writebacks_live += !w->valid;
	*w = *copy;
	w->have = line_mask(c, 0, c->cfg.line_bytes);
}

void dbc_line(struct dbc *c, uint64_t cycle, const struct db_probe_line *e)
{
	uint64_t addr = line_base(c, e->addr);
	struct page *p = page_of(c, addr);
	struct cached_line *copy;
	struct line *l;

	c->cycle = cycle;
	if (!p)
		return;
	l = line_of(c, p, addr);
	copy = cached_of(c, l);
	if (e->op != DB_LINE_FILL && e->op != DB_LINE_ZERO && copy && copy->dirty != e->dirty)
		shadow_fail(c, "shadow mismatch at cycle %llu: line 0x%llx is %s, in the shadow it is %s",
			    (unsigned long long)cycle, (unsigned long long)addr, e->dirty ? "dirty" : "clean",
			    copy->dirty ? "dirty" : "clean");
	switch (e->op) {
	case DB_LINE_FILL: {
		/* uncached loads of the same line stand in the table too, and fills that failed: the latest whole one
		 */
		struct cached_line *f = NULL;
		for (unsigned i = 0; i < 16; i++)
			if (c->fill[i].valid && c->fill[i].addr == addr &&
			    c->fill[i].have == line_mask(c, 0, c->cfg.line_bytes) &&
			    (!f || c->fill[i].number > f->number))
				f = &c->fill[i];
		if (!f) {
			shadow_fail(c, "shadow mismatch at cycle %llu: line 0x%llx filled without its memory beats",
				    (unsigned long long)cycle, (unsigned long long)addr);
			return;
		}
		copy = install(c, l, addr);
		if (copy) {
			*copy = *f;
			copy->dirty = false;
		}
		f->valid = false;
		log_event(c, DBC_EV_FILL, 0, addr, c->cfg.line_bytes, 0xff);
		break;
	}
	case DB_LINE_ZERO:
		copy = install(c, l, addr);
		if (copy)
			copy->dirty = true;
		break;
	case DB_LINE_EVICT:
	case DB_LINE_FLUSH:
	case DB_LINE_SNP_FLUSH:
		if (copy && e->dirty)
			start_writeback(c, copy);
		if (copy && (e->op == DB_LINE_EVICT))
			log_event(c, DBC_EV_EVICT, 0, addr, c->cfg.line_bytes, 0xff);
		remove_line(c, l);
		break;
	case DB_LINE_CLEAN:
	case DB_LINE_SNP_CLEAN:
		if (copy && e->dirty) {
			start_writeback(c, copy);
			copy->dirty = false;
		}
		break;
	case DB_LINE_INVAL:
		remove_line(c, l);
		break;
	}
}

/* ---- store buffer ---- */

void dbc_sbi(struct dbc *c, uint64_t cycle, const struct db_probe_sbi *e)
{
	struct sb_entry *s = &c->sb[e->idx % SB_MAX];

	c->cycle = cycle;
	if (e->kind == DB_SBI_AMO) { /* its SBD and SBC came just before: only the version is still to be told */
		struct page *p = page_of(c, e->addr);
		struct cached_line *copy = p ? cached_of(c, line_of(c, p, e->addr)) : NULL;
		for (unsigned i = 0; copy && i < 8; i++)
			if (e->mask >> i & 1)
				copy->version[(e->addr + i) & (c->cfg.line_bytes - 1)] = version_of_order(c, e->order);
		return;
	}
	if (e->kind != DB_SBI_STORE && e->kind != DB_SBI_UNCACHED && e->kind != DB_SBI_ZERO)
		return; /* CMOs carry no data */
	if (!s->valid || s->kind != e->kind || s->addr != e->addr) {
		memset(s, 0, sizeof *s);
		s->valid = true;
		s->kind = e->kind;
		s->addr = e->addr;
	}
	s->mask |= e->mask;
	for (unsigned i = 0; i < 8; i++)
		if (e->mask >> i & 1) {
			s->version[i] = version_of_order(c, e->order);
			s->value[i] = (uint8_t)(e->data >> 8 * i);
		}
	if (e->kind == DB_SBI_ZERO)
		s->version[0] = version_of_order(c, e->order);
}

void dbc_sbd(struct dbc *c, uint64_t cycle, const struct db_probe_sbd *e)
{
	struct sb_entry *s = &c->sb[e->idx % SB_MAX];
	struct page *p = page_of(c, unalias(e->addr));
	struct cached_line *copy;

	c->cycle = cycle;
	if (!p)
		return;
	if (e->kind == DB_SBI_UNCACHED && s->valid) {
		struct sb_entry *u = &c->uncached[c->uncached_next++ % MAX_WRITEBACKS];
		c->uncached_live += !u->valid;
		*u = *s;
		c->uncached_next %= MAX_WRITEBACKS;
	} else if (e->kind == DB_SBI_STORE || e->kind == DB_SBI_AMO) {
		copy = cached_of(c, line_of(c, p, e->addr));
		if (!copy) {
			shadow_fail(c,
				    "shadow mismatch at cycle %llu: a store drains to line 0x%llx, which the shadow "
				    "has not in the L1D",
				    (unsigned long long)cycle, (unsigned long long)line_base(c, e->addr));
			return;
		}
		copy->dirty = true;
		for (unsigned i = 0; i < 8; i++) {
			unsigned in_line = (e->addr + i) & (c->cfg.line_bytes - 1);
			if (!(e->mask >> i & 1))
				continue;
			copy->value[in_line] = (uint8_t)(e->data >> 8 * i);
			copy->version[in_line] = e->kind == DB_SBI_STORE && s->valid ? s->version[i] : c->cpu_last;
		}
	} else if (e->kind == DB_SBI_ZERO && s->valid) {
		copy = cached_of(c, line_of(c, p, e->addr));
		for (unsigned i = 0; copy && i < c->cfg.line_bytes; i++)
			copy->version[i] = s->version[0];
	} else {
		return;
	}
	s->valid = false;
	log_event(c, DBC_EV_DRAIN, 0, unalias(e->addr), 8, 0xff);
}

void dbc_sbc(struct dbc *c, uint64_t cycle, const struct db_probe_sbc *e)
{
	c->cycle = cycle;
	if (e->kind >= DB_SBI_CLEAN && e->kind <= DB_SBI_INVAL)
		return; /* the guarantee is the fence's; when memory answered matters to nobody else */
}

void dbc_ld(struct dbc *c, uint64_t cycle, const struct db_probe_ld *e)
{
	struct page *p;
	struct cached_line *copy;

	c->cycle = cycle;
	c->hart.ld_data[e->order % 256] = e->data;
	c->hart.ld_cycle[e->order % 256] = cycle;
	if (e->src != DB_LD_HIT)
		return;
	p = page_of(c, unalias(e->addr));
	copy = p ? cached_of(c, line_of(c, p, e->addr)) : NULL;
	if (!copy)
		return;
	for (unsigned i = 0; i < 8; i++) {
		unsigned in_line = (e->addr + i) & (c->cfg.line_bytes - 1);
		if (e->mask >> i & 1 && copy->value[in_line] != (uint8_t)(e->data >> 8 * i)) {
			shadow_fail(c,
				    "shadow mismatch at cycle %llu: load hit of 0x%llx gives %02x, the shadow's line "
				    "holds %02x",
				    (unsigned long long)cycle, (unsigned long long)e->addr + i,
				    (uint8_t)(e->data >> 8 * i), copy->value[in_line]);
			return;
		}
	}
}

/* ---- where is each copy ---- */

static struct dbc_writer writer_of(const struct dbc *c, version_t v)
{
	struct dbc_writer w = {.who = DBC_LOADER};
	const struct cpu_version *cpu = cpu_version(c, v);
	const struct dev_version *dev = dev_version(c, v);
	const struct unit *u;

	if (cpu) {
		w.who = DBC_CPU;
		w.pc = cpu->pc;
		w.cycle = cpu->cycle;
	} else if (dev) {
		w.who = DBC_DEVICE;
		w.device = dev->device;
		w.channel = dev->channel;
		w.kind = dev->kind;
		w.cycle = dev->cycle;
		u = unit_of(c, dev->unit);
		w.descriptor = u ? u->what.desc_bus : 0;
	} else if (v) {
		w.who = v & VER_DEV ? DBC_DEVICE : DBC_CPU; /* too long ago to know more */
	}
	return w;
}

static void add_copy(const struct dbc *c, struct dbc_finding *f, enum dbc_place place, bool dirty, version_t v,
		     uint8_t value, version_t newest)
{
	struct dbc_copy *to = &f->copy[f->copies];

	if (f->copies == DBC_COPIES)
		return;
	to->place = place;
	to->dirty = dirty;
	to->newest = v == newest;
	to->value = value;
	to->writer = writer_of(c, v);
	f->copies++;
}

void shadow_copies(struct dbc *c, uint64_t phys, struct dbc_finding *f)
{
	struct page *p = page_of(c, phys);
	unsigned at = phys & (PAGE_BYTES - 1), in_line = phys & (c->cfg.line_bytes - 1);
	const struct cached_line *copy;
	version_t newest;

	f->copies = 0;
	if (!p)
		return;
	newest = p->newest[at];
	for (unsigned i = 0; i < SB_MAX; i++) {
		const struct sb_entry *s = &c->sb[i];
		if (s->valid && unalias(s->addr) == (phys & ~7ull) && s->mask >> (phys & 7) & 1)
			add_copy(c, f, DBC_AT_STORE_BUFFER, true, s->version[phys & 7], s->value[phys & 7], newest);
	}
	copy = cached_of(c, line_of(c, p, phys));
	if (copy)
		add_copy(c, f, DBC_AT_L1D, copy->dirty, copy->version[in_line], copy->value[in_line], newest);
	for (unsigned i = 0; i < MAX_WRITEBACKS; i++) {
		const struct cached_line *w = &c->writeback[i];
		if (w->valid && w->addr == line_base(c, phys) && w->have >> in_line & 1)
			add_copy(c, f, DBC_AT_WRITEBACK, true, w->version[in_line], w->value[in_line], newest);
	}
	add_copy(c, f, DBC_AT_MEMORY, false, p->memory[at], p->memory_value[at], newest);
}

void shadow_free(struct dbc *c)
{
	for (int r = 0; r < 2; r++) {
		for (size_t i = 0; c->page[r] && i < c->pages[r]; i++)
			free(c->page[r][i]);
		free(c->page[r]);
	}
	free(c->cpu_version);
	free(c->dev_version);
}
