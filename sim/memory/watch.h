/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * watch.h - watchers of memory shared with a device, and the guard on a machine's memory.
 */
#ifndef MEMORY_WATCH_H
#define MEMORY_WATCH_H

#include <engine/engine.h>

void watch_init(void);
void watch_tell(const struct mem_access *access);
/* A range access may span watched and other memory: each watch hears of its part. */
void watch_tell_range(uintptr_t addr, uint64_t size, bool write, uint32_t site);
/* PEER_ESCAPE if the current code's machine may not touch another machine's memory there. */
void watch_check_peer(uintptr_t addr, uint64_t size, bool write, uint32_t site);

#endif
