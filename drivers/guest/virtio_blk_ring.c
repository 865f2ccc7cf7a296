/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_ring.c - how commands of both paths get into the ring, and what happens when the device
 * gives them back.
 *
 * The rule that keeps everything going: whoever finds no room goes to sleep (a bio) or stops the
 * request queue, and every completion, of whichever path, starts both again. Where no completion is
 * to come because nothing is in flight, a timer stands in for it.
 */
#include <linux/bug.h>
#include <linux/jiffies.h>
#include <linux/rcupdate.h>
#include <linux/spinlock.h>

#include "virtio_blk.h"

#define VIRTBLK_RETRY_MS 3

struct virtblk_req *virtblk_alloc_req(struct virtio_blk *vblk, gfp_t gfp)
{
	struct virtblk_req *vbr = mempool_alloc(vblk->pool, gfp);

	if (!vbr)
		return NULL;
	vbr->vblk = vblk;
	vbr->req = NULL;
	vbr->bio = NULL;
	if (virtblk_use_bio)
		sg_init_table(vbr->sg, vblk->sg_elems);
	return vbr;
}

void virtblk_retry_later(struct virtio_blk *vblk)
{
	if (!vblk->in_flight)
		mod_timer(&vblk->retry_timer, jiffies + msecs_to_jiffies(VIRTBLK_RETRY_MS));
}

int virtblk_add(struct virtio_blk *vblk, struct virtblk_req *vbr, struct scatterlist *sg,
		unsigned int out, unsigned int in)
{
	int ret;

	if (unlikely(vblk->state == VIRTBLK_DEAD))
		return -ENODEV;
	if (unlikely(vblk->state == VIRTBLK_QUIESCED))
		return -EAGAIN;

	ret = virtqueue_add_buf(vblk->vq, sg, out, in, vbr, GFP_ATOMIC);
	if (ret >= 0) {
		vblk->in_flight++;
		return 0;
	}
	if (ret == -EIO)
		return ret;

	virtblk_retry_later(vblk);
	return -EAGAIN;
}

/*
 * Without the lock nothing but the RCU read section keeps the virtqueue: the device may complete the
 * last command before it has even been told, and a removal that sees the ring empty goes on.
 */
void virtblk_kick(struct virtio_blk *vblk, struct request_queue *q)
{
	struct virtqueue *vq = vblk->vq;

	switch (virtblk_kick_mode) {
	case VIRTBLK_KICK_LOCKED:
		virtqueue_kick(vq);
		break;
	case VIRTBLK_KICK_UNLOCKED:
		rcu_read_lock();
		virtqueue_kick_unlock(vq, q->queue_lock);
		rcu_read_unlock();
		break;
	case VIRTBLK_KICK_PREPARE_NOTIFY:
		if (!virtqueue_kick_prepare(vq))
			break;
		rcu_read_lock();
		spin_unlock(q->queue_lock);
		virtqueue_notify(vq);
		spin_lock(q->queue_lock);
		rcu_read_unlock();
		break;
	}
}

void virtblk_kick_unlock_irq(struct virtio_blk *vblk, struct request_queue *q)
{
	struct virtqueue *vq = vblk->vq;
	bool notify;

	switch (virtblk_kick_mode) {
	case VIRTBLK_KICK_LOCKED:
		virtqueue_kick(vq);
		spin_unlock_irq(q->queue_lock);
		break;
	case VIRTBLK_KICK_UNLOCKED:
		rcu_read_lock();
		virtqueue_kick_unlock(vq, q->queue_lock);
		spin_unlock_irq(q->queue_lock);
		rcu_read_unlock();
		break;
	case VIRTBLK_KICK_PREPARE_NOTIFY:
		notify = virtqueue_kick_prepare(vq);
		rcu_read_lock();
		spin_unlock_irq(q->queue_lock);
		if (notify)
			virtqueue_notify(vq);
		rcu_read_unlock();
		break;
	}
}

void virtblk_restart(struct virtio_blk *vblk)
{
	struct request_queue *q = vblk->vd.disk->queue;

	/* One bio: when it has been served it wakes the next. */
	wake_up(&vblk->room_wait);

	/* Last, since it may drop the lock. */
	if (vblk->state != VIRTBLK_QUIESCED && blk_queue_stopped(q))
		blk_start_queue(q);
}

void virtblk_done(struct virtqueue *vq)
{
	struct virtio_blk *vblk = vq->vdev->priv;
	struct request_queue *q = vblk->vd.disk->queue;
	struct virtblk_req *vbr;
	unsigned long flags;
	unsigned int len;
	bool done = false;

	spin_lock_irqsave(q->queue_lock, flags);
	do {
		virtqueue_disable_cb(vq);
		while ((vbr = virtqueue_get_buf(vq, &len)) != NULL) {
			vblk->in_flight--;
			done = true;
			if (vbr->bio)
				virtblk_bio_done(vbr);
			else
				virtblk_request_done(vbr);
		}
	} while (!virtqueue_enable_cb(vq));

	if (done) {
		if (!vblk->in_flight)
			wake_up(&vblk->drain_wait);
		virtblk_restart(vblk);
	}
	spin_unlock_irqrestore(q->queue_lock, flags);
}

void virtblk_retry(struct timer_list *timer)
{
	struct virtio_blk *vblk = from_timer(vblk, timer, retry_timer);
	struct request_queue *q = vblk->vd.disk->queue;
	unsigned long flags;

	spin_lock_irqsave(q->queue_lock, flags);
	virtblk_restart(vblk);
	spin_unlock_irqrestore(q->queue_lock, flags);
}

void virtblk_drain(struct virtio_blk *vblk, enum virtblk_state state)
{
	struct request_queue *q = vblk->vd.disk->queue;

	spin_lock_irq(q->queue_lock);
	vblk->state = state;
	if (state == VIRTBLK_QUIESCED)
		blk_stop_queue(q);
	else
		wake_up_all(&vblk->room_wait);
	wait_event_lock_irq(vblk->drain_wait, !vblk->in_flight, *q->queue_lock);
	spin_unlock_irq(q->queue_lock);

	del_timer_sync(&vblk->retry_timer);
	blk_sync_queue(q);
	/* Who kicks without the lock does so in a read section. */
	synchronize_rcu();
}
