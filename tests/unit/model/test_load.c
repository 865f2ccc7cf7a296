/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The workload's native half, driven as the guest's half drives it: a good run passes, and each way
 * in which an I/O can go wrong has its verdict.
 */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include <check/finding.h>
#include <engine/engine.h>
#include <model/load.h>
#include <search/strategy.h>
#include <sim/load.h>

#define SERIAL "serial-7"

static struct world_spec spec;
static struct disk *disk;
static struct sim_load_io *io;
static char *buffer;

static void defaults(void)
{
	world_spec_defaults(&spec);
	spec.load.numjobs = 1;
	spec.load.iodepth = 2;
	spec.load.number_ios = 3;
}

TestSuite(load, .init = defaults);

static void enter(void *body)
{
	io = sim_alloc(sizeof(*io), 8, 0, "io");
	buffer = sim_alloc(spec.load.bs_bytes, 512, SIM_ALLOC_ZERO, "buffer");
	((void (*)(void))body)();
}

/* Runs body as the guest's only task. */
static enum sim_verdict run(void (*body)(void))
{
	const struct engine_config config = { .points_max = 100000 };
	const struct disk_spec disk_spec = { .name = "vda",
					     .sectors = spec.host.disk_sectors,
					     .verify = true };
	int machine;

	engine_init(&config);
	machine = machine_add("guest", 1);
	disk = disk_create(&disk_spec);
	load_build(&spec, disk, SERIAL);
	strategy_set(strategy_first());
	engine_ctx_create(machine, SIM_CTX_TASK, "task", 0, enter, (void *)body);
	engine_run();
	return finding_current()->verdict;
}

static void reported(enum sim_verdict verdict, const char *words)
{
	cr_assert_not_null(strstr(finding_current()->text, words), "says: %s",
			   finding_current()->text);
	cr_assert_eq(finding_current()->verdict, verdict);
}

/* What a disk would do with a write: the oracle only looks at the ends. */
static void finish(uint32_t id, int error)
{
	sim_load_ended(id, error);
	sim_load_release(id);
}

static void all_writes_end(void)
{
	while (sim_load_next(0, io)) {
		sim_load_fill(io->id, 0, buffer, 1024);
		finish(io->id, 0);
	}
	sim_load_job_done(0);
	load_wait_submitted(0);
	cr_assert_eq(load_counts().submitted, 3);
	cr_assert_eq(load_counts().completed, 3);
	cr_assert_eq(load_counts().bytes, 3072);
}

Test(load, passes_when_each_io_ends_once)
{
	cr_assert_eq(run(all_writes_end), SIM_PASS, "%s", finding_current()->text);
}

static void end_twice(void)
{
	sim_load_next(0, io);
	sim_load_ended(io->id, 0);
	sim_load_ended(io->id, 0);
}

Test(load, reports_a_second_end)
{
	run(end_twice);
	reported(SIM_DOUBLE_COMPLETION, "write 0 of job 0");
}

static void end_after_release(void)
{
	sim_load_next(0, io);
	finish(io->id, 0);
	sim_load_ended(io->id, 0);
}

Test(load, reports_an_end_after_the_io_is_gone)
{
	run(end_after_release);
	reported(SIM_DOUBLE_COMPLETION, "a second time");
}

static void fail_one(void)
{
	sim_load_next(0, io);
	finish(io->id, -EIO);
}

Test(load, reports_an_error_that_nothing_explains)
{
	run(fail_one);
	reported(SIM_BAD_REQUEST_STATE, "ended with -5, but nothing failed");
}

Test(load, accepts_errors_where_the_disk_may_fail)
{
	spec.faults.names[0] = "io_error";
	spec.faults.count = 1;
	cr_assert_eq(run(fail_one), SIM_PASS, "%s", finding_current()->text);
	cr_assert_eq(load_counts().errors, 1);
}

static void fail_while_removed(void)
{
	sim_load_next(0, io);
	load_expect_errors();
	finish(io->id, -ENODEV);
}

Test(load, accepts_errors_once_the_device_goes)
{
	cr_assert_eq(run(fail_while_removed), SIM_PASS, "%s", finding_current()->text);
}

static void leave_one(void)
{
	sim_load_next(0, io);
	load_check_final();
}

Test(load, reports_an_io_that_never_ends)
{
	run(leave_one);
	reported(SIM_LOST_REQUEST, "never ended");
}

static void read_wrong_data(void)
{
	sim_load_next(0, io);
	memset(buffer, 0x5a, 1024);
	sim_load_ended(io->id, 0);
	sim_load_check(io->id, 0, buffer, 1024, 0x5a5a5a5a5a5a5a5a);
}

Test(load, reports_wrong_data)
{
	spec.load.rw = RW_READ;
	run(read_wrong_data);
	reported(SIM_DATA_CORRUPTION, "sector 0");
}

static void see_old_data(void)
{
	uint64_t first;

	sim_load_next(0, io);
	for (uint64_t sector = 0; sector < 2; sector++)
		disk_pattern(io->sector + sector, 0, (uint8_t *)buffer + 512 * sector);
	memcpy(&first, buffer, sizeof(first));
	sim_load_ended(io->id, 0);
	sim_load_check(io->id, 0, buffer, 1024, first);
	sim_load_check(io->id, 0, buffer, 1024, first + 1);
}

Test(load, reports_a_task_that_sees_something_else_than_was_read)
{
	spec.load.rw = RW_READ;
	run(see_old_data);
	reported(SIM_DATA_CORRUPTION, "the task that waited for it saw");
}

static void fill_up(void)
{
	uint64_t first;

	sim_load_next(0, io);
	first = io->sector;
	sim_load_next(0, io);
	cr_assert_neq(io->sector, first);
	sim_load_next(0, io);
}

Test(load, has_one_io_in_flight_on_a_block_and_iodepth_in_all)
{
	spec.load.rw = RW_RANDWRITE;
	run(fill_up);
	reported(SIM_CRASH, "more than iodepth 2");
}

static void flush_after_second_write(void)
{
	unsigned int ops[5] = { 9, 9, 9, 9, 9 };

	for (int i = 0; i < 5 && sim_load_next(0, io); i++) {
		ops[i] = io->op;
		finish(io->id, 0);
	}
	cr_assert_eq(ops[0], SIM_LOAD_WRITE);
	cr_assert_eq(ops[1], SIM_LOAD_WRITE);
	cr_assert_eq(ops[2], SIM_LOAD_FLUSH);
	cr_assert_eq(ops[3], SIM_LOAD_WRITE);
	cr_assert_eq(ops[4], 9);
	cr_assert_eq(load_counts().flushes, 1);
	cr_assert_eq(load_counts().submitted, 3);
}

Test(load, flushes_after_every_nth_write)
{
	spec.load.flush_every = 2;
	cr_assert_eq(run(flush_after_second_write), SIM_PASS, "%s", finding_current()->text);
}

static void read_serials(void)
{
	memcpy(buffer, SERIAL, sizeof(SERIAL));
	sim_load_serial(sizeof(SERIAL) - 1, buffer);
	buffer[0] = 'x';
	sim_load_serial(sizeof(SERIAL) - 1, buffer);
}

Test(load, knows_the_serial_number)
{
	run(read_serials);
	reported(SIM_DATA_CORRUPTION, "reads \"xerial-7\", not \"serial-7\"");
}
