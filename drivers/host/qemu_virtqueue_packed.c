/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue_packed.c - packed virtqueues, seen from the device (virtio 1.1, 2.7).
 *
 * Era: QEMU 4.0. Driver and device write to one ring of descriptors and go round it in order. A
 * descriptor is available in a lap when its AVAIL bit is the lap's wrap counter and its USED bit is
 * not; it is used when both are. A used buffer takes one descriptor, at the place where the device
 * has come to, and the ones behind it, as many as its chain had, are skipped.
 */
#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/error-report.h>

#include "qemu_virtqueue_private.h"

#define F_AVAIL (1u << VRING_PACKED_DESC_F_AVAIL)
#define F_USED (1u << VRING_PACKED_DESC_F_USED)
#define WRAP_COUNTER (1u << VRING_PACKED_EVENT_F_WRAP_CTR)

void virtqueue_packed_unmap(VirtQueue *vq)
{
	VRingPacked *ring = &vq->packed;
	AddressSpace *as = &vq->vdev->as;

	if (ring->desc)
		address_space_unmap(as, ring->desc, sizeof(*ring->desc) * vq->num, true, 0);
	if (ring->driver)
		address_space_unmap(as, ring->driver, sizeof(*ring->driver), false, 0);
	if (ring->device)
		address_space_unmap(as, ring->device, sizeof(*ring->device), true, 0);
}

bool virtqueue_packed_map(VirtQueue *vq, const VirtIOBusQueue *queue)
{
	VRingPacked *ring = &vq->packed;

	if (vq->num > 1u << 15 || queue->desc % 16 || queue->avail % 4 || queue->used % 4)
		return false;
	ring->desc = virtqueue_map(vq, queue->desc, sizeof(*ring->desc) * vq->num, true);
	ring->driver = virtqueue_map(vq, queue->avail, sizeof(*ring->driver), false);
	ring->device = virtqueue_map(vq, queue->used, sizeof(*ring->device), true);
	ring->avail_wrap_counter = ring->used_wrap_counter = true;
	if (ring->desc && ring->driver && ring->device)
		return true;
	virtqueue_packed_unmap(vq);
	return false;
}

/* Moves an index of the ring on by count descriptors; true if that begins a new lap. */
static bool advance(const VirtQueue *vq, uint16_t *idx, bool *wrap_counter, unsigned int count)
{
	unsigned int next = *idx + count;
	bool wraps = next >= vq->num;

	*idx = wraps ? next - vq->num : next;
	*wrap_counter ^= wraps;
	return wraps;
}

static bool is_available(uint16_t flags, bool wrap_counter)
{
	return !!(flags & F_AVAIL) == wrap_counter && !!(flags & F_USED) != wrap_counter;
}

static uint16_t next_flags(VirtQueue *vq)
{
	return le16_to_cpu(atomic_read(&vq->packed.desc[vq->last_avail_idx].flags));
}

bool virtqueue_packed_empty(VirtQueue *vq)
{
	return !is_available(next_flags(vq), vq->packed.avail_wrap_counter);
}

/* ---- taking a buffer ----------------------------------------------------------------------- */

static void read_buffer(const struct vring_packed_desc *from, VRingDesc *to)
{
	to->addr = le64_to_cpu(from->addr);
	to->len = le32_to_cpu(from->len);
	to->flags = le16_to_cpu(from->flags);
}

static void read_desc(const DescTable *table, unsigned int i, VRingDesc *to)
{
	const struct vring_packed_desc *from = (const struct vring_packed_desc *)table->desc + i;

	read_buffer(from, to);
	to->id = le16_to_cpu(from->id);
}

/* Its descriptors follow one another. Their other flags mean nothing, nor does their id, which a
 * driver need not write (2.7.7). */
static bool map_indirect(VirtQueue *vq, DescTable *table, const VRingDesc *head,
			 VirtQueueElement *elem)
{
	if (!virtqueue_enter_indirect(vq, table, head))
		return false;
	for (unsigned int i = 0; i < table->num; i++) {
		VRingDesc desc;

		read_buffer((const struct vring_packed_desc *)table->desc + i, &desc);
		if (!virtqueue_map_desc(vq, elem, &desc))
			return false;
	}
	return true;
}

/* Gathers a chain in vq->sg; desc is the first of its descriptors, and at the end the last, whose
 * id is the buffer's. */
static bool map_chain(VirtQueue *vq, const DescTable *table, VRingDesc *desc,
		      VirtQueueElement *elem)
{
	unsigned int at = vq->last_avail_idx;

	for (elem->ndescs = 1;; elem->ndescs++) {
		if (desc->flags & VRING_DESC_F_INDIRECT) {
			virtio_error(vq->vdev, "%s: indirect table in a chain", vq->vdev->name);
			return false;
		}
		if (!virtqueue_map_desc(vq, elem, desc))
			return false;
		if (!(desc->flags & VRING_DESC_F_NEXT))
			return true;
		if (vq->inuse + elem->ndescs == vq->num) {
			virtio_error(vq->vdev, "%s: a chain is longer than the ring has room for",
				     vq->vdev->name);
			return false;
		}
		at = at + 1 == vq->num ? 0 : at + 1;
		read_desc(table, at, desc);
	}
}

bool virtqueue_packed_next(VirtQueue *vq, DescTable *table, VirtQueueElement *found)
{
	uint16_t flags = next_flags(vq);
	VRingDesc desc;
	bool whole;

	if (!is_available(flags, vq->packed.avail_wrap_counter))
		return false;
	if (vq->inuse >= vq->num) {
		virtio_error(vq->vdev, "%s: more descriptors in use than there are",
			     vq->vdev->name);
		return false;
	}
	/* What the flags make available is read only after them. */
	smp_rmb();
	table->desc = vq->packed.desc;
	read_desc(table, vq->last_avail_idx, &desc);
	desc.flags = flags;
	if (flags & VRING_DESC_F_INDIRECT) {
		found->ndescs = 1;
		whole = map_indirect(vq, table, &desc, found);
	} else {
		whole = map_chain(vq, table, &desc, found);
	}
	if (!whole)
		return false;
	found->index = desc.id;
	advance(vq, &vq->last_avail_idx, &vq->packed.avail_wrap_counter, found->ndescs);
	return true;
}

/* ---- giving it back ------------------------------------------------------------------------ */

void virtqueue_packed_push(VirtQueue *vq, const VirtQueueElement *elem, unsigned int len)
{
	struct vring_packed_desc *used = &vq->packed.desc[vq->used_idx];
	uint16_t flags = vq->packed.used_wrap_counter ? F_AVAIL | F_USED : 0;

	/* 2.7.5: without this flag the length means nothing. */
	if (len)
		flags |= VRING_DESC_F_WRITE;
	used->id = cpu_to_le16(elem->index);
	used->len = cpu_to_le32(len);
	/* The entry has to be there before the flags that make it the driver's. */
	smp_wmb();
	atomic_set(&used->flags, cpu_to_le16(flags));
	if (advance(vq, &vq->used_idx, &vq->packed.used_wrap_counter, elem->ndescs))
		vq->signalled_used_valid = false;
}

/* ---- event suppression (2.7.10) ------------------------------------------------------------ */

void virtqueue_packed_set_notification(VirtQueue *vq, bool enable)
{
	struct vring_packed_desc_event *event = vq->packed.device;
	uint16_t flags = VRING_PACKED_EVENT_FLAG_DISABLE;

	if (enable && virtio_vdev_has_feature(vq->vdev, VIRTIO_RING_F_EVENT_IDX)) {
		uint16_t wrap = vq->packed.avail_wrap_counter ? WRAP_COUNTER : 0;

		atomic_set(&event->off_wrap, cpu_to_le16(vq->last_avail_idx | wrap));
		/* The place has to be there before the flag that refers to it. */
		smp_wmb();
		flags = VRING_PACKED_EVENT_FLAG_DESC;
	} else if (enable) {
		flags = VRING_PACKED_EVENT_FLAG_ENABLE;
	}
	atomic_set(&event->flags, cpu_to_le16(flags));
}

/* Did the used index pass the place that the driver names, on its way from old to new? */
static bool passed_event(const VirtQueue *vq, uint16_t off_wrap, uint16_t new, uint16_t old)
{
	uint16_t event = off_wrap & ~WRAP_COUNTER;

	if (!!(off_wrap & WRAP_COUNTER) != vq->packed.used_wrap_counter)
		event -= vq->num;
	return vring_need_event(event, new, old);
}

bool virtqueue_packed_should_notify(VirtQueue *vq)
{
	const struct vring_packed_desc_event *event = vq->packed.driver;
	uint16_t flags = le16_to_cpu(atomic_read(&event->flags));
	uint16_t old = vq->signalled_used, new = vq->used_idx;
	bool valid = vq->signalled_used_valid;

	vq->signalled_used = new;
	vq->signalled_used_valid = true;
	if (flags == VRING_PACKED_EVENT_FLAG_DISABLE)
		return false;
	if (flags != VRING_PACKED_EVENT_FLAG_DESC || !valid)
		return true;
	/* The driver writes them in the opposite order. */
	smp_rmb();
	return passed_event(vq, le16_to_cpu(atomic_read(&event->off_wrap)), new, old);
}
