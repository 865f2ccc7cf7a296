/* SPDX-License-Identifier: GPL-2.0-only */
#include "case_result.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "alloc.h"
#include "simctl.h"
#include "trace_digest.h"

static const char *const outcome_words[] = {
	[OUTCOME_PASS] = "pass",
	[OUTCOME_FINDING] = "finding",
	[OUTCOME_ERROR] = "error",
};

void case_result_begin(struct case_result *result, const struct scenario_case *one)
{
	enum sim_verdict expected = one->expect.verdict;

	*result = (struct case_result){
		.scenario = tools_strdup(one->scenario->name),
		.path = tools_strdup(one->scenario->path),
		.variant = tools_strdup(one->variant),
		.expected = tools_strdup(expected ? sim_verdict_name(expected) : "pass"),
		.trace_digest = TRACE_DIGEST_EMPTY,
	};
}

void case_result_free(struct case_result *result)
{
	char *texts[] = { result->scenario, result->path, result->variant,
			  result->expected, result->kind, result->text,
			  result->site,	    result->file, result->error };

	for (unsigned int i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	*result = (struct case_result){ 0 };
}

void case_result_judge(struct case_result *result, const struct expectation *expect)
{
	if (result->outcome == OUTCOME_ERROR)
		return;
	if (result->outcome == OUTCOME_PASS)
		result->as_expected = expect->verdict == SIM_PASS;
	else
		result->as_expected = strcmp(result->kind, result->expected) == 0 &&
				      result->schedule < expect->within;
	result->status = result->as_expected ? SIMCTL_AS_EXPECTED : SIMCTL_FINDING;
}

double schedules_per_second(const struct case_result *result)
{
	return result->seconds > 0 ? (double)result->schedules / result->seconds : 0;
}

static json_t *findings_json(const struct case_result *result)
{
	json_t *array = json_array();

	if (result->outcome == OUTCOME_FINDING)
		json_array_append_new(array, json_pack("{s:s, s:I, s:s?, s:s, s:i, s:s}", "kind",
						       result->kind, "schedule",
						       (json_int_t)result->schedule, "file",
						       result->file, "site", result->site, "lines",
						       (int)result->lines, "text", result->text));
	return array;
}

json_t *case_result_to_json(const struct case_result *result)
{
	char digest[17];
	json_t *json;

	snprintf(digest, sizeof(digest), "%016" PRIx64, result->trace_digest);
	json = json_pack("{s:s, s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:f, s:f, s:s, s:o}", "scenario",
			 result->scenario, "path", result->path, "variant", result->variant,
			 "verdict", outcome_words[result->outcome], "expected", result->expected,
			 "as_expected", result->as_expected, "schedules",
			 (json_int_t)result->schedules, "passed_by", (json_int_t)result->passed_by,
			 "seconds", result->seconds, "schedules_per_second",
			 schedules_per_second(result), "trace_digest", digest, "findings",
			 findings_json(result));
	if (!json)
		abort();
	if (result->error)
		json_object_set_new(json, "error", json_string(result->error));
	return json;
}

static char *copy(const char *text)
{
	return text ? tools_strdup(text) : NULL;
}

static bool finding_from_json(struct case_result *result, const json_t *finding)
{
	const char *kind, *site, *text;
	json_int_t schedule;
	int lines;

	if (json_unpack((json_t *)finding, "{s:s, s:I, s:s, s:i, s:s}", "kind", &kind, "schedule",
			&schedule, "site", &site, "lines", &lines, "text", &text) < 0)
		return false;
	result->kind = copy(kind);
	result->schedule = (uint64_t)schedule;
	result->file = copy(json_string_value(json_object_get(finding, "file")));
	result->site = copy(site);
	result->lines = (unsigned int)lines;
	result->text = copy(text);
	return true;
}

bool case_result_from_json(struct case_result *result, const json_t *json)
{
	const char *scenario, *path, *variant, *verdict, *expected, *digest;
	const json_t *findings;
	json_int_t schedules, passed_by;
	double seconds;
	int as_expected;

	if (json_unpack((json_t *)json, "{s:s, s:s, s:s, s:s, s:s, s:b, s:I, s:I, s:f, s:s, s:o}",
			"scenario", &scenario, "path", &path, "variant", &variant, "verdict",
			&verdict, "expected", &expected, "as_expected", &as_expected, "schedules",
			&schedules, "passed_by", &passed_by, "seconds", &seconds, "trace_digest",
			&digest, "findings", &findings) < 0)
		return false;
	*result = (struct case_result){
		.scenario = copy(scenario),
		.path = copy(path),
		.variant = copy(variant),
		.expected = copy(expected),
		.as_expected = as_expected,
		.schedules = (uint64_t)schedules,
		.passed_by = (uint64_t)passed_by,
		.seconds = seconds,
		.trace_digest = strtoull(digest, NULL, 16),
		.status = as_expected ? SIMCTL_AS_EXPECTED : SIMCTL_FINDING,
	};
	if (strcmp(verdict, "finding") == 0) {
		result->outcome = OUTCOME_FINDING;
		if (!finding_from_json(result, json_array_get(findings, 0)))
			return false;
	}
	return strcmp(verdict, "error") != 0;
}
