/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "litmus_test.h"

#include <stdlib.h>
#include <string.h>

#include "alloc.h"

static bool same_name(const char *name, const char *text, size_t length)
{
	return strlen(name) == length && memcmp(name, text, length) == 0;
}

int litmus_variable_find(const struct litmus_test *test, const char *name, size_t length)
{
	for (unsigned int i = 0; i < test->variable_count; i++)
		if (same_name(test->variables[i].name, name, length))
			return (int)i;
	return -1;
}

int litmus_register_find(const struct litmus_process *process, const char *name, size_t length)
{
	for (unsigned int i = 0; i < process->register_count; i++)
		if (same_name(process->registers[i].name, name, length))
			return (int)i;
	return -1;
}

unsigned int litmus_variable_get(struct litmus_test *test, const char *name, size_t length)
{
	int found = litmus_variable_find(test, name, length);
	struct litmus_variable *variable;

	if (found >= 0)
		return (unsigned int)found;
	test->variables =
		tools_resize(test->variables, test->variable_count + 1, sizeof(*test->variables));
	variable = &test->variables[test->variable_count];
	*variable = (struct litmus_variable){ .initial = { .variable = -1 } };
	variable->name = tools_asprintf("%.*s", (int)length, name);
	return test->variable_count++;
}

unsigned int litmus_observe(struct litmus_test *test, struct litmus_location location)
{
	for (unsigned int i = 0; i < test->observed_count; i++)
		if (test->observed[i].process == location.process &&
		    test->observed[i].index == location.index)
			return i;
	test->observed =
		tools_resize(test->observed, test->observed_count + 1, sizeof(*test->observed));
	test->observed[test->observed_count] = location;
	return test->observed_count++;
}

static const char *location_name(const struct litmus_test *test, struct litmus_location location)
{
	if (location.process < 0)
		return test->variables[location.index].name;
	return test->processes[location.process].registers[location.index].name;
}

static int compare_observed(const void *a, const void *b, void *opaque)
{
	const struct litmus_test *test = opaque;
	struct litmus_location left = test->observed[*(const unsigned int *)a];
	struct litmus_location right = test->observed[*(const unsigned int *)b];

	if (left.process != right.process) {
		if (left.process < 0 || right.process < 0)
			return left.process < 0 ? 1 : -1;
		return left.process - right.process;
	}
	return strcmp(location_name(test, left), location_name(test, right));
}

void litmus_observed_sort(struct litmus_test *test)
{
	unsigned int count = test->observed_count;
	struct litmus_location *sorted = tools_calloc(count, sizeof(*sorted));
	unsigned int *order = tools_calloc(count, sizeof(*order));
	unsigned int *new_index = tools_calloc(count, sizeof(*new_index));

	for (unsigned int i = 0; i < count; i++)
		order[i] = i;
	qsort_r(order, count, sizeof(*order), compare_observed, test);
	for (unsigned int i = 0; i < count; i++) {
		sorted[i] = test->observed[order[i]];
		new_index[order[i]] = i;
	}
	litmus_condition_renumber(test->condition, new_index);
	litmus_condition_renumber(test->filter, new_index);
	free(test->observed);
	test->observed = sorted;
	free(order);
	free(new_index);
}

static void process_free(struct litmus_process *process)
{
	for (unsigned int i = 0; i < process->parameter_count; i++)
		free(process->parameters[i].name);
	for (unsigned int i = 0; i < process->register_count; i++)
		free(process->registers[i].name);
	free(process->parameters);
	free(process->registers);
	free(process->tokens);
	free(process->pieces);
}

void litmus_free(struct litmus_test *test)
{
	if (!test)
		return;
	for (unsigned int i = 0; i < test->variable_count; i++)
		free(test->variables[i].name);
	for (unsigned int i = 0; i < test->process_count; i++)
		process_free(&test->processes[i]);
	litmus_condition_free(test->filter);
	litmus_condition_free(test->condition);
	free(test->variables);
	free(test->observed);
	free(test->name);
	free(test->text);
	free(test);
}

const char *litmus_expected_name(enum litmus_expected expected)
{
	static const char *const names[] = {
		[LITMUS_UNKNOWN] = "unknown",	  [LITMUS_NEVER] = "Never",
		[LITMUS_SOMETIMES] = "Sometimes", [LITMUS_ALWAYS] = "Always",
		[LITMUS_DEADLOCK] = "DEADLOCK",
	};

	return names[expected];
}
