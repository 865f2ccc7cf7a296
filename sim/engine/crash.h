/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * crash.h - what the signal handlers need to know to tell our faults from those of code under test.
 */
#ifndef ENGINE_CRASH_H
#define ENGINE_CRASH_H

#include <stdint.h>

/* Native code touches memory at an address that the code at this site chose: a signal meanwhile is
 * that code's crash. 0: it does not. */
extern volatile uint32_t crash_blamed_site;

static inline void crash_blame(uint32_t site)
{
	__asm__ volatile("" : : : "memory");
	crash_blamed_site = site;
	__asm__ volatile("" : : : "memory");
}

/* Runs begun in this process. */
extern uint64_t crash_runs;

#endif
