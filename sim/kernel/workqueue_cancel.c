/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_cancel.c - taking works back.
 *
 * Whoever cancels becomes the owner of the work first (PENDING), wherever it was: idle, waiting for
 * its timer, or queued. cancel_work_sync() stays the owner until a running one has ended, so that
 * the work cannot be queued again meanwhile, not even by itself.
 */
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>

#include "sched_internal.h"
#include "workqueue_internal.h"

static DECLARE_WAIT_QUEUE_HEAD(cancel_over);

static bool list_has_work(struct list_head *list, struct work_struct *work)
{
	struct work_struct *pos;

	list_for_each_entry (pos, list, entry) {
		if (pos == work)
			return true;
	}
	return false;
}

/* Off its queue, if it is on one: then true, and the caller owns it. Interrupts off. */
static bool take_off_queue(struct work_struct *work)
{
	struct worker_pool *pool = work_pool(work);
	struct pool_workqueue *pwq;
	bool taken = false;

	if (!pool)
		return false;
	spin_lock(&pool->lock);
	pwq = work_pwq_in(work, pool->cpu);
	if (pwq) {
		/* One that waits for its turn takes it now, so that a barrier behind it moves. */
		if (list_has_work(&pwq->inactive, work))
			pwq_activate(pwq, work);
		list_del_init(&work->entry);
		work_leave_queue(work, pool, true);
		pwq_work_gone(pwq, work->func);
		taken = true;
	}
	spin_unlock(&pool->lock);
	return taken;
}

int work_grab(struct work_struct *work, bool delayed, unsigned long *flags)
{
	local_irq_save(*flags);
	if (delayed && del_timer(&to_delayed_work(work)->timer))
		return 1;
	if (!test_and_set_bit(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data.counter))
		return 0;
	if (take_off_queue(work))
		return 1;
	local_irq_restore(*flags);
	return work_is_canceling(work) ? -ENOENT : -EAGAIN;
}

/* The work is on its way between two places, or somebody else's: waits for that. */
static int grab_until_done(struct work_struct *work, bool delayed, unsigned long *flags)
{
	int ret;

	for (;;) {
		ret = work_grab(work, delayed, flags);
		if (ret >= 0)
			return ret;
		if (ret == -ENOENT)
			wait_event(cancel_over, !work_is_canceling(work));
		else
			cpu_relax();
	}
}

static bool cancel_sync(struct work_struct *work, bool delayed)
{
	unsigned long flags;
	unsigned long pool_bits;
	int pending;

	might_sleep();
	pending = grab_until_done(work, delayed, &flags);
	pool_bits = work_data(work) & ~((1ul << WORK_POOL_SHIFT) - 1);
	atomic_long_set(&work->data, (long)(pool_bits | WORK_CANCELING | WORK_STRUCT_PENDING));
	local_irq_restore(flags);
	flush_work(work);
	smp_wmb();
	atomic_long_set(&work->data, 0);
	/* Pairs with the full barrier of wait_event(): one of both sees the other. */
	smp_mb();
	if (waitqueue_active(&cancel_over))
		wake_up_all(&cancel_over);
	return pending;
}

bool cancel_work_sync(struct work_struct *work)
{
	return cancel_sync(work, false);
}
EXPORT_SYMBOL(cancel_work_sync);

bool cancel_delayed_work_sync(struct delayed_work *dwork)
{
	return cancel_sync(&dwork->work, true);
}
EXPORT_SYMBOL(cancel_delayed_work_sync);

/* Without waiting: somebody who is cancelling it is as good. */
static bool cancel_async(struct work_struct *work, bool delayed)
{
	struct worker_pool *pool;
	unsigned long flags;
	int ret;

	do {
		ret = work_grab(work, delayed, &flags);
		if (ret == -EAGAIN)
			cpu_relax();
	} while (ret == -EAGAIN);
	if (ret < 0)
		return false;
	pool = work_pool(work);
	if (pool)
		work_leave_queue(work, pool, false);
	else
		atomic_long_set_release(&work->data, 0);
	local_irq_restore(flags);
	return ret;
}

bool cancel_work(struct work_struct *work)
{
	return cancel_async(work, false);
}
EXPORT_SYMBOL(cancel_work);

bool cancel_delayed_work(struct delayed_work *dwork)
{
	return cancel_async(&dwork->work, true);
}
EXPORT_SYMBOL(cancel_delayed_work);
