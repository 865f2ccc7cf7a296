/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_bdev.c - block devices: what users of a disk open and hold.
 *
 * After fs/block_dev.c of 3.7, with a counted table in place of the inodes of its file system.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

static LIST_HEAD(bdev_list);
static DEFINE_SPINLOCK(bdev_lock);

/* Under bdev_lock. */
static struct block_device *bdev_find(dev_t dev)
{
	struct block_device *bdev;

	list_for_each_entry(bdev, &bdev_list, bd_list) {
		if (bdev->bd_dev == dev) {
			bdev->bd_count++;
			return bdev;
		}
	}
	return NULL;
}

struct block_device *bdget(dev_t dev)
{
	struct block_device *bdev, *new;

	spin_lock(&bdev_lock);
	bdev = bdev_find(dev);
	spin_unlock(&bdev_lock);
	if (bdev)
		return bdev;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return NULL;
	new->bd_dev = dev;
	new->bd_count = 1;
	new->bd_contains = new;
	mutex_init(&new->bd_mutex);
	spin_lock(&bdev_lock);
	bdev = bdev_find(dev);
	if (!bdev) {
		bdev = new;
		list_add_tail(&new->bd_list, &bdev_list);
	}
	spin_unlock(&bdev_lock);
	if (bdev != new) {
		mutex_destroy(&new->bd_mutex);
		kfree(new);
	}
	return bdev;
}
EXPORT_SYMBOL(bdget);

struct block_device *bdgrab(struct block_device *bdev)
{
	spin_lock(&bdev_lock);
	bdev->bd_count++;
	spin_unlock(&bdev_lock);
	return bdev;
}
EXPORT_SYMBOL(bdgrab);

void bdput(struct block_device *bdev)
{
	bool last;

	spin_lock(&bdev_lock);
	last = --bdev->bd_count == 0;
	if (last)
		list_del(&bdev->bd_list);
	spin_unlock(&bdev_lock);
	if (last) {
		WARN_ON(bdev->bd_openers);
		mutex_destroy(&bdev->bd_mutex);
		kfree(bdev);
	}
}
EXPORT_SYMBOL(bdput);

/* One exclusive holder at a time, as often as he likes. */
static int bd_claim(struct block_device *bdev, void *holder)
{
	int err = 0;

	spin_lock(&bdev_lock);
	if (bdev->bd_holder && bdev->bd_holder != holder) {
		err = -EBUSY;
	} else {
		bdev->bd_holder = holder;
		bdev->bd_holders++;
	}
	spin_unlock(&bdev_lock);
	return err;
}

static void bd_unclaim(struct block_device *bdev)
{
	spin_lock(&bdev_lock);
	if (!--bdev->bd_holders)
		bdev->bd_holder = NULL;
	spin_unlock(&bdev_lock);
}

/* Under bd_mutex: ties bdev to disk at the first opening, and opens the driver. Takes over the
 * reference to disk, or drops it. */
static int bd_open(struct block_device *bdev, struct gendisk *disk, fmode_t mode)
{
	bool first = !bdev->bd_openers;
	int err = 0;

	if (first) {
		bdev->bd_disk = disk;
		bdev->bd_part = &disk->part0;
		bdev->bd_block_size = queue_logical_block_size(disk->queue);
	} else if (bdev->bd_disk != disk) {
		/* The old disk of this number is gone but still held. */
		err = -ENXIO;
	}
	if (!err && disk->fops->open)
		err = disk->fops->open(bdev, mode);
	if (err && first) {
		bdev->bd_disk = NULL;
		bdev->bd_part = NULL;
	}
	if (!err)
		bdev->bd_openers++;
	if (err || !first)
		put_disk(disk);
	return err;
}

int blkdev_get(struct block_device *bdev, fmode_t mode, void *holder)
{
	struct gendisk *disk;
	int partno, err;

	if ((mode & FMODE_EXCL) && WARN_ON(!holder)) {
		bdput(bdev);
		return -EINVAL;
	}
	disk = get_gendisk(bdev->bd_dev, &partno);
	if (!disk) {
		bdput(bdev);
		return -ENXIO;
	}
	mutex_lock(&bdev->bd_mutex);
	err = bd_open(bdev, disk, mode);
	mutex_unlock(&bdev->bd_mutex);
	if (err) {
		bdput(bdev);
		return err;
	}
	if ((mode & FMODE_WRITE) && bdev_read_only(bdev))
		err = -EACCES;
	else if (mode & FMODE_EXCL)
		err = bd_claim(bdev, holder);
	if (err)
		blkdev_put(bdev, mode & ~FMODE_EXCL);
	return err;
}
EXPORT_SYMBOL(blkdev_get);

int blkdev_put(struct block_device *bdev, fmode_t mode)
{
	struct gendisk *disk, *last = NULL;
	int ret = 0;

	if (mode & FMODE_EXCL)
		bd_unclaim(bdev);
	mutex_lock(&bdev->bd_mutex);
	disk = bdev->bd_disk;
	bdev->bd_openers--;
	if (disk->fops->release)
		ret = disk->fops->release(disk, mode);
	if (!bdev->bd_openers) {
		bdev->bd_disk = NULL;
		bdev->bd_part = NULL;
		last = disk;
	}
	mutex_unlock(&bdev->bd_mutex);
	put_disk(last);
	bdput(bdev);
	return ret;
}
EXPORT_SYMBOL(blkdev_put);

struct block_device *blkdev_get_by_dev(dev_t dev, fmode_t mode, void *holder)
{
	struct block_device *bdev = bdget(dev);
	int err;

	if (!bdev)
		return ERR_PTR(-ENOMEM);
	err = blkdev_get(bdev, mode, holder);
	return err ? ERR_PTR(err) : bdev;
}
EXPORT_SYMBOL(blkdev_get_by_dev);

struct block_device *blkdev_get_by_path(const char *path, fmode_t mode, void *holder)
{
	struct gendisk *disk;
	dev_t dev;

	if (strncmp(path, "/dev/", 5))
		return ERR_PTR(-ENOENT);
	disk = disk_find(path + 5);
	if (!disk)
		return ERR_PTR(-ENXIO);
	dev = disk_devt(disk);
	put_disk(disk);
	return blkdev_get_by_dev(dev, mode, holder);
}
EXPORT_SYMBOL(blkdev_get_by_path);

const char *bdevname(struct block_device *bdev, char *buffer)
{
	return disk_name(bdev->bd_disk, 0, buffer);
}
EXPORT_SYMBOL(bdevname);

int bdev_read_only(struct block_device *bdev)
{
	return get_disk_ro(bdev->bd_disk);
}
EXPORT_SYMBOL(bdev_read_only);
