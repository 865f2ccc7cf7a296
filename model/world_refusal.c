/* SPDX-License-Identifier: GPL-2.0-only */
#include <stdio.h>

#include <model/world_refusal.h>

bool world_refusal_check(const struct world_refusal *refusals, unsigned int count,
			 const char **field, char *error, unsigned int error_bytes)
{
	for (unsigned int i = 0; i < count; i++) {
		if (!refusals[i].set)
			continue;
		*field = refusals[i].field;
		snprintf(error, error_bytes, "%s", refusals[i].why);
		return false;
	}
	return true;
}
