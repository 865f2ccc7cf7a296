/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_report.h - a litmus test's outcome in herd's words.
 */
#ifndef TOOLS_LITMUS_REPORT_H
#define TOOLS_LITMUS_REPORT_H

#include <stdio.h>

#include "litmus_run.h"

enum litmus_judgement {
	LITMUS_AS_EXPECTED,
	LITMUS_MISSED, /* not what the file announces, or a rule was broken */
	LITMUS_UNSEEN, /* announced as Sometimes, never seen, under the weak model */
};

/*
 * What the outcome means for the file's own expectation: its Result, or else what ~exists and
 * forall demand. Weaker outcomes need not show under sc and tso: there, Sometimes may be Never.
 */
enum litmus_judgement litmus_judge(const struct litmus_test *test,
				   const struct litmus_outcome *outcome, enum memory_model memory);

/*
 * Test, States (a histogram as klitmus7 prints it: "*>" marks states that satisfy the condition),
 * Ok or No, Witnesses, Condition, Observation; one line for each rule that executions broke.
 */
void litmus_report(FILE *out, const struct litmus_test *test, const struct litmus_outcome *outcome);

#endif
