/* SPDX-License-Identifier: Apache-2.0
 *
 * The SoC as a SystemC module: see soc_module.h.
 */
#include "Vdoorbell_soc.h"
#include "Vdoorbell_soc___024root.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"

#include "fst_block.h"

unsigned long fst_block_bytes;
#endif

#include "soc_module.h"

#include <algorithm>
#include <csignal>

namespace
{
constexpr uint64_t CYCLE_NS = 10;
constexpr uint64_t PAGE = 4096;
volatile std::sig_atomic_t interrupted;
} // namespace

struct soc_module::model {
	VerilatedContext context;
	Vdoorbell_soc top;
	/* the same ports as top's, without its indirection */
	Vdoorbell_soc___024root &pins;
	soc_trace trace;
	int typed = -1; /* byte held at the UART's input */
#if VM_TRACE
	VerilatedFstC fst;
#endif

	model() : top(&context, "TOP"), pins(*top.rootp)
	{
	}
};

soc_module::soc_module(sc_core::sc_module_name name, const soc_straps &straps, const soc_trace &trace,
		       axi_memory_port &memory, uart_console &console, stream_devices &streams, probe_feed &feed,
		       monitor &mon)
    : sc_module(name), model_(new model), memory_(memory), console_(console), streams_(streams), feed_(feed),
      monitor_(mon)
{
	Vdoorbell_soc___024root &p = model_->pins;

	model_->trace = trace;
	p.clk = 1;
	p.rst = 1;
	p.cfg_seed_i = straps.seed;
	p.cfg_hostile_i = straps.hostile;
	p.cfg_quirk_i = straps.quirk;
	p.cfg_coherent_i = static_cast<uint8_t>(straps.coherent);
	p.cfg_ram_pages_i = static_cast<uint32_t>(straps.ram_bytes / PAGE);
	p.cfg_ram_hi_pages_i = static_cast<uint32_t>(straps.ram_hi_bytes / PAGE);
	p.cfg_boot_addr_i = straps.boot_addr;
	p.uart_tx_ready_i = 1;
	p.uart_rxd_i = 1;
#if VM_TRACE
	if (trace.file) {
		model_->context.traceEverOn(true);
		model_->top.trace(&model_->fst, 99);
		if (trace.depth) /* 1: the ports, 2: the wires of the SoC too, 3: its blocks, ... */
			model_->fst.dumpvars(trace.depth, "TOP");
		fst_block_bytes = soc_trace::is_bus(trace.depth) ? 1UL << 19 : 1UL << 22;
		model_->fst.open(trace.file);
	}
#endif
	model_->top.eval();

	SC_HAS_PROCESS(soc_module);
	SC_METHOD(activate);
	dont_initialize();
	sensitive << start_;
}

soc_module::~soc_module()
{
	model_->top.final();
}

/* Not at time zero: the program is loaded by then. */
void soc_module::start_of_simulation()
{
	start_.notify(sc_core::sc_time(static_cast<double>(CYCLE_NS), sc_core::SC_NS));
}

bool soc_module::can_trace(int depth)
{
#ifdef DOORBELL_BUS_ONLY
	return soc_trace::is_bus(depth);
#else
	(void)depth;
	return VM_TRACE;
#endif
}

void soc_module::close_trace()
{
#if VM_TRACE
	if (model_->trace.file)
		model_->fst.close();
#endif
}

void soc_module::interrupt()
{
	interrupted = 1;
}

/* Words of a packed vector of SIM_STREAMS x 64 bits. */
static inline uint64_t dword_of(const WData *words, unsigned i)
{
	return words[2 * i] | static_cast<uint64_t>(words[2 * i + 1]) << 32;
}

void soc_module::drive_streams()
{
	Vdoorbell_soc___024root &p = model_->pins;
	const stream_to_soc &in = streams_.drive();

	p.m_axis_tready = static_cast<uint8_t>(in.tx_ready);
	p.s_axis_tvalid = static_cast<uint8_t>(in.rx_valid);
	p.s_axis_tlast = static_cast<uint8_t>(in.rx_last);
	p.s_axis_tkeep = 0;
	for (unsigned i = 0; i < SIM_STREAMS; i++) {
		p.s_axis_tkeep |= static_cast<uint32_t>(in.rx_keep[i]) << 8 * i;
		p.s_axis_tdata[2 * i] = static_cast<uint32_t>(in.rx_data[i]);
		p.s_axis_tdata[2 * i + 1] = static_cast<uint32_t>(in.rx_data[i] >> 32);
	}
}

void soc_module::sample_streams()
{
	const Vdoorbell_soc___024root &p = model_->pins;
	stream_from_soc out;

	out.tx_valid = p.m_axis_tvalid;
	out.tx_last = p.m_axis_tlast;
	out.rx_ready = p.s_axis_tready;
	for (unsigned i = 0; i < SIM_STREAMS; i++) {
		out.tx_data[i] = dword_of(p.m_axis_tdata, i);
		out.tx_keep[i] = static_cast<uint8_t>(p.m_axis_tkeep >> 8 * i);
	}
	streams_.sample(out);
}

template <bool TRACING> inline void soc_module::step()
{
	Vdoorbell_soc___024root &p = model_->pins;
	const axi_to_soc &in = memory_.drive(cycle_);

	p.m_axi_mem_arready = in.arready;
	p.m_axi_mem_awready = in.awready;
	p.m_axi_mem_wready = in.wready;
	p.m_axi_mem_rvalid = in.rvalid;
	if (in.rvalid) {
		p.m_axi_mem_rid = in.rid;
		p.m_axi_mem_rdata = in.rdata;
		p.m_axi_mem_rresp = in.rresp;
		p.m_axi_mem_rlast = in.rlast;
	}
	p.m_axi_mem_bvalid = in.bvalid;
	if (in.bvalid) {
		p.m_axi_mem_bid = in.bid;
		p.m_axi_mem_bresp = in.bresp;
	}
	if (streams_.moving())
		drive_streams();
#if VM_TRACE
	/* the extra evaluation moves no register: it lets inputs change with the clock in the picture */
	if (TRACING) {
		model_->top.eval();
		model_->fst.dump(CYCLE_NS * cycle_);
	}
#endif
	p.clk = 0;
	model_->top.eval();
#if VM_TRACE
	if (TRACING)
		model_->fst.dump(CYCLE_NS * cycle_ + CYCLE_NS / 2);
#endif

	axi_from_soc out;
	out.arvalid = p.m_axi_mem_arvalid;
	out.awvalid = p.m_axi_mem_awvalid;
	out.wvalid = p.m_axi_mem_wvalid;
	out.rready = p.m_axi_mem_rready;
	out.bready = p.m_axi_mem_bready;
	if (out.arvalid)
		out.ar = axi_address{p.m_axi_mem_araddr, p.m_axi_mem_arid, p.m_axi_mem_arlen, p.m_axi_mem_arsize,
				     p.m_axi_mem_arburst};
	if (out.awvalid)
		out.aw = axi_address{p.m_axi_mem_awaddr, p.m_axi_mem_awid, p.m_axi_mem_awlen, p.m_axi_mem_awsize,
				     p.m_axi_mem_awburst};
	if (out.wvalid) {
		out.wdata = p.m_axi_mem_wdata;
		out.wstrb = p.m_axi_mem_wstrb;
		out.wlast = p.m_axi_mem_wlast;
	}
	if (cycle_ >= RESET_CYCLES) {
		memory_.sample(cycle_, out);
		feed_.collect(cycle_, p);
		if (streams_.moving() || p.m_axis_tvalid || p.s_axis_tvalid)
			sample_streams();
		if (p.uart_tx_valid_o)
			console_.put(p.uart_tx_data_o);
		if (p.uart_rx_valid_i && p.uart_rx_ready_o)
			model_->typed = -1;
		if (p.test_finish_valid_o)
			monitor_finish(&monitor_, p.test_finish_code_o);
	}
	p.clk = 1;
	model_->top.eval();
	cycle_++;
}

template <bool TRACING> void soc_module::run(uint64_t until)
{
	while (cycle_ < until && monitor_.stop == MONITOR_RUNNING)
		step<TRACING>();
}

void soc_module::activate()
{
	const uint64_t end = cycle_ + QUANTUM;
	const bool traced = VM_TRACE && model_->trace.file;

	console_.flush();
	if (model_->typed < 0)
		model_->typed = console_.get();
	model_->pins.uart_rx_valid_i = model_->typed >= 0;
	model_->pins.uart_rx_data_i = static_cast<uint8_t>(model_->typed);

	while (cycle_ < end && monitor_.stop == MONITOR_RUNNING) {
		uint64_t until = end;

		if (cycle_ >= RESET_CYCLES)
			model_->pins.rst = 0;
		else
			until = std::min<uint64_t>(until, RESET_CYCLES);
		if (cycle_ >= monitor_.deadline)
			monitor_time(&monitor_, cycle_);
		until = std::min(until, monitor_.deadline);

		const bool inside = traced && cycle_ >= model_->trace.from && cycle_ <= model_->trace.to;
		if (inside)
			until = std::min(until, std::max(model_->trace.to, model_->trace.to + 1));
		else if (traced && cycle_ < model_->trace.from)
			until = std::min(until, model_->trace.from);
		if (inside)
			run<true>(until);
		else
			run<false>(until);
	}
	if (interrupted && monitor_.stop == MONITOR_RUNNING)
		monitor_.stop = MONITOR_INTERRUPTED;
	if (monitor_.stop == MONITOR_RUNNING)
		next_trigger(sc_core::sc_time(static_cast<double>(QUANTUM * CYCLE_NS), sc_core::SC_NS));
	else
		sc_core::sc_stop();
}
