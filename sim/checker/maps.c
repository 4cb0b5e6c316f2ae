/* SPDX-License-Identifier: Apache-2.0
 * Mappings, coherent memory and allocations: what firmware says by hints (include/spec/hints.def).
 */
#include <stdlib.h>
#include <string.h>
#include "dbc_internal.h"

/* Who owns the bytes of a live mapping: the CPU from a sync_for_cpu on, the device from a sync_for_device on. */
static void hand_over(struct dbc *c, uint64_t phys, uint64_t size, bool to_cpu)
{
	for (uint64_t line = line_base(c, phys); line < phys + size; line += c->cfg.line_bytes) {
		struct page *p = page_of(c, line);
		uint64_t lo = line > phys ? line : phys;
		uint64_t hi = line + c->cfg.line_bytes < phys + size ? line + c->cfg.line_bytes : phys + size;
		struct line *l;
		if (!p)
			return;
		l = line_of(c, p, line);
		if (to_cpu)
			l->synced |= line_mask(c, lo, hi - lo);
		else
			l->synced &= ~line_mask(c, lo, hi - lo);
	}
}

static void count_lines(struct dbc *c, const struct map *m, int step)
{
	for (uint64_t line = line_base(c, m->phys); line < m->phys + m->size; line += c->cfg.line_bytes) {
		struct page *p = page_of(c, line);
		struct line *l = p ? line_of(c, p, line) : NULL;
		if (l)
			l->maps = (uint16_t)(l->maps + step);
	}
}

static void map_add(struct dbc *c, enum owner owner, const uint64_t *arg, uint64_t dma, unsigned dir, unsigned attrs,
		    uint64_t size)
{
	struct map *m;

	if (dma == ~0ull || !size || c->maps == MAX_MAPS)
		return;
	m = &c->map[c->maps++];
	*m = (struct map){.owner = owner,
			  .device = arg[0],
			  .phys = unalias(arg[1]),
			  .dma = dma,
			  .size = size,
			  .dir = dir,
			  .attrs = attrs,
			  .mapped = here(c)};
	if (owner != OWNER_COHERENT) {
		count_lines(c, m, 1);
		hand_over(c, m->phys, m->size, false);
	}
}

/* The mapping that was made with this address and size, else the one that holds the address. */
static struct map *map_find(struct dbc *c, uint64_t device, uint64_t dma, uint64_t size)
{
	struct map *holds = NULL;

	for (unsigned i = c->maps; i--;) {
		struct map *m = &c->map[i];
		if (m->device != device || dma - m->dma >= m->size)
			continue;
		if (m->dma == dma && m->size == size)
			return m;
		holds = m;
	}
	return holds;
}

static void map_remove(struct dbc *c, struct map *m)
{
	if (!m)
		return;
	if (m->owner != OWNER_COHERENT)
		count_lines(c, m, -1);
	*m = c->map[--c->maps];
}

const struct map *map_at(const struct dbc *c, uint64_t phys, uint64_t size)
{
	for (unsigned i = 0; i < c->maps; i++)
		if (c->map[i].owner != OWNER_COHERENT && phys < c->map[i].phys + c->map[i].size &&
		    c->map[i].phys < phys + size)
			return &c->map[i];
	return NULL;
}

const struct map *map_in_line(const struct dbc *c, uint64_t line, uint64_t size)
{
	const struct map *found = NULL;

	for (unsigned i = 0; i < c->maps; i++) {
		const struct map *m = &c->map[i];
		if (m->owner == OWNER_COHERENT || line >= m->phys + m->size || m->phys >= line + size)
			continue;
		found = m;
		if (m->owner == OWNER_DEVICE && m->dir != DB_HINT_DIR_TO_DEVICE)
			break;
	}
	return found;
}

const struct map *map_of_dma(const struct dbc *c, uint64_t device, uint64_t dma, uint64_t size, const struct map *but)
{
	for (unsigned i = 0; i < c->maps; i++) {
		const struct map *m = &c->map[i];
		if (m != but && m->device == device && dma >= m->dma && dma - m->dma < m->size &&
		    size <= m->size - (dma - m->dma))
			return m;
	}
	return NULL;
}

const struct object *object_at(struct dbc *c, uint64_t phys)
{
	for (size_t i = 0; i < c->objects; i++)
		if (phys - c->object[i].base < c->object[i].size)
			return &c->object[i];
	return NULL;
}

static struct dbc_dev *device_of(struct dbc *c, uint64_t id)
{
	for (unsigned i = 0; i < c->devs; i++)
		if (id - c->dev[i].how->base < c->dev[i].how->size)
			return &c->dev[i];
	return NULL;
}

static void dead(struct dbc *c, uint64_t phys, uint64_t size)
{
	for (uint64_t at = unalias(phys); size; at++, size--) {
		struct page *p = page_of(c, at);
		if (!p)
			return;
		p->newest[at & (PAGE_BYTES - 1)] = 0;
		line_of(c, p, at)->lost &= ~line_mask(c, at, 1);
	}
}

void hint(struct dbc *c, unsigned op, const uint64_t *a)
{
	struct dbc_dev *dev = device_of(c, a[0]);
	struct map *m;
	uint64_t phys = 0;

	switch (op) {
	case DB_HINT_FREE:
		m = NULL;
		rule_unmap(c, unalias(a[0]), 1, NULL, "free");
		log_event(c, DBC_EV_FREE, c->hart.pc, unalias(a[0]), 0, 0xff);
		break;
	case DB_HINT_ALLOC:
		log_event(c, DBC_EV_ALLOC, c->hart.pc, unalias(a[0]), (uint32_t)a[1], 0xff);
		break;
	case DB_HINT_DMA_ALLOC:
		map_add(c, OWNER_COHERENT, a, a[2], DB_HINT_DIR_BIDIRECTIONAL, 0, a[3]);
		break;
	case DB_HINT_DMA_FREE:
		rule_unmap(c, unalias(a[1]), a[3], NULL, "dma_free_coherent()");
		map_remove(c, map_find(c, a[0], a[2], a[3]));
		break;
	case DB_HINT_MAP_END:
		if (dev)
			dev->streaming = true;
		map_add(c, OWNER_DEVICE, a, a[4], (unsigned)a[3], (unsigned)a[5], a[2]);
		log_event(c, DBC_EV_MAP, c->hart.pc, unalias(a[1]), (uint32_t)a[2], 0xff);
		break;
	case DB_HINT_UNMAP_BEGIN:
		if (bus_to_phys(c, a[1], 1, &phys))
			rule_unmap(c, phys, a[2], map_find(c, a[0], a[1], a[2]), "unmap");
		break;
	case DB_HINT_UNMAP_END:
		m = map_find(c, a[0], a[1], a[2]);
		if (m)
			log_event(c, DBC_EV_UNMAP, c->hart.pc, m->phys, (uint32_t)m->size, 0xff);
		map_remove(c, m);
		break;
	case DB_HINT_SYNC_CPU_END:
	case DB_HINT_SYNC_DEV_END:
		m = map_find(c, a[0], a[1], a[2]);
		if (m && m->owner != OWNER_COHERENT) {
			hand_over(c, m->phys + (a[1] - m->dma), a[2], op == DB_HINT_SYNC_CPU_END);
			if (op == DB_HINT_SYNC_DEV_END)
				m->mapped = here(c);
			log_event(c, op == DB_HINT_SYNC_CPU_END ? DBC_EV_SYNC_CPU : DBC_EV_SYNC_DEV, c->hart.pc,
				  m->phys + (a[1] - m->dma), (uint32_t)a[2], 0xff);
		}
		break;
	case DB_HINT_DEAD:
		dead(c, a[0], a[1]);
		break;
	case DB_HINT_MASK:
		if (dev)
			dev->mask = a[1];
		break;
	}
}
