/* SPDX-License-Identifier: Apache-2.0
 * The device's bursts and beats: which bytes were asked for, and which versions it got or made.
 */
#include <string.h>
#include "dbc_internal.h"

bool bus_to_phys(const struct dbc *c, uint64_t bus, uint64_t bytes, uint64_t *phys)
{
	for (int i = 0; i < 2; i++) {
		const struct dbc_window *w = &c->cfg.window[i];
		if (bus >= w->bus && bus - w->bus < w->size) {
			*phys = w->phys + (bus - w->bus);
			return bytes <= w->size - (bus - w->bus);
		}
	}
	return false;
}

static void add_burst(struct dbc *c, struct burst *table, uint8_t user, uint8_t id, uint64_t addr, uint8_t len,
		      uint64_t bytes)
{
	static const enum dbc_what what_read[8] = {DBC_EV_DEV_FETCH, DBC_EV_DEV_READ};
	static const enum dbc_what what_write[8] = {DBC_EV_DEV_WRITE, DBC_EV_DEV_WRITE, DBC_EV_DEV_RECORD,
						    DBC_EV_DEV_OWNER};
	unsigned *top = table == c->read ? &c->read_top : &c->write_top;
	struct burst *b = NULL;
	uint64_t phys;

	for (int i = 0; i < MAX_BURSTS && !b; i++)
		if (!table[i].valid)
			b = &table[i];
	if (!b) {
		shadow_fail(c, "more than %d bursts of the device in flight", MAX_BURSTS);
		return;
	}
	if (b - table >= (long)*top)
		*top = (unsigned)(b - table) + 1;
	memset(b, 0, sizeof *b);
	b->valid = true;
	b->id = id;
	b->user = user;
	b->addr = addr;
	b->bytes = bytes;
	b->beat = addr & ~7ull;
	b->beats = len + 1u;
	b->cycle = c->cycle;
	b->number = ++c->bursts;
	if (bus_to_phys(c, addr, 1, &phys))
		log_event(c, table == c->read ? what_read[user >> 5] : what_write[user >> 5], 0, phys, (uint32_t)bytes,
			  user & 31);
}

void dbc_dar(struct dbc *c, uint64_t cycle, const struct db_probe_dar *e)
{
	c->cycle = cycle;
	add_burst(c, c->read, e->user, e->id, e->addr, e->len, e->bytes);
}

void dbc_daw(struct dbc *c, uint64_t cycle, const struct db_probe_daw *e)
{
	c->cycle = cycle;
	add_burst(c, c->write, e->user, e->id, e->addr, e->len, e->bytes);
}

void dbc_dr(struct dbc *c, uint64_t cycle, const struct db_probe_dr *e)
{
	c->cycle = cycle;
	if (!e->last)
		return;
	/* the burst is over, even if some of its beats never reached memory (a decode error) */
	struct burst *oldest = NULL;
	for (unsigned i = 0; i < c->read_top; i++)
		if (c->read[i].valid && c->read[i].id == e->id && (!oldest || c->read[i].number < oldest->number))
			oldest = &c->read[i];
	if (oldest)
		oldest->valid = false;
}

void dbc_dw(struct dbc *c, uint64_t cycle, const struct db_probe_dw *e)
{
	(void)e; /* the bytes are taken where they reach memory */
	c->cycle = cycle;
}

void dbc_db(struct dbc *c, uint64_t cycle, const struct db_probe_db *e)
{
	struct burst *oldest = NULL;

	c->cycle = cycle;
	for (unsigned i = 0; i < c->write_top; i++)
		if (c->write[i].valid && c->write[i].id == e->id && (!oldest || c->write[i].number < oldest->number))
			oldest = &c->write[i];
	if (oldest)
		oldest->valid = false;
}

/* The oldest burst with this ID that still has beats to come, at this beat. */
static struct burst *burst_at(struct burst *table, unsigned top, uint8_t id)
{
	struct burst *oldest = NULL;

	for (unsigned i = 0; i < top; i++)
		if (table[i].valid && table[i].beats && table[i].id == id &&
		    (!oldest || table[i].number < oldest->number))
			oldest = &table[i];
	return oldest;
}

void bus_memrd(struct dbc *c, const struct db_probe_memrd *e)
{
	struct burst *b = burst_at(c->read, c->read_top, e->id & 63);
	struct page *p = page_of(c, e->addr);
	unsigned at = e->addr & (PAGE_BYTES - 1);
	unsigned wrong = 0, asked = 0;

	if (!b || !p)
		return;
	for (unsigned i = 0; i < 8; i++)
		if (b->beat + i >= b->addr && b->beat + i < b->addr + b->bytes) {
			asked |= 1u << i;
			if (p->memory[at + i] != p->newest[at + i])
				wrong |= 1u << i;
		}
	if (b->user >> 5 == DB_DAR_DATA)
		unit_read_beat(c, b->user & 31, e->addr, (uint8_t)asked, (uint8_t)wrong);
	b->beat += 8;
	b->beats--;
	if (wrong)
		manifest(c, e->addr, 8, true);
}

void bus_memwr(struct dbc *c, const struct db_probe_memwr *e)
{
	struct burst *b = burst_at(c->write, c->write_top, e->id & 63);
	struct page *p = page_of(c, e->addr);
	uint8_t channel = b ? b->user & 31 : 0, kind = b ? b->user >> 5 : DB_DAR_DATA;
	uint32_t unit = kind == DB_DAR_DATA ? unit_for_beat(c, channel, e->addr + (unsigned)__builtin_ctz(e->strb)) : 0;
	const struct unit *u = unit_of(c, unit);
	version_t v;

	if (!p)
		return;
	if (u)
		unit_write_beat(c, u, e->addr);
	if (b) {
		b->beat += 8;
		b->beats--;
	}
	v = new_dev_version(c, 0, channel, kind, unit, u ? u->what.coherent : dbc_dev_coherent(&c->dev[0], false));
	for (unsigned i = 0; i < 8; i++) {
		uint8_t value = (uint8_t)(e->data >> 8 * i);
		unsigned at = (e->addr + i) & (PAGE_BYTES - 1);
		if (!(e->strb >> i & 1))
			continue;
		set_newest(c, e->addr + i, 1, v, &value);
		p->memory[at] = v;
		p->memory_value[at] = value;
		p->known[at / 8] |= (uint8_t)(1 << at % 8);
	}
}

void dbc_mmio(struct dbc *c, uint64_t cycle, const struct db_probe_mmio *e)
{
	(void)e; /* when a register write arrives is the device's luck: what counts is the store's place in the program
		  */
	c->cycle = cycle;
}

void dbc_irq(struct dbc *c, uint64_t cycle, const struct db_probe_irq *e)
{
	(void)e; /* an interrupt orders nothing; what the handler reads does */
	c->cycle = cycle;
}
