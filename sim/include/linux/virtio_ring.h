/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * linux/virtio_ring.h - the barriers between driver and device, and what transports call to make
 * and to serve a ring. The ring's layout in memory is that of the system's header.
 */
#ifndef SIM_LINUX_VIRTIO_RING_H
#define SIM_LINUX_VIRTIO_RING_H

#include_next <linux/virtio_ring.h>

#include <asm/barrier.h>
#include <linux/interrupt.h>
#include <linux/virtio.h>

/*
 * weak_barriers: the device is another CPU (a hypervisor's thread), so SMP barriers are enough, and
 * are needed on a uniprocessor guest too. Otherwise it is a real device on a bus.
 */
static inline void virtio_mb(bool weak_barriers)
{
	if (weak_barriers)
		virt_mb();
	else
		mb();
}

static inline void virtio_rmb(bool weak_barriers)
{
	if (weak_barriers)
		virt_rmb();
	else
		dma_rmb();
}

static inline void virtio_wmb(bool weak_barriers)
{
	if (weak_barriers)
		virt_wmb();
	else
		dma_wmb();
}

/* A marked store that is ordered before everything that follows. */
#define virtio_store_mb(weak_barriers, ptr, value)                                                 \
	do {                                                                                       \
		WRITE_ONCE(*(ptr), value);                                                         \
		virtio_mb(weak_barriers);                                                          \
	} while (0)

/*
 * Makes a split ring of num entries (a power of two) with the alignment between its parts, and puts
 * it into vdev's list. notify(vq) tells the device and is false if the device is gone; callback may
 * be NULL. Task context, may sleep. NULL if there is no memory or num is no power of two.
 */
struct virtqueue *vring_create_virtqueue(unsigned int index, unsigned int num,
					 unsigned int vring_align, struct virtio_device *vdev,
					 bool weak_barriers, bool (*notify)(struct virtqueue *vq),
					 void (*callback)(struct virtqueue *vq), const char *name);

/* The same in memory of the caller: vring_size(num, vring_align) zeroed bytes. */
struct virtqueue *vring_new_virtqueue(unsigned int index, unsigned int num,
				      unsigned int vring_align, struct virtio_device *vdev,
				      bool weak_barriers, void *pages,
				      bool (*notify)(struct virtqueue *vq),
				      void (*callback)(struct virtqueue *vq), const char *name);

/* Task context; the device no longer uses the ring and no callback can run. */
void vring_del_virtqueue(struct virtqueue *vq);

/* Clears the transport features (virtio 1.1, 6) that this ring does not know from vdev->features. */
void vring_transport_features(struct virtio_device *vdev);

/* The device may have used buffers of this queue (a struct virtqueue *). Hardirq context. IRQ_NONE
 * if it has not. */
irqreturn_t vring_interrupt(int irq, void *vq);

/* Where the parts lie, for the device. */
dma_addr_t virtqueue_get_desc_addr(const struct virtqueue *vq);
dma_addr_t virtqueue_get_avail_addr(const struct virtqueue *vq);
dma_addr_t virtqueue_get_used_addr(const struct virtqueue *vq);

#endif
