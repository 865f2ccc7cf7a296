/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * settle.h - finishes the one access whose machine instruction the hook preceded.
 *
 * Every entry of native code from a module, and every switch of contexts, settles first: then
 * memory holds the newest values and the last store has its place in the location's history.
 */
#ifndef MEMORY_SETTLE_H
#define MEMORY_SETTLE_H

#include <stdbool.h>

extern bool settle_pending;

void settle_now(void);

static inline void settle(void)
{
	if (__builtin_expect(settle_pending, 0))
		settle_now();
}

/* The same, but leaves an announced write range that is not over alone. */
void settle_unless_range(void);

#endif
