/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_flush.c - REQ_FLUSH and REQ_FUA taken apart into what the device can do.
 *
 * A request with REQ_FLUSH or REQ_FUA becomes up to three steps: PREFLUSH, DATA, POSTFLUSH. A
 * device without a volatile cache needs DATA alone, one with FUA no POSTFLUSH. Requests whose next
 * step is a flush wait in flush_queue[flush_pending_idx]; one flush (flush_rq) then serves all of
 * them. It is issued when
 *
 *   C1  no other flush is in flight,
 *   C2  no DATA step is in flight: its end will probably add to those who want a flush, or
 *   C3  the oldest has waited for longer than FLUSH_PENDING_TIMEOUT.
 *
 * When it is issued the two indices part, and new ones gather in the other list. Everything under
 * the queue lock, or with blk-mq, where each hardware queue has a state of its own, under fq->lock.
 * After block/blk-flush.c of 3.7 and 4.x.
 */
#include <linux/blkdev.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk_mq.h"

/* Steps, in flush.seq: those that are done or not needed. */
enum {
	REQ_FSEQ_PREFLUSH = 1 << 0,
	REQ_FSEQ_DATA = 1 << 1,
	REQ_FSEQ_POSTFLUSH = 1 << 2,
	REQ_FSEQ_DONE = 1 << 3,
	REQ_FSEQ_ACTIONS = REQ_FSEQ_PREFLUSH | REQ_FSEQ_DATA | REQ_FSEQ_POSTFLUSH,
	/* The DATA step has been served by the driver, which the rules have been told. */
	REQ_FSEQ_SERVED = 1 << 4,
};

#define FLUSH_PENDING_TIMEOUT (5 * HZ)

static bool blk_kick_flush(struct request_queue *q, struct blk_flush_queue *fq);

struct blk_flush_queue *blk_alloc_flush_queue(unsigned int cmd_size)
{
	struct blk_flush_queue *fq = kzalloc(sizeof(*fq), GFP_KERNEL);

	if (!fq)
		return NULL;
	fq->flush_rq = kzalloc(sizeof(*fq->flush_rq) + cmd_size, GFP_KERNEL);
	if (!fq->flush_rq) {
		kfree(fq);
		return NULL;
	}
	spin_lock_init(&fq->lock);
	INIT_LIST_HEAD(&fq->queue[0]);
	INIT_LIST_HEAD(&fq->queue[1]);
	INIT_LIST_HEAD(&fq->data_in_flight);
	return fq;
}

void blk_free_flush_queue(struct blk_flush_queue *fq)
{
	if (!fq)
		return;
	kfree(fq->flush_rq);
	kfree(fq);
}

static struct blk_flush_queue *blk_get_flush_queue(struct request *rq)
{
	return rq->q->mq_ops ? rq->mq_hctx->fq : rq->q->fq;
}

/* Puts rq where it is issued from. True if the caller has to run the queue. */
static bool blk_flush_queue_rq(struct request *rq, bool at_head)
{
	if (rq->q->mq_ops) {
		blk_mq_add_to_requeue_list(rq, at_head);
		blk_mq_kick_requeue_list(rq->q);
		return false;
	}
	if (at_head)
		list_add(&rq->queuelist, &rq->q->queue_head);
	else
		list_add_tail(&rq->queuelist, &rq->q->queue_head);
	return true;
}

/* The steps that rq needs on a device with these flags. */
static unsigned int blk_flush_policy(unsigned int fflags, struct request *rq)
{
	unsigned int policy = 0;

	if (blk_rq_sectors(rq))
		policy |= REQ_FSEQ_DATA;
	if (fflags & REQ_FLUSH) {
		if (rq->cmd_flags & REQ_FLUSH)
			policy |= REQ_FSEQ_PREFLUSH;
		if (!(fflags & REQ_FUA) && (rq->cmd_flags & REQ_FUA))
			policy |= REQ_FSEQ_POSTFLUSH;
	}
	return policy;
}

/* The first step that is left. */
static unsigned int blk_flush_cur_seq(struct request *rq)
{
	unsigned int left = ~rq->flush.seq & (REQ_FSEQ_ACTIONS | REQ_FSEQ_DONE);

	return left & -left;
}

/* All steps are done, or one has failed: rq ends like any other. */
static void blk_flush_finish(struct request *rq, int error)
{
	bool served = rq->flush.seq & REQ_FSEQ_SERVED;

	BUG_ON(!list_empty(&rq->queuelist));
	list_del_init(&rq->flush.list);
	/* The DATA step took the bio away but did not end it. */
	rq->bio = rq->biotail;
	rq->cmd_flags &= ~REQ_FLUSH_SEQ;
	rq->end_io = rq->flush.saved_end_io;
	if (!served)
		blk_rq_event_unserved(rq, error);
	blk_end_unserved(rq, error);
}

/*
 * The steps in seq are done: on to the next. True if something was put into the dispatch queue,
 * which the caller has to get going. rq may be gone behind it.
 */
static bool blk_flush_complete_seq(struct request *rq, unsigned int seq, int error)
{
	struct blk_flush_queue *fq = blk_get_flush_queue(rq);
	struct list_head *pending = &fq->queue[fq->pending_idx];
	struct request_queue *q = rq->q;
	bool queued = false;

	BUG_ON(rq->flush.seq & seq);
	rq->flush.seq |= seq;
	switch (error ? REQ_FSEQ_DONE : blk_flush_cur_seq(rq)) {
	case REQ_FSEQ_PREFLUSH:
	case REQ_FSEQ_POSTFLUSH:
		if (list_empty(pending))
			fq->pending_since = jiffies;
		list_move_tail(&rq->flush.list, pending);
		break;
	case REQ_FSEQ_DATA:
		list_move_tail(&rq->flush.list, &fq->data_in_flight);
		queued = blk_flush_queue_rq(rq, true);
		break;
	case REQ_FSEQ_DONE:
		blk_flush_finish(rq, error);
		break;
	default:
		BUG();
	}
	return blk_kick_flush(q, fq) || queued;
}

/*
 * The flush has ended: those it served go on. The queue is run from kblockd, since this is called
 * while a driver ends requests and does not expect its request_fn.
 */
static void blk_flush_served(struct request *flush_rq, struct blk_flush_queue *fq, int error)
{
	struct request_queue *q = flush_rq->q;
	struct request *rq, *n;
	bool queued = false;
	LIST_HEAD(served);

	BUG_ON(fq->pending_idx == fq->running_idx);
	/* Off the queue first: the next flush, issued below, gathers in this list again. */
	list_splice_init(&fq->queue[fq->running_idx], &served);
	fq->running_idx ^= 1;
	if (!q->mq_ops)
		elv_completed_request(q, flush_rq);
	list_for_each_entry_safe(rq, n, &served, flush.list) {
		unsigned int seq = blk_flush_cur_seq(rq);

		BUG_ON(seq != REQ_FSEQ_PREFLUSH && seq != REQ_FSEQ_POSTFLUSH);
		queued |= blk_flush_complete_seq(rq, seq, error);
	}
	if (queued || fq->queue_delayed)
		blk_run_queue_async(q);
	fq->queue_delayed = false;
}

static void flush_end_io(struct request *flush_rq, int error)
{
	blk_flush_served(flush_rq, flush_rq->q->fq, error);
}

static void mq_flush_end_io(struct request *flush_rq, int error)
{
	struct blk_flush_queue *fq = flush_rq->mq_hctx->fq;
	unsigned long flags;

	spin_lock_irqsave(&fq->lock, flags);
	blk_flush_served(flush_rq, fq, error);
	spin_unlock_irqrestore(&fq->lock, flags);
}

/* Issues a flush if somebody wants one and C1 to C3 allow it. True if it did. */
static bool blk_kick_flush(struct request_queue *q, struct blk_flush_queue *fq)
{
	struct list_head *pending = &fq->queue[fq->pending_idx];
	struct request *flush_rq = fq->flush_rq;
	struct request *first;

	if (fq->pending_idx != fq->running_idx || list_empty(pending))
		return false;
	if (!list_empty(&fq->data_in_flight) &&
	    time_before(jiffies, fq->pending_since + FLUSH_PENDING_TIMEOUT))
		return false;
	first = list_first_entry(pending, struct request, flush.list);
	blk_rq_init(q, flush_rq);
	flush_rq->cmd_type = REQ_TYPE_FS;
	flush_rq->cmd_flags = WRITE_FLUSH | REQ_FLUSH_SEQ;
	flush_rq->rq_disk = first->rq_disk;
	flush_rq->end_io = q->mq_ops ? mq_flush_end_io : flush_end_io;
	if (q->mq_ops) {
		/* The first one stands for it: its tag, its CPU. */
		flush_rq->tag = first->tag;
		flush_rq->cpu = first->cpu;
		flush_rq->mq_ctx = first->mq_ctx;
		flush_rq->mq_hctx = first->mq_hctx;
		WRITE_ONCE(flush_rq->mq_state, MQ_RQ_IDLE);
	}
	fq->pending_idx ^= 1;
	blk_rq_event(SIM_EV_REQUEST_NEW, flush_rq);
	return blk_flush_queue_rq(flush_rq, false);
}

static void flush_data_end_io(struct request *rq, int error)
{
	struct request_queue *q = rq->q;

	rq->flush.seq |= REQ_FSEQ_SERVED;
	if (blk_flush_complete_seq(rq, REQ_FSEQ_DATA, error))
		blk_run_queue_async(q);
}

static void mq_flush_data_end_io(struct request *rq, int error)
{
	struct blk_flush_queue *fq = rq->mq_hctx->fq;
	unsigned long flags;

	spin_lock_irqsave(&fq->lock, flags);
	rq->flush.seq |= REQ_FSEQ_SERVED;
	WRITE_ONCE(rq->mq_state, MQ_RQ_IDLE);
	blk_flush_complete_seq(rq, REQ_FSEQ_DATA, error);
	spin_unlock_irqrestore(&fq->lock, flags);
}

void blk_insert_flush(struct request *rq)
{
	struct blk_flush_queue *fq = blk_get_flush_queue(rq);
	struct request_queue *q = rq->q;
	unsigned int fflags = READ_ONCE(q->flush_flags);
	unsigned int policy = blk_flush_policy(fflags, rq);

	/* What is left for the driver to see on the DATA step. */
	rq->cmd_flags &= ~REQ_FLUSH;
	if (!(fflags & REQ_FUA))
		rq->cmd_flags &= ~REQ_FUA;
	if (!policy) {
		blk_rq_event_unserved(rq, 0);
		blk_end_unserved(rq, 0);
		return;
	}
	BUG_ON(rq->bio != rq->biotail);
	if (policy == REQ_FSEQ_DATA) {
		if (q->mq_ops)
			blk_mq_issue(rq, true);
		else
			list_add_tail(&rq->queuelist, &q->queue_head);
		return;
	}
	memset(&rq->flush, 0, sizeof(rq->flush));
	INIT_LIST_HEAD(&rq->flush.list);
	rq->cmd_flags |= REQ_FLUSH_SEQ;
	rq->flush.saved_end_io = rq->end_io;
	rq->end_io = q->mq_ops ? mq_flush_data_end_io : flush_data_end_io;
	if (q->mq_ops)
		spin_lock_irq(&fq->lock);
	blk_flush_complete_seq(rq, REQ_FSEQ_ACTIONS & ~policy, 0);
	if (q->mq_ops)
		spin_unlock_irq(&fq->lock);
}
