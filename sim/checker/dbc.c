/* SPDX-License-Identifier: Apache-2.0
 * The checker's life, and the services that device descriptions use.
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_internal.h"

void dbc_config_default(struct dbc_config *cfg)
{
	static const struct dbc_device *const devices[] = {&dbc_device_doorbell, NULL};

	memset(cfg, 0, sizeof *cfg);
	cfg->ram[0] = (struct dbc_range){DB_RAM_BASE, 64ull << 20};
	cfg->ram[1] = (struct dbc_range){DB_RAM_HI_BASE, 16ull << 20};
	cfg->window[0] = (struct dbc_window){DB_BUS_LO_BASE, DB_RAM_BASE, 64ull << 20};
	cfg->window[1] = (struct dbc_window){DB_BUS_HI_BASE, DB_RAM_HI_BASE, 16ull << 20};
	cfg->line_bytes = 64;
	cfg->devices = devices;
}

static bool config_ok(const struct dbc_config *cfg)
{
	if (cfg->line_bytes < MIN_LINE || cfg->line_bytes > 64 || cfg->line_bytes & (cfg->line_bytes - 1))
		return false;
	for (int i = 0; i < 2; i++)
		if (cfg->ram[i].base % PAGE_BYTES || cfg->ram[i].size % PAGE_BYTES)
			return false;
	return cfg->coherent <= DBC_COHERENT_NONE;
}

struct dbc *dbc_new(const struct dbc_config *cfg)
{
	struct dbc *c = config_ok(cfg) ? calloc(1, sizeof *c) : NULL;
	bool ok;

	if (!c)
		return NULL;
	c->cfg = *cfg;
	c->coherent = cfg->coherent;
	c->unit_oldest = 1;
	while (1u << c->line_shift < cfg->line_bytes)
		c->line_shift++;
	for (int i = 0; i < 2; i++) {
		if (cfg->quirks & DB_QUIRK_BUS_ZERO)
			c->cfg.window[i].bus = c->cfg.window[i].phys;
		c->pages[i] = cfg->ram[i].size / PAGE_BYTES;
		c->page[i] = calloc(c->pages[i] + 1, sizeof *c->page[i]);
	}
	c->cpu_version = calloc(CPU_VERSIONS, sizeof *c->cpu_version);
	c->dev_version = calloc(DEV_VERSIONS, sizeof *c->dev_version);
	c->unit = calloc(MAX_UNITS, sizeof *c->unit);
	c->finding = calloc(MAX_FINDINGS, sizeof *c->finding);
	c->finding_key = calloc(MAX_FINDINGS, sizeof *c->finding_key);
	c->log = calloc(LOG_EVENTS, sizeof *c->log);
	c->context = calloc(MAX_CONTEXTS, sizeof *c->context);
	c->context_hash = calloc(MAX_CONTEXTS, sizeof *c->context_hash);
	ok = c->page[0] && c->page[1] && c->cpu_version && c->dev_version && c->unit && c->finding && c->finding_key &&
	     c->log && c->context && c->context_hash;
	for (unsigned i = 0; ok && cfg->devices && cfg->devices[i] && i < MAX_DEVICES; i++) {
		struct dbc_dev *d = &c->dev[c->devs++];
		d->c = c;
		d->how = cfg->devices[i];
		d->index = (uint8_t)i;
		d->watch_lo = ~0ull;
		d->self = d->how->create(d);
		ok = d->self != NULL;
	}
	if (!ok) {
		dbc_free(c);
		return NULL;
	}
	return c;
}

void dbc_free(struct dbc *c)
{
	if (!c)
		return;
	for (unsigned i = 0; i < c->devs; i++)
		if (c->dev[i].self)
			c->dev[i].how->destroy(c->dev[i].self);
	for (size_t i = 0; i < c->objects; i++)
		free(c->object[i].name);
	free(c->object);
	shadow_free(c);
	free(c->unit);
	free(c->finding);
	free(c->finding_key);
	free(c->log);
	free(c->context);
	free(c->context_hash);
	free(c);
}

void dbc_load(struct dbc *c, uint64_t paddr, const void *data, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		struct page *p = page_of(c, paddr + i);
		unsigned at = (paddr + i) & (PAGE_BYTES - 1);
		if (!p)
			return;
		p->newest_value[at] = p->memory_value[at] = ((const uint8_t *)data)[i];
		p->known[at / 8] |= (uint8_t)(1 << at % 8);
	}
}

void dbc_object(struct dbc *c, const char *name, uint64_t base, uint64_t size)
{
	struct object *grown = realloc(c->object, (c->objects + 1) * sizeof *grown);
	char *copy = strdup(name);

	if (grown)
		c->object = grown;
	if (!grown || !copy) {
		free(copy);
		return; /* a name less in the reports */
	}
	c->object[c->objects++] = (struct object){.name = copy, .base = base, .size = size};
}

void dbc_event(struct dbc *c, enum db_lane lane, uint64_t cycle, const void *e)
{
	switch (lane) {
#define FORWARD(L, l)                                                                                                  \
	case DB_LANE_##L:                                                                                              \
		dbc_##l(c, cycle, e);                                                                                  \
		break;
		DB_LANES(FORWARD)
#undef FORWARD
	case DB_LANE_COUNT:
		break;
	}
}

void dbc_finish(struct dbc *c, uint64_t cycle)
{
	c->cycle = cycle;
	for (unsigned i = 0; i < c->devs; i++)
		dbc_dev_consumed(&c->dev[i], 0, ~0ull);
}

void dbc_on_finding(struct dbc *c, dbc_finding_fn *fn, void *arg)
{
	c->on_finding = fn;
	c->on_finding_arg = arg;
}

size_t dbc_finding_count(const struct dbc *c)
{
	return c->findings;
}

const struct dbc_finding *dbc_finding(const struct dbc *c, size_t i)
{
	return i < c->findings ? &c->finding[i] : NULL;
}

size_t dbc_errors(const struct dbc *c)
{
	return c->errors;
}

int dbc_stop(const struct dbc *c)
{
	return *c->failed || (c->cfg.stop_at_first && c->errors);
}

const char *dbc_failed(const struct dbc *c)
{
	return *c->failed ? c->failed : NULL;
}

const char *dbc_what_name(enum dbc_what w)
{
	static const char *const name[DBC_EV_COUNT] = {
		[DBC_EV_STORE] = "store",
		[DBC_EV_DRAIN] = "store drains",
		[DBC_EV_LOAD] = "load",
		[DBC_EV_FENCE] = "fence",
		[DBC_EV_DOORBELL] = "doorbell",
		[DBC_EV_OWNER] = "owner word",
		[DBC_EV_ACQUIRE] = "completion seen",
		[DBC_EV_CLEAN] = "cbo.clean",
		[DBC_EV_FLUSH] = "cbo.flush",
		[DBC_EV_INVAL] = "cbo.inval",
		[DBC_EV_ZERO] = "cbo.zero",
		[DBC_EV_CMO_DONE] = "CMO complete",
		[DBC_EV_FILL] = "line fill",
		[DBC_EV_EVICT] = "line evicted",
		[DBC_EV_WRITEBACK] = "written back",
		[DBC_EV_DEV_FETCH] = "device fetches descriptor",
		[DBC_EV_DEV_READ] = "device reads",
		[DBC_EV_DEV_WRITE] = "device writes",
		[DBC_EV_DEV_RECORD] = "device writes record",
		[DBC_EV_DEV_OWNER] = "device returns owner word",
		[DBC_EV_MAP] = "map",
		[DBC_EV_UNMAP] = "unmap",
		[DBC_EV_SYNC_CPU] = "sync for CPU",
		[DBC_EV_SYNC_DEV] = "sync for device",
		[DBC_EV_ALLOC] = "alloc",
		[DBC_EV_FREE] = "free",
		[DBC_EV_STOP] = "stop requested",
		[DBC_EV_STOPPED] = "drain seen",
		[DBC_EV_FINDING] = "FINDING",
	};

	return (unsigned)w < DBC_EV_COUNT && name[w] ? name[w] : "?";
}

/* ---- services of dbc_device.h ---- */

bool dbc_dev_watch(struct dbc_dev *dev, uint64_t phys, uint64_t bytes)
{
	if (dev->watches == MAX_WATCHES)
		return false;
	dev->watch[dev->watches++] = (struct watch){phys, bytes};
	if (phys < dev->watch_lo)
		dev->watch_lo = phys;
	if (phys + bytes > dev->watch_hi)
		dev->watch_hi = phys + bytes;
	return true;
}

void dbc_dev_unwatch(struct dbc_dev *dev, uint64_t phys, uint64_t bytes)
{
	for (unsigned i = 0; i < dev->watches; i++)
		if (dev->watch[i].phys == phys && dev->watch[i].bytes == bytes) {
			dev->watch[i] = dev->watch[--dev->watches];
			break;
		}
	for (uint64_t at = phys; at < phys + bytes; at++) {
		struct page *p = page_of(dev->c, at);
		if (!p)
			break;
		line_of(dev->c, p, at)->sync &= ~line_mask(dev->c, at, 1);
	}
}

void dbc_dev_sync_word(struct dbc_dev *dev, uint64_t phys, unsigned bytes)
{
	struct page *p = page_of(dev->c, phys);

	if (p)
		line_of(dev->c, p, phys)->sync |= line_mask(dev->c, phys, bytes);
}

bool dbc_dev_peek(struct dbc_dev *dev, uint64_t phys, void *to, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++) {
		struct page *p = page_of(dev->c, phys + i);
		if (!p)
			return false;
		((uint8_t *)to)[i] = p->newest_value[(phys + i) & (PAGE_BYTES - 1)];
	}
	return true;
}

bool dbc_dev_wrote(struct dbc_dev *dev, uint64_t phys, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++) {
		struct page *p = page_of(dev->c, phys + i);
		if (!p || !(p->newest[(phys + i) & (PAGE_BYTES - 1)] & VER_DEV))
			return false;
	}
	return true;
}

bool dbc_dev_translate(struct dbc_dev *dev, uint64_t bus, uint64_t bytes, uint64_t *phys)
{
	return bus_to_phys(dev->c, bus, bytes, phys);
}

bool dbc_dev_coherent(struct dbc_dev *dev, bool attribute)
{
	return dev->c->coherent == DBC_COHERENT_ALL || (dev->c->coherent == DBC_COHERENT_CHANNEL && attribute);
}

uint32_t dbc_dev_quirks(struct dbc_dev *dev)
{
	return dev->c->cfg.quirks;
}

void dbc_dev_polled(struct dbc_dev *dev, uint64_t phys, unsigned size, bool coherent, bool pending, uint8_t channel)
{
	struct dbc *c = dev->c;
	struct page *p = page_of(c, phys);
	struct line *l = p ? line_of(c, p, phys) : NULL;
	struct dbc_finding *f;

	if (!l || coherent || c->load_uncached)
		return;
	if (l->poll.order > l->inval.order) {
		struct report r = {.class_id = DB_CLASS_MISSING_INVALIDATE,
				   .kind = DBC_LATENT,
				   .severity = DBC_ERROR,
				   .address = phys,
				   .bytes = size,
				   .access = here(c),
				   .cause = l->poll,
				   .access_what = "load",
				   .cause_what = "the poll before",
				   .channel = channel};
		f = report(c, &r);
		if (f)
			repair(f, l->poll.pc, 1,
			       "cbo.inval of the line before each poll: the cache may keep the old word for ever");
	}
	l->poll = pending ? here(c) : (struct place){.order = 0};
}

void dbc_dev_guarded(struct dbc_dev *dev, uint64_t lo, uint64_t hi)
{
	struct guarded *g = &dev->guarded[dev->guarded_next++ % (sizeof dev->guarded / sizeof *dev->guarded)];

	*g = (struct guarded){.valid = true, .lo = lo, .hi = hi, .seen = here(dev->c)};
	for (unsigned i = 0; i < 64; i++)
		if (dev->early[i].order && dev->early_addr[i] >= lo && dev->early_addr[i] < hi)
			g->early = dev->early[i];
}

void dbc_dev_consumed(struct dbc_dev *dev, uint64_t lo, uint64_t hi)
{
	for (unsigned i = 0; i < sizeof dev->guarded / sizeof *dev->guarded; i++) {
		struct guarded *g = &dev->guarded[i];
		if (!g->valid || g->hi <= lo || g->lo >= hi)
			continue;
		if (g->early.order) {
			struct report r = {.class_id = DB_CLASS_COMPLETION_READ_UNORDERED,
					   .kind = DBC_LATENT,
					   .severity = DBC_ERROR,
					   .address = g->lo,
					   .bytes = g->hi - g->lo,
					   .access = g->early,
					   .cause = g->seen,
					   .access_what = "load",
					   .cause_what = "completion seen",
					   .channel = 0xff};
			struct dbc_finding *f = report(dev->c, &r);
			if (f)
				repair(f, g->seen.pc, 1,
				       "this load, after fence r,r: it was made before the completion was seen");
		}
	}
	dbc_dev_forget(dev, lo, hi);
}

void dbc_dev_forget(struct dbc_dev *dev, uint64_t lo, uint64_t hi)
{
	for (unsigned i = 0; i < sizeof dev->guarded / sizeof *dev->guarded; i++)
		if (dev->guarded[i].hi > lo && dev->guarded[i].lo < hi)
			dev->guarded[i].valid = false;
	for (unsigned i = 0; i < 64; i++)
		if (dev->early[i].order && dev->early_addr[i] >= lo && dev->early_addr[i] < hi)
			dev->early[i].order = 0;
}
