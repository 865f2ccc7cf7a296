/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bio_build.c - putting pieces of memory into bios, within what a queue can take.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/log2.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk.h"

/* The new piece directly follows the last one inside the same page: that one grows. */
static bool bio_extend_last(struct bio *bio, struct page *page, unsigned int len,
			    unsigned int offset)
{
	struct bio_vec *prev;

	if (!bio->bi_vcnt)
		return false;
	prev = &bio->bi_io_vec[bio->bi_vcnt - 1];
	if (page != prev->bv_page || offset != prev->bv_offset + prev->bv_len)
		return false;
	prev->bv_len += len;
	return true;
}

static int bio_add(struct request_queue *q, struct bio *bio, struct page *page, unsigned int len,
		   unsigned int offset, unsigned int max_sectors)
{
	struct bio_vec *bvec;

	if (bio_flagged(bio, BIO_CLONED))
		return 0;
	if (((bio->bi_size + len) >> 9) > max_sectors)
		return 0;
	if (bio_extend_last(bio, page, len, offset)) {
		bio->bi_size += len;
		return len;
	}
	if (bio->bi_vcnt >= bio->bi_max_vecs)
		return 0;
	if (bio->bi_phys_segments >= queue_max_segments(q)) {
		blk_recount_segments(q, bio);
		if (bio->bi_phys_segments >= queue_max_segments(q))
			return 0;
	}
	bvec = &bio->bi_io_vec[bio->bi_vcnt];
	bvec->bv_page = page;
	bvec->bv_len = len;
	bvec->bv_offset = offset;
	bio->bi_vcnt++;
	bio->bi_phys_segments++;
	bio->bi_flags &= ~(1UL << BIO_SEG_VALID);
	bio->bi_size += len;
	return len;
}

int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset)
{
	struct request_queue *q = bdev_get_queue(bio->bi_bdev);

	return bio_add(q, bio, page, len, offset, queue_max_sectors(q));
}
EXPORT_SYMBOL(bio_add_page);

int bio_add_pc_page(struct request_queue *q, struct bio *bio, struct page *page, unsigned int len,
		    unsigned int offset)
{
	return bio_add(q, bio, page, len, offset, queue_max_hw_sectors(q));
}
EXPORT_SYMBOL(bio_add_pc_page);

int bio_get_nr_vecs(struct block_device *bdev)
{
	return min_t(unsigned int, queue_max_segments(bdev_get_queue(bdev)), BIO_MAX_PAGES);
}
EXPORT_SYMBOL(bio_get_nr_vecs);

int bio_phys_segments(struct request_queue *q, struct bio *bio)
{
	if (!bio_flagged(bio, BIO_SEG_VALID))
		blk_recount_segments(q, bio);
	return bio->bi_phys_segments;
}
EXPORT_SYMBOL(bio_phys_segments);

/* Pages that [data, data + len) touches. */
static unsigned int pages_of(const void *data, unsigned int len)
{
	return DIV_ROUND_UP(offset_in_page(data) + len, PAGE_SIZE);
}

static void bio_map_kern_endio(struct bio *bio, int error)
{
	bio_put(bio);
}

struct bio *bio_map_kern(struct request_queue *q, void *data, unsigned int len, gfp_t gfp_mask)
{
	struct bio *bio = bio_kmalloc(gfp_mask, pages_of(data, len));
	unsigned int left = len;
	char *at = data;

	if (!bio)
		return ERR_PTR(-ENOMEM);
	while (left) {
		unsigned int offset = offset_in_page(at);
		unsigned int bytes = min_t(unsigned int, PAGE_SIZE - offset, left);

		if (bio_add_pc_page(q, bio, virt_to_page(at), bytes, offset) < (int)bytes)
			break;
		at += bytes;
		left -= bytes;
	}
	if (left) {
		bio_put(bio);
		return ERR_PTR(-EINVAL);
	}
	bio->bi_end_io = bio_map_kern_endio;
	return bio;
}
EXPORT_SYMBOL(bio_map_kern);

/* What a bio_copy_kern() bio has in bi_private. */
struct bio_copy {
	void *data;
	void *bounce;
	unsigned int len;
	bool reading;
};

static void bio_copy_kern_endio(struct bio *bio, int error)
{
	struct bio_copy *copy = bio->bi_private;

	if (copy->reading && !error)
		memcpy(copy->data, copy->bounce, copy->len);
	kfree(copy->bounce);
	kfree(copy);
	bio_put(bio);
}

/* Exactly len bytes, over no more pages than they need: a device may take one segment only. */
static void *bio_bounce_alloc(unsigned int len, gfp_t gfp_mask)
{
	size_t align = min_t(size_t, roundup_pow_of_two(len), PAGE_SIZE);

	return __gfp_alloc(len, align, gfp_mask | __GFP_ZERO, "bio_copy_kern");
}

struct bio *bio_copy_kern(struct request_queue *q, void *data, unsigned int len, gfp_t gfp_mask,
			  int reading)
{
	struct bio_copy *copy = kzalloc(sizeof(*copy), gfp_mask);
	struct bio *bio = ERR_PTR(-ENOMEM);

	if (!copy)
		return bio;
	copy->data = data;
	copy->len = len;
	copy->reading = reading;
	copy->bounce = bio_bounce_alloc(len, gfp_mask);
	if (!copy->bounce)
		goto free_copy;
	bio = bio_map_kern(q, copy->bounce, len, gfp_mask);
	if (IS_ERR(bio))
		goto free_bounce;
	if (!reading)
		memcpy(copy->bounce, data, len);
	bio->bi_private = copy;
	bio->bi_end_io = bio_copy_kern_endio;
	return bio;

free_bounce:
	kfree(copy->bounce);
free_copy:
	kfree(copy);
	return bio;
}
EXPORT_SYMBOL(bio_copy_kern);
