/* SPDX-License-Identifier: Apache-2.0
 * Old payload under load: receive buffers go round between the driver and the stack, are cleaned when they are posted,
 * and are passed to the stack as soon as the interrupt tells of them. What the stack reads is in part what it has read
 * in the same buffer before. With few packets the cache has long forgotten; at high throughput it has not.
 *
 * @test what: recycled receive buffers read without an invalidate
 * @test source: Xilinx embeddedsw issue 53 (emacps with lwIP)
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, BUFFERS = 4, PACKETS = 20, SIZE = 320, PATIENCE = 100000 };

static struct lab lab;
static volatile unsigned arrived; /* packets */
static uint8_t *pbuf[BUFFERS];

static void emac_interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	arrived = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void post(uint8_t *buffer, dma_addr_t wire)
{
	cmo_range(CMO_CLEAN, buffer, SIZE, platform.line_bytes); /* nothing dirty may come over the packet */
	lab_fill(&lab, wire, lab_bus(buffer), SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
}

static const uint8_t *receive(unsigned n)
{
	uint8_t *buffer = pbuf[n % BUFFERS];
	uint64_t start = cycles();

	while (arrived <= n)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	if (!BUGGY)
		cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
	return buffer;
}

static bool packet_is(const volatile uint8_t *packet, uint8_t seed)
{
	bool good = true;

	for (unsigned i = 0; i < SIZE; i++)
		good &= packet[i] == (uint8_t)(seed + i); /* BUG: the cache may hold the packet before */
	return good;
}

int main(void)
{
	dma_addr_t wire_dma[BUFFERS];
	uint8_t *wire[BUFFERS];

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	request_irq(DB_IRQ_DMA0, emac_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned i = 0; i < BUFFERS; i++) {
		wire[i] = lab_wire(&lab, SIZE, &wire_dma[i]);
		pbuf[i] = lab_buffer(SIZE);
	}
	for (unsigned n = 0; n < PACKETS; n++) {
		/* packets come in bursts that fill the ring */
		if (n % BUFFERS == 0)
			for (unsigned i = 0; i < BUFFERS; i++) {
				lab_pattern(wire[i], SIZE, (uint8_t)((n + i) * 11));
				post(pbuf[i], wire_dma[i]);
			}
		lab_check(packet_is(receive(n), (uint8_t)(n * 11)), "the stack reads an old packet");
	}
	return 0;
}
