/* SPDX-License-Identifier: Apache-2.0
 * Audio comes with clicks: blocks from a pool are handed to the receiver as they are, and invalidated when they are
 * full. The application works in place, so a block comes back to the pool dirty, and its dirty lines are written into
 * the block while the receiver fills it.
 *
 * @test what: pool blocks handed to the receiver dirty
 * @test source: Zephyr issue 42205 (i2s_sam_ssc)
 */
#include <doorbell/lab.h>
#include <doorbell/csr.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, BLOCKS = 4, QUEUE = 2, PERIODS = 24, SIZE = 256, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned full; /* blocks */
static uint8_t *pool[BLOCKS];

static void i2s_interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	full = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void queue_block(uint8_t *block, dma_addr_t wire)
{
	if (!BUGGY)
		cmo_range(CMO_INVAL, block, SIZE, platform.line_bytes);
	lab_fill(&lab, wire, lab_bus(block), SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab); /* BUG: the receiver gets a block that the application left dirty */
}

static uint8_t *take_block(unsigned n)
{
	uint64_t start = cycles();

	while (full <= n)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	cmo_range(CMO_INVAL, pool[n % BLOCKS], SIZE, platform.line_bytes);
	return pool[n % BLOCKS];
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	lab_pattern(wire, SIZE, 1);
	for (unsigned i = 0; i < BLOCKS; i++)
		pool[i] = lab_buffer(SIZE);
	request_irq(DB_IRQ_DMA0, i2s_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned i = 0; i < QUEUE; i++)
		queue_block(pool[i], wire_dma);
	for (unsigned n = 0; n < PERIODS; n++) {
		uint8_t *block = take_block(n);
		lab_check(lab_matches(block, SIZE, 1), "a block holds samples of the one before");
		/* volume, in place */
		for (unsigned i = 0; i < SIZE; i += 8)
			*(volatile uint64_t *)(block + i) = *(volatile uint64_t *)(block + i) >> 1;
		queue_block(pool[(n + QUEUE) % BLOCKS], wire_dma);
	}
	lab_wait_ok(&lab, QUEUE);
	return 0;
}
