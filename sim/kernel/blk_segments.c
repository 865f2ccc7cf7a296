/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_segments.c - how many pieces of memory a device sees, and the table that lists them.
 *
 * Counting and mapping walk the pieces by one and the same rule, so that a table with room for
 * nr_phys_segments always suffices.
 */
#include <linux/blkdev.h>
#include <linux/export.h>
#include <linux/scatterlist.h>

#include "blk.h"

/* A walk over pieces that joins what is contiguous. sgl = NULL only counts. */
struct seg_walk {
	struct request_queue *q;
	struct scatterlist *sgl;
	struct scatterlist *sg; /* the current segment's entry */
	unsigned int nsegs;
	unsigned int seg_bytes;
	phys_addr_t seg_start, seg_end;
};

static phys_addr_t bvec_phys(struct bio_vec *bvec)
{
	return virt_to_phys(page_address(bvec->bv_page)) + bvec->bv_offset;
}

/* The piece at start can become part of the current segment. */
static bool seg_joins(struct seg_walk *walk, phys_addr_t start, unsigned int len)
{
	unsigned long mask = queue_segment_boundary(walk->q);

	if (!walk->nsegs || !blk_queue_cluster(walk->q))
		return false;
	if (walk->seg_end != start)
		return false;
	if (walk->seg_bytes + len > queue_max_segment_size(walk->q))
		return false;
	return (walk->seg_start | mask) == ((start + len - 1) | mask);
}

static void seg_add(struct seg_walk *walk, struct bio_vec *bvec)
{
	phys_addr_t start = bvec_phys(bvec);
	unsigned int len = bvec->bv_len;

	if (seg_joins(walk, start, len)) {
		walk->seg_bytes += len;
		if (walk->sgl)
			walk->sg->length += len;
	} else {
		walk->nsegs++;
		walk->seg_start = start;
		walk->seg_bytes = len;
		if (walk->sgl) {
			/* An earlier, shorter use of the table may have left its end mark. */
			if (walk->sg)
				sg_unmark_end(walk->sg);
			walk->sg = walk->sg ? sg_next(walk->sg) : walk->sgl;
			sg_set_page(walk->sg, bvec->bv_page, len, bvec->bv_offset);
		}
	}
	walk->seg_end = start + len;
}

static void seg_add_bio(struct seg_walk *walk, struct bio *bio)
{
	struct bio_vec *bvec;
	int i;

	bio_for_each_segment(bvec, bio, i)
		seg_add(walk, bvec);
}

void blk_recount_segments(struct request_queue *q, struct bio *bio)
{
	struct seg_walk walk = { .q = q };

	seg_add_bio(&walk, bio);
	bio->bi_phys_segments = walk.nsegs;
	bio->bi_flags |= 1UL << BIO_SEG_VALID;
}

void blk_recalc_rq_segments(struct request *rq)
{
	struct seg_walk walk = { .q = rq->q };
	struct bio *bio;

	__rq_for_each_bio(bio, rq)
		seg_add_bio(&walk, bio);
	rq->nr_phys_segments = walk.nsegs;
}

int blk_rq_map_sg(struct request_queue *q, struct request *rq, struct scatterlist *sglist)
{
	struct seg_walk walk = { .q = q, .sgl = sglist };
	struct bio *bio;

	__rq_for_each_bio(bio, rq)
		seg_add_bio(&walk, bio);
	if (walk.sg)
		sg_mark_end(walk.sg);
	return walk.nsegs;
}
EXPORT_SYMBOL(blk_rq_map_sg);

int blk_bio_map_sg(struct request_queue *q, struct bio *bio, struct scatterlist *sglist)
{
	struct seg_walk walk = { .q = q, .sgl = sglist };

	seg_add_bio(&walk, bio);
	if (walk.sg)
		sg_mark_end(walk.sg);
	BUG_ON(bio->bi_phys_segments && walk.nsegs > bio->bi_phys_segments);
	return walk.nsegs;
}
EXPORT_SYMBOL(blk_bio_map_sg);
