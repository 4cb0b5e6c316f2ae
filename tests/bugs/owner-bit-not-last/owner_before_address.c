/* SPDX-License-Identifier: Apache-2.0
 * Received frames land in the buffer of another slot: the refill stores the word with the owner bit first, because it
 * is the slot's first word, and the buffer's address after it. The pool's buffers are mapped once and change hands by
 * sync.
 *
 * @test what: the owner bit is stored before the address
 * @test source: a textbook example: refill of a receive ring whose owner bit stands in the first word
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BATCH = 4, BUFFERS = 7, FRAMES = 48, SIZE = 64 };

static struct lab lab;
static uint8_t *data[BUFFERS];
static dma_addr_t dma[BUFFERS];
static dma_addr_t wire_dma;

static void refill(unsigned frame)
{
	volatile struct lab_desc *d = &lab.ring[frame % SLOTS];

	if (BUGGY)
		d->flags = DB_DESC_FLAGS_OWN; /* BUG: the engine may use the slot from here on */
	d->length = SIZE;
	d->src = wire_dma + frame % SLOTS * SIZE;
	d->dst = dma[frame % BUFFERS];
	dma_wmb();
	if (!BUGGY)
		d->flags = DB_DESC_FLAGS_OWN;
	writel(1, lab_reg(&lab, DB_DMACH_POLL));
}

static void receive(unsigned frame)
{
	unsigned b = frame % BUFFERS;

	dma_sync_single_for_cpu(&lab.dev, dma[b], SIZE, DMA_FROM_DEVICE);
	lab_check(lab_matches(data[b], SIZE, (uint8_t)(40 * (frame % SLOTS))), "a frame did not come to its buffer");
	lab_pattern(data[b], SIZE, 0xee);
	dma_sync_single_for_device(&lab.dev, dma[b], SIZE, DMA_FROM_DEVICE);
}

int main(void)
{
	uint8_t *wire;

	lab_open(&lab, LAB_OWNER, SLOTS, NULL);
	wire = lab_wire(&lab, SLOTS * SIZE, &wire_dma);
	for (unsigned i = 0; i < SLOTS; i++)
		lab_pattern(wire + i * SIZE, SIZE, (uint8_t)(40 * i));
	for (unsigned b = 0; b < BUFFERS; b++) {
		data[b] = lab_buffer(SIZE);
		dma[b] = dma_map_single(&lab.dev, data[b], SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, dma[b]), "a buffer cannot be mapped");
	}
	for (unsigned n = 0; n < FRAMES; n += BATCH) {
		for (unsigned i = 0; i < BATCH; i++)
			refill(n + i);
		lab_wait_ok(&lab, BATCH);
		for (unsigned i = 0; i < BATCH; i++)
			receive(n + i);
	}
	return 0;
}
