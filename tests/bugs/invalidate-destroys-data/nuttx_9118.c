/* SPDX-License-Identifier: Apache-2.0
 * Sectors on the card are garbage: the send path has its cache maintenance from the receive path and invalidates the
 * buffer instead of cleaning it. What the file system has just written is thrown away, the card gets what memory held.
 *
 * cbo.inval drops dirty lines on a coherent platform too: only the maintenance that is never asked for is harmless.
 *
 * @test what: send path invalidates instead of cleaning
 * @test source: NuttX pull request 9118 (litex_sdio)
 * @test coherent: same
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, SECTORS = 12, SIZE = 512, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned sent; /* sectors */

static void sdio_interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	sent = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void send_sector(const uint8_t *buffer, dma_addr_t wire)
{
	unsigned before = sent;
	uint64_t start = cycles();

	if (BUGGY)
		cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes); /* BUG: throws the sector away */
	else
		cmo_range(CMO_CLEAN, buffer, SIZE, platform.line_bytes);
	lab_fill(&lab, lab_bus(buffer), wire, SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
	while (sent == before)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire, *buffer;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	buffer = lab_buffer(SIZE);
	request_irq(DB_IRQ_DMA0, sdio_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < SECTORS; n++) {
		lab_pattern(buffer, SIZE, (uint8_t)(n * 7));
		send_sector(buffer, wire_dma);
		lab_check(lab_matches(wire, SIZE, (uint8_t)(n * 7)), "the card got something else");
	}
	return 0;
}
