/* SPDX-License-Identifier: Apache-2.0
 * Control and status registers of machine mode, and the interrupt-enable bit as a lock for one hart.
 */
#ifndef DOORBELL_CSR_H
#define DOORBELL_CSR_H

#include <stdint.h>

#define MSTATUS_MIE 0x8ul
#define MIE_MSIE (1ul << 3)
#define MIE_MTIE (1ul << 7)
#define MIE_MEIE (1ul << 11)

#ifdef DOORBELL_HOST
unsigned long db_host_irq_save(void);
void db_host_irq_restore(unsigned long flags);
void db_host_wfi(void);
static inline unsigned long local_irq_save(void)
{
	return db_host_irq_save();
}
static inline void local_irq_restore(unsigned long flags)
{
	db_host_irq_restore(flags);
}
static inline void wait_for_interrupt(void)
{
	db_host_wfi();
}
#else
#define csr_read(csr)                                                                                                  \
	({                                                                                                             \
		unsigned long v_;                                                                                      \
		__asm__ volatile("csrr %0, " #csr : "=r"(v_) : : "memory");                                            \
		v_;                                                                                                    \
	})
#define csr_write(csr, v) __asm__ volatile("csrw " #csr ", %0" : : "rK"((unsigned long)(v)) : "memory")
#define csr_set(csr, v) __asm__ volatile("csrs " #csr ", %0" : : "rK"((unsigned long)(v)) : "memory")
#define csr_clear(csr, v) __asm__ volatile("csrc " #csr ", %0" : : "rK"((unsigned long)(v)) : "memory")

/* Interrupts off; returns what local_irq_restore() puts back. Nests. */
static inline unsigned long local_irq_save(void)
{
	unsigned long old;

	__asm__ volatile("csrrci %0, mstatus, 8" : "=r"(old) : : "memory");
	return old & MSTATUS_MIE;
}

static inline void local_irq_restore(unsigned long flags)
{
	__asm__ volatile("csrs mstatus, %0" : : "r"(flags) : "memory");
}

/* Sleeps until an enabled interrupt is pending, even with interrupts off: then it is taken at local_irq_restore(). */
static inline void wait_for_interrupt(void)
{
	__asm__ volatile("wfi" : : : "memory");
}
#endif

static inline void local_irq_enable(void)
{
	local_irq_restore(0x8ul);
}

static inline void local_irq_disable(void)
{
	(void)local_irq_save();
}

#endif
