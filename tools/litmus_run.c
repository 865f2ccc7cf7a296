/* SPDX-License-Identifier: GPL-2.0-only */
#include "litmus_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check/finding.h>
#include <check/rule.h>
#include <engine/module.h>
#include <engine/trace.h>
#include <memory/lifetime.h>
#include <search/strategy.h>

#include "alloc.h"
#include "litmus_emit.h"

/* Far more than any litmus test has, unless it spins on something that never comes. */
#define POINTS_MAX 100000

/* Where an observed location is after a run. */
struct place {
	struct litmus_type type;
	const void *at;
};

static void *symbol(const struct module *module, const char *prefix, const char *name)
{
	char *full = tools_asprintf("%s%s", prefix, name);
	void *at = module_own_symbol(module, full);

	free(full);
	return at;
}

static bool add_processes(const struct litmus_test *test, const struct module *module, int machine,
			  struct complaint *complaint)
{
	for (unsigned int i = 0; i < test->process_count; i++) {
		char name[16], function[32];
		void *entry;

		snprintf(name, sizeof(name), "P%u", i);
		snprintf(function, sizeof(function), "litmus_process_%u", i);
		entry = module_own_symbol(module, function);
		if (!entry)
			return complain(complaint, "%s: %s is not in the module", test->path,
					function);
		engine_ctx_create(machine, SIM_CTX_TASK, name, (int)i, (void (*)(void *))entry,
				  NULL);
	}
	return true;
}

static bool find_variables(const struct litmus_test *test, const struct module *module,
			   long *addresses, struct complaint *complaint)
{
	for (unsigned int i = 0; i < test->variable_count; i++) {
		addresses[i] = (long)symbol(module, "litmus_variable_", test->variables[i].name);
		if (!addresses[i])
			return complain(complaint, "%s: variable %s is not in the module",
					test->path, test->variables[i].name);
	}
	return true;
}

static struct place *find_places(const struct litmus_test *test, const struct module *module,
				 const long *addresses)
{
	static const struct litmus_base kept = { "long", sizeof(long), true, false };
	const long *registers = module_own_symbol(module, "litmus_registers");
	struct place *places = tools_calloc(test->observed_count, sizeof(*places));

	for (unsigned int i = 0; i < test->observed_count; i++) {
		struct litmus_location location = test->observed[i];

		if (location.process < 0) {
			places[i].type = test->variables[location.index].type;
			places[i].at = (const void *)addresses[location.index];
		} else {
			places[i].type.base = &kept;
			places[i].at = registers +
				       litmus_register_base(test, (unsigned int)location.process) +
				       location.index;
		}
	}
	return places;
}

static const struct module *build_world(const struct litmus_test *test, const char *path,
					const struct litmus_options *options,
					struct complaint *complaint)
{
	const struct engine_config config = {
		.memory = options->memory,
		.preempt = PREEMPT_NONE,
		.points_max = POINTS_MAX,
		.check_races = false,
	};
	char error[COMPLAINT_BYTES] = "";
	const struct module *module;
	int machine;

	access_track_all = true;
	engine_init(&config);
	rules_init();
	machine = machine_add("litmus", (int)test->process_count);
	module = module_load(machine, path, error, sizeof(error));
	if (!module) {
		complain(complaint, "%s: %s", test->path, error);
		return NULL;
	}
	if (!add_processes(test, module, machine, complaint))
		return NULL;
	return module;
}

static void note_finding(struct litmus_outcome *outcome)
{
	const struct finding *finding = finding_current();
	struct litmus_finding *kind = &outcome->findings[finding->verdict];

	if (kind->count++ == 0)
		snprintf(kind->text, sizeof(kind->text), "%.255s", finding->text);
	outcome->finding_count++;
}

static void run_schedules(const struct litmus_test *test, const struct litmus_options *options,
			  const struct place *places, struct litmus_outcome *outcome)
{
	struct strategy *strategy = strategy_random(options->seed);
	long *values = tools_calloc(test->observed_count, sizeof(*values));

	strategy_set(strategy);
	for (uint64_t number = 0; number < options->schedules; number++) {
		enum run_end end;

		snapshot_restore();
		finding_clear();
		trace_begin(false);
		strategy->begin(strategy, number);
		end = engine_run();
		strategy->end(strategy);
		if (end == RUN_FINDING) {
			note_finding(outcome);
			continue;
		}
		for (unsigned int i = 0; i < test->observed_count; i++)
			values[i] = litmus_type_read(&places[i].type, places[i].at);
		litmus_states_add(&outcome->states, values);
	}
	strategy_set(strategy_first());
	strategy_free(strategy);
	free(values);
}

/* Filter and condition once for each state. */
static void judge_states(const struct litmus_test *test, struct litmus_outcome *outcome)
{
	const struct litmus_states *states = &outcome->states;

	outcome->passes = tools_calloc(states->count, sizeof(bool));
	outcome->holds = tools_calloc(states->count, sizeof(bool));
	for (unsigned int i = 0; i < states->count; i++) {
		const long *values = litmus_state(states, i);

		outcome->passes[i] = !test->filter || litmus_condition_holds(test->filter, values,
									     outcome->addresses);
		outcome->holds[i] =
			litmus_condition_holds(test->condition, values, outcome->addresses);
		if (!outcome->passes[i])
			continue;
		outcome->states_passed++;
		if (outcome->holds[i])
			outcome->positive += states->counts[i];
		else
			outcome->negative += states->counts[i];
	}
}

bool litmus_run(const struct litmus_test *test, const char *path,
		const struct litmus_options *options, struct litmus_outcome *outcome,
		struct complaint *complaint)
{
	const struct module *module = build_world(test, path, options, complaint);
	struct place *places;

	memset(outcome, 0, sizeof(*outcome));
	litmus_states_init(&outcome->states, test->observed_count);
	outcome->addresses = tools_calloc(test->variable_count, sizeof(long));
	if (!module || !find_variables(test, module, outcome->addresses, complaint)) {
		litmus_outcome_free(outcome);
		return false;
	}
	places = find_places(test, module, outcome->addresses);
	snapshot_take();
	run_schedules(test, options, places, outcome);
	free(places);
	litmus_states_sort(&outcome->states);
	judge_states(test, outcome);
	return true;
}

void litmus_outcome_free(struct litmus_outcome *outcome)
{
	litmus_states_free(&outcome->states);
	free(outcome->passes);
	free(outcome->holds);
	free(outcome->addresses);
	memset(outcome, 0, sizeof(*outcome));
}
