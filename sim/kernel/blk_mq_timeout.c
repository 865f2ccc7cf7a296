/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_timeout.c - requests that stay with the driver for too long.
 *
 * The timer is a watchdog: it goes off when nothing else can happen any more, which is what half a
 * minute means to a device. It finds a request that was lost, and what then moves counts as rescued.
 * Without a timeout() of the driver the kernel only looks, and sets the timer again: no timer then.
 */
#include <linux/jiffies.h>

#include "blk_mq.h"

#define RQ_TIMEOUT_DEFAULT (30 * HZ)

static void timer_fires(void *arg)
{
	struct request_queue *q = arg;

	kblockd_schedule_work(q, &q->timeout_work);
}

static void arm(struct request_queue *q)
{
	sim_timer_arm(&q->timeout_timer, jiffies_to_nsecs(q->rq_timeout), SIM_TIMER_WATCHDOG,
		      timer_fires, q);
}

void blk_mq_add_timer(struct request *rq)
{
	struct request_queue *q = rq->q;

	if (!q->mq_ops->timeout)
		return;
	WRITE_ONCE(rq->deadline, jiffies + (rq->timeout ? rq->timeout : q->rq_timeout));
	if (!sim_timer_pending(&q->timeout_timer))
		arm(q);
}

/* With a reference to a request that is in use. True if it is with the driver. */
static bool check_request(struct request_queue *q, struct request *rq)
{
	if (rq->q != q || !blk_mq_request_started(rq))
		return false;
	if (time_before(jiffies, READ_ONCE(rq->deadline)))
		return true;
	switch (q->mq_ops->timeout(rq, false)) {
	case BLK_EH_RESET_TIMER:
		blk_mq_add_timer(rq);
		return true;
	case BLK_EH_HANDLED:
		blk_mq_complete_timed_out(rq);
		break;
	default:
		break;
	}
	return false;
}

static bool check_tags(struct request_queue *q, struct blk_mq_tags *tags)
{
	bool some = false;
	unsigned int tag;

	for (tag = 0; tag < tags->nr_tags; tag++) {
		struct request *rq = tags->static_rqs[tag];

		if (!refcount_inc_not_zero(&rq->mq_ref))
			continue;
		smp_mb__after_atomic(); /* what blk_mq_get_request() stored before */
		some |= check_request(q, rq);
		blk_mq_put_request_ref(rq);
	}
	return some;
}

/* A flush of the queue's own has no tag: its timeout is that of the requests behind it. */
static void timeout_work(struct work_struct *work)
{
	struct request_queue *q = container_of(work, struct request_queue, timeout_work);
	struct blk_mq_hw_ctx *hctx;
	bool some = false;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		some |= check_tags(q, hctx->tags);
	if (some && !sim_timer_pending(&q->timeout_timer))
		arm(q);
}

void blk_mq_init_timeout(struct request_queue *q)
{
	q->rq_timeout = q->tag_set->timeout ? q->tag_set->timeout : RQ_TIMEOUT_DEFAULT;
	INIT_WORK(&q->timeout_work, timeout_work);
}

/* No request is left, so the work does not set the timer again. */
void blk_mq_stop_timeout(struct request_queue *q)
{
	sim_timer_cancel_sync(&q->timeout_timer);
	cancel_work_sync(&q->timeout_work);
}
