/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The watching of ring operations must not add ordering: the debug version of START_USE once had
 * barriers and hid the races it looked for (97a545ab6ce9). So an operation between a store and a
 * load must leave store buffering as possible as it is without one.
 */
#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "../harness.h"

#define SCHEDULES 2000

static char queues[2]; /* only their addresses matter */
static void (*store_then_load)(void *vq, int side);
static int *loaded;

void sim_test_notify(void);

/* The module's transport; no operation here reaches it. */
void sim_test_notify(void)
{
	cr_assert_fail("a kick");
}

static void side(void *arg)
{
	int number = (int)((char *)arg - queues);

	store_then_load(arg, number);
}

static struct module *load(const char *name)
{
	char error[400];
	struct module *module = module_load(0, harness_module(name), error, sizeof(error));

	cr_assert_not_null(module, "%s", error);
	return module;
}

static void build(enum memory_model memory)
{
	const struct engine_config config = { .memory = memory, .points_max = 100000 };
	struct module *module;
	int machine;

	engine_init(&config);
	rules_init();
	machine = machine_add("guest", 2);
	load("tests/check/ring");
	module = load("tests/check/ring_user");
	store_then_load = module_own_symbol(module, "user_store_then_load");
	loaded = module_own_symbol(module, "user_loaded");
	for (int i = 0; i < 2; i++)
		engine_ctx_create(machine, SIM_CTX_TASK, "side", i, side, &queues[i]);
	snapshot_take();
}

/* Schedules in which neither side saw the other's store. */
static unsigned int both_stale(enum memory_model memory)
{
	struct strategy *random = strategy_random(1);
	unsigned int count = 0;

	build(memory);
	strategy_set(random);
	for (int i = 0; i < SCHEDULES; i++) {
		snapshot_restore();
		finding_clear();
		trace_begin(false);
		random->begin(random, i);
		cr_assert_eq(engine_run(), RUN_QUIET, "%s", finding_current()->text);
		random->end(random);
		count += !loaded[0] && !loaded[1];
	}
	strategy_set(strategy_first());
	strategy_free(random);
	return count;
}

Test(vq_ordering, watching_leaves_store_buffering_possible)
{
	cr_assert_gt(both_stale(MEMORY_WEAK), SCHEDULES / 100);
}

Test(vq_ordering, and_under_tso)
{
	cr_assert_gt(both_stale(MEMORY_TSO), SCHEDULES / 100);
}

Test(vq_ordering, and_allows_nothing_new_under_sc)
{
	cr_assert_eq(both_stale(MEMORY_SC), 0u);
}
