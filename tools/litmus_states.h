/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * litmus_states.h - how often each final state was reached.
 */
#ifndef TOOLS_LITMUS_STATES_H
#define TOOLS_LITMUS_STATES_H

#include <stdint.h>

struct litmus_states {
	unsigned int width; /* values in a state */
	unsigned int count;
	unsigned int room;
	long *values; /* count times width */
	uint64_t *counts;
	uint32_t *slots; /* hash table of indices + 1 */
	uint32_t slot_count; /* a power of 2, at least twice the room */
};

void litmus_states_init(struct litmus_states *states, unsigned int width);
void litmus_states_free(struct litmus_states *states);
/* Counts one more execution that ended with these values. */
void litmus_states_add(struct litmus_states *states, const long *values);
/* In ascending order of values, the first first: the same whatever the order of arrival. */
void litmus_states_sort(struct litmus_states *states);

static inline const long *litmus_state(const struct litmus_states *states, unsigned int index)
{
	return states->values + (uint64_t)index * states->width;
}

#endif
