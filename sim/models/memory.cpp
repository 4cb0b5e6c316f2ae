/* SPDX-License-Identifier: Apache-2.0
 *
 * RAM: see memory.h.
 */
#include "memory.h"

#include <cstring>
#include <sys/mman.h>

#include "doorbell/memmap.h"

memory::memory(sc_core::sc_module_name name, uint64_t size, uint64_t hi_size)
	: sc_module(name), socket("socket"),
	  region_{{DB_RAM_BASE, size, nullptr}, {DB_RAM_HI_BASE, hi_size, nullptr}}
{
	for (region &r : region_) {
		if (!r.size)
			continue;
		void *p = mmap(nullptr, r.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
			       0);
		if (p == MAP_FAILED)
			SC_REPORT_FATAL("memory", "the host has no room for the RAM; see --ram-mib and --ram-hi-mib");
		r.data = static_cast<unsigned char *>(p);
	}
	socket.register_b_transport(this, &memory::transport);
	socket.register_transport_dbg(this, &memory::transport_dbg);
	socket.register_get_direct_mem_ptr(this, &memory::direct);
}

memory::~memory()
{
	for (region &r : region_)
		if (r.data)
			munmap(r.data, r.size);
}

const memory::region *memory::find(uint64_t addr, uint64_t len) const
{
	for (const region &r : region_)
		if (addr >= r.base && addr - r.base <= r.size && len <= r.size - (addr - r.base) && r.data)
			return &r;
	return nullptr;
}

void memory::transport(tlm::tlm_generic_payload &trans, sc_core::sc_time &)
{
	const uint64_t addr = trans.get_address();
	const unsigned int len = trans.get_data_length();
	const unsigned char *enable = trans.get_byte_enable_ptr();
	const region *r = find(addr, len);

	if (!r || trans.get_streaming_width() < len) {
		trans.set_response_status(r ? tlm::TLM_BURST_ERROR_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
		return;
	}
	unsigned char *at = r->data + (addr - r->base);
	unsigned char *data = trans.get_data_ptr();
	if (trans.is_read()) {
		std::memcpy(data, at, len);
	} else if (trans.is_write()) {
		for (unsigned int i = 0; i < len; i++)
			if (!enable || enable[i % trans.get_byte_enable_length()] == TLM_BYTE_ENABLED)
				at[i] = data[i];
	}
	trans.set_dmi_allowed(true);
	trans.set_response_status(tlm::TLM_OK_RESPONSE);
}

unsigned int memory::transport_dbg(tlm::tlm_generic_payload &trans)
{
	sc_core::sc_time none = sc_core::SC_ZERO_TIME;

	transport(trans, none);
	return trans.is_response_ok() ? trans.get_data_length() : 0;
}

bool memory::direct(tlm::tlm_generic_payload &trans, tlm::tlm_dmi &dmi)
{
	const region *r = find(trans.get_address(), 1);

	dmi.allow_read_write();
	if (!r)
		return false;
	dmi.set_dmi_ptr(r->data);
	dmi.set_start_address(r->base);
	dmi.set_end_address(r->base + r->size - 1);
	return true;
}
