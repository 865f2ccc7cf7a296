/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_merge.c - making one request of neighbouring bios and requests.
 *
 * After block/blk-merge.c of 3.7. Under the queue lock, or on requests that only their task's plug
 * knows.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/jiffies.h>

#include "blk.h"

/* The most sectors a request of rq's type may have. */
static unsigned int blk_max_sectors(struct request *rq)
{
	if (rq->cmd_type == REQ_TYPE_BLOCK_PC)
		return queue_max_hw_sectors(rq->q);
	return queue_max_sectors(rq->q);
}

/* rq is full: nothing is tried on it any more. One that only a plug knows cannot be in the cache,
 * which must not be looked at without the lock. */
static void blk_rq_close(struct request_queue *q, struct request *rq)
{
	rq->cmd_flags |= REQ_NOMERGE;
	if ((rq->cmd_flags & REQ_SORTED) && rq == q->last_merge)
		q->last_merge = NULL;
}

/* Room for bio in rq, in sectors and in segments; takes the segments. */
static bool blk_rq_take_bio(struct request_queue *q, struct request *rq, struct bio *bio)
{
	unsigned int segments = rq->nr_phys_segments + bio_phys_segments(q, bio);

	if (blk_rq_sectors(rq) + bio_sectors(bio) > blk_max_sectors(rq) ||
	    segments > queue_max_segments(q)) {
		blk_rq_close(q, rq);
		return false;
	}
	rq->nr_phys_segments = segments;
	return true;
}

bool blk_rq_merge_ok(struct request *rq, struct bio *bio)
{
	if (!rq_mergeable(rq) || (bio->bi_rw & REQ_NOMERGE_FLAGS))
		return false;
	if ((bio->bi_rw & REQ_DISCARD) != (rq->cmd_flags & REQ_DISCARD))
		return false;
	if (bio_data_dir(bio) != rq_data_dir(rq))
		return false;
	/* The kernel mixes them, with a request that stops being one kind in its middle. */
	if ((bio->bi_rw & REQ_FAILFAST_MASK) != (rq->cmd_flags & REQ_FAILFAST_MASK))
		return false;
	return rq->rq_disk == bio->bi_bdev->bd_disk && !rq->special;
}

int blk_try_merge(struct request *rq, struct bio *bio)
{
	if (rq_end_sector(rq) == bio->bi_sector)
		return ELEVATOR_BACK_MERGE;
	if (blk_rq_pos(rq) == bio_end_sector(bio))
		return ELEVATOR_FRONT_MERGE;
	return ELEVATOR_NO_MERGE;
}

/* The better of two priorities; none counts as the best effort class's middle. */
static unsigned short ioprio_better(unsigned short a, unsigned short b)
{
	if (!ioprio_valid(a))
		a = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, IOPRIO_NORM);
	if (!ioprio_valid(b))
		b = IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, IOPRIO_NORM);
	return min(a, b);
}

bool bio_attempt_back_merge(struct request_queue *q, struct request *rq, struct bio *bio)
{
	if (!blk_rq_take_bio(q, rq, bio))
		return false;
	rq->biotail->bi_next = bio;
	rq->biotail = bio;
	rq->__data_len += bio->bi_size;
	rq->ioprio = ioprio_better(rq->ioprio, bio_prio(bio));
	return true;
}

bool bio_attempt_front_merge(struct request_queue *q, struct request *rq, struct bio *bio)
{
	if (!blk_rq_take_bio(q, rq, bio))
		return false;
	bio->bi_next = rq->bio;
	rq->bio = bio;
	rq->buffer = bio_data(bio);
	rq->__sector = bio->bi_sector;
	rq->__data_len += bio->bi_size;
	rq->ioprio = ioprio_better(rq->ioprio, bio_prio(bio));
	return true;
}

bool blk_attempt_req_merge(struct request_queue *q, struct request *rq, struct request *next)
{
	unsigned int segments = rq->nr_phys_segments + next->nr_phys_segments;
	unsigned int kind = REQ_WRITE | REQ_DISCARD | REQ_FAILFAST_MASK;

	if (!rq_mergeable(rq) || !rq_mergeable(next))
		return false;
	if (rq_end_sector(rq) != blk_rq_pos(next))
		return false;
	if ((rq->cmd_flags & kind) != (next->cmd_flags & kind) || rq->rq_disk != next->rq_disk ||
	    rq->special || next->special)
		return false;
	if (blk_rq_sectors(rq) + blk_rq_sectors(next) > blk_max_sectors(rq) ||
	    segments > queue_max_segments(q))
		return false;

	rq->nr_phys_segments = segments;
	if (time_after(rq->start_time, next->start_time))
		rq->start_time = next->start_time;
	rq->biotail->bi_next = next->bio;
	rq->biotail = next->biotail;
	rq->__data_len += blk_rq_bytes(next);
	rq->ioprio = ioprio_better(rq->ioprio, next->ioprio);
	elv_merge_requests(q, rq, next);
	next->bio = NULL;
	if (next->cmd_flags & REQ_SORTED)
		blk_rq_event_unserved(next, 0);
	__blk_put_request(q, next);
	return true;
}

bool attempt_back_merge(struct request_queue *q, struct request *rq)
{
	struct request *next = elv_latter_request(q, rq);

	return next && blk_attempt_req_merge(q, rq, next);
}

bool attempt_front_merge(struct request_queue *q, struct request *rq)
{
	struct request *prev = elv_former_request(q, rq);

	return prev && blk_attempt_req_merge(q, prev, rq);
}
