/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl version: what was built, with what.
 */
#include <stdio.h>

#include <build_config.h>

#include "arguments.h"
#include "digest.h"

int cmd_version(int argc, char **argv)
{
	static const struct argp argp = { .doc = "Prints the version and hash of this build." };
	char hex[DIGEST_HEX_BYTES];

	parse_arguments(&argp, argc, argv, NULL);
	if (!digest_file("/proc/self/exe", hex)) {
		fputs("simctl: cannot read its own executable\n", stderr);
		return SIMCTL_FAULT;
	}
	printf("simctl %s (%s)\nbuild %.16s\n", VQSIM_VERSION, VQSIM_CC_VERSION, hex);
	return SIMCTL_AS_EXPECTED;
}
