/* SPDX-License-Identifier: GPL-2.0-only */
/* The vhost core on a host's kernel: each story under random schedules, in every memory model. */
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "../harness.h"

struct story {
	char module[16]; /* module_NAME.c */
	char function[24];
	char fault[8]; /* empty: none */
	enum memory_model memory;
	enum sim_verdict verdict;
};

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*story)(void);
} host;

static void host_main(void *arg)
{
	(void)arg;
	host.enter("init");
	host.boot();
	engine_mark_boot();
	host.story();
	host.halt();
	host.exit();
}

static void load(const char *name)
{
	char error[400];

	cr_assert_not_null(module_load(0, harness_module(name), error, sizeof(error)), "%s", error);
}

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	cr_assert_not_null(address, "no function %s", name);
	return address;
}

static void build(const struct story *story)
{
	const struct engine_config config = {
		.memory = story->memory,
		.preempt = PREEMPT_FULL,
		.points_max = 200000,
		.check_races = true,
	};
	char path[64];

	engine_init(&config);
	rules_init();
	if (story->fault[0])
		fault_enable(story->fault);
	fault_arm(false);
	machine_add("host", 2);
	load("kernel");
	load("vhost");
	snprintf(path, sizeof(path), "tests/drivers/%s", story->module);
	load(path);
	host.enter = symbol("kernel_task_enter");
	host.exit = symbol("kernel_task_exit");
	host.boot = symbol("kernel_boot");
	host.halt = symbol("kernel_halt");
	host.story = symbol(story->function);
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, host_main, NULL);
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "boot: %s", finding_current()->text);
	fault_arm(true);
	snapshot_take();
}

static enum sim_verdict run_restored(void)
{
	finding_clear();
	trace_begin(false);
	if (engine_run() == RUN_QUIET)
		rules_end();
	return finding_current()->verdict;
}

static enum sim_verdict run(void)
{
	snapshot_restore();
	return run_restored();
}

#define STORY(file, name)                                                                          \
	{ .module = file, .function = name },                                                      \
	{                                                                                          \
		.module = file, .function = name, .memory = MEMORY_WEAK                            \
	}

ParameterizedTestParameters(vhost, stories)
{
	static struct story stories[] = {
		STORY("vhost_ioctl", "before_owner"),
		STORY("vhost_ioctl", "owner"),
		STORY("vhost_ioctl", "memory_table"),
		STORY("vhost_ioctl", "vring_numbers"),
		STORY("vhost_ioctl", "vring_addresses"),
		STORY("vhost_ioctl", "eventfds"),
		STORY("vhost_ioctl", "dirty_log"),
		STORY("vhost_ioctl", "workers"),
		{ .module = "vhost_ioctl", .function = "starved", .fault = "alloc" },
		STORY("vhost", "requests"),
		STORY("vhost", "lies"),
		STORY("vhost", "translation"),
		STORY("vhost", "signals"),
		STORY("vhost", "unmapped"),
		STORY("vhost", "logged"),
		STORY("vhost", "kicks"),
		STORY("vhost", "flushes"),
		STORY("vhost", "killed"),
		{ .module = "vhost", .function = "flush_under_vq_mutex", .verdict = SIM_LOCK_ORDER },
		{ .module = "vhost", .function = "without_mutex", .verdict = SIM_CRASH },
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, vhost, stories)
{
	struct strategy *random = strategy_random(1);
	/* Memcheck looks at the simulator, which does the same in every schedule. */
	uint64_t found = 0, schedules = RUNNING_ON_VALGRIND ? 5 : 200;

	build(story);
	strategy_set(random);
	for (uint64_t i = 0; i < schedules; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		got = run();
		random->end(random);
		found += got == story->verdict;
		cr_assert(got == SIM_PASS || got == story->verdict, "%s: schedule %lu: %s: %s",
			  story->function, (unsigned long)i, sim_verdict_name(got),
			  finding_current()->text);
	}
	cr_assert(found, "%s: never %s", story->function, sim_verdict_name(story->verdict));
}

/* Storms of pseudo-random bytes; tests/fuzz/fuzz_vhost_ioctl.c thinks up others. */
Test(vhost, storms)
{
	const struct story story = { .module = "vhost_storm",
				     .function = "storm",
				     .memory = MEMORY_WEAK };
	struct strategy *random = strategy_random(1);
	uint64_t state = 1, storms = RUNNING_ON_VALGRIND ? 5 : 2000;
	uint32_t *size;
	uint8_t *bytes;

	build(&story);
	bytes = symbol("storm_bytes");
	size = symbol("storm_size");
	strategy_set(random);
	for (uint64_t i = 0; i < storms; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		snapshot_restore();
		for (*size = 0; *size < 256; (*size)++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			bytes[*size] = (uint8_t)(state >> 56);
		}
		got = run_restored();
		random->end(random);
		cr_assert_eq(got, SIM_PASS, "storm %lu: %s: %s", (unsigned long)i,
			     sim_verdict_name(got), finding_current()->text);
	}
}
