/* SPDX-License-Identifier: Apache-2.0
 * @test what: Sv39: page sizes, rights, reserved bits, non-canonical addresses, instructions across pages, SFENCE.VMA
 */
#include "priv.h"

PROBE(p_nop, "nop");
PROBE(p_ld, "ld a0, 0(a0)");
PROBE(p_sd, "sd a1, 0(a0)");
PROBE(p_lbu, "lbu a0, 0(a0)");
PROBE(p_amo, "amoadd.d a0, a1, (a0)");
PROBE(p_lr, "lr.d a0, (a0)");
PROBE(p_sc, "sc.d a0, a1, (a0)");
PROBE(p_jr, "jr a0");
PROBE(p_mprv_ld, "csrs mstatus, a1\n ld a0, 0(a0)");
PROBE(p_lh, "lh a0, 0(a0)");
/* writes a table entry and uses the page at once; the entry must be seen from wherever the store is */
PROBE(p_remap, "sd a1, 0(a0)\n sfence.vma\n li a2, 0x40000000\n ld a0, 0(a2)");
PROBE(p_remap_x, "sd a1, 0(a0)\n sfence.vma\n li a2, 0x40001000\n mv t0, ra\n jalr a2\n mv ra, t0");
/* many pages, more than there are TLB entries: sum of the first words */
PROBE(p_sweep, "mv a2, zero\n li a4, 4096\n 1: ld a3, 0(a0)\n add a2, a2, a3\n add a0, a0, a4\n addi a1, a1, -1\n bnez "
	       "a1, 1b\n mv a0, a2");
/* loads from two pages with one miss behind another, a store between */
PROBE(p_pair, "ld a2, 0(a0)\n ld a3, 0(a1)\n sd a2, 8(a1)\n ld a4, 8(a1)\n bne a2, a4, 1f\n add a0, a2, a3\n 1:");

static uint64_t area[3][512] __attribute__((aligned(4096)));
#define PA(page) ((uint64_t)area[page])
#define VA 0x40000000ull
#define VX 0x40001000ull /* code */

static void data(uint64_t flags)
{
	priv_map(VA, PA(0), flags, 0);
}

static void rights(void)
{
	static const struct {
		uint64_t flags;
		uint8_t s_load, s_store, u_load, u_store, s_sum, s_mxr; /* what works */
	} t[] = {
		{PTE_V | PTE_R | PTE_W | PTE_A | PTE_D, 1, 1, 0, 0, 1, 1},
		{PTE_V | PTE_R | PTE_A | PTE_D, 1, 0, 0, 0, 1, 1},
		{PTE_V | PTE_X | PTE_A | PTE_D, 0, 0, 0, 0, 0, 1},
		{PTE_V | PTE_R | PTE_X | PTE_A, 1, 0, 0, 0, 1, 1},
		{PTE_V | PTE_R | PTE_W | PTE_A, 1, 0, 0, 0, 1, 1},
		{PTE_V | PTE_R | PTE_W | PTE_D, 0, 0, 0, 0, 0, 0},
		{PTE_V | PTE_W | PTE_A | PTE_D, 0, 0, 0, 0, 0, 0},
		{PTE_V | PTE_W | PTE_X | PTE_A | PTE_D, 0, 0, 0, 0, 0, 0},
		{PTE_R | PTE_W | PTE_A | PTE_D, 0, 0, 0, 0, 0, 0},
		{PTE_RW | PTE_U, 0, 0, 1, 1, 1, 0},
		{PTE_V | PTE_R | PTE_A | PTE_D | PTE_U, 0, 0, 1, 0, 1, 0},
		{PTE_V | PTE_R | PTE_W | PTE_A | PTE_U, 0, 0, 1, 0, 1, 0},
		{PTE_RW | PTE_G | 3ull << 8, 1, 1, 0, 0, 1, 1},
		{PTE_RW | 1ull << 54, 0, 0, 0, 0, 0, 0},
		{PTE_RW | 1ull << 60, 0, 0, 0, 0, 0, 0},
		{PTE_RW | PTE_NC, 0, 0, 0, 0, 0, 0},
		{PTE_RW | PTE_IO, 0, 0, 0, 0, 0, 0},
		{PTE_RW | 1ull << 63, 0, 0, 0, 0, 0, 0},
		{PTE_V, 0, 0, 0, 0, 0, 0}, /* a pointer in the last level */
	};

	for (unsigned i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		uint64_t v = 100 + i;

		area[0][0] = v;
		data(t[i].flags);
		if (t[i].s_load)
			GIVES(S_MODE, p_ld, VA, 0, v);
		else
			TRAPS(S_MODE, p_ld, VA, 0, EXC_LPAGE, VA);
		if (t[i].s_store)
			RUNS(S_MODE, p_sd, VA + 8, v);
		else
			TRAPS(S_MODE, p_sd, VA + 8, v, EXC_SPAGE, VA + 8);
		CHECK((area[0][1] == v) == t[i].s_store);
		if (t[i].u_load)
			GIVES(U_MODE, p_ld, VA, 0, v);
		else
			TRAPS(U_MODE, p_ld, VA, 0, EXC_LPAGE, VA);
		if (t[i].u_store)
			RUNS(U_MODE, p_sd, VA + 16, v);
		else
			TRAPS(U_MODE, p_sd, VA + 16, v, EXC_SPAGE, VA + 16);
		CHECK((area[0][2] == v) == t[i].u_store);
		csr_set(mstatus, MSTATUS_SUM);
		if (t[i].s_sum)
			GIVES(S_MODE, p_ld, VA, 0, v);
		else
			TRAPS(S_MODE, p_ld, VA, 0, EXC_LPAGE, VA);
		csr_clear(mstatus, MSTATUS_SUM);
		csr_set(mstatus, MSTATUS_MXR);
		if (t[i].s_mxr)
			GIVES(S_MODE, p_ld, VA, 0, v);
		else
			TRAPS(S_MODE, p_ld, VA, 0, EXC_LPAGE, VA);
		csr_clear(mstatus, MSTATUS_MXR);
		GIVES(M_MODE, p_ld, PA(0), 0, v);
	}
	/* AMO, LR, SC by what they are */
	data(PTE_V | PTE_R | PTE_A | PTE_D);
	TRAPS(S_MODE, p_amo, VA, 1, EXC_SPAGE, VA);
	TRAPS(S_MODE, p_sc, VA, 1, EXC_SPAGE, VA);
	RUNS(S_MODE, p_lr, VA, 0);
	data(0);
	TRAPS(S_MODE, p_lr, VA, 0, EXC_LPAGE, VA);
	TRAPS(S_MODE, p_amo, VA, 0, EXC_SPAGE, VA);
	data(PTE_RW);
	area[0][0] = 5;
	GIVES(S_MODE, p_amo, VA, 3, 5);
	CHECK(area[0][0] == 8);
	TRAPS(S_MODE, p_lh, VA + 1, 0, EXC_LALIGN, VA + 1);
}

static void sizes(void)
{
	uint64_t off = PA(0) - 0x80000000;

	area[0][0] = 0x1111;
	area[1][0] = 0x2222;
	/* 2 MiB, more than one 4 KiB part of it; offsets from 0x80000000 */
	priv_map(0x40200000, 0x80000000, PTE_RW, 1);
	GIVES(S_MODE, p_ld, 0x40200000 + off, 0, 0x1111);
	GIVES(S_MODE, p_ld, 0x40201000 + off, 0, 0x2222);
	RUNS(S_MODE, p_sd, 0x40201008 + off, 0x77);
	CHECK(area[1][1] == 0x77);
	/* 1 GiB, in the upper half */
	priv_map(0xffffffc000000000, 0x80000000, PTE_RW, 2);
	GIVES(S_MODE, p_ld, 0xffffffc000000000 + off, 0, 0x1111);
	GIVES(S_MODE, p_ld, 0xffffffc000001000 + off, 0, 0x2222);
	/* not aligned to their size */
	priv_map(0x40200000, 0x80001000, PTE_RW, 1);
	TRAPS(S_MODE, p_ld, 0x40200000 + off, 0, EXC_LPAGE, 0x40200000 + off);
	priv_map(0x40200000, 0x80100000, PTE_RW, 1);
	TRAPS(S_MODE, p_sd, 0x40200000 + off, 0, EXC_SPAGE, 0x40200000 + off);
	priv_map(0xffffffc000000000, 0x80200000, PTE_RW, 2);
	TRAPS(S_MODE, p_ld, 0xffffffc000000000 + off, 0, EXC_LPAGE, 0xffffffc000000000 + off);
	priv_map(0xffffffc000000000, 0, 0, 2);
	priv_map(0x40200000, 0, 0, 1);
	/* pointers with reserved bits */
	for (int i = 0; i < 5; i++) {
		static const uint64_t bit[] = {PTE_A, PTE_D, PTE_U, 1ull << 58, 1ull << 61};
		uint64_t *e = priv_pte(VA, 1), old = *e;

		data(PTE_RW);
		*e = old | bit[i];
		sfence();
		TRAPS(S_MODE, p_ld, VA, 0, EXC_LPAGE, VA);
		*e = old | PTE_G;
		sfence();
		GIVES(S_MODE, p_ld, VA, 0, 0x1111);
		*e = old;
	}
	/* beyond the physical addresses: no page fault */
	data(PTE_RW | 1ull << 53);
	TRAPS(S_MODE, p_ld, VA, 0, EXC_LACCESS, VA);
	data(PTE_RW | 1ull << 36);
	TRAPS(S_MODE, p_sd, VA, 0, EXC_SACCESS, VA);
	priv_map(VA, 0x60000000, PTE_RW, 0);	      /* nothing there, and not RAM: an I/O access */
	priv_map(0x7fc0000000, 0x10000000, PTE_V, 2); /* a table among the devices */
	TRAPS(S_MODE, p_ld, 0x3fffffffc0 - 0x40000000 + 0, 0, EXC_LPAGE, 0x3fffffffc0 - 0x40000000);
	priv_pt[0][255] = pte(0x10000000, PTE_V);
	sfence();
	TRAPS(S_MODE, p_ld, 0x3fc0000000, 0, EXC_LACCESS, 0x3fc0000000);
	TRAPS(S_MODE, p_sd, 0x3fc0000000, 0, EXC_SACCESS, 0x3fc0000000);
	priv_run(S_MODE, p_jr, 0x3fc0000000, 0);
	CHECK(priv_m.cause == EXC_IACCESS && priv_m.epc == 0x3fc0000000 && priv_m.tval == 0x3fc0000000);
	priv_pt[0][255] = 0;
	/* non-canonical: page faults */
	TRAPS(S_MODE, p_ld, 0x0000004000000000, 0, EXC_LPAGE, 0x0000004000000000);
	TRAPS(S_MODE, p_ld, 1ull << 63 | PA(0), 0, EXC_LPAGE, 1ull << 63 | PA(0));
	TRAPS(S_MODE, p_sd, 1ull << 39 | PA(0), 0, EXC_SPAGE, 1ull << 39 | PA(0));
	priv_run(S_MODE, p_jr, 1ull << 40 | (uint64_t)p_nop, 0);
	CHECK(priv_m.cause == EXC_IPAGE && priv_m.tval == (1ull << 40 | (uint64_t)p_nop) && priv_m.epc == priv_m.tval);
}

static void fetches(void)
{
	static const uint32_t nop = 0x13, ret = 0x8067, li9 = 0x00900513;
	uint16_t *end = (uint16_t *)(PA(1) + 4096) - 1;

	area[0][0] = (uint64_t)ret << 32 | li9;
	area[1][0] = (uint64_t)ret << 32 | nop;
	asm volatile("fence.i");
	priv_map(VX, PA(0), PTE_V | PTE_X | PTE_A, 0);
	GIVES(S_MODE, (void *)VX, 1, 0, 9);
	priv_map(VX, PA(0), PTE_RW, 0);
	TRAPS(S_MODE, (void *)VX, 1, 0, EXC_IPAGE, VX);
	priv_map(VX, PA(0), PTE_V | PTE_X | PTE_D, 0); /* A */
	TRAPS(S_MODE, (void *)VX, 1, 0, EXC_IPAGE, VX);
	priv_map(VX, PA(0), PTE_RWX | PTE_U, 0);
	TRAPS(S_MODE, (void *)VX, 1, 0, EXC_IPAGE, VX);
	csr_set(mstatus, MSTATUS_SUM);
	TRAPS(S_MODE, (void *)VX, 1, 0, EXC_IPAGE, VX);
	csr_clear(mstatus, MSTATUS_SUM);
	CHECK(priv_ok(U_MODE, priv_run(U_MODE, (void *)(VX - priv_u_offset), 1, 0)) && priv_m.a0 == 9);
	priv_map(VX, PA(0), PTE_RWX, 0);
	TRAPS(U_MODE, (void *)(VX - priv_u_offset), 1, 0, EXC_IPAGE, VX);
	/* an instruction across two pages that are not neighbours in memory */
	end[0] = (uint16_t)li9;
	area[2][0] = 0;
	*(uint16_t *)PA(2) = li9 >> 16;
	((uint16_t *)PA(2))[1] = (uint16_t)ret;
	((uint16_t *)PA(2))[2] = ret >> 16;
	area[0][0] = 0;
	asm volatile("fence.i");
	priv_map(VX, PA(1), PTE_RWX, 0);
	priv_map(VX + 4096, PA(2), PTE_RWX, 0);
	GIVES(S_MODE, (void *)(VX + 4094), 1, 0, 9);
	priv_map(VX + 4096, PA(2), 0, 0);
	TRAPS(S_MODE, (void *)(VX + 4094), 1, 0, EXC_IPAGE, VX + 4096);
	priv_map(VX + 4096, PA(2), PTE_RWX | 1ull << 40, 0);
	TRAPS(S_MODE, (void *)(VX + 4094), 1, 0, EXC_IACCESS, VX + 4096);
	/* what is known of it, a branch's first half and a comparison's, changes nothing */
	priv_map(VX + 4096, PA(2), 0, 0);
	for (unsigned i = 0; i < 2; i++) {
		end[0] = i ? 0x2533 : 0x0063;
		asm volatile("fence.i");
		TRAPS(S_MODE, (void *)(VX + 4094), 1, 0, EXC_IPAGE, VX + 4096);
	}
	priv_map(VX + 4096, PA(2), PTE_RWX, 0);
	priv_map(VX, PA(1), 0, 0);
	TRAPS(S_MODE, (void *)(VX + 4094), 1, 0, EXC_IPAGE, VX + 4094);
	/* a fault that is fetched and never reached */
	((uint16_t *)PA(1))[2047] = 0x8082;
	asm volatile("fence.i");
	priv_map(VX, PA(1), PTE_RWX, 0);
	priv_map(VX + 4096, PA(2), 0, 0);
	GIVES(S_MODE, (void *)(VX + 4094), 55, 0, 55);
}

static void changes(void)
{
	uint64_t *e = priv_pte(VA, 0);

	area[0][0] = 0xaa;
	area[1][0] = 0xbb;
	data(PTE_RW);
	GIVES(S_MODE, p_ld, VA, 0, 0xaa);
	GIVES(S_MODE, p_remap, (uint64_t)e, pte(PA(1), PTE_RW), 0xbb);
	GIVES(S_MODE, p_remap, (uint64_t)e, pte(PA(0), PTE_RW), 0xaa);
	CHECK(priv_run(S_MODE, p_remap, (uint64_t)e, 0)->cause == EXC_LPAGE && priv_m.tval == VA);
	GIVES(S_MODE, p_remap, (uint64_t)e, pte(PA(1), PTE_RW), 0xbb);
	area[0][0] = 0x0000806700900513; /* li a0, 9; ret */
	area[1][0] = 0x0000806700800513;
	asm volatile("fence.i");
	e = priv_pte(VX, 0);
	GIVES(S_MODE, p_remap_x, (uint64_t)e, pte(PA(0), PTE_RWX), 9);
	GIVES(S_MODE, p_remap_x, (uint64_t)e, pte(PA(1), PTE_RWX), 8);
	GIVES(S_MODE, p_remap_x, (uint64_t)e, pte(PA(0), PTE_RWX), 9);
	/* bare: S mode sees physical addresses, and none above 2^38 */
	area[0][0] = 0xcc;
	csr_write(satp, 0);
	GIVES(S_MODE, p_ld, PA(0), 0, 0xcc);
	TRAPS(S_MODE, p_ld, 1ull << 38 | PA(0), 0, EXC_LACCESS, 1ull << 38 | PA(0));
	TRAPS(S_MODE, p_ld, 1ull << 63 | PA(0), 0, EXC_LACCESS, 1ull << 63 | PA(0));
	csr_write(satp, SV39 | (uint64_t)priv_pt[0] >> 12);
	data(PTE_RW);
	GIVES(S_MODE, p_ld, VA, 0, 0xcc);
	/* M mode with MPRV; MPP is U after the mret that brings it there */
	priv_run(M_MODE, p_mprv_ld, VA, MSTATUS_MPRV);
	CHECK(priv_m.cause == EXC_LPAGE && priv_m.tval == VA);
	priv_map(VA, PA(0), PTE_RW | PTE_U, 0);
	CHECK(priv_ok(M_MODE, priv_run(M_MODE, p_mprv_ld, VA, MSTATUS_MPRV)) && priv_m.a0 == 0xcc);
	/* more pages than entries, twice */
	priv_map(0x40200000, 0x80000000, PTE_RW, 1);
	for (uint64_t k = 0, want = 0; k < 2; k++) {
		want = 0;
		for (int i = 0; i < 40; i++)
			want += *(const volatile uint64_t *)(0x80000000 + i * PAGE);
		GIVES(S_MODE, p_sweep, 0x40200000, 40, want);
	}
	area[0][0] = 3;
	area[1][0] = 4;
	priv_map(VA, PA(0), PTE_RW, 0);
	priv_map(VX, PA(1), PTE_RW, 0);
	GIVES(S_MODE, p_pair, VA, VX, 7);
	CHECK(area[1][1] == 3);
	GIVES(S_MODE, p_lbu, VA, 0, 3);
}

int main(void)
{
	priv_pmp_open();
	priv_sv39();
	RUNS(S_MODE, p_nop, 0, 0);
	TRAPS(U_MODE, p_nop, 0, 0, EXC_IPAGE, (uint64_t)p_nop);
	priv_u_offset = 0x80000000;
	priv_map(0x100000000, 0x80000000, PTE_RWX | PTE_U, 2);
	RUNS(U_MODE, p_nop, 0, 0);
	rights();
	sizes();
	fetches();
	changes();
	return priv_end();
}
