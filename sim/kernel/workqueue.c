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
EXPORT_SYMBOL(system_wq);
struct workqueue_struct *system_highpri_wq;
EXPORT_SYMBOL(system_highpri_wq);
struct workqueue_struct *system_long_wq;
EXPORT_SYMBOL(system_long_wq);
struct workqueue_struct *system_unbound_wq;
EXPORT_SYMBOL(system_unbound_wq);
struct workqueue_struct *system_freezable_wq;
EXPORT_SYMBOL(system_freezable_wq);
ERA_SYSTEM_WORKQUEUES

static const struct {
	struct workqueue_struct **wq;
	const char *name;
	unsigned int flags;
} system_workqueues[] = { { &system_wq, "events", 0 },
			  { &system_highpri_wq, "events_highpri", WQ_HIGHPRI },
			  { &system_long_wq, "events_long", 0 },
			  { &system_unbound_wq, "events_unbound", WQ_UNBOUND },
			  { &system_freezable_wq, "events_freezable", WQ_FREEZABLE },
			  ERA_SYSTEM_WORKQUEUE_ENTRIES };

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
			   work_name(work), wq->name);
	pwq = lock_pwq(wq, work, cpu);
	WARN_ON(!list_empty(&work->entry));
	sim_event(SIM_EV_WORK_QUEUE, work, (u64)(unsigned long)work->func, 0);
	if (pwq->active < pwq->max_active) {
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
void delayed_work_timer_fn(dwork_timer_arg_t arg)
{
	struct delayed_work *dwork = dwork_of_timer(arg);
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
	mod_timer(&dwork->timer, jiffies + delay);
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

static struct pool_workqueue *alloc_pwqs(struct workqueue_struct *wq, unsigned int max_active)
{
	unsigned int count = wq_pwq_count(wq);
	struct pool_workqueue *pwqs = kcalloc(count, sizeof(*pwqs), GFP_KERNEL);

	WARN_ON((unsigned long)pwqs & ~WORK_PWQ_MASK);
	for (unsigned int i = 0; pwqs && i < count; i++) {
		pwqs[i].pool = pool_of_cpu(wq_is_ordered(wq) ? wq->first_pool : i);
		pwqs[i].wq = wq;
		pwqs[i].max_active = max_active;
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
	if (WQ_SINGLE_IS_ORDERED && (flags & WQ_UNBOUND) && max_active == 1)
		flags |= __WQ_ORDERED;
	wq->flags = flags;
	if (wq_is_ordered(wq))
		wq->first_pool =
			(unsigned int)atomic_fetch_add_relaxed(1, &ordered_count) % nr_cpu_ids;
	init_waitqueue_head(&wq->flushed);
	wq->pwqs = alloc_pwqs(wq, max_active > 0 ? (unsigned int)max_active : WQ_DFL_ACTIVE);
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
	for (unsigned int i = 0; i < ARRAY_SIZE(system_workqueues); i++) {
		struct workqueue_struct *wq = alloc_workqueue("%s", system_workqueues[i].flags, 0,
							      system_workqueues[i].name);

		if (!wq)
			panic("workqueue: no memory for the system workqueues");
		*system_workqueues[i].wq = wq;
	}
}

void workqueue_stop(void)
{
	for (unsigned int i = ARRAY_SIZE(system_workqueues); i-- > 0;)
		destroy_workqueue(*system_workqueues[i].wq);
	worker_pools_stop();
}
