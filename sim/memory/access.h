/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * access.h - one access of code under test, from the hook before its instruction to its settling.
 */
#ifndef MEMORY_ACCESS_H
#define MEMORY_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include <engine/engine.h>
#include <memory/history.h>

enum {
	ACCESS_READ = 0,
	ACCESS_WRITE = 1 << 0,
	ACCESS_MARKED = 1 << 1,
	ACCESS_MODIFY = 1 << 2, /* an atomic that uses what it read */
};

/* The hooks' slow half, after a marked access's scheduling point. */
void access_slow(uintptr_t addr, unsigned int size, unsigned int flags, uint32_t site);
/* An announced range (memcpy, structure assignment); strong. */
void access_range(uintptr_t addr, uint64_t size, bool write, uint32_t site);
/* Life, bounds and peer rules of [addr, addr + size) alone. */
void access_check(uintptr_t addr, uint64_t size, bool write, uint32_t site);
/* A word of the current context's machine that atomics work on: its *count units, after the
 * scheduling point and the checks; NULL when it is not tracked (a stack). More than one is a word
 * that is also used in smaller parts. */
struct unit *access_atomic(uintptr_t addr, unsigned int size, unsigned int flags, uint32_t site,
			   unsigned int *count);
/* Tells watchers of [addr, addr + size) about an access that is over, with what memory holds. */
void access_watched(uintptr_t addr, unsigned int size, bool write, bool marked, uint32_t site);

#endif
