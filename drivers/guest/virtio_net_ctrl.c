/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_net_ctrl.c - commands to the device (virtio 1.1, 5.1.6.5), and what it says of its link.
 *
 * A command is answered while its sender looks on: that costs a vCPU, and is why the receive mode,
 * which the stack may set where nobody can wait, is left to a work (6.6).
 */
#include <linux/kernel.h>
#include <linux/sched.h>

#include "virtio_net.h"

/* Under rtnl. data may be NULL. True if the device has done it. */
static bool virtnet_send_command(struct virtnet_info *vi, u8 class, u8 cmd,
				 struct scatterlist *data)
{
	struct scatterlist hdr, status;
	struct scatterlist *sgs[3];
	unsigned int out = 0, len;
	int err;

	vi->ctrl->hdr.class = class;
	vi->ctrl->hdr.cmd = cmd;
	vi->ctrl->status = VIRTIO_NET_ERR;
	sg_init_one(&hdr, &vi->ctrl->hdr, sizeof(vi->ctrl->hdr));
	sg_init_one(&status, &vi->ctrl->status, sizeof(vi->ctrl->status));
	sgs[out++] = &hdr;
	if (data)
		sgs[out++] = data;
	sgs[out] = &status;

	err = virtqueue_add_sgs(vi->cvq, sgs, out, 1, vi, GFP_ATOMIC);
	if (err) {
		netdev_warn(vi->dev, "control: add failed with %d\n", err);
		return false;
	}
	virtqueue_kick(vi->cvq);
	while (!virtqueue_get_buf(vi->cvq, &len) && !virtqueue_is_broken(vi->cvq)) {
		cond_resched();
		cpu_relax();
	}
	return vi->ctrl->status == VIRTIO_NET_OK;
}

/* ---- queues --------------------------------------------------------------------------------- */

int virtnet_set_queues(struct virtnet_info *vi, unsigned int pairs)
{
	struct scatterlist sg;

	if (!vi->cvq || !virtio_has_feature(vi->vdev, VIRTIO_NET_F_MQ))
		return 0;
	vi->ctrl->mq.virtqueue_pairs = cpu_to_virtio16(vi->vdev, pairs);
	sg_init_one(&sg, &vi->ctrl->mq, sizeof(vi->ctrl->mq));
	if (!virtnet_send_command(vi, VIRTIO_NET_CTRL_MQ, VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, &sg)) {
		netdev_warn(vi->dev, "the device does not use %u queue pairs\n", pairs);
		return -EINVAL;
	}
	WRITE_ONCE(vi->curr_queue_pairs, pairs);
	/* Queues that are new have no buffers yet. */
	virtnet_schedule_refill(vi, 0);
	return 0;
}

static int virtnet_set_channels(struct net_device *dev, struct ethtool_channels *channels)
{
	struct virtnet_info *vi = netdev_priv(dev);
	unsigned int pairs = channels->combined_count;
	int err = virtnet_set_queues(vi, pairs);

	if (err)
		return err;
	netif_set_real_num_tx_queues(dev, pairs);
	netif_set_real_num_rx_queues(dev, pairs);
	return 0;
}

static void virtnet_get_channels(struct net_device *dev, struct ethtool_channels *channels)
{
	struct virtnet_info *vi = netdev_priv(dev);

	channels->max_combined = vi->max_queue_pairs;
	channels->combined_count = vi->curr_queue_pairs;
}

const struct ethtool_ops virtnet_ethtool_ops = {
	.set_channels = virtnet_set_channels,
	.get_channels = virtnet_get_channels,
};

/* ---- receive mode --------------------------------------------------------------------------- */

static void virtnet_send_rx_mode(struct virtnet_info *vi, u8 cmd, bool on)
{
	struct scatterlist sg;

	vi->ctrl->onoff = on;
	sg_init_one(&sg, &vi->ctrl->onoff, sizeof(vi->ctrl->onoff));
	if (!virtnet_send_command(vi, VIRTIO_NET_CTRL_RX, cmd, &sg))
		netdev_warn(vi->dev, "the device does not set receive mode %u to %d\n", cmd, on);
}

void virtnet_rx_mode_work(struct work_struct *work)
{
	struct virtnet_info *vi = container_of(work, struct virtnet_info, rx_mode_work);

	rtnl_lock();
	if (vi->rx_mode_work_enabled) {
		virtnet_send_rx_mode(vi, VIRTIO_NET_CTRL_RX_PROMISC, vi->dev->flags & IFF_PROMISC);
		virtnet_send_rx_mode(vi, VIRTIO_NET_CTRL_RX_ALLMULTI,
				     vi->dev->flags & IFF_ALLMULTI);
	}
	rtnl_unlock();
}

void virtnet_set_rx_mode(struct net_device *dev)
{
	struct virtnet_info *vi = netdev_priv(dev);

	if (vi->rx_mode_work_enabled && virtio_has_feature(vi->vdev, VIRTIO_NET_F_CTRL_RX))
		schedule_work(&vi->rx_mode_work);
}

/* ---- the link ------------------------------------------------------------------------------- */

void virtnet_config_changed_work(struct work_struct *work)
{
	struct virtnet_info *vi = container_of(work, struct virtnet_info, config_work);
	u16 status = VIRTIO_NET_S_LINK_UP;
	bool up;

	virtio_cread_feature(vi->vdev, VIRTIO_NET_F_STATUS, struct virtio_net_config, status,
			     &status);
	up = status & VIRTIO_NET_S_LINK_UP;
	if (up == vi->link_up)
		return;
	vi->link_up = up;
	if (up) {
		netif_carrier_on(vi->dev);
		netif_tx_wake_all_queues(vi->dev);
	} else {
		netif_carrier_off(vi->dev);
		netif_tx_stop_all_queues(vi->dev);
	}
}

/* Hardirq context. */
void virtnet_config_changed(struct virtio_device *vdev)
{
	struct virtnet_info *vi = vdev->priv;

	schedule_work(&vi->config_work);
}
