/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue.h - the device side of a virtqueue, with QEMU's names.
 *
 * A queue is split or packed, as the driver has negotiated (VIRTIO_F_RING_PACKED); who uses it need
 * not know which.
 */
#ifndef QEMU_VIRTQUEUE_H
#define QEMU_VIRTQUEUE_H

#include <qemu/event_notifier.h>
#include <qemu/iov.h>
#include <qemu/memory.h>
#include <qemu/virtio-bus.h>

#define VIRTQUEUE_SG_MIN 256

typedef struct VirtIODevice VirtIODevice;
typedef struct VirtQueue VirtQueue;

/* Serves a ring until it is empty. In the loop that serves it, or under the big lock. */
typedef void VirtIOHandleOutput(VirtIODevice *vdev, VirtQueue *vq);

/* A buffer that was popped: what the device reads (out), and what it writes (in). */
typedef struct VirtQueueElement {
	unsigned int index; /* split: head of the chain; packed: buffer id */
	unsigned int ndescs; /* entries of the ring that it takes until it is pushed */
	unsigned int out_num;
	unsigned int in_num;
	struct iovec *out_sg;
	struct iovec *in_sg;
} VirtQueueElement;

/* The parts of a packed ring (virtio 1.1, 2.7), and the wrap counters of the two indices. */
typedef struct VRingPacked {
	struct vring_packed_desc *desc;
	struct vring_packed_desc_event *driver;
	struct vring_packed_desc_event *device;
	bool avail_wrap_counter;
	bool used_wrap_counter;
} VRingPacked;

struct VirtQueue {
	VirtIODevice *vdev;
	unsigned int queue_index;
	unsigned int num; /* entries of the ring; 0: not set up */
	bool is_packed;
	struct vring vring;
	VRingPacked packed;
	uint16_t last_avail_idx; /* next entry to pop */
	uint16_t used_idx; /* next entry to push */
	uint16_t signalled_used; /* used_idx when the driver was last told */
	bool signalled_used_valid;
	bool notification; /* the driver is to notify */
	unsigned int inuse; /* entries popped, not pushed */
	EventNotifier host_notifier;
	struct iovec *sg; /* where a chain is gathered */
	unsigned int sg_max;
};

struct VirtIODevice {
	const char *name;
	VirtIOBusConf conf;
	AddressSpace as;
	uint64_t guest_features;
	uint8_t status;
	bool broken; /* the driver made a mistake: nothing is served until a reset */
	bool started; /* rings are served */
	VirtIOHandleOutput *handle_output;
	VirtQueue *vq;
};

void virtio_init(VirtIODevice *vdev, const char *name, const VirtIOBusConf *conf,
		 VirtIOHandleOutput *handle_output);
void virtio_cleanup(VirtIODevice *vdev);
/* Forgets status, features and rings. Nothing may be in use. */
void virtio_reset(VirtIODevice *vdev);
/* Takes status and features; true if the driver is ready now. From then on nothing but a reset
 * changes either (virtio 1.1, 2.1.1 and 2.2.1). */
bool virtio_set_status(VirtIODevice *vdev, uint8_t status, uint64_t features);
bool virtio_vdev_has_feature(const VirtIODevice *vdev, unsigned int bit);
/* Says why, stops the device and asks the driver for a reset (virtio 1.1, 2.1.2). */
__attribute__((format(printf, 2, 3))) void virtio_error(VirtIODevice *vdev, const char *fmt, ...);

/* Maps the three parts of the ring, in the layout that was negotiated; false if they do not lie in
 * guest memory. */
bool virtio_queue_set_rings(VirtIODevice *vdev, unsigned int index, const VirtIOBusQueue *queue);
/* The driver is to notify from now on, or need not. After enabling, look at the ring once more. */
void virtio_queue_set_notification(VirtQueue *vq, bool enable);
bool virtio_queue_get_notification(const VirtQueue *vq);
/* Nothing to pop, as far as can be seen. */
bool virtio_queue_empty(VirtQueue *vq);
/*
 * Takes the next buffer: validates and maps it. The element is the first member of a structure of
 * bytes bytes, which the caller frees with g_free(). NULL when the ring is empty or after
 * virtio_error().
 */
void *virtqueue_pop(VirtQueue *vq, size_t bytes);
/* Gives a buffer back to the driver; len is how much was written to it. */
void virtqueue_push(VirtQueue *vq, VirtQueueElement *elem, unsigned int len);
/* Forgets a buffer without giving it back: the ring is about to be reset. */
void virtqueue_detach_element(VirtQueue *vq, VirtQueueElement *elem);
/* Interrupts the driver unless it asked not to (virtio 1.1, 2.6.7.2 and 2.7.10). */
void virtio_notify(VirtQueue *vq);

#endif
