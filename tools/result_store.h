/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * result_store.h - results on disk, so that `simctl run --resume` goes on where it stopped.
 */
#ifndef TOOLS_RESULT_STORE_H
#define TOOLS_RESULT_STORE_H

#include "campaign.h"

/* True, with result filled, if this very case (same scenario, overrides, seed, limits, build,
 * modules) has a result in the campaign's folder. */
bool result_store_get(const struct campaign *campaign, const struct scenario_case *one,
		      struct case_result *result);
/* False with a complaint if it cannot be written. Errors are not kept. */
bool result_store_put(const struct campaign *campaign, const struct scenario_case *one,
		      const struct case_result *result, struct complaint *complaint);

#endif
