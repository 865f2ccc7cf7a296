/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_request.c - a request from its allocation to its end, and back to the queue.
 *
 * After block/blk-mq.c of 4.x, with the reference count and the state of 4.18: what completes a
 * request is never in doubt, and a timeout that looks at it keeps its tag from being used again.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/jiffies.h>

#include "blk_mq.h"

struct request *blk_mq_get_request(struct request_queue *q, unsigned int rw_flags, bool nowait)
{
	int err = blk_mq_queue_enter(q, nowait);
	struct blk_mq_ctx *ctx;
	struct request *rq;

	if (err)
		return ERR_PTR(err);
	ctx = blk_mq_ctx_here(q);
	rq = blk_mq_get_tag(ctx->hctx, nowait);
	if (!rq) {
		blk_mq_queue_exit(q);
		return ERR_PTR(-EWOULDBLOCK);
	}
	rq->cmd_flags = rw_flags;
	rq->cpu = (int)ctx->cpu;
	rq->mq_ctx = ctx;
	rq->mq_hctx = ctx->hctx;
	WRITE_ONCE(rq->mq_state, MQ_RQ_IDLE);
	/* A timeout that gets a reference sees all of the above. */
	smp_store_release(&rq->mq_ref.refs.counter, 1);
	return rq;
}

struct request *blk_mq_alloc_request(struct request_queue *q, int rw, unsigned int flags)
{
	return blk_mq_get_request(q, (unsigned int)rw, flags & BLK_MQ_REQ_NOWAIT);
}
EXPORT_SYMBOL(blk_mq_alloc_request);

void blk_mq_put_request_ref(struct request *rq)
{
	struct request_queue *q;

	if (!refcount_dec_and_test(&rq->mq_ref))
		return;
	q = rq->q;
	blk_mq_put_tag(rq->mq_hctx, rq);
	blk_mq_queue_exit(q);
}

void blk_mq_free_request(struct request *rq)
{
	/* Its bios would never end. */
	WARN_ON(rq->bio != NULL);
	WRITE_ONCE(rq->mq_state, MQ_RQ_IDLE);
	blk_mq_put_request_ref(rq);
}
EXPORT_SYMBOL(blk_mq_free_request);

void blk_mq_start_request(struct request *rq)
{
	blk_rq_event(SIM_EV_REQUEST_START, rq);
	rq->resid_len = blk_rq_bytes(rq);
	blk_mq_add_timer(rq);
	WRITE_ONCE(rq->mq_state, MQ_RQ_IN_FLIGHT);
}
EXPORT_SYMBOL(blk_mq_start_request);

bool blk_mq_request_started(struct request *rq)
{
	return READ_ONCE(rq->mq_state) == MQ_RQ_IN_FLIGHT;
}
EXPORT_SYMBOL(blk_mq_request_started);

void __blk_mq_end_request(struct request *rq, int error)
{
	blk_rq_event_end(rq, error);
	blk_finish_request(rq, error);
}
EXPORT_SYMBOL(__blk_mq_end_request);

void blk_mq_end_request(struct request *rq, int error)
{
	blk_rq_event_end(rq, error);
	blk_end_unserved(rq, error);
}
EXPORT_SYMBOL(blk_mq_end_request);

void blk_mq_end_refused(struct request *rq)
{
	if (blk_mq_request_started(rq))
		blk_rq_event_end(rq, -EIO);
	else
		blk_rq_event_unserved(rq, -EIO);
	blk_end_unserved(rq, -EIO);
}

void blk_mq_take_back(struct request *rq)
{
	if (READ_ONCE(rq->mq_state) == MQ_RQ_IDLE)
		return;
	blk_rq_event(SIM_EV_REQUEST_REQUEUE, rq);
	WRITE_ONCE(rq->mq_state, MQ_RQ_IDLE);
}

void blk_mq_requeue_request(struct request *rq, bool kick_requeue_list)
{
	struct request_queue *q = rq->q;

	blk_mq_take_back(rq);
	BUG_ON(blk_queued_rq(rq));
	blk_mq_add_to_requeue_list(rq, true);
	if (kick_requeue_list)
		blk_mq_kick_requeue_list(q);
}
EXPORT_SYMBOL(blk_mq_requeue_request);

void blk_mq_add_to_requeue_list(struct request *rq, bool at_head)
{
	struct request_queue *q = rq->q;
	unsigned long flags;

	spin_lock_irqsave(&q->requeue_lock, flags);
	if (at_head)
		rq->cmd_flags |= REQ_SOFTBARRIER;
	list_add_tail(&rq->queuelist, &q->requeue_list);
	spin_unlock_irqrestore(&q->requeue_lock, flags);
}

void blk_mq_kick_requeue_list(struct request_queue *q)
{
	blk_mq_delay_kick_requeue_list(q, 0);
}
EXPORT_SYMBOL(blk_mq_kick_requeue_list);

void blk_mq_delay_kick_requeue_list(struct request_queue *q, unsigned long msecs)
{
	kblockd_schedule_delayed_work(q, &q->requeue_work, msecs_to_jiffies(msecs));
}
EXPORT_SYMBOL(blk_mq_delay_kick_requeue_list);

/* Of those with SOFTBARRIER the last that came is issued first, as with blk_requeue_request(). */
void blk_mq_requeue_work(struct work_struct *work)
{
	struct request_queue *q = container_of(work, struct request_queue, requeue_work.work);
	LIST_HEAD(list);

	spin_lock_irq(&q->requeue_lock);
	list_splice_init(&q->requeue_list, &list);
	spin_unlock_irq(&q->requeue_lock);
	while (!list_empty(&list)) {
		struct request *rq = list_entry_rq(list.next);
		bool at_head = rq->cmd_flags & REQ_SOFTBARRIER;

		rq->cmd_flags &= ~REQ_SOFTBARRIER;
		list_del_init(&rq->queuelist);
		blk_mq_insert_dispatch(rq, at_head);
	}
	blk_mq_run_hw_queues(q, false);
}
