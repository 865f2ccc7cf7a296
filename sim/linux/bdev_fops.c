/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bdev_fops.c - files of block devices: they are opened and closed and take ioctls; what reads and
 * writes submits bios.
 */
#include <linux/blkdev.h>
#include <linux/fs.h>
#include <linux/version.h>

#include <asm/port.h>

#include <../block/blk.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
blk_mode_t file_to_blk_mode(struct file *file)
{
	blk_mode_t mode = 0;

	if (file->f_mode & FMODE_READ)
		mode |= BLK_OPEN_READ;
	if (file->f_mode & FMODE_WRITE)
		mode |= BLK_OPEN_WRITE;
	/* An open file tells by its holder that it is the only one. */
	if (file->private_data || file->f_flags & O_EXCL)
		mode |= BLK_OPEN_EXCL;
	if (file->f_flags & O_NDELAY)
		mode |= BLK_OPEN_NDELAY;
	return mode;
}

static int bdev_file_open(struct inode *inode, struct file *file)
{
	blk_mode_t mode = file_to_blk_mode(file);
	struct block_device *bdev;
	int err;

	if (mode & BLK_OPEN_EXCL)
		file->private_data = file;
	err = bdev_permission(inode->i_rdev, mode, file->private_data);
	if (err)
		return err;
	bdev = blkdev_get_no_open(inode->i_rdev);
	if (!bdev)
		return -ENXIO;
	err = bdev_open(bdev, mode, file->private_data, NULL, file);
	if (err)
		blkdev_put_no_open(bdev);
	return err;
}

static int bdev_file_release(struct inode *inode, struct file *file)
{
	bdev_release(file);
	return 0;
}
#else
static int bdev_file_open(struct inode *inode, struct file *file)
{
	struct block_device *bdev;

	if (file->f_flags & O_NDELAY)
		file->f_mode |= FMODE_NDELAY;
	if (file->f_flags & O_EXCL)
		file->f_mode |= FMODE_EXCL;
	bdev = blkdev_get_by_dev(inode->i_rdev, file->f_mode, file);
	if (IS_ERR(bdev))
		return PTR_ERR(bdev);
	file->f_mapping = bdev->bd_inode->i_mapping;
	return 0;
}

static int bdev_file_release(struct inode *inode, struct file *file)
{
	blkdev_put(I_BDEV(file->f_mapping->host), file->f_mode);
	return 0;
}
#endif

const struct file_operations def_blk_fops = {
	.open = bdev_file_open,
	.release = bdev_file_release,
	.unlocked_ioctl = blkdev_ioctl,
};

/* Nothing is cached (pagecache.c). */
const struct address_space_operations def_blk_aops = {};
