/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * workqueue_extra.c - what a kernel's workqueues offer beyond sim/kernel/workqueue.c.
 */
#include <linux/cpumask.h>
#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "../kernel/workqueue_internal.h"

static void rcu_work_ready(struct rcu_head *rcu)
{
	struct rcu_work *rwork = container_of(rcu, struct rcu_work, rcu);
	unsigned long flags;

	local_irq_save(flags);
	queue_owned_work(WORK_CPU_UNBOUND, rwork->wq, &rwork->work);
	local_irq_restore(flags);
}

bool queue_rcu_work(struct workqueue_struct *wq, struct rcu_work *rwork)
{
	if (test_and_set_bit(WORK_STRUCT_PENDING_BIT, work_data_bits(&rwork->work)))
		return false;
	rwork->wq = wq;
	call_rcu(&rwork->rcu, rcu_work_ready);
	return true;
}
EXPORT_SYMBOL(queue_rcu_work);

bool flush_rcu_work(struct rcu_work *rwork)
{
	bool pending = work_pending(&rwork->work);

	if (pending)
		rcu_barrier();
	return flush_work(&rwork->work) || pending;
}
EXPORT_SYMBOL(flush_rcu_work);

int schedule_on_each_cpu(work_func_t func)
{
	struct work_struct *works = kcalloc(nr_cpu_ids, sizeof(*works), GFP_KERNEL);
	unsigned int cpu;

	if (!works)
		return -ENOMEM;
	for_each_online_cpu (cpu) {
		INIT_WORK(&works[cpu], func);
		schedule_work_on(cpu, &works[cpu]);
	}
	for_each_online_cpu (cpu)
		flush_work(&works[cpu]);
	kfree(works);
	return 0;
}
EXPORT_SYMBOL(schedule_on_each_cpu);

void workqueue_set_max_active(struct workqueue_struct *wq, int max_active)
{
	for (unsigned int i = 0; i < wq_pwq_count(wq); i++) {
		struct pool_workqueue *pwq = &wq->pwqs[i];

		spin_lock_irq(&pwq->pool->lock);
		pwq->max_active = max_active;
		while (!list_empty(&pwq->inactive) && pwq->active < pwq->max_active)
			pwq_activate(pwq,
				     list_first_entry(&pwq->inactive, struct work_struct, entry));
		spin_unlock_irq(&pwq->pool->lock);
	}
}
EXPORT_SYMBOL(workqueue_set_max_active);

bool queue_work_node(int node, struct workqueue_struct *wq, struct work_struct *work)
{
	return queue_work_on(WORK_CPU_UNBOUND, wq, work);
}
EXPORT_SYMBOL(queue_work_node);

bool current_is_workqueue_rescuer(void)
{
	SIM_FIXED(false, "a pool always has memory for a further worker, so there are no rescuers");
}
EXPORT_SYMBOL(current_is_workqueue_rescuer);

void set_worker_desc(const char *fmt, ...)
{
	SIM_NOP("nobody lists the workers");
}
EXPORT_SYMBOL(set_worker_desc);

void __warn_flushing_systemwide_wq(void)
{
	SIM_NOP("the warning is one at compile time");
}
EXPORT_SYMBOL(__warn_flushing_systemwide_wq);
