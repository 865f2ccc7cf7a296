/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world.h - builds a world from a spec and runs it, one schedule after another.
 */
#ifndef MODEL_WORLD_H
#define MODEL_WORLD_H

#include <check/finding.h>
#include <model/world_spec.h>

/*
 * Builds: machines, CPUs, device, modules from module_dir ("<dir>/virtio_blk.so"), the first
 * snapshot; with explore.from == EXPLORE_LOAD also boots, under strategy_first(), and takes the
 * snapshot behind it. Once per process. spec (which world_spec_check() accepts) and its strings
 * must stay as long as the world. False with one line in error if a module cannot be loaded or
 * the boot fails. The strategy set before stays set.
 */
bool world_build(const struct world_spec *spec, const char *module_dir, char *error,
		 unsigned int error_bytes);

/*
 * One schedule from the snapshot, answered by the strategy set by strategy_set(): the caller
 * calls its begin() before and its end() after. Returns the verdict; finding_current(),
 * trace_hash(), engine_points() and load_counts() tell more. record keeps the trace.
 */
enum sim_verdict world_run(bool record);

#endif
