/* SPDX-License-Identifier: Apache-2.0
 * A packet is sent twice and its successor never: the tail register is written without a wmb(), and the engine fetches
 * the slot with the words of the ring's previous lap. Completions come by interrupt; the slots and buffers are
 * recycled.
 *
 * @test what: relaxed tail doorbell right behind the descriptor
 * @test source: a textbook example: wmb() left out before the tail register of a transmit ring
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 3, PACKETS = 24, SIZE = 80 };

static struct lab lab;
static struct {
	uint8_t *data;
	dma_addr_t dma;
} buffer[BUFFERS];
static volatile unsigned sent;

static void interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE | DB_DMACH_IRQ_STAT_ERROR, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	while (lab_completed(&lab)) {
		lab_check(lab_wait(&lab) == DB_REC_CODE_OK, "the engine refuses a descriptor");
		dma_unmap_single(&lab.dev, buffer[sent % BUFFERS].dma, SIZE, DMA_TO_DEVICE);
		sent++;
	}
}

static void transmit(unsigned b, dma_addr_t wire)
{
	buffer[b].dma = dma_map_single(&lab.dev, buffer[b].data, SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, buffer[b].dma), "a buffer cannot be mapped");
	lab_fill(&lab, buffer[b].dma, wire, SIZE, DB_DESC_FLAGS_IRQ);
	if (!BUGGY)
		wmb();
	writel_relaxed(lab.head, lab_reg(&lab, DB_DMACH_TAIL)); /* BUG: the descriptor may be behind it */
}

static void wait_until_sent(unsigned count)
{
	local_irq_disable();
	while (sent < count) {
		wait_for_interrupt();
		local_irq_enable();
		local_irq_disable();
	}
	local_irq_enable();
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, BUFFERS * SIZE, &wire_dma);
	for (unsigned b = 0; b < BUFFERS; b++)
		buffer[b].data = lab_buffer(SIZE);
	lab_check(request_irq(DB_IRQ_DMA0, interrupt, NULL) == 0, "the interrupt is not to be had");
	writel(DB_DMACH_IRQ_STAT_DONE | DB_DMACH_IRQ_STAT_ERROR, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < PACKETS; n++) {
		unsigned b = n % BUFFERS;
		if (n >= BUFFERS) {
			wait_until_sent(n - BUFFERS + 1);
			lab_check(lab_matches(wire + b * SIZE, SIZE, (uint8_t)(7 * (n - BUFFERS))),
				  "a packet is wrong on the wire");
		}
		lab_pattern(buffer[b].data, SIZE, (uint8_t)(7 * n));
		transmit(b, wire_dma + b * SIZE);
	}
	wait_until_sent(PACKETS);
	return 0;
}
