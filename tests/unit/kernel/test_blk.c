/* SPDX-License-Identifier: GPL-2.0-only */
/* The block layer: each story under random schedules, in every memory model. */
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include "../harness_kernel.h"

struct story {
	char module[16];
	char function[32];
	enum memory_model memory;
	enum preempt_model preempt;
	enum sim_verdict verdict;
	char fault[8];
	bool reenter_guard;
};

/* Passes, with and without the disorder that the machine allows. */
#define STORY(file, name)                                                                          \
	{ .module = file, .function = name, .memory = MEMORY_SC, .preempt = PREEMPT_NONE },        \
	{                                                                                          \
		.module = file, .function = name, .memory = MEMORY_WEAK, .preempt = PREEMPT_FULL   \
	}
/* Passes although memory is refused. */
#define STARVED(file, name)                                                                        \
	{                                                                                          \
		.module = file, .function = name, .preempt = PREEMPT_FULL, .fault = "alloc"        \
	}
/* Does what must not be done. */
#define FOUND(file, name, finding)                                                                 \
	{                                                                                          \
		.module = file, .function = name, .verdict = finding                               \
	}

ParameterizedTestParameters(blk, stories)
{
	static struct story stories[] = {
		STORY("blk_order", "single_write"),
		STORY("blk_order", "back_merge"),
		STORY("blk_order", "noop_merges"),
		STORY("blk_order", "merge_limits"),
		STORY("blk_order", "deadline_order"),
		STORY("blk_order", "plug_gathers"),
		STORY("blk_order", "plug_sleeps"),
		STORY("blk_order", "plug_joins_queue"),
		STORY("blk_order", "own_requests"),
		STORY("blk_order", "change_elevator"),
		STORY("blk_flush", "flush_without_cache"),
		STORY("blk_flush", "flush_three_steps"),
		STORY("blk_flush", "flush_fua_device"),
		STORY("blk_flush", "flush_shared"),
		STORY("blk_flush", "flush_waits_for_data"),
		STORY("blk_flush", "flush_fails"),
		STORY("blk_flush", "flush_not_queueable"),
		STORY("blk_flush", "flush_storm"),
		STORY("blk_life", "request_limit"),
		STORY("blk_life", "plugs_side_by_side"),
		STORY("blk_life", "cleanup_busy"),
		STORY("blk_life", "partial_end"),
		STORY("blk_life", "requeue"),
		STORY("blk_life", "preparation"),
		STORY("blk_life", "execute"),
		STORY("blk_life", "stacked"),
		STORY("blk_life", "refused"),
		STORY("blk_life", "open_close"),
		STORY("blk_life", "segments"),
		{ .module = "blk_reenter",
		  .function = "enter_twice",
		  .memory = MEMORY_WEAK,
		  .preempt = PREEMPT_FULL,
		  .reenter_guard = true },
		FOUND("blk_reenter", "enter_twice", SIM_CRASH),
		STARVED("blk_fault", "create_fails"),
		STARVED("blk_fault", "io_never_fails"),
		STARVED("blk_fault", "execute_fails"),
		FOUND("blk_life", "end_twice", SIM_DOUBLE_COMPLETION),
		FOUND("blk_life", "end_not_started", SIM_BAD_REQUEST_STATE),
		FOUND("blk_life", "bio_ends_twice", SIM_DOUBLE_COMPLETION),
		FOUND("blk_life", "request_forgotten", SIM_LOST_REQUEST),
		FOUND("blk_life", "bio_forgotten", SIM_LEAK),
		FOUND("blk_life", "start_queue_irqs_on", SIM_CRASH),
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

/* Of the kernel library; as sim/include/linux/moduleparam.h lays it out. */
static void set_reenter_guard(void)
{
	const struct {
		const char *name, *type;
		bool *value;
	} *param = test_kernel_symbol("sim_param_blk_reenter_guard");

	cr_assert_str_eq(param->type, "bool");
	*param->value = true;
}

ParameterizedTest(struct story *story, blk, stories)
{
	char module[48];
	const struct test_kernel world = {
		.modules = { module },
		.memory = story->memory,
		.preempt = story->preempt,
		.fault = story->fault,
		.loaded = story->reenter_guard ? set_reenter_guard : NULL,
	};

	snprintf(module, sizeof(module), "tests/kernel/%s", story->module);
	test_kernel_build(&world);
	/* Memcheck looks at the simulator, which does the same in every schedule. */
	test_kernel_expect(story->function, story->verdict, RUNNING_ON_VALGRIND ? 5 : 200);
}
