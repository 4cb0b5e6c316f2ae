/* SPDX-License-Identifier: Apache-2.0
 * Inside the driver: what a channel is, and the mechanism (ring.c, slots.c) below the policy (dmaengine.c, prep.c).
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
	bool eop;
};

/* What a job's segments come from. */
enum job_kind { JOB_SEGS, JOB_FILL, JOB_MEMCPY_SG, JOB_SLAVE, JOB_INTERLEAVED, JOB_CYCLIC };

/* One segment as a descriptor says it. */
struct segment {
	uint8_t form, pattern;
	uint32_t len, rows; /* rows: COPY2D, len is a row's */
	dma_addr_t src, dst;
	int64_t src_stride, dst_stride;
};

/* Where job_segment() stands in a job; all zero: at its start. */
struct job_place {
	unsigned src, dst;	     /* list entries */
	uint64_t src_done, dst_done; /* bytes done of them; interleaved: bytes of the frame before this chunk */
};

struct dma_chan {
	struct doorbell_dma *dd;
	unsigned index;
	uintptr_t regs;
	struct device dev;
	struct dma_slave_config cfg;

	/* Descriptors, a ring also where they are linked: slots [first job's, head) belong to submitted jobs. */
	void *ring;
	dma_addr_t ring_dma;
	uint32_t head, used;
	uint32_t *slot_bytes;	      /* what each slot's descriptor moves */
	uint32_t end_slot, end_flags; /* first slot of the list's last block, and its flags without END */
	/* Record ring. */
	void *rec;
	dma_addr_t rec_dma;
	uint32_t rec_tail, rec_phase, rec_stride;

	/* Jobs in ring order: done <- oldest ... issue (first not published) ... newest. */
	struct dma_async_tx_descriptor *pool, *free, *oldest, *newest, *issue;
	struct tx_result *results;
	uint32_t result_count;
	dma_cookie_t last_used, last_done;
	uint32_t periods_seen; /* of the cyclic job */

	bool configured, running, stopping, paused, irq_on;
	unsigned idle_polls;
};

/* How the oldest published job stands. */
struct completion {
	uint8_t code; /* DB_REC_CODE_* */
	bool eop;
	uint32_t moved;
	bool lost; /* the record is not the one that this job must have: ring state is gone */
};

static inline uintptr_t chan_reg(const struct dma_chan *c, unsigned reg)
{
	return c->regs + reg;
}

static inline bool chan_cyclic(const struct dma_chan *c)
{
	return c->oldest && c->oldest->kind == JOB_CYCLIC;
}

/* Slots that jobs may take. A full ring would look like an empty one; a list's last block is in use until it has a
 * successor. */
static inline uint32_t chan_capacity(const struct dma_chan *c)
{
	return c->cfg.slots - (c->cfg.ring == DOORBELL_RING_LIST ? c->cfg.list_block : 1);
}

static inline uint32_t slot_after(const struct dma_chan *c, uint32_t i, uint32_t n)
{
	i += n;
	return i >= c->cfg.slots ? i - c->cfg.slots : i;
}

/* The next segment of a job (count of them). prep.c */
void job_segment(const struct dma_async_tx_descriptor *tx, struct job_place *at, struct segment *seg);

/* Descriptors in their slots: slots.c. */
void *slot_at(const struct dma_chan *c, uint32_t i);
/* Descriptor memory in cached memory changes hands slot by slot; coherent memory needs nothing. */
void slot_to_cpu(struct dma_chan *c, uint32_t i, size_t size);
void slot_to_device(struct dma_chan *c, uint32_t i, size_t size);
enum dma_data_direction ring_dir(const struct dma_chan *c);
/* Writes the descriptors of a job at c->head; they are not the engine's yet. */
void slots_fill(struct dma_chan *c, struct dma_async_tx_descriptor *tx);
/* Sets the owner bits of the jobs from tx on. */
void slots_own(struct dma_chan *c, const struct dma_async_tx_descriptor *tx);
/* Makes blocks of the jobs from tx on; returns what points to the first: LIST_HEAD, or NEXT of the block before. With
 * `close` the last block points there too. */
uint64_t slots_link(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, bool close);
/* Appends a chain of blocks to the list's last block. */
void slots_append(struct dma_chan *c, uint32_t last_block, uint32_t flags, uint64_t next);

/* Memory, registers and completions: ring.c. None of it knows jobs' results, callbacks or cookies' order. */
int ring_alloc(struct dma_chan *c);
void ring_free(struct dma_chan *c);
/* Voids all descriptors and records of a ring that is at rest, for the next start at slot 0. */
void ring_clear(struct dma_chan *c);
/* Hands the descriptors of the jobs from tx on to the engine: the doorbell, or the start if the channel is at rest. */
void ring_publish(struct dma_chan *c, struct dma_async_tx_descriptor *tx);
/* True when the job is over. A true answer is an acquire: what the job wrote may be read (after its unmap or sync). */
bool ring_reap(struct dma_chan *c, const struct dma_async_tx_descriptor *tx, struct completion *out);
/* The consumer index after all reaps. */
void ring_reaped(struct dma_chan *c);
/* Descriptors completed since the start. An acquire. */
uint32_t ring_done(struct dma_chan *c);
/* The slot that the engine executes, and the bytes of it that have been moved. */
uint32_t ring_position(struct dma_chan *c, uint32_t *bytes);
/* An error without a record: DB_REC_CODE_*, 0 if there is none. Waits (bounded) for the halt if wait is set. */
uint8_t ring_halted(struct dma_chan *c, bool wait);
/* Asks for STOP; waits (bounded) for it to drain. */
void ring_stop(struct dma_chan *c);
int ring_drained(struct dma_chan *c);

#endif
