/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bio.h - building, walking and ending bios.
 */
#ifndef _LINUX_BIO_H
#define _LINUX_BIO_H

#include <linux/blk_types.h>
#include <linux/gfp.h>
#include <linux/ioprio.h>
#include <linux/kernel.h>
#include <linux/mempool.h>
#include <linux/mm.h>

struct request_queue;

#define BIO_MAX_PAGES 256
#define BIO_MAX_SIZE (BIO_MAX_PAGES << PAGE_SHIFT)
#define BIO_MAX_SECTORS (BIO_MAX_SIZE >> 9)
#define BIO_INLINE_VECS 4
#define BIO_POOL_SIZE 2

/* The scheduling priority in the upper bits of bi_rw. */
#define BIO_PRIO_SHIFT (8 * sizeof(unsigned long) - 16)
#define bio_prio(bio) ((unsigned short)((bio)->bi_rw >> BIO_PRIO_SHIFT))
#define bio_prio_valid(bio) ioprio_valid(bio_prio(bio))
#define ioprio_valid(mask) (IOPRIO_PRIO_CLASS((mask)) != IOPRIO_CLASS_NONE)
#define bio_set_prio(bio, prio)                                                                    \
	do {                                                                                       \
		(bio)->bi_rw &= (1UL << BIO_PRIO_SHIFT) - 1;                                       \
		(bio)->bi_rw |= (unsigned long)(prio) << BIO_PRIO_SHIFT;                           \
	} while (0)

#define bio_iovec_idx(bio, idx) (&((bio)->bi_io_vec[(idx)]))
#define bio_iovec(bio) bio_iovec_idx((bio), (bio)->bi_idx)
#define bio_page(bio) (bio_iovec(bio)->bv_page)
#define bio_offset(bio) (bio_iovec(bio)->bv_offset)
#define bio_segments(bio) ((bio)->bi_vcnt - (bio)->bi_idx)
#define bio_sectors(bio) ((bio)->bi_size >> 9)
#define bio_end_sector(bio) ((bio)->bi_sector + bio_sectors(bio))
#define bio_data_dir(bio) ((int)((bio)->bi_rw & REQ_WRITE))
#define bio_rw_flagged(bio, flag) (((bio)->bi_rw & (flag)) != 0)

#define __bio_for_each_segment(bvl, bio, i, start_idx)                                             \
	for ((i) = (start_idx), (bvl) = bio_iovec_idx((bio), (start_idx)); (i) < (bio)->bi_vcnt;   \
	     (bvl)++, (i)++)
#define bio_for_each_segment(bvl, bio, i) __bio_for_each_segment(bvl, bio, i, (bio)->bi_idx)

static inline bool bio_has_data(struct bio *bio)
{
	return bio && bio->bi_io_vec != NULL && bio->bi_vcnt != 0;
}

static inline unsigned int bio_cur_bytes(struct bio *bio)
{
	return bio->bi_vcnt ? bio_iovec(bio)->bv_len : bio->bi_size;
}

static inline void *bio_data(struct bio *bio)
{
	if (!bio->bi_vcnt)
		return NULL;
	return (char *)page_address(bio_page(bio)) + bio_offset(bio);
}

/* ---- allocation ---------------------------------------------------------------------------- */

/* A reserve of bios, so that an I/O that frees memory can always be built. */
struct bio_set {
	unsigned int front_pad; /* bytes in front of each bio, for the owner */
	mempool_t *bio_pool;
	mempool_t *bvec_pool; /* vectors of BIO_MAX_PAGES entries */
};

/* The set that bio_alloc() uses. Made at boot. */
extern struct bio_set *fs_bio_set;

/* Task context. NULL without memory. */
struct bio_set *bioset_create(unsigned int pool_size, unsigned int front_pad);
/* Every bio must be back. NULL is ignored. */
void bioset_free(struct bio_set *bs);

/*
 * A bio with room for nr_iovecs pieces, one reference. With __GFP_WAIT it may sleep until another
 * bio of the set is freed, and never fails; so a task may hold only one bio that it has not yet
 * submitted (Documentation/block/biodoc.txt). NULL if nr_iovecs is above BIO_MAX_PAGES.
 */
struct bio *bio_alloc_bioset(gfp_t gfp_mask, int nr_iovecs, struct bio_set *bs);
struct bio *bio_alloc(gfp_t gfp_mask, unsigned int nr_iovecs);
/* From plain memory: may fail, takes no reserve. */
struct bio *bio_kmalloc(gfp_t gfp_mask, unsigned int nr_iovecs);
/* Prepares a bio that the caller allocated himself, without a vector. */
void bio_init(struct bio *bio);
/* A second bio over the same pieces; its vector is a copy. NULL if the allocation fails. */
struct bio *bio_clone(struct bio *bio, gfp_t gfp_mask);
void __bio_clone(struct bio *bio, struct bio *bio_src);

/* Takes a reference; any context. */
static inline void bio_get(struct bio *bio)
{
	atomic_inc(&bio->bi_cnt);
}
/* Drops one; the last frees the bio. Any context. */
void bio_put(struct bio *bio);

/* ---- content ------------------------------------------------------------------------------- */

/*
 * Appends len bytes of page at offset. Returns len, or 0 when the queue of bi_bdev could not take
 * the bio that would result, or the vector is full.
 */
int bio_add_page(struct bio *bio, struct page *page, unsigned int len, unsigned int offset);
/* The same for a request of its own kind (REQ_TYPE_BLOCK_PC), limited by the hardware alone. */
int bio_add_pc_page(struct request_queue *q, struct bio *bio, struct page *page, unsigned int len,
		    unsigned int offset);
/* Pieces that a bio for this device may have. */
int bio_get_nr_vecs(struct block_device *bdev);
/* A bio over len bytes of kernel memory; ends by putting itself. ERR_PTR() on failure. */
struct bio *bio_map_kern(struct request_queue *q, void *data, unsigned int len, gfp_t gfp_mask);
/* The same through pages of its own: reading copies back to data at the end. */
struct bio *bio_copy_kern(struct request_queue *q, void *data, unsigned int len, gfp_t gfp_mask,
			  int reading);
void zero_fill_bio(struct bio *bio);
/* Pieces of memory that a device sees: contiguous ones counted once, if the queue clusters. */
int bio_phys_segments(struct request_queue *q, struct bio *bio);

/*
 * Ends a bio: calls bi_end_io(bio, error). Exactly once for each submission, by the driver or the
 * block layer, in any context. An error once recorded (BIO_UPTODATE cleared) is not lost.
 */
void bio_endio(struct bio *bio, int error);
#define bio_io_error(bio) bio_endio((bio), -EIO)

/* ---- lists --------------------------------------------------------------------------------- */

struct bio_list {
	struct bio *head;
	struct bio *tail;
};

#define BIO_EMPTY_LIST                                                                             \
	{                                                                                          \
		NULL, NULL                                                                         \
	}
#define bio_list_for_each(bio, bl) for ((bio) = (bl)->head; (bio); (bio) = (bio)->bi_next)

static inline void bio_list_init(struct bio_list *bl)
{
	bl->head = NULL;
	bl->tail = NULL;
}

static inline int bio_list_empty(const struct bio_list *bl)
{
	return bl->head == NULL;
}

static inline void bio_list_add(struct bio_list *bl, struct bio *bio)
{
	bio->bi_next = NULL;
	if (bl->tail)
		bl->tail->bi_next = bio;
	else
		bl->head = bio;
	bl->tail = bio;
}

static inline void bio_list_add_head(struct bio_list *bl, struct bio *bio)
{
	bio->bi_next = bl->head;
	bl->head = bio;
	if (!bl->tail)
		bl->tail = bio;
}

static inline void bio_list_merge(struct bio_list *bl, struct bio_list *more)
{
	if (!more->head)
		return;
	if (bl->tail)
		bl->tail->bi_next = more->head;
	else
		bl->head = more->head;
	bl->tail = more->tail;
}

static inline struct bio *bio_list_peek(struct bio_list *bl)
{
	return bl->head;
}

static inline struct bio *bio_list_pop(struct bio_list *bl)
{
	struct bio *bio = bl->head;

	if (!bio)
		return NULL;
	bl->head = bio->bi_next;
	if (!bl->head)
		bl->tail = NULL;
	bio->bi_next = NULL;
	return bio;
}

/* The whole chain, linked by bi_next; the list is empty afterwards. */
static inline struct bio *bio_list_get(struct bio_list *bl)
{
	struct bio *bio = bl->head;

	bio_list_init(bl);
	return bio;
}

static inline unsigned int bio_list_size(const struct bio_list *bl)
{
	const struct bio *bio;
	unsigned int size = 0;

	for (bio = bl->head; bio; bio = bio->bi_next)
		size++;
	return size;
}

#endif
