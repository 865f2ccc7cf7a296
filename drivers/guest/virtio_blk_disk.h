/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_disk.h - the disk of a virtio block device, whichever way its requests go.
 *
 * Part of virtio_blk and of virtio_blk_mq. Both begin their struct virtio_blk, which is the priv of the
 * virtio device and the queuedata of the disk's queue, with struct virtblk_disk.
 */
#ifndef VIRTIO_BLK_DISK_H
#define VIRTIO_BLK_DISK_H

#include <linux/blkdev.h>
#include <linux/kref.h>
#include <linux/virtio.h>
#include <linux/workqueue.h>

/* Data segments that we would use, whatever the device says. */
#define VIRTBLK_SEGMENTS_MAX 1022

/* Entries of a buffer that hold no data: header and status. */
#define VIRTBLK_FIXED_SGS 2

struct virtblk_disk {
	struct virtio_device *vdev;
	struct gendisk *disk;
	struct kref ref; /* one for the device, one for each opening of the disk */
	int index; /* 0 for vda */
	struct work_struct config_work;
	void (*free)(struct virtblk_disk *vd);
};

/* Runs changes of configuration, and the later steps of bios. */
extern struct workqueue_struct *virtblk_wq;

/* The driver, with what all its disks need. */
int virtblk_register_driver(struct virtio_driver *driver);
void virtblk_unregister_driver(struct virtio_driver *driver);

/* Takes an index; the caller gets the device's reference. free() is called after the last is put. */
int virtblk_disk_init(struct virtblk_disk *vd, struct virtio_device *vdev,
		      void (*free)(struct virtblk_disk *vd));
void virtblk_disk_put(struct virtblk_disk *vd);

/* vd->disk, which has no queue yet. */
int virtblk_disk_alloc(struct virtblk_disk *vd);
/* Makes the device live, then the disk. After an error virtblk_disk_del() is still to be called. */
int virtblk_disk_add(struct virtblk_disk *vd);
/* Nobody opens the disk any more. */
void virtblk_disk_del(struct virtblk_disk *vd);

/* Callback of the virtio driver. Hardirq context. */
void virtblk_config_changed(struct virtio_device *vdev);

/* 0 or the errno for the status the device left. */
int virtblk_result(u8 status);

#endif
