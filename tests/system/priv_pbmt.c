/* SPDX-License-Identifier: Apache-2.0
 * @test what: Svpbmt: NC pages behave as the uncached alias, I/O pages are strongly ordered, reserved types fault
 * @test args: --check=off
 */
#include <doorbell/memmap.h>
#include "priv.h"

PROBE(p_ld, "ld a0, 0(a0)");
PROBE(p_lw, "lw a0, 0(a0)");
PROBE(p_sd, "sd a1, 0(a0)");
PROBE(p_lr, "lr.d a0, (a0)");
PROBE(p_sc, "sc.d a0, a1, (a0)");
PROBE(p_amo, "amoadd.d a0, a1, (a0)");
PROBE(p_zero, "cbo.zero (a0)");
PROBE(p_jr, "jr a0");
PROBE(p_clean, "cbo.clean (a0)\n fence rw, rw");
PROBE(p_flush, "cbo.flush (a0)\n fence rw, rw");
/* stores to one page and loads of another at once: a0 and a1 lie in different pages of the same frame */
/* the same with the CMO that a line needs before it is used through the cache */
PROBE(p_turn, "li a2, 77\n sd a2, 0(a0)\n cbo.flush (a1)\n ld a0, 0(a1)");
PROBE(p_turn_b, "li a2, 0x1122\n sd a2, 0(a0)\n li a2, 0x33\n sb a2, 1(a0)\n cbo.flush (a0)\n ld a0, 0(a1)");
PROBE(p_over, "li a2, 77\n sd a2, 0(a0)\n ld a0, 0(a1)");
PROBE(p_over_b, "li a2, 0x1122\n sd a2, 0(a0)\n li a2, 0x33\n sb a2, 1(a0)\n ld a0, 0(a1)");
/* ten stores and loads of the same page */
PROBE(p_many,
      "li a2, 10\n 1: sd a2, 0(a0)\n sd a2, 64(a0)\n ld a3, 0(a0)\n bne a3, a2, 2f\n addi a2, a2, -1\n bnez a2, 1b\n"
      " ld a0, 64(a0)\n 2:");

static uint64_t area[2][512] __attribute__((aligned(4096)));
#define PA(page) ((uint64_t)area[page])
#define PMA 0x40000000ull
#define NC 0x40001000ull
#define IO 0x40002000ull

/* What memory holds. */
static uint64_t memory(uint64_t pa)
{
	return *(volatile uint64_t *)(pa | DB_UNCACHED_ALIAS);
}

static void clean(void)
{
	asm volatile("fence rw, rw\n cbo.flush (%0)\n fence rw, rw" ::"r"(PA(0)) : "memory");
}

static void types(void)
{
	priv_map(PMA, PA(0), PTE_RWX, 0);
	priv_map(NC, PA(0), PTE_RWX | PTE_NC, 0);
	priv_map(IO, PA(0), PTE_RWX | PTE_IO, 0);
	TRAPS(S_MODE, p_ld, NC, 0, EXC_LPAGE, NC);
	csr_write(menvcfg, 1ull << 62 | 0xf0);
	area[0][0] = 5;
	clean();
	GIVES(S_MODE, p_ld, NC, 0, 5);
	GIVES(S_MODE, p_ld, IO, 0, 5);
	priv_map(PMA, PA(0), PTE_RWX | PTE_NC | PTE_IO, 0);
	TRAPS(S_MODE, p_ld, PMA, 0, EXC_LPAGE, PMA);
	priv_map(PMA, PA(0), PTE_RWX, 0);
	/* what the alias cannot do */
	for (uint64_t va = NC; va <= IO; va += PAGE) {
		TRAPS(S_MODE, p_lr, va, 0, EXC_LACCESS, va);
		TRAPS(S_MODE, p_sc, va, 0, EXC_SACCESS, va);
		TRAPS(S_MODE, p_amo, va, 1, EXC_SACCESS, va);
		TRAPS(S_MODE, p_zero, va, 0, EXC_SACCESS, va);
		priv_run(S_MODE, p_jr, va, 0);
		CHECK(priv_m.cause == EXC_IACCESS && priv_m.epc == va && priv_m.tval == va);
	}
	RUNS(S_MODE, p_amo, PMA, 0);
	clean();
}

static void noncacheable(void)
{
	/* a store goes to memory, not to the cache */
	RUNS(S_MODE, p_sd, NC, 6);
	asm volatile("fence rw, rw");
	CHECK(memory(PA(0)) == 6);
	/* hazards by physical address: neither overtakes the other */
	clean();
	GIVES(S_MODE, p_over, NC, NC, 77);
	clean();
	RUNS(S_MODE, p_sd, NC, 1);
	GIVES(S_MODE, p_turn, NC, PMA, 77);
	clean();
	GIVES(S_MODE, p_turn_b, NC, PMA, 0x3322);
	clean();
	GIVES(S_MODE, p_over_b, NC, NC, 0x3322);
	clean();
	GIVES(S_MODE, p_many, NC, 0, 1);
	/* CMOs act on the line behind it */
	clean();
	RUNS(S_MODE, p_sd, PMA, 0x99);
	RUNS(S_MODE, p_clean, NC, 0);
	CHECK(memory(PA(0)) == 0x99);
	RUNS(S_MODE, p_sd, PMA, 0x98);
	RUNS(S_MODE, p_flush, NC, 0);
	GIVES(S_MODE, p_ld, NC, 0, 0x98);
	GIVES(S_MODE, p_ld, PMA, 0, 0x98);
}

static void ordered(void)
{
	clean();
	RUNS(S_MODE, p_sd, IO, 7);
	CHECK(memory(PA(0)) == 7);
	GIVES(S_MODE, p_over, IO, IO, 77);
	clean();
	GIVES(S_MODE, p_over, IO, NC, 77);
	RUNS(S_MODE, p_sd, IO, 1);
	GIVES(S_MODE, p_over, NC, IO, 77);
	clean();
	GIVES(S_MODE, p_turn, IO, PMA, 77);
	clean();
	GIVES(S_MODE, p_over_b, IO, IO, 0x3322);
	GIVES(S_MODE, p_many, IO, 0, 1);
	/* a device stays one, whatever the page says */
	priv_map(NC, DB_CLINT_BASE + 0x4000, PTE_RW | PTE_NC, 0);
	priv_map(IO, DB_CLINT_BASE + 0x4000, PTE_RW | PTE_IO, 0);
	RUNS(S_MODE, p_sd, NC, 0x123456789);
	GIVES(S_MODE, p_ld, IO, 0, 0x123456789);
	RUNS(S_MODE, p_sd, IO, -1);
	GIVES(S_MODE, p_lw, NC, 0, -1);
	/* a table that is read through the alias */
	uint64_t *e = priv_pte(PMA, 1), old = *e;

	priv_map(PMA, PA(1), PTE_RW, 0);
	area[1][0] = 0x5a;
	asm volatile("cbo.flush (%0)\n fence rw, rw" ::"r"(priv_pte(PMA, 0)) : "memory");
	*e = old | DB_UNCACHED_ALIAS >> 12 << 10;
	sfence();
	GIVES(S_MODE, p_ld, PMA, 0, 0x5a);
	*e = old;
	sfence();
}

int main(void)
{
	priv_pmp_open();
	priv_sv39();
	types();
	noncacheable();
	ordered();
	csr_write(satp, 0);
	return priv_end();
}
