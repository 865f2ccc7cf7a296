/* SPDX-License-Identifier: GPL-2.0-only */
/* load_main.c - the load module: opens the disk, starts and stops the jobs. */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "load_bio.h"

static struct block_device *bdev;
static struct load_job *jobs;

int load_open(const char *disk)
{
	int error = load_io_init();

	if (error)
		return error;
	bdev = load_disk_open(disk);
	if (IS_ERR(bdev)) {
		load_io_exit();
		return PTR_ERR(bdev);
	}
	return 0;
}

void load_close(void)
{
	load_disk_close(bdev);
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
