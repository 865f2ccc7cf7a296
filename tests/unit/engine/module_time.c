/* SPDX-License-Identifier: GPL-2.0-only */
/* Timers and grace periods. */
#include "expect.h"

long seen, ran, order_ok, phase;
static struct sim_timer timer, other, many[12];
static long awake;
static const struct sim_wait in_a_test = { .kind = SIM_WAIT_QUEUE, .what = "the test" };
static const struct sim_wait idle = { .kind = SIM_WAIT_IDLE, .what = "work" };
static const struct sim_wait bounded = { .kind = SIM_WAIT_QUEUE, .what = "schedule_timeout" };

static void fires(void *arg)
{
	EXPECT(sim_in_softirq());
	EXPECT(arg == &ran);
	WRITE(ran, ran + 1);
}

static void arm(sim_ns delay, enum sim_timer_class class)
{
	sim_timer_arm(&timer, delay, class, fires, &ran);
}

/* ---- timers ---- */

TASK(normal, arm(1000, SIM_TIMER_NORMAL); EXPECT(sim_timer_pending(&timer) || READ(ran));
     for (int i = 0; i < 4; i++) sim_point(); seen = READ(ran); AWAIT(READ(ran));
     EXPECT(!sim_timer_pending(&timer)); EXPECT(!sim_timer_cancel(&timer)); EXPECT(READ(ran) == 1);)
TASK(watchdog_waits, arm(1, SIM_TIMER_WATCHDOG); for (int i = 0; i < 50; i++) sim_point();
     EXPECT(!READ(ran)); EXPECT(sim_timer_cancel(&timer)); seen = READ(ran);)
TASK(cancelled, arm(1, SIM_TIMER_NORMAL); bool was = sim_timer_cancel_sync(&timer);
     EXPECT(was == !READ(ran)); long before = READ(ran); EXPECT(!sim_timer_pending(&timer));
     for (int i = 0; i < 6; i++) sim_point(); EXPECT(READ(ran) == before);)
TASK(armed_again, arm(1, SIM_TIMER_NORMAL); arm(2, SIM_TIMER_NORMAL); AWAIT(READ(ran));
     for (int i = 0; i < 6; i++) sim_point(); seen = READ(ran) == 2; EXPECT(READ(ran) <= 2);)

static void rearms(void *arg)
{
	WRITE(ran, ran + 1);
	if (READ(ran) < 3)
		sim_timer_arm(&timer, 5, SIM_TIMER_NORMAL, rearms, arg);
}

TASK(periodic, sim_timer_arm(&timer, 5, SIM_TIMER_NORMAL, rearms, 0); AWAIT(READ(ran) == 3);
     for (int i = 0; i < 6; i++) sim_point(); EXPECT(READ(ran) == 3);)

static void slow(void *arg)
{
	WRITE(phase, 1);
	sim_point();
	sim_point();
	WRITE(phase, 2);
	(void)arg;
}

TASK(cancels_elsewhere, AWAIT(READ(phase)); sim_timer_cancel_sync(&timer); EXPECT(READ(phase) == 2);)
TASK(arms_slow, sim_timer_arm(&timer, 5, SIM_TIMER_NORMAL, slow, 0); AWAIT(READ(phase) == 2);)

/* More due at once than there is room for pending softirqs. */
TASK(twelve, sim_bh_disable(); for (int i = 0; i < 12; i++)
	     sim_timer_arm(&many[i], 5, SIM_TIMER_NORMAL, fires, &ran);
     for (int i = 0; i < 40; i++) sim_point(); EXPECT(!READ(ran)); sim_bh_enable();
     AWAIT(READ(ran) == 12);)

static void wakes(void *arg)
{
	WRITE(awake, 1);
	sim_unpark(arg);
}

static void wakes_and_works(void *arg)
{
	WRITE(awake, 1);
	sim_unpark(arg);
}

/* A sleep that only its timeout ends, and no work is done because of it. */
TASK(times_out, sim_timer_arm(&timer, 100, SIM_TIMER_WATCHDOG, wakes, sim_ctx_current());
     sim_park(&awake, 1, &bounded); seen = sim_now() >= 100; sim_park(&phase, 1, &idle);)

/* The second task sleeps for what the first does after its timeout: the timeout hid a lost wake-up. */
static long other_awake;
static struct sim_ctx *waiter;

TASK(rescued, AWAIT(READ(waiter)); sim_timer_arm(&timer, 100, SIM_TIMER_WATCHDOG, wakes_and_works,
						 sim_ctx_current());
     sim_park(&awake, 1, &bounded); WRITE(other_awake, 1); sim_unpark(READ(waiter));)
TASK(waits_for_rescued, WRITE(waiter, sim_ctx_current()); sim_park(&other_awake, 1, &in_a_test);)

TASK(garbage_timer, other.id = 0x5a5a5a5a; sim_timer_arm(&other, 1, SIM_TIMER_NORMAL, fires, &ran);)

/* ---- grace periods ---- */

long *pointer;
long old_object, new_object = 1;

static void reader(void)
{
	sim_rcu_read_lock();
	sim_rcu_read_lock();
	EXPECT(sim_rcu_read_lock_held());
	const long *at = __atomic_load_n(&pointer, __ATOMIC_RELAXED);
	sim_point();
	if (at)
		EXPECT(READ(*at) >= 0);
	sim_rcu_read_unlock();
	EXPECT(sim_rcu_read_lock_held());
	sim_point();
	if (at)
		EXPECT(READ(*at) >= 0);
	sim_rcu_read_unlock();
	EXPECT(!sim_rcu_read_lock_held());
}

TASK(reads, for (int i = 0; i < 3; i++) reader();)
TASK(replaces, WRITE(pointer, &old_object); __atomic_store_n(&pointer, &new_object, __ATOMIC_RELEASE);
     sim_rcu_synchronize(); WRITE(old_object, -1);)
TASK(replaces_too_soon, WRITE(pointer, &old_object); sim_point();
     __atomic_store_n(&pointer, &new_object, __ATOMIC_RELEASE); WRITE(old_object, -1);)

static void reclaim(void *arg)
{
	EXPECT(sim_in_softirq());
	WRITE(*(long *)arg, -1);
	WRITE(ran, ran + 1);
}

TASK(replaces_later, WRITE(pointer, &old_object); __atomic_store_n(&pointer, &new_object, __ATOMIC_RELEASE);
     sim_rcu_call(reclaim, &old_object);)
TASK(waits_for_callbacks, for (int i = 0; i < 3; i++) sim_rcu_call(reclaim, &old_object);
     sim_rcu_barrier(); EXPECT(READ(ran) == 3);)

static void in_order(void *arg)
{
	EXPECT(READ(ran) == (long)arg);
	WRITE(ran, ran + 1);
}

TASK(many_callbacks, for (long i = 0; i < 20; i++) sim_rcu_call(in_order, (void *)i);
     sim_rcu_barrier(); EXPECT(READ(ran) == 20);)
TASK(many_callbacks_held_up, sim_bh_disable(); for (long i = 0; i < 20; i++)
	     sim_rcu_call(in_order, (void *)i);
     sim_bh_enable(); sim_rcu_barrier(); EXPECT(READ(ran) == 20);)

/* Order: what a reader did is visible behind the grace period, in every memory model. */
static long x, y;

TASK(gp_reader, sim_rcu_read_lock(); WRITE(x, 1); long got = READ(y); sim_rcu_read_unlock();
     WRITE(phase, got ? 1 : 2);)
TASK(gp_writer, WRITE(y, 1); sim_rcu_synchronize(); seen = !READ(x);)
TASK(unlocks_nothing, sim_rcu_read_unlock();)
TASK(synchronises_in_reader, sim_rcu_read_lock(); sim_rcu_synchronize();)
TASK(nothing, )
