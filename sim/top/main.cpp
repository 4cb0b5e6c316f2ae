/* SPDX-License-Identifier: Apache-2.0
 *
 * The simulator: options, program, models and their wiring, the run, results.
 *
 *   memory <- TLM-2.0 - memory port <- AXI pins - SoC - bytes -> console
 *                            |                     |- stream beats <-> stream devices
 *                            +---- probe feed -----+ -> checker, recorder, monitor -> verdict
 */
#include "memory.h"
#include "soc_module.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <string>
#include <unistd.h>
#include <vector>

#include "db_report.h"
#include "dbc.h"
#include "doorbell/memmap.h"
#include "elf_image.h"
#include "options.h"
#include "rerun.h"
#include "results.h"
#include "signature.h"
#include "verdict.h"

namespace
{
constexpr uint64_t MIB = 1 << 20;

/* Only doorbell-bus (the upper levels) and doorbell-trace (all) can write waveforms: becomes the one that serves, with
 * the same arguments. Returns where it is missing. */
void become_tracer(char **argv, uint32_t depth)
{
	const char *suffix = soc_trace::is_bus(static_cast<int>(depth)) ? "-bus" : "-trace";
	char self[4000];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	std::string path(self, n > 0 ? static_cast<size_t>(n) : 0);

#ifdef DOORBELL_BUS_ONLY
	path.resize(path.size() - std::strlen("-bus")); /* its own name */
#endif
	path += suffix;

	execv(path.c_str(), argv);
	std::fprintf(stderr, "doorbell: --trace: %s cannot be run; build it with: make build/doorbell%s\n",
		     path.c_str(), suffix);
}

int explain(const char *slug)
{
	if (!db_report_explain(slug, stdout)) {
		if (!std::fflush(stdout))
			return SIM_EXIT_PASSED;
		std::fprintf(stderr, "doorbell: --explain: standard output cannot be written\n");
		return SIM_EXIT_USAGE;
	}
	std::fprintf(stderr, "doorbell: --explain: unknown class '%s'; known:", slug);
	for (int i = 0; i < DB_CLASS_COUNT; i++)
		std::fprintf(stderr, " %s", dbc_class_slug(static_cast<db_class>(i)));
	std::fputc('\n', stderr);
	return SIM_EXIT_USAGE;
}

/* The program's bytes go where it wants them, by the debug path of the memory's socket, and to the checker. */
void load(const elf_image &image, axi_memory_port &port, dbc *checker)
{
	for (size_t i = 0; i < image.segments; i++) {
		const elf_segment &s = image.segment[i];
		tlm::tlm_generic_payload trans;

		if (!s.size)
			continue;
		trans.set_command(tlm::TLM_WRITE_COMMAND);
		trans.set_address(s.paddr);
		trans.set_data_ptr(static_cast<unsigned char *>(const_cast<void *>(s.data)));
		trans.set_data_length(static_cast<unsigned int>(s.size));
		trans.set_streaming_width(static_cast<unsigned int>(s.size));
		port.socket->transport_dbg(trans);
		dbc_load(checker, s.paddr, s.data, s.size);
	}
}

/* What the program would execute next, from memory; code is not in the data cache. 0 where there is no memory. */
uint32_t instruction_at(uint64_t pc, axi_memory_port &port)
{
	tlm::tlm_generic_payload trans;
	uint32_t insn = 0;

	trans.set_command(tlm::TLM_READ_COMMAND);
	trans.set_address(pc);
	trans.set_data_ptr(reinterpret_cast<unsigned char *>(&insn));
	trans.set_data_length(sizeof(insn));
	trans.set_streaming_width(sizeof(insn));
	port.socket->transport_dbg(trans);
	return insn;
}

dbc_config checker_config(const sim_options &opt)
{
	dbc_config cfg;

	dbc_config_default(&cfg);
	cfg.ram[0] = {DB_RAM_BASE, opt.ram_mib * MIB};
	cfg.ram[1] = {DB_RAM_HI_BASE, opt.ram_hi_mib * MIB};
	cfg.line_bytes = soc_module::LINE_BYTES;
	cfg.quirks = opt.quirk;
	cfg.coherent = opt.coherent;
	cfg.stop_at_first = opt.stop_at_first;
	return cfg;
}

struct stopper {
	const sim_options *opt;
	const db_report *report;
	monitor *mon;
};

/* --stop-at-first: the first error that is not suppressed ends the run. */
void on_finding(void *arg, const struct dbc_finding *f)
{
	const stopper *s = static_cast<stopper *>(arg);

	if (s->opt->stop_at_first && f->severity == DBC_ERROR && s->mon->stop == MONITOR_RUNNING &&
	    (!s->opt->suppress || db_report_errors(s->report)))
		s->mon->stop = MONITOR_FINDING;
}

void wave_command(void *arg, const struct dbc_finding *f, char *out, size_t size)
{
	rerun_command(static_cast<char **>(arg), f->cycle, out, size);
}

double seconds()
{
	timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

soc_straps straps(const sim_options &opt, const elf_image &image)
{
	soc_straps s;

	s.seed = opt.seed;
	s.hostile = opt.hostile;
	s.quirk = opt.quirk;
	s.coherent = opt.coherent;
	s.ram_bytes = opt.ram_mib * MIB;
	s.ram_hi_bytes = opt.ram_hi_mib * MIB;
	s.boot_addr = image.entry;
	return s;
}

axi_memory_config memory_config(const sim_options &opt)
{
	axi_memory_config c;

	c.latency = opt.mem_latency;
	c.jitter = opt.mem_jitter;
	c.stall_percent = opt.mem_stall;
	c.reorder = opt.mem_reorder;
	c.seed = opt.seed;
	for (unsigned int i = 0; i < opt.faults; i++)
		c.faults.push_back(axi_fault{opt.fault[i].write, opt.fault[i].addr, opt.fault[i].count});
	return c;
}

stream_config stream_devices_config(const sim_options &opt)
{
	stream_config c;

	for (unsigned int i = 0; i < SIM_STREAMS; i++) {
		c.tx[i] = opt.tx[i];
		c.rx[i] = opt.rx[i];
	}
	c.stall = opt.stream_stall;
	c.seed = opt.seed;
	return c;
}

int simulate(const sim_options &opt, const elf_image &image, char **argv)
{
	const char *why = nullptr;
	const dbc_config check_cfg = checker_config(opt);
	db_symbols *symbols = db_symbols_open(opt.elf, &why);
	dbc *checker = dbc_new(&check_cfg); /* without --check it sees nothing and finds nothing */
	monitor mon{};
	verdict v{};
	db_report report{};
	stopper stop{&opt, &report, &mon};
	results files(opt);

	if (!checker) {
		std::fprintf(stderr, "doorbell: no memory for the checker\n");
		return SIM_EXIT_USAGE;
	}
	report.dbc = checker;
	report.symbols = symbols;
	report.seed = opt.seed;
	report.options = argv + 1;
	report.wave_command = wave_command;
	report.wave_arg = argv;
	report.colour = isatty(STDERR_FILENO);
	if (opt.suppress && db_report_suppress(&report, opt.suppress, &why)) {
		std::fprintf(stderr, "doorbell: --suppress: %s\n", why);
		return SIM_EXIT_USAGE;
	}
	mon.tohost = image.tohost;
	mon.watchdog = opt.watchdog;
	mon.max_cycles = opt.max_cycles;
	uart_console console(opt.uart);
	stream_devices streams("streams", stream_devices_config(opt));
	if (!console.ready() || !streams.open() || !files.open(image, check_cfg, mon))
		return SIM_EXIT_USAGE;

	probe_feed feed(opt.check ? checker : nullptr, files.recorder(), mon);
	memory ram("ram", opt.ram_mib * MIB, opt.ram_hi_mib * MIB);
	axi_memory_port port("port", memory_config(opt), feed);
	soc_module soc("soc", straps(opt, image), files.trace(), port, console, streams, feed, mon);
	port.socket.bind(ram.socket);

	dbc_on_finding(checker, on_finding, &stop);
	for (size_t i = 0; symbols && i < db_symbols_objects(symbols); i++) {
		uint64_t base, size;
		const char *name = db_symbols_object(symbols, i, &base, &size);

		dbc_object(checker, name, base, size);
	}
	sc_core::sc_start(sc_core::SC_ZERO_TIME);
	load(image, port, checker);
	std::signal(SIGINT, [](int) { soc_module::interrupt(); });
	std::signal(SIGTERM, [](int) { soc_module::interrupt(); });
	const double begin = seconds();
	sc_core::sc_start();
	const double took = seconds() - begin;

	monitor_hung_at(&mon, instruction_at(mon.next_pc, port));
	dbc_finish(checker, soc.cycles());
	soc.close_trace();
	verdict_decide(&v, &mon, db_report_errors(&report));
	report.verdict = v.word;
	report.cycles = soc.cycles();
	report.instructions = mon.instructions;
	bool written = console.close();
	written = streams.close() && written;
	if (dbc_finding_count(checker))
		db_report_text(&report, stderr);
	written = files.commit(report, mon, feed) && written;
	if (!written)
		return SIM_EXIT_USAGE;
	verdict_explain(&mon, symbols);
	if (dbc_failed(checker)) {
		std::fprintf(stderr, "doorbell: the checker and the machine disagree, verdicts are void: %s\n",
			     dbc_failed(checker));
		v.status = SIM_EXIT_USAGE;
	}
	std::fprintf(stderr, "doorbell: %s, %llu cycles, %llu instructions, %.2f Mcycle/s\n", v.text,
		     static_cast<unsigned long long>(soc.cycles()), static_cast<unsigned long long>(mon.instructions),
		     static_cast<double>(soc.cycles()) / (took > 0 ? took : 1e-9) * 1e-6);
	db_report_free(&report);
	dbc_free(checker);
	if (symbols)
		db_symbols_close(symbols);
	return v.status;
}
} // namespace

int sc_main(int argc, char **argv)
{
	sim_options opt;
	elf_image image;
	int status;

	if (options_parse(&opt, argc, argv, &status))
		return status;
	if (opt.explain)
		return explain(opt.explain);
	if (opt.trace && !soc_module::can_trace(static_cast<int>(opt.trace_depth))) {
		become_tracer(argv, opt.trace_depth);
		return SIM_EXIT_USAGE;
	}

	const elf_ram ram[] = {{DB_RAM_BASE, opt.ram_mib * MIB}, {DB_RAM_HI_BASE, opt.ram_hi_mib * MIB}};
	if (elf_image_open(&image, opt.elf, ram, 2)) {
		elf_image_close(&image);
		return SIM_EXIT_USAGE;
	}
	for (unsigned int i = 0; i < opt.loads; i++)
		if (elf_image_add(&image, opt.load[i].path, opt.load[i].addr, ram, 2)) {
			elf_image_close(&image);
			return SIM_EXIT_USAGE;
		}
	try {
		status = simulate(opt, image, argv);
	} catch (const sc_core::sc_report &r) {
		std::fprintf(stderr, "doorbell: %s\n", r.get_msg());
		status = SIM_EXIT_FAILED;
	}
	elf_image_close(&image);
	return status;
}

int main(int argc, char **argv)
{
	/* a full disk or a closed pipe is an error to report, not a reason to die */
	std::signal(SIGXFSZ, SIG_IGN);
	std::signal(SIGPIPE, SIG_IGN);
	setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
	sc_core::sc_report_handler::set_actions(sc_core::SC_INFO, sc_core::SC_DO_NOTHING);
	sc_core::sc_report_handler::set_actions(sc_core::SC_ERROR, sc_core::SC_THROW);
	sc_core::sc_report_handler::set_actions(sc_core::SC_FATAL, sc_core::SC_THROW);
	return sc_core::sc_elab_and_sim(argc, argv);
}
