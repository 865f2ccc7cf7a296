/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_drain.c - waiting until a queue is empty: before it dies, or gets another elevator.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/wait.h>

#include "blk.h"

void blk_drain_wake(struct request_queue *q)
{
	if (waitqueue_active(&q->drain_wait))
		wake_up_all(&q->drain_wait);
}

static bool blk_queue_busy(struct request_queue *q, bool all)
{
	int i;

	if (q->nr_rqs_elvpriv)
		return true;
	if (!all)
		return false;
	if (!list_empty(&q->queue_head))
		return true;
	for (i = 0; i < 2; i++) {
		if (q->nr_rqs[i] || q->in_flight[i] || (q->fq && !list_empty(&q->fq->queue[i])))
			return true;
	}
	return false;
}

/*
 * The kernel polls every 10 ms here. Waiting for the events that can empty the queue instead does
 * not lean on time: a request that nobody will ever end stays a request that nobody ends.
 */
void blk_drain_queue(struct request_queue *q, bool all)
{
	DEFINE_WAIT(wait);
	bool busy;

	for (;;) {
		spin_lock_irq(q->queue_lock);
		if (q->elevator)
			elv_drain_elevator(q);
		/* A queue whose driver is not fully set up has nothing on it: leave it alone. */
		if (!list_empty(&q->queue_head) && q->request_fn)
			__blk_run_queue(q);
		busy = blk_queue_busy(q, all);
		if (busy)
			prepare_to_wait(&q->drain_wait, &wait, TASK_UNINTERRUPTIBLE);
		spin_unlock_irq(q->queue_lock);
		if (!busy)
			break;
		schedule();
	}
	finish_wait(&q->drain_wait, &wait);

	/* Waiters for a request wake each other; on a dead queue that chain is cut. */
	if (q->request_fn) {
		spin_lock_irq(q->queue_lock);
		wake_up_all(&q->root_rl.wait[0]);
		wake_up_all(&q->root_rl.wait[1]);
		spin_unlock_irq(q->queue_lock);
	}
}

void blk_queue_bypass_start(struct request_queue *q)
{
	bool drain;

	spin_lock_irq(q->queue_lock);
	drain = !q->bypass_depth++;
	queue_flag_set(QUEUE_FLAG_BYPASS, q);
	spin_unlock_irq(q->queue_lock);
	if (drain)
		blk_drain_queue(q, false);
}

void blk_queue_bypass_end(struct request_queue *q)
{
	spin_lock_irq(q->queue_lock);
	if (!--q->bypass_depth)
		queue_flag_clear(QUEUE_FLAG_BYPASS, q);
	WARN_ON(q->bypass_depth < 0);
	spin_unlock_irq(q->queue_lock);
}
