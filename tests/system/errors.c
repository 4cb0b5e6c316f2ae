/* SPDX-License-Identifier: Apache-2.0
 * @test what: zero length, and bus errors from the memory on reads and writes: status, recovery, jobs behind
 * @test args: --fault read:0x81000000:1000000 --fault write:0x81100000:1000000
 *
 * The two faulty lines are far from the heap; the CPU neither reads the one nor writes the other.
 */
#include <doorbell/descriptor.h>
#include "t.h"

#define LEN 64
#define BAD_TO_READ ((void *)0x81000000ul)
#define BAD_TO_WRITE ((void *)0x81100000ul)

static const struct dma_slave_config cfgs[] = {
	{.slots = 5},
	{.slots = 5, .ring = DOORBELL_RING_OWNER},
	{.slots = 5, .interrupt = true},
};

static uint8_t *src, *dst;

static void run(struct dma_chan *chan, dma_addr_t bad_dst, dma_addr_t bad_src, uint32_t len, int want, uint8_t code,
		const char *what)
{
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t s = t_map(dev, src, LEN, DMA_TO_DEVICE), d = t_map(dev, dst, 2 * LEN, DMA_FROM_DEVICE);
	dma_cookie_t before, it, behind;
	struct dma_tx_state state;
	int error;

	before = t_post(chan, d, s, LEN, DMA_PREP_INTERRUPT);
	it = t_post(chan, bad_dst ? bad_dst : d, bad_src ? bad_src : s, len,
		    DOORBELL_PREP_UNCHECKED | DMA_PREP_INTERRUPT);
	behind = t_post(chan, d + LEN, s, LEN, DMA_PREP_INTERRUPT);
	dma_async_issue_pending(chan);
	error = dmaengine_wait(chan, it, T_TIMEOUT_US);
	dmaengine_tx_status(chan, it, &state);
	T_CHECK(error == want && state.code == code, "%s: %d, code %u (run with the options in the header)", what,
		error, state.code);
	T_CHECK(dmaengine_wait(chan, before, T_TIMEOUT_US) == 0, "%s: the job before", what);
	T_CHECK(dmaengine_wait(chan, behind, T_TIMEOUT_US) == -ECANCELED, "%s: the job behind", what);
	/* Same ring, no reset. */
	error = dmaengine_memcpy(chan, d + LEN, s, LEN, T_TIMEOUT_US);
	T_CHECK(error == 0, "%s: the next job: %d", what, error);
	dma_unmap_single(dev, s, LEN, DMA_TO_DEVICE);
	dma_unmap_single(dev, d, 2 * LEN, DMA_FROM_DEVICE);
	T_CHECK(!memcmp(src, dst, LEN) && !memcmp(src, dst + LEN, LEN), "%s: data", what);
	memset(dst, 0, 2 * LEN);
}

int main(void)
{
	src = t_buffer(LEN);
	dst = t_buffer(2 * LEN);
	t_fill(src, LEN, 10);
	memset(dst, 0, 2 * LEN);
	/* Written without being read: cbo.zero fetches nothing. */
	db_hint_alloc(BAD_TO_READ, LEN);
	db_hint_alloc(BAD_TO_WRITE, LEN);
	cmo_range(CMO_ZERO, BAD_TO_READ, LEN, platform.line_bytes);
	local_irq_enable();
	for (size_t c = 0; c < sizeof(cfgs) / sizeof(cfgs[0]); c++) {
		struct dma_chan *chan = t_channel(&cfgs[c]);
		struct device *dev = dmaengine_get_dma_device(chan);
		dma_addr_t r = t_map(dev, BAD_TO_READ, LEN, DMA_TO_DEVICE);
		dma_addr_t w = t_map(dev, BAD_TO_WRITE, LEN, DMA_FROM_DEVICE);

		run(chan, 0, 0, 0, -EINVAL, DB_REC_CODE_BAD_DESC, "zero length");
		run(chan, 0, r, LEN, -EIO, DB_REC_CODE_READ_SLV, "bus error on a read");
		run(chan, w, 0, LEN, -EIO, DB_REC_CODE_WRITE_SLV, "bus error on a write");
		T_CHECK(!dmaengine_prep_dma_memcpy(chan, w, r, 0, 0) && errno == EINVAL, "prep takes no 0 bytes");
		dma_unmap_single(dev, r, LEN, DMA_TO_DEVICE);
		dma_unmap_single(dev, w, LEN, DMA_FROM_DEVICE);
		dma_release_channel(chan);
	}
	return t_end();
}
