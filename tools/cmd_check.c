/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl check: everything that `run` would refuse, without running.
 */
#include <stdio.h>

#include "arguments.h"
#include "scenario_set.h"

struct check_options {
	char **paths;
	unsigned int path_count;
	struct case_choice choice;
};

static const struct argp_option options[] = {
	{ "set", 's', "KEY=VALUE", 0, "Override a key in every scenario", 0 },
	{ "variant", 'v', "NAME", 0, "Only this variant (may be repeated)", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct check_options *check = state->input;

	switch (key) {
	case 's':
		text_list_add(&check->choice.overrides, arg);
		return 0;
	case 'v':
		text_list_add(&check->choice.variants, arg);
		return 0;
	case 'd':
		check->choice.module_dir = arg;
		return 0;
	case ARGP_KEY_ARGS:
		check->paths = state->argv + state->next;
		check->path_count = (unsigned int)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected scenario files or folders");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int cmd_check(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "PATH...",
		.doc = "Checks scenarios, and that the modules they name exist, without running.",
	};
	struct check_options check = { .choice.module_dir = default_module_dir() };
	struct scenario_set set = { 0 };
	struct case_list list = { 0 };
	struct complaint complaint = { 0 };
	bool good;

	parse_arguments(&argp, argc, argv, &check);
	good = scenario_set_load(&set, check.paths, check.path_count, &complaint) &&
	       case_list_build(&list, &set, &check.choice, &complaint);
	if (good)
		printf("%u scenario%s, %u variant%s: good\n", set.count, set.count == 1 ? "" : "s",
		       list.count, list.count == 1 ? "" : "s");
	case_list_free(&list);
	scenario_set_free(&set);
	case_choice_free(&check.choice);
	return good ? SIMCTL_AS_EXPECTED : refuse(&complaint);
}
