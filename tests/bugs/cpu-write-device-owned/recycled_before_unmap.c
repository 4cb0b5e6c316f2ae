/* SPDX-License-Identifier: Apache-2.0
 * Echoed frames come back unchanged: the driver turns a received frame into its answer in place, in the buffer that is
 * still mapped, and unmaps it afterwards. The unmap drops what the CPU has written.
 *
 * @test what: buffer rewritten after the completion and before the unmap
 * @test source: a textbook example: a receive buffer is recycled before dma_unmap_single()
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, BUFFERS = 2, FRAMES = 12, SIZE = 128 };

static struct lab lab;

static void answer(uint8_t *frame, unsigned number)
{
	for (unsigned i = 0; i < SIZE; i += 8)
		WRITE_ONCE(*(uint64_t *)(frame + i), 0xa500 + number); /* BUG: the buffer is the device's */
}

static void transfer(dma_addr_t src, dma_addr_t dst)
{
	lab_fill(&lab, src, dst, SIZE, 0);
	lab_doorbell(&lab);
	lab_wait_ok(&lab, 1);
}

static void echo(uint8_t *frame, unsigned number, dma_addr_t from, dma_addr_t to)
{
	dma_addr_t dma = dma_map_single(&lab.dev, frame, SIZE, DMA_FROM_DEVICE);

	lab_check(!dma_mapping_error(&lab.dev, dma), "a frame cannot be mapped");
	transfer(from, dma);
	if (BUGGY)
		answer(frame, number);
	dma_unmap_single(&lab.dev, dma, SIZE, DMA_FROM_DEVICE);
	if (!BUGGY)
		answer(frame, number);
	dma = dma_map_single(&lab.dev, frame, SIZE, DMA_TO_DEVICE);
	lab_check(!dma_mapping_error(&lab.dev, dma), "an answer cannot be mapped");
	transfer(dma, to);
	dma_unmap_single(&lab.dev, dma, SIZE, DMA_TO_DEVICE);
}

int main(void)
{
	dma_addr_t in_dma, out_dma;
	uint8_t *frame[BUFFERS], *in;
	uint64_t *out;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	in = lab_wire(&lab, SIZE, &in_dma);
	out = lab_wire(&lab, SIZE, &out_dma);
	for (unsigned i = 0; i < BUFFERS; i++)
		frame[i] = lab_buffer(SIZE);
	for (unsigned n = 0; n < FRAMES; n++) {
		lab_pattern(in, SIZE, (uint8_t)n);
		echo(frame[n % BUFFERS], n, in_dma, out_dma);
		for (unsigned i = 0; i < SIZE / 8; i++)
			lab_check(READ_ONCE(out[i]) == 0xa500 + n, "an answer is not what was written");
	}
	return 0;
}
