/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_lib.c - commands that a user of a disk sends without data.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>

struct discard_wait {
	struct completion done;
	int error;
};

static void discard_ended(struct bio *bio, int error)
{
	struct discard_wait *wait = bio->bi_private;

	wait->error = error;
	complete(&wait->done);
}

int blkdev_issue_discard(struct block_device *bdev, sector_t sector, sector_t nr_sects,
			 gfp_t gfp_mask, unsigned long flags)
{
	struct request_queue *q = bdev_get_queue(bdev);
	struct discard_wait wait = { .error = 0 };
	struct bio *bio;

	if (!blk_queue_discard(q))
		return -EOPNOTSUPP;
	init_completion(&wait.done);
	while (nr_sects && !wait.error) {
		sector_t sectors = min_t(sector_t, nr_sects, q->limits.max_discard_sectors);

		bio = bio_alloc(gfp_mask, 0);
		if (!bio)
			return -ENOMEM;
		bio->bi_bdev = bdev;
		bio->bi_sector = sector;
		bio->bi_size = sectors << 9;
		bio->bi_end_io = discard_ended;
		bio->bi_private = &wait;
		submit_bio(REQ_WRITE | REQ_DISCARD, bio);
		wait_for_completion(&wait.done);
		bio_put(bio);
		sector += sectors;
		nr_sects -= sectors;
	}
	return wait.error;
}
EXPORT_SYMBOL(blkdev_issue_discard);
