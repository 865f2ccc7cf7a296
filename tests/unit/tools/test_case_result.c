/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <tools/alloc.h>
#include <tools/case_result.h>
#include <tools/simctl.h>

static struct case_result begun(const char *text, struct scenario **scenario,
				struct expectation *expect)
{
	struct complaint complaint = { 0 };
	struct case_result result;
	struct scenario_case *one;

	*scenario = scenario_load_text("t.yaml", text, strlen(text), &complaint);
	cr_assert_not_null(*scenario, "%s", complaint.text);
	one = scenario_case_build(*scenario, 0, NULL, &complaint);
	cr_assert_not_null(one, "%s", complaint.text);
	case_result_begin(&result, one);
	*expect = one->expect;
	scenario_case_free(one);
	return result;
}

static void set_finding(struct case_result *result, const char *kind, uint64_t schedule)
{
	result->outcome = OUTCOME_FINDING;
	result->kind = tools_strdup(kind);
	result->text = tools_strdup("text");
	result->site = tools_strdup("a.c:1");
	result->schedule = schedule;
}

static const char wants_kick[] = "name: a\nabout: b\n"
				 "expect: {verdict: LOST_KICK, within: 100}\n";

Test(case_result, the_wanted_finding_in_time_is_as_expected)
{
	struct scenario *scenario;
	struct expectation expect;
	struct case_result result = begun(wants_kick, &scenario, &expect);

	set_finding(&result, "LOST_KICK", 99);
	case_result_judge(&result, &expect);
	cr_assert(result.as_expected);
	cr_assert_eq(result.status, SIMCTL_AS_EXPECTED);
	case_result_free(&result);
	scenario_free(scenario);
}

Test(case_result, late_other_or_no_finding_is_not)
{
	struct scenario *scenario;
	struct expectation expect;
	struct case_result result = begun(wants_kick, &scenario, &expect);

	set_finding(&result, "LOST_KICK", 100);
	case_result_judge(&result, &expect);
	cr_assert_not(result.as_expected, "within 100 means schedules 0 to 99");
	cr_assert_eq(result.status, SIMCTL_FINDING);
	case_result_free(&result);
	scenario_free(scenario);

	result = begun(wants_kick, &scenario, &expect);
	set_finding(&result, "DEADLOCK", 1);
	case_result_judge(&result, &expect);
	cr_assert_not(result.as_expected);
	case_result_free(&result);
	scenario_free(scenario);

	result = begun(wants_kick, &scenario, &expect);
	result.outcome = OUTCOME_PASS;
	case_result_judge(&result, &expect);
	cr_assert_not(result.as_expected);
	cr_assert_eq(result.status, SIMCTL_FINDING);
	case_result_free(&result);
	scenario_free(scenario);
}

Test(case_result, a_finding_where_none_is_wanted_is_not)
{
	struct scenario *scenario;
	struct expectation expect;
	struct case_result result = begun("name: a\nabout: b\n", &scenario, &expect);

	set_finding(&result, "LEAK", 3);
	case_result_judge(&result, &expect);
	cr_assert_not(result.as_expected);
	case_result_free(&result);
	scenario_free(scenario);
}

Test(case_result, json_form_keeps_it)
{
	struct scenario *scenario;
	struct expectation expect;
	struct case_result result = begun(wants_kick, &scenario, &expect), again = { 0 };
	json_t *json;

	set_finding(&result, "LOST_KICK", 5);
	result.file = tools_strdup("out/a.json");
	result.lines = 12;
	result.schedules = 6;
	result.passed_by = 2;
	result.seconds = 0.5;
	result.trace_digest = UINT64_C(0xfedc000000000001);
	case_result_judge(&result, &expect);
	json = case_result_to_json(&result);
	cr_assert_str_eq(json_string_value(json_object_get(json, "verdict")), "finding");
	cr_assert(json_is_true(json_object_get(json, "as_expected")));
	cr_assert_eq(json_real_value(json_object_get(json, "schedules_per_second")), 12.0);
	cr_assert_str_eq(json_string_value(json_object_get(json, "trace_digest")),
			 "fedc000000000001");
	cr_assert(case_result_from_json(&again, json));
	cr_assert_eq(again.trace_digest, UINT64_C(0xfedc000000000001));
	cr_assert_eq(again.passed_by, 2);
	cr_assert_str_eq(again.kind, "LOST_KICK");
	cr_assert_str_eq(again.file, "out/a.json");
	cr_assert_eq(again.lines, 12);
	cr_assert_eq(again.schedule, 5);
	cr_assert_eq(again.status, SIMCTL_AS_EXPECTED);
	json_decref(json);
	case_result_free(&again);
	case_result_free(&result);
	scenario_free(scenario);
}
