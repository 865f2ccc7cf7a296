/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_ring.c - split virtqueue of the guest: life cycle, interrupt entry, negotiated features.
 *
 * Re-implements the interface of Linux's virtio ring as it was from 2.6.36 to 3.16 (add_buf with
 * remaining capacity, add_sgs, kick in one piece or two) with the memory ordering and the hardening
 * that later kernels gave it: shadow copies of what the driver writes, marked accesses to indices
 * that the device shares. What lies in the ring after each operation is what Linux 6.1 and 6.12
 * leave there, to the byte (tests/conformance/ring_bytes). virtqueue_kick_unlock() is Stefan
 * Hajnoczi's proposal of June 2010, "virtio: Support releasing lock during kick". Layout and rules:
 * virtio 1.1, 2.6. Buffers always go through the DMA API, as for a device that does not reach all
 * memory: mapping may fail.
 *
 * virtio_ring_add.c exposes buffers and takes them apart again, virtio_ring_event.c tells the other
 * side and hears from it.
 */
#include <linux/bug.h>
#include <linux/kernel.h>
#include <linux/log2.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "virtio_ring_priv.h"

bool vring_debug;
module_param_named(debug, vring_debug, bool, 0444);
MODULE_PARM_DESC(debug, "panic when two operations of one virtqueue overlap");

void vring_start_use(struct vring_virtqueue *vq, int line)
{
	int in_use = READ_ONCE(vq->in_use);

	if (unlikely(in_use))
		panic("%s:in_use = %i\n", vq->vq.name, in_use);
	WRITE_ONCE(vq->in_use, line);
}

void vring_bad(struct vring_virtqueue *vq, const char *fmt, ...)
{
	char text[96];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);

	dev_err(&vq->vq.vdev->dev, "%s: %s\n", vq->vq.name, text);
	if (vring_debug)
		BUG();
	WRITE_ONCE(vq->broken, true);
}

/* Chains all descriptors into the free list; num_free says where it ends. */
static void vring_init_free_list(struct vring_virtqueue *vq)
{
	unsigned int i;

	vq->free_head = 0;
	vq->vq.num_free = vq->vring.num;
	for (i = 0; i + 1 < vq->vring.num; i++)
		vq->extra[i].next = i + 1;
}

struct virtqueue *vring_new_virtqueue(unsigned int index, unsigned int num,
				      unsigned int vring_align, struct virtio_device *vdev,
				      bool weak_barriers, void *pages,
				      bool (*notify)(struct virtqueue *vq),
				      void (*callback)(struct virtqueue *vq), const char *name)
{
	struct vring_virtqueue *vq;

	if (!is_power_of_2(num)) {
		dev_warn(&vdev->dev, "bad virtqueue length %u\n", num);
		return NULL;
	}

	vq = kzalloc(sizeof(*vq) + num * sizeof(vq->state[0]), GFP_KERNEL);
	if (!vq)
		return NULL;
	vq->extra = kcalloc(num, sizeof(*vq->extra), GFP_KERNEL);
	if (!vq->extra) {
		kfree(vq);
		return NULL;
	}

	vring_init(&vq->vring, num, pages, vring_align);
	vq->dma_addr = virt_to_phys(pages);
	vq->vq.callback = callback;
	vq->vq.name = name;
	vq->vq.vdev = vdev;
	vq->vq.index = index;
	vq->notify = notify;
	vq->weak_barriers = weak_barriers;
	vq->indirect = virtio_has_feature(vdev, VIRTIO_RING_F_INDIRECT_DESC);
	vq->event = virtio_has_feature(vdev, VIRTIO_RING_F_EVENT_IDX);
	vring_init_free_list(vq);

	/* A queue without a callback polls: say so while the device is not looking yet. */
	if (!callback) {
		vq->avail_flags_shadow = VRING_AVAIL_F_NO_INTERRUPT;
		if (!vq->event)
			WRITE_ONCE(vq->vring.avail->flags,
				   cpu_to_virtio16(vdev, vq->avail_flags_shadow));
	}

	spin_lock_irq(&vdev->vqs_list_lock);
	list_add_tail(&vq->vq.list, &vdev->vqs);
	spin_unlock_irq(&vdev->vqs_list_lock);
	return &vq->vq;
}
EXPORT_SYMBOL_GPL(vring_new_virtqueue);

struct virtqueue *vring_create_virtqueue(unsigned int index, unsigned int num,
					 unsigned int vring_align, struct virtio_device *vdev,
					 bool weak_barriers, bool (*notify)(struct virtqueue *vq),
					 void (*callback)(struct virtqueue *vq), const char *name)
{
	size_t bytes = vring_size(num, vring_align);
	struct virtqueue *vq;
	dma_addr_t dma_addr;
	void *pages;

	pages = dma_alloc_coherent(vdev->dev.parent, bytes, &dma_addr, GFP_KERNEL | __GFP_ZERO);
	if (!pages)
		return NULL;

	vq = vring_new_virtqueue(index, num, vring_align, vdev, weak_barriers, pages, notify,
				 callback, name);
	if (!vq) {
		dma_free_coherent(vdev->dev.parent, bytes, pages, dma_addr);
		return NULL;
	}

	to_vvq(vq)->own_pages = pages;
	to_vvq(vq)->own_bytes = bytes;
	to_vvq(vq)->dma_addr = dma_addr;
	return vq;
}
EXPORT_SYMBOL_GPL(vring_create_virtqueue);

void vring_del_virtqueue(struct virtqueue *_vq)
{
	struct vring_virtqueue *vq = to_vvq(_vq);
	struct virtio_device *vdev = _vq->vdev;

	spin_lock_irq(&vdev->vqs_list_lock);
	list_del(&_vq->list);
	spin_unlock_irq(&vdev->vqs_list_lock);

	if (vq->own_pages)
		dma_free_coherent(vdev->dev.parent, vq->own_bytes, vq->own_pages, vq->dma_addr);
	kfree(vq->extra);
	kfree(vq);
}
EXPORT_SYMBOL_GPL(vring_del_virtqueue);

void vring_transport_features(struct virtio_device *vdev)
{
	static const unsigned int known[] = {
		VIRTIO_RING_F_INDIRECT_DESC,
		VIRTIO_RING_F_EVENT_IDX,
		VIRTIO_F_VERSION_1,
		VIRTIO_F_ACCESS_PLATFORM,
	};
	u64 keep = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known); i++)
		keep |= BIT_ULL(known[i]);
	for (i = VIRTIO_TRANSPORT_F_START; i < VIRTIO_TRANSPORT_F_END; i++)
		if (!(keep & BIT_ULL(i)))
			__virtio_clear_bit(vdev, i);
}
EXPORT_SYMBOL_GPL(vring_transport_features);

irqreturn_t vring_interrupt(int irq, void *_vq)
{
	struct vring_virtqueue *vq = to_vvq((struct virtqueue *)_vq);

	if (!vring_more_used(vq)) {
		pr_debug("%s: interrupt without used buffers\n", vq->vq.name);
		return IRQ_NONE;
	}
	if (unlikely(READ_ONCE(vq->broken)))
		return IRQ_HANDLED;

	if (vq->event)
		WRITE_ONCE(vq->event_triggered, true);
	if (vq->vq.callback)
		vq->vq.callback(&vq->vq);
	return IRQ_HANDLED;
}
EXPORT_SYMBOL_GPL(vring_interrupt);

unsigned int virtqueue_get_vring_size(const struct virtqueue *_vq)
{
	return to_vvq(_vq)->vring.num;
}
EXPORT_SYMBOL_GPL(virtqueue_get_vring_size);

bool virtqueue_is_broken(const struct virtqueue *_vq)
{
	return READ_ONCE(to_vvq(_vq)->broken);
}
EXPORT_SYMBOL_GPL(virtqueue_is_broken);

void virtio_break_device(struct virtio_device *vdev)
{
	struct virtqueue *_vq;
	unsigned long flags;

	spin_lock_irqsave(&vdev->vqs_list_lock, flags);
	list_for_each_entry (_vq, &vdev->vqs, list)
		WRITE_ONCE(to_vvq(_vq)->broken, true);
	spin_unlock_irqrestore(&vdev->vqs_list_lock, flags);
}
EXPORT_SYMBOL_GPL(virtio_break_device);

/* The device's address of something inside the ring. */
static dma_addr_t vring_dma_addr(const struct virtqueue *_vq, const void *part)
{
	const struct vring_virtqueue *vq = to_vvq(_vq);

	return vq->dma_addr + ((const char *)part - (const char *)vq->vring.desc);
}

dma_addr_t virtqueue_get_desc_addr(const struct virtqueue *vq)
{
	return vring_dma_addr(vq, to_vvq(vq)->vring.desc);
}
EXPORT_SYMBOL_GPL(virtqueue_get_desc_addr);

dma_addr_t virtqueue_get_avail_addr(const struct virtqueue *vq)
{
	return vring_dma_addr(vq, to_vvq(vq)->vring.avail);
}
EXPORT_SYMBOL_GPL(virtqueue_get_avail_addr);

dma_addr_t virtqueue_get_used_addr(const struct virtqueue *vq)
{
	return vring_dma_addr(vq, to_vvq(vq)->vring.used);
}
EXPORT_SYMBOL_GPL(virtqueue_get_used_addr);

MODULE_DESCRIPTION("Split virtqueues");
MODULE_LICENSE("GPL v2");
