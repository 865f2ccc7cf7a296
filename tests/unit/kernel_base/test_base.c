/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel library without the block layer. Correct code stays silent in the tamest and in the
 * wildest world; each bug is found under its own name.
 */
#include <criterion/criterion.h>

#include "../harness_kernel.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SCHEDULES 150
#define WORLD(...)                                                                                 \
	{                                                                                          \
		.modules = { "tests/kernel_base/memory", "tests/kernel_base/text",                 \
			     "tests/kernel_base/thread", "tests/kernel_base/wait",                 \
			     "tests/kernel_base/work" },                                           \
		__VA_ARGS__                                                                        \
	}

static const char *const fine[] = {
	"wait_condition", "wait_exclusive", "wait_mixed", "wait_locked_condition", "wait_in_time",
	"completion_kept", "completion_all", "completion_on_stack", "mutex_excludes",
	"semaphore_counts", "plain_sleep", /* module_wait.c */
	"work_runs", "work_again", "work_never_twice", "work_frees_itself", "work_cancel",
	"work_cancel_requeues", "work_ordered", "work_limited", "work_flush_all", "work_drain",
	"work_waits_for_work", "work_delayed", "work_delayed_cancel", "work_delayed_mod",
	"timer_runs", "timer_cancel", "timer_rearms", /* module_work.c */
	"thread_stops", "thread_never_ran", "thread_parks", "thread_bound", "thread_worker",
	"tasklet_runs", "tasklet_disabled", "rcu_reader", "rcu_callback",
	"llist_all_arrive", /* module_thread.c */
	"pool_reserve", "pool_waits", "pool_resize", "slab_objects", "slab_grows", "pages_whole",
	"ids_lowest", "device_binds", "device_attribute",
	"device_attribute_removed", /* module_memory.c */
	"text_formats", "text_strings", "text_numbers", "text_bits", "text_lists",
};

static void expect_silence(enum memory_model memory, enum preempt_model preempt)
{
	const struct test_kernel world = WORLD(.memory = memory, .preempt = preempt);

	test_kernel_build(&world);
	for (unsigned int i = 0; i < COUNT(fine); i++)
		test_kernel_expect(fine[i], SIM_PASS, SCHEDULES);
}

Test(base, fine_sc)
{
	expect_silence(MEMORY_SC, PREEMPT_NONE);
}

Test(base, fine_tso)
{
	expect_silence(MEMORY_TSO, PREEMPT_VOLUNTARY);
}

Test(base, fine_weak)
{
	expect_silence(MEMORY_WEAK, PREEMPT_FULL);
}

Test(base, memory_refused)
{
	const struct test_kernel world = WORLD(.memory = MEMORY_WEAK, .preempt = PREEMPT_FULL, .fault = "alloc");

	test_kernel_build(&world);
	test_kernel_expect("pool_waits", SIM_PASS, 500);
	test_kernel_expect("pool_atomic_fails", SIM_PASS, 500);
}

static const struct {
	const char *story;
	enum sim_verdict verdict;
} bugs[] = {
	{ "wait_too_long", SIM_RESCUED_BY_TIMEOUT },
	{ "wait_test_first", SIM_LOST_WAKEUP },
	{ "sleep_with_lock", SIM_SLEEP_IN_ATOMIC },
	{ "work_after_destroy", SIM_USE_AFTER_FREE },
	{ "work_flush_under_lock", SIM_LOCK_ORDER },
	{ "thread_stop_under_lock", SIM_LOCK_ORDER },
	{ "rcu_freed_early", SIM_USE_AFTER_FREE },
	{ "pool_used_after_free", SIM_USE_AFTER_FREE },
	{ "pool_freed_twice", SIM_DOUBLE_FREE },
	{ "alloc_in_atomic", SIM_SLEEP_IN_ATOMIC },
	{ "ids_freed_twice", SIM_CRASH },
	{ "device_remove_under_lock", SIM_LOCK_ORDER },
};

Test(base, bugs)
{
	const struct test_kernel world = WORLD(.memory = MEMORY_SC, .preempt = PREEMPT_FULL);

	test_kernel_build(&world);
	for (unsigned int i = 0; i < COUNT(bugs); i++)
		test_kernel_expect(bugs[i].story, bugs[i].verdict, 400);
}
