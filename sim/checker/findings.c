/* SPDX-License-Identifier: Apache-2.0
 * Findings: merged by class, access and cause; their history from the log of what happened to a line.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "dbc_internal.h"

enum { HISTORY_AT_ONCE = 16, FENCES_AT_MOST = 3, LOOK_BACK = 8192, REPAIRS_TOLD = 256 };

static bool everywhere(uint8_t what)
{
	return what == DBC_EV_FENCE || what == DBC_EV_DOORBELL || what == DBC_EV_ACQUIRE || what == DBC_EV_STOP ||
	       what == DBC_EV_STOPPED || what == DBC_EV_OWNER;
}

static bool touches(const struct dbc *c, const struct dbc_event *e, uint64_t phys)
{
	uint64_t line = line_base(c, phys);

	return e->address < line + c->cfg.line_bytes && line < e->address + (e->bytes ? e->bytes : 1);
}

/* What happens after a finding still belongs to its story: the device's read, the eviction. */
static void append(struct dbc *c, const struct dbc_event *e)
{
	unsigned first = c->open_first;

	for (size_t i = first; i < c->findings; i++) {
		struct dbc_finding *f = &c->finding[i];
		if (f->events < DBC_HISTORY && touches(c, e, f->address) && !everywhere(e->what))
			f->history[f->events++] = *e;
		else if (i == c->open_first && (f->events == DBC_HISTORY || e->cycle > f->cycle + 20000))
			c->open_first++;
	}
}

void log_event(struct dbc *c, enum dbc_what what, uint64_t pc, uint64_t address, uint32_t bytes, uint8_t channel)
{
	struct dbc_event *e = &c->log[c->log_count++ % LOG_EVENTS];

	*e = (struct dbc_event){.cycle = c->cycle,
				.pc = pc,
				.address = address,
				.bytes = bytes,
				.what = (uint8_t)what,
				.channel = channel};
	if (c->open_first < c->findings)
		append(c, e);
}

static void collect_history(struct dbc *c, struct dbc_finding *f)
{
	struct dbc_event found[HISTORY_AT_ONCE];
	unsigned n = 0, fences = 0, doorbells = 0;

	for (uint64_t i = c->log_count;
	     i && c->log_count - i < LOOK_BACK && c->log_count - i < LOG_EVENTS && n < HISTORY_AT_ONCE; i--) {
		const struct dbc_event *e = &c->log[(i - 1) % LOG_EVENTS];
		if (everywhere(e->what)) {
			unsigned *count = e->what == DBC_EV_FENCE ? &fences : &doorbells;
			if (++*count > FENCES_AT_MOST)
				continue;
		} else if (!touches(c, e, f->address)) {
			continue;
		} else if (n && e->what == found[n - 1].what && e->pc == found[n - 1].pc && e->what == DBC_EV_STORE) {
			continue; /* a loop that fills a line is one event */
		}
		found[n++] = *e;
	}
	f->events = 0;
	while (n)
		f->history[f->events++] = found[--n];
	f->history[f->events++] = (struct dbc_event){.cycle = c->cycle,
						     .pc = f->access.pc,
						     .address = f->address,
						     .bytes = (uint32_t)f->bytes,
						     .what = DBC_EV_FINDING,
						     .channel = f->channel};
}

struct place place_of_version(const struct dbc *c, version_t v)
{
	const struct cpu_version *cpu = cpu_version(c, v);

	return cpu ? (struct place){.pc = cpu->pc, .order = cpu->order, .cycle = cpu->cycle, .context = cpu->context}
		   : (struct place){.pc = 0};
}

static void widen(struct dbc_finding *f, const struct report *r)
{
	if (r->address < f->lo)
		f->lo = r->address;
	if (r->address + r->bytes > f->hi)
		f->hi = r->address + r->bytes;
	if (r->kind == DBC_MANIFEST)
		f->kind = DBC_MANIFEST;
	f->also |= r->also;
	f->count++;
}

struct dbc_finding *report(struct dbc *c, const struct report *r)
{
	uint64_t key[3] = {r->class_id, r->access.pc, r->cause.pc};
	const struct object *o;
	struct dbc_finding *f;

	for (size_t i = 0; i < c->findings; i++)
		if (!memcmp(c->finding_key[i], key, sizeof key)) {
			widen(&c->finding[i], r);
			return &c->finding[i];
		}
	if (c->findings == MAX_FINDINGS)
		return NULL;
	memcpy(c->finding_key[c->findings], key, sizeof key);
	f = &c->finding[c->findings];
	memset(f, 0, sizeof *f);
	f->class_id = r->class_id;
	f->severity = r->severity;
	f->kind = r->kind;
	f->cycle = c->cycle;
	f->address = f->lo = r->address;
	f->bytes = r->bytes;
	f->hi = r->address + r->bytes;
	f->channel = r->channel;
	f->access_what = r->access_what;
	f->cause_what = r->cause_what;
	site_of(c, &r->access, &f->access);
	site_of(c, &r->cause, &f->cause);
	f->also = r->also;
	f->count = 1;
	o = object_at(c, r->address);
	if (o) {
		f->object = o->name;
		f->object_offset = r->address - o->base;
	}
	shadow_copies(c, r->address, f);
	collect_history(c, f);
	c->findings++;
	c->errors += r->severity == DBC_ERROR;
	if (c->on_finding)
		c->on_finding(c->on_finding_arg, f);
	return f;
}

void repair(struct dbc_finding *f, uint64_t pc, int after, const char *fmt, ...)
{
	va_list ap;

	if (f->count > REPAIRS_TOLD)
		return; /* the range has been seen by now */
	va_start(ap, fmt);
	vsnprintf(f->repair, sizeof f->repair, fmt, ap);
	va_end(ap);
	f->repair_pc = pc;
	f->repair_after = after;
}

void also(struct dbc *c, enum db_class root, uint64_t access_pc, enum db_class consequence)
{
	for (size_t i = 0; i < c->findings; i++)
		if (c->finding[i].class_id == root && c->finding[i].access.pc == access_pc)
			c->finding[i].also |= 1u << consequence;
}

void manifest(struct dbc *c, uint64_t phys, unsigned bytes, bool to_device)
{
	for (size_t i = 0; i < c->findings; i++) {
		struct dbc_finding *f = &c->finding[i];
		bool read = f->class_id == DB_CLASS_MISSING_CLEAN || f->class_id == DB_CLASS_CLEAN_NOT_COMPLETE ||
			    f->class_id == DB_CLASS_DOORBELL_BEFORE_DATA ||
			    f->class_id == DB_CLASS_OWNER_BIT_NOT_LAST ||
			    f->class_id == DB_CLASS_INVALIDATE_DESTROYS_DATA;
		bool over = f->class_id == DB_CLASS_DIRTY_UNDER_RX || f->class_id == DB_CLASS_SHARED_LINE ||
			    f->class_id == DB_CLASS_WRITEBACK_OVER_DEVICE_DATA;
		bool both = f->class_id == DB_CLASS_CPU_WRITE_DEVICE_OWNED;
		if (to_device ? (read || both) && phys < f->hi && f->lo < phys + bytes
			      : (over || both) && line_base(c, phys) < f->hi && line_base(c, f->lo) <= phys)
			f->kind = DBC_MANIFEST;
	}
}
