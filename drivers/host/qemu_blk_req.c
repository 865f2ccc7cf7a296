/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * qemu_blk_req.c - requests: parse, submit, complete (virtio 1.1, 5.2.6).
 */
#include <qemu/bswap.h>
#include <qemu/error-report.h>

#include "qemu_blk.h"

#define SERIAL "vqsim-disk-0"

static void virtio_blk_req_complete(VirtIOBlockReq *req, uint8_t status)
{
	VirtQueue *vq = req->vq;

	*req->status = status;
	virtqueue_push(vq, &req->elem, req->in_len);
	g_free(req);
	virtio_notify(vq);
}

static void virtio_blk_rw_complete(void *opaque, int ret)
{
	virtio_blk_req_complete(opaque, ret ? VIRTIO_BLK_S_IOERR : VIRTIO_BLK_S_OK);
}

/* Takes the header off the front and the status byte off the back. */
static bool virtio_blk_parse(VirtIOBlockReq *req)
{
	struct iovec *out = req->elem.out_sg, *in = req->elem.in_sg;
	unsigned int out_num = req->elem.out_num, in_num = req->elem.in_num;
	struct iovec *last;

	if (iov_to_buf(out, out_num, 0, &req->out, sizeof(req->out)) != sizeof(req->out) ||
	    !in_num) {
		virtio_error(&req->dev->parent_obj, "virtio-blk request missing headers");
		return false;
	}
	iov_discard_front(&out, &out_num, sizeof(req->out));
	last = &in[in_num - 1];
	req->status = (uint8_t *)last->iov_base + last->iov_len - 1;
	req->in_len = iov_size(in, in_num);
	iov_discard_back(in, &in_num, sizeof(*req->status));
	if (le32_to_cpu(req->out.type) & VIRTIO_BLK_T_OUT) {
		req->data = out;
		req->data_num = out_num;
	} else {
		req->data = in;
		req->data_num = in_num;
	}
	qemu_iovec_init_external(&req->qiov, req->data, req->data_num);
	return true;
}

static bool virtio_blk_sect_range_ok(VirtIOBlock *s, uint64_t sector, size_t bytes)
{
	uint64_t sectors = bytes >> BDRV_SECTOR_BITS;
	uint64_t total = (uint64_t)blk_getlength(s->blk) >> BDRV_SECTOR_BITS;

	return bytes && bytes % BDRV_SECTOR_SIZE == 0 && sector <= total &&
	       sectors <= total - sector;
}

static void virtio_blk_submit_rw(VirtIOBlockReq *req, bool is_write)
{
	VirtIOBlock *s = req->dev;
	uint64_t sector = le64_to_cpu(req->out.sector);

	if (!virtio_blk_sect_range_ok(s, sector, req->qiov.size) ||
	    (is_write && s->parent_obj.conf.read_only)) {
		virtio_blk_req_complete(req, VIRTIO_BLK_S_IOERR);
		return;
	}
	if (is_write)
		blk_aio_pwritev(s->blk, sector << BDRV_SECTOR_BITS, &req->qiov,
				virtio_blk_rw_complete, req);
	else
		blk_aio_preadv(s->blk, sector << BDRV_SECTOR_BITS, &req->qiov,
			       virtio_blk_rw_complete, req);
}

static void virtio_blk_get_id(VirtIOBlockReq *req)
{
	char id[VIRTIO_BLK_ID_BYTES];

	memset(id, 0, sizeof(id));
	memcpy(id, SERIAL, MIN(strlen(SERIAL), sizeof(id)));
	iov_from_buf(req->data, req->data_num, 0, id, MIN(sizeof(id), req->qiov.size));
	virtio_blk_req_complete(req, VIRTIO_BLK_S_OK);
}

static bool virtio_blk_handle_request(VirtIOBlockReq *req)
{
	if (!virtio_blk_parse(req))
		return false;
	switch (le32_to_cpu(req->out.type)) {
	case VIRTIO_BLK_T_IN:
		virtio_blk_submit_rw(req, false);
		break;
	case VIRTIO_BLK_T_OUT:
		virtio_blk_submit_rw(req, true);
		break;
	case VIRTIO_BLK_T_FLUSH:
		blk_aio_flush(req->dev->blk, virtio_blk_rw_complete, req);
		break;
	case VIRTIO_BLK_T_GET_ID:
		virtio_blk_get_id(req);
		break;
	default:
		virtio_blk_req_complete(req, VIRTIO_BLK_S_UNSUPP);
		break;
	}
	return true;
}

static void virtio_blk_drop(VirtIOBlockReq *req)
{
	virtqueue_push(req->vq, &req->elem, 0);
	g_free(req);
}

static bool request_pop(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIOBlockReq *req = virtqueue_pop(vq, sizeof(*req));

	if (!req)
		return false;
	req->dev = container_of(vdev, VirtIOBlock, parent_obj);
	req->vq = vq;
	if (virtio_blk_handle_request(req))
		return true;
	virtio_blk_drop(req);
	return false;
}

void virtio_blk_handle_vq(VirtIODevice *vdev, VirtQueue *vq)
{
	VirtIOBlock *s = container_of(vdev, VirtIOBlock, parent_obj);

	blk_io_plug(s->blk);
	virtio_queue_run(vdev, vq, request_pop);
	blk_io_unplug(s->blk);
}
