/* SPDX-License-Identifier: GPL-2.0-only */
/* Timers and watchdogs, order of actions in virtual time, RCU. */
#include <criterion/criterion.h>

#include <engine/state.h>

#include "harness_world.h"

#define SCHEDULES 400

static struct test_world world_of(const char *first, const char *second)
{
	return (struct test_world){
		.module = "engine/time",
		.tasks = { first, second },
		.memory = MEMORY_WEAK,
		.no_races = true,
	};
}

static unsigned int seen_by(const char *first, const char *second)
{
	const struct test_world world = world_of(first, second);

	return test_world_count(&world, SCHEDULES, "seen");
}

static void finds(const char *first, const char *second, enum sim_verdict verdict,
		  const char *part)
{
	const struct test_world world = world_of(first, second);

	test_world_expect(&world, second ? SCHEDULES : 0, verdict, part);
}

Test(timer, fires_at_any_time)
{
	unsigned int seen = seen_by("normal", NULL);

	cr_assert_gt(seen, 0u);
	cr_assert_lt(seen, test_world_schedules(SCHEDULES));
}

Test(timer, a_watchdog_waits_until_nothing_else_can_run)
{
	cr_assert_eq(seen_by("watchdog_waits", "reads"), 0u);
}

Test(timer, a_cancelled_one_does_not_fire)
{
	seen_by("cancelled", NULL);
}

Test(timer, arming_again_moves_it)
{
	cr_assert_eq(seen_by("armed_again", NULL), 0u);
}

Test(timer, may_arm_itself)
{
	seen_by("periodic", NULL);
}

Test(timer, cancel_sync_waits_for_its_function)
{
	seen_by("arms_slow", "cancels_elsewhere");
}

Test(timer, a_dozen_due_at_once)
{
	seen_by("twelve", NULL);
}

Test(timer, a_timeout_alone_is_no_rescue)
{
	cr_assert_eq(seen_by("times_out", NULL), test_world_schedules(SCHEDULES));
}

Test(timer, work_done_only_after_a_timeout_is_reported)
{
	finds("rescued", "waits_for_rescued", SIM_RESCUED_BY_TIMEOUT, NULL);
}

Test(timer, never_set_up)
{
	finds("garbage_timer", NULL, SIM_UNINITIALISED, "timer");
}

/* ---- order in virtual time ---- */

struct noted {
	struct action action; /* first */
	char letter;
};

static char order[16];
static unsigned int noted;

static void note(struct action *action)
{
	order[noted++] = ((struct noted *)action)->letter;
}

static struct noted *arm(char letter, sim_ns due, enum action_class class)
{
	struct noted *one = state_alloc(sizeof(*one));

	one->letter = letter;
	one->action.fn = note;
	one->action.name = "note";
	action_arm(&one->action, due, class);
	return one;
}

static void arm_several(void)
{
	arm('d', 30, ACTION_NORMAL);
	arm('a', 10, ACTION_NORMAL);
	struct noted *cancelled = arm('x', 15, ACTION_NORMAL);
	arm('b', 20, ACTION_NORMAL);
	arm('w', 5, ACTION_WATCHDOG);
	arm('v', 4, ACTION_WATCHDOG);
	action_cancel(&cancelled->action);
	/* Takes the slot of the cancelled one, but its place in order is the last among equals. */
	arm('c', 20, ACTION_NORMAL);
}

Test(action, virtual_time_orders_by_due_time_and_sequence)
{
	struct test_world world = world_of("nothing", NULL);

	world.timed = true;
	world.setup = arm_several;
	test_world_build(&world);
	for (unsigned int i = 0; i < 20; i++) {
		noted = 0;
		cr_assert_eq(test_world_run(1, i), SIM_PASS);
		order[noted] = '\0';
		cr_assert_str_eq(order, "abcdvw");
	}
}

Test(action, otherwise_any_order_but_watchdogs_last)
{
	struct test_world world = world_of("nothing", NULL);
	unsigned int in_order = 0, schedules = test_world_schedules(SCHEDULES);

	world.setup = arm_several;
	test_world_build(&world);
	for (unsigned int i = 0; i < schedules; i++) {
		noted = 0;
		cr_assert_eq(test_world_run(1, i), SIM_PASS);
		order[noted] = '\0';
		cr_assert_eq(noted, 6u);
		cr_assert_eq(order[4], 'v');
		cr_assert_eq(order[5], 'w');
		in_order += order[0] == 'a' && order[1] == 'b';
	}
	cr_assert_gt(in_order, 0u);
	cr_assert_lt(in_order, schedules);
}

/* ---- RCU ---- */

Test(rcu, synchronize_waits_for_readers)
{
	seen_by("replaces", "reads");
}

Test(rcu, without_it_the_reader_sees_the_dead_object)
{
	finds("replaces_too_soon", "reads", SIM_CRASH, "not READ(*at) >= 0");
}

Test(rcu, a_callback_waits_for_readers)
{
	seen_by("replaces_later", "reads");
}

Test(rcu, barrier_waits_for_callbacks)
{
	seen_by("waits_for_callbacks", "reads");
}

Test(rcu, callbacks_come_in_order_however_many)
{
	seen_by("many_callbacks", "reads");
}

Test(rcu, callbacks_held_up_by_bottom_halves)
{
	seen_by("many_callbacks_held_up", "reads");
}

/* RCU+sync+read of the kernel's litmus tests: a section cannot span a grace period. */
Test(rcu, the_grace_period_guarantee)
{
	const struct test_world world = world_of("gp_writer", "gp_reader");
	const long *seen, *phase;
	unsigned int missed = 0;

	test_world_build(&world);
	seen = test_world_symbol("seen");
	phase = test_world_symbol("phase");
	for (unsigned int i = 0; i < test_world_schedules(5000); i++) {
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "%s", finding_current()->text);
		cr_assert(!(*seen && *phase == 2), "schedule %u", i);
		missed += *seen != 0;
	}
	cr_assert_gt(missed, 0u);
}

Test(rcu, unlock_outside_a_section)
{
	finds("unlocks_nothing", NULL, SIM_BAD_UNLOCK, "outside a read-side section");
}

Test(rcu, synchronize_inside_a_section)
{
	finds("synchronises_in_reader", NULL, SIM_SLEEP_IN_ATOMIC, "RCU");
}
