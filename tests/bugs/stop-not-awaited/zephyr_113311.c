/* SPDX-License-Identifier: Apache-2.0
 * A buffer changes after it was taken back: stopping the capture asks the channel to stop and returns while bursts are
 * on their way. The buffer is freed and becomes memory for messages; late samples stand in them.
 *
 * @test no-data: the engine drains within the time that the driver takes to reuse the buffer
 * @test what: stop returns while the channel still writes
 * @test source: Zephyr pull request 113311; RP2040-E13 (an abort is acknowledged before the last transfer)
 */
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, ROUNDS = 24, SIZE = 1024, MESSAGE = 64, WAIT = 20000 };

static struct lab lab;

static void drained(void)
{
	for (unsigned i = 0; i < WAIT; i++)
		if (readl(lab_reg(&lab, DB_DMACH_STATUS)) & DB_DMACH_STATUS_STOPPED)
			return;
	lab_check(false, "the channel does not stop");
}

static void stop_capture(void)
{
	writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, lab_reg(&lab, DB_DMACH_CTRL)); /* BUG: a request, no more */
	if (!BUGGY)
		drained();
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
	uint8_t *samples = lab_buffer(SIZE), *wire;
	dma_addr_t wire_dma, dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	lab_pattern(wire, 64, 0x55);
	for (unsigned n = 0; n < ROUNDS; n++) {
		dma = dma_map_single(&lab.dev, samples, SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, dma), "the buffer cannot be mapped");
		lab_fill(&lab, wire_dma, dma, SIZE, 0);
		lab_doorbell(&lab);
		for (uint64_t start = cycles(); cycles() - start < n * 16;)
			;
		stop_capture();
		dma_unmap_single(&lab.dev, dma, SIZE, DMA_FROM_DEVICE);
		write_messages(samples, (uint8_t)(n + 1));
		drained();
		lab_check(messages_are(samples, (uint8_t)(n + 1)), "samples stand in a message");
		lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	}
	return 0;
}
