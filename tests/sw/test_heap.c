/* SPDX-License-Identifier: Apache-2.0
 * The firmware's heap, compiled under other names: alignment, merging, exhaustion, hints.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <doorbell/hints.h>
#include "fake.h"

#define HEAP 65536

/* The linker script gives both ends on the target. */
__asm__(".bss\n.balign 64\n.globl __heap_start, __heap_end\n__heap_start: .space 65536\n__heap_end: .text\n");
extern char __heap_start[], __heap_end[];

#define malloc heap_malloc
#define free heap_free
#define calloc heap_calloc
#define realloc heap_realloc
#define memalign heap_memalign
#define aligned_alloc heap_aligned_alloc
/* The host's compiler must not give these the attributes of the real ones. */
void *malloc(size_t);
void free(void *);
void *calloc(size_t, size_t);
void *realloc(void *, size_t);
void *memalign(size_t, size_t);
void *aligned_alloc(size_t, size_t);
#include "../../sw/boot/heap.c"

static int setup(void **state)
{
	(void)state;
	fake_reset();
	started = 0;
	free_list = NULL;
	memset(__heap_start, 0, HEAP);
	return 0;
}

static size_t free_bytes(unsigned *blocks)
{
	size_t sum = 0;

	*blocks = 0;
	for (struct block *b = free_list; b; b = b->next) {
		sum += b->size;
		(*blocks)++;
		if (b->next) {
			assert_true(b->next > b);
			assert_true((char *)b + b->size < (char *)b->next);
		}
	}
	return sum;
}

static void objects_are_aligned_and_apart(void **state)
{
	char *p[64];

	(void)state;
	for (unsigned i = 0; i < 64; i++) {
		size_t align = 16u << i % 5;

		p[i] = memalign(align, i * 7);
		assert_non_null(p[i]);
		assert_int_equal((uintptr_t)p[i] % align, 0);
		memset(p[i], (int)i, i * 7);
	}
	for (unsigned i = 0; i < 64; i++)
		for (unsigned j = 0; j < i * 7; j++)
			assert_int_equal(p[i][j], (char)i);
}

static void everything_comes_back_as_one_block(void **state)
{
	static const unsigned order[] = {3, 1, 4, 0, 5, 2, 7, 6};
	unsigned blocks;
	void *p[8];
	size_t all;

	(void)state;
	free(malloc(1));
	all = free_bytes(&blocks);
	assert_int_equal(blocks, 1);
	for (unsigned i = 0; i < 8; i++)
		p[i] = memalign(i & 1 ? 64 : 16, 100 + i);
	for (unsigned i = 0; i < 8; i++)
		free(p[order[i]]);
	assert_int_equal(free_bytes(&blocks), all);
	assert_int_equal(blocks, 1);
}

static void the_end_is_reported(void **state)
{
	unsigned n = 0, blocks;
	size_t all;

	(void)state;
	free(malloc(1));
	all = free_bytes(&blocks);
	assert_null(malloc(HEAP));
	assert_int_equal(errno, ENOMEM);
	assert_null(malloc((size_t)-1));
	assert_null(calloc((size_t)1 << 40, (size_t)1 << 40));
	assert_null(memalign(48, 1));
	assert_int_equal(free_bytes(&blocks), all);
	while (malloc(1000))
		n++;
	assert_true(n >= HEAP / 1024 - 2);
}

static void realloc_keeps_the_contents(void **state)
{
	char *p = malloc(10);

	(void)state;
	strcpy(p, "kept");
	p = realloc(p, 5000);
	assert_string_equal(p, "kept");
	assert_non_null(realloc(NULL, 5));
}

static void calloc_clears(void **state)
{
	unsigned char *p = malloc(200);

	(void)state;
	memset(p, 0xff, 200);
	free(p);
	p = calloc(20, 10);
	for (int i = 0; i < 200; i++)
		assert_int_equal(p[i], 0);
}

static void objects_are_hinted(void **state)
{
	void *p;
	int e;

	(void)state;
	p = malloc(100);
	e = fake_find_hint(0, DB_HINT_ALLOC);
	assert_int_equal(fake.ev[e].arg[0], (uintptr_t)p);
	assert_true(fake.ev[e].arg[1] >= 100 && fake.ev[e].arg[1] < 132);
	free(p);
	assert_int_equal(fake.ev[fake_find_hint(e, DB_HINT_FREE)].arg[0], (uintptr_t)p);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup(f, setup)
	const struct CMUnitTest tests[] = {
		T(objects_are_aligned_and_apart),
		T(everything_comes_back_as_one_block),
		T(the_end_is_reported),
		T(realloc_keeps_the_contents),
		T(calloc_clears),
		T(objects_are_hinted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
