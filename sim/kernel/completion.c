/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * completion.c - completions on a wait queue's lock.
 *
 * The count is kept under wait.lock; it is stored marked because completion_done() and
 * try_wait_for_completion() look at it without the lock.
 */
#include <linux/completion.h>
#include <linux/export.h>

#include "sched_internal.h"

#define DONE_FOR_EVER (~0u)

/* With wait.lock held, irqs off; sleeps without. Returns what is left of timeout, 0 = ran out. */
static long wait_locked(struct completion *x, long timeout, int state, const char *what)
{
	DECLARE_WAITQUEUE(entry, current);

	if (!x->done) {
		entry.flags |= WQ_FLAG_EXCLUSIVE;
		__add_wait_queue_entry_tail(&x->wait, &entry);
		do {
			__set_current_state(state);
			sim_event(SIM_EV_WAIT, &x->wait, (u64)state, 1);
			spin_unlock_irq(&x->wait.lock);
			sched_wait_for(SIM_WAIT_QUEUE, x, what, NULL);
			timeout = schedule_timeout(timeout);
			spin_lock_irq(&x->wait.lock);
		} while (!x->done && timeout);
		__remove_wait_queue(&x->wait, &entry);
		if (!x->done)
			return timeout;
	}
	if (x->done != DONE_FOR_EVER)
		WRITE_ONCE(x->done, x->done - 1);
	return timeout ? timeout : 1;
}

static long wait_common(struct completion *x, long timeout, int state, const char *what)
{
	might_sleep();
	spin_lock_irq(&x->wait.lock);
	timeout = wait_locked(x, timeout, state, what);
	spin_unlock_irq(&x->wait.lock);
	return timeout;
}

void wait_for_completion(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE, "wait_for_completion");
}
EXPORT_SYMBOL(wait_for_completion);

void wait_for_completion_io(struct completion *x)
{
	sched_submit_work(current);
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_UNINTERRUPTIBLE, "wait_for_completion_io");
}
EXPORT_SYMBOL(wait_for_completion_io);

int wait_for_completion_interruptible(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_INTERRUPTIBLE,
		    "wait_for_completion_interruptible");
	return 0;
}
EXPORT_SYMBOL(wait_for_completion_interruptible);

int wait_for_completion_killable(struct completion *x)
{
	wait_common(x, MAX_SCHEDULE_TIMEOUT, TASK_KILLABLE, "wait_for_completion_killable");
	return 0;
}
EXPORT_SYMBOL(wait_for_completion_killable);

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	return (unsigned long)wait_common(x, (long)timeout, TASK_UNINTERRUPTIBLE,
					  "wait_for_completion_timeout");
}
EXPORT_SYMBOL(wait_for_completion_timeout);

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	return wait_common(x, (long)timeout, TASK_INTERRUPTIBLE,
			   "wait_for_completion_interruptible_timeout");
}
EXPORT_SYMBOL(wait_for_completion_interruptible_timeout);

bool try_wait_for_completion(struct completion *x)
{
	unsigned long flags;
	bool taken = false;

	if (!READ_ONCE(x->done))
		return false;
	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done) {
		taken = true;
		if (x->done != DONE_FOR_EVER)
			WRITE_ONCE(x->done, x->done - 1);
	}
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return taken;
}
EXPORT_SYMBOL(try_wait_for_completion);

/* Taking the lock makes sure that the completer is through, so that x may be freed. */
bool completion_done(struct completion *x)
{
	unsigned long flags;

	if (!READ_ONCE(x->done))
		return false;
	spin_lock_irqsave(&x->wait.lock, flags);
	spin_unlock_irqrestore(&x->wait.lock, flags);
	return true;
}
EXPORT_SYMBOL(completion_done);

void complete(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	if (x->done != DONE_FOR_EVER)
		WRITE_ONCE(x->done, x->done + 1);
	wake_up_locked(&x->wait);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete);

void complete_all(struct completion *x)
{
	unsigned long flags;

	spin_lock_irqsave(&x->wait.lock, flags);
	WRITE_ONCE(x->done, DONE_FOR_EVER);
	wake_up_all_locked(&x->wait);
	spin_unlock_irqrestore(&x->wait.lock, flags);
}
EXPORT_SYMBOL(complete_all);
