/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows on the real drivers: tools/bench/bench_ring.yaml.
 */
#include <stdio.h>
#include <unistd.h>

#include <build_config.h>

#include "bench.h"
#include "scenario.h"
#include "world_process.h"

#define RUNS_BETWEEN_LOOKS 16
#define MEMORY_RUNS 10000

/* The world of this process, until it ends. linux_version as guest.linux, or NULL. */
static bool build_world(const struct bench *bench, const char *linux_version,
			struct complaint *complaint)
{
	struct scenario *scenario =
		scenario_load(VQSIM_SOURCE_DIR "/tools/bench/bench_ring.yaml", complaint);
	struct text_list overrides = { 0 };
	struct scenario_case *one;
	enum sim_verdict boot;

	if (linux_version)
		text_list_addf(&overrides, "guest.linux=%s", linux_version);
	one = scenario ? scenario_case_build(scenario, 0, &overrides, complaint) : NULL;

	return one && world_process_build(one, bench->module_dir, &boot, complaint);
}

static bool run_some(struct strategy *strategy, uint64_t first, uint64_t count,
		     struct complaint *complaint)
{
	for (uint64_t number = first; number < first + count; number++) {
		enum sim_verdict verdict = world_process_run(strategy, number, false);

		if (verdict != SIM_PASS)
			return complain(complaint, "bench_ring.yaml: %s in schedule %llu",
					sim_verdict_name(verdict), (unsigned long long)number);
	}
	return true;
}

static bool schedules_a_second(const struct bench *bench, const char *linux_version, double *value,
			       struct complaint *complaint)
{
	struct strategy *strategy = strategy_random(1);
	uint64_t runs = 0;
	double start, now;

	if (!build_world(bench, linux_version, complaint))
		return false;
	start = now = bench_now();
	while (now - start < bench->seconds) {
		if (!run_some(strategy, runs, RUNS_BETWEEN_LOOKS, complaint))
			return false;
		runs += RUNS_BETWEEN_LOOKS;
		now = bench_now();
	}
	strategy_free(strategy);
	*value = (double)runs / (now - start);
	return true;
}

bool bench_ring(const struct bench *bench, double *value, struct complaint *complaint)
{
	return schedules_a_second(bench, NULL, value, complaint);
}

bool bench_linux(const struct bench *bench, double *value, struct complaint *complaint)
{
	return schedules_a_second(bench, "6.12", value, complaint);
}

/* Resident memory of this process in KiB. */
static double resident_kib(void)
{
	unsigned long pages = 0;
	FILE *file = fopen("/proc/self/statm", "re");

	if (!file || fscanf(file, "%*u %lu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return (double)pages * (double)sysconf(_SC_PAGESIZE) / 1024;
}

bool bench_memory(const struct bench *bench, double *value, struct complaint *complaint)
{
	struct strategy *strategy = strategy_random(1);
	double early;

	if (!build_world(bench, NULL, complaint) ||
	    !run_some(strategy, 0, MEMORY_RUNS / 10, complaint))
		return false;
	early = resident_kib();
	if (!run_some(strategy, MEMORY_RUNS / 10, MEMORY_RUNS - MEMORY_RUNS / 10, complaint))
		return false;
	*value = resident_kib() - early;
	strategy_free(strategy);
	return true;
}
