/* SPDX-License-Identifier: Apache-2.0 */
#include "ref.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#define PAGE 0x1000
#define ROM_BASE 0x1000
#define ALIAS (1ULL << 37)
#define PA_BITS 38

enum { U = 0, S = 1, M = 3 };
enum { LOAD, STORE, LR, SC, AMO, CBO, NONE, FETCH };

struct mem_op {
	int kind, size, cbo;
	uint64_t addr;
};

struct ref {
	struct ref_config cfg;
	uc_engine *uc;
	uc_context *ctx;
	size_t priv_at; /* offset of the privilege level in a saved context */
	uint8_t *ram;
	uint64_t pc;
	int priv;
	uint64_t mip;	       /* software bits: Unicorn's are kept at 0, or it would take interrupts itself */
	uint64_t status, satp; /* copies: Unicorn shows them to M mode alone */
	int exception;	       /* of the current step, -1: none */
	uint32_t causes; /* mcause or scause may be any of these: set by an interrupt whose cause is not known yet */
	uint64_t causes_csr;
	uint32_t hidden; /* interrupts to S mode that may have come before the last one to M mode */
	uint64_t hidden_pc;
	int hidden_priv;
	uint64_t reserved_pa, before_sc;
	int reserved;
	uint64_t wr_addr; /* stores of the current step */
	uint8_t wr_mask;
	int nwr;
	int code_written; /* since the last FENCE.I: Unicorn knows of one of its names alone */
};

static void on_write(uc_engine *uc, uc_mem_type type, uint64_t addr, int size, int64_t value, void *user)
{
	struct ref *r = user;

	(void)uc;
	(void)type;
	(void)value;
	r->nwr++;
	r->wr_addr = addr;
	r->wr_mask = (uint8_t)((1u << size) - 1);
}

static void on_exception(uc_engine *uc, uint32_t number, void *user)
{
	struct ref *r = user;

	r->exception = (int)number;
	uc_emu_stop(uc);
}

static uint64_t get(struct ref *r, int id)
{
	uint64_t v = 0;

	uc_reg_read(r->uc, id, &v);
	return v;
}

static void set(struct ref *r, int id, uint64_t v)
{
	uc_reg_write(r->uc, id, &v);
}

static uint64_t reg(struct ref *r, unsigned int n)
{
	return n ? get(r, UC_RISCV_REG_X0 + (int)n) : 0;
}

/* ---- the privilege level, which Unicorn has no name for */
static uint64_t context_priv(struct ref *r)
{
	uint64_t v;

	uc_context_save(r->uc, r->ctx);
	memcpy(&v, (char *)r->ctx + r->priv_at, 8);
	return v;
}

static void go_priv(struct ref *r, int priv)
{
	uint64_t v = (uint64_t)priv;

	uc_context_save(r->uc, r->ctx);
	memcpy((char *)r->ctx + r->priv_at, &v, 8);
	uc_context_restore(r->uc, r->ctx);
}

/* after what may have changed them */
static void look(struct ref *r)
{
	r->priv = (int)context_priv(r);
	if (r->priv != M)
		go_priv(r, M);
	r->status = get(r, UC_RISCV_REG_MSTATUS);
	r->satp = get(r, UC_RISCV_REG_SATP);
	if (r->priv != M)
		go_priv(r, r->priv);
}

/* an MRET to U mode changes exactly one word from 3 to 0 beside pc and status */
static int find_priv(struct ref *r)
{
	static const uint32_t mret = 0x30200073;
	uint64_t a, b, first;
	uc_context *before;
	size_t n = uc_context_size(r->uc), i;
	int found = 0;

	memcpy(&first, r->ram, 8);
	memcpy(r->ram, &mret, 4);
	if (uc_context_alloc(r->uc, &before))
		return -1;
	set(r, UC_RISCV_REG_MSTATUS, 0);
	set(r, UC_RISCV_REG_MEPC, r->cfg.base + 8);
	uc_context_save(r->uc, before);
	uc_emu_start(r->uc, r->cfg.base, ~(uint64_t)0, 0, 1);
	uc_context_save(r->uc, r->ctx);
	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&a, (char *)before + i, 8);
		memcpy(&b, (char *)r->ctx + i, 8);
		if (a == M && b == U) {
			r->priv_at = i;
			found++;
		}
	}
	uc_context_free(before);
	memcpy(r->ram, &first, 8);
	uc_ctl_remove_cache(r->uc, r->cfg.base, r->cfg.base + 8);
	return found == 1 ? 0 : -1;
}

struct ref *ref_new(const struct ref_config *cfg)
{
	struct ref *r = calloc(1, sizeof(*r));
	uc_hook hook;
	int i, bad;

	if (!r)
		return NULL;
	r->cfg = *cfg;
	r->ram = aligned_alloc(PAGE, cfg->size);
	if (!r->ram) {
		free(r);
		return NULL;
	}
	memcpy(r->ram, cfg->ram, cfg->size);
	bad = uc_open(UC_ARCH_RISCV, UC_MODE_RISCV64, &r->uc) ||
	      uc_mem_map_ptr(r->uc, cfg->base, cfg->size, UC_PROT_ALL, r->ram) ||
	      uc_mem_map_ptr(r->uc, cfg->base | ALIAS, cfg->size, UC_PROT_READ | UC_PROT_WRITE, r->ram) ||
	      (cfg->rom && (uc_mem_map(r->uc, ROM_BASE, PAGE, UC_PROT_ALL) ||
			    uc_mem_write(r->uc, ROM_BASE, cfg->rom, cfg->rom_size)));
	/* it wants memory at virtual addresses too, and then uses what is at the physical one */
	if (cfg->window)
		bad |= uc_mem_map_ptr(r->uc, cfg->window, cfg->size, UC_PROT_ALL, r->ram);
	for (i = 0; i < cfg->windows; i++)
		bad |= uc_mem_map(r->uc, cfg->data_window[i], cfg->size, UC_PROT_READ | UC_PROT_WRITE);
	for (i = 0; i < cfg->scratches; i++)
		bad |= uc_mem_map(r->uc, cfg->scratch[i], PAGE, UC_PROT_READ | UC_PROT_WRITE);
	bad = bad || uc_hook_add(r->uc, &hook, UC_HOOK_MEM_WRITE, (void *)on_write, r, (uint64_t)1, (uint64_t)0) ||
	      uc_hook_add(r->uc, &hook, UC_HOOK_INTR, (void *)on_exception, r, (uint64_t)1, (uint64_t)0) ||
	      uc_context_alloc(r->uc, &r->ctx) || find_priv(r);
	if (bad) {
		fprintf(stderr, "ref: cannot set up Unicorn: is libunicorn 2.0 installed?\n");
		exit(2);
	}
	go_priv(r, M);
	set(r, UC_RISCV_REG_MEPC, 0);
	set(r, UC_RISCV_REG_MSTATUS, cfg->machine_only ? 0x1800 : 0);
	set(r, UC_RISCV_REG_PC, cfg->pc);
	look(r);
	r->pc = cfg->pc;
	return r;
}

void ref_free(struct ref *r)
{
	if (!r)
		return;
	uc_context_free(r->ctx);
	uc_close(r->uc);
	free(r->ram);
	free(r);
}

static int diff(const struct rvfi *v, const char *what, uint64_t got, uint64_t want)
{
	printf("lockstep: order %" PRIu64 " pc %" PRIx64 " insn %08x: %s %" PRIx64 ", reference %" PRIx64 "\n",
	       v->order, v->pc, v->insn, what, got, want);
	return -1;
}

/* ---- addresses */
static int in_ram(const struct ref *r, uint64_t pa)
{
	return pa - r->cfg.base < r->cfg.size;
}

static int in_alias(const struct ref *r, uint64_t pa)
{
	return pa >> 37 == 1 && in_ram(r, pa & ~ALIAS);
}

static int in_io(uint64_t pa)
{
	return pa < 0x80000000ULL;
}

static int in_scratch(const struct ref *r, uint64_t pa)
{
	int i;

	for (i = 0; i < r->cfg.scratches; i++)
		if (pa - r->cfg.scratch[i] < PAGE)
			return 1;
	return 0;
}

/* privilege of loads and stores */
static int data_priv(struct ref *r)
{
	return r->priv == M && r->status >> 17 & 1 ? (int)(r->status >> 11 & 3) : r->priv;
}

/*
 * Where a virtual address is and whether an access (LOAD, STORE, CBO or FETCH) may go there, for what Unicorn does not
 * look at: PMAs, CMOs, the A and D bits, which it sets where this hart faults. Returns OK, or FAULT, or AD_FAULT: only
 * for want of A or D.
 */
enum { OK, FAULT, AD_FAULT };

static int translate(struct ref *r, uint64_t va, int access, uint64_t *pa)
{
	uint64_t table = (r->satp & 0xfffffffffffULL) << 12, pte;
	int level, priv = access == FETCH ? r->priv : data_priv(r);

	*pa = va;
	if (priv == M || r->satp >> 60 != 8)
		return OK;
	if ((uint64_t)((int64_t)(va << 25) >> 25) != va)
		return FAULT;
	for (level = 2; level >= 0; level--) {
		uint64_t span = (1ULL << (12 + 9 * level)) - 1;
		int rd, wr, ex, right;

		if (uc_mem_read(r->uc, table + ((va >> (12 + 9 * level)) & 511) * 8, &pte, 8) || !(pte & 1) ||
		    (pte & 6) == 4)
			return FAULT;
		if (!(pte & 0xa)) {
			table = pte << 10 >> 20 << 12;
			continue;
		}
		ex = pte >> 3 & 1;
		rd = (pte >> 1 & 1) || (ex && r->status >> 19 & 1);
		wr = pte >> 2 & 1;
		right = access == FETCH ? ex : access == STORE ? wr : rd;
		if (pte >> 4 & 1 ? priv == S && (access == FETCH || !(r->status >> 18 & 1)) : priv == U)
			right = 0;
		*pa = pte << 10 >> 20 << 12;
		if (!right || *pa & span & ~0xfffULL)
			return FAULT;
		*pa = (*pa & ~span) | (va & span);
		return !(pte & 0x40) || (access == STORE && !(pte & 0x80)) ? AD_FAULT : OK;
	}
	return FAULT;
}

/* what an instruction does with memory, by its encoding and the reference's registers */
static struct mem_op decode(struct ref *r, uint32_t i)
{
	struct mem_op m = {NONE, 0, 0, 0};
	unsigned int f3 = i >> 12 & 7, rs1 = i >> 15 & 31, c = 8 + (i >> 7 & 7), off;

	switch (i & 3) {
	case 0: /* C.LW C.LD C.SW C.SD */
		f3 = i >> 13 & 7;
		if (f3 != 2 && f3 != 3 && f3 != 6 && f3 != 7)
			return m;
		m.kind = f3 < 4 ? LOAD : STORE;
		m.size = 2 + (f3 & 1);
		off = m.size == 2 ? (i >> 10 & 7) << 3 | (i >> 6 & 1) << 2 | (i >> 5 & 1) << 6
				  : (i >> 10 & 7) << 3 | (i >> 5 & 3) << 6;
		m.addr = reg(r, c) + off;
		return m;
	case 2: /* C.LWSP C.LDSP C.SWSP C.SDSP */
		f3 = i >> 13 & 7;
		if (f3 != 2 && f3 != 3 && f3 != 6 && f3 != 7)
			return m;
		m.kind = f3 < 4 ? LOAD : STORE;
		m.size = 2 + (f3 & 1);
		if (m.kind == LOAD)
			off = m.size == 2 ? (i >> 4 & 7) << 2 | (i >> 12 & 1) << 5 | (i >> 2 & 3) << 6
					  : (i >> 5 & 3) << 3 | (i >> 12 & 1) << 5 | (i >> 2 & 7) << 6;
		else
			off = m.size == 2 ? (i >> 9 & 15) << 2 | (i >> 7 & 3) << 6
					  : (i >> 10 & 7) << 3 | (i >> 7 & 7) << 6;
		m.addr = reg(r, 2) + off;
		return m;
	case 1:
		return m;
	default:
		break;
	}
	switch (i & 0x7f) {
	case 0x03:
		if (f3 == 7)
			return m;
		m.kind = LOAD;
		m.size = f3 & 3;
		m.addr = reg(r, rs1) + (uint64_t)((int32_t)i >> 20);
		break;
	case 0x23:
		if (f3 > 3)
			return m;
		m.kind = STORE;
		m.size = (int)f3;
		m.addr = reg(r, rs1) + (uint64_t)(((int32_t)i >> 25 << 5) | (int32_t)(i >> 7 & 31));
		break;
	case 0x2f:
		if (f3 != 2 && f3 != 3)
			return m;
		m.kind = i >> 27 == 2 ? LR : i >> 27 == 3 ? SC : AMO;
		if ((m.kind == LR && i >> 20 & 31) || ((i >> 27 & 3) && i >> 27 > 4) || (i >> 27 == 5))
			return (struct mem_op){NONE, 0, 0, 0};
		m.size = (int)f3;
		m.addr = reg(r, rs1);
		break;
	case 0x0f:
		if (f3 != 2 || (i >> 7 & 31) || (i >> 20 != 0 && i >> 20 != 1 && i >> 20 != 2 && i >> 20 != 4))
			return m;
		m.kind = CBO;
		m.cbo = (int)(i >> 20);
		m.addr = reg(r, rs1);
		break;
	default:
		break;
	}
	return m;
}

/* ---- traps */
static void enter(struct ref *r, int is_irq, unsigned int code, uint64_t epc, uint64_t tval)
{
	uint64_t deleg, status = r->status, cause = (uint64_t)is_irq << 63 | code, vec;
	int to_s;

	if (r->priv != M)
		go_priv(r, M);
	deleg = get(r, is_irq ? UC_RISCV_REG_MIDELEG : UC_RISCV_REG_MEDELEG);
	to_s = r->priv != M && deleg >> code & 1;
	if (to_s) {
		status = (status & ~0x122ULL) | (status >> 1 & 1) << 5 | (r->priv == S ? 0x100 : 0);
		set(r, UC_RISCV_REG_SEPC, epc);
		set(r, UC_RISCV_REG_SCAUSE, cause);
		set(r, UC_RISCV_REG_STVAL, tval);
		vec = get(r, UC_RISCV_REG_STVEC);
	} else {
		status = (status & ~0x1888ULL) | (status >> 3 & 1) << 7 | (uint64_t)r->priv << 11;
		set(r, UC_RISCV_REG_MEPC, epc);
		set(r, UC_RISCV_REG_MCAUSE, cause);
		set(r, UC_RISCV_REG_MTVAL, tval);
		vec = get(r, UC_RISCV_REG_MTVEC);
	}
	set(r, UC_RISCV_REG_MSTATUS, status);
	r->pc = (vec & ~3ULL) + (is_irq && vec & 1 ? 4 * code : 0);
	r->causes = 0;
	set(r, UC_RISCV_REG_PC, r->pc);
	if (to_s)
		go_priv(r, S);
	look(r);
}

/* the interrupt that the core took before v, or -1 */
static int interrupt(struct ref *r, const struct rvfi *v)
{
	/* highest first */
	static const uint8_t order[] = {11, 3, 7, 9, 1, 5};
	uint64_t mie, mideleg, stvec, mtvec, status = r->status;
	uint64_t lines = (v->lines & 1) << 3 | (v->lines & 2) << 6 | (uint64_t)(v->lines & 4) << 9 |
			 (uint64_t)(v->lines & 8) << 6;
	uint32_t all = 0;
	int first = -1;
	unsigned int i;

	if (r->priv != M)
		go_priv(r, M);
	mie = get(r, UC_RISCV_REG_MIE);
	mideleg = get(r, UC_RISCV_REG_MIDELEG);
	stvec = get(r, UC_RISCV_REG_STVEC);
	mtvec = get(r, UC_RISCV_REG_MTVEC);
	lines |= r->mip;
	if (r->priv != M)
		go_priv(r, r->priv);
	for (i = 0; i < sizeof(order); i++) {
		unsigned int code = order[i];
		int to_s = r->priv != M && mideleg >> code & 1;
		uint64_t vec = to_s ? stvec : mtvec;
		int on = to_s ? r->priv == U || status >> 1 & 1 : r->priv != M || status >> 3 & 1;

		if (r->priv == M && mideleg >> code & 1)
			on = 0;
		if (on && mie >> code & 1 && lines >> code & 1 && v->pc == (vec & ~3ULL) + (vec & 1 ? 4 * code : 0)) {
			if (first < 0)
				first = (int)code;
			all |= 1u << code;
		}
	}
	if (first < 0) {
		printf("lockstep: privilege %d, mstatus %" PRIx64 ", mie %" PRIx64 ", mideleg %" PRIx64
		       ", lines %" PRIx64 ", mtvec %" PRIx64 ", stvec %" PRIx64 "\n",
		       r->priv, status, mie, mideleg, lines, mtvec, stvec);
		return -1;
	}
	i = r->priv != M && mideleg >> first & 1;
	/*
	 * An interrupt to S mode may have come just before one to M mode, with nothing retired between: the handler's
	 * read of mepc tells.
	 */
	r->hidden = 0;
	if (!i && r->priv != M && (r->priv == U || status >> 1 & 1)) {
		r->hidden = (uint32_t)(mie & mideleg & lines);
		r->hidden_pc = r->pc;
		r->hidden_priv = r->priv;
	}
	enter(r, 1, (unsigned int)first, r->pc, 0);
	r->causes = all;
	r->causes_csr = i ? 0x142 : 0x342;
	return 0;
}

/* the core leads: take over its register and pc */
static int follow(struct ref *r, const struct rvfi *v)
{
	if (v->rd)
		set(r, UC_RISCV_REG_X0 + v->rd, v->rd_wdata);
	set(r, UC_RISCV_REG_PC, v->next);
	r->pc = v->next;
	return 0;
}

/* the reference takes an exception: so must the core */
static int trap(struct ref *r, const struct rvfi *v, unsigned int code, uint64_t tval)
{
	if (!v->trap)
		return diff(v, "no trap, cause", 0, code);
	enter(r, 0, code, v->pc, tval);
	if (v->next != r->pc)
		return diff(v, "trap vector", v->next, r->pc);
	return 0;
}

static int no_trap(const struct rvfi *v)
{
	return v->trap ? diff(v, "trap to", v->next, v->pc) : 0;
}

static int finish(struct ref *r, const struct rvfi *v, uint64_t next)
{
	set(r, UC_RISCV_REG_PC, next);
	r->pc = next;
	return v->next != next ? diff(v, "next pc", v->next, next) : 0;
}

/* AMOMIN.W and its like: see model_gaps.def */
static int step_minmax_w(struct ref *r, const struct rvfi *v, uint64_t pa)
{
	uint32_t b = (uint32_t)reg(r, v->insn >> 20 & 31), old = 0, val;
	int less;

	uc_mem_read(r->uc, pa, &old, 4);
	less = v->insn >> 30 & 1 ? old < b : (int32_t)old < (int32_t)b;
	val = less ^ (v->insn >> 29 & 1) ? old : b;
	uc_mem_write(r->uc, pa, &val, 4);
	if (v->wmask != 0xf || v->rmask != 0xf)
		return diff(v, "AMO mask", v->wmask, 0xf);
	if (v->mem_wdata != val)
		return diff(v, "AMO result", v->mem_wdata, val);
	if (v->mem_rdata != old)
		return diff(v, "AMO old value", v->mem_rdata, old);
	if (v->rd != (v->insn >> 7 & 31) || (v->rd && v->rd_wdata != (uint64_t)(int32_t)old))
		return diff(v, "rd", v->rd_wdata, (uint64_t)(int32_t)old);
	if (v->rd)
		set(r, UC_RISCV_REG_X0 + v->rd, v->rd_wdata);
	return finish(r, v, r->pc + 4);
}

/* SC after Unicorn has run it, for its faults: see model_gaps.def */
static int finish_sc(struct ref *r, const struct rvfi *v, const struct mem_op *m, uint64_t pa)
{
	int ok = r->reserved && ((r->reserved_pa ^ pa) & ~((uint64_t)r->cfg.line - 1)) == 0;
	unsigned int rd = v->insn >> 7 & 31;
	uint64_t val = reg(r, v->insn >> 20 & 31), bits = m->size == 3 ? ~0ULL : 0xffffffffULL;

	if (rd && rd == (v->insn >> 20 & 31))
		val = v->rs2_rdata; /* compared above, before the step */
	r->reserved = 0;
	if (ok && !v->wmask && v->sc_may_fail)
		ok = 0;
	if (v->rd != rd || (rd && v->rd_wdata != (uint64_t)!ok))
		return diff(v, "SC", v->rd_wdata, !ok);
	if (v->rmask || v->wmask != (ok ? (1u << (1u << m->size)) - 1 : 0) || v->mem_addr != m->addr)
		return diff(v, "SC mask", v->wmask, (uint64_t)ok);
	if (ok && v->mem_wdata != (val & bits))
		return diff(v, "SC data", v->mem_wdata, val & bits);
	uc_mem_write(r->uc, pa, ok ? &val : &r->before_sc, (size_t)1 << m->size);
	if (rd)
		set(r, UC_RISCV_REG_X0 + (int)rd, v->rd_wdata);
	return finish(r, v, r->pc);
}

static int step_cbo(struct ref *r, const struct rvfi *v, const struct mem_op *m, uint64_t pa)
{
	uint8_t zero[64] = {0};

	if (v->rd || v->rmask || v->wmask)
		return diff(v, "effects of a CMO", 1, 0);
	if (m->cbo == 4)
		uc_mem_write(r->uc, pa & ~((uint64_t)r->cfg.line - 1), zero, (size_t)r->cfg.line);
	return finish(r, v, r->pc + 4);
}

/* CSRs that Unicorn has; for the others the core leads */
static int known_csr(const struct ref *r, unsigned int n)
{
	static const uint16_t list[] = {0x100, 0x104, 0x105, 0x106, 0x140, 0x141, 0x142, 0x143, 0x144,
					0x180, 0x300, 0x301, 0x302, 0x303, 0x304, 0x305, 0x306, 0x340,
					0x341, 0x342, 0x343, 0x344, 0x7c0, 0xb00, 0xc00};
	unsigned int i;

	if (n >> 8 == 0xc && r->priv != M)
		return 0;
	if (r->cfg.machine_only && (n >> 8 == 1 || n == 0x302 || n == 0x303 || n == 0x306))
		return 0;
	for (i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (list[i] == n)
			return 1;
	return 0;
}

static uint64_t csr_mask(unsigned int n)
{
	switch (n) {
#define CSR_MASK(num, bits, name, why, test)                                                                           \
	case num:                                                                                                      \
		return bits;
#define GAP(model, what, how, test)
#include "model_gaps.def"
#undef CSR_MASK
#undef GAP
	default:
		return ~0ULL;
	}
}

static int is_csr(uint32_t i)
{
	return (i & 0x7f) == 0x73 && (i >> 12 & 3);
}

/* compressed encodings that are reserved */
static int is_reserved16(uint32_t i)
{
	unsigned int rd = i >> 7 & 31;

	switch (i & 0xe003) {
	case 0x8000:
		return 1;
	case 0x2001: /* C.ADDIW */
	case 0x4002: /* C.LWSP */
	case 0x6002: /* C.LDSP */
		return rd == 0;
	case 0x6001: /* C.LUI, C.ADDI16SP */
		return !(i & 0x107c);
	case 0x8001:
		return (i & 0x1c40) == 0x1c40;
	case 0x8002: /* C.JR */
		return !(i & 0x1ffc);
	default:
		return 0;
	}
}

static int is_float(uint32_t i)
{
	unsigned int f3 = i >> 13 & 7, op = i & 0x7f;

	if ((i & 3) != 3)
		return !(i & 1) && (f3 == 1 || f3 == 5);
	return op == 0x07 || op == 0x27 || (op >= 0x43 && op <= 0x53 && (op & 3) == 3);
}

static int step_wfi_like(uint32_t i)
{
	return i == 0x10500073; /* WFI */
}

/* runs one instruction in Unicorn */
static uc_err step(struct ref *r)
{
	uc_err err;

	r->nwr = 0;
	r->exception = -1;
	err = uc_emu_start(r->uc, r->pc, ~(uint64_t)0, 0, 1);
	return r->exception >= 0 ? UC_ERR_OK : err;
}

/* tval of an exception that Unicorn raised */
static uint64_t tval(const struct rvfi *v, const struct mem_op *m, int code)
{
	switch (code) {
	case 2:
		return v->insn;
	case 3:
		return v->pc;
	case 5:
	case 7:
	case 13:
	case 15:
		return m->addr;
	default:
		return 0;
	}
}

/* registers whose legal values differ from QEMU's; old is the value before */
static void legalize(struct ref *r, uint32_t insn, uint64_t old, uint64_t src)
{
	unsigned int f3 = insn >> 12 & 3, n = insn >> 20;
	uint64_t v = f3 == 1 ? src : f3 == 2 ? old | src : old & ~src;

	if (f3 != 1 && !(insn >> 15 & 31))
		return;
	switch (n) {
	case 0x305: /* a reserved mode leaves the mode as it is */
	case 0x105:
		set(r, n == 0x305 ? UC_RISCV_REG_MTVEC : UC_RISCV_REG_STVEC, v & 2 ? (v & ~3ULL) | (old & 1) : v);
		break;
	case 0x341:
	case 0x141:
		set(r, n == 0x341 ? UC_RISCV_REG_MEPC : UC_RISCV_REG_SEPC, v & ~1ULL);
		break;
	case 0x342:
	case 0x142:
		set(r, n == 0x342 ? UC_RISCV_REG_MCAUSE : UC_RISCV_REG_SCAUSE, v & (1ULL << 63 | 63));
		break;
	case 0x304:
		set(r, UC_RISCV_REG_MIE, v & (r->cfg.machine_only ? 0x888 : 0xaaa));
		break;
	case 0x300:
		if (r->cfg.machine_only)
			set(r, UC_RISCV_REG_MSTATUS, (v & 0x88) | 0x1800);
		break;
	default:
		break;
	}
}

static void keep_mip(struct ref *r, uint32_t insn, uint64_t src)
{
	uint64_t mask = insn >> 20 == 0x344 ? 0x222 : get(r, UC_RISCV_REG_MIDELEG) & 2;
	unsigned int f3 = insn >> 12 & 3;

	set(r, UC_RISCV_REG_MIP, 0);
	if (f3 != 1 && !(insn >> 15 & 31))
		return;
	src &= mask;
	r->mip = f3 == 1 ? (r->mip & ~mask) | src : f3 == 2 ? r->mip | src : r->mip & ~src;
}

static int csr_id(unsigned int n)
{
	switch (n) {
	case 0x305:
		return UC_RISCV_REG_MTVEC;
	case 0x105:
		return UC_RISCV_REG_STVEC;
	case 0x341:
		return UC_RISCV_REG_MEPC;
	case 0x141:
		return UC_RISCV_REG_SEPC;
	case 0x342:
		return UC_RISCV_REG_MCAUSE;
	case 0x142:
		return UC_RISCV_REG_SCAUSE;
	case 0x304:
		return UC_RISCV_REG_MIE;
	case 0x300:
		return UC_RISCV_REG_MSTATUS;
	default:
		return 0;
	}
}

static void after_return(struct ref *r)
{
	if (r->cfg.machine_only) {
		go_priv(r, M);
		set(r, UC_RISCV_REG_MSTATUS, get(r, UC_RISCV_REG_MSTATUS) | 0x1800);
	}
	look(r);
}

/* the interrupt to S mode that came before the last one to M mode, if mepc says so; returns mepc */
static uint64_t reveal(struct ref *r, uint64_t mepc, uint64_t was)
{
	uint64_t stvec = get(r, UC_RISCV_REG_STVEC), status = get(r, UC_RISCV_REG_MSTATUS);
	unsigned int code;

	for (code = 0; code < 16; code++)
		if (r->hidden >> code & 1 && mepc == (stvec & ~3ULL) + (stvec & 1 ? 4 * code : 0))
			break;
	if (code == 16)
		return was;
	status = (status & ~0x1922ULL) | (status >> 1 & 1) << 5 | (r->hidden_priv == S ? 0x100 : 0) | 0x800;
	set(r, UC_RISCV_REG_MSTATUS, status);
	set(r, UC_RISCV_REG_MEPC, mepc);
	set(r, UC_RISCV_REG_SEPC, r->hidden_pc);
	set(r, UC_RISCV_REG_SCAUSE, 1ULL << 63 | code);
	set(r, UC_RISCV_REG_STVAL, 0);
	r->causes = r->hidden;
	r->causes_csr = 0x142;
	return mepc;
}

static int check_csr(struct ref *r, const struct rvfi *v)
{
	unsigned int n = v->insn >> 20;
	uint64_t mask = csr_mask(n), want = reg(r, v->rd);

	if (!v->rd)
		return 0;
	if (n == 0x341 && r->hidden && v->rd_wdata != want)
		want = reveal(r, v->rd_wdata, want);
	if (n == 0x341)
		r->hidden = 0;
	if (r->causes && n == r->causes_csr) { /* an interrupt whose cause the vector did not tell */
		if (!(v->rd_wdata >> 63) || (v->rd_wdata & 63) > 31 || !(r->causes >> (v->rd_wdata & 63) & 1))
			return diff(v, "interrupt cause", v->rd_wdata, r->causes);
		set(r, n == 0x142 ? UC_RISCV_REG_SCAUSE : UC_RISCV_REG_MCAUSE, v->rd_wdata);
		r->causes = 0;
	} else if ((v->rd_wdata ^ want) & mask) {
		return diff(v, "CSR", v->rd_wdata, want);
	}
	set(r, UC_RISCV_REG_X0 + v->rd, v->rd_wdata);
	return 0;
}

int ref_check(struct ref *r, const struct rvfi *v)
{
	struct mem_op m;
	uint64_t pa = 0, val, next, old = 0, src = 0, fetch_tval;
	unsigned int n, i;
	int code, fetch, walk = 0;
	uc_err err;

	if (v->intr && r->pc != v->pc && interrupt(r, v))
		return diff(v, "interrupt that is not enabled or not pending, pc", v->pc, r->pc);
	if (v->pc != r->pc)
		return diff(v, "pc", v->pc, r->pc);
	if (!r->cfg.machine_only && v->mode != r->priv)
		return diff(v, "privilege", v->mode, (uint64_t)r->priv);
	if (v->rs1 && v->rs1_rdata != reg(r, v->rs1))
		return diff(v, "rs1", v->rs1_rdata, reg(r, v->rs1));
	if (v->rs2 && v->rs2_rdata != reg(r, v->rs2))
		return diff(v, "rs2", v->rs2_rdata, reg(r, v->rs2));
	if (v->trap && (v->rd || v->rmask || v->wmask))
		return diff(v, "effects of a trapping instruction", 1, 0);

	/* what was fetched is what stands there; where the second half lies in another page, that page too */
	fetch_tval = v->pc;
	fetch = translate(r, v->pc, FETCH, &pa);
	if (fetch == OK && in_ram(r, pa)) {
		uint16_t lo, hi = 0;

		memcpy(&lo, r->ram + (pa - r->cfg.base), 2);
		if ((lo & 3) == 3) {
			fetch_tval = v->pc + 2;
			fetch = translate(r, v->pc + 2, FETCH, &pa);
			if (fetch == OK && in_ram(r, pa))
				memcpy(&hi, r->ram + (pa - r->cfg.base), 2);
		}
		if (fetch == OK && in_ram(r, pa) && v->insn != ((uint32_t)hi << 16 | lo))
			return diff(v, "instruction", v->insn, (uint64_t)hi << 16 | lo);
	}
	if (fetch != OK)
		return trap(r, v, 12, fetch_tval);
	/* what Unicorn does not know */
	if (is_csr(v->insn) && !known_csr(r, v->insn >> 20)) {
		if (v->trap)
			return trap(r, v, 2, v->insn);
		return follow(r, v);
	}
	if (r->cfg.machine_only && (v->insn == 0x10200073 || (v->insn & 0xfe007fff) == 0x12000073))
		return trap(r, v, 2, v->insn);
	if (is_reserved16(v->insn) || is_float(v->insn))
		return trap(r, v, 2, v->insn);
	if (step_wfi_like(v->insn) && !v->trap)
		return finish(r, v, r->pc + 4);
	m = decode(r, v->insn);
	if (m.kind != NONE) {
		int store = m.kind != LOAD && m.kind != LR;

		walk = translate(r, m.addr, m.kind == CBO && m.cbo != 4 ? CBO : store ? STORE : LOAD, &pa);
		if (walk == AD_FAULT || (walk && (m.kind == CBO || m.kind == SC || m.kind == AMO)))
			return trap(r, v, store ? 15 : 13, m.addr);
		/* this hart's order: page fault, misaligned, access fault */
		if (!walk && m.kind != CBO && m.addr & ((1u << m.size) - 1))
			return trap(r, v, store ? 6 : 4, m.addr);
		if (!walk && !in_ram(r, pa)) {
			int plain = m.kind == LOAD || m.kind == STORE;

			if (!(in_alias(r, pa) && (plain || (m.kind == CBO && m.cbo != 4))) && !(in_io(pa) && plain))
				return trap(r, v, store ? 7 : 5, m.addr);
			if (in_io(pa) && !in_scratch(r, pa)) {
				if (v->trap) /* the bus said so */
					return trap(r, v, store ? 7 : 5, m.addr);
				return follow(r, v);
			}
		}
		if (m.kind == CBO && !walk)
			return v->trap ? trap(r, v, 2, v->insn) : step_cbo(r, v, &m, pa);
		if (m.kind == AMO && m.size == 2 && v->insn >> 31 && !walk && !v->trap)
			return step_minmax_w(r, v, pa);
		if (m.kind == SC)
			uc_mem_read(r->uc, pa, &r->before_sc, (size_t)1 << m.size);
	}
	if (m.kind == STORE && !walk && (pa & ~ALIAS) - r->cfg.base < r->cfg.code_size && r->cfg.window)
		r->code_written = 1;
	if (v->insn == 0x100f && r->code_written) {
		uc_ctl_flush_tlb(r->uc); /* flushes translated code, whatever its name says */
		r->code_written = 0;
	}

	if (v->insn == 0x100073 || v->insn == 0x9002) /* Unicorn keeps breakpoints to itself */
		return trap(r, v, 3, v->pc);
	if (is_csr(v->insn)) {
		old = csr_id(v->insn >> 20) ? get(r, csr_id(v->insn >> 20)) : 0;
		src = v->insn >> 14 & 1 ? v->insn >> 15 & 31 : reg(r, v->insn >> 15 & 31);
	}
	err = step(r);
	if (err == UC_ERR_FETCH_UNMAPPED || err == UC_ERR_FETCH_PROT) {
		uint64_t at = get(r, UC_RISCV_REG_PC);

		/* it looks ahead: the jump itself may be all right, and the next instruction faults */
		if (v->trap)
			return trap(r, v, 1, fetch_tval);
		if (v->next != at)
			return diff(v, "next pc", v->next, at);
		if ((v->insn & 0xdfffffff) == 0x10200073)
			after_return(r);
		return follow(r, v);
	}
	/* it wants memory at the virtual address before it translates */
	if (walk && (err == UC_ERR_READ_UNMAPPED || err == UC_ERR_WRITE_UNMAPPED))
		return trap(r, v, m.kind == STORE ? 15 : 13, m.addr);
	if (err) {
		printf("lockstep: reference refuses: %s\n", uc_strerror(err));
		return diff(v, "pc", v->pc, r->pc);
	}
	code = r->exception;
	if (code == 12 || code == 1) /* the instruction is done: what it jumps to cannot be fetched */
		set(r, UC_RISCV_REG_PC, get(r, UC_RISCV_REG_PC) - 4); /* which it has passed */
	else if (code >= 0) {
		if (code == 8)
			code = 8 + r->priv;
		return trap(r, v, (unsigned int)code, tval(v, &m, code));
	}
	if (no_trap(v))
		return -1;
	next = get(r, UC_RISCV_REG_PC);
	r->pc = next;
	if (v->next != next)
		return diff(v, "next pc", v->next, next);
	if ((v->insn & 0xdfffffff) == 0x10200073) /* MRET, SRET */
		after_return(r);
	if (is_csr(v->insn)) {
		if (check_csr(r, v))
			return -1;
		if (csr_id(v->insn >> 20))
			legalize(r, v->insn, old, src);
		if (v->insn >> 20 == 0x344 || v->insn >> 20 == 0x144) {
			if (r->priv != M)
				go_priv(r, M);
			keep_mip(r, v->insn, src);
			if (r->priv != M)
				go_priv(r, r->priv);
		}
		look(r);
		return 0;
	}
	if (m.kind == SC)
		return finish_sc(r, v, &m, pa);
	if (v->rd && v->rd_wdata != reg(r, v->rd))
		return diff(v, "rd", v->rd_wdata, reg(r, v->rd));
	if ((v->insn & 0x5f) == 0x13 && v->rd != (v->insn >> 7 & 31))
		return diff(v, "rd number", v->rd, v->insn >> 7 & 31);
	if (m.kind == LR) {
		r->reserved = 1;
		r->reserved_pa = pa;
	}
	if (m.kind == NONE)
		return v->rmask | v->wmask ? diff(v, "memory access", v->mem_addr, 0) : 0;
	if (v->mem_addr != m.addr)
		return diff(v, "address", v->mem_addr, m.addr);
	i = (1u << (1u << m.size)) - 1;
	n = m.kind == STORE || m.kind == AMO ? i : 0;
	if (v->wmask != n)
		return diff(v, "store mask", v->wmask, n);
	if (m.kind == STORE && (r->nwr != 1 || r->wr_addr != v->mem_addr || r->wr_mask != n))
		return diff(v, "store address", v->mem_addr, r->wr_addr);
	if (v->rmask != (m.kind == LOAD || m.kind == LR || m.kind == AMO ? i : 0))
		return diff(v, "load mask", v->rmask, i);
	if (n) {
		val = 0;
		uc_mem_read(r->uc, pa, &val, (size_t)1 << m.size);
		if (val != v->mem_wdata)
			return diff(v, "stored data", v->mem_wdata, val);
	}
	if (v->rmask && v->rd) {
		uint64_t bits = m.size == 3 ? ~(uint64_t)0 : ((uint64_t)1 << (8 << m.size)) - 1;

		if (v->mem_rdata != (v->rd_wdata & bits))
			return diff(v, "loaded data", v->mem_rdata, v->rd_wdata & bits);
	}
	return 0;
}

int ref_check_ram(struct ref *r, const uint8_t *ram, size_t offset, size_t bytes)
{
	size_t i;

	for (i = offset; i < offset + bytes; i++)
		if (r->ram[i] != ram[i]) {
			printf("lockstep: memory at %" PRIx64 " is %02x, reference %02x\n", r->cfg.base + i, ram[i],
			       r->ram[i]);
			return -1;
		}
	return 0;
}
