/* SPDX-License-Identifier: Apache-2.0
 *
 * Result files: see results.h.
 */
#include "results.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <unistd.h>

#include "fst_check.h"
#include "signature.h"

namespace
{
constexpr uint64_t SIGNATURE_LIMIT = 16 << 20;

/* The FST library maps its files: on a full disk a write to them is a bus error. */
char bus_message[8192];
char bus_temp[2][4200];

void on_bus_error(int)
{
	ssize_t ignored = write(STDERR_FILENO, bus_message, std::strlen(bus_message));

	(void)ignored;
	unlink(bus_temp[0]);
	unlink(bus_temp[1]);
	_exit(SIM_EXIT_USAGE);
}

/* The stream of an out_file is not wanted where a library opens the file by name. */
void close_stream(out_file &o)
{
	std::fclose(o.f);
	o.f = nullptr;
}
} // namespace

results::~results()
{
	const char *why;

	if (recorder_) {
		dbc_trace_close(recorder_, &why);
		out_file_discard(&events_);
	}
	if (tracing_)
		out_file_discard(&trace_);
}

bool results::open_signature(const elf_image &image, monitor &mon)
{
	const uint64_t begin = image.signature_begin, end = image.signature_end;

	if (!begin || !end) {
		std::fprintf(stderr, "doorbell: --signature: %s has no symbols begin_signature and end_signature\n",
			     opt_.elf);
		return false;
	}
	if (end <= begin || end - begin > SIGNATURE_LIMIT) {
		std::fprintf(stderr, "doorbell: --signature: end_signature (0x%llx) must follow begin_signature (0x%llx)\n",
			     static_cast<unsigned long long>(end), static_cast<unsigned long long>(begin));
		return false;
	}
	signature_.assign(end - begin, 0);
	for (size_t i = 0; i < image.segments; i++) {
		const elf_segment &s = image.segment[i];
		const uint64_t from = std::max(s.paddr, begin), to = std::min(s.paddr + s.size, end);

		if (from < to)
			std::memcpy(&signature_[from - begin], static_cast<const char *>(s.data) + (from - s.paddr),
				    to - from);
	}
	mon.signature_begin = begin;
	mon.signature = signature_.data();
	mon.signature_size = signature_.size();
	return out_file_probe("signature", opt_.signature) == 0;
}

bool results::open_events(const dbc_config &cfg)
{
	const char *why = nullptr;

	if (out_file_open(&events_, "events", opt_.events))
		return false;
	close_stream(events_);
	recorder_ = dbc_trace_create(out_file_place(&events_), &cfg, &why);
	if (recorder_)
		return true;
	std::fprintf(stderr, "doorbell: --events: %s: %s\n", opt_.events, why);
	out_file_discard(&events_);
	return false;
}

bool results::open_trace()
{
	if (out_file_open(&trace_, "trace", opt_.trace))
		return false;
	close_stream(trace_);
	/* the FST library removes the name before it writes: that must never happen to a device */
	if (!trace_.temp[0]) {
		std::fprintf(stderr, "doorbell: --trace: %s is not a regular file; a waveform needs one\n", opt_.trace);
		return false;
	}
	std::snprintf(bus_message, sizeof(bus_message), "doorbell: --trace: %s cannot be written completely; is the disk full?\n",
		      opt_.trace);
	std::snprintf(bus_temp[0], sizeof(bus_temp[0]), "%s", trace_.temp);
	std::snprintf(bus_temp[1], sizeof(bus_temp[1]), "%s.hier", trace_.temp);
	std::signal(SIGBUS, on_bus_error);
	tracing_ = true;
	return true;
}

bool results::open(const elf_image &image, const dbc_config &cfg, monitor &mon)
{
	if (opt_.report && out_file_probe("report", opt_.report))
		return false;
	if (opt_.sarif && out_file_probe("sarif", opt_.sarif))
		return false;
	if (opt_.signature && !open_signature(image, mon))
		return false;
	if (opt_.trace && !open_trace())
		return false;
	return !opt_.events || open_events(cfg);
}

soc_trace results::trace() const
{
	soc_trace t;

	if (tracing_) {
		t.file = out_file_place(&trace_);
		t.depth = static_cast<int>(opt_.trace_depth);
		t.from = opt_.trace_from;
		t.to = opt_.trace_to;
	}
	return t;
}

bool results::commit_events(const probe_feed &feed)
{
	const char *why = "a record could not be written";
	int failed = dbc_trace_close(recorder_, &why);

	recorder_ = nullptr;
	if (!failed && !feed.record_failed())
		return out_file_commit(&events_) == 0;
	std::fprintf(stderr, "doorbell: --events: %s cannot be written: %s\n", opt_.events, why);
	out_file_discard(&events_);
	return false;
}

bool results::commit_trace()
{
	tracing_ = false;
	if (!fst_check(out_file_place(&trace_)))
		return out_file_commit(&trace_) == 0;
	std::fprintf(stderr, "doorbell: --trace: %s cannot be written completely; is the disk full?\n", opt_.trace);
	out_file_discard(&trace_);
	return false;
}

bool results::commit(const db_report &report, const monitor &mon, const probe_feed &feed)
{
	const char *why = nullptr;
	bool ok = true;

	if (recorder_)
		ok = commit_events(feed) && ok;
	if (tracing_)
		ok = commit_trace() && ok;
	if (mon.signature)
		ok = !signature_write(opt_.signature, mon.signature, mon.signature_size, opt_.signature_granularity) && ok;
	if (opt_.report && db_report_json(&report, opt_.report, &why)) {
		std::fprintf(stderr, "doorbell: --report: %s\n", why);
		ok = false;
	}
	if (opt_.sarif && db_report_sarif(&report, opt_.sarif, &why)) {
		std::fprintf(stderr, "doorbell: --sarif: %s\n", why);
		ok = false;
	}
	return ok;
}
