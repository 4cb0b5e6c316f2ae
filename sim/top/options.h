/* SPDX-License-Identifier: Apache-2.0
 *
 * Command line of the simulator.
 *
 * options_parse() checks every value before anything is opened or written. It returns 0 to go on, or -1 when the
 * program has to end with *status (0 after --help and --version; 2 after an error, which has then been
 * described by one line on standard error). Strings point into argv.
 */
#ifndef DOORBELL_SIM_OPTIONS_H
#define DOORBELL_SIM_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum sim_exit {
	SIM_EXIT_PASSED = 0,
	SIM_EXIT_FAILED = 1,
	SIM_EXIT_USAGE = 2,
	SIM_EXIT_FINDINGS = 3,
	SIM_EXIT_LIMIT = 4,
};

#define SIM_MAX_FAULTS 16
#define SIM_MAX_LOADS 8

/* One injected bus error: the beat that holds byte addr answers SLVERR, count times. */
struct sim_fault {
	bool write;
	uint64_t addr;
	uint64_t count;
};

/* Channels of the SoC's DMA engine, each with a stream port either way. */
#define SIM_STREAMS 4

enum sim_stream_kind { SIM_STREAM_LOOPBACK, SIM_STREAM_SOURCE, SIM_STREAM_SINK, SIM_STREAM_NOBODY };

/* What stands at one side of a channel's stream. */
struct sim_stream {
	enum sim_stream_kind kind; /* transmitting: LOOPBACK or SINK; receiving: LOOPBACK, SOURCE or NOBODY */
	unsigned int to;	   /* LOOPBACK of a transmitting side: the channel that receives */
	const char *file;	   /* of a source or sink, or NULL */
};

/* A file that is placed in RAM beside the program. */
struct sim_load {
	char *path; /* allocated */
	uint64_t addr;
};

struct sim_options {
	const char *elf;
	uint32_t seed;
	uint32_t hostile;
	uint32_t quirk;
	uint32_t coherent; /* cfg_coherent_i: 0 each channel decides, 1 all, 2 none */
	uint32_t mem_latency;
	uint32_t mem_jitter;
	uint32_t mem_stall; /* percent of cycles in which a ready of the memory port is withheld */
	bool mem_reorder;
	uint32_t ram_mib;
	uint32_t ram_hi_mib;
	uint64_t max_cycles;
	uint64_t watchdog;
	const char *uart; /* "stdout", "pty" or a file */
	const char *signature;
	uint32_t signature_granularity;
	const char *report;
	const char *sarif;
	const char *suppress;
	const char *events;
	const char *trace;
	uint32_t trace_depth; /* 0: all levels */
	uint64_t trace_from;
	uint64_t trace_to;
	const char *explain; /* a class: print its text and end; then elf may be NULL */
	bool check;
	bool stop_at_first;
	struct sim_stream tx[SIM_STREAMS], rx[SIM_STREAMS];
	uint32_t stream_stall; /* percent of cycles in which a stream device withholds ready or the next beat */
	struct sim_fault fault[SIM_MAX_FAULTS];
	unsigned int faults;
	struct sim_load load[SIM_MAX_LOADS];
	unsigned int loads;
};

int options_parse(struct sim_options *opt, int argc, char **argv, int *status);

#ifdef __cplusplus
}
#endif

#endif
