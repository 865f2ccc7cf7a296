/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <check/rule.h>
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/trace.h>
#include <model/hostile_device.h>
#include <model/world.h>
#include <model/world_end.h>
#include <model/world_guest.h>
#include <model/world_modules.h>
#include <model/world_races.h>
#include <search/strategy.h>

static void init_engine(const struct world_spec *spec)
{
	const struct engine_config config = {
		.memory = spec->explore.memory,
		.preempt = spec->guest.preempt,
		.points_max = spec->explore.points_max,
		.check_races = spec->explore.races,
	};

	engine_init(&config);
	rules_init();
	for (unsigned int i = 0; i < spec->faults.count; i++)
		fault_enable(spec->faults.names[i]);
	fault_limit(spec->faults.limit);
	fault_arm(false);
}

static bool build_parts(const struct world_spec *spec, const char *module_dir, char *error,
			unsigned int error_bytes)
{
	const struct world_device *device =
		world_device_find(spec->guest.driver, spec->host.backend);
	int guest = machine_add("guest", (int)spec->guest.vcpus);
	bool kernel = device->backend == HOST_BACKEND_VHOST_BLK; /* or a process */
	int host = machine_add("host", kernel ? (int)spec->host.cpus : 0);
	struct disk *disk;

	hostile_device_build(spec, guest);
	disk = device->build(spec, guest, host);
	if (!world_modules_load(spec, device, guest, host, module_dir, error, error_bytes) ||
	    !world_races_load(world_modules_guest_dir(spec, module_dir), error, error_bytes) ||
	    !device->bind(spec, error, error_bytes) || !hostile_device_bind(error, error_bytes))
		return false;
	world_device_load(device)->build(spec, disk, device->serial);
	world_end_build(disk);
	return world_guest_build(spec, device, guest, error, error_bytes);
}

/* Runs up to where the load starts. */
static bool boot(char *error, unsigned int error_bytes)
{
	struct strategy *before = strategy_current;
	enum run_end end;

	strategy_set(strategy_first());
	snapshot_take();
	do {
		snapshot_restore();
		finding_clear();
		trace_begin(false);
		end = engine_run();
	} while (end == RUN_FINDING && world_races_excuse(finding_current()));
	strategy_set(before);
	if (end == RUN_MARK)
		return true;
	if (end == RUN_FINDING)
		snprintf(error, error_bytes, "the boot ends with %s: %s",
			 sim_verdict_name(finding_current()->verdict), finding_current()->text);
	else
		snprintf(error, error_bytes, "the boot stops before the load can start");
	return false;
}

bool world_build(const struct world_spec *spec, const char *module_dir, char *error,
		 unsigned int error_bytes)
{
	init_engine(spec);
	if (!build_parts(spec, module_dir, error, error_bytes))
		return false;
	if (spec->explore.from == EXPLORE_LOAD && !boot(error, error_bytes))
		return false;
	snapshot_take();
	return true;
}

enum sim_verdict world_run(bool record)
{
	enum run_end end;

	snapshot_restore();
	finding_clear();
	trace_begin(record);
	end = engine_run();
	if (end == RUN_QUIET && world_guest_stage() == GUEST_GONE)
		rules_end();
	else if (end == RUN_QUIET && world_guest_stage() != GUEST_IDLE)
		finding_raise(SIM_LOST_REQUEST, 0, 0, "the guest never came to the end of its load",
			      NULL);
	return finding_current()->verdict;
}
