/* SPDX-License-Identifier: Apache-2.0
 * @test what: what was received is changed and sent again from the same buffer, one mapping and two
 */
#include "t.h"

#define LEN 200
#define ROUNDS 6

static uint8_t *wire_in, *packet, *wire_out;

static void fill_and_map(struct device *dev, unsigned seed, dma_addr_t *in, dma_addr_t *out)
{
	t_fill(wire_in, LEN, seed);
	*in = t_map(dev, wire_in, LEN, DMA_TO_DEVICE);
	*out = t_map(dev, wire_out, LEN, DMA_FROM_DEVICE);
}

static void check(struct device *dev, unsigned seed, dma_addr_t in, dma_addr_t out, const char *how)
{
	dma_unmap_single(dev, in, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, out, LEN, DMA_FROM_DEVICE);
	T_CHECK(wire_out[0] == (t_byte(0, seed) ^ 0x5a) && wire_out[70] == 0x77, "%s: header", how);
	T_CHECK(t_differs(wire_out + 1, 69, 1, seed) == 69, "%s: first part", how);
	T_CHECK(t_differs(wire_out + 71, LEN - 71, 71, seed) == LEN - 71, "%s: rest", how);
}

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t in, out, p;

	wire_in = t_buffer(LEN);
	packet = t_buffer(LEN);
	wire_out = t_buffer(LEN);
	for (unsigned round = 0; round < ROUNDS; round++) {
		/* Unmapped in between, as a bridge does. */
		fill_and_map(dev, round, &in, &out);
		p = t_map(dev, packet, LEN, DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, p, in, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, p, LEN, DMA_FROM_DEVICE);
		packet[0] ^= 0x5a;
		packet[70] = 0x77;
		p = t_map(dev, packet, LEN, DMA_TO_DEVICE);
		T_NEED(dmaengine_memcpy(chan, out, p, LEN, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, p, LEN, DMA_TO_DEVICE);
		check(dev, round, in, out, "two mappings");
	}
	/* One bidirectional mapping that lives on, as XDP's page pool does. */
	p = t_map(dev, packet, LEN, DMA_BIDIRECTIONAL);
	for (unsigned round = 0; round < ROUNDS; round++) {
		fill_and_map(dev, 100 + round, &in, &out);
		T_NEED(dmaengine_memcpy(chan, p, in, LEN, T_TIMEOUT_US) == 0);
		dma_sync_single_for_cpu(dev, p, LEN, DMA_BIDIRECTIONAL);
		packet[0] ^= 0x5a;
		packet[70] = 0x77;
		dma_sync_single_for_device(dev, p, LEN, DMA_BIDIRECTIONAL);
		T_NEED(dmaengine_memcpy(chan, out, p, LEN, T_TIMEOUT_US) == 0);
		check(dev, 100 + round, in, out, "one mapping");
	}
	dma_unmap_single(dev, p, LEN, DMA_BIDIRECTIONAL);
	dma_release_channel(chan);
	return t_end();
}
