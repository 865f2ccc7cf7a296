/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_end.c - ending requests and the bios they carry, at once or piece by piece.
 *
 * After block/blk-core.c of 3.7.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/printk.h>

#include "blk.h"

static const char *blk_error_text(int error)
{
	switch (error) {
	case -ENOLINK:
		return "recoverable transport";
	case -EREMOTEIO:
		return "critical target";
	case -EBADE:
		return "critical nexus";
	default:
		return "I/O";
	}
}

/* nbytes of a bio are done. Ends the bio with its last byte, unless it is part of a flush sequence,
 * which ends it itself. */
static void req_bio_endio(struct request *rq, struct bio *bio, unsigned int nbytes, int error)
{
	if (error)
		bio->bi_flags &= ~(1UL << BIO_UPTODATE);
	else if (!bio_flagged(bio, BIO_UPTODATE))
		error = -EIO;
	if (WARN_ON(nbytes > bio->bi_size))
		nbytes = bio->bi_size;
	if (unlikely(rq->cmd_flags & REQ_QUIET))
		bio->bi_flags |= 1UL << BIO_QUIET;
	bio->bi_size -= nbytes;
	bio->bi_sector += nbytes >> 9;
	if (bio->bi_size == 0 && !(rq->cmd_flags & REQ_FLUSH_SEQ))
		bio_endio(bio, error);
}

/* Ends nbytes of a bio that has more: its pieces move on. */
static void blk_advance_bio(struct request *rq, struct bio *bio, unsigned int nbytes, int error)
{
	unsigned int left = nbytes;
	struct bio_vec *bvec;

	req_bio_endio(rq, bio, nbytes, error);
	for (bvec = bio_iovec(bio); left >= bvec->bv_len; bvec = bio_iovec(bio)) {
		left -= bvec->bv_len;
		bio->bi_idx++;
	}
	bvec->bv_offset += left;
	bvec->bv_len -= left;
	bio->bi_flags &= ~(1UL << BIO_SEG_VALID);
}

bool blk_update_request(struct request *rq, int error, unsigned int nr_bytes)
{
	unsigned int total = 0;
	struct bio *bio;

	if (!rq->bio)
		return false;
	if (rq->cmd_type == REQ_TYPE_FS)
		rq->errors = 0;
	if (error && rq->cmd_type == REQ_TYPE_FS && !(rq->cmd_flags & REQ_QUIET))
		pr_err("end_request: %s error, dev %s, sector %llu\n", blk_error_text(error),
		       rq->rq_disk ? rq->rq_disk->disk_name : "?",
		       (unsigned long long)blk_rq_pos(rq));

	while ((bio = rq->bio) != NULL && nr_bytes >= bio->bi_size) {
		unsigned int bytes = bio->bi_size;

		rq->bio = bio->bi_next;
		bio->bi_next = NULL;
		total += bytes;
		nr_bytes -= bytes;
		req_bio_endio(rq, bio, bytes, error);
	}
	if (!rq->bio) {
		rq->__data_len = 0;
		return false;
	}
	if (nr_bytes) {
		blk_advance_bio(rq, rq->bio, nr_bytes, error);
		total += nr_bytes;
	}
	rq->__data_len -= total;
	rq->buffer = bio_data(rq->bio);
	if (rq->cmd_type == REQ_TYPE_FS || (rq->cmd_flags & REQ_DISCARD))
		rq->__sector += total >> 9;
	blk_recalc_rq_segments(rq);
	return true;
}
EXPORT_SYMBOL(blk_update_request);

void blk_unprep_request(struct request *rq)
{
	struct request_queue *q = rq->q;

	rq->cmd_flags &= ~REQ_DONTPREP;
	if (q->unprep_rq_fn)
		q->unprep_rq_fn(q, rq);
}
EXPORT_SYMBOL(blk_unprep_request);

void blk_finish_request(struct request *rq, int error)
{
	BUG_ON(blk_queued_rq(rq));
	if (rq->cmd_flags & REQ_DONTPREP)
		blk_unprep_request(rq);
	if (rq->end_io)
		rq->end_io(rq, error);
	else
		__blk_put_request(rq->q, rq);
}

void blk_end_unserved(struct request *rq, int error)
{
	bool left = blk_update_request(rq, error, blk_rq_bytes(rq));

	BUG_ON(left);
	blk_finish_request(rq, error);
}

bool __blk_end_request(struct request *rq, int error, unsigned int nr_bytes)
{
	if (blk_update_request(rq, error, nr_bytes))
		return true;
	blk_rq_event_end(rq, error);
	blk_finish_request(rq, error);
	return false;
}
EXPORT_SYMBOL(__blk_end_request);

bool blk_end_request(struct request *rq, int error, unsigned int nr_bytes)
{
	struct request_queue *q = rq->q;
	unsigned long flags;

	if (blk_update_request(rq, error, nr_bytes))
		return true;
	spin_lock_irqsave(q->queue_lock, flags);
	blk_rq_event_end(rq, error);
	blk_finish_request(rq, error);
	spin_unlock_irqrestore(q->queue_lock, flags);
	return false;
}
EXPORT_SYMBOL(blk_end_request);

void __blk_end_request_all(struct request *rq, int error)
{
	blk_rq_event_end(rq, error);
	blk_end_unserved(rq, error);
}
EXPORT_SYMBOL(__blk_end_request_all);

void blk_end_request_all(struct request *rq, int error)
{
	struct request_queue *q;
	unsigned long flags;
	bool left;

	blk_rq_event_end(rq, error);
	q = rq->q;
	left = blk_update_request(rq, error, blk_rq_bytes(rq));
	BUG_ON(left);
	spin_lock_irqsave(q->queue_lock, flags);
	blk_finish_request(rq, error);
	spin_unlock_irqrestore(q->queue_lock, flags);
}
EXPORT_SYMBOL(blk_end_request_all);

bool __blk_end_request_cur(struct request *rq, int error)
{
	return __blk_end_request(rq, error, blk_rq_cur_bytes(rq));
}
EXPORT_SYMBOL(__blk_end_request_cur);

bool blk_end_request_cur(struct request *rq, int error)
{
	return blk_end_request(rq, error, blk_rq_cur_bytes(rq));
}
EXPORT_SYMBOL(blk_end_request_cur);

void blk_dump_rq_flags(struct request *rq, char *msg)
{
	pr_info("%s: dev %s: type=%x, flags=%x\n", msg, rq->rq_disk ? rq->rq_disk->disk_name : "?",
		rq->cmd_type, rq->cmd_flags);
	pr_info("  sector %llu, nr/cnr %u/%u\n", (unsigned long long)blk_rq_pos(rq),
		blk_rq_sectors(rq), blk_rq_cur_sectors(rq));
	pr_info("  bio %p, biotail %p, buffer %p, len %u\n", rq->bio, rq->biotail, rq->buffer,
		blk_rq_bytes(rq));
}
EXPORT_SYMBOL(blk_dump_rq_flags);
