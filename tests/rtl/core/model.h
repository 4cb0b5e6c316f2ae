/* SPDX-License-Identifier: Apache-2.0
 * What stands behind the core in its tests: memory, an L1I that is really stale until FENCE.I, an LSU that answers late
 * and out of order, and a few devices. Latencies and stalls come from a seed; with chaos 0 everything hits.
 *
 * Per cycle: model_drive() gives the inputs of this cycle, then the core is evaluated, then model_sample() takes its
 * outputs. Violations of docs/seams.md by the core are counted in errors and printed.
 */
#ifndef MODEL_H
#define MODEL_H
#include <stdint.h>

#define RAM_BASE 0x80000000ULL
#define RAM_SIZE 0x40000u
#define IO_BASE 0x10000000ULL
#define IO_FINISH (IO_BASE + 0)	 /* a store ends the run with this code */
#define IO_IRQ (IO_BASE + 8)	 /* interrupt lines: 1 MSIP 2 MTIP 4 MEIP 8 SEIP */
#define IO_DELAY (IO_BASE + 16)	 /* lines << 32 | cycles: raises the lines then */
#define IO_COUNT (IO_BASE + 24)	 /* each load gives one more than the last */
#define IO_STORES (IO_BASE + 32) /* number of stores to IO_IRQ so far */
#define BAD_BASE 0xc0000000ULL	 /* nothing there */
#define ROB 8
#define TAG_WALK 8 /* the page-table walker's loads */

struct pins { /* core outputs, then inputs, without suffix */
	uint64_t if_req_addr, ls_req_addr, ls_req_wdata;
	uint16_t ls_req_order;
	uint8_t if_req_valid, if_kill, if_inval_req;
	uint8_t ls_req_valid, ls_req_op, ls_req_size, ls_req_unsigned, ls_req_fence, ls_req_tag;
	uint8_t ls_head_valid, ls_head_tag, ls_commit, ls_flush, ls_req_fault, ls_req_cause, ls_busy;
	uint64_t if_rsp_data, ls_rsp_data, ls_rsp_mdata;
	uint8_t if_req_ready, if_rsp_valid, if_rsp_err, if_inval_ack;
	uint8_t ls_req_ready, ls_rsp_valid, ls_rsp_tag, ls_rsp_exc, ls_rsp_cause, ls_commit_ack;
	uint8_t irq;
};

struct model_op {
	int live, answered, due, tag, order;
	int op, size, uns, fence;
	uint64_t addr, wdata, data, mdata;
	int exc, cause, wait_head, go, store;
};

struct model {
	uint8_t ram[RAM_SIZE];
	uint8_t icode[RAM_SIZE]; /* what the L1I holds */
	uint8_t ivalid[RAM_SIZE / 64];
	uint8_t rom[64];
	uint64_t rng;
	int chaos;     /* 0 none, 1 some, 2 much */
	int irq_storm; /* raise lines at random */
	int errors;
	uint64_t cycle;
	/* L1I */
	uint64_t if_addr[4];
	int if_n, if_wait, inval_wait;
	/* LSU, in program order */
	struct model_op q[16];
	int nq;
	uint16_t order_of_tag[ROB]; /* what the LSU was told */
	uint64_t resv, resv_val;
	int resv_valid;
	/* devices */
	uint8_t irq;
	uint64_t irq_at, irq_lines, count, acks;
	int finished;
	uint64_t code;
};

void model_init(struct model *m, uint64_t seed, int chaos);
void model_drive(struct model *m, struct pins *p);
void model_sample(struct model *m, const struct pins *p);
#endif
