/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * fs.h - what block users and drivers take from the file system header: data directions, open
 * modes, block devices and their numbers. There are no files and no inodes here.
 */
#ifndef _LINUX_FS_H
#define _LINUX_FS_H

#include <linux/types.h>
#include <linux/kdev_t.h>
#include <linux/mutex.h>
#include <linux/blk_types.h>

struct bio;
struct gendisk;
struct hd_struct;
struct request_queue;

/* fmode_t */
#define FMODE_READ ((fmode_t)0x1)
#define FMODE_WRITE ((fmode_t)0x2)
#define FMODE_NDELAY ((fmode_t)0x40)
#define FMODE_EXCL ((fmode_t)0x80)

/* The first argument of submit_bio(), and data directions. */
#define READ 0
#define WRITE 1
#define RW_MASK REQ_WRITE
#define READA REQ_RAHEAD
#define READ_SYNC (READ | REQ_SYNC)
#define WRITE_SYNC (WRITE | REQ_SYNC | REQ_NOIDLE)
#define WRITE_ODIRECT (WRITE | REQ_SYNC)
#define WRITE_FLUSH (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FLUSH)
#define WRITE_FUA (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FUA)
#define WRITE_FLUSH_FUA (WRITE | REQ_SYNC | REQ_NOIDLE | REQ_FLUSH | REQ_FUA)

/*
 * What a user of a disk holds. One for each device number, counted: bdget_disk() and
 * blkdev_get_by_path() take, bdput() and blkdev_put() drop. While it is open (bd_openers > 0) it
 * holds its disk.
 */
struct block_device {
	dev_t bd_dev;
	int bd_openers; /* under bd_mutex */
	int bd_count; /* references, under the table's lock */
	void *bd_holder; /* of an FMODE_EXCL opening */
	int bd_holders;
	struct mutex bd_mutex; /* opening and closing */
	struct block_device *bd_contains; /* itself: there are no partitions */
	struct gendisk *bd_disk; /* NULL while it is not open */
	struct hd_struct *bd_part;
	unsigned int bd_block_size; /* bytes */
	struct list_head bd_list;
};

#define BDEVNAME_SIZE 32
#define BLKDEV_MAJOR_MAX 512

/*
 * Reserves a major number; major = 0 asks for a free one. Returns the number given for 0, else 0,
 * or a negative errno. Task context.
 */
int register_blkdev(unsigned int major, const char *name);
void unregister_blkdev(unsigned int major, const char *name);

/*
 * Opens and closes. Task context. mode: FMODE_*; holder: with FMODE_EXCL, who opens. A device
 * without a disk (never added, or del_gendisk() has run) gives -ENXIO, a read-only one opened for
 * writing -EACCES, a holder's conflict -EBUSY.
 */
int blkdev_get(struct block_device *bdev, fmode_t mode, void *holder);
int blkdev_put(struct block_device *bdev, fmode_t mode);
/* path is "/dev/" and the disk's name. ERR_PTR() on failure. */
struct block_device *blkdev_get_by_path(const char *path, fmode_t mode, void *holder);
struct block_device *blkdev_get_by_dev(dev_t dev, fmode_t mode, void *holder);
/* A reference without opening. */
struct block_device *bdget(dev_t dev);
struct block_device *bdgrab(struct block_device *bdev);
void bdput(struct block_device *bdev);
const char *bdevname(struct block_device *bdev, char *buffer);
int bdev_read_only(struct block_device *bdev);

/*
 * Submits a bio: rw (READ, WRITE_FLUSH ...) is or-ed into bi_rw. Task context, may sleep for a
 * request; the end is bi_end_io(), possibly before this returns.
 */
void submit_bio(int rw, struct bio *bio);

#endif
