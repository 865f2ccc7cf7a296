/* SPDX-License-Identifier: GPL-2.0-only */
/* action.c - things the world outside may do next. */
#include <engine/action.h>

#include <stdio.h>
#include <stdlib.h>

#include <check/quiesce.h>
#include <engine/trace_hash.h>
#include <memory/agent.h>
#include <memory/settle.h>

static uint32_t slot_take(struct action *action)
{
	for (uint32_t i = 0; i < E->action_count; i++) {
		if (!E->actions[i]) {
			E->actions[i] = action;
			return i;
		}
	}
	if (E->action_count == ACTIONS_MAX) {
		fprintf(stderr, "simctl: more than %d actions armed\n", ACTIONS_MAX);
		exit(3);
	}
	E->actions[E->action_count] = action;
	return E->action_count++;
}

void action_arm(struct action *action, sim_ns delay, enum action_class class)
{
	settle();
	action_cancel(action);
	agent_teach_outside();
	action->due_ns = sim_now() + delay;
	action->seq = ++E->action_seq;
	action->class = class;
	action->slot = slot_take(action);
	if (class == ACTION_NORMAL)
		E->actions_normal++;
}

bool action_cancel(struct action *action)
{
	if (!action_armed(action))
		return false;
	E->actions[action->slot] = NULL;
	if (action->class == ACTION_NORMAL)
		E->actions_normal--;
	action->seq = 0;
	while (E->action_count && !E->actions[E->action_count - 1])
		E->action_count--;
	return true;
}

static void action_run(struct action *action)
{
	struct sim_ctx *self = E->current;

	action_cancel(action);
	if (action->due_ns > E->now_ns)
		E->now_ns = action->due_ns;
	trace_note(TRACE_ACTION, NULL, action->seq, 0, action->name);
	E->current = NULL;
	action->fn(action);
	E->current = self;
}

void action_run_nth(unsigned int n)
{
	for (uint32_t i = 0; i < E->action_count; i++) {
		struct action *action = E->actions[i];

		if (!action || action->class != ACTION_NORMAL || n--)
			continue;
		action_run(action);
		return;
	}
}

unsigned int action_timed(sim_ns cpu_ns, unsigned int first, unsigned int cpu_answer)
{
	unsigned int answer = cpu_answer, index = first;
	uint32_t best_seq = 0;
	sim_ns best_ns = cpu_ns;

	for (uint32_t i = 0; i < E->action_count; i++) {
		struct action *action = E->actions[i];

		if (!action || action->class != ACTION_NORMAL)
			continue;
		if (action->due_ns < best_ns ||
		    (best_seq && action->due_ns == best_ns && action->seq < best_seq)) {
			best_ns = action->due_ns;
			best_seq = action->seq;
			answer = index;
		}
		index++;
	}
	return answer;
}

bool action_fire_watchdog(void)
{
	struct action *first = NULL;

	for (uint32_t i = 0; i < E->action_count; i++) {
		struct action *action = E->actions[i];

		if (!action || action->class != ACTION_WATCHDOG)
			continue;
		if (!first || action->due_ns < first->due_ns ||
		    (action->due_ns == first->due_ns && action->seq < first->seq))
			first = action;
	}
	if (!first)
		return false;
	quiesce_watchdog_fired(first->name);
	action_run(first);
	return true;
}

sim_ns sim_now(void)
{
	sim_ns now = E->now_ns;

	if (E->current && cpu_of(E->current)->clock_ns > now)
		now = cpu_of(E->current)->clock_ns;
	return now;
}

void sim_charge(sim_ns ns)
{
	if (engine_config()->timed)
		cpu_of(E->current)->clock_ns += ns;
}
