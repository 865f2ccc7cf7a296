/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_churn.c - tasks that use loop devices while the load runs on /dev/loop0.
 *
 * What they do may fail in any way that the interface knows; it must do no harm.
 */
#include <linux/bio.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/loop.h>
#include <linux/slab.h>

#include "../load_tasks/load_tasks.h"
#include "loop_setup.h"

#define ROUNDS 3
#define CHURNERS_MAX 3
#define OTHER 1 /* /dev/loop1, which comes and goes */

static struct churner {
	struct task_struct *task;
	struct completion done;
} churners[CHURNERS_MAX];
static unsigned int churners_count;

static int churn_end(struct churner *churner)
{
	complete(&churner->done);
	return load_wait_stopped();
}

/* ---- I/O on the last page, which is not the load's ------------------------------------------ */

static void io_ended(struct bio *bio, int error)
{
	complete(bio->bi_private);
}

/* NULL: the device does not take it. done is completed when it ends. */
static struct bio *submit_read(struct block_device *bdev, sector_t sector, void *page,
			       struct completion *done)
{
	struct bio *bio = bio_alloc(GFP_KERNEL, 1);

	bio->bi_bdev = bdev;
	bio->bi_sector = sector;
	bio->bi_end_io = io_ended;
	bio->bi_private = done;
	if (!bio_add_page(bio, page, PAGE_SIZE, 0)) {
		bio_put(bio);
		return NULL;
	}
	submit_bio(READ, bio);
	return bio;
}

static sector_t last_page_sector(struct block_device *bdev)
{
	sector_t capacity = get_capacity(bdev->bd_disk);

	return capacity < PAGE_SIZE >> 9 ? 0 : capacity - (PAGE_SIZE >> 9);
}

/* What is discarded reads as zeros. */
static void discard_round(struct block_device *bdev, u64 *page)
{
	sector_t sector = last_page_sector(bdev);
	DECLARE_COMPLETION_ONSTACK(done);
	struct bio *bio;
	unsigned int i;

	if (blkdev_issue_discard(bdev, sector, PAGE_SIZE >> 9, GFP_KERNEL, 0))
		return;
	bio = submit_read(bdev, sector, page, &done);
	if (!bio)
		return;
	wait_for_completion(&done);
	for (i = 0; bio_flagged(bio, BIO_UPTODATE) && i < PAGE_SIZE / sizeof(*page); i++)
		BUG_ON(page[i]);
	bio_put(bio);
}

static int discard_thread(void *data)
{
	struct block_device *bdev = blkdev_get_by_path("/dev/loop0", loop_setup_mode(), NULL);
	void *page = (void *)__get_free_page(GFP_KERNEL);
	unsigned int i;

	if (!IS_ERR(bdev)) {
		for (i = 0; page && i < ROUNDS; i++)
			discard_round(bdev, page);
		blkdev_put(bdev, loop_setup_mode());
	}
	free_page((unsigned long)page);
	return churn_end(data);
}

/* ---- openings, bindings, devices that come and go ------------------------------------------ */

/* The file is taken away while the read is under way. */
static void use_other(void *page)
{
	DECLARE_COMPLETION_ONSTACK(done);
	struct block_device *bdev = blkdev_get_by_path("/dev/loop1", loop_setup_mode(), NULL);
	struct bio *bio;
	int fd;

	if (IS_ERR(bdev))
		return;
	fd = loop_setup_open_file();
	if (fd >= 0) {
		__blkdev_driver_ioctl(bdev, loop_setup_mode(), LOOP_SET_FD, fd);
		close_fd(fd);
	}
	bio = submit_read(bdev, last_page_sector(bdev), page, &done);
	__blkdev_driver_ioctl(bdev, loop_setup_mode(), LOOP_CLR_FD, 0);
	if (bio) {
		wait_for_completion(&done);
		bio_put(bio);
	}
	blkdev_put(bdev, loop_setup_mode());
}

static int reopen_thread(void *data)
{
	void *page = (void *)__get_free_page(GFP_KERNEL);
	unsigned int i;

	for (i = 0; page && i < ROUNDS; i++) {
		loop_control(LOOP_CTL_ADD, OTHER);
		use_other(page);
	}
	free_page((unsigned long)page);
	return churn_end(data);
}

static int remove_thread(void *data)
{
	unsigned int i;

	for (i = 0; i < 2 * ROUNDS; i++) {
		loop_control(LOOP_CTL_REMOVE, OTHER);
		loop_control(LOOP_CTL_GET_FREE, 0);
	}
	return churn_end(data);
}

/* ---- the mode of /dev/loop0 ---------------------------------------------------------------- */

static int direct_io_thread(void *data)
{
	unsigned int i;

	for (i = 0; i < 2 * ROUNDS; i++) {
		loop_setup_direct_io(i % 2);
		loop_ioctl(0, LOOP_SET_CAPACITY, 0);
	}
	return churn_end(data);
}

/* ---- start and stop ------------------------------------------------------------------------ */

static int start(int (*thread)(void *), unsigned int cpu)
{
	struct churner *churner = &churners[churners_count];
	int error;

	init_completion(&churner->done);
	churner->task = kthread_create(thread, churner, "churn/%u", churners_count);
	error = load_task_run(churner->task, cpu % num_online_cpus());
	if (!error)
		churners_count++;
	return error;
}

int loop_churn_start(enum loop_churn kind)
{
	int error = 0;

	switch (kind) {
	case LOOP_CHURN_NONE:
		return 0;
	case LOOP_CHURN_DIRECT_IO:
		return start(direct_io_thread, 1);
	case LOOP_CHURN_DISCARD:
		return start(discard_thread, 1);
	case LOOP_CHURN_REOPEN:
		error = start(reopen_thread, 0);
		if (!error)
			error = start(reopen_thread, 1);
		if (!error)
			error = start(remove_thread, 1);
	}
	return error;
}

void loop_churn_stop(void)
{
	while (churners_count) {
		struct churner *churner = &churners[--churners_count];

		wait_for_completion(&churner->done);
		kthread_stop(churner->task);
	}
}
