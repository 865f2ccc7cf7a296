/* SPDX-License-Identifier: GPL-2.0-only */
#include "small_world.h"

#include <string.h>

#include <criterion/criterion.h>

#include <check/rule.h>
#include <engine/engine.h>
#include <engine/trace.h>

static int guest;

void small_world_build(void)
{
	const struct engine_config config = {
		.memory = MEMORY_SC,
		.preempt = PREEMPT_NONE,
		.points_max = 100000,
	};

	engine_init(&config);
	rules_init();
	guest = machine_add("guest", 2);
	finding_clear();
	trace_begin(false);
}

void small_world_task(const char *name, int cpu, void (*fn)(void *))
{
	engine_ctx_create(guest, SIM_CTX_TASK, name, cpu, fn, NULL);
}

enum sim_verdict small_world_run(void)
{
	if (engine_run() == RUN_QUIET)
		rules_end();
	return finding_current()->verdict;
}

enum sim_verdict small_world_of(void (*fn)(void *))
{
	small_world_build();
	small_world_task("task", 0, fn);
	return small_world_run();
}

void small_world_expect(enum sim_verdict verdict, const char *part)
{
	const struct finding *finding = finding_current();

	cr_assert_eq(finding->verdict, verdict, "%s: %s", sim_verdict_name(finding->verdict),
		     finding->text);
	if (part)
		cr_assert_not_null(strstr(finding->text, part), "%s", finding->text);
}
