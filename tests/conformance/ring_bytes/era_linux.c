/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * era_linux.c - Linux 6.1 and 6.12: buffers are lists, and a queue may carry a context per buffer.
 */
#include <linux/virtio_ring.h>

#include "ring_era.h"

struct virtqueue *era_new_virtqueue(unsigned int num, unsigned int align,
				    struct virtio_device *vdev, void *pages,
				    bool (*notify)(struct virtqueue *vq),
				    void (*callback)(struct virtqueue *vq))
{
	return vring_new_virtqueue(0, num, align, vdev, true, false, pages, notify, callback,
				   "bytes");
}

int era_add_array(struct virtqueue *vq, struct scatterlist *sg, unsigned int out, unsigned int in,
		  void *data)
{
	struct scatterlist *lists[2];
	unsigned int count = 0;

	if (out)
		lists[count++] = sg;
	if (in)
		lists[count++] = sg + out;
	return virtqueue_add_sgs(vq, lists, !!out, !!in, data, GFP_ATOMIC);
}
