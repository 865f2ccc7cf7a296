/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupts: where they may come, where not, and what nests on what. */
#include <criterion/criterion.h>

#include "harness_world.h"

#define SCHEDULES 300

void sim_test_raise(unsigned int irq);

void sim_test_raise(unsigned int irq)
{
	engine_irq_raise(0, irq);
}

static unsigned int seen_by(const char *first, const char *second)
{
	const struct test_world world = { .module = "engine/irq", .tasks = { first, second } };

	return test_world_count(&world, SCHEDULES, "seen");
}

static void fails(const char *task, enum sim_verdict verdict, const char *part)
{
	const struct test_world world = { .module = "engine/irq", .tasks = { task } };

	test_world_expect(&world, 0, verdict, part);
}

/* At once in some schedules, later in others. */
static void sometimes(unsigned int seen)
{
	cr_assert_gt(seen, 0u);
	cr_assert_lt(seen, test_world_schedules(SCHEDULES));
}

Test(irq, interrupts_come_between_any_two_steps)
{
	sometimes(seen_by("interrupted", NULL));
}

Test(irq, handlers_do_not_nest)
{
	seen_by("two_lines", NULL);
}

Test(irq, a_raise_while_pending_merges)
{
	seen_by("merges", NULL);
}

Test(irq, a_raise_while_running_runs_it_again)
{
	seen_by("runs_again", "raises_while_it_runs");
}

Test(irq, none_while_they_are_off)
{
	seen_by("off", NULL);
}

Test(irq, restore_brings_the_saved_state_back)
{
	seen_by("saved", NULL);
}

Test(irq, a_masked_line_waits)
{
	seen_by("masked", NULL);
}

Test(irq, none_after_the_line_is_freed)
{
	sometimes(seen_by("freed", NULL));
}

Test(irq, synchronize_waits_for_a_running_handler)
{
	sometimes(seen_by("synchronised", "raises_once"));
}

Test(irq, affinity_moves_a_line)
{
	seen_by("routed", "holds_cpu_1");
}

Test(irq, a_line_that_is_moved_does_not_run_twice_at_once)
{
	seen_by("runs_again", "moves_it_while_it_runs");
}

Test(irq, a_handler_knows_what_its_requester_knew)
{
	seen_by("gives_to_a_handler", "raises_on_request");
}

Test(irq, softirqs_run_after_the_hardirq)
{
	sometimes(seen_by("softirq_after_hardirq", NULL));
}

Test(irq, softirqs_wait_for_bottom_halves)
{
	seen_by("bottom_halves_off", NULL);
}

Test(irq, a_hardirq_nests_on_a_softirq)
{
	sometimes(seen_by("hardirq_on_softirq", NULL));
}

Test(irq, unbalanced_enables_are_bugs)
{
	fails("enables_preemption_twice", SIM_CRASH, "preempt_enable");
}

Test(irq, unbalanced_bottom_halves_are_bugs)
{
	fails("enables_bottom_halves_twice", SIM_CRASH, "local_bh_enable");
}
