/* SPDX-License-Identifier: Apache-2.0
 * The firmware's memory functions, compiled under other names, against the host's: all alignments, and not a byte more.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <string.h>

#define memset fw_memset
#define memcpy fw_memcpy
#define memmove fw_memmove
#define memcmp fw_memcmp
void *fw_memset(void *, int, size_t);
void *fw_memcpy(void *restrict, const void *restrict, size_t);
void *fw_memmove(void *, const void *, size_t);
int fw_memcmp(const void *, const void *, size_t);
#include "../../sw/boot/string.c"
#undef memset
#undef memcpy
#undef memmove
#undef memcmp

static uint8_t a[256], b[256], want[256];

static void fill(void)
{
	for (int i = 0; i < 256; i++) {
		a[i] = (uint8_t)(i * 7 + 1);
		b[i] = want[i] = (uint8_t)(200 - i);
	}
}

static void sets(void **state)
{
	(void)state;
	for (size_t at = 8; at < 24; at++) {
		for (size_t n = 0; n < 100; n++) {
			fill();
			memset(want + at, 0x1c3, n);
			assert_ptr_equal(fw_memset(b + at, 0x1c3, n), b + at);
			assert_memory_equal(b, want, 256);
		}
	}
}

static void copies(void **state)
{
	(void)state;
	for (size_t to = 8; to < 16; to++) {
		for (size_t from = 8; from < 16; from++) {
			for (size_t n = 0; n < 80; n++) {
				fill();
				memcpy(want + to, a + from, n);
				assert_ptr_equal(fw_memcpy(b + to, a + from, n), b + to);
				assert_memory_equal(b, want, 256);
			}
		}
	}
}

static void moves(void **state)
{
	(void)state;
	for (size_t to = 0; to < 20; to++) {
		for (size_t n = 0; n < 80; n++) {
			fill();
			memmove(want + to, want + 10, n);
			fw_memmove(b + to, b + 10, n);
			assert_memory_equal(b, want, 256);
		}
	}
}

static int sign(int v)
{
	return (v > 0) - (v < 0);
}

static void compares(void **state)
{
	(void)state;
	for (size_t p = 0; p < 9; p++) {
		for (size_t n = 1; n < 40; n++) {
			fill();
			memcpy(b + 8 + p, a + 8, n);
			assert_int_equal(fw_memcmp(a + 8, b + 8 + p, n), 0);
			assert_int_equal(fw_memcmp(a + 8, b + 8 + p, 0), 0);
			for (size_t i = 0; i < n; i++) {
				b[8 + p + i] ^= 0x80;
				assert_int_equal(sign(fw_memcmp(a + 8, b + 8 + p, n)),
						 sign(memcmp(a + 8, b + 8 + p, n)));
				b[8 + p + i] ^= 0x80;
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sets),
		cmocka_unit_test(copies),
		cmocka_unit_test(moves),
		cmocka_unit_test(compares),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
