/* SPDX-License-Identifier: Apache-2.0
 * Works where bus addresses happen to equal physical ones: the driver allocates its sample buffers, maps them, and
 * tells the device their physical addresses.
 *
 * @test what: physical address given to the device
 * @test source: litex_m2sdr issue 77 (works without an IOMMU only)
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, BUFFERS = 4, BLOCKS = 12, SIZE = 256 };

static struct lab lab;
static struct {
	uint8_t *samples;
	dma_addr_t dma;
} buffer[BUFFERS];

static uint64_t virt_to_phys(const void *at)
{
	return (uintptr_t)at;
}

static void post(unsigned b, dma_addr_t wire)
{
	uint64_t address = BUGGY ? virt_to_phys(buffer[b].samples) : buffer[b].dma;

	lab_fill(&lab, wire, address, SIZE, 0);
	lab_doorbell(&lab); /* BUG: publishes a physical address */
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned b = 0; b < BUFFERS; b++) {
		buffer[b].samples = lab_buffer(SIZE);
		buffer[b].dma = dma_map_single(&lab.dev, buffer[b].samples, SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, buffer[b].dma), "a buffer cannot be mapped");
	}
	for (unsigned n = 0; n < BLOCKS; n++) {
		unsigned b = n % BUFFERS;

		lab_pattern(wire, SIZE, (uint8_t)(9 * n));
		post(b, wire_dma);
		lab_wait_ok(&lab, 1);
		dma_sync_single_for_cpu(&lab.dev, buffer[b].dma, SIZE, DMA_FROM_DEVICE);
		lab_check(lab_matches(buffer[b].samples, SIZE, (uint8_t)(9 * n)), "a block did not arrive");
		dma_sync_single_for_device(&lab.dev, buffer[b].dma, SIZE, DMA_FROM_DEVICE);
	}
	for (unsigned b = 0; b < BUFFERS; b++)
		dma_unmap_single(&lab.dev, buffer[b].dma, SIZE, DMA_FROM_DEVICE);
	return 0;
}
