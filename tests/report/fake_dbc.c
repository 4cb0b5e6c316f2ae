/* SPDX-License-Identifier: Apache-2.0
 *
 * A checker made of nothing, so that reports can be tested without the real one: findings are added by hand. Replayed
 * events make one too: an MMIO write of the data N to address 0xfa17 is a missing-clean at pc N, to 0xdead it makes the
 * checker fail.
 */
#include <stdlib.h>

#include "report_test.h"

struct dbc {
	struct dbc_finding finding[16];
	size_t findings, errors;
	const char *failed;
};

void dbc_config_default(struct dbc_config *cfg)
{
	*cfg = (struct dbc_config){.ram = {{0x80000000, 0x100000}}, .line_bytes = 64};
}

struct dbc *dbc_new(const struct dbc_config *cfg)
{
	return cfg->line_bytes ? calloc(1, sizeof(struct dbc)) : NULL;
}

struct dbc *fake_dbc(void)
{
	struct dbc_config cfg;

	dbc_config_default(&cfg);
	return dbc_new(&cfg);
}

struct dbc_finding *fake_finding(struct dbc *c)
{
	struct dbc_finding *f = &c->finding[c->findings++];

	f->count = 1;
	f->channel = 0xff;
	(void)finish;
	(void)label;
	(void)marked_line;
	(void)same;
	return f;
}

void dbc_free(struct dbc *c)
{
	free(c);
}

void dbc_load(struct dbc *c, uint64_t paddr, const void *data, size_t len)
{
	(void)c, (void)paddr, (void)data, (void)len;
}

void dbc_object(struct dbc *c, const char *name, uint64_t base, uint64_t size)
{
	(void)c, (void)name, (void)base, (void)size;
}

void dbc_event(struct dbc *c, enum db_lane lane, uint64_t cycle, const void *e)
{
	const struct db_probe_mmio *m = e;

	if (lane != DB_LANE_MMIO || !m->write)
		return;
	if (m->addr == 0xfa17) {
		struct dbc_finding *f = fake_finding(c);

		f->class_id = DB_CLASS_MISSING_CLEAN;
		f->access.pc = m->data;
		f->cycle = cycle;
	} else if (m->addr == 0xdead) {
		c->failed = "a copy differs";
	}
}

void dbc_finish(struct dbc *c, uint64_t cycle)
{
	(void)c, (void)cycle;
}

size_t dbc_finding_count(const struct dbc *c)
{
	return c->findings;
}

const struct dbc_finding *dbc_finding(const struct dbc *c, size_t i)
{
	return &c->finding[i];
}

const char *dbc_failed(const struct dbc *c)
{
	return c->failed;
}
