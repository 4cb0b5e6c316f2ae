/* SPDX-License-Identifier: Apache-2.0
 * Received blocks have windows of zeros: the pool clears a buffer and cleans it, and the refill publishes it without a
 * fence behind the cleans. A clean that is late carries its zeros over the data.
 *
 * @test what: cleans of a receive buffer still under way when it is published
 * @test source: a textbook example: receive refill with one fence too early
 * @test coherent: silent
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, POOL = 2, BLOCKS = 16, SIZE = 256 };

static struct lab lab;

/* The descriptor's fence stands before the maintenance, where it does not help the maintenance. */
static void refill(uint8_t *block, dma_addr_t wire)
{
	for (unsigned i = 0; i < SIZE; i += 8)
		*(volatile uint64_t *)(block + i) = 0;
	lab_fill(&lab, wire, lab_bus(block), SIZE, 0);
	wmb();
	cmo_range(CMO_CLEAN, block, SIZE, platform.line_bytes);
	if (!BUGGY)
		wmb();
	writel_relaxed(lab.head, lab_reg(&lab, DB_DMACH_TAIL)); /* BUG: cleans may be under way */
}

int main(void)
{
	uint8_t *pool[POOL], *wire;
	dma_addr_t wire_dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned i = 0; i < POOL; i++)
		pool[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < BLOCKS; n++) {
		uint8_t *block = pool[n % POOL];
		lab_pattern(wire, SIZE, (uint8_t)(n + 1));
		refill(block, wire_dma);
		lab_wait_ok(&lab, 1);
		cmo_range(CMO_INVAL, block, SIZE, platform.line_bytes);
		lab_check(lab_matches(block, SIZE, (uint8_t)(n + 1)), "a block holds the zeros from before");
	}
	return 0;
}
