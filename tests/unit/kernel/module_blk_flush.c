/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_flush.c - what becomes of REQ_FLUSH and REQ_FUA, for each kind of device.
 */
#include "blk_test_disk.h"

#define WRITE_ALL (WRITE | REQ_FLUSH | REQ_FUA)

/* Waits until the driver has been given n requests; kblockd, or we, run the queue between steps. */
static void give(struct test_disk *disk, unsigned int n)
{
	unsigned int seen;

	do {
		cond_resched();
		spin_lock_irq(disk->q->queue_lock);
		__blk_run_queue(disk->q);
		seen = disk->seen_count;
		spin_unlock_irq(disk->q->queue_lock);
	} while (seen < n);
	BUG_ON(seen != n);
}

/* No cache: both flags mean nothing, and a flush alone does not even reach the driver. */
void flush_without_cache(void);
void flush_without_cache(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;

	io_submit(&io, disk, WRITE_FLUSH, 0, 0);
	io_expect(&io, 0);
	BUG_ON(disk->seen_count);
	io_submit(&io, disk, WRITE_ALL, 8, 512);
	BUG_ON(disk->seen_count != 1);
	disk_expect(disk, 0, REQ_WRITE, 8, 512);
	disk_end(disk, 0);
	io_expect(&io, 0);
	disk_destroy(disk);
}

/* A cache without FUA: flush, data, flush. The bio ends behind the last one. */
void flush_three_steps(void);
void flush_three_steps(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH);
	struct test_io io;
	unsigned int n;

	io_submit(&io, disk, WRITE_ALL, 8, 512);
	for (n = 0; n < 3; n++) {
		give(disk, n + 1);
		BUG_ON(io.ended);
		BUG_ON(!disk_end(disk, 0));
	}
	BUG_ON(!io.ended);
	disk_expect(disk, 0, REQ_WRITE | REQ_FLUSH, 0, 0);
	disk_expect(disk, 1, REQ_WRITE, 8, 512);
	disk_expect(disk, 2, REQ_WRITE | REQ_FLUSH, 0, 0);
	io_expect(&io, 0);
	disk_destroy(disk);
}

/* A cache with FUA: flush, data written through. */
void flush_fua_device(void);
void flush_fua_device(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH | REQ_FUA);
	struct test_io io[2];

	io_submit(&io[0], disk, WRITE_ALL, 8, 512);
	give(disk, 1);
	disk_end(disk, 0);
	give(disk, 2);
	disk_expect(disk, 0, REQ_WRITE | REQ_FLUSH, 0, 0);
	disk_expect(disk, 1, REQ_WRITE | REQ_FUA, 8, 512);
	disk_end(disk, 0);
	io_expect(&io[0], 0);
	/* FUA alone needs no machinery. */
	io_submit(&io[1], disk, WRITE_FUA, 16, 512);
	BUG_ON(disk->seen_count != 3);
	disk_expect(disk, 2, REQ_WRITE | REQ_FUA, 16, 512);
	disk_end(disk, 0);
	io_expect(&io[1], 0);
	disk_destroy(disk);
}

/* Those who come while a flush is in flight share the next one. */
void flush_shared(void);
void flush_shared(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH);
	struct test_io io[4];
	unsigned int i;

	for (i = 0; i < 4; i++)
		io_submit(&io[i], disk, WRITE_FLUSH, 0, 0);
	give(disk, 1);
	disk_end(disk, 0);
	io_expect(&io[0], 0);
	BUG_ON(io[1].ended || io[2].ended || io[3].ended);
	give(disk, 2);
	disk_end(disk, 0);
	for (i = 1; i < 4; i++)
		io_expect(&io[i], 0);
	BUG_ON(disk->seen_count != 2);
	disk_destroy(disk);
}

/* While the data of one is in flight, others wait for its end before they flush together. */
void flush_waits_for_data(void);
void flush_waits_for_data(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH);
	struct test_io io[2];

	io_submit(&io[0], disk, WRITE_FUA, 8, 512);
	give(disk, 1);
	disk_expect(disk, 0, REQ_WRITE, 8, 512);
	io_submit(&io[1], disk, WRITE_FLUSH, 0, 0);
	give(disk, 1);
	disk_end(disk, 0);
	give(disk, 2);
	disk_expect(disk, 1, REQ_WRITE | REQ_FLUSH, 0, 0);
	disk_end(disk, 0);
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	disk_destroy(disk);
}

/* A step that fails ends the bio with its error; what would follow is not sent. */
void flush_fails(void);
void flush_fails(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH);
	struct test_io io[3];

	disk->fail = -EIO;
	io_submit(&io[0], disk, WRITE_ALL, 8, 512);
	give(disk, 1);
	disk_end(disk, 0);
	io_expect(&io[0], -EIO);
	BUG_ON(disk->seen_count != 1);
	/* The data fails: no second flush. */
	io_submit(&io[1], disk, WRITE_FUA, 8, 512);
	give(disk, 2);
	disk_end(disk, -ENOSPC);
	io_expect(&io[1], -ENOSPC);
	/* The data is fine, the flush behind it is not. */
	io_submit(&io[2], disk, WRITE_FUA, 8, 512);
	give(disk, 3);
	disk_end(disk, 0);
	give(disk, 4);
	disk_end(disk, 0);
	io_expect(&io[2], -EIO);
	disk_destroy(disk);
}

/* A device that takes nothing during a flush: the queue is held, and gets going behind it. */
void flush_not_queueable(void);
void flush_not_queueable(void)
{
	struct test_disk *disk = disk_create(4, REQ_FLUSH);
	struct test_io io[2];

	blk_queue_flush_queueable(disk->q, false);
	io_submit(&io[0], disk, WRITE_FLUSH, 0, 0);
	io_submit(&io[1], disk, WRITE, 8, 512);
	give(disk, 1);
	disk_end(disk, 0);
	io_expect(&io[0], 0);
	/* Nobody but the block layer runs the queue now. */
	disk_automatic(disk);
	io_expect(&io[1], 0);
	disk_destroy(disk);
}

/* Everything at once, on a disk that ends requests by itself, with one slot. */
void flush_storm(void);
void flush_storm(void)
{
	struct test_disk *disk = disk_create(1, REQ_FLUSH);
	struct test_io io[5];

	disk_automatic(disk);
	io_submit(&io[0], disk, WRITE_ALL, 8, 512);
	io_submit(&io[1], disk, WRITE, 16, 512);
	io_submit(&io[2], disk, WRITE_FLUSH, 0, 0);
	io_submit(&io[3], disk, WRITE_FUA, 24, 512);
	io_submit(&io[4], disk, READ, 8, 512);
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	io_expect(&io[2], 0);
	io_expect(&io[3], 0);
	io_expect(&io[4], 0);
	BUG_ON(blkdev_issue_flush(disk->bdev, GFP_KERNEL, NULL));
	disk->fail = -EIO;
	BUG_ON(blkdev_issue_flush(disk->bdev, GFP_KERNEL, NULL) != -EIO);
	disk_destroy(disk);
}
