/* SPDX-License-Identifier: Apache-2.0 */
#include "gen_emit.h"
#include <string.h>

uint64_t gen_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

unsigned int rnd(struct gen *g, unsigned int n)
{
	return (unsigned int)(gen_random(&g->rng) >> 33) % n;
}

void put16(struct gen *g, unsigned int v)
{
	if (g->pos + 2 > g->cfg->code_max) {
		g->full = 1;
		return;
	}
	g->cfg->code[g->pos] = (uint8_t)v;
	g->cfg->code[g->pos + 1] = (uint8_t)(v >> 8);
	g->pos += 2;
}

void put32(struct gen *g, uint32_t v)
{
	put16(g, v & 0xffff);
	put16(g, v >> 16);
}

uint32_t get32(struct gen *g, size_t at)
{
	uint32_t v;

	memcpy(&v, g->cfg->code + at, 4);
	return v;
}

uint32_t enc_r(unsigned int op, unsigned int f3, unsigned int f7, unsigned int rd, unsigned int rs1, unsigned int rs2)
{
	return op | rd << 7 | f3 << 12 | rs1 << 15 | rs2 << 20 | f7 << 25;
}

uint32_t enc_i(unsigned int op, unsigned int f3, unsigned int rd, unsigned int rs1, int imm)
{
	return op | rd << 7 | f3 << 12 | rs1 << 15 | (uint32_t)(imm & 0xfff) << 20;
}

uint32_t enc_s(unsigned int f3, unsigned int rs1, unsigned int rs2, int imm)
{
	return 0x23u | (uint32_t)(imm & 0x1f) << 7 | f3 << 12 | rs1 << 15 | rs2 << 20 |
	       (uint32_t)((imm >> 5) & 0x7f) << 25;
}

uint32_t imm_b(int off)
{
	uint32_t u = (uint32_t)off;

	return ((u >> 12) & 1) << 31 | ((u >> 5) & 0x3f) << 25 | ((u >> 1) & 0xf) << 8 | ((u >> 11) & 1) << 7;
}

uint32_t imm_j(int off)
{
	uint32_t u = (uint32_t)off;

	return ((u >> 20) & 1) << 31 | ((u >> 1) & 0x3ff) << 21 | ((u >> 11) & 1) << 20 | ((u >> 12) & 0xff) << 12;
}

static unsigned int imm_cb(int off)
{
	unsigned int u = (unsigned int)off;

	return ((u >> 8) & 1) << 12 | ((u >> 3) & 3) << 10 | ((u >> 6) & 3) << 5 | ((u >> 1) & 3) << 3 |
	       ((u >> 5) & 1) << 2;
}

static unsigned int imm_cj(int off)
{
	unsigned int u = (unsigned int)off;

	return ((u >> 11) & 1) << 12 | ((u >> 4) & 1) << 11 | ((u >> 8) & 3) << 9 | ((u >> 10) & 1) << 8 |
	       ((u >> 6) & 1) << 7 | ((u >> 7) & 1) << 6 | ((u >> 1) & 7) << 3 | ((u >> 5) & 1) << 2;
}

static void patch(struct gen *g, const struct pending *p)
{
	int off = (int)(g->pos - p->at);
	uint32_t v = get32(g, p->at);
	unsigned int n = 4;

	switch (p->kind) {
	case 0:
		v |= imm_b(off);
		break;
	case 1:
		v |= imm_j(off);
		break;
	case 2:
		v |= imm_cb(off);
		n = 2;
		break;
	default:
		v |= imm_cj(off);
		n = 2;
		break;
	}
	memcpy(g->cfg->code + p->at, &v, n);
}

/* labels that are due, or all of them */
void resolve(struct gen *g, int all)
{
	int i, n = 0;

	for (i = 0; i < g->npend; i++) {
		if (all || g->pend[i].left <= 0)
			patch(g, &g->pend[i]);
		else
			g->pend[n++] = g->pend[i];
	}
	g->npend = n;
}

unsigned int any(struct gen *g)
{
	return rnd(g, 32);
}

unsigned int dest(struct gen *g)
{
	unsigned int r;

	do
		r = any(g);
	while (r == R_LINK || r == R_SP || r == R_DATA || (r >= R_LOOP && r <= R_LAST));
	return r;
}

static unsigned int cdest(struct gen *g)
{
	unsigned int r;

	do
		r = rnd(g, 8);
	while (r + 8 == R_DATA);
	return r;
}

int imm12(struct gen *g)
{
	switch (rnd(g, 4)) {
	case 0:
		return (int)rnd(g, 32) - 16;
	case 1:
		return rnd(g, 2) ? 2047 : -2048;
	default:
		return (int)rnd(g, 4096) - 2048;
	}
}

static void add_pending(struct gen *g, size_t at, int kind, int left)
{
	g->pend[g->npend].at = at;
	g->pend[g->npend].kind = kind;
	g->pend[g->npend++].left = left;
}

void emit_alu(struct gen *g)
{
	static const uint8_t w_f3[] = {0, 1, 5};
	unsigned int f3 = rnd(g, 8), f7, d = dest(g), k = rnd(g, 10);

	switch (k) {
	case 0:
	case 1:
	case 2: /* OP-IMM */
		if (f3 == 1)
			put32(g, enc_i(0x13, f3, d, any(g), (int)rnd(g, 64)));
		else if (f3 == 5)
			put32(g, enc_i(0x13, f3, d, any(g), (int)(rnd(g, 64) | rnd(g, 2) << 10)));
		else
			put32(g, enc_i(0x13, f3, d, any(g), imm12(g)));
		break;
	case 3: /* OP-IMM-32 */
		f3 = w_f3[rnd(g, 3)];
		put32(g, enc_i(0x1b, f3, d, any(g),
			       f3 == 0 ? imm12(g) : (int)(rnd(g, 32) | (f3 == 5 ? rnd(g, 2) << 10 : 0))));
		break;
	case 4:
	case 5: /* OP */
		f7 = (f3 == 0 || f3 == 5) && rnd(g, 2) ? 0x20 : 0;
		put32(g, enc_r(0x33, f3, f7, d, any(g), any(g)));
		break;
	case 6: /* OP-32 */
		f3 = w_f3[rnd(g, 3)];
		f7 = f3 != 1 && rnd(g, 2) ? 0x20 : 0;
		put32(g, enc_r(0x3b, f3, f7, d, any(g), any(g)));
		break;
	case 7: /* M: divisions are slow, so fewer */
		f3 = rnd(g, 4) ? rnd(g, 4) : f3;
		put32(g, enc_r(0x33, f3, 1, d, any(g), any(g)));
		break;
	case 8:
		f3 = rnd(g, 3) ? 0 : 4 + rnd(g, 4);
		put32(g, enc_r(0x3b, f3, 1, d, any(g), any(g)));
		break;
	default:
		put32(g, (rnd(g, 2) ? 0x37u : 0x17u) | d << 7 | (uint32_t)gen_random(&g->rng) << 12);
		break;
	}
}

void emit_compressed(struct gen *g)
{
	unsigned int d = dest(g), c = cdest(g), s = rnd(g, 8), i6 = rnd(g, 64);
	unsigned int lo = (i6 & 31) << 2, hi = (i6 >> 5) << 12;

	if (d == 0)
		d = 10;
	switch (rnd(g, 16)) {
	case 0:
		put16(g, 0x0000 | c << 2 | (1 + rnd(g, 255)) << 5); /* addi4spn */
		break;
	case 1:
		put16(g, 0x0001 | d << 7 | lo | hi); /* addi */
		break;
	case 2:
		put16(g, 0x2001 | d << 7 | lo | hi); /* addiw */
		break;
	case 3:
		put16(g, 0x4001 | d << 7 | lo | hi); /* li */
		break;
	case 4:
		put16(g, 0x6001 | d << 7 | (lo | hi ? lo | hi : 4)); /* lui */
		break;
	case 5:
		put16(g, 0x8001 | c << 7 | lo | hi | rnd(g, 2) << 10); /* srli, srai */
		break;
	case 6:
		put16(g, 0x8801 | c << 7 | lo | hi); /* andi */
		break;
	case 7:
		put16(g, 0x8c01 | c << 7 | s << 2 | rnd(g, 4) << 5); /* sub xor or and */
		break;
	case 8:
		put16(g, 0x9c01 | c << 7 | s << 2 | rnd(g, 2) << 5); /* subw addw */
		break;
	case 9:
		put16(g, 0x0002 | d << 7 | lo | hi); /* slli */
		break;
	case 10:
		put16(g, 0x8002 | d << 7 | (1 + rnd(g, 31)) << 2); /* mv */
		break;
	case 11:
		put16(g, 0x9002 | d << 7 | (1 + rnd(g, 31)) << 2); /* add */
		break;
	case 12: /* lw/ld from the data pointer */
		put16(g, (rnd(g, 2) ? 0x4000 : 0x6000) | 1 << 7 | c << 2 | rnd(g, 8) << 10 | rnd(g, 4) << 5);
		break;
	case 13: /* sw/sd */
		put16(g, (rnd(g, 2) ? 0xc000 : 0xe000) | 1 << 7 | s << 2 | rnd(g, 8) << 10 | rnd(g, 4) << 5);
		break;
	case 14: /* lwsp/ldsp */
		put16(g, (rnd(g, 2) ? 0x4002 : 0x6002) | d << 7 | lo | hi);
		break;
	default: /* swsp/sdsp */
		put16(g, (rnd(g, 2) ? 0xc002 : 0xe002) | any(g) << 2 | i6 << 7);
		break;
	}
}

void emit_mem(struct gen *g)
{
	static const uint8_t bases[] = {R_SP, R_DATA, R_FAR, R_FAR};
	unsigned int size = rnd(g, 4), base = bases[rnd(g, 4)];
	int off = (int)(rnd(g, 480) << 3) - 1920;

	/* a small window makes dependences through memory frequent */
	if (rnd(g, 2) || base == R_FAR)
		off = (int)rnd(g, 8) << 3;
	off += (int)(rnd(g, 8u >> size) << size);
	if (rnd(g, 2))
		put32(g, enc_s(size, base, any(g), off));
	else
		put32(g, enc_i(0x03, size == 3 ? 3 : size | rnd(g, 2) << 2, dest(g), base, off));
}

void emit_amo(struct gen *g)
{
	static const uint8_t f5[] = {1, 0, 4, 12, 8, 16, 20, 24, 28};
	unsigned int f3 = 2 + rnd(g, 2), aqrl = rnd(g, 4);

	unsigned int base = rnd(g, 3) ? R_DATA : R_FAR;
	int off = ((int)rnd(g, base == R_DATA ? 64 : 8) << 3) + (f3 == 2 ? (int)rnd(g, 2) << 2 : 0);

	put32(g, enc_i(0x13, 0, R_TMP, base, off));
	if (rnd(g, 4)) {
		put32(g, enc_r(0x2f, f3, (unsigned int)f5[rnd(g, 9)] << 2 | aqrl, dest(g), R_TMP, any(g)));
		return;
	}
	put32(g, enc_r(0x2f, f3, 2u << 2 | aqrl, dest(g), R_TMP, 0));
	while (rnd(g, 2))
		emit_alu(g);
	if (!rnd(g, 8)) /* to another line: fails */
		put32(g, enc_i(0x13, 0, R_TMP, base, off ^ 64));
	put32(g, enc_r(0x2f, f3, 3u << 2 | rnd(g, 4), dest(g), R_TMP, any(g)));
	if (!rnd(g, 4)) /* without a reservation: fails */
		put32(g, enc_r(0x2f, f3, 3u << 2 | aqrl, dest(g), R_TMP, any(g)));
}

void emit_branch(struct gen *g)
{
	static const uint8_t f3[] = {0, 1, 4, 5, 6, 7};
	int skip = 1 + (int)rnd(g, 6);

	if (g->npend >= MAX_PENDING)
		return;
	switch (rnd(g, 6)) {
	case 0:
		add_pending(g, g->pos, 3, skip);
		put16(g, 0xa001);
		break;
	case 1:
		add_pending(g, g->pos, 2, skip);
		put16(g, 0xc001 | rnd(g, 2) << 13 | rnd(g, 8) << 7);
		break;
	case 2:
		add_pending(g, g->pos, 1, skip);
		put32(g, 0x6f | dest(g) << 7);
		break;
	case 3: { /* indirect over one 32-bit instruction */
		unsigned int d = dest(g);

		put32(g, 0x17 | R_TMP << 7);
		put32(g, enc_i(0x67, 0, d, R_TMP, 12));
		put32(g, enc_i(0x13, 0, dest(g), 0, 1));
		break;
	}
	default:
		add_pending(g, g->pos, 0, skip);
		put32(g, enc_r(0x63, f3[rnd(g, 6)], 0, 0, any(g), any(g)));
		break;
	}
}

void emit_misc(struct gen *g)
{
	switch (rnd(g, 6)) {
	case 0:
		put32(g, 0x0f | (uint32_t)rnd(g, 256) << 20); /* fence, any sets */
		break;
	case 1:
		put32(g, 0x100f); /* fence.i */
		break;
	case 2:
		put32(g, 0x200f | R_DATA << 15 | (uint32_t)(rnd(g, 2) + 1) << 20); /* cbo.clean, cbo.flush */
		break;
	case 3:
		put32(g, rnd(g, 2) ? 0x200f | R_SP << 15 | 4u << 20 : 0x13); /* cbo.zero */
		break;
	default:
		put32(g, enc_i(0x13, 2, 0, any(g), imm12(g))); /* custom HINT */
		break;
	}
}

/* an encoding that is illegal everywhere, or that only a decoder which looks at every bit tells from a legal one */
static uint32_t odd_word(struct gen *g)
{
	static const uint8_t op[] = {0x33, 0x3b, 0x13, 0x1b};
	uint32_t w = (uint32_t)gen_random(&g->rng);

	switch (rnd(g, 4)) {
	case 0: /* unused major opcodes */
		return (w & ~0x7fu) | (rnd(g, 2) ? 0x0b : 0x57);
	case 1: /* SYSTEM without CSR access, with operands */
		return (w & 0xffff0f80) | 0x73 | 1u << 7;
	case 2: /* AMO of a size that is not */
		return (w & ~0x707fu) | 0x2f | (rnd(g, 2) ? 0x1000 : 0x4000);
	default:
		return (w & ~0xfffu) | op[rnd(g, 4)] | dest(g) << 7 | 1u << 31 | 1u << 27;
	}
}

void emit_trap(struct gen *g)
{
	static const uint8_t amo[] = {0, 4, 8, 12, 16, 20, 24, 28, 1, 3};
	unsigned int d = dest(g);

	switch (rnd(g, 16)) {
	case 0:
		put32(g, 0xffffffff);
		break;
	case 1:
		put32(g, rnd(g, 2) ? 0x73 : 0x100073);
		break;
	case 2:
		put16(g, rnd(g, 2) ? 0x9002 : 0x0000);
		break;
	case 3: /* misaligned */
		put32(g, enc_i(0x03, 3, d, R_DATA, 1 + (int)rnd(g, 7)));
		break;
	case 4:
		put32(g, enc_s(2, R_SP, any(g), 1 + (int)rnd(g, 3)));
		break;
	case 5:
		put32(g, enc_s(3, R_FAR, any(g), 4));
		break;
	case 6: /* nothing there */
		put32(g, enc_i(0x03, rnd(g, 7), d, R_BAD, (int)rnd(g, 8) << 3));
		break;
	case 7:
		put32(g, enc_s(rnd(g, 4), R_BAD, any(g), 8));
		break;
	case 8:
		put32(g, enc_r(0x2f, 2 + rnd(g, 2), (unsigned int)amo[rnd(g, 10)] << 2, d, R_BAD, any(g)));
		break;
	case 9: /* misaligned AMO, LR, SC */
		put32(g, enc_i(0x13, 0, R_TMP, R_DATA, 2 + 4 * (int)rnd(g, 2)));
		put32(g, enc_r(0x2f, 3, (unsigned int)amo[rnd(g, 10)] << 2, d, R_TMP, any(g)));
		break;
	case 10:
		put32(g, enc_i(0x13, 0, R_TMP, R_DATA, 1 + (int)rnd(g, 3)));
		put32(g, enc_r(0x2f, 2 + rnd(g, 2), 2u << 2, d, R_TMP, 0));
		break;
	case 11: /* CMOs where nothing is */
		put32(g, 0x200f | R_BAD << 15 | (uint32_t)(1u << rnd(g, 3) & 6) << 20);
		break;
	case 12: /* no such CMO */
		put32(g, 0x200f | R_DATA << 15 | (uint32_t)(5 + rnd(g, 2000)) << 20);
		break;
	case 13: /* no such CSR; a CSR that is read-only */
		put32(g, enc_i(0x73, 1 + rnd(g, 3), d, R_BAD, rnd(g, 2) ? 0x7c0 : 0xc00));
		break;
	default:
		put32(g, odd_word(g));
		break;
	}
}

void emit_one(struct gen *g)
{
	unsigned int k = rnd(g, 100);

	resolve(g, 0);
	if (k < 30)
		emit_alu(g);
	else if (k < 52)
		emit_compressed(g);
	else if (k < 74)
		emit_mem(g);
	else if (k < 79)
		emit_amo(g);
	else if (k < 95)
		emit_branch(g);
	else if (k < 99 || !(g->cfg->features & GEN_TRAPS))
		emit_misc(g);
	else
		emit_trap(g);
	for (int i = 0; i < g->npend; i++)
		g->pend[i].left--;
}

/* a constant that LUI and ADDI reach, address below 2^31 or with bit 31 set and zero-extended */
void emit_li(struct gen *g, unsigned int rd, uint64_t v)
{
	uint32_t hi = (uint32_t)((v + 0x800) >> 12);

	put32(g, 0x37 | rd << 7 | hi << 12);
	put32(g, enc_i(0x1b, 0, rd, rd, (int)(v & 0xfff)));
	put32(g, enc_i(0x13, 1, rd, rd, 32));
	put32(g, enc_i(0x13, 5, rd, rd, 32));
}
