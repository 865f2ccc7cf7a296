/* SPDX-License-Identifier: GPL-2.0-only */
/* Life, bounds and first writes: each misuse is named, each proper use is silent. */
#include <string.h>

#include <criterion/criterion.h>

#include <engine/module.h>
#include <memory/arena.h>

#include "harness_world.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct test_world world = { .module = "memory/life", .tasks = { "nothing" } };
static void (*body)(void *arg);

static void call_body(void *arg)
{
	body(arg);
}

static void add_body(void)
{
	engine_ctx_create(0, SIM_CTX_TASK, "user", 0, call_body, NULL);
}

/* All of these functions in one world, one schedule each. */
static void each(const char *const *names, unsigned int count, enum sim_verdict verdict,
		 const char *part)
{
	struct test_world with_body = world;

	with_body.setup = add_body;
	test_world_build(&with_body);
	for (unsigned int i = 0; i < count; i++) {
		enum sim_verdict got;

		body = (void (*)(void *))test_world_symbol(names[i]);
		got = test_world_run_first();
		cr_expect_eq(got, verdict, "%s: %s: %s", names[i], sim_verdict_name(got),
			     finding_current()->text);
		if (part)
			cr_expect_not_null(strstr(finding_current()->text, part), "%s: %s",
					   names[i], finding_current()->text);
	}
}

#define EACH(verdict, part, ...)                                                                   \
	do {                                                                                       \
		static const char *const names[] = { __VA_ARGS__ };                                \
		each(names, COUNT(names), verdict, part);                                          \
	} while (0)

static void pair(const char *first, const char *second, enum sim_verdict verdict, const char *part)
{
	struct test_world two = world;

	two.tasks[0] = first;
	two.tasks[1] = second;
	test_world_expect(&two, 50, verdict, part);
}

Test(life, right_of_an_object)
{
	EACH(SIM_OUT_OF_BOUNDS, "object", "right_8", "right_16", "right_32", "right_64", "tail_16",
	     "tail_32", "tail_64");
}

Test(life, left_of_an_object)
{
	EACH(SIM_OUT_OF_BOUNDS, "of object", "left_8", "left_16", "left_32", "left_64");
}

Test(life, where_nothing_is)
{
	EACH(SIM_OUT_OF_BOUNDS, NULL, "far_right", "never_allocated", "far_left_of_object");
}

Test(life, ranges_beside_an_object)
{
	EACH(SIM_OUT_OF_BOUNDS, NULL, "copy_beyond", "copy_before", "copy_into_less",
	     "copy_minus_one", "fill_beyond", "assign_beyond");
}

Test(life, ranges_in_freed_memory)
{
	EACH(SIM_USE_AFTER_FREE, "object", "fill_dead", "compare_dead", "assign_from_dead");
}

Test(life, use_after_free)
{
	EACH(SIM_USE_AFTER_FREE, "object", "dead_read_8", "dead_read_16", "dead_read_32",
	     "dead_read_64", "dead_write_8", "dead_write_16", "dead_write_32", "dead_write_64",
	     "atomic_on_dead", "lock_in_dead");
}

Test(life, double_free)
{
	EACH(SIM_DOUBLE_FREE, "object", "free_twice");
}

Test(life, free_of_what_is_no_object)
{
	EACH(SIM_OUT_OF_BOUNDS, "not the start", "free_inside", "free_a_variable",
	     "free_the_stack");
}

Test(life, proper_use)
{
	EACH(SIM_PASS, NULL, "every_byte_of_every_size", "copy_whole", "assign_whole",
	     "free_nothing", "reads_constant", "unpoisoned", "zeroed", "too_big");
}

Test(life, a_freed_address_rests)
{
	EACH(SIM_PASS, NULL, "quarantine", "addresses_come_back", "alignments");
}

Test(life, reads_before_the_first_write)
{
	EACH(SIM_UNINITIALISED, "object", "unwritten", "partly_written", "other_half",
	     "half_filled", "unwritten_tail", "unwritten_atomic", "unwritten_marked");
}

Test(life, every_way_to_write_initialises)
{
	EACH(SIM_PASS, NULL, "written_by_bytes", "written_by_atomic", "written_by_copy",
	     "copied_unread");
}

Test(life, back_in_its_pool)
{
	EACH(SIM_USE_AFTER_FREE, "back in its pool", "poisoned", "poisoned_small",
	     "poisoned_tail");
}

Test(life, bounds_come_back_with_the_object)
{
	EACH(SIM_OUT_OF_BOUNDS, "object", "unpoisoned_bounds");
}

Test(life, constants_are_not_written)
{
	EACH(SIM_CRASH, "constant", "writes_constant");
}

Test(life, another_contexts_live_frame)
{
	pair("lends_live_frame", "uses_live_frame", SIM_PASS, NULL);
}

Test(life, another_contexts_dead_frame)
{
	pair("lends_dead_frame", "uses_dead_frame", SIM_USE_AFTER_FREE, "stack frame");
}

Test(life, the_stack_of_a_context_that_ended)
{
	pair("lends_live_frame", "uses_ended_stack", SIM_USE_AFTER_FREE, NULL);
}

Test(life, leaks_are_listed_with_name_and_size)
{
	struct test_world leaky = world;
	const void *ptr;
	const char *name;
	void *iter = NULL;
	uint32_t site;
	size_t size;

	leaky.tasks[0] = "forgets";
	test_world_expect(&leaky, 0, SIM_LEAK, "object");
	cr_assert(arena_next_live(0, &iter, &ptr, &size, &name, &site));
	cr_assert_eq(size, 24u);
	cr_assert_str_eq(name, "object");
	cr_assert_eq(module_of(site), module_find(0, "life"));
	cr_assert_not(arena_next_live(0, &iter, &ptr, &size, &name, &site));
}

Test(life, nothing_leaks)
{
	struct test_world tidy = world;

	tidy.tasks[0] = "frees_all";
	test_world_expect(&tidy, 0, SIM_PASS, NULL);
}
