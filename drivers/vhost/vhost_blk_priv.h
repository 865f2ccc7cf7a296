/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_blk_priv.h - what vhost_blk.c and vhost_blk_req.c share: the device, its queues, requests.
 */
#ifndef VHOST_BLK_PRIV_H
#define VHOST_BLK_PRIV_H

#include <linux/fs.h>
#include <linux/llist.h>
#include <linux/spinlock.h>
#include <linux/virtio_blk.h>
#include <linux/wait.h>

#include "vhost.h"
#include "vhost_blk.h"

struct vhost_blk;
struct vhost_blk_vq;

/* One for each descriptor of a ring: the request whose chain begins there. */
struct vhost_blk_req {
	struct llist_node llnode; /* in vhost_blk_vq.done */
	struct vhost_blk_vq *bvq;
	bool busy; /* its chain has not been returned; under vq->mutex */
	u16 head;
	unsigned int bin; /* of vhost_blk.inflight */
	atomic_t bios; /* not yet ended, and one while they are submitted */
	int error; /* of any of them */
	int rw; /* READ, WRITE or WRITE_FLUSH */
	u32 data_bytes;
	u8 __user *status;
	struct page **pages; /* pinned; NULL without data */
	int nr_pages;
	struct vhost_log *log; /* of what it writes to the guest; NULL unless that is logged */
	unsigned int log_num;
};

struct vhost_blk_vq {
	struct vhost_virtqueue vq;
	struct vhost_blk_req *reqs; /* vq.num; NULL without a backend */
	struct llist_head done; /* requests all of whose bios have ended */
	struct llist_head late; /* whose status could not be written; under vq->mutex */
	struct vhost_work done_work; /* at the queue's worker */
};

struct vhost_blk {
	struct vhost_dev dev;
	struct vhost_virtqueue *vq_table[VHOST_BLK_VQ_MAX];
	struct vhost_blk_vq vqs[VHOST_BLK_VQ_MAX];
	struct file *backend; /* of all queues; under dev.mutex */
	int index; /* in the serial number */
	/*
	 * Requests between their submission and the return of their chains. New ones count in
	 * inflight[bin]. A flush makes the other bin the current one and waits for the old, so that
	 * no stream of new requests can keep it waiting; flushes exclude each other by dev.mutex, so
	 * the bin that is not current is empty when the next one begins.
	 */
	spinlock_t flush_lock; /* bin, inflight */
	unsigned int bin;
	unsigned int inflight[2];
	wait_queue_head_t flush_wait;
};

/* The queue's work when it has been kicked: serves what the ring holds. */
void vhost_blk_handle_kick(struct vhost_work *work);
/* Tries once more to return what is late. Under vq->mutex. */
void vhost_blk_return_late(struct vhost_blk_vq *bvq);
/* done_work: returns the chains of requests that have ended. */
void vhost_blk_handle_done(struct vhost_work *work);

#endif
