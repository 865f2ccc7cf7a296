/* SPDX-License-Identifier: GPL-2.0-only */
/* Lock order: what deadlocks in some schedule is reported in every one, and nothing else is. */
#include <string.h>

#include <criterion/criterion.h>

#include <check/lockdep.h>
#include <engine/layout.h>
#include <sim/port.h>

#include "small_world.h"

/* Stand-ins for contexts of the code under test, by index. */
enum { TASK = 101, OTHER = 102, IRQ = 103, SOFTIRQ = 104 };

static uint16_t class_named(const char *name, unsigned int subclass)
{
	return lockdep_class(name, name, subclass);
}

/* spin_lock() with interrupts on, spin_lock_irq(), spin_lock_bh(), and in interrupts. */
static void lock(unsigned int ctx, const char *name)
{
	lockdep_acquire(ctx, class_named(name, 0), false, false, false, true, true);
}

static void lock_irq(unsigned int ctx, const char *name)
{
	lockdep_acquire(ctx, class_named(name, 0), false, false, false, false, true);
}

static void lock_bh(unsigned int ctx, const char *name)
{
	lockdep_acquire(ctx, class_named(name, 0), false, false, false, true, false);
}

static void lock_in_irq(const char *name)
{
	lockdep_acquire(IRQ, class_named(name, 0), false, true, false, false, true);
}

static void lock_in_softirq(const char *name)
{
	lockdep_acquire(SOFTIRQ, class_named(name, 0), false, false, true, true, true);
}

static void trylock(unsigned int ctx, const char *name)
{
	lockdep_acquire(ctx, class_named(name, 0), true, false, false, true, true);
}

static void unlock(unsigned int ctx, const char *name)
{
	lockdep_release(ctx, class_named(name, 0));
}

static void unlock_all(unsigned int ctx, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
		unlock(ctx, names[i]);
}

#define A "a"
#define B "b"
#define C "c"
#define UNLOCK(ctx, ...)                                                                           \
	unlock_all(ctx, (const char *const[]){ __VA_ARGS__ },                                      \
		   sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void abba(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lock(TASK, B);
	UNLOCK(TASK, B, A);
	lock(OTHER, B);
	lock(OTHER, A);
}

Test(lockdep, opposite_order_is_reported_without_the_deadlock)
{
	cr_assert_eq(small_world_of(abba), SIM_LOCK_ORDER);
	small_world_expect(SIM_LOCK_ORDER, "takes a while it holds b; the other way round: a -> b");
}

static void three_in_a_ring(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lock(TASK, B);
	UNLOCK(TASK, A, B);
	lock(OTHER, B);
	lock(OTHER, C);
	UNLOCK(OTHER, B, C);
	lock(TASK, C);
	lock(TASK, A);
}

Test(lockdep, longer_rings_are_found)
{
	small_world_of(three_in_a_ring);
	small_world_expect(SIM_LOCK_ORDER, "a -> b");
	cr_assert_not_null(strstr(finding_current()->text, "-> c"));
}

static void one_order(void *arg)
{
	(void)arg;
	for (int i = 0; i < 100; i++) {
		unsigned int ctx = i % 2 ? TASK : OTHER;

		lock(ctx, A);
		lock(ctx, B);
		unlock(ctx, A);
		lock(ctx, C);
		UNLOCK(ctx, B, C);
		lock(ctx, C);
		unlock(ctx, C);
	}
}

Test(lockdep, one_order_is_silent_whatever_the_order_of_releases)
{
	cr_assert_eq(small_world_of(one_order), SIM_PASS);
}

static void backwards_by_trylock(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lock(TASK, B);
	UNLOCK(TASK, A, B);
	lock(TASK, B);
	trylock(TASK, A);
	UNLOCK(TASK, A, B);
	trylock(TASK, A);
	trylock(TASK, A);
}

Test(lockdep, trylock_cannot_deadlock)
{
	cr_assert_eq(small_world_of(backwards_by_trylock), SIM_PASS);
}

static void wait_under_a_tried_lock(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lock(TASK, B);
	UNLOCK(TASK, A, B);
	trylock(TASK, B);
	lock(TASK, A);
}

Test(lockdep, what_is_taken_under_a_tried_lock_can)
{
	cr_assert_eq(small_world_of(wait_under_a_tried_lock), SIM_LOCK_ORDER);
}

static void two_of_a_class(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lock(TASK, A);
}

static void two_of_a_class_nested(void *arg)
{
	(void)arg;
	lock(TASK, A);
	lockdep_acquire(TASK, class_named(A, 1), false, false, false, true, true);
	lockdep_release(TASK, class_named(A, 1));
	unlock(TASK, A);
}

Test(lockdep, two_locks_of_a_class_need_a_subclass)
{
	small_world_of(two_of_a_class);
	small_world_expect(SIM_LOCK_ORDER, "another lock of this class");
}

Test(lockdep, with_a_subclass_they_are_silent)
{
	cr_assert_eq(small_world_of(two_of_a_class_nested), SIM_PASS);
}

static void locks_of_an_interrupted_task(void *arg)
{
	(void)arg;
	lock_irq(TASK, A);
	lock_irq(TASK, B);
	UNLOCK(TASK, B, A);
	lock_irq(TASK, C);
	lock_in_irq(B);
	unlock(IRQ, B);
	lock_in_irq(C);
	UNLOCK(IRQ, C);
	unlock(TASK, C);
}

Test(lockdep, an_interrupt_does_not_hold_what_it_interrupted)
{
	cr_assert_eq(small_world_of(locks_of_an_interrupted_task), SIM_PASS);
}

/* ---- interrupts ---- */

static void irq_then_open(void *arg)
{
	(void)arg;
	lock_in_irq(A);
	unlock(IRQ, A);
	lock(TASK, A);
}

static void open_then_irq(void *arg)
{
	(void)arg;
	lock(TASK, A);
	unlock(TASK, A);
	lock_in_irq(A);
}

static void irq_and_closed(void *arg)
{
	(void)arg;
	lock_in_irq(A);
	unlock(IRQ, A);
	lock_irq(TASK, A);
	unlock(TASK, A);
	lock_in_softirq(B);
	unlock(SOFTIRQ, B);
	lock_bh(TASK, B);
	unlock(TASK, B);
	lock_irq(TASK, B);
	unlock(TASK, B);
	lock(TASK, C);
	unlock(TASK, C);
}

Test(lockdep, interrupts_on_while_held_is_unsafe_if_an_interrupt_takes_it)
{
	small_world_of(irq_then_open);
	small_world_expect(SIM_IRQ_UNSAFE_LOCK, "a is taken in a hardirq");
}

Test(lockdep, in_either_order)
{
	small_world_of(open_then_irq);
	small_world_expect(SIM_IRQ_UNSAFE_LOCK, "held with interrupts on");
}

Test(lockdep, interrupts_off_is_safe)
{
	cr_assert_eq(small_world_of(irq_and_closed), SIM_PASS);
}

static void softirq_and_open(void *arg)
{
	(void)arg;
	lock_in_softirq(A);
	unlock(SOFTIRQ, A);
	lock(TASK, A);
}

Test(lockdep, softirqs_count_too)
{
	small_world_of(softirq_and_open);
	small_world_expect(SIM_IRQ_UNSAFE_LOCK, "taken in a softirq");
}

static void hardirq_takes_softirqs_lock(void *arg)
{
	(void)arg;
	lock_in_softirq(A);
	unlock(SOFTIRQ, A);
	lock_in_irq(A);
}

Test(lockdep, a_softirq_can_be_interrupted)
{
	small_world_of(hardirq_takes_softirqs_lock);
	small_world_expect(SIM_IRQ_UNSAFE_LOCK, "taken in a hardirq");
}

static void irq_only_tries(void *arg)
{
	(void)arg;
	lock(TASK, A);
	unlock(TASK, A);
	lockdep_acquire(IRQ, class_named(A, 0), true, true, false, false, true);
	unlock(IRQ, A);
}

Test(lockdep, an_interrupt_that_only_tries_is_safe)
{
	cr_assert_eq(small_world_of(irq_only_tries), SIM_PASS);
}

/* CPU 0 holds a, which an interrupt takes, and waits for b; CPU 1 holds b and is interrupted. */
static void open_lock_under_irq_lock(void *arg)
{
	(void)arg;
	lock(OTHER, B);
	unlock(OTHER, B);
	lock_irq(TASK, A);
	lock_irq(TASK, B);
	UNLOCK(TASK, B, A);
	lock_in_irq(A);
}

Test(lockdep, a_lock_under_an_interrupts_lock_is_one_too)
{
	small_world_of(open_lock_under_irq_lock);
	small_world_expect(SIM_IRQ_UNSAFE_LOCK, "under it b");
}

static void enables_under_the_lock(void *arg)
{
	(void)arg;
	lock_in_irq(A);
	unlock(IRQ, A);
	lock_irq(TASK, A);
	lockdep_irqs_on(TASK);
}

Test(lockdep, enabling_interrupts_under_the_lock_is_seen)
{
	cr_assert_eq(small_world_of(enables_under_the_lock), SIM_IRQ_UNSAFE_LOCK);
}

/* ---- waits that are like locks ---- */

static char work;

static unsigned int self(void)
{
	return (unsigned int)sim_ctx_id(sim_ctx_current());
}

static void flush_under_the_works_lock(void *arg)
{
	(void)arg;
	sim_lockdep_run_begin(&work, "config work");
	lock(self(), A);
	unlock(self(), A);
	sim_lockdep_run_end(&work);
	lock(self(), A);
	sim_lockdep_wait(&work, "config work");
}

static void flush_without_it(void *arg)
{
	(void)arg;
	sim_lockdep_run_begin(&work, "config work");
	lock(self(), A);
	unlock(self(), A);
	sim_lockdep_run_end(&work);
	sim_lockdep_wait(&work, "config work");
	lock(self(), B);
	sim_lockdep_wait(&work, "config work");
	unlock(self(), B);
}

static void flushes_itself(void *arg)
{
	(void)arg;
	sim_lockdep_run_begin(&work, "config work");
	sim_lockdep_wait(&work, "config work");
}

Test(lockdep, waiting_for_a_work_under_a_lock_it_takes)
{
	small_world_of(flush_under_the_works_lock);
	small_world_expect(SIM_LOCK_ORDER, "takes config work while it holds a");
}

Test(lockdep, waiting_for_a_work_without_that_lock)
{
	cr_assert_eq(small_world_of(flush_without_it), SIM_PASS);
}

Test(lockdep, a_work_that_waits_for_itself)
{
	cr_assert_eq(small_world_of(flushes_itself), SIM_LOCK_ORDER);
}

/* ---- addresses that are used again ---- */

static void same_address_other_lock(void *arg)
{
	char *memory = (char *)ARENA_BASE + 4096;

	(void)arg;
	lockdep_acquire(TASK, lockdep_class(memory, "old", 0), false, false, false, true, true);
	lock(TASK, A);
	unlock(TASK, A);
	lockdep_release(TASK, lockdep_class(memory, "old", 0));
	lockdep_forget(memory - 64, 128);
	lock(TASK, A);
	lockdep_acquire(TASK, lockdep_class(memory, "new", 0), false, false, false, true, true);
}

Test(lockdep, freed_memory_takes_its_locks_along)
{
	cr_assert_eq(small_world_of(same_address_other_lock), SIM_PASS);
}

static void many_classes(void *arg)
{
	static char keys[300];

	(void)arg;
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i + 1 < 300; i++) {
			uint16_t low = lockdep_class(&keys[i], "low", 0);
			uint16_t high = lockdep_class(&keys[i + 1], "high", 0);

			lockdep_acquire(TASK, low, false, false, false, true, true);
			lockdep_acquire(TASK, high, false, false, false, true, true);
			lockdep_release(TASK, low);
			lockdep_release(TASK, high);
		}
	}
	lockdep_acquire(TASK, lockdep_class(&keys[299], "last", 0), false, false, false, true,
			true);
	lockdep_acquire(TASK, lockdep_class(&keys[0], "first", 0), false, false, false, true, true);
}

Test(lockdep, a_ring_of_300_classes)
{
	cr_assert_eq(small_world_of(many_classes), SIM_LOCK_ORDER);
}

static void ends_with_a_lock(void *arg)
{
	(void)arg;
	lock(TASK, A);
	cr_assert_eq(lockdep_held(TASK), 1u);
	lockdep_ctx_end(OTHER);
	lockdep_ctx_end(TASK);
}

Test(lockdep, ending_with_a_lock_held)
{
	small_world_of(ends_with_a_lock);
	small_world_expect(SIM_BAD_UNLOCK, "ends while it holds a");
}
