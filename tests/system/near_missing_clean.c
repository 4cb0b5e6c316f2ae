/* SPDX-License-Identifier: Apache-2.0
 * @test what: near missing-clean: stores to other bytes of a cleaned line, flush for clean, stores past the cache
 */
#include "raw.h"

#define LEN 100 /* ends in the middle of a line */

static void send(unsigned slot, dma_addr_t dst, dma_addr_t src, uint32_t len)
{
	raw_ring[slot].flags = 0;
	raw_ring[slot].length = len;
	raw_ring[slot].src = src;
	raw_ring[slot].dst = dst;
	writel(slot + 1, RAW(TAIL));
	T_NEED(raw_poll(slot));
	dma_rmb();
}

int main(void)
{
	uint8_t *obj = t_buffer(128), *dst = t_buffer(128), *flushed = t_buffer(64), *past = t_buffer(64);
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	t_fill(obj, 128, 8);
	s = t_map(&raw_dev, obj, LEN, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, 128, DMA_FROM_DEVICE);
	/* Behind the mapping, in its last line: the line is dirty again, the bytes that are sent are in memory. */
	obj[LEN] = 1;
	obj[127] = 2;
	send(0, d, s, LEN);
	dma_unmap_single(&raw_dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 128, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, LEN, 0, 8) == LEN, "tail");

	/* cbo.flush writes back as well as cbo.clean does. */
	t_fill(flushed, 64, 9);
	s = phys_to_dma((uintptr_t)flushed, 64);
	db_hint_map_begin(raw_dev.id, flushed, 64, DMA_TO_DEVICE);
	if (!raw_dev.dma_coherent)
		cmo_range(CMO_FLUSH, flushed, 64, platform.line_bytes);
	db_fence(w, ow);
	db_hint_map_end(raw_dev.id, flushed, 64, DMA_TO_DEVICE, s, raw_dev.dma_coherent ? DB_HINT_ATTR_COHERENT : 0);
	d = t_map(&raw_dev, dst, 128, DMA_FROM_DEVICE);
	send(1, d, s, 64);
	dma_unmap_single(&raw_dev, s, 64, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 128, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, 64, 0, 9) == 64, "flush");

	/* Written through the uncached alias: nothing to clean, the doorbell's fence is enough. */
	s = t_map(&raw_dev, past, 64, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, 128, DMA_FROM_DEVICE);
	dma_sync_single_for_cpu(&raw_dev, s, 64, DMA_TO_DEVICE);
	{
		uint8_t *alias = raw_dev.dma_coherent ? past : (uint8_t *)((uintptr_t)past | platform.uncached_alias);

		if (!raw_dev.dma_coherent) {
			cmo_range(CMO_FLUSH, past, 64, platform.line_bytes);
			dma_mb();
		}
		t_fill(alias, 64, 10);
	}
	dma_sync_single_for_device(&raw_dev, s, 64, DMA_TO_DEVICE);
	send(2, d, s, 64);
	dma_unmap_single(&raw_dev, s, 64, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 128, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst, 64, 0, 10) == 64, "past the cache");
	return t_end();
}
