/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_net.h - what the parts of the virtio network driver share.
 *
 * Who may use a queue: a receive queue belongs to the owner of its NAPI instance; a transmit queue to
 * whoever holds the xmit lock of its netdev queue; the control queue to whoever holds rtnl.
 */
#ifndef VIRTIO_NET_H
#define VIRTIO_NET_H

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/scatterlist.h>
#include <linux/virtio.h>
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/workqueue.h>

/* Entries of a packet on its way out: the header, if it does not fit in front, and the data. */
#define VIRTNET_TX_SGS 2

struct send_queue {
	struct virtqueue *vq;
	struct napi_struct napi; /* weight 0: interrupts wake the queue, packets free each other */
	struct scatterlist sg[VIRTNET_TX_SGS];
	char name[16];
};

struct receive_queue {
	struct virtqueue *vq;
	struct napi_struct napi;
	struct scatterlist sg[1];
	char name[16];
};

/* What a command carries; under rtnl. */
struct control_buf {
	struct virtio_net_ctrl_hdr hdr;
	virtio_net_ctrl_ack status;
	struct virtio_net_ctrl_mq mq;
	u8 onoff;
};

struct virtnet_info {
	struct virtio_device *vdev;
	struct net_device *dev;
	struct virtqueue *cvq; /* NULL: the device has none */
	struct send_queue *sq;
	struct receive_queue *rq;
	struct control_buf *ctrl;
	unsigned int max_queue_pairs;
	unsigned int curr_queue_pairs; /* under rtnl; a hint elsewhere */
	bool link_up; /* config_work's */
	bool rx_mode_work_enabled; /* under rtnl */

	/* Fills receive queues when memory was short. */
	struct delayed_work refill;
	spinlock_t refill_lock;
	bool refill_enabled; /* under refill_lock: refill may be queued */

	struct work_struct config_work;
	struct work_struct rx_mode_work;
};

/* The packet's header lies in front of its data, or in cb where there is no room. */
struct virtnet_skb_cb {
	struct virtio_net_hdr_v1 hdr;
};

static inline struct virtnet_skb_cb *skb_vnet_cb(struct sk_buff *skb)
{
	return (struct virtnet_skb_cb *)skb->cb;
}

/* Queues come in the order rx0, tx0, rx1, tx1, ..., control (virtio 1.1, 5.1.2). */
static inline unsigned int vq2pair(const struct virtqueue *vq)
{
	return vq->index / 2;
}

/* ---- virtio_net.c ---------------------------------------------------------------------------- */

/* Polls, if nobody does yet; what comes from then on needs no interrupt. Any context. */
void virtqueue_napi_schedule(struct napi_struct *napi, struct virtqueue *vq);
/* napi_enable() for a queue that may hold used buffers already. Task context. */
void virtnet_napi_enable(struct virtqueue *vq, struct napi_struct *napi);
/* Queues the refill work unless the device is being closed. Any context. */
void virtnet_schedule_refill(struct virtnet_info *vi, unsigned long delay);

/* ---- virtio_net_rx.c ------------------------------------------------------------------------- */

vq_callback_t skb_recv_done;
int virtnet_poll(struct napi_struct *napi, int budget);
/* Exposes buffers until the ring is full and tells the device. False: memory was short. By the
 * queue's owner. */
bool try_fill_recv(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp);
void refill_work(struct work_struct *work);

/* ---- virtio_net_tx.c ------------------------------------------------------------------------- */

vq_callback_t skb_xmit_done;
netdev_tx_t start_xmit(struct sk_buff *skb, struct net_device *dev);
int virtnet_poll_tx(struct napi_struct *napi, int budget);
/* What the device has sent is freed, if nobody else is at it. From the rx NAPI of the same pair. */
void virtnet_poll_cleantx(struct receive_queue *rq);

/* ---- virtio_net_ctrl.c ------------------------------------------------------------------------ */

extern const struct ethtool_ops virtnet_ethtool_ops;

/* Under rtnl: how many pairs the device is to use; 0, or -EINVAL if it refuses. */
int virtnet_set_queues(struct virtnet_info *vi, unsigned int pairs);
void virtnet_set_rx_mode(struct net_device *dev);
void virtnet_rx_mode_work(struct work_struct *work);
void virtnet_config_changed(struct virtio_device *vdev);
void virtnet_config_changed_work(struct work_struct *work);

#endif
