/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes of value changes that the FST writer collects before it compresses them. Verilator's copy of the writer fixes
 * 128 MB; the build makes it this variable, read when a file is opened. A block that fits the processor's L2 cache is
 * fastest for few signals; with all signals, larger blocks have fewer tables to write.
 */
#ifndef DOORBELL_SIM_FST_BLOCK_H
#define DOORBELL_SIM_FST_BLOCK_H

extern unsigned long fst_block_bytes;

#endif
