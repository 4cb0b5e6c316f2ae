/* SPDX-License-Identifier: Apache-2.0
 *
 * dbc: the doorbell checker. Takes the committed events of the probe lanes (include/spec/probe.def) and convicts DMA
 * drivers of the faults listed in include/spec/classes.def, by what the architecture guarantees.
 *
 * Contract
 *   - A library without output, files, clocks or threads; it allocates in dbc_new() and when memory, mappings or
 *     findings are seen for the first time, never per event. It never influences what it watches.
 *   - Events: one call per event, in order of cycle and, within a cycle, in the order of DB_LANES. Structs are only
 *     read during the call. Numbers are in the bits that probe.def gives, zero-extended.
 *   - Addresses are physical unless named bus. `cycle` counts from 0 and never falls.
 *   - dbc_failed() != NULL: the checker's shadow disagrees with the machine (its own error, or an RTL error): verdicts
 *     are void, the caller reports it loudly. The first message stays.
 *   - Before the first event: dbc_load() for every byte that the loader puts into memory, dbc_object() per ELF symbol.
 *   - After the last: dbc_finish(), once. Findings may be read at any time; their pointers stay valid until dbc_free().
 */
#ifndef DBC_H
#define DBC_H

#include <stddef.h>
#include <stdint.h>
#include "doorbell/probe.h"
#include "doorbell/classes.h"

#ifdef __cplusplus
extern "C" {
#endif

struct dbc;
struct dbc_device; /* dbc_device.h: a device description */

enum dbc_coherence { DBC_COHERENT_CHANNEL, DBC_COHERENT_ALL, DBC_COHERENT_NONE };

struct dbc_range {
	uint64_t base, size; /* bytes; size 0: not there */
};

struct dbc_window {
	uint64_t bus, phys, size; /* bus address `bus + n` is physical address `phys + n`, n < size */
};

/* Fill by dbc_config_default() and change what differs. */
struct dbc_config {
	struct dbc_range ram[2];     /* fitted RAM */
	struct dbc_window window[2]; /* how devices see it */
	uint32_t line_bytes;	     /* 16 to 64, a power of two */
	uint32_t quirks;	     /* QUIRK bits of straps.def in force: bus-offset-0 changes the windows by itself */
	uint32_t coherent;	     /* enum dbc_coherence: reset value of SYSCTL.COHERENT */
	uint32_t stop_at_first;	     /* 1: dbc_stop() turns true with the first error */
	const struct dbc_device *const *devices; /* NULL-terminated; NULL: the one of doorbell_dma */
};

enum dbc_kind { DBC_LATENT, DBC_MANIFEST };
enum dbc_severity { DBC_ERROR, DBC_NOTE, DBC_COST };

#define DBC_STACK 16
struct dbc_site {
	uint64_t pc;		   /* 0: no instruction (a device did it, or nothing is known) */
	uint32_t depth;		   /* entries in stack */
	uint64_t stack[DBC_STACK]; /* call sites, innermost first: pcs of the call instructions; pc itself is not in it
				    */
};

enum dbc_who { DBC_NOBODY, DBC_LOADER, DBC_CPU, DBC_DEVICE };
struct dbc_writer {
	enum dbc_who who;
	uint64_t pc;	     /* CPU: the store */
	uint8_t device;	     /* DEVICE: index in the device list, */
	uint8_t channel;     /* its channel, */
	uint8_t kind;	     /* DB_DAR_* kind of the burst, */
	uint64_t descriptor; /* and the bus address of the descriptor, 0 if unknown */
	uint64_t cycle;	     /* when the CPU committed it, or the memory performed it */
};

enum dbc_place { DBC_AT_STORE_BUFFER, DBC_AT_L1D, DBC_AT_WRITEBACK, DBC_AT_MEMORY };
struct dbc_copy {
	enum dbc_place place;
	uint8_t dirty;	/* L1D */
	uint8_t newest; /* this copy is the newest version in the intended order */
	uint8_t value;	/* the byte at the finding's address */
	struct dbc_writer writer;
};
#define DBC_COPIES 6

enum dbc_what {
	DBC_EV_STORE,
	DBC_EV_DRAIN,
	DBC_EV_LOAD,
	DBC_EV_FENCE,
	DBC_EV_DOORBELL,
	DBC_EV_OWNER,
	DBC_EV_ACQUIRE,
	DBC_EV_CLEAN,
	DBC_EV_FLUSH,
	DBC_EV_INVAL,
	DBC_EV_ZERO,
	DBC_EV_CMO_DONE,
	DBC_EV_FILL,
	DBC_EV_EVICT,
	DBC_EV_WRITEBACK,
	DBC_EV_DEV_FETCH,
	DBC_EV_DEV_READ,
	DBC_EV_DEV_WRITE,
	DBC_EV_DEV_RECORD,
	DBC_EV_DEV_OWNER,
	DBC_EV_MAP,
	DBC_EV_UNMAP,
	DBC_EV_SYNC_CPU,
	DBC_EV_SYNC_DEV,
	DBC_EV_ALLOC,
	DBC_EV_FREE,
	DBC_EV_STOP,
	DBC_EV_STOPPED,
	DBC_EV_FINDING,
	DBC_EV_COUNT
};
struct dbc_event {
	uint64_t cycle;
	uint64_t pc;	  /* 0: not an instruction */
	uint64_t address; /* what it touched (physical), or the register */
	uint32_t bytes;
	uint8_t what;	 /* enum dbc_what */
	uint8_t channel; /* device events */
};
#define DBC_HISTORY 24

struct dbc_finding {
	enum db_class class_id;
	enum dbc_kind kind; /* manifest if any of the merged ones was */
	enum dbc_severity severity;
	uint64_t count;	    /* accesses merged into this one: same class, access pc and cause pc */
	uint64_t cycle;	    /* of the first */
	uint64_t address;   /* first byte at fault in the first */
	uint64_t bytes;	    /* bytes at fault in the first */
	uint64_t lo, hi;    /* span of the bytes of all, hi exclusive */
	const char *object; /* ELF object or allocation that holds address, or NULL */
	uint64_t object_offset;
	struct dbc_site
		access; /* the load, store, doorbell, CMO; pc 0 with a stack of the publisher for a device beat */
	const char *access_what; /* "load", "store", "doorbell store", "device read", ... */
	struct dbc_site cause;	 /* what made it wrong */
	const char *cause_what;	 /* "newest store", "invalidate", "map", "doorbell", ... */
	uint8_t channel;	 /* device channel concerned, 0xff: none */
	uint32_t copies;
	struct dbc_copy copy[DBC_COPIES];
	char repair[200];   /* "cbo.clean of 0x80001000..0x8000103f (or dma_sync_single_for_device)" */
	int repair_after;   /* put it 1: after, 0: before, */
	uint64_t repair_pc; /* this instruction; 0: no place is known */
	uint32_t also;	    /* set of 1 << enum db_class: what else the same access broke */
	uint32_t events;
	struct dbc_event history[DBC_HISTORY]; /* oldest first; what happened to the line and around it */
};

void dbc_config_default(struct dbc_config *cfg);
struct dbc *dbc_new(const struct dbc_config *cfg); /* NULL: senseless config or no memory */
void dbc_free(struct dbc *c);

void dbc_load(struct dbc *c, uint64_t paddr, const void *data, size_t len);
void dbc_object(struct dbc *c, const char *name, uint64_t base, uint64_t size); /* name is copied */

#define DBC_DECLARE_LANE(L, l) void dbc_##l(struct dbc *c, uint64_t cycle, const struct db_probe_##l *e);
DB_LANES(DBC_DECLARE_LANE)
#undef DBC_DECLARE_LANE
void dbc_event(struct dbc *c, enum db_lane lane, uint64_t cycle, const void *e); /* any lane */

void dbc_finish(struct dbc *c, uint64_t cycle);

/* Called when a finding is new (not when one is merged into it). */
typedef void dbc_finding_fn(void *arg, const struct dbc_finding *f);
void dbc_on_finding(struct dbc *c, dbc_finding_fn *fn, void *arg);
size_t dbc_finding_count(const struct dbc *c);
const struct dbc_finding *dbc_finding(const struct dbc *c, size_t i);
size_t dbc_errors(const struct dbc *c);	     /* findings of severity DBC_ERROR */
int dbc_stop(const struct dbc *c);	     /* stop_at_first is set and there is an error, or the checker has failed */
const char *dbc_failed(const struct dbc *c); /* NULL, or what is wrong with the checker itself */

/* Where the program is, for reports of programs that hang or trap: the last retired pc and its callers. */
void dbc_where(const struct dbc *c, struct dbc_site *site);

const char *dbc_class_slug(enum db_class id);
const char *dbc_class_family(enum db_class id);
const char *dbc_class_needs(enum db_class id);
const char *dbc_class_rule(enum db_class id);
const char *dbc_class_example(enum db_class id);
const char *dbc_class_remedy(enum db_class id);
int dbc_class_find(const char *slug); /* -1: no such class */
const char *dbc_what_name(enum dbc_what w);

/* Traces: the lanes as records in a file (trace.c). Each returns 0, or -1 with a one-line reason in *why. */
struct dbc_trace;
struct dbc_trace *dbc_trace_create(const char *path, const struct dbc_config *cfg, const char **why);
int dbc_trace_event(struct dbc_trace *t, enum db_lane lane, uint64_t cycle, const void *e);
int dbc_trace_close(struct dbc_trace *t, const char **why);
/* Reads the header of a trace into cfg; then feeds all events to fn, in order. */
struct dbc_trace *dbc_trace_open(const char *path, struct dbc_config *cfg, const char **why);
typedef void dbc_trace_fn(void *arg, enum db_lane lane, uint64_t cycle, const void *e);
int dbc_trace_replay(struct dbc_trace *t, dbc_trace_fn *fn, void *arg, uint64_t *last_cycle, const char **why);

#ifdef __cplusplus
}
#endif
#endif
