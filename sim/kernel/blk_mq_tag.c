/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_mq_tag.c - tags, and the requests that belong to them.
 *
 * After block/blk-mq-tag.c of 4.x, with one wait queue in place of its several: the tag that is
 * freed wakes one waiter, who then holds one, so that there is always a tag whose end wakes the next.
 * The requests are made once, with the driver's part behind them. A free one is poisoned but for what
 * a timeout may look at, so that a driver that goes on with a request it has ended is found.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "blk_mq.h"

/* The request proper, and the driver's part, can be used from now on, or no longer. */
static void blk_mq_unpoison(struct blk_mq_tags *tags, struct request *rq)
{
	sim_mem_unpoison(rq, offsetof(struct request, mq_ctx));
	if (tags->cmd_size)
		sim_mem_unpoison(blk_mq_rq_to_pdu(rq), tags->cmd_size);
}

static void blk_mq_poison(struct blk_mq_tags *tags, struct request *rq)
{
	sim_mem_poison(rq, offsetof(struct request, mq_ctx));
	if (tags->cmd_size)
		sim_mem_poison(blk_mq_rq_to_pdu(rq), tags->cmd_size);
}

static int blk_mq_alloc_static_rq(struct blk_mq_tag_set *set, struct blk_mq_tags *tags,
				  unsigned int tag, unsigned int hctx_idx)
{
	struct request *rq = kzalloc(sizeof(*rq) + set->cmd_size, GFP_KERNEL);
	int err = 0;

	if (!rq)
		return -ENOMEM;
	if (set->ops->init_request)
		err = set->ops->init_request(set, rq, hctx_idx, set->numa_node);
	if (err) {
		kfree(rq);
		return err;
	}
	blk_mq_poison(tags, rq);
	tags->static_rqs[tag] = rq;
	return 0;
}

struct blk_mq_tags *blk_mq_alloc_tags(struct blk_mq_tag_set *set, unsigned int hctx_idx)
{
	struct blk_mq_tags *tags = kzalloc(sizeof(*tags), GFP_KERNEL);
	unsigned int tag;
	int err = -ENOMEM;

	if (!tags)
		return ERR_PTR(-ENOMEM);
	init_waitqueue_head(&tags->wait);
	tags->nr_tags = set->queue_depth;
	tags->depth = set->queue_depth;
	tags->cmd_size = set->cmd_size;
	tags->static_rqs = kcalloc(tags->nr_tags, sizeof(*tags->static_rqs), GFP_KERNEL);
	if (!tags->static_rqs)
		goto free_tags;
	for (tag = 0; tag < tags->nr_tags; tag++) {
		err = blk_mq_alloc_static_rq(set, tags, tag, hctx_idx);
		if (err)
			goto free_tags;
	}
	return tags;

free_tags:
	blk_mq_free_tags(set, tags, hctx_idx);
	return ERR_PTR(err);
}

void blk_mq_free_tags(struct blk_mq_tag_set *set, struct blk_mq_tags *tags, unsigned int hctx_idx)
{
	unsigned int tag;

	for (tag = 0; tags->static_rqs && tag < tags->nr_tags; tag++) {
		struct request *rq = tags->static_rqs[tag];

		if (!rq)
			break;
		WARN_ON(refcount_read(&rq->mq_ref));
		blk_mq_unpoison(tags, rq);
		if (set->ops->exit_request)
			set->ops->exit_request(set, rq, hctx_idx);
		kfree(rq);
	}
	kfree(tags->static_rqs);
	kfree(tags);
}

/* A free tag, or -1. */
static int blk_mq_try_tag(struct blk_mq_tags *tags)
{
	unsigned int depth = READ_ONCE(tags->depth);
	unsigned int base;

	for (base = 0; base < depth; base += BITS_PER_LONG) {
		unsigned long *word = &tags->bitmap[base / BITS_PER_LONG];
		unsigned long free = ~READ_ONCE(*word);

		if (depth - base < BITS_PER_LONG)
			free &= BIT(depth - base) - 1;
		for (; free; free &= free - 1)
			if (!test_and_set_bit_lock(__ffs(free), word))
				return (int)(base + __ffs(free));
	}
	return -1;
}

/* A task stays on its CPU, also while it sleeps: whoever is woken for a tag of these takes one. */
struct request *blk_mq_get_tag(struct blk_mq_hw_ctx *hctx, bool nowait)
{
	struct blk_mq_tags *tags = hctx->tags;
	int tag = blk_mq_try_tag(tags);
	struct request *rq;
	DEFINE_WAIT(wait);

	while (tag < 0) {
		if (nowait)
			return NULL;
		/* What waits for a run has tags, too. */
		blk_mq_run_hw_queue(hctx, false);
		prepare_to_wait_exclusive(&tags->wait, &wait, TASK_UNINTERRUPTIBLE);
		tag = blk_mq_try_tag(tags);
		if (tag < 0) {
			io_schedule();
			tag = blk_mq_try_tag(tags);
		}
		finish_wait(&tags->wait, &wait);
	}
	rq = tags->static_rqs[tag];
	blk_mq_unpoison(tags, rq);
	blk_rq_init(hctx->queue, rq);
	rq->tag = tag;
	return rq;
}

void blk_mq_put_tag(struct blk_mq_hw_ctx *hctx, struct request *rq)
{
	struct blk_mq_tags *tags = hctx->tags;
	unsigned int tag = (unsigned int)rq->tag;

	blk_mq_poison(tags, rq);
	clear_bit_unlock(tag, tags->bitmap);
	/* Pairs with prepare_to_wait_exclusive(): the tag is seen, or the waiter. */
	smp_mb__after_atomic();
	if (waitqueue_active(&tags->wait))
		wake_up(&tags->wait);
}
