/* SPDX-License-Identifier: GPL-2.0-only */
/* The vhost core on a host's kernel: each story under random schedules, in every memory model. */
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include <check/finding.h>
#include <search/strategy.h>

#include "../harness_kernel.h"

struct story {
	char module[16]; /* module_NAME.c */
	char function[24];
	char fault[8]; /* empty: none */
	enum memory_model memory;
	enum sim_verdict verdict;
};

static void build(const struct story *story)
{
	char module[64];
	const struct test_kernel world = {
		.modules = { "vhost", module },
		.memory = story->memory,
		.preempt = PREEMPT_FULL,
		.fault = story->fault,
	};

	snprintf(module, sizeof(module), "tests/drivers/%s", story->module);
	test_kernel_build(&world);
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
	build(story);
	/* Memcheck looks at the simulator, which does the same in every schedule. */
	test_kernel_expect(story->function, story->verdict, RUNNING_ON_VALGRIND ? 5 : 200);
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
	bytes = test_kernel_symbol("storm_bytes");
	size = test_kernel_symbol("storm_size");
	strategy_set(random);
	for (uint64_t i = 0; i < storms; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		snapshot_restore();
		for (*size = 0; *size < 256; (*size)++) {
			state = state * 6364136223846793005u + 1442695040888963407u;
			bytes[*size] = (uint8_t)(state >> 56);
		}
		got = test_kernel_run("storm");
		random->end(random);
		cr_assert_eq(got, SIM_PASS, "storm %lu: %s: %s", (unsigned long)i,
			     sim_verdict_name(got), finding_current()->text);
	}
}
