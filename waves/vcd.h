/* SPDX-License-Identifier: Apache-2.0
 *
 * Reader of the VCD text that fst2vcd writes, for the tools that make views.
 *
 * vcd_header() reads up to $enddefinitions and copies each line to out (unless NULL); it stops before that line, so
 * that the caller can declare more signals. A time scale of 1 ps becomes 1 ns: doorbell-trace writes ten units a cycle,
 * and the nominal clock is 100 MHz. vcd_find() knows signals by full name without range ("TOP.rvfi_valid"). vcd_next()
 * then takes the changes of one time stamp and copies them: the values are those after all of them.
 */
#ifndef WAVES_VCD_H
#define WAVES_VCD_H

#include <stdint.h>
#include <stdio.h>

struct vcd_var {
	char *name;  /* full, without range */
	char *range; /* "[7:0]" as GTKWave shows it, "" for none */
	int width;
	uint32_t id;
};

struct vcd {
	FILE *in, *out;
	struct vcd_var *var;
	size_t vars;
	uint64_t *value; /* by id; the low 64 bits; x and z read as 0 */
	uint32_t ids;
	char *line;
	size_t size;
	int64_t next_time; /* of the stamp that has been read already, -1: none */
};

/* 0, or -1: no VCD. */
int vcd_header(struct vcd *v, FILE *in, FILE *out);

/* NULL: no such signal. */
const struct vcd_var *vcd_find(const struct vcd *v, const char *name);

/* Takes the next time stamp: its time, or -1 at the end. The stamp itself is copied first. */
int64_t vcd_next(struct vcd *v);

#endif
