/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * KTAP version 1 (Documentation/dev-tools/ktap.rst), for kernel test harnesses.
 */
#include <inttypes.h>
#include <stdio.h>

#include "report.h"

static void ktap_begin(unsigned int cases)
{
	printf("KTAP version 1\n1..%u\n", cases);
}

static void ktap_result(const struct case_result *result, unsigned int number, bool digest)
{
	if (digest)
		printf("# trace digest %016" PRIx64 "\n", result->trace_digest);
	if (result->outcome == OUTCOME_ERROR)
		printf("# %s\n", result->error);
	if (result->outcome == OUTCOME_FINDING)
		printf("# %s in schedule %" PRIu64 ": %s%s%s\n# %s\n", result->kind,
		       result->schedule, result->site, result->site[0] ? ": " : "", result->text,
		       result->file ? result->file : "");
	if (!result->as_expected)
		printf("# expected: %s\n", result->expected);
	printf("%s %u %s/%s\n", result->as_expected ? "ok" : "not ok", number, result->scenario,
	       result->variant);
	fflush(stdout);
}

const struct report report_ktap = { .name = "ktap", .begin = ktap_begin, .result = ktap_result };
