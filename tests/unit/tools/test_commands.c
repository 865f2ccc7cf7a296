/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl from outside: exit statuses, and one line for each kind of bad input.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <harness.h>

#define BAD_INPUT 2

static void expect_refusal(const char *command, const char *line)
{
	struct harness_command ran = harness_command("%s", command);

	cr_expect_eq(ran.status, BAD_INPUT, "%s ended with %d", command, ran.status);
	cr_expect_str_empty(ran.out, "%s printed %s", command, ran.out);
	cr_expect_not_null(strstr(ran.err, line), "%s said %s", command, ran.err);
	cr_expect_eq(strchr(ran.err, '\n'), ran.err + strlen(ran.err) - 1, "%s said %s", command,
		     ran.err);
	harness_command_free(&ran);
}

Test(commands, bad_usage)
{
	expect_refusal("simctl rnu x", "'rnu' is no command; did you mean 'run'?");
	expect_refusal("simctl run", "expected scenario files or folders");
	expect_refusal("simctl run --format xml x", "expected text, json, ktap or junit");
	expect_refusal("simctl run --jobs 0 x", "--jobs: expected a number from 1 on");
	expect_refusal("simctl run --schedules many x", "--schedules: expected a number");
	expect_refusal("simctl run --resume x", "--resume needs --out DIR");
	expect_refusal("simctl build x.c", "x.c: there is no such file");
	expect_refusal("simctl trace a b", "expected one finding file or scenario");
	expect_refusal("simctl trace /nowhere.yaml", "/nowhere.yaml: No such file or directory");
	expect_refusal("simctl trace --schedule x a.yaml", "--schedule: expected a number");
	expect_refusal("simctl check /nowhere.yaml", "/nowhere.yaml: No such file or directory");
	expect_refusal("simctl replay /nowhere.json", "/nowhere.json: No such file or directory");
}

/* Those of the kernels' own drivers only where tools/linux has built both. */
Test(commands, all_scenarios_of_the_tree_are_good)
{
	struct harness_command ran = harness_command(
		"cd %s; built=$(dirname \"$(command -v simctl)\")/modules/checked/linux; "
		"if [ -f $built/6.1/linux.so ] && [ -f $built/6.12/linux.so ]; then simctl check .; "
		"else simctl check $(find . -mindepth 1 -maxdepth 1 -type d ! -name linux); fi",
		harness_source("scenarios"));

	cr_assert_eq(ran.status, 0, "%s", ran.err);
	harness_command_free(&ran);
}

Test(commands, a_bad_scenario_runs_nothing)
{
	char command[1024];

	harness_write("good.yaml", "name: good\nabout: b\n");
	snprintf(command, sizeof(command), "cd %s && simctl run good.yaml bad.yaml",
		 harness_scratch());
	harness_write("bad.yaml", "name: bad\nabout: b\nguest: {vcpus: 0}\n");
	expect_refusal(command, "bad.yaml:3:16: guest.vcpus: expected 1 .. 8, got 0");
}

Test(commands, a_module_that_does_not_load)
{
	char command[1024];

	harness_write("a.yaml", "name: a\nabout: b\n");
	harness_write("virtio_ring.so", "no ELF at all");
	snprintf(command, sizeof(command),
		 "cd %s && simctl run --module virtio_ring=virtio_ring.so --format json a.yaml",
		 harness_scratch());
	expect_refusal(command, "virtio_ring.so");
}

/* The same disk with one worker, two and four: each queue is served by the worker it belongs to. */
Test(commands, a_schedule_of_a_scenario_traced)
{
	static const unsigned int workers[] = { 1, 2, 4 };

	for (unsigned int i = 0; i < 3; i++) {
		struct harness_command ran = harness_command(
			"simctl trace %s --set host.workers=%u --schedule 7",
			harness_source("scenarios/vhost/vhost-workers.yaml"), workers[i]);

		cr_assert_eq(ran.status, 0, "%s", ran.err);
		for (unsigned int queue = 0; queue < 4; queue++) {
			char line[64];

			snprintf(line, sizeof(line), "-%u took 2 requests of queue %u",
				 queue % workers[i], queue);
			cr_assert_not_null(strstr(ran.out, line), "%u workers: no '%s'", workers[i],
					   line);
		}
		harness_command_free(&ran);
	}
}

Test(commands, a_truncated_finding)
{
	char command[1024];

	snprintf(command, sizeof(command), "simctl replay %s",
		 harness_source("tests/fuzz/corpus/finding/truncated.json"));
	expect_refusal(command, "truncated.json:1:");
	snprintf(command, sizeof(command), "simctl trace %s",
		 harness_source("tests/fuzz/corpus/finding/no_tape.json"));
	expect_refusal(command, "not a whole finding: Object item not found: tape");
}

Test(commands, a_finding_of_another_build)
{
	char command[1024];

	snprintf(command, sizeof(command), "simctl replay %s",
		 harness_source("tests/fuzz/corpus/finding/whole.json"));
	expect_refusal(command, "a finding of another build: ");
}

Test(commands, build_makes_both_flavours_or_none)
{
	const char *folder = harness_scratch();
	struct harness_command ran;

	harness_write("good.c", "int answer(void);\nint answer(void) { return 42; }\n");
	harness_write("bad.c", "int answer(void) { return }\n");
	ran = harness_command("cd %s && simctl build good.c -o good.so && ls", folder);
	cr_assert_eq(ran.status, 0, "%s", ran.err);
	cr_assert_not_null(strstr(ran.out, "good.plain.so"));
	harness_command_free(&ran);
	ran = harness_command("cd %s && simctl build bad.c -o bad.so", folder);
	cr_assert_eq(ran.status, BAD_INPUT);
	cr_assert_not_null(strstr(ran.err, "simctl: the module does not compile"));
	harness_command_free(&ran);
	ran = harness_command("ls %s", folder);
	cr_assert_null(strstr(ran.out, "bad.so"), "%s", ran.out);
	harness_command_free(&ran);
}
