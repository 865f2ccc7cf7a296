/* SPDX-License-Identifier: GPL-2.0-only */
/* timer.c - timers of simulated code: an action that raises a softirq where it was armed. */
#include <engine/cpu.h>
#include <engine/irq.h>
#include <engine/sched.h>
#include <engine/timer.h>
#include <engine/table.h>
#include <memory/agent.h>
#include <memory/settle.h>

struct timer_record {
	struct action action; /* first: the action's address is the record's */
	void (*fn)(void *arg);
	void *arg;
	const struct sim_timer *timer;
	uint8_t cpu;
	bool fired; /* its softirq is pending or running */
	struct sim_ctx *running;
	enum sim_timer_class class;
};

static struct table *timers; /* points into state */

void timer_init(void)
{
	timers = state_alloc(sizeof(*timers));
	timers->record_bytes = sizeof(struct timer_record);
}

static struct timer_record *record_of(struct sim_timer *timer)
{
	if (!timer->id) {
		table_add(timers);
		timer->id = timers->count;
	}
	if (timer->id > timers->count)
		engine_report(SIM_UNINITIALISED, "a timer that was never set up is used");
	return table_at(timers, timer->id);
}

static void timer_softirq(void *arg)
{
	struct timer_record *record = arg;

	if (!record->fired)
		return;
	record->fired = false;
	record->running = E->current;
	record->fn(record->arg);
	record->running = NULL;
}

static void timer_expires(struct action *action)
{
	struct timer_record *record = (struct timer_record *)action;

	record->fired = true;
	softirq_raise_on(&E->cpus[record->cpu], timer_softirq, record);
}

void sim_timer_arm(struct sim_timer *timer, sim_ns delay, enum sim_timer_class class,
		   void (*fn)(void *), void *arg)
{
	struct timer_record *record;

	settle();
	record = record_of(timer);
	record->timer = timer;
	record->fn = fn;
	record->arg = arg;
	record->class = class;
	record->cpu = E->current->cpu;
	record->fired = false;
	record->action.fn = timer_expires;
	record->action.name = class == SIM_TIMER_WATCHDOG ? "timeout" : "timer";
	action_arm(&record->action, delay,
		   class == SIM_TIMER_WATCHDOG ? ACTION_WATCHDOG : ACTION_NORMAL);
}

static bool pending_or_running(const struct timer_record *record)
{
	return record->fired || record->running || action_armed(&record->action);
}

void timer_check_removed(uintptr_t base, uint64_t bytes, const char *what)
{
	for (uint32_t i = 1; i <= timers->count; i++) {
		const struct timer_record *record = table_at(timers, i);

		if (pending_or_running(record) && record->running != E->current &&
		    ((uintptr_t)record->timer - base < bytes || (uintptr_t)record->fn - base < bytes))
			engine_report(SIM_TEARDOWN, "%s goes while a timer in it is %s", what,
				      record->running ? "running" : "pending");
	}
}

bool sim_timer_cancel(struct sim_timer *timer)
{
	struct timer_record *record;
	bool pending;

	settle();
	if (!timer->id)
		return false;
	record = record_of(timer);
	pending = record->fired;
	record->fired = false;
	return action_cancel(&record->action) || pending;
}

bool sim_timer_pending(const struct sim_timer *timer)
{
	const struct timer_record *record;

	settle();
	if (!timer->id)
		return false;
	record = record_of((struct sim_timer *)timer);
	return record->fired || action_armed(&record->action);
}

bool sim_timer_cancel_sync(struct sim_timer *timer)
{
	bool pending = sim_timer_cancel(timer);
	struct timer_record *record;

	if (!timer->id)
		return false;
	record = record_of(timer);
	while (record->running && record->running != E->current)
		sim_relax();
	agent_learn(&E->cpus[record->cpu].softirq_known);
	return pending;
}
