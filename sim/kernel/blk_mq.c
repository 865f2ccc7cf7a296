/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq.c - tag sets, hardware queues and the CPUs they serve: from their making to their end.
 *
 * After block/blk-mq.c of 4.x.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk_mq.h"

/* ---- tag sets -------------------------------------------------------------------------------- */

int blk_mq_map_queues(struct blk_mq_tag_set *set)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++)
		set->mq_map[cpu] = cpu % set->nr_hw_queues;
	return 0;
}
EXPORT_SYMBOL(blk_mq_map_queues);

int blk_mq_alloc_tag_set(struct blk_mq_tag_set *set)
{
	unsigned int i;
	int err;

	if (!set->nr_hw_queues || !set->ops->queue_rq || !set->queue_depth ||
	    set->queue_depth > BLK_MQ_MAX_DEPTH)
		return -EINVAL;
	set->tags = kcalloc(set->nr_hw_queues, sizeof(*set->tags), GFP_KERNEL);
	if (!set->tags)
		return -ENOMEM;
	err = set->ops->map_queues ? set->ops->map_queues(set) : blk_mq_map_queues(set);
	for (i = 0; !err && i < set->nr_hw_queues; i++) {
		struct blk_mq_tags *tags = blk_mq_alloc_tags(set, i);

		if (IS_ERR(tags))
			err = (int)PTR_ERR(tags);
		else
			set->tags[i] = tags;
	}
	if (err)
		blk_mq_free_tag_set(set);
	return err;
}
EXPORT_SYMBOL(blk_mq_alloc_tag_set);

void blk_mq_free_tag_set(struct blk_mq_tag_set *set)
{
	unsigned int i;

	for (i = 0; i < set->nr_hw_queues && set->tags[i]; i++)
		blk_mq_free_tags(set, set->tags[i], i);
	kfree(set->tags);
	set->tags = NULL;
}
EXPORT_SYMBOL(blk_mq_free_tag_set);

/* ---- hardware queues ------------------------------------------------------------------------- */

static void free_hctx(struct blk_mq_hw_ctx *hctx)
{
	blk_free_flush_queue(hctx->fq);
	kfree(hctx);
}

static struct blk_mq_hw_ctx *alloc_hctx(struct request_queue *q, unsigned int queue_num)
{
	struct blk_mq_tag_set *set = q->tag_set;
	struct blk_mq_hw_ctx *hctx = __gfp_alloc(sizeof(*hctx), __alignof__(*hctx),
						 GFP_KERNEL | __GFP_ZERO, "blk_mq_hw_ctx");

	if (!hctx)
		return NULL;
	spin_lock_init(&hctx->lock);
	INIT_LIST_HEAD(&hctx->dispatch);
	INIT_DELAYED_WORK(&hctx->run_work, blk_mq_run_work);
	hctx->queue = q;
	hctx->queue_num = queue_num;
	hctx->numa_node = set->numa_node;
	hctx->tags = set->tags[queue_num];
	hctx->fq = blk_alloc_flush_queue(set->cmd_size);
	if (!hctx->fq) {
		kfree(hctx);
		return NULL;
	}
	return hctx;
}

static void exit_flush_rq(struct blk_mq_hw_ctx *hctx)
{
	struct blk_mq_tag_set *set = hctx->queue->tag_set;

	if (set->ops->exit_request)
		set->ops->exit_request(set, hctx->fq->flush_rq, hctx->queue_num);
}

/* The driver's part. Undone by exit_hctx(). */
static int init_hctx(struct blk_mq_hw_ctx *hctx)
{
	struct blk_mq_tag_set *set = hctx->queue->tag_set;
	int err = 0;

	if (set->ops->init_request)
		err = set->ops->init_request(set, hctx->fq->flush_rq, hctx->queue_num,
					     set->numa_node);
	if (err || !set->ops->init_hctx)
		return err;
	err = set->ops->init_hctx(hctx, set->driver_data, hctx->queue_num);
	if (err)
		exit_flush_rq(hctx);
	return err;
}

static void exit_hctx(struct blk_mq_hw_ctx *hctx)
{
	if (hctx->queue->tag_set->ops->exit_hctx)
		hctx->queue->tag_set->ops->exit_hctx(hctx, hctx->queue_num);
	exit_flush_rq(hctx);
}

/* ---- queues ---------------------------------------------------------------------------------- */

static int alloc_hctxs(struct request_queue *q)
{
	unsigned int nr = q->tag_set->nr_hw_queues;
	int err = 0;

	q->queue_hw_ctx = kcalloc(nr, sizeof(*q->queue_hw_ctx), GFP_KERNEL);
	if (!q->queue_hw_ctx)
		return -ENOMEM;
	while (!err && q->nr_hw_queues < nr) {
		struct blk_mq_hw_ctx *hctx = alloc_hctx(q, q->nr_hw_queues);

		if (!hctx)
			return -ENOMEM;
		err = init_hctx(hctx);
		if (err)
			free_hctx(hctx);
		else
			q->queue_hw_ctx[q->nr_hw_queues++] = hctx;
	}
	return err;
}

/* Each CPU's software queue, joined to the hardware queue that serves it. */
static int alloc_ctxs(struct request_queue *q)
{
	unsigned int cpu;

	q->queue_ctx = __gfp_alloc(nr_cpu_ids * sizeof(*q->queue_ctx), __alignof__(*q->queue_ctx),
				   GFP_KERNEL | __GFP_ZERO, "blk_mq_ctx");
	if (!q->queue_ctx)
		return -ENOMEM;
	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct blk_mq_hw_ctx *hctx = q->queue_hw_ctx[q->tag_set->mq_map[cpu]];
		struct blk_mq_ctx *ctx = &q->queue_ctx[cpu];

		spin_lock_init(&ctx->lock);
		INIT_LIST_HEAD(&ctx->rq_list);
		ctx->cpu = cpu;
		ctx->hctx = hctx;
		ctx->index_hw = hctx->nr_ctx;
		hctx->ctxs[hctx->nr_ctx++] = ctx;
		cpumask_set_cpu(cpu, &hctx->cpumask);
	}
	return 0;
}

static void exit_hctxs(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		exit_hctx(hctx);
}

struct request_queue *blk_mq_init_queue(struct blk_mq_tag_set *set)
{
	struct request_queue *q = blk_alloc_queue(GFP_KERNEL);
	int err;

	if (!q)
		return ERR_PTR(-ENOMEM);
	q->tag_set = set;
	q->mq_ops = set->ops;
	init_waitqueue_head(&q->mq_freeze_wq);
	spin_lock_init(&q->requeue_lock);
	INIT_LIST_HEAD(&q->requeue_list);
	INIT_DELAYED_WORK(&q->requeue_work, blk_mq_requeue_work);
	blk_mq_init_timeout(q);
	err = alloc_hctxs(q);
	if (!err)
		err = alloc_ctxs(q);
	if (err) {
		exit_hctxs(q);
		blk_put_queue(q);
		return ERR_PTR(err);
	}
	blk_queue_make_request(q, blk_mq_make_request);
	q->nr_requests = set->queue_depth;
	queue_flag_set_unlocked(QUEUE_FLAG_SAME_COMP, q);
	blk_queue_bypass_end(q);
	return q;
}
EXPORT_SYMBOL(blk_mq_init_queue);

/* From here on the driver and its tag set may go; who has the disk open keeps the rest. */
void blk_mq_drain_queue(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	/* For good. Who waits for the queue to thaw is told that it is dead. */
	blk_freeze_queue_start(q);
	wake_up_all(&q->mq_freeze_wq);
	blk_mq_freeze_queue_wait(q);

	/* Who still runs the queue, or wakes us, is in a reader's section. */
	synchronize_rcu();
	cancel_delayed_work_sync(&q->requeue_work);
	blk_mq_stop_timeout(q);
	queue_for_each_hw_ctx (q, hctx, i)
		cancel_delayed_work_sync(&hctx->run_work);

	queue_for_each_hw_ctx (q, hctx, i) {
		sim_event(SIM_EV_QUEUE_DEAD, hctx, 0, 0);
		exit_hctx(hctx);
	}
}

void blk_mq_release(struct request_queue *q)
{
	struct blk_mq_hw_ctx *hctx;
	unsigned int i;

	queue_for_each_hw_ctx (q, hctx, i)
		free_hctx(hctx);
	kfree(q->queue_hw_ctx);
	kfree(q->queue_ctx);
}
