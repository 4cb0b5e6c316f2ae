/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_emit.h"
#include <string.h>

#define ALIAS (1ULL << 37)
#define LINE 64u
/* data: the first two pages are the hot window, a line at the end is used through its alias alone */
#define HOT 0x2000u
#define ALIAS_ONLY 0xf000u
#define FENCE(pred, succ) (0x0fu | (uint32_t)(pred) << 24 | (uint32_t)(succ) << 20)
#define CBO_INVAL 0
#define CBO_CLEAN 1
#define CBO_FLUSH 2
#define CBO_ZERO 4

static void put_cbo(struct gen *g, unsigned int which, unsigned int rs1)
{
	put32(g, 0x200f | rs1 << 15 | which << 20);
}

static void put_csr(struct gen *g, unsigned int f3, unsigned int rd, unsigned int rs1, unsigned int csr)
{
	put32(g, enc_i(0x73, f3, rd, rs1, (int)csr));
}

/* a line of data: hot, or one of sixteen that share four sets of the data cache */
static uint64_t some_line(struct gen *g)
{
	if (!rnd(g, 3))
		return g->cfg->data + rnd(g, HOT / LINE) * LINE;
	return g->cfg->data + HOT + rnd(g, 12) * 4096ULL + rnd(g, 4) * LINE;
}

static void put_alias_address(struct gen *g, unsigned int rd, unsigned int tmp, uint64_t pa)
{
	emit_li(g, rd, pa);
	put32(g, enc_i(0x13, 0, tmp, 0, 1));
	put32(g, enc_i(0x13, 1, tmp, tmp, 37));
	put32(g, enc_r(0x33, 6, 0, rd, rd, tmp));
}

/* n loads and stores of all sizes inside one line */
static void in_line(struct gen *g, unsigned int base, unsigned int n)
{
	while (n--) {
		unsigned int size = rnd(g, 4);
		int off = (int)(rnd(g, LINE >> size) << size);

		if (rnd(g, 2))
			put32(g, enc_s(size, base, any(g), off));
		else
			put32(g, enc_i(0x03, size == 3 ? 3 : size | rnd(g, 2) << 2, dest(g), base, off));
	}
}

/* one dword twice in the store buffer: with a fence between, which keeps the second store from merging */
static void again(struct gen *g, unsigned int base)
{
	int off = (int)rnd(g, LINE / 8) * 8;
	unsigned int n = 1 + rnd(g, 3);

	while (n--) {
		put32(g, enc_s(rnd(g, 4), base, any(g), off));
		put32(g, FENCE(1, 1));
		put32(g, enc_s(3, base, any(g), off));
		if (rnd(g, 2))
			put32(g, enc_s(rnd(g, 4), base, any(g), off ^ 8));
	}
	put32(g, enc_i(0x03, 3, dest(g), base, off));
}

static void loads(struct gen *g, unsigned int base, unsigned int n)
{
	while (n--) {
		unsigned int size = rnd(g, 4);

		put32(g, enc_i(0x03, size == 3 ? 3 : size | rnd(g, 2) << 2, dest(g), base,
			       (int)(rnd(g, LINE >> size) << size)));
	}
}

static void block_plain(struct gen *g)
{
	unsigned int n = 8 + rnd(g, 24);

	emit_li(g, R_FAR, some_line(g));
	while (n--)
		emit_one(g);
}

/* compare, count down and branch back */
static void block_loop(struct gen *g)
{
	unsigned int body = 1 + rnd(g, 12), n = 1 + rnd(g, 9);
	size_t top;
	int off;

	put32(g, enc_i(0x13, 0, R_LOOP, 0, (int)n));
	top = g->pos;
	while (body--)
		emit_one(g);
	resolve(g, 1);
	put32(g, enc_i(0x13, 0, R_LOOP, R_LOOP, -1));
	off = (int)top - (int)g->pos;
	put32(g, enc_r(0x63, 1, 0, 0, R_LOOP, 0) | imm_b(off));
}

static void block_call(struct gen *g)
{
	unsigned int body = 1 + rnd(g, 5), times = 1 + rnd(g, 3);
	size_t skip = g->pos, func;
	uint32_t v;

	put32(g, 0x6f);
	func = g->pos;
	while (body--)
		emit_one(g);
	resolve(g, 1);
	if (rnd(g, 2))
		put16(g, 0x8082);
	else
		put32(g, enc_i(0x67, 0, 0, R_LINK, 0));
	v = 0x6f | imm_j((int)(g->pos - skip));
	if (!g->full)
		memcpy(g->cfg->code + skip, &v, 4);
	while (times--) {
		int off = (int)func - (int)g->pos;

		if (rnd(g, 2)) {
			put32(g, 0x6f | R_LINK << 7 | imm_j(off));
		} else {
			put32(g, 0x17 | R_TMP << 7);
			put32(g, enc_i(0x67, 0, R_LINK, R_TMP, off));
		}
		if (rnd(g, 2))
			emit_alu(g);
	}
}

/* little but loads and stores: dependences through the store buffer, evictions, misses under misses */
static void block_memory(struct gen *g)
{
	unsigned int lines = 1 + rnd(g, 4);

	while (lines--) {
		unsigned int n = 2 + rnd(g, 8);

		emit_li(g, R_FAR, some_line(g));
		while (n--) {
			switch (rnd(g, 8)) {
			case 0:
				emit_alu(g);
				break;
			case 1:
			case 2:
				in_line(g, R_FAR, 1);
				break;
			case 3:
				again(g, R_FAR);
				break;
			default:
				emit_mem(g);
				break;
			}
		}
	}
}

static void block_atomic(struct gen *g)
{
	unsigned int n = 1 + rnd(g, 5);

	emit_li(g, R_FAR, some_line(g));
	while (n--) {
		if (rnd(g, 2))
			in_line(g, R_FAR, 1 + rnd(g, 2));
		emit_amo(g);
		if (rnd(g, 2))
			loads(g, R_FAR, 1 + rnd(g, 2));
	}
}

/* CMOs among stores to the same and to other lines, where none of them may change what a load gives */
static void block_cmo(struct gen *g)
{
	unsigned int n = 2 + rnd(g, 6);

	emit_li(g, R_FAR, some_line(g));
	while (n--) {
		switch (rnd(g, 7)) {
		case 0: /* clean, then invalidate: nothing is lost */
			in_line(g, R_FAR, 1 + rnd(g, 3));
			put_cbo(g, rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, R_FAR);
			if (rnd(g, 2))
				put32(g, FENCE(1 + 2 * rnd(g, 2), 1 + rnd(g, 3)));
			loads(g, R_FAR, rnd(g, 3));
			put_cbo(g, CBO_INVAL, R_FAR);
			break;
		case 1: { /* what an invalidation may lose is written again */
			unsigned int i;

			in_line(g, R_FAR, 1 + rnd(g, 3));
			put_cbo(g, CBO_INVAL, R_FAR);
			if (rnd(g, 2))
				put_cbo(g, CBO_ZERO, R_FAR);
			else
				for (i = 0; i < LINE / 8; i++)
					put32(g, enc_s(3, R_FAR, any(g), (int)i * 8));
			break;
		}
		case 2:
			put_cbo(g, CBO_ZERO, R_FAR);
			break;
		case 3:
			put_cbo(g, rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, rnd(g, 2) ? R_DATA : R_SP);
			break;
		case 4:
			put_cbo(g, rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, R_FAR);
			break;
		case 5:
			emit_amo(g);
			break;
		default:
			put32(g, FENCE(rnd(g, 16), rnd(g, 16)));
			break;
		}
		in_line(g, R_FAR, 1 + rnd(g, 3));
	}
}

/* a line changes hands between its two names, by the rules */
static void block_alias(struct gen *g)
{
	uint64_t line = some_line(g);
	int stores;

	put_alias_address(g, R_UC, R_TMP, line);
	emit_li(g, R_FAR, line);
	in_line(g, R_FAR, rnd(g, 6));
	stores = rnd(g, 3) != 0;
	put_cbo(g, !stores && rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, rnd(g, 2) ? R_FAR : R_UC);
	put32(g, FENCE(1 + 2 * rnd(g, 2) + 4 * rnd(g, 4), 3));
	if (!stores) {
		loads(g, R_UC, 1 + rnd(g, 4));
		in_line(g, R_FAR, rnd(g, 3));
		return;
	}
	in_line(g, R_UC, 1 + rnd(g, 8));
	put32(g, FENCE(3, 3));
	put_cbo(g, rnd(g, 2) ? CBO_INVAL : CBO_FLUSH, rnd(g, 2) ? R_FAR : R_UC);
	put32(g, FENCE(1 + 2 * rnd(g, 2), 3));
	loads(g, R_FAR, 1 + rnd(g, 4));
}

/* lines that have only their uncached name: no rules to keep */
static void block_uncached(struct gen *g)
{
	unsigned int n = 2 + rnd(g, 8);

	put_alias_address(g, R_UC, R_TMP, g->cfg->data + ALIAS_ONLY + rnd(g, 4) * LINE);
	while (n--) {
		in_line(g, R_UC, 1 + rnd(g, 3));
		if (!rnd(g, 3))
			emit_mem(g);
		if (!rnd(g, 4))
			put32(g, FENCE(rnd(g, 16), rnd(g, 16)));
	}
}

static void block_device(struct gen *g)
{
	unsigned int n = 2 + rnd(g, 8);

	while (n--) {
		emit_li(g, R_UC, g->cfg->io[rnd(g, 2)]);
		in_line(g, R_UC, 1 + rnd(g, 3));
		if (!rnd(g, 3))
			emit_mem(g);
		if (!rnd(g, 4))
			put32(g, FENCE(rnd(g, 16), rnd(g, 16)));
	}
}

/* stores one instruction over another, by halves where it may lie on an odd half */
static void put_store_insn(struct gen *g, unsigned int addr, unsigned int insn, int off)
{
	if (rnd(g, 2)) {
		put32(g, enc_s(1, addr, insn, off));
		put32(g, enc_r(0x13, 5, 0, insn, insn, 16));
		put32(g, enc_s(1, addr, insn, off + 2));
	} else { /* traps where it is misaligned; then the old instruction stays */
		put32(g, enc_s(2, addr, insn, off));
	}
}

/* code that rewrites the instruction after it, or a function that it calls before and after */
static void block_code(struct gen *g)
{
	unsigned int t = R_UC, times = 1 + rnd(g, 3), i;
	size_t slot, skip;
	uint32_t v;

	if (rnd(g, 2) && g->pos & 2)
		put16(g, 1);
	skip = g->pos;
	put32(g, 0x6f);
	while (rnd(g, 2))
		put16(g, 1);
	slot = g->pos;
	put32(g, enc_i(0x13, 0, dest(g), any(g), imm12(g)));
	if (rnd(g, 2))
		emit_alu(g);
	put32(g, enc_i(0x67, 0, 0, R_LINK, 0));
	v = 0x6f | imm_j((int)(g->pos - skip));
	if (!g->full)
		memcpy(g->cfg->code + skip, &v, 4);
	for (i = 0; i < times; i++) {
		if (rnd(g, 2)) /* fetch the old one */
			put32(g, 0x6f | R_LINK << 7 | imm_j((int)slot - (int)g->pos));
		emit_li(g, t, enc_i(0x13, 0, dest(g), any(g), imm12(g) & 0x7ff));
		/* another immediate in each round */
		put32(g, enc_i(0x13, 1, R_TMP, R_ROUND, 20));
		put32(g, enc_r(0x3b, 0, 0, t, t, R_TMP));
		put32(g, 0x17 | R_TMP << 7);
		put_store_insn(g, R_TMP, t, (int)slot - (int)(g->pos - 4));
		if (!rnd(g, 3))
			put_cbo(g, rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, R_TMP);
		if (!rnd(g, 3))
			emit_mem(g);
		put32(g, 0x100f);
		if (rnd(g, 2))
			emit_alu(g);
		put32(g, 0x6f | R_LINK << 7 | imm_j((int)slot - (int)g->pos));
	}
}

static void block_traps(struct gen *g)
{
	unsigned int n = 2 + rnd(g, 6);

	emit_li(g, R_FAR, some_line(g));
	while (n--) {
		if (rnd(g, 2))
			emit_mem(g);
		emit_trap(g);
		if (rnd(g, 2))
			emit_alu(g);
	}
}

/* what the alias and devices refuse */
static void block_refused(struct gen *g)
{
	static const uint8_t amo[] = {0, 4, 8, 12, 1, 2, 3};
	unsigned int n = 1 + rnd(g, 3);

	if (rnd(g, 2))
		put_alias_address(g, R_UC, R_TMP, some_line(g));
	else
		emit_li(g, R_UC, 0x10000000u);
	while (n--) {
		unsigned int f5 = amo[rnd(g, 7)];

		if (rnd(g, 3))
			put32(g, enc_r(0x2f, 2 + rnd(g, 2), f5 << 2, dest(g), R_UC, f5 == 2 ? 0 : any(g)));
		else
			put_cbo(g, CBO_ZERO, R_UC);
	}
}

/* jumps to where nothing is; the handler comes back to R_BACK */
static void block_lost(struct gen *g)
{
	put32(g, 0x17 | R_BACK << 7);
	put32(g, enc_i(0x13, 0, R_BACK, R_BACK, 12));
	put32(g, enc_i(0x67, 0, rnd(g, 2) ? R_LINK : 0, R_BAD, (int)rnd(g, 64) << 1));
	emit_alu(g);
}

static void block_csr(struct gen *g)
{
	static const uint16_t free_csr[] = {0x340, 0x340, 0x343};
	unsigned int n = 2 + rnd(g, 6), r;

	while (n--) {
		unsigned int csr = free_csr[rnd(g, 3)];

		switch (rnd(g, 8)) {
		case 0: /* counters: the values are followed, the path is exercised */
			put_csr(g, 2, dest(g), 0, rnd(g, 2) ? 0xb00 : 0xc00);
			break;
		case 1: /* sources of interrupts come and go */
			r = dest(g);
			if (!r)
				r = 10;
			put32(g, enc_i(0x13, 0, r, 0, (int)(rnd(g, 8) << 7) | (int)rnd(g, 2) << 3));
			put_csr(g, 1 + rnd(g, 3), dest(g), r, 0x304);
			put32(g, enc_i(0x13, 0, r, 0, -1));
			put_csr(g, 1, 0, r, 0x304);
			break;
		case 2:
			put_csr(g, 7, dest(g), 8, 0x300);
			emit_alu(g);
			if (g->cfg->features & GEN_IRQ)
				put_csr(g, 6, dest(g), 8, 0x300);
			break;
		case 3:
			put_csr(g, 2, dest(g), 0, 0x342 - rnd(g, 2));
			break;
		case 4:
			put_csr(g, 5 + rnd(g, 3), dest(g), rnd(g, 32), csr);
			break;
		default:
			put_csr(g, 1 + rnd(g, 3), dest(g), any(g), csr);
			break;
		}
		if (rnd(g, 2))
			emit_alu(g);
	}
}

/*
 * Address space of S and U mode (data and code lie in the first MiB of the gigabyte at 0x80000000):
 *   as in M mode: code (S alone), data, page tables (S alone), the uncached alias, devices
 *   GEN_U_WINDOW + code: the same code for U mode
 *   GEN_WINDOW: sixteen pages, and behind them a large page, whose table entries change
 */
#define PTE_V 1u
#define PTE_R 2u
#define PTE_W 4u
#define PTE_X 8u
#define PTE_U 16u
#define PTE_AD 0xc0u
#define MPP 0x1800u
enum { ROOT, L1_RAM, L0_RAM, L1_WIN, L0_WIN, L1_USER, L0_USER }; /* pages of the tables */

static void put_pte(struct gen *g, unsigned int page, unsigned int index, uint64_t pa, unsigned int flags)
{
	uint64_t v = pa >> 12 << 10 | flags;

	memcpy(g->cfg->table_mem + page * 4096 + index * 8, &v, 8);
}

static uint64_t random_pte(struct gen *g)
{
	unsigned int flags = PTE_V | PTE_R | PTE_W | PTE_AD | (rnd(g, 4) ? PTE_U : 0);

	switch (rnd(g, 12)) {
	case 0:
		flags &= ~PTE_V;
		break;
	case 1:
		flags &= ~PTE_W;
		break;
	case 2:
		flags &= ~(PTE_R | PTE_W);
		flags |= PTE_X;
		break;
	case 3:
		flags &= ~PTE_R; /* reserved */
		break;
	case 4:
		flags &= ~0x40u; /* A */
		break;
	case 5:
		flags &= ~0x80u; /* D */
		break;
	case 6:
		flags &= ~(PTE_R | PTE_W); /* a pointer where there can be none */
		break;
	default:
		break;
	}
	return (g->cfg->data + rnd(g, 16) * 4096ULL) >> 12 << 10 | flags;
}

static void fill_tables(struct gen *g)
{
	uint64_t t = g->cfg->table, base = g->cfg->base;
	unsigned int i, rw = PTE_V | PTE_R | PTE_W | PTE_AD, first = (unsigned int)((g->cfg->data - base) >> 12);

	memset(g->cfg->table_mem, 0, GEN_TABLE_SIZE);
	put_pte(g, ROOT, 0, 0, rw | PTE_U);
	put_pte(g, ROOT, 130, ALIAS | base, rw | PTE_U);
	put_pte(g, ROOT, 2, t + L1_RAM * 4096, PTE_V);
	put_pte(g, L1_RAM, 0, t + L0_RAM * 4096, PTE_V);
	put_pte(g, ROOT, 5, t + L1_WIN * 4096, PTE_V);
	put_pte(g, L1_WIN, 0, t + L0_WIN * 4096, PTE_V);
	put_pte(g, ROOT, 6, t + L1_USER * 4096, PTE_V);
	put_pte(g, L1_USER, 0, t + L0_USER * 4096, PTE_V);
	for (i = 0; i < 256; i++)
		put_pte(g, L0_RAM, i, base + i * 4096, rw | (i < first ? PTE_X : i < first + 16 ? PTE_U : 0));
	for (i = 0; i < first; i++)
		put_pte(g, L0_USER, i, base + i * 4096, rw | PTE_X | PTE_U);
	for (i = 0; i < 16; i++) {
		uint64_t v = random_pte(g);

		memcpy(g->cfg->table_mem + L0_WIN * 4096 + i * 8, &v, 8);
	}
}

static void put_high_address(struct gen *g, unsigned int rd, unsigned int tmp, uint64_t va)
{
	emit_li(g, rd, va & 0xffffffffu);
	put32(g, enc_i(0x13, 0, tmp, 0, (int)(va >> 32)));
	put32(g, enc_i(0x13, 1, tmp, tmp, 32));
	put32(g, enc_r(0x33, 6, 0, rd, rd, tmp));
}

/* sets (f3 2) or clears (f3 3) bits of mstatus */
static void put_status(struct gen *g, unsigned int f3, unsigned int bits)
{
	emit_li(g, R_TMP, bits);
	put_csr(g, f3, 0, R_TMP, 0x300);
}

/* changes an entry of the window's table, then uses the page */
static void block_window(struct gen *g)
{
	unsigned int slot = rnd(g, 20), n = 1 + rnd(g, 5), mprv = g->mode == 3;
	uint64_t pte = random_pte(g), at = g->cfg->table + L0_WIN * 4096 + slot * 8, va = GEN_WINDOW + slot * 4096ULL;

	if (slot >= 16) { /* the large page, sometimes misaligned */
		at = g->cfg->table + L1_WIN * 4096 + 8;
		va = GEN_WINDOW + 0x200000 + (g->cfg->data & 0xfffff) + rnd(g, 16) * 4096ULL;
		pte = (g->cfg->base >> 12 << 10) | (pte & 0x3ff) | (rnd(g, 8) ? 0 : 1u << 12);
		if (!(pte & (PTE_R | PTE_X))) /* no pointer to code */
			pte &= ~(uint64_t)PTE_V;
	}
	if (g->mode != 0 && rnd(g, 4)) {
		if (rnd(g, 2)) { /* the entry that is going to be wrong */
			put_high_address(g, R_FAR, R_TMP, va);
			loads(g, R_FAR, 1);
		}
		emit_li(g, R_TMP, at);
		emit_li(g, R_UC, pte);
		put32(g, enc_s(3, R_TMP, R_UC, 0));
		if (rnd(g, 2))
			emit_alu(g);
		put_high_address(g, R_FAR, R_TMP, va);
		put32(g, enc_r(0x73, 0, 9, 0, rnd(g, 2) ? R_FAR : 0, 0)); /* sfence.vma */
	}
	put_high_address(g, R_FAR, R_TMP, va + rnd(g, 64) * LINE);
	if (mprv) { /* as another mode, from M mode */
		put_csr(g, 7, 0, 8, 0x300);
		put_status(g, 3, MPP);
		put_status(g, 2, 0x20000 | (rnd(g, 2) ? 0x800 : 0));
	}
	while (n--) {
		switch (rnd(g, 6)) {
		case 0:
			put_cbo(g, rnd(g, 2) ? CBO_CLEAN : CBO_FLUSH, R_FAR);
			break;
		case 1:
			put_cbo(g, CBO_ZERO, R_FAR);
			break;
		case 2:
			put32(g, enc_r(0x2f, 2 + rnd(g, 2), 0, dest(g), R_FAR, any(g)));
			break;
		case 3:
			emit_mem(g);
			break;
		default:
			in_line(g, R_FAR, 1 + rnd(g, 2));
			break;
		}
	}
	if (mprv) {
		put_status(g, 3, 0x20000);
		if (g->cfg->features & GEN_IRQ)
			put_csr(g, 6, 0, 8, 0x300);
	}
	emit_li(g, R_FAR, g->cfg->data + HOT);
}

/* supervisor registers; illegal in U mode */
static void block_scsr(struct gen *g)
{
	static const uint16_t list[] = {0x140, 0x143, 0x100, 0x142, 0x141, 0x104};
	unsigned int n = 2 + rnd(g, 5);

	while (n--) {
		unsigned int k = rnd(g, 10);

		if (k < 4)
			put_csr(g, 1 + rnd(g, 3), dest(g), any(g), list[k & 1]);
		else if (k < 8)
			put_csr(g, 2, dest(g), 0, list[rnd(g, 6)]);
		else if (k == 8)
			put_csr(g, 6 + rnd(g, 2), dest(g), 2, 0x100); /* SIE */
		else if (g->cfg->features & GEN_IRQ)
			put_csr(g, 6, 0, 2, 0x144); /* SSIP: the handler clears it */
		if (rnd(g, 2))
			emit_alu(g);
	}
}

/* from M mode to the mode of the block */
static void put_enter(struct gen *g)
{
	size_t at;
	uint32_t v;

	put_csr(g, 7, 0, 8, 0x300);
	put_status(g, 3, MPP);
	put_status(g, 2,
		   (rnd(g, 4)	? 0x40000
		    : rnd(g, 2) ? 0xc0000
				: 0x80000) | /* SUM, MXR */
			   (g->cfg->features & GEN_IRQ ? 0x80 : 0) |
			   (g->mode == 1 ? 0x800 : 0));
	at = g->pos;
	put32(g, 0x17 | R_TMP << 7);
	put32(g, 0); /* addi to what follows */
	if (g->mode == 0) {
		put32(g, enc_i(0x13, 0, R_UC, 0, 1));
		put32(g, enc_i(0x13, 1, R_UC, R_UC, 32));
		put32(g, enc_r(0x33, 0, 0, R_TMP, R_TMP, R_UC));
	}
	put_csr(g, 1, 0, R_TMP, 0x341);
	put32(g, 0x30200073);
	v = enc_i(0x13, 0, R_TMP, R_TMP, (int)(g->pos - at));
	if (!g->full)
		memcpy(g->cfg->code + at + 4, &v, 4);
}

static void put_leave(struct gen *g)
{
	put32(g, enc_i(0x13, 0, R_MODE, 0, 1));
	put32(g, 0x73);
}

/* patches the branch at `at` to here */
static void branch_here(struct gen *g, size_t at)
{
	uint32_t v = get32(g, at) | imm_b((int)(g->pos - at));

	memcpy(g->cfg->code + at, &v, 4);
}

/*
 * Trap handlers, of M and of S mode: skip the instruction, return from a fetch fault to R_BACK, lower the interrupt
 * lines, or go back to M mode. The instruction is read as the interrupted mode would, pages that are only executable
 * too.
 */
static void put_handler(struct gen *g, int s)
{
	unsigned int epc = s ? 0x141 : 0x341, cause = epc + 1, t = s ? R_STRAP : R_TRAP, t2 = s ? R_STRAP2 : R_TRAP2;
	uint32_t ret = s ? 0x10200073 : 0x30200073;
	size_t irq, fetch, fetch12, back = 0;

	put_csr(g, 2, t, 0, cause);
	irq = g->pos;
	put32(g, enc_r(0x63, 4, 0, 0, t, 0)); /* blt cause, 0 */
	put_csr(g, 2, t2, 0, cause + 1);
	if (!s && g->cfg->features & GEN_MODES) {
		put32(g, enc_i(0x13, 0, t2, t, -8));
		put32(g, enc_i(0x13, 3, t2, t2, 2));
		put32(g, enc_r(0x33, 7, 0, t2, t2, R_MODE));
		back = g->pos;
		put32(g, enc_r(0x63, 1, 0, 0, t2, 0));
	}
	put32(g, enc_i(0x13, 0, t2, t, -1));
	fetch = g->pos;
	put32(g, enc_r(0x63, 0, 0, 0, t2, 0));
	put32(g, enc_i(0x13, 0, t2, t, -12));
	fetch12 = g->pos;
	put32(g, enc_r(0x63, 0, 0, 0, t2, 0));
	put32(g, 0x37 | t2 << 7 | (s ? 0xc0u : 0xa0u) << 12); /* MXR, and SUM or MPRV */
	put_csr(g, 2, 0, t2, s ? 0x100 : 0x300);
	put_csr(g, 2, t, 0, epc);
	put32(g, enc_i(0x03, 5, t, t, 0));
	if (!s)
		put_csr(g, 3, 0, t2, 0x300);
	put32(g, enc_i(0x13, 7, t, t, 3));
	put32(g, enc_i(0x13, 3, t, t, 3));
	put32(g, enc_i(0x13, 1, t, t, 1));
	put_csr(g, 2, t2, 0, epc);
	put32(g, enc_r(0x33, 0, 0x20, t2, t2, t));
	put32(g, enc_i(0x13, 0, t2, t2, 4));
	put_csr(g, 1, 0, t2, epc);
	put32(g, ret);
	branch_here(g, fetch);
	branch_here(g, fetch12);
	put_csr(g, 1, 0, R_BACK, epc);
	put32(g, ret);
	branch_here(g, irq);
	put_csr(g, 2, t2, 0, epc);
	emit_li(g, t, g->cfg->irq_ack);
	put32(g, enc_s(3, t, 0, 0));
	if (g->cfg->features & GEN_MODES)
		put_csr(g, 7, 0, 2, s ? 0x144 : 0x344);
	put32(g, ret);
	if (back) {
		branch_here(g, back);
		put32(g, enc_i(0x13, 0, R_MODE, 0, 0));
		put_csr(g, 2, t, 0, epc);
		put32(g, enc_i(0x13, 1, t, t, 32));
		put32(g, enc_i(0x13, 5, t, t, 32));
		put32(g, enc_i(0x13, 0, t, t, 4));
		put_csr(g, 1, 0, t, epc);
		emit_li(g, t, MPP);
		put_csr(g, 2, 0, t, 0x300);
		put32(g, ret);
	}
}

/* what S and U mode need: page tables, delegation, PMP and CMO enables */
static void put_modes(struct gen *g, uint64_t stvec)
{
	unsigned int deleg = (unsigned int)gen_random(&g->rng) & 0xb0fe;

	emit_li(g, R_TMP, stvec);
	put_csr(g, 1, 0, R_TMP, 0x105);
	put32(g, enc_i(0x13, 0, R_TMP, 0, -1));
	put32(g, enc_i(0x13, 5, R_TMP, R_TMP, 10));
	put_csr(g, 1, 0, R_TMP, 0x3b0);
	put_csr(g, 5, 0, 0x1f, 0x3a0);
	put32(g, enc_i(0x13, 0, R_TMP, 0, 0xf0));
	put_csr(g, 1, 0, R_TMP, 0x30a);
	put_csr(g, 1, 0, R_TMP, 0x10a);
	emit_li(g, R_TMP, deleg);
	put_csr(g, 1, 0, R_TMP, 0x302);
	put32(g, enc_i(0x13, 0, R_TMP, 0, (int)(gen_random(&g->rng) & 0x222)));
	put_csr(g, 1, 0, R_TMP, 0x303);
	emit_li(g, R_TMP, g->cfg->table >> 12);
	put32(g, enc_i(0x13, 0, R_UC, 0, 1));
	put32(g, enc_i(0x13, 1, R_UC, R_UC, 63));
	put32(g, enc_r(0x33, 6, 0, R_TMP, R_TMP, R_UC));
	put_csr(g, 1, 0, R_TMP, 0x180);
	put32(g, 0x12000073); /* sfence.vma */
}

static void fill_data(struct gen *g)
{
	size_t i;

	for (i = 0; i < GEN_DATA_SIZE; i += 8) {
		uint64_t v = gen_random(&g->rng);

		/* short and special values meet the corner cases of division and comparison */
		switch (rnd(g, 6)) {
		case 0:
			v &= 0xff;
			break;
		case 1:
			v = ~(v & 0xf);
			break;
		case 2:
			v = rnd(g, 2) ? 0x8000000000000000ULL : 0xffffffff80000000ULL;
			break;
		default:
			break;
		}
		memcpy(g->cfg->data_mem + i, &v, 8);
	}
}

static void put_block(struct gen *g)
{
	/* features that a block needs, and its share */
	static const struct {
		void (*put)(struct gen *);
		unsigned int needs, share;
	} kinds[] = {
		{block_plain, 0, 30},	       {block_loop, 0, 10},
		{block_call, 0, 10},	       {block_memory, 0, 30},
		{block_atomic, 0, 15},	       {block_cmo, 0, 15},
		{block_alias, GEN_ALIAS, 15},  {block_uncached, GEN_ALIAS, 8},
		{block_device, GEN_DEVICE, 8}, {block_code, GEN_CODE | GEN_TRAPS, 10},
		{block_traps, GEN_TRAPS, 10},  {block_refused, GEN_TRAPS | GEN_ALIAS, 5},
		{block_lost, GEN_TRAPS, 5},    {block_csr, 0, 8},
		{block_window, GEN_MODES, 20}, {block_scsr, GEN_MODES, 8},
	};
	const unsigned int n = sizeof(kinds) / sizeof(kinds[0]);
	unsigned int i, sum = 0, k;

	for (i = 0; i < n; i++)
		sum += kinds[i].share;
	do {
		k = rnd(g, sum);
		for (i = 0; k >= kinds[i].share; i++)
			k -= kinds[i].share;
	} while (kinds[i].needs & ~g->cfg->features);
	g->mode = g->cfg->features & GEN_MODES && rnd(g, 2) ? (int)rnd(g, 2) : 3;
	if (g->mode != 3)
		put_enter(g);
	kinds[i].put(g);
	resolve(g, 1);
	if (g->mode != 3)
		put_leave(g);
}

size_t gen_program(const struct gen_config *cfg)
{
	struct gen g = {.cfg = cfg, .rng = cfg->seed * 2654435761u + 1};
	unsigned int i;
	size_t start, top, at, s_handler = 0;
	uint32_t v;

	fill_data(&g);
	start = g.pos;
	put32(&g, 0x6f);
	put_handler(&g, 0);
	if (cfg->features & GEN_MODES) {
		fill_tables(&g);
		s_handler = g.pos;
		put_handler(&g, 1);
	}
	v = 0x6f | imm_j((int)(g.pos - start));
	memcpy(cfg->code + start, &v, 4);

	emit_li(&g, R_TRAP, cfg->base + 4);
	put_csr(&g, 1, 0, R_TRAP, 0x305);
	emit_li(&g, R_DATA, cfg->data);
	for (i = 1; i < 32; i++)
		if (i != R_DATA)
			put32(&g, enc_i(0x03, 3, i, R_DATA, (int)i * 8));
	emit_li(&g, R_BAD, cfg->bad);
	emit_li(&g, R_FAR, cfg->data + HOT);
	emit_li(&g, R_SP, cfg->data + 4096);
	emit_li(&g, R_DATA, cfg->data + 2048);
	put32(&g, enc_i(0x13, 0, R_MODE, 0, 0));
	if (cfg->features & GEN_MODES)
		put_modes(&g, cfg->base + s_handler);
	put32(&g, enc_i(0x13, 0, R_TRAP, 0, -1));
	put_csr(&g, 1, 0, R_TRAP, 0x304);
	if (cfg->features & GEN_IRQ)
		put_csr(&g, 6, 0, 8, 0x300); /* csrsi mstatus, MIE */
	put32(&g, enc_i(0x13, 0, R_ROUND, 0, (int)cfg->rounds));
	top = g.pos;
	for (i = 0; i < cfg->blocks; i++) {
		if (cfg->keep && !cfg->keep[i])
			continue;
		g.rng = cfg->seed * 0x9e3779b97f4a7c15ULL + i;
		put_block(&g);
	}
	put32(&g, enc_i(0x13, 0, R_ROUND, R_ROUND, -1));
	put32(&g, enc_r(0x63, 0, 0, 0, R_ROUND, 0) | imm_b(8));
	put32(&g, 0x6f | imm_j((int)top - (int)g.pos));
	put_csr(&g, 7, 0, 8, 0x300); /* csrci mstatus, MIE */
	/* all data to memory, where they are compared */
	emit_li(&g, R_DATA, cfg->data);
	emit_li(&g, R_TMP, cfg->data + GEN_DATA_SIZE);
	at = g.pos;
	put_cbo(&g, CBO_FLUSH, R_DATA);
	put32(&g, enc_i(0x13, 0, R_DATA, R_DATA, LINE));
	put32(&g, enc_r(0x63, 1, 0, 0, R_DATA, R_TMP) | imm_b((int)at - (int)g.pos));
	put32(&g, FENCE(15, 15));
	emit_li(&g, R_TMP, cfg->finish);
	put32(&g, enc_i(0x13, 0, 10, 0, 1));
	put32(&g, enc_s(3, R_TMP, 10, 0));
	put32(&g, 0x6f);
	return g.full ? 0 : g.pos;
}
