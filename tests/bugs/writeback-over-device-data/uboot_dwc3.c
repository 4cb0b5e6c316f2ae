/* SPDX-License-Identifier: Apache-2.0
 * USB events come twice and others never: the interrupt path flushes the event buffer where it means to invalidate it.
 * It has stamped the buffer with the time before that, so the line is dirty, with events of the buffer's last use
 * beside the stamp, and the flush writes them over the controller's new ones.
 *
 * The controller fills event buffers in turn; each is cleaned and posted again when its events are handled.
 *
 * @test what: flush of a touched event buffer in the interrupt path
 * @test source: U-Boot commit 2f005695df7b (dwc3 gadget)
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, BUFFERS = 3, INTERRUPTS = 30, EVENTS = 14, PATIENCE = 100000 };

struct event_buffer {
	uint32_t event[EVENTS];
	uint64_t stamp; /* the driver's; the controller leaves it alone */
} __attribute__((aligned(64)));

static struct lab lab;
static struct event_buffer *buffer[BUFFERS];
static volatile unsigned handled, wrong;

static uint32_t event_code(unsigned n, unsigned i)
{
	return n << 8 | i;
}

static void post(struct event_buffer *b, dma_addr_t wire)
{
	cmo_range(CMO_CLEAN, b, sizeof *b, platform.line_bytes);
	lab_fill(&lab, wire, lab_bus(b->event), sizeof b->event, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
}

static void dwc3_interrupt(unsigned irq, void *arg)
{
	struct event_buffer *b = buffer[handled % BUFFERS];

	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	lab_wait_ok(&lab, 1);
	if (!BUGGY)
		cmo_range(CMO_INVAL, b, sizeof *b, platform.line_bytes);
	WRITE_ONCE(b->stamp, cycles());
	if (BUGGY)
		cmo_range(CMO_FLUSH, b, sizeof *b, platform.line_bytes); /* BUG: writes old events over new ones */
	for (unsigned i = 0; i < EVENTS; i++)
		wrong += READ_ONCE(b->event[i]) != event_code(handled, i);
	handled++;
}

int main(void)
{
	dma_addr_t wire_dma;
	uint32_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, EVENTS * sizeof *wire, &wire_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		buffer[i] = lab_buffer(sizeof *buffer[i]);
	request_irq(DB_IRQ_DMA0, dwc3_interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < INTERRUPTS; n++) {
		uint64_t start = cycles();
		for (unsigned i = 0; i < EVENTS; i++)
			WRITE_ONCE(wire[i], event_code(n, i));
		post(buffer[n % BUFFERS], wire_dma);
		while (handled <= n)
			lab_check(cycles() - start < PATIENCE, "no interrupt");
		lab_check(!wrong, "an event was handled twice");
	}
	return 0;
}
