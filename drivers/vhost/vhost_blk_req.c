/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vhost_blk_req.c - requests: out of the ring, into bios, and back (virtio 1.1, 5.2.6).
 *
 * A request's data go into as few bios as the device's limits allow: a new one is begun only when
 * the last is full. Each is submitted before the next is allocated, so that bios never wait for
 * memory that the same request holds.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "vhost_blk_priv.h"

#define SECTOR_SHIFT 9
#define SECTOR_BYTES (1u << SECTOR_SHIFT)

/* A chain, taken apart: what lies between header and status. */
struct vhost_blk_chain {
	struct virtio_blk_outhdr hdr;
	struct iovec *out; /* data that the guest gives */
	struct iovec *in; /* and takes */
	unsigned int out_num;
	unsigned int in_num;
	unsigned int log_num; /* entries of vq->log */
};

/* ---- accounting ---------------------------------------------------------------------------- */

static void vhost_blk_account_start(struct vhost_blk_req *req, struct vhost_blk *blk)
{
	spin_lock(&blk->flush_lock);
	req->bin = blk->bin;
	blk->inflight[req->bin]++;
	spin_unlock(&blk->flush_lock);
}

static void vhost_blk_account_end(struct vhost_blk *blk, unsigned int bin)
{
	bool last;

	spin_lock(&blk->flush_lock);
	last = !--blk->inflight[bin];
	spin_unlock(&blk->flush_lock);
	if (last)
		wake_up(&blk->flush_wait);
}

/* ---- the end of a request ------------------------------------------------------------------ */

static struct vhost_blk *vhost_blk_of(struct vhost_blk_vq *bvq)
{
	return container_of(bvq->vq.dev, struct vhost_blk, dev);
}

static u8 vhost_blk_status(const struct vhost_blk_req *req)
{
	switch (READ_ONCE(req->error)) {
	case 0:
		return VIRTIO_BLK_S_OK;
	case -EOPNOTSUPP:
		return VIRTIO_BLK_S_UNSUPP;
	default:
		return VIRTIO_BLK_S_IOERR;
	}
}

/* All that the device may have written to, in the dirty log. */
static void vhost_blk_log(struct vhost_blk_req *req)
{
	unsigned int i;
	u64 bytes = 0;

	if (!req->log)
		return;
	for (i = 0; i < req->log_num; i++)
		bytes += req->log[i].len;
	vhost_log_write(&req->bvq->vq, req->log, req->log_num, bytes);
	kfree(req->log);
	req->log = NULL;
}

/* Gives the chain back; whoever signals comes later. Not without a status, which the guest would
 * take from what is there: such a request is late. Under vq->mutex. */
static void vhost_blk_return(struct vhost_blk_req *req)
{
	struct vhost_virtqueue *vq = &req->bvq->vq;
	u8 status = vhost_blk_status(req);
	u32 written = req->rw == READ && !status ? req->data_bytes : 0;

	if (req->pages)
		unpin_user_pages_dirty_lock(req->pages, req->nr_pages, req->rw == READ);
	kvfree(req->pages);
	req->pages = NULL;
	if (copy_to_user(req->status, &status, sizeof(status))) {
		vq_err(vq, "the status of request %u cannot be written\n", req->head);
		llist_add(&req->llnode, &req->bvq->late);
		return;
	}
	vhost_blk_log(req);
	req->busy = false;
	vhost_add_used(vq, req->head, written + sizeof(status));
}

static void vhost_blk_return_list(struct vhost_blk_vq *bvq, struct llist_node *list)
{
	struct vhost_blk_req *req, *next;

	if (!list)
		return;
	llist_for_each_entry_safe (req, next, list, llnode)
		vhost_blk_return(req);
	vhost_signal(bvq->vq.dev, &bvq->vq);
}

void vhost_blk_return_late(struct vhost_blk_vq *bvq)
{
	vhost_blk_return_list(bvq, llist_del_all(&bvq->late));
}

void vhost_blk_handle_done(struct vhost_work *work)
{
	struct vhost_blk_vq *bvq = container_of(work, struct vhost_blk_vq, done_work);
	struct llist_node *done = llist_reverse_order(llist_del_all(&bvq->done));
	unsigned int ended[2] = { 0, 0 };
	struct vhost_blk_req *req;
	unsigned int bin;

	llist_for_each_entry (req, done, llnode)
		ended[req->bin]++;
	mutex_lock(&bvq->vq.mutex);
	vhost_blk_return_list(bvq, done);
	mutex_unlock(&bvq->vq.mutex);
	for (bin = 0; bin < 2; bin++)
		while (ended[bin]--)
			vhost_blk_account_end(vhost_blk_of(bvq), bin);
}

/* Drops one of the counts in req->bios; the last one sends the request to its worker. Any
 * context. */
static void vhost_blk_put(struct vhost_blk_req *req)
{
	struct vhost_blk_vq *bvq = req->bvq;

	if (!atomic_dec_and_test(&req->bios))
		return;
	llist_add(&req->llnode, &bvq->done);
	vhost_vq_work_queue(&bvq->vq, &bvq->done_work);
}

static void vhost_blk_bio_end(struct bio *bio, int error)
{
	struct vhost_blk_req *req = bio->bi_private;

	if (error)
		WRITE_ONCE(req->error, error);
	bio_put(bio);
	vhost_blk_put(req);
}

/* ---- data ---------------------------------------------------------------------------------- */

static unsigned int iov_pages(const struct iovec *iov)
{
	return DIV_ROUND_UP(offset_in_page(iov->iov_base) + iov->iov_len, PAGE_SIZE);
}

/* -EIO: pieces that are no whole sectors, as for direct I/O. */
static int vhost_blk_count(struct vhost_blk_req *req, const struct iovec *iov, unsigned int num)
{
	unsigned int i;

	for (i = 0; i < num; i++) {
		if (iov[i].iov_len % SECTOR_BYTES || iov[i].iov_len > U32_MAX - req->data_bytes)
			return -EIO;
		req->data_bytes += iov[i].iov_len;
		req->nr_pages += iov_pages(&iov[i]);
	}
	return req->data_bytes ? 0 : -EIO;
}

/* Pins what the pieces lie in: 0, -ENOMEM, or -EFAULT with nothing pinned. */
static int vhost_blk_pin(struct vhost_blk_req *req, const struct iovec *iov, unsigned int num)
{
	unsigned int flags = req->rw == READ ? FOLL_WRITE : 0;
	int pinned = 0;
	unsigned int i;

	req->pages = kvmalloc_array(req->nr_pages, sizeof(*req->pages), GFP_KERNEL);
	if (!req->pages)
		return -ENOMEM;
	for (i = 0; i < num; i++) {
		int pages = iov_pages(&iov[i]);
		int got = pin_user_pages_fast((unsigned long)iov[i].iov_base, pages, flags,
					      req->pages + pinned);

		pinned += max(got, 0);
		if (got != pages)
			break;
	}
	if (i == num)
		return 0;
	unpin_user_pages(req->pages, pinned);
	kvfree(req->pages);
	req->pages = NULL;
	return -EFAULT;
}

static struct bio *vhost_blk_bio(struct vhost_blk_req *req, struct block_device *bdev,
				 sector_t sector, int vecs)
{
	struct bio *bio = bio_alloc(GFP_KERNEL, min(vecs, BIO_MAX_PAGES));

	bio->bi_bdev = bdev;
	bio->bi_sector = sector;
	bio->bi_private = req;
	bio->bi_end_io = vhost_blk_bio_end;
	atomic_inc(&req->bios);
	return bio;
}

/* Where in its data a request has come to. */
struct vhost_blk_fill {
	struct vhost_blk_req *req;
	struct block_device *bdev;
	struct bio *bio; /* not yet submitted */
	sector_t sector; /* behind it */
	int page;
};

static void vhost_blk_add_page(struct vhost_blk_fill *fill, unsigned int bytes, unsigned int offset)
{
	struct vhost_blk_req *req = fill->req;
	struct page *page = req->pages[fill->page];

	if (!fill->bio || !bio_add_page(fill->bio, page, bytes, offset)) {
		if (fill->bio)
			submit_bio(req->rw, fill->bio);
		fill->bio =
			vhost_blk_bio(req, fill->bdev, fill->sector, req->nr_pages - fill->page);
		bio_add_page(fill->bio, page, bytes, offset);
	}
	fill->sector += bytes >> SECTOR_SHIFT;
	fill->page++;
}

static void vhost_blk_submit_data(struct vhost_blk_fill *fill, const struct iovec *iov,
				  unsigned int num)
{
	unsigned int i;

	for (i = 0; i < num; i++) {
		unsigned long at = (unsigned long)iov[i].iov_base;
		size_t left = iov[i].iov_len;

		while (left) {
			unsigned int offset = offset_in_page(at);
			unsigned int bytes = min_t(size_t, PAGE_SIZE - offset, left);

			vhost_blk_add_page(fill, bytes, offset);
			at += bytes;
			left -= bytes;
		}
	}
	submit_bio(fill->req->rw, fill->bio);
}

static int vhost_blk_data(struct vhost_blk_req *req, struct file *backend, u64 sector,
			  const struct iovec *iov, unsigned int num)
{
	struct vhost_blk_fill fill = { .req = req, .bdev = file_bdev(backend), .sector = sector };
	int error = vhost_blk_count(req, iov, num);

	if (!error && req->rw == WRITE && !(backend->f_mode & FMODE_WRITE))
		error = -EIO;
	if (!error)
		error = vhost_blk_pin(req, iov, num);
	if (!error)
		vhost_blk_submit_data(&fill, iov, num);
	return error;
}

/* ---- requests ------------------------------------------------------------------------------ */

static int vhost_blk_get_id(struct vhost_blk_req *req, const struct iovec *iov, unsigned int num)
{
	char id[VIRTIO_BLK_ID_BYTES] = "";
	size_t done = 0;
	unsigned int i;

	snprintf(id, sizeof(id), "vhost-blk%d", vhost_blk_of(req->bvq)->index);
	for (i = 0; i < num && done < sizeof(id); i++) {
		size_t bytes = min_t(size_t, iov[i].iov_len, sizeof(id) - done);

		if (copy_to_user(iov[i].iov_base, id + done, bytes))
			return -EIO;
		done += bytes;
	}
	req->data_bytes = done;
	return 0;
}

static int vhost_blk_execute(struct vhost_blk_req *req, struct file *backend,
			     const struct vhost_blk_chain *chain)
{
	u64 sector = le64_to_cpu((__force __le64)chain->hdr.sector);

	switch (le32_to_cpu((__force __le32)chain->hdr.type)) {
	case VIRTIO_BLK_T_IN:
		return vhost_blk_data(req, backend, sector, chain->in, chain->in_num);
	case VIRTIO_BLK_T_OUT:
		req->rw = WRITE;
		return vhost_blk_data(req, backend, sector, chain->out, chain->out_num);
	case VIRTIO_BLK_T_FLUSH:
		req->rw = WRITE_FLUSH;
		submit_bio(req->rw, vhost_blk_bio(req, file_bdev(backend), 0, 0));
		return 0;
	case VIRTIO_BLK_T_GET_ID:
		return vhost_blk_get_id(req, chain->in, chain->in_num);
	default:
		return -EOPNOTSUPP;
	}
}

/* Takes bytes off the front of the pieces that the guest gives: 0 or -EFAULT. */
static int vhost_blk_pull(struct vhost_blk_chain *chain, void *to, size_t bytes)
{
	for (; bytes && chain->out_num; chain->out++, chain->out_num--) {
		size_t part = min(bytes, chain->out->iov_len);

		if (copy_from_user(to, chain->out->iov_base, part))
			return -EFAULT;
		to = (char *)to + part;
		bytes -= part;
		chain->out->iov_base = (char __user *)chain->out->iov_base + part;
		chain->out->iov_len -= part;
		if (chain->out->iov_len)
			break;
	}
	return bytes ? -EFAULT : 0;
}

/* Takes the chain in vq->iov apart: 0; -EINVAL: nobody can be told how it ended; -EFAULT: it has no
 * header that can be read. */
static int vhost_blk_parse(struct vhost_blk_req *req, struct vhost_blk_chain *chain)
{
	struct iovec *iov = req->bvq->vq.iov;
	struct iovec *last = &iov[chain->out_num + chain->in_num - 1];

	if (!chain->in_num || !last->iov_len)
		return -EINVAL;
	chain->out = iov;
	chain->in = iov + chain->out_num;
	req->status = (u8 __user *)last->iov_base + --last->iov_len;
	return vhost_blk_pull(chain, &chain->hdr, sizeof(chain->hdr));
}

/* vq->log is the next request's: 0 or -ENOMEM. */
static int vhost_blk_keep_log(struct vhost_blk_req *req, unsigned int log_num)
{
	if (!log_num)
		return 0;
	req->log_num = log_num;
	req->log = kmemdup(req->bvq->vq.log, log_num * sizeof(*req->log), GFP_KERNEL);
	return req->log ? 0 : -ENOMEM;
}

/* 0, or -ENOMEM if it cannot be begun for want of memory; parse_error is its error otherwise. */
static int vhost_blk_begin(struct vhost_blk_req *req, struct file *backend,
			   const struct vhost_blk_chain *chain, int parse_error)
{
	int error = vhost_blk_keep_log(req, chain->log_num);

	if (!error)
		error = parse_error ?: vhost_blk_execute(req, backend, chain);
	if (error == -ENOMEM) {
		kfree(req->log);
		req->log = NULL;
		return error;
	}
	if (error)
		WRITE_ONCE(req->error, error);
	vhost_blk_put(req);
	return 0;
}

/*
 * Serves the chain in vq->iov: 0, or -ENOMEM if it cannot be begun for want of memory. A request
 * that fails for any other reason has its error in its status; a chain that is no request goes back
 * unread.
 */
static int vhost_blk_request(struct vhost_blk_vq *bvq, struct file *backend, int head,
			     struct vhost_blk_chain *chain)
{
	struct vhost_blk_req *req = &bvq->reqs[head];
	struct vhost_blk *blk = vhost_blk_of(bvq);
	struct vhost_virtqueue *vq = &bvq->vq;
	int error;

	if (req->busy) {
		vq_err(vq, "chain %d is in flight already\n", head);
		return 0;
	}
	*req = (struct vhost_blk_req){ .bvq = bvq, .busy = true, .head = head, .rw = READ };
	atomic_set(&req->bios, 1);
	error = vhost_blk_parse(req, chain);
	if (error == -EINVAL) {
		vq_err(vq, "chain %d has no room for a status\n", head);
		req->busy = false;
		vhost_add_used_and_signal(vq->dev, vq, head, 0);
		return 0;
	}
	vhost_blk_account_start(req, blk);
	error = vhost_blk_begin(req, backend, chain, error);
	if (error) {
		req->busy = false;
		vhost_blk_account_end(blk, req->bin);
	}
	return error;
}

/* ---- a queue ------------------------------------------------------------------------------- */

static int vhost_blk_next(struct vhost_virtqueue *vq, struct vhost_blk_chain *chain)
{
	struct vhost_log *log = vhost_has_feature(vq, VHOST_F_LOG_ALL) ? vq->log : NULL;

	chain->log_num = 0;
	return vhost_get_vq_desc(vq, vq->iov, ARRAY_SIZE(vq->iov), &chain->out_num, &chain->in_num,
				 log, &chain->log_num);
}

/* Under vq->mutex. */
static void vhost_blk_serve(struct vhost_blk_vq *bvq, struct file *backend)
{
	struct vhost_virtqueue *vq = &bvq->vq;
	struct vhost_dev *dev = vq->dev;
	struct vhost_blk_chain chain;
	int requests = 0;

	vhost_disable_notify(dev, vq);
	do {
		int head = vhost_blk_next(vq, &chain);

		if (head < 0) {
			/* The ring is broken: nothing more until the guest kicks again. */
			vhost_enable_notify(dev, vq);
			return;
		}
		if (head == (int)vq->num) {
			if (!vhost_enable_notify(dev, vq))
				return;
			vhost_disable_notify(dev, vq);
			continue;
		}
		if (vhost_blk_request(bvq, backend, head, &chain)) {
			/* Later, after others have had their turn. */
			vhost_discard_vq_desc(vq, 1);
			vhost_poll_queue(&vq->poll);
			return;
		}
	} while (!vhost_exceeds_weight(vq, ++requests, 0));
}

void vhost_blk_handle_kick(struct vhost_work *work)
{
	struct vhost_virtqueue *vq = container_of(work, struct vhost_virtqueue, poll.work);
	struct vhost_blk_vq *bvq = container_of(vq, struct vhost_blk_vq, vq);
	struct file *backend;

	mutex_lock(&vq->mutex);
	backend = vhost_vq_get_backend(vq);
	if (backend) {
		vhost_blk_return_late(bvq);
		vhost_blk_serve(bvq, backend);
	}
	mutex_unlock(&vq->mutex);
}
