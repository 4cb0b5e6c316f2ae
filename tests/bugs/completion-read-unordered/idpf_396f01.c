/* SPDX-License-Identifier: Apache-2.0
 * Completions carry the numbers of another one: the clean-up loop copies the fields of a completion and looks at its
 * done flag afterwards. What it copied can be older than what the flag says. Completions are recycled, so that the old
 * fields look plausible.
 *
 * @test what: fields of a completion loaded before its done flag
 * @test source: Linux idpf, commit 396f0165672c (descriptor fields read before the generation bit)
 */
#include <doorbell/lab.h>

enum { SLOTS = 4, JOBS = 24, POLLS = 4000 };

static struct lab lab;

struct completion {
	uint32_t bytes, cookie;
};

static bool done(const volatile struct lab_rec *rec)
{
	return rec->status >> DB_REC_STATUS_PHASE_SHIFT == lab.phase;
}

static bool clean(struct completion *c)
{
	const volatile struct lab_rec *rec = &lab.rec[lab.rec_tail];

	if (!BUGGY) {
		if (!done(rec))
			return false;
		dma_rmb();
	}
	c->bytes = rec->bytes;	 /* BUG: before the flag is known */
	c->cookie = rec->cookie; /* BUG: the same */
	return BUGGY ? done(rec) : true;
}

static void consumed(void)
{
	if (++lab.rec_tail == SLOTS) {
		lab.rec_tail = 0;
		lab.phase ^= 1;
	}
	writel(lab.rec_tail, lab_reg(&lab, DB_DMACH_REC_TAIL));
}

int main(void)
{
	dma_addr_t src, dst;

	lab_open(&lab, LAB_TAIL, SLOTS, NULL);
	lab_wire(&lab, 64 + JOBS, &src);
	lab_wire(&lab, 64 + JOBS, &dst);
	for (unsigned n = 0; n < JOBS; n++) {
		struct completion c = {0};
		unsigned i;

		lab_fill(&lab, src, dst, 64 + n, (n + 1) << DB_DESC_FLAGS_COOKIE_SHIFT);
		lab_doorbell(&lab);
		for (i = 0; i < POLLS && !clean(&c); i++)
			;
		lab_check(i < POLLS, "no completion within the bound");
		lab_check(c.cookie == n + 1, "a completion has the cookie of another");
		lab_check(c.bytes == 64 + n, "a completion has the length of another");
		consumed();
	}
	return 0;
}
