/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * campaign.h - runs a case in worker processes until it is done, has a finding, or time is up.
 */
#ifndef TOOLS_CAMPAIGN_H
#define TOOLS_CAMPAIGN_H

#include "case_result.h"
#include "scenario.h"

struct campaign {
	const char *module_dir;
	const char *out; /* folder for findings; made when there is one */
	uint64_t seed;
	unsigned int jobs; /* 1 .. WORKERS_MAX */
	uint64_t seconds; /* for each case; 0 = until its schedules are done */
	bool progress; /* a line on stderr while it works */
	unsigned int number, total; /* of this case, for that line */
};

/*
 * Fills result, which case_result_begin() prepared, and writes the finding file if there is a
 * finding. A worker that dies, hangs or contradicts itself makes an OUTCOME_ERROR with status 3; a
 * world that cannot be built one with status 2.
 */
void campaign_run(const struct campaign *campaign, const struct scenario_case *one,
		  struct case_result *result);

#endif
