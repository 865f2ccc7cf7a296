/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * task_setup.c - what a task of the kernel's has from the beginning, and the one that is current
 * while no other is.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/init_task.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/prio.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "../kernel/sched_internal.h"

struct task_struct init_task = {
	.usage = REFCOUNT_INIT(2),
	.flags = PF_KTHREAD,
	.prio = MAX_PRIO - 20,
	.static_prio = MAX_PRIO - 20,
	.normal_prio = MAX_PRIO - 20,
	.policy = SCHED_NORMAL,
	.cpus_ptr = &init_task.cpus_mask,
	.user_cpus_ptr = NULL,
	.cpus_mask = CPU_MASK_ALL,
	.nr_cpus_allowed = NR_CPUS,
	.comm = INIT_TASK_COMM,
	.thread = INIT_THREAD,
	.alloc_lock = __SPIN_LOCK_UNLOCKED(init_task.alloc_lock),
	.pending = { .list = LIST_HEAD_INIT(init_task.pending.list) },
};
EXPORT_SYMBOL(init_task);

void task_setup(struct task_struct *tsk)
{
	refcount_set(&tsk->usage, 1);
	tsk->prio = DEFAULT_PRIO;
	tsk->static_prio = DEFAULT_PRIO;
	tsk->normal_prio = DEFAULT_PRIO;
	tsk->policy = SCHED_NORMAL;
	cpumask_copy(&tsk->cpus_mask, cpu_possible_mask);
	tsk->cpus_ptr = &tsk->cpus_mask;
	tsk->nr_cpus_allowed = (int)nr_cpu_ids;
	tsk->thread = (struct thread_struct)INIT_THREAD;
	spin_lock_init(&tsk->alloc_lock);
	init_sigpending(&tsk->pending);
}

static void put_after_readers(struct rcu_head *head)
{
	put_task_struct(container_of(head, struct task_struct, rcu));
}

void task_put_last(struct task_struct *tsk)
{
	call_rcu(&tsk->rcu, put_after_readers);
}
