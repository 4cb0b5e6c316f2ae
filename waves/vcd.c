/* SPDX-License-Identifier: Apache-2.0
 *
 * Reader of VCD text: see vcd.h.
 */
#include <stdlib.h>
#include <string.h>

#include "vcd.h"

#define SCOPES 32
#define IDS_MAX (1u << 26)

/* Identifiers are numbers to base 94, least digit first, as the FST tools write them. */
static uint32_t id_of(const char *s)
{
	uint64_t id = 0, scale = 1;

	for (; *s > ' ' && *s < 127 && scale < IDS_MAX * 94ull; s++, scale *= 94)
		id += (uint64_t)(*s - '!' + 1) * scale;
	return id < IDS_MAX ? (uint32_t)id : 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vcd_var *)a)->name, ((const struct vcd_var *)b)->name);
}

static void *need(void *p)
{
	if (p)
		return p;
	fprintf(stderr, "waves: out of memory\n");
	exit(2);
}

static void add_var(struct vcd *v, char *const *scope, int depth, char *decl)
{
	char *type = strtok(decl, " \t"), *width = strtok(NULL, " \t"), *id = strtok(NULL, " \t");
	char *name = strtok(NULL, " \t"), *range = strtok(NULL, " \t");
	struct vcd_var *x;
	char full[4096] = "";
	size_t used = 0;

	if (!type || !width || !id || !name)
		return;
	for (int i = 0; i < depth && used < sizeof(full) - 2; i++)
		used += (size_t)snprintf(full + used, sizeof(full) - used, "%s.", scope[i]);
	if (used >= sizeof(full) - strlen(name) - 1)
		return;
	strcpy(full + used, name);
	if (!(v->vars & (v->vars - 1)))
		v->var = need(realloc(v->var, (v->vars ? v->vars * 2 : 1) * sizeof(*v->var)));
	x = &v->var[v->vars++];
	*x = (struct vcd_var){need(strdup(full)), need(strdup(range && *range == '[' ? range : "")), atoi(width),
			      id_of(id)};
	if (x->id >= v->ids)
		v->ids = x->id + 1;
}

int vcd_header(struct vcd *v, FILE *in, FILE *out)
{
	char *scope[SCOPES];
	int depth = 0, found = 0;

	*v = (struct vcd){.in = in, .out = out, .next_time = -1};
	while (getline(&v->line, &v->size, in) > 0) {
		char *s = v->line + strspn(v->line, " \t");

		if (!strncmp(s, "$enddefinitions", 15)) {
			found = 1;
			break;
		}
		if (out)
			fputs(strcmp(s, "1ps\n") ? v->line : "\t1ns\n", out);
		if (!strncmp(s, "$scope ", 7) && depth < SCOPES) {
			char *name = strtok(s + 7, " \t");

			name = name ? strtok(NULL, " \t") : NULL;
			scope[depth++] = need(strdup(name ? name : ""));
		} else if (!strncmp(s, "$upscope", 8) && depth > 0) {
			free(scope[--depth]);
		} else if (!strncmp(s, "$var ", 5)) {
			add_var(v, scope, depth, s + 5);
		}
	}
	while (depth > 0)
		free(scope[--depth]);
	if (!found || !v->vars)
		return -1;
	qsort(v->var, v->vars, sizeof(*v->var), by_name);
	v->value = need(calloc(v->ids, sizeof(*v->value)));
	return 0;
}

const struct vcd_var *vcd_find(const struct vcd *v, const char *name)
{
	struct vcd_var key = {.name = (char *)name};

	return bsearch(&key, v->var, v->vars, sizeof(*v->var), by_name);
}

static void change(struct vcd *v, const char *s)
{
	uint64_t value = 0;
	uint32_t id;

	if (*s == 'b' || *s == 'B') {
		for (s++; *s && *s != ' '; s++)
			value = value << 1 | (*s == '1');
		s += *s == ' ';
	} else if (strchr("01xXzZ", *s)) {
		value = *s++ == '1';
	} else {
		return;
	}
	id = id_of(s);
	if (id < v->ids)
		v->value[id] = value;
}

int64_t vcd_next(struct vcd *v)
{
	int64_t now = v->next_time;

	v->next_time = -1;
	while (getline(&v->line, &v->size, v->in) > 0) {
		if (v->line[0] == '#') {
			int64_t t = strtoll(v->line + 1, NULL, 10);

			if (now >= 0) {
				v->next_time = t;
				return now;
			}
			now = t;
			fprintf(v->out, "#%lld\n", (long long)t);
			continue;
		}
		fputs(v->line, v->out);
		change(v, v->line);
	}
	return now;
}
