/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hostos_private.h - open files and sleeping threads of device processes, for hostos*.c and
 * blk_backend.c only.
 */
#ifndef MODEL_HOSTOS_PRIVATE_H
#define MODEL_HOSTOS_PRIVATE_H

#include <memory/vclock.h>
#include <model/hostos.h>
#include <sim/syscall.h>

enum host_file_kind { HOST_FILE_FREE, HOST_FILE_EVENTFD, HOST_FILE_DRIVE };

struct host_file {
	enum host_file_kind kind;
	int8_t machine;
	uint8_t fd;
	bool open; /* false: closed, but still used by I/O in flight */
	unsigned int users; /* I/Os that signal it when they complete */
	int flags; /* of an eventfd */
	uint64_t count;
	unsigned int drive;
	struct vclock order; /* of its lock */
};

void hostos_wait_init(void);
void hostos_fd_init(void);
void hostos_aio_init(void);

/* An open file of the calling machine; NULL: -EBADF. */
struct host_file *hostos_file(int fd);
/* Adds to an eventfd's counter, as far as that goes, and wakes who waits for it. */
void hostos_eventfd_add(struct host_file *file, uint64_t value);
void hostos_file_release(struct host_file *file);

/*
 * Who sleeps, for what: an address, or files by number. Lies on the sleeper's stack. From the first
 * of the two calls on a wake-up is not lost; what it is about is looked at between them.
 */
struct host_sleeper {
	struct host_sleeper *next;
	struct sim_ctx *ctx;
	const void *key;
	uint64_t fds; /* bit n: file n */
	int machine; /* theirs */
	long woken;
};

void hostos_sleep_begin(struct host_sleeper *sleeper, const void *key, uint64_t fds);
/* False if nobody woke it: a signal, or what looks like one. */
bool hostos_sleep(struct host_sleeper *sleeper, const struct sim_wait *wait);
/* It does not sleep after all. */
void hostos_sleep_cancel(struct host_sleeper *sleeper);
/* Wakes up to count of those that sleep for key, first come first; how many. */
unsigned int hostos_wake(const void *key, unsigned int count);
void hostos_wake_fd(const struct host_file *file);

/* ---- disk I/O (blk_backend.c) -------------------------------------------------------------- */

/* error is 0 or a negative errno. Outside any context, or inside drive_submit(). */
typedef void drive_done_fn(void *opaque, int error);

void drive_submit(unsigned int number, enum sim_drive_op op, uint64_t offset_bytes,
		  const struct sim_drive_iovec *vector, unsigned int count, drive_done_fn *done,
		  void *opaque);
bool drive_exists(unsigned int number);

#endif
