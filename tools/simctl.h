/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl.h - what the commands of simctl share: exit statuses and their entry points.
 */
#ifndef TOOLS_SIMCTL_H
#define TOOLS_SIMCTL_H

enum simctl_exit {
	SIMCTL_AS_EXPECTED = 0,
	SIMCTL_FINDING = 1, /* a finding, or an expectation missed */
	SIMCTL_BAD_INPUT = 2,
	SIMCTL_FAULT = 3, /* of the simulator itself */
};

/*
 * Each command parses its own arguments (argv[0] is "simctl run" and the like) and returns an exit
 * status. Called once, from main().
 */
int cmd_run(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_trace(int argc, char **argv);
int cmd_list(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_build(int argc, char **argv);
int cmd_litmus(int argc, char **argv);
int cmd_bench(int argc, char **argv);
int cmd_stubs(int argc, char **argv);
int cmd_version(int argc, char **argv);

#endif
