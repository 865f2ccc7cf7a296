/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl trace: everything that happened in a finding's run, or in one schedule of a scenario, one
 * line a step.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <check/finding.h>

#include "arguments.h"
#include "replay.h"
#include "scenario_set.h"
#include "trace_text.h"
#include "world_process.h"

struct trace_options {
	char **paths;
	struct case_choice choice; /* of a scenario */
	uint64_t seed, schedule;
	bool anyway;
};

enum { KEY_ANYWAY = 256, KEY_SEED, KEY_SCHEDULE };

static const struct argp_option options[] = {
	{ "anyway", KEY_ANYWAY, NULL, 0, "Trace a finding of another build too", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
	{ NULL, 0, NULL, 0, "Of a scenario:", 0 },
	{ "variant", 'v', "NAME", 0, "This variant (default base)", 0 },
	{ "set", 's', "KEY=VALUE", 0, "Override a key (may be repeated)", 0 },
	{ "seed", KEY_SEED, "N", 0, "Seed of the strategy (default 1)", 0 },
	{ "schedule", KEY_SCHEDULE, "N", 0, "Number of the schedule (default 0)", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct trace_options *trace = state->input;

	switch (key) {
	case KEY_ANYWAY:
		trace->anyway = true;
		return 0;
	case 'd':
		trace->choice.module_dir = arg;
		return 0;
	case 'v':
		if (trace->choice.variants.count)
			bad_usage(state, "--variant: expected one");
		text_list_add(&trace->choice.variants, arg);
		return 0;
	case 's':
		text_list_add(&trace->choice.overrides, arg);
		return 0;
	case KEY_SEED:
		trace->seed = option_count(state, "--seed", arg, 0);
		return 0;
	case KEY_SCHEDULE:
		trace->schedule = option_count(state, "--schedule", arg, 0);
		return 0;
	case ARGP_KEY_ARGS:
		trace->paths = state->argv + state->next;
		if (state->argc - state->next != 1)
			bad_usage(state, "expected one finding file or scenario");
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected a finding file or a scenario");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void print_record(const struct trace_record *record)
{
	char place[32], what[300], site[200];

	printf("%8u %8" PRIu64 "ns  %-14s %4u  %s", record->step, (uint64_t)record->now_ns,
	       trace_place(record, place, sizeof(place)), record->ctx,
	       trace_what(record, what, sizeof(what)));
	trace_site(record, site, sizeof(site));
	printf("%s%s\n", site[0] ? "  -- " : "", site);
}

/* The world lives in this process: there is just one run. */
static void print_trace(enum sim_verdict verdict, const char *text)
{
	printf("%8s %10s  %-14s %4s  %s\n", "step", "time", "where", "ctx", "what");
	for (uint32_t i = 0; i < trace_count(); i++)
		print_record(trace_at(i));
	printf("%s%s%s\n", sim_verdict_name(verdict), text[0] ? ": " : "", text);
}

/* ---- a finding ------------------------------------------------------------------------------- */

static int play(const struct replay *replay)
{
	struct complaint complaint = { 0 };
	struct replay_outcome outcome = { 0 };

	if (!replay_here(replay, &outcome, &complaint))
		return refuse(&complaint);
	print_trace(replay->file.verdict, replay->file.text);
	if (replay_same(replay, &outcome))
		return SIMCTL_AS_EXPECTED;
	replay_difference(replay, &outcome, &complaint);
	fprintf(stderr, "simctl: not the same run: %s\n", complaint.text);
	return SIMCTL_FAULT;
}

static int trace_finding(const struct trace_options *asked)
{
	struct complaint complaint = { 0 };
	struct replay replay;
	int status;

	if (!replay_open(&replay, asked->paths[0], asked->choice.module_dir, asked->anyway,
			 &complaint))
		return refuse(&complaint);
	status = play(&replay);
	replay_close(&replay);
	return status;
}

/* ---- a schedule of a scenario ---------------------------------------------------------------- */

static int run_schedule(const struct trace_options *asked, const struct scenario_case *one)
{
	struct complaint complaint = { 0 };
	struct strategy *strategy;
	enum sim_verdict verdict;

	if (!world_process_build(one, asked->choice.module_dir, &verdict, &complaint))
		return refuse(&complaint);
	strategy = strategy_by_name(one->spec.explore.strategy, asked->seed);
	verdict = world_process_run(strategy, asked->schedule, true);
	strategy_free(strategy);
	print_trace(verdict, verdict == SIM_PASS ? "" : finding_current()->text);
	return verdict == SIM_PASS || verdict == one->expect.verdict ? SIMCTL_AS_EXPECTED :
								       SIMCTL_FINDING;
}

static int trace_scenario(struct trace_options *asked)
{
	struct scenario_set set = { 0 };
	struct case_list list = { 0 };
	struct complaint complaint = { 0 };
	int status;

	if (!asked->choice.variants.count)
		text_list_add(&asked->choice.variants, SCENARIO_BASE);
	if (scenario_set_load(&set, asked->paths, 1, &complaint) &&
	    case_list_build(&list, &set, &asked->choice, &complaint) && list.count != 1)
		complain(&complaint, "%s: expected one scenario, found %u", asked->paths[0],
			 list.count);
	status = complaint.text[0] ? refuse(&complaint) : run_schedule(asked, list.cases[0]);
	case_list_free(&list);
	scenario_set_free(&set);
	return status;
}

static bool is_finding(const char *path)
{
	const char *suffix = strrchr(path, '.');

	return suffix && strcmp(suffix, ".json") == 0;
}

int cmd_trace(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FINDING\nSCENARIO",
		.doc = "Prints the whole trace of a finding (*.json), replayed, or of one schedule of a "
		       "scenario.",
	};
	struct trace_options asked = { .choice.module_dir = default_module_dir(), .seed = 1 };
	int status;

	parse_arguments(&argp, argc, argv, &asked);
	status = is_finding(asked.paths[0]) ? trace_finding(&asked) : trace_scenario(&asked);
	case_choice_free(&asked.choice);
	return status;
}
