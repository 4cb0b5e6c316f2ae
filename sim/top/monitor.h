/* SPDX-License-Identifier: Apache-2.0
 *
 * Watches what the program does and decides when the run ends: finisher, tohost, limits, hangs and trap loops. It sees
 * committed events only (RVFI, store buffer, memory writes) and never the memory itself, because the newest value of a
 * word may be in a cache.
 *
 * Ways to hang that are told apart, each with the pc: nothing retires for `watchdog` cycles, in WFI or elsewhere; an
 * instruction that jumps to itself for as long; traps without an end (8 in a row with no instruction that succeeds in
 * between, or 1000 times the same instruction, retried by mret).
 *
 * The signature is kept as the program wrote it: stores as they commit, and the DMA engine's writes.
 */
#ifndef DOORBELL_SIM_MONITOR_H
#define DOORBELL_SIM_MONITOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "doorbell/probe.h"

#ifdef __cplusplus
extern "C" {
#endif

enum monitor_stop {
	MONITOR_RUNNING,
	MONITOR_PASSED,
	MONITOR_FAILED,	   /* code: the program's */
	MONITOR_TRAP_LOOP, /* pc: the first instruction that trapped */
	MONITOR_HANG,	   /* pc: the next instruction */
	MONITOR_WFI,	   /* the same, and the next instruction is WFI */
	MONITOR_SELF_LOOP,
	MONITOR_MAX_CYCLES,
	MONITOR_FINDING,     /* --stop-at-first */
	MONITOR_INTERRUPTED, /* a signal to the simulator */
};

#define MONITOR_CALLS 64

struct monitor {
	/* set by the caller before the first event */
	uint64_t tohost;   /* 0: none */
	uint64_t watchdog; /* cycles, 0: never */
	uint64_t max_cycles;
	uint64_t signature_begin;
	uint8_t *signature; /* the bytes from begin_signature to end_signature, as loaded; NULL: none */
	size_t signature_size;

	enum monitor_stop stop;
	uint32_t code;
	uint64_t instructions;
	uint64_t pc; /* of the last instruction that retired */
	uint64_t next_pc;
	uint32_t insn;
	uint64_t last_cycle;	 /* in which it retired */
	uint64_t progress_cycle; /* the last one that was not a jump to itself */
	uint64_t deadline;	 /* cycle at which monitor_time() wants to be called next */

	uint64_t trap_pc;     /* first of the traps in a row */
	uint64_t before_trap; /* pc of the instruction before it */
	uint64_t retry_pc;
	uint32_t traps; /* in a row */
	uint32_t retries;

	uint64_t call[MONITOR_CALLS]; /* pcs of the calls that have not returned, a ring: newest at (calls - 1) */
	uint64_t calls;
};

/* Called when the cycle counter reaches m->deadline: sets m->stop, or a later deadline. */
void monitor_time(struct monitor *m, uint64_t cycle);

/* After a hang: the instruction word at next_pc, which tells waiting from being stuck. */
void monitor_hung_at(struct monitor *m, uint32_t insn);

/* Word written to the finisher. */
void monitor_finish(struct monitor *m, uint32_t word);

/* Pcs of the calls that are open, newest first; returns how many. */
unsigned int monitor_stack(const struct monitor *m, uint64_t *pc, unsigned int max);

void monitor_trap(struct monitor *m, const struct db_probe_ret *e);
void monitor_call(struct monitor *m, const struct db_probe_ret *e);
void monitor_store(struct monitor *m, const struct db_probe_ret *e);
void monitor_bytes(struct monitor *m, uint64_t addr, uint8_t mask, uint64_t data);

void monitor_sbi(struct monitor *m, const struct db_probe_sbi *e);

/* The engine's writes only: the core's have been seen as stores. */
static inline void monitor_memwr(struct monitor *m, const struct db_probe_memwr *e)
{
	if (m->signature && e->id >> 6 == 2)
		monitor_bytes(m, e->addr, e->strb, e->data);
}

static inline void monitor_ret(struct monitor *m, uint64_t cycle, const struct db_probe_ret *e)
{
	uint32_t op = e->insn & 0x7f;

	if (e->trap && !m->traps)
		m->before_trap = m->pc;
	m->instructions += !e->trap;
	m->pc = e->pc_rdata;
	m->next_pc = e->pc_wdata;
	m->insn = e->insn;
	m->last_cycle = cycle;
	if (e->pc_wdata != e->pc_rdata)
		m->progress_cycle = cycle;
	if (e->trap || m->traps || m->retry_pc)
		monitor_trap(m, e);
	/* jal, jalr, and the group of c.jr and of c.jalr */
	if (op == 0x6f || op == 0x67 || (e->insn & 0xf003) == 0x8002 || (e->insn & 0xf003) == 0x9002)
		monitor_call(m, e);
	if (e->mem_wmask && m->tohost && e->mem_addr - m->tohost + 7 < 15)
		monitor_store(m, e);
}

#ifdef __cplusplus
}
#endif

#endif
