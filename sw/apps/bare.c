/* SPDX-License-Identifier: Apache-2.0
 * A driver that uses nothing of doorbell's libraries but the hint macros: its own registers, fences, cache maintenance
 * and static memory. The checker works without the hints too; with them it also knows who owns which buffer.
 */
#include <stdint.h>
#include <stdio.h>
#include <doorbell/hint.h>

#define DMA 0x11000000ul /* the engine; channel 0 has its registers one page further */
#define REG32(off) (*(volatile uint32_t *)(DMA + 0x1000 + (off)))
#define REG64(off) (*(volatile uint64_t *)(DMA + 0x1000 + (off)))
#define SYSCTL64(off) (*(volatile uint64_t *)(0x13000000ul + (off)))
#define LINE (1u << (*(volatile uint32_t *)0x1300003cul & 15)) /* bytes in a cache line of this build */
#define SIZE 200
#define SPINS 100000

struct line {
	unsigned char b[256];
} __attribute__((aligned(64)));

static struct line src, dst;
static uint64_t ring[2][4] __attribute__((aligned(64)));
static volatile uint32_t rec[2][16] __attribute__((aligned(64)));

static uint64_t bus(const volatile void *p)
{
	return (uint64_t)(uintptr_t)p - 0x80000000u + SYSCTL64(0x28);
}

#define EACH_LINE(op, p, n)                                                                                            \
	for (uintptr_t at_ = (uintptr_t)(p); at_ < (uintptr_t)(p) + (n); at_ += LINE)                                  \
	__asm__ volatile("cbo." op " 0(%0)" : : "r"(at_) : "memory")

int main(void)
{
	int spins = 0;

	for (int i = 0; i < SIZE; i++)
		src.b[i] = (unsigned char)(i ^ 0x5a);

	/* What a DMA mapping layer would do: clean what the device reads, and what it writes: none stays dirty. */
	db_hint_map_begin(DMA, &src, SIZE, DB_HINT_DIR_TO_DEVICE);
	EACH_LINE("clean", &src, SIZE);
	__asm__ volatile("fence w, ow" : : : "memory");
	db_hint_map_end(DMA, &src, SIZE, DB_HINT_DIR_TO_DEVICE, bus(&src), 0);
	db_hint_map_begin(DMA, &dst, SIZE, DB_HINT_DIR_FROM_DEVICE);
	EACH_LINE("clean", &dst, SIZE);
	__asm__ volatile("fence w, ow" : : : "memory");
	db_hint_map_end(DMA, &dst, SIZE, DB_HINT_DIR_FROM_DEVICE, bus(&dst), 0);

	ring[0][0] = (uint64_t)SIZE << 32;
	ring[0][2] = bus(&src);
	ring[0][3] = bus(&dst);
	db_hint_map_begin(DMA, ring, sizeof(ring), DB_HINT_DIR_TO_DEVICE);
	EACH_LINE("clean", ring, sizeof(ring));
	db_hint_map_end(DMA, ring, sizeof(ring), DB_HINT_DIR_TO_DEVICE, bus(ring), 0);
	db_hint_map_begin(DMA, rec, sizeof(rec), DB_HINT_DIR_FROM_DEVICE);
	EACH_LINE("clean", rec, sizeof(rec));
	db_hint_map_end(DMA, rec, sizeof(rec), DB_HINT_DIR_FROM_DEVICE, bus(rec), 0);

	REG32(0x008) = 1 << 2 | 1 << 4 | 1 << 5; /* tail ring, 32-byte slots, records, one to a line */
	REG64(0x018) = bus(ring);
	REG32(0x020) = 2;
	REG64(0x030) = bus(rec);
	REG32(0x038) = 2;
	REG32(0x040) = 0;
	REG32(0x000) = 1; /* run */
	__asm__ volatile("fence w, o" : : : "memory");
	REG32(0x028) = 1; /* the doorbell */

	/* The record is cached: drop the line before each look at it. */
	for (;;) {
		db_hint_sync_cpu_begin(DMA, bus(rec), LINE, DB_HINT_DIR_FROM_DEVICE);
		EACH_LINE("inval", rec, LINE);
		db_hint_sync_cpu_end(DMA, bus(rec), LINE, DB_HINT_DIR_FROM_DEVICE);
		if (rec[0][3] >> 31)
			break;
		if (++spins == SPINS) {
			puts("FAIL: no completion");
			return 1;
		}
	}
	__asm__ volatile("fence r, r" : : : "memory");

	db_hint_unmap_begin(DMA, bus(&dst), SIZE, DB_HINT_DIR_FROM_DEVICE);
	EACH_LINE("inval", &dst, SIZE);
	db_hint_unmap_end(DMA, bus(&dst), SIZE, DB_HINT_DIR_FROM_DEVICE, 0);
	db_hint_unmap_begin(DMA, bus(&src), SIZE, DB_HINT_DIR_TO_DEVICE);
	db_hint_unmap_end(DMA, bus(&src), SIZE, DB_HINT_DIR_TO_DEVICE, 0);

	for (int i = 0; i < SIZE; i++) {
		if (dst.b[i] != src.b[i]) {
			printf("FAIL: byte %d is %x, not %x\n", i, dst.b[i], src.b[i]);
			return 1;
		}
	}
	puts("PASS");
	return 0;
}
