/* SPDX-License-Identifier: Apache-2.0
 * The heap: first fit over a list sorted by address, neighbours merged on free. Replaces picolibc's malloc, so that the
 * checker is told of every object, and so that bookkeeping never touches a line that a device writes: with 16 bytes of
 * header before each object, an object aligned to a cache line and sized in whole lines (dma_kmalloc) shares no line
 * with anything.
 *
 * Not for interrupt handlers. malloc(0) gives a unique object.
 */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <malloc.h>
#include <doorbell/hint.h>

#define UNIT 16u
#define MAGIC 0xd00bbe11ull

/* Header in front of every block, free or used; size counts the header. */
struct block {
	uint64_t size;
	union {
		struct block *next; /* free */
		uint64_t magic;	    /* used */
	};
};

_Static_assert(sizeof(struct block) == UNIT, "a header is one unit");

extern char __heap_start[], __heap_end[];

static struct block *free_list;
static int started;

static void heap_start(void)
{
	uintptr_t lo = ((uintptr_t)__heap_start + UNIT - 1) & ~(uintptr_t)(UNIT - 1);
	uintptr_t hi = (uintptr_t)__heap_end & ~(uintptr_t)(UNIT - 1);

	started = 1;
	if (hi < lo + 2 * UNIT)
		return;
	free_list = (struct block *)lo;
	free_list->size = hi - lo;
	free_list->next = NULL;
}

void *memalign(size_t align, size_t size)
{
	struct block **link;

	if (!started)
		heap_start();
	if (align & (align - 1) || size > PTRDIFF_MAX) {
		errno = EINVAL;
		return NULL;
	}
	if (align < UNIT)
		align = UNIT;
	size = (size + UNIT + UNIT - 1) & ~(size_t)(UNIT - 1);
	if (size == UNIT)
		size += UNIT;
	for (link = &free_list; *link; link = &(*link)->next) {
		struct block *b = *link;
		uintptr_t at = (uintptr_t)b, end = at + b->size;
		uintptr_t obj = (at + UNIT + align - 1) & ~(uintptr_t)(align - 1);
		uintptr_t head = obj - UNIT;

		if (head + size > end || head + size < head)
			continue;
		struct block *next = b->next;

		/* The tail behind the object stays free, and so does the gap that alignment left before it. */
		if (end - (head + size) >= 2 * UNIT) {
			struct block *tail = (struct block *)(head + size);

			tail->size = end - (head + size);
			tail->next = next;
			next = tail;
		} else {
			size = end - head;
		}
		if (head != at) {
			b->size = head - at;
			b->next = next;
		} else {
			*link = next;
		}
		b = (struct block *)head;
		b->size = size;
		b->magic = MAGIC;
		db_hint_alloc(obj, size - UNIT);
		return (void *)obj;
	}
	errno = ENOMEM;
	return NULL;
}

void *malloc(size_t size)
{
	return memalign(UNIT, size);
}

void free(void *p)
{
	struct block *b, **link = &free_list, *prev = NULL;

	if (!p)
		return;
	b = (struct block *)p - 1;
	if (b->magic != MAGIC)
		abort();
	db_hint_free(p);
	while (*link && *link < b) {
		prev = *link;
		link = &prev->next;
	}
	b->next = *link;
	*link = b;
	if (b->next && (char *)b + b->size == (char *)b->next) {
		b->size += b->next->size;
		b->next = b->next->next;
	}
	if (prev && (char *)prev + prev->size == (char *)b) {
		prev->size += b->size;
		prev->next = b->next;
	}
}

void *calloc(size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (__builtin_mul_overflow(n, size, &bytes)) {
		errno = ENOMEM;
		return NULL;
	}
	p = malloc(bytes);
	if (p)
		memset(p, 0, bytes);
	return p;
}

void *realloc(void *old, size_t size)
{
	size_t had = old ? ((struct block *)old - 1)->size - UNIT : 0;
	void *p;

	if (old && size <= had)
		return old;
	p = malloc(size);
	if (p && old) {
		memcpy(p, old, had);
		free(old);
	}
	return p;
}

void *aligned_alloc(size_t align, size_t size)
{
	return memalign(align, size);
}
