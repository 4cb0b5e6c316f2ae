/* SPDX-License-Identifier: Apache-2.0
 * Cycles by cause, from an event trace (build/doorbell --events): usage: cpi FILE
 *
 * The core retires in order, one instruction a cycle at most. The cycles in which nothing retires before an
 * instruction are put to the first of these that fits:
 *   miss     it is a load (or AMO) whose data came from memory
 *   store    it is a store or CMO, and the store buffer was full in that time
 *   execute  it is a multiplication or division, or waits for the one that has just retired
 *   load     it reads the register of a load that retired right before it
 *   branch   it follows a branch or jump
 *   fetch    the rest
 * Prints a line for each marked part (core.c): number, instructions, cycles, then cycles by fetch, load, store,
 * miss, branch, execute. A part that was run again counts from its last run.
 */
#include <stdio.h>
#include <stdlib.h>

#include "dbc.h"

enum cause { FETCH, LOAD, STORE, MISS, BRANCH, EXECUTE, CAUSES };
#define PARTS 32
#define SB_ENTRIES 8

static struct part {
	uint64_t instructions, cycles, by[CAUSES];
} part[PARTS];
static unsigned int on; /* part under way, 0 none */
static uint64_t last;	/* cycle of the last retirement */
static struct db_probe_ret before;
static int have;
static uint64_t full;	  /* last cycle in which the store buffer was full */
static unsigned int held; /* its entries */
static uint8_t in_use[16];
static uint64_t missed[65536]; /* by the low bits of the order: 1 if that load's data came from memory */

static int is_load(uint32_t insn)
{
	if ((insn & 3) == 3)
		return (insn & 0x7f) == 0x03 || (insn & 0x7f) == 0x2f;
	return ((insn & 3) == 0 && (insn >> 13 & 7) >= 2 && (insn >> 13 & 7) <= 3) ||
	       ((insn & 3) == 2 && (insn >> 13 & 7) >= 2 && (insn >> 13 & 7) <= 3);
}

static int is_muldiv(uint32_t insn)
{
	return ((insn & 0x77) == 0x33) && (insn >> 25) == 1;
}

static int is_control(uint32_t insn)
{
	if ((insn & 3) == 3)
		return (insn & 0x7f) == 0x63 || (insn & 0x7f) == 0x67 || (insn & 0x7f) == 0x6f;
	return ((insn & 3) == 1 && (insn >> 13 & 7) >= 5) ||
	       ((insn & 3) == 2 && (insn >> 13 & 7) == 4 && !(insn >> 2 & 31));
}

static int reads(const struct db_probe_ret *r, unsigned int reg)
{
	return reg && (r->rs1_addr == reg || r->rs2_addr == reg);
}

static enum cause cause_of(const struct db_probe_ret *r)
{
	if (is_load(r->insn) && missed[r->order & 0xffff])
		return MISS;
	if (r->mem_wmask && full > last)
		return STORE;
	if (is_muldiv(r->insn) || (is_muldiv(before.insn) && reads(r, before.rd_addr)))
		return EXECUTE;
	if (is_load(before.insn) && reads(r, before.rd_addr))
		return LOAD;
	if (is_control(before.insn))
		return BRANCH;
	return FETCH;
}

static void event(void *arg, enum db_lane lane, uint64_t cycle, const void *e)
{
	(void)arg;
	if (lane == DB_LANE_LD) {
		const struct db_probe_ld *ld = e;

		missed[ld->order] = ld->src == DB_LD_FILL || ld->src == DB_LD_UNCACHED || ld->src == DB_LD_IO;
	} else if (lane == DB_LANE_SBI) {
		const struct db_probe_sbi *s = e;

		if (!in_use[s->idx] && s->kind != DB_SBI_AMO) {
			in_use[s->idx] = 1;
			held++;
		}
	} else if (lane == DB_LANE_SBC) {
		const struct db_probe_sbc *s = e;

		if (held == SB_ENTRIES)
			full = cycle;
		if (in_use[s->idx] && s->kind != DB_SBI_AMO) {
			in_use[s->idx] = 0;
			held--;
		}
	} else if (lane == DB_LANE_RET) {
		const struct db_probe_ret *r = e;

		if (on && have) {
			part[on].instructions++;
			part[on].cycles += cycle - last;
			if (cycle - last > 1)
				part[on].by[cause_of(r)] += cycle - last - 1;
		}
		if ((r->insn & 0xfff) == 0x37 && r->insn >> 12 < PARTS) {
			if (on) { /* the marker itself is no part of it */
				part[on].instructions--;
				part[on].cycles--;
			}
			on = r->insn >> 12;
			if (on)
				part[on] = (struct part){0};
		}
		last = cycle;
		before = *r;
		have = 1;
	}
}

int main(int argc, char **argv)
{
	struct dbc_config cfg;
	const char *why = "";
	uint64_t end;
	struct dbc_trace *t = argc == 2 ? dbc_trace_open(argv[1], &cfg, &why) : NULL;

	if (!t || dbc_trace_replay(t, event, NULL, &end, &why)) {
		fprintf(stderr, "cpi: %s: %s: record it with build/doorbell --events\n",
			argc == 2 ? argv[1] : "usage: cpi FILE", why);
		return 2;
	}
	for (unsigned int n = 1; n < PARTS; n++)
		if (part[n].instructions) {
			printf("%u %llu %llu", n, (unsigned long long)part[n].instructions,
			       (unsigned long long)part[n].cycles);
			for (int c = 0; c < CAUSES; c++)
				printf(" %llu", (unsigned long long)part[n].by[c]);
			printf("\n");
		}
	return 0;
}
