/* SPDX-License-Identifier: Apache-2.0
 * Jobs in the making: what each kind needs of engine and channel, and its segments one after the other. Contract:
 * doorbell/dmaengine.h.
 */
#include <errno.h>
#include <doorbell/csr.h>
#include "doorbell_chan.h"

/* ---- segments ---- */

static size_t gap(bool inc, bool sgl, size_t icg, size_t dir_icg)
{
	return !inc ? 0 : dir_icg ? dir_icg : sgl ? icg : 0;
}

static size_t src_step(const struct dma_interleaved_template *xt, size_t i)
{
	return xt->sgl[i].size + gap(xt->src_inc, xt->src_sgl, xt->sgl[i].icg, xt->sgl[i].src_icg);
}

static size_t dst_step(const struct dma_interleaved_template *xt, size_t i)
{
	return xt->sgl[i].size + gap(xt->dst_inc, xt->dst_sgl, xt->sgl[i].icg, xt->sgl[i].dst_icg);
}

/* The i-th chunk of every frame: as many rows as there are frames, a frame apart. */
static void interleaved_segment(const struct dma_interleaved_template *xt, struct job_place *at, struct segment *seg)
{
	size_t i = at->src++;

	seg->form = xt->numf > 1 ? DB_DESC_FORM_COPY2D : DB_DESC_FORM_COPY;
	seg->rows = (uint32_t)xt->numf;
	seg->len = (uint32_t)xt->sgl[i].size;
	seg->src = xt->src_start + at->src_done;
	seg->dst = xt->dst_start + at->dst_done;
	for (size_t k = 0; k < xt->frame_size; k++) {
		seg->src_stride += (int64_t)src_step(xt, k);
		seg->dst_stride += (int64_t)dst_step(xt, k);
	}
	at->src_done += src_step(xt, i);
	at->dst_done += dst_step(xt, i);
}

/* Steps over what is done of an entry, and over empty ones. */
static void list_step(const struct scatterlist *sg, unsigned *i, uint64_t *done, uint32_t len)
{
	*done += len;
	if (*done == sg[*i].length) {
		++*i;
		*done = 0;
	}
}

/* As much as one entry of either list holds. */
static void memcpy_sg_segment(const struct dma_async_tx_descriptor *tx, struct job_place *at, struct segment *seg)
{
	const struct scatterlist *s, *d;
	uint64_t left_s, left_d;

	while (!tx->src_sg[at->src].length)
		at->src++;
	while (!tx->dst_sg[at->dst].length)
		at->dst++;
	s = &tx->src_sg[at->src];
	d = &tx->dst_sg[at->dst];
	left_s = s->length - at->src_done;
	left_d = d->length - at->dst_done;
	seg->src = s->dma_address + at->src_done;
	seg->dst = d->dma_address + at->dst_done;
	seg->len = (uint32_t)(left_s < left_d ? left_s : left_d);
	list_step(tx->src_sg, &at->src, &at->src_done, seg->len);
	list_step(tx->dst_sg, &at->dst, &at->dst_done, seg->len);
}

void job_segment(const struct dma_async_tx_descriptor *tx, struct job_place *at, struct segment *seg)
{
	const struct dma_seg *one;

	*seg = (struct segment){.form = tx->form, .pattern = tx->pattern};
	switch (tx->kind) {
	case JOB_INTERLEAVED:
		interleaved_segment(tx->xt, at, seg);
		return;
	case JOB_MEMCPY_SG:
		memcpy_sg_segment(tx, at, seg);
		return;
	case JOB_SLAVE:
		seg->len = tx->src_sg[at->src].length;
		seg->src = seg->dst = tx->src_sg[at->src++].dma_address;
		break;
	case JOB_CYCLIC:
		seg->len = tx->one.len;
		seg->src = seg->dst = tx->one.src + (uint64_t)at->src++ * tx->one.len;
		break;
	default:
		one = tx->segs ? &tx->segs[at->src++] : &tx->one;
		seg->len = one->len;
		seg->src = one->src;
		seg->dst = one->dst;
		break;
	}
	if (tx->form == DB_DESC_FORM_TX)
		seg->dst = 0;
	else if (tx->form != DB_DESC_FORM_COPY)
		seg->src = 0;
}

/* ---- what is refused ---- */

static int config_default(struct dma_chan *c)
{
	static const struct dma_slave_config defaults;

	return c->configured ? 0 : dmaengine_slave_config(c, &defaults);
}

/* Slots of at least `stride` bytes (in lists 32), and these capabilities. */
static int needs(const struct dma_chan *c, uint32_t cap, uint32_t stride)
{
	return (c->dd->cap & cap) == cap && c->cfg.stride >= stride ? 0 : -EOPNOTSUPP;
}

static struct dma_async_tx_descriptor *take(struct dma_chan *c, const struct dma_async_tx_descriptor *job, int error)
{
	struct dma_async_tx_descriptor *tx;
	unsigned long irq;

	if (!error && (!job->count || job->count > (job->kind == JOB_CYCLIC ? c->cfg.slots : chan_capacity(c))))
		error = -EINVAL;
	if (error) {
		errno = -error;
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
	*tx = *job;
	tx->chan = c;
	tx->next = NULL;
	return tx;
}

/* Adds a segment to a job's total; false: it is empty, or the sum is too large. */
static bool add(struct dma_async_tx_descriptor *job, uint64_t len)
{
	if (!(job->flags & DOORBELL_PREP_UNCHECKED) && (!len || len > UINT32_MAX - job->total))
		return false;
	job->total += (uint32_t)len;
	return true;
}

static uint64_t list_bytes(const struct scatterlist *sg, unsigned nents)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < nents; i++)
		sum += sg[i].length;
	return sum;
}

/* ---- the kinds ---- */

struct dma_async_tx_descriptor *dmaengine_prep_dma_sg(struct dma_chan *c, const struct dma_seg *segs, uint32_t count,
						      unsigned long flags)
{
	struct dma_async_tx_descriptor job = {.flags = flags, .kind = JOB_SEGS, .segs = segs, .count = count};
	int error = segs ? config_default(c) : -EINVAL;

	for (uint32_t i = 0; !error && i < count; i++)
		error = add(&job, segs[i].len) ? 0 : -EINVAL;
	return take(c, &job, error ? error : needs(c, 0, 32));
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_memcpy(struct dma_chan *c, dma_addr_t dst, dma_addr_t src,
							  uint32_t len, unsigned long flags)
{
	struct dma_async_tx_descriptor job = {
		.flags = flags, .kind = JOB_SEGS, .one = {.dst = dst, .src = src, .len = len}, .count = 1};
	int error = config_default(c);

	if (!error)
		error = add(&job, len) ? needs(c, 0, 32) : -EINVAL;
	return take(c, &job, error);
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_memset(struct dma_chan *c, dma_addr_t dst, int value, uint32_t len,
							  unsigned long flags)
{
	struct dma_async_tx_descriptor job = {.flags = flags,
					      .kind = JOB_FILL,
					      .form = DB_DESC_FORM_FILL,
					      .pattern = (uint8_t)value,
					      .one = {.dst = dst, .len = len},
					      .count = 1};
	int error = config_default(c);

	if (!error)
		error = add(&job, len) ? needs(c, DB_DMA_CAP_FILL, 16) : -EINVAL;
	return take(c, &job, error);
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_memcpy_sg(struct dma_chan *c, const struct scatterlist *dst,
							     unsigned dst_nents, const struct scatterlist *src,
							     unsigned src_nents, unsigned long flags)
{
	struct dma_async_tx_descriptor job = {.flags = flags, .kind = JOB_MEMCPY_SG, .src_sg = src, .dst_sg = dst};
	int error = config_default(c);
	uint64_t bytes = list_bytes(src, src_nents);
	struct job_place at = {0};
	struct segment seg;

	if (!error && bytes != list_bytes(dst, dst_nents))
		error = -EINVAL;
	if (!error)
		error = add(&job, bytes) ? needs(c, 0, 32) : -EINVAL;
	for (uint64_t done = 0; !error && done < bytes; done += seg.len, job.count++)
		memcpy_sg_segment(&job, &at, &seg);
	return take(c, &job, error);
}

struct dma_async_tx_descriptor *
dmaengine_prep_interleaved_dma(struct dma_chan *c, const struct dma_interleaved_template *xt, unsigned long flags)
{
	struct dma_async_tx_descriptor job = {.flags = flags, .kind = JOB_INTERLEAVED, .xt = xt};
	int error = config_default(c);

	if (!error && (!xt->numf || xt->numf > UINT32_MAX || !xt->src_inc || !xt->dst_inc))
		error = -EINVAL;
	if (!error && xt->dir != DMA_MEM_TO_MEM)
		error = -EOPNOTSUPP;
	for (size_t i = 0; !error && i < xt->frame_size; i++)
		error = xt->sgl[i].size <= UINT32_MAX / xt->numf && add(&job, xt->sgl[i].size * xt->numf) ? 0 : -EINVAL;
	if (!error)
		error = xt->numf > 1 ? needs(c, DB_DMA_CAP_TWOD, 64) : needs(c, 0, 32);
	job.count = xt->frame_size > UINT32_MAX ? 0 : (uint32_t)xt->frame_size;
	return take(c, &job, error);
}

static int slave_form(const struct dma_chan *c, enum dma_transfer_direction dir, uint8_t *form)
{
	if (dir != DMA_MEM_TO_DEV && dir != DMA_DEV_TO_MEM)
		return -EINVAL;
	*form = dir == DMA_MEM_TO_DEV ? DB_DESC_FORM_TX : DB_DESC_FORM_RX;
	return needs(c, DB_DMA_CAP_STREAM, 16);
}

struct dma_async_tx_descriptor *dmaengine_prep_slave_sg(struct dma_chan *c, const struct scatterlist *sgl,
							unsigned sg_len, enum dma_transfer_direction dir,
							unsigned long flags)
{
	struct dma_async_tx_descriptor job = {.flags = flags, .kind = JOB_SLAVE, .src_sg = sgl, .count = sg_len};
	int error = config_default(c);

	if (!error)
		error = slave_form(c, dir, &job.form);
	for (unsigned i = 0; !error && i < sg_len; i++)
		error = add(&job, sgl[i].length) ? 0 : -EINVAL;
	return take(c, &job, error);
}

struct dma_async_tx_descriptor *dmaengine_prep_slave_single(struct dma_chan *c, dma_addr_t buf, uint32_t len,
							    enum dma_transfer_direction dir, unsigned long flags)
{
	struct dma_async_tx_descriptor job = {
		.flags = flags, .kind = JOB_SEGS, .one = {.src = buf, .dst = buf, .len = len}, .count = 1};
	int error = config_default(c);

	if (!error)
		error = slave_form(c, dir, &job.form);
	if (!error && !add(&job, len))
		error = -EINVAL;
	return take(c, &job, error);
}

struct dma_async_tx_descriptor *dmaengine_prep_dma_cyclic(struct dma_chan *c, dma_addr_t buf, uint32_t buf_len,
							  uint32_t period_len, enum dma_transfer_direction dir,
							  unsigned long flags)
{
	struct dma_async_tx_descriptor job = {
		.flags = flags, .kind = JOB_CYCLIC, .one = {.src = buf, .len = period_len}, .total = buf_len};
	int error = config_default(c);

	if (!error)
		error = slave_form(c, dir, &job.form);
	if (!error)
		error = needs(c, DB_DMA_CAP_CYCLIC, 16);
	if (!error && c->cfg.ring == DOORBELL_RING_OWNER)
		error = -EOPNOTSUPP;
	if (!error && (!period_len || buf_len % period_len || buf_len / period_len < 2))
		error = -EINVAL;
	job.count = period_len ? buf_len / period_len : 0;
	return take(c, &job, error);
}
