/* SPDX-License-Identifier: GPL-2.0-only */
#define _GNU_SOURCE
#include "litmus_states.h"

#include <stdbool.h>
#include <stdlib.h>

#include "alloc.h"

#define ROOM_FIRST 32

void litmus_states_init(struct litmus_states *states, unsigned int width)
{
	*states = (struct litmus_states){ .width = width };
}

void litmus_states_free(struct litmus_states *states)
{
	free(states->values);
	free(states->counts);
	free(states->slots);
	*states = (struct litmus_states){ .width = states->width };
}

static uint32_t slot_of(const struct litmus_states *states, const long *values)
{
	uint64_t hash = 0;

	for (unsigned int i = 0; i < states->width; i++)
		hash = (hash ^ (uint64_t)values[i]) * 0x9e3779b97f4a7c15ull;
	return (uint32_t)(hash >> 32) & (states->slot_count - 1);
}

static bool equal(const struct litmus_states *states, unsigned int index, const long *values)
{
	const long *state = litmus_state(states, index);

	for (unsigned int i = 0; i < states->width; i++)
		if (state[i] != values[i])
			return false;
	return true;
}

static void index_all(struct litmus_states *states)
{
	free(states->slots);
	states->slots = tools_calloc(states->slot_count, sizeof(*states->slots));
	for (unsigned int i = 0; i < states->count; i++) {
		uint32_t slot = slot_of(states, litmus_state(states, i));

		while (states->slots[slot])
			slot = (slot + 1) & (states->slot_count - 1);
		states->slots[slot] = i + 1;
	}
}

static void grow(struct litmus_states *states)
{
	states->room = states->room ? 2 * states->room : ROOM_FIRST;
	states->values = tools_resize(states->values, states->room,
				      (states->width ? states->width : 1) * sizeof(long));
	states->counts = tools_resize(states->counts, states->room, sizeof(*states->counts));
	states->slot_count = 2 * states->room;
	index_all(states);
}

void litmus_states_add(struct litmus_states *states, const long *values)
{
	uint32_t slot;

	if (states->count == states->room)
		grow(states);
	for (slot = slot_of(states, values); states->slots[slot];
	     slot = (slot + 1) & (states->slot_count - 1)) {
		uint32_t index = states->slots[slot] - 1;

		if (equal(states, index, values)) {
			states->counts[index]++;
			return;
		}
	}
	for (unsigned int i = 0; i < states->width; i++)
		states->values[(uint64_t)states->count * states->width + i] = values[i];
	states->counts[states->count] = 1;
	states->slots[slot] = ++states->count;
}

static int compare(const void *a, const void *b, void *opaque)
{
	const struct litmus_states *states = opaque;
	const long *left = litmus_state(states, *(const unsigned int *)a);
	const long *right = litmus_state(states, *(const unsigned int *)b);

	for (unsigned int i = 0; i < states->width; i++)
		if (left[i] != right[i])
			return left[i] < right[i] ? -1 : 1;
	return 0;
}

void litmus_states_sort(struct litmus_states *states)
{
	unsigned int *order = tools_calloc(states->count, sizeof(*order));
	struct litmus_states sorted = { .width = states->width };

	for (unsigned int i = 0; i < states->count; i++)
		order[i] = i;
	qsort_r(order, states->count, sizeof(*order), compare, states);
	for (unsigned int i = 0; i < states->count; i++) {
		litmus_states_add(&sorted, litmus_state(states, order[i]));
		sorted.counts[i] = states->counts[order[i]];
	}
	free(order);
	litmus_states_free(states);
	*states = sorted;
}
