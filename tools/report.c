/* SPDX-License-Identifier: GPL-2.0-only */
#include "report.h"

#include <stddef.h>
#include <string.h>

static const struct report *const reports[] = { &report_text, &report_json, &report_ktap,
						&report_junit };

const char *const report_names[] = { "text", "json", "ktap", "junit", NULL };

const struct report *report_find(const char *name)
{
	for (unsigned int i = 0; i < sizeof(reports) / sizeof(reports[0]); i++)
		if (strcmp(reports[i]->name, name) == 0)
			return reports[i];
	return NULL;
}
