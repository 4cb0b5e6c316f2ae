/* SPDX-License-Identifier: Apache-2.0
 * The host's stand-in for the machine: RAM at its real addresses (with the uncached alias), a time that moves when it
 * is read, a PLIC with one context, system control, and an engine that executes descriptors as the register reference
 * says, not as the driver happens to write them. Everything that the code under test does outside ordinary memory is
 * logged.
 */
#ifndef FAKE_H
#define FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fake_kind { EV_READ, EV_WRITE, EV_FENCE, EV_CMO, EV_HINT };

struct fake_event {
	enum fake_kind kind;
	uint64_t addr;	 /* READ, WRITE, CMO */
	uint64_t value;	 /* READ, WRITE: data; CMO: enum cmo_op; HINT: operation */
	uint64_t arg[8]; /* HINT */
	char fence[16];	 /* "w,o" */
};

struct fake {
	/* What the test sets. */
	uint32_t coherent_mode, quirks, cap;
	uint64_t ram_size;
	bool hang;	     /* the engine starts nothing */
	bool hold;	     /* it executes only in fake_engine_run() */
	bool no_stop;	     /* STOP never drains */
	unsigned stop_reads; /* STATUS reads until STOP has drained */
	bool lose_irq;
	bool halt_silently;	/* errors halt without a record */
	uint32_t current_bytes; /* RESIDUE: bytes of the descriptor under way */
	/* What happened. */
	struct fake_event *ev;
	size_t events;
	unsigned jobs;	      /* descriptors executed */
	unsigned live_blocks; /* arena allocations not freed */
	uint64_t now;
};

extern struct fake fake;

/* Fresh machine: RAM zero, engine in reset, log empty, platform read again. */
void fake_reset(void);
/* Executes up to n published descriptors of channel 0, or of ch. Returns how many. */
unsigned fake_engine_run(unsigned n);
unsigned fake_channel_run(unsigned ch, unsigned n);
void fake_log_clear(void);
/* Index of the next event of a kind from `from` on (addr 0: any address), or -1. */
int fake_find(int from, enum fake_kind kind, uint64_t addr);
int fake_find_hint(int from, unsigned op);
unsigned fake_count(enum fake_kind kind);
/* CMOs of one operation; *lo and *hi: lowest and highest address. */
unsigned fake_cmos(int op, uint64_t *lo, uint64_t *hi);

#endif
