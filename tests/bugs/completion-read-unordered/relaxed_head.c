/* SPDX-License-Identifier: Apache-2.0
 * A message in coherent memory is read too early: the completion is seen by a relaxed read of the engine's index, and
 * the branch on it is taken for an order. It does not order loads.
 *
 * @test what: readl_relaxed() sees the completion, then loads without fence i,r
 * @test source: a textbook example: readl_relaxed() in place of readl() in a polling receive loop
 * @test no-data: this core runs a device load alone, as its oldest instruction: no later load performs before it
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, MESSAGES = 12, SIZE = 96, POLLS = 4000 };

static struct lab lab;

static uint32_t head(void)
{
	return BUGGY ? readl_relaxed(lab_reg(&lab, DB_DMACH_REC_HEAD)) : readl(lab_reg(&lab, DB_DMACH_REC_HEAD));
}

int main(void)
{
	uint8_t *wire, *inbox;
	dma_addr_t wire_dma, inbox_dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	inbox = lab_wire(&lab, SIZE, &inbox_dma);
	for (unsigned n = 0; n < MESSAGES; n++) {
		uint32_t i, sum = 0, want = 0;

		lab_pattern(wire, SIZE, (uint8_t)n);
		lab_fill(&lab, wire_dma, inbox_dma, SIZE, 0);
		lab_doorbell(&lab);
		for (i = 0; i < POLLS && head() == lab.rec_tail; i++)
			;
		lab_check(i < POLLS, "no completion within the bound");
		for (i = 0; i < SIZE; i++) {
			sum += ((volatile uint8_t *)inbox)[i]; /* BUG: not ordered after the read of the index */
			want += (uint8_t)(n + i);
		}
		lab_check(sum == want, "a message is an old one");
		lab_wait_ok(&lab, 1);
	}
	return 0;
}
