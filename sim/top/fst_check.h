/* SPDX-License-Identifier: Apache-2.0
 *
 * The FST writer does not tell when the disk is full: is the file that it has closed complete?
 */
#ifndef DOORBELL_SIM_FST_CHECK_H
#define DOORBELL_SIM_FST_CHECK_H

#ifdef __cplusplus
extern "C" {
#endif

/* 0: every block of the file is there; -1: cut off, or not readable. */
int fst_check(const char *path);

#ifdef __cplusplus
}
#endif

#endif
