// SPDX-License-Identifier: Apache-2.0
// What all parts of the bench share: time, chance, verdicts.
#pragma once
#include <cstdarg>
#include <cstdint>
#include <cstdio>

// One generator for a test: xorshift64*, because it is asked several times in every cycle.
struct Rng {
	uint64_t s = 1;
	void seed(uint64_t v)
	{
		s = (v + 1) * 0x9e3779b97f4a7c15ull | 1;
		for (int i = 0; i < 8; i++)
			next();
	}
	uint32_t next()
	{
		s ^= s >> 12;
		s ^= s << 25;
		s ^= s >> 27;
		return (s * 0x2545f4914f6cdd1dull) >> 32;
	}
	uint32_t below(uint32_t n)
	{
		return (uint64_t)next() * n >> 32;
	} // 0 to n - 1
	uint32_t between(uint32_t a, uint32_t b)
	{
		return a + below(b - a + 1);
	} // a to b
	bool chance(uint32_t percent)
	{
		return below(100) < percent;
	}
	uint64_t next64()
	{
		return (uint64_t)next() << 32 | next();
	}
};

struct Bench {
	uint64_t now = 0;    // cycle since this model was made
	uint64_t open = 0;   // cycles in which nothing left the write stages: no address, write beat or stream word
	uint64_t cycles = 0; // all of them
	unsigned long passed = 0, failed = 0, descriptors = 0;
	bool failing = false;  // this test has failed: stop it
	bool verbose = false;  // print each handshake and register access
	const char *what = ""; // the test that runs
	Rng rng;

	__attribute__((format(printf, 2, 3))) void fail(const char *f, ...)
	{
		va_list ap;
		if (failing)
			return;
		failing = true;
		printf("FAIL: cycle %lu: ", now);
		va_start(ap, f);
		vprintf(f, ap);
		va_end(ap);
		printf("\n");
	}
	__attribute__((format(printf, 2, 3))) void log(const char *f, ...)
	{
		va_list ap;
		if (!verbose || failing)
			return;
		printf("%8lu ", now);
		va_start(ap, f);
		vprintf(f, ap);
		va_end(ap);
		printf("\n");
	}
	bool same(uint64_t got, uint64_t want, const char *name, int ch = -1)
	{
		if (got == want) {
			passed++;
			return true;
		}
		if (ch < 0)
			fail("%s: got 0x%lx, expected 0x%lx", name, got, want);
		else
			fail("channel %d: %s: got 0x%lx, expected 0x%lx", ch, name, got, want);
		return false;
	}
};
extern Bench bench;
