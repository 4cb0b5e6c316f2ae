/* SPDX-License-Identifier: Apache-2.0
 * Retired instructions, in program order: fences, dependencies, calling context, hints, and the accesses that the rules
 * judge. Sources: RISC-V Unprivileged ISA, chapters RVWMO and CMO; HINT space: slti with rd = x0.
 */
#include <string.h>
#include "dbc_internal.h"

struct place here(const struct dbc *c)
{
	return (struct place){.pc = c->hart.pc, .order = c->hart.order, .cycle = c->cycle, .context = c->hart.context};
}

/* ---- calling context ---- */

void site_of(const struct dbc *c, const struct place *p, struct dbc_site *s)
{
	s->pc = p->pc;
	s->depth = 0;
	for (uint32_t n = p->context; n && s->depth < DBC_STACK; n = c->context[n].parent)
		s->stack[s->depth++] = c->context[n].call;
}

static uint32_t context_of_call(struct dbc *c, uint32_t parent, uint64_t call, uint64_t back)
{
	uint32_t hash = (uint32_t)((call >> 1) * 2654435761u ^ parent * 40503u) % MAX_CONTEXTS, n;

	for (n = c->context_hash[hash]; n; n = c->context[n].next)
		if (c->context[n].parent == parent && c->context[n].call == call)
			return n;
	if (c->contexts + 1 == MAX_CONTEXTS)
		return parent; /* deeper than anyone reads */
	n = ++c->contexts;
	c->context[n] = (struct context){.call = call, .back = back, .parent = parent, .next = c->context_hash[hash]};
	c->context_hash[hash] = n;
	return n;
}

static void call_and_return(struct dbc *c, const struct db_probe_ret *e)
{
	struct hart *h = &c->hart;
	uint32_t insn = e->insn;
	unsigned rd = 0, rs1 = 0;
	uint64_t next = e->pc_rdata + 4;

	if ((insn & 0x7f) == 0x6f || (insn & 0x7f) == 0x67) {
		rd = insn >> 7 & 31;
		rs1 = (insn & 0x7f) == 0x67 ? insn >> 15 & 31 : 0;
	} else if ((insn & 0xf07f) == 0x9002 && insn >> 7 & 31) { /* c.jalr */
		rd = 1;
		rs1 = insn >> 7 & 31;
		next = e->pc_rdata + 2;
	} else if ((insn & 0xf07f) == 0x8002 && insn >> 7 & 31) { /* c.jr */
		rs1 = insn >> 7 & 31;
	} else {
		return;
	}
	if (rd == 1 || rd == 5) {
		h->context = context_of_call(c, h->context, e->pc_rdata, next);
	} else if (rs1 == 1 || rs1 == 5) {
		uint32_t n = h->context;
		for (unsigned i = 0; n && i < 64; i++, n = c->context[n].parent)
			if (c->context[n].back == e->pc_wdata) {
				h->context = c->context[n].parent;
				return;
			}
	}
}

static void trap_entry(struct dbc *c)
{
	struct hart *h = &c->hart;

	if (h->traps < 8) {
		h->trap_context[h->traps] = h->context;
		memcpy(h->hint_stack[h->traps], h->hint, sizeof h->hint);
	}
	h->traps++;
}

static void trap_return(struct dbc *c)
{
	struct hart *h = &c->hart;

	if (!h->traps)
		return;
	if (--h->traps < 8) {
		h->context = h->trap_context[h->traps];
		memcpy(h->hint, h->hint_stack[h->traps], sizeof h->hint);
	}
}

/* ---- order ---- */

static void fence(struct dbc *c, unsigned pred, unsigned succ)
{
	struct hart *h = &c->hart;
	enum { W = 1, R = 2, O = 4, I = 8 };

	if (pred & W && succ & O)
		h->fence_w_o = h->order;
	if (pred & W && succ & W)
		h->fence_w_w = h->order;
	if (pred & I && succ & R)
		h->fence_i_r = h->order;
	if (pred & R && succ & R)
		h->fence_r_r = h->order;
	log_event(c, DBC_EV_FENCE, h->pc, pred << 4 | succ, 0, 0xff);
}

static void taint(struct dbc *c, const struct db_probe_ret *e, bool load)
{
	struct hart *h = &c->hart;
	uint64_t t;

	if (!e->rd_addr)
		return;
	t = h->taint[e->rs1_addr];
	if (!load && h->taint[e->rs2_addr] > t)
		t = h->taint[e->rs2_addr];
	h->taint[e->rd_addr] = c->acquired ? h->order : t;
}

/* ---- devices ---- */

static void io_access(struct dbc *c, const struct db_probe_ret *e, uint64_t addr, bool store)
{
	unsigned size = (unsigned)__builtin_popcount(store ? e->mem_wmask : e->mem_rmask);
	uint64_t value = store ? e->mem_wdata : e->mem_rdata;

	if (size < 8)
		value &= (1ull << 8 * size) - 1;
	if (store && addr == DB_SYSCTL_BASE + 0x14)
		c->coherent = (uint32_t)(value & 3);
	for (unsigned i = 0; i < c->devs; i++) {
		struct dbc_dev *d = &c->dev[i];
		if (addr - d->how->base >= d->how->size)
			continue;
		c->at_io = true;
		if (store)
			d->how->reg_write(d->self, addr - d->how->base, value, size);
		else
			d->how->reg_read(d->self, addr - d->how->base, value, size);
		if (c->acquired)
			log_event(c, DBC_EV_ACQUIRE, c->hart.pc, addr, 0, 0xff);
	}
}

static bool watched(const struct dbc_dev *d, uint64_t phys, unsigned size)
{
	if (phys >= d->watch_hi || phys + size <= d->watch_lo)
		return false;
	for (unsigned i = 0; i < d->watches; i++)
		if (phys < d->watch[i].phys + d->watch[i].bytes && d->watch[i].phys < phys + size)
			return true;
	return false;
}

static void memory_load(struct dbc *c, const struct db_probe_ret *e)
{
	uint64_t phys = unalias(e->mem_addr);
	unsigned size = (unsigned)__builtin_popcount(e->mem_rmask);

	c->load_uncached = phys != e->mem_addr;
	rule_load(c, e->mem_addr, size, e->mem_rdata, e->rs1_addr);
	for (unsigned i = 0; i < c->devs; i++) {
		struct dbc_dev *d = &c->dev[i];
		struct page *p;
		if (!watched(d, phys, size))
			continue;
		c->at_io = false;
		d->how->mem_load(d->self, phys, e->mem_rdata, size);
		if (c->acquired) {
			log_event(c, DBC_EV_ACQUIRE, c->hart.pc, phys, size, 0xff);
			continue;
		}
		p = page_of(c, phys);
		if (p && !(line_of(c, p, phys)->sync & line_mask(c, phys, size))) {
			rule_guarded(d, phys, size, e->rs1_addr);
			d->early[phys / 4 % 64] = here(c);
			d->early_addr[phys / 4 % 64] = phys;
		}
	}
}

static void memory_store(struct dbc *c, const struct db_probe_ret *e)
{
	uint64_t phys = unalias(e->mem_addr);
	unsigned size = (unsigned)__builtin_popcount(e->mem_wmask);
	version_t v = version_of_order(c, e->order);
	struct cpu_version *store = &c->cpu_version[v % CPU_VERSIONS];

	store->pc = c->hart.pc;
	store->order = c->hart.order;
	store->cycle = c->cycle;
	store->context = c->hart.context;
	store->uncached = phys != e->mem_addr;
	rule_store(c, e->mem_addr, size);
	set_newest(c, phys, size, v, &e->mem_wdata);
	log_event(c, DBC_EV_STORE, c->hart.pc, phys, size, 0xff);
	for (unsigned i = 0; i < c->devs; i++)
		if (watched(&c->dev[i], phys, size)) {
			c->at_io = false;
			c->dev[i].how->mem_store(c->dev[i].self, phys, size);
		}
}

/* cbo.zero is a store of a line of zeros. */
static void zero_line(struct dbc *c, uint64_t addr)
{
	static const uint8_t zeros[64];
	uint64_t line = line_base(c, addr);

	for (uint64_t at = line; at < line + c->cfg.line_bytes; at += 8) {
		version_t v = version_of_order(c, c->hart.order - 1);
		struct cpu_version *store = &c->cpu_version[v % CPU_VERSIONS];
		store->pc = c->hart.pc;
		store->order = c->hart.order;
		store->cycle = c->cycle;
		store->context = c->hart.context;
		rule_store(c, at, 8);
		set_newest(c, at, 8, v, zeros);
	}
	log_event(c, DBC_EV_ZERO, c->hart.pc, line, c->cfg.line_bytes, 0xff);
}

void dbc_ret(struct dbc *c, uint64_t cycle, const struct db_probe_ret *e)
{
	struct hart *h = &c->hart;
	uint32_t insn = e->insn;
	unsigned opcode = insn & 0x7f;

	c->cycle = cycle;
	h->order = e->order + 1; /* 0 stands for never */
	h->pc = e->pc_rdata;
	if (e->intr)
		trap_entry(c);
	if (e->trap)
		return;
	c->acquired = false;
	if (e->mem_rmask | e->mem_wmask) {
		bool ram = e->mem_addr >= DB_RAM_BASE;
		bool amo = opcode == 0x2f;
		if (amo && insn >> 25 & 1) /* .rl: what is before it is visible when its store is */
			h->fence_w_w = h->order;
		if (e->mem_rmask) {
			if (ram)
				memory_load(c, e);
			else
				io_access(c, e, e->mem_addr, false);
		}
		taint(c, e, true);
		if (e->mem_wmask) {
			if (ram)
				memory_store(c, e);
			else
				io_access(c, e, e->mem_addr, true);
		}
		if (amo && insn >> 26 & 1) /* .aq */
			h->fence_r_r = h->order;
		return;
	}
	switch (opcode) {
	case 0x0f:
		if ((insn & 0x707f) == 0x000f) {
			if (insn >> 28 == 8) { /* fence.tso: r,rw and w,w */
				fence(c, 2, 3);
				fence(c, 1, 1);
			} else {
				fence(c, insn >> 24 & 15, insn >> 20 & 15);
			}
		} else if ((insn & 0x7fff) == 0x200f) {
			if (insn >> 20 <= 2)
				rule_cmo(c, e->mem_addr, insn >> 20);
			else if (insn >> 20 == 4)
				zero_line(c, e->mem_addr);
		}
		return;
	case 0x13:
		if ((insn & 0x7fff) == 0x2013) { /* slti x0: a hint to us */
			unsigned imm = insn >> 20;
			if (imm - DB_HINT_IMM_ARG < 8)
				h->hint[imm - DB_HINT_IMM_ARG] = e->rs1_rdata;
			else if (imm)
				hint(c, imm, h->hint);
			return;
		}
		break;
	case 0x6f:
	case 0x67:
		call_and_return(c, e);
		break;
	case 0x73:
		if (insn == 0x30200073)
			trap_return(c);
		break;
	default:
		if ((insn & 3) == 2)
			call_and_return(c, e);
		break;
	}
	taint(c, e, false);
}

void dbc_where(const struct dbc *c, struct dbc_site *site)
{
	struct place p = here(c);

	site_of(c, &p, site);
}
