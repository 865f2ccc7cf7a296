/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_run.c - calling a driver's request_fn: when, and when not.
 *
 * As in 3.7, request_fn is called by whoever adds requests, restarts the queue or ends the plug,
 * and a second CPU may enter it while the first has dropped the lock inside. Up to 2.6.38 the flag
 * REENTER kept the second one out and sent it to kblockd; the parameter blk_reenter_guard brings
 * that back.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/jiffies.h>
#include <linux/moduleparam.h>

#include "blk.h"

static bool blk_reenter_guard;
module_param_named(blk_reenter_guard, blk_reenter_guard, bool, 0444);

static void blk_run_guarded(struct request_queue *q)
{
	if (test_and_set_bit(QUEUE_FLAG_REENTER, &q->queue_flags)) {
		blk_run_queue_async(q);
		return;
	}
	q->request_fn(q);
	queue_flag_clear(QUEUE_FLAG_REENTER, q);
}

void __blk_run_queue(struct request_queue *q)
{
	if (unlikely(blk_queue_stopped(q)))
		return;
	if (blk_reenter_guard)
		blk_run_guarded(q);
	else
		q->request_fn(q);
}
EXPORT_SYMBOL(__blk_run_queue);

void blk_run_queue(struct request_queue *q)
{
	unsigned long flags;

	spin_lock_irqsave(q->queue_lock, flags);
	__blk_run_queue(q);
	spin_unlock_irqrestore(q->queue_lock, flags);
}
EXPORT_SYMBOL(blk_run_queue);

void blk_run_queue_async(struct request_queue *q)
{
	if (likely(!blk_queue_stopped(q)))
		kblockd_schedule_delayed_work(q, &q->delay_work, 0);
}
EXPORT_SYMBOL(blk_run_queue_async);

void blk_delay_queue(struct request_queue *q, unsigned long msecs)
{
	kblockd_schedule_delayed_work(q, &q->delay_work, msecs_to_jiffies(msecs));
}
EXPORT_SYMBOL(blk_delay_queue);

void blk_start_queue(struct request_queue *q)
{
	WARN_ON(!irqs_disabled());
	if (blk_queue_stopped(q))
		sim_event(SIM_EV_QUEUE_START, q, 0, 0);
	queue_flag_clear(QUEUE_FLAG_STOPPED, q);
	__blk_run_queue(q);
}
EXPORT_SYMBOL(blk_start_queue);

void blk_stop_queue(struct request_queue *q)
{
	cancel_delayed_work(&q->delay_work);
	if (!blk_queue_stopped(q))
		sim_event(SIM_EV_QUEUE_STOP, q, 0, 0);
	queue_flag_set(QUEUE_FLAG_STOPPED, q);
}
EXPORT_SYMBOL(blk_stop_queue);

void blk_sync_queue(struct request_queue *q)
{
	cancel_delayed_work_sync(&q->delay_work);
}
EXPORT_SYMBOL(blk_sync_queue);
