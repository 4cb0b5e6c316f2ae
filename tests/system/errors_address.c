/* SPDX-License-Identifier: Apache-2.0
 * @test what: addresses that nothing answers: status, recovery, jobs behind; the checker is off, because it would
 * rightly convict every one of them (not-a-dma-address)
 * @test args: --check=off
 */
#include <doorbell/descriptor.h>
#include "t.h"

#define LEN 64

static const struct dma_slave_config cfgs[] = {
	{.slots = 5},
	{.slots = 5, .ring = DOORBELL_RING_OWNER},
	{.slots = 5, .interrupt = true},
};

static uint8_t *src, *dst;

static void run(struct dma_chan *chan, dma_addr_t bad_dst, dma_addr_t bad_src, const char *what)
{
	struct device *dev = dmaengine_get_dma_device(chan);
	dma_addr_t s = t_map(dev, src, LEN, DMA_TO_DEVICE), d = t_map(dev, dst, 2 * LEN, DMA_FROM_DEVICE);
	dma_cookie_t before, it, behind;
	struct dma_tx_state state;
	int error;

	before = t_post(chan, d, s, LEN, DMA_PREP_INTERRUPT);
	it = t_post(chan, bad_dst ? bad_dst : d, bad_src ? bad_src : s, LEN,
		    DOORBELL_PREP_UNCHECKED | DMA_PREP_INTERRUPT);
	behind = t_post(chan, d + LEN, s, LEN, DMA_PREP_INTERRUPT);
	dma_async_issue_pending(chan);
	error = dmaengine_wait(chan, it, T_TIMEOUT_US);
	dmaengine_tx_status(chan, it, &state);
	if (bad_src)
		T_CHECK((error == -EFAULT && state.code == DB_REC_CODE_READ_DEC) ||
				(error == -EIO && state.code == DB_REC_CODE_READ_SLV),
			"%s: %d, code %u", what, error, state.code);
	else
		T_CHECK((error == -EFAULT && state.code == DB_REC_CODE_WRITE_DEC) ||
				(error == -EIO && state.code == DB_REC_CODE_WRITE_SLV),
			"%s: %d, code %u", what, error, state.code);
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
	local_irq_enable();
	for (size_t c = 0; c < sizeof(cfgs) / sizeof(cfgs[0]); c++) {
		struct dma_chan *chan = t_channel(&cfgs[c]);
		dma_addr_t hole = platform.bus_hi + platform.ram_hi_size + 0x10000000;

		run(chan, 0, hole, "source in a hole");
		run(chan, hole, 0, "destination in a hole");
		dma_release_channel(chan);
	}
	return t_end();
}
