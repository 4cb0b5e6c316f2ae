/* SPDX-License-Identifier: Apache-2.0
 * The reference: Unicorn, stepped one instruction for every one that the core retires.
 *
 * ref_check() takes one RVFI event and returns 0, or -1 after printing what differs. Unicorn takes no traps and knows
 * neither Zicbom nor the bench's devices: for these the reference follows the core (its bench checks them otherwise),
 * but the flow of control into and out of interrupts is checked: mret must come back to the pc that was left.
 */
#ifndef REF_H
#define REF_H
#include <stddef.h>
#include <stdint.h>

struct rvfi {
	uint64_t order, pc, next, rd_wdata, rs1_rdata, rs2_rdata, mem_addr, mem_rdata, mem_wdata;
	uint32_t insn;
	uint8_t trap, intr, rd, rs1, rs2, rmask, wmask;
};

struct ref;

struct ref *ref_new(const uint8_t *ram, uint64_t ram_base, size_t ram_size, const uint8_t *rom, size_t rom_size);
/* begin at pc instead of the ROM; SC may then fail for reasons unknown to the reference */
void ref_start(struct ref *r, uint64_t pc);
int ref_check(struct ref *r, const struct rvfi *v);
int ref_check_ram(struct ref *r, const uint8_t *ram);
void ref_free(struct ref *r);

#endif
