/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness_world.h"

#include <stdio.h>
#include <string.h>
#include <valgrind/valgrind.h>

#include <criterion/criterion.h>

#include <check/rule.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "harness.h"

#define VALGRIND_SCHEDULES 150

static int guest;

unsigned int test_world_schedules(unsigned int wanted)
{
	if (RUNNING_ON_VALGRIND && wanted > VALGRIND_SCHEDULES)
		return VALGRIND_SCHEDULES;
	return wanted;
}

void *test_world_symbol(const char *name)
{
	void *address = module_symbol(guest, name);

	cr_assert_not_null(address, "the module has no %s", name);
	return address;
}

static void load(int machine, const char *name)
{
	char path[96], error[300];

	snprintf(path, sizeof(path), "tests/%s", name);
	cr_assert_not_null(module_load(machine, harness_module(path), error, sizeof(error)), "%s",
			   error);
}

void test_world_build(const struct test_world *world)
{
	const struct engine_config config = {
		.memory = world->memory,
		.preempt = world->preempt,
		.points_max = world->points_max ? world->points_max : 20000,
		.check_races = !world->no_races,
		.timed = world->timed,
		.allow_reuse = world->allow_reuse,
	};
	unsigned int cpus = world->cpus ? world->cpus : 2;

	engine_init(&config);
	rules_init();
	if (world->fault)
		fault_enable(world->fault);
	fault_limit(world->fault_limit);
	guest = machine_add("guest", (int)cpus);
	load(guest, world->module);
	for (unsigned int i = 0; i < 5 && world->tasks[i]; i++)
		engine_ctx_create(guest, SIM_CTX_TASK, world->tasks[i], (int)(i % cpus),
				  (void (*)(void *))test_world_symbol(world->tasks[i]), NULL);
	if (world->host)
		engine_ctx_create(machine_add("host", 0), SIM_CTX_HOST, world->host, 0,
				  (void (*)(void *))test_world_symbol(world->host), NULL);
	if (world->setup)
		world->setup();
	snapshot_take();
}

static enum sim_verdict run(struct strategy *strategy, uint64_t number)
{
	strategy_set(strategy);
	snapshot_restore();
	finding_clear();
	trace_begin(false);
	strategy->begin(strategy, number);
	if (engine_run() == RUN_QUIET)
		rules_end();
	strategy->end(strategy);
	return finding_current()->verdict;
}

enum sim_verdict test_world_run(uint64_t seed, uint64_t number)
{
	static struct strategy *strategy;
	static uint64_t strategy_seed;

	if (strategy && strategy_seed != seed) {
		strategy_free(strategy);
		strategy = NULL;
	}
	if (!strategy)
		strategy = strategy_random(seed);
	strategy_seed = seed;
	return run(strategy, number);
}

enum sim_verdict test_world_run_first(void)
{
	return run(strategy_first(), 0);
}

void test_world_expect(const struct test_world *world, unsigned int schedules,
		       enum sim_verdict verdict, const char *part)
{
	unsigned int found = 0;

	test_world_build(world);
	for (unsigned int i = 0; i < (schedules ? test_world_schedules(schedules) : 1); i++) {
		enum sim_verdict got = schedules ? test_world_run(1, i) : test_world_run_first();

		cr_assert(got == SIM_PASS || got == verdict, "schedule %u: %s: %s", i,
			  sim_verdict_name(got), finding_current()->text);
		found += got == verdict;
		if (part && got != SIM_PASS)
			cr_assert_not_null(strstr(finding_current()->text, part), "%s",
					   finding_current()->text);
	}
	cr_assert(found, "never %s in %u schedules", sim_verdict_name(verdict), schedules);
}

unsigned int test_world_count(const struct test_world *world, unsigned int schedules,
			      const char *name)
{
	unsigned int seen = 0;
	const long *variable;

	test_world_build(world);
	variable = test_world_symbol(name);
	for (unsigned int i = 0; i < test_world_schedules(schedules); i++) {
		enum sim_verdict got = test_world_run(1, i);

		cr_assert_eq(got, SIM_PASS, "schedule %u: %s: %s", i, sim_verdict_name(got),
			     finding_current()->text);
		seen += *variable != 0;
	}
	return seen;
}
