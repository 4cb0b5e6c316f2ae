/* SPDX-License-Identifier: Apache-2.0
 * Reference model of the DMA engine: what memory and registers must be when a channel has come to rest.
 * Written from the specification alone; knows no cycles. Runs on a copy of memory taken before the engine starts.
 */
#ifndef DMA_REF_MODEL_H
#define DMA_REF_MODEL_H
#include <stdbool.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

struct ref {
	uint8_t *mem;	     /* memory the model changes */
	uint64_t base, size; /* bus address of mem[0], bytes */
	/* bus error of an access to [addr, addr + len): 0, 2 SLVERR, 3 DECERR; *at: first failing beat */
	int (*fault)(void *arg, bool write, uint64_t addr, uint64_t len, uint64_t *at);
	void *arg;
	/* set-up */
	bool owner, rec_en;
	uint32_t stride, slots, rec_stride, rec_slots, max_burst;
	uint64_t ring, rec;
	/* state */
	uint32_t head, rec_head, done, irqs;
	uint32_t phase;
	uint32_t job_bytes, job_done;
	bool halted;
	uint32_t error, bytes;
	uint64_t err_desc, err_addr;
};

void ref_start(struct ref *r);		    /* RUN */
void ref_run(struct ref *r, uint32_t tail); /* execute up to tail (OWNER mode: the first slot not owned) */

#ifdef __cplusplus
}
#endif
#endif
