/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * netdevice.h - network devices as their drivers see them: life cycle, transmit queues, NAPI.
 *
 * A device's transmit queue takes packets from one sender at a time, under its xmit lock and with
 * bottom halves off. What a stopped queue does not take stays in a FIFO above it, and is sent when
 * the queue is woken. A NAPI instance is owned by whoever has set its SCHED bit: its poll function
 * runs as a softirq, never twice at once.
 */
#ifndef SIM_LINUX_NETDEVICE_H
#define SIM_LINUX_NETDEVICE_H

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/device.h>
#include <linux/if_ether.h>
#include <linux/list.h>
#include <linux/notifier.h>
#include <linux/skbuff.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#define IFNAMSIZ 16
#define NETDEV_ALIGN 32
#define NAPI_POLL_WEIGHT 64

#define IFF_UP 0x1u
#define IFF_PROMISC 0x100u
#define IFF_ALLMULTI 0x200u

/* What ndo_start_xmit answers. BUSY: the packet stays the caller's. */
typedef enum netdev_tx { NETDEV_TX_OK = 0x00, NETDEV_TX_BUSY = 0x10 } netdev_tx_t;

/* What dev_queue_xmit() and receivers answer. */
#define NET_XMIT_SUCCESS 0
#define NET_XMIT_DROP 1
#define NET_RX_SUCCESS 0
#define NET_RX_DROP 1

struct ethtool_ops;
struct net_device;
struct Qdisc;

struct net_device_ops {
	int (*ndo_open)(struct net_device *dev); /* under rtnl */
	int (*ndo_stop)(struct net_device *dev); /* under rtnl */
	netdev_tx_t (*ndo_start_xmit)(struct sk_buff *skb, struct net_device *dev);
	void (*ndo_set_rx_mode)(struct net_device *dev); /* under rtnl */
};

/* ---- devices -------------------------------------------------------------------------------- */

enum netdev_state_t {
	__LINK_STATE_START, /* is open */
	__LINK_STATE_PRESENT, /* is not detached */
	__LINK_STATE_NOCARRIER,
};

enum netdev_reg_state { NETREG_UNINITIALIZED, NETREG_REGISTERED, NETREG_UNREGISTERED };

struct netdev_queue {
	struct net_device *dev;
	struct Qdisc *qdisc; /* what the stack sends to; RCU */
	unsigned long state; /* QUEUE_STATE_* */
	spinlock_t _xmit_lock;
};

struct net_device {
	char name[IFNAMSIZ]; /* "eth%d" is numbered when it is registered */
	unsigned long state;
	unsigned int flags; /* IFF_*; under rtnl */
	unsigned int promiscuity; /* users of it; under rtnl */
	unsigned int mtu;
	unsigned char dev_addr[ETH_ALEN];
	const struct net_device_ops *netdev_ops;
	const struct ethtool_ops *ethtool_ops;
	struct device *parent;
	struct netdev_queue *_tx;
	spinlock_t tx_global_lock; /* whose netif_tx_lock_bh() it is */
	unsigned int num_tx_queues;
	unsigned int real_num_tx_queues;
	unsigned int num_rx_queues;
	unsigned int real_num_rx_queues;
	enum netdev_reg_state reg_state; /* under rtnl */
	struct list_head dev_list; /* RCU */
	struct list_head napi_list;
	atomic_t refcnt; /* those who found it by name */
	struct work_struct linkwatch;
};

#define SET_NETDEV_DEV(net, pdev) ((net)->parent = (pdev))

static inline void *netdev_priv(const struct net_device *dev)
{
	size_t bytes = (sizeof(*dev) + NETDEV_ALIGN - 1) & ~(size_t)(NETDEV_ALIGN - 1);

	return (char *)dev + bytes;
}

/* An Ethernet device with so many queue pairs, not registered; NULL without memory. Task context. */
struct net_device *alloc_etherdev_mq(int priv_bytes, unsigned int queues);
/* The device is not registered, or not any more. */
void free_netdev(struct net_device *dev);
int register_netdevice(struct net_device *dev); /* under rtnl */
int register_netdev(struct net_device *dev); /* without it */
/* Closes it and waits until nobody has it any more. Without rtnl. */
void unregister_netdev(struct net_device *dev);

/* By name, with a reference; NULL if there is none. Any context. */
struct net_device *dev_get_by_name(const char *name);

static inline void dev_hold(struct net_device *dev)
{
	atomic_inc(&dev->refcnt);
}

static inline void dev_put(struct net_device *dev)
{
	smp_mb__before_atomic();
	atomic_dec(&dev->refcnt);
}

/* Under rtnl. */
int dev_open(struct net_device *dev);
void dev_close(struct net_device *dev);
int dev_set_promiscuity(struct net_device *dev, int inc);
int dev_set_allmulti(struct net_device *dev, bool on);
int netif_set_real_num_tx_queues(struct net_device *dev, unsigned int txq);
int netif_set_real_num_rx_queues(struct net_device *dev, unsigned int rxq);

static inline bool netif_running(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_START, &dev->state);
}

static inline bool netif_device_present(const struct net_device *dev)
{
	return test_bit(__LINK_STATE_PRESENT, &dev->state);
}

/* For a suspend: a device that is not present is not configured; its queues stop. */
void netif_device_detach(struct net_device *dev);
void netif_device_attach(struct net_device *dev);

static inline bool netif_carrier_ok(const struct net_device *dev)
{
	return !test_bit(__LINK_STATE_NOCARRIER, &dev->state);
}

/* The link comes and goes; what waits to be sent goes with it. Any context. */
void netif_carrier_on(struct net_device *dev);
void netif_carrier_off(struct net_device *dev);

/* Called under rtnl with the device for data. */
enum { NETDEV_UP = 1, NETDEV_DOWN, NETDEV_REGISTER, NETDEV_UNREGISTER };
int register_netdevice_notifier(struct notifier_block *nb);
int unregister_netdevice_notifier(struct notifier_block *nb);

static inline struct net_device *netdev_notifier_info_to_dev(void *info)
{
	return info;
}

/* ---- transmission --------------------------------------------------------------------------- */

enum netdev_queue_state_t { __QUEUE_STATE_DRV_XOFF, __QUEUE_STATE_FROZEN };

static inline struct netdev_queue *netdev_get_tx_queue(const struct net_device *dev,
						       unsigned int index)
{
	return &dev->_tx[index];
}

static inline bool netif_tx_queue_stopped(const struct netdev_queue *txq)
{
	return test_bit(__QUEUE_STATE_DRV_XOFF, &txq->state);
}

#define netif_xmit_stopped(txq) netif_tx_queue_stopped(txq)
#define netif_xmit_frozen_or_stopped(txq) (READ_ONCE((txq)->state) != 0)

static inline void netif_tx_start_queue(struct netdev_queue *txq)
{
	clear_bit(__QUEUE_STATE_DRV_XOFF, &txq->state);
}

static inline void netif_tx_stop_queue(struct netdev_queue *txq)
{
	set_bit(__QUEUE_STATE_DRV_XOFF, &txq->state);
}

/* Any context. */
void netif_tx_wake_queue(struct netdev_queue *txq);
void netif_tx_stop_all_queues(struct net_device *dev);
void netif_tx_wake_all_queues(struct net_device *dev);

static inline void netif_start_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_start_queue(netdev_get_tx_queue(dev, index));
}

static inline void netif_stop_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_stop_queue(netdev_get_tx_queue(dev, index));
}

static inline void netif_wake_subqueue(struct net_device *dev, u16 index)
{
	netif_tx_wake_queue(netdev_get_tx_queue(dev, index));
}

/* With bottom halves off. */
static inline void __netif_tx_lock(struct netdev_queue *txq, int cpu)
{
	(void)cpu;
	spin_lock(&txq->_xmit_lock);
}

static inline bool __netif_tx_trylock(struct netdev_queue *txq)
{
	return spin_trylock(&txq->_xmit_lock);
}

static inline void __netif_tx_unlock(struct netdev_queue *txq)
{
	spin_unlock(&txq->_xmit_lock);
}

/* Keeps every queue of the device from sending: none is inside ndo_start_xmit. One holder at a time.
 * What the holder has written plainly is not ordered before the next ndo_start_xmit. */
void netif_tx_lock_bh(struct net_device *dev);
void netif_tx_unlock_bh(struct net_device *dev);

/* More packets follow at once, and the last of them will kick: there is no such batching here. */
#define netdev_xmit_more() false

/* Sends or drops the packet: NET_XMIT_* or a negative errno. Task or softirq context. */
int dev_queue_xmit(struct sk_buff *skb);

/* ---- reception ------------------------------------------------------------------------------ */

struct packet_type {
	__be16 type;
	int (*func)(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		    struct net_device *orig_dev);
	struct list_head list;
};

/* func gets each packet of this type, and owns it; softirq context, under RCU. Task context. */
void dev_add_pack(struct packet_type *pt);
void dev_remove_pack(struct packet_type *pt);
/* Hands a packet up; skb->protocol says to whom. Softirq context. */
int netif_receive_skb(struct sk_buff *skb);

enum napi_state { NAPI_STATE_SCHED, NAPI_STATE_MISSED, NAPI_STATE_DISABLE };

#define NAPIF_STATE_SCHED BIT(NAPI_STATE_SCHED)
#define NAPIF_STATE_MISSED BIT(NAPI_STATE_MISSED)
#define NAPIF_STATE_DISABLE BIT(NAPI_STATE_DISABLE)

struct napi_struct {
	struct list_head poll_list; /* of the CPU on which it is scheduled */
	unsigned long state; /* NAPIF_STATE_* */
	int weight; /* packets a poll may take; 0 = not used */
	int (*poll)(struct napi_struct *napi, int budget);
	struct net_device *dev;
	struct list_head dev_list;
};

static inline int napi_gro_receive(struct napi_struct *napi, struct sk_buff *skb)
{
	(void)napi;
	return netif_receive_skb(skb);
}

/* Disabled until napi_enable(). */
void netif_napi_add(struct net_device *dev, struct napi_struct *napi,
		    int (*poll)(struct napi_struct *, int), int weight);
void netif_napi_del(struct napi_struct *napi);
/* Makes the caller the owner who has to call __napi_schedule(). False if it has one, which will then
 * poll once more, or if it is being disabled. Any context. */
bool napi_schedule_prep(struct napi_struct *n);
void __napi_schedule(struct napi_struct *n);
/* The owner, in poll, has done less than its budget and gives up; false if it has to go on. */
bool napi_complete_done(struct napi_struct *n, int work_done);
#define napi_complete(n) napi_complete_done(n, 0)
/* Task context: waits for the owner and becomes it. Twice in a row never ends. */
void napi_disable(struct napi_struct *n);
void napi_enable(struct napi_struct *n);

static inline void napi_schedule(struct napi_struct *n)
{
	if (napi_schedule_prep(n))
		__napi_schedule(n);
}

/* ---- messages ------------------------------------------------------------------------------- */

#define netdev_warn(netdev, fmt, ...) pr_warn("%s: " fmt, (netdev)->name, ##__VA_ARGS__)
#define netdev_info(netdev, fmt, ...) pr_info("%s: " fmt, (netdev)->name, ##__VA_ARGS__)

#endif
