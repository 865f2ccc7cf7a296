/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched_core.c - what the kernel asks of its scheduler beyond sleeping and waking
 * (sim/kernel/sched.c): checks, wake-ups of a group, priorities.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/rcuwait.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/rt.h>
#include <linux/sched/wake_q.h>
#include <linux/wait.h>

#include "../kernel/sched_internal.h"

void __might_sleep(const char *file, int line)
{
	sim_might_sleep("might_sleep");
}
EXPORT_SYMBOL(__might_sleep);

/* cond_resched(): others of this vCPU may run. With offsets a lock is held, to be dropped later. */
void __might_resched(const char *file, int line, unsigned int offsets)
{
	if (offsets)
		return;
	sim_might_sleep("cond_resched");
	sim_resched();
}
EXPORT_SYMBOL(__might_resched);

void __cant_sleep(const char *file, int line, int preempt_offset)
{
	WARN(!sim_in_atomic(), "%s:%d expects atomic context", file, line);
}
EXPORT_SYMBOL(__cant_sleep);

void schedule_preempt_disabled(void)
{
	sim_preempt_enable();
	schedule();
	sim_preempt_disable();
}

void yield(void)
{
	sim_might_sleep("yield");
	sim_resched();
}
EXPORT_SYMBOL(yield);

int io_schedule_prepare(void)
{
	sched_submit_work(current);
	return 0;
}

void io_schedule_finish(int token)
{
}

int default_wake_function(wait_queue_entry_t *entry, unsigned int mode, int wake_flags, void *key)
{
	return try_to_wake_up(entry->private, mode, wake_flags);
}
EXPORT_SYMBOL(default_wake_function);

/* A task is on at most one list: who finds it on another one leaves its wake-up to that one. */
static bool wake_q_link(struct wake_q_head *head, struct task_struct *task)
{
	struct wake_q_node *node = &task->wake_q;

	smp_mb__before_atomic();
	if (cmpxchg_relaxed(&node->next, NULL, WAKE_Q_TAIL))
		return false;
	*head->lastp = node;
	head->lastp = &node->next;
	return true;
}

void wake_q_add(struct wake_q_head *head, struct task_struct *task)
{
	if (wake_q_link(head, task))
		get_task_struct(task);
}

void wake_q_add_safe(struct wake_q_head *head, struct task_struct *task)
{
	if (!wake_q_link(head, task))
		put_task_struct(task);
}

void wake_up_q(struct wake_q_head *head)
{
	struct wake_q_node *node = head->first;

	while (node != WAKE_Q_TAIL) {
		struct task_struct *task = container_of(node, struct task_struct, wake_q);

		node = node->next;
		WRITE_ONCE(task->wake_q.next, NULL);
		wake_up_process(task);
		put_task_struct(task);
	}
}

int rcuwait_wake_up(struct rcuwait *w)
{
	struct task_struct *task;
	int woken = 0;

	rcu_read_lock();
	smp_mb(); /* the condition is stored, now who waits for it? See rcuwait_wait_event(). */
	task = rcu_dereference(w->task);
	if (task)
		woken = wake_up_process(task);
	rcu_read_unlock();
	return woken;
}
EXPORT_SYMBOL(rcuwait_wake_up);

void finish_rcuwait(struct rcuwait *w)
{
	rcu_assign_pointer(w->task, NULL);
	__set_current_state(TASK_RUNNING);
}
EXPORT_SYMBOL_GPL(finish_rcuwait);

void set_user_nice(struct task_struct *p, long nice)
{
	SIM_NOP("the strategy schedules, priorities do not");
}
EXPORT_SYMBOL(set_user_nice);

void sched_set_fifo(struct task_struct *p)
{
	SIM_NOP("the strategy schedules, priorities do not");
}
EXPORT_SYMBOL(sched_set_fifo);

void sched_set_normal(struct task_struct *p, int nice)
{
	SIM_NOP("the strategy schedules, priorities do not");
}
EXPORT_SYMBOL(sched_set_normal);

int set_cpus_allowed_ptr(struct task_struct *p, const struct cpumask *new_mask)
{
	SIM_FIXED(0,
		  "a task stays on the vCPU where it began, which a scheduler might also choose");
}
EXPORT_SYMBOL(set_cpus_allowed_ptr);
