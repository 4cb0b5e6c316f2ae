/* SPDX-License-Identifier: Apache-2.0
 * @test what: legal: memcpy and struct copies that read padding, and words that reach over the end of what was received
 */
#include "t.h"

struct header {
	uint8_t kind; /* three bytes of padding follow */
	uint32_t length;
	uint16_t tail; /* and two here */
};

int main(void)
{
	struct dma_chan *chan = t_channel(NULL);
	struct device *dev = dmaengine_get_dma_device(chan);
	struct header *out = t_buffer(sizeof(*out)), *in = t_buffer(sizeof(*in)), copy;
	uint8_t *rest = t_buffer(64);
	dma_addr_t s, d;

	for (unsigned round = 1; round < 4; round++) {
		/* Member by member: the padding is never written. */
		out->kind = (uint8_t)round;
		out->length = 1000 + round;
		out->tail = 0xbeef;
		s = t_map(dev, out, sizeof(*out), DMA_TO_DEVICE);
		d = t_map(dev, in, sizeof(*in), DMA_FROM_DEVICE);
		T_NEED(dmaengine_memcpy(chan, d, s, sizeof(*out), T_TIMEOUT_US) == 0);
		dma_unmap_single(dev, s, sizeof(*out), DMA_TO_DEVICE);
		dma_unmap_single(dev, d, sizeof(*in), DMA_FROM_DEVICE);
		copy = *in;
		memcpy(rest, in, sizeof(*in));
		/* 11 bytes came; a word loop reads 16, inside the buffer. */
		for (unsigned i = 0; i < 2; i++)
			((volatile uint64_t *)rest)[2 + i] = ((volatile uint64_t *)in)[i];
		T_CHECK(copy.kind == round && copy.length == 1000 + round && copy.tail == 0xbeef, "round %u", round);
		T_CHECK(((struct header *)rest)->length == 1000 + round, "memcpy, round %u", round);
	}
	dma_release_channel(chan);
	return t_end();
}
