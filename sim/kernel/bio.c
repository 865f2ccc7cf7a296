/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bio.c - allocation, filling and the end of bios.
 *
 * Pools as in fs/bio.c of the era: a reserve of bios with a few pieces inside, a reserve of vectors
 * of the largest size, and plain memory for what lies between, as long as there is some.
 */
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "blk.h"

struct bio_set *fs_bio_set;
EXPORT_SYMBOL(fs_bio_set);

static size_t bio_bytes(unsigned int inline_vecs)
{
	return sizeof(struct bio) + inline_vecs * sizeof(struct bio_vec);
}

void bio_init(struct bio *bio)
{
	memset(bio, 0, sizeof(*bio));
	bio->bi_flags = 1UL << BIO_UPTODATE;
	atomic_set(&bio->bi_cnt, 1);
}
EXPORT_SYMBOL(bio_init);

struct bio_set *bioset_create(unsigned int pool_size, unsigned int front_pad)
{
	struct bio_set *bs = kzalloc(sizeof(*bs), GFP_KERNEL);

	if (!bs)
		return NULL;
	bs->front_pad = front_pad;
	bs->bio_pool =
		mempool_create_kmalloc_pool(pool_size, front_pad + bio_bytes(BIO_INLINE_VECS));
	bs->bvec_pool =
		mempool_create_kmalloc_pool(pool_size, BIO_MAX_PAGES * sizeof(struct bio_vec));
	if (!bs->bio_pool || !bs->bvec_pool) {
		bioset_free(bs);
		return NULL;
	}
	return bs;
}
EXPORT_SYMBOL(bioset_create);

void bioset_free(struct bio_set *bs)
{
	if (!bs)
		return;
	mempool_destroy(bs->bio_pool);
	mempool_destroy(bs->bvec_pool);
	kfree(bs);
}
EXPORT_SYMBOL(bioset_free);

/*
 * Memory for more pieces than a bio has inside: first without waiting, then from the reserve, whose
 * vectors have the largest size.
 */
static struct bio_vec *bvec_alloc(struct bio *bio, gfp_t gfp_mask, unsigned int nr,
				  struct bio_set *bs)
{
	struct bio_vec *bvl;

	if (nr < BIO_MAX_PAGES) {
		bvl = kcalloc(nr, sizeof(*bvl), (gfp_mask & ~(__GFP_WAIT | __GFP_IO)));
		if (bvl)
			return bvl;
		if (!(gfp_mask & __GFP_WAIT))
			return NULL;
	}
	bvl = mempool_alloc(bs->bvec_pool, gfp_mask);
	if (!bvl)
		return NULL;
	memset(bvl, 0, BIO_MAX_PAGES * sizeof(*bvl));
	bio->bi_flags |= 1UL << BIO_OWNS_VEC;
	return bvl;
}

struct bio *bio_alloc_bioset(gfp_t gfp_mask, int nr_iovecs, struct bio_set *bs)
{
	struct bio *bio;
	char *mem;

	if (nr_iovecs < 0 || nr_iovecs > BIO_MAX_PAGES)
		return NULL;
	mem = mempool_alloc(bs->bio_pool, gfp_mask);
	if (!mem)
		return NULL;
	bio = (struct bio *)(mem + bs->front_pad);
	bio_init(bio);
	bio->bi_pool = bs;
	if (nr_iovecs <= BIO_INLINE_VECS) {
		bio->bi_io_vec = nr_iovecs ? bio->bi_inline_vecs : NULL;
		memset(bio->bi_inline_vecs, 0, BIO_INLINE_VECS * sizeof(struct bio_vec));
	} else {
		bio->bi_io_vec = bvec_alloc(bio, gfp_mask, nr_iovecs, bs);
		if (!bio->bi_io_vec) {
			mempool_free(mem, bs->bio_pool);
			return NULL;
		}
	}
	bio->bi_max_vecs = nr_iovecs;
	return bio;
}
EXPORT_SYMBOL(bio_alloc_bioset);

struct bio *bio_alloc(gfp_t gfp_mask, unsigned int nr_iovecs)
{
	return bio_alloc_bioset(gfp_mask, nr_iovecs, fs_bio_set);
}
EXPORT_SYMBOL(bio_alloc);

struct bio *bio_kmalloc(gfp_t gfp_mask, unsigned int nr_iovecs)
{
	struct bio *bio;

	if (nr_iovecs > BIO_MAX_PAGES)
		return NULL;
	bio = kzalloc(bio_bytes(nr_iovecs), gfp_mask);
	if (!bio)
		return NULL;
	bio_init(bio);
	bio->bi_max_vecs = nr_iovecs;
	bio->bi_io_vec = nr_iovecs ? bio->bi_inline_vecs : NULL;
	return bio;
}
EXPORT_SYMBOL(bio_kmalloc);

static void bio_free(struct bio *bio)
{
	struct bio_set *bs = bio->bi_pool;

	if (!bs) {
		kfree(bio);
		return;
	}
	if (bio->bi_flags & (1UL << BIO_OWNS_VEC))
		mempool_free(bio->bi_io_vec, bs->bvec_pool);
	else if (bio->bi_io_vec && bio->bi_io_vec != bio->bi_inline_vecs)
		kfree(bio->bi_io_vec);
	mempool_free((char *)bio - bs->front_pad, bs->bio_pool);
}

void bio_put(struct bio *bio)
{
	BUG_ON(!atomic_read(&bio->bi_cnt));
	if (atomic_dec_and_test(&bio->bi_cnt))
		bio_free(bio);
}
EXPORT_SYMBOL(bio_put);

void __bio_clone(struct bio *bio, struct bio *bio_src)
{
	memcpy(bio->bi_io_vec, bio_src->bi_io_vec, bio_src->bi_max_vecs * sizeof(struct bio_vec));
	bio->bi_sector = bio_src->bi_sector;
	bio->bi_bdev = bio_src->bi_bdev;
	bio->bi_flags |= 1UL << BIO_CLONED;
	bio->bi_rw = bio_src->bi_rw;
	bio->bi_vcnt = bio_src->bi_vcnt;
	bio->bi_size = bio_src->bi_size;
	bio->bi_idx = bio_src->bi_idx;
}
EXPORT_SYMBOL(__bio_clone);

struct bio *bio_clone(struct bio *bio, gfp_t gfp_mask)
{
	struct bio *clone = bio_alloc(gfp_mask, bio->bi_max_vecs);

	if (clone)
		__bio_clone(clone, bio);
	return clone;
}
EXPORT_SYMBOL(bio_clone);

void zero_fill_bio(struct bio *bio)
{
	struct bio_vec *bv;
	int i;

	bio_for_each_segment(bv, bio, i)
		memset((char *)page_address(bv->bv_page) + bv->bv_offset, 0, bv->bv_len);
}
EXPORT_SYMBOL(zero_fill_bio);

void bio_endio(struct bio *bio, int error)
{
	sim_event(SIM_EV_REQUEST_END, bio, (uint64_t)(int64_t)error, 0);
	if (error)
		bio->bi_flags &= ~(1UL << BIO_UPTODATE);
	else if (!bio_flagged(bio, BIO_UPTODATE))
		error = -EIO;
	if (bio->bi_end_io)
		bio->bi_end_io(bio, error);
}
EXPORT_SYMBOL(bio_endio);

int bio_init_pools(void)
{
	fs_bio_set = bioset_create(BIO_POOL_SIZE, 0);
	return fs_bio_set ? 0 : -ENOMEM;
}

void bio_exit_pools(void)
{
	bioset_free(fs_bio_set);
	fs_bio_set = NULL;
}
