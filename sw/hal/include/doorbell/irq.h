/* SPDX-License-Identifier: Apache-2.0
 * Interrupts: PLIC sources to handlers, machine context. One handler for each source.
 *
 * Handlers run with interrupts off, on the interrupted stack; they must quiet their device before they return (with a
 * read-back if the register write is posted), else they run again at once.
 */
#ifndef DOORBELL_IRQ_H
#define DOORBELL_IRQ_H

#define DB_IRQ_MAX 64

typedef void (*irq_handler_t)(unsigned irq, void *arg);

/* Registers and enables a source. -EINVAL: no such source or no handler; -EBUSY: taken. Changes nothing then. */
int request_irq(unsigned irq, irq_handler_t handler, void *arg);
/* Disables the source and forgets its handler. */
void free_irq(unsigned irq);
/* Number of interrupts that were claimed and had no handler (they are completed and counted). */
unsigned long irq_spurious(void);

/* Called by the trap entry for cause 11: claims, dispatches and completes until nothing is pending. */
void irq_dispatch(void);

#endif
