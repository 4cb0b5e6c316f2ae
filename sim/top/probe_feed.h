/* SPDX-License-Identifier: Apache-2.0
 *
 * Carries the probe events of one cycle from the verilated SoC and from the memory port to those who watch: the
 * checker, the recorder and the monitor. Watchers never act back on the design; without a checker or recorder their
 * lanes cost one test each.
 *
 * Within a cycle the lanes go out in the order of probe.def: read_beat() and write_beat() come first, by the memory
 * port, then collect() does the rest.
 */
#ifndef DOORBELL_SIM_PROBE_FEED_H
#define DOORBELL_SIM_PROBE_FEED_H

#include <cstdint>

#include "dbc.h"
#include "doorbell/probe.h"
#include "memory_watcher.h"
#include "monitor.h"

class probe_feed : public memory_watcher
{
      public:
	/* checker and recorder may be null */
	probe_feed(dbc *checker, dbc_trace *recorder, monitor &mon)
	    : checker_(checker), recorder_(recorder), monitor_(mon)
	{
	}

	void read_beat(uint64_t cycle, const db_probe_memrd &beat) override
	{
		if (checker_)
			dbc_memrd(checker_, cycle, &beat);
		record(DB_LANE_MEMRD, cycle, &beat);
	}

	void write_beat(uint64_t cycle, const db_probe_memwr &beat) override
	{
		if (checker_)
			dbc_memwr(checker_, cycle, &beat);
		record(DB_LANE_MEMWR, cycle, &beat);
		monitor_memwr(&monitor_, &beat);
	}

	/* All lanes but MEMRD and MEMWR, from a settled SoC; Pins is its verilated class (ports by name). */
	template <class Pins> void collect(uint64_t cycle, const Pins &pins);

	/* Did the recorder fail to write? */
	bool record_failed() const
	{
		return record_failed_;
	}

      private:
	dbc *const checker_;
	dbc_trace *const recorder_;
	monitor &monitor_;
	bool record_failed_ = false;

	void record(db_lane lane, uint64_t cycle, const void *event)
	{
		if (recorder_ && !record_failed_ && dbc_trace_event(recorder_, lane, cycle, event))
			record_failed_ = true;
	}
};

/* probe_copy(event, pins): one function per lane, from the field lists of the schema */
#define DB_FIELD(field, bits) e.field = pins.probe_line_##field##_o;
template <class Pins> inline void probe_copy(db_probe_line &e, const Pins &pins)
{
	DB_PROBE_FIELDS_LINE(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_sbd_##field##_o;
template <class Pins> inline void probe_copy(db_probe_sbd &e, const Pins &pins)
{
	DB_PROBE_FIELDS_SBD(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_sbc_##field##_o;
template <class Pins> inline void probe_copy(db_probe_sbc &e, const Pins &pins)
{
	DB_PROBE_FIELDS_SBC(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_sbi_##field##_o;
template <class Pins> inline void probe_copy(db_probe_sbi &e, const Pins &pins)
{
	DB_PROBE_FIELDS_SBI(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_ld_##field##_o;
template <class Pins> inline void probe_copy(db_probe_ld &e, const Pins &pins)
{
	DB_PROBE_FIELDS_LD(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.rvfi_##field;
template <class Pins> inline void probe_copy(db_probe_ret &e, const Pins &pins)
{
	DB_PROBE_FIELDS_RET(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_mmio_##field##_o;
template <class Pins> inline void probe_copy(db_probe_mmio &e, const Pins &pins)
{
	DB_PROBE_FIELDS_MMIO(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_dar_##field##_o;
template <class Pins> inline void probe_copy(db_probe_dar &e, const Pins &pins)
{
	DB_PROBE_FIELDS_DAR(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_dr_##field##_o;
template <class Pins> inline void probe_copy(db_probe_dr &e, const Pins &pins)
{
	DB_PROBE_FIELDS_DR(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_daw_##field##_o;
template <class Pins> inline void probe_copy(db_probe_daw &e, const Pins &pins)
{
	DB_PROBE_FIELDS_DAW(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_dw_##field##_o;
template <class Pins> inline void probe_copy(db_probe_dw &e, const Pins &pins)
{
	DB_PROBE_FIELDS_DW(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_db_##field##_o;
template <class Pins> inline void probe_copy(db_probe_db &e, const Pins &pins)
{
	DB_PROBE_FIELDS_DB(DB_FIELD)
}
#undef DB_FIELD
#define DB_FIELD(field, bits) e.field = pins.probe_irq_##field##_o;
template <class Pins> inline void probe_copy(db_probe_irq &e, const Pins &pins)
{
	DB_PROBE_FIELDS_IRQ(DB_FIELD)
}
#undef DB_FIELD

template <class Pins> inline void probe_feed::collect(uint64_t cycle, const Pins &pins)
{
	const bool watched = checker_ || recorder_;

#define DB_COLLECT(LANE, lane, valid, also)                                                                            \
	if (valid) {                                                                                                   \
		db_probe_##lane e;                                                                                     \
		probe_copy(e, pins);                                                                                   \
		if (checker_)                                                                                          \
			dbc_##lane(checker_, cycle, &e);                                                               \
		record(DB_LANE_##LANE, cycle, &e);                                                                     \
		also;                                                                                                  \
	}
	DB_COLLECT(LINE, line, watched && pins.probe_line_valid_o, )
	DB_COLLECT(SBD, sbd, watched && pins.probe_sbd_valid_o, )
	DB_COLLECT(SBC, sbc, watched && pins.probe_sbc_valid_o, )
	DB_COLLECT(SBI, sbi, pins.probe_sbi_valid_o, monitor_sbi(&monitor_, &e))
	DB_COLLECT(LD, ld, watched && pins.probe_ld_valid_o, )
	DB_COLLECT(RET, ret, pins.rvfi_valid, monitor_ret(&monitor_, cycle, &e))
	DB_COLLECT(MMIO, mmio, watched && pins.probe_mmio_valid_o, )
	DB_COLLECT(DAR, dar, watched && pins.probe_dar_valid_o, )
	DB_COLLECT(DR, dr, watched && pins.probe_dr_valid_o, )
	DB_COLLECT(DAW, daw, watched && pins.probe_daw_valid_o, )
	DB_COLLECT(DW, dw, watched && pins.probe_dw_valid_o, )
	DB_COLLECT(DB, db, watched && pins.probe_db_valid_o, )
	DB_COLLECT(IRQ, irq, watched && pins.probe_irq_valid_o, )
#undef DB_COLLECT
}

#endif
