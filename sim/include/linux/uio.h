/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * uio.h - the memory of an I/O in pieces, and where in it the I/O is.
 *
 * Pieces are of struct bio_vec or struct kvec. An iterator does not own them: they stay until the
 * call that got the iterator has returned.
 */
#ifndef SIM_LINUX_UIO_H
#define SIM_LINUX_UIO_H

#include_next <linux/uio.h>

#include <linux/blk_types.h>
#include <linux/fs.h>
#include <linux/types.h>

struct kvec {
	void *iov_base;
	size_t iov_len;
};

/* In iov_iter.type beside READ (data is stored into the pieces) or WRITE (taken from them). */
enum {
	ITER_KVEC = 2,
	ITER_BVEC = 4,
};

struct iov_iter {
	int type;
	size_t iov_offset; /* bytes of the first piece that are behind */
	size_t count; /* bytes left */
	union {
		const struct kvec *kvec;
		const struct bio_vec *bvec;
	};
	unsigned long nr_segs; /* pieces left */
};

#define iov_iter_rw(iter) ((iter)->type & 1)

static inline size_t iov_iter_count(const struct iov_iter *iter)
{
	return iter->count;
}

/* Leaves at most count bytes. */
static inline void iov_iter_truncate(struct iov_iter *iter, size_t count)
{
	if (iter->count > count)
		iter->count = count;
}

/* direction: ITER_* | READ or WRITE. */
void iov_iter_kvec(struct iov_iter *iter, int direction, const struct kvec *kvec,
		   unsigned long nr_segs, size_t count);
void iov_iter_bvec(struct iov_iter *iter, int direction, const struct bio_vec *bvec,
		   unsigned long nr_segs, size_t count);

/* The first piece that is left; *len receives its bytes. Not with nothing left. */
void *iov_iter_first(const struct iov_iter *iter, size_t *len);
void iov_iter_advance(struct iov_iter *iter, size_t bytes);
/* Back by bytes that have been advanced before. */
void iov_iter_revert(struct iov_iter *iter, size_t bytes);
/* Copies and advances. Returns the bytes copied: all, or what was left. */
size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *iter);
size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *iter);

#endif
