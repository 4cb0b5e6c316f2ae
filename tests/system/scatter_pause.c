/* SPDX-License-Identifier: Apache-2.0
 * @test what: gathers and scatters by two scatterlists; residue while it is paused, in each kind of ring; resume
 */
#include "t.h"

#define SIZE 1024

static uint8_t *src, *dst;

static void gather(struct dma_chan *chan, struct device *dev)
{
	static const uint16_t from[5] = {100, 1, 300, 64, 35}, to[3] = {250, 7, 243};
	struct scatterlist s[5], d[3];
	unsigned at = 0;

	t_fill(src, SIZE, 1);
	for (unsigned i = 0; i < 5; i++, at += 150)
		sg_set_buf(&s[i], src + at, from[i]);
	sg_set_buf(&s[3], src + 800, 64);
	sg_set_buf(&s[4], src + 900, 35);
	for (unsigned i = 0; i < 3; i++)
		sg_set_buf(&d[i], dst + i * 256, to[i]);
	T_NEED(dma_map_sg(dev, s, 5, DMA_TO_DEVICE) == 5 && dma_map_sg(dev, d, 3, DMA_FROM_DEVICE) == 3);
	t_finish(chan, dmaengine_prep_dma_memcpy_sg(chan, d, 3, s, 5, 0));
	dma_unmap_sg(dev, s, 5, DMA_TO_DEVICE);
	dma_unmap_sg(dev, d, 3, DMA_FROM_DEVICE);
	at = 0;
	for (unsigned i = 0, k = 0, n = 0; i < 3; i++)
		for (unsigned b = 0; b < to[i]; b++, n++) {
			while (n - at == from[k])
				at += from[k++];
			T_CHECK(dst[i * 256 + b] == ((uint8_t *)s[k].addr)[n - at], "byte %u of piece %u", b, i);
		}
}

static void paused(struct dma_chan *chan, struct device *dev)
{
	dma_addr_t s = t_map(dev, src, SIZE, DMA_TO_DEVICE), d = t_map(dev, dst, SIZE, DMA_FROM_DEVICE);
	struct dma_tx_state state;
	dma_cookie_t first, second;

	t_finish(chan, dmaengine_prep_dma_memcpy(chan, d, s, 8, 0));
	T_NEED(dmaengine_pause(chan) == 0);
	first = t_post(chan, d, s, 256, 0);
	second = t_post(chan, d + 256, s + 256, 512, 0);
	dma_async_issue_pending(chan);
	T_CHECK(dmaengine_wait(chan, first, 50) == -ETIMEDOUT, "a paused channel works");
	T_CHECK(dmaengine_tx_status(chan, second, &state) == DMA_PAUSED && state.residue == 512, "residue %u",
		state.residue);
	T_CHECK(dmaengine_tx_status(chan, first, &state) == DMA_PAUSED && state.residue == 256, "residue %u",
		state.residue);
	T_NEED(dmaengine_resume(chan) == 0);
	T_CHECK(dmaengine_wait(chan, second, T_TIMEOUT_US) == 0, "after the pause");
	T_CHECK(dmaengine_tx_status(chan, first, &state) == DMA_COMPLETE && state.residue == 0, "residue %u",
		state.residue);
	dma_unmap_single(dev, s, SIZE, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, SIZE, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, 768, 0, 1) == 768, "data after the pause");
}

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.slots = 12},
		{.slots = 12, .ring = DOORBELL_RING_OWNER},
		{.slots = 16, .ring = DOORBELL_RING_LIST},
	};

	src = t_buffer(SIZE);
	dst = t_buffer(SIZE);
	for (unsigned i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		struct dma_chan *chan = t_channel(&cfg[i]);
		struct device *dev = dmaengine_get_dma_device(chan);

		gather(chan, dev);
		paused(chan, dev);
		dma_release_channel(chan);
	}
	return t_end();
}
