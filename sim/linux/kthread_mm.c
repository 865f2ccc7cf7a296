/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread_mm.c - kernel threads that borrow a process's address space, and what else the kernel has
 * about them beyond sim/kernel/kthread.c.
 */
#include <linux/bug.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/kthread.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>

void kthread_use_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;

	WARN_ON_ONCE(!(tsk->flags & PF_KTHREAD));
	WARN_ON_ONCE(tsk->mm);
	mmgrab(mm);
	task_lock(tsk);
	tsk->active_mm = mm;
	tsk->mm = mm;
	task_unlock(tsk);
}
EXPORT_SYMBOL_GPL(kthread_use_mm);

void kthread_unuse_mm(struct mm_struct *mm)
{
	struct task_struct *tsk = current;

	WARN_ON_ONCE(tsk->mm != mm);
	task_lock(tsk);
	tsk->mm = NULL;
	tsk->active_mm = NULL;
	task_unlock(tsk);
	mmdrop(mm);
}
EXPORT_SYMBOL_GPL(kthread_unuse_mm);

void kthread_complete_and_exit(struct completion *comp, long code)
{
	if (comp)
		complete(comp);
	kthread_exit(code);
}
EXPORT_SYMBOL(kthread_complete_and_exit);
