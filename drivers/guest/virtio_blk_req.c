/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * virtio_blk_req.c - the request path: what the elevator gives us, and commands of our own.
 *
 * Re-implements the request_fn interface that virtio_blk had from its beginning until 3.12, in the
 * shape of 3.7.
 */
#include <linux/bug.h>
#include <linux/spinlock.h>

#include "virtio_blk.h"

/* Fills the header with what the device is to do. Ring fields are little endian (virtio 1.1, 5.2.6). */
static void virtblk_fill_header(struct virtblk_req *vbr)
{
	struct virtio_device *vdev = vbr->vblk->vd.vdev;
	struct request *req = vbr->req;
	u64 sector = 0;
	u32 type;

	if (req->cmd_flags & REQ_FLUSH) {
		type = VIRTIO_BLK_T_FLUSH;
	} else if (req->cmd_type == REQ_TYPE_FS) {
		type = rq_data_dir(req) == WRITE ? VIRTIO_BLK_T_OUT : VIRTIO_BLK_T_IN;
		sector = blk_rq_pos(req);
	} else if (req->cmd_type == REQ_TYPE_SPECIAL) {
		type = VIRTIO_BLK_T_GET_ID;
	} else {
		BUG_ON(req->cmd_type != REQ_TYPE_BLOCK_PC);
		type = VIRTIO_BLK_T_SCSI_CMD;
		if (rq_data_dir(req) == WRITE)
			type |= VIRTIO_BLK_T_OUT;
	}

	vbr->out_hdr.type = cpu_to_virtio32(vdev, type);
	vbr->out_hdr.ioprio = cpu_to_virtio32(vdev, req_get_ioprio(req));
	vbr->out_hdr.sector = cpu_to_virtio64(vdev, sector);
}

/*
 * Under the queue lock: a request into the ring. 0, -EAGAIN to stop the queue, or what the request is
 * to end with. The order in sg is the one of the legacy interface: header, SCSI command, data, SCSI
 * sense and result, status.
 */
static int virtblk_send_request(struct request_queue *q, struct virtio_blk *vblk,
				struct request *req)
{
	bool scsi = req->cmd_type == REQ_TYPE_BLOCK_PC;
	unsigned int out = 0, in = 0, num;
	struct scatterlist *sg = vblk->sg;
	struct virtblk_req *vbr;
	int err;

	req->errors = 1; /* unless it gets done; for whoever executes it */
	if (vblk->state == VIRTBLK_DEAD)
		return -ENODEV;
	if (scsi && !virtio_has_feature(vblk->vd.vdev, VIRTIO_BLK_F_SCSI))
		return -EOPNOTSUPP;

	vbr = virtblk_alloc_req(vblk, GFP_ATOMIC);
	if (!vbr) {
		virtblk_retry_later(vblk);
		return -EAGAIN;
	}
	vbr->req = req;
	virtblk_fill_header(vbr);

	sg_set_buf(&sg[out++], &vbr->out_hdr, sizeof(vbr->out_hdr));
	if (scsi)
		sg_set_buf(&sg[out++], req->cmd, req->cmd_len);

	num = blk_rq_map_sg(q, req, sg + out);
	if (rq_data_dir(req) == WRITE)
		out += num;
	else
		in += num;

	if (scsi) {
		sg_set_buf(&sg[out + in++], req->sense, VIRTBLK_SENSE_BYTES);
		sg_set_buf(&sg[out + in++], &vbr->in_hdr, sizeof(vbr->in_hdr));
	}
	sg_set_buf(&sg[out + in++], &vbr->status, sizeof(vbr->status));

	err = virtblk_add(vblk, vbr, sg, out, in);
	if (err)
		mempool_free(vbr, vblk->pool);
	return err;
}

void virtblk_request(struct request_queue *q)
{
	struct virtio_blk *vblk = q->queuedata;
	unsigned int issued = 0;
	struct request *req;

	while ((req = blk_peek_request(q)) != NULL) {
		int err;

		BUG_ON(req->nr_phys_segments > queue_max_segments(q));

		err = virtblk_send_request(q, vblk, req);
		if (err == -EAGAIN) {
			blk_stop_queue(q);
			break;
		}
		blk_start_request(req);
		if (err)
			__blk_end_request_all(req, err);
		else
			issued++;
	}

	/* Last: the lock may be dropped, and another CPU may run this function meanwhile. */
	if (issued)
		virtblk_kick(vblk, q);
}

void virtblk_request_done(struct virtblk_req *vbr)
{
	struct virtio_device *vdev = vbr->vblk->vd.vdev;
	struct request *req = vbr->req;
	int err = virtblk_result(vbr->status);

	if (req->cmd_type == REQ_TYPE_BLOCK_PC) {
		req->resid_len = virtio32_to_cpu(vdev, vbr->in_hdr.residual);
		req->sense_len = virtio32_to_cpu(vdev, vbr->in_hdr.sense_len);
		req->errors = virtio32_to_cpu(vdev, vbr->in_hdr.errors);
	} else if (req->cmd_type == REQ_TYPE_SPECIAL) {
		req->errors = err != 0;
	}

	mempool_free(vbr, vbr->vblk->pool);
	__blk_end_request_all(req, err);
}
