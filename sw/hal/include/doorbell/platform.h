/* SPDX-License-Identifier: Apache-2.0
 * What this machine is, read from system control once, before main().
 */
#ifndef DOORBELL_PLATFORM_H
#define DOORBELL_PLATFORM_H

#include <stdbool.h>
#include <stdint.h>

struct platform {
	uint64_t ram_base, ram_size;	   /* RAM at DB_RAM_BASE: CPU physical address, bytes fitted */
	uint64_t ram_hi_base, ram_hi_size; /* RAM above 4 GiB; size 0: none */
	uint64_t bus_lo, bus_hi;	   /* bus addresses at which devices see ram_base and ram_hi_base */
	uint64_t uncached_alias;	   /* OR into a RAM address: the same byte, past the cache */
	uint32_t line_bytes;		   /* cache line */
	uint32_t coherent;		   /* DB_SYSCTL_COHERENT_MODE_*: override of every device's own setting */
	uint32_t hostile, quirk, seed;	   /* straps */
	bool present;			   /* false: no system control here (another board): defaults are in force */
};

extern struct platform platform;

/* Fills in `platform`; runs as a constructor on the target. A board without system control gets defaults. */
void platform_init(void);

#endif
