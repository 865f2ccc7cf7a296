/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * load_tasks.h - a workload's tasks: how they start on their vCPUs, and how they end.
 *
 * Written against the kernel's API alone: that of sim/include/, or a real kernel's.
 */
#ifndef LOAD_TASKS_H
#define LOAD_TASKS_H

#include <linux/sched.h>

/* What kthread_create() returned runs from here on, on vCPU cpu; or its error is handed back. */
int load_task_run(struct task_struct *task, unsigned int cpu);
/* Sleeps until kthread_stop(); returns what a thread function may return. */
int load_wait_stopped(void);

/*
 * Starts tasks job/0, job/1 and so on, on the vCPUs in turn. Each calls work() with its number and
 * then waits for load_jobs_stop(). 0; or an error, and no task is left.
 */
int load_jobs_start(unsigned int jobs, void (*work)(unsigned int job));
/* Waits for the end of each task's work, and for its end. */
void load_jobs_stop(void);

#endif
