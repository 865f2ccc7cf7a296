/* SPDX-License-Identifier: GPL-2.0-only */
/* Locks: exclusion in every schedule, and a verdict for each wrong use. */
#include <criterion/criterion.h>

#include "harness_world.h"

#define SCHEDULES 300

void sim_test_raise(unsigned int irq);

void sim_test_raise(unsigned int irq)
{
	engine_irq_raise(0, irq);
}

static struct test_world world_of(const char *first, const char *second)
{
	return (struct test_world){
		.module = "engine/lock",
		.tasks = { first, second },
		.memory = MEMORY_WEAK,
	};
}

static void silent(const char *first, const char *second)
{
	const struct test_world world = world_of(first, second);

	test_world_expect(&world, SCHEDULES, SIM_PASS, NULL);
}

static void finds(const char *first, const char *second, enum sim_verdict verdict,
		  const char *part)
{
	const struct test_world world = world_of(first, second);

	test_world_expect(&world, second ? SCHEDULES : 0, verdict, part);
}

Test(lock, spin_locks_exclude)
{
	silent("spin_section", "spin_section");
}

Test(lock, mutexes_exclude)
{
	silent("mutex_first", "mutex_section");
}

Test(lock, trylock_excludes_and_sometimes_fails)
{
	const struct test_world world = world_of("spin_section", "tries");

	cr_assert_gt(test_world_count(&world, SCHEDULES, "seen"), 0u);
}

Test(lock, trylock_of_ones_own_fails)
{
	silent("tries_its_own", NULL);
}

Test(lock, a_spinning_cpu_takes_interrupts)
{
	const struct test_world world =
		world_of("spins_with_interrupts_on", "holds_until_interrupt");

	cr_assert_eq(test_world_count(&world, SCHEDULES, "seen"), test_world_schedules(SCHEDULES));
}

Test(lock, a_stray_wake_up_gives_no_mutex)
{
	silent("mutex_sleeper", "wakes_mutex_sleeper");
}

Test(lock, spin_locks_hand_memory_over)
{
	silent("spin_pair", "spin_pair");
}

Test(lock, mutexes_hand_memory_over)
{
	silent("mutex_pair_first", "mutex_pair");
}

Test(lock, self_deadlock_on_a_spin_lock)
{
	finds("takes_spin_twice", NULL, SIM_DEADLOCK, "spin");
}

Test(lock, self_deadlock_on_a_mutex)
{
	finds("takes_mutex_twice", NULL, SIM_DEADLOCK, "mutex");
}

/* The lock that allows it, or the deadlock itself. */
Test(lock, an_interrupt_must_not_take_what_it_interrupted)
{
	const struct test_world world = world_of("interrupted_holder", NULL);
	unsigned int unsafe = 0, deadlocks = 0;

	test_world_build(&world);
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		enum sim_verdict got = test_world_run(1, i);

		unsafe += got == SIM_IRQ_UNSAFE_LOCK;
		deadlocks += got == SIM_DEADLOCK;
		cr_assert(got == SIM_PASS || got == SIM_IRQ_UNSAFE_LOCK || got == SIM_DEADLOCK,
			  "%s", finding_current()->text);
	}
	cr_assert_gt(unsafe + deadlocks, 0u);
}

Test(lock, an_interrupt_may_take_what_is_held_with_interrupts_off)
{
	silent("careful_holder", NULL);
}

Test(lock, opposite_orders)
{
	const struct test_world world = world_of("a_then_b", "b_then_a");

	test_world_build(&world);
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		enum sim_verdict got = test_world_run(1, i);

		cr_assert(got == SIM_LOCK_ORDER || got == SIM_DEADLOCK, "%s",
			  finding_current()->text);
	}
}

Test(lock, one_order)
{
	silent("a_then_b", "a_then_b_again");
}

Test(lock, a_lock_that_is_never_released)
{
	const struct test_world world = {
		.module = "engine/lock",
		.tasks = { "ends_with_lock", "spin_section" },
	};

	test_world_expect(&world, SCHEDULES, SIM_BAD_UNLOCK, "ends while it holds");
}

Test(lock, release_of_a_free_lock)
{
	finds("releases_free_lock", NULL, SIM_BAD_UNLOCK, "nobody holds");
}

Test(lock, release_twice)
{
	finds("releases_twice", NULL, SIM_BAD_UNLOCK, "nobody holds");
}

Test(lock, release_of_somebody_elses)
{
	finds("takes_and_waits", "releases_others_lock", SIM_BAD_UNLOCK, "takes_and_waits");
}

Test(lock, never_initialised)
{
	finds("uses_garbage", NULL, SIM_UNINITIALISED, "never initialised");
}

Test(lock, zeroed_is_initialised)
{
	silent("zeroed_lock_is_free", NULL);
}

Test(lock, destroyed_while_held)
{
	finds("destroys_held", NULL, SIM_TEARDOWN, "holds");
}

Test(lock, destroyed_while_waited_for)
{
	finds("destroys_waited_for", "mutex_section", SIM_TEARDOWN, "mutex");
}

Test(lock, destroyed_when_free_and_used_again)
{
	silent("destroys_free", NULL);
}

Test(lock, a_second_life_at_the_same_address)
{
	silent("lives_again", NULL);
}

Test(lock, a_mutex_with_interrupts_off)
{
	finds("mutex_in_atomic", NULL, SIM_SLEEP_IN_ATOMIC, "mutex");
}
