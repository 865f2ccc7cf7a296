/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * genhd.h - disks: what a driver registers and users open.
 */
#ifndef _LINUX_GENHD_H
#define _LINUX_GENHD_H

#include <linux/device.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/types.h>

struct block_device;
struct block_device_operations;
struct request_queue;

#define DISK_NAME_LEN 32
#define DISK_MAX_PARTS 256

#define GENHD_FL_REMOVABLE 1
#define GENHD_FL_UP 16 /* between add_disk() and del_gendisk() */
#define GENHD_FL_EXT_DEVT 64

/* The whole disk is its own only partition. */
struct hd_struct {
	sector_t start_sect;
	sector_t nr_sects; /* set_capacity() and get_capacity(), unlocked */
	struct device __dev;
	int policy; /* 1: read only */
	int partno;
};

struct gendisk {
	int major;
	int first_minor;
	int minors;
	char disk_name[DISK_NAME_LEN];
	struct hd_struct part0;
	const struct block_device_operations *fops;
	struct request_queue *queue;
	void *private_data;
	int flags; /* GENHD_FL_*, under the disk list's lock once added */
	struct device *driverfs_dev; /* parent */
	struct list_head list; /* all added disks */
	bool queue_held; /* add_disk() took a reference on queue */
};

#define disk_to_dev(disk) (&(disk)->part0.__dev)
#define part_to_dev(part) (&(part)->__dev)
#define dev_to_disk(device) container_of((device), struct gendisk, part0.__dev)
#define disk_devt(disk) MKDEV((disk)->major, (disk)->first_minor)

/* A disk with one reference and no queue. NULL without memory. Task context. */
struct gendisk *alloc_disk(int minors);
/* References; the last put frees the disk and drops its queue. Task context. */
struct gendisk *get_disk(struct gendisk *disk);
void put_disk(struct gendisk *disk);
/* Makes the disk known: from here on it is opened and I/O comes. Task context. */
void add_disk(struct gendisk *disk);
/* Makes it unknown: no new opening succeeds. Those who have it open still hold it, and may still
 * submit. Task context. */
void del_gendisk(struct gendisk *disk);

/* The block device of partition partno (0: the whole disk); NULL if it has none. */
struct block_device *bdget_disk(struct gendisk *disk, int partno);
/* By "vda", counted; NULL if there is none added of this name. */
struct gendisk *disk_find(const char *name);
/* By number, counted. */
struct gendisk *get_gendisk(dev_t dev, int *partno);
/* Writes the name ("vda", "vda3") to buf, BDEVNAME_SIZE bytes, and returns it. */
char *disk_name(struct gendisk *disk, int partno, char *buf);

void set_disk_ro(struct gendisk *disk, int flag);
static inline int get_disk_ro(struct gendisk *disk)
{
	return READ_ONCE(disk->part0.policy);
}

/* Tells users that the size changed: calls fops->revalidate_disk() if there is one. */
int revalidate_disk(struct gendisk *disk);

/* In 512-byte sectors. Any context; the value is a single word and may change at any time. */
static inline sector_t get_capacity(struct gendisk *disk)
{
	return READ_ONCE(disk->part0.nr_sects);
}

static inline void set_capacity(struct gendisk *disk, sector_t sectors)
{
	WRITE_ONCE(disk->part0.nr_sects, sectors);
}

static inline sector_t get_start_sect(struct block_device *bdev)
{
	return bdev->bd_part->start_sect;
}

#endif
