/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows on small modules of two threads: the engine and the memory model without a kernel library.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <build_config.h>
#include <check/finding.h>
#include <engine/engine.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "alloc.h"
#include "bench.h"
#include "module_build.h"

#define RUNS_BETWEEN_LOOKS 64

/* Compiles tools/bench/NAME.c to a temporary file; its path is to be freed and unlinked. */
static char *build(const char *name, struct complaint *complaint)
{
	char *out = tools_asprintf("/tmp/simctl-%d-%s.so", (int)getpid(), name);
	struct text_list sources = { 0 };
	bool good;

	text_list_addf(&sources, "%s/tools/bench/%s.c", VQSIM_SOURCE_DIR, name);
	good = module_build(MODULE_CHECKED, &sources, NULL, out, complaint);
	text_list_free(&sources);
	if (good)
		return out;
	free(out);
	return NULL;
}

static bool add_thread(int machine, int cpu, const char *function, struct complaint *complaint)
{
	void *address = module_symbol(machine, function);

	if (!address)
		return complain(complaint, "the bench module has no %s", function);
	engine_ctx_create(machine, SIM_CTX_TASK, function, cpu, (void (*)(void *))address, NULL);
	return true;
}

/* A world of two CPUs, each with one of the module's threads, up to its snapshot. */
static bool build_world(const char *name, const char *thread0, const char *thread1,
			struct complaint *complaint)
{
	const struct engine_config config = {
		.memory = MEMORY_WEAK,
		.preempt = PREEMPT_FULL,
		.points_max = 1000000,
		.check_races = true,
	};
	char error[256] = "";
	char *path = build(name, complaint);
	bool good;
	int machine;

	if (!path)
		return false;
	engine_init(&config);
	machine = machine_add("bench", 2);
	good = module_load(machine, path, error, sizeof(error)) != NULL;
	unlink(path);
	free(path);
	if (!good)
		return complain(complaint, "%s", error);
	if (!add_thread(machine, 0, thread0, complaint) ||
	    !add_thread(machine, 1, thread1, complaint))
		return false;
	snapshot_take();
	return true;
}

static bool run_once(struct strategy *strategy, uint64_t number, struct complaint *complaint)
{
	enum run_end end;

	snapshot_restore();
	finding_clear();
	trace_begin(false);
	strategy->begin(strategy, number);
	end = engine_run();
	strategy->end(strategy);
	if (end == RUN_QUIET)
		return true;
	return complain(complaint, "a bench model broke a rule: %s: %s",
			sim_verdict_name(finding_current()->verdict), finding_current()->text);
}

/* Runs until the time is up; seconds per run. */
static bool time_runs(const struct bench *bench, struct strategy *strategy, double *seconds,
		      struct complaint *complaint)
{
	double start = bench_now(), now = start;
	uint64_t runs = 0;

	strategy_set(strategy);
	while (now - start < bench->seconds) {
		for (unsigned int i = 0; i < RUNS_BETWEEN_LOOKS; i++)
			if (!run_once(strategy, runs++, complaint))
				return false;
		now = bench_now();
	}
	*seconds = (now - start) / (double)runs;
	return true;
}

/* Answers every question about who runs next with the same number, and counts them. */
struct fixed_strategy {
	struct strategy strategy;
	uint32_t answer;
	uint64_t points;
};

static void fixed_begin(struct strategy *strategy, uint64_t number)
{
	(void)strategy;
	(void)number;
}

static uint32_t fixed_choose(struct strategy *strategy, const struct choice *choice)
{
	struct fixed_strategy *fixed = (struct fixed_strategy *)strategy;

	if (choice->kind != CHOICE_RUN)
		return 0;
	fixed->points++;
	return fixed->answer;
}

static void fixed_end(struct strategy *strategy)
{
	(void)strategy;
}

/* ns per scheduling point at which both threads could run. */
static bool points(const struct bench *bench, uint32_t answer, const char *other, double *value,
		   struct complaint *complaint)
{
	struct fixed_strategy fixed = {
		.strategy = { "fixed", fixed_begin, fixed_choose, fixed_end },
		.answer = answer,
	};
	double seconds, start;

	if (!build_world("bench_points", "bench_loads", other, complaint))
		return false;
	start = bench_now();
	if (!time_runs(bench, &fixed.strategy, &seconds, complaint))
		return false;
	*value = (bench_now() - start) * 1e9 / (double)fixed.points;
	return true;
}

bool bench_point_stay(const struct bench *bench, double *value, struct complaint *complaint)
{
	return points(bench, 0, "bench_store", value, complaint);
}

bool bench_point_switch(const struct bench *bench, double *value, struct complaint *complaint)
{
	return points(bench, 1, "bench_loads", value, complaint);
}

static bool rate(const struct bench *bench, const char *name, double *value,
		 struct complaint *complaint)
{
	struct strategy *strategy = strategy_random(1);
	double seconds;
	bool good = build_world(name, "bench_thread0", "bench_thread1", complaint) &&
		    time_runs(bench, strategy, &seconds, complaint);

	strategy_free(strategy);
	if (good)
		*value = 1 / seconds;
	return good;
}

bool bench_store_buffer(const struct bench *bench, double *value, struct complaint *complaint)
{
	return rate(bench, "bench_store_buffer", value, complaint);
}

bool bench_protocol(const struct bench *bench, double *value, struct complaint *complaint)
{
	return rate(bench, "bench_protocol", value, complaint);
}
