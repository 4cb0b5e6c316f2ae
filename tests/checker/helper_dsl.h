/* SPDX-License-Identifier: Apache-2.0
 *
 * A language for tests of the checker: each call is an instruction of the hart, or a move of the machine around it, and
 * becomes events of the probe lanes. Behind it stands a small machine (store buffer, write-back L1D, write-back buffer,
 * memory, one DMA channel) so that all events tell one consistent story: the shadow's checks of itself hold.
 *
 * Contract
 *   - begin() makes a machine and a checker, end() compares what was found with what was expect()ed. One at a time.
 *   - Instructions return their pc; each has its own. Addresses are physical; UNC(a) is the uncached alias.
 *   - The schedule decides what the machine does unasked:
 *     CALM     nothing: stores stay in the store buffer, lines in the cache, until something forces them
 *     LUCKY    stores drain and lines are written back and dropped at once: whatever the program forgets goes well
 *     UNLUCKY  as CALM, prefetch() brings lines in, and dirty lines are evicted when the device has finished
 *     RANDOM   anything at any time, by the seed
 */
#ifndef HELPER_DSL_H
#define HELPER_DSL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include "dbc.h"
#include "doorbell/descriptor.h"
#include "doorbell/hints.h"
#include "doorbell/memmap.h"
#include "doorbell/regs.h"
#include "doorbell/straps.h"

enum schedule { CALM, LUCKY, UNLUCKY, RANDOM };

#define LO DB_RAM_BASE
#define HI DB_RAM_HI_BASE
#define RING (LO + 0x1000)
#define RECS (LO + 0x2000)
#define SRC (LO + 0x4000) /* buffers that the tests use by habit; each has a page */
#define DST (LO + 0x5000)
#define OTHER (LO + 0x6000)
#define UNC(a) ((a) | DB_UNCACHED_ALIAS)
#define DEV DB_DMA_BASE
#define CH(reg) (DB_DMA_BASE + 0x1000 + DB_DMACH_##reg)
#define CH1(reg) (DB_DMA_BASE + 0x2000 + DB_DMACH_##reg)
enum { TO = DB_HINT_DIR_TO_DEVICE, FROM = DB_HINT_DIR_FROM_DEVICE, BOTH = DB_HINT_DIR_BIDIRECTIONAL };
enum { A0 = 10, A5 = 15, RA = 1 }; /* A0: an address of no history; A5: where polls load to */

struct setup {
	enum schedule schedule;
	uint64_t seed;
	uint32_t line_bytes; /* 0: 64 */
	uint32_t quirks, coherent;
	bool owner;		 /* OWNER mode */
	bool channel_coherent;	 /* CFG.COHERENT */
	bool cached_ring;	 /* ring and records are not dma_alloc_coherent memory */
	uint32_t slots, records; /* 0: 8 */
	uint32_t stride;	 /* of slots: 0: 32 */
	uint64_t list;		 /* LIST mode: LIST_HEAD; 0: not */
	bool cyclic;		 /* CFG.CYCLIC; the engine moves in dev_go() only */
	bool cyclic_records;	 /* with records; else it has none */
	bool no_fence;		 /* ring() has none before RUN */
	uint32_t packet;	 /* bytes of each packet that RX gets; 0: as many as fit */
};
extern struct setup setup;
extern struct dbc *checker;
extern uint64_t value; /* of the last load */

void begin(const struct setup *s); /* the channel is not yet started */
uint64_t ring(void);		   /* programs and starts it, as s says; pc of the store to CTRL */
int end(void);			   /* 0: as expected */

/* the hart */
uint64_t store(uint64_t addr, unsigned size, uint64_t v);
uint64_t load(uint64_t addr, unsigned size);
uint64_t load_by(uint64_t addr, unsigned size, unsigned rs1, unsigned rd);
uint64_t load_early(uint64_t addr, unsigned size,
		    uint64_t early); /* retires now, was performed with this value before */
uint64_t alu(unsigned rd, unsigned rs1, unsigned rs2);
uint64_t nop(void);
uint64_t amo(uint64_t addr, unsigned size, uint64_t v, bool aq, bool rl); /* amoswap */
uint64_t fence(const char *pred, const char *succ);
uint64_t fence_tso(void);
uint64_t cbo_inval(uint64_t addr);
uint64_t cbo_clean(uint64_t addr);
uint64_t cbo_flush(uint64_t addr);
uint64_t cbo_zero(uint64_t addr);
uint64_t tell(unsigned op, unsigned n, ...); /* n arguments, uint64_t; returns the pc of the hint itself */
uint64_t io_write(uint64_t addr, unsigned size, uint64_t v);
uint64_t io_read(uint64_t addr, unsigned size);
uint64_t call(void);					   /* jal ra; the next instruction is the function's first */
void ret(void);						   /* jalr x0, ra: behind the call */
uint64_t jump(uint32_t insn, unsigned bytes, uint64_t to); /* any jump */
void trap_in(void);					   /* the next instruction is a handler's first */
void mret(void);
void skip_order(uint64_t n); /* n instructions retire that are of no interest */
uint64_t pc(void);	     /* of the next instruction */

/* the machine */
void drain(void);		 /* all of the store buffer, and what memory owes it */
void drain_dword(uint64_t addr); /* that of this dword alone, before others, if order allows it */
bool evict(uint64_t addr);	 /* with its write-back; false: not there */
void fill(uint64_t addr);
void prefetch(uint64_t addr); /* fill() unless LUCKY */
bool dev_step(void);	      /* one burst; false: nothing to do */
void dev_run(void);
void dev_go(unsigned descriptors); /* with setup.cyclic or .budget: so many descriptors and no more */
extern bool wrong_hit, wrong_writeback, wrong_read, wrong_dirty; /* the next such event lies */

/* a driver's steps */
uint64_t bus(uint64_t phys);
uint64_t desc(uint32_t n, uint64_t src, uint64_t dst, uint32_t len,
	      uint32_t flags); /* uncached; pc of its flags store */
uint64_t desc_at(uint64_t slot, uint64_t src_bus, uint64_t dst_bus, uint32_t len, uint32_t flags);
uint64_t doorbell(uint32_t tail);
uint64_t wait_record(uint32_t n); /* lets the device finish, then loads record n's status; pc of that load */
uint64_t poll_record(uint32_t n); /* only the load */
uint64_t tell_interrupted(uint64_t addr, uint64_t size,
			  unsigned dir);		  /* map_raw(), an interrupt between its arguments */
uint64_t map(uint64_t addr, uint64_t size, unsigned dir); /* as dma_map_single(): clean, fence w,ow; pc of MAP_END */
uint64_t map_raw(uint64_t addr, uint64_t size, unsigned dir, unsigned attrs); /* hints alone */
uint64_t unmap(uint64_t addr, uint64_t size, unsigned dir);		      /* pc of UNMAP_BEGIN */
uint64_t unmap_raw(uint64_t addr, uint64_t size, unsigned dir);
uint64_t sync_cpu(uint64_t addr, uint64_t size, unsigned dir);
uint64_t sync_dev(uint64_t addr, uint64_t size, unsigned dir); /* pc of SYNC_DEV_END */
uint64_t inval_range(uint64_t addr, uint64_t size);	       /* pc of the first */
uint64_t clean_range(uint64_t addr, uint64_t size);
uint64_t fill_buffer(uint64_t addr, uint64_t size, uint8_t seed); /* dword stores; pc of the first */
void read_buffer(uint64_t addr, uint64_t size);

/* verdicts: pc 0 is any */
void expect(enum db_class class_id, enum dbc_kind kind, uint64_t access, uint64_t cause);
void expect_also(enum db_class class_id); /* of the last expect() */
void expect_failed(void);		  /* dbc_failed() must tell of it */
enum dbc_kind by_luck(void);		  /* MANIFEST if UNLUCKY, else LATENT */

/* tests: run() counts; finish() prints the sum and gives main's result */
void run(const char *name, void (*test)(void), struct setup s);
void run_both(const char *name, void (*test)(void), struct setup s); /* LUCKY and UNLUCKY */
void check(bool ok, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int finish(void);
uint64_t rnd(uint64_t below);
extern bool quiet; /* run() prints nothing and counts nothing; last_end tells */
#endif
