/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * watch.h - watchers of memory shared with a device, and the guard on a machine's memory.
 */
#ifndef MEMORY_WATCH_H
#define MEMORY_WATCH_H

#include <engine/engine.h>
#include <engine/layout.h>

void watch_init(void);
void watch_tell(const struct mem_access *access);
/* A range access may span watched and other memory: each watch hears of its part. */
void watch_tell_range(uintptr_t addr, uint64_t size, bool write, uint32_t site);
/* The address belongs to another machine's memory. */
static inline bool watch_is_peer(uintptr_t addr, int machine)
{
	return addr - ARENA_BASE < ARENA_END - ARENA_BASE &&
	       (addr - ARENA_BASE) / ARENA_SLICE_BYTES != (unsigned int)machine;
}

/* PEER_ESCAPE if the current code's machine may not touch another machine's memory there. */
void watch_check_peer(uintptr_t addr, uint64_t size, bool write, uint32_t site);

#endif
