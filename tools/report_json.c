/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * For programs: one object when all is done.
 */
#include <stdio.h>
#include <stdlib.h>

#include <build_config.h>

#include "report.h"

static void json_end(const struct case_result *results, unsigned int count)
{
	json_t *array = json_array();
	json_t *json;

	for (unsigned int i = 0; i < count; i++)
		json_array_append_new(array, case_result_to_json(&results[i]));
	json = json_pack("{s:s, s:o}", "version", VQSIM_VERSION, "results", array);
	if (!json || json_dumpf(json, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER) < 0)
		abort();
	putchar('\n');
	json_decref(json);
}

const struct report report_json = { .name = "json", .end = json_end };
