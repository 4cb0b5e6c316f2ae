/* SPDX-License-Identifier: Apache-2.0
 *
 * Findings as text for people.
 *
 *   missing-clean (latent, 3 times): device reads bytes that may not have reached memory
 *     where   doorbell store, send() x.c:41, cycle 18234
 *               41 |     writel(head, TAIL);
 *             called from main() x.c:70
 *     ...
 */
#include <inttypes.h>
#include <string.h>

#include "report.h"

#define CALLERS 6
#define INDENT "          "

static const char *paint(const struct db_report *r, const char *code)
{
	return r->colour ? code : "";
}

#define BOLD "\033[1m"
#define DIM "\033[2m"
#define RED "\033[1;31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"

static void label(const struct db_report *r, FILE *out, const char *name)
{
	fprintf(out, "  %s%-7s%s ", paint(r, BOLD), name, paint(r, PLAIN));
}

static void excerpt(const struct db_report *r, const struct place_frame *f, FILE *out)
{
	char text[256];

	if (place_source_line(r, f, text, sizeof(text)))
		fprintf(out, INDENT "%s%6d | %s%s\n", paint(r, DIM), f->line, text, paint(r, PLAIN));
}

/* The library's frames inside the headline frame, then its callers. */
static void around(const struct place *p, FILE *out)
{
	char text[256];
	int shown = 0;

	for (int i = p->headline - 1; i >= 0 && shown < CALLERS; i--, shown++)
		fprintf(out, INDENT "%s %s\n", p->frame[i].inlined ? "inlined" : "through",
			place_text(&p->frame[i], text, sizeof(text)));
	shown = 0;
	for (int i = p->headline + 1; i < p->frames; i++) {
		if (shown++ == CALLERS) {
			fprintf(out, INDENT "called from %d more\n", p->frames - i);
			break;
		}
		fprintf(out, INDENT "%s %s\n", p->frame[i - 1].inlined ? "inlined in" : "called from",
			place_text(&p->frame[i], text, sizeof(text)));
	}
}

static void site(const struct db_report *r, FILE *out, const char *name, const char *what, const struct dbc_site *s,
		 const char *rest)
{
	struct place p;
	char text[256];

	place_of_site(r, s, &p);
	if (!p.frames && !what)
		return;
	label(r, out, name);
	fprintf(out, "%s%s", what ? what : "", what && p.frames ? ", " : "");
	if (p.frames)
		fprintf(out, "%s%s", s->pc ? "" : "published by ", place_text(place_headline(&p), text, sizeof(text)));
	fprintf(out, "%s\n", rest);
	if (!p.frames)
		return;
	excerpt(r, place_headline(&p), out);
	around(&p, out);
}

static void bytes(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	uint64_t last = f->address + (f->bytes ? f->bytes - 1 : 0);

	label(r, out, "bytes");
	fprintf(out, "0x%" PRIx64 "..0x%" PRIx64 " (%" PRIu64 " byte%s)", f->address, last, f->bytes,
		f->bytes == 1 ? "" : "s");
	if (f->object)
		fprintf(out, " of %s+%" PRIu64, f->object, f->object_offset);
	if (f->hi > f->lo && (f->lo < f->address || f->hi > last + 1))
		fprintf(out, "; all together within 0x%" PRIx64 "..0x%" PRIx64, f->lo, f->hi - 1);
	if (f->channel != 0xff)
		fprintf(out, "; channel %u", f->channel);
	fprintf(out, "\n");
}

static void copies(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	char text[320];

	for (uint32_t i = 0; i < f->copies && i < DBC_COPIES; i++) {
		const struct dbc_copy *c = &f->copy[i];

		if (i)
			fprintf(out, INDENT);
		else
			label(r, out, "copies");
		fprintf(out, "%s%s: 0x%02x, %s, from %s\n", copy_place(c->place), c->dirty ? " (dirty)" : "", c->value,
			c->newest ? "newest" : "older", writer_text(r, &c->writer, text, sizeof(text)));
	}
}

/* A repair is put where the user's code is: if its pc is one of the finding's own, at that site's headline. */
static void repair_place(const struct db_report *r, const struct dbc_finding *f, struct place *p)
{
	const struct dbc_site *const sites[] = {&f->access, &f->cause};

	for (size_t i = 0; i < 2; i++) {
		const struct dbc_site *s = sites[i];
		struct dbc_site from = {.pc = f->repair_pc};
		uint32_t skip = 0;

		if (s->pc != f->repair_pc) {
			while (skip < s->depth && skip < DBC_STACK && s->stack[skip] != f->repair_pc)
				skip++;
			if (skip >= s->depth || skip >= DBC_STACK)
				continue;
			skip++;
		}
		for (; skip < s->depth && skip < DBC_STACK; skip++)
			from.stack[from.depth++] = s->stack[skip];
		place_of_site(r, &from, p);
		return;
	}
	place_of_pc(r, f->repair_pc, p);
}

static void repair(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	struct place p;
	char text[256];

	if (!f->repair[0])
		return;
	label(r, out, "repair");
	if (f->repair_pc) {
		repair_place(r, f, &p);
		fprintf(out, "add %s %s: ", f->repair_after ? "after" : "before",
			place_text(place_headline(&p), text, sizeof(text)));
	}
	fprintf(out, "%s\n", f->repair);
}

static void also(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	const char *comma = "";

	if (!(f->also & ~(1u << f->class_id)))
		return;
	label(r, out, "also");
	for (int i = 0; i < DB_CLASS_COUNT; i++)
		if ((f->also >> i & 1) && i != (int)f->class_id) {
			fprintf(out, "%s%s", comma, dbc_class_slug((enum db_class)i));
			comma = ", ";
		}
	fprintf(out, "\n");
}

void db_report_finding(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	char times[32], rest[64], command[1024] = "";

	fprintf(out, "%s%s%s (%s%s, %s): %s\n", paint(r, f->severity == DBC_ERROR ? RED : YELLOW),
		dbc_class_slug(f->class_id), paint(r, PLAIN),
		f->severity == DBC_ERROR ? "" : finding_severity(f->severity),
		f->severity == DBC_ERROR ? finding_kind(f->kind) : "", finding_times(f->count, times, sizeof(times)),
		finding_summary(f->class_id));
	snprintf(rest, sizeof(rest), ", cycle %" PRIu64, f->cycle);
	site(r, out, "where", f->access_what, &f->access, rest);
	site(r, out, "cause", f->cause_what, &f->cause, "");
	bytes(r, f, out);
	copies(r, f, out);
	repair(r, f, out);
	also(r, f, out);
	timeline_print(r, f, out);
	if (r->wave_command)
		r->wave_command(r->wave_arg, f, command, sizeof(command));
	if (command[0]) {
		label(r, out, "waves");
		fprintf(out, "%s\n", command);
	}
}

void db_report_line(const struct db_report *r, const struct dbc_finding *f, FILE *out)
{
	const struct place_frame *at;
	struct place p;

	place_of_site(r, &f->access, &p);
	at = place_headline(&p);
	fprintf(out, "%s %s ", dbc_class_slug(f->class_id), finding_kind(f->kind));
	if (at && at->file)
		fprintf(out, "%s:%d %s: ", at->file, at->line, at->function ? at->function : "?");
	else if (at)
		fprintf(out, "0x%" PRIx64 " %s: ", at->pc, at->function ? at->function : "?");
	else
		fprintf(out, "? ?: ");
	fprintf(out, "%s\n", finding_summary(f->class_id));
}

static size_t left_out(const struct db_report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < dbc_finding_count(r->dbc); i++)
		n += (size_t)suppressed(r, dbc_finding(r->dbc, i));
	return n;
}

void db_report_text(const struct db_report *r, FILE *out)
{
	size_t hidden = left_out(r), shown = dbc_finding_count(r->dbc) - hidden;

	for (size_t i = 0; i < dbc_finding_count(r->dbc); i++) {
		const struct dbc_finding *f = dbc_finding(r->dbc, i);

		if (suppressed(r, f))
			continue;
		db_report_finding(r, f, out);
		fprintf(out, "\n");
	}
	if (!shown)
		fprintf(out, "no findings\n");
	if (hidden)
		fprintf(out, "%zu finding%s suppressed\n", hidden, hidden == 1 ? "" : "s");
}

void db_report_stack(const struct db_report *r, const struct dbc_site *s, FILE *out)
{
	struct place p;

	place_of_site(r, s, &p);
	for (int i = 0; i < p.frames; i++) {
		const struct place_frame *f = &p.frame[i];

		fprintf(out, "  #%d %s ", i, f->function ? f->function : "?");
		if (f->file)
			fprintf(out, "%s:%d%s\n", f->file, f->line, f->inlined ? " (inlined)" : "");
		else
			fprintf(out, "0x%" PRIx64 "\n", f->pc);
	}
}
