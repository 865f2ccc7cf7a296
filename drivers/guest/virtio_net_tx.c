/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_net_tx.c - sending: the ring under the xmit lock, and freeing what was sent.
 *
 * With a NAPI instance for transmission (4.12) interrupts free packets; without one interrupts are
 * wanted only while the queue is stopped, and each packet frees those before it. The queue stops as
 * soon as it might not take one more packet.
 */
#include <linux/kernel.h>

#include "virtio_net.h"

static bool tx_has_napi(const struct send_queue *sq)
{
	return sq->napi.weight;
}

static bool tx_has_room(const struct send_queue *sq)
{
	return sq->vq->num_free >= VIRTNET_TX_SGS;
}

void skb_xmit_done(struct virtqueue *vq)
{
	struct virtnet_info *vi = vq->vdev->priv;
	struct send_queue *sq = &vi->sq[vq2pair(vq)];

	virtqueue_disable_cb(vq);
	if (tx_has_napi(sq))
		virtqueue_napi_schedule(&sq->napi, vq);
	else
		/* Whether there is room is for the sender to find out. */
		netif_wake_subqueue(vi->dev, vq2pair(vq));
}

static void free_old_xmit_skbs(struct send_queue *sq, int budget)
{
	struct sk_buff *skb;
	unsigned int len;

	while ((skb = virtqueue_get_buf(sq->vq, &len)))
		napi_consume_skb(skb, budget);
}

/* ---- a packet ------------------------------------------------------------------------------- */

static int xmit_skb(struct send_queue *sq, struct sk_buff *skb)
{
	const unsigned int hdr_bytes = sizeof(struct virtio_net_hdr_v1);
	struct scatterlist *sgs[] = { sq->sg };
	struct virtio_net_hdr_v1 *hdr;

	if (skb_headroom(skb) >= hdr_bytes) {
		/* The packet stays as it is for whoever gets it back. */
		hdr = (struct virtio_net_hdr_v1 *)(skb->data - hdr_bytes);
		sg_init_one(sq->sg, hdr, hdr_bytes + skb->len);
	} else {
		hdr = &skb_vnet_cb(skb)->hdr;
		sg_init_table(sq->sg, VIRTNET_TX_SGS);
		sg_set_buf(&sq->sg[0], hdr, hdr_bytes);
		sg_set_buf(&sq->sg[1], skb->data, skb->len);
	}
	memset(hdr, 0, hdr_bytes);
	return virtqueue_add_sgs(sq->vq, sgs, 1, 0, skb, GFP_ATOMIC);
}

/* No room for one more: an interrupt is to say when there is. */
static void stop_if_full(struct net_device *dev, struct send_queue *sq, u16 index)
{
	if (tx_has_room(sq))
		return;
	netif_stop_subqueue(dev, index);
	/* An interrupt gives up callbacks without the xmit lock, and then wakes the queue if that is
	 * stopped: it sees the stop, or what it has done is seen here. Half done, it may have left
	 * callbacks off that count as on. */
	smp_mb__after_atomic();
	virtqueue_disable_cb(sq->vq);
	if (virtqueue_enable_cb_delayed(sq->vq))
		return;
	/* Most of it is sent already, so perhaps none will come. */
	if (tx_has_napi(sq)) {
		virtqueue_napi_schedule(&sq->napi, sq->vq);
		return;
	}
	free_old_xmit_skbs(sq, 0);
	if (tx_has_room(sq)) {
		netif_start_subqueue(dev, index);
		virtqueue_disable_cb(sq->vq);
	}
}

/* Under the xmit lock, bottom halves off. */
netdev_tx_t start_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);
	u16 index = skb_get_queue_mapping(skb);
	struct send_queue *sq = &vi->sq[index];
	int err;

	/* A late interrupt may wake the queue of a device that is suspended. */
	if (unlikely(!netif_device_present(dev))) {
		netif_stop_subqueue(dev, index);
		return NETDEV_TX_BUSY;
	}

	do {
		if (tx_has_napi(sq))
			virtqueue_disable_cb(sq->vq);
		free_old_xmit_skbs(sq, 0);
	} while (tx_has_napi(sq) && unlikely(!virtqueue_enable_cb_delayed(sq->vq)));

	/* An interrupt wakes without looking. */
	if (unlikely(!tx_has_room(sq))) {
		stop_if_full(dev, sq, index);
		return NETDEV_TX_BUSY;
	}
	err = xmit_skb(sq, skb);
	if (unlikely(err)) {
		netdev_warn(dev, "%s: add failed with %d\n", sq->name, err);
		dev_kfree_skb_any(skb);
		return NETDEV_TX_OK;
	}
	/* Nobody knows when it will be freed. */
	if (!tx_has_napi(sq))
		skb_orphan(skb);
	stop_if_full(dev, sq, index);
	if (!netdev_xmit_more() || netif_tx_queue_stopped(netdev_get_tx_queue(dev, index)))
		virtqueue_kick(sq->vq);
	return NETDEV_TX_OK;
}

/* ---- NAPI ----------------------------------------------------------------------------------- */

void virtnet_poll_cleantx(struct receive_queue *rq)
{
	unsigned int index = vq2pair(rq->vq);
	struct net_device *dev = rq->napi.dev;
	struct virtnet_info *vi = netdev_priv(dev);
	struct send_queue *sq = &vi->sq[index];
	struct netdev_queue *txq = netdev_get_tx_queue(dev, index);

	if (!tx_has_napi(sq) || !__netif_tx_trylock(txq))
		return;
	do {
		virtqueue_disable_cb(sq->vq);
		free_old_xmit_skbs(sq, 1);
	} while (unlikely(!virtqueue_enable_cb_delayed(sq->vq)));
	if (tx_has_room(sq))
		netif_tx_wake_queue(txq);
	__netif_tx_unlock(txq);
}

/* All of the ring's operations are under the xmit lock, and so is giving up. */
int virtnet_poll_tx(struct napi_struct *napi, int budget)
{
	struct send_queue *sq = container_of(napi, struct send_queue, napi);
	struct netdev_queue *txq = netdev_get_tx_queue(napi->dev, vq2pair(sq->vq));
	unsigned int seen;
	bool done;

	__netif_tx_lock(txq, smp_processor_id());
	virtqueue_disable_cb(sq->vq);
	free_old_xmit_skbs(sq, budget);
	if (tx_has_room(sq))
		netif_tx_wake_queue(txq);
	seen = virtqueue_enable_cb_prepare(sq->vq);
	done = napi_complete_done(napi, 0);
	if (!done)
		virtqueue_disable_cb(sq->vq);
	__netif_tx_unlock(txq);

	if (done && unlikely(virtqueue_poll(sq->vq, seen)))
		virtqueue_napi_schedule(napi, sq->vq);
	return 0;
}
