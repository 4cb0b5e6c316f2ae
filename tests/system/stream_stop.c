/* SPDX-License-Identifier: Apache-2.0
 * @test what: a reception that nobody sends to: time-out, stop, and the channel and the buffer are free again
 */
#include "t.h"

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *out = t_buffer(128), *in = t_buffer(128);
	struct dma_tx_state state;
	dma_cookie_t cookie;
	dma_addr_t s, d;

	for (unsigned i = 0; i < 3; i++) {
		d = t_map(dev, in, 128, DMA_FROM_DEVICE);
		cookie = t_submit(dmaengine_prep_slave_single(chan, d, 128, DMA_DEV_TO_MEM, 0));
		dma_async_issue_pending(chan);
		T_CHECK(dmaengine_wait(chan, cookie, 20) == -ETIMEDOUT, "something came");
		T_CHECK(dmaengine_tx_status(chan, cookie, &state) == DMA_IN_PROGRESS && state.residue == 128,
			"residue %u", state.residue);
		T_NEED(dmaengine_terminate_sync(chan) == 0);
		T_CHECK(dmaengine_tx_status(chan, cookie, &state) == DMA_ERROR && state.error == -ECANCELED, "error %d",
			state.error);
		T_CHECK(state.residue == 128, "residue %u after the stop", state.residue);
		dma_unmap_single(dev, d, 128, DMA_FROM_DEVICE);
		memset(in, (int)i, 128); /* ours again */

		t_fill(out, 128, i);
		s = t_map(dev, out, 100, DMA_TO_DEVICE);
		d = t_map(dev, in, 128, DMA_FROM_DEVICE);
		t_submit(dmaengine_prep_slave_single(chan, s, 100, DMA_MEM_TO_DEV, 0));
		t_finish(chan, dmaengine_prep_slave_single(chan, d, 128, DMA_DEV_TO_MEM, 0));
		dma_unmap_single(dev, s, 100, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, 128, DMA_FROM_DEVICE);
		T_CHECK(t_differs(in, 100, 0, i) == 100, "data after stop %u", i);
	}
	dma_release_channel(chan);
	return t_end();
}
