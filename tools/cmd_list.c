/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl list: scenarios, what they are about, and their variants.
 */
#include <stdio.h>

#include "arguments.h"
#include "scenario_set.h"

struct list_options {
	char **paths;
	unsigned int path_count;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct list_options *list = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_ARGS:
		list->paths = state->argv + state->next;
		list->path_count = (unsigned int)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected scenario files or folders");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void print_scenario(const struct scenario *scenario)
{
	printf("%s: %s\n    %s\n    variants:", scenario->name, scenario->about, scenario->path);
	for (unsigned int i = 0; i < scenario->variant_count; i++)
		printf(" %s", scenario->variants[i].name);
	putchar('\n');
}

int cmd_list(int argc, char **argv)
{
	static const struct argp argp = {
		.parser = parse,
		.args_doc = "PATH...",
		.doc = "Lists scenarios with their about line and variants.",
	};
	struct list_options list = { 0 };
	struct scenario_set set = { 0 };
	struct complaint complaint = { 0 };

	parse_arguments(&argp, argc, argv, &list);
	if (!scenario_set_load(&set, list.paths, list.path_count, &complaint))
		return refuse(&complaint);
	for (unsigned int i = 0; i < set.count; i++)
		print_scenario(set.scenarios[i]);
	scenario_set_free(&set);
	return SIMCTL_AS_EXPECTED;
}
