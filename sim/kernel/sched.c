/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.c - sleeping and waking.
 *
 * A sleeper stores its state, tests its condition and calls schedule(); a waker changes the
 * condition and calls wake_up. Each has a full barrier between the two (set_current_state() and
 * try_to_wake_up()), so that one of them sees the other: Documentation/memory-barriers.txt, "Sleep
 * and wake-up functions".
 */
#include <linux/bug.h>
#include <linux/export.h>

#include "sched_internal.h"

void sched_submit_work(struct task_struct *tsk)
{
	if (tsk->plug)
		task_flush_plug(tsk);
}

/* A kernel thread's interruptible sleep is how it waits for something to do. */
static bool sleep_is_idle(const struct task_struct *tsk, long state)
{
	return (state & TASK_NOLOAD) || ((tsk->flags & PF_SERVANT) && (state & TASK_INTERRUPTIBLE));
}

void schedule(void)
{
	struct task_struct *tsk = current;
	long state = READ_ONCE(task_state(tsk));
	struct sim_wait wait = task_wait(tsk);

	if (state == TASK_RUNNING) {
		sim_might_sleep("schedule");
		sim_resched();
		return;
	}
	sched_submit_work(tsk);
	task_wait(tsk).kind = SIM_WAIT_NONE;
	if (wait.kind == SIM_WAIT_NONE)
		wait = (struct sim_wait){ .kind = SIM_WAIT_QUEUE, .what = "schedule" };
	if (wait.kind == SIM_WAIT_QUEUE && sleep_is_idle(tsk, state))
		wait.kind = SIM_WAIT_IDLE;
	sim_park(task_park_word(tsk), TASK_RUNNING, &wait);
	/* Whoever let the task go on, it runs. */
	if (READ_ONCE(task_state(tsk)) != TASK_RUNNING)
		WRITE_ONCE(task_state(tsk), TASK_RUNNING);
}
EXPORT_SYMBOL(schedule);

void io_schedule(void)
{
	sched_submit_work(current);
	schedule();
}
EXPORT_SYMBOL(io_schedule);

/*
 * The task may run, and be gone, as soon as its state says so: its context is read before. The
 * exchange always meets the newest state, so no wake-up is lost to an old value.
 */
int try_to_wake_up(struct task_struct *tsk, unsigned int mode, int wake_flags)
{
	typeof(task_state(tsk)) state;
	struct sim_ctx *ctx;

	smp_mb();
	ctx = READ_ONCE(task_ctx(tsk));
	state = READ_ONCE(task_state(tsk));
	do {
		if (!(state & mode))
			return 0;
	} while (!try_cmpxchg(&task_state(tsk), &state, TASK_RUNNING));
	if (ctx)
		sim_unpark(ctx);
	return 1;
}

int wake_up_process(struct task_struct *tsk)
{
	return try_to_wake_up(tsk, TASK_NORMAL, 0);
}
EXPORT_SYMBOL(wake_up_process);

int wake_up_state(struct task_struct *tsk, unsigned int mode)
{
	return try_to_wake_up(tsk, mode, 0);
}
EXPORT_SYMBOL(wake_up_state);

struct sleep_timer {
	struct sim_timer timer;
	struct task_struct *task;
	int fired;
};

static void sleep_timer_fire(void *arg)
{
	struct sleep_timer *sleep = arg;

	WRITE_ONCE(sleep->fired, 1);
	wake_up_process(sleep->task);
}

bool sched_sleep(sim_ns delay_ns, enum sim_timer_class class)
{
	struct sleep_timer sleep = { .task = current };

	sim_timer_arm(&sleep.timer, delay_ns, class, sleep_timer_fire, &sleep);
	schedule();
	sim_timer_cancel_sync(&sleep.timer);
	return READ_ONCE(sleep.fired);
}

/* The timer is a watchdog: it fires only when nothing else can happen. No time at all is a look. */
long schedule_timeout(long timeout)
{
	unsigned long expires;
	long left;

	if (timeout == MAX_SCHEDULE_TIMEOUT) {
		schedule();
		return timeout;
	}
	if (WARN(timeout < 0, "schedule_timeout: wrong timeout value %lx", timeout)) {
		__set_current_state(TASK_RUNNING);
		return 0;
	}
	expires = jiffies + (unsigned long)timeout;
	if (sched_sleep((sim_ns)timeout * NSEC_PER_JIFFY,
			timeout ? SIM_TIMER_WATCHDOG : SIM_TIMER_NORMAL))
		return 0;
	left = (long)(expires - jiffies);
	return left < 0 ? 0 : left;
}
EXPORT_SYMBOL(schedule_timeout);

long io_schedule_timeout(long timeout)
{
	sched_submit_work(current);
	return schedule_timeout(timeout);
}
EXPORT_SYMBOL(io_schedule_timeout);

long schedule_timeout_interruptible(long timeout)
{
	__set_current_state(TASK_INTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_uninterruptible(long timeout)
{
	__set_current_state(TASK_UNINTERRUPTIBLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_killable(long timeout)
{
	__set_current_state(TASK_KILLABLE);
	return schedule_timeout(timeout);
}

long schedule_timeout_idle(long timeout)
{
	__set_current_state(TASK_IDLE);
	return schedule_timeout(timeout);
}
