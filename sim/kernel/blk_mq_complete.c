/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_complete.c - from the device's interrupt to the CPU that submitted the request.
 */
#include <linux/export.h>
#include <linux/smp.h>

#include "blk_mq.h"

static void complete_here(void *arg)
{
	struct request *rq = arg;

	rq->q->mq_ops->complete(rq);
}

static void complete_request(struct request *rq)
{
	struct request_queue *q = rq->q;
	int cpu = rq->cpu;

	if (!q->mq_ops->complete) {
		blk_mq_end_request(rq, rq->errors);
		return;
	}
	get_cpu();
	if (!test_bit(QUEUE_FLAG_SAME_COMP, &q->queue_flags))
		cpu = smp_processor_id();
	rq->csd.func = complete_here;
	rq->csd.info = rq;
	/* It is under way: this is a second completion, for the rules to see. */
	if (smp_call_function_single_async(cpu, &rq->csd))
		complete_here(rq);
	put_cpu();
}

void blk_mq_complete_request(struct request *rq)
{
	if (xchg(&rq->mq_state, MQ_RQ_COMPLETE) != MQ_RQ_TIMED_OUT)
		complete_request(rq);
}
EXPORT_SYMBOL(blk_mq_complete_request);

void blk_mq_complete_timed_out(struct request *rq)
{
	if (cmpxchg(&rq->mq_state, MQ_RQ_IN_FLIGHT, MQ_RQ_TIMED_OUT) == MQ_RQ_IN_FLIGHT)
		complete_request(rq);
}
