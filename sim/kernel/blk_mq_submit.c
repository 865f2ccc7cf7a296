/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_submit.c - the way of a bio into a queue with several hardware queues.
 */
#include <linux/err.h>
#include <linux/sched.h>

#include "blk_mq.h"

/* A request that waits in this CPU's software queue takes the bio; the newest first. */
static bool merge_with_listed(struct request_queue *q, struct bio *bio)
{
	struct blk_mq_ctx *ctx = blk_mq_ctx_here(q);
	struct request *rq;
	bool merged = false;

	if (!(q->tag_set->flags & BLK_MQ_F_SHOULD_MERGE) || blk_queue_nomerges(q) ||
	    list_empty(&ctx->rq_list))
		return false;
	spin_lock(&ctx->lock);
	list_for_each_entry_reverse (rq, &ctx->rq_list, queuelist) {
		if (!blk_rq_merge_ok(rq, bio))
			continue;
		switch (blk_try_merge(rq, bio)) {
		case ELEVATOR_BACK_MERGE:
			merged = bio_attempt_back_merge(q, rq, bio);
			break;
		case ELEVATOR_FRONT_MERGE:
			merged = bio_attempt_front_merge(q, rq, bio);
			break;
		default:
			continue;
		}
		break;
	}
	spin_unlock(&ctx->lock);
	return merged;
}

static void plug_request(struct blk_plug *plug, struct request *rq, unsigned int queued)
{
	if (queued >= BLK_MAX_REQUEST_COUNT)
		blk_flush_plug_list(plug, false);
	list_add_tail(&rq->queuelist, &plug->mq_list);
}

void blk_mq_make_request(struct request_queue *q, struct bio *bio)
{
	bool flush = bio->bi_rw & (REQ_FLUSH | REQ_FUA);
	unsigned int queued = 0;
	struct request *rq;

	if (!flush && (blk_attempt_plug_merge(q, bio, &queued) || merge_with_listed(q, bio)))
		return;
	rq = blk_mq_get_request(q, bio->bi_rw & (REQ_WRITE | REQ_SYNC), false);
	if (IS_ERR(rq)) {
		bio_endio(bio, (int)PTR_ERR(rq));
		return;
	}
	blk_init_request_from_bio(rq, bio);
	blk_rq_event(SIM_EV_REQUEST_NEW, rq);

	if (flush)
		blk_insert_flush(rq);
	else if (current->plug)
		plug_request(current->plug, rq, queued);
	else
		blk_mq_issue(rq, true);
}
