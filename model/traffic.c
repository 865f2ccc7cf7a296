/* SPDX-License-Identifier: GPL-2.0-only */
#include <inttypes.h>

#include <engine/engine.h>
#include <engine/state.h>
#include <memory/settle.h>
#include <model/hostile_device.h>
#include <model/load.h>
#include <model/traffic.h>
#include <sim/traffic.h>

#define CHUNK_BYTES 256u

enum item_state { ITEM_NEW, ITEM_OPEN, ITEM_ENDED, ITEM_FAILED };

struct item {
	uint8_t state;
	bool arrived;
};

struct traffic {
	struct load_spec spec;
	uint32_t total;
	bool errors_expected;
	uint32_t jobs_left;
	uint32_t issued[LOAD_JOBS_MAX];
	uint64_t wait_count;
	struct sim_ctx *waiter;
	long waiter_state; /* 0 = go on */
	struct traffic_counts counts;
	struct item *items;
};

static struct traffic *traffic;

static void traffic_build(const struct world_spec *spec, struct disk *disk, const char *serial)
{
	(void)disk;
	(void)serial;
	traffic = state_alloc(sizeof(*traffic));
	traffic->spec = spec->load;
	traffic->total = spec->load.numjobs * spec->load.number_ios;
	/* What is refused, or taken away by churn, may show as an error anywhere. */
	traffic->errors_expected = spec->faults.count || spec->host.churn != CHURN_NONE ||
				   hostile_device();
	traffic->jobs_left = spec->load.numjobs;
	traffic->items = state_alloc(sizeof(*traffic->items) * traffic->total);
}

/* A wild store of the code under test may have hit the caller's copy of a number; and a peer reads
 * the number out of what it was sent. */
static struct item *item_of(uint32_t id)
{
	if (id >= traffic->total)
		engine_report(SIM_DATA_CORRUPTION, "there is no item %u: its header is damaged",
			      id);
	return &traffic->items[id];
}

/* ---- who waits for the jobs ---------------------------------------------------------------- */

static bool wait_is_over(void)
{
	return !traffic->jobs_left || hostile_device_goes() ||
	       (traffic->wait_count && traffic->counts.submitted >= traffic->wait_count);
}

static void wake_waiter(void)
{
	if (!traffic->waiter || !wait_is_over())
		return;
	traffic->waiter_state = 0;
	sim_unpark(traffic->waiter);
	traffic->waiter = NULL;
}

static void traffic_wait_submitted(uint64_t count)
{
	const struct sim_wait wait = { .kind = SIM_WAIT_WORK,
				       .object = traffic,
				       .what = "the load" };

	traffic->wait_count = count;
	while (!wait_is_over()) {
		traffic->waiter = sim_ctx_current();
		traffic->waiter_state = 1;
		sim_park(&traffic->waiter_state, 0, &wait);
	}
	traffic->waiter = NULL;
}

/* ---- what comes next ----------------------------------------------------------------------- */

void sim_traffic_plan(struct sim_traffic_plan *plan)
{
	const struct sim_traffic_plan answer = {
		.jobs = traffic->spec.numjobs,
		.iodepth = traffic->spec.iodepth,
		.bytes = (uint32_t)traffic->spec.bs_bytes,
	};

	settle();
	mem_write(plan, &answer, sizeof(answer));
}

static uint32_t op_of(uint32_t index)
{
	if (!load_rw_reads(traffic->spec.rw))
		return SIM_TRAFFIC_SEND;
	if (!load_rw_writes(traffic->spec.rw))
		return SIM_TRAFFIC_RECEIVE;
	return index % 2 ? SIM_TRAFFIC_RECEIVE : SIM_TRAFFIC_SEND;
}

bool sim_traffic_next(uint32_t job, struct sim_traffic_item *item)
{
	struct sim_traffic_item answer = { .job = job };

	settle();
	if (job >= traffic->spec.numjobs)
		engine_report(SIM_CRASH, "load: there is no job %u", job);
	if (traffic->issued[job] == traffic->spec.number_ios)
		return false;
	answer.index = traffic->issued[job]++;
	answer.id = job * traffic->spec.number_ios + answer.index;
	answer.op = op_of(answer.index);
	traffic->items[answer.id].state = ITEM_OPEN;
	traffic->counts.submitted++;
	mem_write(item, &answer, sizeof(answer));
	wake_waiter();
	return true;
}

/* ---- contents ------------------------------------------------------------------------------ */

static uint8_t content(uint32_t id, uint32_t at)
{
	return (uint8_t)(id * 37 + at * 11 + (at >> 8) + 1);
}

void sim_traffic_fill(uint32_t id, uint32_t offset, void *data, uint32_t bytes)
{
	uint8_t chunk[CHUNK_BYTES];

	settle();
	for (uint32_t done = 0; done < bytes;) {
		uint32_t count = bytes - done < CHUNK_BYTES ? bytes - done : CHUNK_BYTES;

		for (uint32_t i = 0; i < count; i++)
			chunk[i] = content(id, offset + done + i);
		mem_write((char *)data + done, chunk, count);
		done += count;
	}
}

static void check_content(uint32_t id, uint32_t offset, const void *data, uint32_t bytes)
{
	uint8_t chunk[CHUNK_BYTES];

	for (uint32_t done = 0; done < bytes;) {
		uint32_t count = bytes - done < CHUNK_BYTES ? bytes - done : CHUNK_BYTES;

		mem_read(chunk, (const char *)data + done, count);
		for (uint32_t i = 0; i < count; i++)
			if (chunk[i] != content(id, offset + done + i))
				engine_report(SIM_DATA_CORRUPTION,
					      "byte %u of item %u is 0x%02x and should be 0x%02x",
					      offset + done + i, id, chunk[i],
					      content(id, offset + done + i));
		done += count;
	}
}

void sim_traffic_arrived(uint32_t id, uint32_t offset, const void *data, uint32_t bytes)
{
	struct item *item;

	settle();
	/* A server that lies may have let go of the item already, or never asked for it. */
	if (hostile_device())
		return;
	item = item_of(id);
	if (item->state != ITEM_OPEN && item->state != ITEM_FAILED)
		engine_report(SIM_DATA_CORRUPTION, "item %u arrives, which is not on its way", id);
	if (item->arrived)
		engine_report(SIM_DOUBLE_COMPLETION, "item %u arrives a second time", id);
	item->arrived = true;
	traffic->counts.arrived++;
	check_content(id, offset, data, bytes);
}

void sim_traffic_check(uint32_t id, uint32_t offset, const void *data, uint32_t bytes,
		       uint64_t first)
{
	uint32_t seen = bytes < sizeof(first) ? bytes : sizeof(first);
	uint64_t newest = 0;

	settle();
	item_of(id);
	if (hostile_device())
		return;
	check_content(id, offset, data, bytes);
	mem_read(&newest, data, seen);
	if (newest != (seen < sizeof(first) ? first & ((1ull << 8 * seen) - 1) : first))
		engine_report(SIM_DATA_CORRUPTION,
			      "the task that waited for item %u saw 0x%" PRIx64
			      " at byte %u, where "
			      "0x%" PRIx64 " had come",
			      id, first, offset, newest);
}

/* ---- the end ------------------------------------------------------------------------------- */

void sim_traffic_ended(uint32_t id, int error)
{
	struct item *item;

	settle();
	item = item_of(id);
	if (item->state != ITEM_OPEN)
		engine_report(SIM_DOUBLE_COMPLETION, "item %u ended a second time, with %d", id,
			      error);
	item->state = error ? ITEM_FAILED : ITEM_ENDED;
	traffic->counts.ended++;
	traffic->counts.errors += error != 0;
	engine_progress();
	if (error > 0 || (error && !traffic->errors_expected))
		engine_report(SIM_BAD_REQUEST_STATE, "item %u ended with %d, but nothing failed",
			      id, error);
}

void sim_traffic_job_done(uint32_t job)
{
	(void)job;
	settle();
	traffic->jobs_left--;
	engine_progress();
	wake_waiter();
}

static void traffic_expect_errors(void)
{
	traffic->errors_expected = true;
}

static void traffic_check_final(void)
{
	for (uint32_t id = 0; id < traffic->total; id++)
		if (traffic->items[id].state == ITEM_OPEN)
			engine_report(SIM_LOST_REQUEST, "item %u never ended", id);
	if (traffic->counts.ended != traffic->total)
		engine_report(SIM_LOST_REQUEST, "%" PRIu64 " of %u items ended",
			      traffic->counts.ended, traffic->total);
}

struct traffic_counts traffic_counts(void)
{
	return traffic->counts;
}

const struct world_load traffic_load = {
	.build = traffic_build,
	.wait_submitted = traffic_wait_submitted,
	.wake = wake_waiter,
	.expect_errors = traffic_expect_errors,
	.check_final = traffic_check_final,
};
