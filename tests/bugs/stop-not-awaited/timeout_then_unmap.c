/* SPDX-License-Identifier: Apache-2.0
 * After a time-out the buffer is unmapped and used for something else, and the transfer, which was only slow, goes on:
 * a time-out in the driver says nothing about the device.
 *
 * @test what: time-out, then unmap without terminate
 * @test source: a textbook example: the error path of wait_for_completion_timeout()
 */
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, ROUNDS = 6, SIZE = 4096, MESSAGE = 64, TIMEOUT = 300 };

static struct lab lab;

/* The transfer takes ten times as long. */
static bool completed_in_time(void)
{
	uint64_t start = cycles();

	while (cycles() - start < TIMEOUT)
		if (lab_completed(&lab))
			return true;
	return false;
}

/* The next users of the memory, from its end: each message is written and brought to where a device will read it. */
static void write_messages(uint8_t *at, uint8_t seed)
{
	for (unsigned m = SIZE; m; m -= MESSAGE) {
		for (unsigned i = 0; i < MESSAGE; i += 8)
			WRITE_ONCE(*(uint64_t *)(at + m - MESSAGE + i), seed * 0x0101010101010101ull);
		cmo_range(CMO_FLUSH, at + m - MESSAGE, MESSAGE, platform.line_bytes);
	}
	mb();
}

static bool messages_are(const uint8_t *at, uint8_t seed)
{
	bool good = true;

	for (unsigned i = 0; i < SIZE; i += 8)
		good &= READ_ONCE(*(const uint64_t *)(at + i)) == seed * 0x0101010101010101ull;
	return good;
}

int main(void)
{
	uint8_t *buffer = lab_buffer(SIZE), *wire;
	dma_addr_t wire_dma, dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	lab_pattern(wire, 64, 0x55);
	for (unsigned n = 0; n < ROUNDS; n++) {
		dma = dma_map_single(&lab.dev, buffer, SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, dma), "the buffer cannot be mapped");
		lab_fill(&lab, wire_dma, dma, SIZE, 0);
		lab_doorbell(&lab);
		lab_check(!completed_in_time(), "the transfer is too fast for this test");
		if (!BUGGY)
			lab_stop(&lab);
		dma_unmap_single(&lab.dev, dma, SIZE, DMA_FROM_DEVICE); /* BUG: the channel still writes */
		write_messages(buffer, (uint8_t)(n + 1));
		if (BUGGY)
			lab_stop(&lab);
		lab_check(messages_are(buffer, (uint8_t)(n + 1)), "the late transfer stands in a message");
		lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	}
	return 0;
}
