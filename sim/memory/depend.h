/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * depend.h - address dependencies: a marked load orders what is accessed through its value.
 *
 * LKMM's ppo contains addr;[R]. Compiled code does not say what an address was computed from, so the
 * rule is by value: an access into the object that a recently loaded pointer points to depends on
 * that load. It may order more than the machine would, never less.
 */
#ifndef MEMORY_DEPEND_H
#define MEMORY_DEPEND_H

#include <stdbool.h>
#include <stdint.h>

#include <memory/history.h>

/* All agents know everything now. */
void depend_forget(void);
/* A pointer into the region, value, was loaded from message by the current agent. */
void depend_note_pointer(uint64_t value, const struct message *message);

static inline void depend_note(uint64_t value, const struct message *message)
{
	if (message->carried && region_has((const void *)value))
		depend_note_pointer(value, message);
}
/* Adds to known what a load of addr has to respect; false if it depends on nothing. */
bool depend_extend(uintptr_t addr, struct vclock *known);

#endif
