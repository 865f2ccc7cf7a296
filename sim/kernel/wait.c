/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * wait.c - wait queues.
 */
#include <linux/export.h>
#include <linux/wait.h>

#include "sched_internal.h"

void __init_waitqueue_head(struct wait_queue_head *wq, const char *name, struct lock_class_key *key)
{
	__spin_lock_init(&wq->lock, name, key);
	INIT_LIST_HEAD(&wq->head);
}
EXPORT_SYMBOL(__init_waitqueue_head);

void init_wait_entry(struct wait_queue_entry *entry, int flags)
{
	entry->flags = (unsigned int)flags;
	entry->private = current;
	entry->func = autoremove_wake_function;
	INIT_LIST_HEAD(&entry->entry);
}
EXPORT_SYMBOL(init_wait_entry);

void init_waitqueue_entry(struct wait_queue_entry *entry, struct task_struct *tsk)
{
	entry->flags = 0;
	entry->private = tsk;
	entry->func = default_wake_function;
}
EXPORT_SYMBOL(init_waitqueue_entry);

void init_waitqueue_func_entry(struct wait_queue_entry *entry, wait_queue_func_t func)
{
	entry->flags = 0;
	entry->private = NULL;
	entry->func = func;
}
EXPORT_SYMBOL(init_waitqueue_func_entry);

void add_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	unsigned long flags;

	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq->lock, flags);
	__add_wait_queue(wq, entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue);

void add_wait_queue_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	unsigned long flags;

	entry->flags |= WQ_FLAG_EXCLUSIVE;
	spin_lock_irqsave(&wq->lock, flags);
	__add_wait_queue_entry_tail(wq, entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}
EXPORT_SYMBOL(add_wait_queue_exclusive);

void remove_wait_queue(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	__remove_wait_queue(wq, entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}
EXPORT_SYMBOL(remove_wait_queue);

/* Queue first, state second, both before the caller's test: a waker misses neither. */
static void prepare(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state,
		    const char *what)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	if (list_empty(&entry->entry)) {
		if (entry->flags & WQ_FLAG_EXCLUSIVE)
			__add_wait_queue_entry_tail(wq, entry);
		else
			__add_wait_queue(wq, entry);
	}
	set_current_state(state);
	sim_event(SIM_EV_WAIT, wq, (u64)state, entry->flags & WQ_FLAG_EXCLUSIVE);
	spin_unlock_irqrestore(&wq->lock, flags);
	sched_wait_for(SIM_WAIT_QUEUE, wq, what, NULL);
}

void prepare_to_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	entry->flags &= ~WQ_FLAG_EXCLUSIVE;
	prepare(wq, entry, state, "prepare_to_wait");
}
EXPORT_SYMBOL(prepare_to_wait);

void prepare_to_wait_exclusive(struct wait_queue_head *wq, struct wait_queue_entry *entry,
			       int state)
{
	entry->flags |= WQ_FLAG_EXCLUSIVE;
	prepare(wq, entry, state, "prepare_to_wait_exclusive");
}
EXPORT_SYMBOL(prepare_to_wait_exclusive);

long prepare_to_wait_event(struct wait_queue_head *wq, struct wait_queue_entry *entry, int state)
{
	prepare(wq, entry, state, "wait_event");
	/* A signal comes when the scenario says so, and is over once it has interrupted something. */
	if (___wait_is_interruptible(state) && (signal_pending(current) || sim_fault("signal")))
		return -ERESTARTSYS;
	return 0;
}
EXPORT_SYMBOL(prepare_to_wait_event);

/*
 * The careful look without the lock is safe because autoremove_wake_function() takes the entry off
 * with a release as its last access to it.
 */
void finish_wait(struct wait_queue_head *wq, struct wait_queue_entry *entry)
{
	unsigned long flags;

	__set_current_state(TASK_RUNNING);
	current->wait.kind = SIM_WAIT_NONE;
	if (list_empty_careful(&entry->entry))
		return;
	spin_lock_irqsave(&wq->lock, flags);
	list_del_init(&entry->entry);
	spin_unlock_irqrestore(&wq->lock, flags);
}
EXPORT_SYMBOL(finish_wait);

int default_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags, void *key)
{
	return try_to_wake_up(entry->private, mode, flags);
}
EXPORT_SYMBOL(default_wake_function);

int autoremove_wake_function(struct wait_queue_entry *entry, unsigned int mode, int flags,
			     void *key)
{
	int woken = default_wake_function(entry, mode, flags, key);

	if (woken)
		list_del_init_careful(&entry->entry);
	return woken;
}
EXPORT_SYMBOL(autoremove_wake_function);

/* With wq->lock held. */
static void wake_up_common(struct wait_queue_head *wq, unsigned int mode, int nr, void *key)
{
	struct wait_queue_entry *entry, *next;
	u64 woken = 0;

	list_for_each_entry_safe (entry, next, &wq->head, entry) {
		unsigned int flags = entry->flags;
		int ret = entry->func(entry, mode, 0, key);

		if (ret < 0)
			break;
		woken += ret > 0;
		if (ret && (flags & WQ_FLAG_EXCLUSIVE) && !--nr)
			break;
	}
	sim_event(SIM_EV_WAKE, wq, woken, 0);
}

void __wake_up(struct wait_queue_head *wq, unsigned int mode, int nr, void *key)
{
	unsigned long flags;

	spin_lock_irqsave(&wq->lock, flags);
	wake_up_common(wq, mode, nr, key);
	spin_unlock_irqrestore(&wq->lock, flags);
}
EXPORT_SYMBOL(__wake_up);

void __wake_up_locked(struct wait_queue_head *wq, unsigned int mode, int nr)
{
	wake_up_common(wq, mode, nr, NULL);
}
EXPORT_SYMBOL(__wake_up_locked);

void __wake_up_locked_key(struct wait_queue_head *wq, unsigned int mode, void *key)
{
	wake_up_common(wq, mode, 1, key);
}
EXPORT_SYMBOL(__wake_up_locked_key);
