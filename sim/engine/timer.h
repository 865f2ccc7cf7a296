/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * timer.h - timers of simulated code, as the rest of the engine sees them.
 */
#ifndef ENGINE_TIMER_H
#define ENGINE_TIMER_H

#include <stdint.h>

void timer_init(void);

/* Memory (an object that is freed, a module that is unloaded) goes: TEARDOWN if a timer that lies
 * in it, or whose function does, is pending, or runs in another context. */
void timer_check_removed(uintptr_t base, uint64_t bytes, const char *what);

#endif
