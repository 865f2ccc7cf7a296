/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * module_netdevice.c - the life of network devices: registered, opened, closed, held; their link.
 */
#include <linux/errno.h>
#include <linux/notifier.h>
#include <linux/string.h>
#include <linux/workqueue.h>

#include "net_test.h"

struct life {
	unsigned int opens, stops, rx_modes;
	unsigned int sent;
	int open_error;
};

static int life_open(struct net_device *dev)
{
	struct life *life = netdev_priv(dev);

	BUG_ON(!rtnl_is_locked() || !netif_running(dev));
	life->opens++;
	return life->open_error;
}

static int life_stop(struct net_device *dev)
{
	struct life *life = netdev_priv(dev);

	BUG_ON(!rtnl_is_locked() || netif_running(dev));
	life->stops++;
	return 0;
}

static netdev_tx_t life_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct life *life = netdev_priv(dev);

	life->sent++;
	consume_skb(skb);
	return NETDEV_TX_OK;
}

static void life_set_rx_mode(struct net_device *dev)
{
	struct life *life = netdev_priv(dev);

	life->rx_modes++;
}

static const struct net_device_ops life_ops = {
	.ndo_open = life_open,
	.ndo_stop = life_stop,
	.ndo_start_xmit = life_xmit,
	.ndo_set_rx_mode = life_set_rx_mode,
};

static struct net_device *life_alloc(void)
{
	struct net_device *dev = alloc_etherdev_mq(sizeof(struct life), 1);

	if (dev)
		dev->netdev_ops = &life_ops;
	return dev;
}

static struct net_device *life_create(void)
{
	struct net_device *dev = life_alloc();

	BUG_ON(!dev || register_netdev(dev));
	return dev;
}

static void life_destroy(struct net_device *dev)
{
	unregister_netdev(dev);
	free_netdev(dev);
}

/* What the notifiers have heard, one digit each. */
struct ear {
	struct notifier_block nb;
	unsigned int heard;
};

static int ear_call(struct notifier_block *nb, unsigned long what, void *info)
{
	struct ear *ear = container_of(nb, struct ear, nb);

	BUG_ON(!rtnl_is_locked() || !netdev_notifier_info_to_dev(info));
	ear->heard = 10 * ear->heard + (unsigned int)what;
	return NOTIFY_DONE;
}

/* Open and close once each, whoever asks again; unregistering closes. */
void life_calls(void);
void life_calls(void)
{
	struct ear ear = { .nb = { .notifier_call = ear_call } };
	struct net_device *dev;
	struct life *life;

	register_netdevice_notifier(&ear.nb);
	dev = life_create();
	life = netdev_priv(dev);
	net_close(dev);
	BUG_ON(life->opens || life->stops || netif_running(dev));
	BUG_ON(net_open(dev) || net_open(dev));
	BUG_ON(life->opens != 1 || !netif_running(dev) || !(dev->flags & IFF_UP));
	net_close(dev);
	BUG_ON(life->stops != 1 || netif_running(dev) || dev->flags & IFF_UP);
	BUG_ON(net_open(dev));
	unregister_netdev(dev);
	BUG_ON(life->opens != 2 || life->stops != 2 || life->rx_modes != 2);
	BUG_ON(net_open(dev) != -ENODEV);
	free_netdev(dev);
	unregister_netdevice_notifier(&ear.nb);
	BUG_ON(ear.heard != NETDEV_REGISTER * 100000 + NETDEV_UP * 10000 + NETDEV_DOWN * 1000 +
				    NETDEV_UP * 100 + NETDEV_DOWN * 10 + NETDEV_UNREGISTER);
}

/* What cannot be opened stays closed, and sends nothing. */
void life_refused(void);
void life_refused(void)
{
	struct net_device *dev = life_create();
	struct life *life = netdev_priv(dev);

	life->open_error = -EIO;
	BUG_ON(net_open(dev) != -EIO || netif_running(dev) || life->rx_modes);
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_DROP);
	life->open_error = 0;
	netif_device_detach(dev);
	BUG_ON(net_open(dev) != -ENODEV || life->opens != 1);
	netif_device_attach(dev);
	BUG_ON(net_open(dev));
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_SUCCESS || life->sent != 1);
	rtnl_lock();
	dev_set_promiscuity(dev, 1);
	dev_set_promiscuity(dev, 1);
	dev_set_promiscuity(dev, -1);
	BUG_ON(!(dev->flags & IFF_PROMISC));
	dev_set_promiscuity(dev, -1);
	BUG_ON(dev->flags & IFF_PROMISC || life->rx_modes != 5);
	BUG_ON(netif_set_real_num_tx_queues(dev, 2) != -EINVAL);
	BUG_ON(netif_set_real_num_rx_queues(dev, 0) != -EINVAL);
	rtnl_unlock();
	life_destroy(dev);
	life_destroy(life_create());
}

/* Numbered names fill gaps; another name is there once. */
void life_names(void);
void life_names(void)
{
	struct net_device *devs[3] = { life_create(), life_create(), life_alloc() };

	BUG_ON(strcmp(devs[0]->name, "eth0") || strcmp(devs[1]->name, "eth1"));
	strscpy(devs[2]->name, "eth1", sizeof(devs[2]->name));
	BUG_ON(register_netdev(devs[2]) != -EEXIST);
	BUG_ON(dev_get_by_name("eth2"));
	life_destroy(devs[0]);
	devs[0] = life_create();
	BUG_ON(strcmp(devs[0]->name, "eth0"));
	free_netdev(devs[2]);
	life_destroy(devs[1]);
	life_destroy(devs[0]);
}

/* Found by name, the device stays until it is put. */
static void holder_fn(void *arg)
{
	struct net_device *dev = dev_get_by_name("eth0");

	if (!dev)
		return;
	udelay(1);
	dev->mtu++;
	dev_hold(dev);
	dev_put(dev);
	dev->mtu++;
	dev_put(dev);
}

void life_held(void);
void life_held(void)
{
	struct net_device *dev = life_create();
	struct net_task task;

	net_task_start(&task, 1, holder_fn, NULL);
	life_destroy(dev);
	net_task_join(&task);
	BUG_ON(dev_get_by_name("eth0"));
}

/* With fault alloc: what could not be had leaves nothing behind. */
void life_alloc_fails(void);
void life_alloc_fails(void)
{
	struct net_device *dev = alloc_etherdev_mq(sizeof(struct life), 3);

	if (!dev)
		return;
	dev->netdev_ops = &life_ops;
	BUG_ON(register_netdev(dev) || net_open(dev));
	life_destroy(dev);
}

/* ---- the link -------------------------------------------------------------------------------- */

/* Without a link packets are dropped. A device may come up without it. */
void link_off_on(void);
void link_off_on(void)
{
	struct net_device *dev = life_alloc();
	struct life *life = netdev_priv(dev);

	netif_carrier_off(dev);
	BUG_ON(register_netdev(dev) || net_open(dev) || netif_carrier_ok(dev));
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_DROP);
	netif_carrier_on(dev);
	flush_work(&dev->linkwatch);
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_SUCCESS || life->sent != 1);
	/* What waits for the driver goes with the link. */
	netif_tx_stop_all_queues(dev);
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_SUCCESS);
	netif_carrier_off(dev);
	flush_work(&dev->linkwatch);
	netif_carrier_on(dev);
	flush_work(&dev->linkwatch);
	netif_tx_wake_all_queues(dev);
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_SUCCESS);
	/* A softirq may have been sending. */
	while (READ_ONCE(life->sent) != 2)
		cond_resched();
	life_destroy(dev);
}

static void link_fn(void *arg)
{
	struct net_device *dev = arg;
	unsigned int i;

	for (i = 0; i < 3; i++) {
		netif_carrier_off(dev);
		netif_carrier_on(dev);
	}
}

/* It comes and goes while the device is opened and closed: open, it sends in the end. */
void link_storm(void);
void link_storm(void)
{
	struct net_device *dev = life_create();
	struct life *life = netdev_priv(dev);
	struct net_task task;

	net_task_start(&task, 1, link_fn, dev);
	BUG_ON(net_open(dev));
	net_close(dev);
	BUG_ON(net_open(dev));
	net_task_join(&task);
	flush_work(&dev->linkwatch);
	BUG_ON(dev_queue_xmit(net_packet(dev, 0, 0)) != NET_XMIT_SUCCESS || life->sent != 1);
	net_task_start(&task, 1, link_fn, dev);
	unregister_netdev(dev);
	net_task_join(&task);
	free_netdev(dev);
}

/* ---- what is found --------------------------------------------------------------------------- */

void life_open_without_rtnl(void);
void life_open_without_rtnl(void)
{
	struct net_device *dev = life_create();

	dev_open(dev);
	life_destroy(dev);
}

void life_unregister_in_atomic(void);
void life_unregister_in_atomic(void)
{
	struct net_device *dev = life_create();

	local_bh_disable();
	unregister_netdev(dev);
	local_bh_enable();
	free_netdev(dev);
}

/* unregister_netdev() under rtnl, which it takes. */
void life_unregister_under_rtnl(void);
void life_unregister_under_rtnl(void)
{
	struct net_device *dev = life_create();

	rtnl_lock();
	life_destroy(dev);
	rtnl_unlock();
}

void life_reference_kept(void);
void life_reference_kept(void)
{
	struct net_device *dev = life_create();

	BUG_ON(dev_get_by_name("eth0") != dev);
	life_destroy(dev);
}

void life_used_after_put(void);
void life_used_after_put(void)
{
	struct net_device *dev = life_create(), *found = dev_get_by_name("eth0");

	dev_put(found);
	life_destroy(dev);
	found->mtu = 0;
}

void life_freed_registered(void);
void life_freed_registered(void)
{
	free_netdev(life_create());
	BUG_ON(dev_get_by_name("eth1"));
}

void life_forgotten(void);
void life_forgotten(void)
{
	unregister_netdev(life_create());
}
