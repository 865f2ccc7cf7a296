/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * elevator_deadline.c - requests in sector order, in batches, unless one has waited too long.
 *
 * Each direction has its requests twice: sorted by sector, and in order of arrival with a deadline.
 * A batch goes on from the last request to higher sectors. Between batches reads come first, but
 * writes are passed over only writes_starved times; the batch starts at the oldest request if that
 * one is overdue, else where the last one ended. Under the queue lock. After
 * block/deadline-iosched.c of 3.7, with sorted lists where that has trees.
 */
#include <linux/blkdev.h>
#include <linux/elevator.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "blk.h"

#define READ_EXPIRE (HZ / 2) /* jiffies */
#define WRITE_EXPIRE (5 * HZ)
#define WRITES_STARVED 2 /* batches of reads that may pass writes */
#define FIFO_BATCH 16 /* requests in a batch */

struct deadline_data {
	struct list_head sort_list[2]; /* by sector, through sort_list; READ, WRITE */
	struct list_head fifo_list[2]; /* by arrival, through queuelist */
	struct request *next_rq[2]; /* where a batch goes on */
	unsigned int batching; /* requests of this batch so far */
	unsigned int starved; /* times writes were passed over */
};

static struct deadline_data *deadline_of(struct request_queue *q)
{
	return q->elevator->elevator_data;
}

static struct request *deadline_latter_request(struct request_queue *q, struct request *rq)
{
	struct list_head *list = &deadline_of(q)->sort_list[rq_data_dir(rq)];

	if (rq->sort_list.next == list)
		return NULL;
	return list_entry(rq->sort_list.next, struct request, sort_list);
}

static struct request *deadline_former_request(struct request_queue *q, struct request *rq)
{
	struct list_head *list = &deadline_of(q)->sort_list[rq_data_dir(rq)];

	if (rq->sort_list.prev == list)
		return NULL;
	return list_entry(rq->sort_list.prev, struct request, sort_list);
}

/* Behind all requests that begin at the same sector or before. */
static void deadline_sort(struct deadline_data *dd, struct request *rq)
{
	struct list_head *list = &dd->sort_list[rq_data_dir(rq)];
	struct request *pos;

	list_for_each_entry_reverse(pos, list, sort_list) {
		if (blk_rq_pos(pos) <= blk_rq_pos(rq)) {
			list_add(&rq->sort_list, &pos->sort_list);
			return;
		}
	}
	list_add(&rq->sort_list, list);
}

static void deadline_unsort(struct request_queue *q, struct request *rq)
{
	struct deadline_data *dd = deadline_of(q);
	int dir = rq_data_dir(rq);

	if (dd->next_rq[dir] == rq)
		dd->next_rq[dir] = deadline_latter_request(q, rq);
	list_del_init(&rq->sort_list);
}

static void deadline_remove(struct request_queue *q, struct request *rq)
{
	list_del_init(&rq->queuelist);
	deadline_unsort(q, rq);
}

static void deadline_add_request(struct request_queue *q, struct request *rq)
{
	struct deadline_data *dd = deadline_of(q);
	int dir = rq_data_dir(rq);

	deadline_sort(dd, rq);
	rq->fifo_time = jiffies + (dir == READ ? READ_EXPIRE : WRITE_EXPIRE);
	list_add_tail(&rq->queuelist, &dd->fifo_list[dir]);
}

static int deadline_merge(struct request_queue *q, struct request **req, struct bio *bio)
{
	struct list_head *list = &deadline_of(q)->sort_list[bio_data_dir(bio)];
	sector_t end = bio_end_sector(bio);
	struct request *rq;

	list_for_each_entry(rq, list, sort_list) {
		if (blk_rq_pos(rq) < end)
			continue;
		if (blk_rq_pos(rq) > end || !elv_rq_merge_ok(rq, bio))
			break;
		*req = rq;
		return ELEVATOR_FRONT_MERGE;
	}
	return ELEVATOR_NO_MERGE;
}

static void deadline_merged_request(struct request_queue *q, struct request *rq, int type)
{
	if (type != ELEVATOR_FRONT_MERGE)
		return;
	deadline_unsort(q, rq);
	deadline_sort(deadline_of(q), rq);
}

static void deadline_merged_requests(struct request_queue *q, struct request *rq,
				     struct request *next)
{
	/* The earlier deadline, and its place in the line, stand for both. */
	if (time_before(next->fifo_time, rq->fifo_time)) {
		list_move(&rq->queuelist, &next->queuelist);
		rq->fifo_time = next->fifo_time;
	}
	deadline_remove(q, next);
}

static bool deadline_oldest_overdue(struct deadline_data *dd, int dir)
{
	struct request *rq = list_entry_rq(dd->fifo_list[dir].next);

	return !time_before(jiffies, rq->fifo_time);
}

/* The direction of the next batch. */
static int deadline_choose_dir(struct deadline_data *dd)
{
	bool reads = !list_empty(&dd->fifo_list[READ]);
	bool writes = !list_empty(&dd->fifo_list[WRITE]);

	if (reads && !(writes && dd->starved++ >= WRITES_STARVED))
		return READ;
	dd->starved = 0;
	return WRITE;
}

static void deadline_move_request(struct request_queue *q, struct request *rq)
{
	struct deadline_data *dd = deadline_of(q);

	dd->next_rq[READ] = NULL;
	dd->next_rq[WRITE] = NULL;
	dd->next_rq[rq_data_dir(rq)] = deadline_latter_request(q, rq);
	deadline_remove(q, rq);
	elv_dispatch_add_tail(q, rq);
}

static int deadline_dispatch(struct request_queue *q, int force)
{
	struct deadline_data *dd = deadline_of(q);
	struct request *rq = dd->next_rq[WRITE] ? dd->next_rq[WRITE] : dd->next_rq[READ];
	int dir;

	if (!rq || dd->batching >= FIFO_BATCH) {
		if (list_empty(&dd->fifo_list[READ]) && list_empty(&dd->fifo_list[WRITE]))
			return 0;
		dir = deadline_choose_dir(dd);
		rq = dd->next_rq[dir];
		if (!rq || deadline_oldest_overdue(dd, dir))
			rq = list_entry_rq(dd->fifo_list[dir].next);
		dd->batching = 0;
	}
	dd->batching++;
	deadline_move_request(q, rq);
	return 1;
}

static int deadline_init_queue(struct request_queue *q, struct elevator_queue *eq)
{
	struct deadline_data *dd = kzalloc(sizeof(*dd), GFP_KERNEL);
	int dir;

	if (!dd)
		return -ENOMEM;
	for (dir = READ; dir <= WRITE; dir++) {
		INIT_LIST_HEAD(&dd->sort_list[dir]);
		INIT_LIST_HEAD(&dd->fifo_list[dir]);
	}
	eq->elevator_data = dd;
	return 0;
}

static void deadline_exit_queue(struct elevator_queue *eq)
{
	struct deadline_data *dd = eq->elevator_data;

	BUG_ON(!list_empty(&dd->fifo_list[READ]));
	BUG_ON(!list_empty(&dd->fifo_list[WRITE]));
	kfree(dd);
}

struct elevator_type elevator_deadline = {
	.ops = {
		.elevator_merge_fn = deadline_merge,
		.elevator_merged_fn = deadline_merged_request,
		.elevator_merge_req_fn = deadline_merged_requests,
		.elevator_dispatch_fn = deadline_dispatch,
		.elevator_add_req_fn = deadline_add_request,
		.elevator_former_req_fn = deadline_former_request,
		.elevator_latter_req_fn = deadline_latter_request,
		.elevator_init_fn = deadline_init_queue,
		.elevator_exit_fn = deadline_exit_queue,
	},
	.elevator_name = "deadline",
	.list = LIST_HEAD_INIT(elevator_deadline.list),
};
