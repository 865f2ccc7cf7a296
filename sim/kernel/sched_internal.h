/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched_internal.h - what the kernel library's blocking primitives share.
 */
#ifndef KERNEL_SCHED_INTERNAL_H
#define KERNEL_SCHED_INTERNAL_H

#include <linux/sched.h>

/*
 * Says what the current task's next schedule() waits for, for stories and wait-for cycles. owner is
 * who has to act, or NULL. Task context.
 */
static inline void sched_wait_for(enum sim_wait_kind kind, const void *object, const char *what,
				  struct sim_ctx *owner)
{
	current->wait = (struct sim_wait){
		.kind = kind,
		.object = object,
		.what = what,
		.owner = owner,
	};
}

/* Before any sleep of the current task: its plugged I/O goes down, as in sched_submit_work(). */
void sched_submit_work(struct task_struct *tsk);

/* Sleeps until delay_ns is over or somebody wakes the task; true if the time ran out. */
bool sched_sleep(sim_ns delay_ns, enum sim_timer_class class);

/* A task with one reference, in TASK_RUNNING, without a context; NULL if may_fail and it failed. */
struct task_struct *task_alloc(const char *comm, bool may_fail);

#endif
