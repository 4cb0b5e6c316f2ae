/* SPDX-License-Identifier: Apache-2.0
 * PLIC, machine context (0).
 */
#include <errno.h>
#include <stddef.h>
#include <doorbell/csr.h>
#include <doorbell/io.h>
#include <doorbell/irq.h>
#include <doorbell/memmap.h>

#define PLIC_PRIORITY(n) ((uintptr_t)DB_PLIC_BASE + 4u * (n))
#define PLIC_ENABLE(n) ((uintptr_t)DB_PLIC_BASE + 0x2000u + 4u * ((n) / 32))
#define PLIC_THRESHOLD ((uintptr_t)DB_PLIC_BASE + 0x200000u)
#define PLIC_CLAIM ((uintptr_t)DB_PLIC_BASE + 0x200004u)

static struct {
	irq_handler_t handler;
	void *arg;
} irq_table[DB_IRQ_MAX];
static unsigned long spurious;

int request_irq(unsigned irq, irq_handler_t handler, void *arg)
{
	unsigned long flags;

	if (!irq || irq >= DB_IRQ_MAX || !handler)
		return -EINVAL;
	if (irq_table[irq].handler)
		return -EBUSY;
	flags = local_irq_save();
	irq_table[irq].handler = handler;
	irq_table[irq].arg = arg;
	writel_relaxed(0, PLIC_THRESHOLD);
	writel_relaxed(1, PLIC_PRIORITY(irq));
	writel(readl(PLIC_ENABLE(irq)) | 1u << irq % 32, PLIC_ENABLE(irq));
#ifndef DOORBELL_HOST
	csr_set(mie, MIE_MEIE);
#endif
	local_irq_restore(flags);
	return 0;
}

void free_irq(unsigned irq)
{
	unsigned long flags;

	if (!irq || irq >= DB_IRQ_MAX)
		return;
	flags = local_irq_save();
	writel(readl(PLIC_ENABLE(irq)) & ~(1u << irq % 32), PLIC_ENABLE(irq));
	/* The read-back waits for the mask: no claim can bring this source after it. */
	(void)readl(PLIC_ENABLE(irq));
	irq_table[irq].handler = NULL;
	local_irq_restore(flags);
}

unsigned long irq_spurious(void)
{
	return spurious;
}

void irq_dispatch(void)
{
	unsigned irq;

	while ((irq = readl(PLIC_CLAIM)) != 0) {
		if (irq < DB_IRQ_MAX && irq_table[irq].handler)
			irq_table[irq].handler(irq, irq_table[irq].arg);
		else
			spurious++;
		/* The handler's register writes reach its device before the PLIC may look at the line again. */
		db_fence(iorw, o);
		writel_relaxed(irq, PLIC_CLAIM);
	}
}
