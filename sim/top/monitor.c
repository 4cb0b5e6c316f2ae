/* SPDX-License-Identifier: Apache-2.0
 *
 * The run's end: see monitor.h.
 */
#include "doorbell/memmap.h"
#include "monitor.h"

#define TRAPS_IN_A_ROW 8
#define RETRIES 1000

#define INSN_WFI 0x10500073u
#define INSN_MRET 0x30200073u

#define FINISH_FAIL 0x3333u
#define FINISH_PASS 0x5555u

static void stop(struct monitor *m, enum monitor_stop why, uint32_t code)
{
	if (m->stop == MONITOR_RUNNING) {
		m->stop = why;
		m->code = code;
	}
}

void monitor_time(struct monitor *m, uint64_t cycle)
{
	uint64_t wake = m->max_cycles;

	if (cycle >= m->max_cycles) {
		stop(m, MONITOR_MAX_CYCLES, 0);
		return;
	}
	if (m->watchdog) {
		uint64_t since = m->progress_cycle < m->last_cycle ? m->progress_cycle : m->last_cycle;

		if (cycle - m->last_cycle >= m->watchdog) {
			stop(m, MONITOR_HANG, 0);
			monitor_hung_at(m, m->insn);
			return;
		}
		if (cycle - m->progress_cycle >= m->watchdog) {
			stop(m, MONITOR_SELF_LOOP, 0);
			return;
		}
		if (since + m->watchdog < wake)
			wake = since + m->watchdog;
	}
	m->deadline = wake;
}

void monitor_hung_at(struct monitor *m, uint32_t insn)
{
	if (m->stop == MONITOR_HANG && insn == INSN_WFI)
		m->stop = MONITOR_WFI;
}

void monitor_finish(struct monitor *m, uint32_t word)
{
	if ((word & 0xffff) == FINISH_PASS)
		stop(m, MONITOR_PASSED, 0);
	else if ((word & 0xffff) == FINISH_FAIL)
		stop(m, MONITOR_FAILED, word >> 16);
	else
		stop(m, MONITOR_FAILED, word);
}

/*
 * Two ways to trap for ever: a handler that is not there (its own fetch traps), and a handler that returns to the
 * instruction that trapped without having changed anything.
 */
void monitor_trap(struct monitor *m, const struct db_probe_ret *e)
{
	if (!e->trap) {
		m->traps = 0;
		if (e->insn == INSN_MRET) {
			if (m->retry_pc != e->pc_wdata) {
				m->retry_pc = e->pc_wdata;
				m->retries = 0;
			}
		} else if (e->pc_rdata == m->retry_pc) {
			m->retry_pc = 0;
		}
		return;
	}
	if (!m->traps++)
		m->trap_pc = e->pc_rdata;
	if (m->traps >= TRAPS_IN_A_ROW)
		stop(m, MONITOR_TRAP_LOOP, 0);
	if (e->pc_rdata == m->retry_pc && ++m->retries >= RETRIES) {
		m->trap_pc = e->pc_rdata;
		stop(m, MONITOR_TRAP_LOOP, 0);
	}
	if (!m->retry_pc) {
		m->retry_pc = e->pc_rdata;
		m->retries = 0;
	}
}

static int is_link(unsigned int reg)
{
	return reg == 1 || reg == 5;
}

void monitor_call(struct monitor *m, const struct db_probe_ret *e)
{
	unsigned int rd = 0, rs1 = 0;

	if ((e->insn & 3) != 3) {
		if (e->insn & 0x7c)
			return; /* c.mv, c.add */
		rs1 = e->insn >> 7 & 31;
		rd = e->insn & 0x1000;
		if (rd && !rs1)
			return; /* c.ebreak */
		rd = rd ? 1 : 0;
	} else {
		rd = e->insn >> 7 & 31;
		if ((e->insn & 0x7f) == 0x67)
			rs1 = e->insn >> 15 & 31;
	}
	if (e->trap)
		return;
	if (is_link(rd))
		m->call[m->calls++ % MONITOR_CALLS] = e->pc_rdata;
	else if (is_link(rs1) && m->calls)
		m->calls--;
}

unsigned int monitor_stack(const struct monitor *m, uint64_t *pc, unsigned int max)
{
	unsigned int n = 0;

	while (n < max && n < MONITOR_CALLS && n < m->calls) {
		pc[n] = m->call[(m->calls - 1 - n) % MONITOR_CALLS];
		n++;
	}
	return n;
}

/*
 * The convention of riscv-tests: 1 has passed, another odd number is 2 * code + 1. Even numbers ask the host for a
 * service; there is none behind a write-back cache, and a program that waits for the answer would hang.
 */
void monitor_store(struct monitor *m, const struct db_probe_ret *e)
{
	uint64_t value = 0;

	for (unsigned int i = 0; i < 8; i++) {
		uint64_t at = e->mem_addr + i - m->tohost;

		if ((e->mem_wmask >> i & 1) && at < 8)
			value |= (e->mem_wdata >> (8 * i) & 0xff) << (8 * at);
	}
	if (!value)
		return;
	if (value == 1)
		stop(m, MONITOR_PASSED, 0);
	else
		stop(m, MONITOR_FAILED, (uint32_t)(value & 1 ? value >> 1 : value));
}

void monitor_bytes(struct monitor *m, uint64_t addr, uint8_t mask, uint64_t data)
{
	uint64_t at = (addr & ~(uint64_t)DB_UNCACHED_ALIAS) - m->signature_begin;

	for (unsigned int i = 0; i < 8; i++)
		if ((mask >> i & 1) && at + i < m->signature_size)
			m->signature[at + i] = (uint8_t)(data >> (8 * i));
}

void monitor_sbi(struct monitor *m, const struct db_probe_sbi *e)
{
	if (!m->signature)
		return;
	switch (e->kind) {
	case DB_SBI_STORE:
	case DB_SBI_UNCACHED:
	case DB_SBI_AMO:
		monitor_bytes(m, e->addr, e->mask, e->data);
		break;
	case DB_SBI_ZERO:
		for (uint64_t a = e->addr & ~(uint64_t)(DB_LINE_BYTES - 1), n = 0; n < DB_LINE_BYTES; n += 8)
			monitor_bytes(m, a + n, 0xff, 0);
		break;
	default:
		break;
	}
}
