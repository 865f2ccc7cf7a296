/* SPDX-License-Identifier: GPL-2.0-only */
/* park.c - sleeping, waking, yielding, and the context state that allows it. */
#include <check/lockdep.h>
#include <engine/context.h>
#include <engine/sched.h>
#include <engine/site.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/settle.h>

struct sim_ctx *engine_ctx_create(int machine, enum sim_ctx_kind kind, const char *name, int cpu,
				  void (*fn)(void *), void *arg)
{
	struct machine *owner = E->machines[machine];
	struct sim_ctx *ctx;
	int index;

	settle();
	if (kind == SIM_CTX_HOST) {
		index = cpu_add(machine, -1)->index;
	} else {
		if (cpu < 0)
			cpu = E->current ? cpu_here()->number : 0;
		index = owner->cpus[cpu % owner->cpu_count];
	}
	ctx = context_new(machine, kind, name, index, fn, arg);
	agent_teach(&ctx->known);
	sched_enqueue(ctx);
	return ctx;
}

struct sim_ctx *sim_ctx_create(enum sim_ctx_kind kind, const char *name, int cpu,
			       void (*fn)(void *), void *arg)
{
	return engine_ctx_create(sim_machine(), kind, name, cpu, fn, arg);
}

void sim_ctx_exit(void)
{
	sched_finish();
}

bool sim_in_hardirq(void)
{
	return cpu_of(E->current)->hardirq && !cpu_in_kernel_exit(E->current);
}

bool sim_in_softirq(void)
{
	const struct cpu *cpu = cpu_of(E->current);

	return (cpu->softirq && !cpu_in_kernel_exit(E->current)) || cpu->bh;
}

int sim_preempt_count(void)
{
	return cpu_of(E->current)->preempt;
}

bool sim_in_atomic(void)
{
	const struct cpu *cpu = cpu_of(E->current);

	return sim_in_hardirq() || sim_in_softirq() || cpu->preempt || cpu->irqs_off;
}

static void check_may_sleep(const char *what)
{
	const struct cpu *cpu = cpu_of(E->current);
	const char *why = NULL;

	bool task = cpu_in_kernel_exit(E->current);

	if (E->current->exit_depth && !task)
		return; /* the vCPU's thread is in user space */
	if (E->current->kind == SIM_CTX_HARDIRQ && !task)
		why = "in a hard interrupt";
	else if (E->current->kind == SIM_CTX_SOFTIRQ && !task)
		why = "in a softirq";
	else if (cpu->preempt)
		why = "with preemption off (a spin lock is held)";
	else if (cpu->irqs_off)
		why = "with interrupts off";
	else if (cpu->bh)
		why = "with bottom halves off";
	else if (E->current->rcu_depth && !task)
		why = "in an RCU read-side section";
	if (why)
		sim_report(SIM_SLEEP_IN_ATOMIC, "%s: %s may sleep %s", E->current->name, what, why);
}

void sim_might_sleep(const char *what)
{
	settle();
	check_may_sleep(what);
	if (engine_config()->preempt != PREEMPT_NONE)
		sim_resched();
}

void sim_point(void)
{
	settle();
	sched_point(SITE_OF_CALLER());
}

void sim_relax(void)
{
	settle();
	E->current->relaxed = true;
	sched_point(SITE_OF_CALLER());
}

void sim_resched(void)
{
	struct cpu *cpu = cpu_of(E->current);
	struct sim_ctx *self = E->current;

	settle();
	cpu->hogged_points = 0;
	if (cpu->queue_head && self->kind == SIM_CTX_TASK && !sim_in_atomic() &&
	    engine_choose(CHOICE_RUN, 2, SITE_OF_CALLER())) {
		sched_rotate(cpu);
		sched_block();
		agent_learn(&self->known);
		return;
	}
	sched_point(SITE_OF_CALLER());
}

void sim_park(const long *state, long runnable, const struct sim_wait *wait)
{
	struct sim_ctx *self = E->current;
	struct cpu *cpu = cpu_of(self);

	settle();
	check_may_sleep(wait->what ? wait->what : "schedule");
	agent_full_barrier();
	sched_point(SITE_OF_CALLER());
	if (*(const volatile long *)state == runnable) {
		agent_learn(&self->known);
		return;
	}
	self->wait = *wait;
	self->state = CTX_PARKED;
	trace_note_at(TRACE_BLOCK, self, SITE_OF_CALLER(), wait->kind, 0, wait->what);
	if (!self->exit_depth) {
		cpu->cur = NULL;
		sched_rotate(cpu);
	}
	cpu_update(cpu);
	sched_block();
	self->wait = (struct sim_wait){ 0 };
	agent_learn(&self->known);
}

bool sim_unpark(struct sim_ctx *ctx)
{
	settle();
	agent_full_barrier();
	agent_teach(&ctx->known);
	/* Who sleeps for a mutex waits for its release and for nothing else. */
	if (ctx->state != CTX_PARKED || ctx->wait.kind == SIM_WAIT_MUTEX)
		return false;
	trace_note(TRACE_WAKE, E->current, ctx->id, 0, ctx->name);
	if (ctx->wait.kind != SIM_WAIT_IDLE)
		engine_progress();
	ctx->state = CTX_READY;
	if (cpu_of(ctx)->cur == ctx)
		cpu_update(cpu_of(ctx));
	else
		sched_enqueue(ctx);
	return true;
}

/* ---- interrupts and preemption of the current vCPU ---- */

void sim_irq_disable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	cpu->irqs_off = true;
	cpu_update(cpu);
}

void sim_irq_enable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	if (cpu->irqs_off)
		lockdep_irqs_on(E->current->id);
	cpu->irqs_off = false;
	cpu_update(cpu);
	if (E->enabled >> GROUP_HARDIRQ)
		sched_point(SITE_OF_CALLER());
}

unsigned long sim_irq_save(void)
{
	struct cpu *cpu = cpu_of(E->current);
	bool was_off = cpu->irqs_off;

	sim_irq_disable();
	return was_off;
}

void sim_irq_restore(unsigned long flags)
{
	if (flags)
		sim_irq_disable();
	else
		sim_irq_enable();
}

bool sim_irqs_disabled(void)
{
	return cpu_of(E->current)->irqs_off;
}

void sim_preempt_disable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	cpu->preempt++;
	cpu_update(cpu);
}

void sim_preempt_enable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	if (!cpu->preempt)
		sim_report(SIM_CRASH, "%s: preempt_enable() without preempt_disable()",
			   E->current->name);
	cpu->preempt--;
	cpu_update(cpu);
	if (E->enabled & 1ull << cpu->index << GROUP_PREEMPT)
		sched_point(SITE_OF_CALLER());
}

void sim_bh_disable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	cpu->bh++;
	cpu_update(cpu);
}

void sim_bh_enable(void)
{
	struct cpu *cpu = cpu_of(E->current);

	settle();
	if (!cpu->bh)
		sim_report(SIM_CRASH, "%s: local_bh_enable() without local_bh_disable()",
			   E->current->name);
	if (!--cpu->bh)
		lockdep_bh_on(E->current->id);
	cpu_update(cpu);
	sched_point(SITE_OF_CALLER());
}

/* ---- host code on a vCPU ---- */

void engine_exit_to(int machine)
{
	struct sim_ctx *self = E->current;
	struct cpu *cpu = cpu_of(self);

	self->exit_from[self->exit_depth++] = (struct exit_frame){
		.task = self->task,
		.preempt = cpu->preempt,
		.bh = cpu->bh,
		.irqs_off = cpu->irqs_off,
		.machine = self->machine,
	};
	self->machine = machine;
	if (cpu_in_kernel_exit(self)) {
		self->exit_from[self->exit_depth - 1].locks = (uint8_t)lockdep_hide(self->id);
		self->task = NULL;
		cpu->preempt = 0;
		cpu->bh = 0;
		cpu->irqs_off = false;
	}
	context_running(self);
	cpu_update(cpu);
}

void engine_exit_return(void)
{
	struct sim_ctx *self = E->current;
	struct cpu *cpu = cpu_of(self);
	const struct exit_frame *frame;

	settle();
	frame = &self->exit_from[self->exit_depth - 1];
	if (cpu_in_kernel_exit(self)) {
		lockdep_unhide(self->id, frame->locks);
		self->task = frame->task;
		cpu->preempt = frame->preempt;
		cpu->bh = frame->bh;
		cpu->irqs_off = frame->irqs_off;
	}
	self->exit_depth--;
	self->machine = frame->machine;
	context_running(self);
	cpu_update(cpu);
}
