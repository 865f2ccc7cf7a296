/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The accounts of the workload: what was handed out, what ended, what it should have brought.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <engine/engine.h>
#include <engine/state.h>
#include <memory/settle.h>
#include <model/hostile_device.h>
#include <model/load.h>
#include <model/load_pattern.h>
#include <sim/load.h>

#define SERIAL_BYTES_MAX 32

enum io_state { IO_FREE, IO_IN_FLIGHT, IO_ENDED };

struct load_io {
	uint32_t expect; /* its number in the oracle */
	uint32_t block; /* within the job's range; UINT32_MAX for a flush */
	uint8_t op;
	uint8_t state;
	bool failed;
	uint16_t job;
	uint32_t index;
	uint64_t sector;
	sim_ns submitted_ns;
};

struct load_job {
	uint32_t issued; /* reads and writes handed out */
	uint32_t writes; /* of these */
	bool flush_due;
	bool done;
};

struct load {
	struct load_spec spec;
	struct sim_load_plan plan;
	struct load_pattern pattern;
	struct disk *disk;
	char serial[SERIAL_BYTES_MAX];
	bool io_errors; /* the scenario makes the disk fail reads and writes */
	bool flush_errors;
	bool any_faults;
	bool errors_expected;
	uint32_t jobs_left;
	uint64_t wait_count;
	struct sim_ctx *waiter;
	long waiter_state; /* 0 = go on */
	struct load_counts counts;
	struct load_job jobs[LOAD_JOBS_MAX];
	struct load_io *ios; /* numjobs * iodepth */
};

static struct load *load;

/* A wild store of the code under test may have hit the caller's copy of a number. */
static struct load_io *io_of(uint32_t id)
{
	if (id >= load->spec.numjobs * load->spec.iodepth)
		engine_report(SIM_CRASH, "load: there is no I/O %u", id);
	return &load->ios[id];
}

static struct load_job *job_of(uint32_t job)
{
	if (job >= load->spec.numjobs)
		engine_report(SIM_CRASH, "load: there is no job %u", job);
	return &load->jobs[job];
}

static void make_plan(const struct world_spec *spec)
{
	static const char *const elevators[] = { "noop", "deadline" };

	load->plan = (struct sim_load_plan){
		.jobs = spec->load.numjobs,
		.iodepth = spec->load.iodepth,
		.bytes = (uint32_t)spec->load.bs_bytes,
		.segments = spec->load.segments,
		.serial_reads = spec->load.serial ? spec->load.serial_reads : 0,
		.plug = spec->load.plug,
		.nr_requests = spec->guest.nr_requests,
	};
	snprintf(load->plan.elevator, sizeof(load->plan.elevator), "%s",
		 elevators[spec->guest.elevator]);
}

void load_build(const struct world_spec *spec, struct disk *disk, const char *serial)
{
	load = state_alloc(sizeof(*load));
	load->spec = spec->load;
	make_plan(spec);
	load->disk = disk;
	snprintf(load->serial, sizeof(load->serial), "%s", serial);
	load_pattern_init(&load->pattern, &spec->load, disk_sectors(disk));
	/* A host that cannot reach the guest's memory fails requests of all kinds. */
	load->io_errors = world_spec_fault(spec, "io_error") || world_spec_fault(spec, "uaccess");
	load->flush_errors = world_spec_fault(spec, "flush_error") ||
			     world_spec_fault(spec, "uaccess");
	load->any_faults = spec->faults.count > 0;
	/* A device that lies may end anything anyhow. */
	load->errors_expected = hostile_device();
	if (hostile_device())
		load->spec.verify = false;
	load->jobs_left = spec->load.numjobs;
	load->counts.latency_ns_min = UINT64_MAX;
	load->ios = state_alloc(sizeof(*load->ios) * spec->load.numjobs * spec->load.iodepth);
}

/* ---- who waits for the jobs ---------------------------------------------------------------- */

static bool wait_is_over(void)
{
	return load->jobs_left == 0 || hostile_device_goes() ||
	       (load->wait_count && load->counts.submitted >= load->wait_count);
}

static void wake_waiter(void)
{
	if (!load->waiter || !wait_is_over())
		return;
	load->waiter_state = 0;
	sim_unpark(load->waiter);
	load->waiter = NULL;
}

void load_wait_submitted(uint64_t count)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK, .object = load, .what = "the load" };

	load->wait_count = count;
	while (!wait_is_over()) {
		load->waiter = sim_ctx_current();
		load->waiter_state = 1;
		sim_park(&load->waiter_state, 0, &wait);
	}
	load->waiter = NULL;
}

/* ---- what comes next ----------------------------------------------------------------------- */

void sim_load_plan(struct sim_load_plan *plan)
{
	settle();
	mem_write(plan, &load->plan, sizeof(load->plan));
}

static struct load_io *free_slot(uint32_t job)
{
	struct load_io *first = &load->ios[job * load->spec.iodepth];

	for (uint32_t slot = 0; slot < load->spec.iodepth; slot++)
		if (first[slot].state == IO_FREE)
			return &first[slot];
	engine_report(SIM_CRASH, "load: job %u asks for more than iodepth %u I/Os", job,
		      load->spec.iodepth);
}

static bool block_busy(uint32_t job, uint64_t block)
{
	const struct load_io *first = &load->ios[job * load->spec.iodepth];

	for (uint32_t slot = 0; slot < load->spec.iodepth; slot++)
		if (first[slot].state != IO_FREE && first[slot].block == block)
			return true;
	return false;
}

/* A flush has no block. */
static void pick_flush(struct load_io *io)
{
	load->jobs[io->job].flush_due = false;
	io->op = SIM_LOAD_FLUSH;
	io->block = UINT32_MAX;
	io->sector = 0;
	load->counts.flushes++;
}

/* True if the write is to carry FUA. */
static bool pick_data(struct load_io *io)
{
	const struct load_spec *spec = &load->spec;
	struct load_job *job = &load->jobs[io->job];
	uint64_t block = load_pattern_block(&load->pattern, io->job, job->issued);
	bool write = load_pattern_writes(&load->pattern, io->job, job->issued);

	/* A job has more blocks than I/Os in flight, so one is idle. */
	while (block_busy(io->job, block))
		block = (block + 1) % load->pattern.blocks;
	io->op = write ? SIM_LOAD_WRITE : SIM_LOAD_READ;
	io->block = (uint32_t)block;
	io->sector = load_pattern_sector(&load->pattern, io->job, block);
	job->issued++;
	load->counts.submitted++;
	if (!write)
		return false;
	job->writes++;
	job->flush_due = spec->flush_every && job->writes % spec->flush_every == 0;
	return spec->fua_every && job->writes % spec->fua_every == 0;
}

bool sim_load_next(uint32_t job, struct sim_load_io *to)
{
	static const enum disk_op op_of[] = { DISK_READ, DISK_WRITE, DISK_FLUSH };
	struct load_job *state = job_of(job);
	struct sim_load_io answer = { 0 };
	struct load_io *io;

	settle();
	if (state->issued == load->spec.number_ios && !state->flush_due)
		return false;
	io = free_slot(job);
	io->job = (uint16_t)job;
	io->index = state->issued;
	if (state->flush_due)
		pick_flush(io);
	else
		answer.fua = pick_data(io);
	io->state = IO_IN_FLIGHT;
	io->failed = false;
	io->submitted_ns = sim_now();
	io->expect = disk_expect_submit(
		load->disk, op_of[io->op], io->sector,
		io->op == SIM_LOAD_FLUSH ? 0 : (unsigned int)load->pattern.block_sectors,
		answer.fua ? DISK_EXPECT_FUA : 0);
	answer.id = (uint32_t)(io - load->ios);
	answer.op = io->op;
	answer.sector = io->sector;
	answer.index = io->index;
	mem_write(to, &answer, sizeof(answer));
	wake_waiter();
	return true;
}

void sim_load_fill(uint32_t id, uint32_t offset, void *data, uint32_t bytes)
{
	settle();
	if (load->spec.verify)
		disk_expect_fill(load->disk, io_of(id)->expect, offset, data, bytes);
}

/* ---- how it ended -------------------------------------------------------------------------- */

static const char *describe(const struct load_io *io, char *text, size_t bytes)
{
	static const char *const names[] = { "read", "write", "flush" };

	if (io->op == SIM_LOAD_FLUSH)
		snprintf(text, bytes, "flush of job %u after its I/O %u", io->job, io->index);
	else
		snprintf(text, bytes, "%s %u of job %u (sector %" PRIu64 ")", names[io->op],
			 io->index, io->job, io->sector);
	return text;
}

static bool error_is_explained(const struct load_io *io)
{
	if (load->errors_expected || load->io_errors)
		return true;
	return load->flush_errors && io->op != SIM_LOAD_READ;
}

static void count_end(struct load_io *io, int error)
{
	struct load_counts *counts = &load->counts;
	sim_ns latency_ns = sim_now() - io->submitted_ns;

	if (error)
		counts->errors++;
	if (io->op == SIM_LOAD_FLUSH)
		return;
	counts->completed++;
	counts->bytes += error ? 0 : load->spec.bs_bytes;
	counts->latency_ns_sum += latency_ns;
	if (latency_ns < counts->latency_ns_min)
		counts->latency_ns_min = latency_ns;
	if (latency_ns > counts->latency_ns_max)
		counts->latency_ns_max = latency_ns;
}

void sim_load_ended(uint32_t id, int error)
{
	struct load_io *io = io_of(id);
	char text[96];

	settle();
	if (io->state != IO_IN_FLIGHT)
		engine_report(SIM_DOUBLE_COMPLETION, "%s ended a second time, with %d",
			      describe(io, text, sizeof(text)), error);
	io->state = IO_ENDED;
	io->failed = error != 0;
	count_end(io, error);
	engine_progress();
	if (error > 0 || (error && !error_is_explained(io)))
		engine_report(SIM_BAD_REQUEST_STATE, "%s ended with %d, but nothing failed",
			      describe(io, text, sizeof(text)), error);
	/* A good read is over for the oracle once its data has been looked at. */
	if (error || io->op != SIM_LOAD_READ)
		disk_expect_done(load->disk, io->expect, error);
}

void sim_load_check(uint32_t id, uint32_t offset, const void *data, uint32_t bytes, uint64_t first)
{
	struct load_io *io = io_of(id);
	uint64_t newest;
	char text[96];

	settle();
	if (!load->spec.verify)
		return;
	disk_expect_read(load->disk, io->expect, offset, data, bytes);
	mem_read(&newest, data, sizeof(newest));
	if (newest != first)
		engine_report(SIM_DATA_CORRUPTION,
			      "%s: the task that waited for it saw 0x%" PRIx64
			      " at byte %u, where 0x%" PRIx64 " had been read",
			      describe(io, text, sizeof(text)), first, offset, newest);
}

void sim_load_release(uint32_t id)
{
	struct load_io *io = io_of(id);

	settle();
	if (!io->failed && io->op == SIM_LOAD_READ)
		disk_expect_done(load->disk, io->expect, 0);
	io->state = IO_FREE;
}

void sim_load_job_done(uint32_t job)
{
	settle();
	job_of(job)->done = true;
	load->jobs_left--;
	engine_progress();
	wake_waiter();
}

void sim_load_serial(int result, const char *text)
{
	char seen[SERIAL_BYTES_MAX] = "";
	size_t length = strlen(load->serial);

	settle();
	engine_progress();
	/* A driver whose command failed may show an error, or nothing. */
	if (result <= 0) {
		/* A device that goes away, or memory that is refused, may fail the command. */
		if (!load->errors_expected && !load->any_faults)
			engine_report(
				SIM_BAD_REQUEST_STATE,
				"reading the serial number failed with %d, but nothing failed",
				result);
		return;
	}
	if ((size_t)result < sizeof(seen))
		mem_read(seen, text, (uint64_t)result);
	if (load->spec.verify && strncmp(seen, load->serial, length) != 0)
		engine_report(SIM_DATA_CORRUPTION, "the serial number reads \"%.*s\", not \"%s\"",
			      (int)sizeof(seen) - 1, seen, load->serial);
}

/* ---- the end ------------------------------------------------------------------------------- */

void load_expect_errors(void)
{
	load->errors_expected = true;
}

void load_check_final(void)
{
	const struct load_spec *spec = &load->spec;
	uint64_t total = (uint64_t)spec->numjobs * spec->number_ios;
	char text[96];

	for (uint32_t id = 0; id < spec->numjobs * spec->iodepth; id++)
		if (load->ios[id].state != IO_FREE)
			engine_report(SIM_LOST_REQUEST, "%s never ended",
				      describe(&load->ios[id], text, sizeof(text)));
	if (load->counts.completed != total)
		engine_report(SIM_LOST_REQUEST, "%" PRIu64 " of %" PRIu64 " I/Os ended",
			      load->counts.completed, total);
	if (spec->verify)
		disk_expect_final(load->disk);
}

struct load_counts load_counts(void)
{
	return load->counts;
}

const struct world_load block_load = {
	.block = true,
	.build = load_build,
	.wait_submitted = load_wait_submitted,
	.wake = wake_waiter,
	.expect_errors = load_expect_errors,
	.check_final = load_check_final,
};
