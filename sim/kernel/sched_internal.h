/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched_internal.h - what the blocking primitives share, and where a task keeps what they need.
 *
 * The files that include this one serve two worlds: the kernel library, and an unmodified kernel
 * (CONFIG_VQSIM), whose task_struct is not ours.
 */
#ifndef KERNEL_SCHED_INTERNAL_H
#define KERNEL_SCHED_INTERNAL_H

#include <linux/blkdev.h>
#include <linux/jiffies.h>
#include <linux/sched.h>

struct kthread;

#ifdef CONFIG_VQSIM

#include <linux/iocontext.h>
#include <linux/sched/task.h>
#include <linux/stddef.h>

#define task_state(tsk) ((tsk)->__state)
#define task_ctx(tsk) ((tsk)->thread.ctx)
#define task_wait(tsk) ((tsk)->thread.wait)
#define task_kthread(tsk) (*(struct kthread **)&(tsk)->worker_private)

/* The port looks at a long: what follows the state there is never set. */
static inline const long *task_park_word(const struct task_struct *tsk)
{
	BUILD_BUG_ON(offsetof(struct task_struct, __state) % sizeof(long));
	return (const long *)&tsk->__state;
}

static inline void task_flush_plug(struct task_struct *tsk)
{
	blk_flush_plug(tsk->plug, true);
}

static inline bool task_has_plugged(struct task_struct *tsk)
{
	return tsk->plug;
}

static inline void task_exit_io(struct task_struct *tsk)
{
	if (tsk->io_context)
		exit_io_context(tsk);
}

/* sim/linux/task_setup.c: a task's own reference, given up when readers are done with the task. */
void task_put_last(struct task_struct *tsk);
/* sim/linux/task_setup.c: what fork leaves in a zeroed task, with one reference. */
void task_setup(struct task_struct *tsk);

int try_to_wake_up(struct task_struct *tsk, unsigned int mode, int wake_flags);
void kernel_task_enter(const char *comm);
void kernel_task_exit(void);

#else

#define task_state(tsk) ((tsk)->state)
#define task_ctx(tsk) ((tsk)->ctx)
#define task_wait(tsk) ((tsk)->wait)
#define task_kthread(tsk) ((tsk)->kthread)
#define task_park_word(tsk) (&(tsk)->state)

static inline void task_flush_plug(struct task_struct *tsk)
{
	blk_schedule_flush_plug(tsk);
}

static inline bool task_has_plugged(struct task_struct *tsk)
{
	return blk_needs_flush_plug(tsk);
}

static inline void task_exit_io(struct task_struct *tsk)
{
	(void)tsk;
}

static inline void task_put_last(struct task_struct *tsk)
{
	put_task_struct(tsk);
}

static inline void task_setup(struct task_struct *tsk)
{
	atomic_set(&tsk->usage, 1);
}

#endif

/* Sleep for want of work is what these do at rest. */
#ifdef PF_USER_WORKER
#define PF_SERVANT (PF_KTHREAD | PF_USER_WORKER)
#else
#define PF_SERVANT PF_KTHREAD
#endif

/*
 * Says what the current task's next schedule() waits for, for stories and wait-for cycles. owner is
 * who has to act, or NULL. Task context.
 */
static inline void sched_wait_for(enum sim_wait_kind kind, const void *object, const char *what,
				  struct sim_ctx *owner)
{
	task_wait(current) = (struct sim_wait){
		.kind = kind,
		.object = object,
		.what = what,
		.owner = owner,
	};
}

/* Before any sleep of the current task: its plugged I/O goes down. */
void sched_submit_work(struct task_struct *tsk);

/* Sleeps until delay_ns is over or somebody wakes the task; true if the time ran out. */
bool sched_sleep(sim_ns delay_ns, enum sim_timer_class class);

/* msleep.c: sleeps so long, whoever wakes the task meanwhile. */
void sched_sleep_ns(sim_ns ns, const char *what);

/* A task with one reference, in TASK_RUNNING, without a context; NULL if may_fail and it failed. */
struct task_struct *task_alloc(const char *comm, bool may_fail);

#endif
