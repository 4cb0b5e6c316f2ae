/* SPDX-License-Identifier: Apache-2.0
 * Every kind of job against an engine made of C: lists, fills, rows and strides, streams and short packets, cycles,
 * residue; and what an engine without the feature makes of them.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include <doorbell/csr.h>
#include <doorbell/descriptor.h>
#include <doorbell/dmaengine.h>
#include <doorbell/memmap.h>
#include <doorbell/regs.h>
#include "fake.h"

#define CHAN(n, reg) (DB_DMA_BASE + 0x1000u * ((n) + 1) + DB_DMACH_##reg)
#define CH(reg) CHAN(0, reg)
#define SRC 0x80000u
#define DST 0x90000u
#define BUS(offset) ((dma_addr_t)DB_BUS_LO_BASE + (offset))
#define MEM(offset) ((unsigned char *)((uintptr_t)DB_RAM_BASE + (offset)))

static struct doorbell_dma engine;
static struct dma_chan *chan;

static int setup(void **state)
{
	(void)state;
	fake_reset();
	memset(&engine, 0, sizeof(engine));
	if (doorbell_dma_probe(&engine, DB_DMA_BASE, DB_IRQ_DMA0))
		return -1;
	chan = dma_request_chan(&engine, 0);
	for (int i = 0; i < 4096; i++)
		MEM(SRC)[i] = (unsigned char)(i * 13 + 5);
	return chan ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	local_irq_disable();
	dma_release_channel(chan);
	return fake.live_blocks ? -1 : 0;
}

static void configure(struct dma_slave_config cfg)
{
	assert_int_equal(dmaengine_slave_config(chan, &cfg), 0);
}

static dma_cookie_t submit(struct dma_async_tx_descriptor *tx)
{
	assert_non_null(tx);
	return dmaengine_submit(tx);
}

/* Posts, issues and waits for success. */
static void finish(struct dma_async_tx_descriptor *tx)
{
	dma_cookie_t cookie = submit(tx);

	assert_true(cookie > 0);
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, cookie, 100), 0);
}

static dma_cookie_t post(uint32_t len, dma_addr_t dst, dma_addr_t src)
{
	return submit(dmaengine_prep_dma_memcpy(chan, dst, src, len, 0));
}

/* The descriptor words of a slot, wherever the ring or list is. */
static uint64_t *slot(unsigned i, unsigned stride)
{
	int base = fake_find(0, EV_WRITE, CH(RING_BASE));

	if (base < 0)
		base = fake_find(0, EV_WRITE, CH(LIST_HEAD));
	return (uint64_t *)(MEM((fake.ev[base].value & ~15ull) - DB_BUS_LO_BASE) + (size_t)i * stride);
}

/* ---- lists ---- */

static void lists_copy_in_blocks_and_plain_and_wrap(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.ring = DOORBELL_RING_LIST},
		{.ring = DOORBELL_RING_LIST, .list_block = 1},
		{.ring = DOORBELL_RING_LIST, .slots = 2},
		{.ring = DOORBELL_RING_LIST, .slots = 13, .list_block = 3, .cached_ring = true},
		{.ring = DOORBELL_RING_LIST, .slots = 32, .stride = 64, .record_per_line = true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		unsigned most = cfg[i].slots == 2 ? 1 : 5;

		configure(cfg[i]);
		for (unsigned n = 0; n < 60; n++) {
			dma_cookie_t last = 0;
			unsigned jobs = 1 + n % most;

			memset(MEM(DST), 0, 512);
			for (unsigned k = 0; k < jobs; k++)
				last = post(64, BUS(DST + 64 * k), BUS(SRC + n + k));
			dma_async_issue_pending(chan);
			assert_int_equal(dmaengine_wait(chan, last, 100), 0);
			for (unsigned k = 0; k < jobs; k++)
				assert_memory_equal(MEM(DST + 64 * k), MEM(SRC + n + k), 64);
		}
		assert_int_equal(dmaengine_terminate_sync(chan), 0);
		fake_log_clear();
	}
}

static void a_list_head_counts_its_block(void **state)
{
	uint64_t head;

	(void)state;
	configure((struct dma_slave_config){.ring = DOORBELL_RING_LIST, .slots = 32, .list_block = 4});
	fake.hold = true;
	for (unsigned i = 0; i < 6; i++)
		post(8, BUS(DST + 8 * i), BUS(SRC));
	dma_async_issue_pending(chan);
	head = fake.ev[fake_find(0, EV_WRITE, CH(LIST_HEAD))].value;
	assert_int_equal(head & 15, 3);
	/* The second block holds the other two; it ends the list, which its first descriptor says. */
	assert_int_equal(slot(0, 32)[1], (head & ~15ull) + 4 * 32 + 1);
	assert_int_equal((uint32_t)slot(0, 32)[0] & DB_DESC_FLAGS_END, 0);
	assert_int_equal((uint32_t)slot(4, 32)[0] & DB_DESC_FLAGS_END, DB_DESC_FLAGS_END);
	assert_int_equal((uint32_t)slot(5, 32)[0] & DB_DESC_FLAGS_END, 0);
	assert_int_equal(fake_engine_run(100), 6);
}

static void a_list_grows_behind_the_engine(void **state)
{
	int poll, fence;

	(void)state;
	configure((struct dma_slave_config){.ring = DOORBELL_RING_LIST});
	fake.hold = true;
	post(8, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(fake_engine_run(10), 1);
	fake_log_clear();
	post(8, BUS(DST + 8), BUS(SRC + 8));
	post(8, BUS(DST + 16), BUS(SRC + 16));
	dma_async_issue_pending(chan);
	poll = fake_find(0, EV_WRITE, CH(POLL));
	assert_true(poll > 0);
	assert_string_equal(fake.ev[poll - 1].fence, "w,o");
	/* NEXT goes out before the word that makes it valid. */
	fence = fake_find(0, EV_FENCE, 0);
	while (fence >= 0 && strcmp(fake.ev[fence].fence, "w,w"))
		fence = fake_find(fence + 1, EV_FENCE, 0);
	assert_true(fence >= 0 && fence < poll);
	assert_int_equal(fake_engine_run(10), 2);
	assert_memory_equal(MEM(DST), MEM(SRC), 24);
}

static void the_last_block_stays_until_it_has_a_successor(void **state)
{
	(void)state;
	configure((struct dma_slave_config){.ring = DOORBELL_RING_LIST, .slots = 8, .list_block = 3});
	for (unsigned i = 0; i < 3; i++)
		post(8, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, 3, 100), 0);
	/* All are done, but only five of the eight may be taken. */
	for (unsigned i = 0; i < 5; i++)
		assert_true(post(8, BUS(DST), BUS(SRC)) > 0);
	struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 8, 0);

	assert_int_equal(dmaengine_submit(tx), -EAGAIN);
	dmaengine_desc_free(tx);
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, 8, 100), 0);
}

static void a_list_recovers_from_an_error(void **state)
{
	dma_cookie_t bad, behind;

	(void)state;
	configure((struct dma_slave_config){.ring = DOORBELL_RING_LIST});
	finish(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 8, 0));
	bad = post(8, BUS(DST), 64);
	behind = post(8, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, bad, 100), -EFAULT);
	assert_int_equal(dmaengine_wait(chan, behind, 100), -ECANCELED);
	finish(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 100, 0));
	assert_memory_equal(MEM(DST), MEM(SRC), 100);
}

/* ---- memory to memory ---- */

static void fills(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16},
		{.stride = 64},
		{.ring = DOORBELL_RING_OWNER, .stride = 16},
		{.ring = DOORBELL_RING_LIST},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		configure(cfg[i]);
		memset(MEM(DST), 1, 300);
		finish(dmaengine_prep_dma_memset(chan, BUS(DST + 3), 0x15a, 200, 0));
		for (int k = 0; k < 300; k++)
			assert_int_equal(MEM(DST)[k], k >= 3 && k < 203 ? 0x5a : 1);
	}
}

static void gathers_and_scatters(void **state)
{
	struct scatterlist src[4], dst[3];
	static const uint32_t from[4] = {100, 0, 7, 13}, to[3] = {1, 60, 59};
	uint32_t at = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		sg_set_buf(&src[i], MEM(SRC + 256 * i), from[i]);
		src[i].dma_address = BUS(SRC + 256 * i);
	}
	for (int i = 0; i < 3; i++) {
		sg_set_buf(&dst[i], MEM(DST + 256 * i), to[i]);
		dst[i].dma_address = BUS(DST + 256 * i);
	}
	finish(dmaengine_prep_dma_memcpy_sg(chan, dst, 3, src, 4, 0));
	/* 1 + 60 + 39, 7, 13: cut where either list says */
	assert_int_equal(fake.jobs, 5);
	for (int i = 0; i < 3; i++)
		for (uint32_t k = 0; k < to[i]; k++, at++)
			assert_int_equal(MEM(DST + 256 * i)[k], at < 100   ? MEM(SRC)[at]
								: at < 107 ? MEM(SRC + 512)[at - 100]
									   : MEM(SRC + 768)[at - 107]);
	src[3].length = 14;
	assert_null(dmaengine_prep_dma_memcpy_sg(chan, dst, 3, src, 4, 0));
	assert_int_equal(errno, EINVAL);
}

static union {
	struct dma_interleaved_template t;
	char room[sizeof(struct dma_interleaved_template) + 2 * sizeof(struct data_chunk)];
} xt;

static void moves_rows(void **state)
{
	(void)state;
	configure((struct dma_slave_config){.stride = 64});
	memset(&xt, 0, sizeof(xt));
	xt.t.dir = DMA_MEM_TO_MEM;
	xt.t.src_inc = xt.t.dst_inc = xt.t.src_sgl = true;
	xt.t.src_start = BUS(SRC);
	xt.t.dst_start = BUS(DST);
	xt.t.numf = 5;
	xt.t.frame_size = 2;
	/* a frame: 10 bytes, 6 left out, 20 bytes, 4 left out; at the destination only the second gap, of 2 */
	xt.t.sgl[0] = (struct data_chunk){.size = 10, .icg = 6};
	xt.t.sgl[1] = (struct data_chunk){.size = 20, .icg = 4, .dst_icg = 2};
	finish(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_int_equal(fake.jobs, 2);
	for (unsigned f = 0; f < 5; f++) {
		assert_memory_equal(MEM(DST + 32 * f), MEM(SRC + 40 * f), 10);
		assert_memory_equal(MEM(DST + 32 * f + 10), MEM(SRC + 40 * f + 16), 20);
		assert_int_equal(MEM(DST + 32 * f)[30] | MEM(DST + 32 * f)[31], 0);
	}
	/* One frame needs no 2D and no large slots. */
	configure((struct dma_slave_config){.stride = 32});
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	xt.t.numf = 1;
	memset(MEM(DST), 0, 64);
	finish(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_memory_equal(MEM(DST + 10), MEM(SRC + 16), 20);
}

static void bad_templates_are_refused(void **state)
{
	(void)state;
	configure((struct dma_slave_config){.stride = 64});
	memset(&xt, 0, sizeof(xt));
	xt.t = (struct dma_interleaved_template){
		.src_inc = true, .dst_inc = true, .numf = 2, .frame_size = 1, .dir = DMA_MEM_TO_MEM};
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0)); /* no bytes */
	assert_int_equal(errno, EINVAL);
	xt.t.sgl[0].size = 8;
	xt.t.src_inc = false;
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_int_equal(errno, EINVAL);
	xt.t.src_inc = true;
	xt.t.dir = DMA_MEM_TO_DEV;
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	xt.t.dir = DMA_MEM_TO_MEM;
	xt.t.numf = 1u << 30;
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0)); /* 8 GiB */
	assert_int_equal(errno, EINVAL);
}

/* ---- streams ---- */

static struct dmaengine_result last_result;
static unsigned results;

static void on_result(void *param, const struct dmaengine_result *result)
{
	(void)param;
	last_result = *result;
	results++;
}

static void packets_go_round(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16},
		{.stride = 32},
		{.ring = DOORBELL_RING_OWNER, .stride = 16},
		{.ring = DOORBELL_RING_LIST},
	};
	struct scatterlist sg[3];

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		struct dma_async_tx_descriptor *tx;
		struct dma_tx_state s;
		dma_cookie_t cookie;

		configure(cfg[i]);
		memset(MEM(DST), 0, 512);
		for (int k = 0; k < 3; k++) {
			sg_set_buf(&sg[k], MEM(SRC + 100 * k), 50);
			sg[k].dma_address = BUS(SRC + 100 * k);
		}
		finish(dmaengine_prep_slave_sg(chan, sg, 3, DMA_MEM_TO_DEV, 0));
		/* 150 bytes into buffers of 100, 100 and 100: the second is cut, the third skipped */
		for (int k = 0; k < 3; k++) {
			sg[k].length = 100;
			sg[k].dma_address = BUS(DST + 128 * k);
		}
		tx = dmaengine_prep_slave_sg(chan, sg, 3, DMA_DEV_TO_MEM, 0);
		assert_non_null(tx);
		tx->callback_result = on_result;
		results = 0;
		cookie = submit(tx);
		dma_async_issue_pending(chan);
		assert_int_equal(dmaengine_wait(chan, cookie, 100), 0);
		assert_int_equal(dmaengine_tx_status(chan, cookie, &s), DMA_COMPLETE);
		assert_int_equal(s.residue, 150);
		assert_true(s.eop);
		assert_int_equal(results, 1);
		assert_int_equal(last_result.result, DMA_TRANS_NOERROR);
		assert_int_equal(last_result.residue, 150);
		assert_memory_equal(MEM(DST), MEM(SRC), 50);
		assert_memory_equal(MEM(DST + 50), MEM(SRC + 100), 50);
		assert_memory_equal(MEM(DST + 128), MEM(SRC + 200), 50);
		assert_int_equal(MEM(DST + 178)[0] | MEM(DST + 256)[0], 0);
		assert_int_equal(dmaengine_terminate_sync(chan), 0);
		fake_log_clear();
	}
}

static void a_long_packet_takes_two_jobs(void **state)
{
	struct dma_tx_state s;
	dma_cookie_t one, two;

	(void)state;
	finish(dmaengine_prep_slave_single(chan, BUS(SRC), 100, DMA_MEM_TO_DEV, 0));
	one = submit(dmaengine_prep_slave_single(chan, BUS(DST), 64, DMA_DEV_TO_MEM, 0));
	two = submit(dmaengine_prep_slave_single(chan, BUS(DST + 64), 64, DMA_DEV_TO_MEM, 0));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, two, 100), 0);
	dmaengine_tx_status(chan, one, &s);
	assert_false(s.eop);
	assert_int_equal(s.residue, 0);
	dmaengine_tx_status(chan, two, &s);
	assert_true(s.eop);
	assert_int_equal(s.residue, 28);
	assert_memory_equal(MEM(DST), MEM(SRC), 100);
}

static void bad_directions_are_refused(void **state)
{
	(void)state;
	assert_null(dmaengine_prep_slave_single(chan, BUS(SRC), 8, DMA_MEM_TO_MEM, 0));
	assert_int_equal(errno, EINVAL);
	assert_null(dmaengine_prep_slave_single(chan, BUS(SRC), 0, DMA_MEM_TO_DEV, 0));
	assert_int_equal(errno, EINVAL);
}

/* ---- cycles ---- */

static unsigned periods;

static void on_period(void *param)
{
	(void)param;
	periods++;
}

static void cycles_run_until_terminated(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.stride = 16},
		{.interrupt = true},
		{.ring = DOORBELL_RING_LIST},
		{.ring = DOORBELL_RING_LIST, .list_block = 1, .cached_ring = true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		struct dma_async_tx_descriptor *tx;
		struct dma_tx_state s;
		dma_cookie_t cookie;

		configure(cfg[i]);
		/* The channel has run before, for another kind of job. */
		finish(dmaengine_prep_dma_memset(chan, BUS(DST), 0, 400, 0));
		fake.hold = true;
		tx = dmaengine_prep_dma_cyclic(chan, BUS(SRC), 400, 100, DMA_MEM_TO_DEV, DMA_PREP_INTERRUPT);
		assert_non_null(tx);
		tx->callback = on_period;
		periods = 0;
		cookie = submit(tx);
		assert_true(cookie > 0);
		dma_async_issue_pending(chan);
		local_irq_enable();
		for (unsigned n = 1; n <= 11; n++) {
			assert_int_equal(fake_engine_run(1), 1);
			dmaengine_poll(chan);
			assert_int_equal(periods, n);
		}
		/* Eleven periods: 300 bytes into the third lap, and 30 more. */
		fake.current_bytes = 30;
		assert_int_equal(dmaengine_tx_status(chan, cookie, &s), DMA_IN_PROGRESS);
		assert_int_equal(s.residue, 70);
		/* Nobody else gets in. */
		tx = dmaengine_prep_dma_memset(chan, BUS(DST), 0, 4, 0);
		assert_int_equal(dmaengine_submit(tx), -EBUSY);
		dmaengine_desc_free(tx);
		/* Late by more than a lap: the callbacks of one lap. */
		assert_int_equal(fake_engine_run(9), 9);
		dmaengine_poll(chan);
		assert_int_equal(periods, 15);
		local_irq_disable();
		fake.hold = false;
		fake.current_bytes = 0;
		assert_int_equal(dmaengine_terminate_sync(chan), 0);
		assert_int_equal(dmaengine_tx_status(chan, cookie, &s), DMA_ERROR);
		assert_int_equal(s.error, -ECANCELED);
		/* And the channel is free for others again. */
		finish(dmaengine_prep_dma_memset(chan, BUS(DST), 7, 8, 0));
		assert_int_equal(MEM(DST)[7], 7);
	}
}

static void bad_cycles_are_refused(void **state)
{
	static const struct {
		uint32_t len, period;
		enum dma_transfer_direction dir;
	} bad[] = {{400, 0, DMA_MEM_TO_DEV},
		   {400, 300, DMA_MEM_TO_DEV},
		   {400, 400, DMA_MEM_TO_DEV},
		   {1700, 100, DMA_DEV_TO_MEM},
		   {400, 100, DMA_MEM_TO_MEM}};
	struct dma_async_tx_descriptor *tx;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_null(dmaengine_prep_dma_cyclic(chan, BUS(SRC), bad[i].len, bad[i].period, bad[i].dir, 0));
		assert_int_equal(errno, EINVAL);
	}
	/* Not beside other jobs. */
	fake.hold = true;
	post(8, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	tx = dmaengine_prep_dma_cyclic(chan, BUS(SRC), 1600, 100, DMA_MEM_TO_DEV, 0);
	assert_non_null(tx);
	assert_int_equal(dmaengine_submit(tx), -EBUSY);
	dmaengine_desc_free(tx);
	fake.hold = false;
	dmaengine_terminate_sync(chan);
	configure((struct dma_slave_config){.ring = DOORBELL_RING_OWNER});
	assert_null(dmaengine_prep_dma_cyclic(chan, BUS(SRC), 400, 100, DMA_MEM_TO_DEV, 0));
	assert_int_equal(errno, EOPNOTSUPP);
}

/* ---- residue, channels, capabilities ---- */

static void residue_counts_from_where_the_engine_is(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.slots = 8},
		{.slots = 8, .ring = DOORBELL_RING_OWNER},
		{.slots = 8, .ring = DOORBELL_RING_LIST, .list_block = 2},
	};
	struct dma_seg seg[3];

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		dma_cookie_t before, job, behind;
		struct dma_tx_state s;

		configure(cfg[i]);
		/* So that the jobs under test wrap. */
		for (unsigned n = 0; n < 5; n++)
			finish(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 8, 0));
		fake.hold = true;
		for (unsigned k = 0; k < 3; k++)
			seg[k] = (struct dma_seg){.dst = BUS(DST + 256 * k), .src = BUS(SRC), .len = 100 + k};
		before = post(50, BUS(DST), BUS(SRC));
		job = submit(dmaengine_prep_dma_sg(chan, seg, 3, 0));
		dma_async_issue_pending(chan);
		behind = post(60, BUS(DST), BUS(SRC));
		assert_int_equal(dmaengine_tx_status(chan, job, &s), DMA_IN_PROGRESS);
		assert_int_equal(s.residue, 303);
		assert_int_equal(fake_engine_run(2), 2);
		fake.current_bytes = 11;
		assert_int_equal(dmaengine_tx_status(chan, job, &s), DMA_IN_PROGRESS);
		assert_int_equal(s.residue, 303 - 100 - 11);
		assert_int_equal(dmaengine_tx_status(chan, before, &s), DMA_COMPLETE);
		assert_int_equal(s.residue, 0);
		assert_int_equal(dmaengine_tx_status(chan, behind, &s), DMA_IN_PROGRESS);
		assert_int_equal(s.residue, 60);
		fake.hold = false;
		fake.current_bytes = 0;
		assert_int_equal(dmaengine_terminate_sync(chan), 0);
		fake_log_clear();
	}
}

static void channels_are_independent(void **state)
{
	struct dma_chan *first = chan, *second = dma_request_chan(&engine, 1);
	static const struct dma_slave_config list = {.ring = DOORBELL_RING_LIST, .weight = 3};
	dma_cookie_t bad, good;

	(void)state;
	assert_non_null(second);
	assert_int_equal(dmaengine_slave_config(second, &list), 0);
	bad = post(8, BUS(DST), 64);
	dma_async_issue_pending(chan);
	chan = second;
	good = post(100, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(second, good, 100), 0);
	assert_int_equal(dmaengine_wait(first, bad, 100), -EFAULT);
	assert_memory_equal(MEM(DST), MEM(SRC), 100);
	assert_int_equal((fake.ev[fake_find(0, EV_WRITE, CHAN(1, CFG))].value & DB_DMACH_CFG_WEIGHT) >>
				 DB_DMACH_CFG_WEIGHT_SHIFT,
			 3);
	chan = first;
	dma_release_channel(second);
}

static void what_a_build_lacks_is_refused(void **state)
{
	static const struct dma_slave_config list = {.ring = DOORBELL_RING_LIST},
					     block = {.ring = DOORBELL_RING_LIST, .list_block = 2};
	struct dma_slave_caps caps;

	(void)state;
	dma_get_slave_caps(chan, &caps);
	assert_true(caps.memset && caps.interleaved && caps.cyclic && caps.list && caps.owner);
	assert_int_equal(caps.directions, 7);
	engine.cap &= DB_DMA_CAP_CHANNELS | DB_DMA_CAP_ADDR_BITS | DB_DMA_CAP_TAIL | DB_DMA_CAP_LIST;
	dma_get_slave_caps(chan, &caps);
	assert_false(caps.memset || caps.interleaved || caps.cyclic || caps.owner);
	assert_int_equal(caps.directions, 1);
	/* Lists without the block form are plain. */
	assert_int_equal(dmaengine_slave_config(chan, &block), -EOPNOTSUPP);
	assert_int_equal(dmaengine_slave_config(chan, &list), 0);
	engine.cap &= ~DB_DMA_CAP_LIST;
	assert_int_equal(dmaengine_slave_config(chan, &list), -EOPNOTSUPP);
	configure((struct dma_slave_config){.stride = 64});
	errno = 0;
	assert_null(dmaengine_prep_dma_memset(chan, BUS(DST), 0, 8, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	errno = 0;
	assert_null(dmaengine_prep_slave_single(chan, BUS(DST), 8, DMA_MEM_TO_DEV, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	engine.cap |= DB_DMA_CAP_STREAM;
	errno = 0;
	assert_null(dmaengine_prep_dma_cyclic(chan, BUS(DST), 16, 8, DMA_MEM_TO_DEV, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	memset(&xt, 0, sizeof(xt));
	xt.t = (struct dma_interleaved_template){
		.src_inc = true, .dst_inc = true, .numf = 2, .frame_size = 1, .dir = DMA_MEM_TO_MEM};
	xt.t.sgl[0].size = 8;
	errno = 0;
	assert_null(dmaengine_prep_interleaved_dma(chan, &xt.t, 0));
	assert_int_equal(errno, EOPNOTSUPP);
	/* Copies need slots of 32 bytes. */
	configure((struct dma_slave_config){.stride = 16});
	errno = 0;
	assert_null(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 8, 0));
	assert_int_equal(errno, EOPNOTSUPP);
}

#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		T(lists_copy_in_blocks_and_plain_and_wrap),
		T(a_list_head_counts_its_block),
		T(a_list_grows_behind_the_engine),
		T(the_last_block_stays_until_it_has_a_successor),
		T(a_list_recovers_from_an_error),
		T(fills),
		T(gathers_and_scatters),
		T(moves_rows),
		T(bad_templates_are_refused),
		T(packets_go_round),
		T(a_long_packet_takes_two_jobs),
		T(bad_directions_are_refused),
		T(cycles_run_until_terminated),
		T(bad_cycles_are_refused),
		T(residue_counts_from_where_the_engine_is),
		T(channels_are_independent),
		T(what_a_build_lacks_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
