/* SPDX-License-Identifier: GPL-2.0-only */
/* Data races after KCSAN's rules: what is reported, and what must not be. */
#include <criterion/criterion.h>

#include <engine/engine.h>
#include <engine/state.h>

#include "harness_world.h"

#define SCHEDULES 400

static void irq_line(struct action *action)
{
	engine_irq_raise(0, 3);
	(void)action;
}

static void two(const char *first, const char *second, enum memory_model memory,
		enum sim_verdict verdict)
{
	const struct test_world world = {
		.module = "memory/races",
		.tasks = { first, second },
		.memory = memory,
	};

	test_world_expect(&world, SCHEDULES, verdict, NULL);
}

static void races(const char *first, const char *second)
{
	two(first, second, MEMORY_SC, SIM_DATA_RACE);
}

static void silent(const char *first, const char *second)
{
	two(first, second, MEMORY_SC, SIM_PASS);
}

static void silent_weak(const char *first, const char *second)
{
	two(first, second, MEMORY_WEAK, SIM_PASS);
}

Test(race, a_plain_read_against_a_plain_write)
{
	races("plain_read", "plain_write");
}

Test(race, under_weak_memory_too)
{
	two("plain_read", "plain_write", MEMORY_WEAK, SIM_DATA_RACE);
}

Test(race, under_tso_too)
{
	two("plain_read", "plain_write", MEMORY_TSO, SIM_DATA_RACE);
}

Test(race, a_plain_read_against_a_marked_write)
{
	races("plain_read", "marked_write");
}

Test(race, a_plain_read_against_an_atomic)
{
	races("plain_read", "atomic_add");
}

Test(race, of_a_granule_that_was_ones_own)
{
	races("write_read_write", "plain_write");
}

Test(race, of_a_part_of_a_structure_copied)
{
	races("big_copy", "big_part_write");
}

Test(race, when_a_flag_orders_nothing)
{
	two("publish_nothing", "receive_ctrl", MEMORY_WEAK, SIM_DATA_RACE);
}

Test(race, of_a_creator_that_goes_on)
{
	races("creates_and_goes_on", "nothing");
}

Test(race, two_plain_writes_are_atomic_as_kcsan_assumes)
{
	silent("plain_write", "plain_write");
}

Test(race, two_reads)
{
	silent("plain_read", "plain_read_on_1");
}

Test(race, a_marked_read_against_a_plain_write)
{
	silent("marked_read", "plain_write");
}

Test(race, marked_against_marked)
{
	silent_weak("marked_read", "marked_write");
}

Test(race, marked_against_atomic)
{
	silent_weak("marked_read", "atomic_add");
}

Test(race, data_race_on_the_reader)
{
	silent("ignored_read", "plain_write");
}

Test(race, data_race_on_the_reader_under_weak_memory)
{
	silent_weak("ignored_read", "marked_write");
}

Test(race, data_race_on_the_writer)
{
	silent("ignored_write", "plain_read");
}

Test(race, data_race_on_the_writer_under_weak_memory)
{
	silent_weak("ignored_write", "plain_read");
}

Test(race, neighbours_in_one_granule)
{
	silent("left_write", "right_write");
}

Test(race, neighbouring_bytes)
{
	silent_weak("first_byte", "last_byte");
}

Test(race, a_copy_of_a_neighbour)
{
	silent("left_copy", "right_write");
}

Test(race, a_fill_of_a_neighbour)
{
	silent("left_fill", "right_write");
}

Test(race, a_wide_marked_read_across_two_fields)
{
	silent("left_only", "whole_marked_then_right");
}

Test(race, under_one_lock)
{
	silent_weak("locked_add", "locked_add");
}

Test(race, release_and_acquire)
{
	silent_weak("publish", "receive");
}

Test(race, what_was_acquired_may_be_read_again)
{
	silent("publish", "receive_and_look_again");
}

Test(race, what_was_acquired_may_be_read_again_under_weak_memory)
{
	silent_weak("publish", "receive_and_look_again");
}

Test(race, what_was_acquired_from_an_exchange_may_be_read_again)
{
	silent_weak("exchange_in", "receive_and_look_again");
}

Test(race, what_comes_behind_a_release)
{
	races("publish_and_go_on", "receive");
}

Test(race, what_comes_behind_a_release_under_weak_memory)
{
	two("publish_and_go_on", "receive", MEMORY_WEAK, SIM_DATA_RACE);
}

Test(race, write_and_read_barriers)
{
	silent_weak("publish_wmb", "receive_rmb");
}

Test(race, write_and_read_barriers_under_sc)
{
	silent("publish_wmb", "receive_rmb");
}

Test(race, a_write_barrier_and_an_acquire)
{
	silent("publish_wmb", "receive");
}

Test(race, a_read_barrier_alone)
{
	races("publish_nothing", "receive_rmb");
}

Test(race, hand_over_by_waking)
{
	silent_weak("sleep_then_read", "write_then_wake");
}

Test(race, a_new_context_knows_what_its_creator_did)
{
	silent_weak("creates", "nothing");
}

static void arm_interrupts(void)
{
	for (int i = 0; i < 2; i++) {
		struct action *line = state_alloc(sizeof(*line));

		line->fn = irq_line;
		line->name = "line";
		action_arm(line, 0, ACTION_NORMAL);
	}
}

Test(race, interrupts_on_ones_own_vcpu)
{
	const struct test_world world = {
		.module = "memory/races",
		.tasks = { "with_own_interrupt" },
		.memory = MEMORY_WEAK,
		.setup = arm_interrupts,
	};

	test_world_expect(&world, SCHEDULES, SIM_PASS, NULL);
}
