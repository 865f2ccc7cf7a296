/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched.h - tasks, their states, sleeping and waking.
 */
#ifndef SIM_LINUX_SCHED_H
#define SIM_LINUX_SCHED_H

#include <asm/barrier.h>
#include <asm/processor.h>
#include <linux/atomic.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/types.h>

#define TASK_RUNNING 0
#define TASK_INTERRUPTIBLE 0x0001
#define TASK_UNINTERRUPTIBLE 0x0002
#define TASK_PARKED 0x0040
#define TASK_DEAD 0x0080
#define TASK_WAKEKILL 0x0100
#define TASK_NOLOAD 0x0400
#define TASK_KILLABLE (TASK_WAKEKILL | TASK_UNINTERRUPTIBLE)
#define TASK_IDLE (TASK_UNINTERRUPTIBLE | TASK_NOLOAD)
#define TASK_NORMAL (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE)

#define PF_EXITING 0x00000004
#define PF_WQ_WORKER 0x00000020
#define PF_KTHREAD 0x00200000
#define PF_LOCAL_THROTTLE 0x00100000
#define PF_MEMALLOC_NOIO 0x00080000

#define TASK_COMM_LEN 16
#define MAX_SCHEDULE_TIMEOUT LONG_MAX
#define MAX_USER_RT_PRIO 100

struct bio_list;
struct blk_plug;
struct io_context;
struct kthread;
struct mm_struct;

struct task_struct {
	long state; /* set by the task itself; a waker sets it back to TASK_RUNNING */
	struct sim_ctx *ctx;
	unsigned int flags; /* PF_*; the task's own */
	int pid;
	atomic_t usage;
	char comm[TASK_COMM_LEN];
	struct sim_wait wait; /* what the next schedule() waits for; the task's own */
	struct kthread *kthread;
	/* The block layer's. */
	struct blk_plug *plug;
	struct bio_list *bio_list;
	struct io_context *io_context;
	struct mm_struct *mm;
	int cgroup; /* the group it is accounted to; under the cgroup mutex */
	void *journal_info;
};

/* Stands for whatever runs while no task does: interrupts of an idle vCPU. */
extern struct task_struct init_task;

static inline struct task_struct *get_current(void)
{
	struct task_struct *tsk = sim_ctx_task();

	return tsk ? tsk : &init_task;
}

#define current get_current()

/* The full barrier orders the state before the condition that the task tests next. */
#define set_current_state(value) smp_store_mb(current->state, value)
#define __set_current_state(value) WRITE_ONCE(current->state, value)
/* For states that no wait loop re-checks, TASK_PARKED for one. */
#define set_special_state(value) set_current_state(value)
#define set_task_state(tsk, value) smp_store_mb((tsk)->state, value)
#define get_current_state() READ_ONCE(current->state)
#define task_is_running(tsk) (READ_ONCE((tsk)->state) == TASK_RUNNING)

/*
 * Sleeps until woken, or not at all if the state is TASK_RUNNING; returns with TASK_RUNNING. Hands
 * plugged I/O down first. io_schedule() says that the task waits for I/O. Task context.
 */
void schedule(void);
void io_schedule(void);
/* As these, for at most timeout jiffies; what was left of them. */
long schedule_timeout(long timeout);
long io_schedule_timeout(long timeout);
long schedule_timeout_interruptible(long timeout);
long schedule_timeout_uninterruptible(long timeout);
long schedule_timeout_killable(long timeout);
long schedule_timeout_idle(long timeout);

/* Wakes a task that sleeps in a state of TASK_NORMAL (of mode); 1 if it did. Any context. */
int wake_up_process(struct task_struct *tsk);
int wake_up_state(struct task_struct *tsk, unsigned int mode);
/* The same for wake functions; wake_flags are not used. */
int try_to_wake_up(struct task_struct *tsk, unsigned int mode, int wake_flags);

/* Lets others of this vCPU run. Task context. */
#define cond_resched()                                                                             \
	({                                                                                         \
		might_sleep();                                                                     \
		sim_resched();                                                                     \
		0;                                                                                 \
	})
#define yield() sim_resched()

static inline int need_resched(void)
{
	SIM_FIXED(0, "preemption is the engine's; nobody sets a flag");
}

static inline int signal_pending(struct task_struct *tsk)
{
	(void)tsk;
	SIM_FIXED(0, "no user space, so no signals");
}

static inline int fatal_signal_pending(struct task_struct *tsk)
{
	return signal_pending(tsk);
}

static inline void flush_signals(struct task_struct *tsk)
{
	(void)tsk;
	SIM_NOP("no user space, so no signals");
}

static inline void set_user_nice(struct task_struct *tsk, long nice)
{
	(void)tsk;
	(void)nice;
	SIM_NOP("the strategy schedules, priorities do not");
}

static inline struct task_struct *get_task_struct(struct task_struct *tsk)
{
	atomic_inc(&tsk->usage);
	return tsk;
}

void __put_task_struct(struct task_struct *tsk);

static inline void put_task_struct(struct task_struct *tsk)
{
	if (atomic_dec_and_test(&tsk->usage))
		__put_task_struct(tsk);
}

static inline int task_pid_nr(struct task_struct *tsk)
{
	return tsk->pid;
}

/* A kworker's and every native context's way into and out of the kernel; sim/kernel/task.c. */
void kernel_task_enter(const char *comm);
void kernel_task_exit(void);

#endif
