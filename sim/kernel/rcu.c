/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * rcu.c - waiting for readers. The grace periods are the port's.
 */
#include <linux/export.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "sched_internal.h"

/* kfree_rcu() stores an offset where call_rcu() stores a function. */
#define KFREE_OFFSET_MAX 4096ul

static void rcu_run_callback(void *arg)
{
	struct rcu_head *head = arg;
	rcu_callback_t func = head->func;

	if ((unsigned long)func < KFREE_OFFSET_MAX)
		kfree((char *)head - (unsigned long)func);
	else
		func(head);
}

void call_rcu(struct rcu_head *head, rcu_callback_t func)
{
	head->func = func;
	sim_rcu_call(rcu_run_callback, head);
}
EXPORT_SYMBOL(call_rcu);

void synchronize_rcu(void)
{
	might_sleep();
	sched_submit_work(current);
	sim_rcu_synchronize();
}
EXPORT_SYMBOL(synchronize_rcu);

void rcu_barrier(void)
{
	might_sleep();
	sched_submit_work(current);
	sim_rcu_barrier();
}
EXPORT_SYMBOL(rcu_barrier);
