/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdevice_queue.c - sending: a FIFO above each transmit queue, as net/core/dev.c and
 * net/sched/sch_generic.c of Linux have it (the root lock decides who sends, up to 4.x).
 *
 * A packet is queued under the FIFO's lock. Who finds nobody sending from it sends, until it is empty
 * or the transmit queue is stopped; the lock is dropped around the driver. Waking a queue schedules
 * its FIFO as a softirq.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/interrupt.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>

#include "netdevice_internal.h"

/* Packets that one sender sends before it leaves the rest to a softirq. */
#define QDISC_QUOTA 64

static DEFINE_PER_CPU(struct Qdisc *, output_queues);

static void net_tx_action(void *arg);

/* ---- the FIFO's softirq --------------------------------------------------------------------- */

/* Who sets SCHED puts it on the list of its CPU. Any context. */
static void netif_schedule(struct Qdisc *q)
{
	unsigned long flags;

	if (test_and_set_bit(__QDISC_STATE_SCHED, &q->state))
		return;
	local_irq_save(flags);
	q->next_sched = *this_cpu_ptr(output_queues);
	*this_cpu_ptr(output_queues) = q;
	sim_softirq_raise(net_tx_action, NULL);
	local_irq_restore(flags);
}

void netif_tx_wake_queue(struct netdev_queue *txq)
{
	if (!test_and_clear_bit(__QUEUE_STATE_DRV_XOFF, &txq->state))
		return;
	rcu_read_lock();
	netif_schedule(rcu_dereference(txq->qdisc));
	rcu_read_unlock();
}
EXPORT_SYMBOL(netif_tx_wake_queue);

/* ---- sending -------------------------------------------------------------------------------- */

/* Under the FIFO's lock. */
static struct sk_buff *dequeue_skb(struct Qdisc *q)
{
	struct sk_buff *skb = q->requeued;

	if (netif_xmit_frozen_or_stopped(q->txq))
		return NULL;
	q->requeued = NULL;
	return skb ? skb : __skb_dequeue(&q->q);
}

/*
 * Sends one packet, under the FIFO's lock, which is dropped meanwhile. False if there is no more to
 * do: the queue is empty or stopped, or the driver is busy.
 */
static bool qdisc_restart(struct Qdisc *q)
{
	struct netdev_queue *txq = q->txq;
	struct net_device *dev = txq->dev;
	struct sk_buff *skb = dequeue_skb(q);
	netdev_tx_t ret = NETDEV_TX_BUSY;

	if (!skb)
		return false;
	spin_unlock(&q->lock);

	__netif_tx_lock(txq, smp_processor_id());
	if (!netif_xmit_frozen_or_stopped(txq))
		ret = dev->netdev_ops->ndo_start_xmit(skb, dev);
	__netif_tx_unlock(txq);

	spin_lock(&q->lock);
	if (ret == NETDEV_TX_OK)
		return true;
	q->requeued = skb;
	netif_schedule(q);
	return false;
}

/* Under the FIFO's lock. */
static void qdisc_run(struct Qdisc *q)
{
	int quota = QDISC_QUOTA;

	if (q->running)
		return;
	q->running = true;
	while (qdisc_restart(q)) {
		if (--quota)
			continue;
		netif_schedule(q);
		break;
	}
	q->running = false;
}

/* As a softirq. */
static void net_tx_action(void *arg)
{
	struct Qdisc *q;

	local_irq_disable();
	q = *this_cpu_ptr(output_queues);
	*this_cpu_ptr(output_queues) = NULL;
	local_irq_enable();

	/* A softirq is a reader. */
	rcu_read_lock();
	while (q) {
		struct Qdisc *next = q->next_sched;

		spin_lock(&q->lock);
		/* Whoever schedules it from here on does so for a later run. */
		smp_mb__before_atomic();
		clear_bit(__QDISC_STATE_SCHED, &q->state);
		/* And whoever found it scheduled has let the queue go on, as is seen here. */
		smp_mb__after_atomic();
		if (!test_bit(__QDISC_STATE_DEACTIVATED, &q->state))
			qdisc_run(q);
		spin_unlock(&q->lock);
		q = next;
	}
	rcu_read_unlock();
}

static struct netdev_queue *pick_tx(struct net_device *dev, struct sk_buff *skb)
{
	u16 index = skb->hash % READ_ONCE(dev->real_num_tx_queues);

	skb_set_queue_mapping(skb, index);
	return netdev_get_tx_queue(dev, index);
}

int dev_queue_xmit(struct sk_buff *skb)
{
	struct net_device *dev = skb->dev;
	int ret = NET_XMIT_SUCCESS;
	struct Qdisc *q;

	rcu_read_lock_bh();
	q = rcu_dereference_bh(pick_tx(dev, skb)->qdisc);
	spin_lock(&q->lock);
	if (test_bit(__QDISC_STATE_DEACTIVATED, &q->state)) {
		ret = NET_XMIT_DROP;
	} else {
		__skb_queue_tail(&q->q, skb);
		qdisc_run(q);
	}
	spin_unlock(&q->lock);
	if (ret)
		kfree_skb(skb);
	rcu_read_unlock_bh();
	return ret;
}
EXPORT_SYMBOL(dev_queue_xmit);

/* ---- all queues of a device ----------------------------------------------------------------- */

void netif_tx_stop_all_queues(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		netif_tx_stop_queue(netdev_get_tx_queue(dev, i));
}
EXPORT_SYMBOL(netif_tx_stop_all_queues);

void netif_tx_wake_all_queues(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		netif_tx_wake_queue(netdev_get_tx_queue(dev, i));
}
EXPORT_SYMBOL(netif_tx_wake_all_queues);

/* Who is inside ndo_start_xmit leaves; who comes finds the queue frozen. */
void netif_tx_lock_bh(struct net_device *dev)
{
	unsigned int i;

	spin_lock_bh(&dev->tx_global_lock);
	for (i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *txq = netdev_get_tx_queue(dev, i);

		__netif_tx_lock(txq, smp_processor_id());
		set_bit(__QUEUE_STATE_FROZEN, &txq->state);
		__netif_tx_unlock(txq);
	}
}
EXPORT_SYMBOL(netif_tx_lock_bh);

void netif_tx_unlock_bh(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *txq = netdev_get_tx_queue(dev, i);

		clear_bit(__QUEUE_STATE_FROZEN, &txq->state);
		if (!netif_tx_queue_stopped(txq))
			netif_schedule(txq->qdisc);
	}
	spin_unlock_bh(&dev->tx_global_lock);
}
EXPORT_SYMBOL(netif_tx_unlock_bh);

static void reset_queue(struct Qdisc *q)
{
	struct sk_buff_head dropped;
	struct sk_buff *skb;

	__skb_queue_head_init(&dropped);
	spin_lock_bh(&q->lock);
	if (q->requeued)
		__skb_queue_tail(&dropped, q->requeued);
	q->requeued = NULL;
	while ((skb = __skb_dequeue(&q->q)))
		__skb_queue_tail(&dropped, skb);
	spin_unlock_bh(&q->lock);
	while ((skb = __skb_dequeue(&dropped)))
		kfree_skb(skb);
}

void dev_reset_queues(struct net_device *dev, unsigned int first)
{
	unsigned int i;

	for (i = first; i < dev->num_tx_queues; i++)
		reset_queue(netdev_get_tx_queue(dev, i)->qdisc);
}

void dev_activate(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		clear_bit(__QDISC_STATE_DEACTIVATED, &netdev_get_tx_queue(dev, i)->qdisc->state);
}

static bool some_qdisc_is_busy(struct net_device *dev)
{
	bool busy = false;
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues && !busy; i++) {
		struct Qdisc *q = netdev_get_tx_queue(dev, i)->qdisc;

		spin_lock_bh(&q->lock);
		busy = q->running || test_bit(__QDISC_STATE_SCHED, &q->state);
		spin_unlock_bh(&q->lock);
	}
	return busy;
}

void dev_queues_idle(struct net_device *dev)
{
	while (some_qdisc_is_busy(dev))
		msleep(1);
}

void dev_deactivate(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++) {
		struct Qdisc *q = netdev_get_tx_queue(dev, i)->qdisc;

		spin_lock_bh(&q->lock);
		set_bit(__QDISC_STATE_DEACTIVATED, &q->state);
		spin_unlock_bh(&q->lock);
	}
	/* Who is about to queue or to schedule has not seen it yet. */
	synchronize_net();
	dev_queues_idle(dev);
	dev_reset_queues(dev, 0);
}

int dev_queues_init(struct net_device *dev)
{
	unsigned int i;

	spin_lock_init(&dev->tx_global_lock);
	for (i = 0; i < dev->num_tx_queues; i++) {
		struct netdev_queue *txq = netdev_get_tx_queue(dev, i);
		struct Qdisc *q = kzalloc(sizeof(*q), GFP_KERNEL);

		if (!q) {
			dev_queues_destroy(dev);
			return -ENOMEM;
		}
		q->txq = txq;
		q->state = BIT(__QDISC_STATE_DEACTIVATED);
		spin_lock_init(&q->lock);
		__skb_queue_head_init(&q->q);
		txq->dev = dev;
		spin_lock_init(&txq->_xmit_lock);
		rcu_assign_pointer(txq->qdisc, q);
	}
	return 0;
}

void dev_queues_destroy(struct net_device *dev)
{
	unsigned int i;

	for (i = 0; i < dev->num_tx_queues; i++)
		kfree(netdev_get_tx_queue(dev, i)->qdisc);
}
