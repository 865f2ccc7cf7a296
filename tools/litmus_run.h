/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_run.h - a litmus test as a world of its own, run under many schedules.
 *
 * One machine without a kernel library; each process is a context on its own vCPU. Plain accesses
 * get histories like marked ones, races are no finding: herd's model of the kernel only flags them.
 */
#ifndef TOOLS_LITMUS_RUN_H
#define TOOLS_LITMUS_RUN_H

#include <stdint.h>

#include <engine/engine.h>

#include "complaint.h"
#include "litmus_states.h"
#include "litmus_test.h"

struct litmus_options {
	enum memory_model memory;
	uint64_t schedules;
	uint64_t seed;
};

struct litmus_finding {
	uint64_t count;
	char text[256]; /* of the first one */
};

/* What all executions came to. */
struct litmus_outcome {
	struct litmus_states states; /* sorted; values in order of test->observed */
	bool *passes; /* per state: the filter */
	bool *holds; /* per state: the condition */
	unsigned int states_passed;
	uint64_t positive, negative; /* executions that pass the filter, by the condition */
	struct litmus_finding findings[SIM_VERDICT_COUNT]; /* executions that broke a rule */
	uint64_t finding_count;
	long *addresses; /* of the test's variables */
};

/* Builds the world and runs it; once per process. module: what litmus_build() made. */
bool litmus_run(const struct litmus_test *test, const char *module,
		const struct litmus_options *options, struct litmus_outcome *outcome,
		struct complaint *complaint);
void litmus_outcome_free(struct litmus_outcome *outcome);

#endif
