/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elevator.c - the way of requests through an elevator to the dispatch queue.
 *
 * After block/elevator.c of 3.7. Under the queue lock unless said otherwise.
 */
#include <linux/blkdev.h>
#include <linux/elevator.h>
#include <linux/export.h>

#include "blk.h"

bool elv_rq_merge_ok(struct request *rq, struct bio *bio)
{
	struct elevator_type *type = rq->q->elevator->type;

	if (!blk_rq_merge_ok(rq, bio))
		return false;
	return !type->ops.elevator_allow_merge_fn ||
	       type->ops.elevator_allow_merge_fn(rq->q, rq, bio);
}
EXPORT_SYMBOL(elv_rq_merge_ok);

int elv_merge(struct request_queue *q, struct request **req, struct bio *bio)
{
	struct elevator_type *type = q->elevator->type;
	struct request *rq;

	if (blk_queue_nomerges(q))
		return ELEVATOR_NO_MERGE;
	if (q->last_merge && elv_rq_merge_ok(q->last_merge, bio)) {
		int how = blk_try_merge(q->last_merge, bio);

		if (how != ELEVATOR_NO_MERGE) {
			*req = q->last_merge;
			return how;
		}
	}
	if (blk_queue_noxmerges(q))
		return ELEVATOR_NO_MERGE;
	rq = elv_rqhash_find(q, bio->bi_sector);
	if (rq && elv_rq_merge_ok(rq, bio)) {
		*req = rq;
		return ELEVATOR_BACK_MERGE;
	}
	if (type->ops.elevator_merge_fn)
		return type->ops.elevator_merge_fn(q, req, bio);
	return ELEVATOR_NO_MERGE;
}

void elv_merged_request(struct request_queue *q, struct request *rq, int type)
{
	struct elevator_ops *ops = &q->elevator->type->ops;

	if (ops->elevator_merged_fn)
		ops->elevator_merged_fn(q, rq, type);
	if (type == ELEVATOR_BACK_MERGE)
		elv_rqhash_reposition(q, rq);
	q->last_merge = rq;
}

void elv_merge_requests(struct request_queue *q, struct request *rq, struct request *next)
{
	struct elevator_ops *ops = &q->elevator->type->ops;
	bool sorted = next->cmd_flags & REQ_SORTED;

	if (sorted && ops->elevator_merge_req_fn)
		ops->elevator_merge_req_fn(q, rq, next);
	if (rq->cmd_flags & REQ_SORTED)
		elv_rqhash_reposition(q, rq);
	if (sorted) {
		elv_rqhash_del(q, next);
		q->nr_sorted--;
	}
	q->last_merge = rq;
}

struct request *elv_former_request(struct request_queue *q, struct request *rq)
{
	struct elevator_ops *ops = &q->elevator->type->ops;

	return ops->elevator_former_req_fn ? ops->elevator_former_req_fn(q, rq) : NULL;
}

struct request *elv_latter_request(struct request_queue *q, struct request *rq)
{
	struct elevator_ops *ops = &q->elevator->type->ops;

	return ops->elevator_latter_req_fn ? ops->elevator_latter_req_fn(q, rq) : NULL;
}

/* The elevator gives rq away. */
static void elv_leave_sorted(struct request_queue *q, struct request *rq)
{
	if (q->last_merge == rq)
		q->last_merge = NULL;
	elv_rqhash_del(q, rq);
	q->nr_sorted--;
}

/* In the order of one sweep over the disk, rq belongs before pos. */
static bool elv_sorts_before(struct request_queue *q, struct request *rq, struct request *pos)
{
	bool rq_this_sweep = blk_rq_pos(rq) >= q->end_sector;
	bool pos_this_sweep = blk_rq_pos(pos) >= q->end_sector;

	if (rq_this_sweep != pos_this_sweep)
		return rq_this_sweep;
	return blk_rq_pos(rq) < blk_rq_pos(pos);
}

void elv_dispatch_sort(struct request_queue *q, struct request *rq)
{
	unsigned int stop = REQ_SOFTBARRIER | REQ_STARTED;
	struct list_head *entry;

	elv_leave_sorted(q, rq);
	list_for_each_prev(entry, &q->queue_head) {
		struct request *pos = list_entry_rq(entry);

		if ((rq->cmd_flags & REQ_DISCARD) != (pos->cmd_flags & REQ_DISCARD))
			break;
		if (rq_data_dir(rq) != rq_data_dir(pos) || (pos->cmd_flags & stop))
			break;
		if (!elv_sorts_before(q, rq, pos))
			break;
	}
	list_add(&rq->queuelist, entry);
}
EXPORT_SYMBOL(elv_dispatch_sort);

void elv_dispatch_add_tail(struct request_queue *q, struct request *rq)
{
	elv_leave_sorted(q, rq);
	q->end_sector = rq_end_sector(rq);
	q->boundary_rq = rq;
	list_add_tail(&rq->queuelist, &q->queue_head);
}
EXPORT_SYMBOL(elv_dispatch_add_tail);

void elv_drain_elevator(struct request_queue *q)
{
	while (q->elevator->type->ops.elevator_dispatch_fn(q, 1))
		;
	WARN(q->nr_sorted, "%s: forced dispatching left %u requests behind\n",
	     q->elevator->type->elevator_name, q->nr_sorted);
}

void elv_requeue_request(struct request_queue *q, struct request *rq)
{
	if (blk_account_rq(rq))
		q->in_flight[rq_is_sync(rq)]--;
	rq->cmd_flags &= ~REQ_STARTED;
	__elv_add_request(q, rq, ELEVATOR_INSERT_REQUEUE);
}

void elv_completed_request(struct request_queue *q, struct request *rq)
{
	struct elevator_queue *eq = q->elevator;

	if (!blk_account_rq(rq))
		return;
	q->in_flight[rq_is_sync(rq)]--;
	if ((rq->cmd_flags & REQ_SORTED) && eq->type->ops.elevator_completed_req_fn)
		eq->type->ops.elevator_completed_req_fn(q, rq);
	blk_drain_wake(q);
}

/* Tries to append rq, which comes from a plug, to what the elevator holds. */
static bool elv_attempt_insert_merge(struct request_queue *q, struct request *rq)
{
	bool merged = false;

	if (blk_queue_nomerges(q))
		return false;
	if (q->last_merge && blk_attempt_req_merge(q, q->last_merge, rq))
		return true;
	if (blk_queue_noxmerges(q))
		return false;
	for (;;) {
		struct request *prev = elv_rqhash_find(q, blk_rq_pos(rq));

		if (!prev || !blk_attempt_req_merge(q, prev, rq))
			return merged;
		/* It may have closed a gap. */
		merged = true;
		rq = prev;
	}
}

/* Into the elevator. */
static void elv_insert_sort(struct request_queue *q, struct request *rq)
{
	BUG_ON(rq->cmd_type != REQ_TYPE_FS);
	rq->cmd_flags |= REQ_SORTED;
	q->nr_sorted++;
	if (rq_mergeable(rq)) {
		elv_rqhash_add(q, rq);
		if (!q->last_merge)
			q->last_merge = rq;
	}
	q->elevator->type->ops.elevator_add_req_fn(q, rq);
}

/* A barrier bounds the sweep of elv_dispatch_sort(); what bypasses the elevator cannot be sorted. */
static int elv_where(struct request_queue *q, struct request *rq, int where)
{
	if (rq->cmd_flags & REQ_SOFTBARRIER) {
		if (rq->cmd_type == REQ_TYPE_FS || (rq->cmd_flags & REQ_DISCARD)) {
			q->end_sector = rq_end_sector(rq);
			q->boundary_rq = rq;
		}
		return where;
	}
	if (!(rq->cmd_flags & REQ_ELVPRIV) &&
	    (where == ELEVATOR_INSERT_SORT || where == ELEVATOR_INSERT_SORT_MERGE))
		return ELEVATOR_INSERT_BACK;
	return where;
}

void __elv_add_request(struct request_queue *q, struct request *rq, int where)
{
	rq->q = q;
	where = elv_where(q, rq, where);
	if (where == ELEVATOR_INSERT_SORT_MERGE && elv_attempt_insert_merge(q, rq))
		return;
	if (where != ELEVATOR_INSERT_REQUEUE)
		blk_rq_event(SIM_EV_REQUEST_NEW, rq);

	switch (where) {
	case ELEVATOR_INSERT_REQUEUE:
	case ELEVATOR_INSERT_FRONT:
		rq->cmd_flags |= REQ_SOFTBARRIER;
		list_add(&rq->queuelist, &q->queue_head);
		break;
	case ELEVATOR_INSERT_BACK:
		rq->cmd_flags |= REQ_SOFTBARRIER;
		elv_drain_elevator(q);
		list_add_tail(&rq->queuelist, &q->queue_head);
		/* The drain may have put what the elevator held back before this request, and who
		 * adds to a queue that is not empty need not run it. */
		__blk_run_queue(q);
		break;
	case ELEVATOR_INSERT_SORT_MERGE:
	case ELEVATOR_INSERT_SORT:
		elv_insert_sort(q, rq);
		break;
	case ELEVATOR_INSERT_FLUSH:
		rq->cmd_flags |= REQ_SOFTBARRIER;
		blk_insert_flush(rq);
		break;
	default:
		WARN(1, "%s: bad insertion point %d\n", __func__, where);
	}
	/* On a dead queue only the drain takes requests out of the elevator. */
	blk_drain_wake(q);
}
EXPORT_SYMBOL(__elv_add_request);

void elv_add_request(struct request_queue *q, struct request *rq, int where)
{
	unsigned long flags;

	spin_lock_irqsave(q->queue_lock, flags);
	__elv_add_request(q, rq, where);
	spin_unlock_irqrestore(q->queue_lock, flags);
}
EXPORT_SYMBOL(elv_add_request);
