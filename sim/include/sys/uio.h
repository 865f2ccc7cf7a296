/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * sys/uio.h - preadv(2) and pwritev(2); see sim/syscall.h.
 */
#ifndef SYS_UIO_H
#define SYS_UIO_H

#include <sim/syscall.h>

static inline long preadv(int fd, const struct iovec *iov, int iovcnt, int64_t offset)
{
	return sim_sys_preadv(fd, iov, iovcnt, offset);
}

static inline long pwritev(int fd, const struct iovec *iov, int iovcnt, int64_t offset)
{
	return sim_sys_pwritev(fd, iov, iovcnt, offset);
}

#endif
