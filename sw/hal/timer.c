/* SPDX-License-Identifier: Apache-2.0 */
#include <doorbell/csr.h>
#include <doorbell/io.h>
#include <doorbell/timer.h>

#define CLINT_MTIMECMP ((uintptr_t)DB_CLINT_BASE + 0x4000u)
#define CLINT_MTIME ((uintptr_t)DB_CLINT_BASE + 0xbff8u)

uint64_t timer_now(void)
{
	return readq_relaxed(CLINT_MTIME);
}

uint64_t timer_deadline(uint64_t us)
{
	/* One more tick than asked for: the present one has partly gone. */
	return timer_now() + us * TIMER_TICKS_PER_US + 1;
}

bool timer_expired(uint64_t deadline)
{
	return (int64_t)(timer_now() - deadline) >= 0;
}

void udelay(uint64_t us)
{
	uint64_t deadline = timer_deadline(us);

	while (!timer_expired(deadline))
		;
}

void timer_sleep(uint64_t deadline)
{
	writeq(deadline, CLINT_MTIMECMP);
#ifndef DOORBELL_HOST
	/* The comparator must hold the new value before MTIE: the old one may be pending still. */
	(void)readq(CLINT_MTIMECMP);
	csr_set(mie, MIE_MTIE);
#endif
	wait_for_interrupt();
}

void timer_interrupt(void)
{
#ifndef DOORBELL_HOST
	csr_clear(mie, MIE_MTIE);
#endif
}
