/* SPDX-License-Identifier: GPL-2.0-only */
#include "kernel_world.h"

#include <stdio.h>

#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <model/disk.h>
#include <model/hostos.h>
#include <search/strategy.h>

#include "../harness.h"

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*test)(void);
} guest;

static void load(const char *name)
{
	char error[400];

	cr_assert_not_null(module_load(0, harness_module(name), error, sizeof(error)), "%s", error);
}

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	cr_assert_not_null(address, "no function %s", name);
	return address;
}

/* As sim/include/linux/moduleparam.h lays it out. */
static void set_parameter(const char *name)
{
	const struct {
		const char *name, *type;
		bool *value;
	} * param;
	char exported[64];

	snprintf(exported, sizeof(exported), "sim_param_%s", name);
	param = symbol(exported);
	cr_assert_str_eq(param->type, "bool");
	*param->value = true;
}

static void guest_main(void *arg)
{
	(void)arg;
	guest.enter("init");
	guest.boot();
	engine_mark_boot();
	guest.test();
	guest.halt();
	guest.exit();
}

static void add_drive(uint64_t sectors)
{
	const struct disk_spec spec = {
		.name = "drive",
		.kind = DISK_RAM,
		.sectors = sectors,
		.volatile_cache = true,
		.verify = true,
	};
	struct disk *disk = disk_create(&spec);

	disk_expect_cached(disk, true);
	hostos_add_drive(0, disk);
}

static void build(const struct kernel_world *world)
{
	const struct engine_config config = {
		.memory = world->memory,
		.preempt = world->preempt,
		.points_max = 200000,
		.check_races = true,
	};
	char path[128];

	engine_init(&config);
	rules_init();
	if (world->fault)
		fault_enable(world->fault);
	fault_arm(false);
	machine_add("guest", 2);
	if (world->drive_sectors)
		add_drive(world->drive_sectors);
	load("kernel");
	snprintf(path, sizeof(path), "tests/kernel/%s", world->module);
	load(path);
	if (world->parameter)
		set_parameter(world->parameter);
	guest.enter = symbol("kernel_task_enter");
	guest.exit = symbol("kernel_task_exit");
	guest.boot = symbol("kernel_boot");
	guest.halt = symbol("kernel_halt");
	guest.test = symbol(world->function);
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, guest_main, NULL);
	finding_clear();
	trace_begin(false);
	cr_assert_eq(engine_run(), RUN_MARK, "boot: %s", finding_current()->text);
	fault_arm(true);
	snapshot_take();
}

static enum sim_verdict run(void)
{
	snapshot_restore();
	finding_clear();
	trace_begin(false);
	if (engine_run() == RUN_QUIET)
		rules_end();
	return finding_current()->verdict;
}

void kernel_world_expect(const struct kernel_world *world, enum sim_verdict verdict)
{
	struct strategy *random = strategy_random(1);
	uint64_t found = 0;

	build(world);
	strategy_set(random);
	for (uint64_t i = 0; i < world->schedules; i++) {
		enum sim_verdict got;

		random->begin(random, i);
		got = run();
		random->end(random);
		found += got == verdict;
		cr_assert(got == SIM_PASS || got == verdict, "%s: schedule %lu: %s: %s",
			  world->function, (unsigned long)i, sim_verdict_name(got),
			  finding_current()->text);
	}
	cr_assert(found, "%s: never %s", world->function, sim_verdict_name(verdict));
}
