/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * net_test_tx.h - a device of two transmit queues, whose rings a timer empties or the test.
 *
 * Each packet that a test has given to dev_queue_xmit() is sent or dropped, and freed once.
 */
#ifndef TESTS_NET_TEST_TX_H
#define TESTS_NET_TEST_TX_H

#include <linux/spinlock.h>
#include <linux/timer.h>
#include <linux/wait.h>

#include "net_test.h"

#define SLOTS 2

struct tx_ring {
	spinlock_t lock;
	struct sk_buff *slots[SLOTS];
	unsigned int in, out;
};

struct tx_net {
	struct net_device *dev;
	struct tx_ring rings[FLOWS];
	struct timer_list timer;
	struct net_task tasks[FLOWS];
	unsigned int next[FLOWS]; /* mark of the next packet; under the transmit queue's lock */
	bool lossy; /* packets may be dropped on the way, or come in another order */
	bool manual; /* no timer */
	bool unchecked; /* stops its queue too late */
	bool free_busy; /* frees what it says it is too busy for */
	bool lock_inside;
	unsigned int busy; /* so many times more BUSY is the answer */
	atomic_t sent, freed, dropped;
	struct wait_queue_head freeing;
	unsigned int guarded; /* under netif_tx_lock_bh() */
};

static void tx_destructor(struct sk_buff *skb)
{
	struct tx_net *net = *(struct tx_net **)skb->cb;

	atomic_inc(&net->freed);
	wake_up(&net->freeing);
}

static struct tx_net *dev_net(const struct net_device *dev)
{
	return *(struct tx_net **)netdev_priv(dev);
}

static void tx_check(struct tx_net *net, struct sk_buff *skb)
{
	unsigned int *next = &net->next[skb->hash];

	BUG_ON(skb->mark != (*next)++);
}

static bool tx_ring_empty(struct tx_ring *ring)
{
	bool empty;

	spin_lock(&ring->lock);
	empty = ring->in == ring->out;
	spin_unlock(&ring->lock);
	return empty;
}

static netdev_tx_t tx_xmit(struct sk_buff *skb, struct net_device *dev)
{
	u16 index = skb_get_queue_mapping(skb);
	struct netdev_queue *txq = netdev_get_tx_queue(dev, index);
	struct tx_net *net = dev_net(dev);
	struct tx_ring *ring = &net->rings[index];
	bool full;

	if (net->busy) {
		net->busy--;
		if (net->free_busy)
			dev_kfree_skb_any(skb);
		return NETDEV_TX_BUSY;
	}
	/* An attached device is woken, full or not. */
	if (net->lossy && READ_ONCE(ring->in) - READ_ONCE(ring->out) == SLOTS) {
		netif_tx_stop_queue(txq);
		return NETDEV_TX_BUSY;
	}
	if (net->lock_inside)
		__netif_tx_lock(txq, smp_processor_id());
	if (!net->lossy)
		tx_check(net, skb);
	atomic_inc(&net->sent);
	spin_lock(&ring->lock);
	BUG_ON(ring->in - ring->out == SLOTS);
	ring->slots[ring->in++ % SLOTS] = skb;
	full = ring->in - ring->out == SLOTS;
	if (full && !net->unchecked)
		netif_tx_stop_queue(txq);
	spin_unlock(&ring->lock);
	if (!net->manual)
		mod_timer(&net->timer, jiffies + 1);
	if (full && net->unchecked) {
		while (!tx_ring_empty(ring))
			udelay(1);
		netif_tx_stop_queue(txq);
	}
	return NETDEV_TX_OK;
}

/* Sends the oldest packet of a ring on its way; false if there is none. */
static bool tx_complete_one(struct tx_net *net, unsigned int index)
{
	struct tx_ring *ring = &net->rings[index];
	struct sk_buff *skb = NULL;

	spin_lock_bh(&ring->lock);
	if (ring->in != ring->out)
		skb = ring->slots[ring->out++ % SLOTS];
	if (skb)
		netif_tx_wake_queue(netdev_get_tx_queue(net->dev, index));
	spin_unlock_bh(&ring->lock);
	consume_skb(skb);
	return skb;
}

static void tx_timer(struct timer_list *timer)
{
	struct tx_net *net = from_timer(net, timer, timer);
	unsigned int i;

	for (i = 0; i < FLOWS; i++)
		while (tx_complete_one(net, i))
			;
}

static int tx_open(struct net_device *dev)
{
	netif_tx_wake_all_queues(dev);
	return 0;
}

static int tx_stop(struct net_device *dev)
{
	struct tx_net *net = dev_net(dev);

	del_timer_sync(&net->timer);
	tx_timer(&net->timer);
	return 0;
}

static const struct net_device_ops tx_ops = {
	.ndo_open = tx_open,
	.ndo_stop = tx_stop,
	.ndo_start_xmit = tx_xmit,
};

static void tx_dropped(void *data, struct sk_buff *skb)
{
	struct tx_net *net = data;

	BUG_ON(!net->lossy);
	atomic_inc(&net->dropped);
}

static struct tx_net *tx_create(void)
{
	struct tx_net *net = kzalloc(sizeof(*net), GFP_KERNEL | __GFP_NOFAIL);
	unsigned int i;

	net->dev = alloc_etherdev_mq(sizeof(net), FLOWS);
	BUG_ON(!net->dev);
	net->dev->netdev_ops = &tx_ops;
	*(struct tx_net **)netdev_priv(net->dev) = net;
	for (i = 0; i < FLOWS; i++)
		spin_lock_init(&net->rings[i].lock);
	timer_setup(&net->timer, tx_timer, 0);
	init_waitqueue_head(&net->freeing);
	BUG_ON(register_trace_kfree_skb(tx_dropped, net));
	BUG_ON(register_trace_kfree_skb(tx_dropped, net) != -EBUSY);
	BUG_ON(register_netdev(net->dev) || net_open(net->dev));
	return net;
}

/* So many were given to dev_queue_xmit(): each was sent or dropped, and freed once. */
static void tx_destroy(struct tx_net *net, unsigned int total)
{
	unregister_netdev(net->dev);
	BUG_ON(atomic_read(&net->sent) + atomic_read(&net->dropped) != (int)total);
	BUG_ON(atomic_read(&net->freed) != (int)total);
	unregister_trace_kfree_skb(tx_dropped, net);
	free_netdev(net->dev);
	kfree(net);
}

static int tx_send(struct tx_net *net, unsigned int flow, u32 mark)
{
	struct sk_buff *skb = net_packet(net->dev, flow, mark);

	*(struct tx_net **)skb->cb = net;
	skb->destructor = tx_destructor;
	return dev_queue_xmit(skb);
}

#define PACKETS 6

static void send_flow(struct tx_net *net, unsigned int flow)
{
	unsigned int i;

	for (i = 0; i < PACKETS; i++)
		BUG_ON(tx_send(net, flow, i) && !net->lossy);
}

static void send_flow0(void *arg)
{
	send_flow(arg, 0);
}

static void send_flow1(void *arg)
{
	send_flow(arg, 1);
}

static void tx_start(struct tx_net *net)
{
	net_task_start(&net->tasks[0], 0, send_flow0, net);
	net_task_start(&net->tasks[1], 1, send_flow1, net);
}

static void tx_join(struct tx_net *net)
{
	net_task_join(&net->tasks[0]);
	net_task_join(&net->tasks[1]);
}

static void tx_wait(struct tx_net *net, int freed)
{
	wait_event(net->freeing, atomic_read(&net->freed) >= freed);
}

#endif
