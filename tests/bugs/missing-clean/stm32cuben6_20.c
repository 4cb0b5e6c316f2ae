/* SPDX-License-Identifier: Apache-2.0
 * The Ethernet transmitter wedges: descriptors live in cached memory, the driver cleans them when they are filled and
 * sets their owner bits afterwards. The bits stay in the cache, the engine sees slots that are not its own and waits.
 * (In the original only -O3 moved the clean before the last store, by inlining; here the source says it.)
 *
 * A frame has two buffers, header and payload, whose two descriptors fill one cache line: no line is shared between
 * what the CPU writes and what the engine owns.
 *
 * @test what: owner bits set after the clean of a cached ring
 * @test source: STM32CubeN6 issue 20 (Ethernet driver)
 */
#include <doorbell/lab.h>
#include <doorbell/timer.h>

enum { SLOTS = 8, FRAMES = 10, HEADER = 14, PAYLOAD = 100, PATIENCE = 20000 };

static struct lab lab;

static void transmit(const uint8_t *header, const uint8_t *payload, dma_addr_t wire)
{
	volatile struct lab_desc *d = &lab.ring[lab.head];

	lab_fill(&lab, lab_bus(header), wire, HEADER, 0);
	lab_fill(&lab, lab_bus(payload), wire + HEADER, PAYLOAD, 0);
	cmo_range(CMO_CLEAN, header, HEADER, platform.line_bytes);
	cmo_range(CMO_CLEAN, payload, PAYLOAD, platform.line_bytes);
	cbo_clean((const void *)d);
	dma_wmb();
	d[1].flags = DB_DESC_FLAGS_OWN;
	d[0].flags = DB_DESC_FLAGS_OWN;
	if (!BUGGY)
		cbo_clean((const void *)d);
	writel(1, lab_reg(&lab, DB_DMACH_POLL)); /* BUG: demands a look at owner bits that are still in the cache */
}

/* Takes a frame's two slots back; false: the transmitter stands still. */
static bool transmitted(volatile struct lab_desc *d)
{
	uint64_t start = cycles();

	for (unsigned i = 0; i < 2; i++) {
		while (!lab_completed(&lab))
			if (cycles() - start > PATIENCE)
				return false;
		lab_wait_ok(&lab, 1);
	}
	cbo_inval((const void *)d); /* status and owner bits are the engine's */
	return !(d[0].flags & DB_DESC_FLAGS_OWN) && !(d[1].flags & DB_DESC_FLAGS_OWN);
}

int main(void)
{
	struct lab_desc *ring = lab_buffer(SLOTS * sizeof *ring);
	uint8_t *header = lab_buffer(HEADER), *payload = lab_buffer(PAYLOAD), *wire;
	dma_addr_t wire_dma;

	for (unsigned i = 0; i < SLOTS; i++)
		ring[i] = (struct lab_desc){0};
	cmo_range(CMO_FLUSH, ring, SLOTS * sizeof *ring, platform.line_bytes);
	lab_open(&lab, LAB_OWNER, SLOTS, ring);
	wire = lab_wire(&lab, HEADER + PAYLOAD, &wire_dma);
	for (unsigned n = 0; n < FRAMES; n++) {
		volatile struct lab_desc *d = &lab.ring[lab.head];
		lab_pattern(header, HEADER, (uint8_t)(n * 3));
		lab_pattern(payload, PAYLOAD, (uint8_t)(n * 5));
		transmit(header, payload, wire_dma);
		lab_check(transmitted(d), "the transmitter stands still");
		lab_check(lab_matches(wire, HEADER, (uint8_t)(n * 3)), "a frame has a wrong header");
		lab_check(lab_matches(wire + HEADER, PAYLOAD, (uint8_t)(n * 5)), "a frame has a wrong payload");
	}
	return 0;
}
