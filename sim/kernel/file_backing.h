/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file_backing.h - files on drives, shared by file_backing*.c.
 */
#ifndef KERNEL_FILE_BACKING_H
#define KERNEL_FILE_BACKING_H

#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/pagemap.h>
#include <linux/uio.h>

#include <sim/hostos.h>

struct backing {
	struct inode inode;
	unsigned int drive;
	unsigned int irq;
};

/* One I/O of the drive. */
struct backing_io {
	struct backing *backing;
	void (*end)(struct backing_io *io, int error); /* frees it; any context */
	union {
		struct cached_page *page;
		struct kiocb *iocb;
		struct completion *done;
	};
	long result; /* bytes, or a negative errno */
	bool write;
	struct work_struct work;
	unsigned int count;
	struct sim_drive_iovec vector[];
};

static inline struct backing *to_backing(struct inode *inode)
{
	return container_of(inode, struct backing, inode);
}

/* file_backing_io.c: NULL without memory. */
struct backing_io *backing_io_alloc(struct backing *backing, unsigned int count, gfp_t gfp);
/* Any context; io->end() follows. */
void backing_submit(struct backing_io *io, enum sim_drive_op op, loff_t pos);
/* Task context: io->result, or the error; frees io. */
long backing_submit_and_wait(struct backing_io *io, enum sim_drive_op op, loff_t pos);
irqreturn_t backing_interrupt(int irq, void *data);
/* Direct I/O within the file: bytes, -EIOCBQUEUED, or an error: -EBUSY if a page of the range cannot
 * leave the cache. */
ssize_t backing_direct(struct kiocb *iocb, struct iov_iter *iter, bool write);
/* How cached pages are read and written. */
extern const struct address_space_operations backing_aops;

#endif
