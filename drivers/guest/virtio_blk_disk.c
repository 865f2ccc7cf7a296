/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_disk.c - the disk of a virtio block device: name and numbers, capacity, serial number,
 * and who has it open.
 *
 * Re-implements what Linux's virtio_blk had before blk-mq and has since. The state outlives the device
 * while the disk is open, and the device is live before the disk is.
 */
#include <linux/bug.h>
#include <linux/device.h>
#include <linux/fs.h>
#include <linux/genhd.h>
#include <linux/idr.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/string.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>

#include "virtio_blk_disk.h"

#define PART_BITS 4

struct workqueue_struct *virtblk_wq;

static int virtblk_major;
static DEFINE_IDA(virtblk_index_ida);

/* Between opening a disk and its removal: protects gendisk.private_data. */
static DEFINE_MUTEX(virtblk_mutex);

int virtblk_register_driver(struct virtio_driver *driver)
{
	int err;

	/* Its works are needed to write dirty memory back. */
	virtblk_wq = alloc_workqueue("virtio-blk", WQ_MEM_RECLAIM, 0);
	if (!virtblk_wq)
		return -ENOMEM;
	virtblk_major = register_blkdev(0, "virtblk");
	if (virtblk_major < 0) {
		err = virtblk_major;
		goto destroy_wq;
	}
	err = register_virtio_driver(driver);
	if (err)
		goto unregister_blkdev;
	return 0;

unregister_blkdev:
	unregister_blkdev(virtblk_major, "virtblk");
destroy_wq:
	destroy_workqueue(virtblk_wq);
	return err;
}

void virtblk_unregister_driver(struct virtio_driver *driver)
{
	unregister_virtio_driver(driver);
	unregister_blkdev(virtblk_major, "virtblk");
	destroy_workqueue(virtblk_wq);
}

/* The device and every user of the disk are gone. */
static void virtblk_disk_free(struct kref *ref)
{
	struct virtblk_disk *vd = container_of(ref, struct virtblk_disk, ref);

	ida_simple_remove(&virtblk_index_ida, vd->index);
	vd->free(vd);
}

void virtblk_disk_put(struct virtblk_disk *vd)
{
	kref_put(&vd->ref, virtblk_disk_free);
}

static int virtblk_open(struct block_device *bdev, fmode_t mode)
{
	struct virtblk_disk *vd;

	mutex_lock(&virtblk_mutex);
	vd = bdev->bd_disk->private_data;
	if (vd)
		kref_get(&vd->ref);
	mutex_unlock(&virtblk_mutex);
	return vd ? 0 : -ENXIO;
}

static int virtblk_release(struct gendisk *disk, fmode_t mode)
{
	virtblk_disk_put(disk->queue->queuedata);
	return 0;
}

static const struct block_device_operations virtblk_fops = {
	.owner = THIS_MODULE,
	.open = virtblk_open,
	.release = virtblk_release,
};

int virtblk_result(u8 status)
{
	switch (status) {
	case VIRTIO_BLK_S_OK:
		return 0;
	case VIRTIO_BLK_S_UNSUPP:
		return -ENOTTY;
	default:
		return -EIO;
	}
}

/* Asks the device for its serial number, VIRTIO_BLK_ID_BYTES without a terminator. */
static int virtblk_get_id(struct gendisk *disk, char *id)
{
	struct request_queue *q = disk->queue;
	struct request *req;
	int err;

	req = blk_get_request(q, READ, GFP_KERNEL);
	if (!req)
		return -ENODEV;
	req->cmd_type = REQ_TYPE_SPECIAL;

	err = blk_rq_map_kern(q, req, id, VIRTIO_BLK_ID_BYTES, GFP_KERNEL);
	if (!err)
		err = blk_execute_rq(q, disk, req, false);
	blk_put_request(req);
	return err;
}

static ssize_t serial_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	int err;

	BUILD_BUG_ON(PAGE_SIZE <= VIRTIO_BLK_ID_BYTES);
	buf[VIRTIO_BLK_ID_BYTES] = '\0';
	err = virtblk_get_id(dev_to_disk(dev), buf);
	/* A device that knows no serial number has an empty one. */
	if (err == -EIO)
		return 0;
	return err ? err : (ssize_t)strlen(buf);
}
static DEVICE_ATTR(serial, 0444, serial_show, NULL);

static void virtblk_update_capacity(struct virtblk_disk *vd)
{
	u64 sectors;

	virtio_cread(vd->vdev, struct virtio_blk_config, capacity, &sectors);
	set_capacity(vd->disk, sectors);
}

static void virtblk_config_work(struct work_struct *work)
{
	struct virtblk_disk *vd = container_of(work, struct virtblk_disk, config_work);

	virtblk_update_capacity(vd);
	dev_notice(&vd->vdev->dev, "new size: %llu 512-byte sectors\n",
		   (unsigned long long)get_capacity(vd->disk));
	revalidate_disk(vd->disk);
}

void virtblk_config_changed(struct virtio_device *vdev)
{
	struct virtblk_disk *vd = vdev->priv;

	queue_work(virtblk_wq, &vd->config_work);
}

int virtblk_disk_init(struct virtblk_disk *vd, struct virtio_device *vdev,
		      void (*free)(struct virtblk_disk *vd))
{
	int index = ida_simple_get(&virtblk_index_ida, 0, 1 << (MINORBITS - PART_BITS), GFP_KERNEL);

	if (index < 0)
		return index;
	vd->index = index;
	vd->vdev = vdev;
	vd->free = free;
	kref_init(&vd->ref);
	INIT_WORK(&vd->config_work, virtblk_config_work);
	return 0;
}

/* "vd" and the index in letters: a .. z, aa .. zz, aaa ... */
static void virtblk_name(int index, char *buf, size_t buf_bytes)
{
	char letters[8];
	char *p = letters + sizeof(letters) - 1;

	*p = '\0';
	for (; index >= 0; index = index / 26 - 1)
		*--p = 'a' + index % 26;
	snprintf(buf, buf_bytes, "vd%s", p);
}

int virtblk_disk_alloc(struct virtblk_disk *vd)
{
	struct gendisk *disk = alloc_disk(1 << PART_BITS);

	if (!disk)
		return -ENOMEM;
	virtblk_name(vd->index, disk->disk_name, DISK_NAME_LEN);
	disk->major = virtblk_major;
	disk->first_minor = vd->index << PART_BITS;
	disk->private_data = vd;
	disk->fops = &virtblk_fops;
	disk->driverfs_dev = &vd->vdev->dev;
	vd->disk = disk;
	return 0;
}

int virtblk_disk_add(struct virtblk_disk *vd)
{
	virtblk_update_capacity(vd);
	virtio_device_ready(vd->vdev);
	add_disk(vd->disk);
	return device_create_file(disk_to_dev(vd->disk), &dev_attr_serial);
}

void virtblk_disk_del(struct virtblk_disk *vd)
{
	struct gendisk *disk = vd->disk;

	device_remove_file(disk_to_dev(disk), &dev_attr_serial);
	del_gendisk(disk);
	mutex_lock(&virtblk_mutex);
	disk->private_data = NULL;
	mutex_unlock(&virtblk_mutex);
}
