/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_request.c - allocating and freeing requests.
 *
 * Of each kind (sync: reads and what somebody waits for; async) nr_requests may be allocated; who
 * comes later waits in line. The one who filled the list, and whoever has waited, is a batcher: for
 * a short while, and for nr_batching requests, it may go up to half as far beyond the limit, so
 * that a woken task submits a run of requests instead of a single one. After block/blk-core.c of
 * 3.7.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk_mq.h"

#define BLK_BATCH_TIME (HZ / 50UL) /* jiffies a batcher stays one */

/*
 * Whether a task submits in batches. Its own, except for the list: it stays until the machine
 * halts, as a task that waited once will probably wait again.
 */
struct io_context {
	unsigned int nr_batch_requests; /* that it may still allocate beyond the limit */
	unsigned long last_waited; /* jiffies */
	struct list_head list;
};

static LIST_HEAD(ioc_list);
static DEFINE_SPINLOCK(ioc_lock);

static unsigned int nr_requests = BLKDEV_MAX_RQ;
module_param(nr_requests, uint, 0444);

unsigned int blk_default_nr_requests(void)
{
	return max_t(unsigned int, nr_requests, BLKDEV_MIN_RQ);
}

int blk_init_rl(struct request_list *rl, struct request_queue *q)
{
	if (rl->rq_pool)
		return 0;
	rl->q = q;
	init_waitqueue_head(&rl->wait[0]);
	init_waitqueue_head(&rl->wait[1]);
	rl->rq_pool = mempool_create_kmalloc_pool(BLKDEV_MIN_RQ, sizeof(struct request));
	return rl->rq_pool ? 0 : -ENOMEM;
}

void blk_exit_rl(struct request_list *rl)
{
	mempool_destroy(rl->rq_pool);
}

void blk_rq_init(struct request_queue *q, struct request *rq)
{
	/* What is behind belongs to blk-mq, for which a free request is still one. */
	memset(rq, 0, offsetof(struct request, mq_ctx));
	INIT_LIST_HEAD(&rq->queuelist);
	INIT_LIST_HEAD(&rq->sort_list);
	INIT_LIST_HEAD(&rq->flush.list);
	INIT_HLIST_NODE(&rq->hash);
	rq->q = q;
	rq->cpu = -1;
	rq->__sector = (sector_t)-1;
	rq->cmd = rq->__cmd;
	rq->cmd_len = BLK_MAX_CDB;
	rq->tag = -1;
	rq->ref_count = 1;
	rq->start_time = jiffies;
}
EXPORT_SYMBOL(blk_rq_init);

static bool blk_ioc_batching(struct request_queue *q, struct io_context *ioc)
{
	if (!ioc)
		return false;
	if (ioc->nr_batch_requests == q->nr_batching)
		return true;
	return ioc->nr_batch_requests > 0 &&
	       time_before(jiffies, ioc->last_waited + BLK_BATCH_TIME);
}

/* The current task's, made when it first matters. */
static struct io_context *blk_create_ioc(void)
{
	struct io_context *ioc = kzalloc(sizeof(*ioc), GFP_ATOMIC | __GFP_NOFAIL);
	unsigned long flags;

	spin_lock_irqsave(&ioc_lock, flags);
	list_add_tail(&ioc->list, &ioc_list);
	spin_unlock_irqrestore(&ioc_lock, flags);
	current->io_context = ioc;
	return ioc;
}

void blk_free_iocs(void)
{
	struct io_context *ioc, *n;

	list_for_each_entry_safe(ioc, n, &ioc_list, list)
		kfree(ioc);
	INIT_LIST_HEAD(&ioc_list);
}

static void blk_ioc_set_batching(struct request_queue *q)
{
	struct io_context *ioc = current->io_context;

	if (!ioc)
		ioc = blk_create_ioc();
	if (blk_ioc_batching(q, ioc))
		return;
	ioc->nr_batch_requests = q->nr_batching;
	ioc->last_waited = jiffies;
}

/* The limit lets one more of this kind in. Fills the list, and makes the caller a batcher, when it
 * takes the last place. */
static bool blk_may_allocate(struct request_list *rl, bool is_sync)
{
	struct request_queue *q = rl->q;

	if (rl->count[is_sync] + 1 >= (int)q->nr_requests) {
		if (!rl->full[is_sync]) {
			blk_ioc_set_batching(q);
			rl->full[is_sync] = true;
		} else if (!blk_ioc_batching(q, current->io_context)) {
			return false;
		}
	}
	return rl->count[is_sync] < (int)(3 * q->nr_requests / 2);
}

static void blk_freed_one(struct request_list *rl, int sync)
{
	if (rl->count[sync] + 1 > (int)rl->q->nr_requests)
		return;
	if (waitqueue_active(&rl->wait[sync]))
		wake_up(&rl->wait[sync]);
	rl->full[sync] = false;
}

/* A request with these flags is gone: whom it kept waiting may go on. */
static void blk_freed_request(struct request_list *rl, unsigned int flags)
{
	struct request_queue *q = rl->q;
	int sync = rw_is_sync(flags);

	q->nr_rqs[sync]--;
	rl->count[sync]--;
	if (flags & REQ_ELVPRIV)
		q->nr_rqs_elvpriv--;
	blk_freed_one(rl, sync);
	if (unlikely(rl->starved[sync ^ 1]))
		blk_freed_one(rl, sync ^ 1);
	blk_drain_wake(q);
}

void blk_wake_allocators(struct request_queue *q)
{
	struct request_list *rl = &q->root_rl;
	int sync;

	for (sync = 0; sync < 2; sync++) {
		rl->full[sync] = rl->count[sync] >= (int)q->nr_requests;
		if (!rl->full[sync])
			wake_up(&rl->wait[sync]);
	}
}

static bool blk_rq_for_elevator(struct request_queue *q, struct bio *bio)
{
	if (blk_queue_bypass(q))
		return false;
	/* A flush goes around the elevator. */
	return !bio || !(bio->bi_rw & (REQ_FLUSH | REQ_FUA));
}

static struct request *blk_try_alloc(struct request_list *rl, unsigned int rw_flags,
				     struct bio *bio, gfp_t gfp_mask)
{
	struct request_queue *q = rl->q;
	bool is_sync = rw_is_sync(rw_flags);
	struct request *rq;

	if (unlikely(blk_queue_dead(q)) || !blk_may_allocate(rl, is_sync))
		return NULL;
	q->nr_rqs[is_sync]++;
	rl->count[is_sync]++;
	rl->starved[is_sync] = 0;
	if (blk_rq_for_elevator(q, bio)) {
		rw_flags |= REQ_ELVPRIV;
		q->nr_rqs_elvpriv++;
	}
	spin_unlock_irq(q->queue_lock);

	rq = mempool_alloc(rl->rq_pool, gfp_mask);
	if (likely(rq)) {
		blk_rq_init(q, rq);
		rq->cmd_flags = rw_flags | REQ_ALLOCED;
		if (blk_ioc_batching(q, current->io_context))
			current->io_context->nr_batch_requests--;
		return rq;
	}

	spin_lock_irq(q->queue_lock);
	blk_freed_request(rl, rw_flags);
	/* With none of the kind left, only the end of the other kind can wake those who wait. */
	if (rl->count[is_sync] == 0)
		rl->starved[is_sync] = 1;
	return NULL;
}

struct request *blk_alloc_request(struct request_queue *q, int rw_flags, struct bio *bio,
				  gfp_t gfp_mask)
{
	struct request_list *rl = &q->root_rl;
	bool is_sync = rw_is_sync(rw_flags);
	struct request *rq;
	DEFINE_WAIT(wait);

	for (;;) {
		rq = blk_try_alloc(rl, rw_flags, bio, gfp_mask);
		if (rq)
			return rq;
		if (!(gfp_mask & __GFP_WAIT) || unlikely(blk_queue_dead(q)))
			return NULL;
		prepare_to_wait_exclusive(&rl->wait[is_sync], &wait, TASK_UNINTERRUPTIBLE);
		spin_unlock_irq(q->queue_lock);
		io_schedule();
		blk_ioc_set_batching(q);
		spin_lock_irq(q->queue_lock);
		finish_wait(&rl->wait[is_sync], &wait);
	}
}

struct request *blk_get_request(struct request_queue *q, int rw, gfp_t gfp_mask)
{
	struct request *rq;

	BUG_ON(rw != READ && rw != WRITE);
	if (gfp_mask & __GFP_WAIT)
		might_sleep();
	if (q->mq_ops) {
		rq = blk_mq_get_request(q, (unsigned int)rw, !(gfp_mask & __GFP_WAIT));
		return IS_ERR(rq) ? NULL : rq;
	}
	spin_lock_irq(q->queue_lock);
	rq = blk_alloc_request(q, rw, NULL, gfp_mask);
	if (!rq)
		spin_unlock_irq(q->queue_lock);
	return rq;
}
EXPORT_SYMBOL(blk_get_request);

void __blk_put_request(struct request_queue *q, struct request *rq)
{
	unsigned int flags;

	if (unlikely(!q) || --rq->ref_count)
		return;
	if (q->mq_ops) {
		blk_mq_free_request(rq);
		return;
	}
	elv_completed_request(q, rq);
	/* Its bios would never end. */
	WARN_ON(rq->bio != NULL);
	flags = rq->cmd_flags;
	if (flags & REQ_ALLOCED) {
		BUG_ON(!list_empty(&rq->queuelist));
		BUG_ON(!hlist_unhashed(&rq->hash));
		mempool_free(rq, q->root_rl.rq_pool);
		blk_freed_request(&q->root_rl, flags);
	}
}
EXPORT_SYMBOL(__blk_put_request);

void blk_put_request(struct request *rq)
{
	struct request_queue *q = rq->q;
	unsigned long flags;

	if (q->mq_ops) {
		__blk_put_request(q, rq);
		return;
	}
	spin_lock_irqsave(q->queue_lock, flags);
	__blk_put_request(q, rq);
	spin_unlock_irqrestore(q->queue_lock, flags);
}
EXPORT_SYMBOL(blk_put_request);

int blk_update_nr_requests(struct request_queue *q, unsigned int nr)
{
	if (q->mq_ops)
		return blk_mq_update_nr_requests(q, nr);
	if (!q->request_fn)
		return -EINVAL;
	spin_lock_irq(q->queue_lock);
	q->nr_requests = max_t(unsigned int, nr, BLKDEV_MIN_RQ);
	blk_wake_allocators(q);
	spin_unlock_irq(q->queue_lock);
	return 0;
}
EXPORT_SYMBOL(blk_update_nr_requests);
