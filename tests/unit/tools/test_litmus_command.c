/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * simctl litmus as people call it: exit statuses, several files, the same answer every time.
 */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include <harness.h>

#define LOAD_BUFFERING(result)                                                                     \
	"C LB\n(* Result: " result " *)\n{}\n"                                                     \
	"P0(int *x, int *y)\n{\n\tint r0;\n\tr0 = READ_ONCE(*x);\n\tWRITE_ONCE(*y, 1);\n}\n"       \
	"P1(int *x, int *y)\n{\n\tint r0;\n\tr0 = READ_ONCE(*y);\n\tWRITE_ONCE(*x, 1);\n}\n"       \
	"exists (0:r0=1 /\\ 1:r0=1)\n"
#define MESSAGE_PASSING(result)                                                                    \
	"C MP\n(* Result: " result " *)\n{}\n"                                                     \
	"P0(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\tWRITE_ONCE(*y, 1);\n}\n"                   \
	"P1(int *x, int *y)\n{\n\tint r0;\n\tint r1;\n\tr0 = READ_ONCE(*y);\n"                     \
	"\tr1 = READ_ONCE(*x);\n}\n"                                                               \
	"exists (1:r0=1 /\\ 1:r1=0)\n"

static struct harness_command litmus(const char *arguments)
{
	return harness_command("cd '%s' && TMPDIR='%s' simctl litmus --schedules 2000 %s",
			       harness_scratch(), harness_scratch(), arguments);
}

Test(litmus_command, an_outcome_against_the_result_is_status_1)
{
	struct harness_command command;

	harness_write("mp.litmus", MESSAGE_PASSING("Never"));
	command = litmus("mp.litmus");
	cr_assert_eq(command.status, 1, "%s", command.err);
	cr_assert(strstr(command.out, "Observation MP Sometimes "), "%s", command.out);
	cr_assert(strstr(command.out, "Unexpected MP: mp.litmus says Never\n"), "%s", command.out);
	harness_command_free(&command);
	command = litmus("--memory tso mp.litmus");
	cr_assert_eq(command.status, 0);
	cr_assert(strstr(command.out, "Observation MP Never 0 2000\n"));
	harness_command_free(&command);
}

Test(litmus_command, load_to_store_reordering_is_named_as_outside_the_model)
{
	struct harness_command command;

	harness_write("lb.litmus", LOAD_BUFFERING("Sometimes"));
	command = litmus("lb.litmus");
	cr_assert_eq(command.status, 0, "%s", command.err);
	cr_assert(strstr(command.out, "Observation LB Never 0 2000\n"));
	cr_assert(strstr(command.out,
			 "Note LB outside the model: needs load-to-store reordering (seen once "
			 "moved above the loads before it: P0's store to y in line 8, P1's store "
			 "to x in line 14)\n"),
		  "%s", command.out);
	harness_command_free(&command);
}

Test(litmus_command, a_sometimes_that_no_reordering_explains_is_status_1)
{
	struct harness_command command;

	harness_write("no.litmus", "C no\n(* Result: Sometimes *)\n{}\n"
				   "P0(int *x, int *y)\n{\n\tint r0;\n\tr0 = READ_ONCE(*x);\n"
				   "\tWRITE_ONCE(*y, 1);\n}\n"
				   "exists (0:r0=9)\n");
	command = litmus("no.litmus");
	cr_assert_eq(command.status, 1);
	cr_assert(strstr(command.out, "Unexpected no: no.litmus says Sometimes\n"), "%s",
		  command.out);
	cr_assert_null(strstr(command.out, "Note"));
	harness_command_free(&command);
}

Test(litmus_command, several_files_answer_in_order_whatever_the_number_of_jobs)
{
	struct harness_command one, many;
	const char *mp, *lb;

	harness_write("mp.litmus", MESSAGE_PASSING("Sometimes"));
	harness_write("lb.litmus", LOAD_BUFFERING("Sometimes"));
	one = litmus("--jobs 1 mp.litmus lb.litmus mp.litmus");
	many = litmus("--jobs 3 mp.litmus lb.litmus mp.litmus");
	cr_assert_eq(one.status, 0, "%s", one.err);
	cr_assert_str_eq(one.out, many.out);
	mp = strstr(one.out, "Test MP Allowed\n");
	lb = strstr(one.out, "Test LB Allowed\n");
	cr_assert(mp == one.out && lb > mp && strstr(lb, "Test MP Allowed\n"));
	cr_assert(strstr(one.out, "\n3 tests: 2 as expected, 1 outside the model, 0 unexpected, "
				  "0 failed\n"));
	harness_command_free(&one);
	harness_command_free(&many);
}

Test(litmus_command, the_seed_decides_the_counts)
{
	struct harness_command first, second, other;

	harness_write("mp.litmus", MESSAGE_PASSING("Sometimes"));
	first = litmus("--seed 7 mp.litmus");
	second = litmus("--seed 7 mp.litmus");
	other = litmus("--seed 8 mp.litmus");
	cr_assert_str_eq(first.out, second.out);
	cr_assert_str_neq(first.out, other.out);
	harness_command_free(&first);
	harness_command_free(&second);
	harness_command_free(&other);
}

Test(litmus_command, bad_input_is_one_line_and_status_2)
{
	static const char *const cases[][2] = {
		{ "", "simctl litmus: expected litmus files (see simctl litmus --help)\n" },
		{ "nowhere.litmus", "simctl: nowhere.litmus: No such file or directory\n" },
		{ "mp.litmus bad.litmus",
		  "simctl: bad.litmus:3:14: spin_lock_bh is not supported; did you mean "
		  "'spin_lock'?\n" },
		{ "mp.litmus worse.litmus",
		  "simctl: worse.litmus:3:16: lvalue required as left operand of assignment\n" },
		{ "--memory arm mp.litmus",
		  "simctl litmus: --memory: expected sc, tso or weak, found 'arm' "
		  "(see simctl litmus --help)\n" },
	};

	harness_write("mp.litmus", MESSAGE_PASSING("Sometimes"));
	harness_write("bad.litmus", "C t\n{}\nP0(int *x) { spin_lock_bh(x); }\nexists (x=1)\n");
	harness_write("worse.litmus", "C t\n{}\nP0(int *x) { 1 = 2; }\nexists (x=1)\n");
	for (unsigned int i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct harness_command command = litmus(cases[i][0]);

		cr_assert_eq(command.status, 2, "%s", cases[i][0]);
		cr_assert_str_eq(command.err, cases[i][1]);
		cr_assert_str_eq(command.out, "");
		harness_command_free(&command);
	}
}

Test(litmus_command, nothing_is_left_in_the_temporary_folder)
{
	struct harness_command command;

	harness_write("mp.litmus", MESSAGE_PASSING("Sometimes"));
	harness_write("bad.litmus", "C t\n{}\nP0(int *x) { 1 = 2; }\nexists (x=1)\n");
	command = litmus("mp.litmus && ! TMPDIR=. simctl litmus bad.litmus && ls -d *simctl*");
	cr_assert_eq(command.status, 2, "%s", command.out);
	harness_command_free(&command);
}
