/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl replay: a finding's schedule again, each time in a new process.
 */
#include <inttypes.h>
#include <stdio.h>

#include "arguments.h"
#include "replay.h"
#include "scenario_set.h"

struct replay_options {
	char **paths;
	unsigned int path_count;
	const char *module_dir;
	uint64_t times;
	bool anyway;
	bool quiet;
};

enum { KEY_ANYWAY = 256 };

static const struct argp_option options[] = {
	{ "times", 'n', "N", 0, "Replay so often (default 1)", 0 },
	{ "anyway", KEY_ANYWAY, NULL, 0,
	  "Replay a finding of another build too, and say where it diverges", 0 },
	{ "quiet", 'q', NULL, 0, "Without the story", 0 },
	{ "module-dir", 'd', "DIR", 0, "Where the built modules are", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct replay_options *replay = state->input;

	switch (key) {
	case 'n':
		replay->times = option_count(state, "--times", arg, 1);
		return 0;
	case KEY_ANYWAY:
		replay->anyway = true;
		return 0;
	case 'q':
		replay->quiet = true;
		return 0;
	case 'd':
		replay->module_dir = arg;
		return 0;
	case ARGP_KEY_ARGS:
		replay->paths = state->argv + state->next;
		replay->path_count = (unsigned int)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected finding files");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static void print_list(const char *head, const struct text_list *list)
{
	if (list->count)
		printf("\n%s\n", head);
	for (unsigned int i = 0; i < list->count; i++)
		printf("  %s\n", list->texts[i]);
}

static void print_finding(const struct finding_file *file, bool story)
{
	printf("%s in %s/%s, seed %" PRIu64 ", schedule %" PRIu64 "\n  %s\n",
	       sim_verdict_name(file->verdict), file->scenario_name, file->variant, file->seed,
	       file->schedule, file->text);
	if (file->other_site[0])
		printf("  other place: %s\n", file->other_site);
	if (story) {
		print_list("call stack", &file->stack);
		print_list("story", &file->story);
		putchar('\n');
	}
}

/* Plays an open finding; its exit status. */
static int play(const struct replay *replay, const struct replay_options *asked)
{
	struct complaint complaint = { 0 };
	uint64_t same = 0;

	print_finding(&replay->file, !asked->quiet);
	for (uint64_t i = 0; i < asked->times; i++) {
		struct replay_outcome outcome = { 0 };

		if (!replay_in_child(replay, &outcome, &complaint)) {
			refuse(&complaint);
			return SIMCTL_FAULT;
		}
		if (replay_same(replay, &outcome)) {
			same++;
			continue;
		}
		replay_difference(replay, &outcome, &complaint);
		printf("not the same: %s\n", complaint.text);
	}
	printf("reproduced %" PRIu64 " of %" PRIu64 " times, trace hash %016" PRIx64 "\n", same,
	       asked->times, replay->file.trace_hash);
	if (same == asked->times)
		return SIMCTL_AS_EXPECTED;
	/* The same build must do the same; another one was asked what it does. */
	return asked->anyway ? SIMCTL_FINDING : SIMCTL_FAULT;
}

int cmd_replay(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FINDING...",
		.doc = "Replays findings in new processes and compares verdict and trace hash.",
	};
	struct replay_options asked = { .module_dir = default_module_dir(), .times = 1 };
	int worst = SIMCTL_AS_EXPECTED;

	parse_arguments(&argp, argc, argv, &asked);
	for (unsigned int i = 0; i < asked.path_count; i++) {
		struct complaint complaint = { 0 };
		struct replay replay;
		int status;

		if (!replay_open(&replay, asked.paths[i], asked.module_dir, asked.anyway,
				 &complaint)) {
			status = refuse(&complaint);
		} else {
			status = play(&replay, &asked);
			replay_close(&replay);
		}
		if (status > worst)
			worst = status;
	}
	return worst;
}
