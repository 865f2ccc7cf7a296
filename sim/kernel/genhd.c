/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * genhd.c - disks from alloc_disk() to the last put_disk().
 *
 * After block/genhd.c of 3.7, without partitions: adding a disk reads nothing from it.
 */
#include <linux/blkdev.h>
#include <linux/device.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/genhd.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

static LIST_HEAD(disk_list);
static DEFINE_SPINLOCK(disk_list_lock);

static void disk_release(struct device *dev)
{
	struct gendisk *disk = dev_to_disk(dev);

	WARN_ON(!list_empty(&disk->list));
	if (disk->queue && disk->queue_held)
		blk_put_queue(disk->queue);
	kfree(disk);
}

static const struct device_type disk_type = {
	.name = "disk",
	.release = disk_release,
};

struct gendisk *alloc_disk(int minors)
{
	struct gendisk *disk = kzalloc(sizeof(*disk), GFP_KERNEL);

	if (!disk)
		return NULL;
	disk->minors = minors;
	INIT_LIST_HEAD(&disk->list);
	disk_to_dev(disk)->type = &disk_type;
	device_initialize(disk_to_dev(disk));
	return disk;
}
EXPORT_SYMBOL(alloc_disk);

struct gendisk *get_disk(struct gendisk *disk)
{
	get_device(disk_to_dev(disk));
	return disk;
}
EXPORT_SYMBOL(get_disk);

void put_disk(struct gendisk *disk)
{
	if (disk)
		put_device(disk_to_dev(disk));
}
EXPORT_SYMBOL(put_disk);

void add_disk(struct gendisk *disk)
{
	struct device *dev = disk_to_dev(disk);

	WARN_ON(disk->minors && !(disk->major || disk->first_minor));
	/* The queue lives as long as somebody has the disk open. */
	disk->queue_held = blk_get_queue(disk->queue);
	WARN_ON(!disk->queue_held);
	dev->parent = disk->driverfs_dev;
	dev->devt = disk_devt(disk);
	/* Without memory the disk has no place in sysfs, and works all the same. */
	if (dev_set_name(dev, "%s", disk->disk_name) || device_add(dev))
		pr_warn("%s: no device\n", disk->disk_name);
	spin_lock(&disk_list_lock);
	disk->flags |= GENHD_FL_UP;
	list_add_tail(&disk->list, &disk_list);
	spin_unlock(&disk_list_lock);
}
EXPORT_SYMBOL(add_disk);

void del_gendisk(struct gendisk *disk)
{
	spin_lock(&disk_list_lock);
	disk->flags &= ~GENHD_FL_UP;
	list_del_init(&disk->list);
	spin_unlock(&disk_list_lock);
	set_capacity(disk, 0);
	if (device_is_registered(disk_to_dev(disk)))
		device_del(disk_to_dev(disk));
}
EXPORT_SYMBOL(del_gendisk);

struct gendisk *disk_find(const char *name)
{
	struct gendisk *disk, *found = NULL;

	spin_lock(&disk_list_lock);
	list_for_each_entry(disk, &disk_list, list) {
		if (!strcmp(disk->disk_name, name)) {
			found = get_disk(disk);
			break;
		}
	}
	spin_unlock(&disk_list_lock);
	return found;
}
EXPORT_SYMBOL(disk_find);

struct gendisk *get_gendisk(dev_t dev, int *partno)
{
	struct gendisk *disk, *found = NULL;

	*partno = 0;
	spin_lock(&disk_list_lock);
	list_for_each_entry(disk, &disk_list, list) {
		if (disk_devt(disk) == dev) {
			found = get_disk(disk);
			break;
		}
	}
	spin_unlock(&disk_list_lock);
	return found;
}
EXPORT_SYMBOL(get_gendisk);

struct block_device *bdget_disk(struct gendisk *disk, int partno)
{
	return partno ? NULL : bdget(disk_devt(disk));
}
EXPORT_SYMBOL(bdget_disk);

char *disk_name(struct gendisk *disk, int partno, char *buf)
{
	const char *name = disk->disk_name;
	size_t len = strlen(name);

	if (!partno)
		snprintf(buf, BDEVNAME_SIZE, "%s", name);
	else if (name[len - 1] >= '0' && name[len - 1] <= '9')
		snprintf(buf, BDEVNAME_SIZE, "%sp%d", name, partno);
	else
		snprintf(buf, BDEVNAME_SIZE, "%s%d", name, partno);
	return buf;
}
EXPORT_SYMBOL(disk_name);

void set_disk_ro(struct gendisk *disk, int flag)
{
	WRITE_ONCE(disk->part0.policy, flag);
}
EXPORT_SYMBOL(set_disk_ro);

int revalidate_disk(struct gendisk *disk)
{
	return disk->fops->revalidate_disk ? disk->fops->revalidate_disk(disk) : 0;
}
EXPORT_SYMBOL(revalidate_disk);
