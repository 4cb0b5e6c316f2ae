/* SPDX-License-Identifier: Apache-2.0
 * Random programs for the core: every RV64IMAC integer form, compressed ones too, with branches, bounded loops, calls,
 * loads and stores of all sizes, AMOs, LR/SC, CMOs, fences and custom HINTs.
 *
 * gen_program() writes a program of about insns instructions at code (guest address base) and fills data_size bytes of
 * random data. The program ends with a store of 1 to finish. With traps set it also contains instructions that trap
 * (illegal, misaligned, faulting, environment calls), which its handler skips; the handler also lowers interrupt lines
 * through irq_ack. Returns the number of code bytes, 0 if code_max was too small.
 */
#ifndef GEN_H
#define GEN_H
#include <stddef.h>
#include <stdint.h>

struct gen_config {
	uint64_t seed;
	uint64_t base, data, finish, irq_ack, bad; /* guest addresses; bad faults */
	uint8_t *code, *data_mem;
	size_t code_max, data_size;
	unsigned int insns;
	int traps;
};

size_t gen_program(const struct gen_config *cfg);
uint64_t gen_random(uint64_t *state);

#endif
