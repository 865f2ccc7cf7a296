/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_setup.c - what losetup does: binds /dev/loop0 to a file by the loop driver's own ioctls.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/loop.h>

#include <sim/backing_file.h>

#include "loop_setup.h"

static unsigned int drive_number;
static unsigned int drive_irq;
static int file_flags;
static int sync_fd = -EBADF; /* keeps the file, and its cached pages, for the final sync */

fmode_t loop_setup_mode(void)
{
	return FMODE_READ | ((file_flags & O_ACCMODE) == O_RDONLY ? 0 : FMODE_WRITE);
}

int loop_ioctl(unsigned int number, unsigned int cmd, unsigned long arg)
{
	struct block_device *bdev;
	char path[16];
	int ret;

	snprintf(path, sizeof(path), "/dev/loop%u", number);
	bdev = blkdev_get_by_path(path, loop_setup_mode(), NULL);
	if (IS_ERR(bdev))
		return PTR_ERR(bdev);
	ret = __blkdev_driver_ioctl(bdev, loop_setup_mode(), cmd, arg);
	blkdev_put(bdev, loop_setup_mode());
	return ret;
}

int loop_control(unsigned int cmd, unsigned long arg)
{
	struct file *file = filp_open("/dev/loop-control", O_RDWR, 0);
	int ret;

	if (IS_ERR(file))
		return PTR_ERR(file);
	ret = file->f_op->unlocked_ioctl(file, cmd, arg);
	fput(file);
	return ret;
}

int loop_setup_open_file(void)
{
	return backing_file_open(drive_number, drive_irq, file_flags);
}

void loop_setup_detach(void)
{
	int error;

	do
		error = loop_ioctl(0, LOOP_CLR_FD, 0);
	while (error == -ENOMEM);
	WARN(error, "LOOP_CLR_FD: %d", error);
}

int loop_setup_attach(unsigned int drive, unsigned int irq, bool direct, bool read_only)
{
	int error;
	int fd;

	drive_number = drive;
	drive_irq = irq;
	file_flags = (read_only ? O_RDONLY : O_RDWR) | (direct ? O_DIRECT : 0);
	fd = loop_setup_open_file();
	if (fd < 0)
		return fd;
	error = loop_ioctl(0, LOOP_SET_FD, fd);
	close_fd(fd);
	if (error)
		return error;
	sync_fd = loop_setup_open_file();
	if (sync_fd >= 0)
		return 0;
	loop_setup_detach();
	return sync_fd;
}

void loop_setup_close(void)
{
	if (sync_fd >= 0)
		close_fd(sync_fd);
	sync_fd = -EBADF;
}

int loop_setup_direct_io(bool direct)
{
	return loop_ioctl(0, LOOP_SET_DIRECT_IO, direct);
}

void loop_setup_sync(void)
{
	struct file *file = fget(sync_fd);

	if (!file)
		return;
	while (vfs_fsync(file, 0))
		;
	fput(file);
}
