/* SPDX-License-Identifier: Apache-2.0
 *
 * Event traces: the lanes as records in a file.
 *
 * Everything is little-endian.
 *   header   8 bytes "DBTRACE\0"; u32 version; u32 lanes; per lane a u32 that stands for its fields and their widths;
 *            u64 base and size of two RAMs; u64 bus, phys and size of two windows; u32 line_bytes, quirks, coherent,
 *            stop_at_first
 *   record   1 byte: lane [4:0], cycles since the last record [7:5] (7: more, as a number that follows);
 *            a bit per field that is not 0, first field lowest, in whole bytes; these fields as numbers
 *   number   7 bits per byte, lowest first; bit 7: more follow
 *   end      1 byte 0xff, then the count of records as a number. A file without it was cut off.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dbc.h"

#define MAGIC "DBTRACE"
#define VERSION 1
#define END 0xff
#define LANE_BITS 5
#define DELTA_MORE 7
#define RECORD_MAX 512
#define BUFFER (1 << 20)

_Static_assert(DB_LANE_COUNT < (1 << LANE_BITS) - 1, "lane numbers do not fit a record");

struct dbc_trace {
	FILE *f;
	int writing, error; /* errno of the first failure */
	uint64_t cycle, records;
};

static char message[256];

static int refuse(const char *reason, const char **why)
{
	snprintf(message, sizeof(message), "%s", reason);
	if (why)
		*why = message;
	return -1;
}

/* ---- numbers ---- */
static unsigned char *put_number(unsigned char *to, uint64_t v)
{
	for (; v > 0x7f; v >>= 7)
		*to++ = (unsigned char)(0x80 | (v & 0x7f));
	*to++ = (unsigned char)v;
	return to;
}

static int get_number(FILE *f, uint64_t *v)
{
	*v = 0;
	for (unsigned int shift = 0; shift < 64; shift += 7) {
		int c = getc_unlocked(f);

		if (c == EOF)
			return -1;
		*v |= (uint64_t)(c & 0x7f) << shift;
		if (!(c & 0x80))
			return 0;
	}
	return -1;
}

/* ---- lanes: one packer and one reader each, from the probe schema ---- */
#define PUT_FIELD(field, bits)                                                                                         \
	if (e->field) {                                                                                                \
		mask |= 1u << i;                                                                                       \
		to = put_number(to, e->field);                                                                         \
	}                                                                                                              \
	i++;
#define GET_FIELD(field, bits)                                                                                         \
	if (mask >> i & 1) {                                                                                           \
		if (get_number(f, &v) || ((bits) < 64 && v >> ((bits)&63)))                                            \
			return -1;                                                                                     \
		e->field = (__typeof__(e->field))v;                                                                    \
	}                                                                                                              \
	i++;
#define COUNT_FIELD(field, bits) +1
#define PRINT_FIELD(field, bits) #field ":" #bits ","

#define LANE_CODE(L, l)                                                                                                \
	enum { L##_MASK_BYTES = (0 DB_PROBE_FIELDS_##L(COUNT_FIELD) + 7) / 8 };                                        \
	static unsigned char *put_##l(unsigned char *to, const struct db_probe_##l *e)                                 \
	{                                                                                                              \
		unsigned char *mask_at = to;                                                                           \
		uint32_t mask = 0;                                                                                     \
		int i = 0;                                                                                             \
		to += L##_MASK_BYTES;                                                                                  \
		DB_PROBE_FIELDS_##L(PUT_FIELD) for (i = 0; i < L##_MASK_BYTES; i++) mask_at[i] =                       \
			(unsigned char)(mask >> 8 * i);                                                                \
		return to;                                                                                             \
	}                                                                                                              \
	static int get_##l(FILE *f, struct db_probe_##l *e)                                                            \
	{                                                                                                              \
		uint32_t mask = 0;                                                                                     \
		uint64_t v;                                                                                            \
		int i;                                                                                                 \
		for (i = 0; i < L##_MASK_BYTES; i++) {                                                                 \
			int c = getc_unlocked(f);                                                                      \
			if (c == EOF)                                                                                  \
				return -1;                                                                             \
			mask |= (uint32_t)c << 8 * i;                                                                  \
		}                                                                                                      \
		memset(e, 0, sizeof(*e));                                                                              \
		i = 0;                                                                                                 \
		DB_PROBE_FIELDS_##L(GET_FIELD) return 0;                                                               \
	}
DB_LANES(LANE_CODE)

/* Stands for a lane's fields: a trace of another schema is refused. */
static uint32_t schema(enum db_lane lane)
{
	static const char *const text[] = {
#define LANE_TEXT(L, l) #L ":" DB_PROBE_FIELDS_##L(PRINT_FIELD),
		DB_LANES(LANE_TEXT)};
	uint32_t h = 2166136261u;

	for (const char *c = text[lane]; *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	return h;
}

/* ---- header: one description for both ways ---- */
typedef int word_fn(FILE *f, uint64_t *v, int bytes);

static int write_word(FILE *f, uint64_t *v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		if (putc((int)(*v >> 8 * i & 0xff), f) == EOF)
			return -1;
	return 0;
}

static int read_word(FILE *f, uint64_t *v, int bytes)
{
	*v = 0;
	for (int i = 0; i < bytes; i++) {
		int c = getc(f);

		if (c == EOF)
			return -1;
		*v |= (uint64_t)c << 8 * i;
	}
	return 0;
}

static int config_words(FILE *f, struct dbc_config *cfg, word_fn *word)
{
	uint32_t *const small[] = {&cfg->line_bytes, &cfg->quirks, &cfg->coherent, &cfg->stop_at_first};

	for (int i = 0; i < 2; i++)
		if (word(f, &cfg->ram[i].base, 8) || word(f, &cfg->ram[i].size, 8))
			return -1;
	for (int i = 0; i < 2; i++)
		if (word(f, &cfg->window[i].bus, 8) || word(f, &cfg->window[i].phys, 8) ||
		    word(f, &cfg->window[i].size, 8))
			return -1;
	for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++) {
		uint64_t v = *small[i];

		if (word(f, &v, 4))
			return -1;
		*small[i] = (uint32_t)v;
	}
	return 0;
}

/* ---- writing ---- */
static struct dbc_trace *drop(struct dbc_trace *t)
{
	if (t && t->f)
		fclose(t->f);
	free(t);
	return NULL;
}

struct dbc_trace *dbc_trace_create(const char *path, const struct dbc_config *cfg, const char **why)
{
	struct dbc_trace *t = calloc(1, sizeof(*t));
	struct dbc_config copy = *cfg;
	uint64_t version = VERSION, lanes = DB_LANE_COUNT;
	int failed;

	if (!t) {
		refuse("out of memory", why);
		return NULL;
	}
	t->writing = 1;
	t->f = fopen(path, "wbe");
	if (!t->f) {
		refuse(strerror(errno), why);
		return drop(t);
	}
	setvbuf(t->f, NULL, _IOFBF, BUFFER);
	failed = fwrite(MAGIC, sizeof(MAGIC), 1, t->f) != 1 || write_word(t->f, &version, 4) ||
		 write_word(t->f, &lanes, 4);
	for (int i = 0; i < DB_LANE_COUNT; i++) {
		uint64_t h = schema((enum db_lane)i);

		failed = failed || write_word(t->f, &h, 4);
	}
	if (failed || config_words(t->f, &copy, write_word)) {
		refuse(strerror(errno), why);
		return drop(t);
	}
	return t;
}

int dbc_trace_event(struct dbc_trace *t, enum db_lane lane, uint64_t cycle, const void *e)
{
	unsigned char record[RECORD_MAX], *to = record + 1;
	uint64_t delta = cycle - t->cycle;

	if (t->error)
		return -1;
	if ((unsigned int)lane >= DB_LANE_COUNT || cycle < t->cycle) {
		t->error = EINVAL;
		return -1;
	}
	record[0] = (unsigned char)((unsigned int)lane | (delta < DELTA_MORE ? delta : DELTA_MORE) << LANE_BITS);
	if (delta >= DELTA_MORE)
		to = put_number(to, delta - DELTA_MORE);
	switch (lane) {
#define PUT_LANE(L, l)                                                                                                 \
	case DB_LANE_##L:                                                                                              \
		to = put_##l(to, e);                                                                                   \
		break;
		DB_LANES(PUT_LANE)
	default:
		break;
	}
	if (fwrite(record, (size_t)(to - record), 1, t->f) != 1) {
		t->error = errno ? errno : EIO;
		return -1;
	}
	t->cycle = cycle;
	t->records++;
	return 0;
}

int dbc_trace_close(struct dbc_trace *t, const char **why)
{
	int result = 0;

	if (!t)
		return 0;
	if (t->writing) {
		unsigned char end[16] = {END};
		size_t n = (size_t)(put_number(end + 1, t->records) - end);

		if (!t->error && (fwrite(end, n, 1, t->f) != 1 || fflush(t->f)))
			t->error = errno ? errno : EIO;
		if (fclose(t->f) && !t->error)
			t->error = errno ? errno : EIO;
		t->f = NULL;
		if (t->error)
			result = refuse(t->error == EINVAL ? "events out of order" : strerror(t->error), why);
	}
	drop(t);
	return result;
}

/* ---- reading ---- */
static int read_header(FILE *f, struct dbc_config *cfg, const char **why)
{
	char magic[sizeof(MAGIC)];
	uint64_t v;

	if (fread(magic, sizeof(magic), 1, f) != 1 || memcmp(magic, MAGIC, sizeof(magic)))
		return refuse(ferror(f) ? strerror(errno) : "not an event trace (write one with --events)", why);
	if (read_word(f, &v, 4))
		return refuse("cut off in the header", why);
	if (v != VERSION)
		return refuse("an event trace of another version: record it again", why);
	if (read_word(f, &v, 4))
		return refuse("cut off in the header", why);
	if (v != DB_LANE_COUNT)
		return refuse("an event trace with other lanes: record it again", why);
	for (int i = 0; i < DB_LANE_COUNT; i++) {
		if (read_word(f, &v, 4))
			return refuse("cut off in the header", why);
		if (v != schema((enum db_lane)i))
			return refuse("an event trace with other fields: record it again", why);
	}
	if (config_words(f, cfg, read_word))
		return refuse("cut off in the header", why);
	return 0;
}

struct dbc_trace *dbc_trace_open(const char *path, struct dbc_config *cfg, const char **why)
{
	struct dbc_trace *t = calloc(1, sizeof(*t));

	if (!t) {
		refuse("out of memory", why);
		return NULL;
	}
	t->f = fopen(path, "rbe");
	if (!t->f) {
		refuse(strerror(errno), why);
		return drop(t);
	}
	setvbuf(t->f, NULL, _IOFBF, BUFFER);
	dbc_config_default(cfg); /* what the header does not say: the devices */
	return read_header(t->f, cfg, why) ? drop(t) : t;
}

static int damaged(const struct dbc_trace *t, const char **why)
{
	char text[128];

	snprintf(text, sizeof(text), "%s after %llu events: record it again",
		 ferror(t->f) ? "read error"
		 : feof(t->f) ? "cut off"
			      : "damaged",
		 (unsigned long long)t->records);
	return refuse(text, why);
}

int dbc_trace_replay(struct dbc_trace *t, dbc_trace_fn *fn, void *arg, uint64_t *last_cycle, const char **why)
{
	union {
#define LANE_MEMBER(L, l) struct db_probe_##l l;
		DB_LANES(LANE_MEMBER)
	} e;
	uint64_t v;

	for (;;) {
		int head = getc_unlocked(t->f), lane = head & ((1 << LANE_BITS) - 1), failed = 0;

		if (head == EOF)
			return damaged(t, why);
		if (head == END)
			break;
		v = (uint64_t)head >> LANE_BITS;
		t->cycle += v;
		if (v == DELTA_MORE) {
			if (get_number(t->f, &v))
				return damaged(t, why);
			t->cycle += v;
		}
		switch (lane) {
#define GET_LANE(L, l)                                                                                                 \
	case DB_LANE_##L:                                                                                              \
		failed = get_##l(t->f, &e.l);                                                                          \
		break;
			DB_LANES(GET_LANE)
		default:
			failed = 1;
		}
		if (failed)
			return damaged(t, why);
		fn(arg, (enum db_lane)lane, t->cycle, &e);
		t->records++;
	}
	if (get_number(t->f, &v) || v != t->records || getc_unlocked(t->f) != EOF)
		return damaged(t, why);
	if (last_cycle)
		*last_cycle = t->cycle;
	return 0;
}
