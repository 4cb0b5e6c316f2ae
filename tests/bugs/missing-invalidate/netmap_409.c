/* SPDX-License-Identifier: Apache-2.0
 * An application reads its receive ring and sees packets of the lap before. The buffers are mapped once and stay in the
 * ring for ever; the receive sync tells the application how far the ring is filled, without dma_sync_single_for_cpu().
 * That call does nothing on the machines on which the code was written, and everything on others.
 *
 * @test what: receive ring without dma_sync_single_for_cpu()
 * @test source: netmap issue 409 (receive rings on Arm)
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, BUFFERS = 4, LAPS = 6, SIZE = 192 };

static struct lab lab;
static struct { /* what application and kernel share */
	uint8_t *buffer[BUFFERS];
	dma_addr_t dma[BUFFERS];
	unsigned head, tail; /* the application reads from head up to tail */
} ring;

/* Returns used buffers to the device, and looks for new packets. */
static void rxsync(const dma_addr_t *wire)
{
	for (unsigned i = ring.tail; i < ring.head + BUFFERS; i++)
		lab_fill(&lab, wire[i % BUFFERS], ring.dma[i % BUFFERS], SIZE, 0);
	lab_doorbell(&lab);
	for (unsigned i = 0; i < BUFFERS; i++, ring.tail++) {
		lab_wait_ok(&lab, 1);
		if (!BUGGY)
			dma_sync_single_for_cpu(&lab.dev, ring.dma[ring.tail % BUFFERS], SIZE, DMA_FROM_DEVICE);
	}
}

static bool packet_is(const volatile uint8_t *packet, uint8_t seed)
{
	bool good = true;

	for (unsigned i = 0; i < SIZE; i++)
		good &= packet[i] == (uint8_t)(seed + i); /* BUG: the packet of the lap before may be cached */
	return good;
}

int main(void)
{
	dma_addr_t wire_dma[BUFFERS];
	uint8_t *wire[BUFFERS];

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	for (unsigned i = 0; i < BUFFERS; i++) {
		wire[i] = lab_wire(&lab, SIZE, &wire_dma[i]);
		ring.buffer[i] = lab_buffer(SIZE);
		ring.dma[i] = dma_map_single(&lab.dev, ring.buffer[i], SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, ring.dma[i]), "no mapping");
	}
	for (unsigned lap = 0; lap < LAPS; lap++) {
		for (unsigned i = 0; i < BUFFERS; i++)
			lab_pattern(wire[i], SIZE, (uint8_t)((lap * BUFFERS + i) * 13));
		rxsync(wire_dma);
		for (; ring.head < ring.tail; ring.head++)
			lab_check(packet_is(ring.buffer[ring.head % BUFFERS], (uint8_t)(ring.head * 13)),
				  "a packet of the lap before");
	}
	for (unsigned i = 0; i < BUFFERS; i++)
		dma_unmap_single(&lab.dev, ring.dma[i], SIZE, DMA_FROM_DEVICE);
	return 0;
}
