/* SPDX-License-Identifier: Apache-2.0
 *
 * AXI4 memory port: see axi_memory_port.h.
 */
#include "axi_memory_port.h"

#include <cstring>

namespace
{
constexpr unsigned int BEAT = 8;
constexpr unsigned int BANK_SHIFT = 6;
constexpr uint8_t BURST_FIXED = 0, BURST_INCR = 1, BURST_WRAP = 2;
} // namespace

axi_memory_port::burst axi_memory_port::queue::take(unsigned int i)
{
	burst b = slot_[i];

	count_--;
	std::memmove(&slot_[i], &slot_[i + 1], (count_ - i) * sizeof(burst));
	return b;
}

axi_memory_port::axi_memory_port(sc_core::sc_module_name name, const axi_memory_config &cfg, memory_watcher &watcher)
	: sc_module(name), socket("socket"), cfg_(cfg), watcher_(watcher), random_(cfg.seed), faults_(cfg.faults)
{
	socket.register_invalidate_direct_mem_ptr(this, &axi_memory_port::invalidate);
}

uint64_t axi_memory_port::due(uint64_t cycle, const axi_address &a)
{
	uint64_t t = cycle + cfg_.latency;

	if (cfg_.jitter)
		t += random_.below(cfg_.jitter + 1);
	if (cfg_.reorder) {
		uint64_t &bank = bank_free_[a.addr >> BANK_SHIFT & (BANKS - 1)];

		if (t < bank)
			t = bank;
		bank = t + a.len + 1;
	}
	return t;
}

/* The burst to answer next, or -1: the oldest, or with reorder any that is due and the oldest of its ID. */
int axi_memory_port::choose(queue &q, uint64_t cycle)
{
	int found = -1;
	uint32_t candidates = 0;

	if (q.empty())
		return -1;
	if (!cfg_.reorder)
		return q.at(0).due <= cycle ? 0 : -1;
	for (unsigned int i = 0; i < q.count(); i++) {
		bool oldest = q.at(i).due <= cycle;

		for (unsigned int j = 0; oldest && j < i; j++)
			oldest = q.at(j).a.id != q.at(i).a.id;
		if (oldest && !random_.below(++candidates))
			found = static_cast<int>(i);
	}
	return found;
}

bool axi_memory_port::stalled()
{
	return cfg_.stall_percent && random_.below(100) < cfg_.stall_percent;
}

uint64_t axi_memory_port::beat_address(const axi_address &a, unsigned int beat)
{
	const uint64_t step = uint64_t{1} << a.size;
	const uint64_t first = a.addr & ~(step - 1);

	if (!beat || a.burst == BURST_FIXED)
		return a.addr;
	if (a.burst == BURST_INCR)
		return first + beat * step;
	const uint64_t span = step * (a.len + 1u);
	return (first & ~(span - 1)) | ((first + beat * step) & (span - 1));
}

void axi_memory_port::check_burst(const axi_address &a)
{
	const unsigned int beats = a.len + 1u;

	if (a.size > 3 || a.burst > BURST_WRAP ||
	    (a.burst == BURST_WRAP && ((beats & (beats - 1)) || beats > 16 || beats < 2)))
		SC_REPORT_ERROR("memory port", "AXI protocol error of the SoC: burst of an illegal size or kind");
	if (a.burst == BURST_INCR &&
	    (a.addr >> 12) != (((a.addr & ~((uint64_t{1} << a.size) - 1)) + (uint64_t{beats} << a.size) - 1) >> 12))
		SC_REPORT_ERROR("memory port", "AXI protocol error of the SoC: burst crosses a 4 KiB boundary");
}

bool axi_memory_port::faulty(bool write, uint64_t addr)
{
	for (axi_fault &f : faults_)
		if (f.count && f.write == write && (f.addr & ~uint64_t{BEAT - 1}) == addr) {
			f.count--;
			return true;
		}
	return false;
}

unsigned char *axi_memory_port::direct(uint64_t addr)
{
	for (const direct_range &d : direct_)
		if (addr >= d.base && addr + (BEAT - 1) <= d.end)
			return d.data + (addr - d.base);
	return nullptr;
}

void axi_memory_port::invalidate(sc_dt::uint64, sc_dt::uint64)
{
	for (direct_range &d : direct_)
		d = direct_range();
}

uint8_t axi_memory_port::transport(tlm::tlm_command command, uint64_t addr, uint64_t *data, uint8_t strb)
{
	tlm::tlm_generic_payload trans;
	sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
	unsigned char enable[BEAT];

	for (unsigned int i = 0; i < BEAT; i++)
		enable[i] = strb >> i & 1 ? TLM_BYTE_ENABLED : TLM_BYTE_DISABLED;
	trans.set_command(command);
	trans.set_address(addr);
	trans.set_data_ptr(reinterpret_cast<unsigned char *>(data));
	trans.set_data_length(BEAT);
	trans.set_streaming_width(BEAT);
	if (command == tlm::TLM_WRITE_COMMAND) {
		trans.set_byte_enable_ptr(enable);
		trans.set_byte_enable_length(BEAT);
	}
	socket->b_transport(trans, delay);
	if (!trans.is_response_ok())
		return trans.get_response_status() == tlm::TLM_ADDRESS_ERROR_RESPONSE ? DECERR : SLVERR;
	if (trans.is_dmi_allowed()) {
		tlm::tlm_dmi dmi;

		trans.set_address(addr);
		if (socket->get_direct_mem_ptr(trans, dmi) && dmi.is_read_write_allowed()) {
			direct_[direct_next_].base = dmi.get_start_address();
			direct_[direct_next_].end = dmi.get_end_address();
			direct_[direct_next_].data = dmi.get_dmi_ptr();
			direct_next_ = (direct_next_ + 1) % 2;
		}
	}
	return OKAY;
}

uint8_t axi_memory_port::read(uint64_t addr, uint64_t *data)
{
	if (const unsigned char *p = direct(addr)) {
		std::memcpy(data, p, BEAT);
		return OKAY;
	}
	return transport(tlm::TLM_READ_COMMAND, addr, data, 0xff);
}

uint8_t axi_memory_port::write(uint64_t addr, uint64_t data, uint8_t strb)
{
	unsigned char *p = direct(addr);
	if (!p)
		return transport(tlm::TLM_WRITE_COMMAND, addr, &data, strb);
	if (strb == 0xff) {
		std::memcpy(p, &data, BEAT);
		return OKAY;
	}
	for (unsigned int i = 0; i < BEAT; i++)
		if (strb >> i & 1)
			p[i] = static_cast<unsigned char>(data >> (8 * i));
	return OKAY;
}

void axi_memory_port::present_read(uint64_t cycle)
{
	if (!reading_valid_) {
		int i = choose(reads_, cycle);

		if (i < 0)
			return;
		reading_ = reads_.take(static_cast<unsigned int>(i));
		reading_valid_ = true;
	}
	if (stalled())
		return;

	db_probe_memrd beat{};
	beat.id = reading_.a.id;
	beat.addr = beat_address(reading_.a, reading_.beat) & ~uint64_t{BEAT - 1};
	pins_.rresp = read(beat.addr, &beat.data);
	pins_.rvalid = true;
	pins_.rid = reading_.a.id;
	pins_.rdata = beat.data;
	pins_.rlast = reading_.beat == reading_.a.len;
	if (pins_.rresp == OKAY)
		watcher_.read_beat(cycle, beat);
	if (!faults_.empty() && faulty(false, beat.addr))
		pins_.rresp = SLVERR;
}

const axi_to_soc &axi_memory_port::drive(uint64_t cycle)
{
	if (!pins_.rvalid && (reading_valid_ || !reads_.empty()))
		present_read(cycle);
	if (!pins_.bvalid && !responses_.empty()) {
		int i = choose(responses_, cycle);

		if (i >= 0) {
			burst b = responses_.take(static_cast<unsigned int>(i));

			pins_.bvalid = true;
			pins_.bid = b.a.id;
			pins_.bresp = b.resp;
		}
	}
	pins_.arready = !reads_.full() && !stalled();
	pins_.awready = !writes_.full() && !stalled();
	/* responses_ keeps room for every burst that is taking data */
	pins_.wready = !writes_.empty() && !responses_.full() && !stalled();
	return pins_;
}

void axi_memory_port::accept_write(uint64_t cycle, const axi_from_soc &pins)
{
	burst &w = writes_.at(0);
	db_probe_memwr beat{};

	beat.id = w.a.id;
	beat.addr = beat_address(w.a, w.beat) & ~uint64_t{BEAT - 1};
	beat.strb = pins.wstrb;
	beat.data = pins.wdata;
	if (pins.wlast != (w.beat == w.a.len))
		SC_REPORT_ERROR("memory port", "AXI protocol error of the SoC: WLAST does not match AWLEN");
	uint8_t resp = write(beat.addr, beat.data, beat.strb);
	if (resp == OKAY)
		watcher_.write_beat(cycle, beat);
	if (!faults_.empty() && faulty(true, beat.addr))
		resp = SLVERR;
	if (w.resp == OKAY)
		w.resp = resp;
	if (w.beat++ == w.a.len) {
		burst done = writes_.take(0);

		done.due = due(cycle, done.a);
		responses_.push(done);
	}
}

void axi_memory_port::sample(uint64_t cycle, const axi_from_soc &pins)
{
	if (pins_.rvalid && pins.rready) {
		pins_.rvalid = false;
		reading_valid_ = !pins_.rlast;
		reading_.beat++;
	}
	if (pins_.bvalid && pins.bready)
		pins_.bvalid = false;
	if (pins.wvalid && pins_.wready)
		accept_write(cycle, pins);
	if (pins.arvalid && pins_.arready) {
		check_burst(pins.ar);
		reads_.push(burst{pins.ar, 0, due(cycle, pins.ar), OKAY});
	}
	if (pins.awvalid && pins_.awready) {
		check_burst(pins.aw);
		writes_.push(burst{pins.aw, 0, 0, OKAY});
	}
}
