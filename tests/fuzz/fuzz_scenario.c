/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Any bytes are either a scenario or refused with one line. A scenario's resolved text must load
 * again: findings carry it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good, const char *what, const char *detail)
{
	if (good)
		return;
	fprintf(stderr, "fuzz_scenario: %s: %s\n", what, detail);
	abort();
}

static void check_complaint(const struct complaint *complaint)
{
	must(complaint->text[0] != '\0', "refused without a word", "");
	must(!strchr(complaint->text, '\n'), "a complaint of two lines", complaint->text);
}

static void check_case(const struct scenario *scenario, unsigned int variant)
{
	struct complaint complaint = { 0 };
	struct scenario_case *one = scenario_case_build(scenario, variant, NULL, &complaint);
	struct scenario *again;

	must(one != NULL, "a variant of a good scenario is refused", complaint.text);
	again = scenario_load_text("again", one->yaml, strlen(one->yaml), &complaint);
	must(again != NULL, "the resolved scenario is refused", complaint.text);
	scenario_free(again);
	scenario_case_free(one);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct complaint complaint = { 0 };
	struct scenario *scenario =
		scenario_load_text("input", (const char *)data, size, &complaint);

	if (!scenario) {
		check_complaint(&complaint);
		return 0;
	}
	for (unsigned int i = 0; i < scenario->variant_count && i < 4; i++)
		check_case(scenario, i);
	scenario_free(scenario);
	return 0;
}
