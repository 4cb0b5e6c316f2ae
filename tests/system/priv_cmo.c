/* SPDX-License-Identifier: Apache-2.0
 * @test what: CMOs and cbo.zero from S and U mode: menvcfg, senvcfg, page tables, PMP; cbo.inval that flushes
 * @test args: --check=off
 */
#include "priv.h"

PROBE(p_inval, "cbo.inval (a0)");
PROBE(p_clean, "cbo.clean (a0)");
PROBE(p_flush, "cbo.flush (a0)");
PROBE(p_zero, "cbo.zero (a0)");
PROBE(p_dirty_inval, "sd a1, 0(a0)\n cbo.inval (a0)\n fence rw, rw\n ld a0, 0(a0)");
PROBE(p_ld, "ld a0, 0(a0)");
PROBE(p_sd, "sd a1, 0(a0)");

#define FIOM 1ull
#define CBIE(n) ((n)*16ull)
#define CBCFE 0x40ull
#define CBZE 0x80ull

static uint64_t area[2][512] __attribute__((aligned(4096)));
#define PA(page) ((uint64_t)area[page])
#define VA 0x40000000ull

static void legal(int s_mf, int u_mf, int s_inv, int u_inv, int s_z, int u_z)
{
	const struct {
		int works;
		uint64_t mode;
		const void *fn;
	} t[] = {{s_mf, S_MODE, p_clean},  {s_mf, S_MODE, p_flush},  {u_mf, U_MODE, p_clean}, {u_mf, U_MODE, p_flush},
		 {s_inv, S_MODE, p_inval}, {u_inv, U_MODE, p_inval}, {s_z, S_MODE, p_zero},   {u_z, U_MODE, p_zero},
		 {1, M_MODE, p_clean},	   {1, M_MODE, p_flush},     {1, M_MODE, p_inval},    {1, M_MODE, p_zero}};

	for (unsigned i = 0; i < sizeof(t) / sizeof(t[0]); i++)
		if (t[i].works)
			RUNS(t[i].mode, t[i].fn, PA(0), 0);
		else
			ILLEGAL(t[i].mode, t[i].fn, PA(0), 0);
}

static void enables(void)
{
	csr_write(menvcfg, 0);
	csr_write(senvcfg, CBIE(3) | CBCFE | CBZE);
	legal(0, 0, 0, 0, 0, 0);
	csr_write(menvcfg, CBCFE);
	legal(1, 1, 0, 0, 0, 0);
	csr_write(senvcfg, 0);
	legal(1, 0, 0, 0, 0, 0);
	csr_write(menvcfg, CBIE(1));
	legal(0, 0, 1, 0, 0, 0);
	csr_write(senvcfg, CBIE(3));
	legal(0, 0, 1, 1, 0, 0);
	csr_write(menvcfg, CBIE(3) | CBZE);
	csr_write(senvcfg, CBIE(1));
	legal(0, 0, 1, 1, 1, 0);
	csr_write(senvcfg, CBZE);
	legal(0, 0, 1, 0, 1, 1);
	/* where it flushes, no byte is lost */
	csr_write(menvcfg, CBIE(1));
	csr_write(senvcfg, CBIE(3));
	GIVES(S_MODE, p_dirty_inval, PA(0), 0x1234, 0x1234);
	GIVES(U_MODE, p_dirty_inval, PA(0), 0x2345, 0x2345);
	csr_write(menvcfg, CBIE(3));
	csr_write(senvcfg, CBIE(1));
	GIVES(U_MODE, p_dirty_inval, PA(0), 0x3456, 0x3456);
}

static void faults(void)
{
	static const struct {
		uint64_t flags;
		int manage, zero; /* works */
	} t[] = {
		{PTE_RW, 1, 1},
		{PTE_V | PTE_R | PTE_A, 1, 0},
		{PTE_V | PTE_R | PTE_W | PTE_A, 1, 0},
		{PTE_V | PTE_R | PTE_W | PTE_D, 0, 0},
		{PTE_V | PTE_X | PTE_A, 0, 0},
		{PTE_RW | PTE_U, 0, 0},
		{0, 0, 0},
	};
	const void *const manage[] = {p_clean, p_flush, p_inval};

	csr_write(menvcfg, CBIE(3) | CBCFE | CBZE);
	priv_sv39();
	for (unsigned i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		priv_map(VA, PA(1), t[i].flags, 0);
		for (int k = 0; k < 3; k++)
			if (t[i].manage)
				RUNS(S_MODE, manage[k], VA + 12, 0);
			else
				TRAPS(S_MODE, manage[k], VA + 12, 0, EXC_SPAGE, VA + 12);
		area[1][8] = 9;
		if (t[i].zero)
			RUNS(S_MODE, p_zero, VA + 68, 0);
		else
			TRAPS(S_MODE, p_zero, VA + 68, 0, EXC_SPAGE, VA + 68);
#ifndef PRIV_BARE
		CHECK(area[1][8] == (t[i].zero ? 0 : 9));
#endif
	}
	csr_set(mstatus, MSTATUS_MXR);
	priv_map(VA, PA(1), PTE_V | PTE_X | PTE_A, 0);
	RUNS(S_MODE, p_clean, VA, 0);
	csr_clear(mstatus, MSTATUS_MXR);
	/* devices have no cache */
	priv_map(VA, 0x10000000, PTE_RW, 0);
	TRAPS(S_MODE, p_clean, VA, 0, EXC_SACCESS, VA);
	TRAPS(S_MODE, p_zero, VA, 0, EXC_SACCESS, VA);
	/* PMP: page 1 may be read, then nothing */
	priv_map(VA, PA(1), PTE_RW, 0);
	csr_write(pmpaddr1, ~0ull);
	csr_write(pmpaddr0, PA(1) >> 2 | 511);
	csr_write(pmpcfg0, 0x1f19);
	RUNS(S_MODE, p_clean, VA, 0);
	TRAPS(S_MODE, p_zero, VA, 0, EXC_SACCESS, VA);
	csr_write(pmpcfg0, 0x1f18);
	TRAPS(S_MODE, p_flush, VA + 1, 0, EXC_SACCESS, VA + 1);
	TRAPS(S_MODE, p_inval, VA, 0, EXC_SACCESS, VA);
	csr_write(satp, 0);
}

int main(void)
{
	priv_pmp_open();
	enables();
	faults();
	return priv_end();
}
