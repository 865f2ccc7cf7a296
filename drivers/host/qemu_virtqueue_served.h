/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_served.h - a virtio device whose rings one event loop serves: that of an iothread
 * of its own, or the main loop, and then a kick is served in the exit of the vCPU itself.
 *
 * A device puts this structure first into its own. All calls but the handlers come under the big
 * lock, in the exit of a vCPU.
 */
#ifndef QEMU_VIRTQUEUE_SERVED_H
#define QEMU_VIRTQUEUE_SERVED_H

#include <qemu/iothread.h>

#include "qemu_virtqueue.h"

/* Serves a ring until it is empty. In the loop, or under the big lock. */
typedef void VirtIOHandleOutput(VirtIODevice *vdev, VirtQueue *vq);

typedef struct VirtIOServed {
	VirtIODevice vdev;
	IOThread *iothread; /* NULL: served under the big lock */
	AioContext *ctx;
	VirtIOHandleOutput *handle_output;
	bool started;
	unsigned int in_flight; /* what virtio_served_drain() waits for; atomic */
} VirtIOServed;

void virtio_served_init(VirtIOServed *served, const char *name, const VirtIOBusConf *conf,
			VirtIOHandleOutput *handle_output);
void virtio_served_cleanup(VirtIOServed *served);
/* The feature bits of the transport and of the ring. */
uint64_t virtio_served_features(const VirtIOServed *served);
/* Takes the status; with DRIVER_OK the rings are served. True if that is new. */
bool virtio_served_set_status(VirtIOServed *served, uint8_t status, uint64_t features);
/* Rings are no longer served. False if they were not. */
bool virtio_served_stop(VirtIOServed *served);
/* Sleeps until nothing is in flight. */
void virtio_served_drain(VirtIOServed *served);
/* One more, or one less, is in flight; the second in the loop. */
void virtio_served_begin(VirtIOServed *served);
void virtio_served_end(VirtIOServed *served);
/* A notification in the vCPU's exit. */
void virtio_served_output(VirtIOServed *served, unsigned int index);
/* Calls pop(vdev, vq) until it returns false, with kicks suppressed where the device does that. */
void virtio_served_run(VirtIODevice *vdev, VirtQueue *vq,
		       bool (*pop)(VirtIODevice *vdev, VirtQueue *vq));

#endif
