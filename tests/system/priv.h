/* SPDX-License-Identifier: Apache-2.0
 * For programs about privilege modes and translation: runs a few instructions in any mode and tells how they ended.
 *
 * priv_run() enters `mode` at `fn` with two arguments and comes back at the first trap that reaches M mode, whatever it
 * is; a routine that returns runs into an ecall at priv_exit. Traps that are delegated to S mode are recorded in
 * priv_s and end at an ecall too. These programs run on the whole machine (tests/system) and, with PRIV_BARE, on the
 * core between the models of tests/rtl/core: main() then returns 1 or the line of the first failure.
 */
#ifndef PRIV_H
#define PRIV_H
#include <stdint.h>

#define U_MODE 0
#define S_MODE 1
#define M_MODE 3

#define csr_read(name)                                                                                                 \
	({                                                                                                             \
		uint64_t v_;                                                                                           \
		asm volatile("csrr %0, " #name : "=r"(v_)::"memory");                                                  \
		v_;                                                                                                    \
	})
#define csr_write(name, val) asm volatile("csrw " #name ", %0" ::"r"((uint64_t)(val)) : "memory")
#define csr_set(name, val) asm volatile("csrs " #name ", %0" ::"r"((uint64_t)(val)) : "memory")
#define csr_clear(name, val) asm volatile("csrc " #name ", %0" ::"r"((uint64_t)(val)) : "memory")

#define MSTATUS_SIE (1ull << 1)
#define MSTATUS_MIE (1ull << 3)
#define MSTATUS_SPIE (1ull << 5)
#define MSTATUS_MPIE (1ull << 7)
#define MSTATUS_SPP (1ull << 8)
#define MSTATUS_MPP (3ull << 11)
#define MSTATUS_MPRV (1ull << 17)
#define MSTATUS_SUM (1ull << 18)
#define MSTATUS_MXR (1ull << 19)
#define MSTATUS_TVM (1ull << 20)
#define MSTATUS_TW (1ull << 21)
#define MSTATUS_TSR (1ull << 22)

enum {
	EXC_IACCESS = 1,
	EXC_ILLEGAL = 2,
	EXC_BREAK = 3,
	EXC_LALIGN = 4,
	EXC_LACCESS = 5,
	EXC_SALIGN = 6,
	EXC_SACCESS = 7,
	EXC_ECALL = 8, /* plus the mode */
	EXC_IPAGE = 12,
	EXC_LPAGE = 13,
	EXC_SPAGE = 15
};
#define INTERRUPT (1ull << 63)

struct priv_trap {
	uint64_t a0, cause, epc, tval, status;
};
extern struct priv_trap priv_m, priv_s;
struct priv_trap *priv_enter(uint64_t mode, const void *fn, uint64_t a0, uint64_t a1, uint64_t off);
extern const char priv_exit[], priv_s_end[], priv_s_entry[];

asm(".pushsection .text.priv, \"ax\"\n"
    ".globl priv_enter\n"
    "priv_enter:\n"
    "	addi sp, sp, -128\n"
    "	sd ra, 0(sp)\n sd s0, 8(sp)\n sd s1, 16(sp)\n sd s2, 24(sp)\n sd s3, 32(sp)\n sd s4, 40(sp)\n"
    "	sd s5, 48(sp)\n sd s6, 56(sp)\n sd s7, 64(sp)\n sd s8, 72(sp)\n sd s9, 80(sp)\n sd s10, 88(sp)\n"
    "	sd s11, 96(sp)\n"
    "	csrr t0, mtvec\n sd t0, 104(sp)\n"
    "	la t0, priv_sp\n sd sp, 0(t0)\n"
    "	la t0, priv_m_entry\n csrw mtvec, t0\n"
    "	add a1, a1, a4\n csrw mepc, a1\n"
    "	li t0, 3 << 11\n csrc mstatus, t0\n slli a0, a0, 11\n csrs mstatus, a0\n"
    "	mv a0, a2\n mv a1, a3\n la ra, priv_exit\n add ra, ra, a4\n mret\n"
    ".balign 4\n"
    "priv_m_entry:\n"
    "	la t0, priv_sp\n ld sp, 0(t0)\n"
    "	la t0, priv_m\n sd a0, 0(t0)\n"
    "	csrr a0, mcause\n sd a0, 8(t0)\n csrr a0, mepc\n sd a0, 16(t0)\n csrr a0, mtval\n sd a0, 24(t0)\n"
    "	csrr a0, mstatus\n sd a0, 32(t0)\n"
    "	li a0, 1 << 17\n csrc mstatus, a0\n" /* MPRV */
    "	ld ra, 0(sp)\n ld s0, 8(sp)\n ld s1, 16(sp)\n ld s2, 24(sp)\n ld s3, 32(sp)\n ld s4, 40(sp)\n"
    "	ld s5, 48(sp)\n ld s6, 56(sp)\n ld s7, 64(sp)\n ld s8, 72(sp)\n ld s9, 80(sp)\n ld s10, 88(sp)\n"
    "	ld s11, 96(sp)\n"
    "	ld a0, 104(sp)\n csrw mtvec, a0\n"
    "	addi sp, sp, 128\n mv a0, t0\n ret\n"
    ".balign 4\n"
    ".globl priv_s_entry\n"
    "priv_s_entry:\n"
    "	la t0, priv_s\n sd a0, 0(t0)\n"
    "	csrr t1, scause\n sd t1, 8(t0)\n csrr t1, sepc\n sd t1, 16(t0)\n csrr t1, stval\n sd t1, 24(t0)\n"
    "	csrr t1, sstatus\n sd t1, 32(t0)\n"
    ".globl priv_s_end\n"
    "priv_s_end:\n"
    "	ecall\n"
    ".globl priv_exit\n"
    "priv_exit:\n"
    "	ecall\n"
    ".popsection\n"
    ".pushsection .data.priv, \"aw\"\n"
    ".balign 64\n"
    ".globl priv_m\n priv_m: .space 40\n"
    ".globl priv_s\n priv_s: .space 40\n"
    "priv_sp: .space 8\n"
    ".balign 64\n"
    ".popsection\n");

/* A routine of one instruction. Arguments in a0 and a1, result in a0. */
#define PROBE(name, insn)                                                                                              \
	extern const char name[];                                                                                      \
	asm(".pushsection .text.priv, \"ax\"\n.balign 4\n.option push\n.option norvc\n.globl " #name "\n" #name        \
	    ":\n" insn "\n ret\n.option pop\n.popsection\n")

/* With translation on, U mode runs code at this distance from where S mode does: a page is one's or the other's. */
static uint64_t priv_u_offset, priv_off;
static inline struct priv_trap *priv_run(uint64_t mode, const void *fn, uint64_t a0, uint64_t a1)
{
	priv_off = mode == U_MODE ? priv_u_offset : 0;
	return priv_enter(mode, fn, a0, a1, priv_off);
}

static int priv_failed;
#ifdef PRIV_BARE
#define CHECK(cond)                                                                                                    \
	do {                                                                                                           \
		if (!(cond) && !priv_failed)                                                                           \
			priv_failed = __LINE__;                                                                        \
	} while (0)
#define priv_end() (priv_failed ? priv_failed : 1)
#else
#include <stdio.h>
#define CHECK(cond)                                                                                                    \
	do {                                                                                                           \
		if (!(cond) && priv_failed++ < 8)                                                                      \
			printf("FAIL %s:%d: %s (cause %lx epc %lx tval %lx a0 %lx)\n", __FILE__, __LINE__, #cond,      \
			       (unsigned long)priv_m.cause, (unsigned long)priv_m.epc, (unsigned long)priv_m.tval,     \
			       (unsigned long)priv_m.a0);                                                              \
	} while (0)
static inline int priv_end(void)
{
	printf(priv_failed ? "FAIL: %d checks\n" : "PASS\n", priv_failed);
	return priv_failed != 0;
}
#endif

/* It came to the end. */
static inline int priv_ok(uint64_t mode, const struct priv_trap *t)
{
	return t->cause == EXC_ECALL + mode && t->epc == (uint64_t)priv_exit + priv_off;
}
/* Its first instruction trapped. */
static inline int priv_trapped(const struct priv_trap *t, uint64_t cause, const void *fn, uint64_t tval)
{
	return t->cause == cause && t->epc == (uint64_t)fn + priv_off && t->tval == tval;
}
static inline int priv_illegal(const struct priv_trap *t, const void *fn)
{
	return priv_trapped(t, EXC_ILLEGAL, fn, *(const uint32_t *)fn);
}
#define RUNS(mode, fn, a0, a1) CHECK(priv_ok(mode, priv_run(mode, fn, a0, a1)))
#define GIVES(mode, fn, x0, x1, val) CHECK(priv_ok(mode, priv_run(mode, fn, x0, x1)) && priv_m.a0 == (uint64_t)(val))
#define TRAPS(mode, fn, a0, a1, cause, tval) CHECK(priv_trapped(priv_run(mode, fn, a0, a1), cause, fn, tval))
#define ILLEGAL(mode, fn, a0, a1) CHECK(priv_illegal(priv_run(mode, fn, a0, a1), fn))

/* PMP: one entry that lets the lower modes do everything. */
static inline void priv_pmp_open(void)
{
	csr_write(pmpaddr0, ~0ull);
	csr_write(pmpcfg0, 0x1f);
}

/* ---- page tables */
#define PTE_V 1ull
#define PTE_R 2ull
#define PTE_W 4ull
#define PTE_X 8ull
#define PTE_U 16ull
#define PTE_G 32ull
#define PTE_A 64ull
#define PTE_D 128ull
#define PTE_NC (1ull << 61)
#define PTE_IO (2ull << 61)
#define PTE_RWX (PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D)
#define PTE_RW (PTE_V | PTE_R | PTE_W | PTE_A | PTE_D)
#define SV39 (8ull << 60)
#define PAGE 4096ull

#ifndef PRIV_TABLES
#define PRIV_TABLES 8
#endif
static uint64_t priv_pt[PRIV_TABLES][512] __attribute__((aligned(4096)));
static unsigned priv_pt_used;

static inline uint64_t pte(uint64_t pa, uint64_t flags)
{
	return pa >> 12 << 10 | flags;
}
/* The entry of va at a level (2: 1 GiB, 1: 2 MiB, 0: 4 KiB); tables on the way are made. */
static inline uint64_t *priv_pte(uint64_t va, int level)
{
	uint64_t *t = priv_pt[0];

	if (!priv_pt_used)
		priv_pt_used = 1;
	for (int l = 2; l > level; l--) {
		uint64_t *e = &t[va >> (12 + 9 * l) & 511];

		if (!(*e & PTE_V))
			*e = pte((uint64_t)priv_pt[priv_pt_used++], PTE_V);
		t = (uint64_t *)(*e >> 10 << 12);
	}
	return &t[va >> (12 + 9 * level) & 511];
}
static inline void sfence(void)
{
	asm volatile("sfence.vma" ::: "memory");
}
static inline void priv_map(uint64_t va, uint64_t pa, uint64_t flags, int level)
{
	*priv_pte(va, level) = pte(pa, flags);
	sfence();
}
/* Sv39 with RAM and devices where they are, for S mode. */
static inline void priv_sv39(void)
{
	priv_map(0, 0, PTE_RW, 2);
	priv_map(0x80000000, 0x80000000, PTE_RWX, 2);
	csr_write(satp, SV39 | (uint64_t)priv_pt[0] >> 12);
	sfence();
}
#endif
