/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * JUnit's XML, for CI servers: a test case for each case, a failure where it is not as expected.
 */
#include <inttypes.h>
#include <stdio.h>

#include "report.h"

static void print_escaped(const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", stdout);
			break;
		case '<':
			fputs("&lt;", stdout);
			break;
		case '>':
			fputs("&gt;", stdout);
			break;
		case '"':
			fputs("&quot;", stdout);
			break;
		default:
			/* XML has no other control characters. */
			putchar((unsigned char)*text < ' ' && *text != '\n' ? '?' : *text);
		}
	}
}

static void print_attribute(const char *name, const char *value)
{
	printf(" %s=\"", name);
	print_escaped(value);
	putchar('"');
}

static void print_problem(const struct case_result *result)
{
	char message[160];

	if (result->outcome == OUTCOME_ERROR) {
		fputs("    <error", stdout);
		print_attribute("message", result->error);
		puts("/>");
		return;
	}
	snprintf(message, sizeof(message), "expected %s, got %s", result->expected,
		 result->kind ? result->kind : "pass");
	fputs("    <failure", stdout);
	print_attribute("message", message);
	putchar('>');
	if (result->kind) {
		print_escaped(result->site);
		fputs(": ", stdout);
		print_escaped(result->text);
		printf("\nschedule %" PRIu64 ", ", result->schedule);
		print_escaped(result->file ? result->file : "no file");
	}
	puts("</failure>");
}

static void print_case(const struct case_result *result)
{
	fputs("  <testcase", stdout);
	print_attribute("classname", result->scenario);
	print_attribute("name", result->variant);
	printf(" time=\"%.3f\">\n", result->seconds);
	if (!result->as_expected)
		print_problem(result);
	puts("  </testcase>");
}

static void junit_end(const struct case_result *results, unsigned int count)
{
	unsigned int failures = 0, errors = 0;

	for (unsigned int i = 0; i < count; i++) {
		errors += results[i].outcome == OUTCOME_ERROR;
		failures += !results[i].as_expected && results[i].outcome != OUTCOME_ERROR;
	}
	printf("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	       "<testsuite name=\"simctl run\" tests=\"%u\" failures=\"%u\" errors=\"%u\">\n",
	       count, failures, errors);
	for (unsigned int i = 0; i < count; i++)
		print_case(&results[i]);
	puts("</testsuite>");
}

const struct report report_junit = { .name = "junit", .end = junit_end };
