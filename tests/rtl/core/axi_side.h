// SPDX-License-Identifier: Apache-2.0
// The memory side of core_complex: one array of RAM behind the data and the fetch port, two small device memories and
// the bench's own registers behind the I/O port, all with random latency, order and stalls from a seed.
#ifndef AXI_SIDE_H
#define AXI_SIDE_H
#include <cstdint>
#include <cstring>
#include <deque>
#include <vector>

const uint64_t RAM_BASE = 0x80000000, RAM_SIZE = 0x100000, ALIAS = 1ULL << 37;
const uint64_t SCRATCH[2] = {0x10000000, 0x02000000}; // devices 4 and 2
const uint64_t IO_FINISH = 0x13000000, IO_IRQ = 0x13000008;

struct timing {
	unsigned latency = 4; // cycles from a request to its first answer
	unsigned jitter = 0;  // one in so many handshakes waits, 0: none
};

class random_bits
{
	uint64_t s;

      public:
	explicit random_bits(uint64_t seed) : s(seed * 0x9e3779b97f4a7c15ULL + 88172645463325252ULL)
	{
	}
	uint32_t operator()()
	{
		s ^= s << 13;
		s ^= s >> 7;
		s ^= s << 17;
		return (uint32_t)(s >> 16);
	}
	uint32_t operator()(uint32_t n)
	{
		return (uint32_t)(((uint64_t)(*this)() * n) >> 32);
	}
};

struct burst {
	uint64_t addr, due;
	unsigned id, len, beat;
};

// Reads of one port. Bursts with one ID stay in order, others may overtake.
struct read_side {
	std::deque<burst> q;
	bool on = false; // q[0] is on the bus

	void take(uint64_t addr, unsigned id, unsigned len, uint64_t due)
	{
		q.push_back({addr, due, id, len, 0});
	}
	// puts a burst that may answer in front
	void pick(uint64_t now, random_bits &rnd)
	{
		if (on || q.empty())
			return;
		if (q.size() > 1 && !q[0].beat) {
			size_t i = rnd((uint32_t)q.size());

			for (size_t k = 0; k < i; k++)
				if (q[k].id == q[i].id)
					i = k;
			if (q[i].due <= now && i) {
				burst b = q[i];

				q.erase(q.begin() + (long)i);
				q.push_front(b);
			}
		}
		on = q[0].due <= now;
	}
	uint64_t beat_addr() const
	{
		uint64_t size = (uint64_t)(q[0].len + 1) * 8, a = q[0].addr & ~7ULL;

		return (a & ~(size - 1)) | ((a + q[0].beat * 8) & (size - 1)); // WRAP; single beats are the same
	}
	void done()
	{
		on = false;
		if (q[0].beat++ == q[0].len)
			q.pop_front();
	}
};

struct write_side {
	struct beat {
		uint64_t data;
		uint8_t strb;
	};
	struct answer {
		burst b;
		std::vector<beat> beats;
		bool late; // performs with its response, not before
	};
	std::deque<burst> aw;
	std::vector<beat> w;
	std::deque<answer> b;
	bool on = false;
};

#endif
