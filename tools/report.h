/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report.h - the forms in which `simctl run` prints its results, on stdout.
 */
#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

#include "case_result.h"

struct report {
	const char *name;
	void (*begin)(unsigned int cases); /* before the first case; may be NULL */
	/* As they come; digest: show the digest of the traces too. */
	void (*result)(const struct case_result *result, unsigned int number, bool digest);
	/* After the last one, all results again. */
	void (*end)(const struct case_result *results, unsigned int count);
};

/* text, json, ktap, junit; NULL for another name. */
const struct report *report_find(const char *name);
/* Their names, NULL-terminated, for complaints. */
extern const char *const report_names[];

extern const struct report report_text;
extern const struct report report_json;
extern const struct report report_ktap;
extern const struct report report_junit;

#endif
