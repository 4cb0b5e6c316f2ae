/* SPDX-License-Identifier: Apache-2.0
 *
 * The command that opens the finding of one cycle in GTKWave: waves/open repeats the run, exactly, with a waveform of a
 * window round it.
 */
#ifndef DOORBELL_SIM_RERUN_H
#define DOORBELL_SIM_RERUN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Takes argv of this run; leaves out what names result files. The opener is found beside build/, as argv[0] names it.
 * Always terminated; cut off where size is too small. */
void rerun_command(char *const *argv, uint64_t cycle, char *out, size_t size);

#ifdef __cplusplus
}
#endif

#endif
