/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iov_iter.c - walking over the memory of an I/O.
 */
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/uio.h>

void iov_iter_kvec(struct iov_iter *iter, int direction, const struct kvec *kvec,
		   unsigned long nr_segs, size_t count)
{
	*iter = (struct iov_iter){
		.type = direction | ITER_KVEC,
		.kvec = kvec,
		.nr_segs = nr_segs,
		.count = count,
	};
}
EXPORT_SYMBOL(iov_iter_kvec);

void iov_iter_bvec(struct iov_iter *iter, int direction, const struct bio_vec *bvec,
		   unsigned long nr_segs, size_t count)
{
	*iter = (struct iov_iter){
		.type = direction | ITER_BVEC,
		.bvec = bvec,
		.nr_segs = nr_segs,
		.count = count,
	};
}
EXPORT_SYMBOL(iov_iter_bvec);

/* Piece number n from where the iterator is: below 0 what is behind. */
static void *piece(const struct iov_iter *iter, long n, size_t *len)
{
	if (iter->type & ITER_BVEC) {
		const struct bio_vec *bv = &iter->bvec[n];

		*len = bv->bv_len;
		return (char *)page_address(bv->bv_page) + bv->bv_offset;
	}
	*len = iter->kvec[n].iov_len;
	return iter->kvec[n].iov_base;
}

static void move(struct iov_iter *iter, long pieces)
{
	if (iter->type & ITER_BVEC)
		iter->bvec += pieces;
	else
		iter->kvec += pieces;
	iter->nr_segs -= (unsigned long)pieces;
}

void *iov_iter_first(const struct iov_iter *iter, size_t *len)
{
	size_t bytes;
	char *base = piece(iter, 0, &bytes);

	*len = min(bytes - iter->iov_offset, iter->count);
	return base + iter->iov_offset;
}
EXPORT_SYMBOL(iov_iter_first);

void iov_iter_advance(struct iov_iter *iter, size_t bytes)
{
	size_t len;

	bytes = min(bytes, iter->count);
	iter->count -= bytes;
	bytes += iter->iov_offset;
	while (bytes) {
		piece(iter, 0, &len);
		if (bytes < len)
			break;
		bytes -= len;
		move(iter, 1);
	}
	iter->iov_offset = bytes;
}
EXPORT_SYMBOL(iov_iter_advance);

void iov_iter_revert(struct iov_iter *iter, size_t bytes)
{
	size_t len;

	iter->count += bytes;
	while (bytes > iter->iov_offset) {
		bytes -= iter->iov_offset;
		piece(iter, -1, &len);
		move(iter, -1);
		iter->iov_offset = len;
	}
	iter->iov_offset -= bytes;
}
EXPORT_SYMBOL(iov_iter_revert);

size_t copy_to_iter(const void *addr, size_t bytes, struct iov_iter *iter)
{
	size_t done = 0;

	WARN_ON(iov_iter_rw(iter) != READ);
	while (done < bytes && iter->count) {
		size_t len;
		void *to = iov_iter_first(iter, &len);

		len = min(len, bytes - done);
		memcpy(to, addr + done, len);
		iov_iter_advance(iter, len);
		done += len;
	}
	return done;
}
EXPORT_SYMBOL(copy_to_iter);

size_t copy_from_iter(void *addr, size_t bytes, struct iov_iter *iter)
{
	size_t done = 0;

	WARN_ON(iov_iter_rw(iter) != WRITE);
	while (done < bytes && iter->count) {
		size_t len;
		const void *from = iov_iter_first(iter, &len);

		len = min(len, bytes - done);
		memcpy(addr + done, from, len);
		iov_iter_advance(iter, len);
		done += len;
	}
	return done;
}
EXPORT_SYMBOL(copy_from_iter);
