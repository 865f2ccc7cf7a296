/* SPDX-License-Identifier: GPL-2.0-only */
/* Network devices, polling and packets: each story under random schedules. */
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

/* In a world without disorder, and with all that the machine allows. */
#define WORLDS(...)                                                                                \
	{ .memory = MEMORY_SC, .preempt = PREEMPT_NONE, __VA_ARGS__ },                             \
	{                                                                                          \
		.memory = MEMORY_WEAK, .preempt = PREEMPT_FULL, __VA_ARGS__                        \
	}
#define STORY(name) WORLDS(.function = name)
#define FAULT(name, what) WORLDS(.function = name, .fault = what)
/* Does what must not be done. */
#define FOUND(name, finding) WORLDS(.function = name, .verdict = finding)

static void run(const struct story *story)
{
	const struct test_kernel world = {
		.modules = { "tests/kernel/netdevice", "tests/kernel/netdevice_tx",
			     "tests/kernel/napi", "tests/kernel/skbuff" },
		.memory = story->memory,
		.preempt = story->preempt,
		.fault = story->fault,
		.points_max = story->verdict == SIM_LIVELOCK ? 20000 : 0,
	};

	test_kernel_build(&world);
	/* Memcheck looks at the simulator, which does the same in every schedule. */
	test_kernel_expect(story->function, story->verdict, RUNNING_ON_VALGRIND ? 5 : 200);
}

ParameterizedTestParameters(netdevice, stories)
{
	static struct story stories[] = {
		STORY("napi_storm"),
		STORY("napi_missed"),
		STORY("napi_exhausted"),
		STORY("napi_two"),
		STORY("napi_disabled"),
		STORY("napi_disable_waits"),
		STORY("napi_disable_endless"),
		STORY("napi_freed"),
		STORY("tx_storm"),
		STORY("tx_shared"),
		STORY("tx_stopped"),
		STORY("tx_busy"),
		STORY("tx_locked"),
		STORY("tx_locked_by_two"),
		STORY("tx_changes"),
		STORY("life_calls"),
		STORY("life_refused"),
		STORY("life_names"),
		STORY("life_held"),
		FAULT("life_alloc_fails", "alloc"),
		STORY("link_off_on"),
		STORY("link_storm"),
		STORY("skb_bytes"),
		STORY("skb_shared"),
		STORY("skb_ends"),
		STORY("skb_queues"),
		FAULT("skb_alloc_fails", "alloc"),
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, netdevice, stories)
{
	run(story);
}

ParameterizedTestParameters(netdevice, mistakes)
{
	static struct story stories[] = {
		FOUND("napi_deleted_enabled", SIM_CRASH),
		FOUND("napi_deleted_polled", SIM_USE_AFTER_FREE),
		FOUND("napi_disable_atomic", SIM_SLEEP_IN_ATOMIC),
		FOUND("napi_disable_twice", SIM_LIVELOCK),
		FOUND("napi_enable_twice", SIM_CRASH),
		FOUND("napi_too_much_work", SIM_CRASH),
		FOUND("napi_not_scheduled", SIM_LOST_REQUEST),
		FOUND("tx_stopped_late", SIM_LOST_REQUEST),
		FOUND("tx_never_woken", SIM_LOST_REQUEST),
		FOUND("tx_busy_for_good", SIM_LIVELOCK),
		FOUND("tx_busy_but_freed", SIM_USE_AFTER_FREE),
		FOUND("tx_locked_inside", SIM_DEADLOCK),
		FOUND("tx_used_after_send", SIM_USE_AFTER_FREE),
		FOUND("tx_closed_while_locked", SIM_SLEEP_IN_ATOMIC),
		FOUND("life_open_without_rtnl", SIM_CRASH),
		FOUND("life_unregister_in_atomic", SIM_SLEEP_IN_ATOMIC),
		FOUND("life_unregister_under_rtnl", SIM_DEADLOCK),
		FOUND("life_reference_kept", SIM_LIVELOCK),
		FOUND("life_used_after_put", SIM_USE_AFTER_FREE),
		FOUND("life_freed_registered", SIM_USE_AFTER_FREE),
		FOUND("life_forgotten", SIM_LEAK),
		FOUND("skb_used_after_free", SIM_USE_AFTER_FREE),
		FOUND("skb_freed_twice", SIM_USE_AFTER_FREE),
		FOUND("skb_written_by_two", SIM_DATA_RACE),
		FOUND("skb_leaked", SIM_LEAK),
		FOUND("skb_too_long", SIM_CRASH),
		FOUND("skb_behind_end", SIM_OUT_OF_BOUNDS),
		FOUND("skb_never_written", SIM_UNINITIALISED),
		FOUND("skb_alloc_sleeps", SIM_SLEEP_IN_ATOMIC),
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, netdevice, mistakes)
{
	run(story);
}
