/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_setup.c - what losetup does: binds /dev/loop0 to a file by the loop driver's own ioctls.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/major.h>
#include <linux/version.h>

#include <uapi/linux/loop.h>

#include "../file_backing.h"
#include "../user.h"
#include "loop_setup.h"

#define LOOP_DEVICE MKDEV(LOOP_MAJOR, 0)

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#define OPEN_MODE (BLK_OPEN_READ | BLK_OPEN_WRITE)

static struct file *loop_open(struct block_device **bdev)
{
	struct file *file = bdev_file_open_by_dev(LOOP_DEVICE, OPEN_MODE, NULL, NULL);

	if (!IS_ERR(file))
		*bdev = file_bdev(file);
	return file;
}

static void loop_close(struct file *file)
{
	bdev_fput(file);
}
#else
#define OPEN_MODE (FMODE_READ | FMODE_WRITE)

static struct block_device *loop_open(struct block_device **bdev)
{
	*bdev = blkdev_get_by_dev(LOOP_DEVICE, OPEN_MODE, NULL);
	return *bdev;
}

static void loop_close(struct block_device *bdev)
{
	blkdev_put(bdev, OPEN_MODE);
}
#endif

/* open(), ioctl(), close(). */
static int loop_ioctl(unsigned int cmd, unsigned long arg)
{
	struct block_device *bdev;
	typeof(loop_open(NULL)) opened = loop_open(&bdev);
	int ret;

	if (IS_ERR(opened))
		return PTR_ERR(opened);
	ret = bdev->bd_disk->fops->ioctl(bdev, OPEN_MODE, cmd, arg);
	loop_close(opened);
	user_return();
	return ret;
}

int loop_setup_attach(unsigned int drive, unsigned int irq, bool direct, bool read_only)
{
	struct loop_config config = {
		.info.lo_flags = (direct ? LO_FLAGS_DIRECT_IO : 0) |
				 (read_only ? LO_FLAGS_READ_ONLY : 0),
	};
	int fd = backing_file_open(drive, irq, read_only ? O_RDONLY : O_RDWR);
	int error;

	if (fd < 0)
		return fd;
	config.fd = fd;
	error = loop_ioctl(LOOP_CONFIGURE, (unsigned long)&config);
	close_fd(fd);
	user_return();
	return error;
}

void loop_setup_detach(void)
{
	int error = loop_ioctl(LOOP_CLR_FD, 0);

	WARN(error, "LOOP_CLR_FD: %d", error);
}

int loop_setup_direct_io(bool direct)
{
	return loop_ioctl(LOOP_SET_DIRECT_IO, direct);
}
