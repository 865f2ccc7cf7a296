/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_process.h - this process's world: built once, run schedule by schedule.
 */
#ifndef TOOLS_WORLD_PROCESS_H
#define TOOLS_WORLD_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

#include <search/strategy.h>
#include <search/tape.h>

#include "finding_file.h"
#include "scenario.h"

/* world_build() of a case. False with a complaint; *boot then tells the verdict if the boot broke a
 * rule, SIM_PASS if the world could not be built at all. */
bool world_process_build(const struct scenario_case *one, const char *module_dir,
			 enum sim_verdict *boot, struct complaint *complaint);

/* One schedule under strategy; number is its index in the campaign. */
enum sim_verdict world_process_run(struct strategy *strategy, uint64_t number, bool record);

/* Fills what the run that just ended, with its trace recorded, knows: verdict, places, story,
 * modules, tape. module_dir shortens the modules' paths. */
void world_process_describe(struct finding_file *file, const struct scenario_case *one,
			    const char *module_dir, const struct tape *tape);

/* The hash of this simctl; borrowed. */
const char *world_process_build_hash(void);

#endif
