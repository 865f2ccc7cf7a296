/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_fetch.c - a driver taking requests off its queue, and putting them back.
 *
 * Everything under the queue lock. After block/blk-core.c of 3.7.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/printk.h>

#include "blk.h"

/* The head of the dispatch queue, refilled by the elevator. */
static struct request *elv_next_request(struct request_queue *q)
{
	while (list_empty(&q->queue_head)) {
		/*
		 * A device that takes nothing else during a flush would only give it back: hold the
		 * queue until the flush has ended.
		 */
		if (q->fq->pending_idx != q->fq->running_idx && !queue_flush_queueable(q)) {
			q->fq->queue_delayed = true;
			return NULL;
		}
		if (unlikely(blk_queue_dead(q)) ||
		    !q->elevator->type->ops.elevator_dispatch_fn(q, 0))
			return NULL;
	}
	return list_entry_rq(q->queue_head.next);
}

/* Runs the driver's preparation. BLKPREP_*. */
static int blk_prep(struct request_queue *q, struct request *rq)
{
	if ((rq->cmd_flags & REQ_DONTPREP) || !q->prep_rq_fn)
		return BLKPREP_OK;
	return q->prep_rq_fn(q, rq);
}

struct request *blk_peek_request(struct request_queue *q)
{
	struct request *rq;
	int ret;

	while ((rq = elv_next_request(q)) != NULL) {
		/* Seen by the driver: what comes later must not pass it any more. */
		rq->cmd_flags |= REQ_STARTED;
		if (!q->boundary_rq || q->boundary_rq == rq) {
			q->end_sector = rq_end_sector(rq);
			q->boundary_rq = NULL;
		}
		ret = blk_prep(q, rq);
		if (ret == BLKPREP_OK)
			return rq;
		if (ret == BLKPREP_DEFER)
			return NULL;
		if (WARN_ON(ret != BLKPREP_KILL))
			return NULL;
		rq->cmd_flags |= REQ_QUIET;
		blk_start_request(rq);
		__blk_end_request_all(rq, -EIO);
	}
	return NULL;
}
EXPORT_SYMBOL(blk_peek_request);

static void blk_dequeue_request(struct request *rq)
{
	BUG_ON(list_empty(&rq->queuelist));
	BUG_ON(!hlist_unhashed(&rq->hash));
	list_del_init(&rq->queuelist);
	if (blk_account_rq(rq))
		rq->q->in_flight[rq_is_sync(rq)]++;
}

void blk_start_request(struct request *rq)
{
	blk_rq_event(SIM_EV_REQUEST_START, rq);
	blk_dequeue_request(rq);
	rq->resid_len = blk_rq_bytes(rq);
}
EXPORT_SYMBOL(blk_start_request);

struct request *blk_fetch_request(struct request_queue *q)
{
	struct request *rq = blk_peek_request(q);

	if (rq)
		blk_start_request(rq);
	return rq;
}
EXPORT_SYMBOL(blk_fetch_request);

void blk_requeue_request(struct request_queue *q, struct request *rq)
{
	blk_rq_event(SIM_EV_REQUEST_REQUEUE, rq);
	BUG_ON(blk_queued_rq(rq));
	elv_requeue_request(q, rq);
}
EXPORT_SYMBOL(blk_requeue_request);
