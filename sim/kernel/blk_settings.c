/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_settings.c - what a driver says about its device's limits.
 *
 * Values outside what makes sense are replaced by the nearest that does, as block/blk-settings.c
 * does; the kernel prints a line then, and so does this.
 */
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/printk.h>

#include "blk.h"

void blk_set_default_limits(struct queue_limits *lim)
{
	*lim = (struct queue_limits){
		.bounce_limit = BLK_BOUNCE_ANY,
		.seg_boundary_mask = BLK_SEG_BOUNDARY_MASK,
		.max_hw_sectors = BLK_SAFE_MAX_SECTORS,
		.max_sectors = BLK_SAFE_MAX_SECTORS,
		.max_segment_size = BLK_MAX_SEGMENT_SIZE,
		.logical_block_size = 512,
		.physical_block_size = 512,
		.io_min = 512,
		.max_segments = BLK_MAX_SEGMENTS,
		.cluster = true,
	};
}
EXPORT_SYMBOL(blk_set_default_limits);

void blk_set_stacking_limits(struct queue_limits *lim)
{
	blk_set_default_limits(lim);
	lim->max_segments = USHRT_MAX;
	lim->max_hw_sectors = UINT_MAX;
	lim->max_sectors = BLK_DEF_MAX_SECTORS;
}
EXPORT_SYMBOL(blk_set_stacking_limits);

void blk_queue_bounce_limit(struct request_queue *q, u64 max_addr)
{
	/* All memory is reachable: the value is kept for who asks, and no bio is ever bounced. */
	q->limits.bounce_limit = max_addr;
}
EXPORT_SYMBOL(blk_queue_bounce_limit);

void blk_queue_max_hw_sectors(struct request_queue *q, unsigned int max_hw_sectors)
{
	if ((max_hw_sectors << 9) < PAGE_SIZE) {
		max_hw_sectors = PAGE_SIZE >> 9;
		pr_info("%s: set to minimum %u\n", __func__, max_hw_sectors);
	}
	q->limits.max_hw_sectors = max_hw_sectors;
	q->limits.max_sectors = min_t(unsigned int, max_hw_sectors, BLK_DEF_MAX_SECTORS);
}
EXPORT_SYMBOL(blk_queue_max_hw_sectors);

void blk_queue_max_segments(struct request_queue *q, unsigned short max_segments)
{
	if (!max_segments) {
		max_segments = 1;
		pr_info("%s: set to minimum %u\n", __func__, max_segments);
	}
	q->limits.max_segments = max_segments;
}
EXPORT_SYMBOL(blk_queue_max_segments);

void blk_queue_max_segment_size(struct request_queue *q, unsigned int max_size_bytes)
{
	if (max_size_bytes < PAGE_SIZE) {
		max_size_bytes = PAGE_SIZE;
		pr_info("%s: set to minimum %u\n", __func__, max_size_bytes);
	}
	q->limits.max_segment_size = max_size_bytes;
}
EXPORT_SYMBOL(blk_queue_max_segment_size);

void blk_queue_segment_boundary(struct request_queue *q, unsigned long mask)
{
	if (mask < PAGE_SIZE - 1) {
		mask = PAGE_SIZE - 1;
		pr_info("%s: set to minimum %lx\n", __func__, mask);
	}
	q->limits.seg_boundary_mask = mask;
}
EXPORT_SYMBOL(blk_queue_segment_boundary);

/* A larger logical block makes the physical one and the minimum I/O at least as large. */
void blk_queue_logical_block_size(struct request_queue *q, unsigned short size_bytes)
{
	q->limits.logical_block_size = size_bytes;
	if (q->limits.physical_block_size < size_bytes)
		q->limits.physical_block_size = size_bytes;
	if (q->limits.io_min < q->limits.physical_block_size)
		q->limits.io_min = q->limits.physical_block_size;
}
EXPORT_SYMBOL(blk_queue_logical_block_size);

void blk_queue_physical_block_size(struct request_queue *q, unsigned int size_bytes)
{
	q->limits.physical_block_size =
		max_t(unsigned int, size_bytes, q->limits.logical_block_size);
	if (q->limits.io_min < q->limits.physical_block_size)
		q->limits.io_min = q->limits.physical_block_size;
}
EXPORT_SYMBOL(blk_queue_physical_block_size);

void blk_queue_alignment_offset(struct request_queue *q, unsigned int offset_bytes)
{
	q->limits.alignment_offset = offset_bytes & (q->limits.physical_block_size - 1);
	q->limits.misaligned = false;
}
EXPORT_SYMBOL(blk_queue_alignment_offset);

void blk_queue_io_min(struct request_queue *q, unsigned int min_bytes)
{
	q->limits.io_min = max3(min_bytes, (unsigned int)q->limits.logical_block_size,
				q->limits.physical_block_size);
}
EXPORT_SYMBOL(blk_queue_io_min);

void blk_queue_io_opt(struct request_queue *q, unsigned int opt_bytes)
{
	q->limits.io_opt = opt_bytes;
}
EXPORT_SYMBOL(blk_queue_io_opt);

void blk_queue_dma_alignment(struct request_queue *q, int mask)
{
	q->dma_alignment = mask;
}
EXPORT_SYMBOL(blk_queue_dma_alignment);

void blk_queue_prep_rq(struct request_queue *q, prep_rq_fn *pfn)
{
	q->prep_rq_fn = pfn;
}
EXPORT_SYMBOL(blk_queue_prep_rq);

void blk_queue_unprep_rq(struct request_queue *q, unprep_rq_fn *ufn)
{
	q->unprep_rq_fn = ufn;
}
EXPORT_SYMBOL(blk_queue_unprep_rq);

void blk_queue_max_discard_sectors(struct request_queue *q, unsigned int max_discard_sectors)
{
	q->limits.max_discard_sectors = max_discard_sectors;
}
EXPORT_SYMBOL(blk_queue_max_discard_sectors);

void blk_queue_flush(struct request_queue *q, unsigned int flush)
{
	WARN_ON(flush & ~(REQ_FLUSH | REQ_FUA));
	/* FUA means nothing to a device without a cache. */
	if (WARN_ON(!(flush & REQ_FLUSH) && (flush & REQ_FUA)))
		flush &= ~REQ_FUA;
	WRITE_ONCE(q->flush_flags, flush & (REQ_FLUSH | REQ_FUA));
}
EXPORT_SYMBOL(blk_queue_flush);

void blk_queue_flush_queueable(struct request_queue *q, bool queueable)
{
	q->flush_not_queueable = !queueable;
}
EXPORT_SYMBOL(blk_queue_flush_queueable);

int blk_queue_ordered(struct request_queue *q, unsigned int ordered)
{
	switch (ordered) {
	case QUEUE_ORDERED_NONE:
	case QUEUE_ORDERED_DRAIN:
	case QUEUE_ORDERED_TAG:
		blk_queue_flush(q, 0);
		return 0;
	case QUEUE_ORDERED_DRAIN_FLUSH:
		blk_queue_flush(q, REQ_FLUSH);
		return 0;
	case QUEUE_ORDERED_DRAIN_FUA:
		blk_queue_flush(q, REQ_FLUSH | REQ_FUA);
		return 0;
	default:
		pr_err("%s: bad value %u\n", __func__, ordered);
		return -EINVAL;
	}
}
EXPORT_SYMBOL(blk_queue_ordered);
