/* SPDX-License-Identifier: Apache-2.0
 * @test what: M, S and U mode: what each may do, delegation, traps, interrupts by privilege, counters
 */
#include "priv.h"

PROBE(p_nop, "nop");
PROBE(p_ecall, "ecall");
PROBE(p_break, "ebreak");
PROBE(p_mret, "mret");
PROBE(p_sret, "sret");
PROBE(p_wfi, "wfi");
PROBE(p_sfence, "sfence.vma");
PROBE(p_sfence2, "sfence.vma a0, a1");
PROBE(p_mscratch, "csrr a0, mscratch");
PROBE(p_sscratch, "csrrw a0, sscratch, a0");
PROBE(p_sstatus, "csrr a0, sstatus");
PROBE(p_satp, "csrr a0, satp");
PROBE(p_satp_w, "csrw satp, a0");
PROBE(p_cycle, "csrr a0, cycle");
PROBE(p_time, "csrr a0, time");
PROBE(p_instret, "csrr a0, instret");
PROBE(p_hpm, "csrr a0, hpmcounter3");
PROBE(p_medeleg, "csrr a0, medeleg");
PROBE(p_scounteren, "csrr a0, scounteren");
PROBE(p_sie_on, "csrsi sstatus, 2");
PROBE(p_illegal, ".word 0xffffffff");
PROBE(p_sip, "csrrw a0, sip, a0");
PROBE(p_pmp, "csrr a0, pmpcfg0");
PROBE(p_fence, "fence iorw, iorw");
PROBE(p_lh, "lh a0, 0(a0)");

static void registers(void)
{
	uint64_t v;

	csr_write(medeleg, ~0ull);
	CHECK(csr_read(medeleg) == 0xb3ff);
	csr_write(mideleg, ~0ull);
	CHECK(csr_read(mideleg) == 0x222);
	csr_write(mie, ~0ull);
	CHECK(csr_read(mie) == 0xaaa);
	CHECK(csr_read(sie) == 0x222);
	csr_write(sie, 0);
	CHECK(csr_read(mie) == 0x888);
	csr_write(mideleg, 0x20);
	csr_write(sie, ~0ull);
	CHECK(csr_read(mie) == 0x8a8 && csr_read(sie) == 0x20);
	csr_write(mie, 0);
	csr_write(mideleg, 0);
	csr_write(medeleg, 0);
	csr_write(mcounteren, ~0ull);
	CHECK(csr_read(mcounteren) == 7);
	csr_write(scounteren, ~0ull);
	CHECK(csr_read(scounteren) == 7);
	csr_write(menvcfg, ~0ull);
	CHECK(csr_read(menvcfg) == 0x40000000000000f1);
	csr_write(menvcfg, 0x20); /* CBIE 2 is reserved: it stays */
	CHECK(csr_read(menvcfg) == 0x30);
	csr_write(menvcfg, 0);
	csr_write(senvcfg, ~0ull);
	CHECK(csr_read(senvcfg) == 0xf1);
	csr_write(senvcfg, 0);
	csr_write(stvec, ~0ull);
	CHECK(csr_read(stvec) == ~3ull);
	csr_write(stvec, 0x80000101);
	CHECK(csr_read(stvec) == 0x80000101);
	csr_write(sepc, ~0ull);
	CHECK(csr_read(sepc) == ~1ull);
	csr_write(sscratch, 0x1234567890abcdef);
	csr_write(mscratch, 77);
	CHECK(csr_read(sscratch) == 0x1234567890abcdef && csr_read(mscratch) == 77);
	csr_write(stval, 99);
	csr_write(mtval, 98);
	CHECK(csr_read(stval) == 99 && csr_read(mtval) == 98);
	csr_write(scause, INTERRUPT | 9);
	csr_write(mcause, 3);
	CHECK(csr_read(scause) == (INTERRUPT | 9) && csr_read(mcause) == 3);
	/* satp: another mode changes nothing */
	csr_write(satp, 0x0000000000012345);
	CHECK(csr_read(satp) == 0x12345);
	csr_write(satp, 9ull << 60 | 1);
	csr_write(satp, 1ull << 60 | 2);
	CHECK(csr_read(satp) == 0x12345);
	csr_write(satp, SV39 | 0xabcull << 44 | 0x80001);
	CHECK(csr_read(satp) == (SV39 | 0xabcull << 44 | 0x80001));
	csr_write(satp, 0);
	/* sstatus is a window of mstatus */
	v = csr_read(mstatus);
	csr_write(sstatus, ~0ull);
	CHECK((csr_read(sstatus) & ~0x300000000ull) == 0xc0122);
	CHECK((csr_read(mstatus) & ~v & ~0xc0122ull) == 0);
	CHECK((csr_read(sstatus) >> 32 & 3) == 2 && (csr_read(mstatus) >> 32 & 15) == 10);
	csr_write(sstatus, 0);
	csr_set(mstatus, MSTATUS_MPP);
	csr_clear(mstatus, 1ull << 11); /* would be 2: stays 3 */
	CHECK((csr_read(mstatus) & MSTATUS_MPP) == MSTATUS_MPP);
}

static void who_may(void)
{
	/* modes reached and reported */
	RUNS(M_MODE, p_nop, 0, 0);
	RUNS(S_MODE, p_nop, 0, 0);
	CHECK((priv_m.status & MSTATUS_MPP) == 1ull << 11);
	RUNS(U_MODE, p_nop, 0, 0);
	CHECK((priv_m.status & MSTATUS_MPP) == 0);
	TRAPS(U_MODE, p_ecall, 0, 0, EXC_ECALL + 0, 0);
	TRAPS(S_MODE, p_ecall, 0, 0, EXC_ECALL + 1, 0);
	TRAPS(M_MODE, p_ecall, 0, 0, EXC_ECALL + 3, 0);
	TRAPS(U_MODE, p_break, 0, 0, EXC_BREAK, (uint64_t)p_break);
	ILLEGAL(U_MODE, p_illegal, 0, 0);
	TRAPS(U_MODE, p_lh, 0x80000001, 0, EXC_LALIGN, 0x80000001);
	/* registers of a higher mode */
	ILLEGAL(S_MODE, p_mscratch, 0, 0);
	ILLEGAL(U_MODE, p_mscratch, 0, 0);
	ILLEGAL(S_MODE, p_medeleg, 0, 0);
	ILLEGAL(S_MODE, p_pmp, 0, 0);
	ILLEGAL(U_MODE, p_sstatus, 0, 0);
	ILLEGAL(U_MODE, p_sscratch, 0, 0);
	ILLEGAL(U_MODE, p_scounteren, 0, 0);
	RUNS(S_MODE, p_scounteren, 0, 0);
	csr_write(sscratch, 5);
	GIVES(S_MODE, p_sscratch, 6, 0, 5);
	CHECK(csr_read(sscratch) == 6);
	/* returns */
	ILLEGAL(S_MODE, p_mret, 0, 0);
	ILLEGAL(U_MODE, p_mret, 0, 0);
	ILLEGAL(U_MODE, p_sret, 0, 0);
	csr_write(sepc, priv_exit);
	csr_write(sstatus, 0x120); /* SPP, SPIE */
	RUNS(S_MODE, p_sret, 0, 0);
	CHECK((priv_m.status & (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP)) == (MSTATUS_SIE | MSTATUS_SPIE));
	CHECK(priv_ok(U_MODE, priv_run(S_MODE, p_sret, 0, 0)));
	csr_write(sstatus, 0);
	csr_set(mstatus, MSTATUS_TSR);
	ILLEGAL(S_MODE, p_sret, 0, 0);
	csr_write(sstatus, 0x100);
	CHECK(priv_ok(S_MODE, priv_run(M_MODE, p_sret, 0, 0)));
	csr_clear(mstatus, MSTATUS_TSR);
	/* a return to a lower mode clears MPRV, one to M mode does not */
	csr_write(sepc, priv_exit);
	csr_set(mstatus, MSTATUS_MPRV | MSTATUS_MPP);
	RUNS(M_MODE, p_nop, 0, 0);
	CHECK(priv_m.status & MSTATUS_MPRV);
	priv_run(M_MODE, p_nop, 0, 0);
	csr_set(mstatus, MSTATUS_MPP);
	csr_set(mstatus, MSTATUS_MPRV);
	RUNS(U_MODE, p_nop, 0, 0);
	CHECK(!(priv_m.status & MSTATUS_MPRV));
	/* SFENCE.VMA, satp */
	RUNS(S_MODE, p_sfence, 0, 0);
	RUNS(S_MODE, p_sfence2, 0x80000000, 0);
	ILLEGAL(U_MODE, p_sfence, 0, 0);
	RUNS(S_MODE, p_satp, 0, 0);
	ILLEGAL(U_MODE, p_satp, 0, 0);
	csr_set(mstatus, MSTATUS_TVM);
	ILLEGAL(S_MODE, p_sfence, 0, 0);
	ILLEGAL(S_MODE, p_sfence2, 0, 0);
	ILLEGAL(S_MODE, p_satp, 0, 0);
	ILLEGAL(S_MODE, p_satp_w, 0, 0);
	RUNS(M_MODE, p_sfence, 0, 0);
	RUNS(M_MODE, p_satp, 0, 0);
	csr_clear(mstatus, MSTATUS_TVM);
	/* WFI: ends at once with an interrupt that mie enables, taken or not */
	csr_write(mideleg, 2);
	csr_write(mie, 2);
	csr_write(mip, 2);
	RUNS(S_MODE, p_wfi, 0, 0);
	csr_set(mstatus, MSTATUS_TW);
	ILLEGAL(S_MODE, p_wfi, 0, 0);
	RUNS(M_MODE, p_wfi, 0, 0);
	csr_clear(mstatus, MSTATUS_TW);
	csr_write(mip, 0);
	csr_write(mie, 0);
	csr_write(mideleg, 0);
	ILLEGAL(U_MODE, p_wfi, 0, 0);
	RUNS(U_MODE, p_fence, 0, 0);
}

static void counters(void)
{
	csr_write(mcounteren, 0);
	csr_write(scounteren, 7);
	ILLEGAL(S_MODE, p_cycle, 0, 0);
	ILLEGAL(S_MODE, p_time, 0, 0);
	ILLEGAL(S_MODE, p_instret, 0, 0);
	ILLEGAL(U_MODE, p_time, 0, 0);
	csr_write(mcounteren, 2);
	RUNS(S_MODE, p_time, 0, 0);
	RUNS(U_MODE, p_time, 0, 0);
	ILLEGAL(S_MODE, p_cycle, 0, 0);
	csr_write(mcounteren, 5);
	csr_write(scounteren, 1);
	RUNS(S_MODE, p_cycle, 0, 0);
	RUNS(S_MODE, p_instret, 0, 0);
	ILLEGAL(S_MODE, p_time, 0, 0);
	RUNS(U_MODE, p_cycle, 0, 0);
	ILLEGAL(U_MODE, p_instret, 0, 0);
	ILLEGAL(S_MODE, p_hpm, 0, 0);
	GIVES(M_MODE, p_hpm, 1, 0, 0);
	csr_write(mcounteren, 0);
	csr_write(scounteren, 0);
}

/* The S handler took it; it ends at priv_s_end. */
static int in_s(const struct priv_trap *t, uint64_t cause, const void *epc, uint64_t tval)
{
	return t->cause == EXC_ECALL + 1 && t->epc == (uint64_t)priv_s_end && priv_s.cause == cause &&
	       priv_s.epc == (uint64_t)epc && priv_s.tval == tval;
}

static void delegation(void)
{
	csr_write(stvec, priv_s_entry);
	csr_write(medeleg, 1 << EXC_ILLEGAL | 1 << EXC_BREAK | 1 << EXC_ECALL | 1 << EXC_LALIGN);
	csr_set(mstatus, MSTATUS_SIE);
	CHECK(in_s(priv_run(U_MODE, p_illegal, 0, 0), EXC_ILLEGAL, p_illegal, 0xffffffff));
	CHECK((priv_s.status & (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP)) == MSTATUS_SPIE);
	CHECK(in_s(priv_run(S_MODE, p_break, 0, 0), EXC_BREAK, p_break, (uint64_t)p_break));
	CHECK((priv_s.status & (MSTATUS_SIE | MSTATUS_SPIE | MSTATUS_SPP)) == MSTATUS_SPP);
	CHECK(in_s(priv_run(U_MODE, p_ecall, 0, 0), EXC_ECALL, p_ecall, 0));
	CHECK(in_s(priv_run(U_MODE, p_lh, 3, 0), EXC_LALIGN, p_lh, 3));
	/* never down: M mode keeps its own */
	ILLEGAL(M_MODE, p_illegal, 0, 0);
	TRAPS(M_MODE, p_break, 0, 0, EXC_BREAK, (uint64_t)p_break);
	TRAPS(S_MODE, p_ecall, 0, 0, EXC_ECALL + 1, 0);
	csr_write(medeleg, 0);
	csr_clear(mstatus, MSTATUS_SIE);
}

static void interrupts(void)
{
	csr_write(mie, 0x222);
	/* not delegated: M mode, from below always, from M with MIE only */
	csr_write(mip, 0x20);
	CHECK(priv_trapped(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 5, p_nop, 0));
	CHECK(priv_trapped(priv_run(S_MODE, p_nop, 0, 0), INTERRUPT | 5, p_nop, 0));
	csr_clear(mstatus, MSTATUS_MPIE);
	RUNS(M_MODE, p_nop, 0, 0);
	csr_set(mstatus, MSTATUS_MPIE);
	CHECK(priv_trapped(priv_run(M_MODE, p_nop, 0, 0), INTERRUPT | 5, p_nop, 0));
	/* priority */
	csr_write(mip, 0x222);
	CHECK(priv_trapped(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 9, p_nop, 0));
	csr_write(mip, 0x22);
	CHECK(priv_trapped(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 1, p_nop, 0));
	/* delegated: S mode, from U always, from S with SIE, never from M */
	csr_write(mideleg, 0x222);
	csr_write(stvec, priv_s_entry);
	csr_clear(mstatus, MSTATUS_SIE);
	CHECK(in_s(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 1, p_nop, 0));
	RUNS(S_MODE, p_nop, 0, 0);
	CHECK(in_s(priv_run(S_MODE, p_sie_on, 0, 0), INTERRUPT | 1, p_sie_on + 4, 0));
	csr_set(mstatus, MSTATUS_MPIE);
	RUNS(M_MODE, p_nop, 0, 0);
	/* what M keeps goes first */
	csr_write(mideleg, 0x200);
	csr_write(mip, 0x220);
	CHECK(priv_trapped(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 5, p_nop, 0));
	/* vectors */
	csr_write(mideleg, 0x222);
	csr_write(mip, 0x20);
	csr_write(stvec, (uint64_t)priv_s_entry - 4 * 5 + 1 - ((uint64_t)priv_s_entry - 4 * 5) % 4);
	CHECK(in_s(priv_run(U_MODE, p_nop, 0, 0), INTERRUPT | 5, p_nop, 0));
	/* sip: SSIP alone can be written, if it is delegated */
	csr_write(mie, 0);
	csr_write(mip, 0x220);
	GIVES(S_MODE, p_sip, 2, 0, 0x220);
	CHECK(csr_read(mip) == 0x222);
	csr_write(mideleg, 0x220);
	GIVES(S_MODE, p_sip, 0, 0, 0x220);
	CHECK(csr_read(mip) == 0x222);
	csr_write(mip, 0);
	csr_write(mideleg, 0);
}

int main(void)
{
	priv_pmp_open();
	registers();
	who_may();
	counters();
	delegation();
	interrupts();
	return priv_end();
}
