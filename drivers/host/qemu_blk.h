/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk.h - a virtio-blk device inside a device process.
 */
#ifndef QEMU_BLK_H
#define QEMU_BLK_H

#include "qemu_blk_backend.h"
#include "qemu_virtqueue_served.h"

typedef struct VirtIOBlock {
	VirtIODevice parent_obj;
	BlockBackend *blk;
	IOThread **iothreads; /* NULL: served under the big lock */
	unsigned int iothread_count;
} VirtIOBlock;

typedef struct VirtIOBlockReq {
	VirtQueueElement elem; /* first: virtqueue_pop() allocates */
	VirtIOBlock *dev;
	VirtQueue *vq;
	struct virtio_blk_outhdr out;
	uint8_t *status; /* in guest memory */
	struct iovec *data; /* what lies between header and status */
	unsigned int data_num;
	QEMUIOVector qiov;
	unsigned int in_len; /* bytes of the chain that the device may write */
} VirtIOBlockReq;

VirtIOHandleOutput virtio_blk_handle_vq;

/* Who serves the rings: threads are created and ended, rings are served from and no longer. Under
 * the big lock; stopping drains. */
void virtio_blk_threads_create(VirtIOBlock *s);
void virtio_blk_threads_destroy(VirtIOBlock *s);
void virtio_blk_start(VirtIOBlock *s);
void virtio_blk_stop(VirtIOBlock *s);

#endif
