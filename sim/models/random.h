/* SPDX-License-Identifier: Apache-2.0
 *
 * A generator for models: xorshift64*, the same numbers on every host. Not for secrets.
 */
#ifndef DOORBELL_SIM_RANDOM_H
#define DOORBELL_SIM_RANDOM_H

#include <cstdint>

class random_source
{
      public:
	explicit random_source(uint64_t seed) : state_((seed + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1)
	{
	}

	uint64_t next()
	{
		state_ ^= state_ >> 12;
		state_ ^= state_ << 25;
		state_ ^= state_ >> 27;
		return state_ * UINT64_C(0x2545f4914f6cdd1d);
	}

	/* 0 .. n - 1, n below 2^32 */
	uint32_t below(uint32_t n)
	{
		return static_cast<uint32_t>(((next() >> 32) * n) >> 32);
	}

      private:
	uint64_t state_;
};

#endif
