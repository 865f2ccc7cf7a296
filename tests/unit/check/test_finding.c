/* SPDX-License-Identifier: GPL-2.0-only */
/* What a finding holds: names, the stack, the first of several; and the LEAK rule. */
#include <string.h>

#include <criterion/criterion.h>

#include <engine/engine.h>
#include <engine/layout.h>
#include <engine/module.h>
#include <engine/symbolize.h>

#include "../harness.h"
#include "small_world.h"

static enum sim_verdict run_module(const char *function)
{
	struct module *module;
	char error[400];
	void (*fn)(void *);

	small_world_build();
	module = module_load(0, harness_module("tests/check/leaky"), error, sizeof(error));
	cr_assert_not_null(module, "%s", error);
	fn = (void (*)(void *))module_own_symbol(module, function);
	small_world_task("task", 0, fn);
	return small_world_run();
}

Test(finding, verdicts_have_their_names)
{
	cr_assert_str_eq(sim_verdict_name(SIM_PASS), "PASS");
	cr_assert_str_eq(sim_verdict_name(SIM_LOST_KICK), "LOST_KICK");
	cr_assert_str_eq(sim_verdict_name(SIM_STUB_CALLED), "STUB_CALLED");
	cr_assert_str_eq(sim_verdict_name(SIM_VERDICT_COUNT), "?");
	for (int verdict = 0; verdict < SIM_VERDICT_COUNT; verdict++)
		cr_assert_not_null(sim_verdict_name((enum sim_verdict)verdict));
}

Test(finding, the_stack_is_that_of_the_code_under_test)
{
	static const char *const names[] = { "deepest", "middle", "outermost" };
	const struct finding *finding = finding_current();
	char text[64];

	cr_assert_eq(run_module("outermost"), SIM_CRASH);
	small_world_expect(SIM_CRASH, "from deepest");
	cr_assert_geq(finding->frame_count, 3u);
	for (int i = 0; i < 3; i++) {
		symbolize_function(finding->frames[i], text, sizeof(text));
		cr_assert_str_eq(text, names[i]);
	}
	cr_assert_eq(finding->site, finding->frames[0]);
	symbolize_site(finding->site, text, sizeof(text));
	cr_assert_eq(strncmp(text, "module_leaky.c:", 15), 0, "%s", text);
	cr_assert_str_eq(finding->ctx_name, "task");
}

Test(finding, the_first_one_stays_until_the_next_run)
{
	small_world_build();
	finding_raise(SIM_LIVELOCK, 5, 6, "first", NULL);
	finding_raise(SIM_LEAK, 7, 8, "second", NULL);
	small_world_expect(SIM_LIVELOCK, "first");
	cr_assert_eq(finding_current()->site, 5u);
	cr_assert_eq(finding_current()->other_site, 6u);
	finding_clear();
	cr_assert_eq(finding_current()->verdict, SIM_PASS);
	finding_raise(SIM_LEAK, 7, 8, "second", NULL);
	small_world_expect(SIM_LEAK, "second");
}

/* Frame pointers of code that keeps none may point anywhere. */
Test(finding, a_damaged_stack_ends_the_walk)
{
	uintptr_t *stack;
	uint32_t frames[4];

	small_world_build();
	stack = (uintptr_t *)(STACKS_BASE + STACK_SLOT_BYTES - 256);
	stack[0] = (uintptr_t)&stack[4];
	stack[1] = 0x1234;
	stack[4] = (uintptr_t)&stack[2]; /* backwards */
	stack[5] = (uintptr_t)&stack;
	cr_assert_eq(finding_walk(stack, frames, 4), 0u);
	stack[4] = (uintptr_t)&stack[31]; /* too near the top */
	cr_assert_eq(finding_walk(stack, frames, 4), 0u);
	stack[4] = STACKS_BASE + 2 * STACK_SLOT_BYTES + 64; /* another stack */
	cr_assert_eq(finding_walk(stack, frames, 4), 0u);
	cr_assert_eq(finding_walk(NULL, frames, 4), 0u);
	cr_assert_eq(finding_walk(&frames, frames, 4), 0u);
}

Test(leak, what_a_guest_forgets)
{
	run_module("forgets");
	small_world_expect(SIM_LEAK, "guest never freed 24 bytes (sense buffer) allocated at "
				     "module_leaky.c:");
	small_world_expect(SIM_LEAK, "nor 1 more objects, 100 bytes");
}

Test(leak, freed_and_ignored_objects_are_none)
{
	cr_assert_eq(run_module("is_tidy"), SIM_PASS);
}
