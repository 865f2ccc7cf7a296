/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_private.h - what the two ring layouts share, for qemu_virtqueue*.c only.
 *
 * A driver may be hostile: each field of guest memory is read once, checked, and used from the
 * copy.
 */
#ifndef QEMU_VIRTQUEUE_PRIVATE_H
#define QEMU_VIRTQUEUE_PRIVATE_H

#include "qemu_virtqueue.h"

/* A copy of a descriptor, of either layout. */
typedef struct VRingDesc {
	hwaddr addr;
	uint32_t len;
	uint16_t flags;
	uint16_t next; /* split only */
	uint16_t id; /* packed only */
} VRingDesc;

/* A descriptor table being walked: the ring's own, or an indirect one. */
typedef struct DescTable {
	void *desc;
	unsigned int num;
	bool indirect;
	hwaddr mapped; /* bytes of an indirect table */
} DescTable;

/* All of it, or NULL. */
void *virtqueue_map(VirtQueue *vq, hwaddr addr, hwaddr bytes, bool is_write);
/* Replaces the ring's table by the one that desc names. False after virtio_error(). */
bool virtqueue_enter_indirect(VirtQueue *vq, DescTable *table, const VRingDesc *desc);
/* Adds a descriptor's buffer to vq->sg and to the element's counts. False after virtio_error(). */
bool virtqueue_map_desc(VirtQueue *vq, VirtQueueElement *elem, const VRingDesc *desc);

/* One function per layout for what qemu_virtqueue.h promises; vq->num is set. A map that fails leaves
 * nothing mapped. */
bool virtqueue_split_map(VirtQueue *vq, const VirtIOBusQueue *queue);
void virtqueue_split_unmap(VirtQueue *vq);
void virtqueue_split_set_notification(VirtQueue *vq, bool enable);
bool virtqueue_split_empty(VirtQueue *vq);
/* Walks the next buffer: found, with its mapped vector in vq->sg. False if there is none, or after
 * virtio_error(), when found says what has to be unmapped. */
bool virtqueue_split_next(VirtQueue *vq, DescTable *table, VirtQueueElement *found);
void virtqueue_split_push(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len);
bool virtqueue_split_should_notify(VirtQueue *vq);

bool virtqueue_packed_map(VirtQueue *vq, const VirtIOBusQueue *queue);
void virtqueue_packed_unmap(VirtQueue *vq);
void virtqueue_packed_set_notification(VirtQueue *vq, bool enable);
bool virtqueue_packed_empty(VirtQueue *vq);
bool virtqueue_packed_next(VirtQueue *vq, DescTable *table, VirtQueueElement *found);
void virtqueue_packed_push(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len);
bool virtqueue_packed_should_notify(VirtQueue *vq);

#endif
