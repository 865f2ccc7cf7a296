/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_mq_req.c - requests to the rings and back.
 *
 * Re-implements the request path of Linux's virtio_blk since "virtio-blk: support multi virt queues
 * per virtio-blk device" (Ming Lei, 2014), in the form that its later fixes have given it: started
 * before it is added (3.17), stopped and started under the ring's lock (3.16), stopped by a full ring
 * only (5.5), told to the device by commit_rqs() if the last of a batch does not come (5.0).
 */
#include <linux/bug.h>
#include <linux/err.h>
#include <linux/spinlock.h>

#include "virtio_blk_mq.h"

/* ---- to the device ----------------------------------------------------------------------------- */

static void virtblk_fill_header(struct virtio_device *vdev, struct virtblk_req *vbr,
				struct request *req)
{
	u64 sector = 0;
	u32 type;

	if (req->cmd_flags & REQ_FLUSH) {
		type = VIRTIO_BLK_T_FLUSH;
	} else if (req->cmd_type == REQ_TYPE_SPECIAL) {
		type = VIRTIO_BLK_T_GET_ID;
	} else {
		type = rq_data_dir(req) == WRITE ? VIRTIO_BLK_T_OUT : VIRTIO_BLK_T_IN;
		sector = blk_rq_pos(req);
	}
	vbr->out_hdr.type = cpu_to_virtio32(vdev, type);
	vbr->out_hdr.ioprio = cpu_to_virtio32(vdev, req_get_ioprio(req));
	vbr->out_hdr.sector = cpu_to_virtio64(vdev, sector);
}

/* Under the ring's lock: header, data if there is any, status. */
static int virtblk_add_req(struct virtqueue *vq, struct virtblk_req *vbr, struct request *req,
			   unsigned int num)
{
	struct scatterlist hdr, status, *sgs[3];
	unsigned int out = 0, in = 0;

	sg_init_one(&hdr, &vbr->out_hdr, sizeof(vbr->out_hdr));
	sgs[out++] = &hdr;
	if (num && rq_data_dir(req) == WRITE)
		sgs[out++] = vbr->sg;
	else if (num)
		sgs[out + in++] = vbr->sg;
	sg_init_one(&status, &vbr->status, sizeof(vbr->status));
	sgs[out + in++] = &status;
	return virtqueue_add_sgs(vq, sgs, out, in, vbr, GFP_ATOMIC);
}

/*
 * Only a full ring stops the queue: the completions of what is in it start it again. That the two
 * happen in this order is what the lock is for.
 */
static int virtblk_busy(struct blk_mq_hw_ctx *hctx, struct virtio_blk_vq *vbq, int err,
			unsigned long flags)
{
	/* What was added before may not wait until this one comes again. */
	bool notify = virtqueue_kick_prepare(vbq->vq);

	if (err == -ENOSPC)
		blk_mq_stop_hw_queue(hctx);
	spin_unlock_irqrestore(&vbq->lock, flags);
	if (notify)
		virtqueue_notify(vbq->vq);

	switch (err) {
	case -ENOSPC:
		return BLK_MQ_RQ_QUEUE_DEV_BUSY;
	case -ENOMEM:
		return BLK_MQ_RQ_QUEUE_BUSY;
	default:
		return BLK_MQ_RQ_QUEUE_ERROR;
	}
}

static int virtblk_queue_rq(struct blk_mq_hw_ctx *hctx, const struct blk_mq_queue_data *bd)
{
	struct virtio_blk *vblk = hctx->queue->queuedata;
	struct virtblk_req *vbr = blk_mq_rq_to_pdu(bd->rq);
	struct virtio_blk_vq *vbq;
	unsigned long flags;
	unsigned int num;
	bool notify;
	int err;

	bd->rq->errors = 1; /* unless it gets done; for whoever executes it */
	if (unlikely(!vblk->vqs))
		return BLK_MQ_RQ_QUEUE_ERROR;
	vbq = &vblk->vqs[hctx->queue_num];

	BUG_ON(bd->rq->nr_phys_segments > vblk->seg_max);
	virtblk_fill_header(vblk->vd.vdev, vbr, bd->rq);
	num = (unsigned int)blk_rq_map_sg(hctx->queue, bd->rq, vbr->sg);
	blk_mq_start_request(bd->rq);

	spin_lock_irqsave(&vbq->lock, flags);
	err = virtblk_add_req(vbq->vq, vbr, bd->rq, num);
	if (err)
		return virtblk_busy(hctx, vbq, err, flags);
	notify = bd->last && virtqueue_kick_prepare(vbq->vq);
	spin_unlock_irqrestore(&vbq->lock, flags);

	/* The request may be gone by now; the virtqueue is kept by who called us. */
	if (notify)
		virtqueue_notify(vbq->vq);
	return BLK_MQ_RQ_QUEUE_OK;
}

static void virtblk_commit_rqs(struct blk_mq_hw_ctx *hctx)
{
	struct virtio_blk *vblk = hctx->queue->queuedata;
	struct virtio_blk_vq *vbq = &vblk->vqs[hctx->queue_num];
	unsigned long flags;
	bool notify;

	spin_lock_irqsave(&vbq->lock, flags);
	notify = virtqueue_kick_prepare(vbq->vq);
	spin_unlock_irqrestore(&vbq->lock, flags);
	if (notify)
		virtqueue_notify(vbq->vq);
}

/* ---- and back ---------------------------------------------------------------------------------- */

void virtblk_done(struct virtqueue *vq)
{
	struct virtio_blk *vblk = vq->vdev->priv;
	struct virtio_blk_vq *vbq = &vblk->vqs[vq->index];
	struct virtblk_req *vbr;
	unsigned long flags;
	unsigned int len;
	bool done = false;

	spin_lock_irqsave(&vbq->lock, flags);
	do {
		virtqueue_disable_cb(vq);
		while ((vbr = virtqueue_get_buf(vq, &len)) != NULL) {
			blk_mq_complete_request(blk_mq_rq_from_pdu(vbr));
			done = true;
		}
		if (unlikely(virtqueue_is_broken(vq)))
			break;
	} while (!virtqueue_enable_cb(vq));

	/* Under the lock, so that whoever found the ring full has stopped the queue before this. */
	if (done)
		blk_mq_start_stopped_hw_queues(vblk->vd.disk->queue, true);
	spin_unlock_irqrestore(&vbq->lock, flags);
}

void virtblk_fail_ring(struct virtio_blk_vq *vbq)
{
	struct virtblk_req *vbr;

	spin_lock_irq(&vbq->lock);
	while ((vbr = virtqueue_detach_unused_buf(vbq->vq))) {
		vbr->status = VIRTIO_BLK_S_IOERR;
		blk_mq_complete_request(blk_mq_rq_from_pdu(vbr));
	}
	spin_unlock_irq(&vbq->lock);
}

static void virtblk_request_done(struct request *req)
{
	struct virtblk_req *vbr = blk_mq_rq_to_pdu(req);
	int err = virtblk_result(vbr->status);

	if (req->cmd_type == REQ_TYPE_SPECIAL)
		req->errors = err != 0;
	blk_mq_end_request(req, err);
}

static int virtblk_init_request(struct blk_mq_tag_set *set, struct request *req,
				unsigned int hctx_idx, unsigned int numa_node)
{
	struct virtio_blk *vblk = set->driver_data;
	struct virtblk_req *vbr = blk_mq_rq_to_pdu(req);

	sg_init_table(vbr->sg, vblk->seg_max);
	return 0;
}

const struct blk_mq_ops virtblk_mq_ops = {
	.queue_rq = virtblk_queue_rq,
	.commit_rqs = virtblk_commit_rqs,
	.complete = virtblk_request_done,
	.init_request = virtblk_init_request,
};
