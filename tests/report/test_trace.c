/* SPDX-License-Identifier: Apache-2.0
 *
 * Event traces: what is read back is what was written, for every lane and the extremes of every field; what is cut off
 * or damaged is refused. The seed of the random events is printed with a failure.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "report_test.h"

#define TRACE OUT "events"
#define EVENTS 6000
#define SEED 20240607u

union event {
#define MEMBER(L, l) struct db_probe_##l l;
	DB_LANES(MEMBER)
};

static struct {
	enum db_lane lane;
	uint64_t cycle;
	union event e;
} sent[EVENTS];
static size_t got, differing;
static uint32_t lfsr = SEED;

static uint64_t random_bits(int bits)
{
	uint64_t v = 0;

	for (int i = 0; i < 4; i++) {
		lfsr = lfsr * 1664525u + 1013904223u;
		v = v << 16 | lfsr >> 16;
	}
	switch (v >> 60) { /* the extremes often */
	case 0:
	case 1:
		return 0;
	case 2:
		return bits == 64 ? ~0ull : (1ull << bits) - 1;
	case 3:
		return 1ull << (bits - 1);
	}
	return bits == 64 ? v : v & ((1ull << bits) - 1);
}

static size_t size_of(enum db_lane lane)
{
	static const size_t size[] = {
#define SIZE(L, l) sizeof(struct db_probe_##l),
		DB_LANES(SIZE)};

	return size[lane];
}

static void make_events(void)
{
	uint64_t cycle = 0;

	for (size_t i = 0; i < EVENTS; i++) {
		memset(&sent[i], 0, sizeof(sent[i]));
		sent[i].lane = (enum db_lane)(i % DB_LANE_COUNT);
		cycle += i % 7 == 0 ? random_bits(i % 49 ? 4 : 40) : 0;
		sent[i].cycle = cycle;
		switch (sent[i].lane) {
#define FILL_FIELD(field, bits) e->field = (__typeof__(e->field))random_bits(bits);
#define FILL(L, l)                                                                                                     \
	case DB_LANE_##L: {                                                                                            \
		struct db_probe_##l *e = &sent[i].e.l;                                                                 \
		DB_PROBE_FIELDS_##L(FILL_FIELD)                                                                        \
	} break;
			DB_LANES(FILL)
		default:
			break;
		}
	}
}

static void compare(void *arg, enum db_lane lane, uint64_t cycle, const void *e)
{
	size_t events = *(size_t *)arg;

	if (got < events &&
	    (lane != sent[got].lane || cycle != sent[got].cycle || memcmp(e, &sent[got].e, size_of(lane))) &&
	    !differing++)
		printf("event %zu of lane %d differs (seed %u)\n", got, (int)lane, SEED);
	got++;
}

static int record(const char *path, size_t events, const char **why)
{
	struct dbc_config cfg = {.ram = {{0x80000000, 0x10000}, {0x200000000, 0x4000}},
				 .window = {{0x40000000, 0x80000000, 0x10000}, {0x900000000, 0x200000000, 0x4000}},
				 .line_bytes = 32,
				 .quirks = 0x11,
				 .coherent = DBC_COHERENT_NONE,
				 .stop_at_first = 1};
	struct dbc_trace *t = dbc_trace_create(path, &cfg, why);

	if (!t)
		return -1;
	for (size_t i = 0; i < events; i++)
		dbc_trace_event(t, sent[i].lane, sent[i].cycle, &sent[i].e);
	return dbc_trace_close(t, why);
}

/* 0, or -1 with *why; got counts the events. */
static int replay(const char *path, size_t events, struct dbc_config *cfg, uint64_t *last, const char **why)
{
	struct dbc_trace *t = dbc_trace_open(path, cfg, why);
	int result;

	got = differing = 0;
	if (!t)
		return -1;
	result = dbc_trace_replay(t, compare, &events, last, why);
	dbc_trace_close(t, NULL);
	return result;
}

static void round_trip(size_t events)
{
	struct dbc_config cfg;
	const char *why = "";
	uint64_t last = 1;

	CHECK(!record(TRACE, events, &why), "%s", why);
	CHECK(!replay(TRACE, events, &cfg, &last, &why), "%s", why);
	CHECK(got == events, "%zu events of %zu", got, events);
	CHECK(!differing, "%zu of %zu events differ", differing, events);
	CHECK(last == (events ? sent[events - 1].cycle : 0), "last cycle %llu", (unsigned long long)last);
	CHECK(cfg.ram[0].base == 0x80000000 && cfg.ram[0].size == 0x10000 && cfg.ram[1].base == 0x200000000 &&
		      cfg.ram[1].size == 0x4000 && cfg.window[0].bus == 0x40000000 &&
		      cfg.window[0].phys == 0x80000000 && cfg.window[0].size == 0x10000 &&
		      cfg.window[1].bus == 0x900000000 && cfg.window[1].phys == 0x200000000 &&
		      cfg.window[1].size == 0x4000 && cfg.line_bytes == 32 && cfg.quirks == 0x11 &&
		      cfg.coherent == DBC_COHERENT_NONE && cfg.stop_at_first == 1,
	      "the configuration differs");
}

static size_t slurp(unsigned char *to, size_t size)
{
	FILE *f = fopen(TRACE, "rb");
	size_t n = f ? fread(to, 1, size, f) : 0;

	if (f)
		fclose(f);
	return n;
}

static void spill(const unsigned char *from, size_t n)
{
	FILE *f = fopen(TRACE, "wb");

	fwrite(from, 1, n, f);
	fclose(f);
}

static void cut_and_damaged(void)
{
	static unsigned char whole[65536];
	struct dbc_config cfg;
	const char *why = "";
	size_t n;

	record(TRACE, 60, &why);
	n = slurp(whole, sizeof(whole));
	CHECK(n > 300 && n < sizeof(whole), "%zu bytes", n);
	for (size_t cut = 0; cut < n; cut++) {
		why = NULL;
		spill(whole, cut);
		CHECK(replay(TRACE, 60, &cfg, NULL, &why) == -1 && why && *why && !strchr(why, '\n'),
		      "cut after %zu bytes: %s", cut, why ? why : "taken");
	}
	CHECK(why && strstr(why, "cut off"), "%s", why);
	whole[n] = 0; /* a byte too many */
	spill(whole, n + 1);
	CHECK(replay(TRACE, 60, &cfg, NULL, &why) == -1, "a byte behind the end is taken");
	whole[n - 1] ^= 1; /* the count of records */
	spill(whole, n);
	CHECK(replay(TRACE, 60, &cfg, NULL, &why) == -1, "a wrong count of records is taken");
	whole[n - 1] ^= 1;
	for (size_t i = 0; i < 12 + 4 * (DB_LANE_COUNT + 1); i++) { /* magic, version, lanes, their schemas */
		whole[i] ^= 0x40;
		spill(whole, n);
		CHECK(replay(TRACE, 60, &cfg, NULL, &why) == -1, "a header with byte %zu damaged is taken", i);
		whole[i] ^= 0x40;
	}
	for (size_t i = 12; i < n; i++) { /* anything may come of it, but no crash */
		whole[i] ^= 0xff;
		spill(whole, n);
		replay(TRACE, 0, &cfg, NULL, &why);
		whole[i] ^= 0xff;
	}
}

static void misuse(void)
{
	struct dbc_config cfg = {.line_bytes = 64};
	struct db_probe_dr e = {.id = 1};
	const char *why = NULL;
	struct dbc_trace *t = dbc_trace_create(TRACE, &cfg, &why);

	CHECK(t && !dbc_trace_event(t, DB_LANE_DR, 5, &e), "the first event is refused");
	CHECK(dbc_trace_event(t, DB_LANE_DR, 4, &e) == -1, "a cycle that falls is taken");
	CHECK(dbc_trace_close(t, &why) == -1 && why, "a trace with a refused event closes well");
	CHECK(!dbc_trace_create(OUT "nowhere/file", &cfg, &why) && strstr(why, "No such file"),
	      "create in no directory");
	CHECK(!dbc_trace_open(OUT "nowhere", &cfg, &why) && strstr(why, "No such file"), "open of no file");
	CHECK(!dbc_trace_open(FIXTURE_C, &cfg, &why) && strstr(why, "not an event trace"), "open of a text");
	CHECK(!dbc_trace_open("build", &cfg, &why), "open of a directory");
	if (!access("/dev/full", W_OK)) {
		CHECK(record("/dev/full", EVENTS, &why) == -1 && strstr(why, strerror(ENOSPC)), "a full disk: %s", why);
		CHECK(record("/dev/full", 0, &why) == -1 && strstr(why, strerror(ENOSPC)), "a full disk at the end: %s",
		      why);
	}
}

int main(void)
{
	make_events();
	round_trip(EVENTS);
	round_trip(1);
	round_trip(0);
	cut_and_damaged();
	misuse();
	unlink(TRACE);
	return finish();
}
