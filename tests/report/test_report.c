/* SPDX-License-Identifier: Apache-2.0
 *
 * Reports of findings made by hand at places of the fixture: text, JSON, SARIF, suppression, explanations.
 */
#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report_test.h"

static struct db_symbols *symbols;
static char text[65536]; /* what the last text report said */

static void read_back(FILE *f)
{
	size_t n;

	rewind(f);
	n = fread(text, 1, sizeof(text) - 1, f);
	text[n] = 0;
	fclose(f);
}

static void wave(void *arg, const struct dbc_finding *f, char *out, size_t size)
{
	snprintf(out, size, "%s %llu", (const char *)arg, (unsigned long long)f->cycle);
}

/* An error by the CPU inside the library, an error by the device, a note. */
static struct db_report three_findings(void)
{
	static const char *const options[] = {"--seed", "7", "x \"y\".elf", NULL};
	struct db_report r = {.symbols = symbols,
			      .verdict = "findings",
			      .cycles = 20000,
			      .instructions = 9000,
			      .seed = 7,
			      .options = options,
			      .library_prefix = "tests/report/sw/",
			      .wave_command = wave,
			      .wave_arg = "look at"};
	struct dbc_finding *f;

	r.dbc = fake_dbc();
	f = fake_finding(r.dbc);
	f->class_id = DB_CLASS_MISSING_CLEAN;
	f->kind = DBC_LATENT;
	f->count = 3;
	f->cycle = 18234;
	f->address = 0x80001240;
	f->bytes = 44;
	f->lo = 0x80001240;
	f->hi = 0x80001300;
	f->object = "buffer";
	f->object_offset = 16;
	f->access.pc = label(symbols, "lib");
	f->access.depth = 1;
	f->access.stack[0] = label(symbols, "main");
	f->access_what = "doorbell store";
	f->cause.pc = label(symbols, "store");
	f->cause_what = "newest store";
	f->channel = 2;
	f->copies = 2;
	f->copy[0] = (struct dbc_copy){
		DBC_AT_L1D, 1, 1, 0xa5, {.who = DBC_CPU, .pc = label(symbols, "store"), .cycle = 17900}};
	f->copy[1] = (struct dbc_copy){DBC_AT_MEMORY, 0, 0, 0x11, {.who = DBC_LOADER}};
	snprintf(f->repair, sizeof(f->repair), "cbo.clean of 0x80001240..0x8000127f");
	f->repair_pc = f->access.pc;
	f->also = 1u << DB_CLASS_MISSING_CLEAN | 1u << DB_CLASS_DOORBELL_BEFORE_DATA;
	for (unsigned int i = 0; i < DBC_HISTORY; i++) /* far apart, so that nothing merges */
		f->history[f->events++] = (struct dbc_event){.cycle = 18000 + i,
							     .address = 0x80001240 + 0x1000 * i,
							     .bytes = 8,
							     .what = i % 2 ? DBC_EV_FILL : DBC_EV_EVICT};
	f->history[0].what = DBC_EV_STORE;
	f->history[0].pc = label(symbols, "store");
	f->history[DBC_HISTORY - 1].what = DBC_EV_DOORBELL;
	f->history[DBC_HISTORY - 1].pc = f->access.pc;

	f = fake_finding(r.dbc);
	f->class_id = DB_CLASS_DEVICE_OUTSIDE_MAPPING;
	f->kind = DBC_MANIFEST;
	f->cycle = 19000;
	f->address = 0x123456789abcull;
	f->bytes = 1;
	f->access.depth = 2; /* a device beat: only the publisher's stack */
	f->access.stack[0] = label(symbols, "lib");
	f->access.stack[1] = label(symbols, "main");
	f->access_what = "device read";
	for (unsigned int i = 0; i < 10; i++) /* a loop of stores and their drains */
		f->history[f->events++] = (struct dbc_event){.cycle = 18000 + i,
							     .address = 0x80001240 + 8 * (i / 2),
							     .bytes = 8,
							     .pc = i % 2 ? 0 : label(symbols, "store"),
							     .what = i % 2 ? DBC_EV_DRAIN : DBC_EV_STORE};

	f = fake_finding(r.dbc);
	f->class_id = DB_CLASS_SHARED_LINE;
	f->severity = DBC_NOTE;
	f->access.pc = 0x90000000; /* nothing is known of it */
	f->access_what = "store";
	return r;
}

static void done(struct db_report *r)
{
	db_report_free(r);
	dbc_free(r->dbc);
}

/* ---- text ---- */
static void says(int expected, const char *format, ...)
{
	char what[256];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	CHECK(!strstr(text, what) == !expected, "the text %s '%s'", expected ? "lacks" : "has", what);
}

static void texts(void)
{
	struct db_report r = three_findings();
	int store = marked_line(FIXTURE_C, "store", NULL, 0), timeline = 0;
	char source[256];
	int call = marked_line(FIXTURE_C, "lib-call", source, sizeof(source));
	FILE *f = tmpfile();

	db_report_finding(&r, dbc_finding(r.dbc, 0), f);
	read_back(f);
	CHECK(!strncmp(text, "missing-clean (latent, 3 times): ", 33), "headline: %.60s", text);
	says(1, "doorbell store, send() " FIXTURE_C ":%d, cycle 18234", call);
	says(1, "%d | %s\n", call, source);
	says(1, "inlined lib_ring() " FIXTURE_LIB ":%d", marked_line(FIXTURE_LIB, "lib", NULL, 0));
	says(1, "called from main() " FIXTURE_C ":%d", marked_line(FIXTURE_C, "main", NULL, 0));
	says(1, "newest store, send() " FIXTURE_C ":%d", store);
	says(1, "0x80001240..0x8000126b (44 bytes) of buffer+16");
	says(1, "0x80001240..0x800012ff");
	says(1, "channel 2");
	says(1, "L1D (dirty): 0xa5, newest, from the store in send() " FIXTURE_C ":%d, cycle 17900", store);
	says(1, "memory: 0x11, older, from the loader");
	says(1, "add before send() " FIXTURE_C ":%d: cbo.clean of 0x80001240..0x8000127f", call);
	says(1, "also    doorbell-before-data\n");
	says(1, "look at 18234\n");
	says(0, "\033[");
	/* of 24 events 15 stay, the finding's own among them */
	for (const char *p = strstr(text, "  timeline\n"); p && (p = strchr(p, '\n')); p++)
		timeline += !strncmp(p + 1, "       1", 8);
	CHECK(timeline == 15, "%d lines of timeline", timeline);
	says(1, "     17900  "); /* the newest version, older than the history */
	says(1, "     18023  ");

	f = tmpfile();
	db_report_finding(&r, dbc_finding(r.dbc, 1), f);
	read_back(f);
	says(1, "device-outside-mapping (manifest, once): ");
	says(1, "device read, published by send() " FIXTURE_C ":%d", call);
	says(1, "store to 0x80001240..0x80001267 (5 times)\n");
	says(1, ": 0x80001240..0x80001267 (5 times)\n");
	says(0, "     18002  ");
	says(1, "0x123456789abc..0x123456789abc (1 byte)");

	f = tmpfile();
	db_report_text(&r, f);
	read_back(f);
	says(1, "shared-line (note, once)");
	says(1, "store, pc 0x90000000");
	says(0, "no findings");

	f = tmpfile();
	db_report_line(&r, dbc_finding(r.dbc, 0), f);
	read_back(f);
	says(1, "missing-clean latent " FIXTURE_C ":%d send: ", call);
	CHECK(strchr(text, '\n') == text + strlen(text) - 1, "not one line: %s", text);

	f = tmpfile();
	db_report_stack(&r, &dbc_finding(r.dbc, 0)->access, f);
	read_back(f);
	says(1, "  #0 lib_ring " FIXTURE_LIB);
	says(1, "  #1 send " FIXTURE_C ":%d", call);
	says(1, "  #2 main " FIXTURE_C);

	/* another root: names are relative to it, the source is still found */
	r.source_root = "tests/report";
	r.library_prefix = "sw/";
	r.colour = 1;
	f = tmpfile();
	db_report_finding(&r, dbc_finding(r.dbc, 0), f);
	read_back(f);
	says(1, "doorbell store, send() fixture.c:%d,", call);
	says(1, "%d | %s", call, source);
	says(1, "\033[");

	/* without symbols pcs stay numbers */
	r.symbols = NULL;
	f = tmpfile();
	db_report_finding(&r, dbc_finding(r.dbc, 0), f);
	read_back(f);
	says(1, "doorbell store, pc 0x%llx", (unsigned long long)dbc_finding(r.dbc, 0)->access.pc);
	done(&r);

	r = (struct db_report){.dbc = fake_dbc()};
	f = tmpfile();
	db_report_text(&r, f);
	read_back(f);
	CHECK(same(text, "no findings\n"), "without findings: %s", text);
	done(&r);
}

/* Whose line is the headline, by the line report: the frames of the first finding with this prefix and root. */
static void headline_is(const char *at, const char *prefix, const char *root, const char *file, int line)
{
	struct db_report r = {.dbc = fake_dbc(), .symbols = symbols, .library_prefix = prefix, .source_root = root};
	struct dbc_finding *f = fake_finding(r.dbc);
	FILE *out = tmpfile();

	f->access.pc = label(symbols, at);
	f->access.depth = 1;
	f->access.stack[0] = label(symbols, "main");
	db_report_line(&r, f, out);
	read_back(out);
	says(1, " %s:%d ", file, line);
	done(&r);
}

static void headlines(void)
{
	int main_line = marked_line(FIXTURE_C, "main", NULL, 0), call = marked_line(FIXTURE_C, "lib-call", NULL, 0);

	headline_is("lib", NULL, NULL, FIXTURE_LIB, marked_line(FIXTURE_LIB, "lib", NULL, 0));
	headline_is("lib", NULL, "tests/report", "fixture.c", call); /* the library is sw/ there */
	headline_is("lib", NULL, "tests", "report/sw/lib.h", marked_line(FIXTURE_LIB, "lib", NULL, 0));
	headline_is("foreign", NULL, NULL, FIXTURE_C, main_line);
	headline_is("store", "nowhere/", NULL, FIXTURE_C, marked_line(FIXTURE_C, "store", NULL, 0));
	/* nothing but the library: its first frame */
	headline_is("lib", "tests/", NULL, FIXTURE_LIB, marked_line(FIXTURE_LIB, "lib", NULL, 0));
}

/* ---- JSON ---- */
/* The object has exactly these members, each of a type in types: s string, S string or null, i integer, I integer or
 * null, a array, o object. */
static void schema(const char *where, json_t *j, const char *const *names, const char *types)
{
	size_t n = strlen(types);

	CHECK(json_is_object(j) && json_object_size(j) == n, "%s: %zu members, expected %zu", where,
	      json_object_size(j), n);
	for (size_t i = 0; i < n; i++) {
		json_t *v = json_object_get(j, names[i]);
		int ok = v &&
			 ((tolower(types[i]) == 's' && json_is_string(v)) ||
			  (tolower(types[i]) == 'i' && json_is_integer(v)) || (types[i] == 'a' && json_is_array(v)) ||
			  (types[i] == 'o' && json_is_object(v)) || (isupper(types[i]) && json_is_null(v)));

		CHECK(ok, "%s: member %s is missing or of a wrong type", where, names[i]);
	}
}

#define NAMES(...) ((const char *const[]){__VA_ARGS__})

static const char *string_at(json_t *j, const char *a, const char *b)
{
	return json_string_value(json_object_get(json_object_get(j, a), b));
}

static void place_is(json_t *at, const char *file, int line, const char *function)
{
	const char *its = json_string_value(json_object_get(at, "file"));

	CHECK(same(its, file) && json_integer_value(json_object_get(at, "line")) == line &&
		      same(json_string_value(json_object_get(at, "function")), function),
	      "place %s:%lld, expected %s:%d", its ? its : "null",
	      (long long)json_integer_value(json_object_get(at, "line")), file, line);
}

static void jsons(void)
{
	struct db_report r = three_findings();
	const char *why = "", *path = OUT "report.json";
	int call = marked_line(FIXTURE_C, "lib-call", NULL, 0);
	json_error_t error;
	json_t *root, *finding, *findings, *frame;
	char number[32];
	size_t i, k;

	CHECK(!db_report_json(&r, path, &why), "%s", why);
	root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	CHECK(root, "%s", error.text);
	schema("report", root, NAMES("verdict", "cycles", "instructions", "seed", "options", "findings"), "siiiaa");
	CHECK(same(json_string_value(json_array_get(json_object_get(root, "options"), 2)), "x \"y\".elf"), "options");
	findings = json_object_get(root, "findings");
	CHECK(json_array_size(findings) == 3, "%zu findings", json_array_size(findings));
	json_array_foreach(findings, i, finding)
	{
		schema("finding", finding,
		       NAMES("class", "severity", "kind", "count", "cycle", "address", "bytes", "access", "cause",
			     "copies", "repair", "also"),
		       "sssiisiooaSa");
		schema("access", json_object_get(finding, "access"), NAMES("pc", "file", "line", "function", "stack"),
		       "sSISa");
		schema("cause", json_object_get(finding, "cause"), NAMES("pc", "file", "line", "function", "what"),
		       "sSISS");
		json_array_foreach(json_object_get(json_object_get(finding, "access"), "stack"), k, frame)
			schema("frame", frame, NAMES("pc", "file", "line", "function"), "sSIS");
	}
	finding = json_array_get(findings, 0);
	CHECK(same(json_string_value(json_object_get(finding, "class")), "missing-clean"), "class");
	CHECK(same(json_string_value(json_object_get(finding, "severity")), "error"), "severity");
	CHECK(same(json_string_value(json_object_get(finding, "kind")), "latent"), "kind");
	CHECK(same(json_string_value(json_object_get(finding, "address")), "0x80001240"), "address");
	place_is(json_object_get(finding, "access"), FIXTURE_C, call, "send");
	place_is(json_object_get(finding, "cause"), FIXTURE_C, marked_line(FIXTURE_C, "store", NULL, 0), "send");
	CHECK(same(string_at(finding, "cause", "what"), "newest store"), "what");
	snprintf(number, sizeof(number), "0x%llx", (unsigned long long)label(symbols, "lib"));
	CHECK(same(string_at(finding, "access", "pc"), number), "pc");
	frame = json_object_get(json_object_get(finding, "access"), "stack");
	CHECK(json_array_size(frame) == 3, "%zu frames", json_array_size(frame));
	place_is(json_array_get(frame, 0), FIXTURE_LIB, marked_line(FIXTURE_LIB, "lib", NULL, 0), "lib_ring");
	place_is(json_array_get(frame, 2), FIXTURE_C, marked_line(FIXTURE_C, "main", NULL, 0), "main");
	CHECK(json_array_size(json_object_get(finding, "copies")) == 2, "copies");
	CHECK(json_array_size(json_object_get(finding, "also")) == 1 &&
		      same(json_string_value(json_array_get(json_object_get(finding, "also"), 0)),
			   "doorbell-before-data"),
	      "also");
	finding = json_array_get(findings, 1); /* the device: no pc, the publisher's place */
	CHECK(same(string_at(finding, "access", "pc"), "0x0"), "pc of a device");
	place_is(json_object_get(finding, "access"), FIXTURE_C, call, "send");
	CHECK(same(json_string_value(json_object_get(finding, "kind")), "manifest"), "kind");
	finding = json_array_get(findings, 2);
	CHECK(same(json_string_value(json_object_get(finding, "severity")), "note"), "severity of a note");
	CHECK(json_is_null(json_object_get(json_object_get(finding, "access"), "file")), "file of an unknown place");
	json_decref(root);
	done(&r);
}

/* ---- SARIF ---- */
static void location_is(json_t *at, const char *file, int line)
{
	json_t *physical = json_object_get(at, "physicalLocation");
	const char *uri = string_at(physical, "artifactLocation", "uri");

	CHECK(same(uri, file) && same(string_at(physical, "artifactLocation", "uriBaseId"), "SRCROOT"), "uri %s",
	      uri ? uri : "none");
	CHECK(json_integer_value(json_object_get(json_object_get(physical, "region"), "startLine")) == line,
	      "startLine");
}

static void sarifs(void)
{
	struct db_report r = three_findings();
	const char *why = "", *path = OUT "report.sarif";
	json_t *root, *run, *rules, *results, *result;
	json_error_t error;
	size_t i;

	CHECK(!db_report_sarif(&r, path, &why), "%s", why);
	root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
	CHECK(root, "%s", error.text);
	CHECK(same(json_string_value(json_object_get(root, "version")), "2.1.0"), "version");
	CHECK(json_array_size(json_object_get(root, "runs")) == 1, "runs");
	run = json_array_get(json_object_get(root, "runs"), 0);
	CHECK(same(string_at(json_object_get(run, "tool"), "driver", "name"), "doorbell"), "tool name");
	rules = json_object_get(json_object_get(json_object_get(run, "tool"), "driver"), "rules");
	CHECK(json_array_size(rules) == DB_CLASS_COUNT, "%zu rules", json_array_size(rules));
	json_array_foreach(rules, i, result)
	{
		const char *id = json_string_value(json_object_get(result, "id"));

		CHECK(id && dbc_class_find(id) == (int)i, "rule %zu is %s", i, id ? id : "nameless");
		CHECK(string_at(result, "fullDescription", "text") && string_at(result, "help", "text"), "rule %zu", i);
	}
	results = json_object_get(run, "results");
	CHECK(json_array_size(results) == 3, "%zu results", json_array_size(results));
	json_array_foreach(results, i, result)
	{
		size_t index = (size_t)json_integer_value(json_object_get(result, "ruleIndex"));
		const char *level = json_string_value(json_object_get(result, "level"));

		CHECK(same(json_string_value(json_object_get(json_array_get(rules, index), "id")),
			   json_string_value(json_object_get(result, "ruleId"))),
		      "result %zu: ruleIndex and ruleId disagree", i);
		CHECK(same(level, "error") || same(level, "note") || same(level, "warning"), "level");
		CHECK(string_at(result, "message", "text"), "result %zu: no message", i);
		CHECK(json_is_array(json_object_get(result, "locations")), "result %zu: no locations", i);
		CHECK(json_integer_value(json_object_get(result, "occurrenceCount")) >= 1, "occurrenceCount");
	}
	result = json_array_get(results, 0);
	location_is(json_array_get(json_object_get(result, "locations"), 0), FIXTURE_C,
		    marked_line(FIXTURE_C, "lib-call", NULL, 0));
	location_is(json_array_get(json_object_get(result, "relatedLocations"), 0), FIXTURE_C,
		    marked_line(FIXTURE_C, "store", NULL, 0));
	CHECK(same(json_string_value(json_object_get(json_array_get(results, 2), "level")), "note"), "level of a note");
	json_decref(root);
	done(&r);
}

/* ---- files that cannot be written ---- */
static void unwritable(const char *path)
{
	struct db_report r = three_findings();
	const char *why = NULL;

	CHECK(db_report_json(&r, path, &why) == -1 && why && strstr(why, path) && !strchr(why, '\n'), "JSON to %s",
	      path);
	why = NULL;
	CHECK(db_report_sarif(&r, path, &why) == -1 && why && strstr(why, path) && !strchr(why, '\n'), "SARIF to %s",
	      path);
	done(&r);
}

/* ---- suppression ---- */
static int write_rules(const char *rules)
{
	FILE *f = fopen(OUT "rules", "w");

	return !f || fputs(rules, f) < 0 || fclose(f);
}

/* Which of the three findings remain, as bits; -1: the file was refused with this text. */
static int remaining(const char *rules, const char **why)
{
	struct db_report r = three_findings();
	int left = 0;

	*why = "";
	if (write_rules(rules) || db_report_suppress(&r, OUT "rules", why)) {
		CHECK(!r.suppress, "a refused file left rules behind");
		done(&r);
		return -1;
	}
	if (!db_report_json(&r, OUT "left.json", why)) {
		json_t *root = json_load_file(OUT "left.json", 0, NULL), *finding;
		size_t i;

		json_array_foreach(json_object_get(root, "findings"), i, finding)
		{
			const char *slug = json_string_value(json_object_get(finding, "class"));

			left |= same(slug, "missing-clean") | same(slug, "device-outside-mapping") << 1 |
				same(slug, "shared-line") << 2;
		}
		json_decref(root);
	}
	CHECK(db_report_errors(&r) == (size_t)((left & 1) + (left >> 1 & 1)), "errors: %zu with 0x%x left",
	      db_report_errors(&r), left);
	done(&r);
	return left;
}

static void leaves(int expected, const char *format, ...)
{
	char rules[512];
	const char *why;
	va_list args;
	int left;

	va_start(args, format);
	vsnprintf(rules, sizeof(rules), format, args);
	va_end(args);
	left = remaining(rules, &why);
	CHECK(left == expected, "rules '%s' leave 0x%x, expected 0x%x %s", rules, left, expected, why);
}

static void refuses(const char *rules, const char *says_what)
{
	const char *why;
	int left = remaining(rules, &why);

	CHECK(left == -1 && strstr(why, says_what) && !strchr(why, '\n'), "rules '%s': %s", rules,
	      left < 0 ? why : "taken");
}

static void suppression(void)
{
	struct db_report r = three_findings();
	int call = marked_line(FIXTURE_C, "lib-call", NULL, 0), store = marked_line(FIXTURE_C, "store", NULL, 0);
	const char *why = NULL;

	leaves(7, "%s", "");
	leaves(7, "# missing-clean\n\n   # nothing\n");
	leaves(6, "missing-clean\n");
	leaves(6, "missing-clean # known, see the list");
	leaves(4, "missing-clean\ndevice-outside-mapping\r\n");
	leaves(6, "missing-clean fixture.c\n");
	leaves(6, "missing-clean report/fixture.c:%d\n", call);
	leaves(6, "missing-clean fixture.c:%d\n", store); /* the cause's place */
	leaves(7, "missing-clean fixture.c:%d\n", call + 1000);
	leaves(7, "missing-clean ixture.c\n"); /* not a whole component */
	leaves(7, "missing-clean lib.h\n");    /* a frame of the library is not the headline */
	leaves(4, "* fixture.c\n");
	leaves(0, "*\n");
	leaves(3, "shared-line");
	refuses("missing-cleen\n", "rules:1: no such class");
	refuses("# fine\nmissing-clean a.c b.c\n", "rules:2:");
	refuses("missing-clean a.c:0\n", "line number");
	refuses("missing-clean a.c:1x\n", "line number");
	CHECK(db_report_suppress(&r, OUT "nowhere", &why) == -1 && why && strstr(why, "nowhere: No such file"), "%s",
	      why ? why : "no reason");
	done(&r);
}

/* ---- explanations ---- */
/* All words of `words` in text, in order. */
static int holds(const char *words)
{
	const char *at = text;
	char word[64];
	int n;

	while (sscanf(words, " %63s%n", word, &n) == 1) {
		at = strstr(at, word);
		if (!at)
			return 0;
		at += strlen(word);
		words += n;
	}
	return 1;
}

static void explanations(void)
{
	FILE *f;

	for (int i = 0; i < DB_CLASS_COUNT; i++) {
		enum db_class id = (enum db_class)i;
		const char *slug = dbc_class_slug(id);

		CHECK(dbc_class_find(slug) == i, "%s is not found", slug);
		CHECK(strlen(dbc_class_rule(id)) > 40 && strlen(dbc_class_example(id)) > 40 &&
			      strlen(dbc_class_remedy(id)) > 40,
		      "%s: a text is missing", slug);
		f = tmpfile();
		CHECK(!db_report_explain(slug, f), "%s is not explained", slug);
		read_back(f);
		CHECK(holds(slug) && holds(dbc_class_rule(id)) && holds(dbc_class_example(id)) &&
			      holds(dbc_class_remedy(id)),
		      "%s: words are missing", slug);
		for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
			CHECK(strlen(line) <= 100, "%s: a line of %zu columns", slug, strlen(line));
	}
	f = tmpfile();
	CHECK(db_report_explain("nothing", f) == -1 && db_report_explain("", f) == -1, "an unknown class is explained");
	read_back(f);
	CHECK(!*text, "an unknown class prints: %s", text);
	f = tmpfile();
	db_report_classes(f);
	read_back(f);
	for (int i = 0; i < DB_CLASS_COUNT; i++)
		says(1, "%s ", dbc_class_slug((enum db_class)i));
}

int main(void)
{
	const char *why = "";

	symbols = db_symbols_open(FIXTURE_ELF, &why);
	CHECK(symbols, "%s", why);
	if (symbols) {
		texts();
		headlines();
		jsons();
		sarifs();
		suppression();
		unwritable(OUT "nowhere/file");
		unwritable("build");
		if (!access("/dev/full", W_OK))
			unwritable("/dev/full");
	}
	explanations();
	db_symbols_close(symbols);
	return finish();
}
