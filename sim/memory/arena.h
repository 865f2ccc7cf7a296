/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arena.h - the heap of simulated code: red zones, quarantine, and a record of every object.
 */
#ifndef MEMORY_ARENA_H
#define MEMORY_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <engine/layout.h>

struct allocation {
	uintptr_t addr;
	uint32_t size; /* as asked for */
	uint32_t room; /* as reserved, red zones included */
	const char *name;
	uint32_t site; /* who allocated */
	uint32_t free_site; /* who freed, 0 = live */
	uint32_t next_free;
	uint16_t free_ctx;
	bool ignore_leak;
	bool kept; /* by sim_alloc_ignore_leaks_so_far() */
	uint8_t machine;
};

void arena_init(void);
/* Where each machine's used part ends: nothing has ever been allocated from there on. */
extern const uintptr_t *arena_tops;
/* The object, live or freed, that holds addr or whose red zone does; NULL if there is none. */
struct allocation *arena_find(uintptr_t addr);
/* Live objects of a machine one after another; *iter starts as NULL. */
bool arena_next_live(int machine, void **iter, const void **ptr, size_t *size, const char **name,
		     uint32_t *site);
/*
 * True, as often as a kept object (see sim_alloc_ignore_leaks_so_far()) of this site and size was
 * freed: a pool may give a first element away and keep a later one in its place.
 */
bool arena_takes_place(uint32_t site, size_t size);
/* Used part of a machine's slice, for the snapshot. */
void arena_extent(int machine, uintptr_t *base, uintptr_t *end);

static inline bool arena_never_used(uintptr_t addr)
{
	return addr - ARENA_BASE < ARENA_END - ARENA_BASE &&
	       addr >= arena_tops[(addr - ARENA_BASE) / ARENA_SLICE_BYTES];
}

#endif
