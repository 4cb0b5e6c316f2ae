/* SPDX-License-Identifier: Apache-2.0
 *
 * The words that text, JSON and SARIF have in common.
 */
#include <inttypes.h>

#include "doorbell/probe.h"
#include "report.h"

const char *finding_summary(enum db_class id)
{
	static const char *const summary[DB_CLASS_COUNT] = {
		[DB_CLASS_NOT_A_DMA_ADDRESS] = "the device is given an address that no live mapping returned",
		[DB_CLASS_DEVICE_OUTSIDE_MAPPING] = "device accesses bytes that no live mapping gives it",
		[DB_CLASS_STOP_NOT_AWAITED] = "buffer taken back while a stopped channel may still use it",
		[DB_CLASS_CPU_WRITE_DEVICE_OWNED] = "CPU stores to bytes that the device owns",
		[DB_CLASS_CPU_READ_DEVICE_OWNED] = "CPU loads bytes that the device may still write",
		[DB_CLASS_DOORBELL_BEFORE_DATA] = "doorbell may overtake data that the device reads",
		[DB_CLASS_CLEAN_NOT_COMPLETE] = "job published while its clean may still be under way",
		[DB_CLASS_OWNER_BIT_NOT_LAST] = "owner word may be visible before the rest of the slot",
		[DB_CLASS_COMPLETION_READ_UNORDERED] = "load may perform before the one that saw the completion",
		[DB_CLASS_MISSING_CLEAN] = "device reads bytes that may not have reached memory",
		[DB_CLASS_DIRTY_UNDER_RX] = "a dirty line may be written back over what the device receives",
		[DB_CLASS_MISSING_INVALIDATE] = "CPU may read an old cached copy of what the device wrote",
		[DB_CLASS_EARLY_INVALIDATE] =
			"invalidated before the device wrote: a fill may have brought the old line back",
		[DB_CLASS_INVALIDATE_DESTROYS_DATA] = "invalidate throws away the newest data",
		[DB_CLASS_WRITEBACK_OVER_DEVICE_DATA] = "a write-back may put old bytes over what the device wrote",
		[DB_CLASS_SHARED_LINE] = "CPU data share a cache line with a buffer that the device writes",
	};

	return (unsigned int)id < DB_CLASS_COUNT && summary[id] ? summary[id] : "";
}

const char *finding_kind(enum dbc_kind k)
{
	return k == DBC_MANIFEST ? "manifest" : "latent";
}

const char *finding_severity(enum dbc_severity s)
{
	return s == DBC_ERROR ? "error" : s == DBC_NOTE ? "note" : "cost";
}

const char *finding_times(uint64_t n, char *out, size_t size)
{
	if (n <= 1)
		snprintf(out, size, "once");
	else
		snprintf(out, size, "%" PRIu64 " times", n);
	return out;
}

const char *copy_place(enum dbc_place p)
{
	switch (p) {
	case DBC_AT_STORE_BUFFER:
		return "store buffer";
	case DBC_AT_L1D:
		return "L1D";
	case DBC_AT_WRITEBACK:
		return "write-back buffer";
	case DBC_AT_MEMORY:
		return "memory";
	}
	return "unknown";
}

static const char *burst_kind(unsigned int kind)
{
	return kind == DB_DAR_REC ? "completion record" : kind == DB_DAR_OWN ? "owner word" : "data";
}

const char *writer_text(const struct db_report *r, const struct dbc_writer *w, char *out, size_t size)
{
	char place[256];
	struct place p;

	switch (w->who) {
	case DBC_LOADER:
		snprintf(out, size, "the loader");
		break;
	case DBC_CPU:
		place_of_pc(r, w->pc, &p);
		snprintf(out, size, "the store in %s, cycle %" PRIu64,
			 place_text(place_headline(&p), place, sizeof(place)), w->cycle);
		break;
	case DBC_DEVICE:
		if (w->descriptor)
			snprintf(out, size, "device channel %u (%s, descriptor at bus 0x%" PRIx64 "), cycle %" PRIu64,
				 w->channel, burst_kind(w->kind), w->descriptor, w->cycle);
		else
			snprintf(out, size, "device channel %u (%s), cycle %" PRIu64, w->channel, burst_kind(w->kind),
				 w->cycle);
		break;
	default:
		snprintf(out, size, "nobody since reset");
	}
	return out;
}
