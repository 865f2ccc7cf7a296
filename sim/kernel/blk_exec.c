/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_exec.c - requests that a driver or an ioctl makes for itself, and the flush that a file
 * system asks for.
 */
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/irqflags.h>
#include <linux/string.h>
#include <scsi/scsi_cmnd.h>

#include "blk_mq.h"

static void blk_end_sync_rq(struct request *rq, int error)
{
	struct completion *waiting = rq->end_io_data;

	rq->end_io_data = NULL;
	__blk_put_request(rq->q, rq);
	/* Last: the waiter's stack is gone behind it. */
	complete(waiting);
}

void blk_execute_rq_nowait(struct request_queue *q, struct gendisk *bd_disk, struct request *rq,
			   int at_head, rq_end_io_fn *done)
{
	int where = at_head ? ELEVATOR_INSERT_FRONT : ELEVATOR_INSERT_BACK;

	WARN_ON(irqs_disabled());
	rq->rq_disk = bd_disk;
	rq->end_io = done;
	if (q->mq_ops) {
		blk_mq_execute(rq, at_head);
		return;
	}
	spin_lock_irq(q->queue_lock);
	if (unlikely(blk_queue_dead(q))) {
		rq->cmd_flags |= REQ_QUIET;
		rq->errors = -ENXIO;
		blk_end_unserved(rq, -ENXIO);
	} else {
		__elv_add_request(q, rq, where);
		__blk_run_queue(q);
	}
	spin_unlock_irq(q->queue_lock);
}
EXPORT_SYMBOL(blk_execute_rq_nowait);

int blk_execute_rq(struct request_queue *q, struct gendisk *bd_disk, struct request *rq,
		   int at_head)
{
	DECLARE_COMPLETION_ONSTACK(wait);
	char sense[SCSI_SENSE_BUFFERSIZE];
	int err = 0;

	/* The request must outlive its end: its result is read behind it. */
	rq->ref_count++;
	if (!rq->sense) {
		memset(sense, 0, sizeof(sense));
		rq->sense = sense;
		rq->sense_len = 0;
	}
	rq->end_io_data = &wait;
	blk_execute_rq_nowait(q, bd_disk, rq, at_head, blk_end_sync_rq);
	wait_for_completion(&wait);
	if (rq->errors)
		err = -EIO;
	if (rq->sense == sense) {
		rq->sense = NULL;
		rq->sense_len = 0;
	}
	return err;
}
EXPORT_SYMBOL(blk_execute_rq);

static void bio_end_flush(struct bio *bio, int error)
{
	struct completion *waiting = bio->bi_private;

	if (error)
		bio->bi_flags &= ~(1UL << BIO_UPTODATE);
	complete(waiting);
	bio_put(bio);
}

int blkdev_issue_flush(struct block_device *bdev, gfp_t gfp_mask, sector_t *error_sector)
{
	DECLARE_COMPLETION_ONSTACK(wait);
	struct bio *bio;
	int ret = 0;

	if (!bdev->bd_disk)
		return -ENXIO;
	if (!bdev->bd_disk->queue || !bdev->bd_disk->queue->make_request_fn)
		return -ENXIO;
	bio = bio_alloc(gfp_mask, 0);
	if (!bio)
		return -ENOMEM;
	bio->bi_end_io = bio_end_flush;
	bio->bi_bdev = bdev;
	bio->bi_private = &wait;
	bio_get(bio);
	submit_bio(WRITE_FLUSH, bio);
	wait_for_completion(&wait);
	if (!bio_flagged(bio, BIO_UPTODATE))
		ret = -EIO;
	bio_put(bio);
	return ret;
}
EXPORT_SYMBOL(blkdev_issue_flush);
