/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel library without the block layer: each story under random schedules. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "kernel_world.h"

struct story {
	char module[16];
	char function[32];
	char fault[16]; /* empty: none */
	enum memory_model memory;
	enum preempt_model preempt;
	enum sim_verdict verdict;
};

/* Correct code: silent in the simplest and in the wildest world. */
#define FINE_FAULT(file, name, fault_name)                                                         \
	{ file, name, fault_name, MEMORY_SC, PREEMPT_NONE, SIM_PASS },                             \
		{ file, name, fault_name, MEMORY_TSO, PREEMPT_VOLUNTARY, SIM_PASS },               \
	{                                                                                          \
		file, name, fault_name, MEMORY_WEAK, PREEMPT_FULL, SIM_PASS                        \
	}
#define FINE(file, name) FINE_FAULT(file, name, "")
#define BUG(file, name, expected)                                                                  \
	{                                                                                          \
		file, name, "", MEMORY_SC, PREEMPT_FULL, expected                                  \
	}

ParameterizedTestParameters(base, stories)
{
	static struct story stories[] = {
		FINE("wait", "wait_condition"),
		FINE("wait", "wait_exclusive"),
		FINE("wait", "wait_mixed"),
		FINE("wait", "wait_locked_condition"),
		FINE("wait", "wait_in_time"),
		BUG("wait", "wait_too_long", SIM_RESCUED_BY_TIMEOUT),
		BUG("wait", "wait_test_first", SIM_LOST_WAKEUP),
		FINE("wait", "completion_kept"),
		FINE("wait", "completion_all"),
		FINE("wait", "completion_on_stack"),
		FINE("wait", "mutex_excludes"),
		FINE("wait", "semaphore_counts"),
		BUG("wait", "sleep_with_lock", SIM_SLEEP_IN_ATOMIC),
		FINE("wait", "plain_sleep"),
		FINE("work", "work_runs"),
		FINE("work", "work_again"),
		FINE("work", "work_never_twice"),
		FINE("work", "work_frees_itself"),
		FINE("work", "work_cancel"),
		FINE("work", "work_cancel_requeues"),
		FINE("work", "work_ordered"),
		FINE("work", "work_limited"),
		FINE("work", "work_flush_all"),
		FINE("work", "work_drain"),
		FINE("work", "work_waits_for_work"),
		FINE("work", "work_delayed"),
		FINE("work", "work_delayed_cancel"),
		FINE("work", "work_delayed_mod"),
		BUG("work", "work_after_destroy", SIM_USE_AFTER_FREE),
		BUG("work", "work_flush_under_lock", SIM_LOCK_ORDER),
		FINE("work", "timer_runs"),
		FINE("work", "timer_cancel"),
		FINE("work", "timer_rearms"),
		FINE("thread", "thread_stops"),
		FINE("thread", "thread_never_ran"),
		FINE("thread", "thread_parks"),
		FINE("thread", "thread_bound"),
		FINE("thread", "thread_worker"),
		BUG("thread", "thread_stop_under_lock", SIM_LOCK_ORDER),
		FINE("thread", "tasklet_runs"),
		FINE("thread", "tasklet_disabled"),
		FINE("thread", "rcu_reader"),
		FINE("thread", "rcu_callback"),
		BUG("thread", "rcu_freed_early", SIM_USE_AFTER_FREE),
		FINE("thread", "llist_all_arrive"),
		FINE("memory", "pool_reserve"),
		FINE("memory", "pool_waits"),
		FINE_FAULT("memory", "pool_waits", "alloc"),
		FINE_FAULT("memory", "pool_atomic_fails", "alloc"),
		FINE("memory", "pool_resize"),
		BUG("memory", "pool_used_after_free", SIM_USE_AFTER_FREE),
		BUG("memory", "pool_freed_twice", SIM_DOUBLE_FREE),
		FINE("memory", "slab_objects"),
		FINE("memory", "slab_grows"),
		FINE("memory", "pages_whole"),
		BUG("memory", "alloc_in_atomic", SIM_SLEEP_IN_ATOMIC),
		FINE("memory", "ids_lowest"),
		BUG("memory", "ids_freed_twice", SIM_CRASH),
		FINE("memory", "device_binds"),
		FINE("memory", "device_attribute"),
		FINE("memory", "device_attribute_removed"),
		BUG("memory", "device_remove_under_lock", SIM_LOCK_ORDER),
		FINE("text", "text_formats"),
		FINE("text", "text_strings"),
		FINE("text", "text_numbers"),
		FINE("text", "text_bits"),
		FINE("text", "text_lists"),
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, base, stories)
{
	const struct kernel_world world = {
		.module = story->module,
		.function = story->function,
		.memory = story->memory,
		.preempt = story->preempt,
		.fault = story->fault[0] ? story->fault : NULL,
		.schedules = 300,
	};

	kernel_world_expect(&world, story->verdict);
}
