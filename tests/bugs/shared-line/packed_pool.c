/* SPDX-License-Identifier: Apache-2.0
 * Packets are damaged at their ends when traffic is dense: a pool packs its receive buffers without regard to lines, so
 * the end of one shares a line with the start of the next. A router counts down the hops in a packet that it has taken
 * from the ring, and dirties the line in which the device is just filling the next buffer.
 *
 * @test what: receive buffers packed into shared lines, one is written while its neighbour is with the device
 * @test source: a textbook example (packed buffer pools; Linux: ARCH_DMA_MINALIGN)
 */
#include <doorbell/csr.h>
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, BUFFERS = 4, PACKETS = 32, SIZE = 96, HOPS = SIZE - 4, PATIENCE = 100000 };
enum { STRIDE = BUGGY ? SIZE : 128 }; /* a multiple of the line, or not */

static struct lab lab;
static volatile unsigned arrived; /* packets */
static uint8_t *pool;
static dma_addr_t mapped[BUFFERS];

static void interrupt(unsigned irq, void *arg)
{
	(void)irq;
	(void)arg;
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_STAT));
	arrived = readl(lab_reg(&lab, DB_DMACH_DONE_CNT));
}

static void post(unsigned n, uint8_t *wire, dma_addr_t wire_dma)
{
	unsigned i = n % BUFFERS;

	lab_pattern(wire + i * SIZE, SIZE, (uint8_t)(n * 7));
	mapped[i] = dma_map_single(&lab.dev, pool + i * STRIDE, SIZE, DMA_FROM_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, mapped[i]), "no mapping");
	lab_fill(&lab, wire_dma + i * SIZE, mapped[i], SIZE, DB_DESC_FLAGS_IRQ);
	lab_doorbell(&lab);
}

static void take(unsigned n)
{
	uint64_t start = cycles();

	while (arrived <= n)
		lab_check(cycles() - start < PATIENCE, "no interrupt");
	lab_wait_ok(&lab, 1);
	dma_unmap_single(&lab.dev, mapped[n % BUFFERS], SIZE, DMA_FROM_DEVICE);
}

static void one_hop_less(uint8_t *packet)
{
	WRITE_ONCE(packet[HOPS], 0); /* BUG: in a line whose other part the device may be writing */
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, BUFFERS * SIZE, &wire_dma);
	pool = lab_buffer(BUFFERS * STRIDE);
	request_irq(DB_IRQ_DMA0, interrupt, NULL);
	writel(DB_DMACH_IRQ_STAT_DONE, lab_reg(&lab, DB_DMACH_IRQ_EN));
	local_irq_enable();
	for (unsigned n = 0; n < PACKETS; n += 2) {
		uint8_t *first = pool + n % BUFFERS * STRIDE, *second = first + STRIDE;
		post(n, wire, wire_dma);
		post(n + 1, wire, wire_dma);
		take(n);
		lab_check(lab_matches(first, SIZE, (uint8_t)(n * 7)), "a first packet is damaged");
		one_hop_less(first);
		take(n + 1);
		lab_check(lab_matches(second, SIZE, (uint8_t)((n + 1) * 7)), "a second packet is damaged");
		lab_check(READ_ONCE(first[HOPS]) == 0, "a hop count came back");
	}
	return 0;
}
