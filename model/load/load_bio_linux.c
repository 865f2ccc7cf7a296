/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_bio_linux.c - the disk and its bios, for a real kernel's block layer.
 */
#include <linux/bio.h>
#include <linux/blk-mq.h>
#include <linux/blkdev.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/version.h>

#include <sim/sysfs.h>

#include "load_bio.h"

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
static struct file *disk_file;

static struct block_device *open_path(const char *path)
{
	struct file *file = bdev_file_open_by_path(path, BLK_OPEN_READ, NULL, NULL);

	if (IS_ERR(file))
		return ERR_CAST(file);
	disk_file = file;
	return file_bdev(file);
}

void load_disk_close(struct block_device *bdev)
{
	bdev_fput(disk_file);
	/* A process goes on once the file it closes is closed. */
	flush_delayed_fput();
}

static struct kobject *queue_folder(struct block_device *bdev)
{
	return &bdev->bd_disk->queue_kobj;
}
#else
static struct block_device *open_path(const char *path)
{
	return blkdev_get_by_path(path, FMODE_READ, NULL);
}

void load_disk_close(struct block_device *bdev)
{
	blkdev_put(bdev, FMODE_READ);
}

static struct kobject *queue_folder(struct block_device *bdev)
{
	return &bdev_get_queue(bdev)->kobj;
}
#endif

static int write_attribute(struct kobject *folder, const char *name, const char *value)
{
	ssize_t written = sysfs_write(folder, NULL, name, value, strlen(value));

	return written < 0 ? (int)written : 0;
}

/*
 * What an administrator writes to /sys/block/vda/queue/. A new disk has no elevator ("none", once
 * called "noop"), and as many requests as its driver has room for: there can only be fewer.
 */
static int load_tune(struct block_device *bdev)
{
	char number[16];
	int error = 0;

	if (strcmp(load_plan.elevator, "none") != 0 && strcmp(load_plan.elevator, "noop") != 0)
		error = write_attribute(queue_folder(bdev), "scheduler", load_plan.elevator);
	if (!error && load_plan.nr_requests < bdev_get_queue(bdev)->nr_requests) {
		snprintf(number, sizeof(number), "%u", load_plan.nr_requests);
		error = write_attribute(queue_folder(bdev), "nr_requests", number);
	}
	return error;
}

struct block_device *load_disk_open(const char *disk)
{
	char path[BDEVNAME_SIZE + 8];
	struct block_device *bdev;
	int error;

	snprintf(path, sizeof(path), "/dev/%s", disk);
	bdev = open_path(path);
	if (IS_ERR(bdev))
		return bdev;
	error = load_tune(bdev);
	if (error) {
		load_disk_close(bdev);
		return ERR_PTR(error);
	}
	return bdev;
}

ssize_t load_disk_serial(struct block_device *bdev, char *text)
{
	return sysfs_read(&disk_to_dev(bdev->bd_disk)->kobj, NULL, "serial", text);
}

static void load_end_io(struct bio *bio)
{
	load_io_ended(bio->bi_private, bio, blk_status_to_errno(bio->bi_status));
}

static blk_opf_t load_opf(const struct sim_load_io *what)
{
	switch (what->op) {
	case SIM_LOAD_FLUSH:
		return REQ_OP_WRITE | REQ_PREFLUSH;
	case SIM_LOAD_WRITE:
		return REQ_OP_WRITE | (what->fua ? REQ_FUA : 0);
	default:
		return REQ_OP_READ;
	}
}

struct bio *load_bio_alloc(struct load_io *io)
{
	struct bio *bio = bio_alloc(io->job->bdev, io->parts, load_opf(&io->what), GFP_NOIO);

	bio->bi_iter.bi_sector = io->what.sector;
	bio->bi_end_io = load_end_io;
	bio->bi_private = io;
	return bio;
}

void load_bio_submit(struct bio *bio, const struct load_io *io)
{
	submit_bio(bio);
}
