/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.c - the scheduling point.
 *
 * What competes: the enabled word of cpu.h and the armed actions. Answer 0 of CHOICE_RUN goes on
 * with the running context where it can; the others follow in a fixed order: CPUs, hardirqs,
 * softirqs, preemptions, each by CPU number, then actions by slot.
 */
#include <engine/sched.h>

#include <check/lockdep.h>
#include <engine/action.h>
#include <engine/irq.h>
#include <engine/report.h>
#include <engine/run.h>
#include <engine/trace_hash.h>
#include <memory/settle.h>
#include <search/strategy.h>

static unsigned int enabled_count(uint64_t mask)
{
	return __builtin_popcountll(mask) + E->actions_normal;
}

struct sim_ctx *sched_nest(struct cpu *cpu, enum sim_ctx_kind kind, const char *name,
			   void (*fn)(void *), void *arg)
{
	int machine = cpu->machine;
	struct sim_ctx *ctx = context_new(machine, kind, name, cpu->index, fn, arg);

	ctx->below = cpu->cur;
	ctx->saved_preempt = cpu->preempt;
	ctx->saved_irqs_off = cpu->irqs_off;
	cpu->cur = ctx;
	return ctx;
}

void sched_rotate(struct cpu *cpu)
{
	struct sim_ctx *next = cpu->queue_head;
	struct sim_ctx *old = cpu->cur;

	if (!next)
		return;
	cpu->queue_head = next->next;
	if (!cpu->queue_head)
		cpu->queue_tail = NULL;
	next->queued = false;
	E->queued--;
	cpu->cur = next;
	cpu->hogged_points = 0;
	if (old && old->state == CTX_READY)
		sched_enqueue(old);
	cpu_update(cpu);
}

void sched_enqueue(struct sim_ctx *ctx)
{
	struct cpu *cpu = cpu_of(ctx);

	if (!cpu->cur) {
		cpu->cur = ctx;
	} else {
		ctx->next = NULL;
		ctx->queued = true;
		E->queued++;
		if (cpu->queue_tail)
			cpu->queue_tail->next = ctx;
		else
			cpu->queue_head = ctx;
		cpu->queue_tail = ctx;
	}
	cpu_update(cpu);
}

/* The bit of mask that holds its index-th 1. */
static unsigned int nth_bit(uint64_t mask, unsigned int index)
{
	while (index--)
		mask &= mask - 1;
	return __builtin_ctzll(mask);
}

/* The context that option `bit` of the enabled word makes run. */
static struct sim_ctx *start_option(unsigned int bit)
{
	struct cpu *cpu = &E->cpus[bit & 15];

	switch (bit & ~15u) {
	case GROUP_HARDIRQ:
		return irq_enter(cpu);
	case GROUP_SOFTIRQ:
		return softirq_enter(cpu);
	case GROUP_PREEMPT:
		sched_rotate(cpu);
		return cpu->cur;
	default:
		return cpu->cur;
	}
}

/* What runs in virtual time order: the earliest of CPUs and actions; equal times go to CPUs, and
 * among those to the one that runs, then by number. */
static unsigned int timed_answer(uint64_t mask, int self_bit)
{
	sim_ns best_ns = self_bit >= 0 ? E->cpus[self_bit].clock_ns : UINT64_MAX;
	unsigned int base = self_bit >= 0, best = 0, index = base;

	for (uint64_t left = mask; left; left &= left - 1, index++) {
		unsigned int bit = __builtin_ctzll(left);
		struct cpu *cpu = &E->cpus[bit & 15];
		bool interrupts = (bit & ~15u) == GROUP_HARDIRQ || (bit & ~15u) == GROUP_SOFTIRQ;

		if ((bit & ~15u) == GROUP_PREEMPT)
			continue;
		if (cpu->clock_ns < best_ns || (interrupts && cpu->clock_ns == best_ns)) {
			best_ns = cpu->clock_ns;
			best = index;
		}
	}
	return action_timed(best_ns, index, best);
}

/* engine_choose(CHOICE_RUN, ...), inlined here: it is asked at every point. */
static inline unsigned int choose_run(unsigned int n, uint32_t site)
{
	unsigned int answer = strategy_ask(CHOICE_RUN, n, site, E->current ? E->current->id : 0);

	trace_hash_add((uint64_t)site << 32 | n << 16 | answer);
	return answer;
}

/* Option number `option` of mask and the actions: the context to run, or NULL after an action. */
static struct sim_ctx *take_option(uint64_t mask, unsigned int option, struct sim_ctx *self)
{
	unsigned int bits = __builtin_popcountll(mask);

	if (option < bits)
		return start_option(nth_bit(mask, option));
	action_run_nth(option - bits);
	if (self)
		self->relaxed = false;
	return NULL;
}

/*
 * Chooses among what is enabled, self's going on being the first option where it can. Runs chosen
 * actions on the spot. Returns the context to run, self to go on, NULL when nothing is enabled.
 */
static struct sim_ctx *pick(struct sim_ctx *self, uint32_t site)
{
	struct sim_ctx *next = NULL;

	while (!next) {
		bool ready = self && self->state == CTX_READY && cpu_of(self)->cur == self;
		uint64_t mask = ready ? E->enabled & ~(1ull << self->cpu) : E->enabled;
		unsigned int others = enabled_count(mask);
		bool may_stay = ready && !self->relaxed;
		unsigned int answer;

		if (!others)
			return ready ? self : NULL;
		if (engine_config()->timed)
			answer = timed_answer(mask, may_stay ? self->cpu : -1);
		else
			answer = choose_run(others + may_stay, may_stay ? site : SITE_BLOCKED);
		if (may_stay && !answer)
			return self;
		next = take_option(mask, answer - may_stay, self);
	}
	return next;
}

static void switch_to(struct sim_ctx *self, struct sim_ctx *next)
{
	if (!next) {
		E->stop = STOP_IDLE;
	} else {
		trace_hash_add(next->id);
		if (trace_recording)
			trace_record_add(TRACE_SWITCH, next, 0, 0, 0, next->name);
	}
	context_switch(self, next);
}

static void points_used_up(uint32_t site)
{
	E->points_stop = UINT64_MAX;
	E->limit_ctx = E->current;
	E->limit_site = site > SITE_BLOCKED ? site : 0;
	sched_abandon(STOP_LIMIT);
}

/* A task keeps its CPU from others without ever offering it: a soft lockup. */
static void check_hogging(struct cpu *cpu, uint32_t site)
{
	if (++cpu->hogged_points * 2ull < engine_config()->points_max ||
	    !engine_config()->points_max)
		return;
	finding_report(SIM_STARVATION, site, 0,
		       "%s waits for the CPU while %s passes %u scheduling points without yielding",
		       cpu->queue_head->name, cpu->cur->name, cpu->hogged_points);
}

void sched_point_choose(uint32_t site)
{
	struct sim_ctx *self = E->current;
	struct sim_ctx *next = NULL;

	if (__builtin_expect(E->points > E->points_stop, 0))
		points_used_up(site);
	settle();
	if (E->queued && cpu_of(self)->queue_head && self->kind == SIM_CTX_TASK &&
	    !(E->enabled & 1ull << self->cpu << GROUP_PREEMPT))
		check_hogging(cpu_of(self), site);
	if (!self->relaxed && !engine_config()->timed) {
		uint64_t others = E->enabled & ~(1ull << self->cpu);
		unsigned int answer = choose_run(enabled_count(others) + 1, site);

		if (!answer)
			return;
		/* Mostly it is the one other CPU that can run. */
		if (answer == 1 && (uint16_t)others)
			next = E->cpus[__builtin_ctzll(others)].cur;
		else
			next = take_option(others, answer - 1, self);
	}
	if (!next)
		next = pick(self, site);
	self->relaxed = false;
	if (next == self)
		return;
	switch_to(self, next);
}

/* The running context gives its CPU up for now or for good. */
static void count_point(void)
{
	if (__builtin_expect(++E->points > E->points_stop, 0))
		points_used_up(SITE_BLOCKED);
}

void sched_block(void)
{
	struct sim_ctx *self = E->current;
	struct sim_ctx *next;

	count_point();
	settle();
	next = pick(self, SITE_BLOCKED);
	if (next == self)
		return;
	switch_to(self, next);
}

static void leave_cpu(struct sim_ctx *self)
{
	struct cpu *cpu = cpu_of(self);

	if (self->kind == SIM_CTX_HARDIRQ || self->kind == SIM_CTX_SOFTIRQ) {
		cpu->cur = self->below;
		if (self->kind == SIM_CTX_HARDIRQ)
			irq_exit(cpu, self);
		else
			softirq_exit(cpu, self);
		if (!cpu->cur)
			sched_rotate(cpu);
	} else {
		cpu->cur = NULL;
		sched_rotate(cpu);
		if (self->kind == SIM_CTX_HOST)
			cpu->used = false;
	}
	cpu_update(cpu);
}

void sched_finish(void)
{
	struct sim_ctx *self = E->current;
	struct sim_ctx *next;

	settle();
	lockdep_ctx_end(self->id);
	count_point();
	if (self->kind == SIM_CTX_TASK || self->kind == SIM_CTX_HOST)
		engine_progress();
	self->state = CTX_DYING;
	leave_cpu(self);
	next = pick(NULL, SITE_BLOCKED);
	switch_to(self, next);
	__builtin_unreachable();
}

void sched_abandon(enum run_stop stop)
{
	struct sim_ctx *self = E->current;

	E->stop = stop;
	if (self)
		context_switch(self, NULL);
	run_unwind();
}

struct sim_ctx *sched_pick_first(void)
{
	return pick(NULL, SITE_BLOCKED);
}
