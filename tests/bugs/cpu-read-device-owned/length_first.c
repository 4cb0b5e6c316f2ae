/* SPDX-License-Identifier: Apache-2.0
 * A receive handler looks into the packet's header for its length to prepare the copy, and only then waits for the
 * reception to be complete. What it reads is the header of the packet before.
 *
 * @test what: the header of a received packet is read before its completion is seen
 * @test args: --stream 0:loopback:1 --stream 1:loopback:0
 */
#include <doorbell/dmaengine.h>
#include <doorbell/lab.h>

enum { PACKETS = 8, ROOM = 256 };

static struct doorbell_dma engine;

static struct dma_chan *channel(unsigned i)
{
	struct dma_chan *chan = dma_request_chan(&engine, i);

	lab_check(chan, "no channel");
	return chan;
}

static dma_cookie_t post(struct dma_chan *chan, dma_addr_t at, uint32_t len, enum dma_transfer_direction dir)
{
	struct dma_async_tx_descriptor *tx = dmaengine_prep_slave_single(chan, at, len, dir, 0);

	lab_check(tx && dmaengine_submit(tx) > 0, "no job");
	dma_async_issue_pending(chan);
	return tx->cookie;
}

static uint8_t length_of(const uint8_t *packet)
{
	return *(const volatile uint8_t *)packet; /* BUG: the engine may still write here */
}

int main(void)
{
	uint8_t *out = lab_buffer(ROOM), *in = lab_buffer(ROOM);
	struct dma_chan *peer, *port;
	dma_cookie_t sent, got;
	dma_addr_t s, d;

	lab_check(!doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0), "no engine");
	peer = channel(0);
	port = channel(1);
	for (unsigned i = 0; i < PACKETS; i++) {
		uint8_t len = (uint8_t)(40 + i * 25);

		lab_pattern(out, len, (uint8_t)i);
		out[0] = len;
		s = dma_map_single(dmaengine_get_dma_device(peer), out, len, DMA_TO_DEVICE);
		d = dma_map_single(dmaengine_get_dma_device(port), in, ROOM, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(dmaengine_get_dma_device(peer), s), "no mapping");
		lab_check(!dma_mapping_error(dmaengine_get_dma_device(port), d), "no mapping");
		got = post(port, d, ROOM, DMA_DEV_TO_MEM);
		sent = post(peer, s, len, DMA_MEM_TO_DEV);
		if (BUGGY)
			len = length_of(in);
		lab_check(!dmaengine_wait(port, got, 5000) && !dmaengine_wait(peer, sent, 5000), "nothing came");
		dma_unmap_single(dmaengine_get_dma_device(port), d, ROOM, DMA_FROM_DEVICE);
		dma_unmap_single(dmaengine_get_dma_device(peer), s, out[0], DMA_TO_DEVICE);
		if (!BUGGY)
			len = length_of(in);
		lab_check(len == 40 + i * 25, "the length of the packet before");
		lab_check(lab_matches(in + 1, len - 1u, (uint8_t)(i + 1)), "data");
	}
	dma_release_channel(peer);
	dma_release_channel(port);
	return 0;
}
