/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_mq.h - what the parts of the multi-queue virtio block driver share.
 */
#ifndef VIRTIO_BLK_MQ_H
#define VIRTIO_BLK_MQ_H

#include <linux/blk-mq.h>
#include <linux/cache.h>
#include <linux/scatterlist.h>
#include <linux/virtio.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>

#include "virtio_blk_disk.h"

/*
 * A virtqueue of the device, which serves one hardware queue. Each lies on cache lines of its own, so
 * that the CPUs of one queue do not slow those of another down. The name lives as long as the
 * virtqueue, which only points to it.
 */
struct virtio_blk_vq {
	struct virtqueue *vq;
	spinlock_t lock; /* the virtqueue; taken in interrupts */
	char name[16];
} ____cacheline_aligned_in_smp;

struct virtio_blk {
	struct virtblk_disk vd;
	struct blk_mq_tag_set tag_set;
	unsigned int seg_max; /* data segments of a request */
	unsigned int num_vqs;
	struct virtio_blk_vq *vqs; /* NULL: the device did not come back from suspension */
};

/* The driver's part of each request. */
struct virtblk_req {
	struct virtio_blk_outhdr out_hdr;
	u8 status;
	struct scatterlist sg[]; /* seg_max of them */
};

/* ---- virtio_blk_mq_req.c: requests to the rings and back --------------------------------------- */

extern const struct blk_mq_ops virtblk_mq_ops;

/* Task context, the device is reset: what is in the ring fails. */
void virtblk_fail_ring(struct virtio_blk_vq *vbq);
/* Callback of the virtqueues. */
void virtblk_done(struct virtqueue *vq);

#endif
