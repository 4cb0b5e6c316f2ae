/* SPDX-License-Identifier: Apache-2.0
 * The device reads old bytes at the end of a range that was cleaned: the range operation ends with a barrier that
 * orders reads only, so that the write-backs may be under way when it returns. The descriptor was fenced before.
 *
 * @test what: clean of a range ends with fence r,rw
 * @test source: bao-hypervisor pull request 392 (cache maintenance not completed by its barrier)
 * @test coherent: silent
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 2, BLOCKS = 10, SIZE = 512 };

static struct lab lab;

static void cache_clean_range(const void *at, size_t size)
{
	cmo_range(CMO_CLEAN, at, size, platform.line_bytes);
	if (BUGGY)
		db_fence(r, rw); /* "the barrier of the architecture" */
	else
		db_fence(rw, ow);
}

static void send(const uint8_t *block, dma_addr_t wire)
{
	lab_fill(&lab, lab_bus(block), wire, SIZE, 0);
	wmb();
	cache_clean_range(block, SIZE);
	writel_relaxed(lab.head, lab_reg(&lab, DB_DMACH_TAIL)); /* BUG: write-backs may be under way */
}

int main(void)
{
	uint8_t *block[BUFFERS], *wire;
	dma_addr_t wire_dma;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		block[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < BLOCKS; n++) {
		lab_pattern(block[n % BUFFERS], SIZE, (uint8_t)(11 * n));
		send(block[n % BUFFERS], wire_dma);
		lab_wait_ok(&lab, 1);
		lab_check(lab_matches(wire, SIZE, (uint8_t)(11 * n)), "a block holds old bytes");
	}
	return 0;
}
