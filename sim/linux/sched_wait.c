/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sched_wait.c - the kernel's own wait queues and completions, with what its scheduler has around
 * them.
 *
 * What is added: a sleeper's state comes with what it waits for, for stories; and a queue's lock
 * has the class of the place that initialised the queue, as lockdep would have it.
 */
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/hash.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/poll.h>
#include <linux/sched/clock.h>
#include <linux/sched/debug.h>
#include <linux/sched/mm.h>
#include <linux/sched/signal.h>
#include <linux/sched/task_stack.h>
#include <linux/sched/wake_q.h>
#include <linux/slab.h>
#include <linux/swait.h>
#include <linux/wait.h>
#include <linux/wait_bit.h>

#include "../kernel/sched_internal.h"

/* Hints on where a woken task should run, which is not for the kernel to say here. */
#define WF_SYNC 0x10
#define WF_CURRENT_CPU 0x40

/* Between the kernel's own files; swait.c defines them. */
void swake_up_all_locked(struct swait_queue_head *q);
void __prepare_to_swait(struct swait_queue_head *q, struct swait_queue *wait);

#undef lockdep_set_class_and_name
#define lockdep_set_class_and_name(lock, key, name)                                                \
	sim_lock_init(&((raw_spinlock_t *)(lock))->raw_lock.sim, SIM_LOCK_SPIN, name,              \
		      __builtin_return_address(0))

static inline void wait_begins(const void *queue, unsigned int state, const char *what)
{
	sched_wait_for(SIM_WAIT_QUEUE, queue, what, NULL);
	sim_event(SIM_EV_WAIT, queue, state, 0);
}

/* For the functions that have no parameter of that name. */
static void *const wq_head;

#undef set_current_state
#define set_current_state(value)                                                                   \
	do {                                                                                       \
		wait_begins(wq_head, value, __func__);                                             \
		smp_store_mb(current->__state, value);                                             \
	} while (0)
#include "../kernel/sched/wait.c"

#undef set_current_state
#define set_current_state(value)                                                                   \
	do {                                                                                       \
		wait_begins(q, value, __func__);                                                   \
		smp_store_mb(current->__state, value);                                             \
	} while (0)
#include "../kernel/sched/swait.c"

#undef __set_current_state
#define __set_current_state(value)                                                                 \
	do {                                                                                       \
		wait_begins(&x->wait, value, "wait_for_completion");                               \
		WRITE_ONCE(current->__state, value);                                               \
	} while (0)
#include "../kernel/sched/completion.c"
#undef __set_current_state
#define __set_current_state(value) WRITE_ONCE(current->__state, value)

#include "../kernel/sched/wait_bit.c"
