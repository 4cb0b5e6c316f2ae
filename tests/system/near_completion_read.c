/* SPDX-License-Identifier: Apache-2.0
 * @test what: near completion-read-unordered: ordered by an address dependency, by one load, by a register, by a CMO
 */
#include "raw.h"

#define LEN 64
#define JOBS 4

static uint8_t *src, *dst;
static dma_addr_t s, d;

static void post(unsigned i)
{
	raw_ring[i].flags = 0;
	raw_ring[i].length = LEN;
	raw_ring[i].src = s + i * LEN;
	raw_ring[i].dst = d + i * LEN;
	writel(i + 1, RAW(TAIL));
}

int main(void)
{
	uint64_t deadline, both;
	dma_addr_t coherent_dma;
	volatile uint8_t *coherent;
	uint32_t status, zero;

	src = t_buffer(JOBS * LEN);
	raw_start(DB_DMACH_CFG_MODE_TAIL);
	coherent = dma_alloc_coherent(&raw_dev, JOBS * LEN, &coherent_dma);
	T_NEED(coherent);
	t_fill(src, JOBS * LEN, 7);
	s = t_map(&raw_dev, src, JOBS * LEN, DMA_TO_DEVICE);
	d = coherent_dma;

	/* The payload's address is computed from the status that was loaded: ordered without a fence. */
	post(0);
	deadline = timer_deadline(T_TIMEOUT_US);
	do
		status = raw_rec[0].status;
	while (!(status & DB_REC_STATUS_PHASE) && !timer_expired(deadline));
	T_NEED(status & DB_REC_STATUS_PHASE);
	/* xor in assembler: the compiler knows that the result is 0, the core's memory model does not. */
#ifdef __riscv
	__asm__ volatile("xor %0, %1, %1" : "=r"(zero) : "r"(status));
#else
	zero = 0;
#endif
	T_CHECK(coherent[5 + zero] == t_byte(5, 7), "by address");

	/* Status and cookie in one load; the byte behind it is fenced. */
	post(1);
	deadline = timer_deadline(T_TIMEOUT_US);
	do
		both = *(volatile uint64_t *)&raw_rec[1].cookie;
	while (!(both >> 63) && !timer_expired(deadline));
	T_NEED(both >> 63);
	T_CHECK((uint32_t)both == 0, "cookie");
	dma_rmb();
	T_CHECK(coherent[LEN + 6] == t_byte(LEN + 6, 7), "by one load");

	/* HEAD says the same: all before it have completed. readl has the fence. */
	post(2);
	deadline = timer_deadline(T_TIMEOUT_US);
	while (readl(RAW(HEAD)) != 3)
		T_NEED(!timer_expired(deadline));
	T_CHECK(coherent[2 * LEN + 7] == t_byte(2 * LEN + 7, 7), "by register");
	T_NEED(raw_poll(2));
	dma_rmb();

	/* Cached payload: branch, invalidate, load. The branch orders the CMO, the line orders the load. */
	dst = t_buffer(JOBS * LEN);
	d = t_map(&raw_dev, dst, JOBS * LEN, DMA_FROM_DEVICE);
	post(3);
	T_NEED(raw_poll(3));
	if (raw_dev.dma_coherent)
		dma_rmb();
	dma_unmap_single(&raw_dev, d, JOBS * LEN, DMA_FROM_DEVICE);
	T_CHECK(t_differs(dst + 3 * LEN, LEN, 3 * LEN, 7) == LEN, "by CMO");
	dma_unmap_single(&raw_dev, s, JOBS * LEN, DMA_TO_DEVICE);
	return t_end();
}
