/* SPDX-License-Identifier: GPL-2.0-only */
/* Every verdict has a test where it fires and one where it is silent: the table says which. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include <sim/verdict.h>

#include "../harness.h"

#define TABLE "tests/unit/verdicts/verdict_table.txt"

static int verdict_of(const char *name)
{
	for (int i = SIM_PASS + 1; i < SIM_VERDICT_COUNT; i++)
		if (!strcmp(sim_verdict_name(i), name))
			return i;
	return SIM_PASS;
}

/* The source of FOLDER/FILE:SUITE.TEST, NULL if it has no such test. */
static char *source_with(const char *entry)
{
	char folder[32], file[32], suite[32], name[96], path[128], test[160];
	char *text;

	cr_assert_eq(sscanf(entry, "%31[^/]/%31[^:]:%31[^.].%95s", folder, file, suite, name), 4,
		     "%s is not FOLDER/FILE:SUITE.TEST", entry);
	snprintf(path, sizeof(path), "tests/unit/%s/test_%s.c", folder, file);
	snprintf(test, sizeof(test), "\nTest(%s, %s)", suite, name);
	text = harness_read(harness_source(path));
	if (strstr(text, test))
		return text;
	free(text);
	return NULL;
}

static void check_line(const char *line, unsigned int *seen)
{
	char verdict[32], fires[160], silent[160], constant[40];
	char *text;

	cr_assert_eq(sscanf(line, "%31s %159s %159s", verdict, fires, silent), 3, "%s", line);
	cr_assert_neq(verdict_of(verdict), SIM_PASS, "%s is no verdict", verdict);
	cr_expect_eq(seen[verdict_of(verdict)]++, 0u, "%s is there twice", verdict);
	text = source_with(fires);
	cr_expect_not_null(text, "%s: no test %s", verdict, fires);
	snprintf(constant, sizeof(constant), "SIM_%s", verdict);
	cr_expect(text && strstr(text, constant), "%s: the file of %s does not name it", verdict,
		  fires);
	free(text);
	text = source_with(silent);
	cr_expect_not_null(text, "%s: no test %s", verdict, silent);
	free(text);
}

Test(verdicts, each_has_a_test_that_fires_and_one_that_is_silent)
{
	unsigned int seen[SIM_VERDICT_COUNT] = { 0 };
	char *table = harness_read(harness_source(TABLE)), *rest = table;

	for (char *line; (line = strsep(&rest, "\n"));)
		if (*line && *line != '#')
			check_line(line, seen);
	for (int i = SIM_PASS + 1; i < SIM_VERDICT_COUNT; i++)
		cr_expect(seen[i], "%s has no line in " TABLE, sim_verdict_name(i));
	free(table);
}

Test(verdicts, a_test_that_does_not_exist_is_noticed)
{
	cr_assert_null(source_with("memory/life:life.no_such_test"));
}
