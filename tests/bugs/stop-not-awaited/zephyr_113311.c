/* SPDX-License-Identifier: Apache-2.0
 * A message changes after it was written: stopping the capture asks the channel to stop and returns while bursts are on
 * their way. The capture's buffer goes back to its pool of coherent memory, and the next user of the pool gets it; late
 * samples stand in what it writes.
 *
 * @test what: stop returns while the channel still writes
 * @test source: Zephyr pull request 113311; RP2040-E13 (an abort is acknowledged before the last transfer)
 */
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 4, ROUNDS = 24, SIZE = 1024, BLOCKS = 2, WAIT = 20000 };

static struct lab lab;

/* Blocks of coherent memory; the one given back last goes out first. */
static struct pool {
	uint8_t *block[BLOCKS];
	dma_addr_t dma[BLOCKS];
	unsigned count;
} pool;

static void pool_free(uint8_t *block, dma_addr_t dma)
{
	db_hint_dma_free(lab.dev.id, block, dma, SIZE);
	pool.block[pool.count] = block;
	pool.dma[pool.count++] = dma;
}

static uint8_t *pool_alloc(dma_addr_t *dma)
{
	lab_check(pool.count, "the pool is empty");
	*dma = pool.dma[--pool.count];
	db_hint_dma_alloc(lab.dev.id, pool.block[pool.count], *dma, SIZE);
	return pool.block[pool.count];
}

static void pool_open(void)
{
	dma_addr_t dma;
	uint8_t *memory = dma_alloc_coherent(&lab.dev, BLOCKS * SIZE, &dma);

	lab_check(memory, "no memory for the pool");
	db_hint_dma_free(lab.dev.id, memory, dma, BLOCKS * SIZE);
	for (unsigned b = 0; b < BLOCKS; b++) {
		pool.block[b] = memory + b * SIZE;
		pool.dma[b] = dma + b * SIZE;
	}
	pool.count = BLOCKS;
}

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

int main(void)
{
	dma_addr_t wire_dma, dma;
	uint8_t *wire, *samples;
	uint64_t *message;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	pool_open();
	wire = lab_wire(&lab, SIZE, &wire_dma);
	lab_pattern(wire, 64, 0x55);
	for (unsigned n = 1; n <= ROUNDS; n++) {
		samples = pool_alloc(&dma);
		lab_fill(&lab, wire_dma, dma, SIZE, 0);
		lab_doorbell(&lab);
		for (uint64_t start = cycles(); cycles() - start < n * 16;)
			;
		stop_capture();
		pool_free(samples, dma);

		message = (uint64_t *)pool_alloc(&dma);
		for (unsigned i = SIZE / 8; i-- > 0;)
			WRITE_ONCE(message[i], n * 0x0101010101010101ull);
		drained();
		for (unsigned i = 0; i < SIZE / 8; i++)
			lab_check(READ_ONCE(message[i]) == n * 0x0101010101010101ull, "samples stand in a message");
		pool_free((uint8_t *)message, dma);
		lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	}
	return 0;
}
