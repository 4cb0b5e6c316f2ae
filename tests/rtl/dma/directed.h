// SPDX-License-Identifier: Apache-2.0
// Checks with a scene of their own: registers, quirks, weights.
#pragma once
void directed();
