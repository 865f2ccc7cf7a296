/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_blk_reenter.c - a driver whose request_fn drops the queue lock, as one that kicks its device
 * without it: whether a second CPU enters meanwhile.
 */
#include <linux/kthread.h>

#include "blk_test_disk.h"

static unsigned int inside, inside_max;
static void (*inner_request_fn)(struct request_queue *q);

static void unlocking_request_fn(struct request_queue *q)
{
	inside++;
	inside_max = max(inside_max, inside);
	inner_request_fn(q);
	spin_unlock(q->queue_lock);
	spin_lock(q->queue_lock);
	inside--;
}

static int other_writer(void *data)
{
	struct test_disk *disk = data;
	struct test_io io;

	io_submit(&io, disk, WRITE, 100, 512);
	io_expect(&io, 0);
	return 0;
}

void enter_twice(void);
void enter_twice(void)
{
	struct test_disk *disk = disk_create(4, 0);
	struct task_struct *other;
	struct test_io io;

	inner_request_fn = disk->q->request_fn;
	disk->q->request_fn = unlocking_request_fn;
	disk_automatic(disk);
	other = kthread_create(other_writer, disk, "other");
	BUG_ON(IS_ERR(other));
	kthread_bind(other, 1);
	get_task_struct(other);
	wake_up_process(other);
	io_submit(&io, disk, WRITE, 8, 512);
	io_expect(&io, 0);
	kthread_stop(other);
	put_task_struct(other);
	spin_lock_irq(disk->q->queue_lock);
	BUG_ON(inside_max > 1);
	spin_unlock_irq(disk->q->queue_lock);
	disk_destroy(disk);
}
