/* SPDX-License-Identifier: Apache-2.0
 * The reference: Unicorn, stepped one instruction for every one that the core retires.
 *
 * Unicorn executes every instruction, CSR accesses, translation and privilege checks included. It takes no traps, so
 * trap entry (cause, delegation, xepc, xtval, status) is done here, from Unicorn's own registers; the handler's reads
 * of these CSRs are then compared like any other result. Interrupts are injected where RVFI shows them, and judged:
 * enabled, and a line that was up. What Unicorn lacks or does otherwise is listed in model_gaps.def; there the
 * reference follows the core or computes the result from its own state.
 */
#ifndef REF_H
#define REF_H
#include <stddef.h>
#include <stdint.h>

struct rvfi {
	uint64_t order, pc, next, rd_wdata, rs1_rdata, rs2_rdata, mem_addr, mem_rdata, mem_wdata;
	uint32_t insn;
	uint8_t trap, intr, mode, rd, rs1, rs2, rmask, wmask;
	/* from the bench */
	uint8_t lines;	     /* interrupt lines that were up not long ago: 1 MSIP 2 MTIP 4 MEIP 8 SEIP */
	uint8_t sc_may_fail; /* somebody else took the reserved line */
};

struct ref_config {
	const uint8_t *ram; /* copied */
	uint64_t base;
	size_t size, code_size; /* code lies at the start */
	const uint8_t *rom;	/* NULL: none */
	size_t rom_size;
	uint64_t pc;
	const uint64_t *scratch; /* pages in I/O space that behave as memory */
	int scratches;
	uint64_t window;	     /* virtual address at which the RAM is fetched too, 0: none */
	const uint64_t *data_window; /* virtual addresses at which data are mapped, size bytes each */
	int windows;
	int line;	  /* cache line, bytes */
	int machine_only; /* a core without S and U mode */
};

struct ref;

/* NULL after a message */
struct ref *ref_new(const struct ref_config *cfg);
/* 0, or -1 after printing what differs */
int ref_check(struct ref *r, const struct rvfi *v);
/* compares memory from offset on with ram: 0 or -1 */
int ref_check_ram(struct ref *r, const uint8_t *ram, size_t offset, size_t bytes);
void ref_free(struct ref *r);

#endif
