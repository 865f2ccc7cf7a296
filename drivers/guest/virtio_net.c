/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_net.c - virtio network device: queues, opening and closing, probe and remove, suspend,
 * module.
 *
 * Re-implements Linux's virtio_net of 3.8 (multi-queue) to 6.x with small receive buffers: NAPI for
 * transmission ("virtio-net: transmit napi", 4.12), and the fixes that followed: the transmit ring
 * only under its lock (5.14), a refill work that cannot come back while the device is closed (5.19),
 * a device that is live before anybody can open it (5.19), and a receive mode set from a work (6.6).
 * Where Linux relies on user space being frozen in a suspend, or drops packets when a queue was woken
 * too early, this driver closes before it detaches, looks whether the device is there, and says that
 * it is busy.
 *
 * virtio_net_rx.c receives, virtio_net_tx.c sends, virtio_net_ctrl.c commands the device.
 */
#include <linux/cpumask.h>
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/virtio_ids.h>

#include "virtio_net.h"

static int napi_weight = NAPI_POLL_WEIGHT;
module_param(napi_weight, int, 0444);
MODULE_PARM_DESC(napi_weight, "packets that one poll may take");

static bool napi_tx = true;
module_param(napi_tx, bool, 0444);
MODULE_PARM_DESC(napi_tx, "interrupts free what was sent");

/* ---- NAPI and refill ------------------------------------------------------------------------ */

void virtqueue_napi_schedule(struct napi_struct *napi, struct virtqueue *vq)
{
	if (!napi_schedule_prep(napi))
		return;
	virtqueue_disable_cb(vq);
	__napi_schedule(napi);
}

void virtnet_napi_enable(struct virtqueue *vq, struct napi_struct *napi)
{
	napi_enable(napi);
	/* Its interrupt may have come while nobody was to poll. With bottom halves off, so that the
	 * softirq runs when they are on again. */
	local_bh_disable();
	virtqueue_napi_schedule(napi, vq);
	local_bh_enable();
}

void virtnet_schedule_refill(struct virtnet_info *vi, unsigned long delay)
{
	unsigned long flags;

	spin_lock_irqsave(&vi->refill_lock, flags);
	if (vi->refill_enabled)
		schedule_delayed_work(&vi->refill, delay);
	spin_unlock_irqrestore(&vi->refill_lock, flags);
}

static void set_refill_enabled(struct virtnet_info *vi, bool enabled)
{
	spin_lock_irq(&vi->refill_lock);
	vi->refill_enabled = enabled;
	spin_unlock_irq(&vi->refill_lock);
}

/* ---- opening and closing -------------------------------------------------------------------- */

static int virtnet_open(struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);
	unsigned int i;

	set_refill_enabled(vi, true);
	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct receive_queue *rq = &vi->rq[i];
		struct send_queue *sq = &vi->sq[i];

		if (i < vi->curr_queue_pairs && !try_fill_recv(vi, rq, GFP_KERNEL))
			virtnet_schedule_refill(vi, 0);
		virtnet_napi_enable(rq->vq, &rq->napi);
		if (sq->napi.weight)
			virtnet_napi_enable(sq->vq, &sq->napi);
	}
	return 0;
}

static void virtnet_stop(struct virtnet_info *vi)
{
	unsigned int i;

	/* Nobody queues the refill work again; and then it does not enable NAPI again. */
	set_refill_enabled(vi, false);
	cancel_delayed_work_sync(&vi->refill);
	for (i = 0; i < vi->max_queue_pairs; i++) {
		if (vi->sq[i].napi.weight)
			napi_disable(&vi->sq[i].napi);
		napi_disable(&vi->rq[i].napi);
	}
}

/* A suspend has closed it already. */
static int virtnet_close(struct net_device *dev)
{
	if (netif_device_present(dev))
		virtnet_stop(netdev_priv(dev));
	return 0;
}

static const struct net_device_ops virtnet_netdev = {
	.ndo_open = virtnet_open,
	.ndo_stop = virtnet_close,
	.ndo_start_xmit = start_xmit,
	.ndo_set_rx_mode = virtnet_set_rx_mode,
};

/* ---- queues --------------------------------------------------------------------------------- */

static int virtnet_find_vqs(struct virtnet_info *vi)
{
	bool has_cvq = virtio_has_feature(vi->vdev, VIRTIO_NET_F_CTRL_VQ);
	unsigned int i, total = 2 * vi->max_queue_pairs + has_cvq;
	vq_callback_t **callbacks = kcalloc(total, sizeof(*callbacks), GFP_KERNEL);
	const char **names = kcalloc(total, sizeof(*names), GFP_KERNEL);
	struct virtqueue **vqs = kcalloc(total, sizeof(*vqs), GFP_KERNEL);
	int err = -ENOMEM;

	if (!callbacks || !names || !vqs)
		goto free;
	for (i = 0; i < vi->max_queue_pairs; i++) {
		callbacks[2 * i] = skb_recv_done;
		callbacks[2 * i + 1] = skb_xmit_done;
		names[2 * i] = vi->rq[i].name;
		names[2 * i + 1] = vi->sq[i].name;
	}
	/* Commands are waited for. */
	if (has_cvq)
		names[total - 1] = "control";

	err = virtio_find_vqs(vi->vdev, total, vqs, callbacks, names);
	if (err)
		goto free;
	for (i = 0; i < vi->max_queue_pairs; i++) {
		vi->rq[i].vq = vqs[2 * i];
		vi->sq[i].vq = vqs[2 * i + 1];
	}
	vi->cvq = has_cvq ? vqs[total - 1] : NULL;
free:
	kfree(vqs);
	kfree(names);
	kfree(callbacks);
	return err;
}

/* Each pair's interrupts come to a CPU of its own, where the transport can do that. */
static void virtnet_set_affinity(struct virtnet_info *vi)
{
	unsigned int i;

	for (i = 0; i < vi->max_queue_pairs; i++) {
		struct cpumask mask;

		cpumask_clear(&mask);
		cpumask_set_cpu(i % num_online_cpus(), &mask);
		virtqueue_set_affinity(vi->rq[i].vq, &mask);
		virtqueue_set_affinity(vi->sq[i].vq, &mask);
	}
}

static int init_vqs(struct virtnet_info *vi)
{
	int err = virtnet_find_vqs(vi);

	if (!err)
		virtnet_set_affinity(vi);
	return err;
}

static void free_unused_bufs(struct virtnet_info *vi)
{
	struct sk_buff *skb;
	unsigned int i;

	/* A command that was never answered. */
	if (vi->cvq)
		virtqueue_detach_unused_buf(vi->cvq);

	for (i = 0; i < vi->max_queue_pairs; i++) {
		while ((skb = virtqueue_detach_unused_buf(vi->sq[i].vq)))
			dev_kfree_skb(skb);
		while ((skb = virtqueue_detach_unused_buf(vi->rq[i].vq)))
			dev_kfree_skb(skb);
	}
}

static void remove_vq_common(struct virtnet_info *vi)
{
	virtio_reset_device(vi->vdev);
	/* A device that did not come back from a suspend has none. */
	if (!vi->rq[0].vq)
		return;
	free_unused_bufs(vi);
	vi->vdev->config->del_vqs(vi->vdev);
	vi->rq[0].vq = NULL;
}

/* ---- probe and remove ----------------------------------------------------------------------- */

static int virtnet_alloc_queues(struct virtnet_info *vi)
{
	unsigned int i;

	vi->ctrl = kzalloc(sizeof(*vi->ctrl), GFP_KERNEL);
	vi->sq = kcalloc(vi->max_queue_pairs, sizeof(*vi->sq), GFP_KERNEL);
	vi->rq = kcalloc(vi->max_queue_pairs, sizeof(*vi->rq), GFP_KERNEL);
	if (!vi->ctrl || !vi->sq || !vi->rq)
		return -ENOMEM;
	for (i = 0; i < vi->max_queue_pairs; i++) {
		snprintf(vi->rq[i].name, sizeof(vi->rq[i].name), "input.%u", i);
		snprintf(vi->sq[i].name, sizeof(vi->sq[i].name), "output.%u", i);
		netif_napi_add(vi->dev, &vi->rq[i].napi, virtnet_poll, napi_weight);
		netif_napi_add(vi->dev, &vi->sq[i].napi, virtnet_poll_tx,
			       napi_tx ? napi_weight : 0);
	}
	return 0;
}

static void virtnet_free(struct virtnet_info *vi)
{
	struct send_queue *sq = vi->sq;
	struct receive_queue *rq = vi->rq;

	kfree(vi->ctrl);
	free_netdev(vi->dev);
	kfree(sq);
	kfree(rq);
}

static struct virtnet_info *virtnet_alloc(struct virtio_device *vdev)
{
	struct virtnet_info *vi;
	struct net_device *dev;
	u16 pairs = 1;

	virtio_cread_feature(vdev, VIRTIO_NET_F_MQ, struct virtio_net_config, max_virtqueue_pairs,
			     &pairs);
	if (!pairs || !virtio_has_feature(vdev, VIRTIO_NET_F_CTRL_VQ))
		pairs = 1;
	dev = alloc_etherdev_mq(sizeof(*vi), pairs);
	if (!dev)
		return NULL;
	dev->netdev_ops = &virtnet_netdev;
	dev->ethtool_ops = &virtnet_ethtool_ops;
	SET_NETDEV_DEV(dev, &vdev->dev);

	vi = netdev_priv(dev);
	vi->dev = dev;
	vi->vdev = vdev;
	vi->max_queue_pairs = pairs;
	vi->curr_queue_pairs = min_t(unsigned int, pairs, num_online_cpus());
	spin_lock_init(&vi->refill_lock);
	INIT_DELAYED_WORK(&vi->refill, refill_work);
	INIT_WORK(&vi->config_work, virtnet_config_changed_work);
	INIT_WORK(&vi->rx_mode_work, virtnet_rx_mode_work);
	return vi;
}

static void virtnet_read_config(struct virtnet_info *vi)
{
	u8 addr[ETH_ALEN];
	u16 mtu;

	if (virtio_has_feature(vi->vdev, VIRTIO_NET_F_MAC)) {
		virtio_cread_bytes(vi->vdev, offsetof(struct virtio_net_config, mac), addr,
				   sizeof(addr));
		eth_hw_addr_set(vi->dev, addr);
	} else {
		eth_hw_addr_random(vi->dev);
	}
	if (!virtio_cread_feature(vi->vdev, VIRTIO_NET_F_MTU, struct virtio_net_config, mtu, &mtu))
		vi->dev->mtu = mtu;
}

/* The device is live before rtnl is dropped, and with it before anybody can open the interface. */
static int virtnet_register(struct virtnet_info *vi)
{
	int err;

	netif_set_real_num_tx_queues(vi->dev, vi->curr_queue_pairs);
	netif_set_real_num_rx_queues(vi->dev, vi->curr_queue_pairs);
	netif_carrier_off(vi->dev);

	rtnl_lock();
	err = register_netdevice(vi->dev);
	if (!err) {
		virtio_device_ready(vi->vdev);
		virtnet_set_queues(vi, vi->curr_queue_pairs);
		vi->rx_mode_work_enabled = true;
	}
	rtnl_unlock();
	return err;
}

static int virtnet_probe(struct virtio_device *vdev)
{
	struct virtnet_info *vi = virtnet_alloc(vdev);
	int err;

	if (!vi)
		return -ENOMEM;
	vdev->priv = vi;
	err = virtnet_alloc_queues(vi);
	if (!err)
		err = init_vqs(vi);
	if (err) {
		virtnet_free(vi);
		return err;
	}
	virtnet_read_config(vi);
	err = virtnet_register(vi);
	if (err) {
		remove_vq_common(vi);
		virtnet_free(vi);
		return err;
	}
	/* As if the link had come up just now. */
	schedule_work(&vi->config_work);
	return 0;
}

/* No work of the driver's runs, or will. */
static void virtnet_stop_works(struct virtnet_info *vi)
{
	flush_work(&vi->config_work);
	rtnl_lock();
	vi->rx_mode_work_enabled = false;
	rtnl_unlock();
	flush_work(&vi->rx_mode_work);
}

static void virtnet_remove(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	virtnet_stop_works(vi);
	unregister_netdev(vi->dev);
	remove_vq_common(vi);
	virtnet_free(vi);
}

/* ---- suspend -------------------------------------------------------------------------------- */

static int virtnet_freeze(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	virtnet_stop_works(vi);
	rtnl_lock();
	if (netif_running(vi->dev))
		virtnet_stop(vi);
	netif_tx_lock_bh(vi->dev);
	netif_device_detach(vi->dev);
	netif_tx_unlock_bh(vi->dev);
	rtnl_unlock();
	/* Who polled looks at the ring once more after it has given it up. */
	synchronize_net();
	remove_vq_common(vi);
	return 0;
}

static int virtnet_restore(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;
	int err = init_vqs(vi);

	if (err)
		return err;
	virtio_device_ready(vdev);
	rtnl_lock();
	if (netif_running(vi->dev))
		virtnet_open(vi->dev);
	virtnet_set_queues(vi, vi->curr_queue_pairs);
	vi->rx_mode_work_enabled = true;
	netif_tx_lock_bh(vi->dev);
	netif_device_attach(vi->dev);
	netif_tx_unlock_bh(vi->dev);
	virtnet_set_rx_mode(vi->dev);
	rtnl_unlock();
	schedule_work(&vi->config_work);
	return 0;
}

static const struct virtio_device_id virtnet_ids[] = {
	{ VIRTIO_ID_NET, VIRTIO_DEV_ANY_ID },
	{ 0 },
};

static const unsigned int virtnet_features[] = {
	VIRTIO_NET_F_MAC,     VIRTIO_NET_F_MTU,	    VIRTIO_NET_F_STATUS,
	VIRTIO_NET_F_CTRL_VQ, VIRTIO_NET_F_CTRL_RX, VIRTIO_NET_F_MQ,
};

static struct virtio_driver virtio_net_driver = {
	.driver.name = "virtio_net",
	.driver.owner = THIS_MODULE,
	.id_table = virtnet_ids,
	.feature_table = virtnet_features,
	.feature_table_size = ARRAY_SIZE(virtnet_features),
	.probe = virtnet_probe,
	.remove = virtnet_remove,
	.config_changed = virtnet_config_changed,
	.freeze = virtnet_freeze,
	.restore = virtnet_restore,
};

static int __init virtnet_init(void)
{
	return register_virtio_driver(&virtio_net_driver);
}

static void __exit virtnet_exit(void)
{
	unregister_virtio_driver(&virtio_net_driver);
}

module_init(virtnet_init);
module_exit(virtnet_exit);

MODULE_DEVICE_TABLE(virtio, virtnet_ids);
MODULE_DESCRIPTION("Virtio network device");
MODULE_LICENSE("GPL v2");
