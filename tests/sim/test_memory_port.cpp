/* SPDX-License-Identifier: Apache-2.0
 *
 * The AXI memory port against a master made of a few lines: latency to the cycle, burst addresses, strobes, order by ID,
 * back-pressure, errors, and the same run from the same seed. Prints each failure and `N passed, N failed`.
 */
#include "axi_memory_port.h"
#include "memory.h"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "doorbell/memmap.h"

namespace
{
constexpr uint64_t MIB = 1 << 20;
constexpr uint8_t FIXED = 0, INCR = 1, WRAP = 2;
unsigned int passed, failed;

void check(bool good, const std::string &what)
{
	if (good) {
		passed++;
	} else {
		failed++;
		std::printf("%s\n", what.c_str());
	}
}

struct seen_beat {
	uint64_t cycle, addr, data;
	uint8_t id, resp, last;
};

class watcher : public memory_watcher
{
public:
	std::vector<seen_beat> reads, writes;

	void read_beat(uint64_t cycle, const db_probe_memrd &b) override
	{
		reads.push_back({cycle, b.addr, b.data, b.id, 0, 0});
	}
	void write_beat(uint64_t cycle, const db_probe_memwr &b) override
	{
		writes.push_back({cycle, b.addr, b.data, b.id, 0, b.strb});
	}
};

/* A port with a memory of its own. All are made before the simulation starts, because then sockets are bound. */
struct bench {
	watcher seen;
	memory ram;
	axi_memory_port port;
	axi_from_soc out{};
	uint64_t cycle = 0;
	std::vector<seen_beat> r, b; /* answers taken */
	std::vector<uint64_t> shown; /* cycle in which each read beat was first on the pins */
	bool showing = false;

	explicit bench(const axi_memory_config &cfg) 
		: ram(sc_core::sc_gen_unique_name("ram"), MIB, MIB), port(sc_core::sc_gen_unique_name("port"), cfg, seen)
	{
		port.socket.bind(ram.socket);
		out.rready = out.bready = true;
	}

	/* One cycle; returns what the port drove. */
	axi_to_soc tick()
	{
		axi_to_soc in = port.drive(cycle);

		if (in.rvalid && !showing)
			shown.push_back(cycle);
		showing = in.rvalid && !out.rready;
		if (in.rvalid && out.rready)
			r.push_back({cycle, 0, in.rdata, in.rid, in.rresp, in.rlast});
		if (in.bvalid && out.bready)
			b.push_back({cycle, 0, 0, in.bid, in.bresp, 0});
		port.sample(cycle, out);
		cycle++;
		return in;
	}

	/* Presents one address until it is taken; returns the cycle of the handshake. */
	uint64_t read(const axi_address &a)
	{
		out.arvalid = true;
		out.ar = a;
		while (!tick().arready)
			;
		out.arvalid = false;
		return cycle - 1;
	}

	/* Address, then the beats; returns the cycle of the last data handshake. */
	uint64_t write(const axi_address &a, const std::vector<uint64_t> &data, uint8_t strb = 0xff)
	{
		out.awvalid = true;
		out.aw = a;
		while (!tick().awready)
			;
		out.awvalid = false;
		for (size_t i = 0; i < data.size(); i++) {
			out.wvalid = true;
			out.wdata = data[i];
			out.wstrb = strb;
			out.wlast = i + 1 == data.size();
			while (!tick().wready)
				;
		}
		out.wvalid = false;
		return cycle - 1;
	}

	/* Until so many read beats and write responses have come, or 20000 cycles have gone. */
	bool drain(size_t beats, size_t responses)
	{
		for (unsigned int i = 0; i < 20000 && (r.size() < beats || b.size() < responses); i++)
			tick();
		return r.size() == beats && b.size() == responses;
	}
};

axi_address at(uint64_t addr, uint8_t len, uint8_t burst = INCR, uint8_t id = 0, uint8_t size = 3)
{
	return axi_address{addr, id, len, size, burst};
}

axi_memory_config with_latency(uint32_t latency)
{
	axi_memory_config cfg;

	cfg.latency = latency;
	return cfg;
}

void test_latency(bench &t, uint32_t latency)
{
	const std::string name = "latency " + std::to_string(latency) + ": ";

	uint64_t last = t.write(at(DB_RAM_BASE, 3), {1, 2, 3, 4});
	check(t.drain(0, 1) && t.b[0].cycle == last + latency, name + "write response");
	check(t.seen.writes.size() == 4 && t.seen.writes[3].cycle == last, name + "write performed at its handshake");
	uint64_t taken = t.read(at(DB_RAM_BASE, 3));
	check(t.drain(4, 1) && t.r[0].cycle == taken + latency && t.r[3].cycle == taken + latency + 3,
	      name + "read beats");
	check(t.r[0].data == 1 && t.r[3].data == 4 && t.r[3].last && !t.r[2].last, name + "read data");
	check(t.seen.reads.size() == 4 && t.seen.reads[2].cycle == t.r[2].cycle && t.seen.reads[2].addr == DB_RAM_BASE + 16,
	      name + "read events");
}

/* A held beat keeps the value that it was first presented with. */
void test_sampling(bench &t)
{
	t.write(at(DB_RAM_BASE + 0x40, 0), {7});
	t.drain(0, 1);
	t.out.rready = false;
	t.read(at(DB_RAM_BASE + 0x40, 0));
	for (int i = 0; i < 20; i++)
		t.tick();
	t.write(at(DB_RAM_BASE + 0x40, 0), {8});
	t.out.rready = true;
	t.drain(1, 2);
	check(t.r.size() == 1 && t.r[0].data == 7, "a held read beat changed with the memory");
	check(t.seen.reads.size() == 1 && t.seen.reads[0].cycle == t.shown[0] && t.seen.reads[0].data == 7,
	      "a held read beat was sampled elsewhere than when first presented");
}

void test_bursts(bench &t)
{
	std::vector<uint64_t> line(8);

	for (uint64_t i = 0; i < 8; i++)
		line[i] = 0x100 + i;
	t.write(at(DB_RAM_BASE + 0x1000, 7), line);
	t.read(at(DB_RAM_BASE + 0x1028, 7, WRAP));
	t.drain(8, 1);
	for (uint64_t i = 0; i < 8 && t.r.size() == 8; i++)
		check(t.r[i].data == 0x100 + (5 + i) % 8, "WRAP beat " + std::to_string(i));
	t.r.clear();
	t.read(at(DB_RAM_BASE + 0x1008, 1, FIXED));
	t.drain(2, 1);
	check(t.r.size() == 2 && t.r[0].data == 0x101 && t.r[1].data == 0x101, "FIXED burst");
	t.r.clear();
	t.read(at(DB_RAM_BASE + 0x1006, 2, INCR, 0, 1));
	t.drain(3, 1);
	check(t.r.size() == 3 && t.r[0].data == 0x100 && t.r[1].data == 0x101 && t.r[2].data == 0x101,
	      "narrow INCR burst");
	t.write(at(DB_RAM_BASE + 0x1000, 0), {0xaabbccddeeff0011}, 0x5a);
	t.r.clear();
	t.read(at(DB_RAM_BASE + 0x1000, 0));
	t.drain(1, 2);
	check(t.r.size() == 1 && t.r[0].data == 0x00bb00ddee000000, "byte strobes");
	t.write(at(DB_RAM_HI_BASE + MIB - 8, 0), {0x55});
	t.r.clear();
	t.read(at(DB_RAM_HI_BASE + MIB - 8, 0));
	t.drain(1, 3);
	check(t.r.size() == 1 && t.r[0].data == 0x55 && t.r[0].resp == 0, "last word of RAM_HI");
}

axi_memory_config with_faults()
{
	axi_memory_config cfg;

	cfg.faults = {{false, DB_RAM_BASE + 0x2008, 1}, {true, DB_RAM_BASE + 0x2010, 1}};
	return cfg;
}

void test_errors(bench &t)
{
	t.write(at(DB_RAM_BASE + 0x2000, 3), {1, 2, 3, 4});
	t.write(at(DB_RAM_BASE + 0x2000, 3), {1, 2, 3, 4});
	t.drain(0, 2);
	check(t.b.size() == 2 && t.b[0].resp == 2 && t.b[1].resp == 0, "injected write error, once");
	check(t.seen.writes.size() == 8, "a write beat that is answered with SLVERR is an event");
	t.read(at(DB_RAM_BASE + 0x2000, 3));
	t.read(at(DB_RAM_BASE + 0x2000, 3));
	t.drain(8, 2);
	check(t.r.size() == 8 && t.r[0].resp == 0 && t.r[1].resp == 2 && t.r[2].resp == 0 && t.r[5].resp == 0,
	      "injected read error, once, on its beat");
	t.r.clear();
	t.b.clear();
	t.read(at(DB_RAM_BASE + MIB, 0));
	t.write(at(DB_RAM_HI_BASE + MIB, 0), {1});
	t.drain(1, 1);
	check(t.r.size() == 1 && t.r[0].resp == 3, "read outside the RAM");
	check(t.b.size() == 1 && t.b[0].resp == 3, "write outside the RAM");
}

axi_memory_config with_storm(uint32_t seed)
{
	axi_memory_config cfg;

	cfg.latency = 5;
	cfg.jitter = 30;
	cfg.reorder = true;
	cfg.stall_percent = 30;
	cfg.seed = seed;
	return cfg;
}

/* Many bursts of four IDs; returns the answers as text. */
std::string storm(bench &t, bool *ordered, bool *overtook, bool *complete)
{
	std::vector<uint64_t> next(4, 0);
	std::string text;
	size_t beats = 0;

	for (uint64_t i = 0; i < 64; i++)
		t.write(at(DB_RAM_BASE + 0x4000 + 64 * i, 7), std::vector<uint64_t>(8, i));
	*complete = t.drain(0, 64);
	for (uint64_t i = 0; i < 64; i++) {
		t.read(at(DB_RAM_BASE + 0x4000 + 64 * i, static_cast<uint8_t>(i % 8), INCR, i & 3));
		beats += i % 8 + 1;
	}
	*complete = t.drain(beats, 64) && *complete;
	*ordered = true;
	*overtook = false;
	uint64_t newest = 0;
	for (const seen_beat &beat : t.r) {
		if (beat.data < newest)
			*overtook = true;
		newest = std::max(newest, beat.data);
		*ordered = *ordered && (beat.data & 3) == beat.id && beat.data >= next[beat.id];
		next[beat.id] = beat.data;
		text += std::to_string(beat.cycle) + ":" + std::to_string(beat.data) + " ";
	}
	return text;
}

constexpr uint32_t STORMS = 20;

/* three benches for each seed: the seed twice, then another */
void test_storm(std::vector<std::unique_ptr<bench>> &benches)
{
	bool ordered, overtook, complete, any = false;

	for (uint32_t seed = 1; seed <= STORMS; seed++) {
		std::unique_ptr<bench> *t = &benches[3 * (seed - 1)];
		const std::string name = "storm, seed " + std::to_string(seed) + ": ";
		std::string one = storm(*t[0], &ordered, &overtook, &complete);

		check(complete, name + "not every burst was answered once");
		check(ordered, name + "answers of one ID out of order");
		any = any || overtook;
		check(one == storm(*t[1], &ordered, &overtook, &complete), name + "the second run differs");
		check(one != storm(*t[2], &ordered, &overtook, &complete), name + "another seed gives the same run");
	}
	check(any, "storm: with reorder no burst overtook another");
}

/* Without reorder answers come in the order of the addresses whatever the jitter. */
void test_in_order(bench &t)
{
	for (uint8_t i = 0; i < 16; i++)
		t.read(at(DB_RAM_BASE + 0x4000, 0, INCR, i));
	bool complete = t.drain(16, 0), order = true;
	for (size_t i = 0; i < t.r.size(); i++)
		order = order && t.r[i].id == i;
	check(complete && order, "jitter changed the order without reorder");
}

void test_protocol(bench &t)
{
	bool refused = false;

	try {
		t.read(at(DB_RAM_BASE + 0xff8, 1));
	} catch (const sc_core::sc_report &) {
		refused = true;
	}
	check(refused, "a burst over a 4 KiB boundary was accepted");
	refused = false;
	try {
		t.out.arvalid = false;
		t.out.awvalid = true;
		t.out.aw = at(DB_RAM_BASE, 1);
		t.tick();
		t.out.awvalid = false;
		t.out.wvalid = t.out.wlast = true;
		t.tick();
		t.tick();
	} catch (const sc_core::sc_report &) {
		refused = true;
	}
	check(refused, "WLAST on the first of two beats was accepted");
}
} // namespace

int sc_main(int, char **)
{
	sc_core::sc_report_handler::set_actions(sc_core::SC_ERROR, sc_core::SC_THROW);
	const uint32_t latencies[] = {1, 2, 13, 100};
	std::vector<std::unique_ptr<bench>> latency, storms;
	axi_memory_config jitter;
	jitter.jitter = 50;
	bench sampling(axi_memory_config{}), bursts(axi_memory_config{}), protocol(axi_memory_config{});
	bench faults(with_faults()), jittery(jitter);

	for (uint32_t l : latencies)
		latency.emplace_back(new bench(with_latency(l)));
	for (uint32_t seed = 1; seed <= STORMS; seed++)
		for (uint32_t s : {seed, seed, seed + 100})
			storms.emplace_back(new bench(with_storm(s)));
	sc_core::sc_start(sc_core::SC_ZERO_TIME);

	for (size_t i = 0; i < latency.size(); i++)
		test_latency(*latency[i], latencies[i]);
	test_sampling(sampling);
	test_bursts(bursts);
	test_errors(faults);
	test_storm(storms);
	test_in_order(jittery);
	test_protocol(protocol);
	std::printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
