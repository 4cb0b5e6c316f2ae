/* SPDX-License-Identifier: Apache-2.0
 * Jobs, cookies, waiting and recovery: the policy above ring.c. Contract: doorbell/dmaengine.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <doorbell/csr.h>
#include <doorbell/io.h>
#include <doorbell/irq.h>
#include <doorbell/straps.h>
#include <doorbell/timer.h>
#include "doorbell_chan.h"

#define DEFAULT_SLOTS 16
#define MAX_SLOTS 65536
#define MAX_BLOCK 16 /* descriptors: COUNT of a list pointer has four bits */
#define RESULTS_PER_SLOT 4
#define PAUSE_TIMEOUT_US 1000
#define SYNC_WAIT_US 5000
/* A halt without a record shows only in STATUS: look there every so many polls that found nothing. */
#define POLLS_PER_STATUS 32
/* With the quirk irq-before-data the record may land after its interrupt: look for it again this often. */
#define EARLY_IRQ_POLLS 1000

static void chan_irq(unsigned irq, void *arg);
static unsigned ring_reset(struct dma_chan *c, bool call);

int doorbell_dma_probe(struct doorbell_dma *dd, uintptr_t regs, unsigned irq)
{
	if (readl(regs + DB_DMA_ID) != DB_DMA_ID_RESET || readl(regs + DB_DMA_VERSION) >> 16 != 1)
		return -ENODEV;
	memset(dd, 0, sizeof(*dd));
	dd->regs = regs;
	dd->irq = irq;
	dd->cap = readl(regs + DB_DMA_CAP);
	dd->quirks = readl(regs + DB_DMA_QUIRKS);
	dd->channels = dd->cap & DB_DMA_CAP_CHANNELS;
	if (!dd->channels || dd->channels > DOORBELL_DMA_MAX_CHANNELS)
		return -ENODEV;
	return 0;
}

static bool chan_coherent(const struct doorbell_dma *dd, const struct dma_slave_config *cfg)
{
	if (platform.coherent == DB_SYSCTL_COHERENT_MODE_CHANNEL)
		return cfg->coherent && dd->cap & DB_DMA_CAP_COHERENT;
	return platform.coherent == DB_SYSCTL_COHERENT_MODE_ALL;
}

struct dma_chan *dma_request_chan(struct doorbell_dma *dd, unsigned index)
{
	struct dma_chan *c;

	if (index >= dd->channels) {
		errno = EINVAL;
		return NULL;
	}
	if (dd->chan[index]) {
		errno = EBUSY;
		return NULL;
	}
	c = calloc(1, sizeof(*c));
	if (!c) {
		errno = ENOMEM;
		return NULL;
	}
	c->dd = dd;
	c->index = index;
	c->regs = dd->regs + 0x1000u * (index + 1);
	c->dev.id = dd->regs;
	c->dev.dma_mask = DMA_BIT_MASK((dd->cap & DB_DMA_CAP_ADDR_BITS) >> DB_DMA_CAP_ADDR_BITS_SHIFT);
	c->dev.dma_coherent = chan_coherent(dd, &c->cfg);
	dd->chan[index] = c;
	return c;
}

/* What the caller left open; an errno for what cannot be. */
static int config_check(const struct dma_chan *c, struct dma_slave_config *cfg)
{
	bool list = cfg->ring == DOORBELL_RING_LIST;
	uint32_t cap = c->dd->cap, most;

	if (!cfg->slots)
		cfg->slots = DEFAULT_SLOTS;
	if (!cfg->records)
		cfg->records = cfg->slots;
	if (!cfg->stride)
		cfg->stride = cfg->cached_ring && cfg->ring == DOORBELL_RING_OWNER ? 64 : 32;
	most = !(cap & DB_DMA_CAP_BLOCKFORM) ? 1 : cfg->slots / 2 < MAX_BLOCK ? cfg->slots / 2 : MAX_BLOCK;
	if (!cfg->list_block)
		cfg->list_block = most;
	if (cfg->slots < 2 || cfg->slots > MAX_SLOTS || cfg->records < 2 || cfg->records > MAX_SLOTS ||
	    (cfg->stride != 16 && cfg->stride != 32 && cfg->stride != 64) || cfg->ring > DOORBELL_RING_LIST ||
	    (list && (cfg->stride == 16 || cfg->list_block > MAX_BLOCK || cfg->list_block > cfg->slots / 2)) ||
	    cfg->weight > DB_DMACH_CFG_WEIGHT >> DB_DMACH_CFG_WEIGHT_SHIFT)
		return -EINVAL;
	if (cfg->coherent && !(cap & DB_DMA_CAP_COHERENT))
		return -EOPNOTSUPP;
	if (cfg->ring == DOORBELL_RING_TAIL)
		return cap & DB_DMA_CAP_TAIL ? 0 : -EOPNOTSUPP;
	if (list)
		return cap & DB_DMA_CAP_LIST && cfg->list_block <= most ? 0 : -EOPNOTSUPP;
	/* CPU and engine both write the slots: in cached memory each needs a line to itself. */
	if (cfg->cached_ring && cfg->stride < platform.line_bytes)
		return -EINVAL;
	/* An engine that keeps stale prefetched slots gets no owner ring from us: no order of stores would help. */
	if (!(cap & DB_DMA_CAP_OWNER) || c->dd->quirks & DB_QUIRK_STALE_DESC)
		return -EOPNOTSUPP;
	return 0;
}

static void chan_unconfigure(struct dma_chan *c)
{
	if (c->irq_on)
		free_irq(c->dd->irq + c->index);
	ring_free(c);
	free(c->pool);
	free(c->slot_bytes);
	free(c->results);
	c->pool = c->free = NULL;
	c->slot_bytes = NULL;
	c->results = NULL;
	c->irq_on = c->configured = false;
}

/* Stops a channel that has nothing to do; what it has fetched ahead is void afterwards. */
static int chan_rest(struct dma_chan *c)
{
	int error;

	ring_stop(c);
	error = ring_drained(c);
	if (!error)
		ring_reset(c, false);
	return error;
}

int dmaengine_slave_config(struct dma_chan *c, const struct dma_slave_config *config)
{
	struct dma_slave_config cfg = *config;
	int error = config_check(c, &cfg);

	if (error)
		return error;
	if (c->oldest || c->stopping)
		return -EBUSY;
	if (c->running)
		error = chan_rest(c);
	if (error)
		return error;
	if (c->configured)
		chan_unconfigure(c);
	c->cfg = cfg;
	c->dev.dma_coherent = chan_coherent(c->dd, &cfg);
	c->pool = calloc(cfg.slots, sizeof(*c->pool));
	c->slot_bytes = calloc(cfg.slots, sizeof(*c->slot_bytes));
	c->result_count = cfg.slots * RESULTS_PER_SLOT;
	c->results = calloc(c->result_count, sizeof(*c->results));
	error = c->pool && c->slot_bytes && c->results ? ring_alloc(c) : -ENOMEM;
	if (!error && cfg.interrupt) {
		error = request_irq(c->dd->irq + c->index, chan_irq, c);
		c->irq_on = !error;
	}
	if (error) {
		chan_unconfigure(c);
		return error;
	}
	for (uint32_t i = 0; i < cfg.slots; i++) {
		c->pool[i].chan = c;
		dmaengine_desc_free(&c->pool[i]);
	}
	c->head = c->used = 0;
	c->configured = true;
	return 0;
}

int dma_get_slave_caps(struct dma_chan *c, struct dma_slave_caps *caps)
{
	uint32_t cap = c->dd->cap;

	*caps = (struct dma_slave_caps){
		.directions = 1u << DMA_MEM_TO_MEM |
			      (cap & DB_DMA_CAP_STREAM ? 1u << DMA_MEM_TO_DEV | 1u << DMA_DEV_TO_MEM : 0),
		.min_slots = 2,
		.max_slots = MAX_SLOTS,
		.residue_granularity = DMA_RESIDUE_GRANULARITY_BURST,
		.cmd_pause = true,
		.cmd_resume = true,
		.cmd_terminate = true,
		.memset = cap & DB_DMA_CAP_FILL,
		.interleaved = cap & DB_DMA_CAP_TWOD,
		.cyclic = cap & DB_DMA_CAP_CYCLIC,
		.list = cap & DB_DMA_CAP_LIST,
		.owner = cap & DB_DMA_CAP_OWNER && !(c->dd->quirks & DB_QUIRK_STALE_DESC),
	};
	return 0;
}

struct device *dmaengine_get_dma_device(struct dma_chan *c)
{
	return &c->dev;
}

void dma_release_channel(struct dma_chan *c)
{
	if (c->running) {
		dmaengine_terminate_async(c);
		/* A channel that does not drain keeps its memory: giving it away would let the engine write into it. */
		if (dmaengine_synchronize(c))
			return;
	}
	chan_unconfigure(c);
	c->dd->chan[c->index] = NULL;
	free(c);
}

void dmaengine_desc_free(struct dma_async_tx_descriptor *tx)
{
	struct dma_chan *c = tx->chan;
	unsigned long irq = local_irq_save();

	tx->next = c->free;
	c->free = tx;
	local_irq_restore(irq);
}

dma_cookie_t dmaengine_submit(struct dma_async_tx_descriptor *tx)
{
	struct dma_chan *c = tx->chan;
	bool cyclic = tx->kind == JOB_CYCLIC;
	unsigned long irq = local_irq_save();
	dma_cookie_t cookie = 0;

	if (c->stopping)
		cookie = -EAGAIN;
	else if (chan_cyclic(c) || (cyclic && c->oldest))
		cookie = -EBUSY;
	else if (!cyclic && c->used + tx->count > chan_capacity(c))
		cookie = -EAGAIN;
	else if (cyclic && c->running)
		/* At rest, but set up for other jobs: the cycle starts it anew. */
		cookie = chan_rest(c);
	if (cookie < 0) {
		local_irq_restore(irq);
		return cookie;
	}
	cookie = c->last_used == INT32_MAX ? DMA_MIN_COOKIE : c->last_used + 1;
	c->last_used = tx->cookie = cookie;
	tx->next = NULL;
	slots_fill(c, tx);
	if (c->newest)
		c->newest->next = tx;
	else
		c->oldest = tx;
	c->newest = tx;
	if (!c->issue)
		c->issue = tx;
	local_irq_restore(irq);
	return cookie;
}

void dma_async_issue_pending(struct dma_chan *c)
{
	unsigned long irq = local_irq_save();

	if (c->issue && !c->stopping) {
		ring_publish(c, c->issue);
		c->issue = NULL;
	}
	local_irq_restore(irq);
}

static int code_errno(uint8_t code)
{
	switch (code) {
	case DB_REC_CODE_OK:
		return 0;
	case DB_REC_CODE_READ_DEC:
	case DB_REC_CODE_WRITE_DEC:
		return -EFAULT;
	case DB_REC_CODE_BAD_DESC:
	case DB_REC_CODE_BAD_RING:
		return -EINVAL;
	case DB_REC_CODE_STOPPED:
		return -ECANCELED;
	default:
		return -EIO;
	}
}

static enum dmaengine_tx_result code_result(uint8_t code)
{
	switch (code) {
	case DB_REC_CODE_OK:
		return DMA_TRANS_NOERROR;
	case DB_REC_CODE_READ_SLV:
	case DB_REC_CODE_READ_DEC:
		return DMA_TRANS_READ_FAILED;
	case DB_REC_CODE_WRITE_SLV:
	case DB_REC_CODE_WRITE_DEC:
		return DMA_TRANS_WRITE_FAILED;
	default:
		return DMA_TRANS_ABORTED;
	}
}

static void call_back(const struct dma_async_tx_descriptor *tx, uint8_t code, uint32_t residue)
{
	struct dmaengine_result result = {.result = code_result(code), .residue = residue};

	if (tx->callback_result)
		tx->callback_result(tx->callback_param, &result);
	else if (tx->callback)
		tx->callback(tx->callback_param);
}

/* The oldest job has ended. Its descriptor is free before the callback runs, so that the callback may prep. */
static void job_end(struct dma_chan *c, int error, const struct completion *done, bool call)
{
	struct dma_async_tx_descriptor *tx = c->oldest, copy = *tx;
	struct tx_result *r = &c->results[(uint32_t)tx->cookie % c->result_count];
	uint32_t residue = tx->total - (done->moved < tx->total ? done->moved : tx->total);

	*r = (struct tx_result){
		.cookie = tx->cookie, .error = error, .code = done->code, .eop = done->eop, .residue = residue};
	c->last_done = tx->cookie;
	c->used -= tx->count;
	c->oldest = tx->next;
	if (!c->oldest)
		c->newest = NULL;
	if (c->issue == tx)
		c->issue = tx->next;
	tx->next = c->free;
	c->free = tx;
	if (call)
		call_back(&copy, done->code, residue);
}

/*
 * The channel has halted or drained: whatever is left in the ring is void, and the next start begins at slot 0. While
 * the jobs end, `stopping` keeps their callbacks from submitting into the ring that goes away.
 */
static unsigned ring_reset(struct dma_chan *c, bool call)
{
	const struct completion cancelled = {.code = DB_REC_CODE_STOPPED};
	unsigned ended = 0;

	c->stopping = true;
	for (; c->oldest; ended++)
		job_end(c, -ECANCELED, &cancelled, call);
	if (c->running)
		ring_clear(c);
	c->head = 0;
	c->running = c->paused = c->stopping = false;
	return ended;
}

/* The callback of each period that has passed since the last look; of those that were missed, the last lap's. */
static unsigned reap_periods(struct dma_chan *c, bool call)
{
	uint32_t passed = ring_done(c) - c->periods_seen;
	struct dma_async_tx_descriptor *tx = c->oldest;
	uint32_t calls = passed < tx->count ? passed : tx->count;

	c->periods_seen += passed;
	for (uint32_t i = 0; call && i < calls && chan_cyclic(c) && !c->stopping; i++)
		call_back(tx, DB_REC_CODE_OK, 0);
	return passed;
}

/* Callers have interrupts off. call: run callbacks. A bad job takes the ring with it. */
static unsigned reap_ended(struct dma_chan *c, bool call)
{
	bool terminating = c->stopping;
	struct completion done;
	unsigned ended = 0;

	if (chan_cyclic(c))
		return c->running && c->oldest != c->issue ? reap_periods(c, call) : 0;
	while (c->running && c->oldest && c->oldest != c->issue && ring_reap(c, c->oldest, &done)) {
		int error = done.lost ? -EIO : code_errno(done.code);

		ended++;
		if (error && !terminating) {
			/* The engine halts behind a bad job. Only then may its ring be written again. */
			ring_halted(c, true);
			c->stopping = true;
			job_end(c, error, &done, call);
			return ended + ring_reset(c, call);
		}
		job_end(c, error, &done, call);
	}
	if (ended && c->running)
		ring_reaped(c);
	return ended;
}

/* The same, and every so often (status: now) a look for a halt that left no record. */
static unsigned reap(struct dma_chan *c, bool call, bool status)
{
	unsigned ended = reap_ended(c, call);
	uint8_t code;

	if (ended || !c->running || c->stopping || (!status && ++c->idle_polls < POLLS_PER_STATUS))
		return ended;
	c->idle_polls = 0;
	code = ring_halted(c, false);
	if (!code)
		return 0;
	/* All records are in memory now. If none of them names the culprit, the oldest job takes the blame. */
	ended = reap_ended(c, call);
	if (!c->running)
		return ended;
	c->stopping = true;
	if (c->oldest && c->oldest != c->issue) {
		const struct completion failed = {.code = code};

		job_end(c, code_errno(code), &failed, call);
		ended++;
	}
	return ended + ring_reset(c, call);
}

unsigned dmaengine_poll(struct dma_chan *c)
{
	unsigned long irq = local_irq_save();
	unsigned ended = reap(c, true, false);

	local_irq_restore(irq);
	return ended;
}

static void chan_irq(unsigned irq, void *arg)
{
	struct dma_chan *c = arg;
	uint32_t stat = readl(chan_reg(c, DB_DMACH_IRQ_STAT));
	unsigned ended;

	(void)irq;
	/* Acknowledge first, look second: what completes in between interrupts again. The read-back waits for the
	 * write. */
	writel(stat, chan_reg(c, DB_DMACH_IRQ_STAT));
	(void)readl(chan_reg(c, DB_DMACH_IRQ_STAT));
	ended = reap(c, true, stat & DB_DMACH_IRQ_STAT_ERROR);
	if (c->dd->quirks & DB_QUIRK_IRQ_EARLY && stat & DB_DMACH_IRQ_STAT_DONE)
		for (unsigned i = 0; !ended && i < EARLY_IRQ_POLLS; i++)
			ended = reap(c, true, false);
}

static bool cookie_ended(const struct dma_chan *c, dma_cookie_t cookie)
{
	/* Cookies grow and wrap: between done (exclusive) and used (inclusive) they are still under way. */
	if (c->last_done <= c->last_used)
		return cookie <= c->last_done || cookie > c->last_used;
	return cookie <= c->last_done && cookie > c->last_used;
}

/*
 * Bytes of a job under way that have not been moved for certain. The engine executes slots in order: all before its
 * position are done, all behind have not begun.
 */
static uint32_t job_residue(struct dma_chan *c, const struct dma_async_tx_descriptor *tx)
{
	const struct dma_async_tx_descriptor *t = c->oldest;
	uint32_t bytes, before = 0, position, done;
	uint64_t moved = 0;

	for (const struct dma_async_tx_descriptor *i = c->issue; i; i = i->next)
		if (i == tx)
			return tx->total;
	if (!c->running)
		return tx->total;
	position = ring_position(c, &bytes);
	if (position >= c->cfg.slots)
		return tx->total;
	for (; t != tx; t = t->next)
		before += t->count;
	/* in slots, from the oldest job's first */
	done = slot_after(c, position, c->cfg.slots - c->oldest->first_slot);
	if (done < before)
		return tx->total;
	if (done >= before + tx->count)
		return 0;
	for (uint32_t i = before; i < done; i++)
		moved += c->slot_bytes[slot_after(c, c->oldest->first_slot, i)];
	moved += bytes;
	return moved < tx->total ? tx->total - (uint32_t)moved : 0;
}

/* *state as dmaengine_tx_status, but the residue of a job under way. Interrupts off. */
static enum dma_status job_status(struct dma_chan *c, dma_cookie_t cookie, struct dma_tx_state *state)
{
	struct dma_tx_state s = {.last = c->last_done, .used = c->last_used};
	enum dma_status status = DMA_COMPLETE;

	if (cookie < DMA_MIN_COOKIE || !c->configured) {
		s.error = -EINVAL;
		status = DMA_ERROR;
	} else if (!cookie_ended(c, cookie)) {
		status = c->paused ? DMA_PAUSED : DMA_IN_PROGRESS;
	} else {
		const struct tx_result *r = &c->results[(uint32_t)cookie % c->result_count];

		if (r->cookie == cookie) {
			s.error = r->error;
			s.code = r->code;
			s.eop = r->eop;
			s.residue = r->residue;
			status = r->error ? DMA_ERROR : DMA_COMPLETE;
		}
	}
	if (state)
		*state = s;
	return status;
}

enum dma_status dmaengine_tx_status(struct dma_chan *c, dma_cookie_t cookie, struct dma_tx_state *state)
{
	unsigned long irq = local_irq_save();
	enum dma_status status;

	if (c->configured && cookie >= DMA_MIN_COOKIE && !cookie_ended(c, cookie))
		reap(c, true, false);
	status = job_status(c, cookie, state);
	if (state && (status == DMA_IN_PROGRESS || status == DMA_PAUSED))
		for (struct dma_async_tx_descriptor *tx = c->oldest; tx; tx = tx->next)
			if (tx->cookie == cookie)
				state->residue = job_residue(c, tx);
	local_irq_restore(irq);
	return status;
}

/* Whether waiting for the job by interrupt makes sense: it, or one behind it, asks for one. */
static bool job_interrupts(const struct dma_chan *c, dma_cookie_t cookie)
{
	const struct dma_async_tx_descriptor *tx = c->oldest;

	while (tx && tx->cookie != cookie)
		tx = tx->next;
	return c->irq_on && c->cfg.coalesce_count <= 1 && tx && tx->flags & DMA_PREP_INTERRUPT;
}

int dmaengine_wait(struct dma_chan *c, dma_cookie_t cookie, uint64_t timeout_us)
{
	uint64_t deadline = timer_deadline(timeout_us);
	struct dma_tx_state state;
	enum dma_status status;
	unsigned long irq;
	bool last = false;

	for (;;) {
		irq = local_irq_save();
		/* The last look comes after the deadline: a wait that was held up must not miss what is done. */
		if (!job_interrupts(c, cookie) || last)
			reap(c, true, last);
		status = job_status(c, cookie, &state);
		if (status == DMA_COMPLETE || status == DMA_ERROR || last) {
			local_irq_restore(irq);
			break;
		}
		if (job_interrupts(c, cookie))
			timer_sleep(deadline);
		local_irq_restore(irq);
		last = timer_expired(deadline);
	}
	if (status == DMA_COMPLETE)
		return 0;
	return status == DMA_ERROR ? state.error : -ETIMEDOUT;
}

enum dma_status dma_sync_wait(struct dma_chan *c, dma_cookie_t cookie)
{
	uint64_t deadline = timer_deadline(SYNC_WAIT_US);
	enum dma_status status;

	dma_async_issue_pending(c);
	do
		status = dmaengine_tx_status(c, cookie, NULL);
	while (status == DMA_IN_PROGRESS && !timer_expired(deadline));
	return status;
}

int dmaengine_pause(struct dma_chan *c)
{
	uint64_t deadline = timer_deadline(PAUSE_TIMEOUT_US);

	c->paused = true;
	if (!c->running)
		return 0;
	writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_PAUSE, chan_reg(c, DB_DMACH_CTRL));
	while (!(readl(chan_reg(c, DB_DMACH_STATUS)) & (DB_DMACH_STATUS_PAUSED | DB_DMACH_STATUS_HALTED)))
		if (timer_expired(deadline))
			return -ETIMEDOUT;
	return 0;
}

int dmaengine_resume(struct dma_chan *c)
{
	c->paused = false;
	if (c->running)
		writel(DB_DMACH_CTRL_RUN, chan_reg(c, DB_DMACH_CTRL));
	return 0;
}

int dmaengine_terminate_async(struct dma_chan *c)
{
	unsigned long irq = local_irq_save();

	if (c->running && !c->stopping) {
		ring_stop(c);
		c->stopping = true;
	} else if (!c->running) {
		ring_reset(c, false);
	}
	local_irq_restore(irq);
	return 0;
}

int dmaengine_synchronize(struct dma_chan *c)
{
	unsigned long irq;
	int error = 0;

	if (!c->stopping)
		return 0;
	error = ring_drained(c);
	if (error)
		return error;
	irq = local_irq_save();
	/* Jobs that were done before the stop end as done, the others as cancelled; none calls back. */
	reap(c, false, false);
	ring_reset(c, false);
	local_irq_restore(irq);
	return 0;
}

int dmaengine_terminate_sync(struct dma_chan *c)
{
	int error = dmaengine_terminate_async(c);

	return error ? error : dmaengine_synchronize(c);
}

int dmaengine_memcpy(struct dma_chan *c, dma_addr_t dst, dma_addr_t src, uint32_t len, uint64_t timeout_us)
{
	struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_memcpy(c, dst, src, len, DMA_PREP_INTERRUPT);
	dma_cookie_t cookie;
	int error;

	if (!tx)
		return -errno;
	cookie = dmaengine_submit(tx);
	if (cookie < 0) {
		dmaengine_desc_free(tx);
		return cookie;
	}
	dma_async_issue_pending(c);
	error = dmaengine_wait(c, cookie, timeout_us);
	if (error == -ETIMEDOUT)
		dmaengine_terminate_sync(c);
	return error;
}
