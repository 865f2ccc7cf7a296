/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_task.c - the kernel's own vhost tasks, and a fork for them: a thread that shares its
 * maker's address space and is no kernel thread.
 */
#include <linux/export.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)

#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "../kernel/kthread_internal.h"
#include "../kernel/sched_internal.h"

static void setup_user_worker(struct task_struct *tsk)
{
	tsk->flags = PF_USER_WORKER;
	tsk->mm = current->mm;
	tsk->active_mm = tsk->mm;
	if (tsk->mm)
		mmget(tsk->mm);
}

struct task_struct *copy_process(struct pid *pid, int trace, int node,
				 struct kernel_clone_args *args)
{
	struct task_struct *tsk;

	BUG_ON(!args->user_worker);
	tsk = thread_new(args->fn, args->fn_arg, -1, true, args->name, setup_user_worker);
	return tsk ? tsk : ERR_PTR(-ENOMEM);
}

void wake_up_new_task(struct task_struct *tsk)
{
	wake_up_process(tsk);
}

void __noreturn do_exit(long code)
{
	struct task_struct *tsk = current;
	struct mm_struct *mm = tsk->mm;

	task_lock(tsk);
	tsk->mm = NULL;
	task_unlock(tsk);
	if (mm)
		mmput(mm);
	kthread_exit(code);
}

bool get_signal(struct ksignal *ksig)
{
	SIM_UNREACHABLE("no user space, so no signals");
}

#include "../kernel/vhost_task.c"

#endif
