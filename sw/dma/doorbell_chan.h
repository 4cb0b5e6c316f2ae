/* SPDX-License-Identifier: Apache-2.0
 * Inside the driver: what a channel is, and the mechanism (ring.c) below the policy (dmaengine.c).
 */
#ifndef DOORBELL_CHAN_H
#define DOORBELL_CHAN_H

#include <doorbell/descriptor.h>
#include <doorbell/dmaengine.h>
#include <doorbell/regs.h>

struct tx_result {
	dma_cookie_t cookie;
	int error;
	uint32_t residue;
	uint8_t code;
};

struct dma_chan {
	struct doorbell_dma *dd;
	unsigned index;
	uintptr_t regs;
	struct device dev;
	struct dma_slave_config cfg;

	/* Descriptor ring: slots [first job's, head) belong to submitted jobs. */
	void *ring;
	dma_addr_t ring_dma;
	uint32_t head, used;
	/* Record ring. */
	void *rec;
	dma_addr_t rec_dma;
	uint32_t rec_tail, rec_phase, rec_stride;

	/* Jobs in ring order: done <- oldest ... issue (first not published) ... newest. */
	struct dma_async_tx_descriptor *pool, *free, *oldest, *newest, *issue;
	struct tx_result *results;
	uint32_t result_count;
	dma_cookie_t last_used, last_done;

	bool configured, running, stopping, paused, irq_on;
	unsigned idle_polls;
};

/* How the oldest published job stands. */
struct completion {
	uint8_t code; /* DB_REC_CODE_* */
	uint32_t moved;
	bool lost; /* the record is not the one that this job must have: ring state is gone */
};

static inline uintptr_t chan_reg(const struct dma_chan *c, unsigned reg)
{
	return c->regs + reg;
}

/* Mechanism: ring.c. None of it knows jobs' results, callbacks or cookies' order. */
int ring_alloc(struct dma_chan *c);
void ring_free(struct dma_chan *c);
/* Voids all descriptors and records of a ring that is at rest, for the next start at slot 0. */
void ring_clear(struct dma_chan *c);
/* Programs the channel and sets RUN; ring indices must be 0. */
void ring_start(struct dma_chan *c);
/* Writes the descriptors of a job at c->head; they are not the engine's yet. */
void ring_fill(struct dma_chan *c, struct dma_async_tx_descriptor *tx);
/* Hands the descriptors of the jobs from tx on to the engine and rings the doorbell. */
void ring_publish(struct dma_chan *c, struct dma_async_tx_descriptor *tx);
/* True when the job is over. A true answer is an acquire: what the job wrote may be read (after its unmap or sync). */
bool ring_reap(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, struct completion *out);
/* The consumer index after all reaps. */
void ring_reaped(struct dma_chan *c);
/* An error without a record: DB_REC_CODE_*, 0 if there is none. Waits (bounded) for the halt if wait is set. */
uint8_t ring_halted(struct dma_chan *c, bool wait);
/* Waits (bounded) for STOP to drain. */
int ring_drained(struct dma_chan *c);

#endif
