/* SPDX-License-Identifier: Apache-2.0
 *
 * --report: the findings as JSON.
 *
 *   {"verdict", "cycles", "instructions", "seed", "options",
 *    "findings": [{"class", "severity", "kind", "count", "cycle", "address", "bytes",
 *                  "access": {"pc", "file", "line", "function", "stack": [{"pc", "file", "line", "function"}]},
 *                  "cause": {"pc", "file", "line", "function", "what"},
 *                  "copies": [{"place", "dirty", "newest", "value", "writer": {"who", "pc", "file", "line", "function",
 *                              "channel", "descriptor", "cycle"}}],
 *                  "repair", "also": [class]}]}
 *
 * Addresses and pcs are strings in hexadecimal, because JSON numbers are not safe beyond 53 bits. file, line and
 * function of access and cause are those of the headline frame. What is unknown is null. A device's own access has the
 * pc "0x0" and the place of the job's publisher.
 */
#include <inttypes.h>

#include "report.h"

static json_t *hex(uint64_t v)
{
	return json_sprintf("0x%" PRIx64, v);
}

static json_t *string_or_null(const char *s)
{
	json_t *j = s ? json_string(s) : NULL; /* NULL too where it is not UTF-8 */

	return j ? j : json_null();
}

static void add_frame(json_t *to, const struct place_frame *f)
{
	json_object_set_new(to, "file", string_or_null(f ? f->file : NULL));
	json_object_set_new(to, "line", f && f->line ? json_integer(f->line) : json_null());
	json_object_set_new(to, "function", string_or_null(f ? f->function : NULL));
}

static json_t *access_json(const struct db_report *r, const struct dbc_site *s)
{
	json_t *j = json_object(), *stack = json_array();
	struct place p;

	place_of_site(r, s, &p);
	json_object_set_new(j, "pc", hex(s->pc));
	add_frame(j, place_headline(&p));
	for (int i = 0; i < p.frames; i++) {
		json_t *frame = json_object();

		json_object_set_new(frame, "pc", hex(p.frame[i].pc));
		add_frame(frame, &p.frame[i]);
		json_array_append_new(stack, frame);
	}
	json_object_set_new(j, "stack", stack);
	return j;
}

static json_t *cause_json(const struct db_report *r, const struct dbc_finding *f)
{
	json_t *j = json_object();
	struct place p;

	place_of_site(r, &f->cause, &p);
	json_object_set_new(j, "pc", hex(f->cause.pc));
	add_frame(j, place_headline(&p));
	json_object_set_new(j, "what", string_or_null(f->cause_what));
	return j;
}

static json_t *writer_json(const struct db_report *r, const struct dbc_writer *w)
{
	static const char *const who[] = {"nobody", "loader", "cpu", "device"};
	json_t *j = json_object();
	struct place p;

	json_object_set_new(j, "who", json_string((unsigned int)w->who < 4 ? who[w->who] : "nobody"));
	if (w->who == DBC_CPU) {
		place_of_pc(r, w->pc, &p);
		json_object_set_new(j, "pc", hex(w->pc));
		add_frame(j, place_headline(&p));
	} else if (w->who == DBC_DEVICE) {
		json_object_set_new(j, "channel", json_integer(w->channel));
		json_object_set_new(j, "descriptor", w->descriptor ? hex(w->descriptor) : json_null());
	}
	json_object_set_new(j, "cycle", json_integer((json_int_t)w->cycle));
	return j;
}

static json_t *copies_json(const struct db_report *r, const struct dbc_finding *f)
{
	json_t *j = json_array();

	for (uint32_t i = 0; i < f->copies && i < DBC_COPIES; i++) {
		const struct dbc_copy *c = &f->copy[i];
		json_t *copy = json_object();

		json_object_set_new(copy, "place", json_string(copy_place(c->place)));
		json_object_set_new(copy, "dirty", json_boolean(c->dirty));
		json_object_set_new(copy, "newest", json_boolean(c->newest));
		json_object_set_new(copy, "value", json_integer(c->value));
		json_object_set_new(copy, "writer", writer_json(r, &c->writer));
		json_array_append_new(j, copy);
	}
	return j;
}

static json_t *also_json(const struct dbc_finding *f)
{
	json_t *j = json_array();

	for (int i = 0; i < DB_CLASS_COUNT; i++)
		if ((f->also >> i & 1) && i != (int)f->class_id)
			json_array_append_new(j, json_string(dbc_class_slug((enum db_class)i)));
	return j;
}

static json_t *finding_json(const struct db_report *r, const struct dbc_finding *f)
{
	json_t *j = json_object();

	json_object_set_new(j, "class", json_string(dbc_class_slug(f->class_id)));
	json_object_set_new(j, "severity", json_string(finding_severity(f->severity)));
	json_object_set_new(j, "kind", json_string(finding_kind(f->kind)));
	json_object_set_new(j, "count", json_integer((json_int_t)f->count));
	json_object_set_new(j, "cycle", json_integer((json_int_t)f->cycle));
	json_object_set_new(j, "address", hex(f->address));
	json_object_set_new(j, "bytes", json_integer((json_int_t)f->bytes));
	json_object_set_new(j, "access", access_json(r, &f->access));
	json_object_set_new(j, "cause", cause_json(r, f));
	json_object_set_new(j, "copies", copies_json(r, f));
	json_object_set_new(j, "repair", f->repair[0] ? string_or_null(f->repair) : json_null());
	json_object_set_new(j, "also", also_json(f));
	return j;
}

int db_report_json(const struct db_report *r, const char *path, const char **why)
{
	json_t *root = json_object(), *options = json_array(), *findings = json_array();

	for (size_t i = 0; r->options && r->options[i]; i++)
		json_array_append_new(options, string_or_null(r->options[i]));
	for (size_t i = 0; i < dbc_finding_count(r->dbc); i++) {
		const struct dbc_finding *f = dbc_finding(r->dbc, i);

		if (!suppressed(r, f))
			json_array_append_new(findings, finding_json(r, f));
	}
	json_object_set_new(root, "verdict", string_or_null(r->verdict));
	json_object_set_new(root, "cycles", json_integer((json_int_t)r->cycles));
	json_object_set_new(root, "instructions", json_integer((json_int_t)r->instructions));
	json_object_set_new(root, "seed", json_integer((json_int_t)r->seed));
	json_object_set_new(root, "options", options);
	json_object_set_new(root, "findings", findings);
	return json_to_file(root, path, why);
}
