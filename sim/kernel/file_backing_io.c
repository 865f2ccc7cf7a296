/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file_backing_io.c - between a file and its drive: cached pages, and direct I/O past them.
 *
 * Direct I/O is in whole sectors. It completes from the drive's interrupt, on a vCPU of its own,
 * perhaps before the call that started it returns.
 */
#include <linux/errno.h>
#include <linux/overflow.h>
#include <linux/slab.h>

#include "file_backing.h"

#define SECTOR_BYTES 512

/* ---- the drive ----------------------------------------------------------------------------- */

struct backing_io *backing_io_alloc(struct backing *backing, unsigned int count, gfp_t gfp)
{
	struct backing_io *io = kmalloc(struct_size(io, vector, count), gfp);

	if (!io)
		return NULL;
	io->backing = backing;
	io->count = count;
	return io;
}

void backing_submit(struct backing_io *io, enum sim_drive_op op, loff_t pos)
{
	sim_drive_submit(io->backing->drive, op, pos, io->vector, io->count, io);
}

irqreturn_t backing_interrupt(int irq, void *data)
{
	struct backing *backing = data;
	irqreturn_t handled = IRQ_NONE;
	void *cookie;
	int error;

	while (sim_drive_reap(backing->drive, &cookie, &error)) {
		struct backing_io *io = cookie;

		io->end(io, error);
		handled = IRQ_HANDLED;
	}
	return handled;
}

static void end_waited(struct backing_io *io, int error)
{
	io->result = error ? error : io->result;
	complete(io->done);
}

long backing_submit_and_wait(struct backing_io *io, enum sim_drive_op op, loff_t pos)
{
	DECLARE_COMPLETION_ONSTACK(done);
	long result;

	io->done = &done;
	io->end = end_waited;
	backing_submit(io, op, pos);
	wait_for_completion_io(&done);
	result = io->result;
	kfree(io);
	return result;
}

/* ---- cached pages -------------------------------------------------------------------------- */

static void map_page(struct backing_io *io, struct cached_page *page)
{
	loff_t left = i_size_read(&io->backing->inode) - page_pos(page);

	io->page = page;
	io->vector[0].base = page->data;
	io->vector[0].bytes = min_t(loff_t, PAGE_SIZE, left);
}

static void end_readpage(struct backing_io *io, int error)
{
	struct cached_page *page = io->page;

	kfree(io);
	if (!error)
		set_page_uptodate(page);
	unlock_cached_page(page);
	put_cached_page(page);
}

static int backing_readpage(struct cached_page *page)
{
	struct backing_io *io = backing_io_alloc(to_backing(page->mapping->host), 1, GFP_NOFS);

	if (!io) {
		unlock_cached_page(page);
		return -ENOMEM;
	}
	atomic_inc(&page->count);
	map_page(io, page);
	io->end = end_readpage;
	backing_submit(io, SIM_DRIVE_READ, page_pos(page));
	return 0;
}

static void end_writepage(struct backing_io *io, int error)
{
	struct cached_page *page = io->page;

	kfree(io);
	end_page_writeback(page, error);
}

/* Memory for write-back comes from a reserve: it is what frees memory. */
static void backing_writepage(struct cached_page *page)
{
	struct backing_io *io =
		backing_io_alloc(to_backing(page->mapping->host), 1, GFP_NOFS | __GFP_NOFAIL);

	map_page(io, page);
	io->end = end_writepage;
	backing_submit(io, SIM_DRIVE_WRITE, page_pos(page));
	unlock_cached_page(page);
}

const struct address_space_operations backing_aops = {
	.readpage = backing_readpage,
	.writepage = backing_writepage,
};

/* ---- direct I/O ---------------------------------------------------------------------------- */

static unsigned int count_pieces(struct iov_iter iter)
{
	unsigned int count = 0;
	size_t len;

	for (; iov_iter_count(&iter); iov_iter_advance(&iter, len), count++)
		iov_iter_first(&iter, &len);
	return count;
}

static void map_iter(struct backing_io *io, struct iov_iter iter)
{
	unsigned int i;
	size_t len;

	for (i = 0; i < io->count; i++, iov_iter_advance(&iter, len)) {
		io->vector[i].base = iov_iter_first(&iter, &len);
		io->vector[i].bytes = len;
	}
}

static pgoff_t last_page(loff_t pos, long bytes)
{
	return (pos + bytes - 1) >> PAGE_SHIFT;
}

static void end_direct(struct backing_io *io)
{
	struct kiocb *iocb = io->iocb;
	long result = io->result;

	/* Whoever has I/O in flight has the file open. */
	inode_dio_end(file_inode(iocb->ki_filp));
	kfree(io);
	iocb->ki_complete(iocb, result, 0);
}

/* A page of the range was read into the cache while the I/O was under way: it is stale. */
static void stale_work_fn(struct work_struct *work)
{
	struct backing_io *io = container_of(work, struct backing_io, work);
	loff_t pos = io->iocb->ki_pos;

	if (io->result > 0)
		invalidate_inode_pages2_range(&io->backing->inode.i_data, pos >> PAGE_SHIFT,
					      last_page(pos, io->result));
	end_direct(io);
}

static void end_queued(struct backing_io *io, int error)
{
	io->result = error ? error : io->result;
	if (io->write && READ_ONCE(io->backing->inode.i_data.nrpages)) {
		INIT_WORK(&io->work, stale_work_fn);
		queue_work(system_wq, &io->work);
		return;
	}
	end_direct(io);
}

/* What the cache holds of the range reaches the drive first; a write also drops it. */
static int clean_range(struct address_space *mapping, loff_t pos, size_t bytes, bool write)
{
	int ret;

	if (!READ_ONCE(mapping->nrpages))
		return 0;
	ret = filemap_write_and_wait_range(mapping, pos, pos + bytes - 1);
	if (ret || !write)
		return ret;
	return invalidate_inode_pages2_range(mapping, pos >> PAGE_SHIFT, last_page(pos, bytes));
}

ssize_t backing_direct(struct kiocb *iocb, struct iov_iter *iter, bool write)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	size_t bytes = iov_iter_count(iter);
	enum sim_drive_op op = write ? SIM_DRIVE_WRITE : SIM_DRIVE_READ;
	bool queued = !is_sync_kiocb(iocb);
	struct backing_io *io;
	ssize_t result;

	if ((iocb->ki_pos | bytes) & (SECTOR_BYTES - 1))
		return -EINVAL;
	result = clean_range(&inode->i_data, iocb->ki_pos, bytes, write);
	if (result)
		return result;
	io = backing_io_alloc(to_backing(inode), count_pieces(*iter), GFP_KERNEL);
	if (!io)
		return -ENOMEM;
	map_iter(io, *iter);
	io->result = bytes;
	io->write = write;
	if (!queued) {
		result = backing_submit_and_wait(io, op, iocb->ki_pos);
		iov_iter_advance(iter, bytes);
		return result;
	}
	io->iocb = iocb;
	io->end = end_queued;
	inode_dio_begin(inode);
	backing_submit(io, op, iocb->ki_pos);
	/* From here on io, and the request behind iocb, may be gone. The iterator is the caller's
	 * until this function returns: it is left where the I/O ends. */
	sim_point();
	iov_iter_advance(iter, bytes);
	return -EIOCBQUEUED;
}
