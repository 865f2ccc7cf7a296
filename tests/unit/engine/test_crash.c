/* SPDX-License-Identifier: GPL-2.0-only */
/* Whatever a module does, the run ends with a verdict and the next run works. */
#include <string.h>

#include <criterion/criterion.h>
#include <valgrind/memcheck.h>

#include "harness_world.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void (*body)(void *arg);

static void call_body(void *arg)
{
	body(arg);
}

static void add_body(void)
{
	engine_ctx_create(0, SIM_CTX_TASK, "culprit", 0, call_body, NULL);
}

static void build(void)
{
	const struct test_world world = {
		.module = "engine/crash",
		.tasks = { "is_fine" },
		.points_max = 5000,
		.setup = add_body,
	};

	test_world_build(&world);
}

static enum sim_verdict run(const char *name)
{
	body = (void (*)(void *))test_world_symbol(name);
	return test_world_run_first();
}

static void each(const char *const *names, unsigned int count, enum sim_verdict verdict,
		 const char *part)
{
	build();
	/* What memcheck would say of these is what they are about. */
	VALGRIND_DISABLE_ERROR_REPORTING;
	for (unsigned int i = 0; i < count; i++) {
		enum sim_verdict got = run(names[i]);

		cr_expect_eq(got, verdict, "%s: %s: %s", names[i], sim_verdict_name(got),
			     finding_current()->text);
		if (part)
			cr_expect_not_null(strstr(finding_current()->text, part), "%s: %s",
					   names[i], finding_current()->text);
		cr_expect_eq(run("is_fine"), SIM_PASS, "after %s: %s", names[i],
			     finding_current()->text);
	}
	VALGRIND_ENABLE_ERROR_REPORTING;
}

#define EACH(verdict, part, ...)                                                                   \
	do {                                                                                       \
		static const char *const names[] = { __VA_ARGS__ };                                \
		each(names, COUNT(names), verdict, part);                                          \
	} while (0)

Test(crash, null_pointers)
{
	EACH(SIM_CRASH, "NULL", "reads_null", "writes_null_field", "fills_null");
}

Test(crash, wild_pointers)
{
	EACH(SIM_CRASH, "culprit", "reads_wild", "reads_noncanonical");
}

Test(crash, wild_pointers_given_to_the_simulator)
{
	EACH(SIM_CRASH, "culprit", "atomic_on_wild", "copies_from_wild", "copies_to_noncanonical",
	     "locks_wild");
}

Test(crash, wild_functions)
{
	EACH(SIM_CRASH, "culprit", "calls_null", "calls_wild", "calls_noncanonical", "calls_data",
	     "calls_object");
}

Test(crash, bad_instructions)
{
	EACH(SIM_CRASH, "culprit", "illegal_instruction", "breakpoint", "divides");
}

Test(crash, an_own_report)
{
	EACH(SIM_CRASH, "BUG at here", "reports");
}

Test(crash, loops_that_access_memory)
{
	EACH(SIM_LIVELOCK, NULL, "loops_marked", "loops_relaxing");
}

/* Seen by a timer of processor time, every two seconds of it. */
Test(crash, loops_without_scheduling_points)
{
	if (RUNNING_ON_VALGRIND)
		return;
	EACH(SIM_LIVELOCK, "culprit", "loops_silent", "loops_plain");
}

Test(crash, stack_overflow)
{
	EACH(SIM_STACK_OVERFLOW, "culprit", "recursion_without_end");
}

Test(crash, a_big_frame_is_no_overflow)
{
	EACH(SIM_PASS, NULL, "deep_but_fine");
}

Test(crash, stubs_that_must_not_be_reached)
{
	EACH(SIM_STUB_CALLED, "reaches_stub: no driver needs it", "reaches_stub");
}

Test(crash, stubs_that_do_nothing)
{
	EACH(SIM_PASS, NULL, "calls_empty_stub");
}
