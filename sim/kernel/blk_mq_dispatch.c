/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_dispatch.c - lists of requests that wait, and giving requests to the driver.
 *
 * After block/blk-mq.c and blk-mq-sched.c of 4.x without elevators. What the driver could not take
 * waits in hctx->dispatch and is issued before what waits in the CPUs' software queues.
 */
#include <linux/export.h>

#include "blk_mq.h"

/* ---- lists ----------------------------------------------------------------------------------- */

/* Stores that hctx_has_pending() looks at without the lock. */
static void list_request(struct request *rq, struct list_head *list, bool at_head)
{
	sim_event(SIM_EV_REQUEST_INSERT, rq, blk_rq_pos(rq), 0);
	if (at_head)
		list_add_visible(&rq->queuelist, list);
	else
		list_add_tail_visible(&rq->queuelist, list);
}

void blk_mq_insert_request(struct request *rq, bool at_head)
{
	struct blk_mq_ctx *ctx = rq->mq_ctx;

	spin_lock(&ctx->lock);
	list_request(rq, &ctx->rq_list, at_head);
	set_bit(ctx->index_hw, &ctx->hctx->ctx_map);
	spin_unlock(&ctx->lock);
}

void blk_mq_insert_dispatch(struct request *rq, bool at_head)
{
	struct blk_mq_hw_ctx *hctx = rq->mq_hctx;

	spin_lock(&hctx->lock);
	list_request(rq, &hctx->dispatch, at_head);
	spin_unlock(&hctx->lock);
}

/* What the driver did not take, in its order, behind what somebody else has put there meanwhile. */
static void give_back(struct blk_mq_hw_ctx *hctx, struct list_head *list)
{
	struct request *rq, *n;

	spin_lock(&hctx->lock);
	list_for_each_entry_safe (rq, n, list, queuelist) {
		list_del_init(&rq->queuelist);
		list_request(rq, &hctx->dispatch, false);
	}
	spin_unlock(&hctx->lock);
}

/* All that waits in the software queues, CPU by CPU. */
static void take_ctxs(struct blk_mq_hw_ctx *hctx, struct list_head *list)
{
	unsigned long pending = READ_ONCE(hctx->ctx_map);
	unsigned int i;

	for_each_set_bit(i, &pending, hctx->nr_ctx)
	{
		struct blk_mq_ctx *ctx = hctx->ctxs[i];

		spin_lock(&ctx->lock);
		list_splice_tail_init(&ctx->rq_list, list);
		clear_bit(i, &hctx->ctx_map);
		spin_unlock(&ctx->lock);
	}
}

/* ---- to the driver --------------------------------------------------------------------------- */

/* Inside a reader's section. BLK_MQ_RQ_QUEUE_*; if it is one of the busy ones rq is the caller's. */
static int give_driver(struct blk_mq_hw_ctx *hctx, struct request *rq, bool last)
{
	const struct blk_mq_queue_data bd = { .rq = rq, .last = last };
	int ret = hctx->queue->mq_ops->queue_rq(hctx, &bd);

	switch (ret) {
	case BLK_MQ_RQ_QUEUE_OK:
		break;
	case BLK_MQ_RQ_QUEUE_BUSY:
	case BLK_MQ_RQ_QUEUE_DEV_BUSY:
		blk_mq_take_back(rq);
		break;
	default:
		WARN_ON(ret != BLK_MQ_RQ_QUEUE_ERROR);
		blk_mq_end_refused(rq);
	}
	return ret;
}

/* Requests were listed since the driver said it was busy. If it has stopped the queue and started it
 * again before they were, nobody else would run it. */
static void run_busy(struct blk_mq_hw_ctx *hctx, int ret)
{
	if (ret == BLK_MQ_RQ_QUEUE_DEV_BUSY)
		blk_mq_run_hw_queue(hctx, true);
	else
		blk_mq_delay_run_hw_queue(hctx, BLK_MQ_BUSY_DELAY_MS);
}

static bool is_busy(int ret)
{
	return ret == BLK_MQ_RQ_QUEUE_BUSY || ret == BLK_MQ_RQ_QUEUE_DEV_BUSY;
}

static void commit(struct blk_mq_hw_ctx *hctx)
{
	if (hctx->queue->mq_ops->commit_rqs)
		hctx->queue->mq_ops->commit_rqs(hctx);
}

/* False if the driver did not take all; the rest is back in the dispatch list. */
static bool dispatch_list(struct blk_mq_hw_ctx *hctx, struct list_head *list)
{
	bool told = true; /* the driver was told of what it has */
	int ret = BLK_MQ_RQ_QUEUE_OK;

	while (!list_empty(list)) {
		struct request *rq = list_entry_rq(list->next);
		bool last = list_is_singular(list);

		list_del_init(&rq->queuelist);
		ret = give_driver(hctx, rq, last);
		if (is_busy(ret)) {
			list_add(&rq->queuelist, list);
			break;
		}
		if (ret == BLK_MQ_RQ_QUEUE_OK)
			told = last;
	}
	if (!told)
		commit(hctx);
	if (list_empty(list))
		return true;
	give_back(hctx, list);
	run_busy(hctx, ret);
	return false;
}

static void dispatch_all(struct blk_mq_hw_ctx *hctx)
{
	LIST_HEAD(list);

	spin_lock(&hctx->lock);
	list_splice_init(&hctx->dispatch, &list);
	spin_unlock(&hctx->lock);
	if (!dispatch_list(hctx, &list))
		return;
	take_ctxs(hctx, &list);
	dispatch_list(hctx, &list);
}

void blk_mq_dispatch(struct blk_mq_hw_ctx *hctx)
{
	rcu_read_lock();
	if (!blk_mq_held_back(hctx))
		dispatch_all(hctx);
	rcu_read_unlock();
}

/* What is held back waits in its software queue. The run behind it is for the case that whoever held
 * it back has let go meanwhile ("block: fix missing dispatching request when queue is started or
 * unquiesced", 6.13). */
bool blk_mq_issue(struct request *rq, bool last)
{
	struct blk_mq_hw_ctx *hctx = rq->mq_hctx;
	bool held_back;
	int ret = BLK_MQ_RQ_QUEUE_OK;

	rcu_read_lock();
	held_back = blk_mq_held_back(hctx);
	if (held_back) {
		blk_mq_insert_request(rq, false);
		blk_mq_run_hw_queue(hctx, false);
	} else {
		ret = give_driver(hctx, rq, last);
		if (is_busy(ret)) {
			blk_mq_insert_dispatch(rq, false);
			run_busy(hctx, ret);
		}
	}
	rcu_read_unlock();
	return !held_back && ret == BLK_MQ_RQ_QUEUE_OK;
}

/* ---- what a task has plugged ----------------------------------------------------------------- */

/* Takes the requests of the first one's hardware queue off the plug, in their order. */
static struct blk_mq_hw_ctx *take_plugged(struct list_head *from, struct list_head *list)
{
	struct blk_mq_hw_ctx *hctx = list_entry_rq(from->next)->mq_hctx;
	struct request *rq, *n;

	list_for_each_entry_safe (rq, n, from, queuelist)
		if (rq->mq_hctx == hctx)
			list_move_tail(&rq->queuelist, list);
	return hctx;
}

/* One after the other to the driver; what follows one that it did not take is listed with it. */
static void issue_plugged(struct blk_mq_hw_ctx *hctx, struct list_head *list)
{
	bool told = true;

	while (!list_empty(list)) {
		struct request *rq = list_entry_rq(list->next);
		bool last = list_is_singular(list);

		list_del_init(&rq->queuelist);
		if (!blk_mq_issue(rq, last))
			break;
		told = last;
	}
	if (!told)
		commit(hctx);
}

/* The task is about to sleep: the driver is called from kblockd. */
static void insert_plugged(struct blk_mq_hw_ctx *hctx, struct list_head *list, bool async)
{
	while (!list_empty(list)) {
		struct request *rq = list_entry_rq(list->next);

		list_del_init(&rq->queuelist);
		blk_mq_insert_request(rq, false);
	}
	blk_mq_run_hw_queue(hctx, async);
}

void blk_mq_flush_plug_list(struct blk_plug *plug, bool from_schedule)
{
	LIST_HEAD(plugged);

	list_splice_init(&plug->mq_list, &plugged);
	while (!list_empty(&plugged)) {
		struct blk_mq_hw_ctx *hctx;
		LIST_HEAD(list);

		hctx = take_plugged(&plugged, &list);
		if (!from_schedule)
			issue_plugged(hctx, &list);
		if (!list_empty(&list))
			insert_plugged(hctx, &list, from_schedule);
	}
}

void blk_mq_execute(struct request *rq, bool at_head)
{
	struct blk_mq_hw_ctx *hctx = rq->mq_hctx;

	blk_rq_event(SIM_EV_REQUEST_NEW, rq);
	blk_mq_insert_request(rq, at_head);
	blk_mq_run_hw_queue(hctx, false);
}
