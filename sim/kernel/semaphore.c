/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * semaphore.c - counting semaphores.
 */
#include <linux/export.h>
#include <linux/semaphore.h>

#include "sched_internal.h"

struct semaphore_waiter {
	struct list_head list;
	struct task_struct *task;
	bool up; /* the place was handed over; under sem->lock */
};

/* With sem->lock held, irqs off; sleeps without. */
static void down_wait(struct semaphore *sem, int state)
{
	struct semaphore_waiter waiter = { .task = current };

	list_add_tail(&waiter.list, &sem->wait_list);
	while (!waiter.up) {
		__set_current_state(state);
		spin_unlock_irq(&sem->lock);
		sched_wait_for(SIM_WAIT_QUEUE, sem, "down", NULL);
		schedule();
		spin_lock_irq(&sem->lock);
	}
}

static void down_state(struct semaphore *sem, int state)
{
	unsigned long flags;

	might_sleep();
	spin_lock_irqsave(&sem->lock, flags);
	if (sem->count > 0)
		sem->count--;
	else
		down_wait(sem, state);
	spin_unlock_irqrestore(&sem->lock, flags);
}

void down(struct semaphore *sem)
{
	down_state(sem, TASK_UNINTERRUPTIBLE);
}
EXPORT_SYMBOL(down);

int down_interruptible(struct semaphore *sem)
{
	down_state(sem, TASK_INTERRUPTIBLE);
	return 0;
}
EXPORT_SYMBOL(down_interruptible);

int down_trylock(struct semaphore *sem)
{
	unsigned long flags;
	bool got;

	spin_lock_irqsave(&sem->lock, flags);
	got = sem->count > 0;
	if (got)
		sem->count--;
	spin_unlock_irqrestore(&sem->lock, flags);
	return !got;
}
EXPORT_SYMBOL(down_trylock);

void up(struct semaphore *sem)
{
	struct semaphore_waiter *waiter;
	unsigned long flags;

	spin_lock_irqsave(&sem->lock, flags);
	waiter = list_first_entry_or_null(&sem->wait_list, struct semaphore_waiter, list);
	if (!waiter) {
		sem->count++;
	} else {
		list_del(&waiter->list);
		waiter->up = true;
		wake_up_process(waiter->task);
	}
	spin_unlock_irqrestore(&sem->lock, flags);
}
EXPORT_SYMBOL(up);
