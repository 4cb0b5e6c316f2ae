/* SPDX-License-Identifier: Apache-2.0
 * A driver keeps its linked descriptors in cached memory and hands over lists of them. The node that is appended last
 * is written after the loop that cleans, so that the engine follows a pointer to what memory held before.
 *
 * @test what: the last node of a list is not cleaned
 */
#include <doorbell/lab.h>

enum { NODES = 4, ROUNDS = 6, SIZE = 192 };

static struct lab lab;
static struct {
	struct lab_desc d;
	uint8_t line[64 - sizeof(struct lab_desc)];
} * node; /* a line each */

static void write_node(unsigned i, dma_addr_t src, dma_addr_t dst)
{
	volatile struct lab_desc *d = &node[i].d;

	d->next = i + 1 < NODES ? lab_bus(&node[i + 1]) : 0;
	d->src = src;
	d->dst = dst;
	d->length = SIZE;
	d->flags = i + 1 < NODES ? 0 : DB_DESC_FLAGS_END; /* BUG: the last node is still in the cache at the start */
	if (!BUGGY || i + 1 < NODES)
		cbo_clean(&node[i]);
}

/* Starts channel 0 on the list and waits (bounded) until it has done what it is told. */
static void run_list(void)
{
	lab_stop(&lab);
	lab.rec_tail = 0;
	lab.phase = 1;
	for (unsigned i = 0; i < lab.slots; i++)
		lab.rec[i].status = 0;
	writel(DB_DMACH_CFG_MODE_LIST | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT | DB_DMACH_CFG_REC_EN,
	       lab_reg(&lab, DB_DMACH_CFG));
	writeq(lab_bus(node), lab_reg(&lab, DB_DMACH_LIST_HEAD));
	writel(0, lab_reg(&lab, DB_DMACH_REC_TAIL));
	writel(DB_DMACH_CTRL_RUN, lab_reg(&lab, DB_DMACH_CTRL)); /* BUG: where the list is published */
	lab_wait_ok(&lab, NODES);
}

int main(void)
{
	dma_addr_t wire_dma, dma;
	uint8_t *wire, *buffer = lab_buffer(NODES * SIZE);

	lab_open(&lab, LAB_TAIL, 8, NULL);
	node = lab_buffer(NODES * sizeof *node);
	wire = lab_wire(&lab, NODES * SIZE, &wire_dma);
	for (unsigned r = 0; r < ROUNDS; r++) {
		lab_pattern(wire, NODES * SIZE, (uint8_t)(r * 31));
		dma = dma_map_single(&lab.dev, buffer, NODES * SIZE, DMA_FROM_DEVICE);
		lab_check(!dma_mapping_error(&lab.dev, dma), "no mapping");
		for (unsigned i = 0; i < NODES; i++)
			write_node(i, wire_dma + i * SIZE, dma + (i + r) % NODES * SIZE);
		run_list();
		dma_unmap_single(&lab.dev, dma, NODES * SIZE, DMA_FROM_DEVICE);
		for (unsigned i = 0; i < NODES; i++)
			lab_check(lab_matches(buffer + (i + r) % NODES * SIZE, SIZE, (uint8_t)(r * 31 + i * SIZE)),
				  "a block went elsewhere");
	}
	return 0;
}
