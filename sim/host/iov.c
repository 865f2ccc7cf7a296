/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * iov.c - I/O vectors.
 */
#include <qemu/iov.h>

size_t iov_size(const struct iovec *iov, unsigned int count)
{
	size_t bytes = 0;

	for (unsigned int i = 0; i < count; i++)
		bytes += iov[i].iov_len;
	return bytes;
}

/* Copies between a buffer and the vector from offset on. */
static size_t iov_copy(const struct iovec *iov, unsigned int count, size_t offset, char *buf,
		       size_t bytes, bool to_vector)
{
	size_t done = 0;

	for (unsigned int i = 0; i < count && done < bytes; i++) {
		char *at = (char *)iov[i].iov_base + offset;
		size_t part;

		if (offset >= iov[i].iov_len) {
			offset -= iov[i].iov_len;
			continue;
		}
		part = MIN(iov[i].iov_len - offset, bytes - done);
		if (to_vector)
			memcpy(at, buf + done, part);
		else
			memcpy(buf + done, at, part);
		done += part;
		offset = 0;
	}
	return done;
}

size_t iov_to_buf(const struct iovec *iov, unsigned int count, size_t offset, void *buf,
		  size_t bytes)
{
	return iov_copy(iov, count, offset, buf, bytes, false);
}

size_t iov_from_buf(const struct iovec *iov, unsigned int count, size_t offset, const void *buf,
		    size_t bytes)
{
	return iov_copy(iov, count, offset, (char *)buf, bytes, true);
}

size_t iov_discard_front(struct iovec **iov, unsigned int *count, size_t bytes)
{
	size_t dropped = 0;

	while (*count && dropped < bytes) {
		struct iovec *first = *iov;
		size_t part = MIN(first->iov_len, bytes - dropped);

		dropped += part;
		if (part == first->iov_len) {
			(*iov)++;
			(*count)--;
			continue;
		}
		first->iov_base = (char *)first->iov_base + part;
		first->iov_len -= part;
	}
	return dropped;
}

size_t iov_discard_back(struct iovec *iov, unsigned int *count, size_t bytes)
{
	size_t dropped = 0;

	while (*count && dropped < bytes) {
		struct iovec *last = &iov[*count - 1];
		size_t part = MIN(last->iov_len, bytes - dropped);

		dropped += part;
		last->iov_len -= part;
		if (!last->iov_len)
			(*count)--;
	}
	return dropped;
}

void qemu_iovec_init_external(QEMUIOVector *qiov, struct iovec *iov, int niov)
{
	qiov->iov = iov;
	qiov->niov = niov;
	qiov->size = iov_size(iov, niov);
}
