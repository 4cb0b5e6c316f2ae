// SPDX-License-Identifier: Apache-2.0
// Utilisation and launch latency: rows of name, value, unit into a file; the exit status says whether all bytes were
// right.
#pragma once
int speed(const char *file);
