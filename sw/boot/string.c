/* SPDX-License-Identifier: Apache-2.0
 * memset, memcpy, memmove and memcmp by doublewords where both sides are aligned alike; picolibc's go byte by byte.
 * None of them touches a byte outside what it is given, so that a device's neighbour is never written, nor even read.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Without this the compiler sees a memset in memset, and calls it. */
#pragma GCC optimize("no-tree-loop-distribute-patterns")

#define WORD sizeof(uint64_t)
#define ODD(p) ((uintptr_t)(p) & (WORD - 1))

void *memset(void *dst, int value, size_t n)
{
	uint64_t word = (uint8_t)value * 0x0101010101010101ull;
	uint8_t *d = dst;

	for (; n && ODD(d); n--)
		*d++ = (uint8_t)value;
	for (; n >= 4 * WORD; n -= 4 * WORD, d += 4 * WORD) {
		uint64_t *w = (uint64_t *)d;

		w[0] = w[1] = w[2] = w[3] = word;
	}
	for (; n >= WORD; n -= WORD, d += WORD)
		*(uint64_t *)d = word;
	while (n--)
		*d++ = (uint8_t)value;
	return dst;
}

void *memcpy(void *restrict dst, const void *restrict src, size_t n)
{
	const uint8_t *s = src;
	uint8_t *d = dst;

	if (!ODD((uintptr_t)d ^ (uintptr_t)s)) {
		for (; n && ODD(d); n--)
			*d++ = *s++;
		for (; n >= 4 * WORD; n -= 4 * WORD, d += 4 * WORD, s += 4 * WORD) {
			const uint64_t *from = (const uint64_t *)s;
			uint64_t a = from[0], b = from[1], c = from[2], e = from[3];
			uint64_t *to = (uint64_t *)d;

			to[0] = a;
			to[1] = b;
			to[2] = c;
			to[3] = e;
		}
		for (; n >= WORD; n -= WORD, d += WORD, s += WORD)
			*(uint64_t *)d = *(const uint64_t *)s;
	}
	while (n--)
		*d++ = *s++;
	return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
	const uint8_t *s = src;
	uint8_t *d = dst;

	if (d <= s || d >= s + n)
		return memcpy(dst, src, n);
	while (n--)
		d[n] = s[n];
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const uint8_t *p = a, *q = b;

	if (!ODD((uintptr_t)p ^ (uintptr_t)q)) {
		for (; n && ODD(p) && *p == *q; n--)
			p++, q++;
		if (!ODD(p))
			for (; n >= WORD && *(const uint64_t *)p == *(const uint64_t *)q; n -= WORD)
				p += WORD, q += WORD;
	}
	for (; n; n--, p++, q++)
		if (*p != *q)
			return *p - *q;
	return 0;
}
