/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * world_refusal.h - a key of a world's spec with a value that a kind of device has no use for, and why.
 */
#ifndef MODEL_WORLD_REFUSAL_H
#define MODEL_WORLD_REFUSAL_H

#include <stdbool.h>

struct world_refusal {
	const char *field; /* "guest.packed" */
	bool set; /* the spec says it */
	const char *why;
};

/* False if one of them is set: field and error tell of the first, as world_spec_check() does. */
bool world_refusal_check(const struct world_refusal *refusals, unsigned int count,
			 const char **field, char *error, unsigned int error_bytes);

#endif
