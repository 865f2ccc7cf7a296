/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_net_queue.c - the rings of a network card: packets both ways, and commands (virtio 1.1, 5.1.6).
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/error-report.h>
#include <qemu/qdev-properties.h>

#include "qemu_net.h"

#define PACKET_BYTES_MAX 65536
#define CHURN_AT 2

int net_churn;
DEFINE_PROP_INT32(churn, net_churn);

/* ---- to the guest --------------------------------------------------------------------------- */

/* Without buffers the guest is asked to say when there are some. */
static bool has_buffers(VirtIONet *s, VirtQueue *vq)
{
	if (virtio_queue_empty(vq)) {
		virtio_queue_set_notification(vq, true);
		if (virtio_queue_empty(vq))
			return false;
	}
	if (s->served.vdev.conf.notify_suppression)
		virtio_queue_set_notification(vq, false);
	return true;
}

int64_t virtio_net_receive(NetClientState *nc, const uint8_t *buf, size_t size)
{
	VirtIONet *s = qemu_get_nic_opaque(nc);
	unsigned int pair = qemu_get_queue_index(nc) % s->curr_queue_pairs;
	VirtQueue *vq = &s->served.vdev.vq[2 * pair];
	const struct virtio_net_hdr_v1 hdr = { .num_buffers = cpu_to_le16(1) };
	VirtQueueElement *elem;
	size_t done;

	if (!has_buffers(s, vq))
		return 0;
	elem = virtqueue_pop(vq, sizeof(*elem));
	if (!elem)
		return 0;
	done = iov_from_buf(elem->in_sg, elem->in_num, 0, &hdr, sizeof(hdr));
	done += iov_from_buf(elem->in_sg, elem->in_num, done, buf, size);
	virtqueue_push(vq, elem, done);
	g_free(elem);
	virtio_notify(vq);
	return (int64_t)size;
}

static void flush_all(VirtIONet *s)
{
	for (unsigned int i = 0; i < s->max_queue_pairs; i++)
		qemu_flush_queued_packets(qemu_get_subqueue(s->nic, i));
}

/* ---- from the guest ------------------------------------------------------------------------- */

static void set_link(VirtIONet *s, bool up)
{
	atomic_set(&s->status, up ? VIRTIO_NET_S_LINK_UP : 0);
	virtio_bus_notify_config(&s->served.vdev.conf);
}

static void link_up_bh(void *opaque)
{
	set_link(opaque, true);
}

static void count_packet(VirtIONet *s)
{
	if (++s->packets != CHURN_AT || net_churn != NET_CHURN_LINK)
		return;
	set_link(s, false);
	aio_bh_schedule_oneshot(s->served.ctx, link_up_bh, s);
}

static void give_back(VirtQueue *vq, VirtQueueElement *elem, size_t bytes)
{
	virtqueue_push(vq, elem, bytes);
	g_free(elem);
	virtio_notify(vq);
}

static bool tx_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIONet *s = (VirtIONet *)vdev;
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	size_t hdr_bytes = sizeof(struct virtio_net_hdr_v1);
	size_t bytes;
	uint8_t *buf;

	if (!elem)
		return false;
	bytes = iov_size(elem->out_sg, elem->out_num);
	if (bytes < hdr_bytes || bytes > PACKET_BYTES_MAX) {
		virtio_error(vdev, "virtio-net: a packet of %zu bytes with its header", bytes);
		virtqueue_push(vq, elem, 0);
		g_free(elem);
		return false;
	}
	buf = g_malloc(bytes - hdr_bytes);
	iov_to_buf(elem->out_sg, elem->out_num, hdr_bytes, buf, bytes - hdr_bytes);
	qemu_send_packet(qemu_get_subqueue(s->nic, vq->queue_index / 2), buf, bytes - hdr_bytes);
	g_free(buf);
	give_back(vq, elem, 0);
	count_packet(s);
	return true;
}

/* ---- commands ------------------------------------------------------------------------------- */

/* There is no filter: every packet is for the guest, whatever the mode. */
static bool set_rx_mode(uint8_t cmd, size_t bytes)
{
	return bytes && (cmd == VIRTIO_NET_CTRL_RX_PROMISC || cmd == VIRTIO_NET_CTRL_RX_ALLMULTI);
}

/* What waits for a queue that is no longer used goes to another. */
static bool set_queue_pairs(VirtIONet *s, uint8_t cmd, const uint8_t *data, size_t bytes)
{
	struct virtio_net_ctrl_mq mq;
	unsigned int pairs;

	if (cmd != VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET || bytes < sizeof(mq))
		return false;
	memcpy(&mq, data, sizeof(mq));
	pairs = le16_to_cpu(mq.virtqueue_pairs);
	if (!pairs || pairs > s->max_queue_pairs)
		return false;
	s->curr_queue_pairs = pairs;
	flush_all(s);
	return true;
}

static bool control_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIONet *s = (VirtIONet *)vdev;
	VirtQueueElement *elem = virtqueue_pop(vq, sizeof(*elem));
	virtio_net_ctrl_ack status = VIRTIO_NET_ERR;
	struct virtio_net_ctrl_hdr hdr;
	uint8_t data[16];
	bool done = false;
	size_t bytes;

	if (!elem)
		return false;
	if (iov_to_buf(elem->out_sg, elem->out_num, 0, &hdr, sizeof(hdr)) == sizeof(hdr)) {
		bytes = iov_to_buf(elem->out_sg, elem->out_num, sizeof(hdr), data, sizeof(data));
		if (hdr.class == VIRTIO_NET_CTRL_RX)
			done = set_rx_mode(hdr.cmd, bytes);
		else if (hdr.class == VIRTIO_NET_CTRL_MQ)
			done = set_queue_pairs(s, hdr.cmd, data, bytes);
	}
	if (done)
		status = VIRTIO_NET_OK;
	give_back(vq, elem, iov_from_buf(elem->in_sg, elem->in_num, 0, &status, sizeof(status)));
	return true;
}

/* ---- kicks ---------------------------------------------------------------------------------- */

void virtio_net_handle_vq(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIONet *s = (VirtIONet *)vdev;

	if (vq->queue_index == 2 * s->max_queue_pairs)
		virtio_queue_run(vdev, vq, control_pop);
	else if (vq->queue_index % 2)
		virtio_queue_run(vdev, vq, tx_pop);
	flush_all(s);
}
