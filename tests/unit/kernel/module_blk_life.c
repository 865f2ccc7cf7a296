/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_life.c - requests between allocation and end, and queues and disks going away.
 */
#include <linux/kthread.h>
#include <linux/scatterlist.h>

#include "blk_test_disk.h"

#define WRITERS 3
#define WRITES 4

struct writer {
	struct test_disk *disk;
	struct completion done;
	unsigned int number;
	int expect; /* besides 0 */
	bool neighbours; /* under a plug, sector behind sector */
};

static int writer_fn(void *data)
{
	struct writer *writer = data;
	unsigned int stride = writer->neighbours ? 1 : 10;
	struct test_io io[WRITES];
	struct blk_plug plug;
	unsigned int i;

	if (writer->neighbours)
		blk_start_plug(&plug);
	for (i = 0; i < WRITES; i++)
		io_submit(&io[i], writer->disk, WRITE, 1000 * writer->number + stride * i, 512);
	if (writer->neighbours)
		blk_finish_plug(&plug);
	for (i = 0; i < WRITES; i++) {
		wait_for_completion(&io[i].done);
		BUG_ON(io[i].ended != 1 || (io[i].error && io[i].error != writer->expect));
		free_page((unsigned long)io[i].data);
	}
	complete(&writer->done);
	return 0;
}

static void writers_start(struct writer *writers, struct test_disk *disk, int expect,
			  bool neighbours)
{
	struct task_struct *task;
	unsigned int i;

	for (i = 0; i < WRITERS; i++) {
		writers[i].disk = disk;
		writers[i].number = i;
		writers[i].expect = expect;
		writers[i].neighbours = neighbours;
		init_completion(&writers[i].done);
		task = kthread_create(writer_fn, &writers[i], "writer%u", i);
		BUG_ON(IS_ERR(task));
		kthread_bind(task, i % 2);
		wake_up_process(task);
	}
}

static void writers_wait(struct writer *writers)
{
	unsigned int i;

	for (i = 0; i < WRITERS; i++)
		wait_for_completion(&writers[i].done);
}

/* Writers on a disk that does not move, until as many requests are allocated as may be. */
static void writers_fill(struct writer *writers, struct test_disk *disk, int expect)
{
	bool full;

	BUG_ON(blk_update_nr_requests(disk->q, 1));
	BUG_ON(disk->q->nr_requests != BLKDEV_MIN_RQ);
	disk_hold(disk);
	writers_start(writers, disk, expect, false);
	do {
		cond_resched();
		spin_lock_irq(disk->q->queue_lock);
		full = disk->q->nr_rqs[0] >= BLKDEV_MIN_RQ;
		/* A batcher goes half as far beyond the limit. */
		BUG_ON(disk->q->nr_rqs[0] > BLKDEV_MIN_RQ * 3 / 2);
		spin_unlock_irq(disk->q->queue_lock);
	} while (!full);
	disk_automatic(disk);
	disk_release_hold(disk);
}

/* More submitters than requests: they wait in line, nobody is forgotten, the limit holds. */
void request_limit(void);
void request_limit(void)
{
	struct test_disk *disk = disk_create(2, 0);
	struct writer writers[WRITERS];

	writers_fill(writers, disk, 0);
	writers_wait(writers);
	BUG_ON(disk->seen_count != WRITERS * WRITES);
	disk_destroy(disk);
}

/* Tasks merge in their plugs, without a lock, while the queue is busy with the others' requests. */
void plugs_side_by_side(void);
void plugs_side_by_side(void)
{
	struct test_disk *disk = disk_create(1, 0);
	struct writer writers[WRITERS];

	blk_queue_max_segments(disk->q, 3);
	disk_automatic(disk);
	writers_start(writers, disk, 0, true);
	writers_wait(writers);
	disk_destroy(disk);
}

/* A dying queue serves what it has, refuses what comes, and leaves nobody asleep. */
void cleanup_busy(void);
void cleanup_busy(void)
{
	struct test_disk *disk = disk_create(1, 0);
	struct writer writers[WRITERS];
	struct test_io late;

	BUG_ON(!blk_get_queue(disk->q));
	writers_fill(writers, disk, -ENODEV);
	blk_cleanup_queue(disk->q);
	BUG_ON(disk->q->nr_rqs[0] || disk->q->in_flight[0] || disk->held_count);
	writers_wait(writers);
	io_submit(&late, disk, WRITE, 0, 512);
	io_expect(&late, -ENODEV);
	BUG_ON(blk_get_queue(disk->q));
	BUG_ON(blk_get_request(disk->q, READ, GFP_KERNEL));

	blkdev_put(disk->bdev, FMODE_READ | FMODE_WRITE);
	del_gendisk(disk->disk);
	del_timer_sync(&disk->timer);
	put_disk(disk->disk);
	blk_put_queue(disk->q);
	kfree(disk);
}

/* Ending a request in pieces: bios end one by one, the rest moves on. */
void partial_end(void);
void partial_end(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io[2];
	struct request *rq;

	disk_hold(disk);
	io_submit(&io[0], disk, WRITE, 8, 1024);
	io_submit(&io[1], disk, WRITE, 10, 2048);
	disk_release_hold(disk);
	spin_lock_irq(disk->q->queue_lock);
	rq = disk_take(disk);
	BUG_ON(!rq || blk_rq_bytes(rq) != 3072 || rq->nr_phys_segments != 2);
	BUG_ON(!__blk_end_request(rq, 0, 512));
	BUG_ON(io[0].ended || blk_rq_pos(rq) != 9 || blk_rq_bytes(rq) != 2560);
	BUG_ON(rq->nr_phys_segments != 2 || blk_rq_cur_bytes(rq) != 512);
	BUG_ON(rq->buffer != (char *)io[0].data + 512);
	/* The rest of the first bio, with an error, and a part of the second. */
	BUG_ON(!__blk_end_request(rq, -EIO, 1024));
	BUG_ON(io[0].ended != 1 || io[0].error != -EIO || io[1].ended);
	BUG_ON(blk_rq_pos(rq) != 11 || rq->nr_phys_segments != 1);
	/* An error of a part is not lost when the rest is fine. */
	BUG_ON(__blk_end_request(rq, 0, 1536));
	BUG_ON(io[1].ended != 1 || io[1].error != -EIO);
	spin_unlock_irq(disk->q->queue_lock);
	io_expect(&io[0], -EIO);
	io_expect(&io[1], -EIO);
	disk_destroy(disk);
}

/* A request that the driver puts back comes again, before all others. */
void requeue(void);
void requeue(void)
{
	struct test_disk *disk = disk_create(1, 0);
	struct test_io io[2];
	struct request *rq;

	io_submit(&io[0], disk, WRITE, 8, 512);
	io_submit(&io[1], disk, WRITE, 18, 512);
	spin_lock_irq(disk->q->queue_lock);
	BUG_ON(!blk_queue_stopped(disk->q));
	rq = disk_take(disk);
	blk_requeue_request(disk->q, rq);
	BUG_ON(disk->q->in_flight[0]);
	blk_start_queue(disk->q);
	spin_unlock_irq(disk->q->queue_lock);
	BUG_ON(disk->seen_count != 2);
	disk_expect(disk, 1, REQ_WRITE, 8, 512);
	BUG_ON(!disk_end(disk, 0) || !disk_end(disk, 0));
	io_expect(&io[0], 0);
	io_expect(&io[1], 0);
	disk_destroy(disk);
}

static int prep_answer;

static int prep(struct request_queue *q, struct request *rq)
{
	return prep_answer;
}

/* A driver's preparation may put a request off, or end it. */
void preparation(void);
void preparation(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;

	blk_queue_prep_rq(disk->q, prep);
	prep_answer = BLKPREP_DEFER;
	io_submit(&io, disk, WRITE, 8, 512);
	BUG_ON(disk->seen_count || io.ended);
	prep_answer = BLKPREP_OK;
	blk_run_queue(disk->q);
	BUG_ON(disk->seen_count != 1 || !disk_end(disk, 0));
	io_expect(&io, 0);
	prep_answer = BLKPREP_KILL;
	io_submit(&io, disk, WRITE, 8, 512);
	BUG_ON(disk->seen_count != 1);
	io_expect(&io, -EIO);
	disk_destroy(disk);
}

/* A command with a buffer: mapped if aligned, else through a copy. On a dead queue it fails. */
void execute(void);
void execute(void)
{
	struct test_disk *disk = disk_create(4, 0);
	char *page = (char *)__get_free_page(GFP_KERNEL);
	struct request *rq;

	disk_automatic(disk);
	rq = blk_get_request(disk->q, READ, GFP_KERNEL);
	rq->cmd_type = REQ_TYPE_SPECIAL;
	BUG_ON(blk_rq_map_kern(disk->q, rq, page + 8, 20, GFP_KERNEL));
	BUG_ON(blk_rq_bytes(rq) != 20 || bio_data(rq->bio) == page + 8);
	memset(bio_data(rq->bio), 'x', 20);
	BUG_ON(blk_execute_rq(disk->q, disk->disk, rq, 0));
	BUG_ON(page[8] != 'x' || page[27] != 'x');
	blk_put_request(rq);

	rq = blk_make_request(disk->q, bio_map_kern(disk->q, page, 512, GFP_KERNEL), GFP_KERNEL);
	BUG_ON(IS_ERR(rq) || bio_data(rq->bio) != page);
	rq->cmd_type = REQ_TYPE_SPECIAL;
	rq->errors = 1;
	BUG_ON(blk_execute_rq(disk->q, disk->disk, rq, 1) != -EIO);
	blk_put_request(rq);

	/* Asked for before the queue dies, executed after. */
	rq = blk_get_request(disk->q, READ, GFP_KERNEL);
	rq->cmd_type = REQ_TYPE_SPECIAL;
	BUG_ON(blk_rq_map_kern(disk->q, rq, page, 20, GFP_KERNEL));
	spin_lock_irq(disk->q->queue_lock);
	queue_flag_set(QUEUE_FLAG_DEAD, disk->q);
	spin_unlock_irq(disk->q->queue_lock);
	BUG_ON(blk_execute_rq(disk->q, disk->disk, rq, 0) != -EIO);
	BUG_ON(rq->errors != -ENXIO);
	blk_put_request(rq);
	free_page((unsigned long)page);
	disk_destroy(disk);
}

static unsigned int stack_depth, stack_depth_max;

/* A stacking driver: sends each bio on to the disk below. */
static void stack_make_request(struct request_queue *q, struct bio *bio)
{
	struct test_disk *below = q->queuedata;

	stack_depth++;
	stack_depth_max = max(stack_depth_max, stack_depth);
	bio->bi_bdev = below->bdev;
	generic_make_request(bio);
	/* Only listed: the disk below has not seen it. */
	BUG_ON(below->seen_count);
	stack_depth--;
}

void stacked(void);
void stacked(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct request_queue *q = blk_alloc_queue(GFP_KERNEL);
	struct gendisk *top = alloc_disk(1);
	struct block_device *bdev;
	struct test_io io;
	struct bio *bio;

	blk_queue_make_request(q, stack_make_request);
	q->queuedata = disk;
	top->major = 241;
	top->queue = q;
	top->fops = &disk_fops;
	strcpy(top->disk_name, "top");
	set_capacity(top, 65536);
	add_disk(top);
	bdev = blkdev_get_by_path("/dev/top", FMODE_WRITE, NULL);
	BUG_ON(IS_ERR(bdev));

	bio = io_bio(&io, disk, 8, 512);
	bio->bi_bdev = bdev;
	submit_bio(WRITE, bio);
	BUG_ON(stack_depth_max != 1 || disk->seen_count != 1);
	BUG_ON(!disk_end(disk, 0));
	io_expect(&io, 0);

	blkdev_put(bdev, FMODE_WRITE);
	del_gendisk(top);
	blk_cleanup_queue(q);
	put_disk(top);
	disk_destroy(disk);
}

/* Bios that no queue may be given end at once, with a reason. */
void refused(void);
void refused(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;

	io_submit(&io, disk, READ, 65535, 1024);
	io_expect(&io, -EIO);
	io_submit(&io, disk, READ, 65535, 512);
	BUG_ON(!disk_end(disk, 0));
	io_expect(&io, 0);
	io_submit(&io, disk, WRITE | REQ_DISCARD, 0, 512);
	io_expect(&io, -EOPNOTSUPP);
	io_submit(&io, disk, WRITE | REQ_HARDBARRIER, 0, 512);
	io_expect(&io, -EOPNOTSUPP);
	disk_destroy(disk);
}

/* A disk that is gone cannot be opened, but who has it open keeps it. */
void open_close(void);
void open_close(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct block_device *second;
	struct gendisk *gone;
	int claim;

	second = blkdev_get_by_path("/dev/td0", FMODE_READ | FMODE_EXCL, &claim);
	BUG_ON(second != disk->bdev || second->bd_openers != 2);
	BUG_ON(PTR_ERR(blkdev_get_by_path("/dev/td0", FMODE_READ | FMODE_EXCL, disk)) != -EBUSY);
	blkdev_put(second, FMODE_READ | FMODE_EXCL);
	set_disk_ro(disk->disk, 1);
	BUG_ON(PTR_ERR(blkdev_get_by_path("/dev/td0", FMODE_WRITE, NULL)) != -EACCES);
	BUG_ON(PTR_ERR(blkdev_get_by_path("/dev/td1", FMODE_READ, NULL)) != -ENXIO);
	BUG_ON(disk->bdev->bd_openers != 1);

	gone = disk->disk;
	del_gendisk(gone);
	BUG_ON(PTR_ERR(blkdev_get_by_path("/dev/td0", FMODE_READ, NULL)) != -ENXIO);
	blk_cleanup_queue(disk->q);
	put_disk(gone);
	BUG_ON(bdev_get_queue(disk->bdev) != disk->q || !blk_queue_dead(disk->q));
	blkdev_put(disk->bdev, FMODE_READ | FMODE_WRITE);
	kfree(disk);
}

/* The memory of a bio as the device sees it: contiguous pieces joined, up to the limit. */
void segments(void);
void segments(void)
{
	struct test_disk *disk = disk_create(4, 0);
	char *mem = alloc_pages_exact(4 * PAGE_SIZE, GFP_KERNEL);
	struct scatterlist sg[4], chained[2], *at;
	struct bio *bio = bio_alloc(GFP_KERNEL, 4);
	int i;

	BUG_ON(!mem);
	blk_queue_max_segment_size(disk->q, 2 * PAGE_SIZE);
	bio->bi_bdev = disk->bdev;
	for (i = 0; i < 4; i++)
		BUG_ON(!bio_add_page(bio, virt_to_page(mem + i * PAGE_SIZE), PAGE_SIZE, 0));
	BUG_ON(bio_add_page(bio, virt_to_page(mem), 512, 0));
	BUG_ON(bio_phys_segments(disk->q, bio) != 2);
	sg_init_table(sg, 4);
	BUG_ON(blk_bio_map_sg(disk->q, bio, sg) != 2 || sg_nents(sg) != 2);
	BUG_ON(sg_virt(&sg[1]) != mem + 2 * PAGE_SIZE || sg[1].length != 2 * PAGE_SIZE);
	bio_put(bio);

	/* Three in one table, the fourth place leads on to two more. */
	sg_init_table(sg, 4);
	sg_init_table(chained, ARRAY_SIZE(chained));
	sg_chain(sg, 4, chained);
	for_each_sg(sg, at, 5, i)
		sg_set_buf(at, mem + 100 * i, 100);
	BUG_ON(sg_nents(sg) != 5 || sg_last(sg, 5) != &chained[1]);
	BUG_ON(sg_virt(&chained[0]) != mem + 300 ||
	       sg_phys(&chained[1]) != virt_to_phys(mem + 400));
	free_pages_exact(mem, 4 * PAGE_SIZE);
	disk_destroy(disk);
}

/* ---- what a driver must not do ------------------------------------------------------------- */

void end_twice(void);
void end_twice(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;
	struct request *rq;

	io_submit(&io, disk, WRITE, 8, 512);
	spin_lock_irq(disk->q->queue_lock);
	rq = disk_take(disk);
	__blk_end_request_all(rq, 0);
	__blk_end_request_all(rq, 0);
}

void end_not_started(void);
void end_not_started(void)
{
	struct test_disk *disk = disk_create(0, 0);
	struct test_io io;

	io_submit(&io, disk, WRITE, 8, 512);
	spin_lock_irq(disk->q->queue_lock);
	__blk_end_request_all(list_entry_rq(disk->q->queue_head.next), 0);
}

void bio_ends_twice(void);
void bio_ends_twice(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;
	struct request *rq;

	io_submit(&io, disk, WRITE, 8, 512);
	rq = list_entry_rq(disk->held.next);
	bio_endio(rq->bio, 0);
	bio_endio(rq->bio, 0);
}

void request_forgotten(void);
void request_forgotten(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;

	io_submit(&io, disk, WRITE, 8, 512);
	blk_cleanup_queue(disk->q);
}

void start_queue_irqs_on(void);
void start_queue_irqs_on(void)
{
	struct test_disk *disk = disk_create(4, 0);

	blk_start_queue(disk->q);
}

void bio_forgotten(void);
void bio_forgotten(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct test_io io;

	free_page((unsigned long)bio_data(io_bio(&io, disk, 8, 512)));
	disk_destroy(disk);
}
