/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_net.c - a virtio network card with several queue pairs and a control queue.
 *
 * Re-implements hw/net/virtio-net.c of QEMU (1.3, multi-queue, to 4.0) without offloads: what the
 * guest has no buffer for waits in the network. Served in the exit of a vCPU under the big lock, or
 * in an iothread.
 *
 * qemu_net_queue.c has the rings.
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/qdev-properties.h>

#include "qemu_net.h"

static int net_mtu = ETH_DATA_LEN;
DEFINE_PROP_INT32(mtu, net_mtu);

/* The bus finds the device by these (see virtio_bus.h). */
virtio_realize_fn virtio_net_realize;
virtio_unrealize_fn virtio_net_unrealize;
virtio_get_features_fn virtio_net_get_features;
virtio_get_config_fn virtio_net_get_config;
virtio_set_queue_fn virtio_net_set_queue;
virtio_set_status_fn virtio_net_set_status;
virtio_reset_fn virtio_net_reset;
virtio_handle_output_fn virtio_net_handle_output;
virtio_host_notifier_fn virtio_net_host_notifier;

void *virtio_net_realize(const struct virtio_bus_conf *conf)
{
	VirtIONet *s = g_new0(VirtIONet, 1);

	virtio_served_init(&s->served, "virtio-net", conf, virtio_net_handle_vq);
	s->max_queue_pairs = conf->queues / 2;
	s->curr_queue_pairs = 1;
	s->status = VIRTIO_NET_S_LINK_UP;
	s->nic = qemu_new_nic(virtio_net_receive, s->max_queue_pairs, s);
	return s;
}

/* What waits for the guest is lost with its buffers. */
static void virtio_net_stop(VirtIONet *s)
{
	if (!virtio_served_stop(&s->served))
		return;
	for (unsigned int i = 0; i < s->max_queue_pairs; i++)
		qemu_purge_queued_packets(qemu_get_subqueue(s->nic, i));
	s->curr_queue_pairs = 1;
}

void virtio_net_unrealize(void *device)
{
	VirtIONet *s = device;

	virtio_net_stop(s);
	virtio_served_cleanup(&s->served);
	qemu_del_nic(s->nic);
	g_free(s);
}

uint64_t virtio_net_get_features(void *device)
{
	VirtIONet *s = device;
	uint64_t features = virtio_host_features(&s->served.vdev) | 1ull << VIRTIO_NET_F_MAC |
			    1ull << VIRTIO_NET_F_MTU | 1ull << VIRTIO_NET_F_STATUS |
			    1ull << VIRTIO_NET_F_CTRL_VQ | 1ull << VIRTIO_NET_F_CTRL_RX;

	if (s->max_queue_pairs > 1)
		features |= 1ull << VIRTIO_NET_F_MQ;
	return features;
}

unsigned int virtio_net_get_config(void *device, void *config, unsigned int bytes)
{
	VirtIONet *s = device;
	const struct virtio_net_config netcfg = {
		.mac = { 0x52, 0x54, 0, 0x12, 0x34, 0x56 },
		.status = cpu_to_le16(atomic_read(&s->status)),
		.max_virtqueue_pairs = cpu_to_le16(s->max_queue_pairs),
		.mtu = cpu_to_le16(net_mtu),
	};

	memcpy(config, &netcfg, MIN(bytes, sizeof(netcfg)));
	return sizeof(netcfg);
}

bool virtio_net_set_queue(void *device, unsigned int index, const struct virtio_bus_queue *queue)
{
	VirtIONet *s = device;

	return virtio_queue_set_rings(&s->served.vdev, index, queue);
}

void virtio_net_set_status(void *device, uint8_t status, uint64_t features)
{
	VirtIONet *s = device;

	virtio_served_set_status(&s->served, status, features);
}

void virtio_net_reset(void *device)
{
	VirtIONet *s = device;

	virtio_net_stop(s);
	virtio_reset(&s->served.vdev);
}

void virtio_net_handle_output(void *device, unsigned int index)
{
	VirtIONet *s = device;

	virtio_queue_notify_vq(&s->served.vdev.vq[index]);
}

struct sim_eventfd *virtio_net_host_notifier(void *device, unsigned int index)
{
	VirtIONet *s = device;

	return &s->served.vdev.vq[index].host_notifier.fd;
}
