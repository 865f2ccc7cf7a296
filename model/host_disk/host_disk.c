/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * host_disk.c - the host kernel's disk "sda": a drive of the model as a block device.
 *
 * Takes bios as they are (make_request_fn), in the submitter's context, and ends them in the
 * drive's interrupt. It takes few segments at a time, so that a large request needs several bios,
 * and knows flushes that stand alone, no FUA.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/genhd.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/module.h>
#include <linux/string.h>

#include <sim/hostos.h>

#define HOST_DISK_SEGMENTS 2

static int drive;
module_param(drive, int, 0444);
MODULE_PARM_DESC(drive, "number of the drive behind the disk");

static int irq;
module_param(irq, int, 0444);
MODULE_PARM_DESC(irq, "interrupt line of the drive");

static bool read_only;
module_param(read_only, bool, 0444);
MODULE_PARM_DESC(read_only, "the disk refuses to be opened for writing");

static struct gendisk *host_disk;
static int host_disk_major;

static enum sim_drive_op op_of(const struct bio *bio)
{
	if (bio->bi_rw & REQ_FLUSH)
		return SIM_DRIVE_FLUSH;
	return bio->bi_rw & REQ_WRITE ? SIM_DRIVE_WRITE : SIM_DRIVE_READ;
}

static void host_disk_make_request(struct request_queue *q, struct bio *bio)
{
	struct sim_drive_iovec vector[HOST_DISK_SEGMENTS];
	unsigned int count = 0;
	struct bio_vec *bvec;
	int i;

	if (bio->bi_rw & REQ_FUA || (bio->bi_rw & REQ_FLUSH && bio_sectors(bio)) ||
	    bio_segments(bio) > HOST_DISK_SEGMENTS) {
		bio_endio(bio, -EOPNOTSUPP);
		return;
	}
	bio_for_each_segment (bvec, bio, i) {
		vector[count].base = (char *)page_address(bvec->bv_page) + bvec->bv_offset;
		vector[count++].bytes = bvec->bv_len;
	}
	sim_drive_submit(drive, op_of(bio), (uint64_t)bio->bi_sector << 9, vector, count, bio);
}

static irqreturn_t host_disk_interrupt(int line, void *data)
{
	irqreturn_t ret = IRQ_NONE;
	void *cookie;
	int error;

	while (sim_drive_reap(drive, &cookie, &error)) {
		bio_endio(cookie, error);
		ret = IRQ_HANDLED;
	}
	return ret;
}

/* The drive may have grown. */
static int host_disk_revalidate(struct gendisk *disk)
{
	set_capacity(disk, sim_drive_bytes(drive) >> 9);
	return 0;
}

static const struct block_device_operations host_disk_fops = {
	.owner = THIS_MODULE,
	.revalidate_disk = host_disk_revalidate,
};

static struct request_queue *host_disk_queue(void)
{
	struct request_queue *q = blk_alloc_queue(GFP_KERNEL);

	if (!q)
		return NULL;
	blk_queue_make_request(q, host_disk_make_request);
	blk_queue_max_segments(q, HOST_DISK_SEGMENTS);
	if (sim_drive_volatile_cache(drive))
		blk_queue_flush(q, REQ_FLUSH);
	return q;
}

static int __init host_disk_init(void)
{
	int error = -ENOMEM;

	host_disk_major = register_blkdev(0, "host_disk");
	host_disk = alloc_disk(1);
	if (host_disk_major < 0 || !host_disk)
		goto out_disk;
	host_disk->queue = host_disk_queue();
	if (!host_disk->queue)
		goto out_disk;
	error = request_irq(irq, host_disk_interrupt, 0, "sda", host_disk);
	if (error)
		goto out_queue;
	host_disk->major = host_disk_major;
	host_disk->fops = &host_disk_fops;
	strscpy(host_disk->disk_name, "sda", sizeof(host_disk->disk_name));
	set_disk_ro(host_disk, read_only);
	host_disk_revalidate(host_disk);
	sim_drive_open_irq(drive, irq);
	add_disk(host_disk);
	return 0;

out_queue:
	blk_cleanup_queue(host_disk->queue);
	host_disk->queue = NULL;
out_disk:
	put_disk(host_disk);
	if (host_disk_major >= 0)
		unregister_blkdev(host_disk_major, "host_disk");
	return error;
}

static void __exit host_disk_exit(void)
{
	del_gendisk(host_disk);
	sim_drive_open_irq(drive, 0);
	free_irq(irq, host_disk);
	blk_cleanup_queue(host_disk->queue);
	put_disk(host_disk);
	unregister_blkdev(host_disk_major, "host_disk");
}

module_init(host_disk_init);
module_exit(host_disk_exit);
