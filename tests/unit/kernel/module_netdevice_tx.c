/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_netdevice_tx.c - sending: queues that stop, are busy, locked or changed under senders.
 */
#include "net_test_tx.h"

/* More packets than slots: queues stop and are woken, every flow stays in its order. */
void tx_storm(void);
void tx_storm(void)
{
	struct tx_net *net = tx_create();

	tx_start(net);
	tx_join(net);
	tx_wait(net, 2 * PACKETS);
	tx_destroy(net, 2 * PACKETS);
}

/* Two flows on one queue, from both CPUs. */
void tx_shared(void);
void tx_shared(void)
{
	struct tx_net *net = tx_create();

	BUG_ON(netif_set_real_num_tx_queues(net->dev, 1));
	tx_start(net);
	tx_join(net);
	tx_wait(net, 2 * PACKETS);
	BUG_ON(net->rings[1].in);
	tx_destroy(net, 2 * PACKETS);
}

/* A stopped queue keeps its packets, the other goes on; awake, it sends them in order. */
void tx_stopped(void);
void tx_stopped(void)
{
	struct tx_net *net = tx_create();
	struct netdev_queue *txq = netdev_get_tx_queue(net->dev, 0);
	unsigned int i;

	netif_tx_stop_queue(txq);
	for (i = 0; i < 3; i++)
		BUG_ON(tx_send(net, 0, i) != NET_XMIT_SUCCESS);
	BUG_ON(tx_send(net, 1, 0) != NET_XMIT_SUCCESS);
	tx_wait(net, 1);
	msleep(2);
	BUG_ON(net->next[0] || atomic_read(&net->sent) != 1 || !netif_tx_queue_stopped(txq));
	netif_tx_wake_queue(txq);
	tx_wait(net, 4);
	tx_destroy(net, 4);
}

/* Too busy without stopping: the packet comes again, before those behind it. */
void tx_busy(void);
void tx_busy(void)
{
	struct tx_net *net = tx_create();

	net->busy = 3;
	send_flow(net, 0);
	tx_wait(net, PACKETS);
	BUG_ON(net->busy);
	tx_destroy(net, PACKETS);
}

/* Under netif_tx_lock_bh() nobody sends. */
void tx_locked(void);
void tx_locked(void)
{
	struct tx_net *net = tx_create();
	unsigned int i;
	int sent;

	tx_start(net);
	for (i = 0; i < 2; i++) {
		netif_tx_lock_bh(net->dev);
		sent = atomic_read(&net->sent);
		udelay(10);
		BUG_ON(atomic_read(&net->sent) != sent);
		netif_tx_unlock_bh(net->dev);
	}
	tx_join(net);
	tx_wait(net, 2 * PACKETS);
	tx_destroy(net, 2 * PACKETS);
}

static void guarded_fn(void *arg)
{
	struct tx_net *net = arg;
	unsigned int i, old;

	for (i = 0; i < 2; i++) {
		netif_tx_lock_bh(net->dev);
		old = net->guarded;
		udelay(1);
		net->guarded = old + 1;
		netif_tx_unlock_bh(net->dev);
	}
}

/* Nor does somebody else have it. */
void tx_locked_by_two(void);
void tx_locked_by_two(void)
{
	struct tx_net *net = tx_create();

	net_task_start(&net->tasks[0], 0, guarded_fn, net);
	net_task_start(&net->tasks[1], 1, guarded_fn, net);
	tx_join(net);
	BUG_ON(net->guarded != 4);
	BUG_ON(tx_send(net, 0, 0));
	tx_destroy(net, 1);
}

/* Closed, detached and without its second queue for a while: what was given is sent or dropped. */
void tx_changes(void);
void tx_changes(void)
{
	struct tx_net *net = tx_create();

	net->lossy = true;
	tx_start(net);
	net_close(net->dev);
	BUG_ON(net_open(net->dev));
	netif_device_detach(net->dev);
	netif_device_attach(net->dev);
	rtnl_lock();
	BUG_ON(netif_set_real_num_tx_queues(net->dev, 1));
	BUG_ON(netif_set_real_num_tx_queues(net->dev, 2));
	rtnl_unlock();
	tx_join(net);
	tx_destroy(net, 2 * PACKETS);
}

/* ---- what is found --------------------------------------------------------------------------- */

/* Between "full" and the stop the ring may have been emptied, and nobody wakes the queue. */
void tx_stopped_late(void);
void tx_stopped_late(void)
{
	struct tx_net *net = tx_create();

	net->manual = net->unchecked = true;
	net_task_start(&net->tasks[0], 1, send_flow0, net);
	while (READ_ONCE(net->rings[0].in) < SLOTS)
		cond_resched();
	while (tx_complete_one(net, 0))
		;
	tx_wait(net, SLOTS + 1);
	tx_destroy(net, PACKETS);
}

void tx_never_woken(void);
void tx_never_woken(void)
{
	struct tx_net *net = tx_create();

	net->manual = true;
	send_flow(net, 0);
	tx_wait(net, 1);
	tx_destroy(net, PACKETS);
}

void tx_busy_for_good(void);
void tx_busy_for_good(void)
{
	struct tx_net *net = tx_create();

	net->busy = UINT_MAX;
	BUG_ON(tx_send(net, 0, 0));
	tx_wait(net, 1);
	tx_destroy(net, 1);
}

void tx_busy_but_freed(void);
void tx_busy_but_freed(void)
{
	struct tx_net *net = tx_create();

	net->lossy = true;
	net->busy = 1;
	net->free_busy = true;
	tx_send(net, 0, 0);
	tx_wait(net, 2);
	tx_destroy(net, 1);
}

/* The lock is held around ndo_start_xmit. */
void tx_locked_inside(void);
void tx_locked_inside(void)
{
	struct tx_net *net = tx_create();

	net->lock_inside = true;
	tx_send(net, 0, 0);
	tx_destroy(net, 1);
}

void tx_used_after_send(void);
void tx_used_after_send(void)
{
	struct tx_net *net = tx_create();
	struct sk_buff *skb = net_packet(net->dev, 0, 0);

	*(struct tx_net **)skb->cb = net;
	skb->destructor = tx_destructor;
	dev_queue_xmit(skb);
	tx_wait(net, 1);
	BUG_ON(skb->len != 4);
	tx_destroy(net, 1);
}

/* Sleeps where it waits for the senders. */
void tx_closed_while_locked(void);
void tx_closed_while_locked(void)
{
	struct tx_net *net = tx_create();

	rtnl_lock();
	netif_tx_lock_bh(net->dev);
	dev_close(net->dev);
	netif_tx_unlock_bh(net->dev);
	rtnl_unlock();
	tx_destroy(net, 0);
}
