/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kcsan.c - what the kernel tells its race detector beyond the compiler's calls.
 *
 * The simulator takes the detector's place: it sees every plain access, and atomics by themselves.
 */
#include <linux/export.h>
#include <linux/kcsan-checks.h>
#include <linux/sched.h>

#include <asm/port.h>

void __kcsan_check_access(const volatile void *ptr, size_t size, int type)
{
	SIM_NOP("what is announced here is then done in C, where the compiler announces it too; "
		"an assertion about who else may access is no access");
}
EXPORT_SYMBOL(__kcsan_check_access);

void kcsan_disable_current(void)
{
	sim_race_ignore_begin();
}
EXPORT_SYMBOL(kcsan_disable_current);

void kcsan_enable_current(void)
{
	sim_race_ignore_end();
}
EXPORT_SYMBOL(kcsan_enable_current);

void kcsan_enable_current_nowarn(void)
{
	sim_race_ignore_end();
}
EXPORT_SYMBOL(kcsan_enable_current_nowarn);

/* The write side of a sequence lock. */
void kcsan_nestable_atomic_begin(void)
{
	sim_race_ignore_begin();
}
EXPORT_SYMBOL(kcsan_nestable_atomic_begin);

void kcsan_nestable_atomic_end(void)
{
	sim_race_ignore_end();
}
EXPORT_SYMBOL(kcsan_nestable_atomic_end);

void kcsan_flat_atomic_begin(void)
{
	sim_race_ignore_begin();
}
EXPORT_SYMBOL(kcsan_flat_atomic_begin);

void kcsan_flat_atomic_end(void)
{
	sim_race_ignore_end();
}
EXPORT_SYMBOL(kcsan_flat_atomic_end);

/*
 * The read side: from read_seqbegin(), which says "the next n", to read_seqretry(), which says 0.
 * One ignore stays open in between.
 */
void kcsan_atomic_next(int n)
{
	int *next = &current->kcsan_ctx.atomic_next, was;

	sim_race_ignore_begin();
	was = *next;
	*next = n;
	if (was || !n)
		sim_race_ignore_end();
	if (was && !n)
		sim_race_ignore_end();
}
EXPORT_SYMBOL(kcsan_atomic_next);
