/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_test_disk.h - a disk whose driver does what a test tells it, for the modules of this folder.
 *
 * The driver notes each request it is given, holds as many as it has slots, stops its queue when
 * they are full, and ends requests when the test says so, or by itself from a timer. What the test
 * finds wrong is a BUG().
 */
#ifndef TESTS_BLK_TEST_DISK_H
#define TESTS_BLK_TEST_DISK_H

#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/genhd.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/timer.h>

#define DISK_SEEN_MAX 32

/* A request as the driver saw it. */
struct seen {
	unsigned int flags; /* of REQ_WRITE, REQ_FLUSH, REQ_FUA */
	sector_t sector;
	unsigned int bytes;
	unsigned int segments;
};

struct test_disk {
	struct gendisk *disk;
	struct request_queue *q;
	struct block_device *bdev;
	struct timer_list timer;
	struct list_head held; /* requests the driver has, in their order */
	unsigned int slots;
	unsigned int held_count;
	unsigned int calls; /* of request_fn */
	unsigned int seen_count;
	struct seen seen[DISK_SEEN_MAX];
	bool automatic; /* ends what it holds from the timer */
	int fail; /* error that flushes end with */
};

static inline void disk_note(struct test_disk *disk, struct request *rq)
{
	struct seen *seen = &disk->seen[disk->seen_count % DISK_SEEN_MAX];

	seen->flags = rq->cmd_flags & (REQ_WRITE | REQ_FLUSH | REQ_FUA);
	seen->sector = blk_rq_pos(rq);
	seen->bytes = blk_rq_bytes(rq);
	seen->segments = rq->nr_phys_segments;
	disk->seen_count++;
}

static inline void disk_request_fn(struct request_queue *q)
{
	struct test_disk *disk = q->queuedata;
	struct request *rq;

	disk->calls++;
	while ((rq = blk_peek_request(q)) != NULL) {
		if (disk->held_count == disk->slots) {
			blk_stop_queue(q);
			break;
		}
		blk_start_request(rq);
		disk_note(disk, rq);
		disk->held_count++;
		list_add_tail(&rq->queuelist, &disk->held);
	}
	if (disk->automatic && disk->held_count)
		mod_timer(&disk->timer, jiffies + 1);
}

/* Under the queue lock: takes the oldest request from the driver; NULL if it has none. */
static inline struct request *disk_take(struct test_disk *disk)
{
	struct request *rq;

	if (list_empty(&disk->held))
		return NULL;
	rq = list_entry_rq(disk->held.next);
	list_del_init(&rq->queuelist);
	disk->held_count--;
	return rq;
}

/* The driver ends its oldest request, as from an interrupt. False if it had none. */
static inline bool disk_end(struct test_disk *disk, int error)
{
	struct request *rq;
	unsigned long flags;

	spin_lock_irqsave(disk->q->queue_lock, flags);
	rq = disk_take(disk);
	if (rq) {
		if (disk->fail && (rq->cmd_flags & REQ_FLUSH))
			error = disk->fail;
		__blk_end_request_all(rq, error);
		blk_start_queue(disk->q);
	}
	spin_unlock_irqrestore(disk->q->queue_lock, flags);
	return rq != NULL;
}

static inline void disk_timer(struct timer_list *timer)
{
	struct test_disk *disk = from_timer(disk, timer, timer);
	unsigned long flags;

	disk_end(disk, 0);
	spin_lock_irqsave(disk->q->queue_lock, flags);
	if (disk->held_count)
		mod_timer(&disk->timer, jiffies + 1);
	spin_unlock_irqrestore(disk->q->queue_lock, flags);
}

static const struct block_device_operations disk_fops = { .owner = NULL };

/* Without memory: NULL, and nothing left behind. */
static inline struct test_disk *disk_try_create(unsigned int slots, unsigned int flush)
{
	struct test_disk *disk = kzalloc(sizeof(*disk), GFP_KERNEL);

	if (!disk)
		return NULL;
	disk->slots = slots;
	INIT_LIST_HEAD(&disk->held);
	timer_setup(&disk->timer, disk_timer, 0);
	disk->q = blk_init_queue(disk_request_fn, NULL);
	if (!disk->q)
		goto free_disk;
	disk->q->queuedata = disk;
	blk_queue_flush(disk->q, flush);
	disk->disk = alloc_disk(16);
	if (!disk->disk)
		goto cleanup_queue;
	disk->disk->major = 240;
	disk->disk->queue = disk->q;
	disk->disk->fops = &disk_fops;
	strcpy(disk->disk->disk_name, "td0");
	set_capacity(disk->disk, 65536);
	add_disk(disk->disk);
	disk->bdev = blkdev_get_by_path("/dev/td0", FMODE_READ | FMODE_WRITE, NULL);
	if (!IS_ERR(disk->bdev))
		return disk;

	BUG_ON(PTR_ERR(disk->bdev) != -ENOMEM);
	del_gendisk(disk->disk);
cleanup_queue:
	blk_cleanup_queue(disk->q);
	put_disk(disk->disk);
free_disk:
	kfree(disk);
	return NULL;
}

/* A disk of 64 Ki sectors, opened; flush as for blk_queue_flush(). */
static inline struct test_disk *disk_create(unsigned int slots, unsigned int flush)
{
	struct test_disk *disk = disk_try_create(slots, flush);

	BUG_ON(!disk);
	return disk;
}

static inline void disk_destroy(struct test_disk *disk)
{
	blkdev_put(disk->bdev, FMODE_READ | FMODE_WRITE);
	del_gendisk(disk->disk);
	blk_cleanup_queue(disk->q);
	del_timer_sync(&disk->timer);
	put_disk(disk->disk);
	kfree(disk);
}

/* From now on the driver ends what it is given by itself. */
static inline void disk_automatic(struct test_disk *disk)
{
	spin_lock_irq(disk->q->queue_lock);
	disk->automatic = true;
	if (disk->held_count)
		mod_timer(&disk->timer, jiffies + 1);
	spin_unlock_irq(disk->q->queue_lock);
}

/* Keeps the driver from being called, so that requests gather. */
static inline void disk_hold(struct test_disk *disk)
{
	spin_lock_irq(disk->q->queue_lock);
	blk_stop_queue(disk->q);
	spin_unlock_irq(disk->q->queue_lock);
}

static inline void disk_release_hold(struct test_disk *disk)
{
	spin_lock_irq(disk->q->queue_lock);
	blk_start_queue(disk->q);
	spin_unlock_irq(disk->q->queue_lock);
}

/* The driver's n-th request was this one. */
static inline void disk_expect(struct test_disk *disk, unsigned int n, unsigned int flags,
			       sector_t sector, unsigned int bytes)
{
	BUG_ON(n >= disk->seen_count);
	BUG_ON(disk->seen[n].flags != flags);
	BUG_ON(bytes && disk->seen[n].sector != sector);
	BUG_ON(disk->seen[n].bytes != bytes);
}

/* One bio of a test. */
struct test_io {
	struct completion done;
	void *data;
	unsigned int ended;
	int error;
};

static inline void io_end(struct bio *bio, int error)
{
	struct test_io *io = bio->bi_private;

	io->ended++;
	io->error = error;
	bio_put(bio);
	complete(&io->done);
}

static inline struct bio *io_bio(struct test_io *io, struct test_disk *disk, sector_t sector,
				 unsigned int bytes)
{
	struct bio *bio = bio_alloc(GFP_NOIO, bytes ? 1 : 0);

	BUG_ON(!bio);
	memset(io, 0, sizeof(*io));
	init_completion(&io->done);
	bio->bi_bdev = disk->bdev;
	bio->bi_sector = sector;
	bio->bi_end_io = io_end;
	bio->bi_private = io;
	if (bytes) {
		io->data = (void *)__get_free_page(GFP_NOIO | __GFP_NOFAIL);
		BUG_ON(bio_add_page(bio, virt_to_page(io->data), bytes, 0) != (int)bytes);
	}
	return bio;
}

static inline void io_submit(struct test_io *io, struct test_disk *disk, int rw, sector_t sector,
			     unsigned int bytes)
{
	submit_bio(rw, io_bio(io, disk, sector, bytes));
}

/* Waits for the end, and for this result. */
static inline void io_expect(struct test_io *io, int error)
{
	wait_for_completion(&io->done);
	BUG_ON(io->ended != 1);
	BUG_ON(io->error != error);
	if (io->data)
		free_page((unsigned long)io->data);
}

#endif
