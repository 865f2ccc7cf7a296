/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * case_result.h - what came out of one case, and its JSON form (DESIGN: simctl run --format json).
 */
#ifndef TOOLS_CASE_RESULT_H
#define TOOLS_CASE_RESULT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "scenario.h"

enum outcome { OUTCOME_PASS, OUTCOME_FINDING, OUTCOME_ERROR };

/* Texts are owned; NULL where there is nothing to say. */
struct case_result {
	char *scenario;
	char *path;
	char *variant;
	char *expected; /* "pass" or a verdict's name */
	enum outcome outcome;
	bool as_expected;
	uint64_t schedules;
	uint64_t passed_by; /* of them, ended with a verdict of expect.besides */
	double seconds;
	uint64_t trace_digest; /* of the traces of all its schedules (trace_digest.h) */

	/* the finding */
	char *kind;
	char *text;
	char *site;
	char *file;
	uint64_t schedule;
	unsigned int lines; /* of its story */
	/* the error: a world that cannot be built, or a fault of the simulator */
	char *error;
	int status; /* enum simctl_exit */
};

/* Names and expectation of a case; nothing came out yet. */
void case_result_begin(struct case_result *result, const struct scenario_case *one);
void case_result_free(struct case_result *result);
/* Sets as_expected and status from the outcome and the case's expectation. */
void case_result_judge(struct case_result *result, const struct expectation *expect);

double schedules_per_second(const struct case_result *result);

/* A new reference. */
json_t *case_result_to_json(const struct case_result *result);
/* Of an object that case_result_to_json() made; false if it is something else. */
bool case_result_from_json(struct case_result *result, const json_t *json);

#endif
