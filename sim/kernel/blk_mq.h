/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq.h - what the files of blk-mq share with each other and with the rest of the block layer.
 *
 * Locks, from the outside in: a driver's -> fq->lock -> q->requeue_lock. ctx->lock and hctx->lock are
 * taken in task context only, and nothing is taken inside them. A request is with the driver
 * between queue_rq() and its completion; before, it is on one list at most; after, it is free.
 */
#ifndef SIM_KERNEL_BLK_MQ_H
#define SIM_KERNEL_BLK_MQ_H

#include <linux/blk-mq.h>
#include <linux/rcupdate.h>

#include "blk.h"

/* The software queue of a CPU: requests on their way to the driver. */
struct blk_mq_ctx {
	struct {
		spinlock_t lock;
		struct list_head rq_list;
	} ____cacheline_aligned_in_smp;

	unsigned int cpu;
	unsigned int index_hw; /* its number in hctx->ctxs, its bit in hctx->ctx_map */
	struct blk_mq_hw_ctx *hctx;
};

/* The requests of one hardware queue: bit n of bitmap is set while static_rqs[n] is in use. */
struct blk_mq_tags {
	unsigned int nr_tags;
	unsigned int depth; /* tags given out; at most nr_tags */
	unsigned int cmd_size;
	wait_queue_head_t wait; /* exclusive: each freed tag wakes one */
	struct request **static_rqs;
	unsigned long bitmap[BITS_TO_LONGS(BLK_MQ_MAX_DEPTH)];
};

/* request.mq_state */
enum mq_rq_state {
	MQ_RQ_IDLE, /* not with the driver */
	MQ_RQ_IN_FLIGHT,
	MQ_RQ_COMPLETE,
	MQ_RQ_TIMED_OUT, /* completed by its timeout: the driver's own completion comes too late */
};

static inline struct blk_mq_ctx *blk_mq_ctx_here(struct request_queue *q)
{
	return &q->queue_ctx[raw_smp_processor_id()];
}

/* ---- tags (blk_mq_tag.c) ------------------------------------------------------------------- */

struct blk_mq_tags *blk_mq_alloc_tags(struct blk_mq_tag_set *set, unsigned int hctx_idx);
void blk_mq_free_tags(struct blk_mq_tag_set *set, struct blk_mq_tags *tags, unsigned int hctx_idx);
/* A free request, initialised; sleeps for one, or with nowait returns NULL. */
struct request *blk_mq_get_tag(struct blk_mq_hw_ctx *hctx, bool nowait);
void blk_mq_put_tag(struct blk_mq_hw_ctx *hctx, struct request *rq);

/* ---- requests (blk_mq_request.c) ----------------------------------------------------------- */

/* As blk_mq_alloc_request(), with all flags. */
struct request *blk_mq_get_request(struct request_queue *q, unsigned int rw_flags, bool nowait);
/* The driver has not taken rq after all: as if it had not been started. */
void blk_mq_take_back(struct request *rq);
/* The driver refuses rq. */
void blk_mq_end_refused(struct request *rq);
/* Drops a reference of the timeout's. */
void blk_mq_put_request_ref(struct request *rq);
/* rq goes to the dispatch list of its hardware queue, from kblockd; under fq->lock at most. */
void blk_mq_add_to_requeue_list(struct request *rq, bool at_head);
void blk_mq_requeue_work(struct work_struct *work);

/* ---- timeout (blk_mq_timeout.c) ------------------------------------------------------------ */

void blk_mq_init_timeout(struct request_queue *q);
void blk_mq_add_timer(struct request *rq);
void blk_mq_stop_timeout(struct request_queue *q);
/* Completes rq for its timeout unless the driver has. blk_mq_complete.c. */
void blk_mq_complete_timed_out(struct request *rq);

/* ---- to the driver (blk_mq_dispatch.c, blk_mq_run.c) --------------------------------------- */

/* Into its CPU's software queue; whoever inserts runs the hardware queue behind it. */
void blk_mq_insert_request(struct request *rq, bool at_head);
/* Into the dispatch list: what must not wait for, or be merged with, others. */
void blk_mq_insert_dispatch(struct request *rq, bool at_head);
/* Gives rq to the driver at once, or lists it. last as in blk_mq_queue_data. True if the driver has
 * it. */
bool blk_mq_issue(struct request *rq, bool last);
/* Gives the driver all that waits, if it may be called. */
void blk_mq_dispatch(struct blk_mq_hw_ctx *hctx);
/* queue_rq() may not be called: stopped or quiesced. Orders what the caller listed before: either it
 * is allowed to go on, or whoever ends that state sees the list. */
bool blk_mq_held_back(struct blk_mq_hw_ctx *hctx);
void blk_mq_run_work(struct work_struct *work);

/* ---- freezing (blk_mq_freeze.c) ------------------------------------------------------------ */

/* The right to have a request: 0, -ENODEV on a dead queue, -EBUSY if it would have to wait. */
int blk_mq_queue_enter(struct request_queue *q, bool nowait);
void blk_mq_queue_exit(struct request_queue *q);

/* ---- the rest of the block layer calls ------------------------------------------------------ */

/* make_request_fn. blk_mq_submit.c. */
void blk_mq_make_request(struct request_queue *q, struct bio *bio);
/* rq is one of the driver's own. */
void blk_mq_execute(struct request *rq, bool at_head);
void blk_mq_flush_plug_list(struct blk_plug *plug, bool from_schedule);
/* Waits until the queue is empty for good, and nothing of it runs any more. blk_mq.c. */
void blk_mq_drain_queue(struct request_queue *q);
void blk_mq_release(struct request_queue *q);
int blk_mq_update_nr_requests(struct request_queue *q, unsigned int nr);

#endif
