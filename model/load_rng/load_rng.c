/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_rng.c - tasks that read random numbers, as from /dev/hwrng.
 *
 * A guest that is suspended has no source for a while, so a reader that finds none looks again a few
 * times.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/hw_random.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <sim/traffic.h>

#include "../load_tasks/load_tasks.h"

#define PATIENCE 4
#define PAUSE_MS 10

/* model/world_rng.c: are these bytes of the device, and read for the first time? Reports if not. */
void sim_rng_check(const void *data, uint32_t bytes);

static struct sim_traffic_plan plan;

static int load_read(void *data)
{
	unsigned int patience = PATIENCE;
	ssize_t ret;

	for (;;) {
		ret = hwrng_dev_read(data, plan.bytes, false);
		if (ret > 0)
			sim_rng_check(data, ret);
		if (ret == (ssize_t)plan.bytes)
			return 0;
		if (ret != -ENODEV || !patience--)
			return ret < 0 ? ret : -EIO;
		msleep(PAUSE_MS);
	}
}

static void load_work(unsigned int job)
{
	void *buffer = kmalloc(plan.bytes, GFP_KERNEL | __GFP_NOFAIL);
	struct sim_traffic_item what;

	while (sim_traffic_next(job, &what))
		sim_traffic_ended(what.id, load_read(buffer));
	kfree(buffer);
	sim_traffic_job_done(job);
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	return 0;
}

void load_close(void)
{
}

int load_start(void)
{
	return load_jobs_start(plan.jobs, load_work);
}

void load_stop(void)
{
	load_jobs_stop();
}
