/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_served.h - rings that event loops serve; and a virtio device with one loop for all:
 * that of an iothread of its own, or the main loop, and then a kick is served in the exit of the vCPU
 * itself.
 *
 * Such a device puts struct VirtIOServed first into its own. All calls but the handlers come under
 * the big lock, in the exit of a vCPU.
 */
#ifndef QEMU_VIRTQUEUE_SERVED_H
#define QEMU_VIRTQUEUE_SERVED_H

#include <qemu/iothread.h>

#include "qemu_virtqueue.h"

/* The feature bits of the transport and of the ring. */
uint64_t virtio_host_features(const VirtIODevice *vdev);
/* Kicks are served in ctx, and no longer. In the loop, so that no handler runs meanwhile. */
void virtio_queue_aio_attach_host_notifier(VirtQueue *vq, AioContext *ctx);
void virtio_queue_aio_detach_host_notifier(VirtQueue *vq, AioContext *ctx);
/* Serves a ring, if the device is started. */
void virtio_queue_notify_vq(VirtQueue *vq);
/* Kicks all rings: what was exposed before anybody listened. */
void virtio_queue_notify_all(VirtIODevice *vdev);
/* Calls pop(vdev, vq) until it returns false, with kicks suppressed where the device does that. */
void virtio_queue_run(VirtIODevice *vdev, VirtQueue *vq,
		      bool (*pop)(VirtIODevice *vdev, VirtQueue *vq));

typedef struct VirtIOServed {
	VirtIODevice vdev;
	IOThread *iothread; /* NULL: served under the big lock */
	AioContext *ctx;
	unsigned int in_flight; /* what virtio_served_drain() waits for; atomic */
} VirtIOServed;

void virtio_served_init(VirtIOServed *served, const char *name, const VirtIOBusConf *conf,
			VirtIOHandleOutput *handle_output);
void virtio_served_cleanup(VirtIOServed *served);
/* Takes the status; with DRIVER_OK the rings are served. True if that is new. */
bool virtio_served_set_status(VirtIOServed *served, uint8_t status, uint64_t features);
/* Rings are no longer served. False if they were not. */
bool virtio_served_stop(VirtIOServed *served);
/* Sleeps until nothing is in flight. */
void virtio_served_drain(VirtIOServed *served);
/* One more, or one less, is in flight; the second in the loop. */
void virtio_served_begin(VirtIOServed *served);
void virtio_served_end(VirtIOServed *served);

#endif
