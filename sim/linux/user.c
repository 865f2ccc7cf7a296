/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * user.c - a kernel thread that acts as a user's process: it has an address space, and returns from
 * system calls.
 *
 * Without an MMU an address space holds nothing; who owns one is what drivers ask.
 */
#include <linux/err.h>
#include <linux/export.h>
#include <linux/file.h>
#include <linux/mm_types.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "user.h"

/* A kernel thread may have entered a process here, so PF_KTHREAD says nothing. */
struct mm_struct *get_task_mm(struct task_struct *task)
{
	struct mm_struct *mm;

	task_lock(task);
	mm = task->mm;
	if (mm)
		mmget(mm);
	task_unlock(task);
	return mm;
}
EXPORT_SYMBOL_GPL(get_task_mm);

void mmput(struct mm_struct *mm)
{
	might_sleep();
	if (atomic_dec_and_test(&mm->mm_users))
		mmdrop(mm);
}
EXPORT_SYMBOL_GPL(mmput);

void __mmdrop(struct mm_struct *mm)
{
	kfree(mm);
}
EXPORT_SYMBOL_GPL(__mmdrop);

struct mm_struct *user_enter(struct mm_struct *share)
{
	struct mm_struct *mm = share;

	if (mm) {
		mmget(mm);
	} else {
		mm = kzalloc(sizeof(*mm) + cpumask_size(), GFP_KERNEL);
		if (!mm)
			return NULL;
		atomic_set(&mm->mm_users, 1);
		atomic_set(&mm->mm_count, 1);
	}
	task_lock(current);
	WARN_ON(current->mm);
	current->mm = mm;
	task_unlock(current);
	return mm;
}
EXPORT_SYMBOL_GPL(user_enter);

void user_return(void)
{
	/* What is closed may itself have held the last reference to another file. */
	flush_delayed_fput();
	flush_delayed_fput();
}
EXPORT_SYMBOL_GPL(user_return);

void user_leave(void)
{
	struct mm_struct *mm = current->mm;

	user_return();
	task_lock(current);
	current->mm = NULL;
	task_unlock(current);
	mmput(mm);
}
EXPORT_SYMBOL_GPL(user_leave);
