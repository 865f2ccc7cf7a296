/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iov.h - I/O vectors: copying to and from them, and cutting pieces off.
 *
 * Sizes and offsets are bytes. Vectors may point into guest memory.
 */
#ifndef QEMU_IOV_H
#define QEMU_IOV_H

#include <qemu/osdep.h>

typedef struct QEMUIOVector {
	struct iovec *iov;
	int niov;
	size_t size;
} QEMUIOVector;

size_t iov_size(const struct iovec *iov, unsigned int count);
/* Copies out of, or into, the vector from offset on; returns how much there was room for. */
size_t iov_to_buf(const struct iovec *iov, unsigned int count, size_t offset, void *buf,
		  size_t bytes);
size_t iov_from_buf(const struct iovec *iov, unsigned int count, size_t offset, const void *buf,
		    size_t bytes);
/* Drops bytes from the front, or the back, of a vector in place: moves *iov and *count. Returns how
 * much was dropped. */
size_t iov_discard_front(struct iovec **iov, unsigned int *count, size_t bytes);
size_t iov_discard_back(struct iovec *iov, unsigned int *count, size_t bytes);
/* The vector is borrowed. */
void qemu_iovec_init_external(QEMUIOVector *qiov, struct iovec *iov, int niov);

#endif
