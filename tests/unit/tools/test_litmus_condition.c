/* SPDX-License-Identifier: GPL-2.0-only */
#include <criterion/criterion.h>
#include <string.h>

#include <harness.h>
#include <tools/litmus_test.h>

/* Observed in this order: 0:a, 0:b, [x], [y]. */
static struct litmus_test *parse(const char *condition)
{
	struct complaint complaint = { 0 };
	struct litmus_test *test;
	char text[512];

	snprintf(text, sizeof(text),
		 "C t\n{}\nP0(int *x, int *y) { long a; long b; }\n"
		 "locations [0:a; 0:b; x; y]\nexists %s\n",
		 condition);
	test = litmus_load(harness_write("t.litmus", text), &complaint);
	cr_assert_not_null(test, "%s", complaint.text);
	return test;
}

static bool holds(const char *condition, long a, long b, long x, long y)
{
	static const long addresses[] = { 1000, 2000 };
	const long values[] = { a, b, x, y };
	struct litmus_test *test = parse(condition);
	bool result = litmus_condition_holds(test->condition, values, addresses);

	litmus_free(test);
	return result;
}

Test(litmus_condition, equations)
{
	cr_assert(holds("(0:a=5)", 5, 0, 0, 0));
	cr_assert_not(holds("(0:a=5)", 4, 5, 5, 5));
	cr_assert(holds("x=-2", 0, 0, -2, 0));
	cr_assert(holds("[y]=0x1f", 0, 0, 0, 31));
	cr_assert(holds("*y=7", 0, 0, 0, 7));
	cr_assert(holds("x<>1", 0, 0, 0, 0));
	cr_assert_not(holds("x!=1", 0, 0, 1, 0));
	cr_assert(holds("x==1", 0, 0, 1, 0));
	cr_assert(holds("0:a=0:b", 3, 3, 0, 0));
	cr_assert_not(holds("0:a=0:b", 3, 4, 0, 0));
}

Test(litmus_condition, a_name_is_an_address)
{
	cr_assert(holds("0:a=x", 1000, 0, 0, 0));
	cr_assert(holds("0:a=&y", 2000, 0, 0, 0));
	cr_assert_not(holds("0:a=x", 2000, 0, 0, 0));
}

Test(litmus_condition, operators)
{
	for (int i = 0; i < 8; i++) {
		long a = i & 1, b = i >> 1 & 1, x = i >> 2;

		cr_assert_eq(holds("0:a=1 /\\ 0:b=1", a, b, x, 0), a && b);
		cr_assert_eq(holds("0:a=1 \\/ 0:b=1", a, b, x, 0), a || b);
		cr_assert_eq(holds("0:a=1 => 0:b=1", a, b, x, 0), !a || b);
		cr_assert_eq(holds("~(0:a=1 /\\ 0:b=1)", a, b, x, 0), !(a && b));
		cr_assert_eq(holds("not 0:a=1 /\\ 0:b=1", a, b, x, 0), !a && b);
		cr_assert_eq(holds("0:a=1 \\/ 0:b=1 /\\ x=1", a, b, x, 0), a || (b && x));
		cr_assert_eq(holds("(0:a=1 \\/ 0:b=1) /\\ x=1", a, b, x, 0), (a || b) && x);
		cr_assert_eq(holds("0:a=1 => 0:b=1 => x=1", a, b, x, 0), !a || !b || x);
		cr_assert_eq(holds("0:a=1 /\\ true \\/ false", a, b, x, 0), a);
	}
}

static void prints(const char *condition, const char *expected)
{
	struct litmus_test *test = parse(condition);
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	litmus_condition_print(out, test, test->condition);
	fclose(out);
	cr_assert_str_eq(text, expected);
	free(text);
	litmus_free(test);
}

Test(litmus_condition, printing_keeps_the_meaning)
{
	prints("(0:a=1 /\\ (0:b=2 /\\ x=3))", "0:a=1 /\\ 0:b=2 /\\ [x]=3");
	prints("(0:a=1 \\/ 0:b=1) /\\ x=1", "(0:a=1 \\/ 0:b=1) /\\ [x]=1");
	prints("0:a=1 \\/ (0:b=1 /\\ x=1)", "0:a=1 \\/ 0:b=1 /\\ [x]=1");
	prints("~(0:a=x \\/ true)", "not (0:a=x \\/ true)");
	prints("(0:a=1 => 0:b=1) => x=0:a", "(0:a=1 => 0:b=1) => [x]=0:a");
	prints("0:a=-1 => (0:b=1 => false)", "0:a=-1 => (0:b=1 => false)");
}
