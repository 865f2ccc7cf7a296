/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A job: fills its queue depth, sleeps until something ends, looks at it, fills up again.
 */
#include <linux/blkdev.h>
#include <linux/kernel.h>
#include <linux/kthread.h>

#include "../load_tasks/load_tasks.h"
#include "load.h"

static void load_job_fill(struct load_job *job)
{
	struct blk_plug plug;

	if (load_plan.plug)
		blk_start_plug(&plug);
	while (job->in_flight < load_plan.iodepth && load_io_submit(job))
		;
	if (load_plan.plug)
		blk_finish_plug(&plug);
}

/* Sleeps until something has ended, and takes all that has. */
static void load_job_reap(struct load_job *job)
{
	struct load_io *io, *next;
	LIST_HEAD(taken);

	spin_lock_irq(&job->lock);
	wait_event_lock_irq(job->wait, !list_empty(&job->done), job->lock);
	list_splice_init(&job->done, &taken);
	spin_unlock_irq(&job->lock);

	list_for_each_entry_safe (io, next, &taken, node)
		load_io_finish(io);
}

static int load_job_thread(void *data)
{
	struct load_job *job = data;

	load_job_fill(job);
	while (job->in_flight) {
		load_job_reap(job);
		load_job_fill(job);
	}
	sim_load_job_done(job->number);
	return load_wait_stopped();
}

int load_job_start(struct load_job *job, unsigned int number, struct block_device *bdev,
		   unsigned int cpu)
{
	job->number = number;
	job->bdev = bdev;
	job->in_flight = 0;
	spin_lock_init(&job->lock);
	INIT_LIST_HEAD(&job->done);
	init_waitqueue_head(&job->wait);
	job->task = kthread_create(load_job_thread, job, "job/%u", number);
	return load_task_run(job->task, cpu);
}

void load_job_stop(struct load_job *job)
{
	kthread_stop(job->task);
}
