/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * syscall.h - the system calls below a device process: descriptors, waiting, disk I/O.
 *
 * sys/eventfd.h, sys/uio.h, poll.h, unistd.h and libaio.h give them the names that user space knows.
 * Every result is the kernel's own: a negative errno, where libc would return -1. Descriptors belong
 * to the machine whose code opened them. model/hostos_*.c and model/blk_backend.c implement them.
 *
 * A call is a scheduling point. It orders memory only as far as the kernel does on the way: what
 * was done before a write() is visible to who read() it back, and a thread that slept knows what its
 * waker knew.
 *
 * What a call costs in virtual time is the timed strategy's matter. To be told apart there: the entry
 * itself, a sleep with its two context switches, a wake-up of another thread, and per iocb of
 * io_submit() and per I/O of preadv() the block layer's submission.
 */
#ifndef SIM_SYSCALL_H
#define SIM_SYSCALL_H

#include <sim/hostos.h>

/* ---- descriptors --------------------------------------------------------------------------- */

#define SIM_FDS_MAX 64

#define EFD_SEMAPHORE 1
#define EFD_NONBLOCK 04000
#define EFD_CLOEXEC 02000000

/* The lowest free number. -EMFILE when there is none, -EINVAL for other flags. */
int sim_sys_eventfd(unsigned int initval, int flags);
/* Opens a drive, past the page cache. -ENXIO. */
int sim_sys_open_drive(unsigned int drive);
/* -EBADF. What is in flight on it keeps the file behind it. */
int sim_sys_close(int fd);
/*
 * An eventfd's counter, 8 bytes (eventfd(2)): read takes it, or 1 of it with EFD_SEMAPHORE, and waits
 * while it is 0; write adds to it and waits while it would overflow. With EFD_NONBLOCK -EAGAIN
 * instead. -EBADF, -EINVAL for fewer bytes, for adding ~0, and for a drive; -EINTR.
 */
long sim_sys_read(int fd, void *buf, unsigned long bytes);
long sim_sys_write(int fd, const void *buf, unsigned long bytes);

/* ---- waiting ------------------------------------------------------------------------------- */

#define POLLIN 0x001
#define POLLOUT 0x004
#define POLLNVAL 0x020

struct pollfd {
	int fd; /* negative: left out */
	short events;
	short revents;
};

/*
 * Which of count files are ready; sleeps first while none is, if blocking. Returns how many have
 * revents, or -EINTR: nothing made it return. wait says what the sleep is about, for a report at
 * quiescence.
 */
int sim_sys_ppoll(struct pollfd *fds, unsigned int count, bool blocking,
		  const struct sim_wait *wait);

/*
 * futex(2): sleeps if *word is still value, as one step; 0 when woken, -EAGAIN when *word differs,
 * -EINTR. A wake returns how many it woke, those that came first first. Both are full barriers.
 */
int sim_sys_futex_wait(const uint32_t *word, uint32_t value, const struct sim_wait *wait);
int sim_sys_futex_wake(const uint32_t *word, int count);

/*
 * CLOCK_MONOTONIC. In virtual time it is that. In an adversarial run it moves by a microsecond a
 * call, and at times, by choice, by much more: so a loop that waits for time to pass ends, and may
 * end at any round.
 */
sim_ns sim_sys_clock_gettime(void);

/* ---- disk I/O ------------------------------------------------------------------------------ */

struct iovec {
	void *iov_base;
	unsigned long iov_len;
};

/*
 * Sleep until the I/O is done; bytes that were transferred. -EBADF, and -EINVAL unless offset and
 * length are whole sectors; what the disk answers otherwise (-EIO).
 */
long sim_sys_preadv(int fd, const struct iovec *vector, int count, int64_t offset_bytes);
long sim_sys_pwritev(int fd, const struct iovec *vector, int count, int64_t offset_bytes);
int sim_sys_fdatasync(int fd);

enum sim_aio_op { IO_CMD_PREADV, IO_CMD_PWRITEV, IO_CMD_FDSYNC };

struct iocb {
	void *data; /* comes back in the event */
	enum sim_aio_op op;
	int fd;
	int resfd; /* eventfd that each completion adds 1 to; negative: none */
	const struct iovec *vector; /* read during io_submit() */
	int count;
	int64_t offset_bytes;
};

struct io_event {
	void *data;
	struct iocb *obj;
	long res; /* bytes, or a negative errno */
};

/* A context for events I/Os between submission and reaping. -EINVAL for 0, -EAGAIN when the system
 * has no more. */
int sim_sys_io_setup(unsigned int events, unsigned long *context);
/* Waits for what is in flight; events that nobody reaped are gone. -EINVAL. */
int sim_sys_io_destroy(unsigned long context);
/*
 * Submits iocbs in order, and stops at the first that it cannot take: returns how many it took, or if
 * there was none why: -EAGAIN (the context is full, or by fault "io_submit" the system short of
 * something), -EBADF, -EINVAL. An I/O may complete before the call returns.
 */
int sim_sys_io_submit(unsigned long context, int count, struct iocb **iocbs);
/* Takes up to count events, oldest first; sleeps while there are fewer than min. -EINTR. */
int sim_sys_io_getevents(unsigned long context, int min, int count, struct io_event *events,
			 const struct sim_wait *wait);
/* How many events wait: what a process reads in the ring that io_setup() maps. No call, no point. */
int sim_sys_io_peek(unsigned long context);

#endif
