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
	bool fired; /* waits for the softirq of its CPU, in a list of all that do */
	struct timer_record *next_fired;
	struct sim_ctx *running;
	enum sim_timer_class class;
};

/* Points into state: the timers, and by CPU those whose time has come, oldest first. */
static struct table *timers;
static struct timer_record **fired;

void timer_init(void)
{
	timers = state_alloc(sizeof(*timers));
	timers->record_bytes = sizeof(struct timer_record);
	fired = state_alloc(CPUS_MAX * sizeof(*fired));
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

/* False if it was not in the list. */
static bool fired_remove(struct timer_record *record)
{
	struct timer_record **link = &fired[record->cpu];

	if (!record->fired)
		return false;
	while (*link != record)
		link = &(*link)->next_fired;
	*link = record->next_fired;
	record->fired = false;
	return true;
}

/* What the function did is known to who waits for it. */
static void timer_run(struct timer_record *record, struct cpu *cpu)
{
	record->running = E->current;
	record->fn(record->arg);
	settle();
	agent_teach(&cpu->softirq_known);
	record->running = NULL;
}

static void timer_softirq(void *arg)
{
	struct cpu *cpu = arg;
	struct timer_record *record;

	while ((record = fired[cpu->index])) {
		fired_remove(record);
		timer_run(record, cpu);
	}
}

static void timer_expires(struct action *action)
{
	struct timer_record *record = (struct timer_record *)action;
	struct timer_record **link = &fired[record->cpu];

	while (*link)
		link = &(*link)->next_fired;
	*link = record;
	record->next_fired = NULL;
	record->fired = true;
	softirq_raise_on(&E->cpus[record->cpu], timer_softirq, &E->cpus[record->cpu]);
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
	fired_remove(record);
	record->cpu = cpu_here()->index;
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
		    ((uintptr_t)record->timer - base < bytes ||
		     (uintptr_t)record->fn - base < bytes))
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
	pending = fired_remove(record);
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
