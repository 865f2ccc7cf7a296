/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * task.c - the life of a task_struct.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "kthread_internal.h"
#include "sched_internal.h"

static atomic_t last_pid = ATOMIC_INIT(0);

struct task_struct *task_alloc(const char *comm, bool may_fail)
{
	gfp_t gfp = GFP_KERNEL | (may_fail ? 0 : __GFP_NOFAIL);
	struct task_struct *tsk = kzalloc(sizeof(*tsk), gfp);

	if (!tsk)
		return NULL;
	task_setup(tsk);
	tsk->pid = atomic_add_return_relaxed(1, &last_pid);
	strscpy(tsk->comm, comm, sizeof(tsk->comm));
	return tsk;
}

void __put_task_struct(struct task_struct *tsk)
{
	kthread_free(task_kthread(tsk));
	kfree(tsk);
}
EXPORT_SYMBOL(__put_task_struct);

/* The current context, made outside the kernel, becomes a task. */
void kernel_task_enter(const char *comm)
{
	struct task_struct *tsk;

	WARN_ON(sim_ctx_task());
	tsk = task_alloc(comm, false);
	WRITE_ONCE(task_ctx(tsk), sim_ctx_current());
	sim_ctx_set_task(task_ctx(tsk), tsk);
}
EXPORT_SYMBOL(kernel_task_enter);

/* And stops being one; the context goes on outside. */
void kernel_task_exit(void)
{
	struct task_struct *tsk = current;

	WARN_ON(tsk == &init_task);
	WARN_ON(task_has_plugged(tsk));
	tsk->flags |= PF_EXITING;
	task_exit_io(tsk);
	sim_ctx_set_task(task_ctx(tsk), NULL);
	task_put_last(tsk);
}
EXPORT_SYMBOL(kernel_task_exit);
