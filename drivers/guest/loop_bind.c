/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_bind.c - a disk gets a file, and loses it: ioctls, openings, the last closing.
 *
 * After drivers/block/loop.c of 5.0 to 5.10, where one mutex covers states and openings. What fails
 * leaves things as they were.
 */
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>

#include "loop.h"

/* The states are read without the mutex by those who are about to send a request. */
static void loop_set_flags(struct loop_device *lo, int flags)
{
	WRITE_ONCE(lo->lo_flags, flags);
}

static void loop_set_size(struct loop_device *lo)
{
	set_capacity(lo->lo_disk, i_size_read(file_inode(lo->lo_backing_file)) >> 9);
}

static void loop_config_discard(struct loop_device *lo, bool supported)
{
	blk_queue_max_discard_sectors(lo->lo_queue, supported ? UINT_MAX >> 9 : 0);
	if (supported)
		queue_flag_set_unlocked(QUEUE_FLAG_DISCARD, lo->lo_queue);
	else
		queue_flag_clear_unlocked(QUEUE_FLAG_DISCARD, lo->lo_queue);
}

/* Under loop_ctl_mutex. Without I/O in flight the mode of all that follows changes at once. */
static void loop_update_dio(struct loop_device *lo, bool dio)
{
	struct file *file = lo->lo_backing_file;
	bool use_dio = dio && file->f_mode & FMODE_CAN_ODIRECT;

	if (lo->use_dio == use_dio)
		return;
	/* Before direct I/O what is dirty goes to the disk; errors come again with the next flush. */
	vfs_fsync(file, 0);
	blk_mq_freeze_queue(lo->lo_queue);
	lo->use_dio = use_dio;
	loop_set_flags(lo, use_dio ? lo->lo_flags | LO_FLAGS_DIRECT_IO :
				     lo->lo_flags & ~LO_FLAGS_DIRECT_IO);
	blk_mq_unfreeze_queue(lo->lo_queue);
}

/* Under loop_ctl_mutex; takes over the reference to file unless it fails. */
static int loop_bind_file(struct loop_device *lo, fmode_t mode, struct file *file)
{
	bool read_only = !(file->f_mode & mode & FMODE_WRITE);
	int error;

	if (lo->lo_state != Lo_unbound)
		return -EBUSY;
	if (!file_inode(file) || !S_ISREG(file_inode(file)->i_mode))
		return -EINVAL;
	error = loop_prepare_queue(lo);
	if (error)
		return error;
	loop_set_flags(lo, read_only ? LO_FLAGS_READ_ONLY : 0);
	set_disk_ro(lo->lo_disk, read_only);
	lo->use_dio = file->f_flags & O_DIRECT && file->f_mode & FMODE_CAN_ODIRECT;
	lo->lo_backing_file = file;
	if (!read_only) {
		blk_queue_flush(lo->lo_queue, REQ_FLUSH);
		loop_config_discard(lo, file->f_op->fallocate != NULL);
	}
	loop_set_size(lo);
	smp_store_release(&lo->lo_state, Lo_bound);
	return 0;
}

static int loop_set_fd(struct loop_device *lo, fmode_t mode, unsigned int fd)
{
	struct file *file = fget(fd);
	int error;

	if (!file)
		return -EBADF;
	mutex_lock(&loop_ctl_mutex);
	error = loop_bind_file(lo, mode, file);
	mutex_unlock(&loop_ctl_mutex);
	if (error)
		fput(file);
	return error;
}

/* In Lo_rundown nobody else changes the device. The mutex is not held: the last requests end, and
 * the file may have to wait when it is closed. */
static void __loop_clr_fd(struct loop_device *lo)
{
	struct file *file = lo->lo_backing_file;

	blk_mq_freeze_queue(lo->lo_queue);
	loop_unprepare_queue(lo);
	lo->lo_backing_file = NULL;
	set_capacity(lo->lo_disk, 0);
	set_disk_ro(lo->lo_disk, 0);
	blk_queue_flush(lo->lo_queue, 0);
	loop_config_discard(lo, false);
	blk_mq_unfreeze_queue(lo->lo_queue);

	mutex_lock(&loop_ctl_mutex);
	loop_set_flags(lo, 0);
	WRITE_ONCE(lo->lo_state, Lo_unbound);
	mutex_unlock(&loop_ctl_mutex);
	fput(file);
}

/* With others who have it open, the last of them takes the file away. */
static int loop_clr_fd(struct loop_device *lo)
{
	mutex_lock(&loop_ctl_mutex);
	if (lo->lo_state != Lo_bound) {
		mutex_unlock(&loop_ctl_mutex);
		return -ENXIO;
	}
	if (atomic_read(&lo->lo_refcnt) > 1) {
		loop_set_flags(lo, lo->lo_flags | LO_FLAGS_AUTOCLEAR);
		mutex_unlock(&loop_ctl_mutex);
		return 0;
	}
	WRITE_ONCE(lo->lo_state, Lo_rundown);
	mutex_unlock(&loop_ctl_mutex);
	__loop_clr_fd(lo);
	return 0;
}

/* The ioctls that need a file. */
static int lo_simple_ioctl(struct loop_device *lo, unsigned int cmd, unsigned long arg)
{
	int error = 0;

	mutex_lock(&loop_ctl_mutex);
	if (lo->lo_state != Lo_bound)
		error = -ENXIO;
	else if (cmd == LOOP_SET_CAPACITY)
		loop_set_size(lo);
	else
		loop_update_dio(lo, arg);
	mutex_unlock(&loop_ctl_mutex);
	return error;
}

static int lo_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, unsigned long arg)
{
	struct loop_device *lo = bdev->bd_disk->private_data;

	switch (cmd) {
	case LOOP_SET_FD:
		return loop_set_fd(lo, mode, arg);
	case LOOP_CLR_FD:
		return loop_clr_fd(lo);
	case LOOP_SET_CAPACITY:
	case LOOP_SET_DIRECT_IO:
		return lo_simple_ioctl(lo, cmd, arg);
	default:
		return -ENOIOCTLCMD;
	}
}

static int lo_open(struct block_device *bdev, fmode_t mode)
{
	struct loop_device *lo;
	int error = 0;

	mutex_lock(&loop_ctl_mutex);
	lo = bdev->bd_disk->private_data;
	if (lo)
		atomic_inc(&lo->lo_refcnt);
	else
		error = -ENXIO;
	mutex_unlock(&loop_ctl_mutex);
	return error;
}

static int lo_release(struct gendisk *disk, fmode_t mode)
{
	struct loop_device *lo;
	bool clear;

	mutex_lock(&loop_ctl_mutex);
	lo = disk->private_data;
	clear = atomic_dec_and_test(&lo->lo_refcnt) && lo->lo_flags & LO_FLAGS_AUTOCLEAR &&
		lo->lo_state == Lo_bound;
	if (clear)
		WRITE_ONCE(lo->lo_state, Lo_rundown);
	mutex_unlock(&loop_ctl_mutex);
	if (clear)
		__loop_clr_fd(lo);
	return 0;
}

const struct block_device_operations lo_fops = {
	.open = lo_open,
	.release = lo_release,
	.ioctl = lo_ioctl,
};
