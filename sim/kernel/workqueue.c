/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue.c - workqueues, and putting works on them.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "workqueue_internal.h"

struct workqueue_struct *system_wq;
struct workqueue_struct *system_highpri_wq;
struct workqueue_struct *system_long_wq;
struct workqueue_struct *system_unbound_wq;
struct workqueue_struct *system_freezable_wq;

static atomic_t ordered_count = ATOMIC_INIT(0);

/* Works of an unbound workqueue run elsewhere if they can, the others where they were queued. */
static struct pool_workqueue *choose_pwq(struct workqueue_struct *wq, int cpu)
{
	unsigned int here = cpu == WORK_CPU_UNBOUND ? (unsigned int)sim_cpu() : (unsigned int)cpu;

	if (wq_is_ordered(wq))
		return &wq->pwqs[0];
	if ((wq->flags & WQ_UNBOUND) && cpu == WORK_CPU_UNBOUND)
		here = (here + 1) % nr_cpu_ids;
	return &wq->pwqs[here];
}

/*
 * Where a work has to go that still runs: to who runs it, so that it never runs twice at once.
 * Returns with the pool's lock held.
 */
static struct pool_workqueue *lock_pwq(struct workqueue_struct *wq, struct work_struct *work,
				       int cpu)
{
	struct pool_workqueue *pwq = choose_pwq(wq, cpu);
	struct worker_pool *last = work_pool(work);

	if (last && last != pwq->pool) {
		struct worker *worker;

		spin_lock(&last->lock);
		worker = worker_running(last, work);
		if (worker && worker->current_pwq->wq == wq)
			return worker->current_pwq;
		spin_unlock(&last->lock);
	}
	spin_lock(&pwq->pool->lock);
	return pwq;
}

/* While a workqueue is drained only a work of some workqueue may still add to it. */
static bool may_queue(struct workqueue_struct *wq)
{
	return !READ_ONCE(wq->draining) || (!in_interrupt() && current_work());
}

void queue_owned_work(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	struct pool_workqueue *pwq;

	if (!may_queue(wq))
		sim_report(SIM_TEARDOWN, "%s queued on workqueue %s, which is being drained",
			   work->name, wq->name);
	pwq = lock_pwq(wq, work, cpu);
	WARN_ON(!list_empty(&work->entry));
	work->ticket = ++pwq->last_ticket;
	sim_event(SIM_EV_WORK_QUEUE, work, (u64)(unsigned long)work->func, 0);
	if (pwq->active < wq->max_active) {
		pwq->active++;
		insert_work(pwq, work, &pwq->pool->worklist, 0);
	} else {
		insert_work(pwq, work, &pwq->inactive, 0);
	}
	spin_unlock(&pwq->pool->lock);
}

bool queue_work_on(int cpu, struct workqueue_struct *wq, struct work_struct *work)
{
	unsigned long flags;
	bool queued = false;

	local_irq_save(flags);
	if (!test_and_set_bit(WORK_STRUCT_PENDING_BIT, (unsigned long *)&work->data.counter)) {
		queue_owned_work(cpu, wq, work);
		queued = true;
	}
	local_irq_restore(flags);
	return queued;
}
EXPORT_SYMBOL(queue_work_on);

/* The timer's owner is the work's: PENDING is set since it was armed. */
void delayed_work_timer_fn(unsigned long data)
{
	struct delayed_work *dwork = (struct delayed_work *)data;
	unsigned long flags;

	local_irq_save(flags);
	queue_owned_work(dwork->cpu, dwork->wq, &dwork->work);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(delayed_work_timer_fn);

void queue_owned_delayed_work(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			      unsigned long delay)
{
	WARN_ON(timer_pending(&dwork->timer));
	if (!delay) {
		queue_owned_work(cpu, wq, &dwork->work);
		return;
	}
	dwork->wq = wq;
	dwork->cpu = cpu;
	dwork->timer.expires = jiffies + delay;
	add_timer(&dwork->timer);
}

bool queue_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			   unsigned long delay)
{
	unsigned long flags;
	bool queued = false;

	local_irq_save(flags);
	if (!test_and_set_bit(WORK_STRUCT_PENDING_BIT,
			      (unsigned long *)&dwork->work.data.counter)) {
		queue_owned_delayed_work(cpu, wq, dwork, delay);
		queued = true;
	}
	local_irq_restore(flags);
	return queued;
}
EXPORT_SYMBOL(queue_delayed_work_on);

bool mod_delayed_work_on(int cpu, struct workqueue_struct *wq, struct delayed_work *dwork,
			 unsigned long delay)
{
	unsigned long flags;
	int ret;

	do {
		ret = work_grab(&dwork->work, true, &flags);
		if (ret == -EAGAIN)
			cpu_relax();
	} while (ret == -EAGAIN);
	if (ret < 0)
		return false;
	queue_owned_delayed_work(cpu, wq, dwork, delay);
	local_irq_restore(flags);
	return ret;
}
EXPORT_SYMBOL(mod_delayed_work_on);

unsigned int work_busy(struct work_struct *work)
{
	struct worker_pool *pool = work_pool(work);
	unsigned int busy = work_pending(work) ? WORK_BUSY_PENDING : 0;
	unsigned long flags;

	if (pool) {
		spin_lock_irqsave(&pool->lock, flags);
		if (worker_running(pool, work))
			busy |= WORK_BUSY_RUNNING;
		spin_unlock_irqrestore(&pool->lock, flags);
	}
	return busy;
}
EXPORT_SYMBOL(work_busy);

static struct pool_workqueue *alloc_pwqs(struct workqueue_struct *wq)
{
	unsigned int count = wq_pwq_count(wq);
	struct pool_workqueue *pwqs =
		__gfp_alloc(count * sizeof(*pwqs), PWQ_ALIGN, GFP_KERNEL | __GFP_ZERO, "workqueue");

	BUILD_BUG_ON(sizeof(*pwqs) % PWQ_ALIGN);
	for (unsigned int i = 0; pwqs && i < count; i++) {
		pwqs[i].pool = pool_of_cpu(wq_is_ordered(wq) ? wq->first_pool : i);
		pwqs[i].wq = wq;
		INIT_LIST_HEAD(&pwqs[i].inactive);
	}
	return pwqs;
}

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc(sizeof(*wq), GFP_KERNEL);
	va_list args;

	if (!wq)
		return NULL;
	va_start(args, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, args);
	va_end(args);
	/* An unbound one with a limit of one has always been ordered. */
	if ((flags & WQ_UNBOUND) && max_active == 1)
		flags |= __WQ_ORDERED;
	wq->flags = flags;
	wq->max_active = max_active > 0 ? (unsigned int)max_active : WQ_DFL_ACTIVE;
	if (wq_is_ordered(wq))
		wq->first_pool =
			(unsigned int)atomic_fetch_add_relaxed(1, &ordered_count) % nr_cpu_ids;
	init_waitqueue_head(&wq->flushed);
	wq->pwqs = alloc_pwqs(wq);
	if (!wq->pwqs) {
		kfree(wq);
		return NULL;
	}
	return wq;
}
EXPORT_SYMBOL(alloc_workqueue);

void destroy_workqueue(struct workqueue_struct *wq)
{
	WRITE_ONCE(wq->draining, 1);
	workqueue_run_dry(wq);
	for (unsigned int i = 0; i < wq_pwq_count(wq); i++) {
		struct pool_workqueue *pwq = &wq->pwqs[i];

		spin_lock_irq(&pwq->pool->lock);
		WARN(pwq->active || !list_empty(&pwq->inactive),
		     "destroy_workqueue: %s still has works", wq->name);
		spin_unlock_irq(&pwq->pool->lock);
	}
	kfree(wq->pwqs);
	kfree(wq);
}
EXPORT_SYMBOL(destroy_workqueue);

void workqueue_start(void)
{
	worker_pools_start();
	system_wq = alloc_workqueue("events", 0, 0);
	system_highpri_wq = alloc_workqueue("events_highpri", WQ_HIGHPRI, 0);
	system_long_wq = alloc_workqueue("events_long", 0, 0);
	system_unbound_wq = alloc_workqueue("events_unbound", WQ_UNBOUND, 0);
	system_freezable_wq = alloc_workqueue("events_freezable", WQ_FREEZABLE, 0);
	if (!system_wq || !system_highpri_wq || !system_long_wq || !system_unbound_wq ||
	    !system_freezable_wq)
		panic("workqueue: no memory for the system workqueues");
}

void workqueue_stop(void)
{
	destroy_workqueue(system_freezable_wq);
	destroy_workqueue(system_unbound_wq);
	destroy_workqueue(system_long_wq);
	destroy_workqueue(system_highpri_wq);
	destroy_workqueue(system_wq);
	worker_pools_stop();
}
