/* SPDX-License-Identifier: Apache-2.0
 * The bench's set-up, waits and checks: see doorbell/lab.h.
 */
#include <doorbell/lab.h>

#include <doorbell/timer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WAIT_CYCLES 400000u /* longer than any transfer of a test takes in the slowest mode */

static void give_up(const char *what)
{
	printf("lab: %s\n", what);
	exit(1);
}

void lab_check(bool good, const char *what)
{
	if (!good) {
		printf("FAIL: %s\n", what);
		exit(1);
	}
}

void *lab_buffer(size_t size)
{
	void *p = dma_kmalloc(size);

	if (!p)
		give_up("out of memory: make the buffers smaller");
	return p;
}

void *lab_wire(struct lab *lab, size_t size, dma_addr_t *dma)
{
	void *p = dma_alloc_coherent(&lab->dev, size, dma);

	if (!p)
		give_up("out of memory: make the wire smaller");
	return p;
}

void lab_open(struct lab *lab, enum lab_mode mode, uint32_t slots, void *ring)
{
	memset(lab, 0, sizeof *lab);
	lab->dev.id = DB_DMA_BASE;
	lab->dev.dma_mask = DMA_BIT_MASK(DB_FABRIC_ADDR_BITS);
	lab->dev.dma_coherent = platform.coherent == DB_SYSCTL_COHERENT_MODE_ALL;
	lab->ch = DB_DMA_BASE + 0x1000;
	lab->slots = slots;
	lab->phase = 1;
	if (readl(DB_DMA_BASE + DB_DMA_ID) != DB_DMA_ID_RESET)
		give_up("no doorbell_dma at its address");
	if (ring) {
		lab->ring = ring;
		lab->ring_dma = lab_bus(ring);
	} else {
		lab->ring = lab_wire(lab, slots * sizeof *lab->ring, &lab->ring_dma);
	}
	lab->rec = lab_wire(lab, slots * sizeof *lab->rec, &lab->rec_dma);
	writel(mode << DB_DMACH_CFG_MODE_SHIFT | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT |
		       DB_DMACH_CFG_REC_EN,
	       lab_reg(lab, DB_DMACH_CFG));
	writeq(lab->ring_dma, lab_reg(lab, DB_DMACH_RING_BASE));
	writel(slots, lab_reg(lab, DB_DMACH_RING_SIZE));
	writeq(lab->rec_dma, lab_reg(lab, DB_DMACH_REC_BASE));
	writel(slots, lab_reg(lab, DB_DMACH_REC_SIZE));
	writel(0, lab_reg(lab, DB_DMACH_REC_TAIL));
	writel(DB_DMACH_CTRL_RUN, lab_reg(lab, DB_DMACH_CTRL));
	if (!(readl(lab_reg(lab, DB_DMACH_STATUS)) & DB_DMACH_STATUS_RUNNING))
		give_up("the channel does not run");
}

int lab_wait(struct lab *lab)
{
	uint64_t start = cycles();
	uint32_t status;

	while (!lab_completed(lab)) {
		if (cycles() - start > WAIT_CYCLES)
			give_up("no completion within the bound");
	}
	status = lab->rec[lab->rec_tail].status;
	if (status >> DB_REC_STATUS_PHASE_SHIFT != lab->phase)
		give_up("a record's phase bit is wrong");
	if (++lab->rec_tail == lab->slots) {
		lab->rec_tail = 0;
		lab->phase ^= 1;
	}
	writel(lab->rec_tail, lab_reg(lab, DB_DMACH_REC_TAIL));
	return (int)(status & DB_REC_STATUS_CODE);
}

void lab_wait_ok(struct lab *lab, unsigned count)
{
	while (count--) {
		int code = lab_wait(lab);
		if (code != DB_REC_CODE_OK) {
			printf("lab: a transfer ended with status %d\n", code);
			exit(1);
		}
	}
}

void lab_stop(struct lab *lab)
{
	uint64_t start = cycles();

	writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, lab_reg(lab, DB_DMACH_CTRL));
	while (!(readl(lab_reg(lab, DB_DMACH_STATUS)) & (DB_DMACH_STATUS_STOPPED | DB_DMACH_STATUS_HALTED)))
		if (cycles() - start > WAIT_CYCLES)
			give_up("the channel does not stop");
}

void lab_pattern(void *at, size_t size, uint8_t seed)
{
	volatile uint8_t *p = at;

	for (size_t i = 0; i < size; i++)
		p[i] = (uint8_t)(seed + i);
}

bool lab_matches(const void *at, size_t size, uint8_t seed)
{
	const volatile uint8_t *p = at;
	bool good = true;

	for (size_t i = 0; i < size; i++)
		good &= p[i] == (uint8_t)(seed + i);
	return good;
}
