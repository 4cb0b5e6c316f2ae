/* SPDX-License-Identifier: Apache-2.0
 * @test what: near clean-not-complete: one fence for many cleans, cleans of other buffers behind it, fences of other
 * kinds
 */
#include "raw.h"

#define LEN 256

/* As dma_map_single() does it, but the fence is the caller's. */
static dma_addr_t map_without_fence(void *p, size_t size, enum dma_data_direction dir)
{
	dma_addr_t dma = phys_to_dma((uintptr_t)p, size);

	db_hint_map_begin(raw_dev.id, p, size, dir);
	if (!raw_dev.dma_coherent)
		cmo_range(CMO_CLEAN, p, size, platform.line_bytes);
	db_hint_map_end(raw_dev.id, p, size, dir, dma, raw_dev.dma_coherent ? DB_HINT_ATTR_COHERENT : 0);
	return dma;
}

static void descriptor(unsigned slot, dma_addr_t dst, dma_addr_t src)
{
	raw_ring[slot].flags = 0;
	raw_ring[slot].length = LEN;
	raw_ring[slot].src = src;
	raw_ring[slot].dst = dst;
}

int main(void)
{
	uint8_t *src[3], *dst[3];
	dma_addr_t s[3], d[3];

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	for (unsigned i = 0; i < 3; i++) {
		src[i] = t_buffer(LEN);
		dst[i] = t_buffer(LEN);
		t_fill(src[i], LEN, i);
	}
	/* Four ranges and two descriptors behind a single fence. */
	for (unsigned i = 0; i < 2; i++) {
		s[i] = map_without_fence(src[i], LEN, DMA_TO_DEVICE);
		d[i] = map_without_fence(dst[i], LEN, DMA_FROM_DEVICE);
		descriptor(i, d[i], s[i]);
	}
	db_fence(rw, orw);
	/* On their way while the first doorbell rings: the third pair, which it does not publish. */
	s[2] = map_without_fence(src[2], LEN, DMA_TO_DEVICE);
	writel_relaxed(1, RAW(TAIL));
	d[2] = map_without_fence(dst[2], LEN, DMA_FROM_DEVICE);
	writel_relaxed(2, RAW(TAIL));
	descriptor(2, d[2], s[2]);
	/* A fence of memory against memory first, then of memory against output. */
	dma_wmb();
	db_fence(w, o);
	writel_relaxed(3, RAW(TAIL));
	T_NEED(raw_poll(2));
	dma_rmb();
	for (unsigned i = 0; i < 3; i++) {
		dma_unmap_single(&raw_dev, s[i], LEN, DMA_TO_DEVICE);
		dma_unmap_single(&raw_dev, d[i], LEN, DMA_FROM_DEVICE);
		T_CHECK(!memcmp(src[i], dst[i], LEN), "buffer %u", i);
	}
	return t_end();
}
