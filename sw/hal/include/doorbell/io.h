/* SPDX-License-Identifier: Apache-2.0
 * MMIO accessors and fences, with the names and meanings of Linux on RISC-V.
 *
 * readb/w/l/q:  the load, then `fence i,ir`: what follows the read sees what the device did before it answered.
 * writeb/w/l/q: `fence w,o`, then the store: the device acts on memory as the CPU left it before the write. A CMO
 * counts as a write for this fence: it is complete when the store leaves.
 * ..._relaxed:  the access alone, ordered only against accesses to the same device.
 *
 * No accessor waits for a store to arrive: read something back from the same device for that.
 * Addresses are physical (machine mode, no translation). With DOORBELL_HOST every access, fence and CMO is a call into
 * the host program, which supplies the device.
 */
#ifndef DOORBELL_IO_H
#define DOORBELL_IO_H

#include <stdint.h>

#ifdef DOORBELL_HOST
uint64_t db_host_read(uintptr_t addr, unsigned size);
void db_host_write(uintptr_t addr, uint64_t value, unsigned size);
void db_host_fence(const char *pred, const char *succ);
#define db_fence(p, s) db_host_fence(#p, #s)
#else
#define db_fence(p, s) __asm__ volatile("fence " #p "," #s : : : "memory")
#endif

/* Everything before, device or memory, before everything after. */
#define mb() db_fence(iorw, iorw)
#define rmb() db_fence(ir, ir)
#define wmb() db_fence(ow, ow)
/* Memory shared with a device: no device registers involved. */
#define dma_mb() db_fence(rw, rw)
#define dma_rmb() db_fence(r, r)
#define dma_wmb() db_fence(w, w)
/* Memory reads and writes before a register write that follows (hands memory back to a device). */
#define io_release() db_fence(rw, o)
#define barrier() __asm__ volatile("" : : : "memory")

#define READ_ONCE(x) (*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, v) (*(volatile __typeof__(x) *)&(x) = (v))

#ifdef DOORBELL_HOST
#define DB_IO_RAW_(sfx, type)                                                                                          \
	static inline type read##sfx##_relaxed(uintptr_t addr)                                                         \
	{                                                                                                              \
		return (type)db_host_read(addr, sizeof(type));                                                         \
	}                                                                                                              \
	static inline void write##sfx##_relaxed(type v, uintptr_t addr)                                                \
	{                                                                                                              \
		db_host_write(addr, v, sizeof(type));                                                                  \
	}
#else
#define DB_IO_RAW_(sfx, type)                                                                                          \
	static inline type read##sfx##_relaxed(uintptr_t addr)                                                         \
	{                                                                                                              \
		return *(const volatile type *)addr;                                                                   \
	}                                                                                                              \
	static inline void write##sfx##_relaxed(type v, uintptr_t addr)                                                \
	{                                                                                                              \
		*(volatile type *)addr = v;                                                                            \
	}
#endif
#define DB_IO_(sfx, type)                                                                                              \
	DB_IO_RAW_(sfx, type)                                                                                          \
	static inline type read##sfx(uintptr_t addr)                                                                   \
	{                                                                                                              \
		type v = read##sfx##_relaxed(addr);                                                                    \
                                                                                                                       \
		db_fence(i, ir);                                                                                       \
		return v;                                                                                              \
	}                                                                                                              \
	static inline void write##sfx(type v, uintptr_t addr)                                                          \
	{                                                                                                              \
		db_fence(w, o);                                                                                        \
		write##sfx##_relaxed(v, addr);                                                                         \
	}

DB_IO_(b, uint8_t)
DB_IO_(w, uint16_t)
DB_IO_(l, uint32_t)
DB_IO_(q, uint64_t)

#endif
