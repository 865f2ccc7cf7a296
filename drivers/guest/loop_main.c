/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_main.c - loop devices come and go: at module load, and through /dev/loop-control (3.1).
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/idr.h>
#include <linux/major.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "loop.h"

static int max_loop = 1;
module_param(max_loop, int, 0444);
MODULE_PARM_DESC(max_loop, "Loop devices that are there from the start");
static int hw_queue_depth = 128;
module_param(hw_queue_depth, int, 0444);
MODULE_PARM_DESC(hw_queue_depth, "Requests of a device");

DEFINE_MUTEX(loop_ctl_mutex);
static DEFINE_IDR(loop_index_idr);

static int loop_init_tags(struct loop_device *lo)
{
	lo->tag_set.ops = &loop_mq_ops;
	lo->tag_set.nr_hw_queues = 1;
	lo->tag_set.queue_depth = hw_queue_depth;
	lo->tag_set.numa_node = NUMA_NO_NODE;
	lo->tag_set.cmd_size = sizeof(struct loop_cmd);
	lo->tag_set.flags = BLK_MQ_F_SHOULD_MERGE;
	lo->tag_set.driver_data = lo;
	return blk_mq_alloc_tag_set(&lo->tag_set);
}

static int loop_init_disk(struct loop_device *lo)
{
	struct gendisk *disk;

	lo->lo_queue = blk_mq_init_queue(&lo->tag_set);
	if (IS_ERR(lo->lo_queue))
		return PTR_ERR(lo->lo_queue);
	lo->lo_queue->queuedata = lo;
	blk_queue_max_hw_sectors(lo->lo_queue, BLK_DEF_MAX_SECTORS);
	disk = lo->lo_disk = alloc_disk(1);
	if (!disk) {
		blk_cleanup_queue(lo->lo_queue);
		return -ENOMEM;
	}
	disk->major = LOOP_MAJOR;
	disk->first_minor = lo->lo_number;
	disk->fops = &lo_fops;
	disk->private_data = lo;
	disk->queue = lo->lo_queue;
	snprintf(disk->disk_name, sizeof(disk->disk_name), "loop%d", lo->lo_number);
	return 0;
}

/* Under loop_ctl_mutex. number below 0: the first that is free. The number, or a negative errno. */
static int loop_add(int number)
{
	struct loop_device *lo = kzalloc(sizeof(*lo), GFP_KERNEL);
	int error;

	if (!lo)
		return -ENOMEM;
	spin_lock_init(&lo->lo_lock);
	INIT_LIST_HEAD(&lo->write_cmd_head);
	lo->lo_state = Lo_unbound;
	error = idr_alloc(&loop_index_idr, lo, max(number, 0), number < 0 ? 0 : number + 1,
			  GFP_KERNEL);
	if (error < 0) {
		if (error == -ENOSPC)
			error = -EEXIST;
		goto out_free;
	}
	lo->lo_number = error;
	error = loop_init_tags(lo);
	if (error)
		goto out_idr;
	error = loop_init_disk(lo);
	if (error)
		goto out_tags;
	add_disk(lo->lo_disk);
	return lo->lo_number;

out_tags:
	blk_mq_free_tag_set(&lo->tag_set);
out_idr:
	idr_remove(&loop_index_idr, lo->lo_number);
out_free:
	kfree(lo);
	return error;
}

/* Under loop_ctl_mutex, with nobody who has it open. Who has found the disk before gets -ENXIO. */
static void loop_remove(struct loop_device *lo)
{
	lo->lo_disk->private_data = NULL;
	idr_remove(&loop_index_idr, lo->lo_number);
	del_gendisk(lo->lo_disk);
	blk_cleanup_queue(lo->lo_queue);
	blk_mq_free_tag_set(&lo->tag_set);
	put_disk(lo->lo_disk);
	kfree(lo);
}

static int loop_control_remove(int number)
{
	struct loop_device *lo = idr_find(&loop_index_idr, number);

	if (!lo)
		return -ENODEV;
	if (lo->lo_state != Lo_unbound || atomic_read(&lo->lo_refcnt) > 0)
		return -EBUSY;
	loop_remove(lo);
	return number;
}

static int loop_control_get_free(void)
{
	struct loop_device *lo;
	int number;

	idr_for_each_entry (&loop_index_idr, lo, number)
		if (lo->lo_state == Lo_unbound)
			return number;
	return loop_add(-1);
}

static long loop_control_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	int ret = -ENOSYS;

	mutex_lock(&loop_ctl_mutex);
	switch (cmd) {
	case LOOP_CTL_ADD:
		ret = loop_add(arg);
		break;
	case LOOP_CTL_REMOVE:
		ret = loop_control_remove(arg);
		break;
	case LOOP_CTL_GET_FREE:
		ret = loop_control_get_free();
		break;
	}
	mutex_unlock(&loop_ctl_mutex);
	return ret;
}

static const struct file_operations loop_ctl_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = loop_control_ioctl,
};

static struct miscdevice loop_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "loop-control",
	.fops = &loop_ctl_fops,
};

static void loop_remove_all(void)
{
	struct loop_device *lo;
	int number;

	mutex_lock(&loop_ctl_mutex);
	idr_for_each_entry (&loop_index_idr, lo, number)
		loop_remove(lo);
	mutex_unlock(&loop_ctl_mutex);
	idr_destroy(&loop_index_idr);
}

static int __init loop_init(void)
{
	int error = misc_register(&loop_misc);
	int number;

	if (error)
		return error;
	error = register_blkdev(LOOP_MAJOR, "loop");
	if (error)
		goto out_misc;
	for (number = 0; number < max_loop && error >= 0; number++) {
		mutex_lock(&loop_ctl_mutex);
		error = loop_add(number);
		mutex_unlock(&loop_ctl_mutex);
	}
	if (error >= 0)
		return 0;
	loop_remove_all();
	unregister_blkdev(LOOP_MAJOR, "loop");
out_misc:
	misc_deregister(&loop_misc);
	return error;
}

static void __exit loop_exit(void)
{
	loop_remove_all();
	unregister_blkdev(LOOP_MAJOR, "loop");
	misc_deregister(&loop_misc);
}

module_init(loop_init);
module_exit(loop_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("A disk whose sectors are a file's bytes");
