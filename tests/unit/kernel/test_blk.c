/* SPDX-License-Identifier: GPL-2.0-only */
/* The block layer: each story under random schedules, in every memory model. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <valgrind/valgrind.h>

#include "kernel_world.h"

struct story {
	char module[16];
	char function[32];
	enum memory_model memory;
	enum preempt_model preempt;
	enum sim_verdict verdict;
	char fault[8];
};

#define STORY(file, name)                                                                          \
	{ file, name, MEMORY_SC, PREEMPT_NONE, SIM_PASS, "" },                                     \
	{                                                                                          \
		file, name, MEMORY_WEAK, PREEMPT_FULL, SIM_PASS, ""                                \
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
		STORY("blk_life", "cleanup_busy"),
		STORY("blk_life", "partial_end"),
		STORY("blk_life", "requeue"),
		STORY("blk_life", "preparation"),
		STORY("blk_life", "execute"),
		STORY("blk_life", "stacked"),
		STORY("blk_life", "refused"),
		STORY("blk_life", "open_close"),
		STORY("blk_life", "segments"),
		{ "blk_fault", "create_fails", MEMORY_SC, PREEMPT_NONE, SIM_PASS, "alloc" },
		{ "blk_fault", "io_never_fails", MEMORY_SC, PREEMPT_FULL, SIM_PASS, "alloc" },
		{ "blk_fault", "execute_fails", MEMORY_SC, PREEMPT_FULL, SIM_PASS, "alloc" },
		{ "blk_life", "end_twice", MEMORY_SC, PREEMPT_NONE, SIM_DOUBLE_COMPLETION, "" },
		{ "blk_life", "end_not_started", MEMORY_SC, PREEMPT_NONE, SIM_BAD_REQUEST_STATE,
		  "" },
		{ "blk_life", "bio_ends_twice", MEMORY_SC, PREEMPT_NONE, SIM_DOUBLE_COMPLETION,
		  "" },
		{ "blk_life", "request_forgotten", MEMORY_SC, PREEMPT_NONE, SIM_LOST_REQUEST, "" },
		{ "blk_life", "bio_forgotten", MEMORY_SC, PREEMPT_NONE, SIM_LEAK, "" },
		{ "blk_life", "start_queue_irqs_on", MEMORY_SC, PREEMPT_NONE, SIM_CRASH, "" },
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, blk, stories)
{
	const struct kernel_world world = {
		.module = story->module,
		.function = story->function,
		.memory = story->memory,
		.preempt = story->preempt,
		.fault = story->fault[0] ? story->fault : NULL,
		/* Memcheck looks at the simulator, which does the same in every schedule. */
		.schedules = RUNNING_ON_VALGRIND ? 5 : 200,
	};

	kernel_world_expect(&world, story->verdict);
}
