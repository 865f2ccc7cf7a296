/* SPDX-License-Identifier: GPL-2.0-only */
#include "arguments.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "units.h"

int refuse(const struct complaint *complaint)
{
	fprintf(stderr, "simctl: %s\n", complaint->text);
	return SIMCTL_BAD_INPUT;
}

void bad_usage(const struct argp_state *state, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "%s: ", state->name);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fprintf(stderr, " (see %s --help)\n", state->name);
	exit(SIMCTL_BAD_INPUT);
}

uint64_t option_count(const struct argp_state *state, const char *option, const char *arg,
		      uint64_t least)
{
	uint64_t count;

	if (!parse_count(arg, &count) || count < least)
		bad_usage(state, "%s: expected a number from %llu on, found '%s'", option,
			  (unsigned long long)least, arg);
	return count;
}

void parse_arguments(const struct argp *argp, int argc, char **argv, void *input)
{
	argp_err_exit_status = SIMCTL_BAD_INPUT;
	if (argp_parse(argp, argc, argv, 0, NULL, input) != 0)
		exit(SIMCTL_BAD_INPUT);
}
