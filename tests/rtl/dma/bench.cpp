// SPDX-License-Identifier: Apache-2.0
// Random tests of doorbell_dma: every test is a fresh engine, drawn from seed and number, so that each can be repeated alone.
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include "coverage.h"
#include "directed.h"
#include "soft.h"
#include "speed.h"

Bench bench;
double sc_time_stamp() { return 0; }

static long ends[16];
static unsigned long tx_jobs, rx_packets;

static void knobs(AxiMemory &m)
{
	Rng &r = bench.rng;
	unsigned mood = r.below(10);
	m.ideal(r.chance(60) ? r.between(1, 20) : r.between(1, 120));
	if (mood < 2) return;
	m.jitter = r.chance(50) ? r.below(60) : 0;
	m.reorder = r.chance(60);
	m.interleave = m.reorder && r.chance(60);
	unsigned most = mood < 8 ? 40 : 85;
	for (unsigned *x : {&m.stall_ar, &m.stall_r, &m.stall_aw, &m.stall_w, &m.stall_b}) *x = r.chance(50) ? r.below(most) : 0;
	m.freeze = r.chance(20) ? 1 + r.below(8) : 0;
}

// cycles: 0, or go on with further rounds until then
static void random_test(uint64_t seed, unsigned number, uint64_t cycles)
{
	bench.rng.seed(seed * 1000003 + number);
	Rng &r = bench.rng;
	Sim s(r.next64(), 0);
	std::vector<Chan> ch;
	ch.reserve(CHANNELS);
	s.streams_used = r.chance(70);
	s.axil_slow = r.chance(30) ? r.below(60) : 0;
	knobs(s.main);
	knobs(s.desc);
	int mood = r.below(10); // tests without any trouble, too
	int victim = CHANNELS > 1 && r.chance(20) ? r.below(CHANNELS) : -1;
	int rounds = CHANNELS > 4 ? 1 : r.between(1, 4);
	for (int c = 0; c < CHANNELS; c++) ch.emplace_back(s, c);
	uint64_t limit = 3000000 + cycles;
	for (bool live = true; live && !bench.failing;) {
		live = false;
		bool others = false;
		for (int c = 0; c < CHANNELS && !bench.failing; c++) {
			Chan &k = ch[c];
			if (k.phase == Chan::IDLE) {
				bool enough = (int)k.rounds >= rounds || (CHANNELS > 4 && !k.rounds && r.chance(20));
				if (enough && bench.now >= cycles) { k.phase = Chan::DONE; continue; }
				int flavour = mood < 3 ? 0 : (int)r.below(12);
				flavour = flavour < 5 ? 0 : flavour < 8 ? 1 : flavour < 11 ? 2 : 3;
				if (c == victim) flavour = 0;
				k.draw(flavour, s.streams_used);
				if (c == victim && !k.rounds) {
					k.p.blocked = true;
					s.watch[c].tx_block = s.watch[c].rx_block = true;
				}
				k.begin();
			} else if (k.phase != Chan::DONE)
				k.step();
			if (k.phase != Chan::DONE) { live = true; others |= c != victim; }
		}
		if (victim >= 0 && !others) {
			ch[victim].p.blocked = s.watch[victim].tx_block = s.watch[victim].rx_block = false;
			s.watch[victim].life_now();
			victim = -1;
		}
		s.ticks(r.below(r.chance(80) ? 40 : 300));
		if (bench.now > limit) {
			bench.fail("the test does not end");
			for (auto &k : ch) k.tell();
		}
	}
	if (!bench.failing) {
		s.ticks(200);
		if (!s.idle()) bench.fail("bursts are outstanding at the end");
		if (s.t->busy_o) bench.fail("busy_o at the end");
	}
	for (auto &k : ch) {
		for (int i = 0; i < 16; i++) ends[i] += k.ends[i];
		tx_jobs += k.w.tx_jobs;
		rx_packets += k.w.rx_packets;
	}
}

static int usage()
{
	fprintf(stderr, "usage: bench [--seed N] [--test N | --descriptors N | --cycles N] [--directed] [--speed FILE] [--coverage FILE] [--verbose]\n");
	return 2;
}

int main(int argc, char **argv)
{
	uint64_t seed = 1, descriptors = 20000, cycles = 0;
	long test = -1;
	bool only_directed = false;
	const char *speed_file = nullptr, *coverage_file = nullptr;
	for (int i = 1; i < argc; i++) {
		std::string a = argv[i];
		const char *v = i + 1 < argc ? argv[i + 1] : nullptr;
		if (a == "--verbose") bench.verbose = true;
		else if (a == "--directed") only_directed = true;
		else if (!v) return usage();
		else if (a == "--seed") seed = strtoull(v, nullptr, 0), i++;
		else if (a == "--test") test = strtol(v, nullptr, 0), i++;
		else if (a == "--descriptors") descriptors = strtoull(v, nullptr, 0), i++;
		else if (a == "--cycles") cycles = strtoull(v, nullptr, 0), test = test < 0 ? 0 : test, i++;
		else if (a == "--speed") speed_file = v, i++;
		else if (a == "--coverage") coverage_file = v, i++;
		else return usage();
	}
	setvbuf(stdout, nullptr, _IOLBF, 0);
	if (speed_file) return speed(speed_file);
	auto verdict = [&](const std::string &repeat) {
		if (!bench.failing) return;
		bench.failed++;
		bench.failing = false;
		printf("      repeat: %s %s\n", argv[0], repeat.c_str());
	};
	if (test < 0) {
		directed();
		verdict("--directed");
		if (only_directed) goto done;
	}
	for (unsigned n = test < 0 ? 0 : test; (test < 0 ? bench.descriptors < descriptors : n == test) && bench.failed < 5; n++) {
		random_test(seed, n, cycles);
		verdict("--seed " + std::to_string(seed) + " --test " + std::to_string(n) + (cycles ? " --cycles " + std::to_string(cycles) : ""));
		if (!bench.failed) bench.passed++;
	}
done:
	if (coverage_file && !coverage_write(coverage_file)) return 2;
	printf("rounds that ended well %ld, stopped %ld; DESC_BUS %ld, READ_SLV %ld, READ_DEC %ld, WRITE_SLV %ld, WRITE_DEC %ld, REC_BUS %ld, "
	       "BAD_DESC %ld, BAD_RING %ld; %lu stream jobs out, %lu packets in\n",
	       ends[0], ends[9], ends[1], ends[2], ends[3], ends[4], ends[5], ends[6], ends[7], ends[8], tx_jobs, rx_packets);
	printf("%d channels, %d data bits: seed %lu, %lu descriptors, %lu cycles\n", CHANNELS, DB * 8, seed, bench.descriptors, bench.cycles);
	printf("%lu passed, %lu failed\n", bench.passed, bench.failed);
	return bench.failed != 0;
}
