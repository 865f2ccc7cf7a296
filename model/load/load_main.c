/* SPDX-License-Identifier: GPL-2.0-only */
/* load_main.c - the load module: opens the disk, starts and stops the jobs. */
#include <linux/blkdev.h>
#include <linux/elevator.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/string.h>

#include "load.h"

static struct block_device *bdev;
static struct load_job *jobs;

/* What an administrator writes to /sys/block/vda/queue/. */
static int load_tune(struct request_queue *q)
{
	int error = 0;

	if (strcmp(load_plan.elevator, elevator_default_name()) != 0)
		error = elevator_change(q, load_plan.elevator);
	if (!error)
		error = blk_update_nr_requests(q, load_plan.nr_requests);
	return error;
}

int load_open(const char *disk)
{
	char path[BDEVNAME_SIZE + 8];
	int error = load_io_init();

	if (error)
		return error;
	snprintf(path, sizeof(path), "/dev/%s", disk);
	bdev = blkdev_get_by_path(path, FMODE_READ, NULL);
	if (IS_ERR(bdev)) {
		load_io_exit();
		return PTR_ERR(bdev);
	}
	error = load_tune(bdev_get_queue(bdev));
	if (error)
		load_close();
	return error;
}

void load_close(void)
{
	blkdev_put(bdev, FMODE_READ);
	load_io_exit();
}

static void load_stop_jobs(unsigned int started)
{
	while (started-- > 0)
		load_job_stop(&jobs[started]);
	kfree(jobs);
}

int load_start(void)
{
	unsigned int cpus = num_online_cpus();
	unsigned int started;
	int error = 0;

	jobs = kcalloc(load_plan.jobs, sizeof(*jobs), GFP_KERNEL);
	if (!jobs)
		return -ENOMEM;
	for (started = 0; started < load_plan.jobs; started++) {
		error = load_job_start(&jobs[started], started, bdev, started % cpus);
		if (error)
			break;
	}
	if (!error && load_plan.serial_reads)
		error = load_serial_start(bdev, load_plan.jobs % cpus);
	if (error)
		load_stop_jobs(started);
	return error;
}

void load_stop(void)
{
	load_stop_jobs(load_plan.jobs);
	if (load_plan.serial_reads)
		load_serial_stop();
}
