/* SPDX-License-Identifier: Apache-2.0
 * Sectors arrive with lines of what the file system had in the buffer before: the driver invalidates after the transfer
 * only. Whatever is dirty in the cache when the transfer starts is evicted over the sector while it arrives.
 * (The change moved the invalidate from before the transfer to after it; it takes both.)
 *
 * @test what: invalidate after the transfer only, the buffer was dirty
 * @test source: NuttX pull requests 4872 and 5062 (STM32F7 SDMMC receive)
 */
#include <doorbell/lab.h>
#include <doorbell/csr.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, SECTORS = 20, SIZE = 512, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned interrupts;

static void sdmmc_interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	(void)readl(lab_reg(&lab, DB_DMACH_IRQ_STAT));
	interrupts = interrupts + 1;
}

static void receive_sector(uint8_t *buffer, dma_addr_t wire)
{
	unsigned before = interrupts;
	uint64_t start = cycles();

	if (!BUGGY)
		cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
	lab_fill(&lab, wire, lab_bus(buffer), SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab); /* BUG: hands over a buffer whose lines are dirty */
	while (interrupts == before)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire, *buffer;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	buffer = lab_buffer(SIZE);
	request_irq(DB_IRQ_DMA0, sdmmc_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < SECTORS; n++) {
		lab_pattern(wire, SIZE, (uint8_t)(n * 7));
		/* the file system reuses its sector buffer: a directory entry was built here */
		for (unsigned i = 0; i < SIZE; i += 8)
			*(volatile uint64_t *)(buffer + i) = ~0ull;
		receive_sector(buffer, wire_dma);
		lab_check(lab_matches(buffer, SIZE, (uint8_t)(n * 7)),
			  "a sector holds bytes of the buffer's last user");
	}
	return 0;
}
