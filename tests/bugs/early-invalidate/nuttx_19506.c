/* SPDX-License-Identifier: Apache-2.0
 * Sectors come with line-sized windows of the previous sector: the driver invalidates its buffer before the transfer
 * only, and the cache fetches lines again, speculatively, while the data are on their way.
 *
 * @test what: invalidate before the transfer only
 * @test source: NuttX pull request 19506 (STM32H7 SDMMC receive)
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, SECTORS = 24, SIZE = 512 };

static struct lab lab;

static void receive(uint8_t *buffer, dma_addr_t wire)
{
	cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
	lab_fill(&lab, wire, lab_bus(buffer), SIZE, 0);
	lab_doorbell(&lab);
	lab_wait_ok(&lab, 1);
	if (!BUGGY)
		cmo_range(CMO_INVAL, buffer, SIZE, platform.line_bytes);
}

static bool sector_is(const volatile uint8_t *buffer, uint8_t seed)
{
	bool good = true;

	for (unsigned i = 0; i < SIZE; i++)
		good &= buffer[i] == (uint8_t)(seed + i); /* BUG: may be the line of the last sector */
	return good;
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire, *buffer;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	buffer = lab_buffer(SIZE);
	for (unsigned n = 0; n < SECTORS; n++) {
		lab_pattern(wire, SIZE, (uint8_t)(n * 7));
		receive(buffer, wire_dma);
		lab_check(sector_is(buffer, (uint8_t)(n * 7)), "a sector holds bytes of the one before");
	}
	return 0;
}
