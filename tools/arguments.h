/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arguments.h - what the commands' argp parsers share.
 */
#ifndef TOOLS_ARGUMENTS_H
#define TOOLS_ARGUMENTS_H

#include <argp.h>
#include <stdbool.h>
#include <stdint.h>

#include "complaint.h"
#include "simctl.h"

/* "simctl: <complaint>" on stderr; returns SIMCTL_BAD_INPUT. */
int refuse(const struct complaint *complaint);
/* From an argp parser: one line about a wrong option or argument, then exit with status 2. */
__attribute__((noreturn, format(printf, 2, 3))) void bad_usage(const struct argp_state *state,
							       const char *fmt, ...);
/* A number for an option; does not return if it is none or below least. */
uint64_t option_count(const struct argp_state *state, const char *option, const char *arg,
		      uint64_t least);

/* Parses in order, with exit status 2 for bad usage. */
void parse_arguments(const struct argp *argp, int argc, char **argv, void *input);

#endif
