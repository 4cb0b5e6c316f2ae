/* SPDX-License-Identifier: Apache-2.0
 * DMA channels, in the shape of Linux's dmaengine (Documentation/driver-api/dmaengine/client.rst):
 *
 *   doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0);
 *   chan = dma_request_chan(&engine, 0);
 *   dmaengine_slave_config(chan, &config);                    (optional)
 *   map the buffers for dmaengine_get_dma_device(chan)
 *   tx = dmaengine_prep_dma_memcpy(chan, dst, src, len, flags);
 *   cookie = dmaengine_submit(tx);                            into the ring, not yet published
 *   dma_async_issue_pending(chan);                            the doorbell
 *   error = dmaengine_wait(chan, cookie, timeout_us);
 *   unmap the buffers
 *
 * The other jobs are prepared by dmaengine_prep_dma_sg(), _prep_dma_memcpy_sg(), _prep_dma_memset(),
 * _prep_interleaved_dma() (rows and strides), _prep_slave_sg() and _prep_slave_single() (streams), and
 * _prep_dma_cyclic(), whose job runs until it is terminated.
 *
 * From submit to completion the buffers are the engine's. After a time-out they still are: dmaengine_terminate_async(),
 * then dmaengine_synchronize(), and only then unmap.
 *
 * Errors. Calls return 0 or a negative errno. A job that the engine could not do ends with -EIO (bus error), -EFAULT
 * (address that nothing answers), -EINVAL (bad descriptor); the channel recovers by itself, without reset, and the jobs
 * that were in the ring behind the faulty one end with -ECANCELED: submit them again. What the engine was built
 * without (doorbell_dma.cap), or what this channel's configuration has no room for, is refused with -EOPNOTSUPP before
 * anything changes. No call blocks without a bound.
 *
 * Context: any, interrupts on or off, for one hart. Callbacks run where the completion is found: in the interrupt
 * handler, or in the call that polls; they may prep, submit and issue. Only dma_request_chan, dmaengine_slave_config
 * and dma_release_channel use the heap.
 */
#ifndef DOORBELL_DMAENGINE_H
#define DOORBELL_DMAENGINE_H

#include <stdbool.h>
#include <stdint.h>
#include <doorbell/dma-mapping.h>

#define DOORBELL_DMA_MAX_CHANNELS 16

/* Positive: a job; negative: an errno. Numbers wrap from INT32_MAX to 1. */
typedef int32_t dma_cookie_t;
#define DMA_MIN_COOKIE 1
#define dma_submit_error(cookie) ((cookie) < 0 ? (cookie) : 0)

enum dma_status { DMA_COMPLETE, DMA_IN_PROGRESS, DMA_PAUSED, DMA_ERROR };
enum dma_transfer_direction { DMA_MEM_TO_MEM, DMA_MEM_TO_DEV, DMA_DEV_TO_MEM, DMA_TRANS_NONE };
enum dma_residue_granularity {
	DMA_RESIDUE_GRANULARITY_DESCRIPTOR,
	DMA_RESIDUE_GRANULARITY_SEGMENT,
	DMA_RESIDUE_GRANULARITY_BURST,
};

/* Flags of prep. */
#define DMA_PREP_INTERRUPT (1ul << 0) /* this job's completion (a cyclic job: each period's) asks for an interrupt */
#define DOORBELL_PREP_UNCHECKED                                                                                        \
	(1ul << 16) /* publish what the caller says, even if it is wrong (tests of the engine) */

/* How the descriptors of a channel are published. */
enum doorbell_ring {
	DOORBELL_RING_TAIL,  /* ring, published by tail index, completions in a record ring */
	DOORBELL_RING_OWNER, /* ring, published by owner bits and a poll demand, completions in the descriptors */
	DOORBELL_RING_LIST,  /* linked list of blocks, completions in a record ring */
};

/* All zero is a good default: polled tail ring of 16 slots in coherent memory. */
struct dma_slave_config {
	enum doorbell_ring ring;
	uint32_t slots;		/* descriptors, 2 to 65536; 0: 16. A ring keeps one empty, a list list_block */
	uint32_t records;	/* completion records, 2 to 65536; 0: as slots (not for owner rings) */
	uint32_t stride;	/* bytes from slot to slot: 16 (rings of stream and fill jobs only), 32, or 64 (2D
				   too); 0: 32 (a cached owner ring: 64) */
	uint32_t list_block;	/* descriptors that a list fetches together, 1 (plain list) to 16; 0: 16, or what slots
				   and engine allow. At most slots / 2 */
	bool cached_ring;	/* descriptors in cached memory with explicit maintenance, else in coherent memory */
	bool record_per_line;	/* one record per 64 bytes */
	bool interrupt;		/* completions flagged DMA_PREP_INTERRUPT, and errors, interrupt */
	bool coherent;		/* snoop the caches, where the platform leaves it to the channel */
	uint8_t coalesce_count; /* interrupt after so many flagged completions; 0: 1 */
	uint8_t weight;		/* bursts in a turn of the engine's round-robin, up to 15; 0: 1 */
	uint16_t coalesce_time; /* or so many times 16 cycles after the first; 0: no limit */
};

/* One segment of a copy: len bytes, at any alignment. */
struct dma_seg {
	dma_addr_t dst, src;
	uint32_t len;
};

/* size bytes, then a gap: dst_icg and src_icg, or icg where they are 0 and the template says dst_sgl or src_sgl. */
struct data_chunk {
	size_t size, icg, dst_icg, src_icg;
};

/* numf frames of frame_size chunks each. Here: memory to memory, both sides incrementing. */
struct dma_interleaved_template {
	dma_addr_t src_start, dst_start;
	enum dma_transfer_direction dir;
	bool src_inc, dst_inc, src_sgl, dst_sgl;
	size_t numf, frame_size;
	struct data_chunk sgl[];
};

enum dmaengine_tx_result {
	DMA_TRANS_NOERROR,
	DMA_TRANS_READ_FAILED,
	DMA_TRANS_WRITE_FAILED,
	DMA_TRANS_ABORTED,
};

struct dmaengine_result {
	enum dmaengine_tx_result result;
	uint32_t residue; /* bytes of the job that were not moved: a short packet's are no error */
};

typedef void (*dma_async_tx_callback)(void *param);
typedef void (*dma_async_tx_callback_result)(void *param, const struct dmaengine_result *result);

struct dma_chan;

struct dma_async_tx_descriptor {
	dma_cookie_t cookie;
	unsigned long flags;
	struct dma_chan *chan;
	/* One of them may be set between prep and submit; neither is called for a job that was terminated. */
	dma_async_tx_callback callback;
	dma_async_tx_callback_result callback_result;
	void *callback_param;
	/* The driver's from here on. */
	struct dma_async_tx_descriptor *next;
	uint8_t kind, form, pattern;
	const struct dma_seg *segs;
	const struct scatterlist *src_sg, *dst_sg;
	const struct dma_interleaved_template *xt;
	struct dma_seg one;
	uint32_t count, total, first_slot;
};

struct dma_tx_state {
	dma_cookie_t last, used; /* last completed, last submitted */
	uint32_t residue;	 /* bytes of this job that have not been moved for certain; cyclic: from here to the
				    end of the buffer */
	int error;		 /* negative errno of a job that failed, else 0 */
	uint8_t code;		 /* how it ended: DB_REC_CODE_* */
	bool eop;		 /* DMA_DEV_TO_MEM: the packet ended in this job */
};

/* One engine. The caller owns the memory, zeroed; the content is the driver's. */
struct doorbell_dma {
	uintptr_t regs;
	unsigned irq, channels;
	uint32_t cap, quirks;
	struct dma_chan *chan[DOORBELL_DMA_MAX_CHANNELS];
};

struct dma_slave_caps {
	uint32_t directions; /* BIT(enum dma_transfer_direction) */
	uint32_t min_slots, max_slots;
	enum dma_residue_granularity residue_granularity;
	bool cmd_pause, cmd_resume, cmd_terminate;
	bool memset, interleaved, cyclic, list, owner; /* beyond Linux: what prep and configuration will accept */
};

/* Looks whether the engine at regs is one that this driver knows. -ENODEV: no. irq: that of channel 0. */
int doorbell_dma_probe(struct doorbell_dma *dd, uintptr_t regs, unsigned irq);

/* NULL with errno EINVAL (no such channel), EBUSY (taken) or ENOMEM. */
struct dma_chan *dma_request_chan(struct doorbell_dma *dd, unsigned index);
/* Stops the channel if it runs, waits for the drain and frees everything. */
void dma_release_channel(struct dma_chan *chan);
/* For a channel without jobs. -EINVAL, -EOPNOTSUPP (not in this build, or not with its quirks), -EBUSY (jobs in the
 * ring), -ENOMEM, -ETIMEDOUT (the channel does not come to rest): nothing changed. */
int dmaengine_slave_config(struct dma_chan *chan, const struct dma_slave_config *config);
/* What the engine behind the channel was built with. */
int dma_get_slave_caps(struct dma_chan *chan, struct dma_slave_caps *caps);
/* The device to map buffers for: knows the mask and whether this channel is coherent. Ask after the configuration. */
struct device *dmaengine_get_dma_device(struct dma_chan *chan);

/*
 * Every prep: NULL with errno ENOSPC (all descriptors are in use: reap completions), EINVAL (a length of 0, no
 * segments, more than the ring holds, more than 4 GiB) or EOPNOTSUPP (not in this build, or the stride is too small).
 * Lists, scatterlists and templates are read at submit: keep them until then.
 */
struct dma_async_tx_descriptor *dmaengine_prep_dma_memcpy(struct dma_chan *chan, dma_addr_t dst, dma_addr_t src,
							  uint32_t len, unsigned long flags);
/* One job of count segments, one completion. */
struct dma_async_tx_descriptor *dmaengine_prep_dma_sg(struct dma_chan *chan, const struct dma_seg *segs, uint32_t count,
						      unsigned long flags);
/* Gathers src and scatters to dst, cut where either list says; both sides hold the same number of bytes (EINVAL). */
struct dma_async_tx_descriptor *dmaengine_prep_dma_memcpy_sg(struct dma_chan *chan, const struct scatterlist *dst,
							     unsigned dst_nents, const struct scatterlist *src,
							     unsigned src_nents, unsigned long flags);
struct dma_async_tx_descriptor *dmaengine_prep_dma_memset(struct dma_chan *chan, dma_addr_t dst, int value,
							  uint32_t len, unsigned long flags);
/* Needs slots of 64 bytes where there is more than one frame. One descriptor for each chunk of a frame. */
struct dma_async_tx_descriptor *
dmaengine_prep_interleaved_dma(struct dma_chan *chan, const struct dma_interleaved_template *xt, unsigned long flags);
/*
 * DMA_MEM_TO_DEV: the segments are one packet on the channel's stream. DMA_DEV_TO_MEM: they take one packet, or as much
 * of it as they hold; a packet that ends early ends the job, the residue says by how much.
 */
struct dma_async_tx_descriptor *dmaengine_prep_slave_sg(struct dma_chan *chan, const struct scatterlist *sgl,
							unsigned sg_len, enum dma_transfer_direction dir,
							unsigned long flags);
struct dma_async_tx_descriptor *dmaengine_prep_slave_single(struct dma_chan *chan, dma_addr_t buf, uint32_t len,
							    enum dma_transfer_direction dir, unsigned long flags);
/*
 * Runs through the buffer for ever, a packet per period, until it is terminated; the callback is called after each
 * period. It has the channel to itself (submit: -EBUSY). buf_len is a multiple of period_len, at least two and at most
 * `slots` periods; not on owner rings. Nothing stops it when the CPU is late: keep ahead of it.
 */
struct dma_async_tx_descriptor *dmaengine_prep_dma_cyclic(struct dma_chan *chan, dma_addr_t buf, uint32_t buf_len,
							  uint32_t period_len, enum dma_transfer_direction dir,
							  unsigned long flags);
/* Returns a descriptor that was not submitted. */
void dmaengine_desc_free(struct dma_async_tx_descriptor *tx);

/* Writes the job into the ring. -EAGAIN: the ring is full, -EBUSY: a cyclic job has it (or wants it) for itself;
 * nothing changed, tx may be submitted again later. */
dma_cookie_t dmaengine_submit(struct dma_async_tx_descriptor *tx);
/* Publishes all that is submitted; starts the channel if it does not run. What was written before is visible first. */
void dma_async_issue_pending(struct dma_chan *chan);

/* Looks for completions, runs their callbacks. Returns how many jobs (or periods) ended. Needless with interrupts. */
unsigned dmaengine_poll(struct dma_chan *chan);
/* Polls, then says how the job stands; state may be NULL. Outcomes are kept for the last 4 x slots jobs. */
enum dma_status dmaengine_tx_status(struct dma_chan *chan, dma_cookie_t cookie, struct dma_tx_state *state);
/*
 * Waits until the job has ended: asleep if it interrupts, else polling. 0, the job's negative errno, or -ETIMEDOUT: it
 * is still under way.
 */
int dmaengine_wait(struct dma_chan *chan, dma_cookie_t cookie, uint64_t timeout_us);
/* Linux's: polls with a bound of 5 ms. */
enum dma_status dma_sync_wait(struct dma_chan *chan, dma_cookie_t cookie);

/* No new descriptor starts; -ETIMEDOUT if what is under way takes longer than 1 ms (it is paused later then). */
int dmaengine_pause(struct dma_chan *chan);
int dmaengine_resume(struct dma_chan *chan);
/* Asks the channel to stop; all jobs that have not ended end with -ECANCELED. Buffers are still the engine's. */
int dmaengine_terminate_async(struct dma_chan *chan);
/* Waits for the drain: afterwards the engine touches nothing any more. -ETIMEDOUT after 10 ms: it does not answer. */
int dmaengine_synchronize(struct dma_chan *chan);
int dmaengine_terminate_sync(struct dma_chan *chan);

/* prep, submit, issue, wait; on a time-out also terminate and synchronize. 0 or a negative errno. */
int dmaengine_memcpy(struct dma_chan *chan, dma_addr_t dst, dma_addr_t src, uint32_t len, uint64_t timeout_us);

#endif
