/* SPDX-License-Identifier: Apache-2.0
 *
 * --sarif: the findings as SARIF 2.1.0, for code-scanning services and editors.
 *
 * Files below the source root are relative to the base SRCROOT; others are file:// URIs. A result's location is the
 * headline frame of the access, its related location the cause's. A finding without any source has no location, which
 * SARIF allows.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "report.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static json_t *message(const char *text)
{
	json_t *j = json_string(text);

	return json_pack("{s:o}", "text", j ? j : json_string("(not UTF-8)"));
}

static json_t *artifact(const char *file)
{
	static const char plain[] = "-_.~/+,@=";
	char uri[3 * 1024 + 16];
	size_t n = 0;

	if (file[0] == '/')
		n = (size_t)snprintf(uri, sizeof(uri), "file://");
	for (; *file && n + 4 < sizeof(uri); file++) {
		unsigned char c = (unsigned char)*file;

		if (isalnum(c) || strchr(plain, c))
			uri[n++] = (char)c;
		else
			n += (size_t)snprintf(uri + n, sizeof(uri) - n, "%%%02X", c);
	}
	uri[n] = 0;
	if (!strncmp(uri, "file://", 7))
		return json_pack("{s:s}", "uri", uri);
	return json_pack("{s:s, s:s}", "uri", uri, "uriBaseId", "SRCROOT");
}

/* NULL where there is no source. */
static json_t *location(const struct place_frame *f, const char *text)
{
	json_t *j, *physical;

	if (!f || !f->file)
		return NULL;
	physical = json_pack("{s:o}", "artifactLocation", artifact(f->file));
	if (f->line > 0) {
		json_t *region = json_pack("{s:i}", "startLine", f->line);

		if (f->column > 0)
			json_object_set_new(region, "startColumn", json_integer(f->column));
		json_object_set_new(physical, "region", region);
	}
	j = json_pack("{s:o}", "physicalLocation", physical);
	if (f->function)
		json_object_set_new(j, "logicalLocations",
				    json_pack("[{s:s, s:s}]", "name", f->function, "kind", "function"));
	if (text)
		json_object_set_new(j, "message", message(text));
	return j;
}

static json_t *stack_json(const struct place *p, const char *text)
{
	json_t *frames = json_array();

	for (int i = 0; i < p->frames; i++) {
		json_t *at = location(&p->frame[i], NULL);
		json_t *physical;

		if (!at)
			at = json_object();
		physical = json_object_get(at, "physicalLocation");
		if (!physical) {
			physical = json_object();
			json_object_set_new(at, "physicalLocation", physical);
		}
		json_object_set_new(physical, "address",
				    json_pack("{s:I}", "absoluteAddress", (json_int_t)p->frame[i].pc));
		json_array_append_new(frames, json_pack("{s:o}", "location", at));
	}
	return json_pack("{s:o, s:o}", "message", message(text), "frames", frames);
}

static json_t *rules(void)
{
	json_t *j = json_array();

	for (int i = 0; i < DB_CLASS_COUNT; i++) {
		enum db_class id = (enum db_class)i;
		char help[2048];

		snprintf(help, sizeof(help), "Example: %s\n\nRemedy: %s", dbc_class_example(id), dbc_class_remedy(id));
		json_array_append_new(j,
				      json_pack("{s:s, s:o, s:o, s:o, s:{s:s}, s:{s:s, s:s}}", "id", dbc_class_slug(id),
						"shortDescription", message(finding_summary(id)), "fullDescription",
						message(dbc_class_rule(id)), "help", message(help),
						"defaultConfiguration", "level", "error", "properties", "family",
						dbc_class_family(id), "needs", dbc_class_needs(id)));
	}
	return j;
}

static json_t *result(const struct db_report *r, const struct dbc_finding *f)
{
	struct place access, cause;
	const struct place_frame *at;
	char text[1024], where[256], fingerprint[512];
	json_t *j, *spot;

	place_of_site(r, &f->access, &access);
	place_of_site(r, &f->cause, &cause);
	at = place_headline(&access);
	place_text(at, where, sizeof(where));
	snprintf(text, sizeof(text), "%s (%s): %s in %s, 0x%" PRIx64 ", %" PRIu64 " bytes%s%s, cycle %" PRIu64 ".%s%s",
		 finding_summary(f->class_id), finding_kind(f->kind), f->access_what ? f->access_what : "access", where,
		 f->address, f->bytes, f->object ? " of " : "", f->object ? f->object : "", f->cycle,
		 f->repair[0] ? " Repair: " : "", f->repair);
	j = json_pack("{s:s, s:i, s:s, s:o, s:I}", "ruleId", dbc_class_slug(f->class_id), "ruleIndex", (int)f->class_id,
		      "level", f->severity == DBC_ERROR ? "error" : "note", "message", message(text), "occurrenceCount",
		      (json_int_t)(f->count ? f->count : 1));
	spot = location(at, NULL);
	json_object_set_new(j, "locations", spot ? json_pack("[o]", spot) : json_array());
	spot = location(place_headline(&cause), f->cause_what ? f->cause_what : "cause");
	if (spot)
		json_object_set_new(j, "relatedLocations", json_pack("[o]", spot));
	if (access.frames)
		json_object_set_new(j, "stacks",
				    json_pack("[o]", stack_json(&access, f->access_what ? f->access_what : "access")));
	/* the same fault keeps its identity when lines above it move */
	snprintf(fingerprint, sizeof(fingerprint), "%s/%s/%s", dbc_class_slug(f->class_id),
		 at && at->file ? at->file : "?", at && at->function ? at->function : "?");
	json_object_set_new(j, "partialFingerprints", json_pack("{s:s}", "classFileFunction/v1", fingerprint));
	json_object_set_new(j, "properties",
			    json_pack("{s:s, s:s, s:I}", "kind", finding_kind(f->kind), "severity",
				      finding_severity(f->severity), "cycle", (json_int_t)f->cycle));
	return j;
}

int db_report_sarif(const struct db_report *r, const char *path, const char **why)
{
	json_t *results = json_array(), *arguments = json_array(), *root, *invocation;

	for (size_t i = 0; i < dbc_finding_count(r->dbc); i++) {
		const struct dbc_finding *f = dbc_finding(r->dbc, i);

		if (!suppressed(r, f))
			json_array_append_new(results, result(r, f));
	}
	for (size_t i = 0; r->options && r->options[i]; i++)
		json_array_append_new(arguments, json_string(r->options[i]));
	invocation = json_pack("{s:b, s:o, s:{s:s?, s:I, s:I, s:I}}", "executionSuccessful", 1, "arguments", arguments,
			       "properties", "verdict", r->verdict, "cycles", (json_int_t)r->cycles, "instructions",
			       (json_int_t)r->instructions, "seed", (json_int_t)r->seed);
	root = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:o}}, s:[o], s:{s:{s:{s:s}}}, s:s, s:o}]}", "$schema", SCHEMA,
			 "version", "2.1.0", "runs", "tool", "driver", "name", "doorbell", "rules", rules(),
			 "invocations", invocation, "originalUriBaseIds", "SRCROOT", "description", "text",
			 "the directory that holds the sources", "columnKind", "unicodeCodePoints", "results", results);
	return json_to_file(root, path, why);
}
