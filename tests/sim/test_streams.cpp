/* SPDX-License-Identifier: Apache-2.0
 * The stream devices by themselves: loopbacks keep every beat in order and no more than they may, sources and files,
 * sinks, stalls by the seed.
 */
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

#include "stream_devices.h"

namespace
{
unsigned passed, failed;

void check(bool good, const char *what)
{
	good ? passed++ : failed++;
	if (!good)
		std::printf("%s\n", what);
}

stream_config loopbacks()
{
	stream_config c;

	for (unsigned i = 0; i < SIM_STREAMS; i++)
		c.tx[i].to = i;
	return c;
}

/* The SoC's side: transmits numbered beats on one channel, takes what comes on all. */
struct bench {
	stream_devices dev;
	stream_from_soc out{};
	std::vector<stream_beat> got[SIM_STREAMS];
	std::vector<uint64_t> when;
	uint64_t sent = 0, cycle = 0;
	uint32_t held = 0; /* beats offered and not taken: must not change */
	stream_to_soc before{};

	bench(const char *name, const stream_config &c) : dev(name, c)
	{
		check(dev.open(), "a file cannot be opened");
	}

	void tick(unsigned tx, uint64_t most, uint32_t rx_ready)
	{
		const stream_to_soc in = dev.moving() ? dev.drive() : before;

		for (unsigned c = 0; c < SIM_STREAMS; c++)
			if (held >> c & 1 && (!(in.rx_valid >> c & 1) || in.rx_data[c] != before.rx_data[c]))
				check(false, "a beat that was offered has been withdrawn");
		before = in;
		out.tx_valid = sent < most ? 1u << tx : 0;
		out.tx_data[tx] = sent * UINT64_C(0x0101010101010101);
		out.tx_keep[tx] = sent % 3 == 2 ? 0x1f : 0xff;
		out.tx_last = sent % 3 == 2 ? 1u << tx : 0;
		out.rx_ready = rx_ready;
		if (out.tx_valid & in.tx_ready)
			sent++;
		for (unsigned c = 0; c < SIM_STREAMS; c++)
			if (in.rx_valid & rx_ready & 1u << c) {
				got[c].push_back({in.rx_data[c], in.rx_keep[c], (in.rx_last >> c & 1) != 0});
				when.push_back(cycle);
			}
		held = in.rx_valid & ~rx_ready;
		if (dev.moving() || out.tx_valid || in.rx_valid)
			dev.sample(out);
		cycle++;
	}
};

void test_loopback(bench &b)
{
	bool same = true;

	for (unsigned i = 0; i < 2000; i++)
		b.tick(1, 700, 0);
	check(b.sent <= stream_devices::DEPTH + 1, "a loopback has taken more than it keeps");
	check(b.sent >= stream_devices::DEPTH, "a loopback keeps less than it says");
	for (unsigned i = 0; i < 2000; i++)
		b.tick(1, 700, i % 3 ? 0xf : 0);
	check(b.got[2].size() == 700 && b.got[1].empty(), "beats were lost, doubled or went elsewhere");
	for (size_t i = 0; i < b.got[2].size(); i++)
		same = same && b.got[2][i].data == i * UINT64_C(0x0101010101010101) &&
		       b.got[2][i].keep == (i % 3 == 2 ? 0x1f : 0xff) && b.got[2][i].last == (i % 3 == 2);
	check(same, "a beat came back changed or out of order");
	for (unsigned i = 0; i < 4; i++)
		b.tick(1, 0, 0xf);
	check(!b.dev.moving(), "an idle loopback keeps the simulator busy");
}

void test_source(bench &b)
{
	uint64_t bytes = 0;
	unsigned packets = 0;
	bool good = true;

	for (unsigned i = 0; i < 4000; i++)
		b.tick(0, 0, 0xf);
	for (const stream_beat &beat : b.got[0]) {
		for (unsigned i = 0; i < 8; i++) {
			const bool kept = beat.keep >> i & 1;

			good = good && (kept || beat.last);
			if (kept)
				good = good && (beat.data >> 8 * i & 0xff) == (bytes++ & 0xff);
		}
		packets += beat.last;
	}
	check(good && bytes > 10000, "the source's bytes do not count up");
	check(packets > bytes / 512 && packets < bytes / 100, "the source's packets are not of 1 to 512 bytes");
}

void test_files(bench &b, const std::string &in, const std::string &out)
{
	std::string text;
	int last = 0;

	for (unsigned i = 0; i < 300; i++)
		b.tick(2, 6, 0xf);
	check(b.dev.close(), "a sink cannot be closed");
	for (const stream_beat &beat : b.got[3]) {
		for (unsigned i = 0; i < 8; i++)
			if (beat.keep >> i & 1)
				text.push_back(static_cast<char>(beat.data >> 8 * i));
		last += beat.last;
	}
	check(text == in && last == 2, "a source's file did not arrive in packets of 256");
	FILE *f = std::fopen(out.c_str(), "rb");
	check(f != nullptr, "a sink left no file");
	unsigned n = 0;
	for (int c; f && (c = std::getc(f)) != EOF; n++)
		if (static_cast<unsigned>(c) != (n < 21 ? n / 8 : 3 + (n - 21) / 8))
			check(false, "a sink's file holds other bytes");
	check(n == 42, "a sink's file is longer or shorter");
	if (f)
		std::fclose(f);
}
} // namespace

int sc_main(int, char **)
{
	std::string dir = "/tmp/streamsXXXXXX", in, in_name, out_name;
	stream_config crossed = loopbacks(), stalled, source, files = loopbacks();

	check(mkdtemp(&dir[0]) != nullptr, "no place for files");
	in_name = dir + "/in";
	out_name = dir + "/out";
	for (int i = 0; i < 300; i++)
		in.push_back(static_cast<char>(i * 7));
	FILE *f = std::fopen(in_name.c_str(), "wb");
	std::fwrite(in.data(), 1, in.size(), f);
	std::fclose(f);

	crossed.tx[1].to = 2;
	crossed.tx[2].to = 1;
	stalled = crossed;
	stalled.stall = 40;
	source = loopbacks();
	source.tx[0].kind = SIM_STREAM_SINK;
	source.rx[0].kind = SIM_STREAM_SOURCE;
	files.tx[2] = {SIM_STREAM_SINK, 0, out_name.c_str()};
	files.tx[3].kind = SIM_STREAM_SINK;
	files.rx[3] = {SIM_STREAM_SOURCE, 0, in_name.c_str()};

	bench plain("plain", crossed), slow("slow", stalled), again("again", stalled),
		other("other", (stalled.seed = 2, stalled));
	bench up("up", source), by_file("file", files);

	test_loopback(plain);
	test_loopback(slow);
	test_loopback(again);
	test_loopback(other);
	check(slow.when == again.when, "the same seed gave other cycles");
	check(slow.when != other.when, "another seed gave the same cycles");
	check(slow.when != plain.when, "nothing stalls");
	test_source(up);
	test_files(by_file, in, out_name);
	unlink(in_name.c_str());
	unlink(out_name.c_str());
	rmdir(dir.c_str());
	std::printf("%u passed, %u failed\n", passed, failed);
	return failed != 0;
}
