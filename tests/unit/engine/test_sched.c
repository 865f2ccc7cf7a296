/* SPDX-License-Identifier: GPL-2.0-only */
/* Who may run when: preemption models, sleeping and waking, contexts. */
#include <criterion/criterion.h>

#include "harness_world.h"

#define SCHEDULES 300

void sim_test_raise(unsigned int irq);

void sim_test_raise(unsigned int irq)
{
	engine_irq_raise(0, irq);
}

/* Both on vCPU 0, whose queue is in the order of creation: the first runs first. */
static unsigned int on_one_cpu(const char *first, enum preempt_model preempt)
{
	const struct test_world world = {
		.module = "engine/sched",
		.tasks = { first, "other" },
		.cpus = 1,
		.preempt = preempt,
	};

	return test_world_count(&world, SCHEDULES, "seen");
}

static unsigned int on_two_cpus(const char *first, const char *second)
{
	const struct test_world world = { .module = "engine/sched", .tasks = { first, second } };

	return test_world_count(&world, SCHEDULES, "seen");
}

static void finds(const char *first, const char *second, enum sim_verdict verdict,
		  const char *part)
{
	const struct test_world world = { .module = "engine/sched", .tasks = { first, second } };

	test_world_expect(&world, second ? SCHEDULES : 0, verdict, part);
}

Test(preempt, none_leaves_a_task_alone)
{
	cr_assert_eq(on_one_cpu("steps", PREEMPT_NONE), 0u);
}

Test(preempt, none_does_not_yield_in_might_sleep)
{
	cr_assert_eq(on_one_cpu("steps_that_may_sleep", PREEMPT_NONE), 0u);
}

Test(preempt, none_yields_in_cond_resched)
{
	cr_assert_gt(on_one_cpu("steps_that_yield", PREEMPT_NONE), 0u);
}

Test(preempt, voluntary_yields_in_might_sleep)
{
	cr_assert_gt(on_one_cpu("steps_that_may_sleep", PREEMPT_VOLUNTARY), 0u);
}

Test(preempt, voluntary_yields_nowhere_else)
{
	cr_assert_eq(on_one_cpu("steps", PREEMPT_VOLUNTARY), 0u);
}

Test(preempt, full_yields_anywhere)
{
	cr_assert_gt(on_one_cpu("steps", PREEMPT_FULL), 0u);
}

Test(preempt, full_respects_preempt_disable)
{
	cr_assert_eq(on_one_cpu("steps_without_preemption", PREEMPT_FULL), 0u);
}

Test(preempt, full_respects_interrupts_off)
{
	cr_assert_eq(on_one_cpu("steps_without_interrupts", PREEMPT_FULL), 0u);
}

Test(preempt, full_respects_bottom_halves_off)
{
	cr_assert_eq(on_one_cpu("steps_without_bottom_halves", PREEMPT_FULL), 0u);
}

static void starves(const char *first, enum sim_verdict verdict)
{
	const struct test_world world = {
		.module = "engine/sched",
		.tasks = { first, "background", "other" },
	};

	test_world_expect(&world, 20, verdict, NULL);
}

Test(preempt, a_task_that_never_yields_starves_others)
{
	starves("hogs", SIM_STARVATION);
}

Test(preempt, a_task_that_yields_does_not)
{
	starves("shares", SIM_PASS);
}

Test(park, a_wake_up_before_sleeping_is_not_lost)
{
	cr_assert_eq(on_two_cpus("wakes_before", NULL), test_world_schedules(SCHEDULES));
}

Test(park, a_wake_up_at_any_time_is_not_lost)
{
	cr_assert_eq(on_two_cpus("sleeps", "wakes"), test_world_schedules(SCHEDULES));
}

Test(park, a_missing_wake_up_is_found)
{
	finds("sleeps", "forgets_to_wake", SIM_LOST_WAKEUP, "sleeps");
}

Test(park, a_sleep_that_nobody_ends_is_found)
{
	finds("sleeps_for_ever", NULL, SIM_LOST_WAKEUP, NULL);
}

Test(park, idle_workers_are_no_problem)
{
	finds("idles", NULL, SIM_PASS, NULL);
}

Test(park, with_interrupts_off)
{
	finds("sleeps_irqs_off", NULL, SIM_SLEEP_IN_ATOMIC, "interrupts off");
}

Test(park, with_preemption_off)
{
	finds("sleeps_preemption_off", NULL, SIM_SLEEP_IN_ATOMIC, "preemption off");
}

Test(park, with_bottom_halves_off)
{
	finds("sleeps_bottom_halves_off", NULL, SIM_SLEEP_IN_ATOMIC, "bottom halves");
}

Test(park, in_an_rcu_section)
{
	finds("sleeps_in_rcu", NULL, SIM_SLEEP_IN_ATOMIC, "RCU");
}

Test(park, in_a_softirq)
{
	finds("sleeps_in_softirq", "nothing", SIM_SLEEP_IN_ATOMIC, "softirq");
}

Test(park, in_a_hardirq)
{
	finds("sleeps_in_hardirq", "nothing", SIM_SLEEP_IN_ATOMIC, "hard interrupt");
}

Test(park, might_sleep_says_so_without_sleeping)
{
	finds("may_sleep_irqs_off", NULL, SIM_SLEEP_IN_ATOMIC, "kmalloc");
}

Test(contexts, slots_and_stacks_are_used_again)
{
	finds("creates_many", NULL, SIM_PASS, NULL);
}

Test(contexts, an_interrupt_sees_the_task_below)
{
	on_two_cpus("has_a_task", NULL);
}

Test(contexts, exit_does_not_return)
{
	cr_assert_eq(on_two_cpus("exits_early", NULL), 0u);
}

Test(contexts, know_their_machine_and_cpu)
{
	finds("counts", NULL, SIM_PASS, NULL);
}

Test(contexts, relaxing_lets_others_run)
{
	finds("spins_politely", "lets_go", SIM_PASS, NULL);
}
