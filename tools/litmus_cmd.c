/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl litmus: litmus tests of the kernel's memory model, answered by running them.
 *
 * All files are read and compiled before the first one runs: bad input leaves nothing half-done.
 */
#include <limits.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "arguments.h"
#include "litmus_build.h"
#include "litmus_hoist.h"
#include "litmus_pool.h"
#include "litmus_report.h"
#include "litmus_run.h"

/* How a test's process ends, beside the statuses of simctl. */
enum { STATUS_UNSEEN = 10, STATUS_OUTSIDE };

enum { KEY_SCHEDULES = 256, KEY_MEMORY, KEY_SEED, KEY_JOBS };

struct litmus_command {
	struct litmus_options options;
	unsigned int jobs;
	char **paths;
	unsigned int count;
	struct litmus_test **tests;
	char folder[PATH_MAX];
	bool refused; /* a file does not compile */
	unsigned int expected, outside, missed, failed;
};

static const struct argp_option options[] = {
	{ "schedules", KEY_SCHEDULES, "N", 0, "Schedules of each test (default 100000)", 0 },
	{ "memory", KEY_MEMORY, "sc|tso|weak", 0, "Memory model (default weak)", 0 },
	{ "seed", KEY_SEED, "N", 0, "Seed of the random strategy (default 1)", 0 },
	{ "jobs", KEY_JOBS, "N", 0, "Tests at a time (default: one for each CPU)", 0 },
	{ 0 }
};

static enum memory_model parse_memory(const struct argp_state *state, const char *arg)
{
	static const char *const names[] = {
		[MEMORY_SC] = "sc", [MEMORY_TSO] = "tso", [MEMORY_WEAK] = "weak", NULL
	};

	for (enum memory_model memory = MEMORY_SC; names[memory]; memory++)
		if (strcmp(arg, names[memory]) == 0)
			return memory;
	bad_usage(state, "--memory: expected sc, tso or weak, found '%s'", arg);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct litmus_command *command = state->input;

	switch (key) {
	case KEY_SCHEDULES:
		command->options.schedules = option_count(state, "--schedules", arg, 1);
		return 0;
	case KEY_MEMORY:
		command->options.memory = parse_memory(state, arg);
		return 0;
	case KEY_SEED:
		command->options.seed = option_count(state, "--seed", arg, 0);
		return 0;
	case KEY_JOBS: {
		uint64_t jobs = option_count(state, "--jobs", arg, 1);

		command->jobs = jobs > 1024 ? 1024 : (unsigned int)jobs;
		return 0;
	}
	case ARGP_KEY_ARGS:
		command->paths = state->argv + state->next;
		command->count = (unsigned int)(state->argc - state->next);
		return 0;
	case ARGP_KEY_NO_ARGS:
		bad_usage(state, "expected litmus files");
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static unsigned int cpu_count(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) < 0)
		return 1;
	return (unsigned int)CPU_COUNT(&set);
}

static bool load_all(struct litmus_command *command, struct complaint *complaint)
{
	command->tests = tools_calloc(command->count, sizeof(struct litmus_test *));
	for (unsigned int i = 0; i < command->count; i++) {
		command->tests[i] = litmus_load(command->paths[i], complaint);
		if (!command->tests[i])
			return false;
	}
	return true;
}

static char *module_path(const struct litmus_command *command, unsigned int index,
			 const char *suffix)
{
	return tools_asprintf("%s/%u%s.so", command->folder, index, suffix);
}

static int build_job(unsigned int index, FILE *out, void *opaque)
{
	const struct litmus_command *command = opaque;
	struct complaint complaint = { 0 };
	char *module = module_path(command, index, "");
	bool good = litmus_build(command->tests[index], module, &complaint);

	free(module);
	if (good)
		return SIMCTL_AS_EXPECTED;
	fprintf(out, "simctl: %s\n", complaint.text);
	return SIMCTL_BAD_INPUT;
}

static void build_done(unsigned int index, int status, const char *text, void *opaque)
{
	struct litmus_command *command = opaque;

	if (status == SIMCTL_AS_EXPECTED || command->refused)
		return;
	command->refused = true;
	if (*text)
		fputs(text, stderr);
	else
		fprintf(stderr, "simctl: %s: cannot be compiled (status %d)\n",
			command->paths[index], status);
}

/* Runs the test as it is; the report goes to out. */
static int run_job(unsigned int index, FILE *out, void *opaque)
{
	const struct litmus_command *command = opaque;
	const struct litmus_test *test = command->tests[index];
	struct litmus_outcome outcome;
	struct complaint complaint = { 0 };
	char *module = module_path(command, index, "");
	bool good = litmus_run(test, module, &command->options, &outcome, &complaint);
	enum litmus_judgement judgement;

	free(module);
	if (!good) {
		fprintf(stderr, "simctl: %s\n", complaint.text);
		return SIMCTL_FAULT;
	}
	litmus_report(out, test, &outcome);
	judgement = litmus_judge(test, &outcome, command->options.memory);
	litmus_outcome_free(&outcome);
	if (judgement == LITMUS_UNSEEN)
		return STATUS_UNSEEN;
	return judgement == LITMUS_MISSED ? SIMCTL_FINDING : SIMCTL_AS_EXPECTED;
}

/* Runs the test with stores moved up; says by its status alone whether that shows the outcome. */
static int run_hoisted_job(unsigned int index, FILE *out, void *opaque)
{
	const struct litmus_command *command = opaque;
	const struct litmus_test *test = command->tests[index];
	struct litmus_outcome outcome;
	struct complaint complaint = { 0 };
	char *module = module_path(command, index, "-hoisted");
	bool good = litmus_build(test, module, &complaint) &&
		    litmus_run(test, module, &command->options, &outcome, &complaint);
	bool seen;

	(void)out;
	free(module);
	if (!good) {
		fprintf(stderr, "simctl: %s\n", complaint.text);
		return SIMCTL_FAULT;
	}
	seen = outcome.positive > 0;
	litmus_outcome_free(&outcome);
	return seen ? STATUS_OUTSIDE : STATUS_UNSEEN;
}

static int test_job(unsigned int index, FILE *out, void *opaque)
{
	struct litmus_command *command = opaque;
	struct litmus_test *test = command->tests[index];
	int status = litmus_pool_one(index, run_job, out, opaque);
	char what[256];

	if (status == STATUS_UNSEEN && litmus_hoist(test, what, sizeof(what)))
		status = litmus_pool_one(index, run_hoisted_job, out, opaque);
	if (status == STATUS_OUTSIDE)
		fprintf(out,
			"Note %s outside the model: needs load-to-store reordering (seen once "
			"moved above the loads before it: %s)\n",
			test->name, what);
	if (status == STATUS_UNSEEN)
		status = SIMCTL_FINDING;
	if (status == SIMCTL_FINDING)
		fprintf(out, "Unexpected %s: %s says %s\n", test->name, test->path,
			test->expected == LITMUS_UNKNOWN ? "otherwise" :
							   litmus_expected_name(test->expected));
	return status;
}

static void test_done(unsigned int index, int status, const char *text, void *opaque)
{
	struct litmus_command *command = opaque;

	fputs(text, stdout);
	fputs(index + 1 < command->count ? "\n" : "", stdout);
	fflush(stdout);
	switch (status) {
	case SIMCTL_AS_EXPECTED:
		command->expected++;
		break;
	case STATUS_OUTSIDE:
		command->outside++;
		break;
	case SIMCTL_FINDING:
		command->missed++;
		break;
	default:
		fprintf(stderr, "simctl: %s: its process ended with status %d\n",
			command->paths[index], status);
		command->failed++;
		break;
	}
}

static int run_all(struct litmus_command *command)
{
	litmus_pool_run(command->count, command->jobs, test_job, test_done, command);
	if (command->count > 1)
		printf("\n%u tests: %u as expected, %u outside the model, %u unexpected, "
		       "%u failed\n",
		       command->count, command->expected, command->outside, command->missed,
		       command->failed);
	if (command->failed)
		return SIMCTL_FAULT;
	return command->missed ? SIMCTL_FINDING : SIMCTL_AS_EXPECTED;
}

static int build_and_run(struct litmus_command *command)
{
	litmus_pool_run(command->count, command->jobs, build_job, build_done, command);
	return command->refused ? SIMCTL_BAD_INPUT : run_all(command);
}

int cmd_litmus(int argc, char **argv)
{
	static const struct argp argp = {
		.options = options,
		.parser = parse,
		.args_doc = "FILE...",
		.doc = "Runs litmus tests of the kernel's memory model (C flavour) and answers as "
		       "herd does.",
	};
	struct litmus_command command = {
		.options = { .memory = MEMORY_WEAK, .schedules = 100000, .seed = 1 },
		.jobs = cpu_count(),
	};
	struct complaint complaint = { 0 };
	int status;

	parse_arguments(&argp, argc, argv, &command);
	if (!load_all(&command, &complaint) ||
	    !litmus_folder_make(command.folder, sizeof(command.folder), &complaint)) {
		status = refuse(&complaint);
	} else {
		status = build_and_run(&command);
		litmus_folder_remove(command.folder);
	}
	for (unsigned int i = 0; i < command.count; i++)
		litmus_free(command.tests[i]);
	free(command.tests);
	return status;
}
