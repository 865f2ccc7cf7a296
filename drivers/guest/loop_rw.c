/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * loop_rw.c - a request as I/O on the file: through the page cache, or direct and asynchronous.
 *
 * After "block: loop: support DIO & AIO" (v10, 2015) with what it took to get it right: the command
 * counts who still needs its pieces (4.14), a request may have several bios (4.14), and a short read
 * goes on where it stopped (5.0).
 */
#include <linux/errno.h>
#include <linux/falloc.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "loop.h"

static loff_t rq_file_pos(const struct request *rq)
{
	return (loff_t)blk_rq_pos(rq) << 9;
}

/* ---- through the page cache ---------------------------------------------------------------- */

static int lo_write_bvec(struct file *file, const struct bio_vec *bvec, loff_t *pos)
{
	struct iov_iter iter;
	ssize_t written;

	iov_iter_bvec(&iter, WRITE, bvec, 1, bvec->bv_len);
	written = vfs_iter_write(file, &iter, pos);
	if (written < 0)
		return written;
	return written == bvec->bv_len ? 0 : -EIO;
}

/* Until all is there: the file may give less than it could. */
static int lo_read_bvec(struct file *file, const struct bio_vec *bvec, loff_t *pos)
{
	struct iov_iter iter;
	unsigned int done;
	ssize_t got;

	for (done = 0; done < bvec->bv_len; done += got) {
		iov_iter_bvec(&iter, READ, bvec, 1, bvec->bv_len);
		iov_iter_advance(&iter, done);
		got = vfs_iter_read(file, &iter, pos);
		if (got <= 0)
			return got ? got : -EIO;
	}
	flush_dcache_page(bvec->bv_page);
	return 0;
}

static int lo_rw_simple(struct file *file, struct request *rq)
{
	loff_t pos = rq_file_pos(rq);
	struct req_iterator iter;
	struct bio_vec *bvec;
	int ret = 0;

	rq_for_each_segment (bvec, rq, iter) {
		if (rq_data_dir(rq) == WRITE)
			ret = lo_write_bvec(file, bvec, &pos);
		else
			ret = lo_read_bvec(file, bvec, &pos);
		if (ret)
			break;
	}
	return ret;
}

/* ---- without data -------------------------------------------------------------------------- */

static int lo_req_flush(struct file *file)
{
	int ret = vfs_fsync(file, 0);

	/* A file that cannot sync has nothing to sync. */
	return ret == -EINVAL ? 0 : ret;
}

static int lo_discard(struct file *file, struct request *rq)
{
	return vfs_fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, rq_file_pos(rq),
			     blk_rq_bytes(rq));
}

/* ---- direct and asynchronous --------------------------------------------------------------- */

/* From the completion, in any context, and from the submission: the later of the two goes on. */
static void lo_rw_aio_do_completion(struct loop_cmd *cmd)
{
	struct request *rq = blk_mq_rq_from_pdu(cmd);

	if (!atomic_dec_and_test(&cmd->ref))
		return;
	kfree(cmd->bvec);
	cmd->bvec = NULL;
	blk_mq_complete_request(rq);
}

static void lo_rw_aio_complete(struct kiocb *iocb, long ret, long ret2)
{
	struct loop_cmd *cmd = container_of(iocb, struct loop_cmd, iocb);

	cmd->ret = ret;
	lo_rw_aio_do_completion(cmd);
}

/* The request's pieces in one array; NULL without memory. */
static struct bio_vec *lo_gather(struct request *rq, unsigned int nr_bvec)
{
	struct bio_vec *bvec, *to, *all;
	struct req_iterator iter;

	all = to = kmalloc_array(nr_bvec, sizeof(*all), GFP_NOIO);
	if (!all)
		return NULL;
	rq_for_each_segment (bvec, rq, iter)
		*to++ = *bvec;
	return all;
}

static bool lo_rw_aio(struct file *file, struct loop_cmd *cmd)
{
	struct request *rq = blk_mq_rq_from_pdu(cmd);
	struct bio_vec *bvec = bio_iovec(rq->bio);
	struct req_iterator rq_iter;
	unsigned int nr_bvec = 0;
	struct iov_iter iter;
	struct bio_vec *each;
	ssize_t ret;

	rq_for_each_segment (each, rq, rq_iter)
		nr_bvec++;
	if (rq->bio != rq->biotail) {
		bvec = cmd->bvec = lo_gather(rq, nr_bvec);
		if (!bvec) {
			cmd->ret = -ENOMEM;
			return false;
		}
	}
	atomic_set(&cmd->ref, 2);
	iov_iter_bvec(&iter, rq_data_dir(rq), bvec, nr_bvec, blk_rq_bytes(rq));
	cmd->iocb.ki_pos = rq_file_pos(rq);
	cmd->iocb.ki_filp = file;
	cmd->iocb.ki_complete = lo_rw_aio_complete;
	cmd->iocb.ki_flags = IOCB_DIRECT;

	if (rq_data_dir(rq) == WRITE)
		ret = file->f_op->write_iter(&cmd->iocb, &iter);
	else
		ret = file->f_op->read_iter(&cmd->iocb, &iter);

	lo_rw_aio_do_completion(cmd);
	if (ret != -EIOCBQUEUED)
		lo_rw_aio_complete(&cmd->iocb, ret, 0);
	return true;
}

/* ---- what the request says ----------------------------------------------------------------- */

bool do_req_filebacked(struct loop_device *lo, struct request *rq)
{
	struct loop_cmd *cmd = blk_mq_rq_to_pdu(rq);
	struct file *file = lo->lo_backing_file;
	int ret;

	if (rq->cmd_flags & REQ_FLUSH)
		ret = lo_req_flush(file);
	else if (rq->cmd_flags & REQ_DISCARD)
		ret = lo_discard(file, rq);
	else if (cmd->use_aio)
		return lo_rw_aio(file, cmd);
	else
		ret = lo_rw_simple(file, rq);
	cmd->ret = ret ? ret : (long)blk_rq_bytes(rq);
	return false;
}

void lo_complete_rq(struct request *rq)
{
	struct loop_cmd *cmd = blk_mq_rq_to_pdu(rq);
	long bytes = blk_rq_bytes(rq);

	if (cmd->ret > 0 && cmd->ret < bytes && rq_data_dir(rq) == READ) {
		/* What is there is done; the rest comes as if it had never been sent. */
		blk_update_request(rq, 0, cmd->ret);
		blk_mq_requeue_request(rq, true);
		return;
	}
	blk_mq_end_request(rq, cmd->ret == bytes ? 0 : -EIO);
}
