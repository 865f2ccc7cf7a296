/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_flush.c - waiting for works.
 *
 * flush_work() puts a barrier work right behind the work it waits for, so nothing of the work is
 * touched afterwards: it may free itself. flush_workqueue() compares tickets, which count the works
 * queued on a pool_workqueue.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>

#include "sched_internal.h"
#include "workqueue_internal.h"

void wq_barrier_func(struct work_struct *work)
{
	complete(&container_of(work, struct wq_barrier, work)->done);
}

/* Behind target, which runs in worker or (worker NULL) is queued. With the lock held. */
static void insert_barrier(struct pool_workqueue *pwq, struct wq_barrier *barrier,
			   struct work_struct *target, struct worker *worker)
{
	struct list_head *position;
	unsigned long linked = 0;

	INIT_WORK_ONSTACK(&barrier->work, wq_barrier_func);
	init_completion(&barrier->done);
	if (worker) {
		position = worker->scheduled.next;
	} else {
		position = target->entry.next;
		linked = work_data(target) & WORK_LINKED;
		atomic_long_or((long)WORK_LINKED, &target->data);
	}
	insert_work(pwq, &barrier->work, position, linked);
}

/* False if the work is idle, so that there is nothing to wait for. */
static bool start_flush(struct work_struct *work, struct wq_barrier *barrier)
{
	struct worker_pool *pool = work_pool(work);
	struct worker *worker = NULL;
	struct pool_workqueue *pwq;
	bool found = true;

	if (!pool)
		return false;
	spin_lock_irq(&pool->lock);
	pwq = work_pwq_in(work, pool->cpu);
	if (!pwq) {
		worker = worker_running(pool, work);
		pwq = worker ? worker->current_pwq : NULL;
	}
	if (pwq)
		insert_barrier(pwq, barrier, work, worker);
	else
		found = false;
	spin_unlock_irq(&pool->lock);
	return found;
}

bool flush_work(struct work_struct *work)
{
	struct wq_barrier barrier;

	might_sleep();
	if (WARN(!work->func, "flush_work: the work was never initialised"))
		return false;
	sim_lockdep_wait((const void *)work->func, work_name(work));
	if (!start_flush(work, &barrier))
		return false;
	wait_for_completion(&barrier.done);
	return true;
}
EXPORT_SYMBOL(flush_work);

bool flush_delayed_work(struct delayed_work *dwork)
{
	if (del_timer_sync(&dwork->timer)) {
		local_irq_disable();
		queue_owned_work(dwork->cpu, dwork->wq, &dwork->work);
		local_irq_enable();
	}
	return flush_work(&dwork->work);
}
EXPORT_SYMBOL(flush_delayed_work);

/* Whether the ticket is not newer than *limit; NULL: any is. Tickets wrap. */
static bool ticket_within(u32 ticket, const u32 *limit)
{
	return !limit || ((*limit - ticket) & WORK_TICKET_MASK) <= WORK_TICKET_MASK / 2;
}

static bool list_has_within(struct list_head *list, struct pool_workqueue *pwq, const u32 *limit)
{
	struct work_struct *work;

	list_for_each_entry (work, list, entry) {
		if (work_pwq(work) == pwq && ticket_within(work_ticket(work), limit))
			return true;
	}
	return false;
}

/* Whether no work up to the ticket *limit is queued or runs; NULL: none at all. */
static bool pwq_flushed(struct pool_workqueue *pwq, const u32 *limit)
{
	struct worker_pool *pool = pwq->pool;
	struct worker *worker;
	bool left;

	spin_lock_irq(&pool->lock);
	left = list_has_within(&pool->worklist, pwq, limit) ||
	       list_has_within(&pwq->inactive, pwq, limit);
	list_for_each_entry (worker, &pool->workers, node) {
		if (worker->current_pwq == pwq && ticket_within(worker->current_ticket, limit))
			left = true;
		left = left || list_has_within(&worker->scheduled, pwq, limit);
	}
	spin_unlock_irq(&pool->lock);
	return !left;
}

void __flush_workqueue(struct workqueue_struct *wq)
{
	u32 tickets[NR_CPUS];

	might_sleep();
	sim_lockdep_wait(wq, "workqueue");
	for (unsigned int i = 0; i < wq_pwq_count(wq); i++) {
		spin_lock_irq(&wq->pwqs[i].pool->lock);
		tickets[i] = wq->pwqs[i].last_ticket;
		spin_unlock_irq(&wq->pwqs[i].pool->lock);
	}
	for (unsigned int i = 0; i < wq_pwq_count(wq); i++)
		wait_event(wq->flushed, pwq_flushed(&wq->pwqs[i], &tickets[i]));
}
EXPORT_SYMBOL(__flush_workqueue);

static bool wq_is_empty(struct workqueue_struct *wq)
{
	bool empty = true;

	for (unsigned int i = 0; i < wq_pwq_count(wq); i++)
		empty = pwq_flushed(&wq->pwqs[i], NULL) && empty;
	return empty;
}

void workqueue_run_dry(struct workqueue_struct *wq)
{
	do {
		__flush_workqueue(wq);
	} while (!wq_is_empty(wq));
}

void drain_workqueue(struct workqueue_struct *wq)
{
	WRITE_ONCE(wq->draining, 1);
	workqueue_run_dry(wq);
	WRITE_ONCE(wq->draining, 0);
}
EXPORT_SYMBOL(drain_workqueue);
