/* SPDX-License-Identifier: Apache-2.0
 * @test what: streams: packets out and in again on one channel, gathered, scattered, short, long, in every kind of ring
 */
#include "t.h"

#define SIZE 512

static struct dma_chan *chan;
static struct device *dev;
static uint8_t *out, *in;

/* A packet of `len` bytes in pieces of `step`, received into pieces of `room`. */
static void packet(uint32_t len, uint32_t step, uint32_t room, unsigned seed)
{
	struct scatterlist tx[4], rx[4];
	struct dma_tx_state state;
	unsigned ntx = 0, nrx = 0;
	dma_cookie_t sent, got;

	t_fill(out, SIZE, seed);
	memset(in, T_RED, SIZE);
	for (uint32_t at = 0; at < len; at += step)
		sg_set_buf(&tx[ntx++], out + at, len - at < step ? len - at : step);
	for (uint32_t at = 0; at < SIZE && nrx < 3; at += (room + 63) & ~63u)
		sg_set_buf(&rx[nrx++], in + at, room);
	T_NEED(dma_map_sg(dev, tx, (int)ntx, DMA_TO_DEVICE) == (int)ntx);
	T_NEED(dma_map_sg(dev, rx, (int)nrx, DMA_FROM_DEVICE) == (int)nrx);
	sent = t_submit(dmaengine_prep_slave_sg(chan, tx, ntx, DMA_MEM_TO_DEV, 0));
	got = t_submit(dmaengine_prep_slave_sg(chan, rx, nrx, DMA_DEV_TO_MEM, 0));
	dma_async_issue_pending(chan);
	T_CHECK(dmaengine_wait(chan, sent, T_TIMEOUT_US) == 0, "%u bytes sent", len);
	T_NEED(dmaengine_wait(chan, got, T_TIMEOUT_US) == 0);
	T_CHECK(dmaengine_tx_status(chan, got, &state) == DMA_COMPLETE, "status");
	T_CHECK(state.residue == nrx * room - len, "residue %u of %u bytes", state.residue, len);
	T_CHECK(state.eop, "%u bytes: no end of packet", len);
	dma_unmap_sg(dev, tx, (int)ntx, DMA_TO_DEVICE);
	dma_unmap_sg(dev, rx, (int)nrx, DMA_FROM_DEVICE);
	for (uint32_t at = 0, i = 0; i < nrx; i++, at += room) {
		const uint8_t *p = rx[i].addr;
		uint32_t n = at >= len ? 0 : len - at < room ? len - at : room;

		T_CHECK(t_differs(p, n, at, seed) == n, "piece %u of %u bytes", i, len);
		T_CHECK(t_not(p + n, room - n, T_RED) == room - n, "behind piece %u of %u bytes", i, len);
	}
}

/* A packet longer than the buffers that wait for it goes on in the next job. */
static void long_packet(void)
{
	struct dma_tx_state state;
	dma_cookie_t got[2];
	dma_addr_t s, d;

	t_fill(out, SIZE, 7);
	s = t_map(dev, out, 200, DMA_TO_DEVICE);
	d = t_map(dev, in, 256, DMA_FROM_DEVICE);
	t_submit(dmaengine_prep_slave_single(chan, s, 200, DMA_MEM_TO_DEV, 0));
	for (unsigned i = 0; i < 2; i++)
		got[i] = t_submit(dmaengine_prep_slave_single(chan, d + 128 * i, 128, DMA_DEV_TO_MEM, 0));
	dma_async_issue_pending(chan);
	T_NEED(dmaengine_wait(chan, got[1], T_TIMEOUT_US) == 0);
	dmaengine_tx_status(chan, got[0], &state);
	T_CHECK(!state.eop && !state.residue, "the first half of a long packet ends it");
	dmaengine_tx_status(chan, got[1], &state);
	T_CHECK(state.eop && state.residue == 56, "the second half does not: residue %u", state.residue);
	dma_unmap_single(dev, s, 200, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, 256, DMA_FROM_DEVICE);
	T_CHECK(t_differs(in, 200, 0, 7) == 200, "data of a long packet");
}

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16},
		{.stride = 32, .ring = DOORBELL_RING_OWNER},
		{.ring = DOORBELL_RING_LIST},
	};

	out = t_buffer(SIZE);
	in = t_buffer(SIZE);
	for (unsigned i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		chan = t_channel(&cfg[i]);
		dev = dmaengine_get_dma_device(chan);
		packet(150, 150, 128, 1);
		packet(1, 1, 64, 2);
		packet(301, 101, 128, 3);
		packet(384, 96, 128, 4);
		packet(63, 17, 100, 5);
		long_packet();
		dma_release_channel(chan);
	}
	return t_end();
}
