/* SPDX-License-Identifier: GPL-2.0-only */
#include "base_world.h"

#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "../harness.h"

static const char *const modules[] = { "kernel",
				       "tests/kernel_base/memory",
				       "tests/kernel_base/text",
				       "tests/kernel_base/thread",
				       "tests/kernel_base/wait",
				       "tests/kernel_base/work" };

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*story)(void);
} guest;

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	cr_assert_not_null(address, "no function %s", name);
	return address;
}

static void guest_main(void *arg)
{
	(void)arg;
	guest.enter("init");
	guest.boot();
	engine_mark_boot();
	guest.story();
	guest.halt();
	guest.exit();
}

static void load_modules(void)
{
	char error[400];

	for (unsigned int i = 0; i < sizeof(modules) / sizeof(modules[0]); i++)
		cr_assert_not_null(module_load(0, harness_module(modules[i]), error, sizeof(error)),
				   "%s", error);
}

void base_world_build(const struct base_world *world)
{
	const struct engine_config config = {
		.memory = world->memory,
		.preempt = world->preempt,
		.points_max = 200000,
		.check_races = true,
	};

	engine_init(&config);
	rules_init();
	if (world->fault)
		fault_enable(world->fault);
	fault_arm(false);
	machine_add("guest", 2);
	load_modules();
	guest.enter = symbol("kernel_task_enter");
	guest.exit = symbol("kernel_task_exit");
	guest.boot = symbol("kernel_boot");
	guest.halt = symbol("kernel_halt");
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, guest_main, NULL);
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "boot: %s", finding_current()->text);
	fault_arm(true);
	snapshot_take();
}

static enum sim_verdict run_once(void)
{
	snapshot_restore();
	finding_clear();
	trace_begin(false);
	if (engine_run() == RUN_QUIET)
		rules_end();
	return finding_current()->verdict;
}

void base_world_expect(const char *story, enum sim_verdict verdict, uint64_t schedules)
{
	struct strategy *random = strategy_random(1);
	uint64_t found = 0;

	guest.story = symbol(story);
	strategy_set(random);
	for (uint64_t i = 0; i < schedules; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		got = run_once();
		random->end(random);
		found += got == verdict;
		cr_assert(got == SIM_PASS || got == verdict, "%s: schedule %lu: %s: %s", story,
			  (unsigned long)i, sim_verdict_name(got), finding_current()->text);
	}
	strategy_set(strategy_first());
	strategy_free(random);
	cr_assert(found, "%s: never %s", story, sim_verdict_name(verdict));
}
