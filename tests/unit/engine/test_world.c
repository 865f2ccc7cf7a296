/* SPDX-License-Identifier: GPL-2.0-only */
/* Registers and faults; snapshot, restore, and the same seed being the same run. */
#include <string.h>

#include <criterion/criterion.h>

#include <check/rule.h>
#include <engine/fault.h>
#include <engine/state.h>
#include <engine/trace.h>
#include <search/strategy.h>

#include "harness_world.h"

#define SCHEDULES 300

void sim_test_raise(unsigned int irq);
void sim_test_mark(void);

void sim_test_raise(unsigned int irq)
{
	engine_irq_raise(0, irq);
}

void sim_test_mark(void)
{
	engine_mark_boot();
}

static struct test_world world_of(const char *first, const char *second)
{
	return (struct test_world){
		.module = "engine/world",
		.tasks = { first, second },
		.memory = MEMORY_WEAK,
		.no_races = true,
	};
}

/* ---- registers ---- */

static uint64_t *registers;

static uint64_t register_read(void *opaque, uint64_t offset, unsigned int size)
{
	cr_assert_eq(opaque, (void *)registers);
	cr_assert_leq(size, 8u);
	return registers[offset / 8];
}

static void register_write(void *opaque, uint64_t offset, unsigned int size, uint64_t value)
{
	(void)opaque;
	(void)size;
	registers[offset / 8] = value;
}

static void add_window(void)
{
	static const struct mmio_ops ops = { register_read, register_write };

	registers = state_alloc(4096);
	*(void **)test_world_symbol("window") = mmio_window_add("device", 100, &ops, registers);
}

static void registers_give(const char *task, enum sim_verdict verdict, const char *part)
{
	struct test_world world = world_of(task, NULL);

	world.setup = add_window;
	test_world_expect(&world, 0, verdict, part);
}

Test(mmio, reaches_the_device)
{
	registers_give("uses_registers", SIM_PASS, NULL);
}

Test(mmio, where_no_device_is)
{
	registers_give("reads_no_device", SIM_OUT_OF_BOUNDS, "where no device is");
}

Test(mmio, across_the_end_of_a_window)
{
	registers_give("reads_across_the_end", SIM_OUT_OF_BOUNDS, "where no device is");
}

Test(mmio, an_ordinary_load)
{
	registers_give("reads_plainly", SIM_OUT_OF_BOUNDS, "without readl");
}

Test(mmio, an_ordinary_store)
{
	registers_give("writes_plainly", SIM_OUT_OF_BOUNDS, "without readl");
}

/* ---- faults ---- */

/* The most and the fewest faults of a run. */
static void faults_of(struct test_world *world, long *most, long *fewest)
{
	const long *failures;

	test_world_build(world);
	failures = test_world_symbol("failures");
	*most = 0;
	*fewest = 1000;
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "%s", finding_current()->text);
		*most = *failures > *most ? *failures : *most;
		*fewest = *failures < *fewest ? *failures : *fewest;
	}
}

Test(fault, happens_or_not)
{
	struct test_world world = world_of("may_fail", NULL);
	long most, fewest;

	world.fault = "alloc";
	faults_of(&world, &most, &fewest);
	cr_assert_gt(most, 1);
	cr_assert_lt(fewest, most);
}

Test(fault, no_more_than_the_limit)
{
	struct test_world world = world_of("may_fail", NULL);
	long most, fewest;

	world.fault = "alloc";
	world.fault_limit = 2;
	faults_of(&world, &most, &fewest);
	cr_assert_eq(most, 2);
	cr_assert_lt(fewest, 2);
}

Test(fault, none_that_is_not_enabled)
{
	struct test_world world = world_of("never_enabled", NULL);
	long most, fewest;

	world.fault = "alloc";
	faults_of(&world, &most, &fewest);
	cr_assert_eq(most, 0);
}

static void disarm(void)
{
	fault_arm(false);
}

Test(fault, none_while_held_back)
{
	struct test_world world = world_of("may_fail", NULL);
	long most, fewest;

	world.fault = "alloc";
	world.setup = disarm;
	faults_of(&world, &most, &fewest);
	cr_assert_eq(most, 0);
}

Test(fault, allocations_fail_that_may)
{
	struct test_world world = world_of("allocates", NULL);
	long most, fewest;

	world.fault = "alloc";
	faults_of(&world, &most, &fewest);
	cr_assert_gt(most, 0);
}

/* ---- snapshot and restore ---- */

static void boot(void)
{
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "%s", finding_current()->text);
}

Test(snapshot, every_schedule_starts_from_the_same_world)
{
	struct test_world world = world_of("before_the_snapshot", NULL);
	const long *seen;
	long first = 0;

	world.setup = boot;
	test_world_build(&world);
	seen = test_world_symbol("seen");
	for (unsigned int i = 0; i < test_world_schedules(SCHEDULES); i++) {
		cr_assert_eq(test_world_run(1, i), SIM_PASS, "schedule %u: %s", i,
			     finding_current()->text);
		if (!i)
			first = *seen;
		cr_assert_eq(*seen, first, "a new object moved");
	}
}

/* ---- determinism ---- */

struct ending {
	uint64_t hash, points;
	enum sim_verdict verdict;
};

static struct ending ending_of(unsigned int number)
{
	struct ending ending;

	ending.verdict = test_world_run(5, number);
	ending.hash = trace_hash();
	ending.points = engine_points();
	return ending;
}

static void build_busy(enum memory_model memory, enum preempt_model preempt)
{
	struct test_world world = world_of("busy_0", "busy_1");

	world.tasks[2] = "breaks_sometimes";
	world.host = "host_busy";
	world.fault = "alloc";
	world.memory = memory;
	world.preempt = preempt;
	world.allow_reuse = true;
	test_world_build(&world);
}

/* A seed gives the same run whatever ran before it in the process: in order, then backwards. */
static void same_in_any_order(enum memory_model memory, enum preempt_model preempt)
{
	static struct ending endings[200];
	unsigned int count = test_world_schedules(200), different = 0, broken = 0;

	build_busy(memory, preempt);
	for (unsigned int i = 0; i < count; i++) {
		endings[i] = ending_of(i);
		different += endings[i].hash != endings[0].hash;
		broken += endings[i].verdict != SIM_PASS;
		cr_assert(endings[i].verdict == SIM_PASS || endings[i].verdict == SIM_CRASH, "%s",
			  finding_current()->text);
	}
	cr_assert_gt(different, count / 2, "schedules do not differ");
	cr_assert_gt(broken, 0u, "no run ends early");
	for (unsigned int i = count; i-- > 0;) {
		struct ending again = ending_of(i);

		cr_assert_eq(again.hash, endings[i].hash, "schedule %u", i);
		cr_assert_eq(again.points, endings[i].points, "schedule %u", i);
		cr_assert_eq(again.verdict, endings[i].verdict, "schedule %u", i);
	}
}

Test(determinism, sc)
{
	same_in_any_order(MEMORY_SC, PREEMPT_NONE);
}

Test(determinism, tso)
{
	same_in_any_order(MEMORY_TSO, PREEMPT_VOLUNTARY);
}

Test(determinism, weak)
{
	same_in_any_order(MEMORY_WEAK, PREEMPT_FULL);
}

/* Twice the same process, once with schedules before it: the hash is no matter of history. */
Test(determinism, recording_changes_nothing)
{
	uint64_t hash;

	build_busy(MEMORY_WEAK, PREEMPT_FULL);
	for (unsigned int i = 0; i < test_world_schedules(50); i++) {
		struct strategy *random = strategy_random(5);

		hash = ending_of(i).hash;
		snapshot_restore();
		finding_clear();
		trace_begin(true);
		strategy_set(random);
		random->begin(random, i);
		if (engine_run() == RUN_QUIET)
			rules_end();
		random->end(random);
		strategy_set(strategy_first());
		strategy_free(random);
		cr_assert_eq(trace_hash(), hash, "schedule %u", i);
		cr_assert_gt(trace_count(), 0u);
	}
}
