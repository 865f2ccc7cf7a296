/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl run and replay on real worlds: what a campaign finds, keeps and shows again.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include <harness.h>

#define LOST_WAKEUP "scenarios/tour/4-lost-wakeup.yaml"
#define CLEAN "scenarios/tour/1-request-path.yaml"
#define REMOVE "scenarios/tour/5-remove.yaml"
#define FINDING "tour-lost-wakeup.base.LOST_WAKEUP.json"

/* Runs and parses --format json; the first result, with *status the exit status. */
static json_t *run_json(const char *arguments, int *status)
{
	struct harness_command ran = harness_command("cd %s && simctl run --format json %s",
						     harness_scratch(), arguments);
	json_error_t error;
	json_t *json = json_loads(ran.out, 0, &error);

	cr_assert_not_null(json, "%s: %s%s", error.text, ran.out, ran.err);
	*status = ran.status;
	harness_command_free(&ran);
	return json;
}

static json_t *first_result(json_t *json)
{
	return json_array_get(json_object_get(json, "results"), 0);
}

static long long integer(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

static char *lost_wakeup(const char *more)
{
	static char arguments[1024];

	snprintf(arguments, sizeof(arguments), "--variant base %s %s", more,
		 harness_source(LOST_WAKEUP));
	return arguments;
}

Test(campaign, a_clean_world_passes)
{
	char arguments[1024];
	int status;
	json_t *json, *result;

	snprintf(arguments, sizeof(arguments), "--schedules 300 --jobs 2 %s",
		 harness_source(CLEAN));
	json = run_json(arguments, &status);
	result = first_result(json);
	cr_assert_eq(status, 0);
	cr_assert_str_eq(json_string_value(json_object_get(result, "verdict")), "pass");
	cr_assert_eq(integer(result, "schedules"), 300);
	cr_assert_eq(json_array_size(json_object_get(result, "findings")), 0);
	json_decref(json);
}

Test(campaign, a_finding_is_written_and_replays)
{
	struct harness_command ran;
	int status;
	json_t *json = run_json(lost_wakeup("--out found"), &status);
	json_t *finding = json_array_get(json_object_get(first_result(json), "findings"), 0);

	cr_assert_eq(status, 0, "the wanted verdict is as expected");
	cr_assert_str_eq(json_string_value(json_object_get(finding, "kind")), "LOST_WAKEUP");
	cr_assert_str_eq(json_string_value(json_object_get(finding, "file")), "found/" FINDING);
	cr_assert_geq(integer(finding, "lines"), 2);
	cr_assert_leq(integer(finding, "lines"), 40);
	json_decref(json);

	ran = harness_command("cd %s && simctl replay --times 5 found/" FINDING, harness_scratch());
	cr_assert_eq(ran.status, 0, "%s%s", ran.out, ran.err);
	cr_assert_not_null(strstr(ran.out, "reproduced 5 of 5 times"));
	harness_command_free(&ran);
	ran = harness_command("cd %s && simctl trace found/" FINDING, harness_scratch());
	cr_assert_eq(ran.status, 0, "%s", ran.err);
	cr_assert_not_null(strstr(ran.out, "LOST_WAKEUP: "));
	harness_command_free(&ran);
}

Test(campaign, what_is_found_does_not_depend_on_the_number_of_jobs)
{
	static const char *const jobs[] = { "--jobs 1", "--jobs 3" };
	char *texts[2];

	for (unsigned int i = 0; i < 2; i++) {
		char path[512], more[64];
		int status;

		snprintf(more, sizeof(more), "--seed 9 --out jobs%u %s", i, jobs[i]);
		json_decref(run_json(lost_wakeup(more), &status));
		cr_assert_eq(status, 0);
		snprintf(path, sizeof(path), "%s/jobs%u/" FINDING, harness_scratch(), i);
		texts[i] = harness_read(path);
	}
	cr_assert_str_eq(texts[0], texts[1]);
	free(texts[0]);
	free(texts[1]);
}

/* Runs a file and copies its first result's digest; schedules, passed_by as the result has them. */
static void take_digest(const char *arguments, char digest[17], long long counts[2])
{
	int status;
	json_t *json = run_json(arguments, &status), *result = first_result(json);

	snprintf(digest, 17, "%s", json_string_value(json_object_get(result, "trace_digest")));
	counts[0] = integer(result, "schedules");
	counts[1] = integer(result, "passed_by");
	json_decref(json);
}

Test(campaign, the_digest_does_not_depend_on_the_number_of_jobs)
{
	char arguments[1024], one[17], two[17], other[17];
	long long counts[2];

	snprintf(arguments, sizeof(arguments), "--schedules 300 --jobs 1 %s",
		 harness_source(CLEAN));
	take_digest(arguments, one, counts);
	snprintf(arguments, sizeof(arguments), "--schedules 300 --jobs 2 %s",
		 harness_source(CLEAN));
	take_digest(arguments, two, counts);
	cr_assert_str_eq(one, two);
	cr_assert_eq(strlen(one), 16);
	snprintf(arguments, sizeof(arguments), "--schedules 300 --seed 2 %s",
		 harness_source(CLEAN));
	take_digest(arguments, other, counts);
	cr_assert_str_neq(one, other, "another seed, the same digest");
	snprintf(arguments, sizeof(arguments), "--schedules 299 %s", harness_source(CLEAN));
	take_digest(arguments, other, counts);
	cr_assert_str_neq(one, other, "a schedule less, the same digest");
}

/* Three workers begin with schedules 0, 256 and 512; the finding comes early in the first block. */
Test(campaign, what_workers_ran_beyond_the_finding_does_not_count)
{
	char arguments[1024], one[17], three[17];
	long long one_counts[2], three_counts[2];

	snprintf(arguments, sizeof(arguments), "--variant base --jobs 1 --out x %s",
		 harness_source(REMOVE));
	take_digest(arguments, one, one_counts);
	snprintf(arguments, sizeof(arguments), "--variant base --jobs 3 --out x %s",
		 harness_source(REMOVE));
	take_digest(arguments, three, three_counts);
	cr_assert_str_eq(one, three);
	cr_assert_eq(one_counts[0], three_counts[0], "schedules");
	cr_assert_eq(one_counts[1], three_counts[1], "passed by");
}

Test(campaign, the_digest_is_printed_when_asked_for)
{
	struct harness_command ran =
		harness_command("cd %s && simctl run --schedules 20 --digest %s", harness_scratch(),
				harness_source(CLEAN));
	const char *line = strstr(ran.out, "trace digest ");

	cr_assert_eq(ran.status, 0, "%s", ran.err);
	cr_assert(line && strspn(line + strlen("trace digest "), "0123456789abcdef") == 16, "%s",
		  ran.out);
	harness_command_free(&ran);
}

Test(campaign, a_missed_expectation_is_status_1)
{
	int status;
	json_t *json = run_json(lost_wakeup("--set expect.verdict=DEADLOCK --out x"), &status);

	cr_assert_eq(status, 1);
	cr_assert(json_is_false(json_object_get(first_result(json), "as_expected")));
	json_decref(json);
}

Test(campaign, verdicts_besides_the_wanted_one_are_passed_by)
{
	int status;
	json_t *json = run_json(lost_wakeup("--set expect.verdict=DEADLOCK --schedules 200 "
					    "--set expect.besides=[LOST_WAKEUP] --out x"),
				&status);
	json_t *result = first_result(json);

	cr_assert_eq(status, 1);
	cr_assert_str_eq(json_string_value(json_object_get(result, "verdict")), "pass");
	cr_assert_eq(integer(result, "schedules"), 200);
	cr_assert_gt(integer(result, "passed_by"), 0);
	json_decref(json);
}

Test(campaign, resume_skips_what_has_a_result)
{
	char arguments[1024];
	double seconds[2];

	snprintf(arguments, sizeof(arguments), "--schedules 200 --out kept --resume %s",
		 harness_source(CLEAN));
	for (unsigned int i = 0; i < 2; i++) {
		int status;
		json_t *json = run_json(arguments, &status);

		cr_assert_eq(status, 0);
		seconds[i] = json_real_value(json_object_get(first_result(json), "seconds"));
		json_decref(json);
	}
	cr_assert_eq(seconds[0], seconds[1], "the second run did not take the kept result");
}

Test(campaign, a_changed_limit_is_not_resumed)
{
	int status;
	char arguments[1024];
	json_t *json;

	snprintf(arguments, sizeof(arguments), "--schedules 50 --out kept --resume %s",
		 harness_source(CLEAN));
	json_decref(run_json(arguments, &status));
	snprintf(arguments, sizeof(arguments), "--schedules 60 --out kept --resume %s",
		 harness_source(CLEAN));
	json = run_json(arguments, &status);
	cr_assert_eq(integer(first_result(json), "schedules"), 60);
	json_decref(json);
}

Test(campaign, a_truncated_tape_is_refused)
{
	struct harness_command ran;
	char path[512], *text, *tape;
	int status;

	json_decref(run_json(lost_wakeup("--out cut"), &status));
	snprintf(path, sizeof(path), "%s/cut/" FINDING, harness_scratch());
	text = harness_read(path);
	tape = strstr(text, "\"tape\": \"");
	cr_assert_not_null(tape);
	strcpy(strrchr(tape, '"') - 5, "\"\n}\n");
	ran = harness_command("simctl replay %s", harness_write("cut.json", text));
	cr_assert_eq(ran.status, 2);
	cr_assert_not_null(strstr(ran.err, "tape: "), "%s", ran.err);
	cr_assert_str_empty(ran.out);
	harness_command_free(&ran);
	free(text);
}

Test(campaign, reports_of_other_programs)
{
	struct harness_command ran =
		harness_command("cd %s && simctl run --schedules 20 --format ktap %s",
				harness_scratch(), harness_source(CLEAN));

	cr_assert_str_eq(ran.out, "KTAP version 1\n1..1\nok 1 tour-request-path/base\n");
	harness_command_free(&ran);
	ran = harness_command("cd %s && simctl run --schedules 20 --format junit %s",
			      harness_scratch(), harness_source(CLEAN));
	cr_assert_not_null(strstr(ran.out, "tests=\"1\" failures=\"0\" errors=\"0\""));
	harness_command_free(&ran);
}
