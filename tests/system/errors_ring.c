/* SPDX-License-Identifier: Apache-2.0
 * @test what: ring misuse and descriptors that cannot be read: error status, restart without reset
 */
#include "raw.h"

static uint32_t halted(void)
{
	uint64_t deadline = timer_deadline(T_TIMEOUT_US);
	uint32_t status;

	do
		status = readl(RAW(STATUS));
	while (!(status & DB_DMACH_STATUS_HALTED) && !timer_expired(deadline));
	T_CHECK(status & DB_DMACH_STATUS_HALTED, "status 0x%x", (unsigned)status);
	T_CHECK(!(readl(RAW(CTRL)) & DB_DMACH_CTRL_RUN), "RUN is still set");
	return (status & DB_DMACH_STATUS_ERROR) >> DB_DMACH_STATUS_ERROR_SHIFT;
}

static void good(unsigned seed)
{
	uint8_t *src = t_buffer(64), *dst = t_buffer(64);
	dma_addr_t s, d;

	raw_start(DB_DMACH_CFG_MODE_TAIL);
	t_fill(src, 64, seed);
	s = t_map(&raw_dev, src, 64, DMA_TO_DEVICE);
	d = t_map(&raw_dev, dst, 64, DMA_FROM_DEVICE);
	raw_ring[0].flags = 0;
	raw_ring[0].length = 64;
	raw_ring[0].src = s;
	raw_ring[0].dst = d;
	raw_rec[0].status = 0;
	writel(1, RAW(TAIL));
	T_CHECK(raw_poll(0), "no completion after recovery %u", seed);
	dma_rmb();
	T_CHECK((raw_rec[0].status & DB_REC_STATUS_CODE) == DB_REC_CODE_OK && raw_rec[0].bytes == 64, "recovery %u",
		seed);
	dma_unmap_single(&raw_dev, s, 64, DMA_TO_DEVICE);
	dma_unmap_single(&raw_dev, d, 64, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(src, dst, 64), "data after recovery %u", seed);
	/* Stop, so that the ring may be set up anew. */
	writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, RAW(CTRL));
	for (uint64_t deadline = timer_deadline(T_TIMEOUT_US); !(readl(RAW(STATUS)) & DB_DMACH_STATUS_STOPPED);)
		T_NEED(!timer_expired(deadline));
	dma_kfree(src);
	dma_kfree(dst);
}

static void bad(dma_addr_t ring, uint32_t slots, uint32_t tail, uint32_t want, const char *what)
{
	uint32_t code;

	/* As raw_start() sets it up, but for this. */
	writeq(ring, RAW(RING_BASE));
	writel(slots, RAW(RING_SIZE));
	writel(0, RAW(REC_TAIL));
	writel(DB_DMACH_CTRL_RUN, RAW(CTRL));
	writel(tail, RAW(TAIL));
	code = halted();
	T_CHECK(code == want, "%s: error %u", what, (unsigned)code);
}

int main(void)
{
	good(1);
	bad(raw_ring_dma + 8, RAW_SLOTS, 1, DB_REC_CODE_BAD_RING, "base not aligned");
	good(2);
	bad(raw_ring_dma, 1, 1, DB_REC_CODE_BAD_RING, "one slot");
	good(3);
	bad(raw_ring_dma, RAW_SLOTS, RAW_SLOTS, DB_REC_CODE_BAD_RING, "tail past the ring");
	good(4);
	bad(platform.bus_hi + platform.ram_hi_size + 0x1000, RAW_SLOTS, 1, DB_REC_CODE_DESC_BUS, "ring in a hole");
	T_CHECK(readq(RAW(ERR_DESC)) == platform.bus_hi + platform.ram_hi_size + 0x1000, "ERR_DESC is 0x%lx",
		readq(RAW(ERR_DESC)));
	good(5);
	return t_end();
}
