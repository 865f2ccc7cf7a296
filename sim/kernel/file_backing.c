/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * file_backing.c - a file on a drive of the world: opening, reading, writing, syncing it.
 *
 * Its size never changes. What is written lies in the page cache, unless it is direct I/O, and in
 * the drive's cache, until fsync().
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/export.h>
#include <linux/falloc.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/kernel.h>
#include <linux/slab.h>

#include <sim/backing_file.h>

#include "file_backing.h"

#define DRIVES_MAX 4
#define SECTOR_BYTES 512

static DEFINE_MUTEX(backing_mutex); /* the table, first openings and last closings */
static struct backing *backings[DRIVES_MAX];

/* ---- file operations ----------------------------------------------------------------------- */

static bool is_direct(const struct kiocb *iocb)
{
	return iocb->ki_flags & IOCB_DIRECT || iocb->ki_filp->f_flags & O_DIRECT;
}

static ssize_t backing_read_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	loff_t size = i_size_read(file_inode(iocb->ki_filp));
	size_t bytes = iov_iter_count(iter);

	if (iocb->ki_pos >= size)
		return 0;
	iov_iter_truncate(iter, size - iocb->ki_pos);
	/* A read may bring less than it could: half, in whole sectors. */
	if (bytes > SECTOR_BYTES && sim_fault("short_read"))
		iov_iter_truncate(iter, round_up(bytes / 2, SECTOR_BYTES));
	if (is_direct(iocb))
		return backing_direct(iocb, iter, false);
	return generic_file_buffered_read(iocb, iter);
}

/* Without direct I/O: through the cache, and from there to the drive at once. */
static ssize_t write_through(struct kiocb *iocb, struct iov_iter *iter)
{
	loff_t pos = iocb->ki_pos;
	ssize_t done = generic_perform_write(iocb, iter);
	int ret = filemap_write_and_wait_range(iocb->ki_filp->f_mapping, pos, iocb->ki_pos - 1);

	return ret ? ret : done;
}

static ssize_t backing_write_iter(struct kiocb *iocb, struct iov_iter *iter)
{
	struct inode *inode = file_inode(iocb->ki_filp);
	loff_t size = i_size_read(inode);
	ssize_t ret;

	if (iocb->ki_pos >= size)
		return -ENOSPC;
	iov_iter_truncate(iter, size - iocb->ki_pos);
	inode_lock(inode);
	if (is_direct(iocb)) {
		ret = backing_direct(iocb, iter, true);
		if (ret == -EBUSY)
			ret = write_through(iocb, iter);
	} else {
		ret = generic_perform_write(iocb, iter);
	}
	inode_unlock(inode);
	return ret;
}

static int backing_fsync(struct file *file, loff_t start, loff_t end, int datasync)
{
	struct backing *backing = to_backing(file_inode(file));
	int ret = file_write_and_wait_range(file, start, end);
	struct backing_io *io;

	if (ret || !sim_drive_volatile_cache(backing->drive))
		return ret;
	io = backing_io_alloc(backing, 0, GFP_KERNEL);
	if (!io)
		return -ENOMEM;
	io->result = 0;
	return backing_submit_and_wait(io, SIM_DRIVE_FLUSH, 0);
}

/* The drive has no holes: a range without content is one of zeros. */
static long backing_fallocate(struct file *file, int mode, loff_t pos, loff_t len)
{
	struct inode *inode = file_inode(file);
	struct kiocb iocb = { .ki_filp = file, .ki_pos = pos };
	struct kvec zeros = { .iov_len = PAGE_SIZE };
	ssize_t ret = 0;

	if (mode & ~(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE))
		return -EOPNOTSUPP;
	zeros.iov_base = (void *)get_zeroed_page(GFP_KERNEL);
	if (!zeros.iov_base)
		return -ENOMEM;
	inode_lock(inode);
	inode_dio_wait(inode);
	while (ret >= 0 && iocb.ki_pos < pos + len) {
		size_t bytes = min_t(loff_t, PAGE_SIZE, pos + len - iocb.ki_pos);
		struct iov_iter iter;

		iov_iter_kvec(&iter, WRITE, &zeros, 1, bytes);
		ret = generic_perform_write(&iocb, &iter);
	}
	inode_unlock(inode);
	free_page((unsigned long)zeros.iov_base);
	return ret < 0 ? ret : 0;
}

/* ---- opening and closing ------------------------------------------------------------------- */

/* What cannot be written even now is lost, as in a file system that is taken away. */
static void backing_destroy(struct backing *backing)
{
	struct address_space *mapping = &backing->inode.i_data;
	int tries = 0;

	cancel_delayed_work_sync(&mapping->wb_work);
	while (filemap_write_and_wait_range(mapping, 0, S64_MAX) && ++tries < 8)
		;
	cancel_delayed_work_sync(&mapping->wb_work);
	sim_drive_open_irq(backing->drive, 0);
	free_irq(backing->irq, backing);
	address_space_destroy(mapping);
	kfree(backing);
}

static int backing_release(struct inode *inode, struct file *file)
{
	struct backing *backing = to_backing(inode);

	mutex_lock(&backing_mutex);
	if (atomic_dec_and_test(&inode->i_count)) {
		backings[backing->drive] = NULL;
		backing_destroy(backing);
	}
	mutex_unlock(&backing_mutex);
	return 0;
}

static const struct file_operations backing_fops = {
	.read_iter = backing_read_iter,
	.write_iter = backing_write_iter,
	.fsync = backing_fsync,
	.fallocate = backing_fallocate,
	.release = backing_release,
};

static int inode_init(struct backing *backing)
{
	struct inode *inode = &backing->inode;

	inode->i_ino = backing->drive + 1;
	inode->i_mode = S_IFREG | 0600;
	inode->i_size = sim_drive_bytes(backing->drive);
	inode->i_fop = &backing_fops;
	inode->i_mapping = &inode->i_data;
	mutex_init(&inode->i_mutex);
	init_waitqueue_head(&inode->i_dio_wait);
	return address_space_init(&inode->i_data, inode, &backing_aops);
}

static struct backing *backing_create(unsigned int drive, unsigned int irq)
{
	struct backing *backing = kzalloc(sizeof(*backing), GFP_KERNEL);
	int ret;

	if (!backing)
		return ERR_PTR(-ENOMEM);
	backing->drive = drive;
	backing->irq = irq;
	ret = inode_init(backing);
	if (ret)
		goto out_free;
	ret = request_irq(irq, backing_interrupt, 0, "backing", backing);
	if (ret)
		goto out_pages;
	sim_irq_affinity(irq, num_online_cpus() - 1);
	sim_drive_open_irq(drive, irq);
	return backing;

out_pages:
	address_space_destroy(&backing->inode.i_data);
out_free:
	kfree(backing);
	return ERR_PTR(ret);
}

/* The drive's inode, with a reference. */
static struct backing *backing_get(unsigned int drive, unsigned int irq)
{
	struct backing *backing;

	mutex_lock(&backing_mutex);
	backing = backings[drive];
	if (!backing)
		backing = backing_create(drive, irq);
	if (!IS_ERR(backing)) {
		backings[drive] = backing;
		atomic_inc(&backing->inode.i_count);
	}
	mutex_unlock(&backing_mutex);
	return backing;
}

static struct file *backing_file(unsigned int drive, unsigned int irq, int flags)
{
	struct backing *backing = backing_get(drive, irq);
	struct file *file;

	if (IS_ERR(backing))
		return ERR_CAST(backing);
	file = alloc_file(&backing_fops, NULL, flags);
	if (IS_ERR(file)) {
		backing_release(&backing->inode, NULL);
		return file;
	}
	file->f_inode = &backing->inode;
	file->f_mapping = &backing->inode.i_data;
	file->f_mode = FMODE_READ | FMODE_CAN_ODIRECT;
	if ((flags & O_ACCMODE) != O_RDONLY)
		file->f_mode |= FMODE_WRITE;
	spin_lock_irq(&file->f_mapping->tree_lock);
	file->f_wb_err = file->f_mapping->wb_err;
	spin_unlock_irq(&file->f_mapping->tree_lock);
	return file;
}

int backing_file_open(unsigned int drive, unsigned int irq, int flags)
{
	int fd = get_unused_fd_flags(flags);
	struct file *file;

	if (fd < 0)
		return fd;
	file = backing_file(drive, irq, flags);
	if (IS_ERR(file)) {
		put_unused_fd(fd);
		return PTR_ERR(file);
	}
	fd_install(fd, file);
	return fd;
}
EXPORT_SYMBOL(backing_file_open);

struct backing_file_counts backing_file_counts(unsigned int drive)
{
	struct backing_file_counts counts = { 0 };
	struct address_space *mapping;

	mutex_lock(&backing_mutex);
	if (backings[drive]) {
		mapping = &backings[drive]->inode.i_data;
		spin_lock_irq(&mapping->tree_lock);
		counts.hits = mapping->hits;
		counts.misses = mapping->misses;
		counts.cached = mapping->nrpages;
		counts.dirty = mapping->nrdirty + mapping->nrwriteback;
		spin_unlock_irq(&mapping->tree_lock);
	}
	mutex_unlock(&backing_mutex);
	return counts;
}
EXPORT_SYMBOL(backing_file_counts);
