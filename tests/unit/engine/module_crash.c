/* SPDX-License-Identifier: GPL-2.0-only */
/* Code that goes wrong as badly as code can. */
#include <linux/compiler.h>
#include <linux/string.h>
#include "expect.h"

long ran, never;
void *volatile wild = (void *)0x7000000000ul;
void *volatile noncanonical = (void *)0x5a5a5a5a5a5a5a5aul;
void *volatile nothing_at_all;
static char buffer[64];

typedef void (*function)(void);

TASK(reads_null, ran = *(volatile long *)nothing_at_all;)
TASK(writes_null_field, ((volatile long *)nothing_at_all)[5] = 1;)
TASK(reads_wild, ran = *(volatile long *)wild;)
TASK(reads_noncanonical, ran = *(volatile long *)noncanonical;)
TASK(atomic_on_wild, __atomic_fetch_add((long *)wild, 1, __ATOMIC_RELAXED);)
TASK(copies_from_wild, memcpy(buffer, wild, 64);)
TASK(copies_to_noncanonical, memcpy(noncanonical, buffer, 64);)
TASK(fills_null, memset(nothing_at_all, 0, 64);)
TASK(locks_wild, sim_preempt_disable(); sim_lock_acquire(wild, 0);)
TASK(calls_null, ((function)nothing_at_all)();)
TASK(calls_wild, ((function)wild)();)
TASK(calls_noncanonical, ((function)noncanonical)();)
TASK(calls_data, ((function)(void *)buffer)();)
TASK(calls_object, void *object = sim_alloc(64, 8, SIM_ALLOC_ZERO, "object"); ((function)object)();)
TASK(illegal_instruction, __asm__ volatile("ud2");)
TASK(breakpoint, __asm__ volatile("int3");)
TASK(divides, volatile int zero = 0, many = 100; ran = many / zero;)
TASK(reports, sim_report(SIM_CRASH, "BUG at %s", "here");)

/* ---- endless loops ---- */

TASK(loops_marked, while (!READ(never)) ;)
TASK(loops_plain, for (long i = 0;; i++) { ran = i; __asm__ volatile("" : : : "memory"); })
TASK(loops_silent, for (;;) __asm__ volatile("");)
TASK(loops_relaxing, for (;;) sim_relax();)

/* ---- stacks ---- */

static noinline long recursion(long depth)
{
	volatile char local[200];

	if (depth < 0)
		return 0;
	local[depth % 200] = 1;
	return recursion(depth + 1) + local[(depth + 7) % 200];
}

TASK(recursion_without_end, ran = recursion(0);)
TASK(deep_but_fine, volatile char local[40000]; local[0] = 1; local[39999] = 1; ran = local[0];)

/* ---- stubs ---- */

TASK(reaches_stub, SIM_UNREACHABLE("no driver needs it");)
TASK(calls_empty_stub, SIM_NOP("nothing to do here"); ran = 1;)

TASK(is_fine, ran = 1;)
