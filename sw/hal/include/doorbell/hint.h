/* SPDX-License-Identifier: Apache-2.0
 * Hints to the checker: what firmware means by what it does.
 *
 * A hint is a run of custom HINT instructions (SLTI with rd = x0): no effect, no register changed, one cycle each, on
 * every RISC-V core. This header needs nothing of doorbell's libraries but doorbell/hints.h (generated numbers), so any
 * allocator or driver layer can use it. On other machines the macros call db_host_hint(), or vanish with
 * DOORBELL_NO_HINTS.
 *
 * `dev` names the device that a mapping is for: the physical address of the device's first register
 * (DB_DMA_BASE for doorbell_dma). Sizes are in bytes, addresses are what the CPU or the device uses, dir is
 * DB_HINT_DIR_*, attrs is DB_HINT_ATTR_*.
 *
 * Pairs bracket an operation: cache maintenance between ..._BEGIN and ..._END belongs to it. Give the END hint after
 * the fence that completes the maintenance.
 */
#ifndef DOORBELL_HINT_H
#define DOORBELL_HINT_H

#include <stdint.h>
#include <doorbell/hints.h>

#if defined(DOORBELL_NO_HINTS)
#define DB_HINT_ARG_(n, v) ((void)(v))
#define DB_HINT_OP_(op) ((void)0)
#elif defined(__riscv)
#define DB_HINT_ARG_(n, v)                                                                                             \
	__asm__ volatile("slti zero, %0, %1" : : "r"((uintptr_t)(v)), "i"(DB_HINT_IMM_ARG + (n)) : "memory")
#define DB_HINT_OP_(op) __asm__ volatile("slti zero, zero, %0" : : "i"(op) : "memory")
#else
/* Supplied by the host program: argument n (0..7), then the operation with n = -1. */
void db_host_hint(int n, uint64_t value);
#define DB_HINT_ARG_(n, v) db_host_hint((n), (uint64_t)(v))
#define DB_HINT_OP_(op) db_host_hint(-1, (op))
#endif

#define DB_HINT1_(op, a)                                                                                               \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)
#define DB_HINT2_(op, a, b)                                                                                            \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_ARG_(1, b);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)
#define DB_HINT3_(op, a, b, c)                                                                                         \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_ARG_(1, b);                                                                                    \
		DB_HINT_ARG_(2, c);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)
#define DB_HINT4_(op, a, b, c, d)                                                                                      \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_ARG_(1, b);                                                                                    \
		DB_HINT_ARG_(2, c);                                                                                    \
		DB_HINT_ARG_(3, d);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)
#define DB_HINT5_(op, a, b, c, d, e)                                                                                   \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_ARG_(1, b);                                                                                    \
		DB_HINT_ARG_(2, c);                                                                                    \
		DB_HINT_ARG_(3, d);                                                                                    \
		DB_HINT_ARG_(4, e);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)
#define DB_HINT6_(op, a, b, c, d, e, f)                                                                                \
	do {                                                                                                           \
		DB_HINT_ARG_(0, a);                                                                                    \
		DB_HINT_ARG_(1, b);                                                                                    \
		DB_HINT_ARG_(2, c);                                                                                    \
		DB_HINT_ARG_(3, d);                                                                                    \
		DB_HINT_ARG_(4, e);                                                                                    \
		DB_HINT_ARG_(5, f);                                                                                    \
		DB_HINT_OP_(op);                                                                                       \
	} while (0)

/* Objects: give ALLOC before the memory is first used, FREE after its last use. */
#define db_hint_alloc(addr, size) DB_HINT2_(DB_HINT_ALLOC, addr, size)
#define db_hint_free(addr) DB_HINT1_(DB_HINT_FREE, addr)
/* The contents of [addr, addr + size) are not wanted any more: an invalidate may drop them. */
#define db_hint_dead(addr, size) DB_HINT2_(DB_HINT_DEAD, addr, size)

/* Coherent (uncached or snooped) memory that CPU and device share without ownership changes. */
#define db_hint_dma_alloc(dev, cpu, dma, size) DB_HINT4_(DB_HINT_DMA_ALLOC, dev, cpu, dma, size)
#define db_hint_dma_free(dev, cpu, dma, size) DB_HINT4_(DB_HINT_DMA_FREE, dev, cpu, dma, size)

/* Streaming mappings. */
#define db_hint_map_begin(dev, cpu, size, dir) DB_HINT4_(DB_HINT_MAP_BEGIN, dev, cpu, size, dir)
#define db_hint_map_end(dev, cpu, size, dir, dma, attrs) DB_HINT6_(DB_HINT_MAP_END, dev, cpu, size, dir, dma, attrs)
#define db_hint_unmap_begin(dev, dma, size, dir) DB_HINT4_(DB_HINT_UNMAP_BEGIN, dev, dma, size, dir)
#define db_hint_unmap_end(dev, dma, size, dir, attrs) DB_HINT5_(DB_HINT_UNMAP_END, dev, dma, size, dir, attrs)
#define db_hint_sync_cpu_begin(dev, dma, size, dir) DB_HINT4_(DB_HINT_SYNC_CPU_BEGIN, dev, dma, size, dir)
#define db_hint_sync_cpu_end(dev, dma, size, dir) DB_HINT4_(DB_HINT_SYNC_CPU_END, dev, dma, size, dir)
#define db_hint_sync_dev_begin(dev, dma, size, dir) DB_HINT4_(DB_HINT_SYNC_DEV_BEGIN, dev, dma, size, dir)
#define db_hint_sync_dev_end(dev, dma, size, dir) DB_HINT4_(DB_HINT_SYNC_DEV_END, dev, dma, size, dir)
#define db_hint_map_check(dev, dma, result) DB_HINT3_(DB_HINT_MAP_CHECK, dev, dma, result)
#define db_hint_mask(dev, mask) DB_HINT2_(DB_HINT_MASK, dev, mask)

#endif
