/* SPDX-License-Identifier: Apache-2.0
 * Samples are overwritten with older ones: the driver's state ends with its transfer buffer, aligned for the CPU's
 * sake but to less than the line of this platform's DMA, and the trigger stores its time in front of it while a
 * transfer runs. The line gets dirty under the device, and the invalidate afterwards throws the trigger's store away.
 *
 * @test what: transfer buffer aligned to less than the DMA line, beside driver state
 * @test source: Linux, 92 patches to IIO drivers (2022, IIO_DMA_MINALIGN)
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, SCANS = 30, SIZE = 96, PATIENCE = 100000 };

struct adc_state {
	uint64_t timestamp;
	uint8_t rx[SIZE] __attribute__((aligned(BUGGY ? 32 : 64)));
} __attribute__((aligned(64)));

static struct lab lab;
static struct adc_state *st;
static volatile unsigned done; /* scans */

static void spi_interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	done = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void trigger(uint64_t now)
{
	WRITE_ONCE(st->timestamp, now); /* BUG: dirties the line of a buffer that the device is filling */
}

static void scan(dma_addr_t wire, unsigned n)
{
	uint64_t start = cycles();
	dma_addr_t rx = dma_map_single(&lab.dev, st->rx, SIZE, DMA_FROM_DEVICE);

	lab_check(!dma_mapping_error(&lab.dev, rx), "no mapping");
	lab_fill(&lab, wire, rx, SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
	trigger(start);
	while (done <= n)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	dma_unmap_single(&lab.dev, rx, SIZE, DMA_FROM_DEVICE);
	lab_check(READ_ONCE(st->timestamp) == start, "the trigger's time is lost");
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	st = lab_buffer(sizeof *st);
	request_irq(DB_IRQ_DMA0, spi_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < SCANS; n++) {
		lab_pattern(wire, SIZE, (uint8_t)(n * 5));
		scan(wire_dma, n);
		lab_check(lab_matches(st->rx, SIZE, (uint8_t)(n * 5)), "a scan holds samples of the one before");
	}
	return 0;
}
