/* SPDX-License-Identifier: Apache-2.0
 * Inside the generator: encoders, random operands and single random instructions.
 *
 * Everything appends at g->pos; nothing is written past code_max (g->full is set instead). Forward branches wait in
 * g->pend until resolve() gives them their target.
 */
#ifndef GEN_EMIT_H
#define GEN_EMIT_H
#include "gen.h"

/* registers with a role: never a random destination */
#define R_LINK 1  /* return address of generated functions */
#define R_SP 2	  /* data pointer, also for compressed sp-relative forms */
#define R_DATA 9  /* data pointer */
#define R_LOOP 18 /* loop counter */
#define R_TMP 19  /* addresses of AMOs, indirect jumps */
#define R_BAD 20  /* address that faults */
#define R_TRAP 21 /* scratch of the trap handler */
#define R_TRAP2 22
#define R_FAR 23   /* a line of data that changes with each block */
#define R_ROUND 24 /* rounds left */
#define R_UC 25	   /* the same line's uncached alias, or a device */
#define R_BACK 26  /* where the handler goes after a fetch fault */
#define R_MODE 27  /* 1: the next ECALL goes back to M mode */
#define R_STRAP 28 /* scratch of the supervisor's trap handler */
#define R_STRAP2 29
#define R_LAST 29

#define MAX_PENDING 64

struct pending {
	size_t at; /* offset of the instruction to patch */
	int kind;  /* 0 B, 1 J, 2 CB, 3 CJ */
	int left;  /* instructions until its label */
};

struct gen {
	const struct gen_config *cfg;
	uint64_t rng;
	size_t pos;
	int full;
	int mode; /* what the block runs in: 0 U, 1 S, 3 M */
	struct pending pend[MAX_PENDING];
	int npend;
};

unsigned int rnd(struct gen *g, unsigned int n); /* 0 to n - 1 */
void put16(struct gen *g, unsigned int v);
void put32(struct gen *g, uint32_t v);
uint32_t get32(struct gen *g, size_t at);
uint32_t enc_r(unsigned int op, unsigned int f3, unsigned int f7, unsigned int rd, unsigned int rs1, unsigned int rs2);
uint32_t enc_i(unsigned int op, unsigned int f3, unsigned int rd, unsigned int rs1, int imm);
uint32_t enc_s(unsigned int f3, unsigned int rs1, unsigned int rs2, int imm);
uint32_t imm_b(int off);
uint32_t imm_j(int off);
void resolve(struct gen *g, int all); /* labels that are due, or all of them */
unsigned int any(struct gen *g);
unsigned int dest(struct gen *g);
int imm12(struct gen *g);

void emit_alu(struct gen *g);
void emit_compressed(struct gen *g);
void emit_mem(struct gen *g);
void emit_amo(struct gen *g);
void emit_branch(struct gen *g);
void emit_misc(struct gen *g);
void emit_trap(struct gen *g);
void emit_one(struct gen *g);				  /* any of these */
void emit_li(struct gen *g, unsigned int rd, uint64_t v); /* below 2^32: four instructions */

#endif
