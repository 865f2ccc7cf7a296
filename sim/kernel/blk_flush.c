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
 * the queue lock. After block/blk-flush.c of 3.7.
 */
#include <linux/blkdev.h>
#include <linux/jiffies.h>
#include <linux/string.h>

#include "blk.h"

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

static bool blk_kick_flush(struct request_queue *q);

void blk_flush_init_queue(struct request_queue *q)
{
	INIT_LIST_HEAD(&q->flush_queue[0]);
	INIT_LIST_HEAD(&q->flush_queue[1]);
	INIT_LIST_HEAD(&q->flush_data_in_flight);
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
	struct request_queue *q = rq->q;
	struct list_head *pending = &q->flush_queue[q->flush_pending_idx];
	bool queued = false;

	BUG_ON(rq->flush.seq & seq);
	rq->flush.seq |= seq;
	switch (error ? REQ_FSEQ_DONE : blk_flush_cur_seq(rq)) {
	case REQ_FSEQ_PREFLUSH:
	case REQ_FSEQ_POSTFLUSH:
		if (list_empty(pending))
			q->flush_pending_since = jiffies;
		list_move_tail(&rq->flush.list, pending);
		break;
	case REQ_FSEQ_DATA:
		list_move_tail(&rq->flush.list, &q->flush_data_in_flight);
		list_add(&rq->queuelist, &q->queue_head);
		queued = true;
		break;
	case REQ_FSEQ_DONE:
		blk_flush_finish(rq, error);
		break;
	default:
		BUG();
	}
	return blk_kick_flush(q) || queued;
}

/*
 * The flush has ended: those it served go on. The queue is run from kblockd, since this is called
 * while a driver ends requests and does not expect its request_fn.
 */
static void flush_end_io(struct request *flush_rq, int error)
{
	struct request_queue *q = flush_rq->q;
	struct request *rq, *n;
	bool queued = false;
	LIST_HEAD(served);

	BUG_ON(q->flush_pending_idx == q->flush_running_idx);
	/* Off the queue first: the next flush, issued below, gathers in this list again. */
	list_splice_init(&q->flush_queue[q->flush_running_idx], &served);
	q->flush_running_idx ^= 1;
	elv_completed_request(q, flush_rq);
	list_for_each_entry_safe(rq, n, &served, flush.list) {
		unsigned int seq = blk_flush_cur_seq(rq);

		BUG_ON(seq != REQ_FSEQ_PREFLUSH && seq != REQ_FSEQ_POSTFLUSH);
		queued |= blk_flush_complete_seq(rq, seq, error);
	}
	if (queued || q->flush_queue_delayed)
		blk_run_queue_async(q);
	q->flush_queue_delayed = false;
}

/* Issues a flush if somebody wants one and C1 to C3 allow it. True if it did. */
static bool blk_kick_flush(struct request_queue *q)
{
	struct list_head *pending = &q->flush_queue[q->flush_pending_idx];
	struct request *flush_rq = &q->flush_rq;
	struct request *first;

	if (q->flush_pending_idx != q->flush_running_idx || list_empty(pending))
		return false;
	if (!list_empty(&q->flush_data_in_flight) &&
	    time_before(jiffies, q->flush_pending_since + FLUSH_PENDING_TIMEOUT))
		return false;
	first = list_first_entry(pending, struct request, flush.list);
	blk_rq_init(q, flush_rq);
	flush_rq->cmd_type = REQ_TYPE_FS;
	flush_rq->cmd_flags = WRITE_FLUSH | REQ_FLUSH_SEQ;
	flush_rq->rq_disk = first->rq_disk;
	flush_rq->end_io = flush_end_io;
	q->flush_pending_idx ^= 1;
	blk_rq_event(SIM_EV_REQUEST_NEW, flush_rq);
	list_add_tail(&flush_rq->queuelist, &q->queue_head);
	return true;
}

static void flush_data_end_io(struct request *rq, int error)
{
	struct request_queue *q = rq->q;

	rq->flush.seq |= REQ_FSEQ_SERVED;
	if (blk_flush_complete_seq(rq, REQ_FSEQ_DATA, error))
		blk_run_queue_async(q);
}

void blk_insert_flush(struct request *rq)
{
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
		list_add_tail(&rq->queuelist, &q->queue_head);
		return;
	}
	memset(&rq->flush, 0, sizeof(rq->flush));
	INIT_LIST_HEAD(&rq->flush.list);
	rq->cmd_flags |= REQ_FLUSH_SEQ;
	rq->flush.saved_end_io = rq->end_io;
	rq->end_io = flush_data_end_io;
	blk_flush_complete_seq(rq, REQ_FSEQ_ACTIONS & ~policy, 0);
}
