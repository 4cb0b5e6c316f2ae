/* SPDX-License-Identifier: Apache-2.0
 *
 * Device descriptions: what the checker must know of a DMA master, as callbacks. The checker itself knows no device.
 *
 * The checker calls a description in program order (registers, watched memory: at retirement) or in time order (beats).
 * The description answers by the services below: which descriptor was published with which ranges, what the CPU has
 * acquired. It keeps its own state in what create() returns. It never allocates per event.
 */
#ifndef DBC_DEVICE_H
#define DBC_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include "dbc.h"

struct dbc_dev; /* the checker's side of one device: handle for the services */

struct dbc_device {
	const char *name;
	uint64_t base, size; /* its registers */
	void *(*create)(struct dbc_dev *dev);
	void (*destroy)(void *self);
	/* The CPU's register accesses: offset from base, size in bytes. */
	void (*reg_write)(void *self, uint64_t offset, uint64_t value, unsigned size);
	void (*reg_read)(void *self, uint64_t offset, uint64_t value, unsigned size);
	/* The CPU's accesses to watched memory: phys is the byte address, alias bit removed; the store is already in
	 * the newest image (dbc_dev_peek). */
	void (*mem_store)(void *self, uint64_t phys, unsigned size);
	void (*mem_load)(void *self, uint64_t phys, uint64_t value, unsigned size);
};

extern const struct dbc_device dbc_device_doorbell;

/* ---- services ---- */

/* Bytes of memory: `rows` runs of `bytes`, `stride` apart (signed); 0 bytes: none. One run: rows 0 or 1. */
struct dbc_rows {
	uint64_t bus, bytes;
	uint32_t rows;
	int64_t stride;
};

/* One published descriptor. Fill, publish; the unit lives until it is acquired and forgotten by the description. */
struct dbc_unit {
	uint32_t id; /* set by the checker, not 0 */
	uint8_t channel;
	bool coherent;	   /* its accesses snoop */
	uint64_t desc_bus; /* bus address and bytes of the descriptor, and which of its bytes count: bit i = byte i */
	uint32_t desc_bytes;
	uint64_t desc_used;
	struct dbc_rows read, write; /* data */
	uint8_t read_at, write_at;   /* byte offsets in the descriptor of the two addresses */
	bool again; /* a cycle comes round to it: no instruction publishes it, its beats are judged as they come */
};

enum dbc_publisher {
	DBC_BY_DOORBELL, /* the register write that retires now: all that it publishes must be before it by fence w,o */
	DBC_BY_OWNER,	 /* the owner-word store that retires now: by fence w,w; the slot's other words too */
	DBC_BY_LINK,	 /* the store that retires now makes the device go on to it: by fence w,w */
};
/* Judges the ranges and makes the unit outstanding; returns its id, 0 if it cannot be kept. */
uint32_t dbc_dev_publish(struct dbc_dev *dev, const struct dbc_unit *unit, enum dbc_publisher by);
/* The register write that retires now is a doorbell of this channel: for the history of findings. */
void dbc_dev_doorbell(struct dbc_dev *dev, uint64_t reg, uint8_t channel);
/* By a doorbell: these bytes, published before by an owner word or a link, must be visible to the device now. By a
 * link: they must be visible before the word that is stored now, which is in their line. */
void dbc_dev_visible(struct dbc_dev *dev, uint64_t bus, uint64_t bytes, bool coherent, uint8_t channel,
		     enum dbc_publisher by);
/* A store that retires now changes another word of a slot whose owner word has been given to the device. */
void dbc_dev_word_after_owner(struct dbc_dev *dev, uint64_t phys, unsigned size, uint8_t channel);

/* The load that retires now has seen that the unit is complete. */
void dbc_dev_acquire(struct dbc_dev *dev, uint32_t unit_id);
/* Stop requested by the register write that retires now / drain seen by the load that retires now. */
void dbc_dev_stop(struct dbc_dev *dev, uint8_t channel);
void dbc_dev_stopped(struct dbc_dev *dev, uint8_t channel);

/* A completion word at phys has been seen complete by the load that retires now; [lo, hi) around it are the words that
 * it guards. Words of it that were last loaded before that are a fault unless they are loaded again before
 * dbc_dev_consumed(). */
void dbc_dev_guarded(struct dbc_dev *dev, uint64_t lo, uint64_t hi);
void dbc_dev_consumed(struct dbc_dev *dev, uint64_t lo, uint64_t hi);
/* The ring starts anew: what was loaded from [lo, hi) before is of no interest any more. */
void dbc_dev_forget(struct dbc_dev *dev, uint64_t lo, uint64_t hi);

/* Calls mem_store and mem_load for accesses to these bytes from now on; false: too many ranges. */
bool dbc_dev_watch(struct dbc_dev *dev, uint64_t phys, uint64_t bytes);
void dbc_dev_unwatch(struct dbc_dev *dev, uint64_t phys, uint64_t bytes);
/* [phys, phys + bytes) is a synchronization word: any version may be read from it. */
void dbc_dev_sync_word(struct dbc_dev *dev, uint64_t phys, unsigned bytes);

/* The load that retires now reads a synchronization word and found the device not done yet (`pending`). Polling may
 * return any version, but a cacheable poll that is repeated with no invalidate in between may never see another. */
void dbc_dev_polled(struct dbc_dev *dev, uint64_t phys, unsigned size, bool coherent, bool pending, uint8_t channel);

/* The newest bytes in the intended order, and whether the newest of all of them are the device's. */
bool dbc_dev_peek(struct dbc_dev *dev, uint64_t phys, void *to, unsigned bytes);
bool dbc_dev_wrote(struct dbc_dev *dev, uint64_t phys, unsigned bytes);
/* Bus address to physical address; false: no window. */
bool dbc_dev_translate(struct dbc_dev *dev, uint64_t bus, uint64_t bytes, uint64_t *phys);
/* Whether a channel with this attribute snoops, by the platform's override in force. */
bool dbc_dev_coherent(struct dbc_dev *dev, bool attribute);
uint32_t dbc_dev_quirks(struct dbc_dev *dev);

#endif
