/* SPDX-License-Identifier: Apache-2.0
 * @test what: near invalidate-destroys-data: neighbours that are in memory, dead contents, read data only
 */
#include "t.h"

struct packet {
	uint32_t flags; /* the CPU's, written before the map: cleaned with the line */
	uint8_t pad[28];
	uint8_t data[96];
};

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	struct packet *p = t_buffer(sizeof(*p));
	uint8_t *src = t_buffer(96), *scratch = t_buffer(64);
	dma_addr_t s, d;

	t_fill(src, 96, 14);
	s = t_map(dev, src, 96, DMA_TO_DEVICE);
	memset(p, 0, sizeof(*p));
	for (unsigned round = 1; round < 4; round++) {
		p->flags = round;
		/* The map's clean puts flags into memory too: the invalidate of their line finds nothing to destroy. */
		d = t_map(dev, p->data, 96, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, s, 96, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, d, 96, DMA_FROM_DEVICE);
		T_CHECK(p->flags == round && p->pad[27] == 0, "neighbour, round %u", round);
		T_CHECK(t_differs(p->data, 96, 0, 14) == 96, "data, round %u", round);
	}
	/* Two invalidates in a row: the second drops nothing but a clean copy. */
	if (!dev->dma_coherent) {
		cmo_range(CMO_INVAL, p->data, 96, platform.line_bytes);
		T_CHECK(p->flags == 3 && t_differs(p->data, 96, 0, 14) == 96, "second invalidate");
		/* A scratch area whose contents are declared dead may be dropped while dirty. */
		memset(scratch, 1, 64);
		db_hint_dead(scratch, 64);
		cmo_range(CMO_INVAL, scratch, 64, platform.line_bytes);
		memset(scratch, 2, 64);
		T_CHECK(t_not(scratch, 64, 2) == 64, "scratch");
	}
	dma_unmap_single(dev, s, 96, DMA_TO_DEVICE);
	dma_release_channel(chan);
	return t_end();
}
