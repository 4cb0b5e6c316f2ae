/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <doorbell/descriptor.h>
#include "ref_model.h"

static uint64_t load(struct ref *r, uint64_t a)
{
	uint64_t v;

	memcpy(&v, r->mem + (a - r->base), 8);
	return v;
}

static void store32(struct ref *r, uint64_t a, uint32_t v)
{
	memcpy(r->mem + (a - r->base), &v, 4);
}

void ref_start(struct ref *r)
{
	r->head = r->rec_head = r->done = r->irqs = r->job_bytes = r->job_done = 0;
	r->phase = 1;
	r->halted = false;
	r->error = r->bytes = 0;
	r->err_desc = r->err_addr = 0;
}

static void record(struct ref *r, uint32_t slot, uint32_t cookie, uint32_t bytes, uint32_t code)
{
	uint64_t a = r->rec + (uint64_t)r->rec_head * r->rec_stride;

	store32(r, a + DB_REC_BYTES, bytes);
	store32(r, a + DB_REC_SLOT, slot);
	store32(r, a + DB_REC_COOKIE, cookie);
	store32(r, a + DB_REC_STATUS, code | r->phase << 31);
	if (++r->rec_head == r->rec_slots) {
		r->rec_head = 0;
		r->phase ^= 1;
	}
}

/* Bytes of the burst at a: to the 4 KiB edge, MAX_BURST beats from an aligned start, or the end */
static uint64_t burst(const struct ref *r, uint64_t a, uint64_t left)
{
	uint64_t n = 4096 - a % 4096, m = r->max_burst * 8 - a % 8;

	if (m < n)
		n = m;
	return left < n ? left : n;
}

/* Copies burst by burst of the destination; a burst is written only when all it needs has been read. */
static uint32_t copy(struct ref *r, uint64_t src, uint64_t dst, uint32_t len)
{
	uint64_t rd_at = 0, at;
	int rd = r->fault(r->arg, false, src, len, &rd_at), wr;
	uint64_t good = rd ? (rd_at > src ? rd_at - src : 0) : len; /* bytes read */
	uint32_t done = 0;

	while (done < len) {
		uint64_t n = burst(r, dst + done, len - done);

		/* A word counts when the beat that completes it has come: bursts end on word edges or with the job. */
		if (done + n > good)
			break;
		wr = r->fault(r->arg, true, dst + done, n, &at);
		if (wr) {
			r->err_addr = dst + done;
			r->bytes = done;
			return wr == 3 ? DB_REC_CODE_WRITE_DEC : DB_REC_CODE_WRITE_SLV;
		}
		memmove(r->mem + (dst + done - r->base), r->mem + (src + done - r->base), n);
		done += n;
	}
	if (rd) {
		r->err_addr = rd_at;
		r->bytes = done;
		return rd == 3 ? DB_REC_CODE_READ_DEC : DB_REC_CODE_READ_SLV;
	}
	return DB_REC_CODE_OK;
}

void ref_run(struct ref *r, uint32_t tail)
{
	while (!r->halted && (r->owner || r->head + r->job_done != tail)) {
		uint32_t slot = (r->head + r->job_done) % r->slots, flags, len, code, cookie;
		uint64_t d = r->ring + (uint64_t)slot * r->stride, at, first;
		bool bus;

		if (!r->owner && slot == tail)
			break;
		first = load(r, d);
		flags = (uint32_t)first;
		len = first >> 32;
		bus = r->fault(r->arg, false, d, 32, &at);
		if (r->owner && !(flags & DB_DESC_FLAGS_OWN) && !bus)
			break;
		cookie = bus ? 0 : (flags >> 16) & 0x7fff;
		r->bytes = 0;
		if (bus || (flags & 7) || !len || r->stride == 16) {
			code = bus ? DB_REC_CODE_DESC_BUS : DB_REC_CODE_BAD_DESC;
			r->err_addr = d;
		} else {
			code = copy(r, load(r, d + 16), load(r, d + 24), len);
		}
		if (r->owner && !bus) {
			store32(r, d, (flags & 0x7fffff00) | code);
			store32(r, d + 4, code ? r->bytes : len);
		}
		if (code) {
			if (r->rec_en)
				record(r, slot, cookie, r->job_bytes + r->bytes, code);
			r->head = (r->head + r->job_done) % r->slots;
			r->done += r->job_done;
			r->error = code;
			r->err_desc = d;
			r->halted = true;
			return;
		}
		if (flags & DB_DESC_FLAGS_MORE) {
			r->job_bytes += len;
			if (r->owner) {
				r->head = (r->head + 1) % r->slots;
				r->done++;
			} else {
				r->job_done++;
			}
			continue;
		}
		if (r->rec_en)
			record(r, slot, cookie, r->job_bytes + len, 0);
		r->irqs += !!(flags & DB_DESC_FLAGS_IRQ);
		r->job_bytes = 0;
		r->done += r->job_done + 1;
		r->head = (r->head + r->job_done + 1) % r->slots;
		r->job_done = 0;
	}
}
