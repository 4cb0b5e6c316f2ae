/* SPDX-License-Identifier: Apache-2.0
 * Transmission stalls now and then: the driver hands the descriptor over by its OWN bit and then asks the engine to
 * look at the ring. The request overtakes the OWN store in the store buffer, the engine finds a slot that is not its
 * own, and goes to sleep.
 *
 * @test what: OWN store drains after the store that makes the engine look
 * @test source: quartiq stabilizer pull request 49 (STM32H7 Ethernet, OWN and the tail pointer register)
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 2, PACKETS = 16, SIZE = 96, POLLS = 3000 };

static struct lab lab;
static struct {
	uint8_t *data;
	dma_addr_t dma; /* while it is the engine's */
} buffer[BUFFERS];

static void transmit(unsigned b, dma_addr_t wire)
{
	uint32_t slot;

	buffer[b].dma = dma_map_single(&lab.dev, buffer[b].data, SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, buffer[b].dma), "a buffer cannot be mapped");
	slot = lab_fill(&lab, buffer[b].dma, wire, SIZE, 0);
	dma_wmb();
	lab.ring[slot].flags = DB_DESC_FLAGS_OWN;
	if (!BUGGY)
		wmb();
	writel_relaxed(1, lab_reg(&lab, DB_DMACH_POLL)); /* BUG: the OWN store may be behind it */
}

static void reclaim(unsigned b)
{
	for (unsigned i = 0; i < POLLS && !lab_completed(&lab); i++)
		;
	lab_check(lab_completed(&lab), "the transmitter sleeps on a packet that it was given");
	lab_check(lab_wait(&lab) == DB_REC_CODE_OK, "a packet failed");
	dma_unmap_single(&lab.dev, buffer[b].dma, SIZE, DMA_TO_DEVICE);
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_OWNER, SLOTS, NULL);
	wire = lab_wire(&lab, BUFFERS * SIZE, &wire_dma);
	for (unsigned b = 0; b < BUFFERS; b++)
		buffer[b].data = lab_buffer(SIZE);
	for (unsigned n = 0; n < PACKETS; n++) {
		unsigned b = n % BUFFERS;
		if (n >= BUFFERS) {
			reclaim(b);
			lab_check(lab_matches(wire + b * SIZE, SIZE, (uint8_t)(n - BUFFERS)),
				  "a packet is wrong on the wire");
		}
		lab_pattern(buffer[b].data, SIZE, (uint8_t)n);
		transmit(b, wire_dma + b * SIZE);
	}
	for (unsigned n = 0; n < BUFFERS; n++)
		reclaim((PACKETS + n) % BUFFERS);
	return 0;
}
