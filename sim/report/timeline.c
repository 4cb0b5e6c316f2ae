/* SPDX-License-Identifier: Apache-2.0
 *
 * The timeline of a finding: its history in at most 15 lines.
 *
 * Events that follow each other closely and are the same step of one loop (same kind, same line) become one line. If
 * more than 15 remain, those that tell least go first: what the caches did by themselves, then loads, then drains and
 * so on; the oldest of a rank before the younger ones. What the finding's own instructions did always stays.
 */
#include <inttypes.h>
#include <string.h>

#include "report.h"

#define TIMELINE 15
#define LOOP_STEPS 3 /* so many steps of a loop are told apart */

struct step {
	struct dbc_event first;
	uint64_t lo, hi; /* bytes touched, hi exclusive */
	uint32_t count;
	int dropped;
};

static const struct {
	const char *text; /* what is said before the address */
	int rank;	  /* how much it tells: the lowest go first */
	const char *by;	  /* who did it, where no instruction did; NULL: the channel */
} known[DBC_EV_COUNT] = {
	[DBC_EV_STORE] = {"store to", 6, "CPU"},
	[DBC_EV_DRAIN] = {"the store reaches the cache or the bus:", 2, "store buffer"},
	[DBC_EV_LOAD] = {"load of", 4, "CPU"},
	[DBC_EV_FENCE] = {"fence", 5, "CPU"},
	[DBC_EV_DOORBELL] = {"DOORBELL: store to", 9, "CPU"},
	[DBC_EV_OWNER] = {"owner word given to the device:", 9, "CPU"},
	[DBC_EV_ACQUIRE] = {"completion seen: load of", 8, "CPU"},
	[DBC_EV_CLEAN] = {"cbo.clean of", 7, "CPU"},
	[DBC_EV_FLUSH] = {"cbo.flush of", 7, "CPU"},
	[DBC_EV_INVAL] = {"cbo.inval of", 7, "CPU"},
	[DBC_EV_ZERO] = {"cbo.zero of", 6, "CPU"},
	[DBC_EV_CMO_DONE] = {"memory has answered the CMO of", 3, "store buffer"},
	[DBC_EV_FILL] = {"line filled from memory:", 1, "L1D"},
	[DBC_EV_EVICT] = {"line evicted:", 3, "L1D"},
	[DBC_EV_WRITEBACK] = {"line written back to memory:", 4, "L1D"},
	[DBC_EV_DEV_FETCH] = {"descriptor fetched from", 6, NULL},
	[DBC_EV_DEV_READ] = {"device reads", 7, NULL},
	[DBC_EV_DEV_WRITE] = {"device writes", 8, NULL},
	[DBC_EV_DEV_RECORD] = {"completion record written to", 7, NULL},
	[DBC_EV_DEV_OWNER] = {"slot handed back at", 7, NULL},
	[DBC_EV_MAP] = {"dma_map of", 8, "CPU"},
	[DBC_EV_UNMAP] = {"dma_unmap of", 8, "CPU"},
	[DBC_EV_SYNC_CPU] = {"dma_sync_for_cpu of", 8, "CPU"},
	[DBC_EV_SYNC_DEV] = {"dma_sync_for_device of", 8, "CPU"},
	[DBC_EV_ALLOC] = {"allocation of", 3, "CPU"},
	[DBC_EV_FREE] = {"free of", 6, "CPU"},
	[DBC_EV_STOP] = {"STOP requested", 9, "CPU"},
	[DBC_EV_STOPPED] = {"STOPPED seen", 8, "CPU"},
	[DBC_EV_FINDING] = {"FINDING at", 10, "checker"},
};

static int same_place(const struct db_report *r, uint64_t a, uint64_t b)
{
	const struct place_frame *x, *y;
	struct place p, q;

	if (a == b || !a || !b)
		return a == b;
	place_of_pc(r, a, &p);
	place_of_pc(r, b, &q);
	x = place_headline(&p);
	y = place_headline(&q);
	return x->file && y->file && x->line == y->line && !strcmp(x->file, y->file);
}

static int merges(const struct db_report *r, const struct step *s, const struct dbc_event *e)
{
	return e->what != DBC_EV_FINDING && s->first.what == e->what && s->first.channel == e->channel &&
	       e->address <= s->hi + 64 && e->address + 64 >= s->lo && same_place(r, s->first.pc, e->pc);
}

/* The step of a loop that e repeats: stores and their drains alternate, so it need not be the last. */
static struct step *loop_step(const struct db_report *r, struct step *step, int n, const struct dbc_event *e)
{
	for (int i = n - 1; i >= 0 && i >= n - LOOP_STEPS && known[step[i].first.what].rank < 8; i--)
		if (merges(r, &step[i], e))
			return &step[i];
	return NULL;
}

/* The history, and the birth of the newest version, which may be older than what the history goes back to. */
static uint32_t story(const struct dbc_finding *f, struct dbc_event *event)
{
	uint32_t n = f->events < DBC_HISTORY ? f->events : DBC_HISTORY;

	memcpy(event, f->history, n * sizeof(*event));
	for (uint32_t i = 0; i < f->copies && i < DBC_COPIES; i++) {
		const struct dbc_writer *w = &f->copy[i].writer;

		if (!n || !f->copy[i].newest || (w->who != DBC_CPU && w->who != DBC_DEVICE))
			continue;
		if (event[0].cycle <= w->cycle) /* the history reaches back to it */
			break;
		memmove(event + 1, event, n++ * sizeof(*event));
		event[0] = (struct dbc_event){.cycle = w->cycle,
					      .pc = w->who == DBC_CPU ? w->pc : 0,
					      .address = f->address,
					      .bytes = 1,
					      .what = w->who == DBC_CPU ? DBC_EV_STORE : DBC_EV_DEV_WRITE,
					      .channel = w->channel};
		break;
	}
	return n;
}

static int collect(const struct db_report *r, const struct dbc_finding *f, struct step *step)
{
	struct dbc_event event[DBC_HISTORY + 1];
	uint32_t events = story(f, event);
	int n = 0;

	for (uint32_t i = 0; i < events; i++) {
		const struct dbc_event *e = &event[i];
		struct step *s;

		if (e->what >= DBC_EV_COUNT)
			continue;
		s = loop_step(r, step, n, e);
		if (s) {
			if (e->address < s->lo)
				s->lo = e->address;
			if (e->address + e->bytes > s->hi)
				s->hi = e->address + e->bytes;
			s->count++;
			continue;
		}
		step[n++] = (struct step){.first = *e, .lo = e->address, .hi = e->address + e->bytes, .count = 1};
	}
	return n;
}

static int rank_of(const struct dbc_finding *f, const struct step *s)
{
	if (s->first.pc && (s->first.pc == f->access.pc || s->first.pc == f->cause.pc))
		return 10;
	return known[s->first.what].rank;
}

static void thin_out(const struct dbc_finding *f, struct step *step, int n)
{
	for (int left = n; left > TIMELINE; left--) {
		int worst = -1;

		for (int i = 0; i < n; i++)
			if (!step[i].dropped && (worst < 0 || rank_of(f, &step[i]) < rank_of(f, &step[worst])))
				worst = i;
		step[worst].dropped = 1;
	}
}

static void describe(const struct step *s, char *out, size_t size)
{
	const char *text = known[s->first.what].text;
	size_t n;

	if (s->hi == s->lo) /* no place of its own */
		n = (size_t)snprintf(out, size, "%s", text);
	else if (s->hi - s->lo > 1)
		n = (size_t)snprintf(out, size, "%s 0x%" PRIx64 "..0x%" PRIx64, text, s->lo, s->hi - 1);
	else
		n = (size_t)snprintf(out, size, "%s 0x%" PRIx64, text, s->lo);
	if (s->count > 1 && n < size)
		snprintf(out + n, size - n, " (%u times)", s->count);
}

static void who(const struct db_report *r, const struct dbc_finding *fi, const struct step *s, char *out, size_t size)
{
	const struct place_frame *f;
	struct place p;

	if (s->first.pc) {
		/* the finding knows who called its own instructions: the user's line rather than the library's */
		if (s->first.pc == fi->access.pc)
			place_of_site(r, &fi->access, &p);
		else if (s->first.pc == fi->cause.pc)
			place_of_site(r, &fi->cause, &p);
		else
			place_of_pc(r, s->first.pc, &p);
		f = place_headline(&p);
		if (f->file) { /* the function is often the same all along: the line says more */
			const char *base = strrchr(f->file, '/');

			snprintf(out, size, "%s:%d %s", base ? base + 1 : f->file, f->line,
				 f->function ? f->function : "");
		} else {
			place_text(f, out, size);
		}
	} else if (known[s->first.what].by) {
		snprintf(out, size, "%s", known[s->first.what].by);
	} else {
		snprintf(out, size, "device channel %u", s->first.channel);
	}
}

void timeline_print(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	struct step step[DBC_HISTORY + 1];
	char place[128], text[160];
	int n = collect(r, f, step);
	int width = 5;

	if (!n)
		return;
	thin_out(f, step, n);
	for (int i = 0; i < n; i++) {
		who(r, f, &step[i], place, sizeof(place));
		if (!step[i].dropped && (int)strlen(place) > width)
			width = (int)strlen(place);
	}
	if (width > 36)
		width = 36;
	fprintf(out, "  timeline\n  %10s  %-*s  what\n", "cycle", width, "where");
	for (int i = 0; i < n; i++) {
		if (step[i].dropped)
			continue;
		who(r, f, &step[i], place, sizeof(place));
		describe(&step[i], text, sizeof(text));
		fprintf(out, "  %10" PRIu64 "  %-*s  %s\n", step[i].first.cycle, width, place, text);
	}
}
