/* SPDX-License-Identifier: Apache-2.0
 *
 * The RAM behind the memory port: a TLM-2.0 target with the two regions of the memory map (RAM, RAM_HI), each of the
 * fitted size. Pages that nobody touches cost nothing. It keeps no time: b_transport() adds no delay, and the port in
 * front of it owns latency. Direct memory access is granted for a whole region, for ever.
 * An access that is not inside one region answers TLM_ADDRESS_ERROR_RESPONSE.
 */
#ifndef DOORBELL_SIM_MEMORY_H
#define DOORBELL_SIM_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_target_socket.h>

class memory : public sc_core::sc_module
{
      public:
	tlm_utils::simple_target_socket<memory, 64> socket;

	/* Sizes in bytes; hi_size may be 0. Ends the simulation with SC_REPORT_FATAL where the host has no memory. */
	memory(sc_core::sc_module_name name, uint64_t size, uint64_t hi_size);
	~memory() override;

      private:
	struct region {
		uint64_t base, size;
		unsigned char *data;
	};

	static constexpr int REGIONS = 2;
	region region_[REGIONS];

	const region *find(uint64_t addr, uint64_t len) const;
	void transport(tlm::tlm_generic_payload &trans, sc_core::sc_time &delay);
	unsigned int transport_dbg(tlm::tlm_generic_payload &trans);
	bool direct(tlm::tlm_generic_payload &trans, tlm::tlm_dmi &dmi);
};

#endif
