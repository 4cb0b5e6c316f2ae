/* SPDX-License-Identifier: Apache-2.0
 * A display driver lets the engine copy a window of an image into a frame that stays mapped, and takes back as many
 * bytes as were copied: width times rows. But the rows stand a stride apart: the lower ones are still those of the
 * frame before.
 *
 * @test what: the sync of a 2D destination counts its bytes and not its rows
 */
#include <doorbell/dmaengine.h>
#include <doorbell/lab.h>
#include <string.h>

enum { WIDTH = 64, ROWS = 8, STRIDE = 256, FRAMES = 4 };

static union {
	struct dma_interleaved_template t;
	char room[sizeof(struct dma_interleaved_template) + sizeof(struct data_chunk)];
} xt;

int main(void)
{
	static const struct dma_slave_config cfg = {.stride = 64};
	static struct doorbell_dma engine;
	struct dma_chan *chan;
	struct device *dev;
	uint8_t *image = lab_buffer(WIDTH * ROWS), *frame = lab_buffer(STRIDE * ROWS);
	dma_addr_t s, d;

	lab_check(!doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0), "no engine");
	chan = dma_request_chan(&engine, 0);
	lab_check(chan && !dmaengine_slave_config(chan, &cfg), "no channel");
	dev = dmaengine_get_dma_device(chan);
	lab_pattern(frame, STRIDE * ROWS, 200);
	d = dma_map_single(dev, frame, STRIDE * ROWS, DMA_FROM_DEVICE);
	lab_check(!dma_mapping_error(dev, d), "no mapping");
	for (unsigned f = 0; f < FRAMES; f++) {
		struct dma_async_tx_descriptor *tx;
		bool good = true;

		lab_pattern(image, WIDTH * ROWS, (uint8_t)(f * 77));
		s = dma_map_single(dev, image, WIDTH * ROWS, DMA_TO_DEVICE);
		lab_check(!dma_mapping_error(dev, s), "no mapping");
		xt.t = (struct dma_interleaved_template){.src_start = s,
							 .dst_start = d,
							 .dir = DMA_MEM_TO_MEM,
							 .src_inc = true,
							 .dst_inc = true,
							 .dst_sgl = true,
							 .numf = ROWS,
							 .frame_size = 1};
		xt.t.sgl[0] = (struct data_chunk){.size = WIDTH, .icg = STRIDE - WIDTH};
		tx = dmaengine_prep_interleaved_dma(chan, &xt.t, 0);
		lab_check(tx && dmaengine_submit(tx) > 0, "no job");
		dma_async_issue_pending(chan);
		lab_check(!dmaengine_wait(chan, tx->cookie, 5000), "the window is not copied");
		dma_unmap_single(dev, s, WIDTH * ROWS, DMA_TO_DEVICE);
		dma_sync_single_for_cpu(dev, d, BUGGY ? WIDTH * ROWS : STRIDE * ROWS, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < WIDTH * ROWS; i++) {
			volatile uint8_t *pixel = frame + i / WIDTH * STRIDE + i % WIDTH;

			good &= *pixel == (uint8_t)(f * 77 + i); /* BUG: below the second row the sync has not come */
		}
		lab_check(good, "a row of the frame before");
	}
	dma_unmap_single(dev, d, STRIDE * ROWS, DMA_FROM_DEVICE);
	dma_release_channel(chan);
	return 0;
}
