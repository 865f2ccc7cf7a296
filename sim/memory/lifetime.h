/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * lifetime.h - may this address be used at all: life, bounds, first write before first read.
 */
#ifndef MEMORY_LIFETIME_H
#define MEMORY_LIFETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <memory/shadow.h>

/* Every plain access gets a history, as if it were marked, but no scheduling point of its own
 * beyond that: for litmus tests. Set before the world is built. */
extern bool access_track_all;

/* Nothing to look at: code and constants of a module, for a read (a write falls through to the
 * checks), and gcov's counters. */
static inline bool lifetime_is_constant(uint32_t granule, bool write)
{
	uint32_t life = SHADOW[granule] & SHADOW_LIFE;

	return (life == LIFE_CONSTANT && !write) || life == LIFE_COUNTER;
}

/* USE_AFTER_FREE or OUT_OF_BOUNDS if the bytes may not be used; returns the granule's shadow. */
uint32_t lifetime_check_granule(uint32_t granule, uintptr_t addr, unsigned int size, bool write,
				uint32_t site);
/* An address outside the region: CRASH near NULL; else somebody's native memory, not ours. */
void lifetime_check_outside(uintptr_t addr, bool write, uint32_t site);
/* Another context's stack, which is shared from now on: USE_AFTER_FREE below its stack pointer. */
void lifetime_check_stack(uintptr_t addr, bool write, uint32_t site);
/* Native code has written these bytes on behalf of the code under test. */
void lifetime_written(uintptr_t addr, size_t size);

/* A granule with bytes nobody has written: a read of one is UNINITIALISED. Returns its shadow. */
uint32_t lifetime_initialise(uint32_t granule, uint32_t word, unsigned int mask, bool write,
			     uintptr_t addr, uint32_t site);

#endif
