/* SPDX-License-Identifier: Apache-2.0
 *
 * The result files of a run: report, SARIF, signature, events, waveform. All are tried before the run, so that a name
 * that cannot be written costs no simulation; each is there completely afterwards, or not at all.
 */
#ifndef DOORBELL_SIM_RESULTS_H
#define DOORBELL_SIM_RESULTS_H

#include <cstdint>
#include <vector>

#include "db_report.h"
#include "dbc.h"
#include "elf_image.h"
#include "monitor.h"
#include "options.h"
#include "out_file.h"
#include "probe_feed.h"
#include "soc_module.h"

class results
{
      public:
	explicit results(const sim_options &opt) : opt_(opt)
	{
	}
	~results();
	results(const results &) = delete;
	results &operator=(const results &) = delete;

	/* True, or false after one line on standard error. Gives the monitor the signature to keep. */
	bool open(const elf_image &image, const dbc_config &cfg, monitor &mon);

	dbc_trace *recorder() const
	{
		return recorder_;
	}

	soc_trace trace() const;

	/* After the run, with the waveform closed. True, or false after one line for each file that failed. */
	bool commit(const db_report &report, const monitor &mon, const probe_feed &feed);

      private:
	const sim_options &opt_;
	out_file events_{}, trace_{};
	bool tracing_ = false;
	dbc_trace *recorder_ = nullptr;
	std::vector<uint8_t> signature_;

	bool open_signature(const elf_image &image, monitor &mon);
	bool open_events(const dbc_config &cfg);
	bool open_trace();
	bool commit_events(const probe_feed &feed);
	bool commit_trace();
};

#endif
