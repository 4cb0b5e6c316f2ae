/* SPDX-License-Identifier: Apache-2.0
 *
 * mkview: makes a GTKWave view (.gtkw) from a view file of waves/views, for one trace.
 *
 * usage: mkview --view FILE --trace TRACE --filters DIRECTORY --disasm "COMMAND" [--marks FILE] [--from C --to C]
 *               <header.vcd >view.gtkw
 *
 * Standard input is fst2vcd's text of TRACE, of which only the declarations are read: a signal that the view names and
 * the trace does not have is an error, since GTKWave would leave it out without a word. Markers come from --marks (see
 * story.c); the picture shows them all if they lie within REACH cycles before the finding, or --from to --to.
 * Exit 0, or 2 with one line on stderr.
 *
 * View file, a row a line, # begins a comment:
 *   == TEXT                              divider
 *   --                                   empty row
 *   FORMAT[:COLOUR] LABEL SIGNAL         FORMAT: bit hex dec text; enum/FILE by a filter file; insn by the disassembler
 *   FORMAT[:COLOUR] LABEL A & B [& C ...] the vector {A, B, C}: with a valid bit in front, texts only where it is set
 * LABEL is one word, _ shows as a space. COLOUR: red orange yellow green blue indigo violet. SIGNAL may end in <7:5>,
 * bits of a vector that counts down to 0. `text` is a string signal.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "vcd.h"

#define CYCLE 10
#define FRAME 200 /* pixels to which the zoom refers */
#define WIDTH 1800
#define HEIGHT 1000
#define NAMES 300  /* pixels for the names */
#define BORDER 45  /* scroll bar and frames */
#define REACH 1200 /* cycles before the finding within which a marker is in the picture */
#define TERMS 8
#define SHORTEST 340

enum { HEX = 0x2, DEC = 0x4, BIN = 0x8, RIGHT = 0x20, BLANK = 0x200, BY_FILE = 0x2000, BY_PROCESS = 0x4000 };

static struct vcd vcd;
static const char *view, *trace, *filters, *disasm, *marks;
static int64_t marker[26], view_from = -1, view_to = -1, trace_from = -1, trace_to = -1;
static char *marker_name[26];
static int line_number;

static void fail(const char *what, const char *which)
{
	fprintf(stderr, "mkview: %s:%d: %s%s\n", view, line_number, what, which);
	exit(2);
}

static void read_marks(void)
{
	FILE *in = fopen(marks, "r");
	char text[256];

	if (!in) {
		fprintf(stderr, "mkview: %s: %s\n", marks, strerror(errno));
		exit(2);
	}
	while (fgets(text, sizeof(text), in)) {
		char *s = strchr(text, ' ');
		int64_t at;

		text[strcspn(text, "\n")] = 0;
		if (!s)
			continue;
		at = strtoll(s, &s, 10);
		if (!strncmp(text, "from ", 5))
			trace_from = at;
		else if (!strncmp(text, "to ", 3))
			trace_to = at;
		else if (text[0] >= 'A' && text[0] <= 'Z' && text[1] == ' ') {
			marker[text[0] - 'A'] = at;
			marker_name[text[0] - 'A'] = strdup(s + strspn(s, " "));
		}
	}
	fclose(in);
}

/* What the picture shows: the markers, those far before the finding left out, and some air round them. */
static void choose_zoom(void)
{
	int64_t lo = INT64_MAX, hi = -1, d = marker['D' - 'A'], air;

	for (int i = 0; i < 26; i++) {
		if (marker[i] < 0 || (d >= 0 && marker[i] < d - REACH))
			continue;
		lo = marker[i] < lo ? marker[i] : lo;
		hi = marker[i] > hi ? marker[i] : hi;
	}
	if (d >= 0 && hi < d + (d - lo) / 8) /* room for the text of the finding */
		hi = d + (d - lo) / 8;
	if (view_from >= 0 && view_to > view_from)
		return;
	if (hi < 0) {
		view_from = trace_from < 0 ? 0 : trace_from;
		view_to = trace_to > view_from ? trace_to : view_from + 1000;
		return;
	}
	/* the device's bursts go on after their address */
	hi += d >= 0 ? 60 : 250;
	air = (hi - lo) / 20;
	lo -= air;
	hi += air;
	air = SHORTEST - (hi - lo);
	if (air > 0) { /* what came before tells more than what came after */
		lo -= air * 3 / 4;
		hi += air / 4;
	}
	view_from = lo > trace_from ? lo : trace_from;
	view_to = hi;
	if (trace_to > 0 && view_to > trace_to)
		view_to = trace_to;
}

static void head(void)
{
	double units = (double)(view_to - view_from) * CYCLE / (WIDTH - NAMES - BORDER);

	printf("[*] made by waves/mkview from %s\n[dumpfile] \"%s\"\n[timestart] %" PRId64
	       "\n[size] %d %d\n[pos] 0 0\n",
	       view, trace, view_from * CYCLE, WIDTH, HEIGHT);
	printf("*%f %" PRId64, -log2(units * FRAME), marker['D' - 'A'] >= 0 ? marker['D' - 'A'] * CYCLE : (int64_t)-1);
	for (int i = 0; i < 26; i++)
		printf(" %" PRId64, marker[i] < 0 ? (int64_t)-1 : marker[i] * CYCLE);
	printf("\n");
	for (int i = 0; i < 26; i++)
		if (marker[i] >= 0)
			printf("[markername] %c%c: %s\n", 'A' + i, 'A' + i, marker_name[i]);
	printf("[sst_width] 0\n[signals_width] %d\n[sst_expanded] 0\n", NAMES);
}

/* Cuts "<7:5>" off; 1 if there was one. */
static int slice(char *name, int *hi, int *lo)
{
	char *s = strchr(name, '<');

	if (!s)
		return 0;
	if (sscanf(s, "<%d:%d>", hi, lo) != 2 || *lo < 0 || *hi < *lo)
		fail("bits are written <7:5>: ", name);
	*s = 0;
	return 1;
}

static void bits(char *name)
{
	const struct vcd_var *v;
	int hi, lo, sliced = slice(name, &hi, &lo);

	v = vcd_find(&vcd, name);
	if (!v)
		fail("the trace has no signal ", name);
	if (!sliced) {
		hi = v->width - 1;
		lo = 0;
	}
	if (hi >= v->width)
		fail("no such bits in ", name);
	if (v->width == 1)
		printf(" %s%s", name, v->range);
	else
		for (int i = v->width - 1 - hi; i <= v->width - 1 - lo; i++)
			printf(" (%d)%s%s", i, name, v->range);
}

static void labelled(char *label)
{
	for (char *s = label; *s; s++)
		if (*s == '_')
			*s = ' ';
	printf("+{%s}", label);
}

static void signal_row(char *format, char *label, char **term, int terms)
{
	static const char *const colours[] = {"red", "orange", "yellow", "green", "blue", "indigo", "violet"};
	char *colour = strchr(format, ':'), *file = strchr(format, '/');
	unsigned flags;

	if (colour)
		*colour++ = 0;
	if (!strcmp(format, "bit"))
		flags = BIN | RIGHT;
	else if (!strcmp(format, "hex"))
		flags = HEX | RIGHT;
	else if (!strcmp(format, "dec"))
		flags = DEC | RIGHT;
	else if (!strcmp(format, "text"))
		flags = RIGHT;
	else if (!strcmp(format, "insn"))
		flags = HEX | RIGHT | BY_PROCESS;
	else if (!strncmp(format, "enum/", 5))
		flags = HEX | RIGHT | BY_FILE;
	else
		return fail("no such format: ", format);
	printf("@%x\n", flags);
	for (int i = 0; colour && i < 7; i++)
		if (!strcmp(colour, colours[i]))
			printf("[color] %d\n", i + 1);
	if (flags & BY_PROCESS)
		printf("^>1 %s\n", disasm);
	if (flags & BY_FILE) {
		char path[4096];
		FILE *f;

		snprintf(path, sizeof(path), "%s/%s.txt", filters, file + 1);
		f = fopen(path, "r");
		if (!f)
			fail("no filter file ", path);
		fclose(f);
		printf("^1 %s\n", path);
	}
	labelled(label);
	if (terms == 1 && !strchr(term[0], '<')) {
		const struct vcd_var *v = vcd_find(&vcd, term[0]);

		if (!v)
			fail("the trace has no signal ", term[0]);
		printf(" %s%s\n", term[0], v->range);
		return;
	}
	printf(" #{%s}", label);
	for (int i = 0; i < terms; i++)
		bits(term[i]);
	printf("\n");
}

static void body(FILE *in)
{
	char *text = NULL;
	size_t size = 0;

	while (getline(&text, &size, in) > 0) {
		char *w[2 + TERMS];
		int n = 0, terms = 0, want = 1;

		line_number++;
		text[strcspn(text, "\n")] = 0;
		if (!strncmp(text, "== ", 3)) {
			printf("@%x\n-%s\n", BLANK, text + 3);
			continue;
		}
		if (!strcmp(text, "--")) {
			printf("@%x\n-\n", BLANK);
			continue;
		}
		text[strcspn(text, "#")] = 0;
		for (char *s = strtok(text, " \t"); s; s = strtok(NULL, " \t"), n++) {
			if (n < 2)
				w[n] = s;
			else if (want && terms < TERMS)
				w[2 + terms++] = s;
			else if (want || strcmp(s, "&"))
				fail("a row is FORMAT LABEL SIGNAL [& SIGNAL ...]", "");
			if (n >= 2)
				want = !want;
		}
		if (n == 0)
			continue;
		if (n < 3 || want)
			fail("a row is FORMAT LABEL SIGNAL [& SIGNAL ...]", "");
		signal_row(w[0], w[1], w + 2, terms);
	}
	free(text);
}

int main(int argc, char **argv)
{
	FILE *in;

	for (int i = 0; i < 26; i++)
		marker[i] = -1;
	for (int i = 1; i + 1 < argc; i += 2)
		if (!strcmp(argv[i], "--view"))
			view = argv[i + 1];
		else if (!strcmp(argv[i], "--trace"))
			trace = argv[i + 1];
		else if (!strcmp(argv[i], "--filters"))
			filters = argv[i + 1];
		else if (!strcmp(argv[i], "--disasm"))
			disasm = argv[i + 1];
		else if (!strcmp(argv[i], "--marks"))
			marks = argv[i + 1];
		else if (!strcmp(argv[i], "--from"))
			view_from = strtoll(argv[i + 1], NULL, 10);
		else if (!strcmp(argv[i], "--to"))
			view_to = strtoll(argv[i + 1], NULL, 10);
		else
			argc = 0;
	if (!view || !trace || !filters || !disasm || !(argc & 1)) {
		fprintf(stderr,
			"usage: mkview --view FILE --trace TRACE --filters DIRECTORY --disasm COMMAND [--marks FILE] "
			"[--from C --to C] <header.vcd >view.gtkw\n");
		return 2;
	}
	in = fopen(view, "r");
	if (!in) {
		fprintf(stderr, "mkview: %s: %s\n", view, strerror(errno));
		return 2;
	}
	if (vcd_header(&vcd, stdin, NULL)) {
		fprintf(stderr, "mkview: standard input is no VCD\n");
		return 2;
	}
	if (marks)
		read_marks();
	choose_zoom();
	head();
	body(in);
	fclose(in);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "mkview: the view cannot be written\n");
		return 2;
	}
	return 0;
}
