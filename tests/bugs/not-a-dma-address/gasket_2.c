/* SPDX-License-Identifier: Apache-2.0
 * Works on small machines: the driver keeps the device's addresses in 32 bits. With a buffer above 4 GiB the upper half
 * is lost on the way into the descriptor.
 *
 * @test what: dma_addr_t kept in 32 bits, buffers above 4 GiB
 * @test source: gasket-driver pull request 2; tt-kmd issue 268
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BLOCKS = 8, BUFFERS = 2, SIZE = 200 };

#if BUGGY
typedef uint32_t ring_addr_t;
#else
typedef dma_addr_t ring_addr_t;
#endif

static struct lab lab;

static void send(ring_addr_t from, dma_addr_t wire)
{
	lab_fill(&lab, from, wire, SIZE, 0);
	lab_doorbell(&lab); /* BUG: publishes half an address */
}

int main(void)
{
	uint8_t *wire, *high = (uint8_t *)(uintptr_t)platform.ram_hi_base;
	dma_addr_t wire_dma;

	lab_check(platform.ram_hi_size >= BUFFERS * 4096, "this test needs RAM above 4 GiB");
	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	db_hint_alloc(high, BUFFERS * 4096); /* no allocator knows it */
	for (unsigned n = 0; n < BLOCKS; n++) {
		uint8_t *block = high + n % BUFFERS * 4096;
		dma_addr_t dma;

		lab_pattern(block, SIZE, (uint8_t)(5 * n));
		dma = dma_map_single(&lab.dev, block, SIZE, DMA_TO_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, dma), "a block cannot be mapped");
		send((ring_addr_t)dma, wire_dma);
		lab_wait_ok(&lab, 1);
		dma_unmap_single(&lab.dev, dma, SIZE, DMA_TO_DEVICE);
		lab_check(lab_matches(wire, SIZE, (uint8_t)(5 * n)), "a block is wrong on the wire");
	}
	db_hint_free(high);
	return 0;
}
