/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * napi.c - polling of network devices in softirq context, as in net/core/dev.c of Linux 4.12 to 6.x.
 *
 * Who sets SCHED owns the instance and puts it on the list of its CPU. An attempt to schedule it
 * meanwhile leaves MISSED behind, so that the owner, when it is about to give up, polls once more.
 */
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

/* Packets that one softirq takes before it lets others run. */
#define NETDEV_BUDGET 300

static DEFINE_PER_CPU(struct list_head, napi_poll_lists);

static void net_rx_action(void *arg);

void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int), int weight)
{
	INIT_LIST_HEAD(&napi->poll_list);
	napi->state = NAPIF_STATE_SCHED;
	napi->weight = weight;
	napi->poll = poll;
	napi->dev = dev;
	list_add(&napi->dev_list, &dev->napi_list);
}
EXPORT_SYMBOL(netif_napi_add);

void netif_napi_del(struct napi_struct *napi)
{
	might_sleep();
	/* A disabled one is its own. */
	WARN_ON(!test_bit(NAPI_STATE_SCHED, &napi->state) || !list_empty(&napi->poll_list));
	list_del(&napi->dev_list);
}
EXPORT_SYMBOL(netif_napi_del);

bool napi_schedule_prep(struct napi_struct *n)
{
	unsigned long old = READ_ONCE(n->state), new;

	do {
		if (old & NAPIF_STATE_DISABLE)
			return false;
		new = old | NAPIF_STATE_SCHED;
		if (old & NAPIF_STATE_SCHED)
			new |= NAPIF_STATE_MISSED;
	} while (!try_cmpxchg(&n->state, &old, new));
	return !(old & NAPIF_STATE_SCHED);
}
EXPORT_SYMBOL(napi_schedule_prep);

/* With interrupts off. */
static void napi_append(struct napi_struct *n)
{
	list_add_tail(&n->poll_list, this_cpu_ptr(napi_poll_lists));
	sim_softirq_raise(net_rx_action, NULL);
}

void __napi_schedule(struct napi_struct *n)
{
	unsigned long flags;

	local_irq_save(flags);
	napi_append(n);
	local_irq_restore(flags);
}
EXPORT_SYMBOL(__napi_schedule);

bool napi_complete_done(struct napi_struct *n, int work_done)
{
	unsigned long old, new, flags;

	/* Not on the list while it is polled, unless poll was called otherwise. */
	if (!list_empty(&n->poll_list)) {
		local_irq_save(flags);
		list_del_init(&n->poll_list);
		local_irq_restore(flags);
	}

	old = READ_ONCE(n->state);
	do {
		WARN_ON_ONCE(!(old & NAPIF_STATE_SCHED));
		new = old & ~(NAPIF_STATE_MISSED | NAPIF_STATE_SCHED);
		/* Still the owner, if somebody has asked meanwhile. */
		if (old & NAPIF_STATE_MISSED)
			new |= NAPIF_STATE_SCHED;
	} while (!try_cmpxchg(&n->state, &old, new));
	if (old & NAPIF_STATE_MISSED) {
		__napi_schedule(n);
		return false;
	}
	return true;
}
EXPORT_SYMBOL(napi_complete_done);

/* What it did; *again: it has more. */
static int napi_poll(struct napi_struct *n, bool *again)
{
	int weight = n->weight;
	int work;

	list_del_init(&n->poll_list);
	work = n->poll(n, weight);
	WARN_ON(work > weight);
	/* Below its weight it has completed, and may be gone. */
	*again = work >= weight;
	if (*again && test_bit(NAPI_STATE_DISABLE, &n->state))
		*again = !napi_complete(n) && list_empty(&n->poll_list);
	return work;
}

/* As a softirq; the CPU's list belongs to it with interrupts off. */
static void net_rx_action(void *arg)
{
	int budget = NETDEV_BUDGET;
	LIST_HEAD(list);
	LIST_HEAD(repoll);

	local_irq_disable();
	list_splice_init(this_cpu_ptr(napi_poll_lists), &list);
	local_irq_enable();

	/* A softirq is a reader, which synchronize_net() waits for. */
	rcu_read_lock();
	while (!list_empty(&list) && budget > 0) {
		struct napi_struct *n = list_first_entry(&list, struct napi_struct, poll_list);
		bool again;

		budget -= napi_poll(n, &again);
		if (again)
			list_add_tail(&n->poll_list, &repoll);
	}
	rcu_read_unlock();

	local_irq_disable();
	list_splice_tail_init(this_cpu_ptr(napi_poll_lists), &list);
	list_splice_tail(&repoll, &list);
	list_splice(&list, this_cpu_ptr(napi_poll_lists));
	if (!list_empty(this_cpu_ptr(napi_poll_lists)))
		sim_softirq_raise(net_rx_action, NULL);
	local_irq_enable();
}

void napi_disable(struct napi_struct *n)
{
	unsigned long old;

	might_sleep();
	set_bit(NAPI_STATE_DISABLE, &n->state);
	old = READ_ONCE(n->state);
	do {
		while (old & NAPIF_STATE_SCHED) {
			usleep_range(20, 200);
			old = READ_ONCE(n->state);
		}
	} while (!try_cmpxchg(&n->state, &old, old | NAPIF_STATE_SCHED));
	clear_bit(NAPI_STATE_DISABLE, &n->state);
}
EXPORT_SYMBOL(napi_disable);

void napi_enable(struct napi_struct *n)
{
	unsigned long old = READ_ONCE(n->state);

	do {
		BUG_ON(!(old & NAPIF_STATE_SCHED));
	} while (!try_cmpxchg(&n->state, &old, old & ~NAPIF_STATE_SCHED));
}
EXPORT_SYMBOL(napi_enable);

static int __init napi_init(void)
{
	unsigned int cpu;

	for (cpu = 0; cpu < NR_CPUS; cpu++)
		INIT_LIST_HEAD(per_cpu_ptr(napi_poll_lists, cpu));
	return 0;
}
core_initcall(napi_init);
