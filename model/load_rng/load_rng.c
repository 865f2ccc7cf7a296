/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_rng.c - tasks that read random numbers, as from /dev/hwrng.
 *
 * A guest that is suspended has no source for a while, so a reader that finds none looks again a few
 * times.
 */
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/hw_random.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include <sim/traffic.h>

#define PATIENCE 4
#define PAUSE_MS 10

/* model/world_rng.c: are these bytes of the device, and read for the first time? Reports if not. */
void sim_rng_check(const void *data, uint32_t bytes);

static struct sim_traffic_plan plan;
static struct task_struct **tasks;

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

static int load_thread(void *data)
{
	unsigned int job = (unsigned long)data;
	void *buffer = kmalloc(plan.bytes, GFP_KERNEL | __GFP_NOFAIL);
	struct sim_traffic_item what;

	while (sim_traffic_next(job, &what))
		sim_traffic_ended(what.id, load_read(buffer));
	kfree(buffer);
	sim_traffic_job_done(job);

	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

int load_open(const char *disk)
{
	sim_traffic_plan(&plan);
	return 0;
}

void load_close(void)
{
}

static void load_stop_tasks(unsigned int started)
{
	while (started-- > 0)
		kthread_stop(tasks[started]);
	kfree(tasks);
}

int load_start(void)
{
	unsigned int i;

	tasks = kcalloc(plan.jobs, sizeof(*tasks), GFP_KERNEL | __GFP_NOFAIL);
	for (i = 0; i < plan.jobs; i++) {
		tasks[i] = kthread_create(load_thread, (void *)(unsigned long)i, "job/%u", i);
		if (IS_ERR(tasks[i])) {
			int err = PTR_ERR(tasks[i]);

			load_stop_tasks(i);
			return err;
		}
		kthread_bind(tasks[i], i % num_online_cpus());
		wake_up_process(tasks[i]);
	}
	return 0;
}

void load_stop(void)
{
	load_stop_tasks(plan.jobs);
}
