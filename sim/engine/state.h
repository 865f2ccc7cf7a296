/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * state.h - memory for the simulator's own per-run state.
 *
 * All simulator state that a run may change lives here and nowhere else: snapshot and restore copy
 * it as a whole, so a pointer into it survives, and no component needs a reset function. State is
 * allocated while a world is built and during runs, and never freed: restore takes it back.
 */
#ifndef ENGINE_STATE_H
#define ENGINE_STATE_H

#include <stddef.h>

/* Zeroed memory, aligned to 64 bytes; never NULL (exits with status 3 when the state is full). */
void *state_alloc(size_t size);
/* Where allocations begin; before it lies struct engine_state. */
#define STATE_FIRST(state_bytes) (((state_bytes) + 63) & ~63ul)
/* The same string, in state memory. */
char *state_strdup(const char *text);

#endif
