/* SPDX-License-Identifier: Apache-2.0
 * The mapping API: addresses, cache work by direction and side, hints, refusals.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <doorbell/cmo.h>
#include <doorbell/dma-mapping.h>
#include <doorbell/memmap.h>
#include "fake.h"

#define DEV_ID 0x11000000u

static struct device dev;

static int setup(void **state)
{
	(void)state;
	fake_reset();
	dev = (struct device){.id = DEV_ID, .dma_mask = DMA_BIT_MASK(40)};
	return 0;
}

static void *ram(uintptr_t offset)
{
	return (void *)(DB_RAM_BASE + offset);
}

static void addresses_are_translated(void **state)
{
	(void)state;
	assert_int_equal(dma_map_single(&dev, ram(0x1234), 10, DMA_TO_DEVICE), 0x40001234);
	assert_ptr_equal(dma_to_virt(0x40001234, 10), ram(0x1234));
	platform.ram_hi_size = 0x10000;
	assert_int_equal(phys_to_dma(0x400000010, 1), 0x800000010);
	assert_ptr_equal(dma_to_virt(0x800000010, 1), (void *)0x400000010);
}

static void what_is_not_ram_is_refused(void **state)
{
	static const struct {
		uintptr_t at;
		size_t size;
	} bad[] = {
		{DB_RAM_BASE, 0},		       /* nothing */
		{DB_RAM_BASE - 1, 1},		       /* before RAM */
		{DB_RAM_BASE + (1u << 20), 1},	       /* behind what is fitted */
		{DB_RAM_BASE + (1u << 20) - 1, 2},     /* over its end */
		{DB_RAM_BASE, (size_t)-1},	       /* a size that wraps */
		{DB_RAM_BASE | DB_UNCACHED_ALIAS, 64}, /* the uncached alias */
		{DB_DMA_BASE, 4},		       /* a register */
		{0x400000000, 4},		       /* RAM above 4 GiB that is not fitted */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		dma_addr_t dma = dma_map_single(&dev, (void *)bad[i].at, bad[i].size, DMA_TO_DEVICE);

		assert_true(dma == DMA_MAPPING_ERROR);
		assert_int_not_equal(dma_mapping_error(&dev, dma), 0);
	}
	assert_true(dma_map_single(&dev, ram(0), 64, DMA_NONE) == DMA_MAPPING_ERROR);
	assert_int_equal(fake_count(EV_CMO), 0);
}

static void the_mask_is_kept(void **state)
{
	(void)state;
	platform.ram_hi_size = 0x10000;
	assert_int_equal(dma_set_mask(&dev, DMA_BIT_MASK(32)), 0);
	dev.dma_coherent = true; /* no CMOs on RAM that the host has not */
	assert_true(dma_map_single(&dev, (void *)0x400000000, 4, DMA_TO_DEVICE) == DMA_MAPPING_ERROR);
	assert_int_equal(dma_map_single(&dev, ram(0), 4, DMA_TO_DEVICE), 0x40000000);
	/* The last byte counts, not the first. */
	dev.dma_mask = 0x4000000f;
	assert_int_equal(dma_map_single(&dev, ram(0), 16, DMA_TO_DEVICE), 0x40000000);
	assert_true(dma_map_single(&dev, ram(0), 17, DMA_TO_DEVICE) == DMA_MAPPING_ERROR);
	/* A mask with no RAM below is refused and changes nothing. */
	assert_int_equal(dma_set_mask(&dev, 0xffff), -EIO);
	assert_int_equal(dev.dma_mask, 0x4000000f);
}

static void expect_cmos(int op, unsigned n, uintptr_t first)
{
	uint64_t lo, hi;

	assert_int_equal(fake_cmos(op, &lo, &hi), n);
	assert_int_equal(fake_count(EV_CMO), n);
	if (n) {
		assert_int_equal(lo, first);
		assert_int_equal(hi, first + (n - 1) * 64);
	}
}

static void map_cleans_in_every_direction(void **state)
{
	(void)state;
	for (int dir = DMA_BIDIRECTIONAL; dir <= DMA_FROM_DEVICE; dir++) {
		fake_log_clear();
		/* 0x13f..0x180: the last byte of one line, a whole line, the first byte of the next. */
		dma_map_single(&dev, ram(0x13f), 66, dir);
		expect_cmos(CMO_CLEAN, 3, DB_RAM_BASE + 0x100);
		fake_log_clear();
		dma_sync_single_for_device(&dev, 0x40000140, 64, dir);
		expect_cmos(CMO_CLEAN, 1, DB_RAM_BASE + 0x140);
	}
}

static void unmap_invalidates_what_the_device_may_write(void **state)
{
	(void)state;
	for (int dir = DMA_BIDIRECTIONAL; dir <= DMA_FROM_DEVICE; dir++) {
		fake_log_clear();
		dma_unmap_single(&dev, 0x4000013f, 66, dir);
		expect_cmos(CMO_INVAL, dir == DMA_TO_DEVICE ? 0 : 3, DB_RAM_BASE + 0x100);
		fake_log_clear();
		dma_sync_single_for_cpu(&dev, 0x40000140, 65, dir);
		expect_cmos(CMO_INVAL, dir == DMA_TO_DEVICE ? 0 : 2, DB_RAM_BASE + 0x140);
	}
}

static void a_32_byte_line_is_respected(void **state)
{
	uint64_t lo, hi;

	(void)state;
	platform.line_bytes = 32;
	dma_map_single(&dev, ram(0x1f), 2, DMA_TO_DEVICE);
	assert_int_equal(fake_cmos(CMO_CLEAN, &lo, &hi), 2);
	assert_int_equal(hi, DB_RAM_BASE + 0x20);
	assert_int_equal(dma_get_cache_alignment(), 32);
}

static void cleans_are_completed_before_the_end_hint(void **state)
{
	int last, fence, end;

	(void)state;
	dma_map_single(&dev, ram(0), 256, DMA_TO_DEVICE);
	last = fake_find(0, EV_CMO, DB_RAM_BASE + 192);
	fence = fake_find(last, EV_FENCE, 0);
	end = fake_find_hint(0, DB_HINT_MAP_END);
	assert_true(last > fake_find_hint(0, DB_HINT_MAP_BEGIN));
	assert_true(fence > last && end > fence);
	assert_string_equal(fake.ev[fence].fence, "w,ow");
}

static void hints_say_what_was_done(void **state)
{
	const struct fake_event *e;
	dma_addr_t dma;

	(void)state;
	dma = dma_map_single_attrs(&dev, ram(0x40), 100, DMA_FROM_DEVICE, DMA_ATTR_SKIP_CPU_SYNC);
	assert_int_equal(fake_count(EV_CMO), 0);
	e = &fake.ev[fake_find_hint(0, DB_HINT_MAP_END)];
	assert_int_equal(e->arg[0], DEV_ID);
	assert_int_equal(e->arg[1], DB_RAM_BASE + 0x40);
	assert_int_equal(e->arg[2], 100);
	assert_int_equal(e->arg[3], DB_HINT_DIR_FROM_DEVICE);
	assert_int_equal(e->arg[4], dma);
	assert_int_equal(e->arg[5], DB_HINT_ATTR_SKIP_SYNC);
	dma_mapping_error(&dev, dma);
	e = &fake.ev[fake_find_hint(0, DB_HINT_MAP_CHECK)];
	assert_int_equal(e->arg[1], dma);
	assert_int_equal(e->arg[2], 0);
	dma_unmap_single(&dev, dma, 100, DMA_FROM_DEVICE);
	e = &fake.ev[fake_find_hint(0, DB_HINT_UNMAP_END)];
	assert_int_equal(e->arg[1], dma);
	assert_int_equal(e->arg[2], 100);
	assert_int_equal(e->arg[4], 0);
}

static void a_coherent_device_needs_no_maintenance(void **state)
{
	dma_addr_t dma, ring;
	void *p;

	(void)state;
	dev.dma_coherent = true;
	dma = dma_map_single(&dev, ram(0), 4096, DMA_BIDIRECTIONAL);
	dma_sync_single_for_cpu(&dev, dma, 4096, DMA_BIDIRECTIONAL);
	dma_sync_single_for_device(&dev, dma, 4096, DMA_BIDIRECTIONAL);
	dma_unmap_single(&dev, dma, 4096, DMA_BIDIRECTIONAL);
	p = dma_alloc_coherent(&dev, 100, &ring);
	assert_true((uintptr_t)p < DB_UNCACHED_ALIAS);
	dma_free_coherent(&dev, 100, p, ring);
	assert_int_equal(fake_count(EV_CMO), 0);
	assert_int_equal(fake.ev[fake_find_hint(0, DB_HINT_MAP_END)].arg[5], DB_HINT_ATTR_COHERENT);
}

static void coherent_memory_is_uncached_flushed_and_zero(void **state)
{
	dma_addr_t dma = 0;
	unsigned char *p;
	uint64_t lo, hi;

	(void)state;
	for (int i = 0; i < 4096; i++)
		*(unsigned char *)ram(i) = 0xee;
	p = dma_alloc_coherent(&dev, 130, &dma);
	assert_non_null(p);
	assert_int_equal((uintptr_t)p & DB_UNCACHED_ALIAS, DB_UNCACHED_ALIAS);
	assert_int_equal(dma, ((uintptr_t)p & ~DB_UNCACHED_ALIAS) - DB_RAM_BASE + DB_BUS_LO_BASE);
	assert_int_equal(dma % 64, 0);
	for (int i = 0; i < 130; i++)
		assert_int_equal(p[i], 0);
	assert_int_equal(fake_cmos(CMO_FLUSH, &lo, &hi), 3);
	assert_true(fake_find_hint(0, DB_HINT_DMA_ALLOC) > fake_find(0, EV_FENCE, 0));
	dma_free_coherent(&dev, 130, p, dma);
	assert_int_equal(fake_cmos(CMO_INVAL, &lo, &hi), 3);
	assert_int_equal(fake.live_blocks, 0);
}

static void coherent_memory_can_run_out(void **state)
{
	dma_addr_t dma;

	(void)state;
	assert_null(dma_alloc_coherent(&dev, 2u << 20, &dma));
	dev.dma_mask = DB_BUS_LO_BASE + 63;
	assert_non_null(dma_alloc_coherent(&dev, 64, &dma));
	assert_null(dma_alloc_coherent(&dev, 64, &dma));
	assert_int_equal(fake.live_blocks, 1);
}

static void kmalloc_owns_whole_lines(void **state)
{
	uintptr_t a, b;

	(void)state;
	assert_null(dma_kmalloc(0));
	a = (uintptr_t)dma_kmalloc(1);
	b = (uintptr_t)dma_kmalloc(65);
	assert_int_equal(a % 64, 0);
	assert_int_equal(b % 64, 0);
	assert_true(b >= a + 64);
	assert_true((uintptr_t)dma_kmalloc(1) >= b + 128);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup(f, setup)
	const struct CMUnitTest tests[] = {
		T(addresses_are_translated),
		T(what_is_not_ram_is_refused),
		T(the_mask_is_kept),
		T(map_cleans_in_every_direction),
		T(unmap_invalidates_what_the_device_may_write),
		T(a_32_byte_line_is_respected),
		T(cleans_are_completed_before_the_end_hint),
		T(hints_say_what_was_done),
		T(a_coherent_device_needs_no_maintenance),
		T(coherent_memory_is_uncached_flushed_and_zero),
		T(coherent_memory_can_run_out),
		T(kmalloc_owns_whole_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
