/* SPDX-License-Identifier: Apache-2.0
 * Random programs for the core.
 *
 * A program is a number of blocks, run in turn for a number of rounds: plain code, loops, calls, loads and stores to a
 * few hot lines, AMOs and LR/SC, CMOs, the uncached alias, device memory, code that rewrites itself, traps, CSRs. Each
 * block comes from its own seed, so that leaving one out changes no other: this is how a failure shrinks.
 * The program ends with flushing its data to memory and a store of 1 to finish.
 * What a program does is determined: it keeps the rules for stale data, so that a reference which knows no caches gives
 * the same results.
 */
#ifndef GEN_H
#define GEN_H
#include <stddef.h>
#include <stdint.h>

#define GEN_DATA_SIZE 0x10000u /* bytes of data that a program uses, and of random data that it starts with */

#define GEN_TABLE_SIZE 0x7000u
/* GEN_MODES: sixteen pages whose table entries change, and a large one 2 MiB above */
#define GEN_WINDOW 0x140000000ULL
#define GEN_U_WINDOW (1ULL << 32) /* GEN_MODES: U mode sees its code at the address in M mode plus this */

enum {		       /* features */
       GEN_TRAPS = 1,  /* instructions that trap; the handler skips them */
       GEN_IRQ = 2,    /* interrupts enabled; the handler lowers the lines through irq_ack */
       GEN_ALIAS = 4,  /* the uncached alias */
       GEN_DEVICE = 8, /* device memory at io[] */
       GEN_CODE = 16,  /* code that rewrites itself */
       GEN_MODES = 32, /* S and U mode, Sv39, page tables that change; needs GEN_TRAPS */
};

struct gen_config {
	uint64_t seed;
	uint64_t base, data, finish, irq_ack, bad; /* guest addresses; bad faults */
	uint64_t io[2];				   /* 64 bytes of memory behind two devices */
	uint64_t table;				   /* GEN_MODES: GEN_TABLE_SIZE bytes of page tables, behind the data */
	uint8_t *table_mem;
	uint8_t *code, *data_mem;
	size_t code_max;
	unsigned int blocks, rounds, features;
	const uint8_t *keep; /* blocks to keep, NULL: all */
};

/* number of code bytes, 0 if code_max was too small */
size_t gen_program(const struct gen_config *cfg);
uint64_t gen_random(uint64_t *state);

#endif
