/* SPDX-License-Identifier: Apache-2.0
 * The property: a random driver program that does all that it must is silent on every schedule; with one required step
 * left out it is convicted on every schedule, of the class that the step is for. Programs and schedules come from
 * seeds; a failure prints both. `test_random first count` runs others.
 *
 * A program is a list of jobs. Each fills its source, hands both buffers over, publishes, waits by one of several
 * means, orders, takes its destination back and reads it; jobs may be published in batches, the buffers recycled,
 * mapped or not.
 */
#include <stdlib.h>
#include <string.h>
#include "helper_dsl.h"

enum step { /* what can be left out, and the class that it must give */
	    NONE,
	    CLEAN_SRC,
	    CLEAN_DST,
	    FENCE,
	    CLEAN_FENCE,
	    ORDER,
	    INVALIDATE,
	    INVALIDATE_LATE, /* there is one, but before the wait */
	    UNMAP_LATE,	     /* unmapped before the wait */
	    STEPS
};
static const char *const step_name[STEPS] = {"nothing",	   "clean of the source",	"clean of the destination",
					     "fence",	   "fence after a late clean",	"order after the wait",
					     "invalidate", "invalidate after the wait", "wait before unmap"};
static const enum db_class step_class[STEPS] = {
	[CLEAN_SRC] = DB_CLASS_MISSING_CLEAN,	       [CLEAN_DST] = DB_CLASS_DIRTY_UNDER_RX,
	[FENCE] = DB_CLASS_DOORBELL_BEFORE_DATA,       [CLEAN_FENCE] = DB_CLASS_CLEAN_NOT_COMPLETE,
	[ORDER] = DB_CLASS_COMPLETION_READ_UNORDERED,  [INVALIDATE] = DB_CLASS_MISSING_INVALIDATE,
	[INVALIDATE_LATE] = DB_CLASS_EARLY_INVALIDATE, [UNMAP_LATE] = DB_CLASS_STOP_NOT_AWAITED,
};

enum { JOBS = 6 };
struct job {
	uint64_t src, dst, size;
	unsigned wait; /* 0 record, 1 HEAD, 2 DONE_CNT, 3 REC_HEAD */
	unsigned wipe; /* destination before: 0 untouched, 1 loaded, 2 stored to, 3 zeroed by cbo.zero */
	bool mapped, uncached, batch, zero_src, together; /* uncached: the payload is read through the alias */
};
static struct program {
	struct job job[JOBS];
	unsigned jobs, victim;
	enum step without;
} program;
static uint64_t gen_state;

static uint64_t gen(uint64_t below) /* apart from the schedule's numbers: the same program on every schedule */
{
	gen_state = gen_state * 6364136223846793005ull + 1442695040888963407ull;
	return (gen_state >> 33) % below;
}

static void generate(uint64_t seed, enum step without)
{
	struct program *p = &program;

	gen_state = seed * 2654435761u + 12345;
	memset(p, 0, sizeof *p);
	p->jobs = 1 + (unsigned)gen(JOBS);
	p->victim = (unsigned)gen(p->jobs);
	p->without = without;
	for (unsigned i = 0; i < p->jobs; i++) {
		struct job *j = &p->job[i];
		bool mapped = gen(2);
		j->mapped = p->job[0].mapped = i ? p->job[0].mapped : mapped; /* a device has mappings or has not */
		j->size = 64 * (1 + gen(2));
		j->src = SRC + 0x200 * gen(JOBS);
		j->dst = DST + 0x200 * i; /* together: still in flight when the next is published */
		j->wait = (unsigned)gen(4);
		j->wipe = (unsigned)gen(4);
		j->batch = gen(3) == 0;
		j->zero_src = gen(5) == 0;
	}
	/* the victim is one that shows the fault */
	struct job *v = &p->job[p->victim];
	if (without == CLEAN_DST && v->wipe < 2)
		v->wipe = 2;
	if (without == ORDER)
		v->uncached = true;
	if (without == UNMAP_LATE)
		for (unsigned i = 0; i < p->jobs; i++)
			p->job[i].mapped = true;
	if (without >= FENCE && without != INVALIDATE) /* of a batch, a later step of another job would do */
		for (unsigned i = 0; i < p->jobs; i++)
			p->job[i].batch = false;
	for (unsigned i = 0; i < p->jobs; i++)
		if (p->job[i].batch) /* the source must not change while an earlier job of the batch reads it */
			p->job[i].src = p->job[i + 1 < p->jobs ? i + 1 : i].src = SRC + 0x200 * i;
	for (unsigned i = 0; i + 1 < p->jobs; i++)
		if (p->job[i].batch)
			p->job[i + 1].src = SRC + 0x200 * (i + 1);
}

static bool skips(unsigned i, enum step s)
{
	return program.without == s && program.victim == i;
}

static void prepare(unsigned i)
{
	struct job *j = &program.job[i];

	switch (j->wipe) {
	case 1:
		load(j->dst, 8);
		break;
	case 2:
		store(j->dst + 8 * rnd(j->size / 8), 8, 0xdead);
		break;
	case 3:
		cbo_zero(j->dst);
		break;
	}
	if (j->zero_src)
		cbo_zero(j->src);
	for (uint64_t at = 0; at < j->size; at += 8)
		if (!j->zero_src || rnd(2))
			store(j->src + at, 8, i + at);
	if (!skips(i, CLEAN_FENCE) && !skips(i, CLEAN_SRC))
		clean_range(j->src, j->size);
	if (skips(i, CLEAN_SRC)) /* all but one line */
		clean_range(j->src + 64, j->size - 64);
	if (!skips(i, CLEAN_DST)) {
		if (skips(i, INVALIDATE) || rnd(2)) /* else it would be early-invalidate */
			clean_range(j->dst, j->size);
		else
			inval_range(j->dst, j->size);
	}
	if (j->mapped) {
		fence("w", "ow");
		map_raw(j->src, j->size, TO, 0);
		map_raw(j->dst, j->size, FROM, 0);
	}
	desc(i, j->src, j->dst, (uint32_t)j->size, 0);
	if (skips(i, CLEAN_FENCE)) {
		fence("rw", "iorw");
		clean_range(j->src, j->size);
	} else if (!skips(i, FENCE)) {
		fence(rnd(2) ? "w" : "iorw", rnd(2) ? "o" : "iorw");
	} else if (rnd(2)) {
		fence("w", "w");
	}
}

static void wait_for(unsigned i)
{
	static const uint64_t reg[4] = {0, CH(HEAD), CH(DONE_CNT), CH(REC_HEAD)};
	struct job *j = &program.job[i];

	for (int n = 0; n < 1000; n++) {
		if (!dev_step())
			n = 1000;
		if (j->wait)
			io_read(reg[j->wait], 4);
		else
			poll_record(i);
		if (j->wait ? value >= i + 1 : value >> 31)
			break;
	}
}

static void take_back(unsigned i)
{
	struct job *j = &program.job[i];

	if (skips(i, UNMAP_LATE)) {
		tell(DB_HINT_UNMAP_BEGIN, 4, (uint64_t)DEV, bus(j->dst), j->size, (uint64_t)FROM);
		tell(DB_HINT_UNMAP_END, 5, (uint64_t)DEV, bus(j->dst), j->size, (uint64_t)FROM, (uint64_t)0);
	}
	if (skips(i, INVALIDATE_LATE)) {
		inval_range(j->dst, j->size);
		fence("rw", "rw");
	}
	wait_for(i);
	if (!skips(i, ORDER))
		fence(j->wait ? "i" : "r", rnd(2) ? "r" : "ir");
	if (j->mapped) {
		if (!skips(i, UNMAP_LATE))
			tell(DB_HINT_UNMAP_BEGIN, 4, (uint64_t)DEV, bus(j->dst), j->size, (uint64_t)FROM);
		tell(DB_HINT_UNMAP_BEGIN, 4, (uint64_t)DEV, bus(j->src), j->size, (uint64_t)TO);
	}
	if (!skips(i, INVALIDATE) && !skips(i, INVALIDATE_LATE) && !j->uncached)
		inval_range(j->dst, j->size);
	if (j->mapped) {
		if (!skips(i, UNMAP_LATE))
			tell(DB_HINT_UNMAP_END, 5, (uint64_t)DEV, bus(j->dst), j->size, (uint64_t)FROM, (uint64_t)0);
		tell(DB_HINT_UNMAP_END, 5, (uint64_t)DEV, bus(j->src), j->size, (uint64_t)TO, (uint64_t)0);
	}
	for (uint64_t at = 0; at < j->size; at += 8 * (1 + rnd(4))) {
		uint64_t before = dbc_finding_count(checker);
		load(j->uncached ? UNC(j->dst) + at : j->dst + at, 8);
		if (program.without == NONE && !j->zero_src && value != i + at && dbc_finding_count(checker) == before)
			check(false, "job %u: wrong data %llx at %llu, and no finding", i, (unsigned long long)value,
			      (unsigned long long)at);
	}
	if (!j->wait && rnd(2)) {
		fence("r", "r");
		load(UNC(RECS) + 16 * i, 4);
		if (program.without == NONE && value != j->size)
			check(false, "job %u: record of %llu bytes", i, (unsigned long long)value);
	}
}

static void execute(void)
{
	unsigned open = 0;
	size_t n;

	ring();
	for (unsigned i = 0; i < program.jobs; i++) {
		prepare(i);
		if (program.job[i].batch && i + 1 < program.jobs)
			continue;
		doorbell(i + 1);
		if (program.victim == i && (program.without == FENCE || program.without == CLEAN_FENCE)) {
			dev_run();
			break; /* the device may have halted: what follows would be another program */
		}
		for (; open <= i; open++)
			take_back(open);
	}
	/* the victim may break its rule in several places (a load each): of one class alone */
	n = dbc_finding_count(checker);
	if (program.without != NONE && !n)
		check(false, "left out %s of job %u: not convicted", step_name[program.without], program.victim);
	for (size_t k = 0; k < n && k < 30 && program.without != NONE; k++) {
		const struct dbc_finding *f = dbc_finding(checker, k);
		check(setup.schedule != LUCKY || f->kind == DBC_LATENT, "manifest on the lucky schedule");
		if (f->class_id == step_class[program.without]) {
			expect(f->class_id, f->kind, f->access.pc, f->cause.pc);
			for (unsigned b = 0; b < DB_CLASS_COUNT; b++)
				if (f->also >> b & 1)
					expect_also(b);
		}
	}
}

int main(int argc, char **argv)
{
	uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 0) : 1,
		 count = argc > 2 ? strtoull(argv[2], NULL, 0) : 2000;

	for (uint64_t seed = first; seed < first + count; seed++) {
		char name[96];
		enum step without = seed % 2 ? NONE : (enum step)(1 + seed / 2 % (STEPS - 1));
		struct setup s = {.line_bytes = seed % 7 ? 64 : 32, .slots = 16, .records = 16};

		generate(seed, without);
		snprintf(name, sizeof name, "program %llu without %s", (unsigned long long)seed, step_name[without]);
		s.schedule = LUCKY;
		run(name, execute, s);
		s.schedule = UNLUCKY;
		run(name, execute, s);
		s.schedule = RANDOM;
		for (s.seed = seed * 4; s.seed < seed * 4 + 2; s.seed++)
			run(name, execute, s);
	}
	return finish();
}
