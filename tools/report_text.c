/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For people: a line or three for each case as it ends, a sum at the end.
 */
#include <inttypes.h>
#include <stdio.h>

#include "report.h"

#define NAME_CHARS 36

static void print_passed_by(const struct case_result *result)
{
	if (result->passed_by)
		printf("         %" PRIu64 " schedules ended with another verdict of this bug\n",
		       result->passed_by);
}

static void print_finding(const struct case_result *result)
{
	printf("         %s%s%s\n", result->site, result->site[0] ? ": " : "", result->text);
	if (result->file)
		printf("         simctl replay %s\n", result->file);
}

static void text_result(const struct case_result *result, unsigned int number, bool digest)
{
	char name[160];

	(void)number;
	snprintf(name, sizeof(name), "%s/%s", result->scenario, result->variant);
	if (result->outcome == OUTCOME_ERROR) {
		printf("ERROR    %s\n         %s\n", name, result->error);
	} else if (result->outcome == OUTCOME_FINDING) {
		printf("%s  %-*s %s in schedule %" PRIu64 "%s\n",
		       result->as_expected ? "found  " : "FINDING", NAME_CHARS, name, result->kind,
		       result->schedule, result->as_expected ? ", as expected" : "");
		if (!result->as_expected)
			printf("         expected: %s\n", result->expected);
		print_finding(result);
	} else {
		printf("%s  %-*s %" PRIu64 " schedules, %.0f a second%s%s\n",
		       result->as_expected ? "pass   " : "MISSED ", NAME_CHARS, name,
		       result->schedules, schedules_per_second(result),
		       result->as_expected ? "" : ", expected: ",
		       result->as_expected ? "" : result->expected);
	}
	print_passed_by(result);
	if (digest && result->outcome != OUTCOME_ERROR)
		printf("         trace digest %016" PRIx64 "\n", result->trace_digest);
	fflush(stdout);
}

static void text_end(const struct case_result *results, unsigned int count)
{
	unsigned int good = 0, errors = 0;
	uint64_t schedules = 0;

	for (unsigned int i = 0; i < count; i++) {
		good += results[i].as_expected;
		errors += results[i].outcome == OUTCOME_ERROR;
		schedules += results[i].schedules;
	}
	printf("%u of %u as expected, %" PRIu64 " schedules", good, count, schedules);
	if (errors)
		printf(", %u could not be run", errors);
	putchar('\n');
}

const struct report report_text = { .name = "text", .result = text_result, .end = text_end };
