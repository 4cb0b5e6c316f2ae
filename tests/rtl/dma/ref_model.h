/* SPDX-License-Identifier: Apache-2.0
 * Reference model of the DMA engine, written from include/spec and docs/dma-engine.md alone: what a descriptor means,
 * which descriptor comes next, which bytes it moves, and what the engine writes when it is done. Knows no cycles and no
 * buses; keeps no memory of its own.
 */
#ifndef DMA_REF_MODEL_H
#define DMA_REF_MODEL_H
#include <stdbool.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

enum { REF_TAIL = 0, REF_OWNER = 1, REF_LIST = 2 }; /* CFG.MODE */

/* A channel as RUN has taken it. */
struct ref_config {
	int mode;
	bool cyclic, rec_en, rec_line;
	uint32_t stride, slots, rec_slots; /* bytes, slots, records */
	uint64_t ring, rec, list_head;	   /* bus addresses; list_head as in LIST_HEAD */
	unsigned addr_bits;		   /* of the build */
	bool streams, twod, fill;	   /* what the build has */
};

/* One descriptor, decoded. */
struct ref_desc {
	uint64_t at;	     /* its bus address */
	uint32_t slot;	     /* ring: its index; list: low half of its bus address */
	uint32_t flags, len; /* as in memory */
	unsigned form, cookie;
	bool own, irq, more, end, bad; /* bad: BAD_DESC */
	uint64_t src, dst;
	uint32_t rows; /* 1 but for COPY2D */
	uint64_t src_stride, dst_stride;
	uint64_t next;	     /* list: the next block's bus address */
	unsigned next_count; /* and how many descriptors follow its first */
};

/* Where a channel is: the descriptor to execute next. */
struct ref_walk {
	uint64_t at;
	uint32_t slot;
	unsigned left;	/* list: descriptors of this block behind this one */
	bool first;	/* list: this is the first of its block */
	uint64_t block; /* list: the block's first descriptor */
};

bool ref_has_records(const struct ref_config *c);
unsigned ref_form_bytes(const struct ref_config *c, unsigned form); /* in memory; 0: no such form */

/* bytes: the slot's `stride` bytes. */
void ref_decode(const struct ref_config *c, const struct ref_walk *w, const uint8_t *bytes, struct ref_desc *d);
void ref_start(const struct ref_config *c, struct ref_walk *w);
/* After d; block_next, block_count: NEXT of the block's first descriptor, used behind the last one of the block. */
void ref_next(const struct ref_config *c, struct ref_walk *w, uint64_t block_next, unsigned block_count);

bool ref_reads(const struct ref_desc *d);  /* from memory */
bool ref_writes(const struct ref_desc *d); /* to memory */
uint64_t ref_total(const struct ref_desc *d);
/* Bus address of byte `off` of the transfer, and bytes that follow contiguously there in its row */
uint64_t ref_src(const struct ref_config *c, const struct ref_desc *d, uint64_t off, uint32_t *row_left);
uint64_t ref_dst(const struct ref_config *c, const struct ref_desc *d, uint64_t off, uint32_t *row_left);

uint64_t ref_owner_word(const struct ref_desc *d, unsigned code, bool eop, uint32_t bytes);
uint64_t ref_record_addr(const struct ref_config *c, uint64_t n); /* of the n-th record since RUN */
void ref_record(const struct ref_config *c, uint64_t n, const struct ref_desc *d, unsigned code, bool eop,
		uint32_t bytes, uint8_t out[16]);

#ifdef __cplusplus
}
#endif
#endif
