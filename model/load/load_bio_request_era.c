/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_bio_request_era.c - the disk and its bios, for the block layer of this project's kernel
 * library: request functions, elevators, a bio's error passed to its end.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/device.h>
#include <linux/elevator.h>
#include <linux/err.h>
#include <linux/genhd.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "load_bio.h"

/* What an administrator writes to /sys/block/vda/queue/. */
static int load_tune(struct request_queue *q)
{
	int error = 0;

	/* No elevator, and as many requests as the device has room for at most. */
	if (q->mq_ops)
		return blk_update_nr_requests(q, min_t(unsigned int, load_plan.nr_requests,
						       q->nr_requests));
	if (strcmp(load_plan.elevator, elevator_default_name()) != 0)
		error = elevator_change(q, load_plan.elevator);
	if (!error)
		error = blk_update_nr_requests(q, load_plan.nr_requests);
	return error;
}

struct block_device *load_disk_open(const char *disk)
{
	char path[BDEVNAME_SIZE + 8];
	struct block_device *bdev;
	int error;

	snprintf(path, sizeof(path), "/dev/%s", disk);
	bdev = blkdev_get_by_path(path, FMODE_READ, NULL);
	if (IS_ERR(bdev))
		return bdev;
	error = load_tune(bdev_get_queue(bdev));
	if (error) {
		load_disk_close(bdev);
		return ERR_PTR(error);
	}
	return bdev;
}

void load_disk_close(struct block_device *bdev)
{
	blkdev_put(bdev, FMODE_READ);
}

ssize_t load_disk_serial(struct block_device *bdev, char *text)
{
	return device_attr_show(disk_to_dev(bdev->bd_disk), "serial", text);
}

static void load_end_io(struct bio *bio, int error)
{
	struct load_io *io = bio->bi_private;

	load_io_ended(io, bio, error);
}

struct bio *load_bio_alloc(struct load_io *io)
{
	struct bio *bio = bio_alloc(GFP_NOIO, io->parts);

	bio->bi_bdev = io->job->bdev;
	bio->bi_sector = io->what.sector;
	bio->bi_end_io = load_end_io;
	bio->bi_private = io;
	return bio;
}

void load_bio_submit(struct bio *bio, const struct load_io *io)
{
	switch (io->what.op) {
	case SIM_LOAD_FLUSH:
		submit_bio(WRITE_FLUSH, bio);
		break;
	case SIM_LOAD_WRITE:
		submit_bio(io->what.fua ? WRITE_FUA : WRITE, bio);
		break;
	default:
		submit_bio(READ, bio);
	}
}
