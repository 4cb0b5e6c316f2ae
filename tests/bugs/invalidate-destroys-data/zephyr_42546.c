/* SPDX-License-Identifier: Apache-2.0
 * A driver's counters lose counts: its receive buffer starts and ends in the middle of a line, the range function
 * rounds the invalidate before the transfer outwards, and drops what the neighbours in these lines have just stored.
 * The repair flushes lines that are only partly the range's, and invalidates the others.
 *
 * The neighbours are left alone while the device owns the buffer; the lines are then shared, but by turns.
 * cbo.inval drops dirty lines on a coherent platform too.
 *
 * @test what: invalidate of a range with unaligned ends
 * @test source: Zephyr pull request 42546 (cache range invalidate)
 * @test coherent: same
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, MESSAGES = 20, SIZE = 230, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned interrupts;

static struct driver {
	uint32_t requested; /* in the buffer's first line */
	uint32_t pad[3];
	uint8_t buffer[SIZE];
	uint16_t received; /* in its last */
} __attribute__((aligned(64))) driver;

static void interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	(void)readl(lab_reg(&lab, DB_DMACH_IRQ_STAT));
	interrupts = interrupts + 1;
}

/* The cache library: invalidates a range. */
static void cache_invalidate(const void *at, size_t size)
{
	uintptr_t line = platform.line_bytes, from = (uintptr_t)at, to = from + size;

	for (uintptr_t p = from & -line; p < to; p += line) {
		if (!BUGGY && (p < from || p + line > to))
			cbo_flush((const void *)p);
		else
			cbo_inval((const void *)p); /* BUG: the neighbours' stores in this line are lost */
	}
}

static void receive(dma_addr_t wire)
{
	unsigned before = interrupts;
	uint64_t start = cycles();

	cache_invalidate(driver.buffer, SIZE);
	lab_fill(&lab, wire, lab_bus(driver.buffer), SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
	while (interrupts == before)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	cache_invalidate(driver.buffer, SIZE);
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	request_irq(DB_IRQ_DMA0, interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < MESSAGES; n++) {
		lab_pattern(wire, SIZE, (uint8_t)(n * 3));
		WRITE_ONCE(driver.requested, n + 1);
		receive(wire_dma);
		lab_check(lab_matches(driver.buffer, SIZE, (uint8_t)(n * 3)), "a message is wrong");
		WRITE_ONCE(driver.received, READ_ONCE(driver.received) + 1);
		lab_check(READ_ONCE(driver.requested) == n + 1, "a request was not counted");
		lab_check(READ_ONCE(driver.received) == n + 1, "a message was not counted");
	}
	return 0;
}
