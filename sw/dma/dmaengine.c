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
#define RESULTS_PER_SLOT 4
#define PAUSE_TIMEOUT_US 1000
#define SYNC_WAIT_US 5000
/* A halt without a record shows only in STATUS: look there every so many polls that found nothing. */
#define POLLS_PER_STATUS 32
/* With the quirk irq-before-data the record may land after its interrupt: look for it again this often. */
#define EARLY_IRQ_POLLS 1000

static void chan_irq(unsigned irq, void *arg);

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
	uint32_t cap = c->dd->cap;

	if (!cfg->slots)
		cfg->slots = DEFAULT_SLOTS;
	if (!cfg->records)
		cfg->records = cfg->slots;
	if (!cfg->stride)
		cfg->stride = cfg->cached_ring && cfg->ring == DOORBELL_RING_OWNER ? 64 : 32;
	if (cfg->slots < 2 || cfg->slots > MAX_SLOTS || cfg->records < 2 || cfg->records > MAX_SLOTS ||
	    (cfg->stride != 32 && cfg->stride != 64) || cfg->ring > DOORBELL_RING_OWNER)
		return -EINVAL;
	if (cfg->coherent && !(cap & DB_DMA_CAP_COHERENT))
		return -EOPNOTSUPP;
	if (cfg->ring == DOORBELL_RING_TAIL)
		return cap & DB_DMA_CAP_TAIL ? 0 : -EOPNOTSUPP;
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
	free(c->results);
	c->pool = c->free = NULL;
	c->results = NULL;
	c->irq_on = c->configured = false;
}

int dmaengine_slave_config(struct dma_chan *c, const struct dma_slave_config *config)
{
	struct dma_slave_config cfg = *config;
	int error = config_check(c, &cfg);

	if (error)
		return error;
	if (c->oldest || c->running)
		return -EBUSY;
	if (c->configured)
		chan_unconfigure(c);
	c->cfg = cfg;
	c->dev.dma_coherent = chan_coherent(c->dd, &cfg);
	c->pool = calloc(cfg.slots, sizeof(*c->pool));
	c->result_count = cfg.slots * RESULTS_PER_SLOT;
	c->results = calloc(c->result_count, sizeof(*c->results));
	error = c->pool && c->results ? ring_alloc(c) : -ENOMEM;
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

static int chan_configure_default(struct dma_chan *c)
{
	static const struct dma_slave_config defaults;

	return c->configured ? 0 : dmaengine_slave_config(c, &defaults);
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

static struct dma_async_tx_descriptor *prep(struct dma_chan *c, const struct dma_seg *segs, uint32_t count,
					    unsigned long flags)
{
	struct dma_async_tx_descriptor *tx;
	unsigned long irq;
	int error;

	if (!count || !segs) {
		errno = EINVAL;
		return NULL;
	}
	for (uint32_t i = 0; i < count && !(flags & DOORBELL_PREP_UNCHECKED); i++) {
		if (!segs[i].len) {
			errno = EINVAL;
			return NULL;
		}
	}
	error = chan_configure_default(c);
	if (error || count >= c->cfg.slots) {
		errno = error ? -error : EINVAL;
		return NULL;
	}
	irq = local_irq_save();
	tx = c->free;
	if (tx)
		c->free = tx->next;
	local_irq_restore(irq);
	if (!tx) {
		errno = ENOSPC;
		return NULL;
	}
	*tx = (struct dma_async_tx_descriptor){.chan = c, .flags = flags, .segs = segs, .count = count};
	return tx;
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_sg(struct dma_chan *c, const struct dma_seg *segs, uint32_t count,
						      unsigned long flags)
{
	return prep(c, segs, count, flags);
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_memcpy(struct dma_chan *c, dma_addr_t dst, dma_addr_t src,
							  uint32_t len, unsigned long flags)
{
	struct dma_seg one = {.dst = dst, .src = src, .len = len};
	struct dma_async_tx_descriptor *tx = prep(c, &one, 1, flags);

	if (tx) {
		tx->one = one;
		tx->segs = &tx->one;
	}
	return tx;
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
	unsigned long irq = local_irq_save();
	dma_cookie_t cookie;

	/* One slot stays empty: a full ring would look like an empty one. */
	if (c->stopping || c->used + tx->count > c->cfg.slots - 1) {
		local_irq_restore(irq);
		return -EAGAIN;
	}
	cookie = c->last_used == INT32_MAX ? DMA_MIN_COOKIE : c->last_used + 1;
	c->last_used = tx->cookie = cookie;
	tx->next = NULL;
	tx->total = 0;
	for (uint32_t i = 0; i < tx->count; i++)
		tx->total += tx->segs[i].len;
	ring_fill(c, tx);
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
		if (!c->running) {
			ring_start(c);
			c->running = true;
			c->paused = false;
		}
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

/* The oldest job has ended. Its descriptor is free before the callback runs, so that the callback may prep. */
static void job_end(struct dma_chan *c, int error, uint8_t code, uint32_t moved, bool call)
{
	struct dma_async_tx_descriptor *tx = c->oldest;
	struct tx_result *r = &c->results[(uint32_t)tx->cookie % c->result_count];
	void (*callback)(void *) = tx->callback;
	void *param = tx->callback_param;

	*r = (struct tx_result){.cookie = tx->cookie, .error = error, .code = code};
	if (error)
		r->residue = tx->total - (moved < tx->total ? moved : 0);
	c->last_done = tx->cookie;
	c->used -= tx->count;
	c->oldest = tx->next;
	if (!c->oldest)
		c->newest = NULL;
	if (c->issue == tx)
		c->issue = tx->next;
	tx->next = c->free;
	c->free = tx;
	if (call && callback)
		callback(param);
}

/*
 * The channel has halted or drained: whatever is left in the ring is void, and the next start begins at slot 0. While
 * the jobs end, `stopping` keeps their callbacks from submitting into the ring that goes away.
 */
static unsigned ring_reset(struct dma_chan *c, bool call)
{
	unsigned ended = 0;

	c->stopping = true;
	for (; c->oldest; ended++)
		job_end(c, -ECANCELED, DB_REC_CODE_STOPPED, 0, call);
	if (c->running)
		ring_clear(c);
	c->head = 0;
	c->running = c->paused = c->stopping = false;
	return ended;
}

/* Callers have interrupts off. call: run callbacks. A bad job takes the ring with it. */
static unsigned reap_ended(struct dma_chan *c, bool call)
{
	bool terminating = c->stopping;
	struct completion done;
	unsigned ended = 0;

	while (c->running && c->oldest && c->oldest != c->issue && ring_reap(c, c->oldest, &done)) {
		int error = done.lost ? -EIO : code_errno(done.code);

		ended++;
		if (error && !terminating) {
			/* The engine halts behind a bad job. Only then may its ring be written again. */
			ring_halted(c, true);
			c->stopping = true;
			job_end(c, error, done.code, done.moved, call);
			return ended + ring_reset(c, call);
		}
		job_end(c, error, done.code, done.moved, call);
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
		job_end(c, code_errno(code), code, 0, call);
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

/* 0, or the job's error; *state as dmaengine_tx_status. Interrupts off. */
static enum dma_status job_status(struct dma_chan *c, dma_cookie_t cookie, struct dma_tx_state *state)
{
	struct dma_tx_state s = {.last = c->last_done, .used = c->last_used};
	enum dma_status status = DMA_COMPLETE;

	if (cookie < DMA_MIN_COOKIE || !c->configured) {
		s.error = -EINVAL;
		status = DMA_ERROR;
	} else if (!cookie_ended(c, cookie)) {
		status = c->paused ? DMA_PAUSED : DMA_IN_PROGRESS;
		for (struct dma_async_tx_descriptor *tx = c->oldest; tx; tx = tx->next)
			if (tx->cookie == cookie)
				s.residue = tx->total;
	} else {
		const struct tx_result *r = &c->results[(uint32_t)cookie % c->result_count];

		if (r->cookie == cookie) {
			s.error = r->error;
			s.code = r->code;
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
		writel(DB_DMACH_CTRL_RUN | DB_DMACH_CTRL_STOP, chan_reg(c, DB_DMACH_CTRL));
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
