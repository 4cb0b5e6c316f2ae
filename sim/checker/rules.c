/* SPDX-License-Identifier: Apache-2.0
 * What must hold when the CPU loads, stores, or maintains the cache. All in program order, at retirement.
 */
#include <string.h>
#include "dbc_internal.h"

static const struct place *first_seen(const struct unit *u)
{
	if (!u->seen_io.order)
		return &u->seen_mem;
	if (!u->seen_mem.order)
		return &u->seen_io;
	return u->seen_io.order < u->seen_mem.order ? &u->seen_io : &u->seen_mem;
}

/* Is the access that retires now ordered after the load that saw the unit complete? */
static bool ordered_after_seen(const struct dbc *c, const struct unit *u, unsigned rs1, const struct line *l)
{
	const struct place *seen = first_seen(u);

	if (u->seen_io.order && c->hart.fence_i_r > u->seen_io.order)
		return true;
	if (u->seen_mem.order && c->hart.fence_r_r > u->seen_mem.order)
		return true;
	if (rs1 && c->hart.taint[rs1] >= seen->order)
		return true;
	/* load, branch, CMO, load of that line: the branch orders the CMO, the CMO the load */
	return l && l->inval.order > seen->order;
}

/* Has an invalidate taken away every older version of the line that the CPU might have held? */
static bool stale_gone(const struct unit *u, const struct line *l)
{
	const struct place *seen = first_seen(u);

	return seen->order && l->inval.order > seen->order;
}

/* The device still writes there, by all that the CPU has seen. */
static void read_too_early(struct dbc *c, const struct unit *u, uint64_t phys, uint64_t bytes)
{
	struct report r = {.class_id = DB_CLASS_CPU_READ_DEVICE_OWNED,
			   .kind = u->what.again ? DBC_MANIFEST : DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = bytes,
			   .access = here(c),
			   .cause = u->published,
			   .access_what = "load",
			   .cause_what = u->what.again ? "period seen done" : "doorbell",
			   .channel = u->what.channel};
	struct dbc_finding *f = report(c, &r);

	if (f)
		repair(f, r.access.pc, 0,
		       u->what.again ? "a reader that keeps ahead of the engine (more or longer periods): it has come "
				       "round and writes this period again"
				     : "the wait for the completion: the engine may still write here");
}

static void load_of_device_data(struct dbc *c, struct line *l, uint64_t phys, uint64_t bytes, version_t v,
				bool uncached, unsigned rs1, bool wrong)
{
	const struct dev_version *dv = dev_version(c, v);
	const struct unit *u = dv ? unit_of(c, dv->unit) : NULL;
	struct report r = {.kind = wrong ? DBC_MANIFEST : DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = bytes,
			   .access = here(c),
			   .access_what = "load",
			   .channel = dv ? dv->channel : 0xff};
	const struct place *seen;
	struct dbc_finding *f;

	if (!u)
		return; /* records and owner words are the description's; forgotten units were acquired long ago */
	if (u->let_go.order) { /* whoever reads what came late suffers from the unmap that came early */
		if (!uncached && !dv->coherent)
			also(c, DB_CLASS_STOP_NOT_AWAITED, u->let_go.pc, DB_CLASS_MISSING_INVALIDATE);
		return;
	}
	seen = first_seen(u);
	if (u->outstanding) {
		read_too_early(c, u, phys, bytes);
		return;
	}
	if (!uncached && !dv->coherent && !stale_gone(u, l)) {
		bool early = l->inval.order && l->inval.order > l->access_at_publish;
		r.class_id = early ? DB_CLASS_EARLY_INVALIDATE : DB_CLASS_MISSING_INVALIDATE;
		r.cause = early ? l->inval : *seen;
		r.cause_what = early ? "invalidate" : "completion seen";
		f = report(c, &r);
		if (f)
			repair(f, seen->pc, 1,
			       "cbo.inval of 0x%llx..0x%llx (or dma_unmap_single/dma_sync_single_for_cpu) after the "
			       "completion is seen, before this load",
			       (unsigned long long)line_base(c, phys),
			       (unsigned long long)(line_base(c, phys + bytes - 1) + c->cfg.line_bytes - 1));
		return;
	}
	if (seen->order && !ordered_after_seen(c, u, rs1, uncached || dv->coherent ? NULL : l)) {
		r.class_id = DB_CLASS_COMPLETION_READ_UNORDERED;
		r.cause = *seen;
		r.cause_what = "completion seen";
		f = report(c, &r);
		if (f)
			repair(f, seen->pc, 1, "fence %s (or the accessor that has it, or dma_rmb())",
			       u->seen_io.order ? "i,r" : "r,r");
	}
}

void rule_load(struct dbc *c, uint64_t addr, unsigned size, uint64_t value, unsigned rs1)
{
	uint64_t phys = unalias(addr), mask, device, lost;
	bool uncached = phys != addr;
	struct page *p = page_of(c, phys);
	unsigned at = phys & (PAGE_BYTES - 1);
	struct line *l;

	if (!p)
		return;
	l = line_of(c, p, phys);
	mask = line_mask(c, phys, size) & ~l->sync;
	lost = l->lost & mask;
	device = l->dev & mask;
	if (lost) {
		unsigned i = (unsigned)__builtin_ctzll(lost) - (unsigned)(phys & (c->cfg.line_bytes - 1));
		bool wrong = p->newest_value[at + i] != (uint8_t)(value >> 8 * i);
		struct report r = {.class_id = DB_CLASS_INVALIDATE_DESTROYS_DATA,
				   .severity = DBC_ERROR,
				   .kind = wrong ? DBC_MANIFEST : DBC_LATENT,
				   .address = phys + i,
				   .bytes = (uint64_t)__builtin_popcountll(lost),
				   .access = l->inval,
				   .cause = place_of_version(c, p->newest[at + i]),
				   .access_what = "cbo.inval",
				   .cause_what = "newest store",
				   .channel = 0xff};
		struct dbc_finding *f = report(c, &r);
		if (f)
			repair(f, l->inval.pc, 0,
			       "cbo.clean (or use cbo.flush): the line holds stores that memory has not; keep other "
			       "data out of lines that are invalidated");
		log_event(c, DBC_EV_LOAD, c->hart.pc, phys, size, 0xff);
	}
	if (device) {
		log_event(c, DBC_EV_LOAD, c->hart.pc, phys, size, 0xff);
		for (unsigned i = 0, n; i < size; i += n) {
			version_t v = p->newest[at + i];
			bool wrong = false;
			for (n = 0; i + n < size && p->newest[at + i + n] == v; n++)
				wrong |= p->newest_value[at + i + n] != (uint8_t)(value >> 8 * (i + n));
			if (device & line_mask(c, phys + i, n))
				load_of_device_data(c, l, phys + i, n, v, uncached, rs1, wrong);
		}
	}
	if (l->writers && !device) {
		const struct unit *u = unit_writing(c, phys, size, -1);
		/* what the device will write later; an early look at its data is found with the data, above */
		if (u && !u->what.again && !u->let_go.order && mask == line_mask(c, phys, size))
			read_too_early(c, u, phys, size);
	}
	if (!uncached)
		l->access_order = c->hart.order;
}

/* Words that stand beside a completion word: loaded after it, and ordered after it. */
void rule_guarded(struct dbc_dev *dev, uint64_t phys, unsigned size, unsigned rs1)
{
	struct dbc *c = dev->c;

	for (unsigned i = 0; i < sizeof dev->guarded / sizeof *dev->guarded; i++) {
		struct guarded *g = &dev->guarded[i];
		if (!g->valid || phys + size <= g->lo || phys >= g->hi)
			continue;
		g->early.order = 0; /* loaded again, after the completion was seen */
		if (c->hart.fence_r_r > g->seen.order || (rs1 && c->hart.taint[rs1] >= g->seen.order))
			return;
		struct report r = {.class_id = DB_CLASS_COMPLETION_READ_UNORDERED,
				   .kind = DBC_LATENT,
				   .severity = DBC_ERROR,
				   .address = phys,
				   .bytes = size,
				   .access = here(c),
				   .cause = g->seen,
				   .access_what = "load",
				   .cause_what = "completion seen",
				   .channel = 0xff};
		struct dbc_finding *f = report(c, &r);
		if (f)
			repair(f, g->seen.pc, 1, "fence r,r (dma_rmb())");
		return;
	}
}

static void violation(struct dbc *c, enum db_class class_id, uint64_t phys, unsigned size, struct place cause,
		      const char *cause_what, const char *access_what, uint8_t channel, uint64_t repair_pc,
		      const char *what)
{
	struct report r = {.class_id = class_id,
			   .kind = DBC_LATENT,
			   .severity = DBC_ERROR,
			   .address = phys,
			   .bytes = size,
			   .access = here(c),
			   .cause = cause,
			   .access_what = access_what,
			   .cause_what = cause_what,
			   .channel = channel};
	struct dbc_finding *f = report(c, &r);

	if (f)
		repair(f, repair_pc, 0, "%s", what);
}

/* Before the store becomes the newest version. */
void rule_store(struct dbc *c, uint64_t addr, unsigned size)
{
	uint64_t phys = unalias(addr), line = line_base(c, phys);
	bool uncached = phys != addr;
	struct page *p = page_of(c, phys);
	const struct unit *u = NULL;
	const struct place *stop;
	const struct map *m;
	struct line *l;
	bool convicted = true;

	if (!p)
		return;
	l = line_of(c, p, phys);
	if (l->rx_units && !uncached)
		u = unit_writing(c, line, c->cfg.line_bytes, -1);
	m = l->maps ? map_at(c, phys, size) : NULL;
	if (u && (u->let_go.order || c->dev[0].stop[u->what.channel % 32].order) &&
	    range_meets(&u->what.write, u->write_phys, phys, size)) {
		stop = &c->dev[0].stop[u->what.channel % 32];
		violation(c, DB_CLASS_STOP_NOT_AWAITED, phys, size, stop->order ? *stop : u->let_go,
			  stop->order ? "stop request" : "unmap", "store", u->what.channel, c->hart.pc,
			  "a wait until STATUS.STOPPED is read (dmaengine_synchronize()): the channel may still write "
			  "here");
	} else if (m && m->owner == OWNER_DEVICE && line_mask(c, phys, size) & ~(l->synced | l->sync)) {
		violation(c, DB_CLASS_CPU_WRITE_DEVICE_OWNED, phys, size, m->mapped, "map", "store", 0xff, c->hart.pc,
			  "dma_sync_single_for_cpu() or dma_unmap_single(): the buffer belongs to the device");
	} else if (!uncached && !m && l->maps && (m = map_in_line(c, line, c->cfg.line_bytes)) &&
		   m->owner == OWNER_DEVICE && m->dir != DB_HINT_DIR_TO_DEVICE && !(m->attrs & DB_HINT_ATTR_COHERENT) &&
		   c->coherent != DBC_COHERENT_ALL) {
		violation(c, DB_CLASS_SHARED_LINE, phys, size, m->mapped, "map", "store", 0xff, m->mapped.pc,
			  "alignment and padding of the buffer to whole cache lines (dma_get_cache_alignment()): this "
			  "object shares a line with it");
	} else if (u && !u->what.again) { /* a cycle leaves time for what is cleaned again: judged at its beats */
		violation(c, DB_CLASS_DIRTY_UNDER_RX, phys, size, u->published, "doorbell", "store", u->what.channel,
			  c->hart.pc,
			  "the wait for the completion: the device writes this line, and the store may be evicted over "
			  "its data");
	} else {
		convicted = false;
	}
	if (uncached)
		return;
	if (convicted)
		l->convicted = c->hart.order;
	/* does the line still hold bytes older than the device's, which a write-back of this store would carry? */
	for (uint64_t others = l->dev & ~line_mask(c, phys, size) & ~l->sync; others;) {
		unsigned i = (unsigned)__builtin_ctzll(others);
		version_t v = p->newest[(line + i) & (PAGE_BYTES - 1)];
		const struct dev_version *dv = dev_version(c, v);
		const struct unit *w = dv ? unit_of(c, dv->unit) : NULL;
		if (w && !dv->coherent && first_seen(w)->order && !stale_gone(w, l)) {
			l->stale_store = here(c);
			break;
		}
		for (; i < c->cfg.line_bytes && p->newest[(line + i) & (PAGE_BYTES - 1)] == v; i++)
			others &= ~(1ull << i);
	}
	l->store_order = l->access_order = c->hart.order;
	l->store_version = version_of_order(c, c->hart.order - 1);
}

void rule_cmo(struct dbc *c, uint64_t addr, unsigned op)
{
	uint64_t line = line_base(c, unalias(addr));
	struct page *p = page_of(c, line);
	bool inval = op != 1, clean = op != 0;
	struct line *l;

	if (!p)
		return;
	l = line_of(c, p, line);
	if (op == 0 && c->cfg.quirks & DB_QUIRK_INVAL_WB)
		clean = true;
	log_event(c,
		  op == 0   ? DBC_EV_INVAL
		  : op == 1 ? DBC_EV_CLEAN
			    : DBC_EV_FLUSH,
		  c->hart.pc, line, c->cfg.line_bytes, 0xff);
	if (clean && l->stale_store.order && l->stale_store.order > l->clean.order &&
	    l->stale_store.order > l->inval.order && l->dev) {
		unsigned first = (unsigned)__builtin_ctzll(l->dev);
		violation(c, DB_CLASS_WRITEBACK_OVER_DEVICE_DATA, line + first, (unsigned)__builtin_popcountll(l->dev),
			  l->stale_store, "store",
			  op == 1   ? "cbo.clean"
			  : op == 2 ? "cbo.flush"
				    : "cbo.inval (writes back)",
			  0xff, l->stale_store.pc,
			  "cbo.inval of the line first, after the completion is seen: it may hold bytes older than the "
			  "device's");
	}
	l->stale_store.order = 0;
	if (!clean && l->store_order > l->clean.order && l->store_order > l->inval.order)
		for (unsigned i = 0; i < c->cfg.line_bytes; i++) {
			const struct cpu_version *v = cpu_version(c, p->newest[(line + i) & (PAGE_BYTES - 1)]);
			if (v && !v->uncached && v->order > l->clean.order && v->order > l->convicted)
				l->lost |= 1ull << i;
		}
	if (clean)
		l->clean = here(c);
	if (inval)
		l->inval = here(c);
}

void rule_unmap(struct dbc *c, uint64_t phys, uint64_t size, const struct map *map, const char *what)
{
	struct unit *u;
	const struct place *stop;

	if (!unit_busy(c, phys, size, map, &u))
		return;
	stop = &c->dev[0].stop[u->what.channel % 32];
	violation(
		c, DB_CLASS_STOP_NOT_AWAITED, phys, (unsigned)size, stop->order ? *stop : u->published,
		stop->order ? "stop request" : "doorbell", what, u->what.channel, c->hart.pc,
		stop->order
			? "a wait until STATUS.STOPPED is read (dmaengine_synchronize()): the channel may still use it"
			: "the completion, or a stop and its drain (dmaengine_terminate_sync()): the channel may still "
			  "use it");
	u->let_go = here(c);
}
