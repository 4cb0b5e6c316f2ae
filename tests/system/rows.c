/* SPDX-License-Identifier: Apache-2.0
 * @test what: 2D: a window of an image, frames of two chunks, rows in mappings of their own with the CPU at work
 * between
 */
#include "t.h"

#define WIDTH 192 /* of an image, in bytes: three lines of 64 */
#define HEIGHT 6

static union {
	struct dma_interleaved_template t;
	char room[sizeof(struct dma_interleaved_template) + 3 * sizeof(struct data_chunk)];
} xt;

static uint8_t *image, *screen;
static struct dma_chan *chan;
static struct device *dev;

/* A window of 70 x 4 from (5, 1) of the image to (3, 2) of the screen. */
static void window(void)
{
	dma_addr_t s, d;

	t_fill(image, WIDTH * HEIGHT, 1);
	memset(screen, T_RED, WIDTH * HEIGHT);
	s = t_map(dev, image, WIDTH * HEIGHT, DMA_TO_DEVICE);
	d = t_map(dev, screen, WIDTH * HEIGHT, DMA_FROM_DEVICE);
	xt.t = (struct dma_interleaved_template){.src_start = s + WIDTH + 5,
						 .dst_start = d + 2 * WIDTH + 3,
						 .dir = DMA_MEM_TO_MEM,
						 .src_inc = true,
						 .dst_inc = true,
						 .src_sgl = true,
						 .dst_sgl = true,
						 .numf = 4,
						 .frame_size = 1};
	xt.t.sgl[0] = (struct data_chunk){.size = 70, .icg = WIDTH - 70};
	t_finish(chan, dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	dma_unmap_single(dev, s, WIDTH * HEIGHT, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, WIDTH * HEIGHT, DMA_FROM_DEVICE);
	for (unsigned y = 0; y < HEIGHT; y++)
		for (unsigned x = 0; x < WIDTH; x++) {
			bool in = x >= 3 && x < 73 && y >= 2;
			uint8_t want = in ? t_byte((y - 1) * WIDTH + x + 2, 1) : T_RED;

			T_CHECK(screen[y * WIDTH + x] == want, "(%u, %u): %02x, not %02x", x, y, screen[y * WIDTH + x],
				want);
		}
}

/* Frames of two chunks: of 8 bytes each, all but the fourth. */
static void chunks(void)
{
	dma_addr_t s, d;

	t_fill(image, 64, 9);
	s = t_map(dev, image, 64, DMA_TO_DEVICE);
	d = t_map(dev, screen, 64, DMA_FROM_DEVICE);
	xt.t = (struct dma_interleaved_template){.src_start = s,
						 .dst_start = d,
						 .dir = DMA_MEM_TO_MEM,
						 .src_inc = true,
						 .dst_inc = true,
						 .numf = 8,
						 .frame_size = 2};
	xt.t.sgl[0] = (struct data_chunk){.size = 3, .src_icg = 1, .dst_icg = 1};
	xt.t.sgl[1] = (struct data_chunk){.size = 4};
	t_finish(chan, dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	dma_unmap_single(dev, s, 64, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, 64, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < 64; i++)
		T_CHECK(i % 8 == 3 || screen[i] == t_byte(i, 9), "byte %u", i);
}

/* Rows of a line each, every third line of the screen: the lines between belong to the CPU all the time. */
static void between(void)
{
	volatile uint8_t *mine = screen + 64;
	dma_addr_t s, d[HEIGHT];
	dma_cookie_t cookie;

	t_fill(image, 64 * HEIGHT, 3);
	s = t_map(dev, image, 64 * HEIGHT, DMA_TO_DEVICE);
	for (unsigned y = 0; y < HEIGHT; y++)
		d[y] = t_map(dev, screen + y * WIDTH, 64, DMA_FROM_DEVICE);
	xt.t = (struct dma_interleaved_template){.src_start = s,
						 .dst_start = d[0],
						 .dir = DMA_MEM_TO_MEM,
						 .src_inc = true,
						 .dst_inc = true,
						 .dst_sgl = true,
						 .numf = HEIGHT,
						 .frame_size = 1};
	xt.t.sgl[0] = (struct data_chunk){.size = 64, .icg = WIDTH - 64};
	cookie = t_submit(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	dma_async_issue_pending(chan);
	for (unsigned i = 0; i < 40; i++)
		mine[i % 4 * WIDTH + i % 128] = (uint8_t)i;
	T_NEED(dmaengine_wait(chan, cookie, T_TIMEOUT_US) == 0);
	dma_unmap_single(dev, s, 64 * HEIGHT, DMA_TO_DEVICE);
	for (unsigned y = 0; y < HEIGHT; y++)
		dma_unmap_single(dev, d[y], 64, DMA_FROM_DEVICE);
	for (unsigned y = 0; y < HEIGHT; y++)
		T_CHECK(t_differs(screen + y * WIDTH, 64, y * 64, 3) == 64, "row %u", y);
	for (unsigned i = 0; i < 40; i++)
		T_CHECK(mine[i % 4 * WIDTH + i % 128] == i, "the CPU's byte %u", i);
}

int main(void)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 64, .slots = 4},
		{.stride = 64, .slots = 4, .ring = DOORBELL_RING_OWNER, .cached_ring = true},
		{.stride = 64, .slots = 6, .ring = DOORBELL_RING_LIST, .cached_ring = true},
	};

	image = t_buffer(WIDTH * HEIGHT);
	screen = t_buffer(WIDTH * HEIGHT);
	for (unsigned i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		chan = t_channel(&cfg[i]);
		dev = dmaengine_get_dma_device(chan);
		window();
		chunks();
		between();
		dma_release_channel(chan);
	}
	return t_end();
}
