/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_virtqueue.c - the device side of a split virtqueue, as hw/virtio/virtio.c of QEMU has it.
 *
 * Era: QEMU 1.0 (event index) to 2.9 (virtio_error() instead of exit()). The rings are mapped once
 * and read in place, as the data plane of QEMU 1.4 did. Everything here runs in one thread at a
 * time: the iothread, or whoever holds the big lock.
 *
 * A driver may be hostile: each field of guest memory is read once, checked, and used from the
 * copy.
 */
#include <stdarg.h>

#include <qemu/atomic.h>
#include <qemu/bswap.h>
#include <qemu/error-report.h>

#include "qemu_virtqueue.h"

#define AVAIL_BYTES(num) (sizeof(uint16_t) * (3 + (num)))
#define USED_BYTES(num) (sizeof(uint16_t) * 3 + sizeof(struct vring_used_elem) * (num))

/* A descriptor table being walked: the ring's own, or an indirect one. */
typedef struct DescTable {
	struct vring_desc *desc;
	unsigned int num;
	bool indirect;
	hwaddr mapped; /* bytes of an indirect table */
} DescTable;

void virtio_init(VirtIODevice *vdev, const char *name, const VirtIOBusConf *conf)
{
	vdev->name = name;
	vdev->conf = *conf;
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
	struct vring *vring = &vq->vring;
	AddressSpace *as = &vq->vdev->as;

	if (!vring->num)
		return;
	address_space_unmap(as, vring->desc, sizeof(*vring->desc) * vring->num, false, 0);
	address_space_unmap(as, vring->avail, AVAIL_BYTES(vring->num), true, 0);
	address_space_unmap(as, vring->used, USED_BYTES(vring->num), true, 0);
	vring->num = 0;
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
	vdev->broken = true;
	virtio_bus_needs_reset(&vdev->conf);
}

static void *map_whole(AddressSpace *as, hwaddr addr, hwaddr bytes, bool is_write)
{
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
	unsigned int num = queue->num;
	void *desc, *avail, *used;

	unmap_ring(vq);
	if (!num || num > vdev->conf.queue_size || num & (num - 1) || queue->desc % 16 ||
	    queue->avail % 2 || queue->used % 4) {
		virtio_error(vdev, "%s: queue %u: bad size or alignment", vdev->name, index);
		return false;
	}
	desc = map_whole(&vdev->as, queue->desc, sizeof(struct vring_desc) * num, false);
	avail = map_whole(&vdev->as, queue->avail, AVAIL_BYTES(num), true);
	used = map_whole(&vdev->as, queue->used, USED_BYTES(num), true);
	if (!desc || !avail || !used) {
		if (desc)
			address_space_unmap(&vdev->as, desc, 0, false, 0);
		if (avail)
			address_space_unmap(&vdev->as, avail, 0, true, 0);
		if (used)
			address_space_unmap(&vdev->as, used, 0, true, 0);
		virtio_error(vdev, "%s: queue %u lies outside guest memory", vdev->name, index);
		return false;
	}
	vq->vring.desc = desc;
	vq->vring.avail = avail;
	vq->vring.used = used;
	vq->vring.num = num;
	return true;
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

void virtio_queue_set_notification(VirtQueue *vq, bool enable)
{
	vq->notification = enable;
	if (!vq->vring.num)
		return;
	if (virtio_vdev_has_feature(vq->vdev, VIRTIO_RING_F_EVENT_IDX))
		vring_set_avail_event(vq, vring_avail_idx(vq));
	else
		atomic_set(&vq->vring.used->flags,
			   cpu_to_le16(enable ? 0 : VRING_USED_F_NO_NOTIFY));
	/* The driver exposes an entry, then looks at this; the device does the opposite. */
	if (enable)
		smp_mb();
}

bool virtio_queue_empty(VirtQueue *vq)
{
	return !vq->vring.num || vring_avail_idx(vq) == vq->last_avail_idx;
}

/* Entries to pop; -1 after virtio_error(). */
static int virtqueue_num_heads(VirtQueue *vq)
{
	uint16_t heads = vring_avail_idx(vq) - vq->last_avail_idx;

	if (heads > vq->vring.num) {
		virtio_error(vq->vdev, "%s: avail index moved from %u by %u", vq->vdev->name,
			     vq->last_avail_idx, heads);
		return -1;
	}
	/* Entries are read only after the index that covers them. */
	if (heads)
		smp_rmb();
	return heads;
}

static void read_desc(const DescTable *table, unsigned int i, struct vring_desc *to)
{
	const struct vring_desc *from = &table->desc[i];

	to->addr = le64_to_cpu(from->addr);
	to->len = le32_to_cpu(from->len);
	to->flags = le16_to_cpu(from->flags);
	to->next = le16_to_cpu(from->next);
}

/* Replaces the ring's table by the one that desc names. */
static bool enter_indirect(VirtQueue *vq, DescTable *table, const struct vring_desc *desc)
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
	table->desc = map_whole(&vq->vdev->as, desc->addr, desc->len, false);
	if (!table->desc) {
		virtio_error(vq->vdev, "%s: indirect table outside guest memory", vq->vdev->name);
		return false;
	}
	table->indirect = true;
	table->mapped = desc->len;
	table->num = desc->len / sizeof(struct vring_desc);
	return true;
}

static bool map_desc(VirtQueue *vq, VirtQueueElement *elem, const struct vring_desc *desc)
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
	iov->iov_base = map_whole(&vq->vdev->as, desc->addr, desc->len, is_write);
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

/* Gathers the chain that starts at descriptor `at` in vq->sg. */
static bool map_chain(VirtQueue *vq, DescTable *table, unsigned int at, VirtQueueElement *elem)
{
	struct vring_desc desc;
	unsigned int seen = 0;

	read_desc(table, at, &desc);
	if (desc.flags & VRING_DESC_F_INDIRECT) {
		if (!enter_indirect(vq, table, &desc))
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
		if (!map_desc(vq, elem, &desc))
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
	DescTable table = { .desc = vq->vring.desc, .num = vq->vring.num };
	VirtQueueElement found = { 0 };
	VirtQueueElement *elem = NULL;
	unsigned int head;

	if (vdev->broken || !vq->vring.num || virtqueue_num_heads(vq) <= 0)
		return NULL;
	head = le16_to_cpu(vq->vring.avail->ring[vq->last_avail_idx % vq->vring.num]);
	if (head >= vq->vring.num) {
		virtio_error(vdev, "%s: the driver exposes descriptor %u", vdev->name, head);
		return NULL;
	}
	if (vq->inuse >= vq->vring.num) {
		virtio_error(vdev, "%s: more chains in use than descriptors", vdev->name);
		return NULL;
	}
	vq->last_avail_idx++;
	if (virtio_vdev_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX))
		vring_set_avail_event(vq, vq->last_avail_idx);
	found.index = head;
	if (map_chain(vq, &table, head, &found)) {
		elem = alloc_element(vq, &found, bytes);
		vq->inuse++;
	} else {
		unmap_sg(vq, &found, vq->sg);
	}
	if (table.indirect)
		address_space_unmap(&vdev->as, table.desc, table.mapped, false, 0);
	return elem;
}

void virtqueue_push(VirtQueue *vq, VirtQueueElement *elem, unsigned int len)
{
	struct vring_used_elem *used = &vq->vring.used->ring[vq->used_idx % vq->vring.num];
	uint16_t old = vq->used_idx, new = old + 1;

	unmap_sg(vq, elem, elem->out_sg);
	vq->inuse--;
	if (vq->vdev->broken)
		return;
	used->id = cpu_to_le32(elem->index);
	used->len = cpu_to_le32(len);
	/* The entry has to be there before the index that covers it. */
	smp_wmb();
	vq->used_idx = new;
	atomic_set(&vq->vring.used->idx, cpu_to_le16(new));
	if ((int16_t)(new - vq->signalled_used) < (uint16_t)(new - old))
		vq->signalled_used_valid = false;
}

static bool virtio_should_notify(VirtQueue *vq)
{
	uint16_t old, new, event;
	bool valid;

	/* The driver enables interrupts, then looks at the used index; this is the other side. */
	smp_mb();
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

void virtio_notify(VirtQueue *vq)
{
	if (!vq->vdev->broken && virtio_should_notify(vq))
		virtio_bus_notify(&vq->vdev->conf, vq->queue_index);
}
