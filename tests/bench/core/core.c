/* SPDX-License-Identifier: Apache-2.0
 * What the core's figures are measured on: short loops that show one latency each, and kernels. Every part stands
 * between two markers (lui x0, n: no effect), which cpi.c finds in the event trace; every result is checked.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
#define MARK(n) __asm__ volatile(".word %0" : : "i"((n) << 12 | 0x37) : "memory")
/* clang-format on */
#define PART static __attribute__((noinline)) void

#define N 64 /* instructions in a row */
#define M 50 /* rounds */

static uint64_t self;

PART load_use(void)
{
	uint64_t *p = (uint64_t *)&self, n = M;

	self = (uint64_t)&self;
	__asm__ volatile("ld %0, 0(%0)" : "+r"(p) : : "memory");
	MARK(1);
	__asm__ volatile("1: .rept 64\n ld %0, 0(%0)\n .endr\n addi %1, %1, -1\n bnez %1, 1b"
			 : "+r"(p), "+r"(n)
			 :
			 : "memory");
	MARK(0);
}

PART branch_taken(void)
{
	uint64_t n = N * M, x = 0;

	MARK(2);
	__asm__ volatile(
		".balign 8\n 1: addi %1, %1, 1\n addi %1, %1, 1\n addi %1, %1, 1\n addi %0, %0, -1\n bnez %0, 1b"
		: "+r"(n), "+r"(x));
	MARK(0);
}

PART mul(void)
{
	uint64_t n = M, x = 3, y = 0x123456789abcdefull;

	MARK(3);
	__asm__ volatile("1: .rept 64\n mul %0, %0, %2\n .endr\n addi %1, %1, -1\n bnez %1, 1b"
			 : "+r"(x), "+r"(n)
			 : "r"(y));
	MARK(0);
}

PART divide(void)
{
	uint64_t n = M, x = ~0ull, y = 1, z;

	MARK(4);
	__asm__ volatile("1: .rept 64\n divu %0, %2, %3\n .endr\n addi %1, %1, -1\n bnez %1, 1b"
			 : "=&r"(z), "+r"(n)
			 : "r"(x), "r"(y));
	MARK(0);
}

/* ---- kernels ---- */
static uint32_t seed = 1;
static uint32_t rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	return seed ^= seed << 5;
}

static uint32_t keys[512];
PART sort(void) /* heap sort */
{
	unsigned n = 512;

	for (unsigned i = 0; i < n; i++)
		keys[i] = rnd();
	MARK(5);
	for (unsigned start = n / 2, end = n; end > 1;) {
		uint32_t v;
		unsigned root, child;

		if (start > 0) {
			v = keys[--start];
		} else {
			v = keys[--end];
			keys[end] = keys[0];
		}
		for (root = start; (child = 2 * root + 1) < end; root = child) {
			if (child + 1 < end && keys[child + 1] > keys[child])
				child++;
			if (keys[child] <= v)
				break;
			keys[root] = keys[child];
		}
		keys[root] = v;
	}
	MARK(0);
}

static int32_t a[24][24], b[24][24], c[24][24];
PART matrix(void)
{
	for (int i = 0; i < 24; i++)
		for (int j = 0; j < 24; j++)
			a[i][j] = i + 2 * j, b[i][j] = i == j ? 3 : 0;
	MARK(6);
	for (int i = 0; i < 24; i++)
		for (int j = 0; j < 24; j++) {
			int32_t s = 0;

			for (int k = 0; k < 24; k++)
				s += a[i][k] * b[k][j];
			c[i][j] = s;
		}
	MARK(0);
}

struct node {
	struct node *next;
	uint64_t value, pad[6];
};
static struct node nodes[512]; /* twice the data cache */
static uint64_t list_sum;
PART list(void)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < 512; i++) {
		nodes[i].next = &nodes[(i * 181 + 77) % 512]; /* one cycle through all: 181 - 1 is a multiple of 4 */
		nodes[i].value = i;
	}
	struct node *n = nodes;
	MARK(7);
	for (unsigned i = 0; i < 2048; i++) {
		sum += n->value;
		n = n->next;
	}
	MARK(0);
	list_sum = sum;
}

static char text[4096], copy[4096];
PART string(void) /* strcpy, a byte at a time */
{
	for (unsigned i = 0; i < sizeof(text) - 1; i++)
		text[i] = 'a' + i % 26;
	char *to = copy;
	const char *from = text;
	MARK(8);
	while ((*to++ = *from++))
		;
	MARK(0);
}

static uint16_t crc_result;
PART crc(void)
{
	uint16_t v = 0xffff;

	MARK(9);
	for (unsigned i = 0; i < 1024; i++) {
		v ^= (uint16_t)((uint8_t)text[i] << 8);
		for (int k = 0; k < 8; k++)
			v = v & 0x8000 ? (uint16_t)(v << 1 ^ 0x1021) : (uint16_t)(v << 1);
	}
	MARK(0);
	crc_result = v;
}

static const char numbers[] = "12,-7,+3.5e10,foo,0x1f,99999,1e,-.5,.,+,3e-4,1.2.3,";
static unsigned counts[8];
enum state { START, SIGN, INT, POINT, FRACTION, EXP, EXP_SIGN, BAD };
PART states(void) /* which of the words are numbers: a switch for each character */
{
	enum state state = START;

	MARK(10);
	for (unsigned round = 0; round < 40; round++)
		for (const char *s = numbers; *s; s++) {
			int digit = *s >= '0' && *s <= '9';

			if (*s == ',') {
				counts[state]++;
				state = START;
				continue;
			}
			switch (state) {
			case START:
				state = digit ? INT : *s == '+' || *s == '-' ? SIGN : *s == '.' ? POINT : BAD;
				break;
			case SIGN:
				state = digit ? INT : *s == '.' ? POINT : BAD;
				break;
			case INT:
				state = digit ? INT : *s == '.' ? FRACTION : *s == 'e' ? EXP : BAD;
				break;
			case POINT:
				state = digit ? FRACTION : BAD;
				break;
			case FRACTION:
				state = digit ? FRACTION : *s == 'e' ? EXP : BAD;
				break;
			case EXP:
				state = digit || *s == '-' || *s == '+' ? EXP_SIGN : BAD;
				break;
			case EXP_SIGN:
				state = digit ? EXP_SIGN : BAD;
				break;
			case BAD:
				break;
			}
		}
	MARK(0);
}

int main(void)
{
	int bad = 0;

	load_use();
	branch_taken();
	mul();
	divide();
	/* twice: the second time is measured, when the code is in the cache (cpi.c takes the last of each) */
	for (int i = 0; i < 2; i++) {
		sort();
		matrix();
		list();
		string();
		crc();
		states();
	}
	for (int i = 1; i < 512; i++)
		bad += keys[i - 1] > keys[i];
	for (int i = 0; i < 24; i++)
		for (int j = 0; j < 24; j++)
			bad += c[i][j] != 3 * a[i][j];
	bad += list_sum != 4 * (511 * 512 / 2);
	bad += strcmp(text, copy) != 0;
	bad += counts[INT] != 3 * 80 || counts[EXP_SIGN] != 2 * 80 || counts[FRACTION] != 80 || counts[POINT] != 80;
	if (bad)
		printf("core bench: %d wrong results (crc %x)\n", bad, crc_result);
	return bad != 0;
}
