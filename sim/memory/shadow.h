/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * shadow.h - what is known about each 8 bytes (a granule) of the region.
 *
 * One 32-bit word a granule:
 *   bits 0-3   life: 0 usable, 1-7 only so many bytes are, 8 and up one of enum life
 *   bits 4-11  bytes not yet written since the allocation
 *   bits 12-16 owner: the agent (+ 1) all recent accesses came from, 0 none yet
 *   bit  17    watched: memory shared with a device
 *   bits 18-31 location: index of its access history, 0 none
 * In the red zone before an object, bits 4-31 are the object's allocation number instead.
 *
 * A granule with an owner and no location also has an epoch: when the owner last wrote and
 * read it, and which bytes.
 */
#ifndef MEMORY_SHADOW_H
#define MEMORY_SHADOW_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/layout.h>

enum life {
	LIFE_USABLE = 0,
	LIFE_UNALLOCATED = 8,
	LIFE_RED_LEFT, /* holds the allocation number */
	LIFE_RED_RIGHT,
	LIFE_FREED,
	LIFE_POISONED, /* sim_mem_poison() */
	LIFE_CONSTANT, /* a module's code and constants: may be read, and is not tracked */
	LIFE_COUNTER, /* gcov's, not the code under test's: nothing is tracked */
};

#define SHADOW_LIFE 0xfu
#define SHADOW_UNINIT_SHIFT 4
#define SHADOW_UNINIT (0xffu << SHADOW_UNINIT_SHIFT)
#define SHADOW_OWNER_SHIFT 12
#define SHADOW_OWNER (0x1fu << SHADOW_OWNER_SHIFT)
#define SHADOW_WATCHED (1u << 17)
#define SHADOW_LOCATION_SHIFT 18
#define SHADOW_LOCATION (~0u << SHADOW_LOCATION_SHIFT)
/* No granule's shadow looks like this. */
#define SHADOW_NOBODY SHADOW_LIFE
/* Any of these needs the slow path. */
#define SHADOW_SPECIAL (SHADOW_LIFE | SHADOW_WATCHED | SHADOW_LOCATION)
#define LOCATIONS_MAX (1u << 14)

#define SHADOW ((uint32_t *)SHADOW_BASE)

static inline uint32_t granule_of(uintptr_t addr)
{
	return (addr - REGION_BASE) >> 3;
}

static inline uintptr_t granule_address(uint32_t granule)
{
	return REGION_BASE + ((uintptr_t)granule << 3);
}

static inline uint32_t shadow_owner_word(unsigned int agent)
{
	return (agent + 1) << SHADOW_OWNER_SHIFT;
}

/* Clock of the owner's last write and last plain read, and which of the 8 bytes they touched:
 * clock << 8 | mask, 0 = none. */
struct epoch {
	uint32_t write, read;
};

#define EPOCHS ((struct epoch *)EPOCHS_BASE)
#define EPOCH_CLOCK_MAX 0xffffffu
#define EPOCH_MASK 0xffu

static inline uint32_t epoch_clock(uint32_t epoch)
{
	return epoch >> 8;
}

#endif
