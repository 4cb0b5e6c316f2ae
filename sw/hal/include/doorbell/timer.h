/* SPDX-License-Identifier: Apache-2.0
 * Time: the CLINT's mtime (DB_TIMEBASE_HZ ticks a second) and the cycle counter.
 */
#ifndef DOORBELL_TIMER_H
#define DOORBELL_TIMER_H

#include <stdbool.h>
#include <stdint.h>
#include <doorbell/memmap.h>

#define TIMER_TICKS_PER_US (DB_TIMEBASE_HZ / 1000000u)

/* Ticks since reset. */
uint64_t timer_now(void);
/* A point in time for timer_expired(): at least us microseconds from now. */
uint64_t timer_deadline(uint64_t us);
bool timer_expired(uint64_t deadline);
/* Busy-waits for at least us microseconds. */
void udelay(uint64_t us);
/*
 * Sleeps until an interrupt is pending or the deadline has passed. Call with interrupts off; a pending interrupt is
 * taken when they are restored. Uses the hart's timer interrupt.
 */
void timer_sleep(uint64_t deadline);
/* Called by the trap entry for cause 7. */
void timer_interrupt(void);

static inline uint64_t cycles(void)
{
#ifdef __riscv
	uint64_t v;

	__asm__ volatile("rdcycle %0" : "=r"(v));
	return v;
#else
	return timer_now() * (DB_CLOCK_HZ / DB_TIMEBASE_HZ);
#endif
}

static inline uint64_t instructions(void)
{
#ifdef __riscv
	uint64_t v;

	__asm__ volatile("rdinstret %0" : "=r"(v));
	return v;
#else
	return 0;
#endif
}

#endif
