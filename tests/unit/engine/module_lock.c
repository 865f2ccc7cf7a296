/* SPDX-License-Identifier: GPL-2.0-only */
/* Spin locks and mutexes: exclusion, waiting, and each way to get them wrong. */
#include "expect.h"

#define LINE 5

long seen, inside, ran, phase;
struct sim_lock spin, other_spin, mutex, other_mutex;
struct sim_lock garbage = { .word = 0, .id = 0x5a5a5a5a };
static struct sim_ctx *sleeper;

static void init(void)
{
	sim_lock_init(&mutex, SIM_LOCK_MUTEX, "mutex", &mutex);
	sim_lock_init(&other_mutex, SIM_LOCK_MUTEX, "other_mutex", &other_mutex);
	sim_lock_init(&spin, SIM_LOCK_SPIN, "spin", &spin);
	sim_lock_init(&other_spin, SIM_LOCK_SPIN, "other_spin", &other_spin);
	WRITE(phase, 1);
}

static void take(struct sim_lock *lock)
{
	sim_preempt_disable();
	sim_lock_acquire(lock, 0);
}

static void drop(struct sim_lock *lock)
{
	sim_lock_release(lock);
	sim_preempt_enable();
}

static void alone(void)
{
	EXPECT(!inside);
	inside = 1;
	sim_point();
	sim_point();
	EXPECT(inside == 1);
	inside = 0;
	ran++;
}

/* ---- proper use ---- */

TASK(spin_section, for (int i = 0; i < 3; i++) { take(&spin); EXPECT(sim_lock_held_by_me(&spin));
     alone(); drop(&spin); EXPECT(!sim_lock_held_by_me(&spin)); })
TASK(mutex_first, init(); for (int i = 0; i < 3; i++) { sim_lock_acquire(&mutex, 0); alone();
     sim_lock_release(&mutex); })
TASK(mutex_section, AWAIT(READ(phase)); for (int i = 0; i < 3; i++) { sim_lock_acquire(&mutex, 0);
     alone(); sim_lock_release(&mutex); })
TASK(tries, for (int i = 0; i < 3; i++) { sim_preempt_disable(); if (sim_lock_try(&spin)) { alone();
     sim_lock_release(&spin); } else { seen = 1; } sim_preempt_enable(); })
TASK(tries_its_own, take(&spin); EXPECT(!sim_lock_try(&spin)); drop(&spin); EXPECT(sim_lock_try(&spin));
     sim_lock_release(&spin);)

/* A CPU that spins with interrupts on takes them: the holder waits for the handler. */
static void handler(void *arg)
{
	WRITE(ran, 1);
	(void)arg;
}

TASK(spins_with_interrupts_on, sim_irq_request(LINE, handler, 0, "line"); WRITE(phase, 1);
     AWAIT(READ(phase) == 2); take(&spin); seen = READ(ran); drop(&spin); sim_irq_free(LINE);)
TASK(holds_until_interrupt, AWAIT(READ(phase) == 1); take(&spin); WRITE(phase, 2); sim_test_raise(LINE);
     AWAIT(READ(ran)); drop(&spin);)

/* A wake-up that is meant for something else does not end a wait for a mutex. */
TASK(mutex_sleeper, init(); WRITE(sleeper, sim_ctx_current()); AWAIT(READ(phase) >= 2);
     sim_lock_acquire(&mutex, 0); EXPECT(READ(phase) == 3); sim_lock_release(&mutex);)
TASK(wakes_mutex_sleeper, AWAIT(READ(phase) == 1 && READ(sleeper)); sim_lock_acquire(&mutex, 0);
     WRITE(phase, 2); for (int i = 0; i < 3; i++) { sim_point(); sim_unpark(READ(sleeper)); }
     WRITE(phase, 3); sim_lock_release(&mutex);)

/* ---- the memory that the lock protects moves with it ---- */

static long first_half, second_half;

static void both_halves(void)
{
	EXPECT(first_half == second_half);
	first_half++;
	sim_point();
	second_half++;
}

TASK(spin_pair, for (int i = 0; i < 3; i++) { take(&spin); both_halves(); drop(&spin); })
TASK(mutex_pair_first, init(); for (int i = 0; i < 3; i++) { sim_lock_acquire(&mutex, 0); both_halves();
     sim_lock_release(&mutex); })
TASK(mutex_pair, AWAIT(READ(phase)); for (int i = 0; i < 3; i++) { sim_lock_acquire(&mutex, 0);
     both_halves(); sim_lock_release(&mutex); })

/* ---- deadlocks ---- */

TASK(takes_spin_twice, take(&spin); take(&spin);)
TASK(takes_mutex_twice, init(); sim_lock_acquire(&mutex, 0); sim_lock_acquire(&mutex, 0);)

static void taking_handler(void *arg)
{
	sim_lock_acquire(&spin, 0);
	sim_lock_release(&spin);
	(void)arg;
}

TASK(interrupted_holder, sim_irq_request(LINE, taking_handler, 0, "line"); take(&spin);
     sim_test_raise(LINE); sim_point(); sim_point(); drop(&spin); sim_irq_free(LINE);)
TASK(careful_holder, sim_irq_request(LINE, taking_handler, 0, "line"); sim_irq_disable(); take(&spin);
     sim_test_raise(LINE); sim_point(); drop(&spin); sim_irq_enable(); sim_irq_free(LINE);)

TASK(a_then_b, take(&spin); take(&other_spin); drop(&other_spin); drop(&spin);)
TASK(b_then_a, take(&other_spin); take(&spin); drop(&spin); drop(&other_spin);)
TASK(a_then_b_again, take(&spin); take(&other_spin); drop(&other_spin); drop(&spin);)
TASK(mutex_a_then_b, init(); sim_lock_acquire(&mutex, 0); sim_lock_acquire(&other_mutex, 0);)
TASK(never_releases, take(&spin); WRITE(phase, 1); sim_preempt_enable(); AWAIT(READ(phase) == 7);)

/* ---- unlocking ---- */

TASK(releases_free_lock, sim_lock_release(&spin);)
TASK(releases_twice, take(&spin); drop(&spin); sim_lock_release(&spin);)
TASK(takes_and_waits, take(&spin); WRITE(phase, 1); AWAIT(READ(phase) == 2); drop(&spin);)
TASK(releases_others_lock, AWAIT(READ(phase) == 1); sim_lock_release(&spin); WRITE(phase, 2);)
TASK(ends_with_lock, take(&spin);)

/* ---- initialising and destroying ---- */

TASK(uses_garbage, sim_preempt_disable(); sim_lock_acquire(&garbage, 0);)
TASK(zeroed_lock_is_free, take(&spin); drop(&spin);)
TASK(destroys_held, take(&spin); sim_lock_destroy(&spin);)
TASK(destroys_waited_for, init(); sim_lock_acquire(&mutex, 0); WRITE(phase, 2);
     for (int i = 0; i < 6; i++) sim_point(); sim_lock_destroy(&mutex); sim_lock_release(&mutex);)
TASK(destroys_free, take(&spin); drop(&spin); sim_lock_destroy(&spin);)
TASK(mutex_in_atomic, init(); sim_irq_disable(); sim_lock_acquire(&mutex, 0);)
TASK(lives_again, init(); take(&spin); drop(&spin); sim_lock_destroy(&spin); init(); take(&spin); drop(&spin);)
TASK(nothing, )
