/* SPDX-License-Identifier: Apache-2.0
 * lab: a bench for small drivers. One channel of doorbell_dma plays the peripheral that a driver is written for: it
 * fetches descriptors from a ring, moves data between memory and a "wire", and reports completions.
 *
 * The wire is uncached memory that only the peripheral and the test's own checks touch: a reception copies from the
 * wire into the driver's buffer, a transmission copies the driver's buffer to the wire.
 *
 * The bench sets up, waits with a bound and gives up loudly; the steps that a driver can get wrong (filling slots,
 * maintenance, fences, doorbell, handing buffers back) are one call or one store each, so that a driver can do them in
 * its own order. Ring and records are uncached (coherent) memory unless the driver brings its own ring.
 * Not for interrupts handlers and main program at once without masking: nothing here is re-entrant.
 */
#ifndef DOORBELL_LAB_H
#define DOORBELL_LAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <doorbell/cmo.h>
#include <doorbell/descriptor.h>
#include <doorbell/dma-mapping.h>
#include <doorbell/hint.h>
#include <doorbell/io.h>
#include <doorbell/irq.h>
#include <doorbell/memmap.h>
#include <doorbell/platform.h>
#include <doorbell/regs.h>

struct lab_desc { /* include/spec/descriptor.def, DESC */
	uint32_t flags, length;
	uint64_t next, src, dst;
};

struct lab_rec { /* include/spec/descriptor.def, REC */
	uint32_t bytes, slot, cookie, status;
};

struct lab {
	struct device dev;		/* for dma_map_*() */
	uintptr_t ch;			/* channel 0's page */
	volatile struct lab_desc *ring; /* as the CPU sees it */
	volatile struct lab_rec *rec;
	dma_addr_t ring_dma, rec_dma;
	uint32_t slots;		  /* in either ring */
	uint32_t head;		  /* slot to fill next */
	uint32_t rec_tail, phase; /* record to consume next, and the phase bit that it will have */
};

enum lab_mode { LAB_TAIL = DB_DMACH_CFG_MODE_TAIL, LAB_OWNER = DB_DMACH_CFG_MODE_OWNER };

/* Sets the channel up and lets it run. `ring` is memory of the driver's own for slots * 32 bytes (aligned to 32; its
 * bus address is derived), or NULL for uncached memory. Records are written in either mode. Ends the program on
 * failure. */
void lab_open(struct lab *lab, enum lab_mode mode, uint32_t slots, void *ring);

/* Uncached memory for the far end of a transfer, zeroed, aligned to a line. Never NULL. */
void *lab_wire(struct lab *lab, size_t size, dma_addr_t *dma);

/* Buffer from the heap, aligned to a line, in whole lines. Never NULL. */
void *lab_buffer(size_t size);

/* Waits (bounded) for the next completion, consumes its record and returns its status code. Acquires. */
int lab_wait(struct lab *lab);
/* The same for `count` completions that must all be DB_REC_CODE_OK. */
void lab_wait_ok(struct lab *lab, unsigned count);

/* Asks for a stop, waits (bounded) until it has drained. */
void lab_stop(struct lab *lab);

/* A check of the data: says what is wrong and ends the program with code 1. */
void lab_check(bool good, const char *what);
/* Bytes are seed, seed + 1, ...: filling by plain stores, and comparing by plain loads. */
void lab_pattern(void *at, size_t size, uint8_t seed);
bool lab_matches(const void *at, size_t size, uint8_t seed);

static inline uintptr_t lab_reg(const struct lab *lab, uint32_t offset)
{
	return lab->ch + offset;
}

/* The bus address of RAM that is not mapped through the mapping API (a driver that has none). */
static inline dma_addr_t lab_bus(const void *at)
{
	return phys_to_dma((uintptr_t)at & ~platform.uncached_alias, 1);
}

/* Writes a slot's words in ascending order, without the owner bit; returns its index. No fence, no doorbell. */
static inline uint32_t lab_fill(struct lab *lab, dma_addr_t src, dma_addr_t dst, uint32_t length, uint32_t flags)
{
	uint32_t slot = lab->head;
	volatile struct lab_desc *d = &lab->ring[slot];

	d->flags = flags;
	d->length = length;
	d->next = 0;
	d->src = src;
	d->dst = dst;
	lab->head = slot + 1 == lab->slots ? 0 : slot + 1;
	return slot;
}

/* TAIL mode: publishes what has been filled: fence w,o and the doorbell. */
static inline void lab_doorbell(struct lab *lab)
{
	writel(lab->head, lab_reg(lab, DB_DMACH_TAIL));
}

/* True when a completion waits to be consumed. Acquires (readl). */
static inline bool lab_completed(struct lab *lab)
{
	return readl(lab_reg(lab, DB_DMACH_REC_HEAD)) != lab->rec_tail;
}

#endif
