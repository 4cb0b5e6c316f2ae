/* SPDX-License-Identifier: Apache-2.0
 *
 * disasm: GTKWave process filter that shows a program counter as its instruction.
 *
 * usage: disasm PROGRAM.elf
 *
 * Reads one value a line (hexadecimal, as GTKWave prints it) and answers each with one line: the instruction at that
 * address and the function it is in. A value of more than 64 bits has a valid bit in front: while it is 0 the answer is
 * empty. What is no number, or no instruction of the program, is answered with itself: the filter never ends before its
 * input does. The table comes from one run of riscv64-unknown-elf-objdump.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct insn {
	uint64_t pc;
	char *text;
};

static struct insn *table;
static size_t entries;

static void add(uint64_t pc, const char *text, const char *function)
{
	char *line;

	if (!(entries & (entries - 1)) && !(table = realloc(table, (entries ? entries * 2 : 1) * sizeof(*table))))
		exit(2);
	if (asprintf(&line, "%s  <%s>", text, function) < 0)
		exit(2);
	table[entries++] = (struct insn){pc, line};
}

/* "    8000001e:\tli\ta0,1 # comment": one space between mnemonic and operands, no comment. */
static void instruction(char *line, const char *function)
{
	char *end, *s = line, *from, *to;
	uint64_t pc = strtoull(s, &end, 16);

	if (end == s || *end != ':')
		return;
	from = end + 1 + strspn(end + 1, " \t");
	to = s;
	for (; *from && *from != '\n' && *from != '#'; from++)
		if (!isspace((unsigned char)*from) || (to > s && to[-1] != ' '))
			*to++ = isspace((unsigned char)*from) ? ' ' : *from;
	while (to > s && to[-1] == ' ')
		to--;
	*to = 0;
	if (*s)
		add(pc, s, function);
}

static int by_pc(const void *a, const void *b)
{
	uint64_t x = ((const struct insn *)a)->pc, y = ((const struct insn *)b)->pc;

	return (x > y) - (x < y);
}

static void build(const char *elf)
{
	char *line = NULL, *function = NULL, *quoted, *to, *command = NULL;
	size_t size = 0;
	FILE *in;

	to = quoted = malloc(4 * strlen(elf) + 1);
	if (!quoted)
		exit(2);
	for (const char *from = elf; *from; from++) {
		if (*from == '\'')
			to = stpcpy(to, "'\\'");
		*to++ = *from;
	}
	*to = 0;
	if (asprintf(&command, "riscv64-unknown-elf-objdump -d --no-show-raw-insn -- '%s' 2>/dev/null", quoted) < 0)
		exit(2);
	in = popen(command, "r");
	while (in && getline(&line, &size, in) > 0) {
		char *open = strchr(line, '<'), *close = strstr(line, ">:");

		if (line[0] != ' ' && open && close) {
			free(function);
			function = strndup(open + 1, (size_t)(close - open - 1));
		} else if (line[0] == ' ') {
			instruction(line, function ? function : "?");
		}
	}
	if (in)
		pclose(in);
	qsort(table, entries, sizeof(*table), by_pc);
	free(line);
	free(function);
	free(quoted);
	free(command);
}

static void answer(char *s)
{
	struct insn key, *found;
	char *end;

	s += strspn(s, " \t");
	s[strcspn(s, " \t\r\n")] = 0;
	if (strlen(s) > 16) {
		char *pc = s + strlen(s) - 16;

		if (pc[-1] != '1') {
			puts("");
			return;
		}
		s = pc;
	}
	key.pc = strtoull(s, &end, 16);
	found = *s && !*end && entries ? bsearch(&key, table, entries, sizeof(*table), by_pc) : NULL;
	puts(found ? found->text : s);
}

int main(int argc, char **argv)
{
	char *line = NULL;
	size_t size = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: disasm PROGRAM.elf\n");
		return 2;
	}
	build(argv[1]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	while (getline(&line, &size, stdin) > 0)
		answer(line);
	free(line);
	return 0;
}
