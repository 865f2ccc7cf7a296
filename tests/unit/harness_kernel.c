/* SPDX-License-Identifier: GPL-2.0-only */
#include "harness_kernel.h"

#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "harness.h"

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*story)(void);
} machine;

static void first_task(void *arg)
{
	(void)arg;
	machine.enter("init");
	machine.boot();
	engine_mark_boot();
	machine.story();
	machine.halt();
	machine.exit();
}

static void load(const char *name)
{
	char error[400];

	cr_assert_not_null(module_load(0, harness_module(name), error, sizeof(error)), "%s", error);
}

void *test_kernel_symbol(const char *name)
{
	void *address = module_symbol(0, name);

	cr_assert_not_null(address, "no function %s", name);
	return address;
}

static void load_modules(const struct test_kernel *kernel)
{
	load("kernel");
	for (unsigned int i = 0; i < TEST_KERNEL_MODULES_MAX && kernel->modules[i]; i++)
		load(kernel->modules[i]);
	machine.enter = test_kernel_symbol("kernel_task_enter");
	machine.exit = test_kernel_symbol("kernel_task_exit");
	machine.boot = test_kernel_symbol("kernel_boot");
	machine.halt = test_kernel_symbol("kernel_halt");
}

void test_kernel_build(const struct test_kernel *kernel)
{
	const struct engine_config config = {
		.memory = kernel->memory,
		.preempt = kernel->preempt,
		.points_max = kernel->points_max ? kernel->points_max : 200000,
		.check_races = true,
	};

	engine_init(&config);
	rules_init();
	if (kernel->fault && kernel->fault[0])
		fault_enable(kernel->fault);
	fault_arm(false);
	machine_add("guest", kernel->cpus ? (int)kernel->cpus : 2);
	if (kernel->begin)
		kernel->begin();
	load_modules(kernel);
	if (kernel->loaded)
		kernel->loaded();
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, first_task, NULL);
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "boot: %s", finding_current()->text);
	fault_arm(true);
	snapshot_take();
}

enum sim_verdict test_kernel_run(const char *story)
{
	machine.story = test_kernel_symbol(story);
	finding_clear();
	trace_begin(false);
	if (engine_run() == RUN_QUIET)
		rules_end();
	return finding_current()->verdict;
}

void test_kernel_expect(const char *story, enum sim_verdict verdict, uint64_t schedules)
{
	struct strategy *random = strategy_random(1);
	uint64_t found = 0;

	strategy_set(random);
	for (uint64_t i = 0; i < schedules; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		snapshot_restore();
		got = test_kernel_run(story);
		random->end(random);
		found += got == verdict;
		cr_assert(got == SIM_PASS || got == verdict, "%s: schedule %lu: %s: %s", story,
			  (unsigned long)i, sim_verdict_name(got), finding_current()->text);
	}
	strategy_set(strategy_first());
	strategy_free(random);
	cr_assert(found, "%s: never %s", story, sim_verdict_name(verdict));
}
