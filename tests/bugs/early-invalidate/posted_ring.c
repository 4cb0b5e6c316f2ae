/* SPDX-License-Identifier: Apache-2.0
 * Packets hold lines of the packet that used the buffer before. Every buffer is invalidated when it is posted, packets
 * before it in the ring are read meanwhile, and the prefetcher runs ahead of these reads into the posted buffer.
 *
 * @test what: receive buffers invalidated when they are posted only
 * @test source: a textbook example (receive rings that invalidate on refill)
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, BUFFERS = 4, PACKETS = 48, SIZE = 256, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned arrived; /* packets */
static uint8_t *buffers;	  /* one after the other, in whole lines */

static void interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	arrived = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void refill(unsigned n, uint8_t *wire, dma_addr_t wire_dma)
{
	uint8_t *buffer = buffers + n % BUFFERS * SIZE;

	lab_pattern(wire + n % BUFFERS * SIZE, SIZE, (uint8_t)(n * 9));
	cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
	lab_fill(&lab, wire_dma + n % BUFFERS * SIZE, lab_bus(buffer), SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
}

static bool packet_is(const volatile uint8_t *packet, uint8_t seed)
{
	bool good = true;

	for (unsigned i = 0; i < SIZE; i++)
		good &= packet[i] == (uint8_t)(seed + i); /* BUG: may be a line of the packet before */
	return good;
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, BUFFERS * SIZE, &wire_dma);
	buffers = lab_buffer(BUFFERS * SIZE);
	request_irq(DB_IRQ_DMA0, interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < BUFFERS - 1; n++)
		refill(n, wire, wire_dma);
	for (unsigned n = 0; n < PACKETS; n++) {
		uint8_t *packet = buffers + n % BUFFERS * SIZE;
		uint64_t start = cycles();
		refill(n + BUFFERS - 1, wire, wire_dma);
		while (arrived <= n)
			lab_check(cycles() - start < PATIENCE, "no interrupt");
		lab_wait_ok(&lab, 1);
		if (!BUGGY)
			cmo_range(CMO_INVAL, packet, SIZE, platform.line_bytes);
		lab_check(packet_is(packet, (uint8_t)(n * 9)), "a packet holds a line of the one before");
	}
	lab_wait_ok(&lab, BUFFERS - 1);
	return 0;
}
