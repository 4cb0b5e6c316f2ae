/* SPDX-License-Identifier: Apache-2.0
 * @test what: copies that touch and cross 4 KiB edges at source, destination and both
 */
#include <malloc.h>
#include "t.h"

#define PAGE 4096
#define AREA (3 * PAGE)

static const struct {
	int16_t from, to;
	uint16_t len;
} job[] = {
	{-1, -1, 1},	      {-1, -1, 2},	    {0, 0, 1},		 {-8, -8, 16},
	{-3, -5, 11},	      {-64, -64, 64},	    {-64, -64, 65},	 {-65, -63, 130},
	{5, -5, 10},	      {-5, 5, 10},	    {-7, 1, 4096},	 {0, 0, 4096},
	{-1, -1, 4098},	      {-2048, -2047, 4095}, {-100, -4000, 4200}, {0, -1, 4097},
	{-4096, -4096, 8192}, {-4095, -4093, 8100},
};

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	uint8_t *src = memalign(PAGE, AREA), *dst = memalign(PAGE, AREA);

	T_NEED(src && dst);
	t_fill(src, AREA, 3);
	memset(dst, T_RED, AREA);
	for (size_t i = 0; i < sizeof(job) / sizeof(job[0]); i++) {
		size_t from = PAGE + job[i].from, to = PAGE + job[i].to, len = job[i].len;
		/* Only what is copied is mapped, and a line of red zone on either side is looked at. */
		size_t lo = (to & ~63ul) - (to >= 64 ? 64 : 0), hi = to + len + 64;
		dma_addr_t s = t_map(dev, src + from, len, DMA_TO_DEVICE);
		dma_addr_t d = t_map(dev, dst + to, len, DMA_FROM_DEVICE);

		if (hi > AREA)
			hi = AREA;
		T_NEED(dmaengine_memcpy(chan, d, s, len, T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, s, len, DMA_TO_DEVICE);
		dma_unmap_single(dev, d, len, DMA_FROM_DEVICE);
		T_CHECK(t_not(dst + lo, to - lo, T_RED) == to - lo, "before: job %u", (unsigned)i);
		T_CHECK(!memcmp(dst + to, src + from, len), "data: job %u", (unsigned)i);
		T_CHECK(t_not(dst + to + len, hi - to - len, T_RED) == hi - to - len, "behind: job %u", (unsigned)i);
		memset(dst + to, T_RED, len);
	}
	dma_release_channel(chan);
	return t_end();
}
