/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue.c - the device side of virtqueues, as hw/virtio/virtio.c of QEMU has it: the
 * device's state, buffers, and what does not depend on the layout of the ring.
 *
 * Era: QEMU 1.0 (event index) to 4.0 (packed rings), with virtio_error() instead of exit(). The
 * rings are mapped once and read in place, as the data plane of QEMU 1.4 did. Everything here runs
 * in one thread at a time: the iothread, or whoever holds the big lock.
 */
#include <stdarg.h>

#include <qemu/atomic.h>
#include <qemu/error-report.h>

#include "qemu_virtqueue_private.h"

void virtio_init(VirtIODevice *vdev, const char *name, const VirtIOBusConf *conf,
		 VirtIOHandleOutput *handle_output)
{
	vdev->name = name;
	vdev->conf = *conf;
	vdev->handle_output = handle_output;
	address_space_init(&vdev->as, conf->device);
	vdev->vq = g_new0(VirtQueue, conf->queues);
	for (unsigned int i = 0; i < conf->queues; i++) {
		VirtQueue *vq = &vdev->vq[i];

		vq->vdev = vdev;
		vq->queue_index = i;
		vq->notification = true;
		vq->sg_max = MAX(conf->queue_size, VIRTQUEUE_SG_MIN);
		vq->sg = g_new(struct iovec, vq->sg_max);
		event_notifier_init(&vq->host_notifier, 0);
	}
}

static void unmap_ring(VirtQueue *vq)
{
	if (!vq->num)
		return;
	if (vq->is_packed)
		virtqueue_packed_unmap(vq);
	else
		virtqueue_split_unmap(vq);
	vq->num = 0;
}

void virtio_cleanup(VirtIODevice *vdev)
{
	for (unsigned int i = 0; i < vdev->conf.queues; i++) {
		unmap_ring(&vdev->vq[i]);
		event_notifier_cleanup(&vdev->vq[i].host_notifier);
		g_free(vdev->vq[i].sg);
	}
	g_free(vdev->vq);
}

void virtio_reset(VirtIODevice *vdev)
{
	vdev->guest_features = 0;
	vdev->status = 0;
	vdev->broken = false;
	for (unsigned int i = 0; i < vdev->conf.queues; i++) {
		VirtQueue *vq = &vdev->vq[i];

		assert(!vq->inuse);
		unmap_ring(vq);
		vq->last_avail_idx = 0;
		vq->used_idx = 0;
		vq->signalled_used = 0;
		vq->signalled_used_valid = false;
		vq->notification = true;
	}
}

bool virtio_set_status(VirtIODevice *vdev, uint8_t status, uint64_t features)
{
	if (vdev->status & VIRTIO_CONFIG_S_DRIVER_OK)
		return false;
	vdev->status = status;
	vdev->guest_features = features;
	return status & VIRTIO_CONFIG_S_DRIVER_OK;
}

bool virtio_vdev_has_feature(const VirtIODevice *vdev, unsigned int bit)
{
	return vdev->guest_features & (1ull << bit);
}

void virtio_error(VirtIODevice *vdev, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	error_vreport(fmt, args);
	va_end(args);
	atomic_set(&vdev->broken, true);
	virtio_bus_needs_reset(&vdev->conf);
}

/* ---- mapping ------------------------------------------------------------------------------- */

void *virtqueue_map(VirtQueue *vq, hwaddr addr, hwaddr bytes, bool is_write)
{
	AddressSpace *as = &vq->vdev->as;
	hwaddr mapped = bytes;
	void *ptr = address_space_map(as, addr, &mapped, is_write);

	if (ptr && mapped < bytes) {
		address_space_unmap(as, ptr, mapped, is_write, 0);
		return NULL;
	}
	return ptr;
}

bool virtio_queue_set_rings(VirtIODevice *vdev, unsigned int index, const VirtIOBusQueue *queue)
{
	VirtQueue *vq = &vdev->vq[index];
	bool mapped;

	/* Whoever serves the rings must find them as they were (3.1.1). */
	if (vdev->status & VIRTIO_CONFIG_S_DRIVER_OK) {
		virtio_error(vdev, "%s: queue %u: set up too late", vdev->name, index);
		return false;
	}
	unmap_ring(vq);
	if (!queue->num || queue->num > vdev->conf.queue_size) {
		virtio_error(vdev, "%s: queue %u: bad size", vdev->name, index);
		return false;
	}
	vq->num = queue->num;
	vq->is_packed = virtio_vdev_has_feature(vdev, VIRTIO_F_RING_PACKED);
	if (vq->is_packed)
		mapped = virtqueue_packed_map(vq, queue);
	else
		mapped = virtqueue_split_map(vq, queue);
	if (!mapped) {
		vq->num = 0;
		virtio_error(vdev, "%s: queue %u: bad size or alignment, or outside guest memory",
			     vdev->name, index);
	}
	return mapped;
}

bool virtqueue_enter_indirect(VirtQueue *vq, DescTable *table, const VRingDesc *desc)
{
	if (table->indirect || desc->flags & VRING_DESC_F_NEXT ||
	    !virtio_vdev_has_feature(vq->vdev, VIRTIO_RING_F_INDIRECT_DESC)) {
		virtio_error(vq->vdev, "%s: indirect table where none may be", vq->vdev->name);
		return false;
	}
	if (!desc->len || desc->len % sizeof(struct vring_desc)) {
		virtio_error(vq->vdev, "%s: indirect table of %u bytes", vq->vdev->name, desc->len);
		return false;
	}
	table->desc = virtqueue_map(vq, desc->addr, desc->len, false);
	if (!table->desc) {
		virtio_error(vq->vdev, "%s: indirect table outside guest memory", vq->vdev->name);
		return false;
	}
	table->indirect = true;
	table->mapped = desc->len;
	table->num = desc->len / sizeof(struct vring_desc);
	return true;
}

bool virtqueue_map_desc(VirtQueue *vq, VirtQueueElement *elem, const VRingDesc *desc)
{
	bool is_write = desc->flags & VRING_DESC_F_WRITE;
	unsigned int count = elem->out_num + elem->in_num;
	struct iovec *iov = &vq->sg[count];

	if (count == vq->sg_max) {
		virtio_error(vq->vdev, "%s: too many buffers in a chain", vq->vdev->name);
		return false;
	}
	if (!is_write && elem->in_num) {
		virtio_error(vq->vdev, "%s: readable buffer behind a writable one", vq->vdev->name);
		return false;
	}
	if (!desc->len) {
		virtio_error(vq->vdev, "%s: buffer of size zero", vq->vdev->name);
		return false;
	}
	iov->iov_base = virtqueue_map(vq, desc->addr, desc->len, is_write);
	iov->iov_len = desc->len;
	if (!iov->iov_base) {
		virtio_error(vq->vdev, "%s: buffer outside guest memory", vq->vdev->name);
		return false;
	}
	if (is_write)
		elem->in_num++;
	else
		elem->out_num++;
	return true;
}

static void unmap_sg(VirtQueue *vq, const VirtQueueElement *elem, const struct iovec *sg)
{
	for (unsigned int i = 0; i < elem->out_num + elem->in_num; i++)
		address_space_unmap(&vq->vdev->as, sg[i].iov_base, sg[i].iov_len,
				    i >= elem->out_num, sg[i].iov_len);
}

/* ---- taking and giving back ---------------------------------------------------------------- */

static VirtQueueElement *alloc_element(VirtQueue *vq, const VirtQueueElement *found, size_t bytes)
{
	unsigned int count = found->out_num + found->in_num;
	size_t sg_at = (bytes + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
	VirtQueueElement *elem = g_malloc0(sg_at + count * sizeof(struct iovec));

	*elem = *found;
	elem->out_sg = (struct iovec *)((char *)elem + sg_at);
	elem->in_sg = elem->out_sg + elem->out_num;
	for (unsigned int i = 0; i < count; i++)
		elem->out_sg[i] = vq->sg[i];
	return elem;
}

void *virtqueue_pop(VirtQueue *vq, size_t bytes)
{
	VirtIODevice *vdev = vq->vdev;
	DescTable table = { .num = vq->num };
	VirtQueueElement found = { 0 };
	VirtQueueElement *elem = NULL;
	bool whole;

	if (data_race(vdev->broken) || !vq->num)
		return NULL;
	if (vq->is_packed)
		whole = virtqueue_packed_next(vq, &table, &found);
	else
		whole = virtqueue_split_next(vq, &table, &found);
	if (whole) {
		elem = alloc_element(vq, &found, bytes);
		vq->inuse += elem->ndescs;
	} else {
		unmap_sg(vq, &found, vq->sg);
	}
	if (table.indirect)
		address_space_unmap(&vdev->as, table.desc, table.mapped, false, 0);
	return elem;
}

void virtqueue_detach_element(VirtQueue *vq, VirtQueueElement *elem)
{
	unmap_sg(vq, elem, elem->out_sg);
	vq->inuse -= elem->ndescs;
}

void virtqueue_push(VirtQueue *vq, VirtQueueElement *elem, unsigned int len)
{
	virtqueue_detach_element(vq, elem);
	if (data_race(vq->vdev->broken))
		return;
	if (vq->is_packed)
		virtqueue_packed_push(vq, elem, len);
	else
		virtqueue_split_push(vq, elem, len);
}

bool virtio_queue_empty(VirtQueue *vq)
{
	if (!vq->num || data_race(vq->vdev->broken))
		return true;
	return vq->is_packed ? virtqueue_packed_empty(vq) : virtqueue_split_empty(vq);
}

/* ---- notifications ------------------------------------------------------------------------- */

void virtio_queue_set_notification(VirtQueue *vq, bool enable)
{
	vq->notification = enable;
	if (!vq->num)
		return;
	if (vq->is_packed)
		virtqueue_packed_set_notification(vq, enable);
	else
		virtqueue_split_set_notification(vq, enable);
	/* The driver exposes an entry, then looks at this; the device does the opposite. */
	if (enable)
		smp_mb();
}

bool virtio_queue_get_notification(const VirtQueue *vq)
{
	return vq->notification;
}

static bool virtio_should_notify(VirtQueue *vq)
{
	/* The driver enables interrupts, then looks at the ring; this is the other side. */
	smp_mb();
	if (vq->is_packed)
		return virtqueue_packed_should_notify(vq);
	return virtqueue_split_should_notify(vq);
}

void virtio_notify(VirtQueue *vq)
{
	if (!data_race(vq->vdev->broken) && virtio_should_notify(vq))
		virtio_bus_notify(&vq->vdev->conf, vq->queue_index);
}
