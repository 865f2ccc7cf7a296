/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_9p.c - tasks that read and write files of a mounted 9P server.
 *
 * All share one mount. Whoever is done last unmounts, as a removal of the device waits for that.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <net/9p/client.h>

#include <sim/traffic.h>

#include "../load_tasks/load_tasks.h"

#define MOUNT_TAG "vqsim"
#define MESSAGE_OVERHEAD 64

static struct sim_traffic_plan plan;
static struct p9_client *client;
static atomic_t users;

static void unmount(void)
{
	p9_client_destroy(client);
	client = NULL;
}

/* One file operation; what was read is looked at only if all of it came. */
static void load_do(const struct sim_traffic_item *what, void *data)
{
	int result;

	if (what->op == SIM_TRAFFIC_SEND) {
		sim_traffic_fill(what->id, 0, data, plan.bytes);
		result = p9_client_write(client, what->job, what->id, data, plan.bytes);
	} else {
		result = p9_client_read(client, what->job, what->id, data, plan.bytes);
		if (result == (int)plan.bytes)
			sim_traffic_check(what->id, 0, data, plan.bytes, *(u64 *)data);
	}
	sim_traffic_ended(what->id, result < 0 ? result : result == (int)plan.bytes ? 0 : -EIO);
}

static void load_work(unsigned int job)
{
	void *buffer = kmalloc(plan.bytes, GFP_KERNEL | __GFP_NOFAIL);
	struct sim_traffic_item what;

	while (sim_traffic_next(job, &what))
		load_do(&what, buffer);
	kfree(buffer);
	if (atomic_dec_and_test(&users))
		unmount();
	sim_traffic_job_done(job);
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	client = p9_client_create("virtio", MOUNT_TAG, plan.bytes + MESSAGE_OVERHEAD);
	if (!IS_ERR(client))
		return 0;
	return PTR_ERR(client);
}

void load_close(void)
{
	if (client)
		unmount();
}

int load_start(void)
{
	atomic_set(&users, (int)plan.jobs);
	return load_jobs_start(plan.jobs, load_work);
}

void load_stop(void)
{
	load_jobs_stop();
}
