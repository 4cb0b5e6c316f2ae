/* SPDX-License-Identifier: Apache-2.0
 *
 * Who wants to see what memory does: lanes MEMRD and MEMWR of the probe schema.
 */
#ifndef DOORBELL_SIM_MEMORY_WATCHER_H
#define DOORBELL_SIM_MEMORY_WATCHER_H

#include <cstdint>

#include "doorbell/probe.h"

class memory_watcher
{
      public:
	virtual ~memory_watcher() = default;
	virtual void read_beat(uint64_t cycle, const db_probe_memrd &beat) = 0;
	virtual void write_beat(uint64_t cycle, const db_probe_memwr &beat) = 0;
};

#endif
