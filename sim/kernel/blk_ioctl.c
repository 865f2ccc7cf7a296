/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_ioctl.c - the ioctls that a block driver hands on.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>

int __blkdev_driver_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd,
			  unsigned long arg)
{
	const struct block_device_operations *fops = bdev->bd_disk->fops;

	if (!fops->ioctl)
		return -ENOTTY;
	return fops->ioctl(bdev, mode, cmd, arg);
}
EXPORT_SYMBOL(__blkdev_driver_ioctl);

int scsi_cmd_ioctl(struct request_queue *q, struct gendisk *disk, fmode_t mode, unsigned int cmd,
		   void __user *arg)
{
	SIM_FIXED(-ENOTTY, "there is no user space that could pass a SCSI command");
}
EXPORT_SYMBOL(scsi_cmd_ioctl);

int scsi_cmd_blk_ioctl(struct block_device *bdev, fmode_t mode, unsigned int cmd, void __user *arg)
{
	SIM_FIXED(-ENOTTY, "there is no user space that could pass a SCSI command");
}
EXPORT_SYMBOL(scsi_cmd_blk_ioctl);
