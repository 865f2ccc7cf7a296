/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_core.c - the life of request queues, and what the block layer owns as a whole.
 *
 * After block/blk-core.c of 3.7.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/slab.h>

#include "blk_mq.h"

static struct workqueue_struct *kblockd_workqueue;
static DEFINE_IDA(blk_queue_ida);

int kblockd_schedule_work(struct request_queue *q, struct work_struct *work)
{
	return queue_work(kblockd_workqueue, work);
}
EXPORT_SYMBOL(kblockd_schedule_work);

int kblockd_schedule_delayed_work(struct request_queue *q, struct delayed_work *dwork,
				  unsigned long delay)
{
	return mod_delayed_work(kblockd_workqueue, dwork, delay);
}
EXPORT_SYMBOL(kblockd_schedule_delayed_work);

bool kblockd_queue_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay)
{
	return queue_delayed_work_on(cpu, kblockd_workqueue, dwork, delay);
}

bool kblockd_mod_delayed_work_on(int cpu, struct delayed_work *dwork, unsigned long delay)
{
	return mod_delayed_work_on(cpu, kblockd_workqueue, dwork, delay);
}

static void blk_delay_work(struct work_struct *work)
{
	struct request_queue *q = container_of(work, struct request_queue, delay_work.work);

	spin_lock_irq(q->queue_lock);
	__blk_run_queue(q);
	spin_unlock_irq(q->queue_lock);
}

struct request_queue *blk_alloc_queue(gfp_t gfp_mask)
{
	struct request_queue *q = kzalloc(sizeof(*q), gfp_mask);

	if (!q)
		return NULL;
	q->id = ida_simple_get(&blk_queue_ida, 0, 0, gfp_mask);
	if (q->id < 0) {
		kfree(q);
		return NULL;
	}
	kref_init(&q->kref);
	INIT_LIST_HEAD(&q->queue_head);
	INIT_DELAYED_WORK(&q->delay_work, blk_delay_work);
	mutex_init(&q->sysfs_lock);
	spin_lock_init(&q->__queue_lock);
	q->queue_lock = &q->__queue_lock;
	init_waitqueue_head(&q->drain_wait);
	/* Out of bypass at the end of the initialisation: nothing can be in the elevator before. */
	q->bypass_depth = 1;
	queue_flag_set_unlocked(QUEUE_FLAG_BYPASS, q);
	return q;
}
EXPORT_SYMBOL(blk_alloc_queue);

struct request_queue *blk_init_allocated_queue(struct request_queue *q, request_fn_proc *rfn,
					       spinlock_t *lock)
{
	q->fq = blk_alloc_flush_queue(0);
	if (!q->fq || blk_init_rl(&q->root_rl, q))
		return NULL;
	q->request_fn = rfn;
	if (lock)
		q->queue_lock = lock;
	blk_queue_make_request(q, blk_queue_bio);
	if (elevator_init(q, NULL))
		return NULL;
	blk_queue_bypass_end(q);
	return q;
}
EXPORT_SYMBOL(blk_init_allocated_queue);

struct request_queue *blk_init_queue(request_fn_proc *rfn, spinlock_t *lock)
{
	struct request_queue *q = blk_alloc_queue(GFP_KERNEL);

	if (!q)
		return NULL;
	if (!blk_init_allocated_queue(q, rfn, lock)) {
		blk_put_queue(q);
		return NULL;
	}
	return q;
}
EXPORT_SYMBOL(blk_init_queue);

void blk_queue_make_request(struct request_queue *q, make_request_fn *mfn)
{
	q->nr_requests = blk_default_nr_requests();
	q->nr_batching = BLK_BATCH_REQ;
	q->make_request_fn = mfn;
	blk_queue_dma_alignment(q, 511);
	blk_set_default_limits(&q->limits);
	blk_queue_bounce_limit(q, BLK_BOUNCE_HIGH);
}
EXPORT_SYMBOL(blk_queue_make_request);

void blk_cleanup_queue(struct request_queue *q)
{
	spinlock_t *lock = q->queue_lock;

	mutex_lock(&q->sysfs_lock);
	spin_lock_irq(lock);
	queue_flag_set(QUEUE_FLAG_DEAD, q);
	/* A dead queue stays in bypass for good. */
	q->bypass_depth++;
	queue_flag_set(QUEUE_FLAG_BYPASS, q);
	queue_flag_set(QUEUE_FLAG_NOMERGES, q);
	queue_flag_set(QUEUE_FLAG_NOXMERGES, q);
	spin_unlock_irq(lock);
	mutex_unlock(&q->sysfs_lock);

	if (q->mq_ops)
		blk_mq_drain_queue(q);
	else
		blk_drain_queue(q, true);
	blk_sync_queue(q);
	sim_event(SIM_EV_QUEUE_DEAD, q, 0, 0);

	/* The driver's lock may go away with the driver. */
	spin_lock_irq(lock);
	if (q->queue_lock != &q->__queue_lock)
		q->queue_lock = &q->__queue_lock;
	spin_unlock_irq(lock);

	blk_put_queue(q);
}
EXPORT_SYMBOL(blk_cleanup_queue);

bool blk_get_queue(struct request_queue *q)
{
	if (blk_queue_dead(q))
		return false;
	kref_get(&q->kref);
	return true;
}
EXPORT_SYMBOL(blk_get_queue);

static void blk_release_queue(struct kref *kref)
{
	struct request_queue *q = container_of(kref, struct request_queue, kref);

	blk_sync_queue(q);
	if (q->mq_ops)
		blk_mq_release(q);
	if (q->elevator)
		elevator_exit(q->elevator);
	blk_exit_rl(&q->root_rl);
	blk_free_flush_queue(q->fq);
	ida_simple_remove(&blk_queue_ida, q->id);
	mutex_destroy(&q->sysfs_lock);
	kfree(q);
}

void blk_put_queue(struct request_queue *q)
{
	kref_put(&q->kref, blk_release_queue);
}
EXPORT_SYMBOL(blk_put_queue);

static int blk_dev_init(void)
{
	int err;

	kblockd_workqueue = alloc_workqueue("kblockd", WQ_MEM_RECLAIM | WQ_HIGHPRI, 0);
	if (!kblockd_workqueue)
		return -ENOMEM;
	err = bio_init_pools();
	if (!err)
		err = elv_register(&elevator_noop);
	if (!err)
		err = elv_register(&elevator_deadline);
	return err;
}
subsys_initcall(blk_dev_init);

static void blk_dev_exit(void)
{
	elv_unregister(&elevator_deadline);
	elv_unregister(&elevator_noop);
	blk_free_iocs();
	bio_exit_pools();
	if (kblockd_workqueue)
		destroy_workqueue(kblockd_workqueue);
	kblockd_workqueue = NULL;
}
__exitcall(blk_dev_exit);
