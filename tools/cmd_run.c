/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl run: scenarios, variant by variant, and whether each ended as expected.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "alloc.h"
#include "arguments.h"
#include "campaign.h"
#include "report.h"
#include "result_store.h"
#include "scenario_set.h"
#include "worker.h"

#define OUT_DEFAULT "findings"
/* Schedules of a run that --seconds alone limits. */
#define SCHEDULES_UNLIMITED "1000000000000"

enum {
	KEY_SCHEDULES = 256,
	KEY_SECONDS,
	KEY_SEED,
	KEY_STRATEGY,
	KEY_OUT,
	KEY_RESUME,
	KEY_UNPATCHED,
	KEY_DIGEST,
	KEY_LINUX
};

struct run_options {
	char **paths;
	unsigned int path_count;
	struct case_choice choice;
	struct campaign campaign;
	const struct report *report;
	bool keep_results; /* --out was given */
	bool resume;
	bool schedules_given;
	bool digest;
};

static const struct argp_option options[] = {
	{ "variant", 'v', "NAME", 0, "Only this variant (may be repeated)", 0 },
	{ "unpatched", KEY_UNPATCHED, NULL, 0,
	  "Only the controls of museum scenarios: --variant control", 0 },
	{ "set", 's', "KEY=VALUE", 0, "Override a key in every scenario (may be repeated)", 0 },
	{ "schedules", KEY_SCHEDULES, "N", 0, "Schedules for each variant", 0 },
	{ "seconds", KEY_SECONDS, "S", 0, "At most so long for each variant", 0 },
	{ "seed", KEY_SEED, "N", 0, "Seed of the strategy (default 1)", 0 },
	{ "strategy", KEY_STRATEGY, "NAME", 0, "How schedules are chosen: random, first", 0 },
	{ "jobs", 'j', "N", 0, "Worker processes (default 1)", 0 },
	{ "linux", KEY_LINUX, "VERSION", 0,
	  "Run that kernel's own modules instead of this project's (6.1, 6.12; see tools/linux)",
	  0 },
	{ "module", 'm', "NAME=FILE", 0, "Run with this module instead of the built one", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
	{ "out", KEY_OUT, "DIR", 0, "Folder for findings and results (default findings)", 0 },
	{ "resume", KEY_RESUME, NULL, 0, "Skip what already has a result in --out DIR", 0 },
	{ "format", 'f', "FORMAT", 0, "text, json, ktap or junit", 0 },
	{ "digest", KEY_DIGEST, NULL, 0, "Print a digest of the traces too (JSON always has it)",
	  0 },
	{ 0 }
};

static void add_override(struct run_options *run, const char *key, const char *value)
{
	char *text = tools_asprintf("%s=%s", key, value);

	text_list_add(&run->choice.overrides, text);
	free(text);
}

static void choose_format(struct run_options *run, const char *arg, struct argp_state *state)
{
	char hint[64];

	run->report = report_find(arg);
	if (!run->report)
		bad_usage(state, "--format: expected text, json, ktap or junit, found '%s'%s", arg,
			  did_you_mean(arg, report_names, hint, sizeof(hint)));
}

static bool parse_limit(int key, const char *arg, struct argp_state *state, struct run_options *run)
{
	switch (key) {
	case KEY_SCHEDULES:
		option_count(state, "--schedules", arg, 1);
		add_override(run, "explore.schedules", arg);
		run->schedules_given = true;
		return true;
	case KEY_SECONDS:
		run->campaign.seconds = option_count(state, "--seconds", arg, 1);
		return true;
	case KEY_SEED:
		run->campaign.seed = option_count(state, "--seed", arg, 0);
		if (run->campaign.seed > INT64_MAX)
			bad_usage(state, "--seed: expected at most %lld", (long long)INT64_MAX);
		return true;
	case 'j':
		run->campaign.jobs = (unsigned int)option_count(state, "--jobs", arg, 1);
		if (run->campaign.jobs > WORKERS_MAX)
			bad_usage(state, "--jobs: expected at most %d", WORKERS_MAX);
		return true;
	default:
		return false;
	}
}

static bool parse_choice(int key, char *arg, struct run_options *run)
{
	switch (key) {
	case 'v':
		text_list_add(&run->choice.variants, arg);
		return true;
	case KEY_UNPATCHED:
		text_list_add(&run->choice.variants, SCENARIO_CONTROL);
		return true;
	case 's':
		text_list_add(&run->choice.overrides, arg);
		return true;
	case KEY_STRATEGY:
		add_override(run, "explore.strategy", arg);
		return true;
	case KEY_LINUX:
		add_override(run, "guest.linux", arg);
		run->choice.linux_given = true;
		return true;
	case 'm':
		text_list_add(&run->choice.modules, arg);
		return true;
	case 'd':
		run->choice.module_dir = arg;
		return true;
	default:
		return false;
	}
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct run_options *run = state->input;

	if (parse_limit(key, arg, state, run) || parse_choice(key, arg, run))
		return 0;
	switch (key) {
	case KEY_OUT:
		run->campaign.out = arg;
		run->keep_results = true;
		return 0;
	case KEY_RESUME:
		run->resume = true;
		return 0;
	case KEY_DIGEST:
		run->digest = true;
		return 0;
	case 'f':
		choose_format(run, arg, state);
		return 0;
	case ARGP_KEY_ARGS:
		run->paths = state->argv + state->next;
		run->path_count = (unsigned int)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected scenario files or folders");
	case ARGP_KEY_END:
		if (run->resume && !run->keep_results)
			bad_usage(state, "--resume needs --out DIR");
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

/* Runs or resumes one case; false with a complaint if its result cannot be kept. */
static bool run_one(struct run_options *run, const struct scenario_case *one,
		    struct case_result *result, struct complaint *complaint)
{
	if (run->resume && result_store_get(&run->campaign, one, result))
		return true;
	case_result_begin(result, one);
	campaign_run(&run->campaign, one, result);
	if (result->status == SIMCTL_BAD_INPUT)
		return complain(complaint, "%s", result->error);
	return !run->keep_results || result_store_put(&run->campaign, one, result, complaint);
}

static int worst(const struct case_result *results, unsigned int count)
{
	int status = SIMCTL_AS_EXPECTED;

	for (unsigned int i = 0; i < count; i++)
		if (results[i].status > status)
			status = results[i].status;
	return status;
}

static int run_cases(struct run_options *run, const struct case_list *list)
{
	struct case_result *results = tools_calloc(list->count, sizeof(*results));
	struct complaint complaint = { 0 };
	unsigned int done = 0;
	int status;

	run->campaign.total = list->count;
	if (run->report->begin)
		run->report->begin(list->count);
	for (; done < list->count; done++) {
		run->campaign.number = done + 1;
		if (!run_one(run, list->cases[done], &results[done], &complaint))
			break;
		if (run->report->result)
			run->report->result(&results[done], done + 1, run->digest);
		if (results[done].status == SIMCTL_FAULT)
			fprintf(stderr, "simctl: fault of the simulator in %s/%s: %s\n",
				results[done].scenario, results[done].variant, results[done].error);
	}
	if (done < list->count) {
		status = refuse(&complaint);
	} else {
		if (run->report->end)
			run->report->end(results, list->count);
		status = worst(results, list->count);
	}
	for (unsigned int i = 0; i < list->count; i++)
		case_result_free(&results[i]);
	free(results);
	return status;
}

int cmd_run(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "PATH...",
		.doc = "Runs scenarios. A finding is written to DIR/SCENARIO.VARIANT.VERDICT.json.",
	};
	struct run_options run = {
		.choice.module_dir = default_module_dir(),
		.campaign = { .out = OUT_DEFAULT, .seed = 1, .jobs = 1 },
		.report = &report_text,
	};
	struct scenario_set set = { 0 };
	struct case_list list = { 0 };
	struct complaint complaint = { 0 };
	int status;

	parse_arguments(&argp, argc, argv, &run);
	run.campaign.module_dir = run.choice.module_dir;
	run.campaign.progress = isatty(STDERR_FILENO);
	if (run.campaign.seconds && !run.schedules_given)
		add_override(&run, "explore.schedules", SCHEDULES_UNLIMITED);
	if (scenario_set_load(&set, run.paths, run.path_count, &complaint) &&
	    case_list_build(&list, &set, &run.choice, &complaint))
		status = run_cases(&run, &list);
	else
		status = refuse(&complaint);
	case_list_free(&list);
	scenario_set_free(&set);
	case_choice_free(&run.choice);
	return status;
}
