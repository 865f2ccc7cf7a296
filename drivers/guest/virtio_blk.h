/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk.h - what the parts of the virtio block driver share.
 *
 * "Under the queue lock" means disk->queue->queue_lock held and interrupts off. It serialises the
 * virtqueue and everything below that says so. With kick_mode 1 and 2 it is dropped while the
 * device is told of new buffers: whoever kicks must not use afterwards what it learnt before.
 */
#ifndef VIRTIO_BLK_H
#define VIRTIO_BLK_H

#include <linux/blkdev.h>
#include <linux/mempool.h>
#include <linux/scatterlist.h>
#include <linux/timer.h>
#include <linux/virtio.h>
#include <linux/virtio_blk.h>
#include <linux/virtio_config.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

#include "virtio_blk_disk.h"

enum virtblk_kick_mode {
	VIRTBLK_KICK_LOCKED, /* the queue lock is held all the time */
	VIRTBLK_KICK_UNLOCKED, /* virtqueue_kick_unlock() drops it around the notification */
	VIRTBLK_KICK_PREPARE_NOTIFY, /* the driver drops it between prepare and notify */
};

/* Module parameters. */
extern bool virtblk_use_bio;
extern int virtblk_kick_mode;

#define VIRTBLK_SENSE_BYTES 96 /* of a SCSI command's answer */

enum virtblk_state {
	VIRTBLK_RUNNING,
	VIRTBLK_QUIESCED, /* suspended: what comes waits */
	VIRTBLK_DEAD, /* removed, or did not come back from suspend: what comes fails */
};

struct virtio_blk {
	struct virtblk_disk vd;
	struct virtqueue *vq;

	/* Entries in sg[] and in each virtblk_req.sg[]: data segments, headers and status. */
	unsigned int sg_elems;
	mempool_t *pool; /* of struct virtblk_req */

	/* The following are under the queue lock. */
	enum virtblk_state state;
	unsigned int in_flight; /* buffers in the ring */
	wait_queue_head_t room_wait; /* bios that wait for room in the ring, or for restore */
	wait_queue_head_t drain_wait; /* whoever waits for in_flight to become 0 */
	struct timer_list retry_timer; /* comes back when no completion will */
	struct scatterlist sg[]; /* the request path's, while it fills a buffer */
};

/* What is left to do for a bio, in this order; bits of virtblk_req.steps. */
#define VIRTBLK_STEP_PREFLUSH 1
#define VIRTBLK_STEP_DATA 2
#define VIRTBLK_STEP_POSTFLUSH 4

/* One command for the device: the token of its buffer. */
struct virtblk_req {
	struct virtio_blk *vblk;
	struct request *req; /* one of the two */
	struct bio *bio;
	struct virtio_blk_outhdr out_hdr;
	struct virtio_scsi_inhdr in_hdr;
	u8 status;
	u8 steps; /* of a bio; the lowest is the one under way */
	struct work_struct work; /* sends a bio's next step */
	struct scatterlist sg[]; /* bio path only: sg_elems of them */
};

/* ---- virtio_blk_ring.c: both paths' way to the ring and back ---------------------------------- */

/* A command from the pool; in the bio path with its sg[] initialised. NULL only if gfp does not allow
 * to wait. */
struct virtblk_req *virtblk_alloc_req(struct virtio_blk *vblk, gfp_t gfp);

/*
 * Under the queue lock: puts a command into the ring. 0; -EAGAIN if it has to wait for room, memory
 * or the end of a suspension (the request queue and the waiting bios are started again when that
 * may have changed); another error if it has to fail.
 */
int virtblk_add(struct virtio_blk *vblk, struct virtblk_req *vbr, struct scatterlist *sg,
		unsigned int out, unsigned int in);

/* Under the queue lock: something is short. If nothing is in flight whose completion would start
 * everybody again, the timer does. */
void virtblk_retry_later(struct virtio_blk *vblk);

/*
 * Under the queue lock: tells the device of what was added, and returns under the queue lock, which
 * may have been dropped meanwhile. vblk is not to be used after it: its commands may have completed
 * and its device may have been removed.
 */
void virtblk_kick(struct virtio_blk *vblk, struct request_queue *q);
/* The same; returns with the lock released and interrupts on. */
void virtblk_kick_unlock_irq(struct virtio_blk *vblk, struct request_queue *q);

/* Under the queue lock: room, memory or a device is there again: lets who waited go on. May drop the
 * lock in between, as virtblk_kick(). */
void virtblk_restart(struct virtio_blk *vblk);

/* Callback of the virtqueue. */
void virtblk_done(struct virtqueue *vq);
/* Function of retry_timer. */
void virtblk_retry(struct timer_list *timer);

/*
 * Task context: leaves VIRTBLK_RUNNING for state and waits until the ring is empty and nobody is
 * still kicking. After that nothing touches the virtqueue until the state changes again.
 */
void virtblk_drain(struct virtio_blk *vblk, enum virtblk_state state);

/* ---- virtio_blk_req.c: requests --------------------------------------------------------------- */

/* request_fn of the queue. */
void virtblk_request(struct request_queue *q);
/* Under the queue lock: the device has served a request. Frees vbr. */
void virtblk_request_done(struct virtblk_req *vbr);

/* ---- virtio_blk_bio.c: bios ------------------------------------------------------------------- */

/* make_request_fn of the queue with use_bio. */
void virtblk_make_request(struct request_queue *q, struct bio *bio);
/* Under the queue lock: the device has served a step of a bio. May free vbr. */
void virtblk_bio_done(struct virtblk_req *vbr);

#endif
