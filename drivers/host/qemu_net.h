/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_net.h - a virtio network card inside a device process.
 */
#ifndef QEMU_NET_H_DEVICE
#define QEMU_NET_H_DEVICE

#include <qemu/net.h>

#include "qemu_virtqueue_served.h"

/* Behind it: see <qemu/virtio-bus.h>. */
#include <linux/virtio_net.h>

/* What becomes of the link once the guest has sent two packets; property "churn". */
enum { NET_CHURN_NONE, NET_CHURN_LINK };

typedef struct VirtIONet {
	VirtIOServed served; /* first */
	NICState *nic;
	unsigned int max_queue_pairs;
	unsigned int curr_queue_pairs; /* the loop's */
	unsigned int packets; /* sent by the guest; the loop's */
	uint16_t status; /* VIRTIO_NET_S_*; atomic */
} VirtIONet;

extern int net_churn;

/* Serves the three kinds of queues. */
VirtIOHandleOutput virtio_net_handle_vq;
NetReceive virtio_net_receive;

#endif
