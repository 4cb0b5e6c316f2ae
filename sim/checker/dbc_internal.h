/* SPDX-License-Identifier: Apache-2.0
 *
 * Inside the checker: the shadow state and who owns which part of it.
 *
 *   dbc.c       life, configuration, access to findings
 *   shadow.c    pages, versions, and the physical copies (store buffer, L1D, write-back buffer, memory)
 *   hart.c      retired instructions: fences, dependencies, call stack, loads, stores, CMOs, hints
 *   bus.c       the device's bursts and beats
 *   maps.c      mappings and allocations, from hints
 *   units.c     published descriptors: what must hold at the doorbell, what is acquired
 *   rules.c     what must hold at a load, a store, a CMO
 *   findings.c  findings, their merging, history and repair
 *
 * How the may-sets are kept. Every guarantee of RVWMO and Zicbom that the rules need is an order between instructions
 * of one hart, so a set of versions need not be kept: it is enough to know the retirement numbers ("orders") of the
 * newest store to a byte, of the last clean and invalidate of its line, and of the last fence of each kind.
 *   MayMem(b) = {newest}   iff  store(b) < clean(line) < fence(w,...) < the access that relies on it
 *   line may be dirty      iff  store(line) > max(clean(line), inval(line)), or that CMO has no such fence after it
 *   MayCPU(b) = {newest}   iff  b was written by a device, the CPU acquired that at a, and inval(line) > a
 */
#ifndef DBC_INTERNAL_H
#define DBC_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dbc.h"
#include "dbc_device.h"
#include "doorbell/hints.h"
#include "doorbell/memmap.h"
#include "doorbell/straps.h"

enum {
	PAGE_BYTES = 4096,
	MIN_LINE = 16,
	PAGE_LINES = PAGE_BYTES / MIN_LINE,
	SB_MAX = 16,
	CPU_VERSIONS = 1 << 20, /* stores whose origin is remembered */
	DEV_VERSIONS = 1 << 17,
	RECENT_ORDERS = 64,
	MAX_UNITS = 1 << 14,
	MAX_MAPS = 4096,
	MAX_WATCHES = 64,
	MAX_DEVICES = 4,
	MAX_FINDINGS = 1024,
	LOG_EVENTS = 1 << 14,
	MAX_CONTEXTS = 1 << 16,
	MAX_LINES_CACHED = 2048,
	MAX_WRITEBACKS = 64,
	MAX_BURSTS = 256,
	RET_REGS = 32,
};

/* A version of a byte: 0 never written (or loaded before the first event); else see VER_DEV. */
typedef uint32_t version_t;
#define VER_DEV 0x80000000u /* a device's; else a store of the hart */

struct cpu_version {
	uint64_t order, cycle, pc;
	uint32_t context;
	version_t id;
	bool uncached;
};

struct dev_version {
	uint64_t cycle;
	uint32_t unit; /* id, 0: unknown (records, owner words: the unit that they complete is in the description) */
	version_t id;
	uint8_t device, channel, kind;
	bool coherent;
};

/* A place in the program: pc and calling context. */
struct place {
	uint64_t pc, order, cycle;
	uint32_t context;
};

struct line {
	uint64_t dev;	      /* bit i: the newest version of byte i is a device's */
	uint64_t lost;	      /* bit i: an invalidate may have destroyed the newest version of byte i */
	uint64_t sync;	      /* bit i: synchronization word */
	uint64_t synced;      /* bit i: a sync_for_cpu has handed byte i of a live mapping to the CPU */
	uint64_t store_order; /* last cacheable store to any byte */
	uint64_t convicted;   /* last store found to touch what is in the device's hands: its loss is no second fault */
	uint64_t access_order; /* last cacheable load or store */
	uint64_t access_at_publish;
	version_t store_version;
	uint16_t rx_units;	  /* outstanding units that write the line without snooping */
	uint16_t writers;	  /* outstanding units that write the line */
	uint16_t maps;		  /* live mappings that touch the line */
	uint16_t cached;	  /* 1 + index in the pool of L1D copies; 0: not in the L1D */
	struct place stale_store; /* store to the line while it may hold bytes older than the device's; order 0: none */
	struct place poll;	  /* last cacheable poll of a word here that found the device not done */
	struct place clean, inval; /* last clean or flush; last inval or flush; order 0: never */
};

struct page {
	uint64_t base;
	version_t newest[PAGE_BYTES], memory[PAGE_BYTES];
	uint8_t newest_value[PAGE_BYTES], memory_value[PAGE_BYTES];
	uint8_t known[PAGE_BYTES / 8]; /* memory_value is known: loaded, or seen */
	struct line line[PAGE_LINES];
};

struct cached_line {
	uint64_t addr;
	bool valid, dirty;
	uint64_t number; /* fills: the how manieth */
	uint64_t have;	 /* bytes that have come (fills) or are still to go (write-backs) */
	version_t version[64];
	uint8_t value[64];
};

struct sb_entry {
	bool valid;
	uint8_t kind, mask;
	uint64_t addr;
	version_t version[8];
	uint8_t value[8];
};

struct burst { /* one of the device's */
	bool valid;
	uint8_t id, user;
	uint64_t addr, bytes, beat; /* bus; beat: next beat's bus address */
	unsigned beats;		    /* not yet seen at the memory */
	uint64_t cycle, number;	    /* when it was asked for, and the how manieth */
};

struct unit {
	struct dbc_unit what;
	struct place published;
	uint64_t read_phys, write_phys;
	bool outstanding;
	struct place let_go;		/* unmapped or freed while it was; order 0: not */
	struct place seen_io, seen_mem; /* first load of either kind that saw completion; order 0: not seen */
};

enum owner { OWNER_NONE, OWNER_DEVICE, OWNER_COHERENT }; /* parts may be the CPU's: line.synced */
struct map {
	enum owner owner;
	uint64_t device, phys, dma, size;
	unsigned dir, attrs;
	struct place mapped;
};

struct watch {
	uint64_t phys, bytes;
};

struct guarded { /* completion words' company */
	bool valid;
	uint64_t lo, hi;
	struct place seen, early; /* early: a load of it before seen */
};

struct dbc_dev {
	struct dbc *c;
	const struct dbc_device *how;
	void *self;
	uint8_t index;
	struct watch watch[MAX_WATCHES];
	unsigned watches;
	uint64_t watch_lo, watch_hi; /* span of all */
	struct guarded guarded[16];
	unsigned guarded_next;
	struct place early[64]; /* last loads of watched words that are not synchronization words, by address */
	uint64_t early_addr[64];
	struct place stop[32]; /* per channel: last stop whose drain is not acquired; order 0: none */
	uint64_t mask;
	bool streaming; /* has had a streaming mapping */
};

struct context {	       /* node of the calling context tree */
	uint64_t call, back;   /* pc of the call, and where it returns to */
	uint32_t parent, next; /* caller; next in the hash chain */
};

struct hart {
	uint64_t order, cycle, pc;
	uint32_t context;
	uint64_t fence_w_o, fence_w_w; /* order of the last fence with these bits */
	uint64_t fence_i_r, fence_r_r;
	uint64_t taint[RET_REGS]; /* order of the acquiring load that the value depends on */
	uint64_t hint[8], hint_stack[8][8];
	unsigned traps;
	uint32_t trap_context[8];
	uint64_t ld_data[256], ld_cycle[256];
};

struct dbc {
	struct dbc_config cfg;
	struct dbc_dev dev[MAX_DEVICES];
	unsigned devs;
	unsigned line_shift;
	uint32_t coherent; /* enum dbc_coherence in force */
	struct hart hart;

	/* shadow.c */
	struct page **page[2];
	size_t pages[2];
	struct cpu_version *cpu_version;
	struct dev_version *dev_version;
	version_t cpu_last, dev_last;
	struct {
		uint16_t order;
		bool valid;
		version_t id;
	} recent[RECENT_ORDERS];
	struct cached_line cached[MAX_LINES_CACHED]; /* pool of L1D copies */
	unsigned cached_free;			     /* search start */
	struct cached_line fill[16], writeback[MAX_WRITEBACKS];
	struct sb_entry uncached[MAX_WRITEBACKS]; /* handed to the fabric, not yet at the memory */
	struct sb_entry sb[SB_MAX];
	uint64_t fills;
	unsigned writeback_next, uncached_next;
	unsigned writebacks_live, uncached_live; /* valid entries: mostly none, and then nobody looks for one */

	/* bus.c */
	struct burst read[MAX_BURSTS], write[MAX_BURSTS];
	uint64_t bursts;
	unsigned read_top, write_top; /* entries from here on have never been used */
	uint64_t cycle;

	/* units.c */
	struct unit *unit;
	uint32_t unit_last, unit_oldest;
	bool acquired;	    /* the load that retires now has acquired something */
	bool at_io;	    /* it is a device load */
	bool load_uncached; /* it is a load through the uncached alias */

	/* maps.c */
	struct map map[MAX_MAPS];
	unsigned maps;
	struct object {
		char *name;
		uint64_t base, size;
	} * object;
	size_t objects;
	bool objects_sorted;

	/* findings.c */
	struct dbc_finding *finding;
	uint64_t (*finding_key)[3];
	size_t findings, errors;
	dbc_finding_fn *on_finding;
	void *on_finding_arg;
	struct dbc_event *log;
	uint64_t log_count;
	unsigned open_first; /* findings whose history still grows */

	struct context *context;
	uint32_t contexts;
	uint32_t *context_hash;

	char failed[256];
};

/* shadow.c */
struct page *page_of(struct dbc *c, uint64_t phys); /* NULL: not RAM that is fitted */
struct line *line_of(struct dbc *c, struct page *p, uint64_t phys);
static inline uint64_t line_base(const struct dbc *c, uint64_t phys)
{
	return phys & ~(uint64_t)(c->cfg.line_bytes - 1);
}
/* mask of [phys, phys + size) in its line; the range must not leave the line */
static inline uint64_t line_mask(const struct dbc *c, uint64_t phys, uint64_t size)
{
	return (size >= 64 ? ~0ull : (1ull << size) - 1) << (phys & (c->cfg.line_bytes - 1));
}
static inline uint64_t unalias(uint64_t addr)
{
	return addr & ~(uint64_t)DB_UNCACHED_ALIAS;
}
version_t version_of_order(struct dbc *c, uint64_t order);
const struct cpu_version *cpu_version(const struct dbc *c, version_t v); /* NULL: forgotten, or not a store */
const struct dev_version *dev_version(const struct dbc *c, version_t v);
version_t new_dev_version(struct dbc *c, uint8_t device, uint8_t channel, uint8_t kind, uint32_t unit, bool coherent);
void set_newest(struct dbc *c, uint64_t phys, unsigned size, version_t v, const void *value);
void shadow_copies(struct dbc *c, uint64_t phys, struct dbc_finding *f);
__attribute__((format(printf, 2, 3))) void shadow_fail(struct dbc *c, const char *fmt, ...);
void shadow_free(struct dbc *c);

/* hart.c */
struct place here(const struct dbc *c);
void site_of(const struct dbc *c, const struct place *p, struct dbc_site *s);

/* bus.c */
bool bus_to_phys(const struct dbc *c, uint64_t bus, uint64_t bytes, uint64_t *phys);
void bus_memrd(struct dbc *c, const struct db_probe_memrd *e);
void bus_memwr(struct dbc *c, const struct db_probe_memwr *e);

/* maps.c */
void hint(struct dbc *c, unsigned op, const uint64_t *arg);
const struct map *map_at(const struct dbc *c, uint64_t phys, uint64_t size);
const struct map *map_of_dma(const struct dbc *c, uint64_t device, uint64_t dma, uint64_t size, const struct map *but);
const struct map *map_in_line(const struct dbc *c, uint64_t line, uint64_t size);
const struct object *object_at(struct dbc *c, uint64_t phys);

/* units.c */
const struct unit *unit_of(const struct dbc *c, uint32_t id);
bool range_meets(const struct dbc_rows *r, uint64_t phys, uint64_t at, uint64_t size);
/* The oldest outstanding unit that writes there; one that a cycle comes round to only if there is no other. */
const struct unit *unit_writing(const struct dbc *c, uint64_t phys, uint64_t size, int channel);
/* Beats at the memory of units that a cycle comes round to. mask: bytes asked for, wrong: those delivered wrong. */
void unit_read_beat(struct dbc *c, uint8_t channel, uint64_t phys, uint8_t mask, uint8_t wrong);
void unit_write_beat(struct dbc *c, const struct unit *u, uint64_t phys);
bool unit_busy(const struct dbc *c, uint64_t phys, uint64_t size, const struct map *but, struct unit **which);
uint32_t unit_for_beat(const struct dbc *c, uint8_t channel, uint64_t phys);

/* rules.c */
void rule_load(struct dbc *c, uint64_t addr, unsigned size, uint64_t value, unsigned rs1);
void rule_guarded(struct dbc_dev *dev, uint64_t phys, unsigned size, unsigned rs1);
void rule_unmap(struct dbc *c, uint64_t phys, uint64_t size, const struct map *map, const char *what);
void rule_store(struct dbc *c, uint64_t addr, unsigned size);
void rule_cmo(struct dbc *c, uint64_t addr, unsigned op); /* op as in the instruction: 0 inval 1 clean 2 flush */

/* findings.c */
struct report {
	enum db_class class_id;
	enum dbc_kind kind;
	enum dbc_severity severity;
	uint64_t address, bytes;
	struct place access, cause;
	const char *access_what, *cause_what;
	uint8_t channel;
	uint32_t also;
};
/* The finding that this one is, or has been merged into; NULL: too many. */
struct dbc_finding *report(struct dbc *c, const struct report *r);
/* What to add, before or after which instruction. May be told again while a finding grows. */
__attribute__((format(printf, 4, 5))) void repair(struct dbc_finding *f, uint64_t pc, int after, const char *fmt, ...);
void log_event(struct dbc *c, enum dbc_what what, uint64_t pc, uint64_t address, uint32_t bytes, uint8_t channel);
/* Consequences of a finding stand in it: they are no findings of their own. */
void also(struct dbc *c, enum db_class root, uint64_t access_pc, enum db_class consequence);
/* These bytes were really delivered wrong, to the device or to the CPU: findings about them are manifest. */
void manifest(struct dbc *c, uint64_t phys, unsigned bytes, bool to_device);
struct place place_of_version(const struct dbc *c, version_t v);

#endif
