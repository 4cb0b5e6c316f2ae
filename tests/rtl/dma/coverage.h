// SPDX-License-Identifier: Apache-2.0
// Line coverage of builds with --coverage-line, summed over all models of a run; without it nothing happens.
#pragma once
#include <verilated.h>
void coverage_add(VerilatedContext &context); // a model's counters, before it goes
bool coverage_write(const char *file);	      // lines "FILE LINE BRANCH COUNT"; false: could not
