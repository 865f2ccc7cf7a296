/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_net_rx.c - receiving: buffers for the device, and NAPI.
 *
 * Each buffer is a packet-to-be of the device's MTU with the header in front.
 */
#include <linux/kernel.h>

#include "virtio_net.h"

void skb_recv_done(struct virtqueue *vq)
{
	struct virtnet_info *vi = vq->vdev->priv;

	virtqueue_napi_schedule(&vi->rq[vq2pair(vq)].napi, vq);
}

/* ---- buffers -------------------------------------------------------------------------------- */

static int add_recvbuf(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp)
{
	unsigned int bytes = sizeof(struct virtio_net_hdr_v1) + ETH_HLEN + vi->dev->mtu;
	struct scatterlist *sgs[] = { rq->sg };
	struct sk_buff *skb;
	int err;

	skb = __netdev_alloc_skb(vi->dev, bytes, gfp);
	if (!skb)
		return -ENOMEM;
	sg_init_one(rq->sg, skb_put(skb, bytes), bytes);
	err = virtqueue_add_sgs(rq->vq, sgs, 0, 1, skb, gfp);
	if (err)
		dev_kfree_skb(skb);
	return err;
}

bool try_fill_recv(struct virtnet_info *vi, struct receive_queue *rq, gfp_t gfp)
{
	int err;

	do
		err = add_recvbuf(vi, rq, gfp);
	while (!err && rq->vq->num_free);
	virtqueue_kick(rq->vq);
	/* A ring that is full is no want of memory. */
	return err != -ENOMEM;
}

/* Takes the queues one by one: nobody polls the one that it fills. */
void refill_work(struct work_struct *work)
{
	struct virtnet_info *vi = container_of(work, struct virtnet_info, refill.work);
	unsigned int i;

	for (i = 0; i < READ_ONCE(vi->curr_queue_pairs); i++) {
		struct receive_queue *rq = &vi->rq[i];
		bool filled;

		napi_disable(&rq->napi);
		filled = try_fill_recv(vi, rq, GFP_KERNEL);
		virtnet_napi_enable(rq->vq, &rq->napi);
		if (!filled)
			virtnet_schedule_refill(vi, HZ / 2);
	}
}

/* ---- packets -------------------------------------------------------------------------------- */

static void receive_buf(struct receive_queue *rq, struct sk_buff *skb, unsigned int len)
{
	struct net_device *dev = skb->dev;

	if (unlikely(len < sizeof(struct virtio_net_hdr_v1) + ETH_HLEN || len > skb->len)) {
		netdev_warn(dev, "%s: bad packet of %u bytes\n", rq->name, len);
		kfree_skb(skb);
		return;
	}
	skb_trim(skb, len);
	skb_pull(skb, sizeof(struct virtio_net_hdr_v1));
	skb->protocol = eth_type_trans(skb, dev);
	napi_gro_receive(&rq->napi, skb);
}

static int virtnet_receive(struct virtnet_info *vi, struct receive_queue *rq, int budget)
{
	struct sk_buff *skb;
	unsigned int len;
	int received = 0;

	while (received < budget && (skb = virtqueue_get_buf(rq->vq, &len))) {
		receive_buf(rq, skb, len);
		received++;
	}
	if (rq->vq->num_free > min_t(unsigned int, budget, virtqueue_get_vring_size(rq->vq)) / 2 &&
	    !try_fill_recv(vi, rq, GFP_ATOMIC))
		virtnet_schedule_refill(vi, 0);
	return received;
}

/* Gives the queue up. What the device uses once callbacks are on again causes one; what it had used
 * before that is looked for. */
static void virtnet_napi_complete(struct receive_queue *rq, int received)
{
	unsigned int seen = virtqueue_enable_cb_prepare(rq->vq);

	if (!napi_complete_done(&rq->napi, received))
		virtqueue_disable_cb(rq->vq);
	else if (unlikely(virtqueue_poll(rq->vq, seen)))
		virtqueue_napi_schedule(&rq->napi, rq->vq);
}

int virtnet_poll(struct napi_struct *napi, int budget)
{
	struct receive_queue *rq = container_of(napi, struct receive_queue, napi);
	struct virtnet_info *vi = netdev_priv(napi->dev);
	int received;

	virtnet_poll_cleantx(rq);
	received = virtnet_receive(vi, rq, budget);
	if (received < budget)
		virtnet_napi_complete(rq, received);
	return received;
}
