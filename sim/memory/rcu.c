/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rcu.c - read-side sections and grace periods, one domain a machine.
 *
 * A grace period waits for the sections open at its start. What readers did in sections that ended
 * before its end is visible after it, and what came before its start is visible in sections that
 * begin later: the grace-period guarantee (Documentation/RCU/Design/Requirements).
 */
#include <engine/cpu.h>
#include <engine/site.h>
#include <engine/irq.h>
#include <engine/run.h>
#include <engine/sched.h>
#include <engine/state.h>
#include <memory/agent.h>
#include <memory/settle.h>

struct rcu_callback {
	void (*fn)(void *arg);
	void *arg;
	uint32_t since; /* the grace period it waits for */
	uint8_t cpu;
	struct rcu_callback *next;
};

struct rcu {
	struct rcu_callback *spare;
	struct rcu_callback *ready; /* wait for the softirq of their CPU only */
	uint32_t outstanding[MACHINES_MAX]; /* callbacks queued or running */
	struct vclock callbacks_known[MACHINES_MAX]; /* of all that have run */
};

static struct rcu *rcu; /* points into state */

void rcu_init(void)
{
	rcu = state_alloc(sizeof(*rcu));
}

static struct machine *machine_current(void)
{
	return E->machines[E->current->machine];
}

void sim_rcu_read_lock(void)
{
	struct sim_ctx *self = E->current;
	struct machine *machine = machine_current();

	settle();
	sched_point(SITE_OF_CALLER());
	if (self->rcu_depth++)
		return;
	self->rcu_machine = machine->number;
	self->rcu_since = machine->rcu_now;
	vclock_join(&agent_current()->known, &machine->rcu_grace_known);
}

/* A reader of this machine that a grace period begun as number `since` has to wait for. */
static struct sim_ctx *reader_before(int machine, uint32_t since)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++) {
		struct sim_ctx *ctx = E->ctxs[i];

		if (ctx->state != CTX_DONE && ctx->rcu_depth && ctx->rcu_machine == machine &&
		    ctx->rcu_since < since)
			return ctx;
	}
	return NULL;
}

static void wake_waiters(int machine)
{
	for (uint32_t i = 1; i < E->ctx_slots; i++) {
		struct sim_ctx *ctx = E->ctxs[i];

		if (ctx->state == CTX_DONE || ctx->machine != machine)
			continue;
		ctx->rcu_woken = 1;
		if (ctx->state == CTX_PARKED && ctx->wait.kind == SIM_WAIT_RCU)
			sim_unpark(ctx);
	}
}

static void append(struct rcu_callback **list, struct rcu_callback *callback)
{
	while (*list)
		list = &(*list)->next;
	callback->next = NULL;
	*list = callback;
}

static struct rcu_callback *take_ready(const struct cpu *cpu)
{
	struct rcu_callback **link = &rcu->ready, *callback;

	while (*link && (*link)->cpu != cpu->index)
		link = &(*link)->next;
	callback = *link;
	if (callback)
		*link = callback->next;
	return callback;
}

static void callback_run(struct rcu_callback *callback, struct machine *machine)
{
	void (*fn)(void *) = callback->fn;
	void *arg = callback->arg;

	vclock_join(&agent_current()->known, &machine->rcu_readers_known);
	callback->next = rcu->spare;
	rcu->spare = callback;
	fn(arg);
	settle();
	agent_teach(&rcu->callbacks_known[machine->number]);
	rcu->outstanding[machine->number]--;
	wake_waiters(machine->number);
}

/* All that are ready on its CPU, in the order of the calls. */
static void callback_softirq(void *arg)
{
	struct rcu_callback *callback;

	while ((callback = take_ready(arg)))
		callback_run(callback, machine_current());
}

static void run_callbacks(struct machine *machine)
{
	struct rcu_callback **link = &machine->rcu_callbacks;

	while (*link) {
		struct rcu_callback *callback = *link;

		if (reader_before(machine->number, callback->since)) {
			link = &callback->next;
			continue;
		}
		*link = callback->next;
		append(&rcu->ready, callback);
		softirq_raise_on(&E->cpus[callback->cpu], callback_softirq,
				 &E->cpus[callback->cpu]);
	}
}

void sim_rcu_read_unlock(void)
{
	struct sim_ctx *self = E->current;
	struct machine *machine = machine_current();

	settle();
	if (!self->rcu_depth)
		sim_report(SIM_BAD_UNLOCK, "%s: rcu_read_unlock() outside a read-side section",
			   self->name);
	sched_point(SITE_OF_CALLER());
	if (--self->rcu_depth)
		return;
	agent_teach(&machine->rcu_readers_known);
	wake_waiters(machine->number);
	run_callbacks(machine);
}

bool sim_rcu_read_lock_held(void)
{
	return E->current->rcu_depth;
}

/* Parks until blocker() says there is nobody to wait for. */
static void wait_until(struct sim_ctx *(*blocker)(int machine, uint32_t since), uint32_t since,
		       const char *what)
{
	struct sim_ctx *self = E->current, *owner;

	while ((owner = blocker(self->machine, since))) {
		const struct sim_wait wait = {
			.kind = SIM_WAIT_RCU,
			.what = what,
			.owner = owner == self ? NULL : owner,
		};

		self->rcu_woken = 0;
		sim_park(&self->rcu_woken, 1, &wait);
	}
}

void sim_rcu_synchronize(void)
{
	struct machine *machine = machine_current();
	uint32_t since;

	sim_might_sleep("synchronize_rcu");
	agent_full_barrier();
	since = ++machine->rcu_now;
	agent_teach(&machine->rcu_grace_known);
	sched_point(SITE_OF_CALLER());
	wait_until(reader_before, since, "synchronize_rcu");
	vclock_join(&agent_current()->known, &machine->rcu_readers_known);
	agent_full_barrier();
}

void sim_rcu_call(void (*fn)(void *), void *arg)
{
	struct machine *machine = machine_current();
	struct rcu_callback *callback = rcu->spare;

	settle();
	if (callback)
		rcu->spare = callback->next;
	else
		callback = state_alloc(sizeof(*callback));
	*callback = (struct rcu_callback){
		.fn = fn,
		.arg = arg,
		.since = ++machine->rcu_now,
		.cpu = E->current->cpu,
	};
	append(&machine->rcu_callbacks, callback);
	rcu->outstanding[machine->number]++;
	agent_teach(&machine->rcu_grace_known);
	run_callbacks(machine);
}

static struct sim_ctx *callbacks_outstanding(int machine, uint32_t since)
{
	(void)since;
	return rcu->outstanding[machine] ? E->current : NULL;
}

void sim_rcu_barrier(void)
{
	sim_might_sleep("rcu_barrier");
	wait_until(callbacks_outstanding, 0, "rcu_barrier");
	agent_learn(&rcu->callbacks_known[machine_current()->number]);
}
