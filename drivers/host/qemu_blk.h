/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk.h - a virtio-blk device inside a device process.
 */
#ifndef QEMU_BLK_H
#define QEMU_BLK_H

#include <qemu/block-backend.h>
#include <qemu/iothread.h>

#include "qemu_virtqueue.h"

typedef struct VirtIOBlock {
	VirtIODevice parent_obj;
	BlockBackend *blk;
	IOThread *iothread; /* NULL: served under the big lock */
	AioContext *ctx; /* where completions run */
	bool started; /* rings are served */
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

/* Serves a ring until it is empty. In the iothread, or under the big lock. */
void virtio_blk_handle_vq(VirtIOBlock *s, VirtQueue *vq);

#endif
