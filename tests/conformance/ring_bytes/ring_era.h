/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ring_era.h - the two calls of the virtqueue API that differ between our headers and a kernel's.
 */
#ifndef RING_ERA_H
#define RING_ERA_H

#include <linux/scatterlist.h>
#include <linux/virtio.h>

/* A queue in memory of the caller's. */
struct virtqueue *era_new_virtqueue(unsigned int num, unsigned int align,
				    struct virtio_device *vdev, void *pages,
				    bool (*notify)(struct virtqueue *vq),
				    void (*callback)(struct virtqueue *vq));
/* One buffer from an array whose first out entries and next in entries are tables each. 0 or an
 * error. */
int era_add_array(struct virtqueue *vq, struct scatterlist *sg, unsigned int out, unsigned int in,
		  void *data);

#endif
