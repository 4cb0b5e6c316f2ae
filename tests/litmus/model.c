/* SPDX-License-Identifier: Apache-2.0
 * What a test may show: all runs of an abstract machine, enumerated.
 *
 * Source: RVWMO, Zicbom and docs/memory-model.md; nothing is taken from the RTL. An operation of the hart may perform
 * once every earlier one that it is ordered after has performed:
 *   - stores to one variable, a load before a store of it, loads of it (a load after a store may read that store early)
 *   - a CMO and any access to its line, in both directions
 *   - a fence with the one in its predecessor and the other in its successor set; CMOs count as W
 *   - device accesses, which here all go to one device
 *   - a branch (in the waits) before stores, CMOs and device stores, not before loads
 * Between any two steps a line may be evicted (written back if dirty) or prefetched. The bytes of a line that is
 * written back reach memory variable by variable, in any order: nothing promises more. A CMO performs when memory has
 * them all. The engine reads and writes memory; its record follows its data; its reads of one descriptor go in
 * ascending order.
 *
 * The second set keeps to what the page says about this core: a load is performed before later stores, CMOs and device
 * accesses, a load from the device also before later loads, and a load passes an earlier load only if it hits.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "litmus.h"

struct state {
	uint16_t done;	      /* operations performed */
	uint8_t there, dirty; /* lines in the L1D: bit 0 X (with Y for OWNER), bit 1 Y */
	uint8_t c[2], m[2];   /* values in the L1D and in memory */
	uint8_t w[2], on_way; /* values being written back; bit v: it has not reached memory */
	uint8_t record, head; /* shown as complete */
	uint8_t r[2];	      /* flag, payload */
	uint8_t d[2];	      /* what the engine read, 7: not yet */
	uint8_t bells;	      /* doorbells that the engine has not acted on */
	uint8_t step;	      /* of the engine */
	uint8_t last;	      /* OWNER: the poll at the end is done */
};

#define STATES (1 << 20)
static struct state *seen;
static uint8_t *used;
static uint32_t *list;
static unsigned int seen_count;

static bool is_cmo(const struct op *o)
{
	return o->kind == CLEAN || o->kind == FLUSH || o->kind == INVAL;
}
static bool is_store(const struct op *o)
{
	return o->kind == ST || o->kind == STU;
}
static bool is_wait(const struct op *o)
{
	return o->kind == AWAIT_MEM || o->kind == AWAIT_REG;
}
static bool on_data(const struct op *o)
{
	return o->kind <= INVAL;
}
static unsigned int class(const struct op *o)
{
	switch (o->kind) {
	case ST:
	case STU:
	case CLEAN:
	case FLUSH:
	case INVAL:
		return F_W;
	case LD:
	case LDU:
	case FLAG_MEM:
	case AWAIT_MEM:
		return F_R;
	case DOORBELL:
		return F_O;
	case FLAG_REG:
	case AWAIT_REG:
		return F_I;
	default:
		return 0;
	}
}

static unsigned int line(const struct test *t, unsigned int var)
{
	return t->agent == OWNER ? 0 : var;
}

/* b, later in the program, waits for a. hit: b would read from the L1D. */
static bool ordered(const struct test *t, unsigned int ia, unsigned int ib, bool core, bool hit)
{
	const struct op *a = &t->op[ia], *b = &t->op[ib];
	unsigned int ca = class(a), cb = class(b);

	for (unsigned int i = ia + 1; i < ib; i++)
		if (t->op[i].kind == FENCE && t->op[i].pred & ca && t->op[i].succ & cb)
			return true;
	if (on_data(a) && on_data(b) && line(t, a->var) == line(t, b->var)) {
		if (is_cmo(a) || is_cmo(b))
			return true;
		if (a->var == b->var && (is_store(b) || !is_store(a)))
			return true;
	}
	if ((ca | cb) == (F_I | F_O) || (ca == cb && ca & (F_I | F_O)))
		return true;
	if (is_wait(a) && cb & (F_W | F_O))
		return true;
	if (core) {
		if (ca & (F_R | F_I) && cb & (F_W | F_O))
			return true;
		if (ca == F_I && cb == F_R)
			return true;
		if (ca == F_R && cb == F_R && !hit)
			return true;
	}
	return false;
}

static void fill(const struct test *t, struct state *s, unsigned int l)
{
	if (s->there >> l & 1)
		return;
	s->there |= (uint8_t)(1 << l);
	for (unsigned int v = 0; v < 2; v++)
		if (line(t, v) == l)
			s->c[v] = s->on_way >> v & 1 ? s->w[v] : s->m[v];
}

static bool on_way(const struct test *t, const struct state *s, unsigned int l)
{
	for (unsigned int v = 0; v < 2; v++)
		if (line(t, v) == l && s->on_way >> v & 1)
			return true;
	return false;
}

/* Not while an older write-back of the line is on its way. */
static bool write_back(const struct test *t, struct state *s, unsigned int l)
{
	if (!(s->dirty >> l & 1) || on_way(t, s, l))
		return false;
	s->dirty &= (uint8_t) ~(1 << l);
	for (unsigned int v = 0; v < 2; v++)
		if (line(t, v) == l) {
			s->w[v] = s->c[v];
			s->on_way |= (uint8_t)(1 << v);
		}
	return true;
}

static void drop(struct state *s, unsigned int l)
{
	s->there &= (uint8_t) ~(1 << l);
	s->dirty &= (uint8_t) ~(1 << l);
}

static void visit(const struct state *s)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < sizeof(*s); i++)
		h = (h ^ ((const uint8_t *)s)[i]) * 16777619u;
	for (h %= STATES; used[h]; h = (h + 1) % STATES)
		if (!memcmp(&seen[h], s, sizeof(*s)))
			return;
	if (seen_count == STATES / 2) {
		fprintf(stderr, "litmus: too many states: raise STATES in model.c\n");
		exit(2);
	}
	used[h] = 1;
	seen[h] = *s;
	list[seen_count++] = h;
}

static void hart(const struct test *t, const struct state *from, bool core)
{
	for (unsigned int i = 0; i < t->n; i++) {
		const struct op *o = &t->op[i];
		struct state s = *from;
		unsigned int l = line(t, o->var);
		bool ready = true, forwarded = false;

		if (o->kind == FENCE || s.done >> i & 1)
			continue;
		for (unsigned int j = 0; j < i; j++)
			if (!(s.done >> j & 1) && ordered(t, j, i, core, o->kind == LD && s.there >> l & 1))
				ready = false;
		if (!ready)
			continue;
		switch (o->kind) {
		case ST:
			fill(t, &s, l);
			s.c[o->var] = o->value;
			s.dirty |= (uint8_t)(1 << l);
			break;
		case STU:
			s.m[o->var] = o->value;
			break;
		case LD:
			for (unsigned int j = 0; j < i; j++) /* the newest own store that has not performed */
				if (!(s.done >> j & 1) && is_store(&t->op[j]) && t->op[j].var == o->var) {
					s.r[1] = t->op[j].value;
					forwarded = true;
				}
			if (!forwarded) {
				fill(t, &s, l);
				s.r[1] = s.c[o->var];
			}
			break;
		case LDU:
			s.r[1] = s.m[o->var];
			break;
		case CLEAN:
		case FLUSH:
			if (write_back(t, &s, l))
				visit(&s);
			ready = !(s.dirty >> l & 1) && !on_way(t, &s, l);
			if (o->kind == FLUSH)
				drop(&s, l);
			break;
		case INVAL:
			ready = !on_way(t, &s, l);
			drop(&s, l);
			break;
		case DOORBELL:
			s.bells++;
			break;
		case FLAG_MEM:
			s.r[0] = s.record;
			break;
		case FLAG_REG:
			s.r[0] = s.head;
			break;
		case AWAIT_MEM:
			ready = s.record;
			break;
		case AWAIT_REG:
			ready = s.head;
			break;
		case FENCE:
			break;
		}
		if (!ready)
			continue;
		s.done |= (uint16_t)(1 << i);
		visit(&s);
	}
}

static void engine(const struct test *t, const struct state *from)
{
	struct state s = *from;

	switch (t->agent) {
	case READS:
	case READS_TWO:
		for (unsigned int v = 0; v < (t->agent == READS ? 1u : 2u); v++)
			if (s.bells && s.d[v] == 7) {
				struct state next = s;

				next.d[v] = s.m[v];
				visit(&next);
			}
		break;
	case WRITES:
	case WRITES_AWAITED:
	case OVERWRITES:
		if (t->agent == OVERWRITES && !s.bells)
			break;
		if (s.step == 0) {
			s.m[0] = t->agent == OVERWRITES ? 2 : 1;
			s.step = 1;
			visit(&s);
		} else {
			struct state next = s;

			next.record = 1;
			visit(&next);
			next = s;
			next.head = 1;
			visit(&next);
		}
		break;
	case OWNER:
		if (s.step == 0 && s.bells && s.d[0] == 7) { /* sees the owner bit */
			s.bells--;
			s.step = s.m[1] ? 1 : 0;
			visit(&s);
		} else if (s.step == 1) {
			s.d[0] = s.m[0];
			s.step = 2;
			visit(&s);
		}
		break;
	}
}

static bool finished(const struct test *t, const struct state *s)
{
	for (unsigned int i = 0; i < t->n; i++)
		if (t->op[i].kind != FENCE && !(s->done >> i & 1))
			return false;
	switch (t->agent) {
	case READS:
		return s->d[0] != 7;
	case READS_TWO:
		return s->d[0] != 7 && s->d[1] != 7;
	case OWNER:
		return s->d[0] != 7;
	default:
		return s->record && s->head;
	}
}

static unsigned int outcome(const struct test *t, const struct state *s)
{
	switch (t->agent) {
	case READS:
	case OWNER:
		return s->d[0];
	case READS_TWO:
		return s->d[0] + 2u * s->d[1];
	case WRITES:
		return s->r[0] + 2u * s->r[1];
	default:
		return s->r[1];
	}
}

static uint8_t explore(const struct test *t, bool core)
{
	struct state s = {.d = {7, 7}};
	uint8_t outcomes = 0;

	if (!seen) {
		seen = calloc(STATES, sizeof(*seen));
		used = malloc(STATES);
		list = calloc(STATES, sizeof(*list));
		if (!seen || !used || !list)
			exit(2);
	}
	memset(used, 0, STATES);
	seen_count = 0;
	if (t->agent == OWNER) {
		s.m[0] = 1;
		s.bells = 3; /* polls before the test */
	}
	if (t->cached)
		fill(t, &s, 0);
	visit(&s);
	for (unsigned int n = 0; n < seen_count; n++) {
		struct state now = seen[list[n]], next;

		if (finished(t, &now))
			outcomes |= (uint8_t)(1 << outcome(t, &now));
		hart(t, &now, core);
		engine(t, &now);
		for (unsigned int l = 0; l < 2; l++) {
			next = now;
			if (next.there >> l & 1) {
				if (!(next.dirty >> l & 1) || write_back(t, &next, l)) {
					drop(&next, l);
					visit(&next);
				}
			} else {
				fill(t, &next, l);
				visit(&next);
			}
		}
		for (unsigned int v = 0; v < 2; v++)
			if (now.on_way >> v & 1) {
				next = now;
				next.m[v] = next.w[v];
				next.on_way &= (uint8_t) ~(1 << v);
				visit(&next);
			}
		if (t->agent == OWNER &&
		    !now.last) { /* all is done: what is dirty is cleaned, and the engine is asked again */
			bool all = true;

			for (unsigned int i = 0; i < t->n; i++)
				all = all && (t->op[i].kind == FENCE || now.done >> i & 1);
			if (all) {
				next = now;
				if (!write_back(t, &next, 0) && !next.dirty && !next.on_way) {
					next.bells++;
					next.last = 1;
				}
				visit(&next);
			}
		}
	}
	return outcomes;
}

void model(struct test *t)
{
	t->allowed = explore(t, false);
	t->reachable = explore(t, true) & t->allowed;
}
