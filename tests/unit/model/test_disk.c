/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <string.h>

#include <criterion/criterion.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/engine.h>
#include <engine/fault.h>
#include <engine/trace.h>
#include <model/disk.h>
#include <search/strategy.h>

#define BYTES (2 * DISK_SECTOR_BYTES)

/* Tests that look into a run's inside run as a guest task, with a disk of 64 sectors. */
static struct disk *disk;
static void (*body)(void);
static unsigned int done_count;
static int done_error;

static void io_done(struct disk_io *io, int error)
{
	(void)io;
	done_count++;
	done_error = error;
}

static void call_body(void *arg)
{
	(void)arg;
	body();
}

static enum sim_verdict run_disk(void (*fn)(void), const struct disk_spec *spec,
				 struct strategy *strategy)
{
	const struct engine_config config = { .points_max = 10000 };

	engine_init(&config);
	rules_init();
	machine_add("guest", 1);
	disk = disk_create(spec);
	body = fn;
	strategy_set(strategy);
	strategy->begin(strategy, 0);
	finding_clear();
	trace_begin(false);
	engine_ctx_create(0, SIM_CTX_TASK, "task", 0, call_body, NULL);
	engine_run();
	return finding_current()->verdict;
}

static enum sim_verdict run(void (*fn)(void), bool cache)
{
	const struct disk_spec spec = {
		.name = "vda",
		.sectors = 64,
		.volatile_cache = cache,
		.verify = true,
	};

	return run_disk(fn, &spec, strategy_first());
}

static void expect(enum sim_verdict got, enum sim_verdict wanted)
{
	cr_assert_eq(got, wanted, "%s: %s", sim_verdict_name(got), finding_current()->text);
}

/* The device does an I/O; returns its error. */
static int device(enum disk_op op, uint64_t sector, void *buffer)
{
	const struct disk_segment segment = { (uintptr_t)buffer, BYTES };
	struct disk_io io = {
		.op = op,
		.sector = sector,
		.segments = &segment,
		.segment_count = op == DISK_FLUSH ? 0 : 1,
		.done = io_done,
	};
	unsigned int before = done_count;

	disk_submit(disk, &io);
	cr_assert_eq(done_count, before, "completed inside disk_submit()");
	while (done_count == before)
		sim_relax();
	return done_error;
}

static void *buffer_new(void)
{
	return sim_alloc(BYTES, 16, SIM_ALLOC_ZERO, "buffer");
}

static uint32_t begin(enum disk_op op, uint64_t sector, void *buffer, unsigned int flags)
{
	uint32_t number = disk_expect_submit(disk, op, sector, 2, flags);

	if (op == DISK_WRITE)
		disk_expect_fill(disk, number, 0, buffer, BYTES);
	return number;
}

static void write_all(uint64_t sector, void *buffer)
{
	uint32_t number = begin(DISK_WRITE, sector, buffer, 0);

	disk_expect_done(disk, number, device(DISK_WRITE, sector, buffer));
}

static void read_all(uint64_t sector, void *buffer)
{
	uint32_t number = begin(DISK_READ, sector, buffer, 0);
	int error = device(DISK_READ, sector, buffer);

	disk_expect_read(disk, number, 0, buffer, BYTES);
	disk_expect_done(disk, number, error);
}

static void what_is_written_is_read(void)
{
	void *buffer = buffer_new();

	read_all(8, buffer);
	write_all(8, buffer);
	read_all(8, buffer);
	write_all(8, buffer);
	write_all(9, buffer);
	read_all(8, buffer);
	cr_assert_eq(device(DISK_READ, 63, buffer), -EIO);
	cr_assert_eq(device(DISK_READ, UINT64_MAX, buffer), -EIO);
	disk_resize(disk, 128);
	cr_assert_eq(device(DISK_READ, 63, buffer), 0);
	disk_expect_final(disk);
	cr_assert_eq(disk_expect_outstanding(disk), 0);
	cr_assert_eq(disk_in_flight(disk), 0);
}

Test(disk, what_is_written_is_read)
{
	expect(run(what_is_written_is_read, true), SIM_PASS);
}

static void unverified_read(void)
{
	char *buffer = buffer_new(), seen = 1;

	mem_write(buffer + BYTES - 1, &seen, 1);
	cr_assert_eq(device(DISK_READ, 0, buffer), 0);
	mem_read(&seen, buffer + BYTES - 1, 1);
	cr_assert_eq(seen, 0);
}

Test(disk, without_verify_reads_bring_zeros)
{
	const struct disk_spec spec = { .name = "vda", .sectors = 64 };

	expect(run_disk(unverified_read, &spec, strategy_first()), SIM_PASS);
}

/* Two writes in flight at once: a read may find either. */
static void either_of_two(void)
{
	char *first = buffer_new(), *second = buffer_new(), *read = buffer_new();
	uint32_t a = begin(DISK_WRITE, 0, first, 0), b = begin(DISK_WRITE, 0, second, 0);

	device(DISK_WRITE, 0, second);
	device(DISK_WRITE, 0, first);
	disk_expect_done(disk, a, 0);
	disk_expect_done(disk, b, 0);
	read_all(0, read);
}

Test(disk, either_of_two)
{
	expect(run(either_of_two, true), SIM_PASS);
}

static void stale_read(void)
{
	void *buffer = buffer_new(), *old = buffer_new();
	uint32_t number;

	write_all(0, buffer);
	read_all(0, old);
	write_all(0, buffer);
	number = begin(DISK_READ, 0, old, 0);
	disk_expect_read(disk, number, 0, old, BYTES);
}

Test(disk, stale_read)
{
	expect(run(stale_read, true), SIM_DATA_CORRUPTION);
	cr_assert_not_null(strstr(finding_current()->text, "what write 1 left, although write 3"),
			   "%s", finding_current()->text);
}

static void lost_write(void)
{
	void *buffer = buffer_new();

	disk_expect_done(disk, begin(DISK_WRITE, 0, buffer, 0), 0);
	disk_expect_final(disk);
}

Test(disk, lost_write)
{
	expect(run(lost_write, true), SIM_DATA_CORRUPTION);
}

static void other_sector(void)
{
	void *buffer = buffer_new();

	begin(DISK_WRITE, 0, buffer, 0);
	device(DISK_WRITE, 2, buffer);
}

Test(disk, other_sector)
{
	expect(run(other_sector, true), SIM_DATA_CORRUPTION);
}

static void scribbled(void)
{
	char *buffer = buffer_new(), byte = 1;

	begin(DISK_WRITE, 0, buffer, 0);
	mem_write(buffer + 700, &byte, 1);
	device(DISK_WRITE, 0, buffer);
}

Test(disk, scribbled)
{
	expect(run(scribbled, true), SIM_DATA_CORRUPTION);
}

static void twice(void)
{
	void *buffer = buffer_new();
	uint32_t number = begin(DISK_WRITE, 0, buffer, 0);

	disk_expect_done(disk, number, device(DISK_WRITE, 0, buffer));
	disk_expect_done(disk, number, 0);
}

Test(disk, double_completion)
{
	expect(run(twice, true), SIM_DOUBLE_COMPLETION);
}

static void lose_unflushed(void)
{
	void *buffer = buffer_new();

	write_all(0, buffer);
	disk_expect_done(disk, begin(DISK_FLUSH, 0, NULL, 0), device(DISK_FLUSH, 0, NULL));
	write_all(0, buffer);
	disk_power_cut(disk);
	disk_expect_after_power_cut(disk);
}

/* Both survivors are legal, whatever the strategy says. */
Test(disk, power_cut_may_lose_what_was_not_flushed)
{
	expect(run(lose_unflushed, true), SIM_PASS);
}

static void flush_without_device(void)
{
	void *buffer = buffer_new();

	write_all(0, buffer);
	write_all(4, buffer);
	disk_expect_done(disk, begin(DISK_FLUSH, 0, NULL, 0), 0);
	disk_power_cut(disk);
	disk_expect_after_power_cut(disk);
}

static enum sim_verdict until_found(void (*fn)(void), bool cache)
{
	const struct disk_spec spec = {
		.name = "vda",
		.sectors = 64,
		.volatile_cache = cache,
		.verify = true,
	};

	return run_disk(fn, &spec, strategy_random(3));
}

Test(disk, flush_that_never_reached_the_device)
{
	expect(until_found(flush_without_device, true), SIM_NOT_DURABLE);
}

Test(disk, no_cache_needs_no_flush)
{
	expect(until_found(flush_without_device, false), SIM_PASS);
}

static void lost_error(void)
{
	void *buffer = buffer_new();
	uint32_t number = begin(DISK_WRITE, 0, buffer, 0);

	fault_enable("io_error");
	while (device(DISK_WRITE, 0, buffer) == 0)
		;
	disk_expect_done(disk, number, 0);
}

Test(disk, lost_error)
{
	expect(until_found(lost_error, true), SIM_LOST_ERROR);
}

static void retried(void)
{
	void *buffer = buffer_new();
	uint32_t number = begin(DISK_WRITE, 0, buffer, 0);

	fault_enable("io_error");
	while (device(DISK_WRITE, 0, buffer) == 0)
		;
	while (device(DISK_WRITE, 0, buffer) != 0)
		;
	disk_expect_done(disk, number, 0);
	disk_expect_final(disk);
}

Test(disk, an_error_that_a_retry_mends_is_none)
{
	expect(until_found(retried, true), SIM_PASS);
}

static void flush_error_unseen(void)
{
	uint32_t a = begin(DISK_FLUSH, 0, NULL, 0);
	uint32_t b = begin(DISK_WRITE, 0, buffer_new(), DISK_EXPECT_PREFLUSH);

	fault_enable("flush_error");
	while (device(DISK_FLUSH, 0, NULL) == 0)
		;
	disk_expect_done(disk, a, 0);
	cr_assert_eq(finding_current()->verdict, SIM_PASS);
	disk_expect_done(disk, b, 0);
}

Test(disk, flush_error_that_nobody_sees)
{
	expect(until_found(flush_error_unseen, true), SIM_LOST_ERROR);
}

static void flush_error_seen(void)
{
	uint32_t a = begin(DISK_FLUSH, 0, NULL, 0);
	uint32_t b = begin(DISK_FLUSH, 0, NULL, 0);

	fault_enable("flush_error");
	while (device(DISK_FLUSH, 0, NULL) == 0)
		;
	disk_expect_done(disk, a, -EIO);
	disk_expect_done(disk, b, 0);
}

Test(disk, flush_error_that_one_sees)
{
	expect(until_found(flush_error_seen, true), SIM_PASS);
}

Test(disk, patterns_are_told_apart)
{
	uint8_t bytes[DISK_SECTOR_BYTES];
	uint32_t version;

	disk_pattern(7, 3, bytes);
	cr_assert(disk_pattern_parse(7, bytes, &version));
	cr_assert_eq(version, 3);
	cr_assert_not(disk_pattern_parse(8, bytes, &version));
	bytes[511] ^= 1;
	cr_assert_not(disk_pattern_parse(7, bytes, &version));
}
