/* SPDX-License-Identifier: Apache-2.0
 * Bytes that were sent come back as received: the cache library's invalidate is a flush. A responder puts its reply's
 * header into the buffer of the request and "invalidates" the buffer then, to read the request's payload. The header's
 * line is dirty by that time, and still holds the reply that was sent from this buffer last: the flush writes it over
 * the request. (Making the library invalidate was reverted, as other drivers had come to rely on the flush; what
 * remains is to call it before anything is stored.)
 *
 * @test what: invalidate that is a flush, after a store to the received buffer
 * @test source: U-Boot th1520 pull request 18
 */
#include <doorbell/lab.h>

enum { SLOTS = 8, BUFFERS = 2, REQUESTS = 16, HEADER = 12, SIZE = 120 };

static struct lab lab;

static void invalidate_dcache_range(const void *at, size_t size)
{
	cmo_range(CMO_FLUSH, at, size, platform.line_bytes); /* BUG: writes back what it should drop */
}

static void transfer(dma_addr_t from, dma_addr_t to)
{
	lab_fill(&lab, from, to, SIZE, 0);
	lab_doorbell(&lab);
	lab_wait_ok(&lab, 1);
}

static void put_header(uint8_t *packet)
{
	for (unsigned i = 0; i < HEADER; i++)
		((volatile uint8_t *)packet)[i] = (uint8_t)(0xc0 + i);
}

/* Makes the reply in place: our header, and the request's payload with each bit turned over. */
static void reply(uint8_t *packet, unsigned n)
{
	if (!BUGGY)
		invalidate_dcache_range(packet, SIZE);
	put_header(packet);
	if (BUGGY)
		invalidate_dcache_range(packet, SIZE);
	lab_check(lab_matches(packet + HEADER, SIZE - HEADER, (uint8_t)(n * 17 + HEADER)),
		  "a request holds bytes of a reply");
	for (unsigned i = HEADER; i < SIZE; i++)
		((volatile uint8_t *)packet)[i] ^= 0xff;
}

int main(void)
{
	dma_addr_t wire_dma;
	uint8_t *wire, *buffer[BUFFERS];

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	wire = lab_wire(&lab, SIZE, &wire_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		buffer[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < REQUESTS; n++) {
		uint8_t *packet = buffer[n % BUFFERS];
		lab_pattern(wire, SIZE, (uint8_t)(n * 17));
		transfer(wire_dma, lab_bus(packet));
		reply(packet, n);
		cmo_range(CMO_CLEAN, packet, SIZE, platform.line_bytes);
		transfer(lab_bus(packet), wire_dma);
		lab_check(lab_matches(wire, HEADER, 0xc0), "a reply has a wrong header");
		for (unsigned i = HEADER; i < SIZE; i++)
			lab_check(((volatile uint8_t *)wire)[i] == (0xff ^ (uint8_t)(n * 17 + i)),
				  "a reply has a wrong payload");
	}
	return 0;
}
