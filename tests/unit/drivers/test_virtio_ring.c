/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's virtqueue: what each operation does to the ring, step by step. */
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "../harness.h"

struct story {
	char function[32]; /* of module_virtio_ring.c */
	char fault[16]; /* empty: none */
	unsigned int schedules;
};

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*story)(void);
} guest;

static void guest_main(void *arg)
{
	(void)arg;
	guest.enter("init");
	guest.boot();
	engine_mark_boot();
	guest.story();
	guest.halt();
	guest.exit();
}

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	cr_assert_not_null(address, "no function %s", name);
	return address;
}

static void build(const struct story *story)
{
	static const char *const names[] = { "kernel", "virtio_ring", "tests/drivers/virtio_ring" };
	const struct engine_config config = {
		.memory = MEMORY_WEAK,
		.preempt = PREEMPT_FULL,
		.points_max = 5000000,
		.check_races = true,
	};
	char error[400];

	engine_init(&config);
	rules_init();
	if (story->fault[0])
		fault_enable(story->fault);
	fault_arm(false);
	machine_add("guest", 1);
	for (unsigned int i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		cr_assert_not_null(module_load(0, harness_module(names[i]), error, sizeof(error)),
				   "%s", error);
	guest.enter = symbol("kernel_task_enter");
	guest.exit = symbol("kernel_task_exit");
	guest.boot = symbol("kernel_boot");
	guest.halt = symbol("kernel_halt");
	guest.story = symbol(story->function);
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, guest_main, NULL);
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "boot: %s", finding_current()->text);
	fault_arm(true);
	snapshot_take();
}

ParameterizedTestParameters(virtio_ring, stories)
{
	static struct story stories[] = {
		{ "ring_direct", "", 20 },
		{ "ring_indirect", "", 20 },
		{ "ring_indirect_or_direct", "alloc", 200 },
		{ "ring_mapping_fails", "add_buf", 200 },
		{ "ring_lists", "", 20 },
		{ "ring_index_wraps", "", 1 },
		{ "ring_suppression", "", 20 },
		{ "ring_event_index", "", 20 },
		{ "ring_callbacks", "", 20 },
		{ "ring_callbacks_delayed", "", 20 },
		{ "ring_detach", "", 20 },
		{ "ring_bad_id", "", 20 },
		{ "ring_breaks", "", 20 },
	};

	return cr_make_param_array(struct story, stories, sizeof(stories) / sizeof(stories[0]));
}

ParameterizedTest(struct story *story, virtio_ring, stories)
{
	struct strategy *random = strategy_random(1);

	build(story);
	strategy_set(random);
	for (unsigned int i = 0; i < story->schedules; i++) {
		random->begin(random, i);
		snapshot_restore();
		finding_clear();
		trace_begin(false);
		if (engine_run() == RUN_QUIET)
			rules_end();
		random->end(random);
		cr_assert_eq(finding_current()->verdict, SIM_PASS, "%s: schedule %u: %s: %s",
			     story->function, i, sim_verdict_name(finding_current()->verdict),
			     finding_current()->text);
	}
}
