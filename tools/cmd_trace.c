/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl trace: everything that happened in a finding's run, one line a step.
 */
#include <inttypes.h>
#include <stdio.h>

#include "arguments.h"
#include "replay.h"
#include "scenario_set.h"
#include "trace_text.h"

struct trace_options {
	char **paths;
	const char *module_dir;
	bool anyway;
};

enum { KEY_ANYWAY = 256 };

static const struct argp_option options[] = {
	{ "anyway", KEY_ANYWAY, NULL, 0, "Trace a finding of another build too", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
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
		trace->module_dir = arg;
		return 0;
	case ARGP_KEY_ARGS:
		trace->paths = state->argv + state->next;
		if (state->argc - state->next != 1)
			bad_usage(state, "expected one finding file");
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected a finding file");
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
static int print_trace(const struct replay *replay)
{
	struct complaint complaint = { 0 };
	struct replay_outcome outcome = { 0 };

	if (!replay_here(replay, &outcome, &complaint))
		return refuse(&complaint);
	printf("%8s %10s  %-14s %4s  %s\n", "step", "time", "where", "ctx", "what");
	for (uint32_t i = 0; i < trace_count(); i++)
		print_record(trace_at(i));
	printf("%s: %s\n", sim_verdict_name(replay->file.verdict), replay->file.text);
	if (replay_same(replay, &outcome))
		return SIMCTL_AS_EXPECTED;
	replay_difference(replay, &outcome, &complaint);
	fprintf(stderr, "simctl: not the same run: %s\n", complaint.text);
	return SIMCTL_FAULT;
}

int cmd_trace(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FINDING",
		.doc = "Replays a finding and prints its whole trace.",
	};
	struct trace_options asked = { .module_dir = default_module_dir() };
	struct complaint complaint = { 0 };
	struct replay replay;
	int status;

	parse_arguments(&argp, argc, argv, &asked);
	if (!replay_open(&replay, asked.paths[0], asked.module_dir, asked.anyway, &complaint))
		return refuse(&complaint);
	status = print_trace(&replay);
	replay_close(&replay);
	return status;
}
