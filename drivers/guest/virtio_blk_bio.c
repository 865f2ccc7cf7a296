/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_bio.c - the bio path: bios straight to the ring, without elevator and requests.
 *
 * Re-implements "virtio-blk: Add bio-based IO path for virtio-blk" (Asias He, 2012) in its final form
 * of 3.7, with flush and FUA ("virtio-blk: Add REQ_FLUSH and REQ_FUA support to bio path"). There is
 * no block layer here that would take a flush apart, so the driver does: a flush before the data if
 * the bio asks for it, the data, a flush behind it for FUA. Completions come in hardirq context and
 * the next step may have to sleep for room in the ring, so a work item sends it.
 */
#include <linux/bug.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

#include "virtio_blk.h"

/*
 * Waits until the command has got into the ring, or has to fail; returns 0 or the error, under the
 * queue lock, which is not held before. Each round prepares to wait before it looks for room, so that
 * a completion in between is not slept through.
 */
static int virtblk_add_wait(struct virtio_blk *vblk, struct request_queue *q,
			    struct virtblk_req *vbr, unsigned int out, unsigned int in)
{
	DEFINE_WAIT(wait);
	int err;

	for (;;) {
		prepare_to_wait_exclusive(&vblk->room_wait, &wait, TASK_UNINTERRUPTIBLE);

		spin_lock_irq(q->queue_lock);
		err = virtblk_add(vblk, vbr, vbr->sg, out, in);
		if (err != -EAGAIN)
			break;
		spin_unlock_irq(q->queue_lock);
		io_schedule();
	}

	/* Still under the lock: vblk may go once the command has completed. */
	finish_wait(&vblk->room_wait, &wait);
	return err;
}

/* Task context: one command of a bio to the device. */
static void virtblk_bio_submit(struct virtblk_req *vbr, unsigned int out, unsigned int in)
{
	struct virtio_blk *vblk = vbr->vblk;
	struct request_queue *q = vblk->vd.disk->queue;
	struct bio *bio = vbr->bio;
	int err;

	spin_lock_irq(q->queue_lock);
	err = virtblk_add(vblk, vbr, vbr->sg, out, in);
	if (unlikely(err == -EAGAIN)) {
		spin_unlock_irq(q->queue_lock);
		err = virtblk_add_wait(vblk, q, vbr, out, in);
	}

	if (likely(!err)) {
		virtblk_kick_unlock_irq(vblk, q);
		return;
	}

	/* What we were woken for, or our place in the pool, is for somebody else now. */
	mempool_free(vbr, vblk->pool);
	virtblk_restart(vblk);
	spin_unlock_irq(q->queue_lock);
	bio_endio(bio, err);
}

static void virtblk_bio_header(struct virtblk_req *vbr, u32 type, u64 sector)
{
	struct virtio_device *vdev = vbr->vblk->vd.vdev;

	vbr->out_hdr.type = cpu_to_virtio32(vdev, type);
	vbr->out_hdr.ioprio = cpu_to_virtio32(vdev, bio_prio(vbr->bio));
	vbr->out_hdr.sector = cpu_to_virtio64(vdev, sector);
	sg_set_buf(&vbr->sg[0], &vbr->out_hdr, sizeof(vbr->out_hdr));
}

static void virtblk_bio_send_flush(struct virtblk_req *vbr)
{
	virtblk_bio_header(vbr, VIRTIO_BLK_T_FLUSH, 0);
	sg_set_buf(&vbr->sg[1], &vbr->status, sizeof(vbr->status));
	virtblk_bio_submit(vbr, 1, 1);
}

static void virtblk_bio_send_data(struct virtblk_req *vbr)
{
	struct request_queue *q = vbr->vblk->vd.disk->queue;
	struct bio *bio = vbr->bio;
	bool write = bio_data_dir(bio) == WRITE;
	unsigned int num;

	virtblk_bio_header(vbr, write ? VIRTIO_BLK_T_OUT : VIRTIO_BLK_T_IN, bio->bi_sector);
	num = blk_bio_map_sg(q, bio, vbr->sg + 1);
	sg_set_buf(&vbr->sg[1 + num], &vbr->status, sizeof(vbr->status));
	virtblk_bio_submit(vbr, write ? 1 + num : 1, write ? 1 : num + 1);
}

/* Task context: sends the first step that is left. */
static void virtblk_bio_send(struct virtblk_req *vbr)
{
	if ((vbr->steps & -vbr->steps) == VIRTBLK_STEP_DATA)
		virtblk_bio_send_data(vbr);
	else
		virtblk_bio_send_flush(vbr);
}

static void virtblk_bio_work(struct work_struct *work)
{
	virtblk_bio_send(container_of(work, struct virtblk_req, work));
}

void virtblk_make_request(struct request_queue *q, struct bio *bio)
{
	struct virtio_blk *vblk = q->queuedata;
	struct virtblk_req *vbr;

	BUG_ON(bio_phys_segments(q, bio) > queue_max_segments(q));

	vbr = virtblk_alloc_req(vblk, GFP_NOIO);
	if (!vbr) {
		bio_endio(bio, -ENOMEM);
		return;
	}

	vbr->bio = bio;
	vbr->steps = 0;
	if (bio->bi_rw & REQ_FLUSH)
		vbr->steps |= VIRTBLK_STEP_PREFLUSH;
	if (bio->bi_size) {
		vbr->steps |= VIRTBLK_STEP_DATA;
		if (bio->bi_rw & REQ_FUA)
			vbr->steps |= VIRTBLK_STEP_POSTFLUSH;
	}
	INIT_WORK(&vbr->work, virtblk_bio_work);
	virtblk_bio_send(vbr);
}

void virtblk_bio_done(struct virtblk_req *vbr)
{
	struct bio *bio = vbr->bio;
	int err = virtblk_result(vbr->status);

	/* A step that failed ends the bio: data behind a lost flush would promise too much. */
	vbr->steps &= vbr->steps - 1;
	if (!err && vbr->steps) {
		queue_work(virtblk_wq, &vbr->work);
		return;
	}
	mempool_free(vbr, vbr->vblk->pool);
	bio_endio(bio, err);
}
