/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * blk_types.h - the bio and the flags that bios and requests share.
 */
#ifndef _LINUX_BLK_TYPES_H
#define _LINUX_BLK_TYPES_H

#include <linux/types.h>
#include <linux/atomic.h>

struct bio;
struct bio_set;
struct block_device;
struct page;

typedef void(bio_end_io_t)(struct bio *bio, int error);

/* One piece of memory, inside one page. */
struct bio_vec {
	struct page *bv_page;
	unsigned int bv_len; /* bytes */
	unsigned int bv_offset; /* bytes into the page */
};

/*
 * The unit of I/O: bi_size bytes from sector bi_sector on, to or from the pieces
 * bi_io_vec[bi_idx .. bi_vcnt). Owned by whoever submitted it until then, by the block layer and
 * the driver until bi_end_io() has been called, counted by bi_cnt.
 */
struct bio {
	sector_t bi_sector; /* 512-byte sectors; moves on as the bio completes */
	struct bio *bi_next; /* list of a request, or of bios */
	struct block_device *bi_bdev;
	unsigned long bi_flags; /* BIO_* */
	unsigned long bi_rw; /* REQ_* common to bios and requests */
	unsigned short bi_vcnt;
	unsigned short bi_idx;
	unsigned int bi_phys_segments; /* after merging what is contiguous */
	unsigned int bi_size; /* bytes left */
	unsigned int bi_max_vecs;
	atomic_t bi_cnt;
	struct bio_vec *bi_io_vec;
	bio_end_io_t *bi_end_io;
	void *bi_private; /* the submitter's */
	struct bio_set *bi_pool; /* NULL: from bio_kmalloc() or the submitter's own */
	struct bio_vec bi_inline_vecs[];
};

/* Bit numbers in bi_flags. */
enum {
	BIO_UPTODATE, /* no error so far */
	BIO_EOF, /* reached beyond the end of the device */
	BIO_SEG_VALID, /* bi_phys_segments is right */
	BIO_CLONED, /* the vector belongs to another bio */
	BIO_QUIET, /* its errors are not printed */
	BIO_OWNS_VEC, /* bi_io_vec comes from the pool's vectors, not from inside the bio */
};

#define bio_flagged(bio, flag) ((bio)->bi_flags & (1UL << (flag)))

enum rq_flag_bits {
	/* bi_rw and cmd_flags */
	__REQ_WRITE,
	__REQ_FAILFAST_DEV,
	__REQ_FAILFAST_TRANSPORT,
	__REQ_FAILFAST_DRIVER,
	__REQ_SYNC, /* somebody waits for it */
	__REQ_META,
	__REQ_PRIO,
	__REQ_DISCARD,
	__REQ_SECURE,
	__REQ_WRITE_SAME,
	__REQ_NOIDLE,
	__REQ_FUA, /* durable when it completes */
	__REQ_FLUSH, /* what completed before is durable first */
	__REQ_HARDBARRIER, /* until 2.6.36; refused, as 2.6.37 does */
	__REQ_RAHEAD,
	__REQ_THROTTLED,
	/* cmd_flags only */
	__REQ_SORTED, /* the elevator knows it */
	__REQ_SOFTBARRIER, /* may not be passed by others */
	__REQ_NOMERGE,
	__REQ_STARTED, /* the driver has seen it */
	__REQ_DONTPREP, /* prep_rq_fn has run */
	__REQ_QUEUED,
	__REQ_ELVPRIV, /* the elevator may queue it */
	__REQ_FAILED,
	__REQ_QUIET,
	__REQ_PREEMPT,
	__REQ_ALLOCED, /* from the queue's pool */
	__REQ_COPY_USER,
	__REQ_FLUSH_SEQ, /* a step of a flush sequence */
	__REQ_IO_STAT,
	__REQ_MIXED_MERGE,
	__REQ_NR_BITS,
};

#define REQ_WRITE (1U << __REQ_WRITE)
#define REQ_FAILFAST_DEV (1U << __REQ_FAILFAST_DEV)
#define REQ_FAILFAST_TRANSPORT (1U << __REQ_FAILFAST_TRANSPORT)
#define REQ_FAILFAST_DRIVER (1U << __REQ_FAILFAST_DRIVER)
#define REQ_SYNC (1U << __REQ_SYNC)
#define REQ_META (1U << __REQ_META)
#define REQ_PRIO (1U << __REQ_PRIO)
#define REQ_DISCARD (1U << __REQ_DISCARD)
#define REQ_SECURE (1U << __REQ_SECURE)
#define REQ_WRITE_SAME (1U << __REQ_WRITE_SAME)
#define REQ_NOIDLE (1U << __REQ_NOIDLE)
#define REQ_FUA (1U << __REQ_FUA)
#define REQ_FLUSH (1U << __REQ_FLUSH)
#define REQ_HARDBARRIER (1U << __REQ_HARDBARRIER)
#define REQ_RAHEAD (1U << __REQ_RAHEAD)
#define REQ_THROTTLED (1U << __REQ_THROTTLED)
#define REQ_SORTED (1U << __REQ_SORTED)
#define REQ_SOFTBARRIER (1U << __REQ_SOFTBARRIER)
#define REQ_NOMERGE (1U << __REQ_NOMERGE)
#define REQ_STARTED (1U << __REQ_STARTED)
#define REQ_DONTPREP (1U << __REQ_DONTPREP)
#define REQ_QUEUED (1U << __REQ_QUEUED)
#define REQ_ELVPRIV (1U << __REQ_ELVPRIV)
#define REQ_FAILED (1U << __REQ_FAILED)
#define REQ_QUIET (1U << __REQ_QUIET)
#define REQ_PREEMPT (1U << __REQ_PREEMPT)
#define REQ_ALLOCED (1U << __REQ_ALLOCED)
#define REQ_COPY_USER (1U << __REQ_COPY_USER)
#define REQ_FLUSH_SEQ (1U << __REQ_FLUSH_SEQ)
#define REQ_IO_STAT (1U << __REQ_IO_STAT)
#define REQ_MIXED_MERGE (1U << __REQ_MIXED_MERGE)

#define REQ_FAILFAST_MASK (REQ_FAILFAST_DEV | REQ_FAILFAST_TRANSPORT | REQ_FAILFAST_DRIVER)
/* What a request takes over from its first bio. */
#define REQ_COMMON_MASK                                                                            \
	(REQ_WRITE | REQ_FAILFAST_MASK | REQ_SYNC | REQ_META | REQ_PRIO | REQ_DISCARD |            \
	 REQ_WRITE_SAME | REQ_NOIDLE | REQ_FLUSH | REQ_FUA | REQ_SECURE)
#define REQ_CLONE_MASK REQ_COMMON_MASK
/* A request with one of these takes no further bio. */
#define REQ_NOMERGE_FLAGS                                                                          \
	(REQ_NOMERGE | REQ_STARTED | REQ_SOFTBARRIER | REQ_FLUSH | REQ_FUA | REQ_FLUSH_SEQ)

#endif
