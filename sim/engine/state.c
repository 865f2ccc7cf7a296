/* SPDX-License-Identifier: GPL-2.0-only */
/* state.c - a bump allocator in the state part of the region. */
#include <engine/state.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <engine/cpu.h>

void *state_alloc(size_t size)
{
	uintptr_t at;

	if (!E->state_used)
		E->state_used = STATE_FIRST(sizeof(struct engine_state));
	at = STATE_BASE + E->state_used;
	size = (size + 63) & ~63ul;
	if (size > STATE_END - at) {
		fprintf(stderr, "simctl: the simulator's state is full\n");
		exit(3);
	}
	E->state_used += size;
	memset((void *)at, 0, size);
	return (void *)at;
}

char *state_strdup(const char *text)
{
	size_t bytes = strlen(text) + 1;

	return memcpy(state_alloc(bytes), text, bytes);
}
