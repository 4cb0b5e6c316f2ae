/* SPDX-License-Identifier: Apache-2.0
 * Runs every litmus test ROUNDS times, with different delays, and leaves the counts of their outcomes in the signature:
 * five words a test, the last one for outcomes that are none. Channel 0 of the engine, no driver: this program does its
 * own fences and maintenance.
 */
#include <stdint.h>
#include <stdio.h>
#include <doorbell/cmo.h>
#include <doorbell/descriptor.h>
#include <doorbell/io.h>
#include <doorbell/memmap.h>
#include <doorbell/regs.h>

#ifndef ROUNDS
#define ROUNDS 20
#endif
#define SLOTS 64u
#define OUTCOMES 4
#define TRIES 100000

enum agent { READS, READS_TWO, WRITES, WRITES_AWAITED, OVERWRITES, OWNER };

/* What the code of a test is given. */
struct ctx {
	uint64_t *x, *y, vx, vy;
	uintptr_t door, head;
	uint64_t bell, phase;
	volatile uint32_t *rec;
	uint64_t r0, r1;
};
struct litmus {
	void (*run)(struct ctx *c);
	enum agent agent;
	int cached;
	int by_register; /* the flag is HEAD, not the record */
};

#define ALIAS(p) ((volatile void *)((uintptr_t)(p) | DB_UNCACHED_ALIAS))
#define BUS(p) ((uint64_t)(uintptr_t)(p)-DB_RAM_BASE + DB_BUS_LO_BASE)
#define FENCE() __asm__ volatile("fence iorw, iorw" : : : "memory")
#define TEST(n, text)                                                                                                  \
	static void __attribute__((noinline)) test_##n(struct ctx *c)                                                  \
	{                                                                                                              \
		uint64_t r0 = 9, r1 = 9;                                                                               \
		__asm__ volatile(text                                                                                  \
				 : [r0] "+&r"(r0), [r1] "+&r"(r1)                                                      \
				 : [x] "r"(c->x), [y] "r"(c->y), [ux] "r"(ALIAS(c->x)), [uy] "r"(ALIAS(c->y)),         \
				   [vx] "r"(c->vx), [vy] "r"(c->vy), [door] "r"(c->door), [bell] "r"(c->bell),         \
				   [rec] "r"(c->rec), [head] "r"(c->head), [phase] "r"(c->phase)                       \
				 : "memory");                                                                          \
		c->r0 = r0;                                                                                            \
		c->r1 = r1;                                                                                            \
	}
#include "litmus_gen.h"
#define TESTS (sizeof(litmus) / sizeof(*litmus))

/* TESTS is only known to the compiler: the size goes into the assembly as an operand. */
static void __attribute__((used)) signature(void)
{
	__asm__ volatile(
		".pushsection .bss\n .balign 64\n .globl begin_signature, end_signature\n begin_signature:\n .zero %0\n"
		"end_signature:\n .popsection"
		:
		: "i"(TESTS * (OUTCOMES + 1) * 4));
}
extern uint32_t begin_signature[TESTS][OUTCOMES + 1];

struct desc {
	uint32_t flags, length;
	uint64_t next, src, dst;
};
struct record {
	uint32_t bytes, slot, cookie, status;
};

static struct desc ring[SLOTS] __attribute__((aligned(64)));
static struct record records[SLOTS] __attribute__((aligned(64)));
static struct {
	uint64_t v[8];
} line[6] __attribute__((aligned(64)));			     /* X, Y, source, other source, results */
static uint8_t far[8 * 4096] __attribute__((aligned(4096))); /* lines that push X and Y out of the cache */
#define X line[0].v
#define Y line[1].v
#define SOURCE line[2].v
#define OTHER line[3].v
#define RESULT line[4].v

static unsigned int slot, record, lap; /* next slot and record, laps of the records */

#define REG(name) ((uintptr_t)DB_DMA_BASE + 0x1000u + DB_DMACH_##name)
static void put(uintptr_t reg, uint32_t v)
{
	*(volatile uint32_t *)reg = v;
}
static uint32_t get(uintptr_t reg)
{
	return *(volatile uint32_t *)reg;
}

static uint32_t rnd(void)
{
	static uint32_t s;

	if (!s)
		s = *(volatile uint32_t *)(uintptr_t)(DB_SYSCTL_BASE + DB_SYSCTL_SEED) * 2654435761u | 1;
	s ^= s << 13;
	s ^= s >> 17;
	return s ^= s << 5;
}

static void delay(unsigned int n)
{
	while (n--)
		__asm__ volatile("");
}

static void fail(const char *what, unsigned int n)
{
	printf("litmus: test %u: %s: STATUS %x HEAD %u\n", n, what, get(REG(STATUS)), get(REG(HEAD)));
	_Exit(1);
}

/* A prefetch may bring the old line back between flush and store: it is dropped behind the store. */
static void set(uint64_t *p, uint64_t v)
{
	cbo_flush(p);
	FENCE();
	*(volatile uint64_t *)ALIAS(p) = v;
	FENCE();
	cbo_inval(p);
}

static uint64_t look(uint64_t *p)
{
	return *(volatile uint64_t *)ALIAS(p);
}

static void start(unsigned int mode)
{
	put(REG(CTRL), DB_DMACH_CTRL_STOP);
	for (unsigned int i = 0; get(REG(CTRL)) & DB_DMACH_CTRL_RUN; i++)
		if (i == TRIES)
			fail("the channel does not stop", 0);
	for (unsigned int i = 0; i < SLOTS; i++) {
		cbo_flush(&ring[i]);
		cbo_flush(&records[i]);
		FENCE();
		*(volatile uint32_t *)ALIAS(&ring[i].flags) = 0;
		*(volatile uint32_t *)ALIAS(&records[i].status) = 0;
	}
	FENCE();
	put(REG(CFG), mode | DB_DMACH_CFG_STRIDE_S32 << DB_DMACH_CFG_STRIDE_SHIFT |
			      (mode == DB_DMACH_CFG_MODE_TAIL ? DB_DMACH_CFG_REC_EN : 0));
	*(volatile uint64_t *)REG(RING_BASE) = BUS(ring);
	put(REG(RING_SIZE), SLOTS);
	*(volatile uint64_t *)REG(REC_BASE) = BUS(records);
	put(REG(REC_SIZE), SLOTS);
	put(REG(REC_TAIL), 0);
	put(REG(IRQ_EN), 0);
	put(REG(CTRL), DB_DMACH_CTRL_RUN);
	FENCE();
	slot = record = lap = 0;
}

static void describe(unsigned int s, uint32_t flags, uint64_t *src, uint64_t *dst)
{
	volatile struct desc *d = ALIAS(&ring[s % SLOTS]);

	d->length = 8;
	d->src = BUS(src);
	d->dst = BUS(dst);
	d->flags = flags;
}

static void push_out(void)
{
	for (unsigned int l = 0; l < 2; l++)
		for (unsigned int i = 0; i < sizeof(far); i += 4096)
			(void)*(volatile uint64_t *)(far + i + ((uintptr_t)line[l].v & 4095));
}

static unsigned int once(const struct litmus *t, unsigned int n)
{
	struct ctx c = {.x = X,
			.y = Y,
			.vx = 1,
			.vy = 1,
			.door = REG(TAIL),
			.head = REG(HEAD),
			.phase = !(lap & 1),
			.rec = &((volatile struct record *)ALIAS(&records[record]))->status};
	unsigned int slots = t->agent == READS_TWO ? 2 : 1, next = (slot + slots) % SLOTS;
	uint32_t copy = DB_DESC_FORM_COPY << DB_DESC_FLAGS_FORM_SHIFT;

	c.bell = next;
	set(X, 0);
	set(Y, 0);
	set(RESULT, 7);
	set(RESULT + 1, 7);
	set(SOURCE, t->agent == OVERWRITES ? 2 : 1);
	set(OTHER, 2);
	switch (t->agent) {
	case READS:
		describe(slot, copy, X, RESULT);
		break;
	case READS_TWO:
		describe(slot, copy | DB_DESC_FLAGS_MORE, X, RESULT);
		describe(slot + 1, copy, Y, RESULT + 1);
		break;
	case WRITES:
	case WRITES_AWAITED:
	case OVERWRITES:
		describe(slot, copy, SOURCE, X);
		break;
	case OWNER:
		cbo_flush(&ring[slot]);
		cbo_flush(&ring[next]);
		FENCE();
		describe(next, 0, SOURCE, RESULT);
		describe(slot, copy, SOURCE, RESULT);
		FENCE();
		cbo_inval(&ring[slot]);
		cbo_inval(&ring[next]);
		c.x = &ring[slot].src;
		c.vx = BUS(OTHER);
		c.y = (uint64_t *)&ring[slot];
		c.vy = (uint64_t)8 << 32 | copy | DB_DESC_FLAGS_OWN;
		c.door = REG(POLL);
		c.bell = 1;
		break;
	}
	FENCE();
	if (t->cached) {
		(void)*(volatile uint64_t *)X;
		if (!(rnd() & 3)) /* sometimes it is evicted again */
			push_out();
	}
	if (t->agent == WRITES || t->agent == WRITES_AWAITED)
		put(REG(TAIL), next);
	if (t->agent == OWNER)
		for (unsigned int i = 0; i < 3; i++) {
			put(REG(POLL), 1);
			delay(rnd() & 15);
		}
	delay(rnd() & (rnd() & 1 ? 7 : t->agent == OWNER ? 31 : 127));

	t->run(&c);

	/* the fence makes the core hurry: leave it time to be lazy, and sometimes evict what is dirty */
	if (t->agent == READS || t->agent == READS_TWO || t->agent == OWNER) {
		delay(rnd() & (rnd() & 1 ? 7 : 255));
		if (t->agent != OWNER && rnd() & 1)
			push_out();
	}
	FENCE();
	if (t->agent == OWNER) {
		cbo_clean(&ring[slot]);
		FENCE();
		put(REG(POLL), 1);
	}
	for (unsigned int i = 0; get(REG(HEAD)) != next; i++)
		if (i == TRIES)
			fail("the engine does not finish", n);
	FENCE();
	slot = next;
	if (t->agent != OWNER) {
		record = (record + 1) % SLOTS;
		lap += record == 0;
		put(REG(REC_TAIL), record);
	}
	switch (t->agent) {
	case READS:
		return (unsigned int)look(RESULT);
	case READS_TWO:
		return (unsigned int)(look(RESULT) + 2 * look(RESULT + 1));
	case WRITES:
		return (t->by_register ? (uint32_t)c.r0 == next : (uint32_t)c.r0 >> 31 == c.phase) +
		       2 * (unsigned int)c.r1;
	case OWNER:
		return (unsigned int)look(RESULT);
	default:
		return (unsigned int)c.r1;
	}
}

static void all(int owner)
{
	start(owner ? DB_DMACH_CFG_MODE_OWNER : DB_DMACH_CFG_MODE_TAIL);
	for (unsigned int round = 0; round < ROUNDS; round++)
		for (unsigned int n = 0; n < TESTS; n++)
			if ((litmus[n].agent == OWNER) == owner) {
				unsigned int o = once(&litmus[n], n);

				begin_signature[n][o < OUTCOMES ? o : OUTCOMES]++;
			}
}

int main(void)
{
	all(0);
	all(1);
	return 0;
}
