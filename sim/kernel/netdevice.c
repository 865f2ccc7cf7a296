/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdevice.c - network devices: registration, opening and closing, configuration, receivers.
 *
 * Everything that changes a device is under rtnl. Who finds a device by name holds a reference, and
 * who unregisters one waits for those.
 */
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/ethtool.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/rculist.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "netdevice_internal.h"

static DEFINE_MUTEX(rtnl_mutex);
static LIST_HEAD(net_devices);
static LIST_HEAD(packet_types);
static BLOCKING_NOTIFIER_HEAD(netdev_chain);

void rtnl_lock(void)
{
	mutex_lock(&rtnl_mutex);
}
EXPORT_SYMBOL(rtnl_lock);

void rtnl_unlock(void)
{
	mutex_unlock(&rtnl_mutex);
}
EXPORT_SYMBOL(rtnl_unlock);

bool rtnl_is_locked(void)
{
	return mutex_is_locked(&rtnl_mutex);
}
EXPORT_SYMBOL(rtnl_is_locked);

/* ---- notifiers and receivers ---------------------------------------------------------------- */

int register_netdevice_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_register(&netdev_chain, nb);
}
EXPORT_SYMBOL(register_netdevice_notifier);

int unregister_netdevice_notifier(struct notifier_block *nb)
{
	return blocking_notifier_chain_unregister(&netdev_chain, nb);
}
EXPORT_SYMBOL(unregister_netdevice_notifier);

static void notify(struct net_device *dev, unsigned long what)
{
	blocking_notifier_call_chain(&netdev_chain, what, dev);
}

void dev_add_pack(struct packet_type *pt)
{
	rtnl_lock();
	list_add_rcu(&pt->list, &packet_types);
	rtnl_unlock();
}
EXPORT_SYMBOL(dev_add_pack);

void dev_remove_pack(struct packet_type *pt)
{
	rtnl_lock();
	list_del_rcu(&pt->list);
	rtnl_unlock();
	synchronize_net();
}
EXPORT_SYMBOL(dev_remove_pack);

int netif_receive_skb(struct sk_buff *skb)
{
	struct packet_type *pt;
	int ret = NET_RX_DROP;

	rcu_read_lock();
	list_for_each_entry_rcu (pt, &packet_types, list) {
		if (pt->type != skb->protocol)
			continue;
		ret = pt->func(skb, skb->dev, pt, skb->dev);
		skb = NULL;
		break;
	}
	rcu_read_unlock();
	kfree_skb(skb);
	return ret;
}
EXPORT_SYMBOL(netif_receive_skb);

/* ---- opening and closing -------------------------------------------------------------------- */

static void set_rx_mode(struct net_device *dev)
{
	if (dev->flags & IFF_UP && netif_device_present(dev) && dev->netdev_ops->ndo_set_rx_mode)
		dev->netdev_ops->ndo_set_rx_mode(dev);
}

int dev_open(struct net_device *dev)
{
	int err;

	ASSERT_RTNL();
	if (dev->flags & IFF_UP)
		return 0;
	if (dev->reg_state != NETREG_REGISTERED || !netif_device_present(dev))
		return -ENODEV;

	set_bit(__LINK_STATE_START, &dev->state);
	err = dev->netdev_ops->ndo_open(dev);
	if (err) {
		clear_bit(__LINK_STATE_START, &dev->state);
		return err;
	}
	dev->flags |= IFF_UP;
	set_rx_mode(dev);
	if (netif_carrier_ok(dev))
		dev_activate(dev);
	notify(dev, NETDEV_UP);
	return 0;
}
EXPORT_SYMBOL(dev_open);

void dev_close(struct net_device *dev)
{
	ASSERT_RTNL();
	if (!(dev->flags & IFF_UP))
		return;
	clear_bit(__LINK_STATE_START, &dev->state);
	/* Before the stack looks whether somebody sends. */
	smp_mb__after_atomic();
	dev_deactivate(dev);
	dev->netdev_ops->ndo_stop(dev);
	dev->flags &= ~IFF_UP;
	notify(dev, NETDEV_DOWN);
}
EXPORT_SYMBOL(dev_close);

/* ---- configuration -------------------------------------------------------------------------- */

int dev_set_promiscuity(struct net_device *dev, int inc)
{
	ASSERT_RTNL();
	dev->promiscuity += inc;
	if (dev->promiscuity)
		dev->flags |= IFF_PROMISC;
	else
		dev->flags &= ~IFF_PROMISC;
	set_rx_mode(dev);
	return 0;
}
EXPORT_SYMBOL(dev_set_promiscuity);

int dev_set_allmulti(struct net_device *dev, bool on)
{
	ASSERT_RTNL();
	dev->flags = on ? dev->flags | IFF_ALLMULTI : dev->flags & ~IFF_ALLMULTI;
	set_rx_mode(dev);
	return 0;
}
EXPORT_SYMBOL(dev_set_allmulti);

int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int txq)
{
	bool fewer = txq < dev->real_num_tx_queues;

	if (!txq || txq > dev->num_tx_queues)
		return -EINVAL;
	WRITE_ONCE(dev->real_num_tx_queues, txq);
	if (fewer && dev->reg_state == NETREG_REGISTERED) {
		synchronize_net();
		dev_reset_queues(dev, txq);
	}
	return 0;
}
EXPORT_SYMBOL(netif_set_real_num_tx_queues);

int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int rxq)
{
	if (!rxq || rxq > dev->num_rx_queues)
		return -EINVAL;
	dev->real_num_rx_queues = rxq;
	return 0;
}
EXPORT_SYMBOL(netif_set_real_num_rx_queues);

u32 ethtool_max_channels(struct net_device *dev)
{
	struct ethtool_channels channels = { 0 };

	rtnl_lock();
	if (dev->ethtool_ops->get_channels)
		dev->ethtool_ops->get_channels(dev, &channels);
	rtnl_unlock();
	return channels.max_combined;
}
EXPORT_SYMBOL(ethtool_max_channels);

int ethtool_set_channels(struct net_device *dev, u32 combined)
{
	struct ethtool_channels channels = { 0 };
	int err = -EINVAL;

	rtnl_lock();
	if (dev->reg_state != NETREG_REGISTERED || !netif_device_present(dev)) {
		err = -ENODEV;
	} else if (!dev->ethtool_ops->set_channels) {
		err = -EOPNOTSUPP;
	} else {
		dev->ethtool_ops->get_channels(dev, &channels);
		if (combined && combined <= channels.max_combined) {
			channels.combined_count = combined;
			err = dev->ethtool_ops->set_channels(dev, &channels);
		}
	}
	rtnl_unlock();
	return err;
}
EXPORT_SYMBOL(ethtool_set_channels);

/* ---- life ----------------------------------------------------------------------------------- */

struct net_device *alloc_etherdev_mq(int priv_bytes, unsigned int queues)
{
	size_t head = ALIGN(sizeof(struct net_device), NETDEV_ALIGN);
	struct net_device *dev = kzalloc(head + priv_bytes, GFP_KERNEL);

	if (!dev)
		return NULL;
	dev->_tx = kcalloc(queues, sizeof(*dev->_tx), GFP_KERNEL);
	dev->num_tx_queues = dev->real_num_tx_queues = queues;
	dev->num_rx_queues = dev->real_num_rx_queues = queues;
	if (!dev->_tx || dev_queues_init(dev)) {
		kfree(dev->_tx);
		kfree(dev);
		return NULL;
	}
	strscpy(dev->name, "eth%d", sizeof(dev->name));
	dev->mtu = ETH_DATA_LEN;
	dev->state = BIT(__LINK_STATE_PRESENT);
	INIT_LIST_HEAD(&dev->napi_list);
	linkwatch_init(dev);
	return dev;
}
EXPORT_SYMBOL(alloc_etherdev_mq);

void free_netdev(struct net_device *dev)
{
	struct napi_struct *napi, *next;

	list_for_each_entry_safe (napi, next, &dev->napi_list, dev_list)
		netif_napi_del(napi);
	linkwatch_stop(dev);
	/* A last wake-up of the driver's may have scheduled one. */
	dev_queues_idle(dev);
	dev_queues_destroy(dev);
	kfree(dev->_tx);
	kfree(dev);
}
EXPORT_SYMBOL(free_netdev);

static struct net_device *find_by_name(const char *name)
{
	struct net_device *dev;

	list_for_each_entry_rcu (dev, &net_devices, dev_list)
		if (!strcmp(dev->name, name))
			return dev;
	return NULL;
}

struct net_device *dev_get_by_name(const char *name)
{
	struct net_device *dev;

	rcu_read_lock();
	dev = find_by_name(name);
	if (dev)
		dev_hold(dev);
	rcu_read_unlock();
	return dev;
}
EXPORT_SYMBOL(dev_get_by_name);

int register_netdevice(struct net_device *dev)
{
	char name[IFNAMSIZ];
	unsigned int number = 0;

	ASSERT_RTNL();
	if (!strchr(dev->name, '%') && find_by_name(dev->name))
		return -EEXIST;
	do
		snprintf(name, sizeof(name), dev->name, number++);
	while (find_by_name(name));
	strscpy(dev->name, name, sizeof(dev->name));
	WRITE_ONCE(dev->reg_state, NETREG_REGISTERED);
	list_add_rcu(&dev->dev_list, &net_devices);
	notify(dev, NETDEV_REGISTER);
	return 0;
}
EXPORT_SYMBOL(register_netdevice);

int register_netdev(struct net_device *dev)
{
	int err;

	rtnl_lock();
	err = register_netdevice(dev);
	rtnl_unlock();
	return err;
}
EXPORT_SYMBOL(register_netdev);

void unregister_netdev(struct net_device *dev)
{
	rtnl_lock();
	dev_close(dev);
	list_del_rcu(&dev->dev_list);
	WRITE_ONCE(dev->reg_state, NETREG_UNREGISTERED);
	synchronize_net();
	notify(dev, NETDEV_UNREGISTER);
	rtnl_unlock();

	linkwatch_stop(dev);
	while (atomic_read(&dev->refcnt))
		msleep(1);
	/* Whoever had the last one has done with it. */
	smp_mb();
}
EXPORT_SYMBOL(unregister_netdev);
