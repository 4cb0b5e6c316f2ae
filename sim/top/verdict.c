/* SPDX-License-Identifier: Apache-2.0
 *
 * Verdict: see verdict.h.
 */
#include <stdio.h>

#include "verdict.h"

#define FRAMES 8
#define CALLERS 12
#define INSN_WFI 0x10500073u

void verdict_decide(struct verdict *v, const struct monitor *m, size_t errors)
{
	switch (m->stop) {
	case MONITOR_PASSED:
		*v = (struct verdict){SIM_EXIT_PASSED, "passed", "passed"};
		break;
	case MONITOR_FAILED:
		*v = (struct verdict){SIM_EXIT_FAILED, "failed", ""};
		snprintf(v->text, sizeof(v->text), "failed (code %u)", m->code);
		break;
	case MONITOR_TRAP_LOOP:
		*v = (struct verdict){SIM_EXIT_FAILED, "failed", "failed (trap without end)"};
		break;
	case MONITOR_HANG:
	case MONITOR_WFI:
	case MONITOR_SELF_LOOP:
		*v = (struct verdict){SIM_EXIT_LIMIT, "limit", "limit reached (hang)"};
		break;
	case MONITOR_INTERRUPTED:
		*v = (struct verdict){SIM_EXIT_LIMIT, "limit", "limit reached (interrupted)"};
		break;
	default:
		*v = (struct verdict){SIM_EXIT_LIMIT, "limit", "limit reached (--max-cycles)"};
		break;
	}
	if (errors) {
		*v = (struct verdict){SIM_EXIT_FINDINGS, "findings", ""};
		snprintf(v->text, sizeof(v->text), "%zu finding%s", errors, errors == 1 ? "" : "s");
	}
}

static void place(struct db_symbols *symbols, uint64_t pc, const char *before)
{
	struct db_frame f[FRAMES];
	int n = symbols ? db_symbols_frames(symbols, pc, f, FRAMES) : 0;

	if (n <= 0 || (!f[0].function && !f[0].file)) {
		fprintf(stderr, "%s0x%llx (no symbol)", before, (unsigned long long)pc);
		return;
	}
	fprintf(stderr, "%s0x%llx", before, (unsigned long long)pc);
	for (int i = 0; i < n; i++) {
		fprintf(stderr, "%s%s", i ? ", inlined in " : " ", f[i].function ? f[i].function : "?");
		if (f[i].file)
			fprintf(stderr, " (%s:%d)", f[i].file, f[i].line);
	}
}

void verdict_explain(const struct monitor *m, struct db_symbols *symbols)
{
	uint64_t caller[CALLERS];
	unsigned int callers;
	uint64_t pc = m->pc;

	switch (m->stop) {
	case MONITOR_TRAP_LOOP:
		pc = m->trap_pc;
		fprintf(stderr, "doorbell: the program traps without end (is mtvec a handler that resolves it?)");
		break;
	case MONITOR_HANG:
		pc = m->next_pc;
		fprintf(stderr, "doorbell: no instruction has retired for %llu cycles",
			(unsigned long long)m->watchdog);
		break;
	case MONITOR_WFI:
		pc = m->insn == INSN_WFI ? m->pc : m->next_pc;
		fprintf(stderr, "doorbell: in WFI for %llu cycles and no interrupt comes",
			(unsigned long long)m->watchdog);
		break;
	case MONITOR_SELF_LOOP:
		fprintf(stderr, "doorbell: a jump to itself for %llu cycles", (unsigned long long)m->watchdog);
		break;
	case MONITOR_MAX_CYCLES:
		fprintf(stderr, "doorbell: not done after %llu cycles (--max-cycles)",
			(unsigned long long)m->max_cycles);
		break;
	case MONITOR_INTERRUPTED:
		fprintf(stderr, "doorbell: interrupted");
		break;
	default:
		return;
	}
	place(symbols, pc, ": at ");
	if (m->stop == MONITOR_TRAP_LOOP && m->trap_pc != m->before_trap)
		place(symbols, m->before_trap, ", after ");
	callers = monitor_stack(m, caller, CALLERS);
	for (unsigned int i = 0; i < callers; i++)
		place(symbols, caller[i], i ? " < " : ", called from ");
	if (callers < m->calls)
		fprintf(stderr, " < ...");
	fputc('\n', stderr);
}
