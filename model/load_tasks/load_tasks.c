/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_tasks.c - a workload's tasks: how they start on their vCPUs, and how they end.
 */
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include "load_tasks.h"

static struct task_struct **tasks;
static unsigned int started;
static void (*job_work)(unsigned int job);

int load_task_run(struct task_struct *task, unsigned int cpu)
{
	if (IS_ERR(task))
		return PTR_ERR(task);
	kthread_bind(task, cpu);
	wake_up_process(task);
	return 0;
}

int load_wait_stopped(void)
{
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int job_thread(void *data)
{
	job_work((unsigned long)data);
	return load_wait_stopped();
}

int load_jobs_start(unsigned int jobs, void (*work)(unsigned int job))
{
	unsigned int cpus = num_online_cpus();
	int error;

	job_work = work;
	tasks = kcalloc(jobs, sizeof(*tasks), GFP_KERNEL | __GFP_NOFAIL);
	for (started = 0; started < jobs; started++) {
		tasks[started] = kthread_create(job_thread, (void *)(unsigned long)started,
						"job/%u", started);
		error = load_task_run(tasks[started], started % cpus);
		if (error) {
			load_jobs_stop();
			return error;
		}
	}
	return 0;
}

void load_jobs_stop(void)
{
	while (started)
		kthread_stop(tasks[--started]);
	kfree(tasks);
}
