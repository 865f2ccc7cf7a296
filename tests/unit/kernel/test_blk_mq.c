/* SPDX-License-Identifier: GPL-2.0-only */
/* blk-mq: each story under random schedules, in every memory model. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include "../harness_kernel.h"

struct story {
	char function[32];
	enum memory_model memory;
	enum preempt_model preempt;
	enum sim_verdict verdict;
	char fault[8];
};

/* Passes, with and without the disorder that the machine allows. */
#define STORY(name)                                                                                \
	{ .function = name, .memory = MEMORY_SC, .preempt = PREEMPT_NONE },                        \
	{                                                                                          \
		.function = name, .memory = MEMORY_WEAK, .preempt = PREEMPT_FULL                   \
	}
/* Does what must not be done. */
#define FOUND(name, finding)                                                                       \
	{                                                                                          \
		.function = name, .verdict = finding                                               \
	}

ParameterizedTestParameters(blk_mq, stories)
{
	static struct story stories[] = {
		STORY("mq_storm"),
		STORY("mq_busy"),
		STORY("mq_refused"),
		STORY("mq_quiesced"),
		STORY("mq_requeued"),
		STORY("mq_own"),
		STORY("mq_init_fails"),
		STORY("mq_timeout_unused"),
		{ .function = "mq_create_fails", .preempt = PREEMPT_FULL, .fault = "alloc" },
		FOUND("mq_timeout_handled", SIM_RESCUED_BY_TIMEOUT),
		FOUND("mq_timeout_done", SIM_RESCUED_BY_TIMEOUT),
		FOUND("mq_timeout_reset", SIM_RESCUED_BY_TIMEOUT),
		FOUND("mq_stopped_for_good", SIM_LOST_REQUEST),
		FOUND("mq_used_after_end", SIM_USE_AFTER_FREE),
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, blk_mq, stories)
{
	const struct test_kernel world = {
		.modules = { "tests/kernel/blk_mq" },
		.memory = story->memory,
		.preempt = story->preempt,
		.fault = story->fault,
	};

	test_kernel_build(&world);
	/* Memcheck looks at the simulator, which does the same in every schedule. */
	test_kernel_expect(story->function, story->verdict, RUNNING_ON_VALGRIND ? 5 : 200);
}
