/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libaio.h - asynchronous I/O of Linux, io_setup(2) and its relatives; see sim/syscall.h.
 */
#ifndef LIBAIO_H
#define LIBAIO_H

#include <sim/syscall.h>

typedef unsigned long io_context_t;

static inline int io_setup(int maxevents, io_context_t *ctxp)
{
	return sim_sys_io_setup((unsigned int)maxevents, ctxp);
}

static inline int io_destroy(io_context_t ctx)
{
	return sim_sys_io_destroy(ctx);
}

static inline int io_submit(io_context_t ctx, long nr, struct iocb **ios)
{
	return sim_sys_io_submit(ctx, (int)nr, ios);
}

/* Never sleeps: min_nr is 0. */
static inline int io_getevents(io_context_t ctx, long nr, struct io_event *events)
{
	return sim_sys_io_getevents(ctx, 0, (int)nr, events, NULL);
}

/* How many events io_getevents() would return now, without a system call. */
static inline int io_getevents_peek(io_context_t ctx)
{
	return sim_sys_io_peek(ctx);
}

static inline void io_prep(struct iocb *iocb, enum sim_aio_op op, int fd, const struct iovec *iov,
			   int iovcnt, int64_t offset)
{
	iocb->data = NULL;
	iocb->op = op;
	iocb->fd = fd;
	iocb->resfd = -1;
	iocb->vector = iov;
	iocb->count = iovcnt;
	iocb->offset_bytes = offset;
}

static inline void io_prep_preadv(struct iocb *iocb, int fd, const struct iovec *iov, int iovcnt,
				  int64_t offset)
{
	io_prep(iocb, IO_CMD_PREADV, fd, iov, iovcnt, offset);
}

static inline void io_prep_pwritev(struct iocb *iocb, int fd, const struct iovec *iov, int iovcnt,
				   int64_t offset)
{
	io_prep(iocb, IO_CMD_PWRITEV, fd, iov, iovcnt, offset);
}

static inline void io_prep_fdsync(struct iocb *iocb, int fd)
{
	io_prep(iocb, IO_CMD_FDSYNC, fd, NULL, 0, 0);
}

static inline void io_set_eventfd(struct iocb *iocb, int eventfd)
{
	iocb->resfd = eventfd;
}

#endif
