/* SPDX-License-Identifier: Apache-2.0
 * @test what: near owner-bit-not-last: words in any order, one fence for several slots, their bits in any order
 */
#include "raw.h"

#define LEN 40

int main(void)
{
	uint8_t *src = t_buffer(4 * LEN), *dst = t_buffer(4 * 64);
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_OWNER);
	t_fill(src, 4 * LEN, 6);
	s = t_map(&raw_dev, src, 4 * LEN, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, 4 * 64, DMA_FROM_DEVICE);
	/* From the last word to the first, a field twice. */
	for (unsigned i = 4; i-- > 0;) {
		raw_ring[i].dst = 0;
		raw_ring[i].dst = d + 64 * i;
		raw_ring[i].src = s + LEN * i;
		raw_ring[i].length = LEN;
	}
	dma_wmb();
	/* Bits from the last slot to the first: the engine starts when it sees the first. */
	for (unsigned i = 4; i-- > 1;)
		raw_ring[i].flags = DB_DESC_FLAGS_OWN;
	raw_ring[0].flags = DB_DESC_FLAGS_OWN;
	writel(1, RAW(POLL));
	for (unsigned i = 0; i < 4; i++)
		T_NEED(raw_poll_owner(i));
	dma_rmb();
	/* The bit goes out in the same store as the length: nothing to order between these two. */
	raw_ring[4].src = s;
	raw_ring[4].dst = d;
	dma_wmb();
	*(volatile uint64_t *)&raw_ring[4] = (uint64_t)LEN << 32 | DB_DESC_FLAGS_OWN;
	writel(1, RAW(POLL));
	T_NEED(raw_poll_owner(4));
	dma_rmb();
	dma_unmap_single(&raw_dev, s, 4 * LEN, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 4 * 64, DMA_FROM_DEVICE);
	for (unsigned i = 0; i < 4; i++) {
		T_CHECK((raw_ring[i].flags & DB_DONE_FLAGS_STATUS) == DB_REC_CODE_OK, "slot %u", i);
		T_CHECK(t_differs(dst + 64 * i, LEN, LEN * i, 6) == LEN, "job %u", i);
	}
	return t_end();
}
