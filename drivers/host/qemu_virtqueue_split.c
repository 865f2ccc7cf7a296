/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_split.c - split virtqueues, seen from the device (virtio 1.1, 2.6).
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/error-report.h>

#include "qemu_virtqueue_private.h"

#define AVAIL_BYTES(num) (sizeof(uint16_t) * (3 + (num)))
#define USED_BYTES(num) (sizeof(uint16_t) * 3 + sizeof(struct vring_used_elem) * (num))

void virtqueue_split_unmap(VirtQueue *vq)
{
	struct vring *vring = &vq->vring;
	AddressSpace *as = &vq->vdev->as;

	if (vring->desc)
		address_space_unmap(as, vring->desc, sizeof(*vring->desc) * vring->num, false, 0);
	if (vring->avail)
		address_space_unmap(as, vring->avail, AVAIL_BYTES(vring->num), true, 0);
	if (vring->used)
		address_space_unmap(as, vring->used, USED_BYTES(vring->num), true, 0);
}

bool virtqueue_split_map(VirtQueue *vq, const VirtIOBusQueue *queue)
{
	struct vring *vring = &vq->vring;
	unsigned int num = vq->num;

	if (num & (num - 1) || queue->desc % 16 || queue->avail % 2 || queue->used % 4)
		return false;
	vring->num = num;
	vring->desc = virtqueue_map(vq, queue->desc, sizeof(struct vring_desc) * num, false);
	vring->avail = virtqueue_map(vq, queue->avail, AVAIL_BYTES(num), true);
	vring->used = virtqueue_map(vq, queue->used, USED_BYTES(num), true);
	if (vring->desc && vring->avail && vring->used)
		return true;
	virtqueue_split_unmap(vq);
	return false;
}

static uint16_t vring_avail_idx(VirtQueue *vq)
{
	return le16_to_cpu(atomic_read(&vq->vring.avail->idx));
}

/* Asks for a notification once the driver exposes an entry past this index. */
static void vring_set_avail_event(VirtQueue *vq, uint16_t idx)
{
	if (vq->notification)
		atomic_set((uint16_t *)&vring_avail_event(&vq->vring), cpu_to_le16(idx));
}

void virtqueue_split_set_notification(VirtQueue *vq, bool enable)
{
	if (virtio_vdev_has_feature(vq->vdev, VIRTIO_RING_F_EVENT_IDX))
		vring_set_avail_event(vq, vring_avail_idx(vq));
	else
		atomic_set(&vq->vring.used->flags,
			   cpu_to_le16(enable ? 0 : VRING_USED_F_NO_NOTIFY));
}

bool virtqueue_split_empty(VirtQueue *vq)
{
	return vring_avail_idx(vq) == vq->last_avail_idx;
}

/* Entries to pop; -1 after virtio_error(). */
static int virtqueue_num_heads(VirtQueue *vq)
{
	uint16_t heads = vring_avail_idx(vq) - vq->last_avail_idx;

	if (heads > vq->num) {
		virtio_error(vq->vdev, "%s: avail index moved from %u by %u", vq->vdev->name,
			     vq->last_avail_idx, heads);
		return -1;
	}
	/* Entries are read only after the index that covers them. */
	if (heads)
		smp_rmb();
	return heads;
}

static void read_desc(const DescTable *table, unsigned int i, VRingDesc *to)
{
	const struct vring_desc *from = (const struct vring_desc *)table->desc + i;

	to->addr = le64_to_cpu(from->addr);
	to->len = le32_to_cpu(from->len);
	to->flags = le16_to_cpu(from->flags);
	to->next = le16_to_cpu(from->next);
}

/* Gathers the chain that starts at descriptor `at` in vq->sg. */
static bool map_chain(VirtQueue *vq, DescTable *table, unsigned int at, VirtQueueElement *elem)
{
	VRingDesc desc;
	unsigned int seen = 0;

	read_desc(table, at, &desc);
	if (desc.flags & VRING_DESC_F_INDIRECT) {
		if (!virtqueue_enter_indirect(vq, table, &desc))
			return false;
		read_desc(table, 0, &desc);
	}
	for (;;) {
		if (++seen > table->num) {
			virtio_error(vq->vdev, "%s: looped descriptor", vq->vdev->name);
			return false;
		}
		if (desc.flags & VRING_DESC_F_INDIRECT) {
			virtio_error(vq->vdev, "%s: nested indirect table", vq->vdev->name);
			return false;
		}
		if (!virtqueue_map_desc(vq, elem, &desc))
			return false;
		if (!(desc.flags & VRING_DESC_F_NEXT))
			return true;
		if (desc.next >= table->num) {
			virtio_error(vq->vdev, "%s: next descriptor is %u", vq->vdev->name,
				     desc.next);
			return false;
		}
		read_desc(table, desc.next, &desc);
	}
}

bool virtqueue_split_next(VirtQueue *vq, DescTable *table, VirtQueueElement *found)
{
	VirtIODevice *vdev = vq->vdev;
	unsigned int head;

	if (virtqueue_num_heads(vq) <= 0)
		return false;
	head = le16_to_cpu(vq->vring.avail->ring[vq->last_avail_idx % vq->num]);
	if (head >= vq->num) {
		virtio_error(vdev, "%s: the driver exposes descriptor %u", vdev->name, head);
		return false;
	}
	if (vq->inuse >= vq->num) {
		virtio_error(vdev, "%s: more chains in use than descriptors", vdev->name);
		return false;
	}
	vq->last_avail_idx++;
	if (virtio_vdev_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX))
		vring_set_avail_event(vq, vq->last_avail_idx);
	found->index = head;
	found->ndescs = 1;
	table->desc = vq->vring.desc;
	return map_chain(vq, table, head, found);
}

void virtqueue_split_push(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len)
{
	struct vring_used_elem *used = &vq->vring.used->ring[vq->used_idx % vq->num];
	uint16_t old = vq->used_idx, new = old + 1;

	used->id = cpu_to_le32(elem->index);
	used->len = cpu_to_le32(len);
	/* The entry has to be there before the index that covers it. */
	smp_wmb();
	vq->used_idx = new;
	atomic_set(&vq->vring.used->idx, cpu_to_le16(new));
	if ((int16_t)(new - vq->signalled_used) < (uint16_t)(new - old))
		vq->signalled_used_valid = false;
}

bool virtqueue_split_should_notify(VirtQueue *vq)
{
	uint16_t old, new, event;
	bool valid;

	if (!virtio_vdev_has_feature(vq->vdev, VIRTIO_RING_F_EVENT_IDX))
		return !(le16_to_cpu(atomic_read(&vq->vring.avail->flags)) &
			 VRING_AVAIL_F_NO_INTERRUPT);
	valid = vq->signalled_used_valid;
	vq->signalled_used_valid = true;
	old = vq->signalled_used;
	new = vq->signalled_used = vq->used_idx;
	event = le16_to_cpu(atomic_read((uint16_t *)&vring_used_event(&vq->vring)));
	return !valid || vring_need_event(event, new, old);
}
