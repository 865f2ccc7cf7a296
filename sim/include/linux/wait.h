/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wait.h - wait queues.
 *
 * The names of both eras work: wait_queue_t with task_list (before 4.13) and wait_queue_entry with
 * entry and head. The rule a sleeper has to keep: prepare_to_wait(), test the condition,
 * schedule(), in this order; prepare_to_wait() sets the task's state with a full barrier behind.
 */
#ifndef SIM_LINUX_WAIT_H
#define SIM_LINUX_WAIT_H

#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct wait_queue_entry;

/* Non-zero = woke somebody; negative stops the walk. Called with the queue locked, irqs off. */
typedef int (*wait_queue_func_t)(struct wait_queue_entry *entry, unsigned int mode, int flags,
				 void *key);

#define WQ_FLAG_EXCLUSIVE 0x01

struct wait_queue_entry {
	unsigned int flags;
	void *private; /* the task */
	wait_queue_func_t func;
	union {
		struct list_head entry;
		struct list_head task_list;
	};
};

struct wait_queue_head {
	spinlock_t lock;
	union {
		struct list_head head;
		struct list_head task_list;
	};
};

typedef struct wait_queue_entry wait_queue_entry_t;
typedef struct wait_queue_entry wait_queue_t;
typedef struct wait_queue_head wait_queue_head_t;

/* Wake functions: wake the task; autoremove also takes the entry off the queue if it woke. */
int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key);
int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags,
			     void *key);

#define __WAIT_QUEUE_HEAD_INITIALIZER(name)                                                        \
	{                                                                                          \
		.lock = __SPIN_LOCK_UNLOCKED(name.lock),                                           \
		{                                                                                  \
			.head = LIST_HEAD_INIT(name.head)                                          \
		}                                                                                  \
	}
#define DECLARE_WAIT_QUEUE_HEAD(name)                                                              \
	struct wait_queue_head name = __WAIT_QUEUE_HEAD_INITIALIZER(name)
#define init_waitqueue_head(wq)                                                                    \
	do {                                                                                       \
		static struct lock_class_key __iw_key;                                             \
		__init_waitqueue_head(wq, #wq, &__iw_key);                                         \
	} while (0)
#define DECLARE_WAIT_QUEUE_HEAD_ONSTACK(name)                                                      \
	struct wait_queue_head name;                                                               \
	init_waitqueue_head(&name)

void __init_waitqueue_head(struct wait_queue_head *wq, const char *name,
			   struct lock_class_key *key);

#define DECLARE_WAITQUEUE(name, tsk)                                                               \
	struct wait_queue_entry name = {                                                           \
		.private = (tsk),                                                                  \
		.func = default_wake_function,                                                     \
		{ .entry = { NULL, NULL } },                                                       \
	}
#define DEFINE_WAIT_FUNC(name, function)                                                           \
	struct wait_queue_entry name = {                                                           \
		.private = current,                                                                \
		.func = (function),                                                                \
		{ .entry = LIST_HEAD_INIT((name).entry) },                                         \
	}
#define DEFINE_WAIT(name) DEFINE_WAIT_FUNC(name, autoremove_wake_function)

/* An entry for the current task, woken by autoremove_wake_function(). */
void init_wait_entry(struct wait_queue_entry *entry, int flags);
#define init_wait(entry) init_wait_entry(entry, 0)
void init_waitqueue_entry(struct wait_queue_entry *entry, struct task_struct *tsk);
void init_waitqueue_func_entry(struct wait_queue_entry *entry, wait_queue_func_t func);

/* Any context. */
void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry);
void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry);
void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry);

/* With wq->lock held. */
static inline void __add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	list_add_visible(&entry->entry, &wq->head);
}

static inline void __add_wait_queue_entry_tail(struct wait_queue_head *wq,
					       struct wait_queue_entry *entry)
{
	list_add_tail_visible(&entry->entry, &wq->head);
}

#define __add_wait_queue_tail(wq, entry) __add_wait_queue_entry_tail(wq, entry)

static inline void __remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	(void)wq;
	list_del(&entry->entry);
}

/*
 * Puts the entry on the queue unless it is there, and sets the current task's state. Exclusive
 * entries go to the end: a wake-up of nr wakes all others, and nr of those. Task context.
 */
void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
void prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry,
			       int state);
/* As both, chosen by entry->flags; 0, or -ERESTARTSYS when a signal is pending. */
long prepare_to_wait_event(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state);
/* Back to TASK_RUNNING, off the queue. */
void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry);

/* Whether somebody is on the queue. Without the lock it needs a full barrier before it. */
static inline int waitqueue_active(struct wait_queue_head *wq)
{
	return !list_empty(&wq->head);
}

static inline bool wq_has_sleeper(struct wait_queue_head *wq)
{
	smp_mb();
	return waitqueue_active(wq);
}

/*
 * Wakes every waiter whose state is in mode, but at most nr exclusive ones (0 = all). A full
 * barrier before a task's state is looked at, if anybody is woken. Any context.
 */
void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr, void *key);
void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr);
void __wake_up_locked_key(struct wait_queue_head *wq, unsigned int mode, void *key);

#define wake_up(wq) __wake_up(wq, TASK_NORMAL, 1, NULL)
#define wake_up_nr(wq, nr) __wake_up(wq, TASK_NORMAL, nr, NULL)
#define wake_up_all(wq) __wake_up(wq, TASK_NORMAL, 0, NULL)
#define wake_up_locked(wq) __wake_up_locked(wq, TASK_NORMAL, 1)
#define wake_up_all_locked(wq) __wake_up_locked(wq, TASK_NORMAL, 0)
#define wake_up_interruptible(wq) __wake_up(wq, TASK_INTERRUPTIBLE, 1, NULL)
#define wake_up_interruptible_nr(wq, nr) __wake_up(wq, TASK_INTERRUPTIBLE, nr, NULL)
#define wake_up_interruptible_all(wq) __wake_up(wq, TASK_INTERRUPTIBLE, 0, NULL)
#define wake_up_interruptible_sync(wq) wake_up_interruptible(wq)
#define poll_to_key(m) ((void *)(uintptr_t)(__poll_t)(m))
#define key_to_poll(m) ((__poll_t)(uintptr_t)(void *)(m))
#define wake_up_poll(wq, m) __wake_up(wq, TASK_NORMAL, 1, poll_to_key(m))
#define wake_up_interruptible_poll(wq, m) __wake_up(wq, TASK_INTERRUPTIBLE, 1, poll_to_key(m))

#define ___wait_is_interruptible(state) ((state) & (TASK_INTERRUPTIBLE | TASK_WAKEKILL))

/* The loop behind all wait_event macros; 0, or -ERESTARTSYS. */
#define ___wait_event(wq, condition, state, exclusive, cmd)                                        \
	({                                                                                         \
		struct wait_queue_entry __we_entry;                                                \
		long __we_signal;                                                                  \
                                                                                                   \
		init_wait_entry(&__we_entry, (exclusive) ? WQ_FLAG_EXCLUSIVE : 0);                 \
		for (;;) {                                                                         \
			__we_signal = prepare_to_wait_event(&(wq), &__we_entry, state);            \
			if (condition) {                                                           \
				__we_signal = 0;                                                   \
				break;                                                             \
			}                                                                          \
			if (__we_signal)                                                           \
				break;                                                             \
			cmd;                                                                       \
		}                                                                                  \
		finish_wait(&(wq), &__we_entry);                                                   \
		__we_signal;                                                                       \
	})

/* True when waiting is over; a condition that comes true at the deadline leaves one jiffy. */
#define ___wait_cond_timeout(condition, left)                                                      \
	({                                                                                         \
		bool __we_true = !!(condition);                                                    \
		if (__we_true && !(left))                                                          \
			(left) = 1;                                                                \
		__we_true || !(left);                                                              \
	})

/* Sleep until condition is true; it is evaluated after every wake-up. Task context. */
#define wait_event(wq, condition)                                                                  \
	do {                                                                                       \
		might_sleep();                                                                     \
		if (condition)                                                                     \
			break;                                                                     \
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, schedule());           \
	} while (0)
#define io_wait_event(wq, condition)                                                               \
	do {                                                                                       \
		might_sleep();                                                                     \
		if (condition)                                                                     \
			break;                                                                     \
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0, io_schedule());        \
	} while (0)
#define wait_event_idle(wq, condition)                                                             \
	do {                                                                                       \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			(void)___wait_event(wq, condition, TASK_IDLE, 0, schedule());              \
	} while (0)
/* 0, or -ERESTARTSYS. */
#define wait_event_interruptible(wq, condition)                                                    \
	({                                                                                         \
		long __wei_ret = 0;                                                                \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			__wei_ret =                                                                \
				___wait_event(wq, condition, TASK_INTERRUPTIBLE, 0, schedule());   \
		(int)__wei_ret;                                                                    \
	})
#define wait_event_interruptible_exclusive(wq, condition)                                          \
	({                                                                                         \
		long __wei_ret = 0;                                                                \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			__wei_ret =                                                                \
				___wait_event(wq, condition, TASK_INTERRUPTIBLE, 1, schedule());   \
		(int)__wei_ret;                                                                    \
	})
#define wait_event_killable(wq, condition)                                                         \
	({                                                                                         \
		long __wei_ret = 0;                                                                \
		might_sleep();                                                                     \
		if (!(condition))                                                                  \
			__wei_ret = ___wait_event(wq, condition, TASK_KILLABLE, 0, schedule());    \
		(int)__wei_ret;                                                                    \
	})

/* timeout in jiffies; 0 when it ran out, else what was left (at least 1). */
#define __wait_event_timeout_state(wq, condition, timeout, state)                                  \
	({                                                                                         \
		long __wt_left = (timeout), __wt_signal = 0;                                       \
		might_sleep();                                                                     \
		if (!___wait_cond_timeout(condition, __wt_left))                                   \
			__wt_signal =                                                              \
				___wait_event(wq, ___wait_cond_timeout(condition, __wt_left),      \
					      state, 0, __wt_left = schedule_timeout(__wt_left));  \
		__wt_signal ? __wt_signal : __wt_left;                                             \
	})
#define wait_event_timeout(wq, condition, timeout)                                                 \
	__wait_event_timeout_state(wq, condition, timeout, TASK_UNINTERRUPTIBLE)
#define wait_event_interruptible_timeout(wq, condition, timeout)                                   \
	__wait_event_timeout_state(wq, condition, timeout, TASK_INTERRUPTIBLE)

/* condition is evaluated with the spin lock held, which is dropped (irqs on) to sleep. */
#define wait_event_lock_irq(wq, condition, lock)                                                   \
	do {                                                                                       \
		if (condition)                                                                     \
			break;                                                                     \
		(void)___wait_event(wq, condition, TASK_UNINTERRUPTIBLE, 0,                        \
				    spin_unlock_irq(&(lock));                                      \
				    schedule(); spin_lock_irq(&(lock)));                           \
	} while (0)
#define wait_event_interruptible_lock_irq(wq, condition, lock)                                     \
	({                                                                                         \
		long __wei_ret = 0;                                                                \
		if (!(condition))                                                                  \
			__wei_ret = ___wait_event(wq, condition, TASK_INTERRUPTIBLE, 0,            \
						  spin_unlock_irq(&(lock));                        \
						  schedule(); spin_lock_irq(&(lock)));             \
		(int)__wei_ret;                                                                    \
	})

#endif
