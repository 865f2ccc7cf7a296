/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * era_own.c - our headers: virtqueue_add_buf() of 2.6.36 to 3.12, vring_new_virtqueue() of 3.16.
 */
#include <linux/virtio_ring.h>

#include "ring_era.h"

struct virtqueue *era_new_virtqueue(unsigned int num, unsigned int align,
				    struct virtio_device *vdev, void *pages,
				    bool (*notify)(struct virtqueue *vq),
				    void (*callback)(struct virtqueue *vq))
{
	return vring_new_virtqueue(0, num, align, vdev, true, pages, notify, callback, "bytes");
}

int era_add_array(struct virtqueue *vq, struct scatterlist *sg, unsigned int out, unsigned int in,
		  void *data)
{
	int left = virtqueue_add_buf(vq, sg, out, in, data, GFP_ATOMIC);

	return left < 0 ? left : 0;
}
