/* SPDX-License-Identifier: GPL-2.0-only */
#include "ring_world.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <check/finding.h>
#include <check/rule.h>
#include <criterion/criterion.h>
#include <engine/engine.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <search/strategy.h>
#include <sim/port.h>

#include "record.h"

#define PAGE 4096
#define AREA_BYTES (RING_BYTES_MAX + (RING_DATA_BYTES + PAGE - 1) / PAGE * PAGE)

static struct {
	void (*enter)(const char *comm);
	void (*exit)(void);
	void (*boot)(void);
	void (*halt)(void);
	void (*begin)(const struct ring_setup *how);
	void (*step)(const struct ring_op *op, struct ring_result *result);
	void (*end)(void);
} guest;

static char *area;
static FILE *out;
static struct sequence sequence;
static unsigned int sequence_number;
static bool poll_when_broken;
static int head_of[RING_TOKENS]; /* of each buffer in the ring; -1 = not in it */

static void die(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s\n", what, why);
	fflush(out);
	_exit(1);
}

static struct vring ring_layout(void)
{
	struct vring vring;

	vring_init(&vring, sequence.num, area, sequence.align);
	return vring;
}

/* Which descriptor is the head of the buffer just added, or that the one returned is gone. */
static void follow_buffer(const struct ring_op *op, const struct ring_result *result)
{
	struct vring vring = ring_layout();
	uint16_t idx, head;

	if (result->token < 0)
		return;
	head_of[result->token] = -1;
	if (op->kind != RING_ADD_ARRAY && op->kind != RING_ADD_LISTS)
		return;
	mem_read(&idx, &vring.avail->idx, sizeof(idx));
	mem_read(&head, &vring.avail->ring[(uint16_t)(idx - 1) % sequence.num], sizeof(head));
	head_of[result->token] = head;
}

static void take_table(struct record *record, const struct vring_desc *desc, unsigned int head)
{
	struct record_table *table = &record->table[record->tables++];

	table->head = head;
	table->count = desc->len / sizeof(table->desc[0]);
	if (table->count > RING_SEGMENTS_MAX || desc->len % sizeof(table->desc[0]))
		die(sequence.name, "an indirect table of a wrong length");
	mem_read(table->desc, (void *)desc->addr, desc->len);
}

static void take_ring(struct record *record)
{
	struct vring_desc *desc = (struct vring_desc *)record->ring;

	record->ring_bytes = vring_size(sequence.num, sequence.align);
	mem_read(record->ring, area, record->ring_bytes);
	for (unsigned int i = 0; i < sequence.num; i++) {
		bool live = false;

		if (!(desc[i].flags & VRING_DESC_F_INDIRECT))
			continue;
		for (unsigned int token = 0; token < RING_TOKENS; token++)
			live |= head_of[token] == (int)i;
		if (live)
			take_table(record, &desc[i], i);
		desc[i].addr = 0;
	}
}

static void record_step(unsigned int step, const struct ring_result *result)
{
	static struct record record;

	record.sequence = sequence_number;
	record.step = step;
	record.result = *result;
	record.tables = 0;
	take_ring(&record);
	record_write(out, &record);
}

static void run_sequence(void)
{
	const struct ring_setup setup = {
		.ring = area,
		.data = area + RING_BYTES_MAX,
		.features = sequence.features,
		.num = sequence.num,
		.align = sequence.align,
		.callback = sequence.callback,
	};
	struct ring_result result = { 0 };

	memset(head_of, -1, sizeof(head_of));
	guest.begin(&setup);
	record_step(0, &result);
	for (unsigned int i = 0; i < sequence.count; i++) {
		struct ring_op op = sequence.ops[i];

		if (poll_when_broken && result.broken && op.kind == RING_ENABLE_CB_DELAYED)
			op.kind = RING_POLL;
		guest.step(&op, &result);
		if (op.kind == RING_RENEW)
			memset(head_of, -1, sizeof(head_of));
		follow_buffer(&op, &result);
		record_step(i + 1, &result);
	}
	guest.end();
}

static void guest_main(void *arg)
{
	(void)arg;
	area = sim_alloc(AREA_BYTES, PAGE, SIM_ALLOC_ZERO, "ring and data");
	guest.enter("init");
	guest.boot();
	engine_mark_boot();
	run_sequence();
	guest.halt();
	guest.exit();
	sim_free(area);
}

static void *symbol(const char *name)
{
	void *address = module_symbol(0, name);

	if (!address)
		die(name, "no module has it");
	return address;
}

static void build(const struct ring_world *world)
{
	const struct engine_config config = {
		.memory = MEMORY_SC,
		.preempt = PREEMPT_NONE,
		.points_max = 20000000,
		.check_races = true,
	};
	char error[400];

	engine_init(&config);
	rules_init();
	machine_add("guest", 1);
	for (unsigned int i = 0; i < RING_WORLD_MODULES_MAX && world->modules[i]; i++)
		if (!module_load(0, world->modules[i], error, sizeof(error)))
			die(world->name, error);
	guest.enter = symbol("kernel_task_enter");
	guest.exit = symbol("kernel_task_exit");
	guest.boot = symbol("kernel_boot");
	guest.halt = symbol("kernel_halt");
	guest.begin = symbol("ring_script_begin");
	guest.step = symbol("ring_script_step");
	guest.end = symbol("ring_script_end");
	engine_ctx_create(0, SIM_CTX_TASK, "init", 0, guest_main, NULL);
	finding_clear();
	trace_begin(false);
	strategy_set(strategy_first());
	if (engine_run() != RUN_MARK)
		die(world->name, finding_current()->text);
	snapshot_take();
}

static void run_all(const struct ring_world *world)
{
	poll_when_broken = world->poll_when_broken;
	build(world);
	for (sequence_number = 0; sequence_number < sequence_total(); sequence_number++) {
		sequence_get(&sequence, sequence_number);
		snapshot_restore();
		finding_clear();
		trace_begin(false);
		if (engine_run() == RUN_QUIET)
			rules_end();
		if (finding_current()->verdict != SIM_PASS)
			die(sequence.name, finding_current()->text);
	}
}

struct ring_process ring_world_start(const struct ring_world *world)
{
	struct ring_process process;
	int ends[2];

	cr_assert_eq(pipe(ends), 0);
	process.pid = fork();
	cr_assert_geq(process.pid, 0);
	if (!process.pid) {
		close(ends[0]);
		out = fdopen(ends[1], "w");
		run_all(world);
		fclose(out);
		_exit(0);
	}
	close(ends[1]);
	process.records = fdopen(ends[0], "r");
	cr_assert_not_null(process.records);
	return process;
}

bool ring_world_finish(struct ring_process *process)
{
	int status;

	fclose(process->records);
	cr_assert_eq(waitpid(process->pid, &status, 0), process->pid);
	return WIFEXITED(status) && !WEXITSTATUS(status);
}

void ring_world_stop(struct ring_process *process)
{
	fclose(process->records);
	kill(process->pid, SIGKILL);
	waitpid(process->pid, NULL, 0);
}
