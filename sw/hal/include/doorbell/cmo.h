/* SPDX-License-Identifier: Apache-2.0
 * Cache maintenance: Zicbom and Zicboz, by line and by range.
 *
 * One line: cbo_clean, cbo_flush, cbo_inval, cbo_zero act on the line that holds addr.
 * Range: cmo_range() acts on every line that [addr, addr + size) touches: both ends are rounded outward. An invalidate
 * therefore also drops whatever else lives in the first and last line; size 0 does nothing.
 *
 * None of these waits. A CMO is a store for fences: it is complete once a fence with W among its predecessors is. CMOs
 * and later loads or stores of the same line stay in program order without a fence.
 */
#ifndef DOORBELL_CMO_H
#define DOORBELL_CMO_H

#include <stddef.h>
#include <stdint.h>

enum cmo_op { CMO_CLEAN, CMO_FLUSH, CMO_INVAL, CMO_ZERO };

#ifdef DOORBELL_HOST
void db_host_cmo(enum cmo_op op, uintptr_t addr);
#define DB_CMO_(name, op)                                                                                              \
	static inline void cbo_##name(const void *addr)                                                                \
	{                                                                                                              \
		db_host_cmo(op, (uintptr_t)addr);                                                                      \
	}
#else
#define DB_CMO_(name, op)                                                                                              \
	static inline void cbo_##name(const void *addr)                                                                \
	{                                                                                                              \
		__asm__ volatile("cbo." #name " 0(%0)" : : "r"(addr) : "memory");                                      \
	}
#endif

DB_CMO_(clean, CMO_CLEAN)
DB_CMO_(flush, CMO_FLUSH)
DB_CMO_(inval, CMO_INVAL)
DB_CMO_(zero, CMO_ZERO)

/* line: bytes in a cache line, a power of two (platform.line_bytes). */
static inline __attribute__((always_inline)) void cmo_range(enum cmo_op op, const void *addr, size_t size, size_t line)
{
	uintptr_t p = (uintptr_t)addr & ~(uintptr_t)(line - 1);
	uintptr_t end = (uintptr_t)addr + size;

	if (!size)
		return;
	for (; p < end; p += line) {
		switch (op) {
		case CMO_CLEAN:
			cbo_clean((void *)p);
			break;
		case CMO_FLUSH:
			cbo_flush((void *)p);
			break;
		case CMO_INVAL:
			cbo_inval((void *)p);
			break;
		case CMO_ZERO:
			cbo_zero((void *)p);
			break;
		}
	}
}

#endif
