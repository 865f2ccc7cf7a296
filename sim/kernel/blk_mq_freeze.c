/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_freeze.c - keeping requests out of a queue, and waiting until none is left.
 *
 * Everybody counts himself in mq_usage before he gets a request, then looks whether the queue is
 * frozen; who freezes says so first, then looks at mq_usage. With a full barrier between the two
 * steps of each, one of them sees the other. The kernel's percpu_ref does the same with less traffic.
 */
#include <linux/bug.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/wait.h>

#include "blk_mq.h"

int blk_mq_queue_enter(struct request_queue *q, bool nowait)
{
	for (;;) {
		if (unlikely(blk_queue_dead(q)))
			return -ENODEV;
		atomic_inc_return(&q->mq_usage);
		if (likely(!atomic_read(&q->mq_freeze_depth)))
			return 0;
		blk_mq_queue_exit(q);
		if (nowait)
			return -EBUSY;
		wait_event(q->mq_freeze_wq, !atomic_read(&q->mq_freeze_depth) || blk_queue_dead(q));
	}
}

/* The reader's section keeps the queue: who waits for the last one also waits for that. */
void blk_mq_queue_exit(struct request_queue *q)
{
	rcu_read_lock();
	if (atomic_dec_and_test(&q->mq_usage) && unlikely(atomic_read(&q->mq_freeze_depth)))
		wake_up_all(&q->mq_freeze_wq);
	rcu_read_unlock();
}

void blk_freeze_queue_start(struct request_queue *q)
{
	if (atomic_inc_return(&q->mq_freeze_depth) == 1)
		blk_mq_run_hw_queues(q, false);
}
EXPORT_SYMBOL(blk_freeze_queue_start);

void blk_mq_freeze_queue_wait(struct request_queue *q)
{
	wait_event(q->mq_freeze_wq, !atomic_read(&q->mq_usage));
	smp_mb(); /* what the last ones did is over, not only counted */
}
EXPORT_SYMBOL(blk_mq_freeze_queue_wait);

void blk_mq_freeze_queue(struct request_queue *q)
{
	blk_freeze_queue_start(q);
	blk_mq_freeze_queue_wait(q);
}
EXPORT_SYMBOL(blk_mq_freeze_queue);

void blk_mq_unfreeze_queue(struct request_queue *q)
{
	int depth = atomic_dec_return(&q->mq_freeze_depth);

	WARN_ON(depth < 0);
	if (!depth)
		wake_up_all(&q->mq_freeze_wq);
}
EXPORT_SYMBOL(blk_mq_unfreeze_queue);

int blk_mq_update_nr_requests(struct request_queue *q, unsigned int nr)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	if (!nr || nr > q->tag_set->queue_depth)
		return -EINVAL;
	blk_mq_freeze_queue(q);
	queue_for_each_hw_ctx (q, hctx, i)
		WRITE_ONCE(hctx->tags->depth, nr);
	q->nr_requests = nr;
	blk_mq_unfreeze_queue(q);
	return 0;
}
