/* SPDX-License-Identifier: GPL-2.0-only */
#include "device_world.h"

#include <criterion/criterion.h>

#include <check/rule.h>
#include <engine/fault.h>
#include <engine/module.h>
#include <engine/state.h>
#include <engine/trace.h>
#include <linux/virtio_blk.h>
#include <search/strategy.h>

#include "harness.h"

#define JOBS 2
#define IOS 3
#define LINE 3

static const struct device_case *test;
static struct disk *disk;
static struct transport *transport;
static int guest, host;

/* In state memory, so that every schedule finds it fresh. */
static struct {
	long done; /* all jobs have ended */
	long jobs;
	struct sim_ctx *boot;
} * progress;

static void (*bare_setup)(const struct bare_setup *setup);
static int (*bare_probe)(void);
static int (*bare_io)(uint32_t type, uint64_t sector, void *data, uint32_t bytes);
static void (*bare_remove)(void);
static void (*bare_join)(void);
static void *(*bare_alloc)(unsigned int bytes);
static void (*bare_free)(void *ptr);

struct disk *device_world_disk(void)
{
	return disk;
}

struct transport *device_world_transport(void)
{
	return transport;
}

static void one_io(enum disk_op op, uint64_t sector, void *buffer)
{
	static const uint32_t types[] = { VIRTIO_BLK_T_IN, VIRTIO_BLK_T_OUT, VIRTIO_BLK_T_FLUSH };
	uint32_t bytes = op == DISK_FLUSH ? 0 : BARE_SECTORS * DISK_SECTOR_BYTES;
	uint32_t number = disk_expect_submit(disk, op, sector, BARE_SECTORS, 0);
	int error;

	if (op == DISK_WRITE)
		disk_expect_fill(disk, number, 0, buffer, bytes);
	error = bare_io(types[op], sector, op == DISK_FLUSH ? NULL : buffer, bytes);
	if (op == DISK_READ && !error)
		disk_expect_read(disk, number, 0, buffer, bytes);
	disk_expect_done(disk, number, error);
	engine_progress();
}

static void job(void *arg)
{
	unsigned int index = (uintptr_t)arg;
	void *buffer = bare_alloc(BARE_SECTORS * DISK_SECTOR_BYTES);

	for (unsigned int i = 0; i < (test->ios ? test->ios : IOS); i++) {
		uint64_t sector = (index * IOS + i / 2) * BARE_SECTORS;

		one_io(DISK_WRITE, sector, buffer);
		if (test->flush && i == 1)
			one_io(DISK_FLUSH, 0, NULL);
		one_io(DISK_READ, sector, buffer);
	}
	bare_free(buffer);
	bare_join();
	if (--progress->jobs)
		return;
	progress->done = 1;
	sim_unpark(progress->boot);
}

static void bring_up(void)
{
	const struct bare_setup setup = {
		.window = transport_window(transport),
		.irq = LINE,
		.queues = test->queues ? test->queues : 1,
		.bug = test->bug,
		.poll = test->poll,
	};
	int error;

	bare_setup(&setup);
	error = bare_probe();
	cr_assert_eq(error, 0, "probe: %d", error);
}

static void bring_up_again(void)
{
	void *buffer = bare_alloc(BARE_SECTORS * DISK_SECTOR_BYTES);

	bare_remove();
	bring_up();
	for (unsigned int i = 0; i < BARE_RING; i++) {
		one_io(DISK_WRITE, 0, buffer);
		one_io(DISK_READ, 0, buffer);
	}
	bare_free(buffer);
}

static void boot(void *arg)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK, .what = "the jobs" };

	(void)arg;
	transport_realize(transport);
	bring_up();
	engine_mark_boot();
	progress->jobs = JOBS;
	progress->boot = sim_ctx_current();
	for (uintptr_t i = 0; i < JOBS; i++)
		engine_ctx_create(guest, SIM_CTX_TASK, "job", i, job, (void *)i);
	sim_park(&progress->done, 1, &wait);
	bare_join();
	if (test->again)
		bring_up_again();
	if (test->power_cut) {
		disk_power_cut(disk);
		disk_expect_after_power_cut(disk);
	} else if (!test->rogue) {
		disk_expect_final(disk);
	}
	bare_remove();
	transport_unrealize(transport);
}

static void load(int machine, const char *name)
{
	char error[256];

	cr_assert_not_null(module_load(machine, harness_module(name), error, sizeof(error)), "%s",
			   error);
}

static void build(void)
{
	const struct engine_config config = {
		.memory = test->memory,
		.preempt = PREEMPT_FULL,
		.points_max = 100000,
		.check_races = true,
	};
	const struct disk_spec disk_spec = {
		.name = "vda",
		.sectors = 64,
		.volatile_cache = test->flush,
		.out_of_order = true,
		.verify = !test->rogue, /* which moves no data */
	};
	struct transport_spec spec = {
		.name = "virtio0",
		.device = test->rogue ? "rogue" : "virtio_blk",
		.device_id = 2,
		.irq = LINE,
		.service = test->service,
		.queues = test->queues ? test->queues : 1,
		.queue_size = 2 * BARE_RING,
		.event_idx = test->event_idx,
		.packed = test->packed,
		.notify_suppression = test->suppress,
		.seg_max = 4,
		.spurious_irq = test->spurious,
		.config_change = test->spurious,
	};
	char error[256];

	engine_init(&config);
	rules_init();
	if (test->fault)
		fault_enable(test->fault);
	guest = spec.guest = machine_add("guest", 2);
	host = spec.host = machine_add("host", 0);
	disk = spec.disk = disk_create(&disk_spec);
	transport = transport_create(&spec);
	load(host, "host");
	if (!test->rogue)
		load(host, "qemu_virtqueue");
	load(host, test->rogue ? "tests/model/rogue" : "qemu_blk");
	load(guest, "tests/model/bare");
	cr_assert(transport_bind(transport, error, sizeof(error)), "%s", error);
	if (test->rogue) {
		*(int *)module_symbol(host, "rogue_mistake") = test->rogue;
		*(int *)module_symbol(host, "rogue_packed") = test->packed;
	}
	bare_setup = module_symbol(guest, "bare_setup");
	bare_probe = module_symbol(guest, "bare_probe");
	bare_io = module_symbol(guest, "bare_io");
	bare_remove = module_symbol(guest, "bare_remove");
	bare_join = module_symbol(guest, "bare_join");
	bare_alloc = module_symbol(guest, "bare_alloc");
	bare_free = module_symbol(guest, "bare_free");
}

enum sim_verdict device_world_run(const struct device_case *wanted, unsigned int schedules)
{
	struct strategy *random = strategy_random(7);
	enum run_end end;

	test = wanted;
	build();
	progress = state_alloc(sizeof(*progress));
	engine_ctx_create(guest, SIM_CTX_TASK, "boot", 0, boot, NULL);
	finding_clear();
	trace_begin(false);
	end = engine_run();
	cr_assert_eq(end == RUN_MARK || finding_current()->verdict, 1, "the boot did not end");
	if (end != RUN_MARK)
		return finding_current()->verdict;
	snapshot_take();
	strategy_set(random);
	for (unsigned int i = 0; i < schedules && !finding_current()->verdict; i++) {
		snapshot_restore();
		trace_begin(false);
		random->begin(random, i);
		if (engine_run() == RUN_QUIET)
			rules_end();
		random->end(random);
	}
	return finding_current()->verdict;
}
