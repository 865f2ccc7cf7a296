/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl - the one command that people use: finds the subcommand and hands over.
 */
#include "simctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "complaint.h"

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *arguments;
	const char *help;
} commands[] = {
	{ "run", cmd_run, "PATH...", "run scenarios (files or folders)" },
	{ "replay", cmd_replay, "FINDING...", "run a finding's schedule again" },
	{ "trace", cmd_trace, "FINDING|SCENARIO", "print everything that happened in a run" },
	{ "list", cmd_list, "PATH...", "list scenarios and their variants" },
	{ "check", cmd_check, "PATH...", "check scenarios without running them" },
	{ "build", cmd_build, "SRC... -o M.so", "compile a driver into a module" },
	{ "litmus", cmd_litmus, "FILE...", "run LKMM litmus tests" },
	{ "bench", cmd_bench, "", "measure the simulator's own speed" },
	{ "stubs", cmd_stubs, "[MODULE...]", "list stubbed functions of the kernel library" },
	{ "version", cmd_version, "", "print the version" },
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static void print_help(FILE *out)
{
	fputs("Usage: simctl COMMAND [OPTION...] ...\n\n", out);
	for (unsigned int i = 0; i < COMMAND_COUNT; i++)
		fprintf(out, "  %-8s %-16s %s\n", commands[i].name, commands[i].arguments,
			commands[i].help);
	fputs("\n`simctl COMMAND --help` tells a command's options. Exit status: 0 as expected,\n"
	      "1 a finding or an expectation missed, 2 bad input, 3 a fault of the simulator.\n",
	      out);
}

static int unknown_command(const char *name)
{
	const char *names[COMMAND_COUNT + 1];
	char hint[64];

	for (unsigned int i = 0; i < COMMAND_COUNT; i++)
		names[i] = commands[i].name;
	names[COMMAND_COUNT] = NULL;
	fprintf(stderr, "simctl: '%s' is no command%s (see simctl --help)\n", name,
		did_you_mean(name, names, hint, sizeof(hint)));
	return SIMCTL_BAD_INPUT;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return SIMCTL_BAD_INPUT;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return SIMCTL_AS_EXPECTED;
	}
	if (strcmp(argv[1], "--version") == 0)
		argv[1] = "version";
	for (unsigned int i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(argv[1], commands[i].name) == 0) {
			argv[1] = tools_asprintf("simctl %s", commands[i].name);
			return commands[i].run(argc - 1, argv + 1);
		}
	}
	return unknown_command(argv[1]);
}
