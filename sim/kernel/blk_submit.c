/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_submit.c - the way of a bio into its queue.
 *
 * After block/blk-core.c of 3.7: generic_make_request() and blk_queue_bio().
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/printk.h>
#include <linux/sched.h>

#include "blk.h"

/* The bio reaches beyond the end of its device. */
static bool bio_beyond_end(struct bio *bio)
{
	sector_t end = get_capacity(bio->bi_bdev->bd_disk);
	unsigned int sectors = bio_sectors(bio);

	if (!sectors || !end)
		return false;
	if (end >= sectors && end - sectors >= bio->bi_sector)
		return false;
	pr_info("attempt to access beyond end of device\n");
	pr_info("%s: rw=%lu, want=%llu, limit=%llu\n", bio->bi_bdev->bd_disk->disk_name, bio->bi_rw,
		(unsigned long long)bio_end_sector(bio), (unsigned long long)end);
	bio->bi_flags |= 1UL << BIO_EOF;
	return true;
}

/* True if the queue can be given the bio; otherwise the bio has been ended. */
static bool generic_make_request_checks(struct bio *bio)
{
	struct request_queue *q = bdev_get_queue(bio->bi_bdev);
	int err = -EIO;

	might_sleep();
	if (unlikely(!q)) {
		pr_err("generic_make_request: %s has no queue\n", bio->bi_bdev->bd_disk->disk_name);
		goto end;
	}
	if (bio_beyond_end(bio))
		goto end;
	if (unlikely(!(bio->bi_rw & REQ_DISCARD) && bio_sectors(bio) > queue_max_hw_sectors(q))) {
		pr_err("bio too big device %s (%u > %u)\n", bio->bi_bdev->bd_disk->disk_name,
		       bio_sectors(bio), queue_max_hw_sectors(q));
		goto end;
	}
	if (bio->bi_rw & REQ_HARDBARRIER) {
		err = -EOPNOTSUPP;
		goto end;
	}
	/* Without a volatile cache there is nothing to flush: what completed is durable. */
	if ((bio->bi_rw & (REQ_FLUSH | REQ_FUA)) && !READ_ONCE(q->flush_flags)) {
		bio->bi_rw &= ~(unsigned long)(REQ_FLUSH | REQ_FUA);
		if (!bio_sectors(bio)) {
			err = 0;
			goto end;
		}
	}
	if ((bio->bi_rw & REQ_DISCARD) && !blk_queue_discard(q)) {
		err = -EOPNOTSUPP;
		goto end;
	}
	return true;

end:
	bio_endio(bio, err);
	return false;
}

void generic_make_request(struct bio *bio)
{
	struct bio_list on_stack;

	blk_bio_event_new(bio);
	if (!generic_make_request_checks(bio))
		return;
	if (current->bio_list) {
		bio_list_add(current->bio_list, bio);
		return;
	}
	BUG_ON(bio->bi_next);
	bio_list_init(&on_stack);
	current->bio_list = &on_stack;
	do {
		struct request_queue *q = bdev_get_queue(bio->bi_bdev);

		q->make_request_fn(q, bio);
		bio = bio_list_pop(&on_stack);
	} while (bio);
	current->bio_list = NULL;
}
EXPORT_SYMBOL(generic_make_request);

void submit_bio(int rw, struct bio *bio)
{
	bio->bi_rw |= (unsigned long)rw;
	generic_make_request(bio);
}
EXPORT_SYMBOL(submit_bio);

void blk_init_request_from_bio(struct request *rq, struct bio *bio)
{
	rq->cmd_type = REQ_TYPE_FS;
	rq->cmd_flags |= bio->bi_rw & REQ_COMMON_MASK;
	if (bio->bi_rw & REQ_RAHEAD)
		rq->cmd_flags |= REQ_FAILFAST_MASK;
	rq->errors = 0;
	rq->__sector = bio->bi_sector;
	rq->ioprio = bio_prio(bio);
	rq->cpu = sim_cpu();
	blk_rq_bio_prep(rq->q, rq, bio);
}

bool blk_attempt_plug_merge(struct request_queue *q, struct bio *bio, unsigned int *queued)
{
	struct blk_plug *plug = current->plug;
	struct request *rq;

	*queued = 0;
	if (!plug)
		return false;
	list_for_each_entry_reverse(rq, q->mq_ops ? &plug->mq_list : &plug->list, queuelist) {
		int how;

		if (rq->q != q)
			continue;
		(*queued)++;
		if (blk_queue_nomerges(q) || !blk_rq_merge_ok(rq, bio))
			continue;
		how = blk_try_merge(rq, bio);
		if (how == ELEVATOR_BACK_MERGE && bio_attempt_back_merge(q, rq, bio))
			return true;
		if (how == ELEVATOR_FRONT_MERGE && bio_attempt_front_merge(q, rq, bio))
			return true;
	}
	return false;
}

/* Under the queue lock: tries what the elevator holds. True if a request took the bio. */
static bool attempt_queue_merge(struct request_queue *q, struct bio *bio)
{
	struct request *rq;
	int how = elv_merge(q, &rq, bio);

	if (how == ELEVATOR_BACK_MERGE && bio_attempt_back_merge(q, rq, bio)) {
		if (!attempt_back_merge(q, rq))
			elv_merged_request(q, rq, how);
		return true;
	}
	if (how == ELEVATOR_FRONT_MERGE && bio_attempt_front_merge(q, rq, bio)) {
		if (!attempt_front_merge(q, rq))
			elv_merged_request(q, rq, how);
		return true;
	}
	return false;
}

static void blk_plug_request(struct blk_plug *plug, struct request *rq, unsigned int queued)
{
	if (!list_empty(&plug->list)) {
		struct request *last = list_entry_rq(plug->list.prev);

		if (last->q != rq->q)
			plug->should_sort = 1;
		if (queued >= BLK_MAX_REQUEST_COUNT)
			blk_flush_plug_list(plug, false);
	}
	list_add_tail(&rq->queuelist, &plug->list);
}

void blk_queue_bio(struct request_queue *q, struct bio *bio)
{
	bool flush = bio->bi_rw & (REQ_FLUSH | REQ_FUA);
	unsigned int queued = 0;
	struct blk_plug *plug;
	struct request *rq;

	if (!flush && blk_attempt_plug_merge(q, bio, &queued))
		return;
	spin_lock_irq(q->queue_lock);
	if (!flush && attempt_queue_merge(q, bio)) {
		spin_unlock_irq(q->queue_lock);
		return;
	}
	/* Sleeps rather than fails; then the lock is dropped. */
	rq = blk_alloc_request(q, bio->bi_rw & (REQ_WRITE | REQ_SYNC), bio, GFP_NOIO);
	if (unlikely(!rq)) {
		bio_endio(bio, -ENODEV);
		spin_unlock_irq(q->queue_lock);
		return;
	}
	blk_init_request_from_bio(rq, bio);

	plug = current->plug;
	if (plug) {
		blk_plug_request(plug, rq, queued);
		return;
	}
	spin_lock_irq(q->queue_lock);
	__elv_add_request(q, rq, flush ? ELEVATOR_INSERT_FLUSH : ELEVATOR_INSERT_SORT);
	__blk_run_queue(q);
	spin_unlock_irq(q->queue_lock);
}
EXPORT_SYMBOL(blk_queue_bio);
