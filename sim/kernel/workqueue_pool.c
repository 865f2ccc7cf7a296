/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_pool.c - workers and what they run.
 *
 * A worker that starts to run works leaves at least one other idle, and makes it if there is none:
 * works that wait for each other always find somebody to run them.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "kthread_internal.h"
#include "sched_internal.h"
#include "workqueue_internal.h"

#define WORKERS_AT_BOOT 2u

static struct worker_pool pools[NR_CPUS];

struct worker_pool *pool_of_cpu(unsigned int cpu)
{
	return &pools[cpu];
}

struct worker_pool *work_pool(const struct work_struct *work)
{
	unsigned long number = work_data(work) >> WORK_POOL_SHIFT;

	return number ? &pools[number - 1] : NULL;
}

struct worker *worker_running(struct worker_pool *pool, struct work_struct *work)
{
	struct worker *worker;

	list_for_each_entry (worker, &pool->workers, node) {
		if (worker->current_work == work && worker->current_func == work->func)
			return worker;
	}
	return NULL;
}

static void wake_idle_worker(struct worker_pool *pool)
{
	struct worker *worker = list_first_entry_or_null(&pool->idle, struct worker, idle_node);

	if (worker)
		wake_up_process(worker->task);
}

void insert_work(struct pool_workqueue *pwq, struct work_struct *work, struct list_head *position,
		 unsigned long flags)
{
	unsigned long data = (pwq->pool->cpu + 1ul) << WORK_POOL_SHIFT;

	pwq->last_ticket = (pwq->last_ticket + 1) & WORK_TICKET_MASK;
	data |= (unsigned long)pwq->last_ticket << WORK_TICKET_SHIFT;
	atomic_long_set(&work->data,
			(long)((unsigned long)pwq | data | flags | WORK_STRUCT_PENDING));
	list_add_tail(&work->entry, position);
	wake_idle_worker(pwq->pool);
}

/*
 * The barriers pair with the full order of test_and_set_bit() in queue_work(): who sees PENDING
 * still set knows that the function runs after what it stored before; and the function's accesses
 * come after the bit is clear.
 */
void work_leave_queue(struct work_struct *work, struct worker_pool *pool, bool keep)
{
	unsigned long pool_bits = (pool->cpu + 1ul) << WORK_POOL_SHIFT;

	smp_wmb();
	atomic_long_set(&work->data, (long)(pool_bits | (keep ? WORK_STRUCT_PENDING : 0)));
	smp_mb();
}

/* Moves the work and those linked to it to the end of the list. */
static void move_linked_works(struct work_struct *work, struct list_head *head)
{
	struct work_struct *next;
	bool linked;

	do {
		next = list_next_entry(work, entry);
		linked = work_data(work) & WORK_LINKED;
		list_move_tail(&work->entry, head);
		work = next;
	} while (linked);
}

void pwq_activate(struct pool_workqueue *pwq, struct work_struct *work)
{
	move_linked_works(work, &pwq->pool->worklist);
	pwq->active++;
	wake_idle_worker(pwq->pool);
}

void pwq_work_gone(struct pool_workqueue *pwq, work_func_t func)
{
	if (func != wq_barrier_func)
		pwq->active--;
	if (!list_empty(&pwq->inactive) && pwq->active < pwq->max_active)
		pwq_activate(pwq, list_first_entry(&pwq->inactive, struct work_struct, entry));
	if (waitqueue_active(&pwq->wq->flushed))
		wake_up_all(&pwq->wq->flushed);
}

/* Without the lock. The work may be freed or queued again by its function. */
static void call_work(struct worker *worker, struct work_struct *work, const char *name)
{
	work_func_t func = worker->current_func;
	struct workqueue_struct *wq = worker->current_pwq->wq;

	sim_lockdep_run_begin(wq, "workqueue");
	sim_lockdep_run_begin((const void *)func, name);
	sim_event(SIM_EV_WORK_RUN, work, (u64)(unsigned long)func, 0);
	func(work);
	sim_event(SIM_EV_WORK_DONE, work, (u64)(unsigned long)func, 0);
	sim_lockdep_run_end((const void *)func);
	sim_lockdep_run_end(wq);
	WARN(sim_in_atomic(), "workqueue: %s left in atomic context", name);
}

/* With the lock held, which is dropped while the function runs. */
static void run_work(struct worker *worker, struct work_struct *work)
{
	struct worker_pool *pool = worker->pool;
	struct worker *other = worker_running(pool, work);
	const char *name = work_name(work);
	struct pool_workqueue *pwq;
	work_func_t func;

	/* Never twice at once: who runs it runs it again. */
	if (other) {
		move_linked_works(work, &other->scheduled);
		return;
	}
	worker->current_work = work;
	worker->current_func = work->func;
	worker->current_pwq = work_pwq(work);
	worker->current_ticket = work_ticket(work);
	list_del_init(&work->entry);
	if (!list_empty(&pool->worklist))
		wake_idle_worker(pool);
	work_leave_queue(work, pool, false);
	spin_unlock_irq(&pool->lock);
	call_work(worker, work, name);
	cond_resched();
	spin_lock_irq(&pool->lock);
	pwq = worker->current_pwq;
	func = worker->current_func;
	worker->current_work = NULL;
	worker->current_func = NULL;
	worker->current_pwq = NULL;
	worker->current_ticket = 0;
	pwq_work_gone(pwq, func);
}

static void run_scheduled_works(struct worker *worker)
{
	while (!list_empty(&worker->scheduled))
		run_work(worker, list_first_entry(&worker->scheduled, struct work_struct, entry));
}

static void run_worklist(struct worker *worker)
{
	struct worker_pool *pool = worker->pool;

	while (!list_empty(&pool->worklist)) {
		struct work_struct *work =
			list_first_entry(&pool->worklist, struct work_struct, entry);

		if (work_data(work) & WORK_LINKED)
			move_linked_works(work, &worker->scheduled);
		else
			run_work(worker, work);
		run_scheduled_works(worker);
	}
}

static void worker_enter_idle(struct worker *worker)
{
	list_add(&worker->idle_node, &worker->pool->idle);
	worker->pool->idle_count++;
}

static void worker_leave_idle(struct worker *worker)
{
	list_del_init(&worker->idle_node);
	worker->pool->idle_count--;
}

static int worker_thread(void *arg);

/* Task context, without the lock. */
static void create_worker(struct worker_pool *pool)
{
	struct worker *worker = kzalloc(sizeof(*worker), GFP_KERNEL | __GFP_NOFAIL);
	char name[TASK_COMM_LEN];

	spin_lock_irq(&pool->lock);
	snprintf(name, sizeof(name), "kworker/%u:%u", pool->cpu, pool->next_worker++);
	spin_unlock_irq(&pool->lock);
	INIT_LIST_HEAD(&worker->scheduled);
	INIT_LIST_HEAD(&worker->idle_node);
	worker->pool = pool;
	worker->task = kthread_new(worker_thread, worker, (int)pool->cpu, false, name);
	spin_lock_irq(&pool->lock);
	list_add_tail(&worker->node, &pool->workers);
	worker_enter_idle(worker);
	spin_unlock_irq(&pool->lock);
	wake_up_process(worker->task);
}

/* True if the lock was dropped, so that everything has to be looked at again. */
static bool ensure_idle_worker(struct worker_pool *pool)
{
	if (pool->idle_count || pool->creating)
		return false;
	pool->creating = true;
	spin_unlock_irq(&pool->lock);
	create_worker(pool);
	spin_lock_irq(&pool->lock);
	pool->creating = false;
	return true;
}

static int worker_thread(void *arg)
{
	struct worker *worker = arg;
	struct worker_pool *pool = worker->pool;

	current->flags |= PF_WQ_WORKER;
	while (!kthread_should_stop()) {
		spin_lock_irq(&pool->lock);
		worker_leave_idle(worker);
		while (!list_empty(&pool->worklist)) {
			if (!ensure_idle_worker(pool))
				run_worklist(worker);
		}
		worker_enter_idle(worker);
		set_current_state(TASK_IDLE);
		spin_unlock_irq(&pool->lock);
		sched_wait_for(SIM_WAIT_IDLE, pool, "worker", NULL);
		if (!kthread_should_stop())
			schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

struct work_struct *current_work(void)
{
	struct worker *worker;

	if (!(current->flags & PF_WQ_WORKER))
		return NULL;
	worker = kthread_data(current);
	return worker->current_work;
}

void worker_pools_start(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		struct worker_pool *pool = &pools[cpu];

		spin_lock_init(&pool->lock);
		pool->cpu = cpu;
		INIT_LIST_HEAD(&pool->worklist);
		INIT_LIST_HEAD(&pool->workers);
		INIT_LIST_HEAD(&pool->idle);
		for (unsigned int i = 0; i < WORKERS_AT_BOOT; i++)
			create_worker(pool);
	}
}

/* Until there is none: a worker that is about to end may still make another one. */
static void stop_workers(struct worker_pool *pool)
{
	spin_lock_irq(&pool->lock);
	while (!list_empty(&pool->workers)) {
		struct worker *worker = list_first_entry(&pool->workers, struct worker, node);

		spin_unlock_irq(&pool->lock);
		kthread_stop(worker->task);
		spin_lock_irq(&pool->lock);
		list_del(&worker->node);
		worker_leave_idle(worker);
		kfree(worker);
	}
	spin_unlock_irq(&pool->lock);
}

/* Every workqueue is gone, so every worker is idle or about to be. */
void worker_pools_stop(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < nr_cpu_ids; cpu++) {
		WARN_ON(!list_empty(&pools[cpu].worklist));
		stop_workers(&pools[cpu]);
	}
}
