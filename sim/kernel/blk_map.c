/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_map.c - giving memory to requests: from bios that are submitted, and from buffers of whoever
 * makes a request of his own.
 */
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/string.h>

#include "blk.h"

/* rq starts out with this bio alone. */
void blk_rq_bio_prep(struct request_queue *q, struct request *rq, struct bio *bio)
{
	rq->cmd_flags |= bio->bi_rw & REQ_WRITE;
	if (bio_has_data(bio)) {
		rq->nr_phys_segments = bio_phys_segments(q, bio);
		rq->buffer = bio_data(bio);
	}
	rq->__data_len = bio->bi_size;
	rq->bio = bio;
	rq->biotail = bio;
	if (bio->bi_bdev)
		rq->rq_disk = bio->bi_bdev->bd_disk;
}

int blk_rq_append_bio(struct request_queue *q, struct request *rq, struct bio *bio)
{
	unsigned int segments;

	if (!rq->bio) {
		blk_bio_event_new(bio);
		blk_rq_bio_prep(q, rq, bio);
		return 0;
	}
	segments = rq->nr_phys_segments + bio_phys_segments(q, bio);
	if (segments > queue_max_segments(q) ||
	    blk_rq_sectors(rq) + bio_sectors(bio) > queue_max_hw_sectors(q))
		return -EINVAL;
	blk_bio_event_new(bio);
	rq->nr_phys_segments = segments;
	rq->biotail->bi_next = bio;
	rq->biotail = bio;
	rq->__data_len += bio->bi_size;
	return 0;
}
EXPORT_SYMBOL(blk_rq_append_bio);

struct request *blk_make_request(struct request_queue *q, struct bio *bio, gfp_t gfp_mask)
{
	struct request *rq = blk_get_request(q, bio_data_dir(bio), gfp_mask);

	if (unlikely(!rq))
		return ERR_PTR(-ENOMEM);
	while (bio) {
		struct bio *next = bio->bi_next;
		int err;

		bio->bi_next = NULL;
		err = blk_rq_append_bio(q, rq, bio);
		if (unlikely(err)) {
			bio->bi_next = next;
			rq->bio = NULL;
			blk_put_request(rq);
			return ERR_PTR(err);
		}
		bio = next;
	}
	return rq;
}
EXPORT_SYMBOL(blk_make_request);

void blk_rq_set_block_pc(struct request *rq)
{
	rq->cmd_type = REQ_TYPE_BLOCK_PC;
	rq->__data_len = 0;
	rq->__sector = (sector_t)-1;
	rq->bio = NULL;
	rq->biotail = NULL;
	memset(rq->__cmd, 0, sizeof(rq->__cmd));
	rq->cmd = rq->__cmd;
}
EXPORT_SYMBOL(blk_rq_set_block_pc);

/* A device may need its buffers aligned more than the caller's is. */
static bool blk_buffer_aligned(struct request_queue *q, void *kbuf, unsigned int len)
{
	unsigned long mask = queue_dma_alignment(q);

	return !((unsigned long)kbuf & mask) && !(len & mask);
}

int blk_rq_map_kern(struct request_queue *q, struct request *rq, void *kbuf, unsigned int len,
		    gfp_t gfp_mask)
{
	bool reading = rq_data_dir(rq) == READ;
	struct bio *bio;
	int err;

	if (len > (queue_max_hw_sectors(q) << 9) || !len || !kbuf)
		return -EINVAL;
	if (blk_buffer_aligned(q, kbuf, len))
		bio = bio_map_kern(q, kbuf, len, gfp_mask);
	else
		bio = bio_copy_kern(q, kbuf, len, gfp_mask, reading);
	if (IS_ERR(bio))
		return PTR_ERR(bio);
	if (!reading)
		bio->bi_rw |= REQ_WRITE;
	err = blk_rq_append_bio(q, rq, bio);
	if (unlikely(err)) {
		blk_bio_event_new(bio);
		bio_endio(bio, err);
		return err;
	}
	rq->buffer = NULL;
	return 0;
}
EXPORT_SYMBOL(blk_rq_map_kern);
