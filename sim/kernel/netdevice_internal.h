/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdevice_internal.h - what the parts of the network device layer share.
 */
#ifndef NETDEVICE_INTERNAL_H
#define NETDEVICE_INTERNAL_H

#include <linux/netdevice.h>

enum qdisc_state { __QDISC_STATE_SCHED, __QDISC_STATE_DEACTIVATED };

/* A FIFO above one transmit queue, served by one sender at a time. */
struct Qdisc {
	struct netdev_queue *txq;
	unsigned long state; /* marked */
	spinlock_t lock;
	bool running; /* somebody sends from it; under lock */
	struct sk_buff *requeued; /* goes first; under lock */
	struct sk_buff_head q; /* under lock */
	struct Qdisc *next_sched; /* of those that a CPU has scheduled */
};

/* ---- netdevice_queue.c: with rtnl --------------------------------------------------------------- */

int dev_queues_init(struct net_device *dev);
void dev_queues_destroy(struct net_device *dev);
/* From now on packets are queued; or dropped, when the last sender has left and the queues are
 * empty. Each may be called when it is so already. */
void dev_activate(struct net_device *dev);
void dev_deactivate(struct net_device *dev);
/* Sleeps until nobody sends and no softirq is about to. */
void dev_queues_idle(struct net_device *dev);
/* Drops what waits in queues from first on. */
void dev_reset_queues(struct net_device *dev, unsigned int first);

/* ---- netdevice_link.c ------------------------------------------------------------------------ */

void linkwatch_init(struct net_device *dev);
/* No change of the link is acted upon any more. Task context, without rtnl. */
void linkwatch_stop(struct net_device *dev);

#endif
