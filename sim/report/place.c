/* SPDX-License-Identifier: Apache-2.0
 *
 * Places in the program: which frames a site has and which of them is the user's.
 *
 * The headline frame is the first one whose source is known and belongs to the user: neither to the driver library nor
 * to a library that came built (the C library, libgcc). The latter's names begin with "../": their compile directory is
 * gone. Where there is no such frame, it is the first in the driver library, else the first with any source.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

#define LIBRARY_PREFIX "sw/"
#define APPS_PREFIX "sw/apps/" /* programs of users, though they lie below the library */

/* File names come relative to the working directory where they can; source_root may lie below or above it. */
static const char *below_root(const struct db_report *r, const char *path)
{
	char *root, *cwd;
	size_t cut;
	const char *file = path;

	if (!path || !r->source_root)
		return path;
	root = realpath(r->source_root, NULL);
	cwd = getcwd(NULL, 0);
	if (root && cwd) {
		const char *prefix = root;

		if (path[0] != '/') { /* the root must be seen from the working directory as well */
			cut = strlen(cwd);
			prefix = !strncmp(root, cwd, cut) && root[cut] == '/' ? root + cut + 1 : "";
		}
		cut = strlen(prefix);
		if (cut && !strncmp(path, prefix, cut) && path[cut] == '/')
			file = path + cut + 1;
	}
	free(root);
	free(cwd);
	return file;
}

static void add_pc(const struct db_report *r, uint64_t pc, struct place *p)
{
	struct db_frame frame[16];
	int n = 0;

	if (r->symbols)
		n = db_symbols_frames(r->symbols, pc, frame, sizeof(frame) / sizeof(*frame));
	if (n < 1) {
		frame[0] = (struct db_frame){0};
		n = 1;
	}
	for (int i = 0; i < n && p->frames < PLACE_FRAMES; i++)
		p->frame[p->frames++] = (struct place_frame){
			.pc = pc,
			.path = frame[i].file,
			.file = below_root(r, frame[i].file),
			.function = frame[i].function,
			.line = frame[i].line,
			.column = frame[i].column,
			.inlined = frame[i].inlined,
		};
}

static int begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

enum owner { FOREIGN, LIBRARY, USER };

static enum owner owner_of(const struct db_report *r, const char *file)
{
	if (begins(file, "../"))
		return FOREIGN;
	if (r->library_prefix)
		return begins(file, r->library_prefix) ? LIBRARY : USER;
	return begins(file, LIBRARY_PREFIX) && !begins(file, APPS_PREFIX) ? LIBRARY : USER;
}

static void choose_headline(const struct db_report *r, struct place *p)
{
	int best = -1; /* owner of the frame chosen so far */

	for (int i = 0; i < p->frames; i++)
		if (p->frame[i].file && (int)owner_of(r, p->frame[i].file) > best) {
			p->headline = i;
			best = (int)owner_of(r, p->frame[i].file);
		}
}

void place_of_site(const struct db_report *r, const struct dbc_site *site, struct place *p)
{
	p->frames = 0;
	p->headline = 0;
	if (site->pc)
		add_pc(r, site->pc, p);
	for (uint32_t i = 0; i < site->depth && i < DBC_STACK; i++)
		add_pc(r, site->stack[i], p);
	choose_headline(r, p);
}

void place_of_pc(const struct db_report *r, uint64_t pc, struct place *p)
{
	struct dbc_site site = {.pc = pc};

	place_of_site(r, &site, p);
}

const struct place_frame *place_headline(const struct place *p)
{
	return p->frames ? &p->frame[p->headline] : NULL;
}

const char *place_text(const struct place_frame *f, char *out, size_t size)
{
	if (!f)
		snprintf(out, size, "unknown place");
	else if (f->file && f->function)
		snprintf(out, size, "%s() %s:%d", f->function, f->file, f->line);
	else if (f->file)
		snprintf(out, size, "%s:%d", f->file, f->line);
	else if (f->function)
		snprintf(out, size, "%s() pc 0x%" PRIx64, f->function, f->pc);
	else
		snprintf(out, size, "pc 0x%" PRIx64, f->pc);
	return out;
}

static FILE *open_source(const struct db_report *r, const struct place_frame *f)
{
	char path[4096];
	FILE *in = fopen(f->path, "r");

	if (in || !r->source_root || f->file[0] == '/')
		return in;
	snprintf(path, sizeof(path), "%s/%s", r->source_root, f->file);
	return fopen(path, "r");
}

int place_source_line(const struct db_report *r, const struct place_frame *f, char *out, size_t size)
{
	char text[512];
	FILE *in;
	int found = 0;

	if (!f || !f->file || f->line < 1 || !(in = open_source(r, f)))
		return 0;
	for (int line = 1; !found && fgets(text, sizeof(text), in);) {
		size_t n = strlen(text);

		if (line == f->line) {
			text[strcspn(text, "\r\n")] = 0;
			snprintf(out, size, "%s", text + strspn(text, " \t"));
			found = *out != 0;
			break;
		}
		line += n && text[n - 1] == '\n';
	}
	fclose(in);
	return found;
}
