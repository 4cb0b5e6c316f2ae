/* SPDX-License-Identifier: Apache-2.0 */
#include "ref.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicorn/unicorn.h>

#define ROM_BASE 0x1000
#define ROM_SIZE 0x1000
#define LINE 64
#define MAX_NEST 8

struct ref {
	uc_engine *uc;
	uint64_t base, pc;
	size_t size;
	uint64_t left[MAX_NEST]; /* pcs that interrupts left */
	int nleft;
	int sc_follows;
	uint64_t wr_addr, wr_mask; /* stores of the current step */
	int nwr;
};

static void on_write(uc_engine *uc, uc_mem_type type, uint64_t addr, int size, int64_t value, void *user)
{
	struct ref *r = user;

	(void)uc;
	(void)type;
	(void)value;
	r->nwr++;
	r->wr_addr = addr;
	r->wr_mask = size == 8 ? 0xff : (1u << size) - 1;
}

struct ref *ref_new(const uint8_t *ram, uint64_t ram_base, size_t ram_size, const uint8_t *rom, size_t rom_size)
{
	struct ref *r = calloc(1, sizeof(*r));
	uc_hook hook;

	if (!r)
		return NULL;
	r->base = ram_base;
	r->size = ram_size;
	r->pc = ROM_BASE;
	if (uc_open(UC_ARCH_RISCV, UC_MODE_RISCV64, &r->uc) || uc_mem_map(r->uc, ram_base, ram_size, UC_PROT_ALL) ||
	    uc_mem_map(r->uc, ROM_BASE, ROM_SIZE, UC_PROT_ALL) || uc_mem_write(r->uc, ram_base, ram, ram_size) ||
	    uc_mem_write(r->uc, ROM_BASE, rom, rom_size) ||
	    uc_hook_add(r->uc, &hook, UC_HOOK_MEM_WRITE, (void *)on_write, r, (uint64_t)1, (uint64_t)0)) {
		fprintf(stderr, "ref: cannot set up Unicorn: is libunicorn 2.0 installed?\n");
		free(r);
		return NULL;
	}
	return r;
}

void ref_start(struct ref *r, uint64_t pc)
{
	r->pc = pc;
	r->sc_follows = 1;
}

void ref_free(struct ref *r)
{
	if (!r)
		return;
	uc_close(r->uc);
	free(r);
}

static int diff(const struct rvfi *v, const char *what, uint64_t got, uint64_t want)
{
	printf("lockstep: order %" PRIu64 " pc %" PRIx64 " insn %08x: %s %" PRIx64 ", reference %" PRIx64 "\n",
	       v->order, v->pc, v->insn, what, got, want);
	return -1;
}

static uint64_t reg(struct ref *r, unsigned int n)
{
	uint64_t v = 0;

	if (n)
		uc_reg_read(r->uc, UC_RISCV_REG_X0 + (int)n, &v);
	return v;
}

static int in_ram(const struct ref *r, uint64_t addr)
{
	return addr >= r->base && addr < r->base + r->size;
}

/* the core leads: take over its register, memory and pc */
static int follow(struct ref *r, const struct rvfi *v)
{
	uint64_t val = v->rd_wdata;
	uint64_t next = v->next;

	if (v->rd)
		uc_reg_write(r->uc, UC_RISCV_REG_X0 + v->rd, &val);
	if ((v->insn & 0x707f) == 0x200f && v->insn >> 20 == 4) {
		static const uint8_t zero[LINE];

		uc_mem_write(r->uc, v->mem_addr & ~(uint64_t)(LINE - 1), zero, LINE);
	}
	uc_reg_write(r->uc, UC_RISCV_REG_PC, &next);
	r->pc = next;
	return 0;
}

/*
 * AMOMIN.W, AMOMAX.W and their unsigned forms: Unicorn 2.0.1 compares a zero-extended word with a sign-extended one, so
 * these four are computed here, from the reference's own registers and memory.
 */
static int step_minmax_w(struct ref *r, const struct rvfi *v)
{
	uint64_t addr = reg(r, (v->insn >> 15) & 31), next = r->pc + 4;
	uint32_t b = (uint32_t)reg(r, (v->insn >> 20) & 31), old = 0, val;
	int less;

	uc_mem_read(r->uc, addr, &old, 4);
	less = v->insn >> 30 & 1 ? old < b : (int32_t)old < (int32_t)b;
	val = less ^ (v->insn >> 29 & 1) ? old : b;
	uc_mem_write(r->uc, addr, &val, 4);
	if (v->mem_addr != addr || v->wmask != 0xf || v->rmask != 0xf)
		return diff(v, "AMO address", v->mem_addr, addr);
	if (v->mem_wdata != val || v->mem_rdata != old)
		return diff(v, "AMO result", v->mem_wdata, val);
	if (v->rd != ((v->insn >> 7) & 31) || (v->rd && v->rd_wdata != (uint64_t)(int32_t)old))
		return diff(v, "rd", v->rd_wdata, (uint64_t)(int32_t)old);
	if (v->next != next)
		return diff(v, "next pc", v->next, next);
	return follow(r, v);
}

int ref_check(struct ref *r, const struct rvfi *v)
{
	uint64_t val;
	unsigned int i, n;
	uc_err err;

	if (v->intr && r->pc != v->pc) { /* an interrupt came between */
		if (r->nleft == MAX_NEST)
			return diff(v, "nested interrupts", MAX_NEST, 0);
		r->left[r->nleft++] = r->pc;
		uc_reg_write(r->uc, UC_RISCV_REG_PC, &v->pc);
		r->pc = v->pc;
	}
	if (v->pc != r->pc)
		return diff(v, "pc", v->pc, r->pc);
	if (v->rs1 && v->rs1_rdata != reg(r, v->rs1))
		return diff(v, "rs1", v->rs1_rdata, reg(r, v->rs1));
	if (v->rs2 && v->rs2_rdata != reg(r, v->rs2))
		return diff(v, "rs2", v->rs2_rdata, reg(r, v->rs2));
	if (v->trap) {
		if (v->rd || v->rmask || v->wmask)
			return diff(v, "effects of a trapping instruction", 1, 0);
		return follow(r, v);
	}
	if (v->insn == 0x30200073 && r->nleft && v->next == r->left[r->nleft - 1])
		r->nleft--;
	if ((v->insn & 0x7f) == 0x73 || (v->insn & 0x707f) == 0x200f ||
	    ((v->rmask | v->wmask) && !in_ram(r, v->mem_addr)))
		return follow(r, v);
	if ((v->insn & 0x8000707f) == 0x8000202f)
		return step_minmax_w(r, v);
	if (r->sc_follows && (v->insn & 0xf800007f) == 0x1800002f && !v->wmask) {
		if (v->rd && v->rd_wdata != 1)
			return diff(v, "failed SC", v->rd_wdata, 1);
		return follow(r, v);
	}
	r->nwr = 0;
	err = uc_emu_start(r->uc, r->pc, ~(uint64_t)0, 0, 1);
	/* it refuses to jump where nothing is: the fault that the core then takes is checked by the program */
	if (err == UC_ERR_FETCH_UNMAPPED && !in_ram(r, v->next + 3) &&
	    (v->next & ~(uint64_t)(ROM_SIZE - 1)) != ROM_BASE)
		return follow(r, v);
	if (err) {
		printf("lockstep: reference refuses: %s\n", uc_strerror(err));
		return diff(v, "pc", v->pc, r->pc);
	}
	uc_reg_read(r->uc, UC_RISCV_REG_PC, &r->pc);
	if (v->next != r->pc)
		return diff(v, "next pc", v->next, r->pc);
	if (v->rd && v->rd_wdata != reg(r, v->rd))
		return diff(v, "rd", v->rd_wdata, reg(r, v->rd));
	if ((v->insn & 0x7f) == 0x33 && v->rd != ((v->insn >> 7) & 31))
		return diff(v, "rd number", v->rd, (v->insn >> 7) & 31);
	/* AMOs are not seen by the hook: their memory is compared below, and all of it at the end */
	if ((v->insn & 0x7f) != 0x2f && (r->nwr != 0) != (v->wmask != 0))
		return diff(v, "number of stores", v->wmask != 0, (uint64_t)r->nwr);
	if (r->nwr && (r->wr_addr != v->mem_addr || r->wr_mask != v->wmask))
		return diff(v, "store address", v->mem_addr, r->wr_addr);
	for (n = 0; n < 8 && (v->wmask >> n) & 1; n++)
		;
	if (n) {
		val = 0;
		uc_mem_read(r->uc, v->mem_addr, &val, n);
		if (val != v->mem_wdata)
			return diff(v, "stored data", v->mem_wdata, val);
	}
	for (i = 0; i < 8 && (v->rmask >> i) & 1; i++)
		;
	if (i && !n && v->rd) {
		uint64_t bits = i == 8 ? ~(uint64_t)0 : ((uint64_t)1 << (8 * i)) - 1;

		if (v->mem_rdata != (v->rd_wdata & bits))
			return diff(v, "loaded data", v->mem_rdata, v->rd_wdata & bits);
	}
	return 0;
}

int ref_check_ram(struct ref *r, const uint8_t *ram)
{
	uint8_t *buf = malloc(r->size);
	size_t i;
	int rc = 0;

	if (!buf)
		return -1;
	uc_mem_read(r->uc, r->base, buf, r->size);
	for (i = 0; i < r->size && !rc; i++)
		if (buf[i] != ram[i]) {
			printf("lockstep: memory at %" PRIx64 " is %02x, reference %02x\n", r->base + i, ram[i],
			       buf[i]);
			rc = -1;
		}
	free(buf);
	return rc;
}
