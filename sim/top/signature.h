/* SPDX-License-Identifier: Apache-2.0
 *
 * The signature of riscv-arch-test: one word of `granularity` bytes a line, hexadecimal, lowest address first.
 */
#ifndef DOORBELL_SIM_SIGNATURE_H
#define DOORBELL_SIM_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 0, or -1 after one line on standard error. */
int signature_write(const char *path, const uint8_t *data, size_t size, unsigned int granularity);

#ifdef __cplusplus
}
#endif

#endif
