/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * kthread_worker.c - a kernel thread that runs works one after another.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "sched_internal.h"

#define WORKER_NAME_BYTES TASK_COMM_LEN

/* The next work, or NULL; it becomes the current one. */
static struct kthread_work *next_work(struct kthread_worker *worker)
{
	struct kthread_work *work;

	spin_lock_irq(&worker->lock);
	work = list_first_entry_or_null(&worker->work_list, struct kthread_work, node);
	worker->current_work = work;
	if (work)
		list_del_init(&work->node);
	spin_unlock_irq(&worker->lock);
	return work;
}

int kthread_worker_fn(void *arg)
{
	struct kthread_worker *worker = arg;

	spin_lock_irq(&worker->lock);
	worker->task = current;
	spin_unlock_irq(&worker->lock);
	for (;;) {
		struct kthread_work *work;

		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		work = next_work(worker);
		if (work) {
			__set_current_state(TASK_RUNNING);
			sim_event(SIM_EV_WORK_RUN, work, (u64)work->func, 0);
			work->func(work);
			sim_event(SIM_EV_WORK_DONE, work, 0, 0);
		} else {
			sched_wait_for(SIM_WAIT_IDLE, worker, "kthread_worker", NULL);
			schedule();
		}
	}
	__set_current_state(TASK_RUNNING);
	spin_lock_irq(&worker->lock);
	worker->task = NULL;
	spin_unlock_irq(&worker->lock);
	return 0;
}
EXPORT_SYMBOL(kthread_worker_fn);

struct kthread_worker *kthread_create_worker(unsigned int flags, const char *fmt, ...)
{
	struct kthread_worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL);
	char name[WORKER_NAME_BYTES];
	struct task_struct *task;
	va_list args;

	if (!worker)
		return ERR_PTR(-ENOMEM);
	va_start(args, fmt);
	vsnprintf(name, sizeof(name), fmt, args);
	va_end(args);
	kthread_init_worker(worker);
	task = kthread_create(kthread_worker_fn, worker, "%s", name);
	if (IS_ERR(task)) {
		kfree(worker);
		return ERR_CAST(task);
	}
	worker->task = task;
	wake_up_process(task);
	return worker;
}
EXPORT_SYMBOL(kthread_create_worker);

void kthread_destroy_worker(struct kthread_worker *worker)
{
	struct task_struct *task;

	kthread_flush_worker(worker);
	spin_lock_irq(&worker->lock);
	task = worker->task;
	spin_unlock_irq(&worker->lock);
	kthread_stop(task);
	WARN_ON(!list_empty(&worker->work_list));
	kfree(worker);
}
EXPORT_SYMBOL(kthread_destroy_worker);

/* With the lock held: in front of position, and the thread gets to know. */
static void insert_work(struct kthread_worker *worker, struct kthread_work *work,
			struct list_head *position)
{
	list_add_tail(&work->node, position);
	WRITE_ONCE(work->worker, worker);
	sim_event(SIM_EV_WORK_QUEUE, work, (u64)work->func, 0);
	if (!worker->current_work && worker->task)
		wake_up_process(worker->task);
}

bool kthread_queue_work(struct kthread_worker *worker, struct kthread_work *work)
{
	unsigned long flags;
	bool queued = false;

	spin_lock_irqsave(&worker->lock, flags);
	if (list_empty(&work->node)) {
		insert_work(worker, work, &worker->work_list);
		queued = true;
	}
	spin_unlock_irqrestore(&worker->lock, flags);
	return queued;
}
EXPORT_SYMBOL(kthread_queue_work);

struct flush_work {
	struct kthread_work work;
	struct completion done;
};

static void flush_work_fn(struct kthread_work *work)
{
	complete(&container_of(work, struct flush_work, work)->done);
}

void kthread_flush_work(struct kthread_work *work)
{
	struct kthread_worker *worker = READ_ONCE(work->worker);
	struct flush_work flush;
	bool wait = true;

	if (!worker)
		return;
	kthread_init_work(&flush.work, flush_work_fn);
	init_completion(&flush.done);
	spin_lock_irq(&worker->lock);
	if (!list_empty(&work->node))
		insert_work(worker, &flush.work, work->node.next);
	else if (worker->current_work == work)
		insert_work(worker, &flush.work, worker->work_list.next);
	else
		wait = false;
	spin_unlock_irq(&worker->lock);
	if (wait)
		wait_for_completion(&flush.done);
}
EXPORT_SYMBOL(kthread_flush_work);

void kthread_flush_worker(struct kthread_worker *worker)
{
	struct flush_work flush;

	kthread_init_work(&flush.work, flush_work_fn);
	init_completion(&flush.done);
	kthread_queue_work(worker, &flush.work);
	wait_for_completion(&flush.done);
}
EXPORT_SYMBOL(kthread_flush_worker);
