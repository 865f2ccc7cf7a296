/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Litmus tests that are run: which final states there are, and which there are not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include <harness.h>
#include <tools/litmus_build.h>
#include <tools/litmus_report.h>
#include <tools/litmus_run.h>

#define SCHEDULES 1000

static struct litmus_test *test;
static struct litmus_outcome outcome;

/* Once per Criterion test: a process builds one world. */
static void run(enum memory_model memory, const char *text)
{
	const struct litmus_options options = { .memory = memory,
						.schedules = SCHEDULES,
						.seed = 1 };
	struct complaint complaint = { 0 };
	static char path[4096];
	char module[4096];

	snprintf(path, sizeof(path), "%s", harness_write("t.litmus", text));
	snprintf(module, sizeof(module), "%s/t.so", harness_scratch());
	test = litmus_load(path, &complaint);
	cr_assert_not_null(test, "%s", complaint.text);
	cr_assert(litmus_build(test, module, &complaint), "%s", complaint.text);
	cr_assert(litmus_run(test, module, &options, &outcome, &complaint), "%s", complaint.text);
}

static void done(void)
{
	litmus_outcome_free(&outcome);
	litmus_free(test);
}

/* The report, without the lines of states. */
static char *report(void)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	litmus_report(out, test, &outcome);
	fclose(out);
	return text;
}

Test(litmus_run, one_process_has_one_final_state)
{
	char *text;

	run(MEMORY_WEAK,
	    "C one\n{ p=y; x=3 }\n"
	    "P0(int *x, int **p, char *c)\n{\n"
	    "\tint *r0 = READ_ONCE(*p);\n\tint r1 = READ_ONCE(*x);\n\tint r2;\n"
	    "\tWRITE_ONCE(*c, 200);\n\tWRITE_ONCE(*x, r1 + 1);\n\tWRITE_ONCE(*p, x);\n}\n"
	    "locations [c; p; 0:r2]\n"
	    "forall (0:r0=y /\\ 0:r1=3 /\\ x=4)\n");
	text = report();
	cr_assert_str_eq(text, "Test one Required\nStates 1\n"
			       "1000    *>0:r0=y; 0:r1=3; 0:r2=0; [c]=-56; [p]=x; [x]=4;\n"
			       "Ok\nWitnesses\nPositive: 1000 Negative: 0\n"
			       "Condition forall (0:r0=y /\\ 0:r1=3 /\\ [x]=4)\n"
			       "Observation one Always 1000 0\n");
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_AS_EXPECTED);
	free(text);
	done();
}

#define STORE_BUFFERING(barrier)                                                                   \
	"C SB\n(* Result: Sometimes *)\n{}\n"                                                      \
	"P0(int *x, int *y)\n{\n\tint r0;\n\tWRITE_ONCE(*x, 1);\n" barrier                         \
	"\tr0 = READ_ONCE(*y);\n}\n"                                                               \
	"P1(int *x, int *y)\n{\n\tint r0;\n\tWRITE_ONCE(*y, 1);\n" barrier                         \
	"\tr0 = READ_ONCE(*x);\n}\n"                                                               \
	"exists (0:r0=0 /\\ 1:r0=0)\n"

Test(litmus_run, store_buffering_is_seen_under_weak)
{
	run(MEMORY_WEAK, STORE_BUFFERING(""));
	cr_assert_eq(outcome.states.count, 4);
	cr_assert_gt(outcome.positive, 0);
	cr_assert_eq(outcome.positive + outcome.negative, SCHEDULES);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_AS_EXPECTED);
	done();
}

Test(litmus_run, store_buffering_is_seen_under_tso)
{
	run(MEMORY_TSO, STORE_BUFFERING(""));
	cr_assert_eq(outcome.states.count, 4);
	cr_assert_gt(outcome.positive, 0);
	done();
}

Test(litmus_run, store_buffering_is_not_seen_under_sc)
{
	run(MEMORY_SC, STORE_BUFFERING(""));
	cr_assert_eq(outcome.states.count, 3);
	cr_assert_eq(outcome.positive, 0);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_SC), LITMUS_AS_EXPECTED);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_UNSEEN);
	done();
}

Test(litmus_run, store_buffering_is_not_seen_with_barriers)
{
	run(MEMORY_WEAK, STORE_BUFFERING("\tsmp_mb();\n"));
	cr_assert_eq(outcome.states.count, 3);
	cr_assert_eq(outcome.positive, 0);
	done();
}

Test(litmus_run, plain_accesses_are_as_weak_as_marked_ones)
{
	run(MEMORY_WEAK, "C MP+plain\n{}\n"
			 "P0(int *x, int *y)\n{\n\t*x = 1;\n\tWRITE_ONCE(*y, 1);\n}\n"
			 "P1(int *x, int *y)\n{\n\tint r0;\n\tint r1;\n"
			 "\tr0 = READ_ONCE(*y);\n\tr1 = *x;\n}\n"
			 "exists (1:r0=1 /\\ 1:r1=0)\n");
	cr_assert_eq(outcome.states.count, 4);
	cr_assert_gt(outcome.positive, 0);
	done();
}

Test(litmus_run, a_lock_excludes_and_a_filter_selects)
{
	run(MEMORY_WEAK, "C lock\n(* Result: Never *)\n{}\n"
			 "P0(int *x, spinlock_t *l)\n{\n\tint r0;\n\tspin_lock(l);\n"
			 "\tr0 = *x;\n\t*x = r0 + 1;\n\tspin_unlock(l);\n}\n"
			 "P1(int *x, spinlock_t *l)\n{\n\tint r0;\n\tspin_lock(l);\n"
			 "\tr0 = *x;\n\t*x = r0 + 1;\n\tspin_unlock(l);\n}\n"
			 "locations [l]\nfilter (0:r0=1)\nexists (~(x=2 /\\ 1:r0=0))\n");
	cr_assert_eq(outcome.states.count, 2);
	cr_assert_eq(outcome.states_passed, 1);
	cr_assert_eq(outcome.positive, 0);
	cr_assert(outcome.negative > 0 && outcome.negative < SCHEDULES);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_AS_EXPECTED);
	done();
}

Test(litmus_run, atomic_operations_lose_no_update)
{
	run(MEMORY_WEAK, "C atomic\n{}\n"
			 "P0(atomic_t *v)\n{\n\tatomic_inc(v);\n\tatomic_add(2, v);\n}\n"
			 "P1(atomic_t *v)\n{\n\tint r0 = atomic_fetch_add_relaxed(4, v);\n}\n"
			 "P2(atomic_t *v)\n{\n\tint r0 = atomic_add_return(8, v);\n}\n"
			 "forall (v=15)\n");
	cr_assert_eq(outcome.positive, SCHEDULES);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_AS_EXPECTED);
	done();
}

Test(litmus_run, a_broken_rule_is_reported_and_never_as_expected)
{
	char *text;

	run(MEMORY_WEAK, "C unlock\n(* Result: Never *)\n{}\n"
			 "P0(spinlock_t *l)\n{\n\tspin_unlock(l);\n}\n"
			 "exists (l=7)\n");
	cr_assert_eq(outcome.findings[SIM_BAD_UNLOCK].count, SCHEDULES);
	cr_assert_eq(outcome.states.count, 0);
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_MISSED);
	text = report();
	cr_assert(strstr(text, "\nFinding unlock BAD_UNLOCK 1000: "), "%s", text);
	free(text);
	done();
}

Test(litmus_run, what_demands_something_is_judged_without_a_result)
{
	char *text;

	run(MEMORY_WEAK, "C demand\n{}\nP0(int *x)\n{\n\tWRITE_ONCE(*x, 1);\n}\n"
			 "~exists (x=1)\n");
	cr_assert_eq(litmus_judge(test, &outcome, MEMORY_WEAK), LITMUS_MISSED);
	text = report();
	cr_assert(strstr(text, "Test demand Forbidden\n"));
	cr_assert(strstr(text, "\nNo\n"));
	cr_assert(strstr(text, "\nCondition ~exists ([x]=1)\n"));
	free(text);
	done();
}
