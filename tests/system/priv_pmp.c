/* SPDX-License-Identifier: Apache-2.0
 * @test what: PMP: TOR and NAPOT, order, rights, lock bits, MPRV, page-table reads
 */
#define PRIV_TABLES 2
#include "priv.h"

PROBE(p_nop, "nop");
PROBE(p_ld, "ld a0, 0(a0)");
PROBE(p_sd, "sd a1, 0(a0)");
PROBE(p_amo, "amoadd.d a0, a1, (a0)");
PROBE(p_jr, "jr a0");

static uint64_t area[4][512] __attribute__((aligned(16384)));
static uint64_t at(int page)
{
	return (uint64_t)area[page];
}
#define NAPOT(base, size) ((base) >> 2 | ((size) / 8 - 1))
enum { R = 1, W = 2, X = 4, TOR = 8, NAP = 0x18, L = 0x80 };

/* M mode's loads and stores with MPRV: as those of the mode in MPP. priv_run clears it again. */
PROBE(p_mprv_ld, "csrs mstatus, a1\n ld a0, 0(a0)");

int main(void)
{
	area[0][0] = 0xa0;
	area[1][0] = 0xa1;
	area[2][0] = 0xa2;
	area[3][0] = 0xa3;
	/* no entry: lower modes may nothing, M mode all */
	TRAPS(S_MODE, p_nop, 0, 0, EXC_IACCESS, (uint64_t)p_nop);
	TRAPS(U_MODE, p_nop, 0, 0, EXC_IACCESS, (uint64_t)p_nop);
	GIVES(M_MODE, p_ld, at(0), 0, 0xa0);
	/* 0: page 1 nothing; 1: pages 0 to 3 read only; 7: all */
	csr_write(pmpaddr0, NAPOT(at(1), 4096));
	csr_write(pmpaddr1, NAPOT(at(0), 16384));
	csr_write(pmpaddr7, ~0ull);
	CHECK(csr_read(pmpaddr7) == 0xffffffc00);
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | (NAP | R) << 8 | NAP);
	CHECK(csr_read(pmpaddr7) == 0xfffffffff && csr_read(pmpaddr0) == NAPOT(at(1), 4096));
	GIVES(S_MODE, p_ld, at(0), 0, 0xa0);
	TRAPS(S_MODE, p_ld, at(1), 0, EXC_LACCESS, at(1));
	TRAPS(U_MODE, p_ld, at(1) + 0xff8, 0, EXC_LACCESS, at(1) + 0xff8);
	GIVES(U_MODE, p_ld, at(2), 0, 0xa2);
	GIVES(M_MODE, p_ld, at(1), 0, 0xa1);
	TRAPS(S_MODE, p_sd, at(2), 1, EXC_SACCESS, at(2));
	TRAPS(S_MODE, p_amo, at(2), 1, EXC_SACCESS, at(2));
	CHECK(area[2][0] == 0xa2);
	priv_run(S_MODE, p_jr, at(3), 0);
	CHECK(priv_m.cause == EXC_IACCESS && priv_m.epc == at(3) && priv_m.tval == at(3));
	RUNS(S_MODE, p_ld, at(3) + 0xff8, 0);
	RUNS(M_MODE, p_sd, at(2), 0xa2);
	/* changed rights hold at once */
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | (NAP | R | W) << 8 | NAP);
	RUNS(S_MODE, p_sd, at(2), 0x33);
	CHECK(area[2][0] == 0x33);
	TRAPS(S_MODE, p_sd, at(1), 1, EXC_SACCESS, at(1));
	/* TOR: page 1 to 2 from entry 2 with the base of entry 1; W alone is taken as RW; NA4 is OFF */
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | TOR << 16);
	csr_write(pmpaddr1, at(1) >> 2);
	csr_write(pmpaddr2, at(3) >> 2);
	CHECK(csr_read(pmpaddr1) == at(1) >> 2);
	RUNS(S_MODE, p_sd, at(0) + 0xff8, 1);
	TRAPS(S_MODE, p_ld, at(1), 0, EXC_LACCESS, at(1));
	TRAPS(S_MODE, p_ld, at(2) + 0xff8, 0, EXC_LACCESS, at(2) + 0xff8);
	GIVES(S_MODE, p_ld, at(3), 0, 0xa3);
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | (TOR | W) << 16 | 0x17);
	CHECK(csr_read(pmpcfg0) == ((uint64_t)(NAP | R | W | X) << 56 | (TOR | W | R) << 16 | 7));
	GIVES(S_MODE, p_ld, at(1), 0, 0xa1);
	/* entry 0 as TOR begins at 0 */
	csr_write(pmpaddr0, at(1) >> 2);
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W) << 56 | (TOR | X | R));
	RUNS(S_MODE, p_ld, at(0), 0);
	TRAPS(S_MODE, p_sd, at(0), 0, EXC_SACCESS, at(0));
	RUNS(S_MODE, p_sd, at(1), 0xa1);
	/* the registers that are not built */
	csr_write(pmpaddr8, ~0ull);
	csr_write(pmpcfg2, ~0ull);
	CHECK(csr_read(pmpaddr8) == 0 && csr_read(pmpaddr15) == 0 && csr_read(pmpcfg2) == 0);
	/* MPRV: rights of the mode in MPP for data, M mode's for fetch */
	csr_write(pmpaddr0, NAPOT(at(1), 4096));
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | NAP);
	csr_clear(mstatus, MSTATUS_MPP);
	priv_run(M_MODE, p_mprv_ld, at(1), MSTATUS_MPRV);
	CHECK(priv_ok(M_MODE, &priv_m) == 0 && priv_m.cause == EXC_LACCESS && priv_m.tval == at(1));
	/* page tables are read with S mode's rights */
	priv_sv39();
	GIVES(S_MODE, p_ld, at(0), 0, 1 * 0 + area[0][0]);
	csr_write(pmpaddr0, NAPOT((uint64_t)priv_pt[0], 4096));
	TRAPS(S_MODE, p_nop, 0, 0, EXC_IACCESS, (uint64_t)p_nop);
	csr_write(satp, 0);
	/* the lock binds M mode and stays: page 1 may be read; the base of a locked TOR entry is locked too */
	csr_write(pmpaddr0, NAPOT(at(1), 4096));
	csr_write(pmpaddr2, at(2) >> 2);
	csr_write(pmpaddr3, at(3) >> 2);
	csr_write(pmpcfg0, (uint64_t)(NAP | R | W | X) << 56 | (uint64_t)(L | TOR) << 24 | (L | NAP | R));
	GIVES(M_MODE, p_ld, at(1), 0, 0xa1);
	TRAPS(M_MODE, p_sd, at(1), 1, EXC_SACCESS, at(1));
	TRAPS(M_MODE, p_ld, at(2), 0, EXC_LACCESS, at(2));
	GIVES(S_MODE, p_ld, at(1), 0, 0xa1);
	TRAPS(S_MODE, p_sd, at(1), 1, EXC_SACCESS, at(1));
	RUNS(M_MODE, p_sd, at(0), 1);
	priv_run(M_MODE, p_jr, at(1), 0);
	CHECK(priv_m.cause == EXC_IACCESS && priv_m.tval == at(1));
	csr_write(pmpcfg0, 0x1f);
	csr_write(pmpaddr0, 0);
	csr_write(pmpaddr2, 0);
	csr_write(pmpaddr3, 0);
	CHECK(csr_read(pmpcfg0) == ((uint64_t)(L | TOR) << 24 | (L | NAP | R)));
	CHECK(csr_read(pmpaddr0) == NAPOT(at(1), 4096) && csr_read(pmpaddr2) == at(2) >> 2 &&
	      csr_read(pmpaddr3) == at(3) >> 2);
	TRAPS(M_MODE, p_sd, at(1), 1, EXC_SACCESS, at(1));
	return priv_end();
}
