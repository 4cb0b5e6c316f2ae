/* SPDX-License-Identifier: Apache-2.0
 * The channel API against an engine made of C: rings, doorbells and their fences, completions, errors, recovery, stop.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>
#include <doorbell/cmo.h>
#include <doorbell/csr.h>
#include <doorbell/descriptor.h>
#include <doorbell/dmaengine.h>
#include <doorbell/memmap.h>
#include <doorbell/regs.h>
#include <doorbell/straps.h>
#include "fake.h"

#define CH(reg) (DB_DMA_BASE + 0x1000u + DB_DMACH_##reg)
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
	fake.no_stop = false;
	dma_release_channel(chan);
	return fake.live_blocks ? -1 : 0;
}

static dma_cookie_t post(uint32_t len, unsigned long flags, dma_addr_t dst, dma_addr_t src)
{
	struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_memcpy(chan, dst, src, len, flags);

	return tx ? dmaengine_submit(tx) : -1000;
}

static void configure(struct dma_slave_config cfg)
{
	assert_int_equal(dmaengine_slave_config(chan, &cfg), 0);
}

static void copies(void **state)
{
	(void)state;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 1000, 100), 0);
	assert_memory_equal(MEM(DST), MEM(SRC), 1000);
	assert_int_equal(MEM(DST)[1000], 0);
}

static void another_engine_is_refused(void **state)
{
	struct doorbell_dma other = {0};

	(void)state;
	assert_int_equal(doorbell_dma_probe(&other, DB_DMA_BASE + 0x1000, 0), -ENODEV);
	fake.cap &= ~DB_DMA_CAP_CHANNELS;
	assert_int_equal(doorbell_dma_probe(&other, DB_DMA_BASE, 0), -ENODEV);
}

static void channels_are_exclusive(void **state)
{
	(void)state;
	assert_null(dma_request_chan(&engine, 0));
	assert_int_equal(errno, EBUSY);
	assert_null(dma_request_chan(&engine, engine.channels));
	assert_int_equal(errno, EINVAL);
}

static void bad_configurations_change_nothing(void **state)
{
	static const struct {
		struct dma_slave_config cfg;
		int error;
	} bad[] = {
		{{.slots = 1}, -EINVAL},
		{{.slots = 65537}, -EINVAL},
		{{.records = 1}, -EINVAL},
		{{.ring = DOORBELL_RING_LIST, .stride = 16}, -EINVAL},
		{{.ring = DOORBELL_RING_LIST, .slots = 8, .list_block = 5}, -EINVAL},
		{{.weight = 16}, -EINVAL},
		{{.stride = 48}, -EINVAL},
		{{.ring = DOORBELL_RING_OWNER, .cached_ring = true, .stride = 32}, -EINVAL},
		{{.slots = 65536, .stride = 64}, -ENOMEM},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(dmaengine_slave_config(chan, &bad[i].cfg), bad[i].error);
	assert_int_equal(fake.live_blocks, 0);
	assert_int_equal(fake_find(0, EV_WRITE, CH(CTRL)), -1);
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 8, 100), 0);
}

static void owner_rings_need_an_engine_that_has_them(void **state)
{
	struct dma_slave_config cfg = {.ring = DOORBELL_RING_OWNER};

	(void)state;
	engine.quirks = DB_QUIRK_STALE_DESC;
	assert_int_equal(dmaengine_slave_config(chan, &cfg), -EOPNOTSUPP);
	engine.quirks = 0;
	engine.cap &= ~DB_DMA_CAP_OWNER;
	assert_int_equal(dmaengine_slave_config(chan, &cfg), -EOPNOTSUPP);
}

static void nothing_is_published_before_issue(void **state)
{
	dma_cookie_t cookie = post(64, 0, BUS(DST), BUS(SRC));

	(void)state;
	assert_true(cookie >= DMA_MIN_COOKIE);
	assert_int_equal(fake_find(0, EV_WRITE, CH(TAIL)), -1);
	assert_int_equal(dmaengine_tx_status(chan, cookie, NULL), DMA_IN_PROGRESS);
	assert_int_equal(dmaengine_wait(chan, cookie, 5), -ETIMEDOUT);
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, cookie, 100), 0);
	assert_int_equal(fake.jobs, 1);
}

static void the_doorbell_follows_a_fence(void **state)
{
	int doorbell, run;

	(void)state;
	post(64, 0, BUS(DST), BUS(SRC));
	fake_log_clear();
	dma_async_issue_pending(chan);
	doorbell = fake_find(0, EV_WRITE, CH(TAIL));
	run = fake_find(0, EV_WRITE, CH(CTRL));
	assert_true(doorbell > run && run > 0);
	assert_int_equal(fake.ev[doorbell - 1].kind, EV_FENCE);
	assert_string_equal(fake.ev[doorbell - 1].fence, "w,o");
	assert_int_equal(fake.ev[doorbell].value, 1);
	/* Everything that RUN takes was written before it. */
	assert_true(fake_find(0, EV_WRITE, CH(REC_BASE)) < run && fake_find(0, EV_WRITE, CH(RING_SIZE)) < run);
}

static void a_completion_is_acquired_and_its_record_given_back(void **state)
{
	dma_cookie_t cookie;
	int give;

	(void)state;
	fake.hold = true;
	cookie = post(64, 0, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	fake_engine_run(1);
	fake_log_clear();
	assert_int_equal(dmaengine_tx_status(chan, cookie, NULL), DMA_COMPLETE);
	assert_int_equal(fake_find(0, EV_FENCE, 0), 0);
	assert_string_equal(fake.ev[0].fence, "r,r");
	give = fake_find(0, EV_WRITE, CH(REC_TAIL));
	assert_int_equal(fake.ev[give].value, 1);
	assert_string_equal(fake.ev[give - 1].fence, "rw,o");
}

static void rings_wrap(void **state)
{
	static const struct dma_slave_config cfg[] = {
		{.slots = 2, .records = 2},
		{.slots = 5, .records = 3},
		{.slots = 3, .records = 7, .record_per_line = true, .stride = 64},
		{.slots = 5, .cached_ring = true},
		{.ring = DOORBELL_RING_OWNER, .slots = 2},
		{.ring = DOORBELL_RING_OWNER, .slots = 5, .cached_ring = true},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		configure(cfg[i]);
		fake.jobs = 0;
		for (int n = 0; n < 40; n++) {
			memset(MEM(DST), 0, 64);
			assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC + n), 64, 100), 0);
			assert_memory_equal(MEM(DST), MEM(SRC + n), 64);
		}
		assert_int_equal(fake.jobs, 40);
		assert_int_equal(dmaengine_terminate_sync(chan), 0);
		fake_log_clear();
	}
}

/* Descriptors of 64 bytes and records of a line each, where a line has 32: the bases are aligned to the slots all the
 * same. */
static void short_lines_do_not_misalign_rings(void **state)
{
	(void)state;
	platform.line_bytes = 32;
	for (int i = 0; i < 4; i++) {
		/* Move what the allocator gives next. */
		void *odd = dma_kmalloc(32);

		configure((struct dma_slave_config){.stride = 64, .record_per_line = true, .cached_ring = i & 1});
		assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
		dmaengine_terminate_sync(chan);
		dma_kfree(odd);
	}
}

static void a_full_ring_refuses_and_goes_on(void **state)
{
	struct dma_async_tx_descriptor *tx[4];
	dma_cookie_t first;

	(void)state;
	configure((struct dma_slave_config){.slots = 4});
	fake.hold = true;
	for (int i = 0; i < 4; i++)
		tx[i] = dmaengine_prep_dma_memcpy(chan, BUS(DST + 64 * i), BUS(SRC), 64, 0);
	assert_null(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 64, 0));
	assert_int_equal(errno, ENOSPC);
	first = dmaengine_submit(tx[0]);
	assert_true(dmaengine_submit(tx[1]) > 0 && dmaengine_submit(tx[2]) > 0);
	assert_int_equal(dmaengine_submit(tx[3]), -EAGAIN);
	dma_async_issue_pending(chan);
	assert_int_equal(fake_engine_run(9), 3);
	assert_int_equal(dmaengine_poll(chan), 3);
	assert_int_equal(dmaengine_submit(tx[3]), first + 3);
	dma_async_issue_pending(chan);
	fake_engine_run(1);
	assert_int_equal(dmaengine_tx_status(chan, first + 3, NULL), DMA_COMPLETE);
	assert_memory_equal(MEM(DST + 192), MEM(SRC), 64);
}

static void segments_are_one_job(void **state)
{
	static const struct dma_seg seg[3] = {
		{BUS(DST), BUS(SRC), 10}, {BUS(DST + 10), BUS(SRC + 100), 1}, {BUS(DST + 11), BUS(SRC + 7), 100}};
	static const struct dma_slave_config cfg[] = {
		{.slots = 5}, {.slots = 5, .ring = DOORBELL_RING_OWNER}, {.slots = 4, .cached_ring = true}};

	(void)state;
	for (size_t i = 0; i < sizeof(cfg) / sizeof(cfg[0]); i++) {
		configure(cfg[i]);
		for (int n = 0; n < 7; n++) {
			struct dma_async_tx_descriptor *tx = dmaengine_prep_dma_sg(chan, seg, 3, 0);
			dma_cookie_t cookie = dmaengine_submit(tx);

			dma_async_issue_pending(chan);
			assert_int_equal(dmaengine_wait(chan, cookie, 100), 0);
			assert_memory_equal(MEM(DST + 11), MEM(SRC + 7), 100);
			assert_int_equal(MEM(DST + 10)[0], MEM(SRC + 100)[0]);
		}
		assert_null(dmaengine_prep_dma_sg(chan, seg, 0, 0));
		assert_null(dmaengine_prep_dma_sg(chan, seg, cfg[i].slots, 0));
		dmaengine_terminate_sync(chan);
	}
}

static void owner_bits_come_last(void **state)
{
	int poll;

	(void)state;
	configure((struct dma_slave_config){.ring = DOORBELL_RING_OWNER});
	fake.hold = true;
	post(64, 0, BUS(DST), BUS(SRC));
	/* The engine polls on its own: a slot without its owner bit is not executed. */
	dma_async_issue_pending(chan);
	fake_engine_run(1);
	dmaengine_poll(chan);
	fake.jobs = 0;
	post(64, 0, BUS(DST), BUS(SRC));
	assert_int_equal(fake_engine_run(1), 0);
	fake_log_clear();
	dma_async_issue_pending(chan);
	assert_string_equal(fake.ev[0].fence, "w,w");
	poll = fake_find(0, EV_WRITE, CH(POLL));
	assert_string_equal(fake.ev[poll - 1].fence, "w,o");
	assert_int_equal(fake_engine_run(1), 1);
}

static void cached_descriptors_are_cleaned_before_the_doorbell(void **state)
{
	static const enum doorbell_ring ring[] = {DOORBELL_RING_TAIL, DOORBELL_RING_OWNER};

	(void)state;
	for (int i = 0; i < 2; i++) {
		uint64_t lo, hi;
		int clean, bell;

		configure((struct dma_slave_config){.cached_ring = true, .ring = ring[i]});
		fake_log_clear();
		post(64, 0, BUS(DST), BUS(SRC));
		dma_async_issue_pending(chan);
		assert_int_equal(fake_cmos(CMO_CLEAN, &lo, &hi), 1);
		clean = fake_find(0, EV_CMO, hi);
		bell = fake_find(0, EV_WRITE, i ? CH(POLL) : CH(TAIL));
		assert_true(bell > clean && fake_find(clean, EV_FENCE, 0) < bell);
		assert_int_equal(dmaengine_wait(chan, 1 + i, 100), 0);
		/* Only an owner ring is written by the engine: only there the CPU must look past its cache. */
		assert_int_equal(fake_cmos(CMO_INVAL, &lo, &hi) > 0, i);
		dmaengine_terminate_sync(chan);
	}
}

static void errors_are_named_and_recovered_from(void **state)
{
	static const struct dma_slave_config cfg[] = {{.slots = 4},
						      {.slots = 4, .ring = DOORBELL_RING_OWNER},
						      {.slots = 4, .ring = DOORBELL_RING_OWNER, .cached_ring = true}};
	static const struct {
		dma_addr_t dst, src;
		uint32_t len;
		int error;
		uint8_t code;
	} bad[] = {
		{BUS(DST), BUS(SRC), 0, -EINVAL, DB_REC_CODE_BAD_DESC},
		{BUS(DST), 0x1000, 64, -EFAULT, DB_REC_CODE_READ_DEC},
		{0, BUS(SRC), 64, -EFAULT, DB_REC_CODE_WRITE_DEC},
		{BUS(DST), (uintptr_t)MEM(SRC), 64, -EFAULT, DB_REC_CODE_READ_DEC},
	};

	(void)state;
	for (size_t c = 0; c < sizeof(cfg) / sizeof(cfg[0]); c++) {
		configure(cfg[c]);
		for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
			struct dma_tx_state s;
			dma_cookie_t before, it, behind;

			fake.hold = true;
			before = post(64, 0, BUS(DST), BUS(SRC));
			it = post(bad[i].len, DOORBELL_PREP_UNCHECKED, bad[i].dst, bad[i].src);
			behind = post(64, 0, BUS(DST + 64), BUS(SRC));
			dma_async_issue_pending(chan);
			fake_engine_run(9);
			assert_int_equal(dmaengine_wait(chan, it, 100), bad[i].error);
			assert_int_equal(dmaengine_tx_status(chan, it, &s), DMA_ERROR);
			assert_int_equal(s.code, bad[i].code);
			assert_int_equal(s.residue, bad[i].len);
			assert_int_equal(dmaengine_wait(chan, before, 100), 0);
			assert_int_equal(dmaengine_wait(chan, behind, 100), -ECANCELED);
			fake.hold = false;
			fake.jobs = 0;
			assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC + i), 64, 100), 0);
			assert_memory_equal(MEM(DST), MEM(SRC + i), 64);
			/* What was cancelled is not executed when the ring comes to its slot. */
			assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
			fake_engine_run(9);
			assert_int_equal(fake.jobs, 2);
		}
		dmaengine_terminate_sync(chan);
	}
}

static void a_zero_length_is_refused_before_the_engine_sees_it(void **state)
{
	(void)state;
	assert_null(dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 0, 0));
	assert_int_equal(errno, EINVAL);
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 0, 100), -EINVAL);
}

static void a_halt_without_a_record_is_found(void **state)
{
	(void)state;
	fake.halt_silently = true;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), 0, 64, 1000), -EFAULT);
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
}

static void a_time_out_ends_in_a_stop(void **state)
{
	(void)state;
	fake.hang = true;
	fake.stop_reads = 3;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), -ETIMEDOUT);
	assert_true(fake_find(0, EV_WRITE, CH(CTRL)) >= 0);
	fake.hang = false;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
}

static void an_engine_that_never_drains_does_not_hang_us(void **state)
{
	(void)state;
	fake.hang = fake.no_stop = true;
	post(64, 0, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	dmaengine_terminate_async(chan);
	assert_int_equal(dmaengine_synchronize(chan), -ETIMEDOUT);
	/* Still the engine's: nothing new goes into the ring. */
	assert_int_equal(post(64, 0, BUS(DST), BUS(SRC)), -EAGAIN);
	fake.no_stop = false;
	assert_int_equal(dmaengine_synchronize(chan), 0);
}

static int called;

static void count_call(void *arg)
{
	called += (int)(intptr_t)arg;
}

static void terminate_cancels_and_keeps_what_was_done(void **state)
{
	struct dma_async_tx_descriptor *tx;
	dma_cookie_t done, cancelled;

	(void)state;
	called = 0;
	fake.hold = true;
	done = post(64, 0, BUS(DST), BUS(SRC));
	tx = dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 64, 0);
	tx->callback = count_call;
	tx->callback_param = (void *)1;
	cancelled = dmaengine_submit(tx);
	dma_async_issue_pending(chan);
	fake_engine_run(1);
	fake.stop_reads = 2;
	assert_int_equal(dmaengine_terminate_sync(chan), 0);
	assert_int_equal(dmaengine_tx_status(chan, done, NULL), DMA_COMPLETE);
	assert_int_equal(dmaengine_wait(chan, cancelled, 10), -ECANCELED);
	assert_int_equal(called, 0);
	fake.hold = false;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
}

static void pause_holds_and_resume_goes_on(void **state)
{
	dma_cookie_t cookie;

	(void)state;
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 8, 100), 0);
	assert_int_equal(dmaengine_pause(chan), 0);
	cookie = post(64, 0, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, cookie, 50), -ETIMEDOUT);
	assert_int_equal(dmaengine_tx_status(chan, cookie, NULL), DMA_PAUSED);
	assert_int_equal(dmaengine_resume(chan), 0);
	assert_int_equal(dmaengine_wait(chan, cookie, 100), 0);
}

static void completions_interrupt(void **state)
{
	struct dma_async_tx_descriptor *tx;
	dma_cookie_t cookie;
	int ack;

	(void)state;
	configure((struct dma_slave_config){.interrupt = true});
	local_irq_enable();
	called = 0;
	tx = dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 64, DMA_PREP_INTERRUPT);
	tx->callback = count_call;
	tx->callback_param = (void *)1;
	fake.hold = true;
	cookie = dmaengine_submit(tx);
	dma_async_issue_pending(chan);
	fake.hold = false;
	fake_log_clear();
	assert_int_equal(dmaengine_wait(chan, cookie, 1000), 0);
	assert_int_equal(called, 1);
	/* Acknowledged before the records are looked at, and read back before the handler returns. */
	ack = fake_find(0, EV_WRITE, CH(IRQ_STAT));
	assert_true(ack >= 0 && fake_find(ack, EV_READ, CH(IRQ_STAT)) > ack);
	assert_true(ack < fake_find(0, EV_WRITE, CH(REC_TAIL)));
	local_irq_disable();
}

static void a_lost_interrupt_costs_time_only(void **state)
{
	dma_cookie_t cookie;

	(void)state;
	configure((struct dma_slave_config){.interrupt = true});
	local_irq_enable();
	fake.lose_irq = true;
	cookie = post(64, DMA_PREP_INTERRUPT, BUS(DST), BUS(SRC));
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, cookie, 1000), 0);
	local_irq_disable();
}

static void errors_interrupt(void **state)
{
	dma_cookie_t cookie;

	(void)state;
	configure((struct dma_slave_config){.interrupt = true});
	local_irq_enable();
	fake.halt_silently = true;
	cookie = post(64, DMA_PREP_INTERRUPT, BUS(DST), 0);
	dma_async_issue_pending(chan);
	assert_int_equal(dmaengine_wait(chan, cookie, 1000), -EFAULT);
	local_irq_disable();
}

static void a_coherent_platform_gets_no_maintenance(void **state)
{
	(void)state;
	platform.coherent = DB_SYSCTL_COHERENT_MODE_ALL;
	configure((struct dma_slave_config){.cached_ring = true});
	assert_true(dmaengine_get_dma_device(chan)->dma_coherent);
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
	assert_int_equal(fake_count(EV_CMO), 0);
	dmaengine_terminate_sync(chan);
	platform.coherent = DB_SYSCTL_COHERENT_MODE_NONE;
	configure((struct dma_slave_config){.coherent = true});
	assert_false(dmaengine_get_dma_device(chan)->dma_coherent);
	platform.coherent = DB_SYSCTL_COHERENT_MODE_CHANNEL;
	configure((struct dma_slave_config){.coherent = true});
	assert_true(dmaengine_get_dma_device(chan)->dma_coherent);
	fake_log_clear();
	assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 64, 100), 0);
	assert_true(fake.ev[fake_find(0, EV_WRITE, CH(CFG))].value & DB_DMACH_CFG_COHERENT);
}

static void cookies_survive_many_jobs(void **state)
{
	struct dma_tx_state s;

	(void)state;
	configure((struct dma_slave_config){.slots = 2});
	/* More jobs than a descriptor's cookie field can count. */
	for (int i = 0; i < 33000; i++) {
		fake_log_clear();
		assert_int_equal(dmaengine_memcpy(chan, BUS(DST), BUS(SRC), 1, 100), 0);
	}
	assert_int_equal(dmaengine_tx_status(chan, 33000, &s), DMA_COMPLETE);
	assert_int_equal(s.last, 33000);
	assert_int_equal(dmaengine_tx_status(chan, 0, NULL), DMA_ERROR);
	assert_int_equal(dmaengine_tx_status(chan, -1, NULL), DMA_ERROR);
}

static struct dma_async_tx_descriptor *again;

static void resubmit(void *arg)
{
	int *left = arg;

	if (!(*left)--)
		return;
	again = dmaengine_prep_dma_memcpy(chan, BUS(DST), BUS(SRC), 64, 0);
	assert_non_null(again);
	again->callback = resubmit;
	again->callback_param = arg;
	assert_true(dmaengine_submit(again) > 0);
	dma_async_issue_pending(chan);
}

static void callbacks_may_submit(void **state)
{
	int left = 10;

	(void)state;
	configure((struct dma_slave_config){.slots = 2});
	resubmit(&left);
	for (int i = 0; i < 100; i++) {
		fake_engine_run(1);
		dmaengine_poll(chan);
	}
	assert_int_equal(fake.jobs, 10);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(copies),
		T(another_engine_is_refused),
		T(channels_are_exclusive),
		T(bad_configurations_change_nothing),
		T(owner_rings_need_an_engine_that_has_them),
		T(nothing_is_published_before_issue),
		T(the_doorbell_follows_a_fence),
		T(a_completion_is_acquired_and_its_record_given_back),
		T(rings_wrap),
		T(short_lines_do_not_misalign_rings),
		T(a_full_ring_refuses_and_goes_on),
		T(segments_are_one_job),
		T(owner_bits_come_last),
		T(cached_descriptors_are_cleaned_before_the_doorbell),
		T(errors_are_named_and_recovered_from),
		T(a_zero_length_is_refused_before_the_engine_sees_it),
		T(a_halt_without_a_record_is_found),
		T(a_time_out_ends_in_a_stop),
		T(an_engine_that_never_drains_does_not_hang_us),
		T(terminate_cancels_and_keeps_what_was_done),
		T(pause_holds_and_resume_goes_on),
		T(completions_interrupt),
		T(a_lost_interrupt_costs_time_only),
		T(errors_interrupt),
		T(a_coherent_platform_gets_no_maintenance),
		T(cookies_survive_many_jobs),
		T(callbacks_may_submit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
